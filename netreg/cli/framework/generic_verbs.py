"""The verbs that all nouns share, and the group of commands of any noun."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import arguments, listing, options
from netreg.cli.framework.command_builder import Verb, build_command, build_entry
from netreg.cli.framework.lazy_group import Entry, LazyGroup
from netreg.cli.framework.option_values import read_recorded_at
from netreg.cli.framework.session import Session, make_dry_run_note, make_unchanged_note
from netreg.core.confirmations import find_confirmation
from netreg.core.entity import Entity, Row
from netreg.entities import BY_NAME, MERGED_KINDS
from netreg.errors import NotConfirmed
from netreg.language import _, ngettext
from netreg.render import console
from netreg.render.results import Detail, Listing, Message
from netreg.render.safe_text import make_one_line
from netreg.store.records import lookup, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Mapping
    from contextlib import AbstractContextManager

    from typer._click.core import Command

    from netreg.core.cards import Card
    from netreg.store.records.conditions import Condition

# --- groups ----------------------------------------------------------------------------


def build_noun(
    entity: Entity,
    verbs: Mapping[str, Verb | Entry],
    help_text: str,
    children: Mapping[str, Entry] | None = None,
    in_files: Entity | None = None,
    without: Container[str] = (),
    usual: str | None = None,
    alone: str | None = None,
) -> LazyGroup:
    """Build the group of a noun: its own verbs, those that all nouns share, the groups of its children.

    A verb in `verbs` replaces the shared one of the same name; those in `without` make no sense
    for the kind. `in_files` is the kind that files hold, if it is another,
    `usual` the verb that need not be named, `alone` one that need not be where a record or an option follows.
    """
    entries = {name: verb if isinstance(verb, Entry) else build_entry(verb, name) for name, verb in verbs.items()}
    shared = SHARED | ATTACHED if any(one.kind == "document" for one in entity.related_records) else SHARED
    shared = shared | MERGED if entity.name in MERGED_KINDS else shared
    for name, (sentence, make) in shared.items():
        if name not in without:
            kind = in_files if in_files and name in ("import", "export") else entity
            entries.setdefault(name, _build_shared_entry(name, make, kind, sentence, entity))
    entries = {name: entries[name] for name in sorted(entries, key=_verb_order)}
    for name, entry in (children or {}).items():
        entries[name] = entry._replace(panel="Belongs to it")
    return LazyGroup(
        name=entity.command.split()[-1],
        help=help_text,
        entries=entries,
        usual=usual,
        alone=alone,
        kind=entity.name,
        no_args_is_help=True,
        rich_markup_mode="rich",
    )


def build_noun_entry(
    entity: Entity,
    verbs: Mapping[str, Verb | Entry],
    help_text: str,
    usual: str | None = None,
    alone: str | None = None,
) -> Entry:
    """Build the line of a group's table for the group of another noun."""
    return Entry(help_text, lambda: build_noun(entity, verbs, help_text, usual=usual, alone=alone))


def _build_shared_entry(
    name: str, make: Callable[[Entity], Verb], kind: Entity, sentence: str, entity: Entity
) -> Entry:
    def load() -> Command:
        return build_command(make(kind), name, entry.describe())

    entry = Entry(sentence, load, kinds=entity.plural)
    return entry


def _verb_order(verb: str) -> int:
    order = ("add", "list", "show", "edit", "remove", "import", "export")
    return order.index(verb) if verb in order else len(order)


# --- writing ---------------------------------------------------------------------------


def show_written(db: sqlite3.Connection, session: Session, entity: Entity, number: int) -> Detail:
    """Return the short card of the record just written, with a note if nothing was saved."""
    card = _read_card(db, session, entity, number)
    return Detail(card, session.view, make_dry_run_note(dry_run=session.dry_run), in_full=False)


def confirm_change(session: Session, shown: Detail, sentence: str, report: tuple[str, ...] = ()) -> Detail | Message:
    """Return one line that says what a command changed; the card where ``--show`` or a format for scripts asks for it.

    What was changed needs no second reading of thirty lines that were known before. `report` says what to type next.
    """
    if _shows_card(session):
        return shown._replace(in_full=True)
    return Message((sentence,), session.view, notes=shown.notes, report=report, is_prose=True)


def confirm_added(
    db: sqlite3.Connection, session: Session, entity: Entity, number: int, owner: tuple[Entity, int] | None = None
) -> Detail | Message:
    """Return one line about a new record, with what to type for what it lacks; `owner` is whose card is shown.

    The owner is the record itself unless another is given, such as the one to which it belongs.
    """
    shown = show_written(db, session, *(owner or (entity, number)))
    if _shows_card(session):
        return shown._replace(in_full=True)
    from netreg.cli.framework.guidance import next_steps  # lists add nothing

    row = _read_card(db, session, entity, number).row if owner else shown.card.row
    about = (entity, row, session.view.style, shown.card if owner else None)
    return confirm_change(session, shown, next_steps.describe_added(*about), tuple(next_steps.list_next_steps(*about)))


def _shows_card(session: Session) -> bool:
    return session.show_card or console.choose_card_format(session.view) != "table"


def list_blanks(entity: Entity, row: Row, names: Iterable[str]) -> str:
    """Say which of these fields a row still lacks; nothing where it lacks none."""
    blank = [str(entity.by_name[name].label) for name in names if row.get(name) in (None, "", [])]
    return _("; not given yet: {fields}").format(fields=", ".join(blank)) if blank else ""


_MOST_SHOWN = 20
"""How many records of a kind a person sees on the card of what they belong to."""


def _read_card(db: sqlite3.Connection, session: Session, entity: Entity, number: int) -> Card:
    """Read a card with derived fields: as much of it as is shown, all of it for programs."""
    return records.read_card(db, entity, number, session.as_of, _find_most(session)).add_derived(session.frame)


def read_card_on_day(db: sqlite3.Connection, session: Session, entity: Entity, number: int) -> Card:
    """Read a card with derived fields as of the day asked about: of a past one without what nobody knew then."""
    if not session.is_past:
        return _read_card(db, session, entity, number)
    read: Callable[..., Card] = import_module("netreg.store.reports.earlier_cards").read_card_on
    return read(db, entity, number, session.as_of, _find_most(session)).add_derived(session.frame)


def _find_most(session: Session) -> int | None:
    return _MOST_SHOWN if console.choose_card_format(session.view) == "table" else None


def add_from_options(
    session: Session, entity: Entity, texts: Mapping[str, str | None], *, force: bool = False, correction: bool = False
) -> Detail | Message:
    """Add a record from the texts of options, and confirm it; with `correction` even to what is sealed."""
    from netreg.store.writes import checked_writes  # lists check nothing

    with session.writing() as db:
        values = confirm_typed(session, entity, arguments.parse_values(db, entity, texts))
        number = checked_writes.add_record(db, entity, values, even_if_known=force, amending=correction)
        shown = confirm_added(db, session, entity, number)
        return shown._replace(notes=(*shown.notes, *_describe_open_posts(db, entity, number)))


def _describe_open_posts(db: sqlite3.Connection, entity: Entity, number: int) -> Iterable[str]:
    if entity.kept_name is None:
        return ()
    from netreg.store.writes.rules import kept_names

    return filter(None, (kept_names.describe_open_posts(db, entity, number),))


def add_child(session: Session, kind: Entity, owner: str, texts: Mapping[str, str | None]) -> Detail | Message:
    """Add a child to a record, and confirm it; the card is that of the record."""
    assert kind.parent is not None
    parent = BY_NAME[kind.parent.to]
    with session.writing() as db:
        number = lookup.find_record(db, parent, owner)
        [added] = add_children(db, kind, number, [texts], session.typed_on)
        return confirm_added(db, session, kind, added, (parent, number))


def add_children(
    db: sqlite3.Connection,
    kind: Entity,
    owner: int,
    rows: Iterable[Mapping[str, str | None]],
    day: str | None = None,
) -> list[int]:
    """Add children to a record, each from the texts of options, which are true on a day; return their numbers."""
    from netreg.store.writes import checked_writes

    assert kind.parent is not None
    added = []
    for texts in rows:
        values = {kind.parent.name: owner, **arguments.parse_values(db, kind, texts)}
        added.append(checked_writes.add_record(db, kind, values | find_confirmation(kind, values, None, day)))
    return added


def confirm_typed(session: Session, entity: Entity, values: Row, before: Row | None = None) -> Row:
    """Return the values that were typed, with the confirmation that they are."""
    if not entity.confirmed_fields:
        return values
    said = {name: value for name, value in values.items() if before is None or before[name] != value}
    return values | find_confirmation(entity, said, before, session.typed_on)


# --- the shared verbs ------------------------------------------------------------------


def _make_list(entity: Entity) -> Verb:
    @options.add_query_options
    def list_(session: Session, choice: options.ListOptions, match: options.Match = None) -> Listing:
        def narrow(db: sqlite3.Connection) -> list[Condition]:
            return listing.match_text(db, match, entity, session.as_of)

        return listing.list_records(session, entity, choice, narrow)

    return list_


def _make_show(entity: Entity) -> Verb:
    @options.add_view_options
    def show(
        session: Session,
        record: options.Record,
        recorded_at: Annotated[
            str | None,
            typer.Option("--recorded-at", metavar="MOMENT", help="As it was recorded at that moment."),
        ] = None,
        history: Annotated[
            bool, typer.Option("--history", help="With every change of it and of its children.")
        ] = False,
    ) -> Any:
        with session.reading() as db, _reading_as_of(db, recorded_at) as register_then:
            number = lookup.find_record(register_then, entity, record)
            card = read_card_on_day(register_then, session, entity, number)
            card = import_module("netreg.store.reports.pointing_records").add_pointing_sections(
                register_then, card, session.frame, is_past=session.is_past
            )
            if not history:
                return Detail(card, session.view)
            return import_module("netreg.cli.framework.record_history").show_with_history(db, session, card)

    return show


def _reading_as_of(db: sqlite3.Connection, moment: str | None) -> AbstractContextManager[sqlite3.Connection]:
    if moment is None:
        return nullcontext(db)
    from netreg.store.undo.reversal import reading_as_of

    return reading_as_of(db, read_recorded_at(moment))


def _make_edit(entity: Entity) -> Verb:
    @options.add_write_options
    def edit(
        session: Session,
        record: options.Record,
        changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", show_default=False)],
        if_updated_at: options.IfUpdatedAt = None,
    ) -> Detail:
        return _edit_fields(session, entity, record, changes, if_updated_at)

    return _make_correcting_edit(entity) if entity.kept_name or entity.has_seal else edit


def _make_correcting_edit(entity: Entity) -> Verb:
    @options.add_write_options
    def edit(
        session: Session,
        record: options.Record,
        changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", show_default=False)],
        if_updated_at: options.IfUpdatedAt = None,
        correction: options.CorrectKept = False,
    ) -> Detail:
        return _edit_fields(session, entity, record, changes, if_updated_at, correction=correction)

    return edit


def _edit_fields(
    session: Session,
    entity: Entity,
    record: str,
    changes: list[str],
    if_updated_at: str | None,
    *,
    correction: bool = False,
) -> Detail:
    from netreg.store.writes import checked_writes

    with session.writing() as db:
        number = lookup.find_record(db, entity, record)
        checked_writes.refuse_stale(db, entity, number, if_updated_at)
        values = arguments.parse_changes(db, entity, changes)
        values = confirm_typed(session, entity, values, records.read_values(db, entity, number))
        changed = checked_writes.edit_record(db, entity, number, values, amending=correction)
        shown = show_written(db, session, entity, number)
    return shown if changed else shown._replace(notes=make_unchanged_note(changed=changed))


def _make_remove(entity: Entity) -> Verb:
    @options.add_write_options
    def remove(session: Session, record: options.Record, yes: options.Yes = False) -> Message:
        return _remove_record(session, entity, record, yes=yes)

    @options.add_write_options
    def remove_sealed(
        session: Session, record: options.Record, yes: options.Yes = False, correction: options.CorrectKept = False
    ) -> Message:
        return _remove_record(session, entity, record, yes=yes, correction=correction)

    return remove_sealed if entity.has_seal else remove


def _remove_record(session: Session, entity: Entity, record: str, *, yes: bool, correction: bool = False) -> Message:
    from netreg.store.writes import checked_writes

    with session.reading() as db:
        number = lookup.find_record(db, entity, record)
        name = records.find_refs(db, entity.name, [number])[number].name
        seen = records.find_updated_at(db, entity, number)
    question = _("remove {kind} {number} ({name})?").format(kind=entity.spoken_name, number=number, name=name)
    confirm(question, yes or session.dry_run)
    with session.writing() as db:
        checked_writes.refuse_stale(db, entity, number, seen)
        count = checked_writes.remove_record(db, entity, number, amending=correction)
    return _report_removal(session, entity, number, count)


def confirm(question: str, yes: bool) -> None:
    """Ask a person on the standard error; without a terminal only ``--yes`` confirms.

    Raises:
        NotConfirmed: when the answer is not yes.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise NotConfirmed(_("{question} cannot ask without a terminal").format(question=question), _("add --yes"))
    print(f"{make_one_line(question)} [y/N]: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print(file=sys.stderr)
        raise typer.Abort
    if answer.strip().lower() not in ("y", "yes", "ใช่"):
        raise NotConfirmed(_("nothing was removed"))


def _report_removal(session: Session, entity: Entity, number: int, count: int) -> Message:
    children = count - 1
    more = ngettext(" and {n} record that belonged to it", " and {n} records that belonged to it", children)
    sentence = _("removed {kind} {number}{more}").format(
        kind=entity.spoken_name, number=number, more=more.format(n=children) if children else ""
    )
    data = {"removed": count, "id": number, "kind": entity.name}
    return Message((sentence,), session.view, data, make_dry_run_note(dry_run=session.dry_run))


def _load_verb(module: str, name: str, folder: str = "framework") -> Callable[[Entity], Verb]:
    """Return a maker of verbs whose module is imported when the verb is named."""

    def make(entity: Entity) -> Verb:
        verb: Verb = getattr(import_module(f"netreg.cli.{folder}.{module}"), name)(entity)
        return verb

    return make


SHARED: dict[str, tuple[str, Callable[[Entity], Verb]]] = {
    "list": ("List {kinds}.", _make_list),
    "show": ("Show a record with its children.", _make_show),
    "edit": ("Change fields: FIELD=VALUE; an empty value clears the field.", _make_edit),
    "remove": ("Remove a record with its children.", _make_remove),
    "import": (
        "Import {kinds} from CSV, Excel or JSON files: all rows or none.",
        _load_verb("import_export", "make_import"),
    ),
    "history": ("List the changes of a record, field by field.", _load_verb("record_history", "make_history")),
    "export": ("Export {kinds} to a CSV, Excel or JSON file.", _load_verb("import_export", "make_export")),
}
ATTACHED: dict[str, tuple[str, Callable[[Entity], Verb]]] = {
    "attach": ("Attach the signed document, or any other file, to a record.", _load_verb("attachments", "make_attach")),
    "open": ("Show a document of a record, or write a copy of it.", _load_verb("attachments", "make_open")),
}
MERGED: dict[str, tuple[str, Callable[[Entity], Verb]]] = {
    "not-same": ("Remember that two records are not the same.", _load_verb("not_same", "make_not_same", "merging")),
    "merge": ("Make one record of two, with all that points to either.", _load_verb("merge", "make_merge", "merging")),
    "unmerge": ("Part two records again that were merged.", _load_verb("unmerge", "make_unmerge", "merging")),
}
