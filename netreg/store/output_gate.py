"""The one gate for every file that is written: where none may be, and a temporary name until it is whole.

A file is written under a name of the process, which no other uses, is synced and then renamed; a file
of that kind whose process is gone was left by a kill, and the next command that writes there removes it.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.errors import MissingFile, NotAllowed
from netreg.language import _
from netreg.store.connections import COMPANION_SUFFIXES, HEADER
from netreg.store.system_errors import make_write_failure

if TYPE_CHECKING:
    from collections.abc import Iterator

_BESIDE = (".files", ".restoring")
_SYSTEM, _MEMORY = ("/dev/", "/proc/", "/sys/"), "/dev/shm/"  # noqa: S108 - where it is none


def resolve_output(path: Path) -> Path:
    """Return where a file of this path is written: through links, and never where it would harm a register.

    Raises:
        NotAllowed: for ``-``, a journal or folder of a register, a device, or links that lead nowhere.
    """
    if str(path) == "-":  # which stands for the standard output, where a command writes there
        raise NotAllowed(_("{path} is no name of a file").format(path=path), _("choose another name"))
    if path.name in ("", ".."):
        raise NotAllowed(_("{path} is a folder").format(path=path), _("name a file in it"))
    try:
        real = path.resolve()
    except FileNotFoundError:  # of a name alone that is relative to it
        raise MissingFile(
            _("the folder that you are in does not exist any more"), _("go to another one with 'cd'")
        ) from None
    except (OSError, RuntimeError):
        raise NotAllowed(_("{path} is a circle of links").format(path=path), _("choose another name")) from None
    for place in (path.absolute(), real):
        if str(place).startswith(_SYSTEM) and not str(place).startswith(_MEMORY):
            raise NotAllowed(
                _("{path} is no place for a file").format(path=path), _("choose another name; - is the standard output")
            )
        for part in (place, *place.parents):
            _refuse_beside_register(path, part)
    try:
        return real if path.is_symlink() else path
    except OSError as error:
        raise make_write_failure(path, error) from None


def _refuse_beside_register(path: Path, part: Path) -> None:
    """Refuse a name that SQLite or netreg gives to what belongs to a register, which it might take for its own."""
    for suffix in (*COMPANION_SUFFIXES, *_BESIDE):
        stem = part.name.removesuffix(suffix)
        if stem == part.name or not stem.strip("."):  # ".files" alone belongs to no register
            continue
        base = part.with_name(stem)
        if suffix in COMPANION_SUFFIXES or _is_database(base):
            raise NotAllowed(
                _("{path} is kept for what belongs to the register {base}").format(path=path, base=base),
                _("choose another name"),
            )


def _is_database(path: Path) -> bool:
    try:
        if not path.is_file():  # to open a pipe would wait
            return False
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError:
        return False


# --- temporary names --------------------------------------------------------------------


@cache
def _mark_of_machine() -> str:
    """Return what tells this machine from others that may share a folder."""
    from zlib import crc32

    return f"{crc32(platform.node().encode()):08x}"


def choose_partial(target: Path, what: str = "") -> Path:
    """Choose the name of a file that is not yet complete, beside `target`; what killed processes left goes."""
    sweep_folder(target.parent)
    return target.with_name(f"{get_partial_prefix()}{what}.partial")


def get_partial_prefix() -> str:
    """Return how the names of the unfinished files of this process begin."""
    return f".netreg-{_mark_of_machine()}-{os.getpid()}"


@contextmanager
def open_temporary_folder() -> Iterator[Path]:
    """Open a folder for temporary files, the user's alone; it goes with the block, or after a kill with the next."""
    sweep_temporary_folders()
    with tempfile.TemporaryDirectory(prefix=f"netreg-{_mark_of_machine()}-{os.getpid()}-") as folder:
        yield Path(folder)


_LEFT = re.compile(r"\.?netreg-([0-9a-f]{8})-([0-9]+)\b.*")


def find_left_files(folder: Path) -> list[Path]:
    """Find the unfinished files in a folder whose process, of this machine, is gone."""
    with suppress(OSError):
        return sorted(file for file in folder.glob(".netreg-*.partial*") if _is_left(file))
    return []


def find_temporary_folders() -> list[Path]:
    """Find the temporary folders of the user whose process is gone."""
    with suppress(OSError):
        found = Path(tempfile.gettempdir()).glob("netreg-*-*-*")
        return sorted(folder for folder in found if _is_left(folder) and _is_own(folder))
    return []


def sweep_folder(folder: Path) -> None:
    """Remove what killed processes left in a folder."""
    for file in find_left_files(folder):
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file, ignore_errors=True)
            continue
        with suppress(OSError):
            file.unlink()


def sweep_temporary_folders() -> None:
    """Remove the temporary folders that killed processes left."""
    for folder in find_temporary_folders():
        shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    return os.name != "posix" or folder.lstat().st_uid == os.geteuid()


def _is_left(path: Path) -> bool:
    found = _LEFT.fullmatch(path.name)
    if not found or found[1] != _mark_of_machine():
        return False
    try:
        if os.name == "posix":
            os.kill(int(found[2]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # of another user
        pass
    return False
