"""Lists: which records, in which order, with which columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netreg.cli.framework import arguments
from netreg.cli.framework.session import Session
from netreg.core.entity import Entity
from netreg.core.fields import Reference
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.errors import UsageError
from netreg.language import _
from netreg.render.results import Listing
from netreg.store.records import conditions, records
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netreg.cli.framework.options import ListOptions
    from netreg.core.entity import Row
    from netreg.core.fields import Field
    from netreg.store.records.conditions import Condition


def list_records(
    session: Session,
    entity: Entity,
    choice: ListOptions,
    narrowed: Callable[[sqlite3.Connection], Iterable[Condition]] = lambda _db: (),
    keep: Callable[[Row], bool] | None = None,
    frame: Any = None,
) -> Listing:
    """The records that meet the conditions and that `keep` keeps, sorted and cut."""
    fields = select_fields(entity, choice.columns or entity.columns)
    sort_field, descending = _read_sort(entity, choice.sort)
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
    rows = [entity.add_derived(row, frame or session.frame) for row in rows]
    rows = [row for row in rows if keep(row)] if keep else rows
    if sort_field is not None and order is None:
        rows = _sort_by_field(rows, sort_field, descending=descending)
    rows = rows[: choice.limit]
    everything = () if choice.columns else tuple(entity.by_name.values())
    return Listing(fields, rows, session.view, everything)


def match_text(text_sought: str | None, kind: Entity | None = None) -> list[Condition]:
    """The condition of ``--match``, if it was given."""
    return [conditions.matches(text_sought, kind)] if text_sought else []


def match_fields(db: sqlite3.Connection, entity: Entity, texts: Mapping[str, str | None]) -> Iterator[Condition]:
    """The conditions that fields hold what options say, by field name; absent ones narrow nothing."""
    for name, written in texts.items():
        if written is not None:
            field = entity.by_name[name]
            if isinstance(field, Reference):
                yield conditions.equals(field, arguments.find_record(db, BY_NAME[field.to], written))
            else:
                yield conditions.equals(field, arguments.read_value(db, field, written))


def match_missing(entity: Entity, what: Iterable[str] | None, derived: Iterable[str] = ()) -> list[Condition]:
    """The conditions of ``--missing``: what is named is not there; `derived` is what SQL cannot tell.

    Raises:
        UsageError: naming what there is none of, and what there is.
    """
    known = conditions.MISSING[entity.name]
    for word in what or ():
        if word not in (*known, *derived):
            raise UsageError(
                _("--missing: '{text}' is nothing that is missed").format(text=word),
                _("it may be: {options}").format(options=", ".join(sorted((*known, *derived)))),
            )
    return [conditions.missing(entity.name, word) for word in what or () if word in known]


def select_fields(entity: Entity, names: Iterable[str]) -> list[Field]:
    """The fields of these names.

    Raises:
        UsageError: naming the one that there is none of, and its nearest.
    """
    return [_find_field(entity, name, "--columns") for name in names]


def select_columns(fields: Sequence[Field], choice: ListOptions) -> list[Field]:
    """The fields of a list that is not one of records, as ``--columns`` names them.

    Raises:
        UsageError: naming the one that there is none of.
    """
    known = {field.name: field for field in fields}
    for name in choice.columns:
        if name not in known:
            raise UsageError(
                _("--columns: there is no column '{name}'").format(name=name),
                _("there are: {names}").format(names=", ".join(known)),
            )
    return [known[name] for name in choice.columns] or list(fields)


def _find_field(entity: Entity, name: str, where: str) -> Field:
    if name in entity.by_name:
        return entity.by_name[name]
    near = text.find_nearest(name, entity.by_name) or [*list(entity.by_name)[:8], "…"]
    raise UsageError(
        _("{where}: '{name}' is no field of {kind}").format(where=where, name=name, kind=entity.command),
        _("nearest: {names}").format(names=", ".join(near)),
    )


def _read_sort(entity: Entity, sort: str | None) -> tuple[Field | None, bool]:
    if sort is None:
        return None, False
    if sort.removeprefix("-") == "name" and (entity.parent is None or entity.is_named_by_parent):
        return entity.parent, sort.startswith("-")
    return _find_field(entity, sort.removeprefix("-"), "--sort"), sort.startswith("-")


def sort_rows(rows: list[Row], fields: Sequence[Field], sort: str | None) -> list[Row]:
    """The rows of a list that is not one of records, as ``--sort`` asks.

    Raises:
        UsageError: naming the field that there is none of.
    """
    if sort is None:
        return rows
    field = next((field for field in fields if field.name == sort.removeprefix("-")), None)
    if field is None:
        raise UsageError(
            _("--sort: there is no column '{name}'").format(name=sort.removeprefix("-")),
            _("there are: {names}").format(names=", ".join(field.name for field in fields)),
        )
    return _sort_by_field(rows, field, descending=sort.startswith("-"))


def _sort_by_field(rows: list[Row], field: Field, *, descending: bool) -> list[Row]:
    """By the stored value, texts in Thai order; rows without one last."""

    def key(row: Row) -> Any:
        value = row[field.name]
        ordered = isinstance(value, int) or isinstance(field, Date)
        return value if ordered else text.sort_key(field.show(value))

    filled = [row for row in rows if row.get(field.name) is not None]
    empty = [row for row in rows if row.get(field.name) is None]
    return sorted(filled, key=key, reverse=descending) + empty
