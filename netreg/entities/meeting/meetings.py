"""Meetings: when and where people met, in which series, and how the minutes stand (iCalendar)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.address_fields import Url
from netreg.core.choice_fields import Choice, YesNo
from netreg.core.compound_columns import CompoundColumn
from netreg.core.entity import Entity, Problem, RelatedRecords, Row, TimeFrame
from netreg.core.fields import Count, Number, Reference, Text, TextList, shorten
from netreg.core.flags import FlagList, collect_checks
from netreg.core.keys import Key
from netreg.core.thai_fields import BuddhistYear, Date
from netreg.entities import choice_words
from netreg.entities.documents import relate_documents
from netreg.entities.due.planned_events import PASSED, STATES, find_passed_flags, make_event_clocks, make_passed_check
from netreg.entities.meeting.attendance import CAME, MODES
from netreg.entities.meeting.quorum import NO_QUORUM, derive_quorum, find_missed_quorum
from netreg.entities.people.listed_people import collect_people, count_standings, parse_listed_people
from netreg.entities.rough_dates import can_be_in_order, is_ahead
from netreg.entities.span_columns import choose_span
from netreg.errors import InvalidValue
from netreg.language import Label, _
from netreg.thai.text import clean, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator


def _get_display_name(row: Row) -> str:
    """Return the title with the number, if it has one: all meetings of a series may have one title."""
    title = str(row["title"])
    return f"{title} ครั้งที่ {_join_edition(row)}" if row.get("number") and "ครั้งที่" not in title else title


def _join_edition(row: Row) -> str:
    return f"{row['number']}/{row['year']}" if row.get("year") else f"{row['number']}"


def _list_names(row: Row) -> Iterator[str]:
    """List the title, and the title with number and year (``ครั้งที่ 2/2567``), as meetings of a series are called."""
    yield row["title"]
    if row["number"]:
        yield f"{row['title']} {_join_edition(row)}"
        yield f"{row['title']} ครั้งที่ {_join_edition(row)}"


def _check_meeting(row: Row) -> Iterable[Problem]:
    """Find an end before the start."""
    if not can_be_in_order(row["starts_at"], row["ends_at"]) or _is_end_before_start(row):
        yield Problem("ends_at", _("the meeting ends before it starts"))


def _is_end_before_start(row: Row) -> bool:
    starts, ends = row["starts_at"], row["ends_at"]
    return bool(starts and ends and len(starts) == len(ends) == len("2021-08-05T09:00") and ends < starts)


def _derive_meeting(row: Row, frame: TimeFrame) -> Row:
    """Count the people in the list, each once: those who came and those who did not; find its flags as of a day."""
    people = collect_people(parse_listed_people(row.get("attendance_rows")))
    came, apologies, absent, _awaited = count_standings(people, CAME, ("apology",), ("absent",), ("invited",))
    is_over = row["state"] in ("held", None) and not is_ahead(row["starts_at"], frame.as_of)
    quorum = derive_quorum(row.get("quorum_facts"), is_told=bool(came) and is_over)
    return {
        "attendance_count": came,
        "invited_count": len(people),
        "apology_count": apologies,
        "absent_count": absent,
        **quorum,
        "flags": [*find_passed_flags(row, _DAYS, frame, FLAGS[PASSED]), *find_missed_quorum(quorum)],
    }


_DAYS = ("starts_at", "ends_at")
_OUTCOMES = tuple(f"meeting {verb} {{record}}" for verb in ("hold", "postpone", "cancel"))
FLAGS = collect_checks(make_passed_check(_OUTCOMES), NO_QUORUM)
_STARTS = Date("starts_at", "วันที่ประชุม", "Starts", "เริ่ม", "วันที่", "date", time=True, required=True)
_NUMBER = Number("number", "ครั้งที่", "Number")


def split_number(written: str) -> tuple[int | None, int | None]:
    """Return the number of a meeting and the year (พ.ศ.) it counts in: ``1/2568``, ``ครั้งที่ ๒/2567``.

    Raises:
        InvalidValue: for what is neither a number nor both.
    """
    plain = to_ascii_digits(clean(written))
    found = re.fullmatch(r"(?:ครั้ง|การประชุม)*(?:ที่)? ?([0-9]{1,4})(?: ?/ ?(?:ปี|พ\.ศ\.)? ?([0-9]{4}|[3-7][0-9]))?", plain)
    if found is None:
        _NUMBER.parse(written)
        raise InvalidValue(_("'{text}' is not a number and year; write it like 2/2567").format(text=shorten(written)))
    number, year = found.groups()
    return int(number), BuddhistYear("year", "", "").parse(f"25{year}" if year and len(year) == 2 else year or "")  # type: ignore[return-value]


_NUMBERED = CompoundColumn(
    "number", _NUMBER.label, (), ("number",), split_number,
    Label("ครั้งที่ หรือครั้งที่และปี", "a number, or number and year"), "2/2567",
    beside=("year",), in_place_of=_NUMBER, keeps_words=False,
    combine=lambda one, other: other if one == other else None,
)  # fmt: skip
_choose_span = choose_span((_STARTS, "ends_at"))


def _choose_compound(field: str, columns: Container[str]) -> CompoundColumn | None:
    """Return the compound of a number that may have its year behind it, or of a first day that may be a span."""
    return _NUMBERED if field == "number" else _choose_span(field, columns)


MEETING = Entity(
    name="meeting",
    collection="meetings",
    command="meeting",
    label=Label("การประชุม", "Meeting"),
    plural=Label("การประชุม", "Meetings"),
    fields=(
        Text("title", "ชื่อการประชุม", "Title", "เรื่อง", "ชื่อ", "name", required=True, is_name=True),
        Reference("series", "ชุดการประชุม", "Series", to="meeting_series"),
        _NUMBER,
        BuddhistYear("year", "ปี", "Year (BE)", "ปีที่ประชุม", "พ.ศ."),
        _STARTS,
        Date("ends_at", "สิ้นสุดประชุม", "Ends", "สิ้นสุด", "เลิกประชุม", time=True),
        Choice(
            "mode",
            "รูปแบบ",
            "Mode",
            "รูปแบบการประชุม",
            options=MODES,
            synonyms=choice_words.MEETING_MODE,
            notes_others=True,
        ),
        Text("platform", "ระบบประชุม", "Platform", "ระบบ"),
        Url("link", "ลิงก์", "Link", "ลิงค์"),
        Text("venue", "สถานที่", "Venue", "ห้องประชุม", "place"),
        Choice("state", "สถานะ", "State", options=STATES, synonyms=choice_words.EVENT_STATE),
        Reference("organiser", "ผู้จัด", "Organiser", "หน่วยงานผู้จัด", "หน่วยงาน", to="organisation"),
        Reference("agreement", "ข้อตกลง", "Agreement", "รหัสข้อตกลง", to="agreement"),
        Reference("group", "กลุ่ม", "Group", "เครือข่าย", to="member_group"),
        Reference("previous", "การประชุมก่อนหน้า", "Previous meeting", "ครั้งก่อน", to="meeting"),
        TextList("objectives", "วัตถุประสงค์", "Objectives"),
        Text("audience", "กลุ่มผู้เข้าร่วม", "Audience", "ผู้เข้าร่วม", "กลุ่มเป้าหมาย"),
        Text("outcome", "ผลการประชุม", "Outcome", "ผลลัพธ์", lines=True),
        Reference("minutes_by", "ผู้จดรายงานการประชุม", "Minutes taken by", "ผู้จด", to="person"),
        Reference("checked_by", "ผู้ตรวจรายงานการประชุม", "Minutes checked by", "ผู้ตรวจ", to="person"),
        Reference("accepted_in", "รับรองรายงานในการประชุม", "Minutes accepted in", "รับรองใน", to="meeting"),
        Text("corrections", "การแก้ไขรายงานการประชุม", "Corrections of the minutes", lines=True),
    ),
    choose_compound=_choose_compound,
    status_fields=("state", "starts_at"),
    columns=("id", "code", "title", "number", "starts_at", "mode", "state", "organiser", "attendance_count", "flags"),
    display_name=_get_display_name,
    sort_text=lambda row: str(row["title"]),
    names=_list_names,
    keys=(Key("code"), Key("series", "number", optional=("year",)), Key("name", "starts_at", optional=("organiser",))),
    check=_check_meeting,
    related_records=(
        RelatedRecords("opinion", "meeting", "opinions", Label("ความเห็นและข้อเสนอแนะ", "Opinions")),
        RelatedRecords("activity", "meeting", "activities", Label("กิจกรรม", "Activities")),
        RelatedRecords("news_item", "meeting", "news", Label("ข่าว", "News")),
        RelatedRecords("meeting", "previous", "next_meetings", Label("การประชุมครั้งถัดไป", "Next meetings")),
        RelatedRecords("meeting", "accepted_in", "accepted_minutes", Label("รับรองรายงานการประชุม", "Minutes accepted")),
        relate_documents("meeting"),
    ),
    clocks=make_event_clocks(
        "starts",
        Label("วันประชุม", "Takes place"),
        _DAYS,
        ("agreement.responsible", "organiser"),
        _OUTCOMES,
    ),
    derived=(
        Count("attendance_count", "ผู้เข้าร่วม (รายชื่อ)", "People who came"),
        Count("invited_count", "ผู้มีชื่อทั้งหมด", "People named"),
        Count("apology_count", "ลา", "Apologies"),
        Count("absent_count", "ขาด", "Absent"),
        Count("quorum_members", "องค์ประกอบ (คน)", "Members of the body"),
        Count("quorum_present", "องค์ประกอบที่มา", "Members who came"),
        Count("quorum_needed", "องค์ประชุมที่ต้องมี", "Needed for a quorum"),
        YesNo("has_quorum", "ครบองค์ประชุม", "Quorum"),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=FLAGS),
    ),
    derive=_derive_meeting,
    defaults={"state": "held"},
    event_day="starts_at",
    has_seal=True,
)
