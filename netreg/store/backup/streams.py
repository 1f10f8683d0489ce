"""Backups in pieces, for the standard output: of a copy that was verified before its first piece is given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import UsageError
from netreg.language import _
from netreg.store.attachments import file_store, usage
from netreg.store.backup import copies
from netreg.store.output_gate import open_temporary_folder

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path
    from typing import Any


def yield_backup(path: Path, recipients: Sequence[Any] = ()) -> Generator[bytes, None, None]:
    """Yield a backup in pieces: the register, or what only the `recipients` can open, with its documents within.

    No lock is held meanwhile, however slowly the pieces are taken.

    Raises:
        DeviceError: when the disk is full or the copy is not whole.
    """
    if recipients:
        from netreg.store.backup import encrypted_copies

        with open_temporary_folder() as folder:
            yield from _yield_pieces(encrypted_copies.back_up_as(path, folder / "backup.age", recipients).file)
        return
    with copies.private_copy(path) as copy:
        yield from _yield_pieces(copy)


def refuse_lone_register(path: Path) -> None:
    """Refuse to back up a register alone whose documents have files.

    Raises:
        UsageError: naming what takes them along.
    """
    if usage.read_retained_hashes(path):
        raise UsageError(
            _("the files of the documents do not fit into a backup on the standard output"),
            _("add --encrypt-to RECIPIENT, which takes them along, or name a file"),
        )


def _yield_pieces(file: Path) -> Generator[bytes, None, None]:
    with file.open("rb") as content:
        while piece := content.read(file_store.CHUNK):
            yield piece
