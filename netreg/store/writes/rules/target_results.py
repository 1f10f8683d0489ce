"""Activities that count for a target: they serve its purpose, under its agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport


def fill_purpose(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the purpose and the agreement of the target that an activity counts for, where it names none."""
    row = write.before | dict(write.given)
    if row["target"] is None:
        return {}
    found = _read_purpose(db, row["target"])
    return {name: value for name, value in found.items() if row[name] is None}


def refuse_other_purpose(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse an activity that counts for a target of another purpose or agreement than its own.

    Raises:
        RefusedChange: naming both.
    """
    after = write.after
    if after is None or after["target"] is None:
        return
    for name, number in _read_purpose(db, after["target"]).items():
        if after[name] not in (None, number):
            raise RefusedChange(
                _("agreement target {target} belongs to {field} {number}, not {given}").format(
                    target=after["target"], field=name, number=number, given=after[name]
                ),
                _("see 'netreg agreement target show {target}'").format(target=after["target"]),
            )


def _read_purpose(db: sqlite3.Connection, target: int) -> dict[str, int]:
    sql = "SELECT g.purpose_id, u.agreement_id FROM target g JOIN purpose u ON u.id = g.purpose_id WHERE g.id = ?"
    purpose, agreement = db.execute(sql, [target]).fetchone()
    return {"purpose": purpose, "agreement": agreement}


def rows_with_target(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that name a target, or change an activity that may count for one."""
    if target := task.column_of(OWN, "target"):
        yield f"resolved WHERE {target.name} IS NOT NULL"
    if task.column_of(OWN, "purpose") or task.column_of(OWN, "agreement"):
        counted = "SELECT id FROM activity WHERE target_id IS NOT NULL"
        yield f"changed_rows d JOIN matches m USING (row) WHERE m.record IN ({counted})"


RULE = WriteRule(refuse=refuse_other_purpose, fill=fill_purpose, rows_needing_row_import=rows_with_target)
