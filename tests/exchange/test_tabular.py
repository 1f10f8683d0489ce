"""Tables in files: what is taken, cell by cell and line by line, and what is refused."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netreg.errors import Failure, MissingFile, UnusableInput
from netreg.exchange import tabular

if TYPE_CHECKING:
    from pathlib import Path

THAI = "ชื่อ,คณะ\nกานดา,วิทยาศาสตร์\n"


def read(folder: Path, content: str | bytes) -> tabular.Table:
    path = folder / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return tabular.read(path)


def cells(table: tabular.Table) -> list[list[str]]:
    return [line.cells for line in table.rows]


TAKEN: list[tuple[str, str | bytes, list[str], list[list[str]]]] = [
    ("plain", "a,b\n1,2\n", ["a", "b"], [["1", "2"]]),
    ("Thai", THAI, ["ชื่อ", "คณะ"], [["กานดา", "วิทยาศาสตร์"]]),
    ("BOM", b"\xef\xbb\xbf" + THAI.encode(), ["ชื่อ", "คณะ"], [["กานดา", "วิทยาศาสตร์"]]),
    ("no last line end", "a,b\n1,2", ["a", "b"], [["1", "2"]]),
    ("Windows line ends", "a,b\r\n1,2\r\n", ["a", "b"], [["1", "2"]]),
    ("old line ends", "a,b\r1,2\r", ["a", "b"], [["1", "2"]]),
    ("semicolon", "a;b\n1,5;2\n", ["a", "b"], [["1,5", "2"]]),
    ("tab", "a\tb\n1\t2\n", ["a", "b"], [["1", "2"]]),
    ("one column", "a\n1\n2\n", ["a"], [["1"], ["2"]]),
    ("a leading zero", "a\n007\n", ["a"], [["007"]]),
    ("blanks around", "a , b\n 1,2 \n", ["a", "b"], [[" 1", "2 "]]),
    ("a comma in quotes", 'a,b\n"1,5",2\n', ["a", "b"], [["1,5", "2"]]),
    ("a quote in quotes", 'a\n"say ""x"""\n', ["a"], [['say "x"']]),
    ("a line end in quotes", 'a,b\n"1\n5",2\n', ["a", "b"], [["1\n5", "2"]]),
    ("a delimiter in a heading", '"ตำแหน่ง (ไทย, อังกฤษ)";จังหวัด\na;b\n', ["ตำแหน่ง (ไทย, อังกฤษ)", "จังหวัด"], [["a", "b"]]),
    ("headings only", "a,b\n", ["a", "b"], []),
    ("empty lines", "\n\na,b\n\n1,2\n,\n\n", ["a", "b"], [["1", "2"]]),
    ("blank cells only", "ก,b\n \u00a0,\u200b\n1,2\n", ["ก", "b"], [["1", "2"]]),
    ("empty cells too many", "a,b\n1,2,,\n", ["a", "b"], [["1", "2"]]),
    ("an empty last cell", "a,b\n1,\n", ["a", "b"], [["1", ""]]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "headings", "rows"), [case[1:] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_what_is_taken(tmp_path: Path, content: str | bytes, headings: list[str], rows: list[list[str]]) -> None:
    table = read(tmp_path, content)
    assert table.headings == headings
    assert cells(table) == rows


def test_foreign_letters_are_taken_where_a_mark_says_utf_8(tmp_path: Path) -> None:
    assert cells(read(tmp_path, b"\xef\xbb\xbf" + "name\nAndré\n".encode())) == [["André"]]


def test_foreign_letters_are_taken_beside_thai(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "ชื่อ\nAndré\n")) == [["André"]]


def test_every_row_knows_the_line_it_begins_on(tmp_path: Path) -> None:
    table = read(tmp_path, '\na,b\n1,"x\ny\nz"\n\n2,y\n')
    assert [(line.number, line.cells[0]) for line in table.rows] == [(3, "1"), (7, "2")]


def test_a_table_is_named_by_its_file(tmp_path: Path) -> None:
    assert read(tmp_path, "a\n").name == str(tmp_path / "file.csv")


class Stdin:
    """A standard input that holds bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_the_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    monkeypatch.setattr("sys.stdin", Stdin(THAI.encode()))
    table = tabular.read(Path("-"))
    assert table.name == "standard input"
    assert cells(table) == [["กานดา", "วิทยาศาสตร์"]]


REFUSED: list[tuple[str, str | bytes, str, str]] = [
    ("empty", "", "file.csv is empty", "headings"),
    ("only blank lines", "\n \n,,\n", "file.csv is empty", "headings"),
    ("not UTF-8", "ชื่อ\n".encode("cp874"), "file.csv:1: the text is not UTF-8", "CSV UTF-8"),
    ("not UTF-8 later", b"a\n1\n\xa1\n", "file.csv:3: the text is not UTF-8", "CSV UTF-8"),
    ("UTF-16", "a,b\n1,2\n".encode("utf-16-le"), "file.csv:1: there are NUL characters", "CSV UTF-8"),
    ("a workbook", b"PK\x03\x04\x00\x00", "file.csv is an Excel file", "CSV UTF-8"),
    ("a database", b"SQLite format 3\x00", "SQLite file, not a table", "CSV UTF-8"),
    ("a picture", b"\x89PNG\r\n", "file.csv is a PNG file", "CSV UTF-8"),
    ("neither Thai nor plain", "name\nAndré\n", "'André'", "CSV UTF-8"),
    ("an unclosed quote", 'a,b\n1,2\n3,"4\n5,6\n', "file.csv:3: a quote that opens on this line never closes", "mend"),
    ("a quote gone wrong", 'a,b\n"1"x,2\n', "file.csv:2: the quotes are not those of a CSV file", "mend"),
    ("a column without heading", "a,,c\n1,2,3\n", "file.csv: column 2 has no heading", "headings"),
    ("two alike", "ชื่อ,คณะ, ชื่อ \n", "file.csv: columns 1 and 3 have the same heading 'ชื่อ'", "rename"),
    ("a cell too long", "a\n" + "x" * (tabular.MAX_LINE + 1) + "\n", "file.csv:2: a cell is longer", "shorten"),
]


@pytest.mark.parametrize(("content", "sentence", "advice"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_what_is_refused(tmp_path: Path, content: str | bytes, sentence: str, advice: str) -> None:
    with pytest.raises(UnusableInput) as failure:
        read(tmp_path, content)
    assert sentence in failure.value.sentence
    assert advice in failure.value.advice
    assert failure.value.exit_code == 65


def test_rows_of_another_width_are_set_apart(tmp_path: Path) -> None:
    table = read(tmp_path, "a,b\n1,2\n3\n4,5,6\n7,8,\n")
    assert cells(table) == [["1", "2"], ["7", "8"]]
    assert [(number, "2 headings" in reason) for number, reason in table.ragged] == [(3, True), (4, True)]
    assert [reason.split(",")[0] for _number, reason in table.ragged] == ["1 cell", "3 cells"]


def test_a_cell_may_be_long(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a\n" + "x" * (tabular.MAX_LINE - 1) + "\n").rows[0].cells[0]) == tabular.MAX_LINE - 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=r"there is no file .*nowhere\.csv") as failure:
        tabular.read(tmp_path / "nowhere.csv")
    assert failure.value.exit_code == 66


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="is not a file"):
        tabular.read(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_arguments: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "file.csv"
    path.write_text("a\n")
    monkeypatch.setattr("pathlib.Path.read_bytes", deny)
    with pytest.raises(MissingFile, match="Permission denied"):
        tabular.read(path)


CELL = st.text(st.sampled_from("กาำ่ab01,;\t\"'\n -\u00a0"), max_size=8)


@pytest.mark.parametrize("delimiter", tabular.DELIMITERS)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6))
@settings(deadline=None, max_examples=40)
def test_what_a_csv_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, delimiter: str, rows: list[list[str]]
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([["ก", "y", "z"], *rows])
    table = read(tmp_path_factory.getbasetemp(), out.getvalue())
    assert cells(table) == [row for row in rows if any(cell.strip() for cell in row)]


@given(content=st.binary(max_size=80) | st.text('a,ก\n\r"\x85\u2028é', max_size=20).map(str.encode))
@example(content=b"a\xc2\x85b\n")
@example(content="a\u2028b\n".encode())
@settings(deadline=None, max_examples=120)
def test_whatever_the_file_holds_it_is_a_table_or_a_failure(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    try:
        table = read(tmp_path_factory.getbasetemp(), content)
    except Failure as failure:
        assert failure.exit_code == 65  # noqa: PT017
    else:
        assert all(len(line.cells) == len(table.headings) for line in table.rows)
