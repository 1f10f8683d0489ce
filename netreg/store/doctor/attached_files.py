"""Examine the files of documents and their folder, and repair what can be repaired without loss."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from netreg.errors import NotAllowed, quote_word
from netreg.language import _, ngettext
from netreg.store.attachments import file_store, usage
from netreg.store.doctor.findings import FIX_COMMAND, FileFinding

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netreg.store.attachments.usage import FileFlaw

# What desktops leave in every folder that they show.
_DESKTOP_FILES = (".DS_Store", "Thumbs.db", "desktop.ini", ".directory")


def examine_files(db: sqlite3.Connection, path: Path, *, full: bool) -> Iterator[FileFinding]:
    """Examine the attached files; with `full` the content of every file is compared with its hash."""
    yield from _describe_flaws(usage.find_flaws(db, path, full=full))
    folder = file_store.get_folder(path)
    if not os.path.lexists(folder):
        return
    try:
        file_store.check_folder(folder)
    except NotAllowed as refusal:
        yield FileFinding("files-folder", "error", refusal.sentence, refusal.advice)
        return
    yield from _examine_permissions(folder)
    yield from _examine_orphans(path, db)
    yield from _examine_foreign_entries(folder)


def _describe_flaws(flaws: list[FileFlaw]) -> Iterator[FileFinding]:
    for flaw in flaws[:10]:
        sentence = (
            _("the file of document {number} ({title}) is missing")
            if flaw.missing
            else _("the file of document {number} ({title}) has changed since it was attached")
        )
        yield FileFinding(
            "file-missing" if flaw.missing else "file-changed",
            "error",
            sentence.format(number=flaw.document, title=flaw.title),
            _("attach the same file again, or restore a backup that has it"),
        )
    if len(flaws) > 10:
        more = len(flaws) - 10
        sentence = ngettext(
            "the file of {n} more document is missing or changed",
            "the files of {n} more documents are missing or changed",
            more,
        )
        yield FileFinding("files-more", "error", sentence.format(n=more), _("restore a backup that has them"))


def _examine_permissions(folder: Path) -> Iterator[FileFinding]:
    if _list_exposed(folder):
        yield FileFinding(
            "files-permissions",
            "error",
            _("other users can read the files of documents"),
            f"chmod -R go= {quote_word(folder)}",
            fixable=True,
        )


def _list_exposed(folder: Path) -> list[Path]:
    """List the folder and what is in it, as far as other users have any permission there."""
    if os.name != "posix":
        return []
    entries = (folder, *file_store.list_subfolders(folder), *file_store.list_files(folder))
    return [entry for entry in entries if stat.S_IMODE(file_store.read_mode(entry)) & 0o077]


def _examine_orphans(path: Path, db: sqlite3.Connection) -> Iterator[FileFinding]:
    if orphans := usage.find_orphaned_files(path, db):
        sentence = ngettext(
            "{n} file that no document refers to, left by an interrupted command: {names}",
            "{n} files that no document refers to, left by interrupted commands: {names}",
            len(orphans),
        ).format(n=len(orphans), names=", ".join(file.name[:16] for file in orphans[:3]))
        yield FileFinding("files-unnamed", "warning", sentence, FIX_COMMAND, fixable=True)


def _examine_foreign_entries(folder: Path) -> Iterator[FileFinding]:
    subfolders = file_store.list_subfolders(folder)
    known = {*subfolders, *file_store.list_files(folder)}
    entries = (entry for one in (folder, *subfolders) for entry in one.iterdir())
    if foreign := [entry for entry in entries if entry not in known and entry.name not in _DESKTOP_FILES]:
        names = ", ".join(str(entry.relative_to(folder)) for entry in sorted(foreign)[:3])
        yield FileFinding(
            "files-strange",
            "warning",
            _("the folder of documents contains files that netreg did not create: {names}").format(names=names),
            _("move them elsewhere; attach what belongs to a record"),
        )


def _restrict_permissions(path: Path) -> None:
    for entry in _list_exposed(file_store.get_folder(path)):
        entry.chmod(0o700 if entry.is_dir() else 0o400)


REPAIRS: dict[str, Callable[[Path], object]] = {
    "files-permissions": _restrict_permissions,
    "files-unnamed": usage.remove_orphaned_files,
}
