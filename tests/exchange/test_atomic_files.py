"""Files that are written: whole or not at all, over nothing that is to stay, on Windows too."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from netreg.errors import DeviceError, MissingFile, NotAllowed
from netreg.exchange.atomic_files import saving
from netreg.store.database import create

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str = "new", *, force: bool = False) -> None:
    with saving(path, force=force) as file:
        file.write(text.encode())


def test_a_file_is_replaced_only_when_said(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(NotAllowed, match=r"out\.csv already exists; add --force"):
        write(path)
    assert path.read_text() == "old"
    write(path, force=True)
    assert path.read_text() == "new"


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="is not a file"):
        write(tmp_path, force=True)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="no such folder"):
        write(tmp_path / "nowhere" / "out.csv")


def test_what_is_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.csv"
    path.write_text("old")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DeviceError, match="cannot be written: No space left"):
        write(path, force=True)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.skipif(os.name == "nt", reason="Windows says so itself")
def test_no_file_is_synced_through_a_handle_that_only_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses that (FlushFileBuffers wants GENERIC_WRITE)."""
    import fcntl

    fsync = os.fsync

    def sync_as_windows(handle: int) -> None:
        reads = fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        if reads and stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(9, "Bad file descriptor")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", sync_as_windows)
    write(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "new"


def test_a_register_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    create(path)
    before = path.read_bytes()
    with pytest.raises(NotAllowed, match="database"):
        write(path, force=True)
    assert path.read_bytes() == before
