"""Handing over: a post that ends passes on its duties to somebody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON
from netreg.core.fields import Reference
from netreg.entities import BY_NAME, MEMBERSHIP, POST
from netreg.entities.rough_dates import can_hold_on
from netreg.store.records import records
from netreg.store.records.conditions import select_equal
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from netreg.core.entity import Entity, Row


class HandedOver(NamedTuple):
    """One thing that went from one person to another: a post, a seat in a group, a record to look after."""

    kind: str
    id: int
    name: str
    field: str


def hand_over(db: sqlite3.Connection, giver: int, taker: int, posts: Sequence[Row], last_day: date) -> list[HandedOver]:
    """Pass on the posts, the seats held for their units, and every open record the giver looks after.

    The giver's last day is `last_day`; the taker's first is the day after it.

    Raises:
        RefusedChange: when a post began after its last day.
    """
    units = {post["organisation"].id for post in posts if post["organisation"]}
    passed = [_hand_over_duty(db, POST, post, taker, ("since", "until"), last_day) for post in posts]
    seats = [row for row in _select_duties(db, MEMBERSHIP, giver, last_day) if _belongs_to_post(row, units)]
    passed += [_hand_over_duty(db, MEMBERSHIP, seat, taker, ("joined", "left"), last_day) for seat in seats]
    return [*passed, *_find_duties(db, giver, taker, last_day)]


def _select_duties(db: sqlite3.Connection, kind: Entity, person: int, day: date) -> list[Row]:
    rows = records.select_belonging(db, kind, "person", person, day)
    return [row for row in rows if can_hold_on(row["joined"], row["left"], day)]


def _belongs_to_post(seat: Row, units: set[int]) -> bool:
    """Tell whether somebody sits in a group for one of these units, and not for himself."""
    return seat["organisation"] is not None and seat["organisation"].id in units


def _hand_over_duty(
    db: sqlite3.Connection, kind: Entity, row: Row, taker: int, days: tuple[str, str], last_day: date
) -> HandedOver:
    """End what one person holds and let another hold the same from the next day."""
    since, until = days
    values = records.read_values(db, kind, row["id"])
    checked_writes.edit_record(db, kind, row["id"], {until: last_day.isoformat()})
    first_day = (last_day + timedelta(days=1)).isoformat()
    values |= {"person": taker, since: first_day, "note": None}
    values |= {name: None for name in (CONFIRMED_ON, FIRST_CONFIRMED_ON) if name in values}
    if not _is_member_already(db, kind, values, last_day):
        checked_writes.add_record(db, kind, values, even_if_known=True)
    return HandedOver(kind.name, row["id"], kind.display_name(row), "person")


_OWN = ("person", "since", "until", "joined", "left", CONFIRMED_ON, FIRST_CONFIRMED_ON)
"""The fields in which the same post, or seat, of two people differs."""


def _is_member_already(db: sqlite3.Connection, kind: Entity, values: Row, day: date) -> bool:
    same = [field for field in kind.fields if field.name not in _OWN]
    conditions = [
        select_equal(kind.by_name["person"], values["person"]),
        *(select_equal(f, values[f.name]) for f in same),
    ]
    since, until = ("since", "until") if kind is POST else ("joined", "left")
    after = day + timedelta(days=1)
    return any(
        can_hold_on(row[since], row[until], after) for row in records.select_records(db, kind, conditions, as_of=after)
    )


def _find_duties(db: sqlite3.Connection, giver: int, taker: int, day: date) -> Iterator[HandedOver]:
    for kind in BY_NAME.values():
        for name in kind.responsible_fields:
            field = kind.by_name[name]
            assert isinstance(field, Reference)
            for row in records.select_records(db, kind, [select_equal(field, giver)], as_of=day):
                if not kind.is_closed(row):
                    checked_writes.edit_record(db, kind, row["id"], {name: taker})
                    yield HandedOver(kind.name, row["id"], kind.display_name(row), name)
