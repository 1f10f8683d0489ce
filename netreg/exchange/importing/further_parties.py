"""The further parties of an agreement that stand in its row: in one cell, or in columns of their own.

The row itself has the first one; the others become rows of parties that are nested in it, and are read after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.entities import BY_NAME
from netreg.exchange.columns.ditto_marks import fill_ditto
from netreg.exchange.columns.table_kinds import EntityTable, FurtherParties, PartyRows
from netreg.exchange.headings.table_headings import TableHeadings
from netreg.exchange.headings.targets import CHILD, OWN, ColumnTarget
from netreg.exchange.headings.virtual_columns import VirtualColumn, is_blank
from netreg.exchange.importing.signing.signers import list_signers, make_signer_headings
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.language import _
from netreg.store.importing import resolve_references, staging_tables
from netreg.thai import text
from netreg.thai.several_bodies import split_bodies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netreg.core.table_import import TableImport
    from netreg.store.importing.apply_sets import RowCounts

_PARTY = "party"


def split_parties(
    db: sqlite3.Connection, parts: Sequence[EntityTable], heads: Sequence[TableHeadings]
) -> tuple[list[EntityTable], list[TableHeadings]]:
    """Return the tables with one party in each row of an agreement, and behind them those of the further parties."""
    own, own_heads = [*parts], [*heads]
    more: list[EntityTable] = []
    for n, (part, head) in enumerate(zip(parts, heads, strict=True)):
        if part.entity.row_child != _PARTY or head.is_export:
            continue
        if further := _Parties(db, part, head).find():
            own_heads[n] = further[1]
            own[n] = part._replace(further=further[0])
            source = further[0].make_source(further[0].lines)
            more.append(
                EntityTable(BY_NAME[_PARTY], source, part.name, len(parts) + len(more), part.number, further=further[0])
            )
        if part.nested_in is None and head.signers and (signed := list_signers(db, part, head)):
            number = len(parts) + len(more)
            source = signed.make_source(signed.lines)
            more.append(EntityTable(BY_NAME[_PARTY], source, part.name, number, part.number, part.typed, signed))
    return [*own, *more], [*own_heads, *(_make_headings(part) for part in more)]


def _make_headings(part: EntityTable) -> TableHeadings:
    if isinstance(part.further, PartyRows):
        return make_signer_headings(part)
    assert part.further is not None
    target = ColumnTarget(OWN, part.entity.by_name["organisation"])
    return TableHeadings(part.entity, part.name, 0, [part.further.heading], {0: target}, [], nested=True)


class _Parties:
    """The parties in the rows of one table of agreements."""

    def __init__(self, db: sqlite3.Connection, part: EntityTable, head: TableHeadings) -> None:
        self.db = db
        self.part = part
        self.head = head
        self._names: dict[str, tuple[str, ...]] = {}

    def find(self) -> tuple[FurtherParties, TableHeadings] | None:
        """Return the further parties, and the headings by which a row is read without them; None if there are none."""
        column = next((n for n, target in self.head.targets.items() if _is_party(target)), None)
        sources = tuple(self.head.list_sources(column)) if column is not None else ()
        if column is None or not sources:
            return None
        lines = {number: names[1:] for number, names in self._list_lines(sources) if len(names) > 1}
        if not lines:
            return None
        heading, known = self.head.get_heading(column), dict(self._names)
        first = VirtualColumn(heading, sources, lambda cells: next(iter(_list_names(cells, known)), ""))
        number = len(self.head.names) + len(self.head.virtual)
        targets = {number if n == column else n: target for n, target in self.head.targets.items()}
        virtual = {**self.head.virtual, number: first}
        return FurtherParties(heading, lines), self.head._replace(targets=targets, virtual=virtual)

    def _list_lines(self, sources: tuple[int, ...]) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of each row with the names of its parties, each once."""
        width = len(self.head.names)
        for row in self.part.source.rows():
            if row.number > self.head.first and len(row.cells) >= width:
                cells = [strip_mark(fill_ditto(row.cells[n])) for n in sources]
                for cell in cells:
                    if cell not in self._names and len(split_bodies(cell)) > 1:
                        self._names[cell] = (
                            (cell,)
                            if resolve_references.knows_name(self.db, "organisation", cell)
                            else split_bodies(cell)
                        )
                yield row.number, _list_names(cells, self._names)


def _list_names(cells: Iterable[str], known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the names of the parties in some cells, each once; those that are `known` to be several are split."""
    named = [name for cell in cells if not is_blank(cell) for name in known.get(cell, (cell,))]
    return [*{text.match_key(name): name for name in reversed(named)}.values()][::-1]


def _is_party(target: ColumnTarget) -> bool:
    field = target.field
    return target.place == CHILD and isinstance(field, Reference) and field.name == "organisation"


def check_further_parties(
    db: sqlite3.Connection, task: TableImport, further: FurtherParties, *, may_create: bool
) -> None:
    """Note the rows with several parties; reject those of which one is not known, and cannot be created."""
    staging_tables.index_lines(db)
    for line, names in further.lines.items():
        if (row := staging_tables.find_row(db, line)) is None:
            continue
        note = _("{n} parties of one agreement").format(n=len(names) + 1)
        staging_tables.add_row_note(db, row, further.heading, "", note, line)
        for name in names:
            if reason := resolve_references.explain_unknown_party(db, task, name, may_create=may_create):
                staging_tables.reject_row(db, row, further.heading, name, reason, line)


def count_parties_in(agreements: RowCounts, parties: RowCounts) -> RowCounts:
    """Count a row as changed that only brought a further party: that is no row of its own."""
    agreements = agreements._replace(rejected=agreements.rejected + parties.rejected)
    if not parties.new or agreements.new or agreements.changed:
        return agreements
    changed = min(parties.new, agreements.unchanged)
    return agreements._replace(changed=changed, unchanged=agreements.unchanged - changed)
