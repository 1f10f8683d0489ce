"""The checks that look at names, places, texts and days: what they find, and what they leave alone."""

from __future__ import annotations

from netreg.entities.checks import bodies, days, people, texts
from netreg.entities.checks.findings import Finding, combine_findings

NAMES = (
    ("สมมุติ", "ตัวอย่าง", ""),
    ("ประธาน", "ตัวอย่าง", ""),
    ("สมมุติ", "พรหมสาขา ณ สมมุติ", ""),
    ("นายกเทศมนตรี", "เมืองสมมุติ", "name-no-person"),
    ("ห้องสมุด", "กลาง", "name-no-person"),
    ("ว่าง", "", "name-no-person"),
    ("สมมุติ", "ตัวอย่าง และ ทดสอบ ตัวอย่าง", "name-two-people"),
    ("สมมุติ", "ตัวอย่าง/ทดสอบ", "name-two-people"),
    ("สมมุติ", "ตัวอย่าง นางทดสอบ", "name-two-people"),
    ("สมมุติ", "ตัวอย่างศึกษานิเทศก์", "name-with-position"),
    ("สมมุติ", "ตัวอย่างผู้อำนวยการ", "name-with-position"),
)
BODIES = (
    ("สำนักงานศึกษาธิการจังหวัดสมมุติ", ""),
    ("ศึกษาธิการจังหวัดสมมุติ", "name-is-post"),
    ("นายกเทศมนตรีเมืองสมมุติ", "name-is-post"),
    ("สำนักงานผู้ว่าราชการจังหวัดสมมุติ", ""),
    ("สำนักงานเขตพื้นที่สมมุติ เขต 1-5", "name-of-several"),
    ("สำนักงานเขตพื้นที่สมมุติ เขต ๑ ถึง ๕", "name-of-several"),
    ("สำนักงานเขตพื้นที่สมมุติ เขต 1", ""),
    ("มหาวิทยาลัยสมมุติ และมหาวิทยาลัยตัวอย่าง", "name-of-several"),
    ("คณะวิทยาศาสตร์และเทคโนโลยี", ""),
    ("มหาวิทยาลัยสมมุติวิทยาเขตตัวอย่าง", "campus-run-on"),
    ("มหาวิทยาลัยสมมุติ", ""),
)
TEXTS = (
    ("วันจันทร์ที่ 11 กันยายน 2560", False, ""),
    ("ประชุมวันอังคารที่ 11 กันยายน 2560 เวลา 9.00 น.", False, "wrong-weekday"),
    ("วันพุธที่ ๑๑ ก.ย. ๒๕๖๐", False, "wrong-weekday"),
    ("วันศุกร์ที่ 31 กุมภาพันธ์ 2560", False, ""),
    ("ทำไม?", False, ""),
    ("จริงหรือ? ไม่จริง", False, ""),
    ("นา?สมมุติ", False, "lost-letters"),
    ("สมมุติ?", True, "lost-letters"),
    ("ตัวอย\ufffdาง", False, "lost-letters"),
    ("น\uf70a", True, "lost-letters"),
    ("¡ÃØ§à·¾", False, "lost-letters"),
    ("Café à la carte", False, ""),
)
DAYS = (
    ("2021-08-05", False, ""),
    ("2564-08-05", False, "year-543-off 2021-08-05"),
    ("1478-08", False, "year-543-off 2021-08"),
    ("1964-08-05", False, "year-57-off 2021-08-05"),
    ("1990-08-05", False, ""),
    ("1964-08-05", True, ""),
    ("1907-08-05", True, "year-57-off 1964-08-05"),
    ("2025-01-01", True, "year-57-off 1968-01-01"),
    ("2507", True, "year-543-off 1964"),
)


def check_ids(found: list[Finding]) -> str:
    return " ".join(one.check.id for one in found)


def test_names_of_people() -> None:
    rows = [people.WrittenPerson(number, given, family) for number, (given, family, _id) in enumerate(NAMES)]
    found = {one.number: one.check.id for one in people.find_odd_names(rows)}
    assert {NAMES[number][:2]: name for number, name in found.items()} == {row[:2]: row[2] for row in NAMES if row[2]}


def test_names_of_bodies() -> None:
    rows = [bodies.Body(number, name, None, None, None) for number, (name, _id) in enumerate(BODIES)]
    found = {BODIES[one.number][0]: one.check.id for one in bodies.find_odd_bodies(rows)}
    assert found == {name: check for name, check in BODIES if check}


def test_texts() -> None:
    wrong = []
    for text, is_name, expected in TEXTS:
        found = check_ids(list(texts.find_damage(texts.WrittenText("agreement", 1, "title", text, is_name))))
        wrong += [(text, found)] if found != expected else []
    assert wrong == []


def test_days() -> None:
    wrong = []
    for value, is_birth, expected in DAYS:
        day = days.WrittenDay("agreement", 1, "signed_on", value)
        found = days.find_era(day) or (days.find_birth(day, 2026) if is_birth else days.find_century(day, 2026))
        said = f"{found.check.id} {found.facts[0]['meant']}" if found else ""
        wrong += [(value, said)] if said != expected else []
    assert wrong == []


def test_what_lacks_a_place_that_others_have() -> None:
    rows = [
        bodies.Body(1, "ก", "university", None, "ขอนแก่น"),
        bodies.Body(2, "ข", "faculty", 1, "ขอนแก่น"),
        bodies.Body(3, "ค", "faculty", 1, None),
        bodies.Body(4, "ง", "faculty", None, None),
        bodies.Body(5, "จ", "office", None, None),
    ]
    found = [(one.number, one.check.id) for one in bodies.find_misplaced(rows)]
    assert found == [(3, "no-province"), (4, "no-upper-body")]


def test_people_of_one_name_may_share_an_address() -> None:
    rows = [
        people.SharedAddress("a@example.org", 1, "สมมุติ ตัวอย่าง"),
        people.SharedAddress("a@example.org", 2, "สมมุติ  ตัวอย่าง"),
        people.SharedAddress("b@example.org", 3, "ทดสอบ ตัวอย่าง"),
        people.SharedAddress("b@example.org", 4, "จำลอง ตัวอย่าง"),
    ]
    found = list(people.find_shared_addresses(people.EMAIL_SHARED, rows))
    assert [(one.records, one.facts) for one in found] == [
        (
            (("person", 3), ("person", 4)),
            ({"value": "b@example.org", "people": 2, "names": "ทดสอบ ตัวอย่าง, จำลอง ตัวอย่าง"},),
        )
    ]


def test_what_is_found_twice_of_a_record_is_one_finding() -> None:
    two = [Finding(people.EMAIL_LEFT, (("person", 1),), ({"email": name},)) for name in ("a", "b")]
    (one,) = combine_findings(two)
    assert one.facts == ({"email": "a"}, {"email": "b"})
    assert one.hash_facts() != two[0].hash_facts()
    assert (
        len(
            combine_findings([Finding(people.EMAIL_LEFT, (("person", 1), ("person", n)), is_pair=True) for n in (2, 3)])
        )
        == 2
    )
