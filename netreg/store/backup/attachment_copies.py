"""The files of a backup: brought from the register to the backup, and back again, each verified.

They are copied and never linked: a backup that shares its bytes with the register is none.
Backups in one folder share one folder of files, since content that has a digest never
changes; a file goes when no backup remembers it any more.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from netreg.errors import DeviceError, Failure
from netreg.language import _
from netreg.store.attachments import file_store, usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def get_shared_folder(folder: Path, stem: str) -> Path:
    """Where the backups of a register in one folder have their files."""
    return folder / f"{stem}.backups.files"


def copy_files(copy: Path, sources: Sequence[Path], folder: Path, owner: Path | None = None) -> None:
    """Bring every file that a copy of a register remembers, from whichever folder has it whole.

    What no folder has is left out: a backup without one document is better than none, and
    whoever asked for it is told by :func:`attached.flaws_of`. Where the folder is that of a
    register in use, that is its `owner`.

    Raises:
        DeviceError: when the files cannot be written; what was brought is taken away again.
    """
    made: list[Path] = []
    try:
        for digest in sorted(usage.read_retained_hashes(copy)):
            if not _has_intact_file(folder, digest) and (file := _copy_from_any(digest, sources, folder)):
                made.append(file)  # noqa: PERF401 - known one by one, to be taken away
    except BaseException:  # whatever ended it, a signal too: files without the copy that names them are nobody's
        _remove_copied(made, owner)
        raise


def _has_intact_file(folder: Path, digest: str) -> bool:
    file = file_store.make_path(folder, digest)
    if not file or not file_store.is_intact(file, digest):
        return False
    with suppress(OSError):
        os.utime(file)  # another backup that thins out at this moment is to see that it is wanted
    return True


def _copy_from_any(digest: str, sources: Sequence[Path], folder: Path) -> Path | None:
    """Copy one file; where it is now, or nothing where no folder has it whole."""
    for source in sources:
        file = file_store.make_path(source, digest)
        if source != folder and file and file.exists() and _copy_file(file, digest, folder):
            return file_store.make_path(folder, digest)
    return None


def _copy_file(file: Path, digest: str, folder: Path) -> bool:
    """Copy what is in a file and read it back; whether it was what its digest says."""
    file_store.ensure_folder(folder)
    try:
        with file_store.open_file(file) as source:
            content = file_store.copy_content(source, folder)
    except OSError:
        return False
    assert content.partial is not None
    try:
        if content.sha256 != digest:
            return False
        if not file_store.is_intact(content.partial, digest):
            raise DeviceError(
                _("{folder} did not keep what was written").format(folder=folder), _("is the disk sound?")
            )
        file_store.store_content(folder, content)
    finally:
        file_store.remove_file(content.partial)
    return True


def _remove_copied(made: Sequence[Path], owner: Path | None) -> None:
    """Take away what was brought in vain; of what a register in use names by now nothing."""
    if owner:
        usage.withdraw_files(owner, {file.name for file in made})
        return
    for file in made:
        with suppress(OSError):
            file_store.remove_file(file)
            file.parent.rmdir()
            file.parent.parent.rmdir()


def thin_out_files(folder: Path, backups: Iterable[Path]) -> list[Path]:
    """Delete the shared files that none of the backups left remembers; which they were.

    Where one of them cannot be read nothing is deleted: it may remember anything.
    """
    old = [file for file in file_store.list_files(folder) if file_store.is_past_grace(file)]
    if not old:
        return []
    try:
        wanted = set().union(*map(usage.read_retained_hashes, backups))
    except Failure:
        return []
    gone = [file for file in old if file.name not in wanted]
    for file in gone:
        file_store.remove_file(file)
    return gone
