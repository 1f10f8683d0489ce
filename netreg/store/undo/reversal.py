"""Undo a command: reverse its changes in one transaction, or refuse and name the records in the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities import BY_NAME
from netreg.errors import RefusedChange
from netreg.language import _, ngettext
from netreg.store import indexes
from netreg.store.attachments import usage
from netreg.store.history import changes as history_changes
from netreg.store.history import hash_chain, triggers
from netreg.store.records import records, search_columns
from netreg.store.tables import RECORDED_TABLES
from netreg.store.undo import restored_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from netreg.store.history.changes import Change, Command

RecordAddress = tuple[str, int]


class UndoResult(NamedTuple):
    """A command undone, and the records that were left out because they had changed since."""

    command: Command
    records: int
    left: tuple[str, ...]


def choose_commands(db: sqlite3.Connection, number: int | None, *, redo: bool) -> list[history_changes.Command]:
    """Choose the commands to undo (or redo): the one with a number, or the last one that can be.

    With the last one the others of its batch are chosen too, the newest first.

    Raises:
        RefusedChange: when there is none, or it was undone already, or cannot be undone.
    """
    if number is None:
        which = "c.undoes IS NOT NULL AND c.words = 'undo'" if redo else "(c.undoes IS NULL OR c.words = 'redo')"
        which += " AND c.words NOT IN ('migrate', 'salvage') AND c.id NOT IN (SELECT id FROM running)"
        found = [c for c in history_changes.select_commands(db, which) if c.undone_by is None]
        if not found:
            nothing = _("there is nothing to redo") if redo else _("there is nothing to undo")
            raise RefusedChange(nothing, _("see 'netreg history'"))
        newest = found[0]
        if redo:
            _refuse_superseded_redo(db, newest)
        return [one for one in found if newest.id == one.id or newest.batch in (one.id, one.batch or 0)]
    other = "c.id = ? AND c.id NOT IN (SELECT id FROM running)"
    chosen = history_changes.select_commands(db, other, [number]) if number < records.TOO_LARGE else []
    if not chosen:
        raise RefusedChange(_("no such command: {number}").format(number=number), _("see 'netreg history'"))
    _refuse_impossible(chosen[0], redo=redo)
    return chosen


def _refuse_superseded_redo(db: sqlite3.Connection, undo: Command) -> None:
    """Refuse to redo once another command was done after the undo."""
    where = "c.id > ? AND c.undoes IS NULL AND c.id NOT IN (SELECT id FROM running)"
    if later := history_changes.select_commands(db, where, [undo.id]):
        raise RefusedChange(
            _("command {number} was done after the last undo").format(number=later[0].id),
            _("undo that undo by its number: netreg undo {number}").format(number=undo.id),
        )


def _refuse_impossible(command: Command, *, redo: bool) -> None:
    if command.undone_by is not None:
        raise RefusedChange(
            _("command {number} was already undone by command {by}").format(number=command.id, by=command.undone_by),
            _("redo it with 'netreg undo {by}'").format(by=command.undone_by),
        )
    if command.words == history_changes.SALVAGE:
        raise RefusedChange(
            _("command {number} took records out of a damaged file and cannot be undone").format(number=command.id),
            _("correct or remove them one by one"),
        )
    if command.words == "migrate":
        raise RefusedChange(
            _("command {number} migrated the file to a newer schema and cannot be undone").format(number=command.id),
            _("the backup made before it is beside the register"),
        )
    if redo and command.undoes is None:
        raise RefusedChange(_("command {number} is not an undo").format(number=command.id), _("see 'netreg history'"))


def undo_command(db: sqlite3.Connection, command: Command, *, force_unaffected: bool) -> UndoResult:
    """Reverse every change of a command; the caller's transaction is the new command.

    Raises:
        RefusedChange: naming the records that were changed since, unless with `force_unaffected`,
            which undoes the others without them.
    """
    if hash_chain.lacks_changes(db, command.id):
        raise RefusedChange(
            _("changes of command {number} are missing from the history, so it would be undone in part").format(
                number=command.id
            ),
            _("correct the records one by one; see 'netreg doctor --full'"),
        )
    kinds = _list_touched_kinds(db, command.id)
    _find_added_records(db, command.id, kinds)
    restored_records.find_removed_records(db, command.id, kinds)
    db.execute("PRAGMA defer_foreign_keys = ON")
    try:
        return _reverse_command(db, command, force_unaffected=force_unaffected)
    except (sqlite3.IntegrityError, _UnfitRecords):  # what cannot be restored all at once is restored one by one
        db.execute("ROLLBACK TO undoing")
        restored_records.clear_removed_records(db)
        return _reverse_command(db, command, force_unaffected=force_unaffected)


class _UnfitRecords(Exception):
    """Records restored all at once that do not fit those that exist."""


def _reverse_command(db: sqlite3.Connection, command: Command, *, force_unaffected: bool) -> UndoResult:
    at_once = "SELECT 1 FROM {0} p WHERE p.change = change.id"
    others = " AND ".join(f"NOT EXISTS ({at_once.format(table)})" for table in ("added", "removed"))
    changes = history_changes.read_command_changes(db, command.id, others)
    left = _find_changed_since(db, changes)
    while True:
        if left and not force_unaffected:
            raise _make_refusal(db, command, left)
        db.execute("SAVEPOINT undoing")
        added, restored = _remove_added_records(db), restored_records.restore_records(db)
        done, broken = _reverse_changes(db, changes, left)
        broken |= _find_broken_references(db, changes, left) | _find_purged_documents(db, changes) - left
        if restored and (broken or db.execute("PRAGMA foreign_key_check").fetchone()):
            raise _UnfitRecords
        if not broken:
            break
        db.execute("ROLLBACK TO undoing")
        left |= broken
        db.executemany("DELETE FROM temp.added WHERE kind = ? AND record = ?", list(broken))
    db.execute("RELEASE undoing")
    _refresh_search_columns(db, changes)
    return UndoResult(command, added + restored + done, tuple(sorted(_describe_records(db, left))))


def _list_touched_kinds(db: sqlite3.Connection, command: int) -> list[str]:
    """List the kinds of records that a command touched."""
    touched = {row[0] for row in db.execute("SELECT DISTINCT kind FROM change WHERE command_id = ?", [command])}
    return [table for table in RECORDED_TABLES if table in touched]


def _find_added_records(db: sqlite3.Connection, command: int, kinds: Iterable[str]) -> None:
    """Note the records that a command added and nothing has touched since: they are removed all at once."""
    db.execute("DROP TABLE IF EXISTS temp.added")
    db.execute("CREATE TEMP TABLE added (change INTEGER PRIMARY KEY, kind, record)")
    for table in kinds:
        columns = triggers.read_columns(db, table)
        row = triggers.row_literal("t", [name for name, _type in columns])
        alone = "SELECT 1 FROM change d WHERE d.kind = c.kind AND d.record_id = c.record_id AND d.id <> c.id"
        db.execute(
            f"""INSERT INTO temp.added SELECT c.id, c.kind, c.record_id
            FROM change c JOIN {table} t ON t.id = c.record_id
            WHERE c.command_id = ? AND +c.kind = '{table}' AND c.before IS NULL AND c.layout_id = ?
            AND c.after = {row} AND NOT EXISTS ({alone})""",
            [command, triggers.find_layout(db, table, columns)],
        )
    db.execute("CREATE INDEX temp.added_record ON added (kind, record)")


def _remove_added_records(db: sqlite3.Connection) -> int:
    """Remove the records noted, with their search names; return how many there were."""
    for table in reversed(RECORDED_TABLES):
        mine = f"FROM temp.added WHERE kind = '{table}'"
        if rows := indexes.count_rows(db, f"(SELECT 1 {mine})"):
            with _without_name_indexes(db, table, rows):
                search_columns.delete_names_of(db, table, f"(SELECT record {mine})")
            others = indexes.count_rows(db, table) - rows
            changes = f"SELECT change {mine} ORDER BY record"
            with (
                triggers.recording_reversal(db, table, changes, "delete"),
                indexes.without_indexes(db, table, rows, besides=others),
            ):
                db.execute(f"DELETE FROM {table} WHERE id IN (SELECT record {mine})")
    return indexes.count_rows(db, "temp.added")


def _without_name_indexes(db: sqlite3.Connection, table: str, rows: int) -> AbstractContextManager[None]:
    """Drop the indexes of search names while those of a kind are removed, if these are most of them."""
    named = indexes.count_rows(db, f"(SELECT 1 FROM name_key WHERE kind = '{table}')")
    return indexes.without_indexes(db, "name_key", min(rows, named), besides=indexes.count_rows(db, "name_key") - named)


def _find_changed_since(db: sqlite3.Connection, changes: list[Change]) -> set[RecordAddress]:
    """Find the records that are not as the command left them."""
    final: dict[RecordAddress, dict[str, Any] | None] = {}
    for change in changes:
        address = (change.kind, change.record)
        known = final.get(address)
        final[address] = None if change.after is None else {**(known or {}), **change.after}
    whole = {(c.kind, c.record) for c in changes if c.before is None}
    return {a for a, values in final.items() if not _is_unchanged(db, a, values, whole=a in whole)}


def _is_unchanged(
    db: sqlite3.Connection, address: RecordAddress, values: dict[str, Any] | None, *, whole: bool
) -> bool:
    now = _read_row(db, address)
    if now is None or values is None:
        return now is None and values is None
    if whole:
        values = {**dict.fromkeys(now), **values}
    return all(name not in now or now[name] == value for name, value in values.items())


def _read_row(db: sqlite3.Connection, address: RecordAddress) -> dict[str, Any] | None:
    kind, record = address
    found = db.execute(f"SELECT * FROM {kind} WHERE id = ?", [record]).fetchone()
    return {name: found[name] for name in found.keys() if name not in triggers.DERIVED_COLUMNS} if found else None  # noqa: SIM118 - a row of sqlite3 is no mapping


def _reverse_changes(
    db: sqlite3.Connection, changes: list[Change], left: set[RecordAddress]
) -> tuple[int, set[RecordAddress]]:
    """Reverse the changes; return how many records were reversed, and which could not be: a code is taken by now."""
    touched, refused = set(), set()
    columns = _read_columns(db, changes)
    for change in reversed(changes):
        address = (change.kind, change.record)
        if address in left or address in refused:
            continue
        try:
            reverse_change(db, change, columns)
            touched.add(address)
        except sqlite3.IntegrityError:
            refused.add(address)
    return len(touched), refused


def _read_columns(db: sqlite3.Connection, changes: Iterable[Change]) -> dict[str, set[str]]:
    """Read the columns that the tables of changes have now: an older layout may have had others."""
    tables = {change.kind for change in changes}
    return {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}


def reverse_change(db: sqlite3.Connection, change: Change, columns: dict[str, set[str]]) -> None:
    """Make the row what it was before one change; `columns` are those each table has."""
    known = columns[change.kind]
    values = {name: value for name, value in (change.before or {}).items() if name in known}
    if change.before is None:
        db.execute(f"DELETE FROM {change.kind} WHERE id = ?", [change.record])
    elif change.after is None:
        values |= {name: "" for name in triggers.DERIVED_COLUMNS if name in known}
        placeholders = ", ".join("?" * len(values))
        db.execute(f"INSERT INTO {change.kind} ({', '.join(values)}) VALUES ({placeholders})", list(values.values()))
    elif values:  # another tool may have written a row again as it was
        assignments = ", ".join(f"{name} = ?" for name in values)
        db.execute(f"UPDATE {change.kind} SET {assignments} WHERE id = ?", [*values.values(), change.record])


@contextmanager
def reading_as_of(db: sqlite3.Connection, moment: str) -> Iterator[sqlite3.Connection]:
    """Open a copy of the register in memory, as it was at a moment (UTC, ISO 8601)."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        db.backup(copy)
        copy.row_factory, copy.text_factory = sqlite3.Row, db.text_factory
        copy.execute("PRAGMA foreign_keys = OFF")
        later = history_changes.read_changes_after(copy, moment)
        triggers.drop_triggers(copy)
        columns = _read_columns(copy, later)
        for change in later:
            reverse_change(copy, change, columns)
        _refresh_search_columns(copy, later)
        yield copy


def _find_broken_references(
    db: sqlite3.Connection, changes: list[Change], left: set[RecordAddress]
) -> set[RecordAddress]:
    """Find the records of the command whose reversal breaks a reference, of theirs or to them."""
    own = {(change.kind, change.record) for change in changes} - left
    broken: set[RecordAddress] = set()
    for row in db.execute("PRAGMA foreign_key_check").fetchall():
        pointing, parent = (row["table"], row["rowid"]), row["parent"]
        column = db.execute(f"PRAGMA foreign_key_list({pointing[0]})").fetchall()[row["fkid"]]["from"]
        target = db.execute(f"SELECT {column} FROM {pointing[0]} WHERE id = ?", [pointing[1]]).fetchone()[0]
        broken |= {
            address for address in (pointing, (parent, target)) if address in own or _is_added_record(db, address)
        }
    return broken


def _find_purged_documents(db: sqlite3.Connection, changes: list[Change]) -> set[RecordAddress]:
    """Find the documents that would be restored although their file was deleted for good."""
    removed = [change.record for change in changes if change.kind == "document" and change.after is None]
    return {("document", number) for number in usage.select_without_file(db, removed)}


def _is_added_record(db: sqlite3.Connection, address: RecordAddress) -> bool:
    return db.execute("SELECT 1 FROM temp.added WHERE kind = ? AND record = ?", address).fetchone() is not None


def _refresh_search_columns(db: sqlite3.Connection, changes: Iterable[Change]) -> None:
    for kind, record in {(change.kind, change.record) for change in changes}:
        if kind in BY_NAME:
            search_columns.refresh_record(db, BY_NAME[kind], record)


def _make_refusal(db: sqlite3.Connection, command: Command, left: set[RecordAddress]) -> RefusedChange:
    names = sorted(_describe_records(db, left))
    shown = "; ".join(names[:5]) + ("; …" if len(names) > 5 else "")
    return RefusedChange(
        ngettext(
            "command {number} cannot be undone: {names} was changed since, or a later record depends on it",
            "command {number} cannot be undone: {names} were changed since, or later records depend on them",
            len(names),
        ).format(number=command.id, names=shown),
        _advise_unmerge(db, command) or _("add --force-unaffected to undo the rest"),
    )


def _advise_unmerge(db: sqlite3.Connection, command: Command) -> str | None:
    """Tell how to part what a command merged: half a merge undone would be neither one record nor two."""
    sql = """SELECT k.kind, k.value FROM former_key k JOIN change c ON c.kind = 'former_key' AND c.record_id = k.id
        WHERE k.field = 'id' AND +c.command_id = ? AND c.before IS NULL"""
    found = db.execute(sql, [command.id]).fetchone()
    return (
        _("part them with 'netreg {kind} unmerge {number}'").format(kind=BY_NAME[found[0]].command, number=found[1])
        if found
        else None
    )


def _describe_records(db: sqlite3.Connection, addresses: Iterable[RecordAddress]) -> list[str]:
    return [describe_record(db, kind, record) for kind, record in addresses]


def describe_record(db: sqlite3.Connection, kind: str, record: int) -> str:
    """Return kind, number and name of a record for a sentence; of a removed one the last name it had."""
    entity = BY_NAME.get(kind)
    if entity is None:  # no kind of record, but in the history all the same
        return f"{_('setting') if kind == 'setting' else _('decision on a row of a file')} {record}"
    if ref := records.find_refs(db, kind, [record]).get(record):
        name = ref.name
    else:
        name = records.find_display_name(db, entity, history_changes.find_last_values(db, kind, record) or {})
    return f"{entity.spoken_name} {record}" + (f" ({name})" if name else "")
