"""Why the dates: each rule with its section, its sum and where its figures stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.fields import Style
from netreg.entities import AGREEMENT
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.agreement.explanation import explain_dates, is_disputed
from netreg.entities.agreement.explanation_wording import CLOCK_LABELS, RULES, format_sentence

if TYPE_CHECKING:
    from netreg.core.entity import Row

STYLES = [Style("be", "th", long=True), Style("ce", "en", long=True)]


def agreement(**known: Any) -> Row:
    return AGREEMENT.make_blank_row() | {"title": "ข้อตกลงสมมติ"} | known


def steps(row: Row, as_of: str = "2020-07-01", clock: str = "end") -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Of one clock: rule, what it comes to, sections."""
    return [
        (s.rule, s.value, s.sections) for s in explain_dates(row, {}, date.fromisoformat(as_of)) if s.clock == clock
    ]


LIBRARY = agreement(signed_on="2017-09-11", effective_from="2017-09-11", term="P2Y", end_stated="2020-09-10")
LAW = ("193/3", "193/5")
ENDS: list[tuple[Row, list[tuple[str, str | None, tuple[str, ...]]]]] = [
    (
        LIBRARY,
        [
            ("stated", "2020-09-10", ()),
            ("counted_months", "2019-09-10", LAW),
            ("else_uncounted_months", "2019-09-11", LAW),
            ("differs", None, ()),
            ("unsettled", None, ()),
        ],
    ),
    (
        LIBRARY | {"end_settled": "term", "settled_on": "2019-01-01", "settled_by": None, "settled_reason": "ตามมติ"},
        [
            ("stated", "2020-09-10", ()),
            ("counted_months", "2019-09-10", LAW),
            ("else_uncounted_months", "2019-09-11", LAW),
            ("differs", None, ()),
            ("settled_term", "2019-09-10", ()),
        ],
    ),
    (
        LIBRARY
        | {
            "end_settled": "term",
            "settled_on": "2019-01-01",
            "settled_stated": "2020-09-09",
            "settled_term": "2019-09-10",
        },
        [
            ("stated", "2020-09-10", ()),
            ("counted_months", "2019-09-10", LAW),
            ("else_uncounted_months", "2019-09-11", LAW),
            ("differs", None, ()),
            ("settled_otherwise", None, ()),
            ("unsettled", None, ()),
        ],
    ),
    (
        agreement(signed_on="2020-02-29", term="P1Y"),
        [
            ("counted_short", "2021-02-28", LAW),
            ("else_uncounted_months", "2021-02-28", LAW),
            ("holiday", "2021-03-01", ("193/8",)),
        ],
    ),
    (
        agreement(signed_on="2020-02-28", term="P1Y", first_day_counted=0),
        [
            ("uncounted_short", "2021-02-28", LAW),
            ("else_counted_months", "2021-02-27", LAW),
            ("holiday", "2021-03-01", ("193/8",)),
        ],
    ),
    (
        agreement(signed_on="2020-01-31", term="P1M15D"),
        [
            ("counted_parts", "2020-03-15", (*LAW, "193/6")),
            ("else_uncounted_parts", "2020-03-15", (*LAW, "193/6")),
        ],
    ),
    (
        agreement(signed_on="2021-08-05", term="P90D"),
        [("counted_days", "2021-11-02", ("193/3",)), ("else_uncounted_days", "2021-11-03", ("193/3",))],
    ),
    (agreement(signed_on="2021-08-05"), [("no_end", None, ())]),
    (
        agreement(signed_on="2018-01-01", end_stated="2021-08-05", final_status="terminated", final_on="2020-02-01"),
        [("stated", "2021-08-05", ()), ("closed", "2020-02-01", ())],
    ),
    (
        agreement(signed_on="2018-01-01", end_stated="2021-08-05", final_status="completed", final_on="2021-09-01"),
        [("stated", "2021-08-05", ()), ("closed_after", None, ())],
    ),
    (
        agreement(signed_on="2018-01-01", end_stated="2021-08-05", final_status="terminated"),
        [("stated", "2021-08-05", ()), ("closed_some_day", None, ())],
    ),
    (agreement(term="P1Y"), [("no_start", None, ())]),
]


@pytest.mark.parametrize(("row", "expected"), ENDS)
def test_the_end(row: Row, expected: list[tuple[str, str | None, tuple[str, ...]]]) -> None:
    found = steps(row)
    assert [step for step in found if step[0] != "holiday" or step in expected] == expected


def test_a_last_day_that_is_a_holiday_shows_the_next_working_day() -> None:
    row = agreement(signed_on="2023-01-01", end_stated="2026-12-05", notice="P1M", grace_days=26)
    assert steps(row)[-1] == ("holiday", "2026-12-08", ("193/8",))
    assert steps(row, clock="notice") == [("notice", "2026-11-05", ())]
    assert steps(row, clock="grace") == [("grace", "2026-12-31", ()), ("holiday", "2027-01-04", ("193/8",))]
    assert steps(row | {"notice": "P5D"}, clock="notice") == [("notice", "2026-11-30", ())]
    assert steps(row | {"notice": "P6D"}, clock="notice") == [
        ("notice", "2026-11-29", ()),
        ("notice_holiday", "2026-11-27", ()),
    ]


def test_a_year_that_is_not_announced_is_said() -> None:
    assert steps(agreement(signed_on="2023-01-01", end_stated="2049-06-09"))[-1] == ("not_announced", None, ("193/8",))


def test_a_tacit_renewal_says_where_counting_alone_would_lead() -> None:
    row = agreement(signed_on="2024-02-29", term="P6M", renewal="tacit")
    found = steps(row, "2025-01-01")
    assert ("period_tacit", "2025-02-28", ("193/7",)) in found
    assert ("anchored", "2025-02-28", ("193/5",)) in found
    apart = steps(agreement(signed_on="2021-01-31", term="P1M", renewal="tacit"), "2021-03-15")
    assert ("anchored", "2021-03-30", ("193/5",)) in apart or ("anchored_apart", "2021-03-30", ("193/5",)) in apart


def test_a_first_day_that_is_not_counted_is_not_where_the_sum_begins() -> None:
    row = agreement(signed_on="2020-01-01", term="P1Y", first_day_counted=0, renewal="tacit")
    [step] = [s for s in explain_dates(row, {}, date(2021, 6, 1)) if s.rule.startswith("anchored")]
    assert (step.figures["anchor_day"], step.value) == ("2020-01-02", "2022-01-01")


def test_a_rough_end_says_that_the_earliest_day_is_taken() -> None:
    row = agreement(signed_on="2021-08", term="P1Y", notice="P1M")
    assert [rule for rule, _value, _sections in steps(row, "2021-09-01", "notice")][:2] == ["earliest", "notice"]


def test_many_tacit_rounds_are_told_by_the_first_the_last_and_how_many() -> None:
    row = agreement(signed_on="2000-01-01", term="P1D", renewal="tacit")
    found = explain_dates(row, {}, date(2020, 1, 1))
    told = [s.figures.get("number", s.figures.get("count")) for s in found if s.rule.startswith(("period_", "rounds"))]
    assert told == [2, 7303, 7306]


def test_signed_and_effective() -> None:
    waiting = agreement(party_count=3, parties_signed=1)
    assert steps(waiting, clock="signed") == [("unsigned", None, ())]
    assert steps(waiting, clock="effective") == [("unknown", None, ())]
    signed = agreement(party_count=2, parties_signed=2, last_signed_on="2020-01-05")
    assert steps(signed, clock="signed") == [("last_signature", "2020-01-05", ())]
    assert steps(signed, clock="effective") == [("from_signing", "2020-01-05", ())]


def test_disputed_until_somebody_settles_it() -> None:
    dates = compute_dates(LIBRARY, date(2020, 7, 1))
    assert is_disputed(LIBRARY, dates, date(2020, 7, 1))
    settled = LIBRARY | {"end_settled": "stated", "settled_on": "2020-01-01"}
    assert not is_disputed(settled, dates, date(2020, 7, 1))
    assert is_disputed(settled, dates, date(2019, 12, 31))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("row", [row for row, _expected in ENDS])
def test_every_step_can_be_told(row: Row, style: Style) -> None:
    for step in explain_dates(row, {}, date(2020, 7, 1)):
        told = format_sentence(step.rule, step.figures, style)
        assert told
        assert "{" not in told
        assert (step.value is None) or ("Refused" not in told)


def test_every_rule_and_clock_has_words_in_both_languages() -> None:
    for label in (*RULES.values(), *CLOCK_LABELS.values()):
        assert label.th
        assert label.en
        assert label.en.isascii()
