"""The agenda of a meeting as text: its items as a tree with their numbers, and what is said of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.entities.rough_dates import can_be_in_order
from netreg.exchange.papers import earlier_meetings
from netreg.exchange.papers.paper import Block, Heading, Paragraph
from netreg.exchange.papers.wording import describe_speaker, name_of, write_text
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.exchange.papers.meeting_facts import MeetingFacts


DEEPEST = 2
"""The depth below which headings look alike: that of 4.1.1."""


class NumberedItem(NamedTuple):
    """An item of the agenda with its number: ``4``, ``4.1``."""

    row: Row
    number: str
    depth: int

    @property
    def heading(self) -> str:
        """The number and the title, as an agenda has them."""
        return f"ระเบียบวาระที่ {self.number}  {self.row['title']}" if not self.depth else self.line

    @property
    def level(self) -> int:
        """The level of its heading."""
        return min(self.depth, DEEPEST) + 1

    @property
    def text_depth(self) -> int:
        """How far what is said of it is indented."""
        return self.level if self.depth < DEEPEST else DEEPEST + 1

    @property
    def line(self) -> str:
        """The number and the title in short."""
        return f"{self.number}  {self.row['title']}"


def number_items(facts: MeetingFacts) -> Iterator[NumberedItem]:
    """Yield the items in order, each with those under it; one under an item that is gone stands at the top.

    The numbers are those of the lists of the agenda, as long as each item has its own; else they are counted.
    """
    known = {row["id"] for row in facts.agenda}
    below: dict[int | None, list[Row]] = {}
    for row in facts.agenda:
        above = row["under"].id if row["under"] and row["under"].id in known else None
        below.setdefault(above, []).append(row)
    places = {row.get("place") for row in facts.agenda}
    is_numbered = len(places) == len(facts.agenda) and all(re.fullmatch(r"\d+(\.\d+)*", one or "") for one in places)
    for item in _number_below(below, None, "", 0):
        yield item._replace(number=item.row["place"]) if is_numbered else item


def _number_below(
    below: dict[int | None, list[Row]], above: int | None, before: str, depth: int
) -> Iterator[NumberedItem]:
    # Each list is taken out as it is walked: items under each other in a circle are met once at most.
    for place, row in enumerate(below.pop(above, ()), 1):
        number = f"{before}{place}"
        yield NumberedItem(row, number, depth)
        yield from _number_below(below, row["id"], f"{number}.", depth + 1)


def write_items(facts: MeetingFacts) -> Iterator[Block]:
    """Write the items of the agenda alone, as a meeting is called to."""
    for item in number_items(facts):
        yield Heading(item.heading, item.level)
        yield from earlier_meetings.write_below(facts, item.row, item.text_depth, is_held=False)
    yield from earlier_meetings.write_last(facts, is_held=False)


def write_minutes_of_items(facts: MeetingFacts) -> Iterator[Block]:
    """Write what was said and resolved, item by item; what belongs to no item comes last."""
    for item in number_items(facts):
        depth = item.text_depth
        yield Heading(item.heading, item.level)
        yield from write_text(name_of(item.row["reported_by"]), "ผู้รายงาน", depth)
        yield from write_text(item.row["detail"], depth=depth)
        yield from earlier_meetings.write_below(facts, item.row, depth, is_held=True)
        yield from _write_opinions(facts, item.row["id"], depth)
        yield from write_text(item.row["resolution"], "มติที่ประชุม", depth)
        yield from _write_actions(facts, item.row["id"], depth)
    yield from earlier_meetings.write_last(facts, is_held=True)
    rest = [*_write_opinions(facts, None, 1), *_write_actions(facts, None, 1)]
    if rest:
        yield Heading("ความเห็น ข้อเสนอแนะ และเรื่องที่มอบหมาย")
        yield from rest


def _write_opinions(facts: MeetingFacts, item: int | None, depth: int) -> Iterator[Paragraph]:
    for row in facts.opinions:
        if (row["agenda_item"].id if row["agenda_item"] else None) == item:
            yield from write_text(row["text"], describe_speaker(row), depth)
            if _is_answered_there(facts.meeting, row):
                yield from write_text(row["answer"], "คำตอบ", depth + 1)


def _is_answered_there(meeting: Row, opinion: Row) -> bool:
    """Tell whether an opinion was answered in the meeting itself: what came later is in later minutes."""
    if opinion["answered_in"]:
        return bool(opinion["answered_in"].id == meeting["id"])
    return can_be_in_order(opinion["answered_on"], meeting["ends_at"] or meeting["starts_at"])


def _write_actions(facts: MeetingFacts, item: int | None, depth: int) -> Iterator[Paragraph]:
    for row in facts.actions:
        if (row["agenda_item"].id if row["agenda_item"] else None) == item:
            duty = "; ".join(earlier_meetings.describe_duty(row))
            yield Paragraph(f"{row['text']} ({duty})" if duty else row["text"], "มอบหมาย", depth)
