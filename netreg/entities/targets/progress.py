"""How much of a target is done as of a day: derived from the records that count towards it, never stored.

A record counts if it can have taken place between the first day of the target and the day asked
about, or the target day if that comes before. One without a date counts: it is known to be done.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.core.flags import Check, collect_checks
from netreg.entities.agreement.derived_dates import AGREED, CLOSED, AgreementDates, compute_dates, derive_state
from netreg.entities.people.listed_people import collect_people, count_standings, parse_listed_people
from netreg.entities.quantity_field import HUNDREDTHS, Quantity
from netreg.entities.rough_dates import RoughDate, can_be_in_order, has_come, parse_rough_date
from netreg.entities.training.cohort_standings import TRAINED
from netreg.language import Label
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Row, TimeFrame
    from netreg.core.flags import Flag

PROGRESS = {
    "reached": Label("บรรลุเป้าหมาย", "reached"),
    "on_track": Label("เป็นไปตามแผน", "on track"),
    "behind": Label("ช้ากว่าแผน", "BEHIND"),
    "missed": Label("ไม่บรรลุเป้าหมาย", "MISSED"),
    "not_begun": Label("ยังไม่เริ่ม", "not begun"),
}
LATE = ("behind", "missed")
FLAGS = collect_checks(
    Check(
        "target-before-start",
        "high",
        Label("กำหนดเสร็จก่อนเริ่มข้อตกลง", "Due before the start"),
        Label("กำหนดเสร็จก่อนวันที่ข้อตกลงเริ่มมีผล {begins}", "it is to be reached before the agreement begins on {begins}"),
        Label("วันใดวันหนึ่งผิด", "one of the days is wrong"),
        ("agreement target edit {record} due_on=DATE",),
    ),
    Check(
        "target-after-end",
        "medium",
        Label("กำหนดเสร็จหลังสิ้นสุดข้อตกลง", "Due after the end"),
        Label("กำหนดเสร็จหลังวันที่ข้อตกลงสิ้นสุด {end}", "it is to be reached after the agreement ends on {end}"),
        Label("เป้าหมายไม่มีข้อตกลงรองรับจนถึงวันนั้น", "until then no agreement stands behind it"),
        ("agreement target edit {record} due_on=DATE",),
    ),
)
BAHT = ("บาท", "baht", "thb", "฿")


_QUANTITY = Quantity("done", "ทำได้", "Done")


class Result(NamedTuple):
    """A record that counts towards a target: its day, how much in hundredths, and the people named.

    Of an activity people are named only where they are counted and no number of them was stated.
    """

    day: str | None
    amount: int
    people: str | None = None


class _TargetFacts(NamedTuple):
    """The agreement of a target as of a day: its dates, and whether it is over."""

    dates: AgreementDates
    is_over: bool
    is_running: bool


def find_measure(row: Row) -> str:
    """Return what a target is counted by: as it says, else money for a unit of baht, else activities."""
    return str(row["measure"] or ("money" if is_baht(row["unit"]) else "activities"))


def is_baht(unit: str | None) -> bool:
    """Tell whether a unit is money."""
    return (unit or "").strip().rstrip(".").lower() in BAHT


def derive_target(row: Row, frame: TimeFrame) -> Row:
    """Derive how much of a target is done, what could be expected by now, and how it stands."""
    agreement = _read_agreement(row, frame.as_of)
    first = parse_rough_date(row["since"]) or agreement.dates.begins
    last = _find_target_day(row, agreement.dates)
    done = _count_done(row, first, last, frame.as_of)
    expected = _compute_expected(row, first, last, frame.as_of)
    progress = _derive_progress(row["amount"], done, expected, (first, last), frame.as_of, agreement)
    return {
        "done": done,
        "done_of": _write_share(row, done),
        "share": 100 * done // max(1, row["amount"]),
        "expected": expected,
        "target_day": last.value if last else None,
        "days_left": _count_days_left(last, frame.as_of),
        "progress": progress,
        "is_open": agreement.is_running and progress != "reached",
        "flags": list(_find_flags(row, agreement.dates)),
    }


def _find_target_day(row: Row, dates: AgreementDates) -> RoughDate | None:
    """Find the day of a target: its own, else the end of its agreement; none after an end that was decided ahead."""
    day, end = parse_rough_date(row["due_on"]), dates.end
    if day is None or (end and dates.basis not in AGREED and end.last < day.last):
        return end
    return day


def _write_share(row: Row, done: int) -> str:
    """Write what is done of a target with its unit: ``2 / 3 เรื่อง``."""
    unit = row["unit"] or ("บาท" if find_measure(row) == "money" else "")
    return f"{_QUANTITY.show(done)} / {_QUANTITY.show(row['amount'])} {unit}".strip()


def _read_agreement(row: Row, as_of: date) -> _TargetFacts:
    agreement = json.loads(row["agreement_row"])
    dates = compute_dates(agreement, as_of)
    state = derive_state(agreement, dates, as_of)
    return _TargetFacts(dates, state in (*CLOSED, "expired"), state in ("in_force", "not_yet_in_force"))


def _count_done(row: Row, first: RoughDate | None, last: RoughDate | None, as_of: date) -> int:
    """Add up what was done from the first day of a target to its last or the day asked about."""
    until = min(as_of, last.last) if last else as_of
    since = first.first.isoformat() if first else None
    found = [
        result
        for result in (Result(*parts) for parts in json.loads(row["result_rows"] or "[]"))
        if result.day is None or (has_come(result.day, until) and can_be_in_order(since, result.day))
    ]
    if find_measure(row) == "trained":
        return HUNDREDTHS * _count_trained(found)
    return sum(result.amount for result in found) + HUNDREDTHS * _count_taking_part(found)


def _count_trained(cohorts: list[Result]) -> int:
    """Count the people trained in several cohorts, each once, and those of a stated number who are not named."""
    nameless = sum(max(0, cohort.amount // HUNDREDTHS - _count_named(cohort.people)) for cohort in cohorts)
    return nameless + _count_named(*(cohort.people for cohort in cohorts))


def _count_taking_part(activities: list[Result]) -> int:
    """Count the people named in activities of which no number was stated, each once."""
    return len(collect_people(parse_listed_people(*(activity.people for activity in activities))))


def _count_named(*texts: str | None) -> int:
    counted, _others = count_standings(collect_people(parse_listed_people(*texts)), TRAINED, ())
    return counted


def _compute_expected(row: Row, first: RoughDate | None, last: RoughDate | None, as_of: date) -> int | None:
    """Compute what would be done by now if it were done evenly, in whole units but for money."""
    if first is None or last is None:
        return None
    whole = max(1, (last.last - first.first).days)
    passed = min(whole, max(0, (as_of - first.first).days))
    expected: int = row["amount"] * passed // whole
    return expected if find_measure(row) == "money" else expected // HUNDREDTHS * HUNDREDTHS


def _derive_progress(
    amount: int,
    done: int,
    expected: int | None,
    span: tuple[RoughDate | None, RoughDate | None],
    as_of: date,
    agreement: _TargetFacts,
) -> str:
    first, last = span
    if done >= amount:
        return "reached"
    if agreement.is_over or (last and as_of > last.last):
        return "missed"
    if first is None or first.first > as_of:
        return "not_begun"
    return "behind" if expected is not None and done < expected else "on_track"


def _count_days_left(last: RoughDate | None, as_of: date) -> int | None:
    """Count the days to the target day, below zero once it is past."""
    if last is None:
        return None
    return max(0, (last.first - as_of).days) if as_of <= last.last else (last.last - as_of).days


def _find_flags(row: Row, dates: AgreementDates) -> Iterator[Flag]:
    """Find a target day on which the agreement is not in force."""
    begins, end = dates.begins, dates.end
    if begins and not can_be_in_order(begins.value, row["due_on"]):
        yield FLAGS["target-before-start"].make_flag(begins=begins.value)
    if end and not can_be_in_order(row["due_on"], (end.last).isoformat()):
        yield FLAGS["target-after-end"].make_flag(end=end.last.isoformat())
