"""Nobody holds a post, belongs to a group, takes part in anything or is confirmed before being born."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN
from netreg.entities import BY_NAME
from netreg.entities.rough_dates import can_be_in_order
from netreg.errors import InvalidRecord
from netreg.language import _, get_language
from netreg.store.records import records
from netreg.store.writes.rules.rule import WriteRule
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport
    from netreg.store.writes.rules.rule import ProposedWrite

_DAYS = {
    "post": ("since", "until", "first_confirmed_on", "confirmed_on"),
    "membership": ("joined", "left"),
    "person": ("confirmed_on",),
}
"""The days of each kind on which its person lived; those of a person are seen with the own date of birth."""
_EVENTS = {
    "attendance": ("meeting", ("ends_at", "starts_at")),
    "enrolment": ("cohort", ("held_until", "held_from", "planned_until", "planned_from")),
    "involvement": ("activity", ("ends_on", "starts_on")),
}
"""Each kind that says who took part in an event: the kind of the event, and its days, the one to hold to first."""
_TAKING_PART = {event: (kind, days) for kind, (event, days) in _EVENTS.items()}
"""The same by the kind of the event."""


def refuse_day_before_birth(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a day before the birth of its person; a rough day has to be before it as a whole.

    Raises:
        InvalidRecord: naming the day to check.
    """
    row = write.after
    if row is None:
        return
    if write.entity.name in _EVENTS:
        _refuse_unborn_participant(db, write, row)
        return
    if write.entity.name in _TAKING_PART:
        _refuse_early_event(db, write, row)
        return
    days = _DAYS[write.entity.name]
    if write.entity.name != "person":
        if row["person"] is None or all(row[name] == write.before[name] for name in ("person", *days)):
            return
        [born] = db.execute("SELECT birth_date FROM person WHERE id = ?", [row["person"]]).fetchone() or [None]
    elif (born := row["birth_date"]) != write.before["birth_date"] and born and write.number is not None:
        _refuse_late_birth(db, write.number, born)
    if found := next((name for name in days if row[name] and not can_be_in_order(born, row[name])), None):
        who = row.get("person")
        name = records.find_refs(db, "person", [who])[who].name if who else write.entity.display_name(row)
        raise _name_unborn(write.entity.name, found, row[found], name, born)


def _name_unborn(kind: str, field: str, day: str, name: str, born: str) -> InvalidRecord:
    return InvalidRecord(
        kind,
        field,
        _("on {day} {name} was not yet born (born on {born})").format(
            day=_show_day(day), name=name, born=_show_day(born)
        ),
        _("{name} was not yet born (born on {born})").format(name=name, born=_show_day(born)),
    )


def _refuse_unborn_participant(db: sqlite3.Connection, write: ProposedWrite, row: Row) -> None:
    """Refuse that somebody took part in an event of a day before the birth."""
    event, days = _EVENTS[write.entity.name]
    if row["person"] is None or all(row[name] == write.before[name] for name in ("person", event)):
        return
    sql = f"""SELECT t.birth_date, {_select_day(days, "e")} FROM person t CROSS JOIN {event} e
        WHERE t.id = ? AND e.id = ?"""
    born, day = db.execute(sql, [row["person"], row[event]]).fetchone()
    if born and not can_be_in_order(born, day):
        name = records.find_refs(db, "person", [row["person"]])[row["person"]].name
        raise _name_unborn(write.entity.name, "person", day, name, born)


def _refuse_early_event(db: sqlite3.Connection, write: ProposedWrite, row: Row) -> None:
    """Refuse to date an event before the birth of somebody who took part in it."""
    kind, days = _TAKING_PART[write.entity.name]
    if write.number is None or all(row[name] == write.before[name] for name in days):
        return
    field = next((name for name in days if row[name]), None)
    if field is None:
        return
    sql = f"""SELECT t.id, t.birth_date FROM {kind} c JOIN person t ON t.id = c.person_id
        WHERE c.{write.entity.name}_id = ?2 AND {_select_before_birth("t.birth_date", "?1")} LIMIT 1"""
    if found := db.execute(sql, [row[field], write.number]).fetchone():
        name = records.find_refs(db, "person", [found[0]])[found[0]].name
        raise _name_unborn(write.entity.name, field, row[field], name, found[1])


def _select_day(days: tuple[str, ...], table: str) -> str:
    """Return the expression of the day to which an event is held."""
    return f"coalesce({', '.join(f'{table}.{name}' for name in days)})"


_SIGNED_BY = """SELECT s.id, coalesce(s.signed_on, a.signed_on) AS day FROM signatory s
    JOIN party p ON p.id = s.party_id JOIN agreement a ON a.id = p.agreement_id WHERE s.person_id = ?2"""


def _refuse_late_birth(db: sqlite3.Connection, person: int, born: str) -> None:
    """Refuse a date of birth after a day of a post or a membership, or after a signature."""
    before = _select_before_birth("?1", "day")
    if found := db.execute(f"SELECT id, day FROM ({_SIGNED_BY}) WHERE {before} LIMIT 1", (born, person)).fetchone():
        raise _make_refusal(BY_NAME["signatory"], *found)
    for name, (event, dated) in _EVENTS.items():
        took_part = f"""SELECT c.id, {_select_day(dated, "e")} AS day FROM {name} c
            JOIN {event} e ON e.id = c.{event}_id WHERE c.person_id = ?2"""
        if found := db.execute(f"SELECT id, day FROM ({took_part}) WHERE {before} LIMIT 1", (born, person)).fetchone():
            raise _make_refusal(BY_NAME[name], *found)
    for kind in (BY_NAME[name] for name in _DAYS if name != "person"):
        for day in _DAYS[kind.name]:
            before = _select_before_birth("?1", day)
            sql = f"SELECT id, {day} FROM {kind.name} WHERE person_id = ?2 AND {before} LIMIT 1"
            if found := db.execute(sql, (born, person)).fetchone():
                raise _make_refusal(kind, *found)


def _make_refusal(kind: Entity, number: int, day: str) -> InvalidRecord:
    sentence = _("{kind} {number} has a day before this birth: {day}").format(
        kind=kind.spoken_name, number=number, day=_show_day(day)
    )
    advice = _("see it with 'netreg {kind} show {number}'").format(kind=kind.command, number=number)
    return InvalidRecord("person", "birth_date", sentence, f"{sentence}; {advice}", advice)


def _show_day(day: str) -> str:
    return format_date(day, lang=get_language())


def _select_before_birth(born: str, day: str) -> str:
    """Return the condition that a day is before a birth, each known to the day, the month or the year."""
    return f"{born} IS NOT NULL AND substr({day}, 1, length({born})) < substr({born}, 1, length({day}))"


def rows_before_birth(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows of a file with a day before the birth that the row or the register gives."""
    if task.entity.name in _EVENTS:
        yield from _select_unborn_participants(task)
        return
    if task.entity.name in _TAKING_PART:
        yield from _select_moved_events(task)
        return
    if task.entity.name == "person":
        yield from _select_people(task)
    elif person := task.column_of(OWN, "person"):
        known = f"unmatched_rows u CROSS JOIN resolved i USING (row) CROSS JOIN person t ON t.id = i.{person.name}"
        yield from _select_rows(task, OWN, "t.birth_date", known)


def _select_people(task: TableImport) -> Iterator[str]:
    """Yield the rows of people with a day before the birth."""
    born, own = task.column_of(OWN, "birth_date"), "changed_rows d CROSS JOIN resolved i USING (row)"
    own += " CROSS JOIN person t ON t.id = d.record"
    yield from _select_rows(task, OWN, "t.birth_date", own)
    if born:
        yield from _select_rows(task, OWN, f"i.{born.name}", "resolved i")
        yield f"{own} WHERE {_select_before_birth(f'i.{born.name}', 't.confirmed_on')}"
        yield f"{own} WHERE i.{born.name} IS NOT NULL AND d.record IN (SELECT person_id FROM signatory)"
        for kind in _EVENTS:
            yield f"{own} WHERE i.{born.name} IS NOT NULL AND d.record IN (SELECT person_id FROM {kind})"
        for kind in (name for name in _DAYS if name != "person"):
            held = f"changed_rows d CROSS JOIN resolved i USING (row) CROSS JOIN {kind} c ON c.person_id = d.record"
            before = (f"({_select_before_birth(f'i.{born.name}', f'c.{day}')})" for day in _DAYS[kind])
            yield f"{held} WHERE {' OR '.join(before)}"
    if task.child and task.child.name in _DAYS:
        if born:
            yield from _select_rows(task, CHILD, f"i.{born.name}", "resolved i")
        known = "new_children n CROSS JOIN resolved i USING (row) CROSS JOIN person t ON t.id = n.owner"
        yield from _select_rows(task, CHILD, "t.birth_date", known)


def _select_moved_events(task: TableImport) -> Iterator[str]:
    """Yield the rows that may date a known event before the birth of somebody who took part in it."""
    event = task.entity.name
    kind, days = _TAKING_PART[event]
    if any(task.column_of(OWN, name) for name in days):
        born = f"SELECT c.{event}_id FROM {kind} c JOIN person t ON t.id = c.person_id WHERE t.birth_date IS NOT NULL"
        yield f"changed_rows WHERE record IN ({born})"


def _select_unborn_participants(task: TableImport) -> Iterator[str]:
    """Yield the rows that say that somebody took part in an event of a day before the birth."""
    event, days = _EVENTS[task.entity.name]
    person, held = task.column_of(OWN, "person"), task.column_of(OWN, event)
    if person is None:
        return
    if held is None:
        yield "resolved"
        return
    known = f"resolved i CROSS JOIN person t ON t.id = i.{person.name} CROSS JOIN {event} e ON e.id = i.{held.name}"
    yield f"{known} WHERE {_select_before_birth('t.birth_date', _select_day(days, 'e'))}"


def _select_rows(task: TableImport, level: str, born: str, source: str) -> Iterator[str]:
    """Yield the rows of a source of which a day at the level is before a birth, where the file has such days."""
    columns = [column for name in _DAYS[task.entity_of(level).name] if (column := task.column_of(level, name))]
    if columns:
        before = (f"({_select_before_birth(born, f'i.{column.name}')})" for column in columns)
        yield f"{source} WHERE {' OR '.join(before)}"


RULE = WriteRule(refuse=refuse_day_before_birth, rows_needing_row_import=rows_before_birth)
