"""Action items: what a meeting resolved that somebody does, by when, and what became of it (iCalendar: VTODO)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from netreg.core.choice_fields import Choice
from netreg.core.compound_columns import CompoundColumn
from netreg.core.entity import DueClock, Entity, Problem, Row, TimeFrame
from netreg.core.fields import Number, Reference, Text, Value, shorten
from netreg.core.flags import Check, FlagList, collect_checks
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, PastDate, TermField
from netreg.entities import choice_words
from netreg.entities.meeting import HEADINGS
from netreg.entities.rough_dates import can_be_in_order, is_ahead, parse_rough_date
from netreg.errors import InvalidValue
from netreg.language import Label, _
from netreg.thai.dates.formats import find_latest_day
from netreg.thai.dates.terms import compute_term_end, count_working_days
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

STATES = {
    "open": Label("ยังไม่เริ่ม", "open"),
    "in_progress": Label("กำลังดำเนินการ", "in progress"),
    "done": Label("แล้วเสร็จ", "done"),
    "dropped": Label("ไม่ดำเนินการ", "dropped"),
}
OPEN = ("open", "in_progress")
"""The states of what is still to be done."""
STANDINGS = {"overdue": Label("เกินกำหนด", "overdue"), **STATES}

OVERDUE = Check(
    "action-overdue",
    "medium",
    Label("เกินกำหนดดำเนินการ", "Action item overdue"),
    Label("ครบกำหนดดำเนินการ {due} เกินมาแล้ว {days} วัน", "it was due on {due}, {days} days ago"),
    Label("มติที่ประชุมยังไม่มีผลการดำเนินการ", "what the meeting resolved is not done"),
    ("meeting action done {record}", "meeting action drop {record}", "meeting action edit {record} due=DATE"),
)
FLAGS = collect_checks(OVERDUE)


def compute_due_day(row: Row) -> str | None:
    """Return the day by which it is to be done: as it was given, else by its term from the day of the meeting.

    The day of the meeting itself does not count (Civil and Commercial Code, s. 193/3): 30 days from
    5 August end on 4 September. Of working days those of government offices count.
    """
    if row["due"]:
        return str(row["due"])
    day = parse_rough_date(row.get("meeting_day"))
    if day is None or not row["term"] or day.first != day.last:
        return None
    if (count := count_working_days(row["term"])) is not None:
        from netreg.thai.dates.working_days import add_working_days  # most terms count every day

        return add_working_days(day.first, count).isoformat()
    return compute_term_end(day.first, row["term"], first_day_counted=False).isoformat()


def is_open_on(row: Row, day: date) -> bool:
    """Tell whether it was still to be done on a day; on the day of closing it no longer is."""
    return row["state"] in OPEN or is_ahead(row["closed_on"], day)


def _derive_action(row: Row, frame: TimeFrame) -> Row:
    """Derive the day by which it is due, how it stands as of a day, and its flags."""
    due, is_open = compute_due_day(row), is_open_on(row, frame.as_of)
    left = (date.fromisoformat(find_latest_day(due)) - frame.as_of).days if due else None
    is_overdue = is_open and left is not None and left < 0
    state = row["state"] if row["state"] in OPEN or not is_open else "open"
    return {
        "due_on": due,
        "days_left": left if is_open else None,
        "standing": "overdue" if is_overdue else state,
        "is_open": is_open,
        "flags": [OVERDUE.make_flag(due=due, days=-left)] if is_overdue and left is not None else [],
    }


def _check_action(row: Row) -> Iterable[Problem]:
    """Find a day of closing of what is still open."""
    if row["closed_on"] and row["state"] in OPEN:
        advice = _("give state=done or state=dropped")
        yield Problem("closed_on", _("it has a day of closing and is still open"), advice)


def _check_with_meeting(meeting: Row, row: Row) -> Iterable[Problem]:
    """Find what was due or closed before the meeting that it is from."""
    for name in ("due", "closed_on"):
        if not can_be_in_order(meeting["starts_at"], row[name]):
            yield Problem(name, _("it lies before the day of the meeting"))


class WithinField(TermField):
    """A length of time from the day of the meeting: it may count working days alone, as ``P15B``."""

    def parse(self, written: str, years: str | None = None) -> Value:
        """Parse a number of working days, or a duration; that it is counted from the meeting may stand there."""
        from netreg.thai.dates.term_parser import parse_working_term

        within = _strip_meeting(written)
        return parse_working_term(within) or super().parse(within, years)

    def holds(self, value: Any) -> bool:
        """Tell whether it is a duration or a number of working days."""
        return count_working_days(value) is not None or super().holds(value)


def _strip_meeting(written: str) -> str:
    found = _within_pattern().fullmatch(clean(written))
    return found[1] if found else written


@cache
def _within_pattern() -> re.Pattern[str]:
    """Match what stands before and behind a length of time that is counted from the meeting."""
    before = r"(?:(?:ให้)?(?:แล้ว)?เสร็จ(?:สิ้น)?\s*)?(?:ภายใน|ไม่เกิน|within|in|no later than)?"
    day = r"(?:วัน(?:ที่)?\s*)?(?:ถัดจาก(?:วัน(?:ที่)?)?\s*)?(?:(?:ที่|การ)?(?:มีการ)?ประชุม(?:\s*มีมติ)?|มีมติ)"
    thai = rf"(?:นับ(?:ถัด)?(?:จาก|แต่|ตั้งแต่)?|หลัง(?:จาก)?)\s*{day}(?:นี้|ครั้งนี้)?"
    english = r"(?:of|from|after|following) (?:the )?(?:day of the )?meeting(?: day)?"
    return re.compile(rf"{before}\s*(\S.*?)\s*\(?(?:{thai}|{english})?\)?", re.IGNORECASE)


_DUE = Date("due", "กำหนดเสร็จ", "Due", "ภายในวันที่", "กำหนดส่ง", "กำหนดแล้วเสร็จ", "ภายใน", "ระยะเวลาดำเนินการ")
_TERM = WithinField("term", "ภายในเวลา", "Within", "ระยะเวลา")


def split_due(written: str) -> tuple[Value, Value]:
    """Read the day by which it is to be done, or within which time: ``31 ม.ค. 69``, ``ภายใน 15 วันทำการ``.

    A time may say that it is counted from the meeting, as all are.

    Raises:
        InvalidValue: for what is neither.
    """
    from netreg.thai.dates.term_parser import names_working_days

    try:
        return _DUE.parse(written), None
    except InvalidValue as refusal:
        try:
            return None, _TERM.parse(written)
        except InvalidValue:
            if names_working_days(written):
                raise
        try:
            return _DUE.parse(_strip_meeting(written)), None
        except InvalidValue:
            raise refusal from None


_DUE_OR_TERM = CompoundColumn(
    "due", _DUE.label, (), ("due",), split_due, Label("วันครบกำหนด หรือระยะเวลา", "a day, or a length of time"), "30 วัน",
    beside=("term",), in_place_of=_DUE, keeps_words=False,
)  # fmt: skip

ACTION_ITEM = Entity(
    name="action_item",
    collection="action_items",
    command="meeting action",
    label=Label("เรื่องที่ต้องดำเนินการ", "Action item"),
    plural=Label("เรื่องที่ต้องดำเนินการ", "Action items"),
    fields=(
        Reference("meeting", *HEADINGS, to="meeting", parent=True, required=True),
        Reference("agenda_item", "วาระ", "Agenda item", "ระเบียบวาระ", to="agenda_item"),
        Text("text", "เรื่องที่ต้องทำ", "What", "เรื่อง", "สิ่งที่ต้องดำเนินการ", "งาน", required=True, is_name=True),
        Reference("owner", "ผู้รับผิดชอบ", "Owner", to="person"),
        Reference("unit", "หน่วยงานรับผิดชอบ", "Unit", "หน่วยงาน", to="organisation"),
        _TERM,
        _DUE,
        Choice("state", "สถานะ", "State", options=STATES, synonyms=choice_words.ACTION_STATE),
        PastDate("closed_on", "วันที่แล้วเสร็จหรือยุติ", "Closed on", "วันที่แล้วเสร็จ"),
        Text("evidence", "หลักฐาน", "Evidence", "ผลการดำเนินการ", lines=True),
    ),
    columns=("id", "meeting", "text", "owner", "due_on", "days_left", "standing"),
    line_fields=("text", "owner", "unit", "standing", "due_on", "closed_on", "evidence"),
    display_name=lambda row: shorten(row["text"]),
    names=lambda row: (row["text"],),
    keys=(Key("meeting", "text"),),
    status_fields=("standing", "due_on"),
    responsible_fields=("owner",),
    is_closed=lambda row, day: not is_open_on(row, day),
    check=_check_action,
    choose_compound=lambda field, columns: _DUE_OR_TERM if field == "due" and "term" not in columns else None,
    check_with_parent=_check_with_meeting,
    derived=(
        Date("due_on", "ครบกำหนด", "Due on"),
        Number("days_left", "คงเหลือ (วัน)", "Days left"),
        Choice("standing", "สถานะ ณ วันที่", "Standing", options=STANDINGS),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=FLAGS),
    ),
    derive=_derive_action,
    clocks=(
        DueClock(
            "due",
            Label("กำหนดดำเนินการ", "Due"),
            "due_on",
            ("owner", "unit", "meeting.organiser"),
            "meeting action done {record}",
            matters_before=lambda row: row["is_open"],
            matters_after=lambda row: row["is_open"],
            offsets="P7D P1D P0D",
            flag=OVERDUE.id,
        ),
    ),
    defaults={"state": "open"},
    has_seal=True,
)
