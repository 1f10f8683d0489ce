"""A new register; and one with documents, for the tests of what becomes of their files."""

from __future__ import annotations

import io
import os
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import AGREEMENT, DOCUMENT, ORGANISATION
from netreg.store import database
from netreg.store.attachments import file_store
from netreg.store.history import changes
from netreg.store.records import records
from netreg.store.undo import reversal
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACTOR = "ผู้ทดสอบ"


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass(frozen=True)
class Office:
    """Somebody who attaches files to the one agreement of a register."""

    path: Path

    @property
    def folder(self) -> Path:
        """The folder of the files."""
        return file_store.get_folder(self.path)

    def attach(self, content: bytes, title: str = "เอกสารสมมติ") -> int:
        """Attach content as a file; the document's number."""
        copied = file_store.copy_content(io.BytesIO(content), file_store.ensure_folder(self.folder))
        values = {
            "title": title, "agreement": 1, "file_name": "a.pdf", "size": len(content), "media_type": "application/pdf",
            "sha256": copied.sha256,
        }  # fmt: skip
        with database.writing(self.path, "agreement attach", ACTOR) as db:
            number = checked_writes.add_record(db, DOCUMENT, values, even_if_known=True)
            file_store.store_content(self.folder, copied)
        return number

    def remove(self, number: int) -> None:
        """Remove a document."""
        with database.writing(self.path, "document remove", ACTOR) as db:
            records.delete_record(db, DOCUMENT, number)

    def undo(self) -> None:
        """Take the last command back."""
        with database.writing(self.path, "undo", ACTOR) as db:
            for command in reversal.choose_commands(db, None, redo=False):
                reversal.undo_command(db, command, force_unaffected=False)

    def orphan(self, content: bytes, *, hours: float = 2) -> Path:
        """A file that nobody names, as a killed command leaves it, some hours ago."""
        file_store.store_content(
            file_store.ensure_folder(self.folder), file_store.copy_content(io.BytesIO(content), self.folder)
        )
        file = self.file(content)
        then = time.time() - hours * 3600
        os.utime(file, (then, then))
        return file

    def file(self, content: bytes) -> Path:
        """Where content is kept, or would be."""
        place = file_store.make_path(self.folder, digest(content))
        assert place is not None
        return place

    def files(self) -> set[str]:
        """The digests of what is kept."""
        return {file.name for file in file_store.list_files(self.folder)}


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A register with one agreement."""
    path = tmp_path_factory.mktemp("office") / "register.db"
    database.create(path)
    with database.writing(path, "agreement add", ACTOR) as db:
        checked_writes.add_record(db, AGREEMENT, {"title": "ข้อตกลงสมมติ"})
    return path.read_bytes()


@pytest.fixture
def office(office_template: bytes, tmp_path: Path) -> Office:
    """A register with one agreement and no document yet."""
    path = tmp_path / "register.db"
    path.write_bytes(office_template)
    path.chmod(0o600)
    return Office(path)


# --- a new register -----------------------------------------------------------------------


@pytest.fixture
def path(empty: bytes, tmp_path: Path) -> Path:
    """A new register."""
    copy = tmp_path / "register.db"
    copy.write_bytes(empty)
    return copy


@contextmanager
def shell(path: Path) -> Iterator[sqlite3.Connection]:
    """What any other SQLite tool does: no settings of netreg's, commits as it goes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        yield connection


def outside(path: Path, sql: str) -> None:
    """Change a register with another tool."""
    with shell(path) as db:
        db.executescript(sql)


def add(path: Path, name: str, **values: Any) -> int:
    """Add an organisation by a command of its own; its number."""
    with database.writing(path, "org add", ACTOR) as db:
        return checked_writes.add_record(db, ORGANISATION, {"name_th": name, **values})


def edit(path: Path, number: int, **values: Any) -> None:
    """Change an organisation by a command of its own."""
    with database.writing(path, "org edit", ACTOR) as db:
        checked_writes.edit_record(db, ORGANISATION, number, values)


def words(path: Path) -> list[str]:
    """The commands of the history, the oldest first."""
    with database.reading(path) as db:
        return [command.words for command in reversed(changes.select_commands(db))]
