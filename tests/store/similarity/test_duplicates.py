"""Duplicates within a register: planted ones are found, those who only look alike are not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import AGREEMENT, BY_NAME, MEMBER_GROUP, ORGANISATION, PERSON
from netreg.store.database import create, writing
from netreg.store.merging import not_same
from netreg.store.records import records
from netreg.store.similarity.duplicates import find_duplicates
from netreg.thai.provinces import PROVINCES
from netreg.thai.similarity import make_name_key
from netreg.thai.sounds import find_first_sound, make_sound_frame, rate_sounds
from tests.benchmarks.planted_people import (
    FAMILY,
    GIVEN_FIRST,
    Planted,
    Rate,
    count_found,
    describe_rates,
    plant,
    rate_kinds,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Netreg


@pytest.fixture
def db(tmp_path: Path, empty: bytes) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "register.db"
    path.touch(0o600)
    path.write_bytes(empty)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


def find_pairs(db: sqlite3.Connection, kind: Any = PERSON) -> set[tuple[int, int]]:
    return {(found.one, found.other) for found in find_duplicates(db, kind)}


def find_ways(db: sqlite3.Connection) -> dict[tuple[int, int], str]:
    """Find the pairs, each with the first of its reasons."""
    return {(found.one, found.other): found.reason.partition(";")[0] for found in find_duplicates(db, PERSON)}


def check_rates(planted: Planted, ways: dict[tuple[int, int], str], least: float) -> list[Rate]:
    """Recall and precision of all and of each kind, and the look-alikes that were taken for one."""
    rates = rate_kinds(planted, ways)
    rates.append(Rate("all", sum(one.planted for one in rates), *count_found(planted, ways)))
    low = [one.kind for one in rates if min(one.recall, one.precision) < least]
    assert low == [], "\n".join(describe_rates(planted, ways))
    return rates


def test_planted_duplicates_are_found_and_look_alikes_are_not(db: sqlite3.Connection) -> None:
    planted = plant(db, people=400, of_each=6)
    check_rates(planted, find_ways(db), least=1)


def test_others_are_found_under_other_names(db: sqlite3.Connection) -> None:
    """Names that the rules were not made for, each written in Latin letters as people do."""
    planted = plant(db, people=400, of_each=6, seed=5, names=1)
    check_rates(planted, find_ways(db), least=1)


@pytest.mark.stress
@pytest.mark.parametrize(("names", "seed"), [(0, 7), (0, 8), (1, 7), (1, 8), (1, 9), (2, 7), (2, 8)])
def test_no_kind_is_found_by_luck(db: sqlite3.Connection, names: int, seed: int) -> None:
    planted = plant(db, people=5_000, of_each=100, seed=seed, names=names)
    check_rates(planted, find_ways(db), least=0.98)


@pytest.mark.stress
@pytest.mark.process
@pytest.mark.parametrize("names", [0, 1])
def test_a_large_register_is_searched_as_well_and_in_time(netreg: Netreg, names: int) -> None:
    """66,757 people, 500 of them twice: 99 % are found, and in at most ten times the time of a full list as CSV."""
    create(netreg.db)
    with writing(netreg.db, "plant", "tester") as db:
        planted = plant(db, people=66_757 - 1_000, of_each=50, names=names)
        ways = find_ways(db)
        rates = check_rates(planted, ways, least=0.98)
        assert min(rates[-1].recall, rates[-1].precision) >= 0.99
    times = []
    for words in (("member", "list", "--all"), ("duplicates", "member")):
        begun = os.times()
        assert netreg(*words, "--csv").code == 0
        ended = os.times()
        times.append(ended.children_user + ended.children_system - begun.children_user - begun.children_system)
    print(*describe_rates(planted, ways), f"{times[1] / times[0]:.1f} times a list as CSV", sep="\n")
    assert times[1] < 10 * times[0], times


def put_schools(db: sqlite3.Connection, names: int, provinces: int) -> dict[int, str]:
    """Schools of the same few names in many provinces, some of one letter off each other; return their provinces."""
    found: dict[int, str] = {}
    for place in range(names):
        name = f"โรงเรียนบ้าน{'กขคงจฉชซญดตถทธนบปพภม'[place % 20]}อน{'กขคงจฉชซญดตถทธนบปพภมยรลว'[place // 20]}างทดลอง"
        for province in [one.name_th for one in PROVINCES[:provinces]]:
            values = {"name_th": name, "province": province, "kind": "school"}
            found[records.insert_record(db, ORGANISATION, values)] = province
    return found


def check_schools(db: sqlite3.Connection, names: int, provinces: int) -> None:
    known = put_schools(db, names, provinces)
    twin = records.insert_record(db, ORGANISATION, {"name_th": "รร.บ้านกอนกางทดลอง", "province": known[1]})
    found = find_pairs(db, ORGANISATION)
    assert {pair for pair in found if known.get(pair[0]) != known.get(pair[1], known[1])} == set()
    assert (1, twin) in found


def test_schools_of_one_name_in_many_provinces_are_many(db: sqlite3.Connection) -> None:
    check_schools(db, names=25, provinces=8)


@pytest.mark.stress
def test_36_000_schools_are_not_taken_for_one_across_provinces(db: sqlite3.Connection) -> None:
    check_schools(db, names=468, provinces=77)


def test_what_is_known_to_be_two_is_no_duplicate(db: sqlite3.Connection) -> None:
    one, other = (
        records.insert_record(db, PERSON, {"given_name": "คนหนึ่ง", "family_name": f}) for f in ("สมมติ", "สมมต")
    )
    assert find_pairs(db) == {(one, other)}
    not_same.add_pair(db, PERSON, other, one, None)
    assert find_pairs(db) == set()
    not_same.remove_pair(db, PERSON, one, other)
    assert find_pairs(db) == {(one, other)}


def test_groups_and_agreements_have_duplicates_too(db: sqlite3.Connection) -> None:
    for name in ("เครือข่ายสมมติ", "เครือขายสมมติ", "เครือข่ายสมมติ รุ่นที่ 2"):
        records.insert_record(db, MEMBER_GROUP, {"name_th": name})
    assert find_pairs(db, MEMBER_GROUP) == {(1, 2)}
    again = records.insert_record(db, MEMBER_GROUP, {"name_th": "เครือข่ายสมมติ รุ่น ๒"})
    assert find_pairs(db, MEMBER_GROUP) == {(1, 2), (3, again)}
    for title, day in (("ข้อตกลงสมมุติ", "2020-01-01"), ("ข้อตกลงสมมติ", "2020-01-01"), ("ข้อตกลงสมมติ", "2024-01-01")):
        records.insert_record(db, AGREEMENT, {"title": title, "signed_on": day})
    assert find_pairs(db, AGREEMENT) == {(1, 2)}


def test_agreements_of_one_title_are_told_apart_by_their_parties(db: sqlite3.Connection) -> None:
    """A university signs one title with many, on one day and year after year: only the same parties are the same."""
    offices = [records.insert_record(db, ORGANISATION, {"name_th": f"หน่วยงานสมมติ {n}"}) for n in range(40)]

    def sign(day: str, *parties: int) -> int:
        agreement = records.insert_record(db, AGREEMENT, {"title": "บันทึกข้อตกลงสมมติ", "signed_on": day})
        for seq, party in enumerate(parties, start=1):
            records.insert_record(db, BY_NAME["party"], {"agreement": agreement, "seq": seq, "organisation": party})
        return agreement

    university, *others = offices
    first = [sign("2020-01-01", university, other) for other in others]
    for year in range(2021, 2027):
        sign(f"{year}-05-05", university, others[0])
    assert find_pairs(db, AGREEMENT) == set()
    again, bare = sign("2020-02-02", university, others[1]), sign("2020-01-01", others[2])
    assert find_pairs(db, AGREEMENT) == {(first[1], again), (first[2], bare)}


def test_a_unit_is_no_duplicate_of_its_parent(db: sqlite3.Connection) -> None:
    top = records.insert_record(db, ORGANISATION, {"name_th": "สำนักสมมติ"})
    records.insert_record(db, ORGANISATION, {"name_th": "สำนักสมมติ", "parent": top})
    offices = [f"สำนักงานเขตสมมติ เขต {number}" for number in (1, 2)]
    for name in offices:
        records.insert_record(db, ORGANISATION, {"name_th": name, "variants": '["สำนักงานเขตสมมติ"]'})
    assert find_pairs(db, ORGANISATION) == set()


def test_a_name_before_and_after_a_marriage_is_found_in_one_unit(db: sqlite3.Connection) -> None:
    unit = records.insert_record(db, ORGANISATION, {"name_th": "คณะสมมติ"})
    people = (("นางสาว", "มาลีสมมติ", "ก่อนแต่ง"), ("นาง", "มาลีสมมติ", "หลังแต่งงาน"), ("นาย", "มาโนช", "ก่อนแต่ง"))
    for titles, given, family in people:
        number = records.insert_record(db, PERSON, {"titles": titles, "given_name": given, "family_name": family})
        records.insert_record(db, BY_NAME["post"], {"person": number, "organisation": unit})
    assert find_pairs(db) == {(1, 2)}


SOUNDS = [
    ("สมชาย", "Somchai"), ("ใจดี", "Jaidee"), ("ใจดี", "Chaidi"), ("น้ำฝน", "Numfon"), ("พรชัย", "Pornchai"),
    ("วิมล", "Wimol"), ("ธเนศ", "Thanes"), ("จันทร์", "Chan"), ("วรรณา", "Wanna"), ("ธรรมรักษ์", "Thammarak"),
    ("ณัฐพล", "Nuttapol"), ("ประเสริฐ", "Prasert"), ("วงศ์ใหญ่", "Wongyai"), ("อยุธยา", "Ayutthaya"), ("เพชร", "Petch"),
    ("เจริญ", "Charoen"), ("อำนวย", "Amnuay"), ("ทรัพย์ทวี", "Subtawee"), ("ตัวอย่าง", "Tuayang"), ("พฤกษา", "Phrueksa"),
    ("รักษ์", "Rux"), ("วัชรชา", "Watcharacha"), ("พัชรี", "Patcharee"), ("ภัทรพร", "Pattaraporn"), ("ภัทรพร", "Patporn"),
    ("เอี่ยมแดง", "Eiamdaeng"), ("ทัศวดี", "Tatwadee"), ("ทัศนีย์", "Tassanee"), ("ขาวปาน", "Khaopan"), ("อัจสิทธิ์", "Atsit"),
    ("แก้ว", "Kaeo"), ("เสาโชติ", "Saochot"), ("เหมือน", "Muean"), ("เกียรติ", "Kiat"), ("เกศณี", "Kesni"),
    ("เกศณี", "Ketnee"), ("บงกชปภา", "Bongkochpapa"),
    ("ไทย", "Thai"), ("ธีรรดา", "Teerarada"), ("ลลิยา", "Laliya"), ("เสาวลักษณ์", "Saowalak"), ("กฤษกร", "Kritkorn"),
]  # fmt: skip
OTHER_SOUNDS = [("สมชาย", "Somsak"), ("วิมล", "Winai"), ("ประเสริฐ", "Pracha"), ("มานะ", "Sali"), ("", "Somchai")]


def test_names_are_compared_by_their_sound() -> None:
    assert [pair for pair in SOUNDS if rate_sounds(*pair) < 0.79] == []
    assert [pair for pair in OTHER_SOUNDS if rate_sounds(*pair) > 0.77] == []


def test_the_first_sound_of_a_name_is_that_of_its_key() -> None:
    """People are looked up by it: it is found without the key. There is none before a first vowel."""
    names = [one.thai + other.thai for one in GIVEN_FIRST for other in FAMILY]
    names += [
        "ญาดา",
        "เอก",
        "อรทัย",
        "หนูแดง",
        "ทรงศักดิ์",
        "อยุธยา",
        "ไชยา",
        "ใหญ่",
        "เหมือน",
        "อำนวย",
        "ฤดี",
        "เอี่ยม",
        "Eiam",
        "Chai",
        "Ngam",
        "",
        "๑",
    ]
    keys = {name: make_name_key(name) for name in names}
    first = {name: "" if name[:1] in "อEA" or name[1:2] == "อ" else make_sound_frame(name)[:1] for name in names}
    first["อยุธยา"] = "y"
    wrong = [name for name, key in keys.items() if find_first_sound(key) != first[name]]
    assert wrong == []
