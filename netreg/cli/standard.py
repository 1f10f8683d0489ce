"""The verbs that all nouns share, written once for any kind of record."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from netreg.cli import options
from netreg.cli.context import Session
from netreg.cli.group import Entry, LazyGroup
from netreg.core.entity import Entity, completed
from netreg.core.fields import Ref, Reference
from netreg.core.thai_fields import AcademicYear, Date
from netreg.entities import BY_NAME
from netreg.errors import NotConfirmed, Refused, Usage
from netreg.language import _, ngettext
from netreg.render.results import Listing, Shown, Told
from netreg.render.safe import one_line
from netreg.store import conditions, lookup, records, register
from netreg.thai import terms, text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Mapping, Sequence

    from typer._click.core import Command

    from netreg.cli.options import Choice
    from netreg.core.entity import Row
    from netreg.core.fields import Field
    from netreg.store.conditions import Condition

Verb = Callable[..., Any]


# --- groups ------------------------------------------------------------------


def command(function: Verb, name: str, sentence: str | None = None) -> Command:
    """The Typer command of one function; `sentence` stands for its docstring in the help."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
    app.command(name, help=sentence)(options.applied(function))
    built = get_command(app)
    built.name = name
    return built


def entry(function: Verb, name: str, panel: str | None = None) -> Entry:
    """A line of a group's table for one function, with the first line of its docstring."""
    return Entry((function.__doc__ or "").split("\n")[0], lambda: command(function, name), panel)


def noun(
    entity: Entity,
    verbs: Mapping[str, Verb | Entry],
    help_text: str,
    below: Mapping[str, tuple[str, Callable[[], LazyGroup]]] | None = None,
    in_files: Entity | None = None,
    without: Container[str] = (),
) -> LazyGroup:
    """The group of a noun: its own verbs, those that all nouns share, its children's groups.

    A verb in `verbs` takes the place of the shared one of the same name; those in `without`
    make no sense for the kind. `in_files` is the kind as files have it, if they have it otherwise.
    """
    entries = {name: verb if isinstance(verb, Entry) else entry(verb, name) for name, verb in verbs.items()}
    shared = SHARED | ATTACHED if any(one.kind == "document" for one in entity.related) else SHARED
    for name, (sentence, make) in shared.items():
        if name in without:
            continue
        what = _(sentence).format(kinds=entity.plural.en.lower())
        kind = in_files if in_files and name in ("import", "export") else entity
        entries.setdefault(
            name,
            Entry(what, lambda make=make, kind=kind, name=name, what=what: command(make(kind), name, what)),  # type: ignore[misc]
        )
    entries = {name: entries[name] for name in sorted(entries, key=_place)}
    for name, (sentence, group) in (below or {}).items():
        entries[name] = Entry(sentence, group, _("What belongs to it"))
    return LazyGroup(
        name=entity.command.split()[-1], help=help_text, entries=entries, no_args_is_help=True, rich_markup_mode="rich"
    )


def _place(verb: str) -> int:
    order = ("add", "list", "show", "edit", "remove", "import", "export")
    return order.index(verb) if verb in order else len(order)


# --- finding and filling -----------------------------------------------------


def find(db: sqlite3.Connection, kind: Entity, written: str, within: int | None = None) -> int:
    """The number of the record meant by an argument."""
    return lookup.find(db, kind, written, within=within)


def read_values(db: sqlite3.Connection, entity: Entity, written: Mapping[str, str | None]) -> Row:
    """Stored values for the texts of options, by field name; absent ones are left out.

    Raises:
        Usage: naming the option whose text cannot be taken.
    """
    return {name: read_value(db, entity.by_name[name], value) for name, value in written.items() if value is not None}


def read_compound(entity: Entity, name: str, written: str) -> Row:
    """The stored values that one text is made of, such as a name with its titles.

    Raises:
        Usage: when it cannot be taken apart.
    """
    compound = next(compound for compound in entity.compounds if compound.name == name)
    try:
        return dict(zip(compound.into, compound.split(written), strict=True))
    except Refused as refusal:
        raise Usage(_("{field}: {reason}").format(field=name, reason=refusal)) from None


def picked(fields: Sequence[Field], choice: Choice) -> list[Field]:
    """The fields of a list that is not one of records, as ``--columns`` names them.

    Raises:
        Usage: naming the one that there is none of.
    """
    known = {field.name: field for field in fields}
    for name in choice.columns:
        if name not in known:
            raise Usage(
                _("--columns: there is no column '{name}'").format(name=name),
                _("there are: {names}").format(names=", ".join(known)),
            )
    return [known[name] for name in choice.columns] or list(fields)


def in_utc(moment: str) -> str:
    """The moment in UTC that clocks in Thailand (UTC+7) show as `moment`."""
    return (datetime.fromisoformat(moment) - timedelta(hours=7)).isoformat()


def recorded_moment(written: str) -> str:
    """The moment in UTC that ``--recorded-at`` means; a day or minute is meant to its end.

    A moment as the history prints it for scripts is taken to the fraction of a second.

    Raises:
        Usage: when it is no day or moment.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", written):
        return written
    field = Date("recorded_at", "เมื่อ", "--recorded-at", time=True)
    try:
        value = str(field.parse(written) or "")
    except Refused as refusal:
        raise Usage(_("--recorded-at: {reason}").format(reason=refusal)) from None
    if len(value) < len("2021-08-05"):
        raise Usage(_("--recorded-at: '{text}' is no day").format(text=written), _("write '5 ส.ค. 2568 09:30'"))
    return in_utc(value + ":59.999999" if "T" in value else value + "T23:59:59.999999")


def read_value(db: sqlite3.Connection, field: Field, written: str) -> Any:
    """The stored value of one text, a reference as the number of the record it means."""
    if isinstance(field, Reference):
        return find(db, BY_NAME[field.to], written) if text.clean(written) else None
    try:
        return field.parse(written)
    except Refused as refusal:
        raise Usage(_("{field}: {reason}").format(field=field.label.en, reason=refusal)) from None


def read_days(entity: Entity, first: str, last: str, written: str | None) -> Row:
    """The stored values of two dates out of one text: a day, or a span of days.

    Raises:
        Usage: when it is neither.
    """
    if written is None or not text.clean(written):
        return {}
    from netreg.thai.calendar import read

    try:
        reading = read(written)
        if reading.precision == "span":
            begins, ends = reading.value.split("/")
            return {first: begins, last: ends}
        return {first: entity.by_name[first].parse(written)}
    except Refused as refusal:
        raise Usage(_("{field}: {reason}").format(field=entity.by_name[first].label.en, reason=refusal)) from None


def fiscal_days(written: str) -> tuple[date, date]:
    """The first and the last day of the fiscal year (ปีงบประมาณ) that ``--year`` means.

    Raises:
        Usage: when it is no year.
    """
    field = AcademicYear("year", "ปี", "--year")
    try:
        year = field.parse(written.replace("ปีงบประมาณ", ""))
    except Refused:
        year = None
    if year is None:
        raise Usage(_("--year: '{text}' is no year").format(text=written), _("write it such as 2569"))
    return terms.fiscal_span(int(year))


def written(db: sqlite3.Connection, session: Session, entity: Entity, number: int, *, dry_run: bool) -> Shown:
    """The record just written, to print; says so when it was only tried."""
    notes = (_("dry run: nothing was kept"),) if dry_run else ()
    return Shown(completed(records.card(db, entity, number, session.as_of), session.question), session.view, notes)


def put_under(session: Session, kind: Entity, owner: str, texts: Mapping[str, str | None], *, dry_run: bool) -> Shown:
    """Add what belongs to a record and show that record."""
    assert kind.parent is not None
    above = BY_NAME[kind.parent.to]
    with session.writing(dry_run=dry_run) as db:
        number = find(db, above, owner)
        register.add(db, kind, {kind.parent.name: number, **read_values(db, kind, texts)})
        return written(db, session, above, number, dry_run=dry_run)


def is_meant(value: Any, wanted: Any) -> bool:
    """Whether a value of a row is the one asked for; a reference is asked for by its number."""
    return bool((value.id if isinstance(value, Ref) else value) == wanted)


# --- lists -------------------------------------------------------------------


def listing(
    session: Session,
    entity: Entity,
    choice: Choice,
    narrowed: Callable[[sqlite3.Connection], Iterable[Condition]] = lambda _db: (),
    keep: Callable[[Row], bool] | None = None,
    question: Any = None,
) -> Listing:
    """The records that meet the conditions and that `keep` keeps, sorted and cut."""
    fields = chosen(entity, choice.columns or entity.columns)
    sort_field, descending = _sorting(entity, choice.sort)
    order = records.ordering(entity, sort_field, descending=descending)
    in_sql = keep is None and order is not None
    with session.reading() as db:
        rows = records.select(
            db,
            entity,
            narrowed(db),
            as_of=session.as_of,
            order=order,
            limit=choice.limit if in_sql else None,
        )
    rows = [entity.complete(row, question or session.question) for row in rows]
    rows = [row for row in rows if keep(row)] if keep else rows
    if sort_field is not None and order is None:
        rows = _sorted(rows, sort_field, descending=descending)
    rows = rows if choice.limit is None else rows[: choice.limit]
    everything = () if choice.columns else tuple(entity.by_name.values())
    return Listing(fields, rows, session.view, everything)


def matching(text_sought: str | None, kind: Entity | None = None) -> list[Condition]:
    """The condition of ``--match``, if it was given."""
    return [conditions.matches(text_sought, kind)] if text_sought else []


def lacking(entity: Entity, what: Iterable[str] | None, derived: Iterable[str] = ()) -> list[Condition]:
    """The conditions of ``--missing``: what is named is not there; `derived` is what SQL cannot tell.

    Raises:
        Usage: naming what there is none of, and what there is.
    """
    known = conditions.MISSING[entity.name]
    for word in what or ():
        if word not in (*known, *derived):
            raise Usage(
                _("--missing: '{text}' is nothing that is missed").format(text=word),
                _("it may be: {options}").format(options=", ".join(sorted((*known, *derived)))),
            )
    return [conditions.missing(entity.name, word) for word in what or () if word in known]


def chosen(entity: Entity, names: Iterable[str]) -> list[Field]:
    """The fields of these names.

    Raises:
        Usage: naming the one that there is none of, and its nearest.
    """
    return [_field(entity, name, "--columns") for name in names]


def _field(entity: Entity, name: str, where: str) -> Field:
    if name in entity.by_name:
        return entity.by_name[name]
    near = text.nearest(name, entity.by_name) or [*list(entity.by_name)[:8], "…"]
    raise Usage(
        _("{where}: '{name}' is no field of {kind}").format(where=where, name=name, kind=entity.command),
        _("nearest: {names}").format(names=", ".join(near)),
    )


def _sorting(entity: Entity, sort: str | None) -> tuple[Field | None, bool]:
    if sort is None:
        return None, False
    if sort.removeprefix("-") == "name" and (entity.parent is None or entity.named_by_parent):
        return entity.parent, sort.startswith("-")
    return _field(entity, sort.removeprefix("-"), "--sort"), sort.startswith("-")


def sorted_by(rows: list[Row], fields: Sequence[Field], sort: str | None) -> list[Row]:
    """The rows of a list that is not one of records, as ``--sort`` asks.

    Raises:
        Usage: naming the field that there is none of.
    """
    if sort is None:
        return rows
    field = next((field for field in fields if field.name == sort.removeprefix("-")), None)
    if field is None:
        raise Usage(
            _("--sort: there is no column '{name}'").format(name=sort.removeprefix("-")),
            _("there are: {names}").format(names=", ".join(field.name for field in fields)),
        )
    return _sorted(rows, field, descending=sort.startswith("-"))


def _sorted(rows: list[Row], field: Field, *, descending: bool) -> list[Row]:
    """By the stored value, texts in Thai order; rows without one last."""

    def key(row: Row) -> Any:
        value = row[field.name]
        ordered = isinstance(value, int) or isinstance(field, Date)
        return value if ordered else text.sort_key(field.show(value))

    filled = [row for row in rows if row.get(field.name) is not None]
    empty = [row for row in rows if row.get(field.name) is None]
    return sorted(filled, key=key, reverse=descending) + empty


# --- the shared verbs --------------------------------------------------------


def _listing(entity: Entity) -> Verb:
    @options.lists
    def list_(session: Session, choice: options.Choice, match: options.Match = None) -> Listing:
        return listing(session, entity, choice, lambda _db: matching(match, entity))

    return list_


def _showing(entity: Entity) -> Verb:
    @options.shows
    def show(
        session: Session,
        record: options.Record,
        recorded_at: Annotated[
            str | None,
            typer.Option("--recorded-at", metavar="MOMENT", help="As the register had it then."),
        ] = None,
        history: Annotated[
            bool, typer.Option("--history", help="With every change of it and of what belongs to it.")
        ] = False,
    ) -> Any:
        with session.reading() as db:
            register_then = _register_at(db, recorded_at) if recorded_at is not None else db
            number = find(register_then, entity, record)
            card = completed(records.card(register_then, entity, number, session.as_of), session.question)
            if not history:
                return Shown(card, session.view)
            return import_module("netreg.cli.history").with_life(db, session, card)

    return show


def _register_at(db: sqlite3.Connection, moment: str) -> sqlite3.Connection:
    from netreg.store.undo import as_of

    return as_of(db, recorded_moment(moment))


def _editing(entity: Entity) -> Verb:
    @options.shows
    def edit(
        session: Session,
        record: options.Record,
        changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", show_default=False)],
        if_updated_at: Annotated[
            str | None,
            typer.Option("--if-updated-at", metavar="MOMENT", help="Only if its updated_at is still this."),
        ] = None,
        dry_run: options.DryRun = False,
    ) -> Shown:
        with session.writing(dry_run=dry_run) as db:
            number = find(db, entity, record)
            register.refuse_stale(db, entity, number, if_updated_at)
            changed = register.edit(db, entity, number, read_changes(db, entity, changes))
            shown = written(db, session, entity, number, dry_run=dry_run)
        return shown if changed else shown._replace(notes=(_("nothing differed; nothing was written"),))

    return edit


def _removing(entity: Entity) -> Verb:
    @options.shows
    def remove(
        session: Session, record: options.Record, yes: options.Yes = False, dry_run: options.DryRun = False
    ) -> Told:
        with session.reading() as db:
            number = find(db, entity, record)
            name = records.refs(db, entity.name, [number])[number].name
            seen = records.updated_at(db, entity, number)
        question = _("remove {kind} {number} ({name})?").format(kind=entity.command, number=number, name=name)
        confirm(question, yes or dry_run)
        with session.writing(dry_run=dry_run) as db:
            register.refuse_stale(db, entity, number, seen)
            gone = register.remove(db, entity, number)
        return _removed(session, entity, number, gone, dry_run=dry_run)

    return remove


def read_changes(db: sqlite3.Connection, entity: Entity, pairs: Iterable[str]) -> Row:
    """The stored values that ``FIELD=VALUE`` arguments stand for.

    Raises:
        Usage: when one of them is none.
    """
    changes: Row = {}
    compounds = {compound.name for compound in entity.compounds}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Usage(_("'{pair}' has no '='").format(pair=pair), _("write FIELD=VALUE, for example note=…"))
        if name in compounds:
            changes |= read_compound(entity, name, value)
        elif name in {field.name for field in entity.stored}:
            changes[name] = read_value(db, entity.by_name[name], value)
        else:
            raise _no_such_field(entity, name, [*compounds])
    return changes


def _no_such_field(entity: Entity, name: str, more: list[str]) -> Usage:
    names = [field.name for field in entity.stored] + more
    near = [known for known in names if known.startswith(name)] or text.nearest(name, names) or [*names[:8], "…"]
    return Usage(
        _("'{name}' is no field of {kind} that can be edited").format(name=name, kind=entity.command),
        _("nearest: {names}").format(names=", ".join(near)),
    )


def confirm(question: str, yes: bool) -> None:
    """Ask a person on the standard error; without a terminal only ``--yes`` will do.

    Raises:
        NotConfirmed: when nobody said yes.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise NotConfirmed(_("{question} nobody is there to answer").format(question=question), _("add --yes"))
    print(f"{one_line(question)} [y/N]: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print(file=sys.stderr)
        raise typer.Abort
    if answer.strip().lower() not in ("y", "yes", "ใช่"):
        raise NotConfirmed(_("nothing was removed"))


def _removed(session: Session, entity: Entity, number: int, gone: int, *, dry_run: bool) -> Told:
    more = ngettext(" and {n} record that belonged to it", " and {n} records that belonged to it", gone - 1)
    sentence = _("removed {kind} {number}{more}").format(
        kind=entity.command, number=number, more=more.format(n=gone - 1) if gone > 1 else ""
    )
    notes = (_("dry run: nothing was kept"),) if dry_run else ()
    return Told((sentence,), session.view, {"removed": gone, "id": number, "kind": entity.name}, notes)


def _elsewhere(module: str, name: str) -> Callable[[Entity], Verb]:
    """A verb whose module is loaded when the verb is named."""

    def make(entity: Entity) -> Verb:
        verb: Verb = getattr(import_module(f"netreg.cli.{module}"), name)(entity)
        return verb

    return make


SHARED: dict[str, tuple[str, Callable[[Entity], Verb]]] = {
    "list": ("List {kinds}.", _listing),
    "show": ("Show one with all that belongs to it.", _showing),
    "edit": ("Change fields: FIELD=VALUE; an empty value clears the field.", _editing),
    "remove": ("Remove one and what belongs to it.", _removing),
    "import": (
        "Take {kinds} from CSV, Excel or JSON files: all rows or none.",
        _elsewhere("files", "importing"),
    ),
    "history": ("Tell what was changed in one, field by field.", _elsewhere("history", "of_kind")),
    "export": (
        "Write {kinds} to a CSV, Excel or JSON file.",
        _elsewhere("files", "exporting"),
    ),
}
ATTACHED: dict[str, tuple[str, Callable[[Entity], Verb]]] = {
    "attach": ("Keep the signed document, or any other file, with one.", _elsewhere("attachments", "attach_to")),
    "open": ("Show a document of one, or write a copy of it.", _elsewhere("attachments", "open_of")),
}
