"""Which files are named: by records, by what an undo can bring back, by copies, or by nobody."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from netreg.errors import NotAllowed, RefusedChange
from netreg.store import database
from netreg.store.attachments import file_store, usage
from netreg.store.backup import copies

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Office

ONE, TWO = b"%PDF- one", b"%PDF- two"


def hash_content(content: bytes) -> str:
    return sha256(content).hexdigest()


def list_orphans(office: Office) -> set[str]:
    with database.reading(office.path) as db:
        return {file.name for file in usage.find_orphaned_files(office.path, db)}


def list_flaws(office: Office, *, full: bool = True) -> list[tuple[int, bool]]:
    with database.reading(office.path) as db:
        return [(flaw.document, flaw.missing) for flaw in usage.find_flaws(db, office.path, full=full)]


# --- what an undo can bring back -----------------------------------------------------


def test_a_removed_document_keeps_its_file_and_undo_brings_it_back(office: Office) -> None:
    number = office.attach(ONE)
    office.remove(number)
    with database.reading(office.path) as db:
        assert usage.find_referenced_hashes(db) == set()
        assert usage.find_retained_hashes(db) == {hash_content(ONE)}
    office.orphan(TWO)
    usage.remove_orphaned_files(office.path)
    assert office.files() == {hash_content(ONE)}
    office.undo()
    assert list_flaws(office) == []


def test_an_undone_attach_keeps_its_file_for_a_redo(office: Office) -> None:
    office.attach(ONE)
    office.undo()
    assert list_orphans(office) == set()
    usage.remove_orphaned_files(office.path)
    assert office.files() == {hash_content(ONE)}


def test_what_is_purged_cannot_be_brought_back(office: Office) -> None:
    office.attach(TWO)
    office.remove(office.attach(ONE))
    assert [file.name for file in usage.purge_files(office.path, dry_run=True)] == [hash_content(ONE)]
    assert office.files() == {hash_content(ONE), hash_content(TWO)}
    assert [file.name for file in usage.purge_files(office.path)] == [hash_content(ONE)]
    assert office.files() == {hash_content(TWO)}
    with pytest.raises(RefusedChange):
        office.undo()
    assert list_flaws(office) == []


def test_content_that_another_document_still_names_is_not_purged(office: Office) -> None:
    office.attach(ONE)
    office.remove(office.attach(ONE, "อีกฉบับสมมติ"))
    assert usage.purge_files(office.path) == []
    assert list_flaws(office) == []


def test_what_cannot_be_deleted_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.remove(office.attach(ONE))

    def forbidden(_file: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(usage, "remove_file", forbidden)
    with pytest.raises(NotAllowed):
        usage.purge_files(office.path)


# --- what nobody names -----------------------------------------------------------------


@pytest.mark.parametrize(("hours", "expected"), [(0.0, set()), (0.9, set()), (1.1, {hash_content(TWO)})])
def test_what_nobody_names_is_let_be_for_an_hour(office: Office, hours: float, expected: set[str]) -> None:
    office.attach(ONE)
    office.orphan(TWO, hours=hours)
    assert list_orphans(office) == expected
    usage.remove_orphaned_files(office.path)
    assert office.files() == {hash_content(ONE), hash_content(TWO)} - expected


def test_what_the_register_remembered_before_a_restore_is_wanted(office: Office) -> None:
    copies.back_up_as(office.path, office.path.with_name("empty.db"))
    office.attach(ONE)
    replaced = copies.restore_backup(office.path, office.path.with_name("empty.db"))
    assert replaced is not None
    office.orphan(ONE)
    assert list_orphans(office) == set()
    copies.restore_backup(office.path, replaced)
    assert list_flaws(office) == []


def test_a_copy_that_cannot_be_read_may_remember_anything(office: Office) -> None:
    office.orphan(ONE)
    office.path.with_name("register.before-restore.20261126T020000.000000Z.db").write_bytes(b"damaged")
    assert list_orphans(office) == set()


def test_a_command_that_fails_after_all_takes_back_what_it_put(office: Office) -> None:
    office.attach(ONE)
    contents = [file_store.copy_content(io.BytesIO(content), office.folder) for content in (ONE, TWO)]
    for content in contents:
        file_store.store_content(office.folder, content)
    usage.withdraw_files(office.path, {content.sha256 for content in contents})
    assert office.files() == {hash_content(ONE)}, "what a record names stays"


# --- what is missing ---------------------------------------------------------------------


def test_documents_without_their_file(office: Office) -> None:
    for content in (ONE, TWO):
        office.attach(content)
    office.file(ONE).unlink()
    assert list_flaws(office) == [(1, True)]
    assert [flaw.document for flaw in usage.find_flaws_in_copy(office.path)] == [1]


@pytest.mark.parametrize(
    ("content", "quick", "full"), [(b"%PDF- onE", [], [(1, False)]), (b"%PDF-", [(1, False)], [(1, False)])]
)
def test_a_file_that_changed(
    office: Office, content: bytes, quick: list[tuple[int, bool]], full: list[tuple[int, bool]]
) -> None:
    office.attach(ONE)
    office.file(ONE).chmod(0o600)
    office.file(ONE).write_bytes(content)
    assert list_flaws(office, full=False) == quick
    assert list_flaws(office) == full


@pytest.mark.parametrize("sha256_", ["../../outside", "/etc/passwd", "", "x'y", hash_content(ONE).upper()])
def test_what_another_tool_wrote_in_the_place_of_a_digest_leads_nowhere(office: Office, sha256_: str) -> None:
    office.attach(ONE)
    (office.path.parent / "outside").write_bytes(ONE)
    with closing(sqlite3.connect(office.path, isolation_level=None)) as db:
        db.execute("UPDATE document SET sha256 = ?", [sha256_])
    assert list_flaws(office) == [(1, True)]
    usage.purge_files(office.path)
    assert (office.path.parent / "outside").exists()
