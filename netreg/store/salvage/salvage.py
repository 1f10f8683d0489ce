"""Take what can be read of a damaged register into a new one, and tell what is lost, by table and by record.

Rows are read around what is damaged. A record that is lost in its table is taken from the history, which
holds every record as it last was; of one that is lost there, too, a stand-in keeps what the indexes
know of it and what points to it. The history is taken as it is: what is missing from it stays missing, and
its hash chain says so.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities import BY_NAME
from netreg.errors import ExistingFile
from netreg.language import _
from netreg.store import commands, connections, database, derived_data, sqlite_errors
from netreg.store.attachments import file_store, usage
from netreg.store.backup import attachment_copies, copies
from netreg.store.history import changes as history_changes
from netreg.store.history import hash_chain, triggers
from netreg.store.output_gate import choose_partial, resolve_output
from netreg.store.salvage import damaged_file
from netreg.store.salvage.readable_rows import (
    UNREADABLE_ROWS,
    RowReader,
    TableDescription,
    describe_table,
    read_by_key,
    read_indexes,
)
from netreg.store.salvage.stand_ins import StandIns
from netreg.store.system_errors import make_write_failure
from netreg.store.tables import RECORDED_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from netreg.store.attachments.usage import FileFlaw

HISTORY_TABLES = ("layout", "command", "change")
NUMBERED_TABLES = (*HISTORY_TABLES, *RECORDED_TABLES, "imported_file")
KEYED_TABLES = ("reminder", "outgoing", "last_run")
FROM_HISTORY, INCOMPLETE, LOST, CUT = "from_history", "incomplete", "lost", "reference_lost"


class LostRecord(NamedTuple):
    """A row of which something is lost: what became of it."""

    table: str
    number: int
    fate: str
    known: tuple[tuple[str, Any], ...] = ()


class TableCount(NamedTuple):
    """How many rows of a table could be read, and whether something was in the way."""

    table: str
    read: int
    is_damaged: bool


class SalvageReport(NamedTuple):
    """The outcome of a salvage: the rows that were read, and those of which something is lost.

    `history` are the findings about it: the first command that does not fit, and the first that is missing.
    """

    tables: tuple[TableCount, ...]
    records: tuple[LostRecord, ...]
    broken_at: int | None
    gap: tuple[str, int] | None
    is_cut_off: bool
    differing: tuple[tuple[str, int], ...]
    flaws: tuple[FileFlaw, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is lost."""
        chain = self.broken_at is None and self.gap is None and not self.is_cut_off
        return chain and not (self.records or self.differing or self.flaws)


def salvage_register(source: Path, target: Path, actor: str, *, dry_run: bool) -> SalvageReport:
    """Take what can be read of a damaged register into a new one at `target`.

    Raises:
        ExistingFile: when `target` exists.
        NotARegister, NewerDatabase, UnreleasedSchema: when `source` was never a register that this netreg knows.
        DeviceError: when the new register cannot be written.
    """
    target = resolve_output(target)
    connections.read_header(source)
    if target.exists():
        raise ExistingFile(target, _("choose another name with --out; nothing was written"))
    fresh, copy = choose_partial(target), choose_partial(target, "-damaged")
    try:
        damaged_file.copy_damaged(source, copy)
        connections.create_private_file(fresh)
        database.migrate_register(fresh)
        with closing(damaged_file.open_damaged(source, copy, fresh)) as damaged:
            report = _fill_register(fresh, damaged, source, actor)
        copies.verify_copy(fresh)
        return _put_in_place(source, fresh, target, report, dry_run=dry_run)
    except OSError as error:
        raise make_write_failure(target, error) from None
    finally:
        for left in (fresh, copy):
            for suffix in ("", *connections.COMPANION_SUFFIXES):
                with suppress(OSError):
                    left.with_name(left.name + suffix).unlink(missing_ok=True)


def _put_in_place(source: Path, fresh: Path, target: Path, report: SalvageReport, *, dry_run: bool) -> SalvageReport:
    """Give the new register its name, once the files of its documents are beside it."""
    sources = file_store.list_folders(source)
    if not dry_run:
        attachment_copies.copy_files(fresh, sources, file_store.get_folder(target))
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.rename(target)
        file_store.sync_folder(target.parent)
    with closing(connections.open_for_reading(fresh if dry_run else target)) as db:
        flaws = usage.find_flaws(db, source if dry_run else target, full=True)
    return report._replace(flaws=tuple(flaws))


def _fill_register(fresh: Path, damaged: sqlite3.Connection, source: Path, actor: str) -> SalvageReport:
    with sqlite_errors.translating_errors(fresh), closing(connections.connect(fresh, "rw")) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        with connections.immediate_transaction(db):
            return _Filling(db, damaged, source).run(actor)


class _Filling:
    """A new register that is filled with the rows of a damaged one."""

    def __init__(self, db: sqlite3.Connection, damaged: sqlite3.Connection, source: Path) -> None:
        self.db, self.damaged = db, damaged
        self.tables = {name: describe_table(db, name) for name in (*NUMBERED_TABLES, *KEYED_TABLES)}
        self.stand_ins = StandIns(db, self.tables, source.name)
        self.counts: list[TableCount] = []
        self.records: list[LostRecord] = []
        self.numbers = self._read_sequences()
        self.unfit: dict[str, dict[int, dict[str, Any]]] = {}

    def run(self, actor: str) -> SalvageReport:
        triggers.drop_triggers(self.db)
        layouts = self.db.execute("SELECT * FROM layout").fetchall()
        self.db.execute("DELETE FROM layout")
        for table in HISTORY_TABLES:
            self._copy_table(self.tables[table], {})
        self._keep_layouts(layouts)
        self._set_sequences(("command", "change"))
        chain = self._describe_chain()
        is_whole = chain == (None, None, False)
        for name in (*RECORDED_TABLES, "imported_file"):
            self._take_table(self.tables[name], is_authority=is_whole)
        self._copy_keyed_tables()
        self._settle_references()
        self._set_sequences(NUMBERED_TABLES)
        derived_data.refresh_all(self.db)
        triggers.make_triggers(self.db, RECORDED_TABLES)
        differing = tuple(self._find_differing())
        commands.record_salvage(self.db, actor)
        return SalvageReport(tuple(self.counts), tuple(sorted(self.records)), *chain, differing, ())

    # --- the rows as they are ----------------------------------------------------------

    def _copy_table(self, table: TableDescription, indexed: Mapping[int, dict[str, Any]]) -> tuple[set[int], bool]:
        """Copy the rows of a numbered table; return their numbers, and whether something was in the way."""
        highest = max((self.numbers.get(table.name, 0), *indexed))
        reader, read = RowReader(self.damaged, table, highest), set()
        names = ["id", *(name for name in table.columns if name != "id")]
        for row in reader:
            if _insert_row(self.db, table.name, names, row):
                read.add(row[0])
            else:
                self.unfit.setdefault(table.name, {})[row[0]] = dict(zip(names, row, strict=True))
        is_damaged = reader.is_damaged or bool(self.unfit.get(table.name)) or bool(indexed.keys() - read)
        self.counts.append(TableCount(table.name, len(read), is_damaged))
        return read, is_damaged

    def _keep_layouts(self, own: Iterable[sqlite3.Row]) -> None:
        """Keep what the first schema says of its layouts where the damaged register does not say it."""
        for row in own:
            self.db.execute("INSERT OR IGNORE INTO layout (id, kind, columns) VALUES (?, ?, ?)", tuple(row))

    def _copy_keyed_tables(self) -> None:
        uids = [row[0] for kind in BY_NAME for row in self.db.execute(f"SELECT uid FROM {kind}")]
        for name in KEYED_TABLES:
            table = self.tables[name]
            rows = read_by_key(self.damaged, table, ("record", uids))
            count = sum(_insert_row(self.db, name, list(table.columns), row) for row in rows)
            self.counts.append(TableCount(name, count, is_damaged=False))

    def _read_sequences(self) -> dict[str, int]:
        """Read the last number that each table has given, in so far as it can be true."""
        most = self.damaged.execute("PRAGMA page_count").fetchone()[0] << 12
        found: list[tuple[str, Any]] = []
        with suppress(*UNREADABLE_ROWS):
            found.extend(self.damaged.execute("SELECT name, seq FROM sqlite_sequence"))
        return {name: number for name, number in found if isinstance(number, int) and 0 < number < most}

    def _set_sequences(self, tables: Iterable[str]) -> None:
        """Let no number be given twice: neither one in the register, nor one in its history."""
        for table in tables:
            self.db.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table])
            last = self.db.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0
            if number := max(last, self._find_last_number(table)):
                self.db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, number])

    # --- records that are lost in their table --------------------------------------------

    def _take_table(self, table: TableDescription, *, is_authority: bool) -> None:
        """Take the rows of a table, then those that are lost there from the history, or what indexes know of them.

        A history that `is_authority` is whole: what it has and the table has not is lost there.
        """
        indexed = read_indexes(self.damaged, table)
        read, is_damaged = self._copy_table(table, indexed)
        unfit = self.unfit.get(table.name, {})
        known = indexed | {number: indexed.get(number, {}) | values for number, values in unfit.items()}
        said = dict(history_changes.read_last_known(self.db, table.name))
        lost = known.keys() - read
        if is_damaged or is_authority:
            lost |= {number for number, values in said.items() if values} - read
        for number in sorted(lost):
            self._take_lost(table, number, said.get(number), known.get(number, {}))
        if is_damaged:
            self._tell_untold(table.name, read | lost | said.keys())

    def _take_lost(
        self, table: TableDescription, number: int, said: dict[str, Any] | None, known: dict[str, Any]
    ) -> None:
        values = {name: value for name, value in (said or {}).items() if name in table.columns}
        values |= {name: "" for name in triggers.DERIVED_COLUMNS if name in table.columns}
        if said and _insert_row(self.db, table.name, list(values), tuple(values.values())):
            self.records.append(LostRecord(table.name, number, FROM_HISTORY))
        else:
            self._stand_in(table.name, number, known)

    def _stand_in(self, table: str, number: int, known: Mapping[str, Any]) -> None:
        made = self.stand_ins.add(table, number, known)
        shown = {
            name: value for name, value in known.items() if name not in triggers.DERIVED_COLUMNS and value is not None
        }
        self.records.append(LostRecord(table, made, INCOMPLETE, tuple(shown.items())))

    def _tell_untold(self, table: str, told: set[int]) -> None:
        """Tell the numbers that were given and of which nothing is left: neither a row, nor a word in the history."""
        last = self.numbers.get(table, 0)
        for number in range(1, last + 1) if last <= len(told) + _MOST_TOLD else ():
            if number not in told:
                self.records.append(LostRecord(table, number, LOST))

    # --- references --------------------------------------------------------------------

    def _settle_references(self) -> None:
        """Let no reference point to nothing: what is lost gets a stand-in, a number that was never given goes."""
        for _round in range(_ROUNDS):
            dangling = self.db.execute("PRAGMA foreign_key_check").fetchall()
            for table, number, parent, key in dangling:
                column = self._find_column(table, key)
                found = self.db.execute(f"SELECT {column} FROM {table} WHERE id = ?", [number]).fetchone()
                if found is None or found[0] is None:
                    continue
                if not 0 < found[0] <= self._find_last_number(parent):
                    self._part(table, number, column, parent, found[0])
                elif not self.db.execute(f"SELECT 1 FROM {parent} WHERE id = ?", [found[0]]).fetchone():
                    self._stand_in(parent, found[0], self._guess_parent(parent, table, number))
            if not dangling:
                return

    def _part(self, table: str, number: int, column: str, parent: str, value: int) -> None:
        """Part a record from one that never was; where it must belong to one, to nobody knows whom."""
        other = self.stand_ins.find_unknown(parent) if column in self.tables[table].needed else None
        self.db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [other, number])
        self.records.append(LostRecord(table, number, CUT, ((column, value),)))

    def _find_column(self, table: str, key: int) -> str:
        keys = self.db.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        return str(next(row[3] for row in keys if row[0] == key))

    def _find_last_number(self, table: str) -> int:
        told = self.db.execute("SELECT max(record_id) FROM change WHERE kind = ?", [table]).fetchone()[0] or 0
        return max(told, self.numbers.get(table, 0))

    def _guess_parent(self, parent: str, table: str, number: int) -> dict[str, Any]:
        """Guess of a lost command its moment and of a lost layout its kind, by a change that names it."""
        if table != "change":
            return {}
        at, kind = self.db.execute("SELECT at, kind FROM change WHERE id = ?", [number]).fetchone()
        return {"command": {"at": at}, "layout": {"kind": kind, "columns": "?"}}.get(parent, {})

    # --- the history -------------------------------------------------------------------

    def _describe_chain(self) -> tuple[int | None, tuple[str, int] | None, bool]:
        return hash_chain.find_broken_link(self.db), hash_chain.find_gap(self.db), hash_chain.is_cut_off(self.db)

    def _find_differing(self) -> Iterable[tuple[str, int]]:
        """Find the records that the history knows otherwise: a value was changed by the damage, or a change is lost."""
        taken = {(one.table, one.number) for one in self.records}
        for table in RECORDED_TABLES:
            names = [name for name in self.tables[table].columns if name not in triggers.DERIVED_COLUMNS]
            said = dict(history_changes.read_last_known(self.db, table))
            for row in self.db.execute(f"SELECT {', '.join(names)} FROM {table}"):
                number, now = row["id"], {name: row[name] for name in names if row[name] is not None}
                known = said.get(number, now) or {}
                if (table, number) not in taken and {k: v for k, v in known.items() if v is not None} != now:
                    yield table, number


_ROUNDS = 12
"""Stand-ins point to others; the chain of kinds is shorter."""
_MOST_TOLD = 10_000
"""More numbers than that are no list for anybody."""


def _insert_row(db: sqlite3.Connection, table: str, names: list[str], row: tuple[Any, ...]) -> bool:
    """Insert a row as it is; return False where the table does not take it."""
    columns, values = ", ".join(f'"{name}"' for name in names), list(row)
    places = ["?"] * len(values)
    for at, value in enumerate(values):
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:  # bytes of another tool that are no UTF-8 stay what they are
                places[at], values[at] = "CAST(? AS TEXT)", value.encode("utf-8", "surrogateescape")
    try:
        db.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(places)})", values)
    except (sqlite3.IntegrityError, OverflowError):
        return False
    return True
