"""How long somebody stayed, where each coming and each going is a row of its own."""

from __future__ import annotations

from netreg.exchange.forms.stays import Stay, read_stay, sum_stays

NINE, TEN, ELEVEN = (f"1/2/2021, {hour}:00:00 AM" for hour in (9, 10, 11))
LAST, FIRST = "1/2/2021, 11:30:00 PM", "1/3/2021, 12:30:00 AM"

STAYS: tuple[tuple[tuple[tuple[str, str, str], ...], int | None], ...] = (
    ((("", NINE, ""), ("", "", TEN)), 3600),
    ((("", NINE, ""), ("", "", TEN), ("", TEN, ""), ("", "", ELEVEN)), 7200),
    ((("", LAST, ""), ("", "", FIRST)), 3600),
    ((("", NINE, ""), ("", "", TEN), ("", ELEVEN, "")), None),  # nobody knows when they went
    ((("", NINE, ""),), None),
    ((("", "", TEN),), None),
    ((("30m", "", TEN), ("10m", NINE, "")), 2400),  # reports with durations tell no comings apart
    ((("", NINE, TEN), ("", "", ELEVEN)), 3600),
)


def test_comings_and_goings_are_paired() -> None:
    wrong = {}
    for cells, seconds in STAYS:
        found = sum_stays([read_stay(*each) for each in cells])
        if found != seconds:
            wrong[cells] = found
    assert wrong == {}


def test_a_stay_keeps_what_is_told() -> None:
    assert read_stay("", NINE, "") == Stay(None, 9 * 3600, None)
    assert read_stay("5", "", "") == Stay(300)
