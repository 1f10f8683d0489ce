"""Changes to the register: nothing is written that contradicts itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import AGREEMENT, BY_NAME, ORGANISATION, PARTY, PERSON, POST, PURPOSE
from netreg.errors import RefusedChange
from netreg.store.database import create, writing
from netreg.store.history import command_log
from netreg.store.records import records
from netreg.store.writes.checked_writes import add_record, edit_record
from netreg.store.writes.imported_rows import import_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("register") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty register; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def next_command(db: sqlite3.Connection) -> None:
    """What follows is another command's doing."""
    command_log.end_command(db)
    command_log.begin_command(db, "test", "tester")


def value(db: sqlite3.Connection, kind: Entity, number: int, field: str) -> Any:
    return records.read_values(db, kind, number)[field]


def count(db: sqlite3.Connection, kind: Entity) -> int:
    return records.count_records(db, kind)


# --- add -------------------------------------------------------------------------


def test_what_goes_without_saying_is_filled_in(db: sqlite3.Connection) -> None:
    number = add_record(db, AGREEMENT, {"title": "ข้อตกลงสมมติ", "kind": None})
    assert value(db, AGREEMENT, number, "kind") == "mou"


def test_the_first_child_is_added_in_the_same_breath(db: sqlite3.Connection) -> None:
    unit = add_record(db, ORGANISATION, {"name_th": "คณะสมมติ"})
    number = add_record(db, PERSON, {"given_name": "กานดา"}, {"organisation": unit, "position": "อาจารย์"})
    [post] = records.select_belonging(db, POST, "person", number, date(2026, 11, 21))
    assert (post["position"], post["organisation"].id) == ("อาจารย์", unit)


def test_children_are_numbered_in_order(db: sqlite3.Connection) -> None:
    one, other = add_record(db, AGREEMENT, {"title": "หนึ่ง"}), add_record(db, AGREEMENT, {"title": "สอง"})
    made = [add_record(db, PURPOSE, {"agreement": one, "text": text}) for text in "กข"]
    made.append(add_record(db, PURPOSE, {"agreement": one, "text": "ค", "seq": 9}))
    made.append(add_record(db, PURPOSE, {"agreement": one, "text": "ง"}))
    made.append(add_record(db, PURPOSE, {"agreement": other, "text": "ก"}))
    assert [value(db, PURPOSE, number, "seq") for number in made] == [1, 2, 9, 10, 1]


ALIKE: list[tuple[str, Row, Row]] = [
    ("organisation", {"name_th": "คณะสมมติ"}, {"name_th": "คณะ สมมติ"}),
    ("organisation", {"name_th": "คณะสมมติ", "code": "a"}, {"name_th": "คณะสมมติ"}),
    ("organisation", {"name_th": "คณะสมมติ", "name_en": "Example"}, {"name_en": "example"}),
    ("person", {"given_name": "กานดา", "family_name": "สมมติ"}, {"given_name": "กานดา", "family_name": "สมมติ"}),
    ("person", {"given_name": "ก", "email": "a@example.org"}, {"given_name": "ข", "email": "a@example.org"}),
    ("agreement", {"title": "ข้อตกลง", "signed_on": "2020-01-01"}, {"title": "ข้อตกลง", "signed_on": "2020-01-01"}),
    ("meeting", {"title": "ประชุม", "starts_at": "2020-01-01T09:00"}, {"title": "ประชุม", "starts_at": "2020-01-01"}),
]


@pytest.mark.parametrize(("kind", "first", "second"), ALIKE)
def test_what_is_there_is_not_added_twice(db: sqlite3.Connection, kind: str, first: Row, second: Row) -> None:
    entity = BY_NAME[kind]
    number = add_record(db, entity, first)
    next_command(db)
    with pytest.raises(RefusedChange, match=f"{entity.command} {number} already exists") as refusal:
        add_record(db, entity, second)
    assert f"netreg {entity.command} edit {number}" in refusal.value.advice
    assert count(db, entity) == 1


@pytest.mark.parametrize(("kind", "first", "second"), ALIKE)
def test_one_command_does_not_add_it_twice_either(db: sqlite3.Connection, kind: str, first: Row, second: Row) -> None:
    entity = BY_NAME[kind]
    add_record(db, entity, first)
    with pytest.raises(RefusedChange, match="given twice"):
        add_record(db, entity, second)
    assert count(db, entity) == 1


@pytest.mark.parametrize(("kind", "first", "second"), ALIKE)
def test_a_namesake_is_added_when_that_is_meant(db: sqlite3.Connection, kind: str, first: Row, second: Row) -> None:
    entity = BY_NAME[kind]
    assert add_record(db, entity, first) != add_record(db, entity, second, even_if_known=True)


APART: list[tuple[str, Row, Row]] = [
    ("organisation", {"name_th": "คณะสมมติ"}, {"name_th": "คณะสมมุติ"}),
    ("organisation", {"name_th": "คณะสมมติ", "code": "a"}, {"name_th": "คณะสมมติ", "code": "b"}),
    ("person", {"given_name": "ก", "external_key": "1"}, {"given_name": "ก", "external_key": "2"}),
    ("agreement", {"title": "ข้อตกลง", "signed_on": "2020-01-01"}, {"title": "ข้อตกลง", "signed_on": "2021-01-01"}),
    ("meeting", {"title": "ประชุม", "starts_at": "2020-01-01"}, {"title": "ประชุม", "starts_at": "2020-01-02"}),
]


@pytest.mark.parametrize(("kind", "first", "second"), APART)
def test_what_differs_is_added(db: sqlite3.Connection, kind: str, first: Row, second: Row) -> None:
    entity = BY_NAME[kind]
    assert add_record(db, entity, first) != add_record(db, entity, second)


def test_units_of_different_bodies_may_share_a_name(db: sqlite3.Connection) -> None:
    one, other = add_record(db, ORGANISATION, {"name_th": "หนึ่ง"}), add_record(db, ORGANISATION, {"name_th": "สอง"})
    add_record(db, ORGANISATION, {"name_th": "หอสมุด", "parent": one})
    assert add_record(db, ORGANISATION, {"name_th": "หอสมุด", "parent": other})
    with pytest.raises(RefusedChange):
        add_record(db, ORGANISATION, {"name_th": "หอสมุด", "parent": one})


def test_a_party_stands_in_an_agreement_once(db: sqlite3.Connection) -> None:
    owner, unit = add_record(db, AGREEMENT, {"title": "ข้อตกลง"}), add_record(db, ORGANISATION, {"name_th": "คณะ"})
    add_record(db, PARTY, {"agreement": owner, "organisation": unit})
    next_command(db)
    with pytest.raises(RefusedChange, match="already exists"):
        add_record(db, PARTY, {"agreement": owner, "organisation": unit})


IMPOSSIBLE: list[tuple[str, Row, str]] = [
    ("organisation", {"code": "x"}, "name"),
    ("person", {"family_name": "สมมติ"}, "given_name is required"),
    ("agreement", {"title": "ก", "signed_on": "2020-01-02", "end_stated": "2020-01-01"}, "ends before it begins"),
    ("meeting", {"title": "ก", "starts_at": "2020-01-02", "ends_at": "2020-01-01"}, "ends before it starts"),
]


@pytest.mark.parametrize(("kind", "values", "sentence"), IMPOSSIBLE)
def test_what_cannot_be_is_not_added(db: sqlite3.Connection, kind: str, values: Row, sentence: str) -> None:
    entity = BY_NAME[kind]
    with pytest.raises(RefusedChange, match=sentence) as refusal:
        add_record(db, entity, values)
    assert refusal.value.advice
    assert count(db, entity) == 0


def test_who_has_the_name_and_the_email_of_another_needs_more_than_another_code(db: sqlite3.Connection) -> None:
    known = {"given_name": "กานดา", "email": "x@a.th"}
    add_record(db, PERSON, {**known, "code": "a"})
    with pytest.raises(RefusedChange, match=r"E-mail 'x@a.th': it belongs to member 1 .*, who has a different Code: a"):
        add_record(db, PERSON, {**known, "code": "b"})
    assert add_record(db, PERSON, {**known, "given_name": "ขวัญ", "code": "b"}) == 2
    assert add_record(db, PERSON, {**known, "code": "c"}, even_if_known=True) == 3


# --- codes -------------------------------------------------------------------------


def test_a_code_is_given_once(db: sqlite3.Connection) -> None:
    number = add_record(db, ORGANISATION, {"name_th": "หนึ่ง", "code": "a"})
    with pytest.raises(RefusedChange, match=f"Code 'a': it is already used by org {number}"):
        add_record(db, ORGANISATION, {"name_th": "สอง", "code": "a"}, even_if_known=True)
    other = add_record(db, ORGANISATION, {"name_th": "สอง"})
    with pytest.raises(RefusedChange, match="already used"):
        edit_record(db, ORGANISATION, other, {"code": "a"})
    assert add_record(db, PERSON, {"given_name": "กานดา", "code": "a"})


def test_a_record_keeps_its_own_code(db: sqlite3.Connection) -> None:
    number = add_record(db, ORGANISATION, {"name_th": "หนึ่ง", "code": "a"})
    assert edit_record(db, ORGANISATION, number, {"code": "a", "province": "เลย"}) is True


# --- edit ----------------------------------------------------------------------------


def test_an_edit_says_whether_anything_differed(db: sqlite3.Connection) -> None:
    number = add_record(db, ORGANISATION, {"name_th": "หนึ่ง", "province": "เลย"})
    assert edit_record(db, ORGANISATION, number, {"province": "เลย"}) is False
    assert edit_record(db, ORGANISATION, number, {"province": None}) is True
    assert value(db, ORGANISATION, number, "province") is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": None}, "title is required"),
        ({"end_stated": "2019-12-31"}, "ends before it begins"),
        ({"final_on": "2021-01-01"}, "requires a final status"),
    ],
)
def test_an_edit_cannot_make_a_record_contradict_itself(
    db: sqlite3.Connection, changes: dict[str, str | None], sentence: str
) -> None:
    number = add_record(db, AGREEMENT, {"title": "ข้อตกลง", "signed_on": "2020-01-01"})
    before = records.read_values(db, AGREEMENT, number)
    with pytest.raises(RefusedChange, match=sentence):
        edit_record(db, AGREEMENT, number, changes)
    assert records.read_values(db, AGREEMENT, number) == before


def test_an_edit_cannot_make_a_party_stand_twice(db: sqlite3.Connection) -> None:
    owner = add_record(db, AGREEMENT, {"title": "ข้อตกลง"})
    one, other = (add_record(db, ORGANISATION, {"name_th": name}) for name in ("หนึ่ง", "สอง"))
    add_record(db, PARTY, {"agreement": owner, "organisation": one})
    number = add_record(db, PARTY, {"agreement": owner, "organisation": other})
    with pytest.raises(RefusedChange, match="duplicate"):
        edit_record(db, PARTY, number, {"organisation": one})
    assert edit_record(db, PARTY, number, {"role": "lead"}) is True


# --- put -------------------------------------------------------------------------------


def outcome(db: sqlite3.Connection, kind: Entity, row: Row, child: Row | None = None) -> str:
    word, _number = import_row(db, kind, row, child)
    return word


def test_the_number_of_the_record_is_told(db: sqlite3.Connection) -> None:
    _word, number = import_row(db, ORGANISATION, {"name_th": "คณะสมมติ"})
    assert import_row(db, ORGANISATION, {"name_th": "คณะสมมติ"}) == ("unchanged", number)
    assert value(db, ORGANISATION, number, "name_th") == "คณะสมมติ"


def test_a_row_put_twice_is_new_then_unchanged(db: sqlite3.Connection) -> None:
    row = {"name_th": "คณะสมมติ", "province": "เลย"}
    assert [outcome(db, ORGANISATION, row), outcome(db, ORGANISATION, row)] == ["new", "unchanged"]
    assert count(db, ORGANISATION) == 1


def test_a_row_brings_its_record_up_to_date(db: sqlite3.Connection) -> None:
    number = add_record(db, ORGANISATION, {"name_th": "คณะสมมติ", "province": "เลย", "note": "เดิม"})
    assert outcome(db, ORGANISATION, {"name_th": "คณะสมมติ", "province": "เลย", "phone": "1", "note": None}) == "changed"
    assert value(db, ORGANISATION, number, "phone") == "1"
    assert value(db, ORGANISATION, number, "note") == "เดิม"


def test_a_row_gives_a_record_the_code_it_lacked(db: sqlite3.Connection) -> None:
    number = add_record(db, ORGANISATION, {"name_th": "คณะสมมติ"})
    assert outcome(db, ORGANISATION, {"name_th": "คณะสมมติ", "code": "sm"}) == "changed"
    assert value(db, ORGANISATION, number, "code") == "sm"


def test_a_row_that_fits_several_records_is_refused(db: sqlite3.Connection) -> None:
    made = [add_record(db, ORGANISATION, {"name_th": "คณะสมมติ", "code": code}) for code in "ab"]
    with pytest.raises(RefusedChange, match=r"org {} \(.*, org {} \(".format(*made)):
        outcome(db, ORGANISATION, {"name_th": "คณะสมมติ"})


def test_a_row_that_cannot_be_is_refused(db: sqlite3.Connection) -> None:
    with pytest.raises(RefusedChange, match="given_name is required"):
        outcome(db, PERSON, {"family_name": "สมมติ"})


PUT_CHILDREN = [
    ({"position": "อาจารย์"}, "unchanged", 1),
    ({"position": "คณบดี"}, "changed", 2),
    (None, "unchanged", 1),
]


@pytest.mark.parametrize(("child", "word", "posts"), PUT_CHILDREN)
def test_the_child_in_the_row_counts_too(
    db: sqlite3.Connection, child: dict[str, str] | None, word: str, posts: int
) -> None:
    row = {"given_name": "กานดา", "family_name": "สมมติ"}
    assert outcome(db, PERSON, row, {"position": "อาจารย์"}) == "new"
    assert outcome(db, PERSON, row, child) == word
    assert count(db, POST) == posts
    assert count(db, PERSON) == 1
