"""An import: all rows or none, every bad one named, and the second time nothing changes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from netreg.entities import BY_NAME
from netreg.errors import UnusableInput
from netreg.exchange.importer import Counts, Fault, merge, stage
from netreg.store.database import create, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("importer") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty register; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


class Office:
    """An officer who imports what files say into one register."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self.folder = folder
        self.db = db

    def take(
        self, kind: str, content: str, mapping: Mapping[str, str] | None = None, years: str | None = None
    ) -> Counts:
        entity = BY_NAME[kind]
        return merge(self.db, entity, stage(entity, self.file(content), mapping or {}, years))

    def file(self, content: str) -> Path:
        path = self.folder / "file.csv"
        path.write_text(content, encoding="utf-8")
        return path

    def refused(self, kind: str, content: str) -> list[str]:
        """The lines that say what is wrong, without the file's name."""
        with pytest.raises(UnusableInput) as failure:
            self.take(kind, content)
        assert "nothing was written" in failure.value.sentence
        prefix = f"{self.folder / 'file.csv'}:"
        assert all(line.startswith(prefix) for line in failure.value.details)
        return [line.removeprefix(prefix) for line in failure.value.details]

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.db.execute(sql)]


@pytest.fixture
def office(tmp_path: Path, db: sqlite3.Connection) -> Office:
    return Office(tmp_path, db)


UNITS = "รหัส,ชื่อองค์กร,สังกัด,จังหวัด\nmu,มหาวิทยาลัยสมมติ,,ขอนแก่น\nsci,คณะสมมติ,mu,\n"
PEOPLE = "ชื่อ-สกุล,อีเมล,คณะ,ตำแหน่ง\nรศ.ดร.กานดา สมมติ,kanda@example.org,คณะสมมติ,คณบดี\nนายขวัญ ตัวอย่าง,,sci,\n"


# --- staging: a row by itself -----------------------------------------------------------


def test_cells_become_values_and_names_of_others_wait(office: Office) -> None:
    staged = stage(BY_NAME["person"], office.file(PEOPLE), {})
    assert staged.faults == []
    first = staged.rows[0]
    assert first.line == 2
    assert first.own == {
        "titles": "รศ. ดร.", "given_name": "กานดา", "family_name": "สมมติ", "email": "kanda@example.org",
    }  # fmt: skip
    assert first.child == {"position": "คณบดี"}
    assert first.pointers == {("child", "organisation"): "คณะสมมติ"}


def test_every_cell_that_cannot_be_taken_is_a_fault(office: Office) -> None:
    content = "ชื่อ,อีเมล,วันเกิด\nกานดา,ไม่มี,29/02/2564\nขวัญ,k@example.org,5/8/2530\nคมสัน,x@,\n"
    staged = stage(BY_NAME["person"], office.file(content), {})
    assert [fault[:3] for fault in staged.faults] == [
        (2, "อีเมล", "ไม่มี"),
        (2, "วันเกิด", "29/02/2564"),
        (4, "อีเมล", "x@"),
    ]
    assert all(isinstance(fault, Fault) and fault.reason for fault in staged.faults)


@pytest.mark.parametrize(("years", "day"), [("be", "1978-06-05"), ("ce", "2021-06-05")])
def test_the_era_of_two_digits_is_settled_for_the_file(office: Office, years: str, day: str) -> None:
    staged = stage(BY_NAME["person"], office.file("ชื่อ,วันเกิด\nกานดา,05/06/21\n"), {}, years)
    assert staged.rows[0].own["birth_date"] == day


TITLES = [
    ("คำนำหน้า,ชื่อ-สกุล\nดร.,กานดา สมมติ\n", "ดร."),
    ("ชื่อ-สกุล,คำนำหน้า\nกานดา สมมติ,ดร.\n", "ดร."),
    ("คำนำหน้า,ชื่อ-สกุล\n,ดร.กานดา สมมติ\n", "ดร."),
    ("ชื่อ-สกุล,คำนำหน้า\nดร.กานดา สมมติ,\n", "ดร."),
    ("ชื่อ-สกุล\nกานดา สมมติ\n", None),
]


@pytest.mark.parametrize(("content", "titles"), TITLES)
def test_nothing_in_one_column_displaces_what_another_says(office: Office, content: str, titles: str | None) -> None:
    assert office.take("person", content).new == 1
    assert office.ask("SELECT titles, given_name, family_name FROM person") == [(titles, "กานดา", "สมมติ")]


# --- merging: into the register ------------------------------------------------------------


def test_rows_are_new_then_unchanged(office: Office) -> None:
    assert office.take("organisation", UNITS) == Counts(2, 2, 0, 0)
    assert office.take("organisation", UNITS) == Counts(2, 0, 0, 2)
    assert office.take("person", PEOPLE) == Counts(2, 2, 0, 0)
    assert office.take("person", PEOPLE) == Counts(2, 0, 0, 2)
    assert office.ask("SELECT count(*) FROM post") == [(2,)]


def test_a_changed_cell_changes_its_record_alone(office: Office) -> None:
    office.take("organisation", UNITS)
    before = office.ask("SELECT updated_at FROM organisation WHERE code = 'mu'")
    assert office.take("organisation", UNITS.replace("sci,คณะสมมติ", "sci,คณะใหม่")) == Counts(2, 0, 1, 1)
    assert office.ask("SELECT name_th FROM organisation ORDER BY id") == [("มหาวิทยาลัยสมมติ",), ("คณะใหม่",)]
    assert office.ask("SELECT updated_at FROM organisation WHERE code = 'mu'") == before


@pytest.mark.parametrize("content", ["รหัส,ชื่อองค์กร,จังหวัด\nmu,,\n", "รหัส,จังหวัด,สังกัด\nmu,,\n"])
def test_an_empty_cell_changes_nothing(office: Office, content: str) -> None:
    office.take("organisation", UNITS)
    assert office.take("organisation", content) == Counts(1, 0, 0, 1)
    assert office.ask("SELECT name_th, province FROM organisation WHERE code = 'mu'") == [("มหาวิทยาลัยสมมติ", "ขอนแก่น")]


def test_a_column_that_is_missing_changes_nothing(office: Office) -> None:
    office.take("organisation", UNITS)
    assert office.take("organisation", "ชื่อองค์กร\nคณะสมมติ\n") == Counts(1, 0, 0, 1)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_row_may_point_to_one_further_down(office: Office, order: tuple[int, ...]) -> None:
    rows = ("ก,หนึ่ง,", "ข,สอง,ก", "ค,สาม,สอง")
    content = "รหัส,ชื่อองค์กร,สังกัด\n" + "\n".join(rows[at] for at in order) + "\n"
    assert office.take("organisation", content) == Counts(3, 3, 0, 0)
    sql = "SELECT o.code, p.code FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id ORDER BY 1"
    assert office.ask(sql) == [("ก", None), ("ข", "ก"), ("ค", "ข")]


def test_a_person_with_several_posts_stands_in_several_rows(office: Office) -> None:
    office.take("organisation", UNITS)
    content = "ชื่อ-สกุล,คณะ,ตำแหน่ง\nกานดา สมมติ,sci,คณบดี\nกานดา สมมติ,sci,อาจารย์\n"
    assert office.take("person", content).new == 1
    assert office.ask("SELECT position FROM post ORDER BY position") == [("คณบดี",), ("อาจารย์",)]
    assert office.take("person", content) == Counts(2, 0, 0, 2)


def test_a_party_of_a_party_is_found_within_its_agreement(office: Office) -> None:
    office.take("organisation", UNITS)
    office.take("agreement", "รหัส,ชื่อข้อตกลง\na1,หนึ่ง\na2,สอง\n")
    office.take("party", "ข้อตกลง,องค์กร\na1,mu\na2,mu\n")
    office.take("signatory", "ข้อตกลง,ภาคี,ชื่อผู้ลงนามตามเอกสาร\na2,มหาวิทยาลัยสมมติ,นายสมมติ\n")
    sql = "SELECT a.code FROM signatory s JOIN party p ON p.id = s.party_id JOIN agreement a ON a.id = p.agreement_id"
    assert office.ask(sql) == [("a2",)]


def test_children_are_numbered_in_the_order_of_the_file(office: Office) -> None:
    office.take("agreement", "รหัส,ชื่อข้อตกลง\na1,หนึ่ง\n")
    office.take("purpose", "ข้อตกลง,ข้อความ\na1,ค\na1,ก\na1,ข\n")
    assert office.ask("SELECT seq, text FROM purpose ORDER BY seq") == [(1, "ค"), (2, "ก"), (3, "ข")]


def test_what_a_column_is_can_be_said(office: Office) -> None:
    counts = office.take("organisation", "ช่อง ก,ช่อง ข\nคณะสมมติ,x\n", {"ช่อง ก": "name_th", "ช่อง ข": "-"})
    assert counts == Counts(1, 1, 0, 0)


def test_headings_alone_are_no_rows(office: Office) -> None:
    assert office.take("organisation", "ชื่อองค์กร\n") == Counts(0, 0, 0, 0)


# --- what is refused --------------------------------------------------------------------------


def test_every_bad_row_is_named_at_once_in_order(office: Office) -> None:
    office.take("organisation", UNITS)
    content = (
        "ชื่อ-สกุล,อีเมล,คณะ\n"
        "กานดา สมมติ,k@example.org,คณะสมมุติ\n"
        "ดร.,d@example.org,sci\n"
        "ขวัญ ตัวอย่าง,x,sci\n"
        "คมสัน ตัวอย่าง,c@example.org,sci\n"
        "งาม,g@example.org,sci,เกิน\n"
    )
    lines = office.refused("person", content)
    assert [line.split(":")[0] for line in lines] == ["2", "3", "4", "6"]
    assert "คณะ 'คณะสมมุติ': " in lines[0]
    assert "คณะสมมติ" in lines[0].split("คณะ 'คณะสมมุติ': ")[1]
    assert "ชื่อ-สกุล 'ดร.': " in lines[1]
    assert "อีเมล 'x': " in lines[2]
    assert "4 cells" in lines[3]


def test_both_faults_of_one_row_are_named(office: Office) -> None:
    lines = office.refused("person", "ชื่อ-สกุล,อีเมล,คณะ\nกานดา สมมติ,x,ไม่มี\n")
    assert [line.split(" ")[1] for line in lines] == ["คณะ", "อีเมล"]


def test_the_summary_counts_the_rows(office: Office) -> None:
    with pytest.raises(UnusableInput, match="2 of 3 rows cannot be taken") as failure:
        office.take("person", "ชื่อ,อีเมล\nก,x\nข,b@example.org\nค,y\n")
    assert failure.value.exit_code == 65


BAD: list[tuple[str, str, list[str]]] = [
    ("organisation", "รหัส,จังหวัด\nx,เลย\n", ["2: รหัส 'x': "]),
    ("organisation", "รหัส,ชื่อองค์กร\n12,ก\n", ["2: รหัส '12': a code of digits"]),
    ("organisation", "ชื่อองค์กร,สังกัด\nก,ข\nข,ก\n", ["2: สังกัด 'ข': ", "3: สังกัด 'ก': "]),
    ("organisation", "ชื่อองค์กร,สังกัด\nก,ก\n", ["2: สังกัด 'ก': "]),
    ("agreement", "ชื่อข้อตกลง,วันที่ลงนาม,วันสิ้นสุด\nก,1/1/2564,1/1/2563\n", ["2: ชื่อข้อตกลง 'ก': the agreement ends"]),
    ("agreement", "ชื่อข้อตกลง,ภาคี\nก,ไม่มี\n", ["2: ภาคี 'ไม่มี': there is no organisation"]),
    ("purpose", "ข้อตกลง,ข้อความ\n,ก\n", ["2: ข้อตกลง '': "]),
    ("organisation", "รหัส,ชื่อองค์กร\nก,หนึ่ง\nก,สอง\n", ["3: รหัส 'ก': line 2 has another name_th"]),
]


@pytest.mark.parametrize(("kind", "content", "lines"), BAD)
def test_what_cannot_be_taken(office: Office, kind: str, content: str, lines: list[str]) -> None:
    said = office.refused(kind, content)
    assert len(said) == len(lines)
    assert all(line.startswith(start) for line, start in zip(said, lines, strict=True)), said


def test_a_name_that_several_bear_is_refused_with_the_candidates(office: Office) -> None:
    office.take("organisation", "รหัส,ชื่อองค์กร\na,โรงเรียนซ้ำ\nb,โรงเรียนซ้ำ\n")
    [line] = office.refused("person", "ชื่อ,คณะ\nกานดา,โรงเรียนซ้ำ\n")
    assert "any of 2" in line
    [line] = office.refused("organisation", "ชื่อองค์กร,จังหวัด\nโรงเรียนซ้ำ,เลย\n")
    assert "several records fit this row" in line


def test_a_refused_file_leaves_the_register_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    create(path)
    before = path.read_bytes()
    office = Office(tmp_path, None)  # type: ignore[arg-type]
    staged = stage(BY_NAME["organisation"], office.file("ชื่อองค์กร,สังกัด\nหนึ่ง,\nสอง,ไม่มี\n"), {})
    with pytest.raises(UnusableInput), writing(path, "test", "tester") as db:
        merge(db, BY_NAME["organisation"], staged)
    assert path.read_bytes() == before
