"""The files of a folder beside the register: each is old or new, whatever ended the command that wrote it."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import tarfile
import zipfile
from typing import TYPE_CHECKING

from netreg.store.connections import ENCRYPTED
from tests.reliability.registers import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

IDENTITY = "AGE-SECRET-KEY-1JAHG5QWNVTNPNC4SW725AS5A6NRD7LXSFS48V0NMMWKLK9VLVCYS7QQ9RL"
"""A key of the trials; nothing else is encrypted for it."""
DATABASE = b"SQLite format 3\0"
FILES = ".files/"
TRIED_NAME = 8
"""Letters of the name of a file with which Python tries whether a folder can be written."""


def is_final(name: str) -> bool:
    """Tell whether a name, relative to the folder, is one under which a file is to be whole."""
    first = name.split("/", maxsplit=1)[0]
    return not (
        re.fullmatch(f"[a-z0-9_]{{{TRIED_NAME}}}", name)
        or first.startswith((".netreg-", "netreg-", "register.db-"))
        or name == "register.db"
        or first.endswith("-journal")
        or ".partial" in name
        or ".restoring" in name
        or "/.netreg-" in name
    )


def fingerprint(content: bytes, place: Path) -> str:
    """Return what identifies the content of a file, its moments left out; `place` is for a database to be laid at."""
    if content.startswith(DATABASE):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / "copy.db").write_bytes(content)
        return digest(place / "copy.db")
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                return "zip " + ("damaged" if file.testzip() else " ".join(sorted(file.namelist())))
        except zipfile.BadZipFile:
            return "zip damaged"
    if content.startswith(ENCRYPTED):
        return _open_encrypted(content, place)
    return f"{len(content)} {content[:64]!r} {content[-64:]!r}" if len(content) > 128 else repr(content)


def _open_encrypted(content: bytes, place: Path) -> str:
    """Return what is in an encrypted backup: its bytes are others each time."""
    import pyrage

    try:
        archive = pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(IDENTITY)])
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as members:
            files = {one.name: file.read() for one in members if (file := members.extractfile(one))}
    except (pyrage.DecryptError, tarfile.TarError):
        return "encrypted, damaged"
    return f"encrypted {[(name, fingerprint(each, place)) for name, each in files.items()]}"


class Fingerprints:
    """The fingerprints of contents, each taken once."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.known: dict[bytes, str] = {}

    def of(self, contents: Mapping[str, bytes]) -> dict[str, str]:
        """Return the fingerprints of the files that have their final names."""
        return {name: self._find(content) for name, content in contents.items() if is_final(name)}

    def _find(self, content: bytes) -> str:
        key = hashlib.sha256(content).digest()  # an encrypted backup is another each time: gigabytes of them
        if key not in self.known:
            self.known[key] = fingerprint(content, self.place)
        return self.known[key]


def read_files(folder: Path) -> dict[str, bytes]:
    """Read the files of a folder by their names in it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def judge_files(found: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str], needed: str) -> list[str]:
    """Say which files are neither old nor new, and which of those attached are missing.

    `needed` says of which state the attached files must be there: ``old``, ``new``, or neither.
    """
    whole = {*old.values(), *new.values()}
    wrong = [
        f"{name} is neither old nor new"
        for name, mark in found.items()
        if mark not in (old.get(name), new.get(name)) and (name in old or name in new or mark not in whole)
    ]
    gone = [name for name in old if name in new and name not in found]
    attached = {"old": old, "new": new}.get(needed, {})
    gone += [name for name in attached if FILES in name and name not in found and name not in gone]
    return wrong + [f"{name} is gone" for name in gone]


def find_left(names: Iterable[str]) -> list[str]:
    """Find what should be gone once a command has ended: journals, unfinished files, temporary folders."""
    return [name for name in names if not is_final(name) and name != "register.db" and len(name) != TRIED_NAME]
