"""``netreg history``: who changed what, when, in plain words; and ``undo`` and ``redo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg import config
from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.session import Session, dry_run_note, read_day_option
from netreg.core.fields import Field, Number, Reference, Style
from netreg.core.thai_fields import Moment
from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.errors import AmbiguousRecord, UnknownRecord
from netreg.language import _, ngettext
from netreg.render import data_formats
from netreg.render.results import Detail, Listing, Message, ResultGroup
from netreg.store import commands
from netreg.store.history import changes as history_changes
from netreg.store.history import log as register_history
from netreg.store.records import lineage, lookup, records
from netreg.store.undo import undo as reversal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.cards import Card
    from netreg.core.entity import Entity
    from netreg.store.history.changes import Change, Command

_UNTOLD = ("id", "uid", "created_at", "updated_at")

COMMANDS = (
    Number("id", "เลข", "No."),
    Moment("at", "เมื่อ", "When"),
    Field("actor", "โดย", "By"),
    Field("command", "คำสั่ง", "Command"),
    Number("records", "รายการ", "Records"),
    Field("what", "สิ่งที่เปลี่ยน", "What changed"),
    Number("undone_by", "ยกเลิกโดย", "Undone by"),
)
CHANGES = (
    Number("command_id", "เลข", "No."),
    Moment("at", "เมื่อ", "When"),
    Field("actor", "โดย", "By"),
    Field("command", "คำสั่ง", "Command"),
    Field("field", "ข้อมูล", "Field"),
    Field("before", "เดิม", "Before"),
    Field("after", "ใหม่", "After"),
)


@options.add_unsorted_list_options
def history(
    session: Session,
    choice: options.ListOptions,
    record: Annotated[str | None, typer.Argument(metavar="[RECORD]", show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Done by this user.")] = None,
    command: Annotated[
        str | None, typer.Option("--command", metavar="WORDS", help="Commands with these words, such as 'member edit'.")
    ] = None,
) -> Listing:
    """Tell what was changed, the newest first; of one record, field by field."""
    with session.reading() as db:
        if record is not None:
            return _list_changes(db, session, choice, *_find_any_record(db, record))
        at = (
            arguments.convert_to_utc(f"{read_day_option(since, session.as_of, '--since').isoformat()}T00:00:00")
            if since
            else None
        )
        found = history_changes.since(db, at=at, by=by, words=command)
        rows = [] if by or command else [row for row in _outside_row(db) if at is None or row["at"] >= at]
        rows += [_command_row(db, one) for one in found[: choice.limit]]
        rows = rows[: choice.limit]
    return Listing(listing.select_columns(COMMANDS, choice), rows, session.view)


def make_history(entity: Entity) -> generic_verbs.Verb:
    """The verb ``history`` of a noun."""

    @options.add_unsorted_list_options
    def history_of(session: Session, choice: options.ListOptions, record: options.Record) -> Listing:
        with session.reading() as db:
            number = _find_number(db, entity, record)
            return _list_changes(db, session, choice, entity, number)

    return history_of


def _find_number(db: sqlite3.Connection, entity: Entity, written: str) -> int:
    """The record meant; a number is taken as it is, also when the record is gone."""
    if written.isdecimal() and lookup.is_small(written) and history_changes.changes_to(db, entity.name, int(written)):
        return int(written)
    return arguments.find_record(db, entity, written)


def _find_any_record(db: sqlite3.Connection, written: str) -> tuple[Entity, int]:
    """The record that a code or name means, of whatever kind."""
    kinds = [entity for entity in BY_NAME.values() if entity.parent is None and entity.name not in HOUSEKEEPING]
    found = [(kind, number) for kind in kinds for number in lookup.candidates(db, kind, written)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownRecord(
            _("there is no record '{text}'").format(text=written),
            _("for one that is gone, give its noun and number: netreg member history 12"),
        )
    raise AmbiguousRecord(
        _("'{text}' may be {records}").format(
            text=written, records=", ".join(f"{kind.command} {number}" for kind, number in found[:5])
        ),
        _("give its noun: netreg {kind} history {number}").format(kind=found[0][0].command, number=found[0][1]),
    )


def _command_row(db: sqlite3.Connection, command: Command) -> dict[str, Any]:
    words = command.words + (f" {command.undoes}" if command.undoes else "")
    entry = _build_row(db, command.id, command.at, command.actor, words) | {"undone_by": command.undone_by}
    if command.words == history_changes.MIGRATE:
        entry["what"] = _("brought the file up to date and took stock of {n} records").format(n=entry["records"])
    return entry


def _outside_row(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """What another tool changed since the last command of netreg, as one row."""
    changes, _total = history_changes.first_changes(db, None, 1)
    return [_build_row(db, None, changes[0].at, "?", history_changes.OUTSIDE)] if changes else []


def _build_row(db: sqlite3.Connection, number: int | None, at: str, actor: str, words: str) -> dict[str, Any]:
    changes, total = history_changes.first_changes(db, number, _SHOWN)
    return {
        "id": number,
        "at": at,
        "actor": actor,
        "command": words,
        "records": total,
        "what": "; ".join(_describe_changes(db, changes, total)),
    }


_SHOWN = 3


def _describe_changes(db: sqlite3.Connection, changes: list[Change], total: int) -> Iterator[str]:
    touched = list(dict.fromkeys((change.kind, change.record) for change in changes))
    for kind, record in touched:
        yield _describe_change(db, [change for change in changes if (change.kind, change.record) == (kind, record)])
    if more := total - len(touched):
        yield ngettext("and {n} record more", "and {n} records more", more).format(n=more)


def _describe_change(db: sqlite3.Connection, changes: list[Change]) -> str:
    first, last = changes[0], changes[-1]
    name = reversal.describe(db, last.kind, last.record)
    if first.before is None:
        return _("added {record}").format(record=name)
    if last.after is None:
        return _("removed {record}").format(record=name)
    fields = sorted({_field_name(change.kind, column) for change in changes for column in change.after or ()})
    told = [field for field in fields if field not in _UNTOLD]
    return _("changed {record}: {fields}").format(record=name, fields=", ".join(told))


def _field_name(kind: str, column: str) -> str:
    entity = BY_NAME.get(kind)
    if entity is None:
        return column
    return next((field.name for field in entity.stored if field.column == column), column)


def _list_changes(
    db: sqlite3.Connection, session: Session, choice: options.ListOptions, entity: Entity, number: int
) -> Listing:
    known = {command.id: command for command in history_changes.commands(db)}
    rows = []
    for change in reversed(history_changes.changes_to(db, entity.name, number)):
        base = _change_columns(known, change)
        rows += [base | row for row in _list_differences(db, entity, change, session.view.style)]
    rows = rows[: choice.limit]
    return Listing(listing.select_columns(CHANGES, choice), rows, session.view)


def _change_columns(known: dict[int, Command], change: Change) -> dict[str, Any]:
    """By which command a change was made, when and by whom."""
    command = known.get(change.command or 0)
    return {
        "command_id": change.command,
        "at": change.at,
        "actor": command.actor if command else "?",
        "command": command.words if command else history_changes.OUTSIDE,
    }


LIFE = (*CHANGES[:4], Field("record", "รายการ", "Record"), *CHANGES[4:])


def show_with_history(db: sqlite3.Connection, session: Session, card: Card) -> ResultGroup | Message:
    """A card, and below it every change of the record and of all that belongs to it, from the first on."""
    changes = Listing(LIFE, _list_lineage(db, session, card.kind, card.row["id"]), session.view)
    if session.view.format in ("json", "ndjson"):
        told = [data_formats.build_fields(LIFE, row) for row in changes.rows]
        return Message((), session.view, {**data_formats.build_card_object(card), "history": told})
    return ResultGroup((Detail(card, session.view), changes), session.view)


def _list_lineage(db: sqlite3.Connection, session: Session, entity: Entity, number: int) -> list[dict[str, Any]]:
    known = {command.id: command for command in history_changes.commands(db)}
    rows = []
    for kind, change in lineage.changes(db, entity, number):
        base = _change_columns(known, change) | {"record": f"{kind.command} {change.record}"}
        told = [
            row
            for row in _list_differences(db, kind, change, session.view.style)
            if not _is_parent_field(kind, row["field"])
        ]
        rows += [base | row for row in told]
    return rows


def _is_parent_field(kind: Entity, field: str) -> bool:
    return kind.parent is not None and kind.parent.name == field


def _list_differences(db: sqlite3.Connection, entity: Entity, change: Change, style: Style) -> Iterator[dict[str, str]]:
    before, after = change.before or {}, change.after or {}
    for column in dict.fromkeys((*before, *after)):
        name = _field_name(entity.name, column)
        if name in _UNTOLD or name not in entity.by_name:
            continue
        field = entity.by_name[name]
        old, new = (_format_value(db, field, side.get(column), style) for side in (before, after))
        if old != new:
            yield {"field": name, "before": old, "after": new}


def _format_value(db: sqlite3.Connection, field: Field, value: Any, style: Style) -> str:
    """The value in words; another record by its name."""
    if value is None:
        return ""
    if isinstance(field, Reference):
        ref = records.refs(db, field.to, [value]).get(value)
        return ref.name if ref else f"{field.to} {value}"
    return field.show(value, style)


@options.add_view_options
def undo(
    session: Session,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", show_default=False)] = None,
    force_unaffected: Annotated[
        bool, typer.Option("--force-unaffected", help="Undo what has not changed since, leave the rest.")
    ] = False,
    dry_run: options.DryRun = False,
) -> Message:
    """Take a whole command back: the last one, or the one with this number of the history."""
    return _reverse_commands(session, number, redo=False, force_unaffected=force_unaffected, dry_run=dry_run)


@options.add_view_options
def redo(
    session: Session,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", show_default=False)] = None,
    force_unaffected: Annotated[
        bool, typer.Option("--force-unaffected", help="Redo what has not changed since, leave the rest.")
    ] = False,
    dry_run: options.DryRun = False,
) -> Message:
    """Take an undo back: the last one, or the one with this number of the history."""
    return _reverse_commands(session, number, redo=True, force_unaffected=force_unaffected, dry_run=dry_run)


def _reverse_commands(
    session: Session, number: int | None, *, redo: bool, force_unaffected: bool, dry_run: bool
) -> Message:
    with session.writing(dry_run=dry_run) as db:
        chosen = reversal.choose(db, number, redo=redo)
        told = [_command_row(db, command)["what"] for command in chosen]
        undone = []
        for place, command in enumerate(chosen):
            if place:
                commands.begin_next(db, session.words, config.find_actor())
            register_history.mark_undone(db, command.id)
            undone.append(reversal.undo(db, command, force_unaffected=force_unaffected))
    word = _("redone") if redo else _("undone")
    sentences = tuple(
        _("{word}: command {number} '{words}' of {actor}: {what}").format(
            word=word, number=one.command.id, words=one.command.words, actor=one.command.actor, what=what
        )
        for one, what in zip(undone, told, strict=True)
    )
    notes = tuple(_("left as it is: {record}").format(record=record) for one in undone for record in one.left)
    notes += dry_run_note(dry_run=dry_run)
    data = [{"command": one.command.id, "records": one.records, "left": list(one.left)} for one in undone]
    return Message(sentences, session.view, data if len(data) > 1 else data[0], notes)


COMMAND = generic_verbs.build_command(history, "history")
