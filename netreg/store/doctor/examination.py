"""Examine a register and the place where it is."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import sys
from contextlib import closing
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.entities import BY_NAME
from netreg.errors import DamagedDatabase, DatabaseBusy, NoDatabase, NotAllowed, quote_word
from netreg.language import _
from netreg.store import connections, decoding, derived_data, migrations, output_gate, sqlite_errors
from netreg.store.attachments import file_store
from netreg.store.doctor import attached_files
from netreg.store.doctor.findings import FIX_COMMAND, FileFinding
from netreg.store.history import changes as history_changes
from netreg.store.history import hash_chain, triggers
from netreg.store.tables import RECORDED_TABLES, UNRECORDED_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# File systems on which locks or syncs are known not to hold.
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "davfs", "fuse.davfs2"}
_SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "syncthing")


def examine_register(path: Path, *, full: bool = False) -> list[FileFinding]:
    """Examine a register and the place where it is, changing nothing.

    With `full` every record is compared with its history and the hash chain of the history is
    recomputed, which finds a single changed byte.

    Raises:
        Failure: when the file is missing, is not a register, or was written by a newer netreg.
    """
    if not path.exists():
        raise NoDatabase(str(path))
    found = [*_examine_place(path), *_examine_sqlite()]
    try:
        connections.read_schema_version(path)
        with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as db:
            found += _examine_content(db, path, full=full)
    except DatabaseBusy:  # a file that is in use is none that is damaged
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError, DamagedDatabase) as error:
        # Python cannot even decode SQLite's message about a schema that is no longer text.
        found.append(_make_damage_finding(str(error.__cause__ or error)))
    except NotAllowed:
        if not any(finding.id == "hard-link" for finding in found):
            raise
    return found


def _make_damage_finding(reason: str) -> FileFinding:
    return FileFinding(
        "damaged",
        "error",
        _("the file is damaged: {reason}").format(reason=reason[:200]),
        _advise_restore(),
    )


def _advise_restore() -> str:
    return _("restore a backup with 'netreg restore FILE'")


def _advise_comparison() -> str:
    return _("compare it with a backup ('netreg backup verify FILE')")


# --- the place -----------------------------------------------------------------


def _examine_place(path: Path) -> Iterator[FileFinding]:
    kind = path.stat()
    if os.name == "posix" and stat.S_IMODE(kind.st_mode) & 0o077:
        yield FileFinding(
            "permissions",
            "error",
            _("other users can read the file (mode {mode:o})").format(mode=stat.S_IMODE(kind.st_mode)),
            f"chmod 600 {quote_word(path)}",
            fixable=True,
        )
    if kind.st_nlink > 1:
        yield FileFinding(
            "hard-link",
            "error",
            _("the file has a second name (a hard link), so a crash could not be repaired"),
            _("copy it to a new file and use that"),
        )
    yield from _examine_neighbours(path)
    if (system := _find_file_system(path)) in _NETWORK:
        yield FileFinding(
            "network-drive",
            "error",
            _("the file is on a network drive ({system}), where locks are not reliable").format(system=system),
            _("keep it on a local disk and copy backups there with 'netreg backup --to DIR'"),
        )


def _examine_neighbours(path: Path) -> Iterator[FileFinding]:
    parts = [part.lower() for part in path.absolute().parts]
    if any(name in part for part in parts for name in _SYNCED):
        yield FileFinding(
            "synced-folder",
            "warning",
            _("the file is in a folder that a sync client copies while it is written"),
            _("keep it elsewhere and let the client copy backups made with 'netreg backup --to DIR'"),
        )
    copies = [p.name for p in path.parent.glob(f"{path.stem}*") if "conflict" in p.name.lower() and p != path]
    if copies:
        yield FileFinding(
            "conflicted-copy",
            "error",
            _("a sync client left a conflicted copy: {names}").format(names=", ".join(copies[:3])),
            _("find out which of them is right before going on"),
        )
    for leftover in find_leftovers(path):
        yield FileFinding(
            "leftover",
            "warning",
            _("an unfinished copy: {name}").format(name=leftover.name),
            f"rm -r {quote_word(leftover)}" if leftover.is_dir() else f"rm {quote_word(leftover)}",
            fixable=True,
        )


def find_leftovers(path: Path) -> list[Path]:
    """Find the copies that a killed process did not finish."""
    stem, name = re.escape(path.stem), re.escape(path.name)
    unfinished = re.compile(
        rf"(({name}(\.restoring)?|{stem}\.([a-z0-9-]+\.)?\d{{8}}T\d{{6}}\.\d{{6}}Z\.db)\.partial|{name}\.restoring)(-journal)?"
    )
    left = {p for p in path.parent.iterdir() if unfinished.fullmatch(p.name)}
    folders = (path.parent, file_store.get_folder(path))
    unnamed = [file for folder in folders for file in output_gate.find_left_files(folder)]
    return sorted({*left, *unnamed, *output_gate.find_temporary_folders()})


def _find_file_system(path: Path) -> str:
    """Return the type of the file system, on Linux alone."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        with open("/proc/self/mounts", encoding="utf-8") as mounts:  # noqa: PTH123 - a file of the kernel
            points = [line.split()[1:3] for line in mounts]
    except OSError:
        return ""
    here = str(path.resolve())
    inside = [(point, kind) for point, kind in points if here.startswith(point.rstrip("/") + "/")]
    return max(inside, key=lambda pair: len(pair[0]))[1] if inside else ""


def _examine_sqlite() -> Iterator[FileFinding]:
    if sqlite3.sqlite_version_info < (3, 37):
        yield FileFinding(
            "sqlite-version",
            "error",
            _("SQLite {version} does not support strict tables").format(version=sqlite3.sqlite_version),
            _("use a Python with SQLite 3.37 or newer"),
        )


# --- inside the file -------------------------------------------------------------


def _examine_content(db: sqlite3.Connection, path: Path, *, full: bool) -> Iterator[FileFinding]:
    for (reason,) in db.execute("PRAGMA integrity_check(5)").fetchall():
        if reason != "ok":
            yield _make_damage_finding(reason)
    if db.execute("PRAGMA user_version").fetchone()[0] < connections.SCHEMA_VERSION:
        yield FileFinding(
            "old-schema",
            "warning",
            _("the file has an older schema"),
            f"netreg --db {quote_word(path)} init",
            fixable=True,
        )
        return
    if wrong := list(_examine_schema(db)):
        yield from wrong
        return
    yield from _examine_references(db)
    yield from _examine_values(db)
    yield from _examine_triggers(db)
    yield from _examine_journal(db)
    yield from _examine_derived_data(db)
    yield from attached_files.examine_files(db, path, full=full)
    if full:
        yield from _examine_history(db)


def _examine_references(db: sqlite3.Connection) -> Iterator[FileFinding]:
    for row in db.execute("PRAGMA foreign_key_check").fetchall()[:10]:
        yield FileFinding(
            "dangling-reference",
            "error",
            _("{table} {number} refers to a {parent} that does not exist").format(
                table=row["table"], number=row["rowid"], parent=row["parent"]
            ),
            _("find the command that removed it with 'netreg history', and undo that"),
        )


def _examine_values(db: sqlite3.Connection) -> Iterator[FileFinding]:
    """Find the values that another tool wrote where the field cannot have them."""
    found = ((kind, *one) for kind in BY_NAME.values() for one in decoding.find_unreadable(db, kind))
    for kind, number, field, value in islice(found, _MOST_VALUES):
        command = f"netreg {kind.command} edit {number} {field.name}=…"
        yield FileFinding(
            "invalid-value",
            "error",
            _("{kind} {number}: {field} cannot be {value}; another tool wrote it").format(
                kind=kind.spoken_name, number=number, field=field.name, value=shorten(repr(value))
            ),
            command if field in kind.stored else _("undo the command that wrote it; see 'netreg history'"),
        )


_MOST_VALUES = 20
"""So many values are named."""


def _examine_schema(db: sqlite3.Connection) -> Iterator[FileFinding]:
    """Compare the tables and indexes with those that the migrations create."""
    wanted, there = _build_schema(len(migrations.STEPS)), _read_schema(db)
    different = sorted(name for name, sql in wanted.items() if there.get(name) != sql)
    if different:
        yield FileFinding(
            "schema",
            "error",
            _("tables or indexes are not as netreg creates them: {names}").format(names=", ".join(different[:5])),
            _advise_restore(),
        )


@cache
def _build_schema(steps: int) -> dict[str, str]:  # noqa: ARG001 - with one step more it is another schema
    """Return the tables and indexes that the migrations create."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrations.migrate(fresh)
        return _read_schema(fresh)


def _read_schema(db: sqlite3.Connection) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL")
    return {row[0]: row[1] for row in rows if not row[0].startswith(("sqlite_", "_"))}


def _examine_triggers(db: sqlite3.Connection) -> Iterator[FileFinding]:
    if missing := triggers.find_missing_triggers(db, RECORDED_TABLES):
        yield FileFinding(
            "triggers",
            "error",
            _("triggers that record changes are missing: {names}").format(names=", ".join(missing[:3])),
            FIX_COMMAND,
            fixable=True,
        )
    if strange := triggers.find_strange_triggers(db, RECORDED_TABLES, UNRECORDED_TABLES):
        yield FileFinding(
            "strange-triggers",
            "warning",
            _("triggers of another program act on netreg's tables: {names}").format(names=", ".join(strange[:3])),
            _("find out what they do; DROP TRIGGER removes one"),
        )


def _examine_journal(db: sqlite3.Connection) -> Iterator[FileFinding]:
    mode = db.execute("PRAGMA journal_mode").fetchone()[0]
    if mode == "wal" and sqlite3.sqlite_version_info < (3, 51, 3):
        yield FileFinding(
            "wal",
            "error",
            _("the file is in WAL mode, in which SQLite {version} can damage it").format(
                version=sqlite3.sqlite_version
            ),
            FIX_COMMAND,
            fixable=True,
        )
    if db.execute("SELECT 1 FROM running").fetchone():
        yield FileFinding(
            "running",
            "warning",
            _("a command is marked as running, but none is"),
            FIX_COMMAND,
            fixable=True,
        )


def _examine_derived_data(db: sqlite3.Connection) -> Iterator[FileFinding]:
    if stale := derived_data.count_stale(db):
        yield FileFinding(
            "search-index",
            "error",
            _("the columns to search and sort by do not match {count} records").format(count=stale),
            FIX_COMMAND,
            # Recomputed from damaged records they would hide the damage.
            fixable=not any(_find_changed_records(db, table) for table in RECORDED_TABLES),
        )


def _examine_history(db: sqlite3.Connection) -> Iterator[FileFinding]:
    """Verify the hash chain, and compare every record with its history."""
    if (broken := hash_chain.find_broken_link(db)) is not None:
        yield FileFinding(
            "history-changed",
            "error",
            _("the history was changed or damaged at command {number}").format(number=broken),
            _advise_comparison(),
        )
    if gap := hash_chain.find_gap(db):
        sentence = {"command": _("command {number} is missing from the history")}
        missing = sentence.get(gap[0], _("change {number} is missing from the history"))
        yield FileFinding("history-gap", "error", missing.format(number=gap[1]), _advise_comparison())
    if hash_chain.is_cut_off(db):
        yield FileFinding(
            "history-cut-off",
            "error",
            _("the end of the history is missing"),
            _advise_comparison(),
        )
    if lost := hash_chain.find_lost_numbers(db, RECORDED_TABLES):
        yield FileFinding(
            "numbers-lost",
            "error",
            _("the last number given is not kept of: {tables}; a number could be given twice").format(
                tables=", ".join(lost)
            ),
            _advise_comparison(),
        )
    yield from _compare_with_history(db)


def _compare_with_history(db: sqlite3.Connection) -> Iterator[FileFinding]:
    for table in RECORDED_TABLES:
        if different := _find_changed_records(db, table):
            yield FileFinding(
                "record-changed",
                "error",
                _("{table} {numbers}: differs from the history").format(
                    table=BY_NAME[table].spoken_name if table in BY_NAME else table,
                    numbers=", ".join(map(str, different[:5])),
                ),
                _("compare with a backup; the history has the right values"),
            )


def _find_changed_records(db: sqlite3.Connection, table: str) -> list[int]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in triggers.DERIVED_COLUMNS]
    said = dict(history_changes.read_last_known(db, table))
    different = []
    for found in db.execute(f"SELECT {', '.join(columns)} FROM {table}"):
        now = {name: found[name] for name in columns if found[name] is not None}
        known = said.pop(found["id"], None)
        if known is None or {k: v for k, v in known.items() if v is not None} != now:
            different.append(int(found["id"]))
    return different + [number for number, state in said.items() if state is not None]


# --- repairs ---------------------------------------------------------------------
