"""Finding the record a person means, and the one that an imported row is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import (
    AGREEMENT,
    ATTENDANCE,
    BY_NAME,
    GRADUATION,
    MEETING,
    ORGANISATION,
    PARTY,
    PERSON,
    POST,
    SIGNATORY,
)
from netreg.entities.graduations import ALUMNUS
from netreg.errors import AmbiguousRecord, UnknownRecord
from netreg.store.database import create, writing
from netreg.store.records import records
from netreg.store.records.lookup import find_candidates, find_record
from netreg.store.records.matching import match_record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("lookup") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        fill(connection)
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The register of the cases below; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def fill(db: sqlite3.Connection) -> None:
    def put(kind: str, own: int, /, **values: Any) -> None:
        made = records.insert_record(db, BY_NAME[kind], values)
        db.execute(f"UPDATE {kind} SET id = ? WHERE id = ?", [own, made])
        db.execute("UPDATE name_key SET record_id = ? WHERE kind = ? AND record_id = ?", [own, kind, made])

    put("organisation", 101, name_th="มหาวิทยาลัยสมมติ", name_en="Example University", code="mu", abbreviation='["มสม."]')
    put("organisation", 102, name_th="หอสมุดกลาง", code="mu-lib", parent=101, variants='["สำนักหอสมุดสมมติ"]')
    put("organisation", 103, name_th="โรงเรียนตัวอย่าง", province="เลย")
    put("organisation", 104, name_th="โรงเรียนตัวอย่าง", province="ขอนแก่น")
    put("organisation", 105, name_th="2567")
    put("organisation", 106, name_th="mu-lib")
    put("person", 201, titles="รศ. ดร.", given_name="กานดา", family_name="สมมติ", name_latin="Kanda Sommot")
    put("person", 202, given_name="ขวัญ", family_name="ตัวอย่าง ณ ทดสอบ", email="khwan@example.org", external_key="007")
    put("person", 203, given_name="ขวัญ", family_name="ตัวอย่าง ณ ทดสอบ", code="khwan-2")
    put("post", 211, person=202, organisation=103, position="ครู")
    put("post", 212, person=203, organisation=104, position="ครู")
    put("agreement", 301, title="ข้อตกลงสมมติ", document_no='["อว 1/2567"]', signed_on="2017-09-11T13:00")
    put("agreement", 302, title="ข้อตกลงสมมติ", signed_on="2020-01-01")
    put("party", 311, agreement=301, organisation=101)
    put("party", 312, agreement=301, organisation=101, unit=102)
    put("party", 313, agreement=302, organisation=101)
    put("signatory", 321, party=311, person=201)
    put("course", 501, title="หลักสูตรสมมติ", code="c1")
    put("course", 502, title="หลักสูตรอื่น", code="c2")
    put("cohort", 513, course=501, number=1)
    put("cohort", 1, course=501, number=513)
    put("cohort", 512, course=502, number=1, title="รุ่นพิเศษ")
    put("meeting_series", 402, title="กก.")
    put("meeting", 401, title="ประชุมใหญ่", series=402, number=2, year=2567, starts_at="2024-08-05T09:00")


# --- what a person means -----------------------------------------------------------

FOUND = [
    ("organisation", "mu", 101),
    ("organisation", " mu ", 101),
    ("organisation", "101", 101),
    ("organisation", "#101", 101),
    ("organisation", "๑๐๑", 101),
    ("organisation", "มหาวิทยาลัยสมมติ", 101),
    ("organisation", "มหาวิทยาลัย สมมติ", 101),
    ("organisation", "มหาวิทยาลัยสมมติ\u200b", 101),
    ("organisation", "example university", 101),
    ("organisation", "มสม", 101),
    ("organisation", "สํานักหอสมุดสมมติ", 102),
    # A code goes before a name, a number before both, a name of digits after.
    ("organisation", "mu-lib", 102),
    ("organisation", "2567", 105),
    ("person", "กานดา สมมติ", 201),
    ("person", "รศ.ดร.กานดา สมมติ", 201),
    ("person", "ศ. ดร. กานดา สมมติ", 201),
    ("person", "นางกานดา สมมติ", 201),
    ("person", "Kanda Sommot", 201),
    ("person", "khwan-2", 203),
    ("agreement", "อว 1/2567", 301),
    ("meeting", "ประชุมใหญ่ ครั้งที่ 2/2567", 401),
    ("meeting", "ประชุมใหญ่ 2/2567", 401),
    # Asked for by what it points to.
    ("party", "หอสมุดกลาง", 312),
    ("signatory", "กานดา สมมติ", 321),
    ("post", "103", None),
]


@pytest.mark.parametrize(("kind", "written", "number"), FOUND)
def test_the_record_that_is_meant(db: sqlite3.Connection, kind: str, written: str, number: int | None) -> None:
    assert find_candidates(db, BY_NAME[kind], written) == ([] if number is None else [number])


def test_a_record_is_found_among_those_of_its_parent(db: sqlite3.Connection) -> None:
    assert find_candidates(db, PARTY, "mu") == [311, 312, 313]
    assert find_candidates(db, PARTY, "mu", within=302) == [313]
    assert find_candidates(db, PARTY, "311", within=302) == []
    assert find_record(db, PARTY, "mu", within=302) == 313


WITHIN = [
    # Among the cohorts of a course a number is that of the cohort, never that of a record.
    ("1", 501, [513]),
    ("๑", 501, [513]),
    ("513", 501, [1]),
    ("2", 501, []),
    ("512", 502, []),
    ("9" * 30, 501, []),
    ("#1", 501, [1]),
    ("#513", 501, [513]),
    ("#512", 501, []),
    ("รุ่นที่ 1", 501, [513]),
    ("รุ่น ๑", 501, [513]),
    ("cohort 1", 502, [512]),
    ("รุ่นพิเศษ", 502, [512]),
    # Without a course it belongs to the record, as everywhere.
    ("1", None, [1]),
    ("513", None, [513]),
    ("รุ่นที่ 1", None, [512, 513]),
]


@pytest.mark.parametrize(("written", "course", "found"), WITHIN)
def test_a_cohort_is_known_by_its_number_within_its_course(
    db: sqlite3.Connection, written: str, course: int | None, found: list[int]
) -> None:
    assert find_candidates(db, BY_NAME["cohort"], written, course) == found


def test_a_cohort_that_a_course_has_not_is_named_with_those_it_has(db: sqlite3.Connection) -> None:
    with pytest.raises(UnknownRecord, match="there is no cohort '7'; expected one of: รุ่นที่ 513, รุ่นที่ 1"):
        find_record(db, BY_NAME["cohort"], "7", within=501)


AMBIGUOUS = [("organisation", "โรงเรียนตัวอย่าง", [103, 104]), ("person", "ขวัญ ตัวอย่าง ณ ทดสอบ", [202, 203])]


@pytest.mark.parametrize(("kind", "written", "numbers"), AMBIGUOUS)
def test_of_several_the_candidates_are_named(
    db: sqlite3.Connection, kind: str, written: str, numbers: list[int]
) -> None:
    with pytest.raises(AmbiguousRecord) as failure:
        find_record(db, BY_NAME[kind], written)
    sentence = str(failure.value)
    assert f"'{written}'" in sentence
    assert all(str(number) in sentence for number in numbers)
    assert failure.value.exit_code == 1


def test_of_very_many_candidates_some_are_named(db: sqlite3.Connection) -> None:
    for _number in range(10):
        records.insert_record(db, ORGANISATION, {"name_th": "โรงเรียนซ้ำ"})
    with pytest.raises(AmbiguousRecord, match="matches 10 records") as failure:
        find_record(db, ORGANISATION, "โรงเรียนซ้ำ")
    assert str(failure.value).count("โรงเรียนซ้ำ") == 1 + 5


UNKNOWN = [
    ("organisation", "หอสมุดกลาว", "หอสมุดกลาง"),
    ("organisation", "หอสมุด", "หอสมุดกลาง"),
    ("organisation", "mu-libb", "mu-lib"),
    ("organisation", "xyzzy", "netreg org list"),
    ("organisation", "999", "netreg org list"),
    ("organisation", "9" * 40, "netreg org list"),
    ("organisation", "²", "netreg org list"),
    ("organisation", "", "netreg org list"),
    ("organisation", "-", "netreg org list"),
    ("organisation", "'; DROP TABLE organisation; --", "netreg org list"),
    ("organisation", "%", "netreg org list"),
    ("person", "กานดา สมมุติ", "กานดา สมมติ"),
    ("agreement", "ข้อตกลงสมมุติ", "ข้อตกลงสมมติ"),
]


@pytest.mark.parametrize(("kind", "written", "advice"), UNKNOWN)
def test_of_an_unknown_one_the_nearest_are_named(db: sqlite3.Connection, kind: str, written: str, advice: str) -> None:
    with pytest.raises(UnknownRecord) as failure:
        find_record(db, BY_NAME[kind], written)
    assert advice in failure.value.advice
    assert BY_NAME[kind].label.en.lower() in failure.value.sentence
    assert failure.value.exit_code == 1


def test_nothing_near_is_no_advice_from_elsewhere(db: sqlite3.Connection) -> None:
    with pytest.raises(UnknownRecord) as failure:
        find_record(db, PARTY, "โรงเรียนตัวอย่าง", within=302)
    assert "หอสมุดกลาง" not in str(failure.value)


# --- what an imported row is about -------------------------------------------------------

IDENTIFIED: list[tuple[str, Row, Row | None, list[int]]] = [
    # Organisations: code, else a name, within the parent where one is given.
    ("organisation", {"code": "mu", "name_th": "ชื่อใหม่"}, None, [101]),
    ("organisation", {"name_th": "มหาวิทยาลัยสมมติ"}, None, [101]),
    ("organisation", {"name_en": "Example University"}, None, [101]),
    ("organisation", {"name_th": "สำนักหอสมุดสมมติ"}, None, [102]),
    ("organisation", {"name_th": "หอสมุดกลาง", "parent": 101}, None, [102]),
    ("organisation", {"name_th": "หอสมุดกลาง", "parent": 103}, None, []),
    ("organisation", {"name_th": "หอสมุดกลาง", "parent": None}, None, []),
    ("organisation", {"name_th": "โรงเรียนตัวอย่าง"}, None, [103, 104]),
    ("organisation", {"code": "other", "name_th": "มหาวิทยาลัยสมมติ"}, None, []),
    ("organisation", {"code": "new", "name_th": "โรงเรียนตัวอย่าง"}, None, [103, 104]),
    ("organisation", {"name_th": None}, None, []),
    # People: external key, e-mail, else the name within an organisation.
    ("person", {"external_key": "007", "given_name": "ชื่อใหม่"}, None, [202]),
    ("person", {"email": "khwan@example.org", "given_name": "ขวัญ"}, None, [202]),
    ("person", {"given_name": "กานดา", "family_name": "สมมติ"}, None, [201]),
    ("person", {"titles": "ศ.", "given_name": "กานดา", "family_name": "สมมติ"}, None, [201]),
    ("person", {"given_name": "ขวัญ", "family_name": "ตัวอย่าง ณ ทดสอบ"}, {"organisation": 104}, [203]),
    ("person", {"given_name": "ขวัญ", "family_name": "ตัวอย่าง ณ ทดสอบ"}, {"organisation": 101}, []),
    ("person", {"given_name": "ขวัญ", "family_name": "ตัวอย่าง ณ ทดสอบ", "external_key": "008"}, None, [203]),
    ("person", {"given_name": "ขวัญ", "family_name": None}, None, []),
    # Agreements: code or document number, else title, day and first party.
    ("agreement", {"document_no": '["อว 1/2567"]', "title": "อื่น"}, None, [301]),
    ("agreement", {"title": "ข้อตกลงสมมติ", "signed_on": "2017-09-11"}, None, [301]),
    ("agreement", {"title": "ข้อตกลงสมมติ", "signed_on": "2020-01-01"}, {"organisation": 101}, [302]),
    ("agreement", {"title": "ข้อตกลงสมมติ", "signed_on": "2020-01-01"}, {"organisation": 103}, []),
    ("agreement", {"title": "ข้อตกลงสมมติ", "signed_on": "2021-01-01"}, None, []),
    # Meetings: series and number, else title and day.
    ("meeting", {"series": 402, "number": 2, "year": 2567, "title": "อื่น"}, None, [401]),
    ("meeting", {"series": 402, "number": 2, "year": 2568, "title": "อื่น"}, None, []),
    ("meeting", {"title": "ประชุมใหญ่", "starts_at": "2024-08-05"}, None, [401]),
    ("meeting", {"title": "ประชุมใหญ่", "starts_at": "2024-08-06"}, None, []),
    # Children: what they point to, within their parent.
    ("party", {"agreement": 301, "organisation": 101, "unit": None}, None, [311]),
    ("party", {"agreement": 301, "organisation": 101, "unit": 102}, None, [312]),
    ("party", {"agreement": 302, "organisation": 101, "unit": 102}, None, []),
    ("post", {"person": 202, "organisation": 103, "position": "ครู", "since": None}, None, [211]),
    ("post", {"person": 202, "organisation": 103, "position": "ครูใหญ่"}, None, []),
]


SCHOLAR = {"given_name": "ขวัญ", "family_name": "ทดสอบ"}
GRADUATED: list[tuple[Row, Row, list[int]]] = [
    # Whoever has the student number is the one, whatever else the row says.
    ({"given_name": "ชื่อใหม่"}, {"student_no": "41"}, [211]),
    ({"given_name": "ชื่อใหม่", "email": "b@example.org"}, {"student_no": "41"}, [211]),
    # A second degree has another number: then the e-mail, or name and birth date, tell.
    ({"given_name": "ชื่อใหม่", "email": "b@example.org"}, {"student_no": "99"}, [213]),
    (SCHOLAR | {"birth_date": "1980-01-02"}, {"student_no": "99"}, [211]),
    (SCHOLAR | {"birth_date": "1980-01-02"}, {"student_no": "99", "organisation": 104}, [211]),
    # Of one name in one faculty: who has no number yet, or none in the row.
    (SCHOLAR, {"organisation": 103, "student_no": "99"}, [213]),
    (SCHOLAR, {"organisation": 103}, [211, 212, 213]),
    (SCHOLAR, {"organisation": 104}, []),
    (SCHOLAR, {"organisation": 104, "student_no": "99"}, []),
    # Another birth date is another person; none, or the same, is not.
    (SCHOLAR | {"birth_date": "1990"}, {"organisation": 103}, [213]),
    (SCHOLAR | {"birth_date": "1981-05"}, {"organisation": 103, "student_no": None}, [212]),
    (SCHOLAR | {"birth_date": None}, {"organisation": 103, "student_no": "99"}, [213]),
    # A key of a graduation alone needs all of it.
    ({"given_name": "ไม่มี"}, {"student_no": None}, []),
    ({"given_name": "ไม่มี"}, {}, []),
]


@pytest.fixture
def scholars(db: sqlite3.Connection) -> None:
    """Three of one name and faculty: two with a number and a birth date, one with an e-mail."""
    for number, more in (
        (211, {"birth_date": "1980-01-02"}),
        (212, {"birth_date": "1981-05"}),
        (213, {"email": "b@example.org"}),
    ):
        made = records.insert_record(db, PERSON, {**SCHOLAR, **more})
        db.execute("UPDATE person SET id = ? WHERE id = ?", [number, made])
        db.execute("UPDATE name_key SET record_id = ? WHERE kind = 'person' AND record_id = ?", [number, made])
    for person, student_no in ((211, "41"), (212, "42"), (213, None)):
        records.insert_record(db, GRADUATION, {"person": person, "organisation": 103, "student_no": student_no})


@pytest.mark.usefixtures("scholars")
@pytest.mark.parametrize(("row", "child", "numbers"), GRADUATED)
def test_whom_a_row_of_a_registrar_file_is_about(
    db: sqlite3.Connection, row: Row, child: Row, numbers: list[int]
) -> None:
    assert match_record(db, ALUMNUS, row, child) == numbers


@pytest.mark.usefixtures("scholars")
def test_another_e_mail_in_the_file_does_not_make_another_of_a_student_number(db: sqlite3.Connection) -> None:
    assert match_record(db, ALUMNUS, {"given_name": "ก"}, {"student_no": "41"}, others={211}) == [211]
    assert match_record(db, ALUMNUS, {"given_name": "ก", "email": "b@example.org"}, {}, others={213}) == []


@pytest.mark.usefixtures("scholars")
def test_another_student_number_is_another_graduation(db: sqlite3.Connection) -> None:
    [first] = match_record(db, GRADUATION, {"person": 211, "organisation": 103})
    assert match_record(db, GRADUATION, {"person": 211, "organisation": 103, "student_no": "41"}) == [first]
    assert match_record(db, GRADUATION, {"person": 211, "organisation": 103, "student_no": "99"}) == []
    [open_one] = match_record(db, GRADUATION, {"person": 213, "organisation": 103, "student_no": "99"})
    assert open_one != first


@pytest.mark.parametrize(("kind", "row", "child", "numbers"), IDENTIFIED)
def test_which_record_a_row_is_about(
    db: sqlite3.Connection, kind: str, row: Row, child: Row | None, numbers: list[int]
) -> None:
    assert match_record(db, BY_NAME[kind], row, child) == numbers


def test_every_kind_can_be_asked_for_nothing(db: sqlite3.Connection) -> None:
    for kind in (ORGANISATION, PERSON, POST, AGREEMENT, PARTY, SIGNATORY, MEETING, ATTENDANCE):
        assert find_candidates(db, kind, "\u200b") == []


NOT_INDEXED = {
    "agreement": "document_no",
    "meeting": "series",
    "news_item": "url",
    "opinion": "text",
    "rule": "kind",
    "silence": "kind",
}
"""Kinds of few records with a key that no index knows, by its first field; an import matches such rows in sets."""


@pytest.mark.parametrize("kind", [*BY_NAME.values(), ALUMNUS], ids=lambda kind: f"{kind.name}-{kind.row_child}")
@pytest.mark.parametrize("blank", [False, True], ids=["filled", "optional blank"])
def test_a_record_is_matched_by_an_index(db: sqlite3.Connection, kind: Entity, blank: bool) -> None:
    seen: list[str] = []
    for key in kind.keys:
        if key[0].field == NOT_INDEXED.get(kind.name):
            continue
        own = {part.field: 1 for part in key if not part.child and not part.is_name and not (blank and part.optional)}
        row = {**dict.fromkeys(("given_name", "name_th", "title", "series"), "ชื่อ"), **own}
        db.set_trace_callback(seen.append)
        match_record(db, kind, row, {part.field: "1" for part in key if part.child})
        db.set_trace_callback(None)
    plans = {sql: [str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in seen}
    assert plans
    scans = {sql: plan for sql, plan in plans.items() if any(step.startswith("SCAN t") for step in plan)}
    assert scans == {}
