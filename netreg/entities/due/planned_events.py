"""Events that were planned: meetings, cohorts and activities, and what is to be asked once their day has passed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.entity import DueClock
from netreg.core.flags import Check
from netreg.language import Label
from netreg.thai.dates.formats import find_latest_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row, TimeFrame
    from netreg.core.flags import Flag

STATES = {
    "planned": Label("กำหนดไว้", "planned"),
    "held": Label("จัดแล้ว", "held"),
    "cancelled": Label("ยกเลิก", "cancelled"),
    "postponed": Label("เลื่อน", "postponed"),
}
OFF = ("cancelled", "postponed")
"""The states of what did not take place on its day."""
PLANNED = "planned"
PASSED = "planned-passed"
PASSED_SENTENCE = Label(
    "กำหนดจัด {planned} ซึ่งผ่านมาแล้ว {days} วัน และยังไม่บันทึกว่าจัดแล้ว เลื่อน หรือยกเลิก",
    "planned for {planned}, {days} days ago: held, postponed or cancelled?",
)
PASSED_TITLE = Label("เลยกำหนดจัด", "Planned and passed")
PASSED_WHY = Label("ไม่ทราบว่าจัดแล้วหรือไม่ รายงานจึงไม่ครบ", "whether it took place is unknown, so reports are not complete")


def list_outcomes(command: str) -> tuple[str, ...]:
    """List what records that an event was held, postponed or cancelled, by the command that edits one."""
    return tuple(f"{command} {{record}} state={state}" for state in ("held", "postponed", "cancelled"))


def make_passed_check(outcomes: tuple[str, ...], name: str = PASSED) -> Check:
    """Make the check of events whose day has passed; `outcomes` are the commands that say what became of one."""
    return Check(name, "high", PASSED_TITLE, PASSED_SENTENCE, PASSED_WHY, outcomes)


def is_planned(row: Row) -> bool:
    """Tell whether it is still recorded as planned."""
    return bool(row["state"] == PLANNED)


def make_event_clocks(
    name: str,
    label: Label,
    days: tuple[str, str],
    responsible: tuple[str, ...],
    outcomes: tuple[str, ...],
    flag: str = PASSED,
) -> tuple[DueClock, DueClock]:
    """Make the clocks of a planned event: its day, and whether it was held once the last of its `days` is past.

    `days` are the fields of its first and its last day; `outcomes` are the commands that say what became of it, first
    that it was held.
    """
    takes_place = DueClock(
        name,
        label,
        days[0],
        responsible,
        outcomes[0],
        matters_before=is_planned,
        offsets="P30D P7D P1D",
        in_state=PLANNED,
    )
    held = DueClock(
        "held",
        Label("เลยกำหนดจัด ยังไม่บันทึกผล", "Planned, not recorded as held"),
        days[1],
        responsible,
        outcomes[0],
        choose_commands=lambda _row: outcomes,
        matters_before=lambda _row: False,
        matters_after=is_planned,
        offsets="P0D",
        flag=flag,
        or_field=days[0],
        in_state=PLANNED,
    )
    return takes_place, held


def find_passed_flags(row: Row, days: tuple[str, str], frame: TimeFrame, check: Check) -> Iterator[Flag]:
    """Find that it is still recorded as planned although its last day is past."""
    planned = row[days[1]] or row[days[0]]
    if not (planned and is_planned(row)):
        return
    passed = count_days_since(planned, frame)
    if passed > 0:
        yield check.make_flag(planned=planned, days=passed)


def count_days_since(planned: str, frame: TimeFrame) -> int:
    """Count the days since a day, which may be known only roughly; below 1 while it can still come."""
    return (frame.as_of - date.fromisoformat(find_latest_day(planned))).days
