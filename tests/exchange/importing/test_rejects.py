"""The rows that were not taken: in a file of their own, as they were, with the reason."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg.core.table_import import DECISION_HEADING
from netreg.entities import ENTITIES, PERSON
from netreg.errors import NotAllowed
from netreg.exchange.headings.table_headings import HeadingOptions, match_headings
from netreg.exchange.headings.targets import PERHAPS, REASON, choose_decision_heading
from netreg.exchange.importing.rejects import TOO_FEW_CELLS, RejectedLine, RejectsFile, choose_path
from netreg.exchange.tables import open_file
from netreg.exchange.tables.cell_marks import ERROR, FORMULA
from netreg.exchange.tables.source_tables import SourceRow, SourceTable, trim_cells
from netreg.store.importing.row_decisions import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netreg.core.entity import Entity

LINES = [
    SourceRow(1, ["รายชื่อ", ""]),
    SourceRow(2, ["ชื่อ", "หมายเหตุ"]),
    SourceRow(3, ["กานดา", "ก, ข"]),
    SourceRow(4, ["ขวัญ", 'บรรทัด 1\nบรรทัด "2"']),
    SourceRow(6, ["คมสัน"]),
    SourceRow(7, ["งาม", "", "เกิน", f"{FORMULA}=1", ""]),
    SourceRow(8, [f"{FORMULA}=A1", f"{ERROR}#REF!"]),
    SourceRow(9, ["-10", "=1+1"]),
    SourceRow(10, ["จันทร์", "x", "", ""]),
]


def written(
    path: Path, reasons: Iterable[tuple[int, str]], *, force: bool = False, headed: bool = False
) -> list[list[str]]:
    lines = LINES[1:] if headed else LINES
    source = SourceTable("", lambda: iter(lines), headed)
    found = match_headings(PERSON, "f", iter(lines), HeadingOptions(), headed=headed)
    with RejectsFile(path, force=force) as file:
        rejected = (RejectedLine(*one) for one in reasons)
        file.write_table("", found, source, rejected, with_candidates=False)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


HEAD = ["ชื่อ", "หมายเหตุ", str(REASON), str(DECISION_HEADING)]


def test_rows_are_as_they_were_with_the_reason(tmp_path: Path) -> None:
    assert written(tmp_path / "r.csv", [(3, "อีเมล: ไม่ดี"), (4, "ก; ข")]) == [
        HEAD,
        ["กานดา", "ก, ข", "อีเมล: ไม่ดี", ""],
        ["ขวัญ", 'บรรทัด 1\nบรรทัด "2"', "ก; ข", ""],
    ]


def test_rows_of_another_width_keep_all_their_cells_and_have_one_without_a_heading(tmp_path: Path) -> None:
    assert written(tmp_path / "r.csv", [(6, "แคบ"), (7, "กว้าง"), (10, "ว่าง")]) == [
        HEAD,
        ["คมสัน", "", "แคบ", "", str(TOO_FEW_CELLS)],
        ["งาม", "", "กว้าง", "", "เกิน", "'=1"],
        ["จันทร์", "x", "ว่าง", ""],
    ]


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 6])
def test_a_row_of_another_width_is_refused_again_and_its_rejects_are_the_same(tmp_path: Path, width: int) -> None:
    """Also with the empty cells that Excel puts behind a row, up to the width of the widest."""
    row = [f"ช่อง {n}" for n in range(width)]
    lines = [SourceRow(1, ["ชื่อ", "หมายเหตุ", "จังหวัด"]), SourceRow(2, row)]
    path = tmp_path / "r.csv"
    for _time in range(2):
        source = SourceTable("", lambda: iter(lines))  # noqa: B023
        headed = match_headings(PERSON, "f", iter(lines), HeadingOptions(), headed=True)
        with RejectsFile(path, force=True) as file:
            file.write_table("", headed, source, iter([RejectedLine(2, "x")]), with_candidates=False)
        first, second = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        lines = [SourceRow(1, [*first, "", "", ""]), SourceRow(2, [*second, *[""] * (7 - len(second))])]
        assert first == ["ชื่อ", "หมายเหตุ", "จังหวัด", str(REASON), str(DECISION_HEADING)]
        assert [cell for cell in second if cell not in ("x", "", str(TOO_FEW_CELLS))] == row
        assert (len(trim_cells(lines[1].cells, 5)) == 5) is (width == 3)


def test_marks_are_taken_off_and_formulas_never_run(tmp_path: Path) -> None:
    assert written(tmp_path / "r.csv", [(8, "=x"), (9, "y")])[1:] == [
        ["'=A1", "#REF!", "'=x", ""],
        ["-10", "'=1+1", "y", ""],
    ]


def test_title_rows_are_not_in_it(tmp_path: Path) -> None:
    for headed in (False, True):
        assert written(tmp_path / f"{headed}.csv", [(3, "x")], headed=headed) == [HEAD, ["กานดา", "ก, ข", "x", ""]]


def test_of_no_rows_there_are_headings_only(tmp_path: Path) -> None:
    assert written(tmp_path / "r.csv", []) == [HEAD]


def test_what_was_rejected_is_read_again_as_it_was(tmp_path: Path) -> None:
    written(tmp_path / "r.csv", [(4, "x"), (9, "y")])
    with open_file.open_file(tmp_path / "r.csv") as file:
        [source] = file.tables
        lines = list(source.rows())
        assert [line.cells[:2] for line in lines[1:]] == [["ขวัญ", 'บรรทัด 1\nบรรทัด "2"'], ["-10", "=1+1"]]
        assert len(match_headings(PERSON, "f", iter(lines), HeadingOptions(), headed=False).targets) == 2


DOUBTFUL = (
    RejectedLine(3, "อีเมล: ไม่ดี"),
    RejectedLine(3, "อาจเป็นคนเดียวกัน", ((12, "นายสมมุติ ทดสอบ (fac; one@x.th)"), (15, "นางสมมุติ ทดสอบ"))),
    RejectedLine(9, "ผิด"),
)


def test_candidates_stand_beside_a_doubtful_row(tmp_path: Path) -> None:
    """In a workbook as in CSV; there with a list of the decisions, for each row its own."""
    expected = [
        [*HEAD, str(PERHAPS)],
        [
            "กานดา", "ก, ข", "อีเมล: ไม่ดี; อาจเป็นคนเดียวกัน", "",
            "#12 นายสมมุติ ทดสอบ (fac; one@x.th)\n#15 นางสมมุติ ทดสอบ",
        ],
        ["-10", "=1+1", "ผิด"],
    ]  # fmt: skip
    source = SourceTable("ใบแรก", lambda: iter(LINES), has_headings=False)
    for name in ("r.csv", "r.xlsx"):
        with RejectsFile(tmp_path / name, force=False) as file:
            found = match_headings(PERSON, "f", iter(LINES), HeadingOptions(), headed=False)
            file.write_table("", found, source, iter(DOUBTFUL), with_candidates=True)
        with open_file.open_file(tmp_path / name) as read:
            assert [trim_cells(row.cells, 0) for row in read.tables[0].rows()] == expected
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    lists = re.findall(r'sqref="(\w+)".*?<formula1>"(.*?)"</formula1>', sheet)
    assert lists == [("D2", f"#12,#15,{WORDS['new']},{WORDS['skip']}"), ("D3", f"{WORDS['new']},{WORDS['skip']}")]


def test_the_tables_of_a_file_are_sheets_of_one_workbook(tmp_path: Path) -> None:
    found = match_headings(PERSON, "f", iter(LINES), HeadingOptions(), headed=False)
    with RejectsFile(tmp_path / "r.xlsx", force=False) as file:
        for name in ("ใบแรก", "ใบสอง"):
            table = SourceTable(name, lambda: iter(LINES), has_headings=False)
            file.write_table(name, found, table, iter(DOUBTFUL), with_candidates=True)
    with open_file.open_file(tmp_path / "r.xlsx") as read:
        assert [table.name for table in read.tables] == ["ใบแรก", "ใบสอง"]
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]


def test_without_rejected_rows_there_is_no_file(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "r.xlsx", force=False):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("alt")
    with pytest.raises(NotAllowed, match="--force"):
        written(path, [(3, "x")])
    assert path.read_text() == "alt"
    assert len(written(path, [(3, "x")], force=True)) == 2


NAMES = [
    ("r.csv", "", "r.csv"),
    ("r.csv", "ภาคี", "r-ภาคี.csv"),
    ("a/r.x.csv", "parties/signatories", "a/r.x-parties-signatories.csv"),
    ("r", "posts", "r-posts"),
]


@pytest.mark.parametrize(("path", "name", "expected"), NAMES)
def test_each_table_has_a_file_of_its_own(path: str, name: str, expected: str) -> None:
    assert choose_path(Path(path), name) == Path(expected)


def test_what_stands_beside_the_fields_is_no_field_of_any_kind() -> None:
    """The decisions on agreements have a field of that name: theirs are under another heading."""
    chosen = {}
    for kind in ENTITIES:
        chosen[kind.name] = choose_decision_heading(kind)
        names = [chosen[kind.name], str(REASON), str(PERHAPS)]
        headed = match_headings(
            kind, "f", iter([SourceRow(1, [*_list_a_heading(kind), *names])]), HeadingOptions(), headed=True
        )
        assert (headed.decision, len(headed.targets)) == (1, 1), kind.name
    assert {name for name, heading in chosen.items() if heading != str(DECISION_HEADING)} == {"decision"}


def _list_a_heading(kind: Entity) -> list[str]:
    return [next(field.name for field in kind.stored if not field.name.startswith("seq"))]
