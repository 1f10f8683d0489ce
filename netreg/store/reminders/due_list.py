"""The due items of the register: candidates selected by SQL, judged by the description of their kind."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from netreg.core.entity import TimeFrame
from netreg.core.fields import Ref
from netreg.entities import BY_NAME, CLOCKED_KINDS, PERSON, RULE, SILENCE
from netreg.entities.due import due_items, warning_rules
from netreg.entities.due.due_items import DueItem, Responsible, Silence
from netreg.entities.rough_dates import parse_rough_date
from netreg.errors import AmbiguousRecord, RefusedChange, UnknownRecord, list_names
from netreg.language import _
from netreg.store.records import lookup, matching, records
from netreg.store.records.computed_columns import make_last_day
from netreg.store.records.conditions import select_in_state, select_numbers, select_within
from netreg.store.writes import checked_writes
from netreg.thai.text import to_ascii_digits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Entity, Row
    from netreg.store.records.conditions import Condition

KINDS = tuple(map(BY_NAME.__getitem__, CLOCKED_KINDS))
"""The kinds that have clocks."""


def list_due_items(
    db: sqlite3.Connection,
    frame: TimeFrame,
    until: date,
    kinds: Iterable[Entity] = KINDS,
    record: int | None = None,
    since: date | None = None,
) -> list[DueItem]:
    """List what has run out by the day asked about and what is to come until another, the earliest first.

    Silenced items are included. `record` is the number of the only record asked about. With
    `since`, items that have lapsed from this day on are included too.
    """
    found = [item for kind in kinds for item in _list_kind_items(db, kind, frame, (since, until), record)]
    silences = _read_silences(db, frame.as_of)
    found = [item._replace(silence=silences.get((item.uid, item.clock.name, item.day))) for item in found]
    return sorted(_add_responsible(db, found, frame.as_of), key=due_items.make_sort_key)


def _list_kind_items(
    db: sqlite3.Connection, kind: Entity, frame: TimeFrame, span: tuple[date | None, date], record: int | None
) -> Iterator[DueItem]:
    since, until = span
    conditions = list(_make_conditions(kind, since or frame.as_of, until, record))
    for row in records.select_records(db, kind, conditions, as_of=frame.as_of):
        found = list(due_items.find_due_items(kind, kind.add_derived(row, frame), frame.as_of, "", since, until))
        if found:
            name = _make_full_name(kind, row)
            yield from (item._replace(name=name) for item in found)


def _make_conditions(kind: Entity, since: date, until: date, record: int | None) -> Iterator[Condition]:
    """Make the conditions of candidates: those in a state that matters, and near where the past needs no decision."""
    if record is not None:
        yield select_numbers([record])
    states = {clock.in_state for clock in kind.clocks}
    if "" not in states:
        yield select_in_state(states)
    stored = {field.name for field in kind.stored}
    if len(kind.clocks) == 1 and kind.clocks[0].day_field in stored and not kind.clocks[0].needs_decision:
        yield select_within(kind.by_name[kind.clocks[0].day_field], since, until)


def _make_full_name(kind: Entity, row: Row) -> str:
    """Return the name of a record in a list of many kinds, preceded by the name of its parent."""
    name = kind.display_name(row)
    owner = row.get(kind.owner_field or kind.parent.name) if kind.parent else None
    owner = owner.name if isinstance(owner, Ref) else owner
    return f"{owner}: {name}" if owner else name


# --- who is responsible --------------------------------------------------------


def _add_responsible(db: sqlite3.Connection, found: list[DueItem], as_of: date) -> list[DueItem]:
    """Add to each item the first of those responsible that its clock names, and whether they have left."""
    wanted: dict[tuple[str, str], set[int]] = defaultdict(set)
    for item in found:
        for path in item.clock.responsible:
            wanted[item.kind.name, path].add(item.id)
    known = {key: _follow_path(db, BY_NAME[key[0]], key[1].split("."), ids) for key, ids in wanted.items()}
    people = _find_responsible(db, {ref for refs in known.values() for ref in refs.values()}, as_of)

    def first(item: DueItem) -> Responsible | None:
        refs = (known[item.kind.name, path].get(item.id) for path in item.clock.responsible)
        return next((people[ref] for ref in refs if ref), None)

    return [item._replace(responsible=first(item)) for item in found]


RecordAddress = tuple[str, int]
"""A kind and the number of a record."""


def _follow_path(
    db: sqlite3.Connection, kind: Entity, path: list[str], numbers: Iterable[int]
) -> dict[int, RecordAddress]:
    """Follow a path of references; return where it leads by the number of the record where it starts."""
    reference = next(r for r in kind.references if r.name == path[0])
    sql = f"SELECT id, {reference.column} FROM {kind.name} WHERE id IN (SELECT value FROM json_each(?))"
    found = db.execute(f"{sql} AND {reference.column} IS NOT NULL", [str(list(numbers))]).fetchall()
    here = {row[0]: (reference.to, int(row[1])) for row in found}
    if len(path) == 1:
        return here
    further = _follow_path(db, BY_NAME[reference.to], path[1:], {number for _kind, number in here.values()})
    return {start: further[number] for start, (_kind, number) in here.items() if number in further}


def _find_responsible(
    db: sqlite3.Connection, addresses: set[RecordAddress], as_of: date
) -> dict[RecordAddress, Responsible]:
    """Find people and organisations with their e-mail addresses; people who have left by the day are known as such."""
    people = {}
    for name in {kind for kind, _number in addresses}:
        numbers = [number for kind, number in addresses if kind == name]
        sql = f"SELECT id, email FROM {name} WHERE id IN (SELECT value FROM json_each(?))"
        emails = dict(db.execute(sql, [str(numbers)]).fetchall())
        left = _find_left(db, numbers, as_of) if name == PERSON.name else set()
        for number, ref in records.find_refs(db, name, numbers).items():
            people[name, number] = Responsible(name, number, ref.code, ref.name, emails[number], number in left)
    return people


def _find_left(db: sqlite3.Connection, people: list[int], as_of: date) -> set[int]:
    """Find the people of whom all posts have ended by a day."""
    chosen = "t.id IN (SELECT value FROM json_each(:ids))"
    sql = f"SELECT t.id FROM person t WHERE {chosen} AND {make_last_day('t.id')} IS NOT NULL"
    return {row[0] for row in db.execute(sql, {"ids": str(people), "as_of": as_of.isoformat()})}


def make_responsible_ref(who: Responsible) -> Ref:
    """Make the reference to who is responsible, as a reference field has it."""
    return Ref(who.kind, who.id, who.code, who.name)


# --- rules -----------------------------------------------------------------------


def select_rules(db: sqlite3.Connection) -> list[Row]:
    """Select the rules in the register; the built-in ones are not stored."""
    return records.select_records(db, RULE, as_of=date.min)


def find_rule(kept: Iterable[Row], item: DueItem) -> warning_rules.Rule:
    """Find the rule that applies to an item."""
    fitting = warning_rules.select_rule(kept, item.kind.name, item.clock.name, item.uid, item.sort)
    return warning_rules.parse_rule(item.clock, fitting)


def find_uid(db: sqlite3.Connection, kind: Entity, written: str) -> str:
    """Find the UID of the record that a text names.

    Raises:
        UnknownRecord, AmbiguousRecord: when it names none, or several.
    """
    number = lookup.find_record(db, kind, written)
    return str(db.execute(f"SELECT uid FROM {kind.name} WHERE id = ?", [number]).fetchone()[0])


def find_name_by_uid(db: sqlite3.Connection, kind: str, uid: str) -> str:
    """Find the name of the record with a UID; return the UID itself where the record was removed."""
    found = db.execute(f"SELECT id FROM {kind} WHERE uid = ?", [uid]).fetchone()
    return records.find_refs(db, kind, [found[0]])[found[0]].name if found else uid


# --- silences --------------------------------------------------------------------


def _read_silences(db: sqlite3.Connection, as_of: date) -> dict[tuple[str, str, str], Silence]:
    kept = db.execute("SELECT record, clock, day, until FROM silence").fetchall()
    return {(row["record"], row["clock"], row["day"]): _make_silence(row["until"], as_of) for row in kept}


def _make_silence(until: str | None, as_of: date) -> Silence:
    last = parse_rough_date(until)
    return Silence(last.first if last else None, last is None or as_of < last.first)


def find_last_snoozed_day(db: sqlite3.Connection) -> date:
    """Find the latest day that is snoozed: it needs another warning, however far it is."""
    days = db.execute("SELECT day FROM silence WHERE until IS NOT NULL").fetchall()
    return max((day.first for row in days if (day := parse_rough_date(row[0]))), default=date.min)


def silence_item(db: sqlite3.Connection, item: DueItem, until: date | None, reason: str | None) -> bool:
    """Acknowledge an item, or snooze it until a day; return whether this changed anything."""
    key = {"kind": item.kind.name, "clock": item.clock.name, "record": item.uid, "day": item.day}
    known = matching.match_record(db, SILENCE, key)
    values = {"until": until.isoformat() if until else None, "reason": reason}
    if known:
        return checked_writes.edit_record(db, SILENCE, known[0], values if reason else {"until": values["until"]})
    checked_writes.add_record(db, SILENCE, {**key, **values, "title": item.name})
    return True


def silence_passed_on(db: sqlite3.Connection, kind: Entity, number: int, span: tuple[date, date], reason: str) -> None:
    """Acknowledge the end of what somebody else goes on with; `span` is that last day, and the day of today."""
    last_day, today = span
    for item in list_due_items(db, TimeFrame(today), date.max, [kind], number, min(last_day, today)):
        silence_item(db, item, None, reason)


def resolve_due_items(
    db: sqlite3.Connection, frame: TimeFrame, written: str, kind: str | None, clock: str | None
) -> list[DueItem]:
    """Find the due items of the one record that a text names: those near or past, or of the clock named.

    Raises:
        UnknownRecord, AmbiguousRecord: when it names no record, or several.
        RefusedChange: when nothing of it is due.
    """
    kinds = [one for one in KINDS if kind in (None, one.name)]
    found = {
        (one.name, n): list_due_items(db, frame, date.max, [one], n) for one, n in _find_candidates(db, kinds, written)
    }
    found = {address: due_ones for address, due_ones in found.items() if due_ones} or found
    if len(found) != 1:
        raise _make_ambiguity_error(written, list(found))
    ((name, number), due_ones), *_rest = found.items()
    wanted = [item for item in due_ones if item.clock.name == clock] if clock else _select_near(due_ones, frame)
    if not wanted:
        raise _make_nothing_due_error(f"{BY_NAME[name].spoken_name} {number}", due_ones, clock)
    return wanted


def _find_candidates(db: sqlite3.Connection, kinds: Iterable[Entity], written: str) -> Iterator[tuple[Entity, int]]:
    """Find records by code, name or number, or by kind and number as lists of many kinds show them.

    A child is found by its number only.
    """
    for kind in kinds:
        text = written.strip().removeprefix(f"{kind.command} ").removeprefix(f"{kind.label.th} ")
        if kind.parent is None or to_ascii_digits(text).removeprefix("#").isdecimal():
            yield from ((kind, number) for number in lookup.find_candidates(db, kind, text))


def _select_near(found: list[DueItem], frame: TimeFrame) -> list[DueItem]:
    return [item for item in found if due_items.is_near(item, frame.as_of, frame.window)]


def _make_ambiguity_error(written: str, found: list[RecordAddress]) -> UnknownRecord | AmbiguousRecord:
    if not found:
        return UnknownRecord(
            _("there is no record '{text}' with a day to watch").format(text=written), _("list them with 'netreg due'")
        )
    return AmbiguousRecord(
        _("'{text}' could be {records}").format(
            text=written, records=", ".join(f"{BY_NAME[kind].spoken_name} {number}" for kind, number in found[:5])
        ),
        _("give kind and number, such as '{kind} {number}'").format(
            kind=BY_NAME[found[0][0]].spoken_name, number=found[0][1]
        ),
    )


def _make_nothing_due_error(address: str, found: list[DueItem], clock: str | None) -> RefusedChange:
    if not found:
        return RefusedChange(_("{record} has no day to watch").format(record=address), _("see 'netreg due'"))
    if clock:
        return RefusedChange(
            _("{record} has no day '{clock}' to watch").format(record=address, clock=clock),
            list_names(item.clock.name for item in found),
        )
    return RefusedChange(
        _("nothing is due yet for {record}").format(record=address),
        _("add --clock {clock} to silence it anyway").format(clock=found[0].clock.name),
    )
