"""However many records a part of a query means, the same are found: by their numbers, or each of them asked."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from netreg.entities import AGREEMENT, MEETING, ORGANISATION, PERSON, POST
from netreg.store import connections
from netreg.store.records import list_pages, records
from netreg.store.records.conditions import select_in_group, select_with_post, select_with_post_in
from netreg.store.records.querying import clauses, containing
from netreg.store.records.querying.compiler import compile_query

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.store.records.conditions import Condition

TODAY = date(2026, 11, 21)
QUERIES = {
    PERSON: (
        "ขอนแก่น", "-ขอนแก่น", "คณะ", "สม or คณะ", "org:มหาวิทยาลัยขอนแก่น", "-org:มหาวิทยาลัยขอนแก่น", "ชื่อ:สม", "ไม่มีใคร",
        "position:คณบดี", "email:kku", "missing:email", "has:post", "missing:post", "group:1",
        "email:kku or position:คณบดี",
        "org:มหาวิทยาลัยขอนแก่น -email:kku", "ชื่อ:สม -ขอนแก่น", "(สม or คณะ) missing:email",
    ),
    ORGANISATION: ("มหาวิทยาลัย", "member:สม", "-member:สม", "has:post", "ชื่อ:คณะ", "parent:มหาวิทยาลัยขอนแก่น"),
    AGREEMENT: ("มหาวิทยาลัย", "party:มหาวิทยาลัยขอนแก่น", "-party:มหาวิทยาลัยขอนแก่น", "signatory:สม", "title:ความร่วมมือ"),
    MEETING: ("ประชุม", "attendance:ก", "-ประชุม", "agenda:ราย"),
    POST: ("คณบดี", "person:สม", "org:มหาวิทยาลัยขอนแก่น", "คณะ -คณบดี"),
}  # fmt: skip


@pytest.fixture
def db(demo_file: Path) -> Iterator[sqlite3.Connection]:
    with closing(connections.open_for_reading(demo_file)) as connection:
        yield connection


def list_numbers(db: sqlite3.Connection, kind: Entity, found: list[Condition], limit: int | None = None) -> list[int]:
    return [row["id"] for row in records.select_records(db, kind, found, as_of=TODAY, limit=limit)]


def ask_everything(db: sqlite3.Connection) -> dict[tuple[str, str], tuple[list[int], list[int]]]:
    """Return what each query finds, and the first of it."""
    asked: dict[tuple[str, str], tuple[Entity, list[Condition]]] = {}
    for kind, queries in QUERIES.items():
        for query in queries:
            asked[kind.name, query] = kind, list(compile_query(db, kind, query, TODAY).conditions)
        match = [containing.select_containing(db, queries[0], kind, TODAY)]
        asked[kind.name, "--match"] = kind, [*match, *compile_query(db, kind, queries[1], TODAY).conditions]
    unit, group = (
        db.execute(f"SELECT min({c}) FROM {t}").fetchone()[0]
        for c, t in (("organisation_id", "post"), ("group_id", "membership"))
    )
    few = [clauses.name_few(db, one) for one in (
        select_with_post_in(unit, TODAY), select_in_group(group, TODAY), select_with_post(TODAY),
        select_with_post_in(unit, None, sub_units=False),
    )]  # fmt: skip
    asked |= {("person", f"few {number}"): (PERSON, [one]) for number, one in enumerate(few)}
    asked["person", "few"] = PERSON, few
    return {
        key: (list_numbers(db, kind, found), list_numbers(db, kind, found, 3)) for key, (kind, found) in asked.items()
    }


def test_the_same_are_found_whether_few_or_many(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    known = ask_everything(db)
    assert sum(bool(found) for found, _first in known.values()) > len(known) * 2 / 3
    for most, near, far in ((0, 5_000, 40_000), (3, 2, 4), (0, 1, 100), (10_000, 2, 2)):
        monkeypatch.setattr(clauses, "MOST", most)
        monkeypatch.setattr(clauses, "MOST_NAMED", most)
        monkeypatch.setattr(containing, "MOST_NAMED", most)
        monkeypatch.setattr(containing, "MANY", most + 5)
        monkeypatch.setattr(list_pages, "_NEAR", near)
        monkeypatch.setattr(list_pages, "_FAR", far)
        monkeypatch.setattr(list_pages, "_FEW", most)
        again = ask_everything(db)
        assert [key for key in known if sorted(known[key][0]) != sorted(again[key][0])] == []
        assert [key for key, (found, first) in again.items() if first != found[:3]] == []


def test_what_a_transaction_has_written_is_found(path: Path) -> None:
    with closing(connections.connect(path, "rw")) as db:
        number = records.insert_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ"})
        found = [containing.select_containing(db, "สมมติ", ORGANISATION, TODAY)]
        assert list_numbers(db, ORGANISATION, found) == [number]
