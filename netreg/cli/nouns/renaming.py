"""New names of people and organisations: the former one is kept, unless it was only written wrongly."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session, make_unchanged_note
from netreg.core.entity import Entity
from netreg.core.fields import Style
from netreg.entities import BY_NAME
from netreg.language import _
from netreg.render.results import Detail
from netreg.store.records import lookup, records
from netreg.store.writes import checked_writes, former_names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from netreg.cli.framework.command_builder import Verb

Correction = Annotated[
    bool, typer.Option("--correction", help="The name was only written wrongly; no former name is kept.")
]
ChangedOn = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day of the change, the last one of the former name.")
]


def make_edit(entity: Entity) -> Verb:
    """Make the verb that changes fields of a record which keeps its former names."""

    @options.add_write_options
    def edit(
        session: Session,
        record: options.Record,
        changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", show_default=False)],
        if_updated_at: options.IfUpdatedAt = None,
        correction: Correction = False,
    ) -> Detail:
        """Change fields: FIELD=VALUE; an empty value clears the field."""
        with session.writing() as db:
            number = lookup.find_record(db, entity, record)
            checked_writes.refuse_stale(db, entity, number, if_updated_at)
            values = arguments.parse_changes(db, entity, changes)
            return _change_name(db, session, entity, number, values, correction=correction)

    return edit


def make_rename(entity: Entity, read_name: Callable[[str], Mapping[str, Any]]) -> Verb:
    """Make the verb that gives a record a new name; `read_name` turns it into values of fields."""

    @options.add_write_options
    def rename(
        session: Session,
        record: options.Record,
        name: Annotated[str, typer.Argument(metavar="NAME", help="The new name.", show_default=False)],
        on: ChangedOn = None,
        correction: Correction = False,
    ) -> Detail:
        """Give a new name; the former one is kept, and finds the record as before."""
        with session.writing() as db:
            number = lookup.find_record(db, entity, record)
            until = arguments.parse_value(db, BY_NAME[entity.naming_child or ""].by_name["until"], on) if on else None
            return _change_name(db, session, entity, number, read_name(name), until, correction=correction)

    return rename


def _change_name(
    db: sqlite3.Connection,
    session: Session,
    entity: Entity,
    number: int,
    values: Mapping[str, Any],
    until: str | None = None,
    *,
    correction: bool,
) -> Detail:
    today = session.typed_on
    kept = None if correction else former_names.keep_former_name(db, entity, number, values, until, today)
    values = generic_verbs.confirm_typed(session, entity, dict(values), records.read_values(db, entity, number))
    before = records.find_refs(db, entity.name, [number])[number].name
    changed = checked_writes.edit_record(db, entity, number, values)
    spelt: tuple[str, ...] = ()
    if changed and entity.name == "person":
        kept_names = import_module("netreg.store.writes.rules.kept_names")
        kept_names.rename_ahead(db, number, before, session.as_of)
        spelt = tuple(kept_names.describe_old_spelling(db, number, before)) if correction else ()
    shown = generic_verbs.show_written(db, session, entity, number)
    if not changed:
        return shown._replace(notes=make_unchanged_note(changed=changed))
    return shown._replace(
        notes=(*_note_former_name(db, entity, kept, session.view.style, is_dated=until is None), *spelt, *shown.notes)
    )


def _note_former_name(
    db: sqlite3.Connection, entity: Entity, kept: int | None, style: Style, *, is_dated: bool
) -> tuple[str, ...]:
    """Note which former name was kept, and what to type if it was none; the day, where netreg chose it."""
    if kept is None:
        return ()
    kind = BY_NAME[entity.naming_child or ""]
    name, until = records.find_refs(db, kind.name, [kept])[kept].name, records.read_values(db, kind, kept)["until"]
    sentence = _("kept '{name}' as a former name; if it was only a mistake: netreg {command} remove {number}")
    if until is not None and is_dated:
        sentence = _(
            "kept '{name}' as the name up to {until}; another day: netreg {command} edit {number} until=DATE; "
            "if it was only a mistake: netreg {command} remove {number}"
        )
    shown = kind.by_name["until"].show(until, style)
    return (sentence.format(name=name, until=shown, command=kind.command, number=kept),)
