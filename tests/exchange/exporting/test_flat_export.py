"""An export of a variant: a record and its child in one row, read back as nothing new in every form."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg.core.entity import TimeFrame
from netreg.entities import GRADUATION, ORGANISATION, PERSON
from netreg.entities.graduations import ALUMNUS
from netreg.exchange.exporting.export_file import HEADINGS, ExportOptions, build_export
from netreg.exchange.importing import import_file
from netreg.exchange.tables import open_file
from netreg.store.database import create, writing
from netreg.store.records import conditions, records
from netreg.store.writes import checked_writes, imported_rows
from tests.conftest import examples

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

FORMS = ("csv", "tsv", "xlsx", "json", "ndjson")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("flat") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        checked_writes.add_record(connection, ORGANISATION, {"name_th": "คณะสมมติ", "code": "fac"})
        checked_writes.add_record(connection, ORGANISATION, {"name_th": "วิทยาเขต, สมมติ"})
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A register with two units; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def made(db: sqlite3.Connection, form: str, headings: str = "th", **more: Any) -> bytes:
    return build_export(db, ALUMNUS, ExportOptions(form, headings, None, TimeFrame(date(2026, 11, 21)), **more))[0]


def taken(db: sqlite3.Connection, written: bytes, path: Path) -> tuple[int, int, int, int]:
    """Rows, and how many were new, changed, as they were."""
    path.write_bytes(written)
    with open_file.open_file(path) as file:
        report = import_file.import_within_transaction(db, ALUMNUS, file)
    return report.rows, report.new, report.changed, report.unchanged


PEOPLE = st.fixed_dictionaries(
    {"given_name": st.sampled_from(["กานดา", "ขวัญ"])},
    optional={
        "titles": st.sampled_from(["นาย", "รศ. ดร."]),
        "family_name": st.sampled_from(["สมมติ", "ณ ทดสอบ"]),
        "birth_date": st.sampled_from(["1980-01-02", "1981-05", "1979"]),
        "email": st.sampled_from(["a@example.org", "b@example.org"]),
        "phone": st.sampled_from(["074282209;ext=12"]),
        "province": st.sampled_from(["สงขลา"]),
        "note": st.sampled_from(["บรรทัดหนึ่ง\nสอง", "=1+1"]),
    },
)
GRADUATIONS = st.fixed_dictionaries(
    {"student_no": st.sampled_from(["0001", "0002", "0003"])},
    optional={
        "organisation": st.just(1),
        "campus": st.just(2),
        "level": st.sampled_from(["bachelor", "doctorate"]),
        "degree": st.sampled_from(["วิทยาศาสตรบัณฑิต (ฟิสิกส์)"]),
        "class_no": st.integers(1, 40),
        "academic_year": st.integers(2510, 2569),
        "graduated_on": st.sampled_from(["1998-03-01", "1998"]),
        "note": st.sampled_from(["หมายเหตุของปริญญา"]),
        "source": st.sampled_from(["ทะเบียน, 2540"]),
    },
)


@given(rows=st.lists(st.tuples(PEOPLE, GRADUATIONS), min_size=1, max_size=4), headings=st.sampled_from(HEADINGS))
@settings(deadline=None, max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("form", FORMS)
def test_it_reads_back_as_nothing_new(
    form: str, opened: sqlite3.Connection, tmp_path: Path, rows: list[Any], headings: str
) -> None:
    opened.execute("SAVEPOINT example")
    try:
        for person, graduation in rows:
            _put(opened, person, graduation)
        total = records.count_records(opened, GRADUATION)
        written = made(opened, form, headings)
        assert taken(opened, written, tmp_path / f"a.{form}") == (total, 0, 0, total), written
    finally:
        opened.execute("ROLLBACK TO example")


def _put(db: sqlite3.Connection, person: dict[str, Any], graduation: dict[str, Any]) -> None:
    """As an import takes it, unless it is somebody else's number."""
    from netreg.errors import RefusedChange

    db.execute("SAVEPOINT putting")
    try:
        imported_rows.import_row(db, ALUMNUS, person, graduation)
    except RefusedChange:
        db.execute("ROLLBACK TO putting")


@pytest.fixture
def two(db: sqlite3.Connection) -> int:
    """One person with two degrees and a post, and one who is no alumnus."""
    values = {"given_name": "กานดา", "birth_date": "1980", "note": "ของบุคคล"}
    number = checked_writes.add_record(db, PERSON, values, {"organisation": 1, "position": "ครู"})
    for student_no, year in (("0001", 2545), ("0002", 2549)):
        degree = {"student_no": student_no, "academic_year": year, "note": f"ของ {student_no}"}
        checked_writes.add_record(db, GRADUATION, {"person": number, **degree})
    checked_writes.add_record(db, PERSON, {"given_name": "ขวัญ"})
    return number


@pytest.mark.usefixtures("two")
def test_there_is_a_row_for_each_child_and_none_without(db: sqlite3.Connection) -> None:
    found = list(csv.DictReader(io.StringIO(made(db, "csv", "names").decode())))
    assert [(row["given_name"], row["student_no"]) for row in found] == [("กานดา", "0001"), ("กานดา", "0002")]
    assert {row["note"] for row in found} == {"ของบุคคล"}
    assert [row["child.note"] for row in found] == ["ของ 0001", "ของ 0002"]


@pytest.mark.usefixtures("two")
def test_what_else_belongs_to_the_record_is_not_touched(db: sqlite3.Connection, tmp_path: Path) -> None:
    before = [tuple(row) for row in db.execute("SELECT * FROM post")]
    written = made(db, "json")
    assert "posts" not in written.decode()
    assert taken(db, written, tmp_path / "a.json") == (2, 0, 0, 2)
    assert [tuple(row) for row in db.execute("SELECT * FROM post")] == before


@pytest.mark.usefixtures("two")
def test_conditions_are_about_the_child(db: sqlite3.Connection) -> None:
    year = GRADUATION.by_name["academic_year"]
    [row] = json.loads(made(db, "json", conditions=(conditions.select_between(year, 2549, 2549),)))
    assert row["student_no"] == "0002"
    assert len(json.loads(made(db, "json", match="กานดา"))) == 2
    assert made(db, "vcf", match="0002").count(b"BEGIN:VCARD") == 1


def test_of_nothing_there_are_headings_only(db: sqlite3.Connection) -> None:
    for headings in HEADINGS:
        [names] = csv.reader(io.StringIO(made(db, "csv", headings).decode()))
        assert len(names) == len(set(names)) > len(PERSON.stored)
