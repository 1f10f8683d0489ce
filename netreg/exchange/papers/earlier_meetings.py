"""Matters of earlier meetings in the papers of one: minutes to accept, matters arising, opinions answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.exchange.papers.paper import Heading, Paragraph
from netreg.exchange.papers.wording import (
    describe_speaker,
    name_of,
    word_day,
    word_days,
    word_number,
    word_title,
    write_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.exchange.papers.meeting_facts import MeetingFacts
    from netreg.exchange.papers.paper import Block

_ACCEPTING = ("minutes", "รับรองรายงาน")
_ARISING = ("matters_arising", "เรื่องสืบเนื่อง")
"""The items of an agenda for what comes from earlier meetings: the kind, else what the title says."""


def write_below(facts: MeetingFacts, item: Row, depth: int, *, is_held: bool) -> Iterator[Paragraph]:
    """Write below the item for it what earlier meetings left; of a meeting that was held, what became of it too."""
    if item["id"] == _find_item(facts, _ACCEPTING):
        yield from _write_acceptance(facts, depth) if is_held else _write_minutes_to_accept(facts, depth)
    if item["id"] == _find_item(facts, _ARISING):
        yield from _write_arising(facts, depth, is_held=is_held)


def write_last(facts: MeetingFacts, *, is_held: bool) -> Iterator[Block]:
    """Write at the end what earlier meetings left where the agenda has no item for it."""
    accepted = list(_write_acceptance(facts, 1)) if is_held and _find_item(facts, _ACCEPTING) is None else ()
    if accepted:
        yield Heading("การรับรองรายงานการประชุม")
        yield from accepted
    arising = list(_write_arising(facts, 1, is_held=is_held)) if _find_item(facts, _ARISING) is None else ()
    if arising:
        yield Heading(f"{_ARISING[1]}จากการประชุมครั้งก่อน")
        yield from arising


def _find_item(facts: MeetingFacts, sought: tuple[str, str]) -> int | None:
    """Return the first item of the agenda of a kind; of an item without a kind its title tells."""
    kind, words = sought
    for row in facts.agenda:
        if row["kind"] == kind or (row["kind"] is None and words in row["title"]):
            return int(row["id"])
    return None


def _write_minutes_to_accept(facts: MeetingFacts, depth: int) -> Iterator[Paragraph]:
    if facts.meeting["previous"]:
        yield Paragraph(word_title("รายงาน", facts.meeting["previous"].name), depth=depth)


def _write_acceptance(facts: MeetingFacts, depth: int) -> Iterator[Paragraph]:
    for row in facts.accepted:
        number = word_number(row)
        which = f"ครั้งที่ {number} เมื่อ{word_days(row)}" if number else f"เมื่อ{word_days(row)}"
        corrected = " โดยมีการแก้ไข ดังนี้" if row["corrections"] else ""
        yield Paragraph(f"รับรองรายงานการประชุม {which}{corrected}", "มติที่ประชุม", depth)
        yield from write_text(row["corrections"], depth=depth)


def _write_arising(facts: MeetingFacts, depth: int, *, is_held: bool) -> Iterator[Paragraph]:
    for place, action in enumerate(facts.arising, 1):
        told = "; ".join((_describe_origin(action["from"]), *describe_duty(action)))
        yield Paragraph(f"({place}) {action['text']} ({told})", depth=depth)
    for place, opinion in enumerate(facts.answered if is_held else (), len(facts.arising) + 1):
        who = describe_speaker(opinion)
        yield Paragraph(f"({place}) ความเห็นของ{' ' if who[:1].isascii() else ''}{who}: {opinion['text']}", depth=depth)
        yield from write_text(opinion["answer"], "คำตอบ", depth + 1)


def _describe_origin(meeting: Row) -> str:
    edition = word_number(meeting)
    return f"การประชุมครั้งที่ {edition}" if edition else f"การประชุมเมื่อ{word_days(meeting)}"


def describe_duty(action: Row) -> Iterator[str]:
    """Describe who does it, and by when."""
    who = name_of(action["owner"]) or name_of(action["unit"])
    due = action.get("due_on") or action["due"]
    if who:
        yield f"ผู้รับผิดชอบ {who}"
    if due:
        yield f"กำหนดแล้วเสร็จภายใน{word_day(due)}"
