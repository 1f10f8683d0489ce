"""Known records that are perhaps the one of a row: named with a reason, and never more than that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import BY_NAME, MEMBER_GROUP, ORGANISATION, PERSON
from netreg.store.database import create, writing
from netreg.store.records import records
from netreg.store.similarity.similar_records import find_similar, find_similar_records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("similar") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        fill(connection)
        yield connection


def fill(db: sqlite3.Connection) -> None:
    def put(kind: str, number: int, **values: Any) -> None:
        made = records.insert_record(db, BY_NAME[kind], values)
        assert made == number

    for number, person in enumerate(PEOPLE, start=1):
        put("person", number, **person)
    put("former_name", 1, person=4, given_name="มาลี", family_name="เก่าสมมติ")
    for number, body in enumerate(BODIES, start=1):
        put("organisation", number, **body)
    put("former_organisation_name", 1, organisation=1, former_name="วิทยาลัยทดสอบเดิม")
    put("member_group", 1, name_th="เครือข่ายสมมติ รุ่นที่ 1", organisation=1)


PEOPLE: list[dict[str, str]] = [
    {"given_name": "น้ำฝน", "family_name": "แก้วสมมติ", "nickname": "ฝนน้อย", "name_latin": "Namfon Kaeosommot"},
    {"given_name": "ตัวอย่าง", "family_name": "ทดสอบการณ์", "birth_date": "1987-02-02", "external_key": "65-0012"},
    {"given_name": "สมมุติ", "family_name": "พรหมสาขา ณ ทดลอง", "phone": "0812345678", "birth_date": "1980"},
    {"given_name": "มาลี", "family_name": "ใหม่สมมติ", "email": "Malee@example.org"},
]
TONE, ONE_LETTER = "a tone mark differs", "one letter differs"
PERHAPS = [
    ("น้ำฝน แก้วสมมติ", {}, 1, "the same name"),
    ("แก้วสมมติ น้ำฝน", {}, 1, "given and family name are swapped"),
    ("นำฝน แก้วสมมติ", {}, 1, TONE),
    ("น้ำฝน แกวสมมติ", {}, 1, TONE),
    ("น้ำฝน แก้วสมมติ์", {}, 1, "a ์ is missing or added"),
    ("น้ำฝน แก้วสมมต", {}, 1, ONE_LETTER),
    ("น้ำฝนน แก้วสมมติ", {}, 1, ONE_LETTER),
    ("น้ำฝม แก้วสมมติ", {}, 1, ONE_LETTER),
    ("น้ำฝน แก้วสมมิต", {}, 1, ONE_LETTER),
    ("น้ำฝน แก้วมสมติ", {}, 1, ONE_LETTER),
    ("ฝนน้อย แก้วสมมติ", {}, 1, "nickname as given name"),
    ("น้ำฝนแก้วสมมติ ", {}, 1, "a blank is missing or misplaced"),
    ("น้ำ ฝนแก้วสมมติ", {}, 1, "a blank is missing or misplaced"),
    ("Namfon Kaeosommot", {}, 1, "the same name in Latin letters"),
    ("KAEOSOMMOT Namfon", {}, 1, "the same name in Latin letters"),
    ("น้ำ แก้วสมมติ", {"name_latin": "Ms. Namfon Kaeosommot"}, 1, "the same name in Latin letters"),
    ("ตัวอย่าง ทดสอปการณ์", {"birth_date": "1987-02-02"}, 2, ONE_LETTER),
    ("ตัวอย่าง ทดสอปการณ์", {"birth_date": "1987"}, 2, ONE_LETTER),
    ("ตัวอย่าง แต่งงานแล้ว", {"birth_date": "1987-02-02"}, 2,
     "the same given name and date of birth, another family name"),
    ("สมมุติ แต่งงานแล้ว", {"phone": "0812345678"}, 3, "the same given name and telephone, another family name"),
    ("มาลี แต่งงานแล้ว", {"email": "malee@example.org"}, 4, "the same given name and e-mail, another family name"),
    ("สมมุติ พรหมสาขาณทดลอง", {}, 3, "the same name"),
    ("มาลี เกาสมมติ", {}, 4, "by a former name: a tone mark differs"),
]  # fmt: skip
OTHERS = [
    ("น้ำฝน คนอื่น", {}),
    ("คนอื่น แก้วสมมติ", {}),
    ("น้ำหวาน แก้วสมมติ", {}),
    ("ตัวอย่าง ทดสอปการณ์", {"birth_date": "1990-02-02"}),
    ("ตัวอย่าง ทดสอบการณ์", {"external_key": "66-0012"}),
    ("สมมุติ พรหมสาขา ณ ทดลอง", {"birth_date": "1981-01-01"}),
    ("ตัวอย่าง แต่งงานแล้ว", {}),
    ("แก้วสมมติ", {}),
]


def test_people_who_are_perhaps_the_same_are_named_with_the_reason(db: sqlite3.Connection) -> None:
    asked = list(enumerate([person(name, more) for name, more, _number, _reason in PERHAPS]))
    found = {at: [tuple(one) for one in similar] for at, similar in find_similar_records(db, PERSON, asked)}
    wanted = {at: [(number, reason)] for at, (_name, _more, number, reason) in enumerate(PERHAPS)}
    assert {PERHAPS[at][:2][0]: found.get(at) for at in wanted} == {PERHAPS[at][0]: wanted[at] for at in wanted}


def person(name: str, more: Row) -> Row:
    given, _blank, family = name.partition(" ")
    return {"given_name": given, "family_name": family or None, **more}


def test_people_who_differ_in_what_tells_them_apart_are_not(db: sqlite3.Connection) -> None:
    found = {name: find_similar(db, PERSON, person(name, more)) for name, more in OTHERS}
    assert {name: similar for name, similar in found.items() if similar} == {}


BODIES: list[dict[str, Any]] = [
    {"name_th": "มหาวิทยาลัยสมมติ", "abbreviation": '["มสม."]', "name_en": "Example University"},
    {"name_th": "สำนักหอสมุด", "parent": 1, "code": "lib"},
    {"name_th": "คณะวิศวกรรมทดสอบ", "parent": 1, "code": "eng"},
    {"name_th": "โรงเรียนบ้านหนองสมมติ", "province": "ขอนแก่น", "district": "เมืองขอนแก่น", "official_code": "1040051234"},
    {"name_th": "บริษัทตัวอย่างเอเชีย จำกัด"},
    {"name_th": "สำนักงานเขตพื้นที่ทดลอง เขต 1", "province": "เลย"},
    {"name_th": "ศูนย์ทดลอง มสม."},
    {"name_th": "มหาวิทยาลัยตัวอย่าง"},
    {"name_th": "โรงพยาบาลทดสอบ", "province": "เลย"},
]
PLACED = "the same name with and without its parent"
PERHAPS_BODIES: list[tuple[Row, int, str]] = [
    ({"name_th": "คณะวิศวกรรมทดสอบ", "parent": 1, "code": "eng2"}, 3, "the same name and parent"),
    ({"name_th": "คณะวิศวกรรมทดสอบ"}, 3, "the same name, with another parent or none"),
    ({"name_th": "สำนักหอสมุด มสม."}, 2, PLACED),
    ({"name_th": "สำนักหอสมุดมหาวิทยาลัยสมมติ"}, 2, PLACED),
    ({"name_th": "ศูนย์ทดลอง", "parent": 1}, 7, PLACED),
    ({"name_th": "ศูนย์ทดลอง มหาวิทยาลัยสมมติ", "parent": 1}, 7, PLACED),
    ({"name_th": "บริษัทตัวอย่างเอเซีย จำกัด"}, 5, ONE_LETTER),
    ({"name_th": "บจก.ตัวอย่างเอเชีย จำกัด"}, 5, "abbreviation and name"),
    ({"name_th": "ม.สมมติ"}, 1, "abbreviation and name"),
    ({"name_th": "มสม"}, 1, "abbreviation and name"),
    ({"name_th": "มหาวิทยาลัยสมมติ (ใหม่)", "abbreviation": '["ม.ส.ม."]', "variants": '["มหาวิทยาลัยสมมต"]'}, 1, ONE_LETTER),
    ({"name_th": "วิทยาลัยทดสอบเดมิ"}, 1, ONE_LETTER),
    ({"name_en": "Exampel University"}, 1, ONE_LETTER),
    ({"name_th": "รพ.ทดสอบ"}, 9, "abbreviation and name"),
    ({"name_th": "โรงเรียนบ้านหนองสมมติ", "district": "เมือง"}, 4, "the same name"),
    ({"name_th": "โรงเรียนบ้านหนองสมมต", "province": "ขอนแก่น"}, 4, ONE_LETTER),
]  # fmt: skip
OTHER_BODIES: list[Row] = [
    {"name_th": "คณะวิศวกรรมทดสอบ", "parent": 8},
    {"name_th": "โรงเรียนบ้านหนองสมมติ", "province": "เลย"},
    {"name_th": "โรงเรียนบ้านหนองสมมติ", "official_code": "1040059999"},
    {"name_th": "โรงเรียนบ้านหนองสมมติ", "district": "ชุมแพ"},
    {"name_th": "โรงเรียนบ้านหนองสมมติ 2"},
    {"name_th": "สำนักงานเขตพื้นที่ทดลอง เขต 2", "province": "เลย"},
    {"name_th": "สำนักงานเขตพื้นที่ทดลอง เขต ๒"},
    {"name_th": "สำนักงานเขตพื้นที่ทดลอง เขต 11"},
    {"name_th": "สำนักหอสมุด", "parent": 8},
    {"name_th": "มสค"},
    {"name_th": "มหาวิทยาลัย"},
]


def test_organisations_that_are_perhaps_the_same_are_named_with_the_reason(db: sqlite3.Connection) -> None:
    found = {str(row): [tuple(one) for one in find_similar(db, ORGANISATION, row)] for row, *_more in PERHAPS_BODIES}
    assert found == {str(row): [(number, reason)] for row, number, reason in PERHAPS_BODIES}


def test_organisations_elsewhere_or_of_another_number_are_not(db: sqlite3.Connection) -> None:
    found = {str(row): find_similar(db, ORGANISATION, row) for row in OTHER_BODIES}
    assert {row: similar for row, similar in found.items() if similar} == {}


def test_the_number_of_a_row_is_not_taken_for_that_of_a_record(db: sqlite3.Connection) -> None:
    """Record 1 has a former name, which row 1 of a file has not."""
    rows = [(number, {"name_th": f"หน่วยงานสมมุตินาม {number}"}) for number in (1, 2)]
    assert list(find_similar_records(db, ORGANISATION, rows)) == []


GROUPS: list[tuple[Entity, Row, list[int]]] = [
    (MEMBER_GROUP, {"name_th": "เครือขายสมมติ รุ่นที่ 1", "organisation": 1}, [1]),
    (MEMBER_GROUP, {"name_th": "เครือข่ายสมมติ มสม. รุ่นที่ ๑"}, []),
    (MEMBER_GROUP, {"name_th": "เครือข่ายสมมติ รุ่นที่ 2", "organisation": 1}, []),
    (MEMBER_GROUP, {"name_th": "เครือข่ายสมมติ รุ่นที่ 1", "organisation": 8}, []),
    (BY_NAME["meeting"], {"title": "ประชุมสมมติ"}, []),
]


def test_groups_of_other_numbers_and_bodies_are_not_alike(db: sqlite3.Connection) -> None:
    found = [[similar.record for similar in find_similar(db, kind, row)] for kind, row, _wanted in GROUPS]
    assert found == [wanted for _kind, _row, wanted in GROUPS]
