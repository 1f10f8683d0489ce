"""Files that are written: whole or not at all, over nothing that is to stay, on Windows too."""

from __future__ import annotations

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
    with pytest.raises(DeviceError, match="is full; free some space and try again; nothing was written"):
        write(path, force=True)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.usefixtures("fsync_of_windows")
def test_no_file_is_synced_through_a_handle_that_only_reads(tmp_path: Path) -> None:
    write(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "new"


def test_a_register_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    create(path)
    before = path.read_bytes()
    with pytest.raises(NotAllowed, match="database"):
        write(path, force=True)
    assert path.read_bytes() == before
