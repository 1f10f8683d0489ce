"""A register with documents, for the tests of what becomes of their files."""

from __future__ import annotations

import io
import os
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from netreg.entities import AGREEMENT, DOCUMENT
from netreg.store import attachments, database, records, register, undo

if TYPE_CHECKING:
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
        return attachments.folder_of(self.path)

    def attach(self, content: bytes, title: str = "เอกสารสมมติ") -> int:
        """Attach content as a file; the document's number."""
        copied = attachments.copied(io.BytesIO(content), attachments.ready(self.folder))
        values = {
            "title": title, "agreement": 1, "file_name": "a.pdf", "size": len(content), "media_type": "application/pdf",
            "sha256": copied.sha256,
        }  # fmt: skip
        with database.writing(self.path, "agreement attach", ACTOR) as db:
            number = register.add(db, DOCUMENT, values, even_if_known=True)
            attachments.put(self.folder, copied)
        return number

    def remove(self, number: int) -> None:
        """Remove a document."""
        with database.writing(self.path, "document remove", ACTOR) as db:
            records.remove(db, DOCUMENT, number)

    def undo(self) -> None:
        """Take the last command back."""
        with database.writing(self.path, "undo", ACTOR) as db:
            for command in undo.choose(db, None, redo=False):
                undo.undo(db, command, force_unaffected=False)

    def orphan(self, content: bytes, *, hours: float = 2) -> Path:
        """A file that nobody names, as a killed command leaves it, some hours ago."""
        attachments.put(attachments.ready(self.folder), attachments.copied(io.BytesIO(content), self.folder))
        file = self.file(content)
        then = time.time() - hours * 3600
        os.utime(file, (then, then))
        return file

    def file(self, content: bytes) -> Path:
        """Where content is kept, or would be."""
        place = attachments.place(self.folder, digest(content))
        assert place is not None
        return place

    def files(self) -> set[str]:
        """The digests of what is kept."""
        return {file.name for file in attachments.kept(self.folder)}


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A register with one agreement."""
    path = tmp_path_factory.mktemp("office") / "register.db"
    database.create(path)
    with database.writing(path, "agreement add", ACTOR) as db:
        register.add(db, AGREEMENT, {"title": "ข้อตกลงสมมติ"})
    return path.read_bytes()


@pytest.fixture
def office(office_template: bytes, tmp_path: Path) -> Office:
    """A register with one agreement and no document yet."""
    path = tmp_path / "register.db"
    path.write_bytes(office_template)
    path.chmod(0o600)
    return Office(path)
