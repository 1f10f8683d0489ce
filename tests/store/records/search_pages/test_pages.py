"""Pages of searched texts: in step after every command, and told where they are not."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from netreg.store import connections
from netreg.store.records.search_pages import pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg


def count_stale(path: Path) -> int:
    with closing(connections.connect(path, "rw")) as db:
        return pages.count_stale(db)


def test_pages_are_in_step_after_every_command(register: Netreg) -> None:
    for words in (
        ("org", "add", "คณะทดสอบ", "--code", "f1"),
        ("member", "add", "นายสมมติ ตัวอย่าง", "--org", "f1", "--code", "m1"),
        ("member", "edit", "m1", "note=ค้นด้วย中文|?"),
        ("org", "edit", "f1", "note=บรรทัดหนึ่ง\nบรรทัดสอง"),
        ("member", "add", "นางสาวทดลอง ตัวอย่าง", "--org", "f1", "--code", "m2"),
        ("member", "add", "นายทดสอบ ตัวอย่าง", "--org", "f1", "--code", "m3", "--position", "นักวิชาการ"),
        ("member", "edit", "m1", "note=-"),
        ("member", "edit", "m2", "note=ยาวกว่าเดิม | มาก"),
        ("member", "edit", "m3", "note=x"),
        ("undo",),
        ("redo",),
        ("member", "remove", "m1", "--yes"),
        ("undo",),
    ):
        assert register(*words).code == 0, words
        assert count_stale(register.db) == 0, words


def test_a_page_out_of_step_is_found_and_made_anew(register: Netreg) -> None:
    register("org", "add", "คณะทดสอบ")
    for damage in (
        "UPDATE search_page SET texts = x'00'",
        "DELETE FROM search_page",
        "UPDATE search_page SET page = 7",
    ):
        with closing(connections.connect(register.db, "rw")) as db:
            db.execute(damage)
            assert pages.count_stale(db) > 0, damage
            assert pages.rebuild_pages(db) > 0, damage
            assert pages.count_stale(db) == 0, damage
