"""The folder of files: where it lies, who may have made it, what is in it after each step."""

from __future__ import annotations

import errno
import io
import os
import stat
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pytest

from netreg.errors import DeviceError, NotAllowed
from netreg.store.attachments import file_store

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"%PDF-1.7 " + b"x" * 3000
CONTENT_HASH = sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return file_store.ensure_folder(tmp_path / "register.db.files")


def store_file(folder: Path, content: bytes = CONTENT) -> Path:
    """Store content in the folder as an attached file."""
    copied = file_store.copy_content(io.BytesIO(content), folder)
    file_store.store_content(folder, copied)
    place = file_store.make_path(folder, copied.sha256)
    assert place is not None
    return place


def list_entries(folder: Path) -> set[str]:
    return {str(entry.relative_to(folder)) for entry in folder.rglob("*") if not entry.is_dir()}


# --- where they lie ------------------------------------------------------------------


PLACES = [
    ("register.db", {"register.db.files"}),
    ("register", {"register.files"}),
    ("ทะเบียน.sqlite", {"ทะเบียน.sqlite.files"}),
    ("other.db", {"other.db.files"}),
    (
        "register.20261126T020000.000000Z.db",
        {"register.20261126T020000.000000Z.db.files", "register.backups.files", "register.db.files", "register.files"},
    ),
    (
        "register.before-restore.20261126T020000.000000Z.db",
        {
            "register.before-restore.20261126T020000.000000Z.db.files",
            "register.backups.files",
            "register.db.files",
            "register.files",
        },
    ),
    ("other.20261126T020000.000000Z.db", {"other.20261126T020000.000000Z.db.files", "other.db.files"}),
    ("register.20261126.db", {"register.20261126.db.files"}),
]


@pytest.mark.parametrize(("name", "expected"), PLACES)
def test_where_the_files_of_a_register_or_a_copy_may_be(tmp_path: Path, name: str, expected: set[str]) -> None:
    for beside in ("register.db", "register", "register.backups", "other.db", "unregister.db"):
        (tmp_path / f"{beside}.files").mkdir()
    found = file_store.list_folders(tmp_path / name)
    assert found[0] == tmp_path / f"{name}.files", "its own comes first"
    assert {place.name for place in found} == expected


def test_they_lie_beside_the_register_itself_and_not_beside_a_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "register.db").touch()
    (tmp_path / "link.db").symlink_to("real/register.db")
    assert file_store.get_folder(tmp_path / "link.db") == tmp_path / "real" / "register.db.files"


@pytest.mark.parametrize(
    "digest", ["", "..", "../../etc/passwd", "/etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 63 + "\n", "g" * 64]
)
def test_what_is_no_digest_has_no_place(folder: Path, digest: str) -> None:
    assert file_store.make_path(folder, digest) is None
    assert file_store.find_file(folder.with_name("register.db"), digest) is None


# --- putting one there -----------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_is_kept_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        file = store_file(file_store.ensure_folder(tmp_path / "register.db.files"))
    finally:
        os.umask(old)
    assert file.read_bytes() == CONTENT
    assert file.relative_to(tmp_path).parts == ("register.db.files", CONTENT_HASH[:2], CONTENT_HASH)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (file.parent.parent, file.parent, file)]
    assert modes == [0o700, 0o700, 0o400]


def test_before_it_has_its_name_nobody_else_may_read_it(folder: Path) -> None:
    old = os.umask(0)
    try:
        copied = file_store.copy_content(io.BytesIO(CONTENT), folder)
    finally:
        os.umask(old)
    assert copied.partial is not None
    assert stat.S_IMODE(copied.partial.stat().st_mode) == 0o400
    assert copied.partial.parent == folder


def test_the_same_content_is_kept_once(folder: Path) -> None:
    assert store_file(folder) == store_file(folder)
    assert list_entries(folder) == {f"{CONTENT_HASH[:2]}/{CONTENT_HASH}"}


def test_a_damaged_file_is_replaced_when_it_is_put_again(folder: Path) -> None:
    file = store_file(folder)
    file.chmod(0o600)
    file.write_bytes(b"damaged")
    assert not file_store.is_intact(file, CONTENT_HASH)
    store_file(folder)
    assert file_store.is_intact(file, CONTENT_HASH)


def test_only_looked_at_nothing_is_written(tmp_path: Path) -> None:
    found = file_store.copy_content(io.BytesIO(CONTENT), None)
    assert (found.partial, found.sha256, found.size) == (None, CONTENT_HASH, len(CONTENT))
    assert found.head == CONTENT
    assert list(tmp_path.iterdir()) == []


def test_a_source_without_end_is_left(folder: Path) -> None:
    class Endless:
        def read(self, size: int) -> bytes:
            return b"x" * size

    found = file_store.copy_content(cast("BinaryIO", Endless()), folder, most=1000)
    assert found.size <= 2 * file_store.CHUNK


class Failing:
    """Content that fails after its first part."""

    def __init__(self, error: BaseException) -> None:
        self.parts: list[Any] = [CONTENT, error]

    def read(self, _size: int) -> bytes:
        part = self.parts.pop(0)
        if isinstance(part, BaseException):
            raise part
        assert isinstance(part, bytes)
        return part


@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), KeyboardInterrupt(), SystemExit(143)])
def test_a_copy_that_is_broken_off_leaves_nothing(folder: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        file_store.copy_content(cast("BinaryIO", Failing(error)), folder)
    assert list_entries(folder) == set()


def test_a_full_disk_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DeviceError) as refusal:
        file_store.copy_content(io.BytesIO(CONTENT), folder)
    assert "is full" in str(refusal.value)
    assert list_entries(folder) == set()


def test_it_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real = os.fsync

    def noted(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    store_file(file_store.ensure_folder(tmp_path / "register.db.files"))
    assert done == ["folder", "file", "folder", "folder"], "each folder after a name was made in it"


@pytest.mark.usefixtures("fsync_of_windows")
def test_no_file_is_synced_through_a_handle_that_only_reads(folder: Path) -> None:
    assert store_file(folder).read_bytes() == CONTENT


def test_windows_is_not_asked_to_open_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(file_store, "os", SimpleNamespace(**vars(os) | {"name": "nt", "open": refuse}))
    assert store_file(file_store.ensure_folder(tmp_path / "register.db.files")).read_bytes() == CONTENT


# --- who made the folder ------------------------------------------------------------------


def test_a_link_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "register.db.files").symlink_to("elsewhere")
    with pytest.raises(NotAllowed):
        file_store.ensure_folder(tmp_path / "register.db.files")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_neither_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "register.db.files").touch()
    with pytest.raises(NotAllowed):
        file_store.ensure_folder(tmp_path / "register.db.files")


def test_nor_is_what_stands_in_the_place_of_a_folder_inside(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / CONTENT_HASH[:2]).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotAllowed):
        store_file(folder)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_another_persons_folder_is_not_used(folder: Path) -> None:
    os.chown(folder, 65534, -1)
    with pytest.raises(NotAllowed):
        file_store.ensure_folder(folder)
    os.chown(folder.parent, 65534, -1)
    assert file_store.ensure_folder(folder), "one who helps out in the owner's folder may use it"


# --- what is read ------------------------------------------------------------------------


def test_a_link_in_the_place_of_a_file_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(CONTENT)
    (folder / CONTENT_HASH[:2]).mkdir()
    link = folder / CONTENT_HASH[:2] / CONTENT_HASH
    link.symlink_to(tmp_path / "outside")
    assert file_store.find_file(folder.with_name("register.db"), CONTENT_HASH) is None
    assert not file_store.is_intact(link, CONTENT_HASH)
    assert list(file_store.list_files(folder)) == []


def test_what_is_not_netregs_is_not_kept(folder: Path) -> None:
    file = store_file(folder)
    (folder / "notes.txt").touch()
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / "notes.txt").touch()
    (folder / "cd").touch()
    (folder / "zz").mkdir()
    (folder / "zz" / CONTENT_HASH).touch()
    (folder / "waiting.partial").touch()
    assert set(file_store.list_files(folder)) == {file, folder / "waiting.partial"}
