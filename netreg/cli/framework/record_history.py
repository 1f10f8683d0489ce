"""The changes of one record, field by field: the verb ``history`` of a noun, and ``show --history``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli.framework import listing, options
from netreg.cli.framework.session import Session
from netreg.core.fields import Field, Reference, Style
from netreg.core.fields import Number as NumberField
from netreg.core.naming.record_addresses import AddressField, RecordAddress
from netreg.core.thai_fields import Moment
from netreg.entities import BY_NAME
from netreg.render import data_formats
from netreg.render.results import Detail, Listing, Message, ResultGroup
from netreg.store.history import changes as history_changes
from netreg.store.records import lineage, lookup, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.framework.command_builder import Verb
    from netreg.core.cards import Card
    from netreg.core.entity import Entity
    from netreg.store.history.changes import Change, Command

_INTERNAL = ("id", "uid", "created_at", "updated_at")

CHANGES = (
    NumberField("command_id", "เลข", "No."),
    Moment("at", "เมื่อ", "When"),
    Field("actor", "โดย", "By"),
    Field("command", "คำสั่ง", "Command"),
    Field("field", "ข้อมูล", "Field"),
    Field("before", "เดิม", "Before"),
    Field("after", "ใหม่", "After"),
)
_RECORD, _LABEL = AddressField("record", "รายการ", "Record"), Field("label", "ข้อมูล", "Field")
CHANGES_WITH_RECORD = (*CHANGES[:4], _RECORD, *CHANGES[4:])
# A person reads when, who, what, before and after; the command is that of the line in `netreg history`.
_ON_TERMINAL = (*CHANGES[1:3], _LABEL, *CHANGES[5:])
_ON_TERMINAL_WITH_RECORD = (*CHANGES[1:3], _RECORD, _LABEL, *CHANGES[5:])


def make_history(entity: Entity) -> Verb:
    """Make the verb ``history`` of a noun."""

    @options.add_unsorted_list_options
    def history(session: Session, choice: options.ListOptions, record: options.Record) -> Listing:
        with session.reading() as db:
            return list_changes(db, session, choice, entity, _find_number(db, entity, record))

    return history


def _find_number(db: sqlite3.Connection, entity: Entity, written: str) -> int:
    """Return the number of the record named; a number is taken as it is, since the record may be gone."""
    if (
        written.isdecimal()
        and lookup.can_be_number(written)
        and history_changes.read_record_changes(db, entity.name, int(written))
    ):
        return int(written)
    return lookup.find_record(db, entity, written)


def list_changes(
    db: sqlite3.Connection, session: Session, choice: options.ListOptions, entity: Entity, number: int
) -> Listing:
    """List the changes of a record, the newest first."""
    known = {command.id: command for command in history_changes.select_commands(db)}
    rows = []
    for change in reversed(history_changes.read_record_changes(db, entity.name, number)):
        origin = _describe_origin(known, change)
        rows += [origin | row for row in _list_differences(db, entity, change, session.view.style)]
    result = Listing(listing.select_columns(CHANGES, choice), rows[: choice.limit], session.view)
    return result if choice.columns else result._replace(for_terminal=result._replace(fields=_ON_TERMINAL))


def show_with_history(db: sqlite3.Connection, session: Session, card: Card) -> ResultGroup | Message:
    """Show a record and below it every change of it and of its children, from the first on."""
    changes = Listing(CHANGES_WITH_RECORD, _list_lineage(db, session, card.kind, card.row["id"]), session.view)
    if session.view.format in ("json", "ndjson"):
        rows = [data_formats.build_fields(CHANGES_WITH_RECORD, row) for row in changes.rows]
        return Message((), session.view, {**data_formats.build_card_object(card), "history": rows})
    changes = changes._replace(for_terminal=changes._replace(fields=_ON_TERMINAL_WITH_RECORD))
    return ResultGroup((Detail(card, session.view), changes), session.view)


def _list_lineage(db: sqlite3.Connection, session: Session, entity: Entity, number: int) -> list[dict[str, Any]]:
    known = {command.id: command for command in history_changes.select_commands(db)}
    rows = []
    for kind, change in lineage.read_lineage_changes(db, entity, number):
        origin = _describe_origin(known, change) | {"record": RecordAddress.make(kind, change.record)}
        parent = kind.parent.name if kind.parent else None
        rows += [
            origin | row
            for row in _list_differences(db, kind, change, session.view.style)
            if row["field"] != parent  # the record that is shown
        ]
    return rows


def _describe_origin(known: dict[int, Command], change: Change) -> dict[str, Any]:
    """Return by which command a change was made, when and by whom."""
    command = known.get(change.command or 0)
    return {
        "command_id": change.command,
        "at": change.at,
        "actor": command.actor if command else "?",
        "command": command.words if command else history_changes.OUTSIDE,
    }


def _list_differences(db: sqlite3.Connection, entity: Entity, change: Change, style: Style) -> Iterator[dict[str, str]]:
    before, after = change.before or {}, change.after or {}
    for name, column in name_columns(entity.name, dict.fromkeys((*before, *after))):
        field = entity.by_name.get(name)
        if field is not None:
            old, new = (_format_value(db, field, row.get(column), style) for row in (before, after))
            if old != new:
                yield {"field": name, "label": str(field.label), "before": old, "after": new}


def name_columns(kind: str, columns: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the field and the name of each column that holds something people entered."""
    entity = BY_NAME.get(kind)
    names = {field.column: field.name for field in entity.stored} if entity else {}
    for column in columns:
        name = names.get(column, column)
        if name not in _INTERNAL:
            yield name, column


def _format_value(db: sqlite3.Connection, field: Field, value: Any, style: Style) -> str:
    """Return a value in words; a reference as the name of the record."""
    if value is None:
        return ""
    if isinstance(field, Reference):
        ref = records.find_refs(db, field.to, [value]).get(value)
        return ref.name if ref else f"{field.to} {value}"
    return field.show(value, style)
