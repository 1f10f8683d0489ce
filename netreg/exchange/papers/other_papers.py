"""The papers before a meeting: its agenda (ระเบียบวาระ), the sheet to sign in on (ใบลงชื่อ), and the invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import RefusedChange
from netreg.exchange.papers.agenda_text import number_items, write_items
from netreg.exchange.papers.attending import list_attendees
from netreg.exchange.papers.paper import Heading, Paper, Paragraph, Table, Title
from netreg.exchange.papers.paper_heads import list_fields, write_head
from netreg.exchange.papers.wording import DOTS, name_of, word_title
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.exchange.papers.meeting_facts import MeetingFacts
    from netreg.exchange.papers.paper import Block

AGENDA_PARTS = ("heading", "items")
SIGN_IN_PARTS = ("heading", "people")
INVITATION_PARTS = ("heading", "when", "items", "contact")
SPARE_LINES = 5
"""Empty lines at the end of a sheet, for those who were not expected."""


def build_agenda(facts: MeetingFacts) -> Paper:
    """Build the agenda, with what earlier meetings of the series left to do."""
    parts = {"heading": (write_head("ระเบียบวาระ", facts),), "items": tuple(write_items(facts))}
    return Paper("agenda", word_title("ระเบียบวาระ", facts.meeting["title"]), parts, list_fields(facts))


def build_sign_in(facts: MeetingFacts) -> Paper:
    """Build the sheet to sign in on: those who are expected, the units that send somebody, and lines for others.

    Raises:
        RefusedChange: when the meeting does not take place.
    """
    refuse_called_off(facts.meeting)
    rows = [*_list_expected(facts), *(("", "") for _line in range(SPARE_LINES))]
    table = Table(
        ("ที่", "ชื่อ-สกุล", "ตำแหน่ง/หน่วยงาน", "ลายมือชื่อ", "เวลา"),
        tuple((str(place), name, post, "", "") for place, (name, post) in enumerate(rows, 1)),
        (7, 31, 32, 20, 10),
    )
    parts: dict[str, tuple[Block, ...]] = {
        "heading": (write_head("ใบลงชื่อผู้เข้าร่วม", facts),),
        "people": (table,),
    }
    return Paper("sign_in", word_title("ใบลงชื่อผู้เข้าร่วม", facts.meeting["title"]), parts, list_fields(facts))


def _list_expected(facts: MeetingFacts) -> Iterator[tuple[str, str]]:
    """List the names and posts of those who may come: invited, of the body, or sent by an invited unit."""
    seen: set[object] = set()
    units: set[object] = set()
    for one in list_attendees(facts):
        seen |= {row["person"].id for row in one.rows if row["person"]}
        units |= {row["organisation"].id for row in one.rows if row["organisation"]}
        if one.has_come or one.is_awaited:
            yield one.name, one.describe_post(facts.people)
    for row in facts.members:
        if row["person"] and row["person"].id not in seen:
            seen.add(row["person"].id)
            known = facts.people.get(row["person"].id) or {}
            yield row["person"].name, row["position"] or known.get("current_posts") or name_of(row["organisation"])
    invited = [row["organisation"] for row in (*facts.invitations, *facts.members) if not row.get("person")]
    for unit in invited:
        if unit and unit.id not in units:
            units.add(unit.id)
            yield "", unit.name


def build_invitation(facts: MeetingFacts) -> Paper:
    """Build the text of an invitation, to be pasted into a message.

    Raises:
        RefusedChange: when the meeting does not take place.
    """
    refuse_called_off(facts.meeting)
    fields = list_fields(facts)
    title = word_title("ขอเชิญร่วม", facts.meeting["title"])
    number = f" ครั้งที่ {fields['number']}" if fields["number"] else ""
    items = tuple(Paragraph(item.line, depth=1 + item.depth) for item in number_items(facts))
    parts: dict[str, tuple[Block, ...]] = {
        "heading": (Title((title + number,)),),
        "when": tuple(_write_when(fields)),
        "items": (Heading("ระเบียบวาระ"), *items) if items else (),
        "contact": (Paragraph(fields["organiser"], "ผู้จัด"),) if fields["organiser"] else (),
    }
    return Paper("invitation", title + number, parts, fields)


def _write_when(fields: dict[str, str]) -> Iterator[Block]:
    times = f" เวลา {fields['times']}" if fields["times"] else ""
    yield Paragraph(f"{fields['day']}{times}", "เมื่อ")
    yield Paragraph(fields["place"] or DOTS, "ณ")
    if fields["link"]:
        yield Paragraph(fields["link"], "ลิงก์")


def refuse_called_off(meeting: Row) -> None:
    """Refuse to call people to a meeting that does not take place on its day.

    Raises:
        RefusedChange: saying how it stands, and what to type once it has a new day.
    """
    if meeting["state"] in ("cancelled", "postponed"):
        record = meeting["code"] or meeting["id"]
        sentence = _("meeting {record} does not take place: it was cancelled or postponed").format(record=record)
        raise RefusedChange(
            sentence,
            _("with a new day: netreg meeting edit {record} starts_at=DATE state=planned").format(record=record),
        )
