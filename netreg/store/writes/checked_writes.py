"""Changes to the register, checked: nothing that contradicts itself is written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from netreg.core.fields import choose_sentence_style, shorten
from netreg.entities import BY_NAME
from netreg.errors import DuplicateValue, InvalidRecord, RefusedChange
from netreg.language import _, get_language, name_within
from netreg.store.history import command_log
from netreg.store.records import former_keys, matching, records
from netreg.store.records.matching import match_record
from netreg.store.writes.rules import find_rules
from netreg.store.writes.rules.rule import ProposedWrite

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Entity, Problem, Row


def add_record(
    db: sqlite3.Connection,
    entity: Entity,
    values: Mapping[str, Any],
    child: Mapping[str, Any] | None = None,
    *,
    even_if_known: bool = False,
    amending: bool = False,
    today: str = "",
) -> int:
    """Add a record, with the first child if there is one; return its number.

    With `amending` something is added even to what was signed. By `today` the rules know what is only planned yet.

    Raises:
        RefusedChange: when it is in the register already, or contradicts itself.
    """
    row = entity.make_blank_row() | {name: value for name, value in values.items() if value is not None}
    known = [] if even_if_known else match_record(db, entity, row, child) or former_keys.find_by_row(db, entity, row)
    if known:
        raise _already_known(db, entity, known[0])
    if not even_if_known:
        refuse_shared_value(db, entity, row)
    number = insert_checked(db, entity, row, values, amending=amending, today=today)
    if child and entity.row_child:
        insert_child(db, entity, number, child)
    return number


def _already_known(db: sqlite3.Connection, entity: Entity, number: int) -> RefusedChange:
    name = shorten(records.find_refs(db, entity.name, [number])[number].name, 60)
    if command_log.is_new(db, entity.name, number):
        return RefusedChange(_("{name} is given twice").format(name=name), _("give it once"))
    return RefusedChange(
        _("{kind} {number} already exists: {name}").format(kind=entity.spoken_name, number=number, name=name),
        _("change it with 'netreg {kind} edit {number} FIELD=VALUE'").format(kind=entity.command, number=number),
    )


def edit_record(
    db: sqlite3.Connection,
    entity: Entity,
    number: int,
    changes: Mapping[str, Any],
    *,
    amending: bool = False,
    today: str = "",
) -> bool:
    """Change fields of a record; return whether anything differed. With `amending` even what was signed.

    By `today` the rules know what is only planned yet.

    Raises:
        RefusedChange: when the record would contradict itself or be another's twin.
    """
    before = records.read_values(db, entity, number)
    _refuse_immutable(entity, before, changes)
    write = ProposedWrite(entity, number, before, changes, before | dict(changes), amending, today)
    after = _check_write(db, write)
    if entity.parent is not None and (others := [one for one in match_record(db, entity, after) if one != number]):
        raise RefusedChange(
            _("{kind} {number} would become a duplicate").format(kind=entity.spoken_name, number=number),
            _("see 'netreg {kind} show {number}'").format(kind=entity.command, number=others[0]),
        )
    changed = records.update_record(db, entity, number, after)
    for rule in find_rules(entity.name):
        rule.follow(db, write._replace(after=after))
    return changed


def remove_record(db: sqlite3.Connection, entity: Entity, number: int, *, amending: bool = False) -> int:
    """Delete a record and its children; return how many went. With `amending` even what was signed.

    Raises:
        RefusedChange: when others point to it, or it was signed.
    """
    write = ProposedWrite(entity, number, records.read_values(db, entity, number), {}, None, amending)
    for rule in find_rules(entity.name):
        rule.refuse(db, write)
    return records.delete_record(db, entity, number)


def refuse_stale(db: sqlite3.Connection, entity: Entity, number: int, updated_at: str | None) -> None:
    """Refuse a change to a record that was changed since it was read.

    Raises:
        RefusedChange: when `updated_at`, as it was read, is no longer the record's.
    """
    if updated_at is not None and updated_at != records.find_updated_at(db, entity, number):
        raise RefusedChange(
            _("{kind} {number} was changed since it was read").format(kind=entity.spoken_name, number=number),
            _("see 'netreg {kind} history {number}'").format(kind=entity.command, number=number),
        )


def refuse_shared_value(db: sqlite3.Connection, entity: Entity, row: Row) -> None:
    """Refuse a new record with the name and the e-mail, say, of one that has another code.

    Two people may share an e-mail, and two may share a name; who shares both is hardly ever two.
    """
    for mark in entity.shareable_fields:
        for number in matching.find_namesakes(db, entity, row, mark):
            before = records.read_values(db, entity, number)
            for name in entity.distinguishing_fields:
                if None not in (before[name], row[name]) and entity.by_name[name].contradicts(before[name], row[name]):
                    raise _taken_by_another(db, entity, number, before, (mark, name))


def _taken_by_another(
    db: sqlite3.Connection, entity: Entity, number: int, before: Row, fields: tuple[str, str]
) -> DuplicateValue:
    """Name a unique value that is the same, and the other one that differs."""
    shared, other = (entity.by_name[name] for name in fields)
    return DuplicateValue(
        str(shared.label),
        shorten(before[shared.name]),
        _("it belongs to {kind} {number} ({name}), who has a different {field}: {value}").format(
            kind=entity.spoken_name,
            number=number,
            name=shorten(records.find_refs(db, entity.name, [number])[number].name, 60),
            field=other.label,
            value=shorten(other.show(before[other.name], choose_sentence_style())),
        ),
        _("if they are one, first run 'netreg {kind} edit {number} {name}=…'; if two, give another {field}").format(
            kind=entity.command, number=number, name=other.name, field=shared.label
        ),
        place=f"own.{shared.name}",
        record=number,
    )


def insert_checked(
    db: sqlite3.Connection,
    entity: Entity,
    row: Row,
    given: Mapping[str, Any] | None = None,
    *,
    amending: bool = False,
    today: str = "",
) -> int:
    """Insert a record that its kind and the rules allow; return its number. No default is among the values `given`."""
    asked = row if given is None else given
    write = ProposedWrite(entity, None, entity.make_blank_row(), asked, row, amending, today)
    row = _check_write(db, write)
    if "seq" in row and row["seq"] is None:
        row = row | {"seq": find_next_place(db, entity, row)}
    number = records.insert_record(db, entity, row)
    for rule in find_rules(entity.name):
        rule.follow(db, write._replace(number=number, after=row))
    return number


def _check_write(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the row that is to be written, filled in by the rules of its kind; refuse one that contradicts them."""
    assert write.after is not None
    rules = list(find_rules(write.entity.name))
    row = write.after
    for rule in rules:
        row = row | rule.fill(db, write)
    _refuse_problems(write, row)
    _refuse_misfit(db, write, row if write.number is None else row | {"id": write.number})
    for rule in rules:
        rule.refuse(db, write._replace(after=row))
    _refuse_taken_value(db, write.entity, row, write.number)
    return row


def insert_child(db: sqlite3.Connection, entity: Entity, owner: int, child: Mapping[str, Any]) -> int:
    """Add the child that stands in the same row to a record; return its number."""
    kind = BY_NAME[entity.row_child or ""]
    assert kind.parent is not None
    return add_record(db, kind, {**child, kind.parent.name: owner})


def find_next_place(db: sqlite3.Connection, entity: Entity, row: Row) -> int:
    """Return the place of a new record behind the others of its parent, of an agenda those under the same item."""
    assert entity.parent is not None
    within = [entity.parent, *(one for one in entity.references if one.to == entity.name)]  # those under one item
    clause = " AND ".join(f"{reference.column} IS ?" for reference in within)
    sql = f"SELECT coalesce(max(seq), 0) + 1 FROM {entity.name} WHERE {clause}"
    return int(db.execute(sql, [row[reference.name] for reference in within]).fetchone()[0])


def _refuse_problems(write: ProposedWrite, row: Row) -> None:
    for problem in write.entity.find_problems(row):
        raise _make_invalid_record(write, problem, row)


def _make_invalid_record(write: ProposedWrite, problem: Problem, row: Row) -> InvalidRecord:
    is_missing = problem.field in write.entity.required_fields and row[problem.field] is None
    reason = _("is required") if is_missing else problem.sentence
    field = _find_cause(write, problem)
    advice = problem.advice or _("check {field}").format(field=_name_field(write.entity, field))
    return InvalidRecord(write.entity.name, field, problem.sentence, reason, advice)


def _name_field(entity: Entity, name: str) -> str:
    """Name a field as it may be typed: by its label in Thai, by its name in English."""
    return str(entity.by_name[name].label) if get_language() == "th" and name in entity.by_name else name


def _find_cause(write: ProposedWrite, problem: Problem) -> str:
    """Find the field to check: where an edit makes two contradict each other, the one that it changes."""
    if write.number is None:
        return problem.field
    changed = [name for name, value in write.given.items() if value != write.before.get(name)]
    return problem.field if problem.field in changed or not changed else changed[0]


def _refuse_immutable(entity: Entity, before: Row, changes: Mapping[str, Any]) -> None:
    for name in entity.immutable_fields:
        if name in changes and changes[name] != before[name]:
            sentence = "{field} cannot be changed once the {kind} is added"
            raise RefusedChange(
                _(sentence).format(field=name, kind=name_within(sentence, entity.label)),
                _("add another, and remove this one"),
            )


def _refuse_misfit(db: sqlite3.Connection, write: ProposedWrite, row: Row) -> None:
    """Refuse a record that cannot be beside its parent."""
    entity = write.entity
    if entity.check_with_parent is None:
        return
    assert entity.parent is not None
    parent = records.get_record(db, BY_NAME[entity.parent.to], row[entity.parent.name], date.max)
    for problem in entity.check_with_parent(parent, row) if parent else ():  # another tool may have taken it away
        raise _make_invalid_record(write, problem, row)


def _refuse_taken_value(db: sqlite3.Connection, entity: Entity, row: Row, number: int | None) -> None:
    """Refuse a code that another record has: no two have the same."""
    for name in entity.exclusive_fields:
        if row.get(name) is None:
            continue
        sql = f"SELECT id FROM {entity.name} WHERE {name} = ? AND id IS NOT ?"
        found = db.execute(sql, [row[name], number]).fetchone()
        if other := found or former_keys.find_other_record(db, entity, name, row[name], number):
            label = str(entity.by_name[name].label)
            raise DuplicateValue(
                label,
                shorten(row[name]),
                _("it is already used by {kind} {number}").format(kind=entity.spoken_name, number=other["id"]),
                _("choose another {field}").format(
                    field=name_within("choose another {field}", entity.by_name[name].label)
                ),
                place=f"own.{name}",
                record=other["id"],
            )
