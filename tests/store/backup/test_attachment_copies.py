"""The files of backups: along with them, whole or not at all, and only as long as one needs them."""

from __future__ import annotations

import errno
import os
import stat
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from netreg.errors import DeviceError, FailedWrite, NotAllowed
from netreg.store import connections
from netreg.store.attachments import file_store, usage
from netreg.store.backup import copies
from netreg.store.backup.copies import Retention

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Office

ONE, TWO, THREE = b"%PDF- one", b"%PDF- two", b"%PDF- three"


def hash_contents(*contents: bytes) -> set[str]:
    return {sha256(content).hexdigest() for content in contents}


def list_kept(folder: Path) -> set[str]:
    return {file.name for file in file_store.list_files(folder)}


def make_older(folder: Path) -> None:
    """Make everything in a folder two hours old."""
    for file in file_store.list_files(folder):
        os.utime(file, (time.time() - 7200,) * 2)


# --- along with a backup -------------------------------------------------------------


def test_a_register_without_documents_is_backed_up_as_ever(office: Office, tmp_path: Path) -> None:
    copies.back_up_as(office.path, tmp_path / "copy.db")
    copies.back_up_into_folder(office.path, tmp_path)
    copies.restore_backup(office.path, tmp_path / "copy.db")
    assert not [entry for entry in tmp_path.iterdir() if entry.is_dir()]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_files_lie_beside_the_copy_and_share_nothing_with_the_register(
    office: Office, tmp_path: Path, umask: int
) -> None:
    office.attach(ONE)
    office.remove(office.attach(TWO))
    old = os.umask(umask)
    try:
        copies.back_up_as(office.path, tmp_path / "copy.db")
    finally:
        os.umask(old)
    folder = tmp_path / "copy.db.files"
    assert list_kept(folder) == hash_contents(ONE, TWO), "what an undo can bring back comes along"
    for file in file_store.list_files(folder):
        found = file.stat()
        assert (found.st_nlink, stat.S_IMODE(found.st_mode)) == (1, 0o400)
        assert stat.S_IMODE(file.parent.stat().st_mode) == stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_backups_in_a_folder_share_theirs_and_copy_what_is_new(office: Office, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    office.attach(ONE)
    copies.back_up_into_folder(office.path, tmp_path / "backups")
    folder = tmp_path / "backups" / "register.backups.files"
    before = {file: file.stat().st_ino for file in file_store.list_files(folder)}
    office.attach(TWO)
    second = copies.back_up_into_folder(office.path, tmp_path / "backups")
    assert list_kept(folder) == hash_contents(ONE, TWO)
    assert all(file.stat().st_ino == number for file, number in before.items()), "what was there is not copied again"
    assert usage.find_flaws_in_copy(second) == []


def test_what_is_damaged_in_the_backup_is_healed_by_the_next(office: Office, tmp_path: Path) -> None:
    office.attach(ONE)
    first = copies.back_up_into_folder(office.path, tmp_path)
    (file,) = file_store.list_files(tmp_path / "register.backups.files")
    file.chmod(0o600)
    file.write_bytes(b"%PDF- onE")
    office.file(ONE).rename(tmp_path / "aside")
    assert [flaw.document for flaw in usage.find_flaws_in_copy(first)] == [1]
    office.file(ONE).parent.mkdir(exist_ok=True)
    (tmp_path / "aside").rename(office.file(ONE))
    copies.back_up_into_folder(office.path, tmp_path)
    assert usage.find_flaws_in_copy(first) == []


def test_what_is_damaged_in_the_register_does_not_come_along(office: Office, tmp_path: Path) -> None:
    office.attach(ONE)
    office.attach(TWO)
    office.file(ONE).chmod(0o600)
    office.file(ONE).write_bytes(b"%PDF- onE")
    copies.back_up_as(office.path, tmp_path / "copy.db")
    assert list_kept(tmp_path / "copy.db.files") == hash_contents(TWO)
    assert [(flaw.document, flaw.missing) for flaw in usage.find_flaws_in_copy(tmp_path / "copy.db")] == [(1, True)]


def test_of_a_backup_that_fails_no_file_is_left(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.attach(ONE)
    office.attach(TWO)
    real = file_store.store_content
    done: list[Any] = []

    def full(*arguments: Any) -> None:
        if done:
            raise DeviceError("full")
        done.append(arguments)
        real(*arguments)

    monkeypatch.setattr(file_store, "store_content", full)
    with pytest.raises(DeviceError):
        copies.back_up_as(office.path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert list_kept(tmp_path / "copy.db.files") == set()


def test_a_folder_that_was_laid_in_wait_is_refused(office: Office, tmp_path: Path) -> None:
    office.attach(ONE)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "copy.db.files").symlink_to("elsewhere")
    with pytest.raises(NotAllowed):
        copies.back_up_as(office.path, tmp_path / "copy.db")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (tmp_path / "copy.db").exists()


def test_a_disk_that_does_not_keep_what_was_written_is_told(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.attach(ONE)
    monkeypatch.setattr(file_store, "is_intact", lambda file, _digest: "copy.db.files" not in str(file))
    with pytest.raises(DeviceError):
        copies.back_up_as(office.path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


# --- thinned out ----------------------------------------------------------------------


def test_a_file_goes_with_the_last_backup_that_needs_it(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    office.attach(ONE)
    office.remove(office.attach(TWO))
    first = copies.back_up_into_folder(office.path, folder)
    first.rename(folder / "register.20200101T000000.000000Z.db")
    usage.purge_files(office.path)
    office.attach(THREE)
    with connections.open_transaction(office.path) as db:  # as if it had been forgotten long ago
        db.execute("DELETE FROM change WHERE kind = 'document'")
    last = copies.back_up_into_folder(office.path, folder)
    make_older(folder / "register.backups.files")
    assert copies.thin_out_backups(office.path, folder, Retention(days=2)) == []
    assert list_kept(folder / "register.backups.files") == hash_contents(ONE, TWO, THREE)
    assert len(copies.thin_out_backups(office.path, folder, Retention(days=1))) == 1
    assert list_kept(folder / "register.backups.files") == hash_contents(ONE, THREE)
    assert usage.find_flaws_in_copy(last) == []


def test_where_a_backup_cannot_be_read_no_file_goes(office: Office, tmp_path: Path) -> None:
    office.attach(ONE)
    copies.back_up_into_folder(office.path, tmp_path)
    (file,) = file_store.list_files(tmp_path / "register.backups.files")
    stranger = file_store.make_path(tmp_path / "register.backups.files", "0" * 64)
    assert stranger is not None
    stranger.parent.mkdir()
    file.rename(stranger)
    make_older(tmp_path / "register.backups.files")
    (tmp_path / "register.20200101T000000.000000Z.db").write_bytes(b"damaged")
    copies.thin_out_backups(office.path, tmp_path, Retention(days=9))
    assert stranger.exists()


def test_the_files_of_the_register_itself_are_not_thinned_out(office: Office, tmp_path: Path) -> None:
    office.attach(ONE)
    copies.back_up_into_folder(office.path, tmp_path)
    office.orphan(TWO)
    copies.thin_out_backups(office.path, tmp_path, Retention(days=1))
    assert office.files() == hash_contents(ONE, TWO)


# --- back again -----------------------------------------------------------------------


def test_a_restore_brings_the_files_and_takes_none_away(office: Office, tmp_path: Path) -> None:
    office.attach(ONE)
    copies.back_up_as(office.path, tmp_path / "copy.db")
    office.attach(TWO)
    office.file(ONE).unlink()
    replaced = copies.restore_backup(office.path, tmp_path / "copy.db")
    assert office.files() == hash_contents(ONE, TWO)
    assert usage.find_flaws_in_copy(office.path) == []
    assert replaced is not None
    copies.restore_backup(office.path, replaced)
    assert usage.find_flaws_in_copy(office.path) == []


def test_on_another_machine(office: Office, tmp_path: Path) -> None:
    office.attach(ONE)
    (tmp_path / "backups").mkdir()
    made = copies.back_up_into_folder(office.path, tmp_path / "backups")
    (tmp_path / "new").mkdir()
    new = tmp_path / "new" / "other.db"
    copies.restore_backup(new, made)
    assert list_kept(tmp_path / "new" / "other.db.files") == hash_contents(ONE)
    assert usage.find_flaws_in_copy(new) == []


def test_a_restore_that_cannot_bring_the_files_leaves_the_register(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.attach(ONE)
    copies.back_up_as(office.path, tmp_path / "copy.db")
    office.remove(1)
    office.file(ONE).unlink()
    before = office.path.read_bytes()

    def full(*_arguments: Any) -> None:
        raise FailedWrite(tmp_path, OSError(errno.ENOSPC, "full"))

    monkeypatch.setattr(file_store, "store_content", full)
    with pytest.raises(DeviceError):
        copies.restore_backup(office.path, tmp_path / "copy.db")
    assert office.path.read_bytes() == before
    assert office.files() == set()
    assert not list(tmp_path.glob("*.restoring"))


def test_what_a_failed_restore_brought_goes_unless_the_register_names_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, last = sorted((ONE, TWO, THREE), key=lambda content: sha256(content).hexdigest())
    for content in (first, second, last):
        office.attach(content)
    copies.back_up_as(office.path, tmp_path / "copy.db")
    with connections.open_transaction(office.path) as db:  # it knows nothing but the first, and that is damaged
        db.execute("DELETE FROM document WHERE id > 1")
        db.execute("DELETE FROM change WHERE kind = 'document' AND record_id > 1")
    office.file(first).chmod(0o600)
    office.file(first).write_bytes(b"damaged")
    for content in (second, last):
        office.file(content).unlink()
    real = file_store.store_content

    def full_in_the_end(folder: Path, content: file_store.CopiedContent) -> None:
        if {content.sha256} == hash_contents(last):
            raise FailedWrite(folder, OSError(errno.ENOSPC, "full"))
        real(folder, content)

    monkeypatch.setattr(file_store, "store_content", full_in_the_end)
    with pytest.raises(DeviceError):
        copies.restore_backup(office.path, tmp_path / "copy.db")
    assert office.files() == hash_contents(first)
    assert usage.find_flaws_in_copy(office.path) == []
