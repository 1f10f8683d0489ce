"""Lists: which records, in which order, with which columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netreg.cli.framework.arguments import parse_value
from netreg.cli.framework.option_values import check_known
from netreg.cli.framework.session import Session
from netreg.core.entity import Entity, TimeFrame
from netreg.core.fields import Reference
from netreg.core.naming.field_names import find_field, suggest_fields
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.errors import UsageError
from netreg.language import _
from netreg.render.results import Listing
from netreg.store.records import conditions, lookup, records
from netreg.store.records.conditions import CompiledQuery
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from netreg.cli.framework.options import ListOptions
    from netreg.core.entity import Row
    from netreg.core.fields import Field
    from netreg.store.records.conditions import Condition


# --- lists of records ------------------------------------------------------------------


def list_records(
    session: Session,
    entity: Entity,
    choice: ListOptions,
    narrow: Callable[[sqlite3.Connection], Iterable[Condition]] = lambda _db: (),
    keep: Callable[[Row], bool] | None = None,
    frame: TimeFrame | None = None,
    note_none: Callable[[sqlite3.Connection, CompiledQuery], tuple[str, ...]] = lambda _db, _asked: (),
) -> Listing:
    """List the records that meet the conditions of `narrow` and that `keep` keeps, sorted and cut to the limit.

    Where there is none, `note_none` says of the same register what that might hide.
    """
    fields = [_find_field(entity, name, "--columns") for name in choice.columns or entity.columns]
    sort_field, descending = _read_sort(entity, choice.sort)
    if sort_field is None and entity.event_day and entity.parent is None:
        sort_field = entity.by_name[entity.event_day]  # events stand by their day, the newest last, where one looks
    order = records.order_by(entity, sort_field, descending=descending)
    frame = frame or session.frame
    with session.reading() as db:
        found = [*narrow(db), *select_known(session, entity)]
        asked = compile_query(db, entity, choice.query, session.as_of)
        found += asked.conditions
        if keep is None and asked.keep is not None and order is not None and choice.limit is not None:
            rows = _read_page(db, entity, found, frame, order, choice.limit, asked.keep)
        else:
            limit = choice.limit if keep is None and asked.keep is None and order is not None else None
            rows = records.select_records(db, entity, found, as_of=session.as_of, order=order, limit=limit)
            rows = [entity.add_derived(row, frame) for row in rows]
            rows = [row for row in rows if asked.keep(row)] if asked.keep else rows
        rows = [row for row in rows if keep(row)] if keep else rows
        notes = () if rows else note_none(db, asked)
    if sort_field is not None and order is None:
        rows = _sort_by_field(rows, sort_field, descending=descending)
    everything = () if choice.columns else tuple(entity.by_name.values())
    summary = count_rows(len(rows), choice)
    rows = _name_written_people(entity, rows[: choice.limit])
    return Listing(fields, rows, session.view, everything, notes=notes, summary=summary)


def count_rows(count: int, choice: ListOptions) -> str:
    """Say how many rows a list has, or that it has no more than were asked for."""
    if choice.limit is not None and count >= choice.limit:
        return _("the first {n}; all without --limit").format(n=f"{choice.limit:,}")
    return _("{n} listed").format(n=f"{count:,}")


def select_known(session: Session, entity: Entity) -> list[Condition]:
    """Select what was known on a past day, of agreements and of what belongs to them."""
    if not session.is_past or not entity.command.startswith("agreement"):
        return []
    from netreg.store.reports.known_records import select_known_with

    return select_known_with(entity, session.as_of)


def _name_written_people(entity: Entity, rows: list[Row]) -> list[Row]:
    """Return the rows with the name of who has no record where they show a person."""
    kept = entity.kept_name
    if kept is None:
        return rows
    return [row if row[kept.person] or not row[kept.name] else row | {kept.person: row[kept.name]} for row in rows]


def compile_query(db: sqlite3.Connection, entity: Entity, written: str, as_of: date) -> CompiledQuery:
    """Compile the query of a list; its modules are loaded only where there is one."""
    if not written.strip():
        return CompiledQuery()
    from netreg.store.records.querying.compiler import compile_query

    return compile_query(db, entity, written, as_of)


def select_queried(
    db: sqlite3.Connection, entity: Entity, written: str, frame: TimeFrame, own: Iterable[Condition] = ()
) -> list[Condition]:
    """Return the conditions of a query in SQL alone: of what only rows can tell, the numbers of those that fit.

    The records looked at meet the conditions `own` too.
    """
    asked = compile_query(db, entity, written, frame.as_of)
    if asked.keep is None:
        return list(asked.conditions)
    rows = records.select_records(db, entity, [*own, *asked.conditions], as_of=frame.as_of)
    kept = [row["id"] for row in rows if asked.keep(entity.add_derived(row, frame))]
    return [*asked.conditions, conditions.select_numbers(kept)]


def _read_page(
    db: sqlite3.Connection,
    entity: Entity,
    found: Sequence[Condition],
    frame: TimeFrame,
    order: str,
    limit: int,
    keep: Callable[[Row], bool],
) -> list[Row]:
    """Read records in their order until so many are kept: of a long register not every one is derived."""
    kept: list[Row] = []
    size, first = max(200, 2 * limit), 0
    while len(kept) < limit:
        rows = records.select_records(db, entity, found, as_of=frame.as_of, order=order, limit=size, offset=first)
        kept += [row for row in (entity.add_derived(row, frame) for row in rows) if keep(row)]
        if len(rows) < size:
            break
        first, size = first + size, 2 * size
    return kept


def _find_field(entity: Entity, name: str, option: str) -> Field:
    fields = entity.by_name.values()
    found = find_field(name, fields)
    if found is None:
        raise UsageError(
            _("{option}: unknown field '{name}' of {kind}").format(option=option, name=name, kind=entity.spoken_name),
            suggest_fields(name, fields),
        )
    return found


def _read_sort(entity: Entity, sort: str | None) -> tuple[Field | None, bool]:
    if sort is None:
        return None, False
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name == "name" and (entity.parent is None or entity.is_named_by_parent):
        return entity.parent, descending
    return _find_field(entity, name, "--sort"), descending


# --- the conditions of options ---------------------------------------------------------


def match_text(db: sqlite3.Connection, sought: str | None, kind: Entity, as_of: date) -> list[Condition]:
    """Return the condition of ``--match``, if it was given; its modules are loaded only then."""
    if not sought:
        return []
    from netreg.core.queries.query import quote_text
    from netreg.core.queries.query_error import NOWHERE
    from netreg.store.records.querying.containing import select_containing
    from netreg.store.records.querying.shown_values import list_shown_terms

    if list_shown_terms(kind, sought, NOWHERE):
        return select_queried(db, kind, quote_text(sought), TimeFrame(as_of))
    return [select_containing(db, sought, kind, as_of)]


def match_fields(db: sqlite3.Connection, entity: Entity, texts: Mapping[str, str | None]) -> Iterator[Condition]:
    """Yield the conditions that fields have the values of options, by field name, for those given."""
    for name, written in texts.items():
        if written is not None:
            field = entity.by_name[name]
            if isinstance(field, Reference):  # an empty name is no record, and not "those without one"
                yield conditions.select_equal(field, lookup.find_record(db, BY_NAME[field.to], written))
            else:
                yield conditions.select_equal(field, parse_value(db, field, written))


def match_missing(entity: Entity, missing: Iterable[str] | None, derived: Iterable[str] = ()) -> list[Condition]:
    """Return the conditions of ``--missing``, but for the words in `derived`, which SQL cannot tell.

    Raises:
        UsageError: when a word is not known, with those that are.
    """
    known = conditions.MISSING[entity.name]
    words = [check_known("--missing", word, sorted((*known, *derived))) for word in missing or ()]
    return [conditions.select_lacking(entity.name, word) for word in words if word in known]


# --- lists of other things than records ------------------------------------------------


def select_columns(fields: Sequence[Field], choice: ListOptions) -> list[Field]:
    """Return the fields that ``--columns`` names, or all of them.

    Raises:
        UsageError: when there is no column of a name, with those there are.
    """
    return [_find_column(fields, name, "--columns") for name in choice.columns] or list(fields)


def _find_column(fields: Sequence[Field], name: str, option: str) -> Field:
    found = find_field(name, fields)
    if found is None:
        raise UsageError(
            _("{option}: unknown column '{text}'").format(option=option, text=name), suggest_fields(name, fields)
        )
    return found


def sort_rows(rows: list[Row], fields: Sequence[Field], sort: str | None) -> list[Row]:
    """Return the rows in the order of ``--sort``.

    Raises:
        UsageError: when there is no column of that name, with those there are.
    """
    if sort is None:
        return rows
    field = _find_column(fields, sort.removeprefix("-"), "--sort")
    return _sort_by_field(rows, field, descending=sort.startswith("-"))


def _sort_by_field(rows: list[Row], field: Field, *, descending: bool) -> list[Row]:
    """Sort by the stored value, texts in Thai order; rows without one come last."""

    def key(row: Row) -> Any:
        value = row[field.name]
        return value if isinstance(value, int) or isinstance(field, Date) else text.sort_key(field.show(value))

    filled = [row for row in rows if row.get(field.name) is not None]
    empty = [row for row in rows if row.get(field.name) is None]
    return sorted(filled, key=key, reverse=descending) + empty
