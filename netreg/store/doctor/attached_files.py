"""What can be wrong with the files of documents and their folder, and the cure for each."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from netreg.errors import NotAllowed, quote_word
from netreg.language import _, ngettext
from netreg.store.attachments import file_store, usage
from netreg.store.doctor.findings import Finding

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netreg.store.attachments.usage import FileFlaw

# What desktops leave in every folder that they show.
_DESKTOP = (".DS_Store", "Thumbs.db", "desktop.ini", ".directory")


def examine_files(db: sqlite3.Connection, path: Path, *, full: bool) -> Iterator[Finding]:
    """Everything found wrong; with `full` the content of every file is held against its digest."""
    yield from _describe_flaws(usage.find_flaws(db, path, full=full))
    folder = file_store.get_folder(path)
    if not os.path.lexists(folder):
        return
    try:
        file_store.check_folder(folder)
    except NotAllowed as refusal:
        yield Finding("files-folder", "error", refusal.sentence, refusal.advice)
        return
    yield from _examine_permissions(folder)
    yield from _examine_orphans(path, db)
    yield from _examine_strange_entries(folder)


def _describe_flaws(flaws: list[FileFlaw]) -> Iterator[Finding]:
    for flaw in flaws[:10]:
        what = (
            _("the file of document {number} ({title}) is missing")
            if flaw.missing
            else _("the file of document {number} ({title}) is not what was attached")
        )
        yield Finding(
            "file-missing" if flaw.missing else "file-changed",
            "error",
            what.format(number=flaw.document, title=flaw.title),
            _("attach the same file again, or restore a backup that has it"),
        )
    if len(flaws) > 10:
        what = _("and the files of {n} documents more").format(n=len(flaws) - 10)
        yield Finding("files-more", "error", what, _("restore a backup that has them"))


def _examine_permissions(folder: Path) -> Iterator[Finding]:
    if _list_exposed(folder):
        yield Finding(
            "files-permissions",
            "error",
            _("others may read the files of documents"),
            f"chmod -R go= {quote_word(folder)}",
            fixable=True,
        )


def _list_exposed(folder: Path) -> list[Path]:
    """The folder and what is in it, as far as others may do something there."""
    if os.name != "posix":
        return []
    every = (folder, *file_store.list_subfolders(folder), *file_store.list_files(folder))
    return [one for one in every if stat.S_IMODE(file_store.read_mode(one)) & 0o077]


def _examine_orphans(path: Path, db: sqlite3.Connection) -> Iterator[Finding]:
    if loose := usage.find_orphaned_files(path, db):
        what = ngettext(
            "{n} file that no document ever named, left by a command that was ended: {name}",
            "{n} files that no document ever named, left by commands that were ended: {name}",
            len(loose),
        )
        names = ", ".join(file.name[:16] for file in loose[:3])
        yield Finding(
            "files-unnamed", "warning", what.format(n=len(loose), name=names), "netreg doctor --fix", fixable=True
        )


def _examine_strange_entries(folder: Path) -> Iterator[Finding]:
    inner = file_store.list_subfolders(folder)
    known = {*inner, *file_store.list_files(folder)}
    there = (entry for one in (folder, *inner) for entry in one.iterdir())
    if strange := [entry for entry in there if entry not in known and entry.name not in _DESKTOP]:
        names = ", ".join(str(entry.relative_to(folder)) for entry in sorted(strange)[:3])
        yield Finding(
            "files-strange",
            "warning",
            _("something that is not netreg's lies among the files of documents: {names}").format(names=names),
            _("move it elsewhere; attach what belongs to a record"),
        )


def _restrict_permissions(path: Path) -> None:
    for one in _list_exposed(file_store.get_folder(path)):
        one.chmod(0o700 if one.is_dir() else 0o400)


REPAIRS: dict[str, Callable[[Path], object]] = {
    "files-permissions": _restrict_permissions,
    "files-unnamed": usage.remove_orphaned_files,
}
