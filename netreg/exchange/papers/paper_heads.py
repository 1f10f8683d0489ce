"""The heads of the papers of a meeting, and the single fields that a template may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.exchange.papers.attending import CHAIRS, list_attendees
from netreg.exchange.papers.paper import Title
from netreg.exchange.papers.wording import (
    DOTS,
    name_of,
    word_days,
    word_number,
    word_place,
    word_time,
    word_times,
    word_title,
)

if TYPE_CHECKING:
    from netreg.exchange.papers.attending import Attendee
    from netreg.exchange.papers.meeting_facts import MeetingFacts

FIELDS = (
    "title", "number", "day", "start_time", "end_time", "times", "place", "platform", "link", "organiser", "group",
    "chair", "secretary", "minutes_by", "checked_by",
)  # fmt: skip
"""The single fields of every paper."""


def list_fields(facts: MeetingFacts) -> dict[str, str]:
    """Return the single fields of a meeting by their names, empty where nothing is known."""
    row, people = facts.meeting, list_attendees(facts)
    values = (
        row["title"], word_number(row), word_days(row), word_time(row["starts_at"]),
        word_time(row["ends_at"]), word_times(row), word_place(row), row["platform"], row["link"],
        name_of(row["organiser"]), name_of(row["group"]), _find_name(people, CHAIRS),
        _find_name(people, ("secretary",)), name_of(row["minutes_by"]), name_of(row["checked_by"]),
    )  # fmt: skip
    return {name: value or "" for name, value in zip(FIELDS, values, strict=True)}


def _find_name(people: list[Attendee], roles: tuple[str, ...]) -> str:
    return next((one.name for role in roles for one in people if role in one.roles and one.has_come), "")


def write_head(before: str, facts: MeetingFacts, *, with_times: bool = True) -> Title:
    """Write the head of a paper as form 11 has it: what met, ครั้งที่, เมื่อ, ณ."""
    row = facts.meeting
    number, times = word_number(row), word_times(row) if with_times else ""
    day = f"เมื่อ{word_days(row)}"
    lines = [
        word_title(before, row["title"]),
        f"ครั้งที่ {number}" if number and f"ครั้งที่ {number}" not in row["title"] else "",
        f"{day} เวลา {times}" if times else day,
        f"ณ {word_place(row) or DOTS}",
    ]
    return Title(tuple(filter(None, lines)))
