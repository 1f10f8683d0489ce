"""The agenda of a meeting as text: its items as a tree with their numbers, and what is said of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.exchange.papers.paper import Block, Heading, Paragraph
from netreg.exchange.papers.wording import name_of, word_day, word_number
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.exchange.papers.meeting_facts import MeetingFacts


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


def write_text(text: str | None, lead: str = "", depth: int = 1) -> Iterator[Paragraph]:
    """Yield a paragraph for each line of a text, the first after its lead."""
    for line in filter(None, (line.strip() for line in (text or "").splitlines())):
        yield Paragraph(line, lead, depth)
        lead = ""


def write_items(facts: MeetingFacts) -> Iterator[Block]:
    """Write the items of the agenda alone, as a meeting is called to."""
    for item in number_items(facts):
        yield Heading(item.heading, 1 + bool(item.depth))
        yield from _write_arising_below(facts, item)
    yield from _write_arising_last(facts)


def write_minutes_of_items(facts: MeetingFacts) -> Iterator[Block]:
    """Write what was said and resolved, item by item; what belongs to no item comes last."""
    for item in number_items(facts):
        depth = 1 + bool(item.depth)
        yield Heading(item.heading, depth)
        yield from write_text(name_of(item.row["reported_by"]), "ผู้รายงาน", depth)
        yield from write_text(item.row["detail"], depth=depth)
        yield from _write_arising_below(facts, item)
        yield from _write_opinions(facts, item.row["id"], depth)
        yield from write_text(item.row["resolution"], "มติที่ประชุม", depth)
        yield from _write_actions(facts, item.row["id"], depth)
    yield from _write_arising_last(facts)
    rest = [*_write_opinions(facts, None, 1), *_write_actions(facts, None, 1)]
    if rest:
        yield Heading("ความเห็น ข้อเสนอแนะ และเรื่องที่มอบหมาย")
        yield from rest


_ARISING = "เรื่องสืบเนื่อง"


def _is_of_matters_arising(row: Row) -> bool:
    return row["kind"] == "matters_arising" or (row["kind"] is None and _ARISING in row["title"])


def _write_arising_below(facts: MeetingFacts, item: NumberedItem) -> Iterator[Paragraph]:
    """Write below the item of matters arising what earlier meetings resolved and was still open on the day."""
    first = next((row["id"] for row in facts.agenda if _is_of_matters_arising(row)), None)
    if item.row["id"] == first:
        yield from _write_arising(facts, 1 + bool(item.depth))


def _write_arising_last(facts: MeetingFacts) -> Iterator[Block]:
    """Write what is still open at the end, where the agenda has no item for it."""
    if facts.arising and not any(map(_is_of_matters_arising, facts.agenda)):
        yield Heading(f"{_ARISING}จากการประชุมครั้งก่อน")
        yield from _write_arising(facts, 1)


def _write_arising(facts: MeetingFacts, depth: int) -> Iterator[Paragraph]:
    for place, action in enumerate(facts.arising, 1):
        meeting = action["from"]
        edition = word_number(meeting)
        origin = f"การประชุมครั้งที่ {edition}" if edition else f"การประชุมเมื่อ{word_day(meeting['starts_at'])}"
        told = "; ".join((origin, *_describe_duty(action)))
        yield Paragraph(f"({place}) {action['text']} ({told})", depth=depth)


def _describe_duty(action: Row) -> Iterator[str]:
    """Describe who does it, and by when."""
    who = name_of(action["owner"]) or name_of(action["unit"])
    due = action.get("due_on") or action["due"]
    if who:
        yield f"ผู้รับผิดชอบ {who}"
    if due:
        yield f"กำหนดแล้วเสร็จ{word_day(due)}"


def _write_opinions(facts: MeetingFacts, item: int | None, depth: int) -> Iterator[Paragraph]:
    for row in facts.opinions:
        if (row["agenda_item"].id if row["agenda_item"] else None) == item:
            who = name_of(row["person"]) or row["name_as_recorded"] or ""
            unit = name_of(row["organisation"])
            lead = " ".join(filter(None, (who, f"({unit})" if who and unit else unit)))
            yield from write_text(row["text"], lead, depth)
            yield from write_text(row["answer"], "คำตอบ", depth + 1)


def _write_actions(facts: MeetingFacts, item: int | None, depth: int) -> Iterator[Paragraph]:
    for row in facts.actions:
        if (row["agenda_item"].id if row["agenda_item"] else None) == item:
            duty = "; ".join(_describe_duty(row))
            yield Paragraph(f"{row['text']} ({duty})" if duty else row["text"], "มอบหมาย", depth)
