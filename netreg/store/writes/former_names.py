"""Former names: the one that a change gives up is kept beside the record, which is found by it as before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from netreg.entities import BY_NAME
from netreg.entities.rough_dates import ONE_DAY
from netreg.store.records import matching, records
from netreg.store.writes import checked_writes
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Entity, Row


def keep_former_name(
    db: sqlite3.Connection,
    entity: Entity,
    number: int,
    changes: Mapping[str, Any],
    until: str | None = None,
    today: str = "",
) -> int | None:
    """Keep the name that changes to a record give up, and the last day of it where that is known.

    Titles that change while the name stays are kept up to the day before `today` (ISO 8601), since what happens
    from then on is under the new ones. Return the number of the former name; None where nothing is given up, or
    it is kept already.
    """
    if entity.naming_child is None or entity.find_former_name is None:
        return None
    before = records.read_values(db, entity, number)
    after = before | dict(changes)
    given_up, kind = entity.find_former_name(before, after), BY_NAME[entity.naming_child]
    assert kind.parent is not None
    if given_up is None:
        given_up = entity.find_former_titles(before, after)
        until = until or (_find_day_before(today) if today else None)
        if given_up is None or until is None or _is_given_up_on(db, kind, number, until):
            return None
    values = {kind.parent.name: number, **given_up, "until": until}
    if matching.match_record(db, kind, values):
        return None
    return checked_writes.add_record(db, kind, values)


def _is_given_up_on(db: sqlite3.Connection, kind: Entity, number: int, until: str) -> bool:
    """Tell whether another former name was used up to a day: then the present titles were held on none of them."""
    assert kind.parent is not None
    sql = f"SELECT 1 FROM {kind.name} WHERE {kind.parent.column} = ? AND until = ?"
    return db.execute(sql, [number, until]).fetchone() is not None


def _find_day_before(day: str) -> str:
    """Find the day before another, ISO 8601."""
    return (date.fromisoformat(day) - ONE_DAY).isoformat()


def leave_out_former_name(
    db: sqlite3.Connection, entity: Entity, number: int, before: Row, values: Mapping[str, Any]
) -> tuple[Row, str | None]:
    """Return the values of a row about a record without another name of it, and that name if there is one.

    A file may be older than the name, or have it short or in Latin letters: it finds the record, and
    puts neither that name nor the titles before it in the place of the present ones.
    """
    said = {name: value for name, value in values.items() if value is not None}
    if entity.find_former_name is None or entity.find_former_name(before, before | said) is None:
        return dict(values), None
    name = next(filter(None, entity.names(entity.make_blank_row() | said)), None)
    sql = "SELECT 1 FROM name_key WHERE kind = ? AND key = ? AND record_id = ?"
    if name is None or db.execute(sql, [entity.name, match_key(name), number]).fetchone() is None:
        return dict(values), None
    parts = {one for one in said if one == "titles" or (entity.by_name[one].is_name and _is_part(said[one], name))}
    return {one: value for one, value in values.items() if one not in parts}, name


def read_former_name(
    db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any], found: tuple[str, bool] | None
) -> tuple[Mapping[str, Any], Row | None]:
    """Return the values of a row, and the former name that it gives with a former family name, if it gives one.

    A word in brackets that does not say what it is is a family name where somebody is known by it, and no nickname.
    """
    if found is None or entity.naming_child is None or values.get("given_name") is None:
        return values, None
    family, is_said = found
    former = {"given_name": values["given_name"], "family_name": family}
    name = next(iter(entity.names(entity.make_blank_row() | former)))
    if not is_said and not matching.select_numbers(db, entity, matching.NAMED, [entity.name, match_key(name)]):
        return values, None
    is_nickname = match_key(str(values.get("nickname") or "")) == match_key(family)
    return ({**values, "nickname": None} if is_nickname else values), former


def add_former_name(db: sqlite3.Connection, entity: Entity, number: int, former: Row) -> bool:
    """Add a former name of a record, unless it has it; return whether it was added."""
    kind = BY_NAME[entity.naming_child or ""]
    assert kind.parent is not None
    name = next(iter(entity.names(entity.make_blank_row() | former)))
    clause = f"{matching.NAMED} AND t.id = ?"
    if matching.select_numbers(db, entity, clause, [entity.name, match_key(name), number]):
        return False
    checked_writes.add_record(db, kind, {kind.parent.name: number, **former})
    return True


def leave_out_other_spelling(entity: Entity, before: Row, values: Mapping[str, Any]) -> tuple[Row, Row]:
    """Return the values of a row that a person decided to be about a record, without its names; and these.

    The decision says who is meant, not how the name is spelled: the row was doubted for its spelling.
    What the kind knows as a new name (`Entity.is_new_name`) is taken, and fills what is blank.
    """
    said = {name: value for name, value in values.items() if value is not None}
    after = before | said
    if entity.is_new_name is not None and entity.is_new_name(before, after):
        return dict(values), {}
    called = list(entity.names(before))
    apart = {
        name: value
        for name, value in said.items()
        if name in entity.by_name and entity.by_name[name].is_name and before[name] not in (None, value)
    }
    left = {name: value for name, value in apart.items() if list(entity.names(before | {name: value})) != called}
    return {name: value for name, value in values.items() if name not in left}, left


def _is_part(value: Any, name: str) -> bool:
    return match_key(str(value)) in match_key(name)
