"""The outbox: a file for each message, once, and over nothing that is there."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from netreg.errors import MissingFile, NotAllowed
from netreg.exchange.mail.outbox import choose_file_name, write_message
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState

if TYPE_CHECKING:
    from pathlib import Path

ID = "<digest-0123456789abcdef@example.ac.th>"
NAME = "digest-0123456789abcdef@example.ac.th.eml"


def message(subject: str = "ถึงกำหนด") -> EmailMessage:
    made = EmailMessage(policy=policy.SMTP)
    made["Subject"] = subject
    made["Message-ID"] = ID
    made.set_content("ข้อความ\n", cte="base64")
    return made


def test_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    assert write_message(message(), tmp_path) == DeliveryOutcome(DeliveryState.ACCEPTED)
    (file,) = tmp_path.iterdir()
    assert file.name == NAME
    assert file.stat().st_mode & 0o777 == 0o600
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["Subject"], read["Message-ID"], read.get_content()) == ("ถึงกำหนด", ID, "ข้อความ\r\n")


def test_a_second_try_makes_no_second_file(tmp_path: Path) -> None:
    write_message(message(), tmp_path)
    before = mark(tmp_path / NAME)
    assert write_message(message(), tmp_path).state is DeliveryState.ACCEPTED
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    assert mark(tmp_path / NAME) == before


def mark(path: Path) -> tuple[int, int, int, int]:
    """What of a file changes when it is written or replaced; when it was last read is left out."""
    found = path.stat()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


@pytest.mark.parametrize(
    "content", [b"", b"my own notes\n", b"Message-ID: <other@example.ac.th>\r\n\r\n", b"\xff\x00" * 100]
)
def test_what_somebody_else_put_there_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(NotAllowed, match="is not this message") as failure:
        write_message(message(), tmp_path)
    assert failure.value.exit_code == 77
    assert (tmp_path / NAME).read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(NotAllowed):
        write_message(message(), tmp_path)


def test_without_the_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="mkdir -p"):
        write_message(message(), tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(MissingFile):
        write_message(message(), tmp_path / "file")


@pytest.mark.parametrize(
    "message_id",
    ["<../../etc/passwd@x>", "<.hidden@x>", "<a/b@x>", "<a b@x>", "<>", "", f"<{'x' * 300}@x>", "<-rf@x>", "<ก@x>"],
)
def test_no_id_leads_out_of_the_folder(message_id: str) -> None:
    name = choose_file_name(message_id)
    assert name.startswith("digest-")
    assert name.endswith(".eml")
    assert len(name) == len("digest-.eml") + 32
