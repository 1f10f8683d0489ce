"""An import: all rows or none, every bad one named, and the second time nothing changes."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from netreg.core.table_import import TableImport
from netreg.entities import BY_NAME
from netreg.errors import InvalidValue, UnusableInput
from netreg.exchange.columns.column_readers import ReadingRules, TableReader
from netreg.exchange.columns.read_fields import list_clearable_fields, list_columns
from netreg.exchange.headings import table_headings
from netreg.exchange.headings.targets import REASON
from netreg.exchange.importing import import_file
from netreg.exchange.importing.import_options import ImportContext, ImportOptions
from netreg.exchange.importing.import_report import RowError
from netreg.exchange.importing.stage_rows import StagedRows
from netreg.exchange.tables import cell_marks, open_file, source_tables
from netreg.store import commands, database
from netreg.store.importing import apply_sets, import_log, staging_tables

if TYPE_CHECKING:
    from pathlib import Path

    from netreg.exchange.importing.import_report import ImportReport


class Counts(NamedTuple):
    """What became of the rows read."""

    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int = 0


class Office:
    """An officer who imports what files say into one register."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "register.db"

    def report(self, kind: str, content: str, **wishes: Any) -> ImportReport:
        path = self.folder / "file.csv"
        path.write_text(content, encoding="utf-8")
        with open_file.open_file(path) as file:
            return import_file.import_file(
                self.db, BY_NAME[kind], file, ImportOptions(**wishes), ImportContext("import", "ผู้ทดสอบ")
            )

    def take(self, kind: str, content: str, **wishes: Any) -> Counts:
        report = self.report(kind, content, **wishes)
        return Counts(report.rows, report.new, report.changed, report.unchanged, report.rejected)

    def refused(self, kind: str, content: str, **wishes: Any) -> list[str]:
        """The lines that say what is wrong, without the file's name; nothing was written."""
        before = self.db.read_bytes()
        with pytest.raises(UnusableInput) as failure:
            self.take(kind, content, **wishes)
        assert self.db.read_bytes() == before
        assert "nothing was written" in failure.value.sentence
        prefix = f"{self.folder / 'file.csv'}:"
        assert all(line.startswith(prefix) for line in failure.value.details)
        return [line.removeprefix(prefix) for line in failure.value.details]

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.db)) as db:
            return db.execute(sql).fetchall()


@pytest.fixture
def office(tmp_path: Path, empty: bytes) -> Office:
    (tmp_path / "register.db").write_bytes(empty)
    return Office(tmp_path)


UNITS = "รหัส,ชื่อองค์กร,สังกัด,จังหวัด\nmu,มหาวิทยาลัยสมมติ,,ขอนแก่น\nsci,คณะสมมติ,mu,\n"
PEOPLE = "ชื่อ-สกุล,อีเมล,คณะ,ตำแหน่ง\nรศ.ดร.กานดา สมมติ,kanda@example.org,คณะสมมติ,คณบดี\nนายขวัญ ตัวอย่าง,,sci,\n"


# --- staging: a row by itself -----------------------------------------------------------


class Staged(NamedTuple):
    """What is known of a table once it was read, and nothing of the register was asked."""

    rows: list[dict[str, Any]]
    faults: list[tuple[int, str, str, str]]
    total: int


def staged(kind: str, content: str, years: str | None = None, *, delimiter: str = "") -> Staged:
    """The rows of a CSV text as they are received; what they name stands in words."""
    entity = BY_NAME[kind]
    lines = [source_tables.SourceRow(n, line.split(",")) for n, line in enumerate(content.splitlines(), 1)]
    headed = table_headings.match_headings(entity, "f", iter(lines), table_headings.HeadingOptions(), headed=False)
    child = BY_NAME[entity.row_child] if entity.row_child else None
    task = TableImport(entity, child, list_columns(headed))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        staging_tables.create_staging_tables(db, task)
        reader = TableReader(task, headed, ReadingRules(years, delimiter=delimiter))
        staging = StagedRows(db, reader)
        received = staging.read_rows(source_tables.SourceTable("", lambda: iter(lines)), lambda: None)
        staging_tables.insert_rows(db, task, received)
        asked = {one.number: (one.text, one.within) for one in staging_tables.list_references(db)}
        refs = {c.name for c in task.columns if c.name.endswith("_id")}
        rows = [
            {
                name: asked[row[name]] if name in refs and row[name] else row[name]
                for name in row
                if name not in staging_tables.DERIVED_COLUMNS
            }
            for row in map(
                dict, db.execute("SELECT * FROM temp.incoming WHERE row NOT IN (SELECT row FROM rejected_rows)")
            )
        ]
        return Staged(rows, [one[:4] for one in staging_tables.list_row_errors(db, 100)], staging.total)


def test_cells_become_values_and_names_of_others_wait() -> None:
    found = staged("person", PEOPLE)
    assert found.faults == []
    assert found.rows[0] == {
        "row": 1, "line": 2, "owner": None, "own_titles": "รศ. ดร.", "own_given_name": "กานดา",
        "own_family_name": "สมมติ", "own_nickname": None, "own_email": "kanda@example.org",
        "child_organisation_id": ("คณะสมมติ", None), "child_position": "คณบดี", "child_acting": None,
    }  # fmt: skip
    assert (found.rows[1]["own_email"], found.rows[1]["child_position"], found.total) == (None, None, 2)


def test_what_belongs_to_a_grandparent_is_looked_for_within_it() -> None:
    [row] = staged("signatory", "ภาคี,ข้อตกลง,ผู้ลงนาม\nคณะสมมติ,a1,กานดา\n").rows
    assert row["own_party_id"] == ("คณะสมมติ", 1)
    assert row["own_person_id"] == ("กานดา", None)


def test_every_cell_that_cannot_be_taken_is_a_fault() -> None:
    found = staged("person", "ชื่อ,อีเมล,วันเกิด\nกานดา,ไม่ทราบเลย,29/02/2564\nขวัญ,k@example.org,5/8/2530\nคมสัน,x@,\n")
    assert [fault[:3] for fault in found.faults] == [
        (2, "อีเมล", "ไม่ทราบเลย"),
        (2, "วันเกิด", "29/02/2564"),
        (4, "อีเมล", "x@"),
    ]
    assert all(fault[3] for fault in found.faults)
    assert [row["line"] for row in found.rows] == [3]
    assert found.total == 3


WIDTHS = [
    (",", "2 cells, but 1 heading; a cell with a comma must be in quotes"),
    (";", "2 cells, but 1 heading; a cell with a semicolon must be in quotes"),
    ("\t", "2 cells, but 1 heading; a cell with a tab must be in quotes"),
    ("|", "2 cells, but 1 heading; a cell with a '|' must be in quotes"),
    ("", "2 cells, but 1 heading; put each cell under its heading, and clear those beyond the last heading"),
]


@pytest.mark.parametrize(("delimiter", "reason"), WIDTHS)
def test_a_row_that_is_too_wide_is_a_fault(delimiter: str, reason: str) -> None:
    assert staged("person", "ชื่อ\nกานดา,x\n", delimiter=delimiter).faults == [(2, "", "", reason)]


NARROW = "an empty cell still needs its {}, and a cell with a line break must be in quotes"
NARROWS = [
    (",", NARROW.format("comma")),
    (";", NARROW.format("semicolon")),
    ("\t", NARROW.format("tab")),
    ("", "fill in the rest of the row"),
]


@pytest.mark.parametrize(("delimiter", "advice"), NARROWS)
def test_a_row_that_is_too_narrow_is_a_fault(delimiter: str, advice: str) -> None:
    reason = f"1 cell, but 2 headings; {advice}"
    assert staged("person", "ชื่อ,อีเมล\nกานดา\n", delimiter=delimiter).faults == [(2, "", "", reason)]


def test_a_row_among_rejects_is_mended_cell_by_cell() -> None:
    [fault] = staged("person", f"ชื่อ,{REASON.th}\nกานดา,เหตุ,เกิน\n", delimiter=",").faults
    assert (
        fault[3] == "3 cells, but 2 headings; put each cell under its heading, and clear those beyond the last heading"
    )


def test_a_row_is_of_another_width_for_a_blank_before_its_quotes() -> None:
    [fault] = staged("person", f'ชื่อ,หมายเหตุ\nกานดา,{cell_marks.BLANK} "ก,ข"\n', delimiter=",").faults
    assert fault[3] == cell_marks.describe_blank_before_quote()


def test_empty_cells_beyond_the_headings_are_nothing() -> None:
    assert staged("person", "ชื่อ\nกานดา,,\n").faults == []


@pytest.mark.parametrize(("years", "day"), [("be", "1978-06-05"), ("ce", "2021-06-05")])
def test_the_era_of_two_digits_is_settled_for_the_file(years: str, day: str) -> None:
    assert staged("person", "ชื่อ,วันเกิด\nกานดา,05/06/21\n", years).rows[0]["own_birth_date"] == day


@pytest.mark.parametrize("mark", [cell_marks.FORMULA, cell_marks.LOST, cell_marks.ERROR, cell_marks.BLANK])
@pytest.mark.parametrize("heading", ["ชื่อ", "อีเมล", "คณะ", "วันเกิด", "ชื่อ-สกุล"])
def test_a_cell_that_its_reader_marked_is_refused_in_any_column(mark: str, heading: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        cell_marks.refuse_marked_cell(mark)
    found = staged("person", f"{heading}\n{mark}=A1\n")
    assert found.faults == [(2, heading, "=A1", str(refusal.value))]


# Nobody can tell in which era a year is meant that says so itself, or one that the user settles.
ERAS = [
    (["5/8/2530", "6/8/2530", "1987-08-05"], None, False),
    (["5/8/2530", "1987-08-05"], None, True),  # as many of each: neither is a slip
    (["5/8/2530", "6 ส.ค. 2531"], None, True),
    (["5/8/2530", "5 ส.ค. ค.ศ. 1987", "5 August AD 1987"], None, True),
    (["1987-08-05", "5 ส.ค. พ.ศ. 2530"], None, True),
    (["1987", "2530", "1988"], None, False),
    (["5/8/2530", "6/8/2530", "5 August 1987"], None, True),
    (["1987", ""], None, True),
    (["๕/๘/๒๕๓๐", "5/8/1987", "๕/๘/๒๕๓๐"], None, False),
    (["5/8/2530", "5/8/2531"], "be", True),
]


@pytest.mark.parametrize(("cells", "years", "fine"), ERAS)
def test_one_column_is_written_in_one_era(cells: list[str], years: str | None, fine: bool) -> None:
    content = "ชื่อ,วันเกิด\n" + "".join(f"กานดา,{cell}\n" for cell in cells)
    if fine:
        assert staged("person", content, years).faults == []
        return
    with pytest.raises(UnusableInput, match="'วันเกิด' mixes years of both eras") as failure:
        staged("person", content, years)
    assert "--read-years be" in failure.value.advice


def test_the_rows_of_both_eras_are_named_the_first_few() -> None:
    content = "ชื่อ,วันเกิด\n" + "กานดา,2530-08-05\n" * 7 + "ขวัญ,1987-08-05\n"
    with pytest.raises(UnusableInput) as failure:
        staged("person", content)
    assert failure.value.sentence == (
        "f: the column 'วันเกิด' mixes years of both eras: พ.ศ.: rows 2, 3, 4, 5, 6, … (7 rows); ค.ศ.: row 9 (1 row)"
    )


def test_two_columns_may_be_in_two_eras() -> None:
    content = "ชื่อ,วันเกิด,ดำรงตำแหน่งตั้งแต่\nกานดา,5/8/2530,2021-10-01\n"
    assert staged("person", content).faults == []


def test_a_buddhist_year_counts_as_one() -> None:
    content = "ชื่อการประชุม,วันที่,ปี\nก,2021-08-05,2564\nข,2022-08-05,2565\n"
    assert [row["own_year"] for row in staged("meeting", content).rows] == [2564, 2565]


TITLES = [
    ("คำนำหน้า,ชื่อ-สกุล\nดร.,กานดา สมมติ\n", "ดร."),
    ("ชื่อ-สกุล,คำนำหน้า\nกานดา สมมติ,ดร.\n", "ดร."),
    ("คำนำหน้า,ชื่อ-สกุล\n,ดร.กานดา สมมติ\n", "ดร."),
    ("ชื่อ-สกุล,คำนำหน้า\nดร.กานดา สมมติ,\n", "ดร."),
    ("ชื่อ-สกุล\nกานดา สมมติ\n", None),
]


@pytest.mark.parametrize(("content", "titles"), TITLES)
def test_nothing_in_one_column_displaces_what_another_says(content: str, titles: str | None) -> None:
    [row] = staged("person", content).rows
    assert (row.get("own_titles"), row["own_given_name"], row["own_family_name"]) == (titles, "กานดา", "สมมติ")


def test_a_name_in_one_piece_clears_none_of_its_parts() -> None:
    lines = [source_tables.SourceRow(1, ["ชื่อ-สกุล", "อีเมล", "ตำแหน่ง"])]
    headed = table_headings.match_headings(
        BY_NAME["person"], "f", iter(lines), table_headings.HeadingOptions(), headed=False
    )
    assert list_clearable_fields(headed) == {("own", "email"), ("child", "position")}


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
    for options in ({}, {"blank_clears": True}):
        assert office.take("organisation", "ชื่อองค์กร\nคณะสมมติ\n", **options) == Counts(1, 0, 0, 1)


KNOWN = "รหัส,ชื่อองค์กร,จังหวัด,หมายเหตุ\nmu,มหาวิทยาลัยใหม่,,ใหม่\n"
POLICIES = [
    ({}, Counts(1, 0, 1, 0), ("มหาวิทยาลัยใหม่", "ขอนแก่น", "ใหม่")),
    ({"blank_clears": True}, Counts(1, 0, 1, 0), ("มหาวิทยาลัยใหม่", None, "ใหม่")),
    ({"on_match": "fill"}, Counts(1, 0, 1, 0), ("มหาวิทยาลัยสมมติ", "ขอนแก่น", "ใหม่")),
    ({"on_match": "fill", "blank_clears": True}, Counts(1, 0, 1, 0), ("มหาวิทยาลัยสมมติ", "ขอนแก่น", "ใหม่")),
    ({"on_match": "skip"}, Counts(1, 0, 0, 1), ("มหาวิทยาลัยสมมติ", "ขอนแก่น", None)),
    ({"on_match": "skip", "blank_clears": True}, Counts(1, 0, 0, 1), ("มหาวิทยาลัยสมมติ", "ขอนแก่น", None)),
]


@pytest.mark.parametrize(("wishes", "counts", "values"), POLICIES)
def test_how_a_known_record_takes_a_row(
    office: Office, wishes: dict[str, Any], counts: Counts, values: tuple[str | None, ...]
) -> None:
    office.take("organisation", UNITS)
    assert office.take("organisation", KNOWN, **wishes) == counts
    assert office.ask("SELECT name_th, province, note FROM organisation WHERE code = 'mu'") == [values]
    assert office.take("organisation", KNOWN, **wishes) == Counts(1, 0, 0, 1)


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


NAMESAKES = [
    ("ชื่อ-สกุล,อีเมล\nกานดา สมมติ,one@example.org\nกานดา สมมติ,two@example.org\n", 2),
    ("ชื่อ-สกุล,รหัสบุคลากร\nกานดา สมมติ,001\nกานดา สมมติ,002\n", 2),
    ("ชื่อ-สกุล,อีเมล\nกานดา สมมติ,one@example.org\nกานดา สมมติ,\n", 1),
    ("ชื่อ-สกุล,อีเมล\nกานดา สมมติ,\nกานดา สมมติ,one@example.org\n", 1),
    ("ชื่อ-สกุล,อีเมล\nกานดา สมมติ,one@example.org\nกานดา สมมติ,one@example.org\n", 1),
]


@pytest.mark.parametrize(("content", "people"), NAMESAKES)
def test_people_of_one_name_in_one_file_are_told_apart_by_their_marks(
    office: Office, content: str, people: int
) -> None:
    assert office.take("person", content).new == people
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
    office.take("purpose", "ข้อตกลง,ข้อความ\na1,ง\na1,ก\na1,จ\n")
    assert office.ask("SELECT seq, text FROM purpose ORDER BY seq")[3:] == [(4, "ง"), (5, "จ")]


def test_what_a_column_is_can_be_said(office: Office) -> None:
    counts = office.take("organisation", "ช่อง ก,ช่อง ข\nคณะสมมติ,x\n", mapping={"ช่อง ก": "name_th", "ช่อง ข": "-"})
    assert counts == Counts(1, 1, 0, 0)


def test_headings_alone_are_no_rows(office: Office) -> None:
    assert office.take("organisation", "ชื่อองค์กร\n") == Counts(0, 0, 0, 0)


# --- what is made, kept and said ----------------------------------------------------------------


def test_a_report_says_who_did_what(office: Office) -> None:
    first, second = (office.report("organisation", UNITS) for _turn in range(2))
    assert (first.command, second.command) == (1, None)
    assert first.sentence.endswith("file.csv: 2 new, 0 changed, 0 unchanged")
    assert office.ask("SELECT actor, words FROM command") == [("ผู้ทดสอบ", "import")]
    assert office.ask("SELECT command_id, rows, new, unchanged FROM imported_file") == [(1, 2, 2, 0), (None, 2, 0, 2)]


def test_what_rows_name_is_made_if_that_is_wished(office: Office) -> None:
    report = office.report("person", PEOPLE + "งาม สมมติ,,คณะสมมติ,\n", create_missing=True)
    assert report.created == ("org 1 (คณะสมมติ)", "org 2 (sci)")
    assert office.ask("SELECT id, name_th, name_en FROM organisation") == [(1, "คณะสมมติ", None), (2, None, "sci")]
    assert office.ask("SELECT organisation_id FROM post ORDER BY id") == [(1,), (2,), (1,)]


@pytest.mark.parametrize("wishes", [{"create_missing": True, "dry_run": True}, {"dry_run": True}])
def test_a_dry_run_writes_nothing_and_counts_the_same(office: Office, wishes: dict[str, Any]) -> None:
    kind, content = ("person", PEOPLE) if len(wishes) > 1 else ("organisation", UNITS)
    before = office.db.read_bytes()
    dry = office.report(kind, content, **wishes)
    assert office.db.read_bytes() == before
    real = office.report(kind, content, **{**wishes, "dry_run": False})
    assert dry == real._replace(command=None)
    assert real.command is not None


def test_good_rows_go_in_without_the_bad_ones_if_that_is_wished(office: Office) -> None:
    content = "รหัส,ชื่อองค์กร,จังหวัด\na,ก,เลย\nb,ข,ไม่มีเลย\n12,ค,เลย\nd,,\n"
    report = office.report("organisation", content, skip_bad=True)
    assert (report.rows, report.new, report.rejected) == (4, 1, 3)
    assert [fault.line for fault in report.errors] == [3, 4, 5]
    assert report.sentence.endswith(": 1 new, 0 changed, 0 unchanged, 3 rejected")
    assert office.ask("SELECT code FROM organisation") == [("a",)]


def test_what_is_put_into_a_running_transaction_is_the_callers(office: Office) -> None:
    path = office.folder / "file.csv"
    path.write_text(UNITS, encoding="utf-8")
    with database.writing_unrecorded(office.db) as db:
        with commands.open_command(db, "demo", "ผู้ทดสอบ"):
            for _turn in range(2):
                with open_file.open_file(path) as file:
                    report = import_file.import_within_transaction(db, BY_NAME["organisation"], file)
        assert (report.new, report.unchanged) == (0, 2)
        assert import_log.list_imports(db) == []
    assert office.ask("SELECT count(*) FROM organisation") == [(2,)]
    assert office.ask("SELECT words FROM command") == [("demo",)]


def test_counts_that_do_not_add_up_are_never_committed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    right = apply_sets.apply_plan

    def wrong(*arguments: Any, **more: Any) -> Any:
        return right(*arguments, **more)._replace(unchanged=7)

    monkeypatch.setattr("netreg.store.importing.apply_sets.apply_plan", wrong)
    before = office.db.read_bytes()
    with pytest.raises(AssertionError):
        office.take("organisation", UNITS)
    assert office.db.read_bytes() == before


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
    lines = office.refused("person", "ชื่อ-สกุล,อีเมล,คณะ\nกานดา สมมติ,x,ไม่มีเลย\n")
    assert {line.split(" ")[1] for line in lines} == {"คณะ", "อีเมล"}


@pytest.mark.parametrize(("cell", "mark"), [("=A1", cell_marks.FORMULA), (' "mu"', cell_marks.BLANK)])
@pytest.mark.parametrize(("kind", "heads"), [("organisation", "ชื่อ,สังกัด"), ("purpose", "ข้อความ,ข้อตกลง")])
def test_a_marked_cell_that_names_a_record_has_one_fault(
    office: Office, kind: str, heads: str, cell: str, mark: str
) -> None:
    with pytest.raises(InvalidValue) as refusal:
        cell_marks.refuse_marked_cell(mark)
    lines = office.refused(kind, f'{heads}\n"กองลอง",{cell}\n')
    assert lines == [f"2: {heads.split(',')[1]} '{cell.strip()}': {refusal.value}"]


def test_the_summary_counts_the_rows(office: Office) -> None:
    with pytest.raises(UnusableInput, match="2 of 3 rows are invalid") as failure:
        office.take("person", "ชื่อ,อีเมล\nก,x\nข,b@example.org\nค,y\n")
    assert failure.value.exit_code == 65


def test_of_very_many_bad_rows_the_first_thousand_are_told(office: Office) -> None:
    content = "ชื่อ,อีเมล\n" + "ก,x\n" * 1200
    report = office.report("person", content, skip_bad=True)
    assert (len(report.errors), report.rejected) == (1000, 1200)


BAD: list[tuple[str, str, list[str]]] = [
    ("organisation", "รหัส,จังหวัด\nx,เลย\n", ["2: Name (Thai): a name in Thai or English is required"]),
    ("organisation", "รหัส,ชื่อองค์กร\n12,ก\n", ["2: รหัส '12': a code of digits"]),
    ("organisation", "ชื่อองค์กร,สังกัด\nก,ข\nข,ก\n", ["2: สังกัด 'ข': ", "3: สังกัด 'ก': "]),
    ("organisation", "ชื่อองค์กร,สังกัด\nก,ก\n", ["2: สังกัด 'ก': "]),
    ("agreement", "ชื่อข้อตกลง,วันที่ลงนาม,วันสิ้นสุด\nก,1/1/2564,1/1/2563\n", ["2: วันสิ้นสุด: the agreement ends"]),
    ("agreement", "ชื่อข้อตกลง,ภาคี\nก,คณะไม่มี\n", ["2: ภาคี 'คณะไม่มี': there is no organisation"]),
    ("purpose", "ข้อตกลง,ข้อความ\n,ก\n", ["2: ข้อตกลง: is required"]),
    (
        "organisation",
        "รหัส,ชื่อองค์กร\nก,หนึ่ง\nก,สอง\n",
        ["3: รหัส 'ก': line 2 has the same value, but a different Name (Thai); correct one of them, or remove it"],
    ),
    (
        "person",
        "ชื่อ-สกุล,อีเมล\nนายก สมมติ,x@a.th\nนายข ทดสอบ,x@a.th\n",
        ["3: อีเมล 'x@a.th': line 2 has the same value, but a different Name;"],
    ),
    (
        "person",
        "รหัส,รหัสบุคลากร,ชื่อ-สกุล\nC1,1,นายก สมมติ\nC1,2,นายก สมมติ\n",
        ["3: รหัส 'C1': line 2 has the same value, but a different External key;"],
    ),
    (
        "person",
        "รหัสบุคลากร,ชื่อ-สกุล,อีเมล\n1,นายก สมมติ,x@a.th\n1,นายก สมมติ,y@a.th\n",
        ["3: รหัสบุคลากร '1': line 2 has the same value, but a different E-mail;"],
    ),
    (
        "meeting",
        "รหัส,ชื่อการประชุม,วันที่\nm1,ประชุมหนึ่ง,1/1/2568\nm1,ประชุมสอง,1/1/2568\n",
        ["3: รหัส 'm1': line 2 has the same value, but a different Title;"],
    ),
]


@pytest.mark.parametrize(("kind", "content", "lines"), BAD)
def test_what_cannot_be_taken(office: Office, kind: str, content: str, lines: list[str]) -> None:
    said = office.refused(kind, content)
    assert len(said) == len(lines)
    assert all(line.startswith(start) for line, start in zip(said, lines, strict=True)), said


def test_a_known_name_and_email_with_another_code_is_refused(office: Office) -> None:
    heading = "รหัส,ชื่อ-สกุล,อีเมล\n"
    office.take("person", f"{heading}C1,นายก สมมติ,x@a.th\n")
    [line] = office.refused("person", f"{heading}C2,นายก สมมติ,x@a.th\nC3,นายบุญมาก สมมติ,x@a.th\n")
    assert line == (
        "2: รหัส 'C2': it may be member 1 (นายก สมมติ; C1; x@a.th), but differs: Code C1 ≠ C2; "
        "write #1, new or skip in a column 'Decision', or add --doubtful new"
    )
    [line] = office.refused("person", f"{heading}C4,นายเจริญ สมมติ,y@a.th\nC5,นายเจริญ สมมติ,y@a.th\n")
    assert line.startswith("3: อีเมล 'y@a.th': line 2 has the same value, but a different Code; ")
    # An office has one e-mail for several people.
    assert office.take("person", f"{heading}C3,นายบุญมาก สมมติ,x@a.th\n").new == 1


def test_a_name_that_several_bear_is_refused_with_the_candidates(office: Office) -> None:
    office.take("organisation", "รหัส,ชื่อองค์กร\na,โรงเรียนซ้ำ\nb,โรงเรียนซ้ำ\n")
    [line] = office.refused("person", "ชื่อ,คณะ\nกานดา,โรงเรียนซ้ำ\n")
    assert "matches 2 records" in line
    [line] = office.refused("organisation", "ชื่อองค์กร,จังหวัด\nโรงเรียนซ้ำ,เลย\n")
    assert "several org records match: org 1 (โรงเรียนซ้ำ; a), org 2 (โรงเรียนซ้ำ; b)" in line


def test_a_name_that_several_bear_is_not_made_once_more(office: Office) -> None:
    office.take("organisation", "รหัส,ชื่อองค์กร\na,โรงเรียนซ้ำ\nb,โรงเรียนซ้ำ\n")
    [line] = office.refused("person", "ชื่อ,คณะ\nกานดา,โรงเรียนซ้ำ\n", create_missing=True)
    assert "matches 2 records" in line


FAULTS = [
    (RowError("f.csv", 3, "อีเมล", "x" * 99, "ไม่ดี"), f"f.csv:3: อีเมล '{'x' * 39}…': ไม่ดี"),
    (RowError("f.csv [สมาชิก]", 4, "", "", "ไม่ดี"), "f.csv [สมาชิก]:4: ไม่ดี"),
]


@pytest.mark.parametrize(("fault", "line"), FAULTS)
def test_a_fault_is_one_line(fault: RowError, line: str) -> None:
    assert str(fault) == line
