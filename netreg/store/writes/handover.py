"""Handing over: a post that ends passes on its duties to somebody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON
from netreg.core.entity import TimeFrame
from netreg.core.fields import Reference
from netreg.entities import BY_NAME, MEMBERSHIP, POST
from netreg.entities.groups import ROLES
from netreg.entities.rough_dates import can_hold_on
from netreg.store.records import records
from netreg.store.records.conditions import select_equal
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from netreg.core.entity import Entity, Row

_DAYS = {"post": ("since", "until"), "membership": ("joined", "left")}


class Duty(NamedTuple):
    """One thing that somebody holds or looks after: a post, a seat in a group, a record by one of its fields."""

    kind: str
    id: int
    name: str
    field: str


class Handover(NamedTuple):
    """From whom to whom; the last day of the one, after which the other begins; the day of today.

    With `all_seats` the giver's seats in groups are passed on even where they are for no unit of a post.
    """

    giver: int
    taker: int
    last_day: date
    today: date
    all_seats: bool = False


def hand_over(db: sqlite3.Connection, wanted: Handover, posts: Sequence[Row], units: set[int]) -> list[Duty]:
    """Pass on the posts, the seats held for these units or those of the posts, and every open record looked after.

    Raises:
        RefusedChange: when a post began after its last day.
    """
    units = units | {post["organisation"].id for post in posts if post["organisation"]}
    passed = [_hand_over_duty(db, POST, post, wanted) for post in posts]
    seats = _select_seats(db, wanted.giver, wanted.last_day)
    seats = [row for row in seats if wanted.all_seats or _is_for_unit(row, units)]
    passed += [_hand_over_duty(db, MEMBERSHIP, seat, wanted) for seat in seats]
    duties = list(find_duties(db, wanted.giver, wanted.today))
    for duty in duties:
        checked_writes.edit_record(db, BY_NAME[duty.kind], duty.id, {duty.field: wanted.taker})
    return [*passed, *duties]


def _select_seats(db: sqlite3.Connection, person: int, day: date) -> list[Row]:
    """Return somebody's places in groups that go on after a day."""
    after = day + timedelta(days=1)
    return [
        row
        for row in records.select_belonging(db, MEMBERSHIP, "person", person, day)
        if can_hold_on(row["joined"], row["left"], day) and can_hold_on(row["joined"], row["left"], after)
    ]


def find_seats(db: sqlite3.Connection, person: int, day: date) -> list[Duty]:
    """Find the places in groups that somebody still has after a day, each with the group's name."""
    found = _select_seats(db, person, day)
    return [Duty(MEMBERSHIP.name, row["id"], _name_seat(row), "person") for row in found]


def has_seat_for_unit(db: sqlite3.Connection, person: int, day: date) -> bool:
    """Tell whether somebody still has a place in a group for a unit where a post has ended by a day."""
    units = find_former_units(db, person, day)
    return any(_is_for_unit(row, units) for row in _select_seats(db, person, day))


def _name_seat(row: Row) -> str:
    role = ROLES.get(row["role"])
    return f"{row['group'].name}: {role}" if role else str(row["group"].name)


def find_duties(db: sqlite3.Connection, person: int, day: date) -> Iterator[Duty]:
    """Find every record that somebody looks after and that is not closed on a day."""
    for kind in BY_NAME.values():
        for name in kind.responsible_fields:
            field = kind.by_name[name]
            assert isinstance(field, Reference)
            for row in records.select_records(db, kind, [select_equal(field, person)], as_of=day):
                if not kind.is_closed(kind.add_derived(row, TimeFrame(day)), day):
                    yield Duty(kind.name, row["id"], kind.display_name(row), name)


def find_former_units(db: sqlite3.Connection, person: int, day: date) -> set[int]:
    """Find the organisations of somebody's posts that have ended by a day."""
    posts = records.select_belonging(db, POST, "person", person, day)
    ended = (post for post in posts if post["until"] and not can_hold_on(None, post["until"], day + timedelta(days=1)))
    return {post["organisation"].id for post in ended if post["organisation"]}


def _is_for_unit(seat: Row, units: set[int]) -> bool:
    """Tell whether somebody sits in a group for one of these units, and not for himself."""
    return seat["organisation"] is not None and seat["organisation"].id in units


def _hand_over_duty(db: sqlite3.Connection, kind: Entity, row: Row, wanted: Handover) -> Duty:
    """End what one person holds and let another hold the same from the next day."""
    since, until = _DAYS[kind.name]
    values = records.read_values(db, kind, row["id"])
    checked_writes.edit_record(db, kind, row["id"], {until: wanted.last_day.isoformat()})
    first_day = (wanted.last_day + timedelta(days=1)).isoformat()
    values |= {"person": wanted.taker, since: first_day, "note": None}
    values |= {name: None for name in (CONFIRMED_ON, FIRST_CONFIRMED_ON) if name in values}
    if kind is POST:
        values[until] = None  # the day on which the one was to leave is not that of the other
    if not _is_member_already(db, kind, values, wanted.last_day):
        checked_writes.add_record(db, kind, values, even_if_known=True)
    return Duty(kind.name, row["id"], kind.display_name(row), "person")


_OWN = ("person", "acting", "since", "until", "joined", "left", CONFIRMED_ON, FIRST_CONFIRMED_ON)
"""The fields in which the same post, or seat, of two people differs."""


def _is_member_already(db: sqlite3.Connection, kind: Entity, values: Row, day: date) -> bool:
    since, until = _DAYS[kind.name]
    same = [field for field in kind.fields if field.name not in _OWN]
    conditions = [
        select_equal(kind.by_name["person"], values["person"]),
        *(select_equal(f, values[f.name]) for f in same),
    ]
    after = day + timedelta(days=1)
    return any(
        can_hold_on(row[since], row[until], after) for row in records.select_records(db, kind, conditions, as_of=after)
    )
