"""The attached files of a backup: copied from the register to the backup and back, each verified.

They are copied and never linked: a backup that shares its bytes with the register is no backup.
Backups in one folder share one folder of files, since content that is named by its hash never
changes; a file is deleted when no backup refers to it any more.
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
    """Return the folder of the files that the backups of a register in one folder share."""
    return folder / f"{stem}.backups.files"


def copy_files(copy: Path, sources: Sequence[Path], folder: Path, owner: Path | None = None) -> None:
    """Copy every file that a copy of a register refers to, from whichever source has it intact.

    What no source has is left out: a backup without one document is better than none, and
    :func:`usage.find_flaws_in_copy` tells of it. Where the folder is that of a register in use,
    that is its `owner`.

    Raises:
        DeviceError: when the files cannot be written; what was copied is deleted again.
    """
    copied: list[Path] = []
    try:
        for content_hash in sorted(usage.read_retained_hashes(copy)):
            if not _has_intact_file(folder, content_hash) and (file := _copy_from_any(content_hash, sources, folder)):
                copied.append(file)  # noqa: PERF401 - known one by one, to be deleted
    except BaseException:  # whatever ended it, a signal too: without the copy that refers to them they are orphaned
        _remove_copied(copied, owner)
        raise


def _has_intact_file(folder: Path, content_hash: str) -> bool:
    file = file_store.make_path(folder, content_hash)
    if not file or not file_store.is_intact(file, content_hash):
        return False
    with suppress(OSError):
        os.utime(file)  # another backup that thins out at this moment must see that it is wanted
    return True


def _copy_from_any(content_hash: str, sources: Sequence[Path], folder: Path) -> Path | None:
    """Copy one file; return its new path, or None where no source has it intact."""
    for source in sources:
        file = file_store.make_path(source, content_hash)
        if source != folder and file and file.exists() and _copy_file(file, content_hash, folder):
            return file_store.make_path(folder, content_hash)
    return None


def _copy_file(file: Path, content_hash: str, folder: Path) -> bool:
    """Copy the content of a file and read it back; return whether it had the right hash."""
    file_store.ensure_folder(folder)
    try:
        with file_store.open_stored_file(file) as source:
            content = file_store.copy_content(source, folder)
    except OSError:
        return False
    assert content.partial is not None
    try:
        if content.sha256 != content_hash:
            return False
        if not file_store.is_intact(content.partial, content_hash):
            raise DeviceError(_("what was written to {folder} was lost").format(folder=folder), _("check the disk"))
        file_store.store_content(folder, content)
    finally:
        file_store.remove_file(content.partial)
    return True


def _remove_copied(copied: Sequence[Path], owner: Path | None) -> None:
    """Delete what was copied in vain, except what a register in use refers to by now."""
    if owner:
        usage.withdraw_files(owner, {file.name for file in copied})
        return
    for file in copied:
        with suppress(OSError):
            file_store.remove_file(file)
            file.parent.rmdir()
            file.parent.parent.rmdir()


def thin_out_files(folder: Path, backups: Iterable[Path]) -> None:
    """Delete the shared files that none of the remaining backups refers to.

    Where one of them cannot be read nothing is deleted: it may refer to any of them.
    """
    old = [file for file in file_store.list_files(folder) if file_store.is_past_grace(file)]
    if not old:
        return
    try:
        retained = set().union(*map(usage.read_retained_hashes, backups))
    except Failure:
        return
    for file in old:
        if file.name not in retained:
            file_store.remove_file(file)
