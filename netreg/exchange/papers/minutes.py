"""The minutes of a meeting by form 11 of the Prime Minister's Office regulation on correspondence of 2526 (ข้อ 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import RefusedChange
from netreg.exchange.papers.agenda_text import write_minutes_of_items
from netreg.exchange.papers.attending import describe_head_counts, list_attendees, list_unrecorded
from netreg.exchange.papers.paper import Heading, Paper, Paragraph, Roll, Signature
from netreg.exchange.papers.paper_heads import list_fields, write_head
from netreg.exchange.papers.wording import DOTS, name_of, word_body, word_title, write_text
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from netreg.core.entity import Row
    from netreg.exchange.papers.attending import Attendee
    from netreg.exchange.papers.meeting_facts import MeetingFacts
    from netreg.exchange.papers.paper import Block

PARTS = ("heading", "present", "absent", "attending", "opening", "text", "closing", "signatures")
"""The parts of the minutes, in the order of the form."""
_BLANKS = {
    "place": ("venue", "ณ"),
    "start_time": ("starts_at", "เริ่มประชุมเวลา"),
    "end_time": ("ends_at", "เลิกประชุมเวลา"),
    "minutes_by": ("minutes_by", "ผู้จดรายงานการประชุม"),
    "checked_by": ("checked_by", "ผู้ตรวจรายงานการประชุม"),
}
"""What the form asks for, by the fields of the paper: the fields of the meeting that say it, the words of the form."""


def build_minutes(facts: MeetingFacts, as_of: date) -> Paper:
    """Build the minutes.

    Raises:
        RefusedChange: when the meeting was not held.
    """
    refuse_not_held(facts.meeting, as_of)
    fields = list_fields(facts)
    people = list_attendees(facts)
    came = [one for one in people if one.has_come]
    parts: dict[str, tuple[Block, ...]] = {
        "heading": (write_head("รายงาน", facts, with_times=False),),
        "present": tuple(_write_present([one for one in came if one.is_of_body], facts)),
        "absent": tuple(_write_absent([one for one in people if one.is_of_body and one.is_absent])),
        "attending": tuple(_write_guests([one for one in came if not one.is_of_body], facts)),
        "opening": tuple(_write_opening(fields, facts.meeting)),
        "text": (*write_minutes_of_items(facts), *_write_outcome(facts.meeting)),
        "closing": tuple(_write_closing(facts.meeting, fields)),
        "signatures": tuple(_write_signatures(fields)),
    }  # fmt: skip
    title = " ".join(filter(None, (word_title("รายงาน", facts.meeting["title"]), fields["number"])))
    blanks = dict(_BLANKS[name] for name in _BLANKS if not fields[name])
    return Paper("minutes", title, parts, fields, blanks, tuple(list_unrecorded(people, facts)))


def refuse_not_held(meeting: Row, as_of: date) -> None:
    """Refuse the minutes of a meeting that was not held, or is not over yet.

    Raises:
        RefusedChange: saying how it stands, and what to type once it was held.
    """
    record = meeting["code"] or meeting["id"]
    if meeting["state"] not in ("held", None) or (meeting["starts_at"] or "")[:10] > as_of.isoformat():
        sentence = _("meeting {record} has no minutes: it was not held").format(record=record)
        raise RefusedChange(sentence, _("once it was: netreg meeting hold {record}").format(record=record))


def _write_present(people: list[Attendee], facts: MeetingFacts) -> Iterator[Block]:
    """Write who came of the body; the form always asks for it, and for the others if there are any."""
    yield from _write_roll("ผู้มาประชุม", people, facts)
    if not people:
        yield Heading("ผู้มาประชุม")
        yield Paragraph(DOTS, depth=1)


def _write_roll(heading: str, people: list[Attendee], facts: MeetingFacts) -> Iterator[Block]:
    if people:
        yield Heading(heading)
        yield _number_people((one.name, one.describe_post(facts.people), one.describe_role()) for one in people)


def _write_absent(people: list[Attendee]) -> Iterator[Block]:
    if people:
        yield Heading("ผู้ไม่มาประชุม")
        yield _number_people((one.name, one.describe_post({}), one.describe_absence()) for one in people)


def _number_people(people: Iterable[tuple[str, str, str]]) -> Roll:
    return Roll(tuple((f"{place}.", *cells) for place, cells in enumerate(people, 1)))


def _write_guests(people: list[Attendee], facts: MeetingFacts) -> Iterator[Block]:
    counted = list(describe_head_counts(facts))
    yield from _write_roll("ผู้เข้าร่วมประชุม", people, facts)
    if counted and not people:
        yield Heading("ผู้เข้าร่วมประชุม")
    for line in counted:
        yield Paragraph(line, depth=1)


def _write_opening(fields: Mapping[str, str], meeting: Row) -> Iterator[Block]:
    yield Paragraph(f"{fields['start_time'] or DOTS} น.", "เริ่มประชุมเวลา")
    yield from _describe_quorum(meeting)
    if fields["chair"]:
        yield Paragraph("ประธานกล่าวเปิดการประชุม และดำเนินการประชุมตามระเบียบวาระ ดังนี้", depth=1)


def _describe_quorum(meeting: Row) -> Iterator[Block]:
    """Say whether enough members of the body came, where it has a rule and is told who came."""
    if meeting["has_quorum"] is not None:
        count = f"มีองค์ประกอบมาประชุม {meeting['quorum_present']} คน จากทั้งหมด {meeting['quorum_members']} คน"
        held = "ครบองค์ประชุม" if meeting["has_quorum"] else "ไม่ครบองค์ประชุม"
        yield Paragraph(f"{count} {held} (ต้องมีไม่น้อยกว่า {meeting['quorum_needed']} คน)", depth=1)


def _write_outcome(meeting: Row) -> Iterator[Block]:
    if meeting["outcome"]:
        yield Heading("สรุปผลการประชุม")
        yield from write_text(meeting["outcome"])


def _write_closing(meeting: Row, fields: Mapping[str, str]) -> Iterator[Block]:
    # A page with nothing but signatures would belong to no text.
    yield Paragraph(f"{fields['end_time'] or DOTS} น.", "เลิกประชุมเวลา", keeps=True)
    if meeting["accepted_in"]:
        yield Paragraph(f"ที่ประชุม{word_body(name_of(meeting['accepted_in']))} รับรองรายงานการประชุมนี้แล้ว", keeps=True)


def _write_signatures(fields: Mapping[str, str]) -> Iterator[Block]:
    yield Signature(fields["minutes_by"], "ผู้จดรายงานการประชุม")
    yield Signature(fields["checked_by"], "ผู้ตรวจรายงานการประชุม")
