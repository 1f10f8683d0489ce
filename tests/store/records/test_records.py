"""Records of any kind: written, read with their references named, and removed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.fields import Ref
from netreg.entities import (
    AGENDA_ITEM,
    AGREEMENT,
    BY_NAME,
    MEETING,
    ORGANISATION,
    PARTY,
    PERSON,
    POST,
    PURPOSE,
    SIGNATORY,
)
from netreg.errors import RefusedChange
from netreg.store.database import create, writing
from netreg.store.records import list_pages, records
from netreg.store.records.conditions import select_equal, select_numbers
from netreg.store.records.search_pages.numbers import Numbers
from netreg.thai.text import sort_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.cards import Card
    from netreg.core.entity import Entity

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("records") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty register; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def organisation(db: sqlite3.Connection, name: str, **more: Any) -> int:
    return records.insert_record(db, ORGANISATION, {"name_th": name, **more})


def person(db: sqlite3.Connection, given: str, family: str = "สมมติ", **more: Any) -> int:
    return records.insert_record(db, PERSON, {"given_name": given, "family_name": family, **more})


def agreement(db: sqlite3.Connection, title: str = "ข้อตกลงสมมติ", **more: Any) -> int:
    return records.insert_record(db, AGREEMENT, {"title": title, **more})


def count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def names(rows: list[dict[str, Any]], kind: Entity = ORGANISATION) -> list[str]:
    return [kind.display_name(row) for row in rows]


# --- writing -----------------------------------------------------------------------


def test_what_is_written_is_read_back(db: sqlite3.Connection) -> None:
    values = {"name_th": "คณะสมมติ", "code": "sm", "province": "ขอนแก่น", "abbreviation": '["คสม."]', "note": "ก\nข"}
    number = records.insert_record(db, ORGANISATION, values)
    assert records.read_values(db, ORGANISATION, number) == dict.fromkeys(
        (f.name for f in ORGANISATION.stored), None
    ) | values | {"parent": None}


def test_a_record_knows_when_it_was_written(db: sqlite3.Connection) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    row = records.get_record(db, ORGANISATION, organisation(db, "คณะสมมติ"), TODAY)
    assert row
    assert row["created_at"].endswith("Z")
    assert before <= datetime.fromisoformat(row["created_at"]) <= datetime.now(UTC)
    assert row["updated_at"] == row["created_at"]


def test_the_uid_is_a_uuid_in_order_of_time(db: sqlite3.Connection) -> None:
    before = datetime.now(UTC).timestamp()
    row = records.get_record(db, ORGANISATION, organisation(db, "คณะสมมติ"), TODAY)
    assert row
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", row["uid"])
    stamp = int(row["uid"].replace("-", "")[:12], 16) / 1000
    assert before - 0.01 <= stamp <= datetime.now(UTC).timestamp()


def test_a_number_is_never_used_again(db: sqlite3.Connection) -> None:
    first = organisation(db, "หนึ่ง")
    records.delete_record(db, ORGANISATION, first)
    assert organisation(db, "สอง") > first


def test_only_what_differs_is_a_change(db: sqlite3.Connection) -> None:
    number = organisation(db, "หนึ่ง", province="ขอนแก่น")
    assert records.update_record(db, ORGANISATION, number, {"province": "ขอนแก่น", "name_th": "หนึ่ง"}) is False
    assert records.update_record(db, ORGANISATION, number, {}) is False
    assert records.update_record(db, ORGANISATION, number, {"province": None}) is True
    assert records.read_values(db, ORGANISATION, number)["province"] is None
    assert records.read_values(db, ORGANISATION, number)["name_th"] == "หนึ่ง"


def test_a_new_name_changes_the_order(db: sqlite3.Connection) -> None:
    for name in ("กอไก่", "ขอไข่", "คอควาย"):
        organisation(db, name)
    [first] = [row["id"] for row in records.select_records(db, ORGANISATION, as_of=TODAY) if row["name_th"] == "กอไก่"]
    records.update_record(db, ORGANISATION, first, {"name_th": "งองู"})
    assert names(records.select_records(db, ORGANISATION, as_of=TODAY)) == ["ขอไข่", "คอควาย", "งองู"]


@pytest.mark.parametrize("own", [True, False])
def test_nothing_stands_above_itself(db: sqlite3.Connection, own: bool) -> None:
    top = organisation(db, "บน")
    middle = organisation(db, "กลาง", parent=top)
    bottom = organisation(db, "ล่าง", parent=middle)
    with pytest.raises(RefusedChange, match="its own ancestor"):
        records.update_record(db, ORGANISATION, top, {"parent": top if own else bottom})


def test_a_tree_may_be_moved(db: sqlite3.Connection) -> None:
    top, other = organisation(db, "บน"), organisation(db, "อื่น")
    middle = organisation(db, "กลาง", parent=top)
    assert records.update_record(db, ORGANISATION, middle, {"parent": other})
    assert records.update_record(db, ORGANISATION, other, {"parent": top})


# --- reading -------------------------------------------------------------------------


def test_references_are_named(db: sqlite3.Connection) -> None:
    top = organisation(db, "มหาวิทยาลัยสมมติ", code="mu")
    row = records.get_record(db, ORGANISATION, organisation(db, "คณะสมมติ", parent=top), TODAY)
    assert row
    assert row["parent"] == Ref("organisation", top, "mu", "มหาวิทยาลัยสมมติ")
    assert "parent_id" not in row


def test_a_child_is_called_by_what_it_points_to(db: sqlite3.Connection) -> None:
    owner, unit = organisation(db, "มหาวิทยาลัยสมมติ"), organisation(db, "หอสมุดสมมติ")
    party = records.insert_record(db, PARTY, {"agreement": agreement(db), "organisation": owner, "unit": unit})
    assert records.find_refs(db, "party", [party])[party] == Ref("party", party, None, "หอสมุดสมมติ")


def test_there_is_no_record_of_an_unknown_number(db: sqlite3.Connection) -> None:
    assert records.get_record(db, ORGANISATION, 99, TODAY) is None
    assert records.find_refs(db, "organisation", [99]) == {}


SORTED = ["A company", "กา", "ก้าน", "เก", "แก", "ขา"]


def test_lists_are_in_thai_order(db: sqlite3.Connection) -> None:
    for name in reversed(SORTED):
        organisation(db, name)
    assert names(records.select_records(db, ORGANISATION, as_of=TODAY)) == SORTED


def test_lists_can_be_in_the_order_of_entry(db: sqlite3.Connection) -> None:
    entered = [organisation(db, name) for name in "ขคก"]
    order = records.order_by(ORGANISATION, ORGANISATION.by_name["id"], descending=True)
    assert [row["id"] for row in records.select_records(db, ORGANISATION, as_of=TODAY, order=order)] == entered[::-1]


def test_people_are_listed_by_name_and_not_by_title(db: sqlite3.Connection) -> None:
    person(db, "ขวัญ", titles="ดร.")
    person(db, "กานดา", titles="รศ.")
    person(db, "คมสัน")
    assert [row["given_name"] for row in records.select_records(db, PERSON, as_of=TODAY)] == ["กานดา", "ขวัญ", "คมสัน"]


def test_children_are_listed_in_their_order(db: sqlite3.Connection) -> None:
    owner = agreement(db)
    for seq, text in ((3, "ค"), (1, "ก"), (2, "ข")):
        records.insert_record(db, PURPOSE, {"agreement": owner, "seq": seq, "text": text})
    rows = records.select_belonging(db, PURPOSE, "agreement", owner, TODAY)
    assert [row["text"] for row in rows] == ["ก", "ข", "ค"]


@pytest.mark.parametrize(("field", "in_sql"), [("id", True), ("created_at", True), ("parent", True), ("kind", False)])
def test_which_fields_sqlite_can_order_by(field: str, in_sql: bool) -> None:
    assert (records.order_by(ORGANISATION, ORGANISATION.by_name[field]) is not None) is in_sql


@pytest.mark.parametrize(("descending", "expected"), [(False, ["ค", "ข", "ฮ", "ก"]), (True, ["ข", "ค", "ฮ", "ก"])])
def test_a_reference_is_ordered_by_the_name_it_shows_empty_last(
    db: sqlite3.Connection, descending: bool, expected: list[str]
) -> None:
    late, early = organisation(db, "ฮ"), organisation(db, "ก")
    organisation(db, "ข", parent=late)
    organisation(db, "ค", parent=early)
    order = records.order_by(ORGANISATION, ORGANISATION.by_name["parent"], descending=descending)
    assert names(records.select_records(db, ORGANISATION, as_of=TODAY, order=order)) == expected


@pytest.mark.parametrize(("limit", "expected"), [(None, 3), (0, 0), (2, 2), (9, 3)])
def test_a_list_is_cut_at_its_limit(db: sqlite3.Connection, limit: int | None, expected: int) -> None:
    for name in "กขค":
        organisation(db, name)
    assert len(records.select_records(db, ORGANISATION, as_of=TODAY, limit=limit)) == expected


def test_conditions_narrow_together(db: sqlite3.Connection) -> None:
    one = organisation(db, "หนึ่ง", province="ขอนแก่น", kind="school")
    two = organisation(db, "สอง", province="ขอนแก่น", kind="faculty")
    organisation(db, "สาม", province="เลย", kind="school")
    here = select_equal(ORGANISATION.by_name["province"], "ขอนแก่น")
    school = select_equal(ORGANISATION.by_name["kind"], "school")
    assert [row["id"] for row in records.select_records(db, ORGANISATION, [here, school], as_of=TODAY)] == [one]
    assert {row["id"] for row in records.select_records(db, ORGANISATION, [here], as_of=TODAY)} == {one, two}
    assert records.count_records(db, ORGANISATION) == 3
    assert records.count_records(db, ORGANISATION, here) == 2
    assert records.count_records(db, ORGANISATION, here, school) == 1
    assert records.count_records(db, ORGANISATION, select_numbers([one, two])) == 2
    assert records.count_records(db, ORGANISATION, select_numbers([])) == 0


def test_nothing_can_be_asked_for_too(db: sqlite3.Connection) -> None:
    organisation(db, "หนึ่ง", province="ขอนแก่น")
    organisation(db, "สอง")
    assert records.count_records(db, ORGANISATION, select_equal(ORGANISATION.by_name["province"], None)) == 1


# --- cards ---------------------------------------------------------------------------


def collections(card: Card) -> dict[str, int]:
    return {group.collection: len(group.cards) for group in card.sections if group.cards}


def test_a_card_has_children_theirs_and_what_is_related(db: sqlite3.Connection) -> None:
    owner, unit = agreement(db), organisation(db, "หน่วยสมมติ")
    party = records.insert_record(db, PARTY, {"agreement": owner, "organisation": unit})
    records.insert_record(db, SIGNATORY, {"party": party, "name_as_signed": "นายสมมติ"})
    records.insert_record(db, MEETING, {"title": "พิธีลงนาม", "starts_at": "2021-08-05", "agreement": owner})
    records.insert_record(db, MEETING, {"title": "อื่น", "starts_at": "2021-08-06"})
    card = records.read_card(db, AGREEMENT, owner, TODAY)
    assert card.row["id"] == owner
    assert collections(card) == {"parties": 1, "meetings": 1}
    parties = next(group for group in card.sections if group.collection == "parties")
    assert collections(parties.cards[0]) == {"signatories": 1}


def test_a_card_of_a_unit_has_its_units_and_posts(db: sqlite3.Connection) -> None:
    top = organisation(db, "บน")
    middle = organisation(db, "กลาง", parent=top)
    organisation(db, "ล่าง", parent=middle)
    records.insert_record(db, POST, {"person": person(db, "กานดา"), "organisation": top})
    assert collections(records.read_card(db, ORGANISATION, top, TODAY)) == {"sub_units": 1, "posts": 1}


# --- removing ------------------------------------------------------------------------


def test_what_belongs_to_a_record_goes_with_it(db: sqlite3.Connection) -> None:
    owner, unit = agreement(db), organisation(db, "หน่วยสมมติ")
    party = records.insert_record(db, PARTY, {"agreement": owner, "organisation": unit})
    records.insert_record(db, SIGNATORY, {"party": party, "name_as_signed": "นายสมมติ"})
    records.insert_record(db, PURPOSE, {"agreement": owner, "text": "สมมติ"})
    assert records.delete_record(db, AGREEMENT, owner) == 4
    assert [count(db, table) for table in ("agreement", "party", "signatory", "purpose", "organisation")] == [
        0, 0, 0, 0, 1,
    ]  # fmt: skip


def test_its_names_go_with_it(db: sqlite3.Connection) -> None:
    records.delete_record(db, ORGANISATION, organisation(db, "สมมติ"))
    assert count(db, "name_key") == 0


POINTING = [
    (ORGANISATION, "organisation", {"name_th": "ล่าง"}, "parent"),
    (POST, "organisation", {"person": "person"}, "organisation"),
    (PARTY, "organisation", {"agreement": "agreement"}, "organisation"),
    (MEETING, "organisation", {"title": "ประชุม", "starts_at": "2021-08-05"}, "organiser"),
    (AGREEMENT, "person", {"title": "ข้อตกลง"}, "responsible"),
    (AGREEMENT, "agreement", {"title": "ข้อตกลง"}, "predecessor"),
    (MEETING, "agreement", {"title": "ประชุม", "starts_at": "2021-08-05"}, "agreement"),
]


@pytest.mark.parametrize(("kind", "target", "values", "field"), POINTING)
def test_what_others_point_to_is_not_removed(
    db: sqlite3.Connection, kind: Entity, target: str, values: dict[str, str], field: str
) -> None:
    made = {"organisation": organisation(db, "สมมติ"), "person": person(db, "กานดา"), "agreement": agreement(db)}
    filled = {name: made.get(value, value) if name in made else value for name, value in values.items()}
    user = records.insert_record(db, kind, filled | {field: made[target]})
    with pytest.raises(RefusedChange) as refusal:
        records.delete_record(db, BY_NAME[target], made[target])
    assert f"{kind.command} {user}" in str(refusal.value)
    assert records.get_record(db, BY_NAME[target], made[target], TODAY)
    assert (kind, user) in list(records.find_pointing(db, BY_NAME[target], made[target]))


def test_of_many_that_point_to_it_a_few_are_named(db: sqlite3.Connection) -> None:
    top = organisation(db, "บน")
    for number in range(7):
        organisation(db, f"หน่วยที่ {number}", parent=top)
    with pytest.raises(RefusedChange) as refusal:
        records.delete_record(db, ORGANISATION, top)
    assert str(refusal.value).count("หน่วยที่") == 5
    assert "and 2 more" in str(refusal.value)


def test_its_own_children_do_not_keep_it(db: sqlite3.Connection) -> None:
    owner = person(db, "กานดา")
    records.insert_record(db, POST, {"person": owner, "position": "ครู"})
    assert records.delete_record(db, PERSON, owner) == 2


def test_a_child_may_be_removed_alone(db: sqlite3.Connection) -> None:
    meeting = records.insert_record(db, MEETING, {"title": "ประชุม", "starts_at": "2021-08-05"})
    item = records.insert_record(db, AGENDA_ITEM, {"meeting": meeting, "title": "วาระ"})
    assert records.delete_record(db, AGENDA_ITEM, item) == 1
    assert count(db, "meeting") == 1


# --- in an order -------------------------------------------------------------------


def test_a_page_of_those_changed_last_is_the_same_however_many_there_are(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [person(db, f"สมมุติ{place}", province="เลย" if place % 3 else "น่าน") for place in range(20)]
    db.executemany("UPDATE person SET updated_at = ? WHERE id = ?", [(f"2026-01-0{n % 4 + 1}", n) for n in numbers])
    condition = select_equal(PERSON.by_name["province"], "เลย")
    changed = {n: n % 4 for n in numbers if (n - numbers[0]) % 3}
    for descending in (True, False):
        order = records.order_by(PERSON, PERSON.by_name["updated_at"], descending=descending)
        wanted = sorted(changed, key=lambda n: (changed[n], n), reverse=descending)
        for near, far in ((1, 2), (3, 9), (500, 900)):
            monkeypatch.setattr(list_pages, "_NEAR", near)
            monkeypatch.setattr(list_pages, "_FAR", far)
            for limit in (1, 4, 50):
                rows = records.select_records(db, PERSON, [condition], as_of=TODAY, order=order, limit=limit)
                assert [row["id"] for row in rows] == wanted[:limit], (descending, near, limit)


def test_the_first_of_some_records_are_the_same_however_they_are_found(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{given} {family}" for given in ("กมล", "กานดา", "ขวัญ", "มานี", "เมฆ", "อรุณ") for family in "กขคง"]
    people = {person(db, given, family_name=family): name for name in names for given, family in [name.split()]}
    ordered = [row[0] for row in db.execute("SELECT id FROM person ORDER BY sort_key, id")]
    for wanted in (
        set(people),
        {n for n in people if "กานดา" in people[n]},
        {*ordered[::5]},
        {*ordered[-7:], ordered[0]},
        set(),
    ):
        for few, near, step in ((0, 1, 0.4), (0, 4, 0.4), (0, 500, 0.4), (3, 2, 0.0), (100, 5, 0.4)):
            monkeypatch.setattr(list_pages, "_FEW", few)
            monkeypatch.setattr(list_pages, "_NEAR", near)
            monkeypatch.setattr(list_pages, "_STEP", step)
            for limit in (0, 1, 3, 50):
                for keys in ((), (sort_key("กานดา"), sort_key("มา")), ("",)):
                    found = list_pages.find_first(db, "person", Numbers(wanted), limit, keys)
                    assert found == [n for n in ordered if n in wanted][:limit], (few, near, step, limit, keys)
