"""What a search finds is what a plain scan of all searched texts finds, and what is linked to it."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.store import connections
from netreg.store.records.search_columns import PARTED
from netreg.store.searching.found_records import find_owner, find_records, list_forms
from netreg.thai import text
from tests.conftest import examples

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

KINDS = [kind for kind in BY_NAME.values() if kind.parent is None and kind.name not in HOUSEKEEPING]


@pytest.fixture(scope="module")
def db(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("searched") / "demo.db"
    shutil.copy(demo_file, path)
    with closing(connections.connect(path, "rw")) as connection:
        yield connection


def scan_plainly(db: sqlite3.Connection, sought: str) -> dict[str, set[int]]:
    """Find the records whose own text holds a folded text, in SQL alone."""
    found = {
        k.name: {r[0] for r in db.execute(f"SELECT id FROM {k.name} WHERE instr(search_text, ?)", [sought])}
        for k in KINDS
    }
    return {kind: numbers for kind, numbers in found.items() if numbers}


def test_whatever_a_plain_scan_finds_is_found(db: sqlite3.Connection) -> None:
    chance, missed = random.Random(2569), []
    whole = [row[0] for kind in KINDS for row in db.execute(f"SELECT search_text FROM {kind.name}")]
    texts = [part for found in whole for part in found.split(PARTED)]
    for _number in range(examples(500)):
        part = chance.choice(texts)
        at = chance.randrange(max(1, len(part) - 5))
        sought = list_forms(part[at : at + chance.randint(2, 5)])
        if not sought.folded:
            continue
        own = {found.kind.name: set(found.own) for found in find_records(db, sought, KINDS) if found.own}
        wanted: dict[str, set[int]] = {}
        for form in sought.folded:
            for kind, numbers in scan_plainly(db, form).items():
                wanted.setdefault(kind, set()).update(numbers)
        missed += [sought] if own != wanted else []
    assert missed == []


def test_what_belongs_to_a_record_or_is_named_by_it_leads_to_it(db: sqlite3.Connection) -> None:
    sought = list_forms("มหาวิทยาลัยขอนแก่น")
    wanted = {row[0] for row in db.execute("SELECT person_id FROM post WHERE organisation_id = 1")}
    assert wanted
    people = next(found for found in find_records(db, sought, KINDS) if found.kind.name == "person")
    assert wanted <= {*people.own, *people.linked}


def test_every_kind_has_an_owner_that_is_searched() -> None:
    owners = {find_owner(kind) for kind in BY_NAME.values() if kind.name not in HOUSEKEEPING}
    assert owners == set(KINDS)


def test_forms_leave_out_titles_tone_marks_and_signs_in_numbers() -> None:
    forms = {
        written: list_forms(written).folded
        for written in ("นายสมมติ ตัวอย่าง", "ก", "ก่", "..", "043-202 222", "รพ.ทดสอบ", "KKU")
    }
    assert forms == {
        "นายสมมติ ตัวอย่าง": (
            text.fold_text("นายสมมติ ตัวอย่าง"), text.fold_text("สมมติ ตัวอย่าง"), text.fold_text("ตัวอย่าง สมมติ"),
        ),
        "ก": (), "ก่": (), "..": (),
        "043-202 222": ("043-202 222", "043202222"),
        "รพ.ทดสอบ": ("รพ.ทดสอบ", "โรงพยาบาลทดสอบ"),
        "KKU": ("kku",),
    }  # fmt: skip
