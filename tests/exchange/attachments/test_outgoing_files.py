"""Documents given out: verified, copied, and shown only where and as what they are."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netreg.errors import DeviceError, MissingFile, NotAllowed
from netreg.exchange.attachments import incoming_files, outgoing_files
from netreg.store.attachments import file_store

if TYPE_CHECKING:
    from netreg.core.entity import Row

PDF = b"%PDF-1.7 content"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register, as far as the files beside it go, with one file."""
    (tmp_path / "mou.pdf").write_bytes(PDF)
    with incoming_files.receiving_files(tmp_path / "register.db", [tmp_path / "mou.pdf"], 1) as (taken,):
        incoming_files.keep_file(tmp_path / "register.db", taken)
    return tmp_path / "register.db"


def row(**more: Any) -> Row:
    own = {"id": 1, "sha256": sha256(PDF).hexdigest(), "file_name": "MOU ลงนาม.pdf", "media_type": "application/pdf"}
    return own | more


def kept(path: Path) -> Path:
    return next(file_store.list_files(file_store.get_folder(path)))


def test_it_is_held_against_its_digest(path: Path) -> None:
    assert outgoing_files.find_intact_file(path, row()).read_bytes() == PDF
    kept(path).chmod(0o600)
    kept(path).write_bytes(PDF.upper())
    with pytest.raises(DeviceError):
        outgoing_files.find_intact_file(path, row())
    kept(path).unlink()
    with pytest.raises(MissingFile):
        outgoing_files.find_intact_file(path, row())


def test_through_a_link_nothing_is_given_out(path: Path) -> None:
    folder = file_store.get_folder(path)
    folder.rename(folder.with_name("moved"))
    folder.symlink_to("moved")
    with pytest.raises(NotAllowed):
        outgoing_files.find_intact_file(path, row())


@pytest.mark.parametrize(
    ("name", "out", "expected"),
    [
        ("mou.pdf", "copy.pdf", "copy.pdf"),
        ("MOU ลงนาม.pdf", ".", "MOU ลงนาม.pdf"),
        ("../../escape.pdf", "folder", "folder/_.._escape.pdf"),
        ("CON.pdf", "folder", "folder/_CON.pdf"),
    ],
)
def test_a_copy_lies_where_it_was_asked_for(path: Path, name: str, out: str, expected: str) -> None:
    (path.parent / "folder").mkdir()
    saved = outgoing_files.save_copy(kept(path), row(file_name=name), path.parent / out, force=False)
    assert saved == path.parent / expected
    assert saved.read_bytes() == PDF
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with pytest.raises(NotAllowed):
        outgoing_files.save_copy(kept(path), row(file_name=name), path.parent / out, force=False)
    outgoing_files.save_copy(kept(path), row(file_name=name), path.parent / out, force=True)


def test_what_changes_while_it_is_copied_is_not_given_out(path: Path) -> None:
    with pytest.raises(DeviceError):
        outgoing_files.save_copy(kept(path), row(sha256="0" * 64), path.parent / "copy.pdf", force=False)
    assert not (path.parent / "copy.pdf").exists()


SHOWN = [
    ("mou.pdf", "application/pdf", True),
    ("mou.pdf", "application/octet-stream", False),
    ("mou.exe", "application/octet-stream", False),
    ("mou.desktop", "application/octet-stream", False),
    ("mou.docm", "application/octet-stream", False),
    ("mou.exe", "application/pdf", False),
    ("mou", "application/pdf", False),
    ("photo.jpg", "image/jpeg", True),
    ("photo.png", "image/jpeg", False),
]


@pytest.mark.parametrize(("name", "media_type", "expected"), SHOWN)
def test_what_could_be_run_is_not_opened(name: str, media_type: str, expected: bool) -> None:
    assert outgoing_files.can_be_shown(row(file_name=name, media_type=media_type)) is expected


@pytest.mark.parametrize(
    ("platform", "screen", "there", "expected"),
    [
        ("linux", {"DISPLAY": ":0"}, True, ("xdg-open",)),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True, ("xdg-open",)),
        ("linux", {}, True, None),
        ("linux", {"DISPLAY": ":0"}, False, None),
        ("darwin", {}, False, ("open",)),
    ],
)
def test_who_shows_it(
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    screen: dict[str, str],
    there: bool,
    expected: tuple[str, ...] | None,
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("shutil.which", lambda name: name if there else None)
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in screen.items():
        monkeypatch.setenv(variable, value)
    assert outgoing_files.find_opener() == expected


def program(folder: Path, code: int) -> tuple[str, ...]:
    """A program that notes what it was to show, and how the file could be used."""
    script = folder / "viewer"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > "{folder}/shown"\nexit {code}\n', encoding="utf-8")
    script.chmod(0o700)
    return (str(script),)


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("code", [0, 3])
def test_a_copy_that_can_only_be_read_is_shown(path: Path, temporary: Path, code: int) -> None:
    old = os.umask(0)
    try:
        assert outgoing_files.show_copy(kept(path), row(), program(path.parent, code)) is (code == 0)
    finally:
        os.umask(old)
    shown = Path((path.parent / "shown").read_text(encoding="utf-8"))
    assert (shown.name, shown.parent.parent) == ("MOU ลงนาม.pdf", temporary)
    assert shown.read_bytes() == PDF
    assert [stat.S_IMODE(one.stat().st_mode) for one in (shown, shown.parent)] == [0o400, 0o700]


def test_the_copies_of_yesterday_are_gone(path: Path, temporary: Path) -> None:
    for name, days in (("netreg-open-old", 2), ("netreg-open-new", 0), ("other", 2)):
        (temporary / name).mkdir()
        (temporary / name / "mou.pdf").write_bytes(PDF)
        os.utime(temporary / name, (time.time() - days * 86400,) * 2)
    outgoing_files.show_copy(kept(path), row(), program(path.parent, 0))
    left = {folder.name for folder in temporary.iterdir()}
    assert "netreg-open-old" not in left
    assert {"netreg-open-new", "other"} < left


def test_no_copy_goes_into_the_folder_of_what_is_attached(path: Path) -> None:
    folder = file_store.get_folder(path)
    with pytest.raises(NotAllowed, match="folder of attached files"):
        outgoing_files.save_copy(kept(path), row(), folder / "copy.pdf", force=True)
    assert [file.name for file in file_store.list_files(folder)] == [kept(path).name]
