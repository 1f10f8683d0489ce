"""The shape of a rule of a noun: what it refuses, and which rows of a file it has to see one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport


class ProposedWrite(NamedTuple):
    """A record to be added (no `number` yet), changed, or removed (no `after`).

    `before` and `after` are whole rows of stored values by field name, `given` the values that were
    asked for. With `amending` even what was signed may change. What is planned for a day after `today`
    (ISO 8601) has not happened yet; blank, every day has come.
    """

    entity: Entity
    number: int | None
    before: Row
    given: Mapping[str, Any]
    after: Row | None
    amending: bool = False
    today: str = ""


def _fill_nothing(_db: sqlite3.Connection, _write: ProposedWrite) -> Row:
    return {}


def _do_nothing(_db: sqlite3.Connection, _write: ProposedWrite) -> None:
    """Let every write pass, and do no more."""


def _refuse_no_match(
    _db: sqlite3.Connection, _entity: Entity, _number: int, _row: Mapping[str, Any], _child: Mapping[str, Any]
) -> None:
    """Let every row be about the record that was found for it."""


def _no_rows(_db: sqlite3.Connection, _task: TableImport) -> Iterable[str]:
    return ()


def _fill_no_rows(_db: sqlite3.Connection, _task: TableImport) -> Iterable[tuple[int, Row, Row]]:
    return ()


def _no_notes(_db: sqlite3.Connection, _task: TableImport) -> Iterable[tuple[int, str, str, str]]:
    return ()


class WriteRule(NamedTuple):
    """A rule of a noun that needs the register itself; each part does nothing by default."""

    #: Raise ``RefusedChange`` for a write that the rule forbids.
    refuse: Callable[[sqlite3.Connection, ProposedWrite], None] = _do_nothing
    #: Raise ``RefusedChange`` where a row and its child may be about another record than the one found.
    refuse_match: Callable[[sqlite3.Connection, Entity, int, Mapping[str, Any], Mapping[str, Any]], None] = (
        _refuse_no_match
    )
    #: Return values to be written along with those of a write.
    fill: Callable[[sqlite3.Connection, ProposedWrite], Row] = _fill_nothing
    #: Write what follows from a write that was made, in other records.
    follow: Callable[[sqlite3.Connection, ProposedWrite], None] = _do_nothing
    #: Yield what follows ``SELECT row FROM`` for the rows of a file that `refuse` has to see one by one.
    rows_needing_row_import: Callable[[sqlite3.Connection, TableImport], Iterable[str]] = _no_rows
    #: Yield the new rows of a file that get values beside their own, as `fill` gives them to a single one: the number
    #: of each, its values, and these.
    fill_rows: Callable[[sqlite3.Connection, TableImport], Iterable[tuple[int, Row, Row]]] = _fill_no_rows
    #: Yield what is to be said of rows of a file that are taken: row, place as ``child.position``, value, note.
    note_rows: Callable[[sqlite3.Connection, TableImport], Iterable[tuple[int, str, str, str]]] = _no_notes
