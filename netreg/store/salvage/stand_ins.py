"""Stand-ins for records that are lost: with what is still known of them, so that what points to them stays."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from netreg.entities import BY_NAME
from netreg.language import _
from netreg.store.history.triggers import DERIVED_COLUMNS
from netreg.store.records.records import make_uid, now_in_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netreg.store.salvage.readable_rows import TableDescription

_TRIED = ("?", "2000-01-01", "2000-01-01T00:00", '["?"]', "P1D", "other")


class StandIns:
    """Adds stand-ins to a register: one for each lost record, and one for all unknown of a kind."""

    def __init__(self, db: sqlite3.Connection, tables: Mapping[str, TableDescription], source: str) -> None:
        """`source` is the damaged file, which the note of each stand-in names."""
        self.db, self.tables, self.source = db, tables, source
        self._unknown: dict[str, int] = {}

    def add(self, table: str, number: int | None, known: Mapping[str, Any]) -> int:
        """Add a stand-in with the values that are `known` and may be stored; return its number."""
        values = self._fill(table, number, known)
        for keeping in (values, values | self._fill(table, number, {})):
            try:
                return self._insert(table, keeping)
            except sqlite3.IntegrityError:
                continue
        return self._insert(table, self._fill(table, None, {}))

    def _insert(self, table: str, values: Mapping[str, Any]) -> int:
        names = ", ".join(f'"{name}"' for name in values)
        cursor = self.db.execute(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values())
        )
        return int(cursor.lastrowid or 0)

    def _fill(self, table: str, number: int | None, known: Mapping[str, Any]) -> dict[str, Any]:
        """Fill what must not be empty."""
        described = self.tables[table]
        fits = {"TEXT": str, "INTEGER": int}
        values = {
            name: value
            for name, value in known.items()
            if isinstance(value, fits.get(described.columns.get(name, ""), ())) and _is_storable(value)
        }
        parents = {row[3]: row[2] for row in self.db.execute(f"PRAGMA foreign_key_list({table})").fetchall()}
        now = now_in_utc()
        system = {"uid": make_uid(), "created_at": now, "updated_at": now, "at": now, "sha256": "0" * 64}
        system |= dict.fromkeys(DERIVED_COLUMNS, "")
        for name in described.needed - values.keys() - {"id"}:
            values[name] = (
                self.find_unknown(parents[name])
                if name in parents
                else system.get(name, _choose_filler(table, name, described.columns[name]))
            )
        if "note" in described.columns:
            values["note"] = _("incomplete: the rest is lost in the damaged register {file}").format(file=self.source)
        return values | ({} if number is None else {"id": number})

    def find_unknown(self, table: str) -> int:
        """Find the stand-in for whatever record of a kind it was, which nothing tells any more."""
        if table not in self._unknown:
            self._unknown[table] = self.add(table, None, {})
        return self._unknown[table]


def _is_storable(value: object) -> bool:
    return not isinstance(value, str) or value.isprintable()


def _choose_filler(table: str, column: str, type_: str) -> Any:
    """Choose a value that the field of a column can have."""
    if type_ == "INTEGER":
        return 0
    field = next((one for one in BY_NAME[table].stored if one.column == column), None) if table in BY_NAME else None
    choices = list(getattr(field, "options", ()))
    return next((one for one in (*_TRIED, *choices) if field is None or field.holds(one)), "?")
