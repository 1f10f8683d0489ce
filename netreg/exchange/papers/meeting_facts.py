"""The facts that the papers of a meeting are made of, read from the register once."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from netreg.entities import MEETING, MEETING_SERIES, MEMBERSHIP, OPINION, PERSON
from netreg.entities.rough_dates import can_hold_on, parse_rough_date
from netreg.named_tuples import NamedTuple
from netreg.store.meetings.matters_arising import list_matters_arising
from netreg.store.records import records
from netreg.store.records.conditions import select_numbers
from netreg.store.reports.earlier_cards import read_card_on

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Row, TimeFrame
    from netreg.core.fields import Ref


class MeetingFacts(NamedTuple):
    """A meeting, what belongs to it, and the body that met.

    `members` are the memberships of the body that hold on the day of the meeting, `arising` the action items of
    earlier meetings of the series that were still open on it, `accepted` the meetings whose minutes it accepted,
    `answered` the opinions of others that it answered, `people` those who are named, with their posts.
    """

    meeting: Row
    attendance: list[Row]
    head_counts: list[Row]
    agenda: list[Row]
    actions: list[Row]
    opinions: list[Row]
    invitations: list[Row]
    members: list[Row]
    arising: list[Row]
    accepted: list[Row]
    answered: list[Row]
    people: dict[int, Row]


def read_meeting_facts(db: sqlite3.Connection, number: int, frame: TimeFrame, *, is_past: bool) -> MeetingFacts:
    """Read the facts of a meeting, as known on a past day or now."""
    as_of = frame.as_of
    card = read_card_on(db, MEETING, number, as_of) if is_past else records.read_card(db, MEETING, number, as_of)
    card = card.add_derived(frame)
    rows = {section.collection: [inner.row for inner in section.cards] for section in card.sections}
    meeting = card.row
    day = _find_day(meeting, as_of)
    members = list(_read_members(db, meeting, day))
    opinions = _read_opinions(db, "meeting", number, as_of)
    answered = [row for row in _read_opinions(db, "answered_in", number, as_of) if row not in opinions]
    named = {row["person"].id for row in (*rows["attendance"], *members) if row["person"]}
    return MeetingFacts(
        meeting, rows["attendance"], rows["head_counts"], rows["agenda"], rows["action_items"], opinions,
        rows["invitations"], members, list(_read_arising(db, meeting, as_of)),
        records.select_belonging(db, MEETING, "accepted_in", number, as_of), answered, _read_people(db, named, frame),
    )  # fmt: skip


def _find_day(meeting: Row, as_of: date) -> date:
    """Return the day of a meeting; of one whose day is not known the first that it can be."""
    day = parse_rough_date(meeting["starts_at"])
    return day.first if day else as_of


def _read_opinions(db: sqlite3.Connection, field: str, number: int, as_of: date) -> list[Row]:
    """Read the opinions that point to a meeting, in the order in which they were recorded."""
    return sorted(records.select_belonging(db, OPINION, field, number, as_of), key=itemgetter("id"))


def _find_group(db: sqlite3.Connection, meeting: Row, as_of: date) -> Ref | None:
    """Return the body that met: the group of the meeting, else that of its series."""
    group: Ref | None = meeting["group"]
    if group is None and meeting["series"]:
        series = records.get_record(db, MEETING_SERIES, meeting["series"].id, as_of)
        group = series["group"] if series else None
    return group


def _read_members(db: sqlite3.Connection, meeting: Row, day: date) -> Iterator[Row]:
    """Read the memberships that held on the day of the meeting."""
    group = _find_group(db, meeting, day)
    if group is None:
        return
    for row in records.select_belonging(db, MEMBERSHIP, "group", group.id, day):
        if can_hold_on(row["joined"], row["left"], day):
            yield row


def _read_arising(db: sqlite3.Connection, meeting: Row, as_of: date) -> Iterator[Row]:
    """Read what earlier meetings left to do and was open when this one begins, the oldest first, each with its own."""
    actions = list_matters_arising(db, meeting["id"], as_of)
    of_actions = select_numbers(sorted({action["meeting"].id for action in actions}))
    known = {row["id"]: row for row in records.select_records(db, MEETING, [of_actions], as_of=as_of)}
    for action in actions:
        yield action | {"from": known[action["meeting"].id]}


def _read_people(db: sqlite3.Connection, numbers: set[int], frame: TimeFrame) -> dict[int, Row]:
    """Read the people with the posts that they hold on the day asked about."""
    if not numbers:
        return {}
    rows = records.select_records(db, PERSON, [select_numbers(sorted(numbers))], as_of=frame.as_of)
    return {row["id"]: PERSON.add_derived(row, frame) for row in rows}
