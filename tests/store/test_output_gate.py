"""Where a file may be written, and what a killed process left of one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from netreg.errors import Failure
from netreg.store import output_gate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

posix = pytest.mark.skipif(os.name != "posix", reason="links and processes of POSIX")


@posix
def test_no_command_writes_where_it_would_harm_a_register(register: Netreg) -> None:
    (register.folder / "loop").symlink_to("loop")
    (register.folder / "link.csv").symlink_to(register.folder / "register.db-journal")
    refused = []
    for name in (
        "register.db-journal", "register.db-wal", "other.db-shm", "register.db.files", "register.db.files/a.csv",
        "register.db.restoring", "/dev/stdout", "/dev/null", "/proc/self/x", "loop", "link.csv", "ก" * 90, ".",
        "register.db",
    ):  # fmt: skip
        for words in (("backup", name), ("org", "export", name, "--format", "csv", "--force")):
            run = register(*words)
            if run.code not in (2, 66, 77, 78) or run.out or run.err.count("\n") != 1:
                refused.append((words, run.code, run.err))
    assert refused == []
    assert sorted(path.name for path in register.folder.iterdir()) == ["link.csv", "loop", "register.db"]


def test_a_name_that_is_such_an_ending_alone_belongs_to_no_register(register: Netreg) -> None:
    names = [f"{stem}{end}" for stem in ("", ".", "..") for end in ("-journal", "-wal", "-shm", ".files", ".restoring")]
    found = {name: register("org", "export", f"--out={name}", "--format", "csv").code for name in names}
    assert found == dict.fromkeys(names, 0)


@posix
def test_a_link_is_written_through(register: Netreg) -> None:
    (register.folder / "link.csv").symlink_to("real.csv")
    assert register("org", "export", "link.csv").code == 0
    assert (register.folder / "link.csv").is_symlink()
    assert (register.folder / "real.csv").read_text(encoding="utf-8-sig")
    assert (register.folder / "real.csv").stat().st_mode & 0o777 == 0o600


def test_a_name_of_255_bytes_is_written(register: Netreg) -> None:
    name = "ก" * 83 + "aa.csv"
    assert len(name.encode()) == 255
    assert register("org", "export", name).code == 0
    assert (register.folder / name).exists()


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.usefixtures("in_english")
@posix
def test_what_a_killed_process_left_is_swept(register: Netreg, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(register.folder))
    mine = output_gate.choose_partial(register.folder / "a.csv")
    left = register.folder / mine.name.replace(str(os.getpid()), str(gone))
    other = register.folder / left.name.replace(left.name[8:16], "00000000")
    folder = register.folder / left.name[1:].replace(".partial", "-abc")
    attached = register.folder / "register.db.files" / left.name.replace(".partial", "-abc.partial")
    attached.parent.mkdir(mode=0o700)
    for file in (mine, left, other, attached):
        file.touch(0o600)
    folder.mkdir()
    (folder / "people.csv").touch()
    found = register("doctor", "--json").data
    assert sorted(row["what"] for row in found) == [
        f"an unfinished copy: {name}" for name in sorted((left.name, attached.name, folder.name))
    ]
    assert register("org", "export", "a.csv").code == 0
    assert (mine.exists(), left.exists(), other.exists(), folder.exists()) == (True, False, True, True)
    assert register("doctor", "--fix").code == 0
    assert not folder.exists()
    assert not attached.exists()


@posix
def test_settings_and_attached_files_go_through_the_gate(filled: Netreg, gone: int) -> None:
    """What a kill left of either goes with the next command that writes there."""
    folder = filled.folder / "register.db.files"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = output_gate.choose_partial(filled.folder / "a").name.replace(str(os.getpid()), str(gone))
    left = [filled.folder / name, folder / name.replace(".partial", "-x1.partial")]
    for file in left:
        file.touch(0o400)
    (filled.folder / "a.pdf").write_bytes(b"%PDF-1.7")
    assert filled("config", "era", "ce").code == 0
    assert filled("agreement", "attach", "mou", "a.pdf").code == 0
    assert [file for file in left if file.exists()] == []
    assert not list(filled.folder.rglob("*.partial"))


def test_a_name_is_told_from_a_journal(tmp_path: Path) -> None:
    for name in ("journal", "my-journal.csv", "x.files.csv", "plain.files"):
        assert output_gate.resolve_output(tmp_path / name) == tmp_path / name
    with pytest.raises(Failure):
        output_gate.resolve_output(tmp_path / "x-journal")
