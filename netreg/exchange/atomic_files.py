"""Write files whole or not at all, and never over a file that is not to be replaced."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from itertools import combinations, count
from typing import TYPE_CHECKING

from netreg.errors import ExistingFile, NotAllowed, UsageError
from netreg.language import _
from netreg.store.attachments.file_store import sync_folder
from netreg.store.connections import HEADER
from netreg.store.output_gate import choose_partial, resolve_output
from netreg.store.system_errors import make_write_failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def saving(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Open a file to write, readable by its owner alone; it is put at `path` once it is complete.

    Raises:
        NotAllowed: when the file already exists, unless with `force`, or is a database.
    """
    path = resolve_output(path)
    refuse_existing(path, force=force)
    _refuse_database(path)
    with _making_partial(path) as partial:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)


@contextmanager
def _making_partial(path: Path) -> Iterator[Path]:
    """Give the path of a file that is not yet complete; remove it, and tell failures in netreg's words."""
    partial = choose_partial(path, f"-{next(_numbers)}")
    try:
        yield partial
    except OSError as error:
        raise make_write_failure(path, error) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


_numbers = count()
"""A process may write several files at once."""


def check_outputs(outputs: Mapping[str, Path], inputs: Iterable[Path], register: Path, configuration: Path) -> None:
    """Refuse what a command could not write, or what it would destroy, before it reads or writes anything.

    `outputs` are the files to write by the options that name them, `inputs` the files that are read.

    Raises:
        UsageError: when one is no file, is read by the command itself, or is written twice.
        NotAllowed: when it is not permitted to write there, or a folder stands there.
        MissingFile: when its folder does not exist.
        DeviceError: when it cannot be written for another reason.
    """
    inputs = list(inputs)
    for option, path in outputs.items():
        if str(path) in ("-", "."):
            raise UsageError(_("{option} needs the name of a file").format(option=option), _("for example new.csv"))
        if any(_is_same(path, read) or (str(read) == "-" and _is_standard_input(path)) for read in inputs):
            sentence = _("{option}: {file} is the imported file itself").format(option=option, file=path)
            raise UsageError(sentence, _("choose another file"))
        if _is_same(path, register):
            sentence = _("{option}: {file} is the register itself").format(option=option, file=path)
            raise UsageError(sentence, _("choose another file"))
        refuse_configuration(path, configuration)
    for (one, first), (other, second) in combinations(outputs.items(), 2):
        if _is_same(first, second):
            sentence = _("{one} and {other} name the same file: {file}").format(one=one, other=other, file=second)
            raise UsageError(sentence, _("choose another file for one of them"))
    for path in map(resolve_output, outputs.values()):
        refuse_existing(path, force=True)
        _try_to_write(path)


def refuse_configuration(path: Path, configuration: Path) -> None:
    """Refuse to replace the configuration by a table.

    Raises:
        UsageError: naming the file.
    """
    if _is_same(path, configuration):
        raise UsageError(_("{file} is the configuration of netreg").format(file=path), _("choose another file"))


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, through links and whether or not it exists."""
    try:
        return path.resolve() == other.resolve() or (path.exists() and other.exists() and path.samefile(other))
    except (OSError, RuntimeError):  # a circle of links
        return False


def _is_standard_input(path: Path) -> bool:
    """Return whether the standard input is read from this file."""
    try:
        return os.path.samestat(os.fstat(sys.stdin.fileno()), path.stat())
    except (OSError, ValueError):
        return False


def _try_to_write(path: Path) -> None:
    """Refuse a file that cannot be made, by making one beside it and removing it."""
    with _making_partial(path) as partial:
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse a path where something already exists, unless `force` says that a file is to be replaced.

    Raises:
        NotAllowed: naming what exists.
    """
    try:
        exists = path.exists()
    except OSError as error:
        raise make_write_failure(path, error) from None
    if exists and not path.is_file():
        raise NotAllowed(_("{file} exists and is not a file").format(file=path), _("choose another name"))
    if exists and not force:
        raise ExistingFile(path)


def _refuse_database(path: Path) -> None:
    """Refuse to replace a register, or any other database, by a table."""
    try:
        with path.open("rb") as file:
            if file.read(len(HEADER)) == HEADER:
                raise NotAllowed(
                    _("{file} is a database and is never overwritten").format(file=path), _("choose another name")
                )
    except OSError:
        return
