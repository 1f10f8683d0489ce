"""The signatories that stand in the rows of agreements: rows of their parties, which are read after those."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.exchange.columns.ditto_marks import fill_ditto
from netreg.exchange.columns.table_kinds import EntityTable, PartyRows
from netreg.exchange.headings.table_headings import TableHeadings
from netreg.exchange.headings.targets import CHILD, OWN, ColumnTarget
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.store.importing import resolve_references

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from netreg.exchange.headings.notes.signer_columns import SignerColumns

_FIELDS = ("organisation", "person", "name_as_signed", "position_as_signed", "signed_on")


def list_signers(db: sqlite3.Connection, part: EntityTable, head: TableHeadings) -> PartyRows | None:
    """Return a row for each person who signed for a party, with the day of the agreement; None if there are none."""
    width = len(head.names)
    day = next((n for n, target in head.targets.items() if target.name == "signed_on" and n < width), None)
    known: dict[str, bool] = {}
    lines: dict[int, list[list[str]]] = {}
    for row in part.source.rows():
        if row.number <= head.first or len(row.cells) < width:
            continue
        cells = [strip_mark(fill_ditto(cell)) for cell in row.cells]
        signed = "" if day is None else cells[day]
        if found := [made for side in head.signers for made in _make_rows(db, side, cells, signed, known)]:
            lines[row.number] = found
    return PartyRows([_name_heading(head, field) for field in _FIELDS], lines) if lines else None


def _make_rows(
    db: sqlite3.Connection, side: SignerColumns, cells: Sequence[str], signed: str, known: dict[str, bool]
) -> list[list[str]]:
    """Return the rows of one party: a signer whom the register knows is that member, any other a name as signed."""
    position = "" if side.position is None else cells[side.position]

    def make_row(name: str, position: str) -> list[str]:
        if name not in known:
            known[name] = resolve_references.knows_name(db, "person", name)
        person, written = (name, "") if known[name] else ("", name)
        return [cells[side.party], person, written, position, signed]

    return list(starmap(make_row, side.read(cells[side.party], cells[side.name], position)))


def _name_heading(head: TableHeadings, field: str) -> str:
    """Return the heading of a field in messages: that of the file where it has one."""
    column = {"organisation": head.signers[0].party, "name_as_signed": head.signers[0].name}.get(field)
    kind = BY_NAME["party" if field == "organisation" else "signatory"]
    return str(kind.by_name[field].label) if column is None else head.names[column]


def make_signer_headings(part: EntityTable) -> TableHeadings:
    """Return the headings of the table of signers: the party is a row of its own, the signatory its child."""
    assert isinstance(part.further, PartyRows)
    signatory = BY_NAME["signatory"]
    targets = {n: ColumnTarget(CHILD, signatory.by_name[name]) for n, name in enumerate(_FIELDS) if n}
    targets[0] = ColumnTarget(OWN, part.entity.by_name["organisation"])
    return TableHeadings(part.entity, part.name, 0, [*part.further.headings], targets, [], nested=True)
