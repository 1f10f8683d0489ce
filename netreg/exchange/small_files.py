"""Small files that are read whole: a template, a list of hashes; a device would never end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import NoSuchFile, UnreadableFile, UnusableInput
from netreg.language import _

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1 << 20


def read_small_file(path: Path, most: int) -> bytes:
    """Return what is in a file of at most so many megabytes.

    Raises:
        MissingFile: when it does not exist or cannot be read.
        UnusableInput: when it is larger, or no file.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or device may have no end
            raise UnusableInput(_("{file} is not a file").format(file=path), _("choose another file"))
        with path.open("rb") as file:
            content = file.read(most * MEGABYTE + 1)
    except FileNotFoundError:
        raise NoSuchFile(path) from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, error) from None
    if len(content) > most * MEGABYTE:
        raise UnusableInput(_("{file} is larger than {most} MB").format(file=path, most=most), _("choose another file"))
    return content
