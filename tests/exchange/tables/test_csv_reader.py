"""CSV and TSV: what is taken, cell by cell and line by line, and what is refused."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.errors import Failure, UnusableInput, UsageError
from netreg.exchange.formula_guard import guard_formula
from netreg.exchange.tables import csv_reader
from netreg.exchange.tables.cell_marks import BLANK, FORMULA, strip_mark
from netreg.exchange.tables.csv_reader import (
    DELIMITERS,
    _iterate_rows,
    _restore_cell,
    _Table,
    read_csv,
    split_columns,
    split_rows,
)
from netreg.exchange.tables.snapshot import Snapshot, take_snapshot
from netreg.exchange.tables.source_tables import MAX_LINE, SourceFile, SourceRow, TextBlock
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

THAI = "ชื่อ,คณะ\nสมมติ,วิทยาศาสตร์\n"


def opened(content: str | bytes, encoding: str | None = None, sheet: str | None = None) -> SourceFile:
    content = content.encode() if isinstance(content, str) else content
    return read_csv(
        Snapshot("file.csv", io.BytesIO(content), "digest", len(content), "csv"),
        sheets=[sheet] if sheet else (),
        encoding=encoding,
    )


def lines(content: str | bytes, encoding: str | None = None) -> list[SourceRow]:
    (source,) = opened(content, encoding).tables
    return list(source.rows())


def cells(content: str | bytes, encoding: str | None = None) -> list[list[str]]:
    return [line.cells for line in lines(content, encoding)]


TAKEN: list[tuple[str, str | bytes, list[list[str]]]] = [
    ("plain", "a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("Thai", THAI, [["ชื่อ", "คณะ"], ["สมมติ", "วิทยาศาสตร์"]]),
    ("a mark", THAI.encode("utf-8-sig"), [["ชื่อ", "คณะ"], ["สมมติ", "วิทยาศาสตร์"]]),
    ("UTF-16", THAI.encode("utf-16"), [["ชื่อ", "คณะ"], ["สมมติ", "วิทยาศาสตร์"]]),
    (
        "UTF-16 with tabs, as Excel saves Unicode text",
        "ก\tb\r\n1,5\t2\r\n".encode("utf-16"),
        [["ก", "b"], ["1,5", "2"]],
    ),
    ("cp874", THAI.encode("cp874"), [["ชื่อ", "คณะ"], ["สมมติ", "วิทยาศาสตร์"]]),
    ("no last line end", "a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("Windows line ends", "a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("old line ends", "a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("semicolon", "a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
    ("tab", "a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
    ("one column", "a\n1\n2\n", [["a"], ["1"], ["2"]]),
    ("a leading zero", "a\n007\n", [["a"], ["007"]]),
    ("blanks around", "a , b\n 1,2 \n", [["a ", " b"], [" 1", "2 "]]),
    ("a comma in quotes", 'a,b\n"1,5",2\n', [["a", "b"], ["1,5", "2"]]),
    ("a quote in quotes", 'a\n"say ""x"""\n', [["a"], ['say "x"']]),
    ("quotes behind a blank", 'a,b\n"1",  "5" \n', [["a", "b"], ["1", f'{BLANK}  "5" ']]),
    ("a comma in such quotes", '"a", "b"\n1, "5,6"\n', [["a", f'{BLANK} "b"'], ["1", f'{BLANK} "5', '6"']]),
    ("a line end in such quotes", 'a,b\n1, "5\n6"\n', [["a", "b"], ["1", f'{BLANK} "5'], ['6"']]),
    ("a word in quotes behind a blank", 'a,b\n1, "5" pipe\n', [["a", "b"], ["1", ' "5" pipe']]),
    ("a quote within a cell", 'a,b\n5" pipe,2\n', [["a", "b"], ['5" pipe', "2"]]),
    ("line ends in quotes", 'a,b\n"1\n5\r\n6\r7",2\r\n', [["a", "b"], ["1\n5\r\n6\r7", "2"]]),
    ("other line ends are text", "a,b\n1\x85\u2028\x0b\x1c,2\n", [["a", "b"], ["1\x85\u2028\x0b\x1c", "2"]]),
    ("a delimiter in a heading", '"ก (ไทย, อังกฤษ, จีน)";จังหวัด\na;b\n', [["ก (ไทย, อังกฤษ, จีน)", "จังหวัด"], ["a", "b"]]),
    ("headings only", "a,b\n", [["a", "b"]]),
    ("empty lines", "\n\na,b\n\n1,2\n,\n\n", [["a", "b"], ["1", "2"]]),
    ("blank cells only", "ก,b\n \u00a0,\u200b\n1,2\n", [["ก", "b"], ["1", "2"]]),
    ("a last cell that can be seen", "ก,b\n \u00a0,2\n", [["ก", "b"], [" \u00a0", "2"]]),
    ("signs that are no letters", "a,b\n-,?\n", [["a", "b"], ["-", "?"]]),
    ("empty cells too many", "a,b\n1,2,,\n", [["a", "b"], ["1", "2", "", ""]]),
    ("a hint", "sep=;\na,b;c\n1;2\n", [["a,b", "c"], ["1", "2"]]),
    ("a hint with a mark", b"\xef\xbb\xbfSEP=|\r\na|b;c;d\r\n", [["a", "b;c;d"]]),
    ("a hint in quotes", '"sep=,"\r\na,b;c;d\r\n', [["a", "b;c;d"]]),
    ("a hint of a tab", "sep=\t\na\tb,c,d\n", [["a", "b,c,d"]]),
    ("no hint", "sep=;,b\n1,2\n", [["sep=;", "b"], ["1", "2"]]),
    ("every cell in quotes, of which one has commas", '"a"\n"1,2"\n', [["a"], ["1,2"]]),
]


@pytest.mark.parametrize(("content", "rows"), [case[1:] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_what_is_taken(content: str | bytes, rows: list[list[str]]) -> None:
    assert cells(content) == rows


def test_what_is_said_of_the_encoding_counts() -> None:
    assert cells("รฉ,b\n".encode("cp874"), "tis-620") == [["รฉ", "b"]]
    assert cells("André,b\n".encode(), "utf-8") == [["André", "b"]]


DELIMITED = [
    ("more of them", "a,b;c;d\n", ";"),
    ("as many of them", "a,b;c\n", ","),
    ("commas in some numbers", "a;b\n1,5;2,5\n2;3,5\n1,2;3,4\n", ";"),
    ("commas in every line but not as many", "ก, ข\tค\n1, 2, 3\t4\n1, 2, 3, 4\t5\n", "\t"),
    ("a title above", "รายงานสมาชิก; ฉบับที่ 1\n\na,b,c\n1,2,3\n", ","),
    ("quoted cells over lines", 'a;b\n"1,\n2,\n3,";4\n', ";"),
    ("a quoted cell without end in the first lines", 'a;b\n1;"' + "x,y\n" * 40 + '"\n', ";"),
    ("upright strokes", "a|b|c\n1,5|2|3\n", "|"),
    ("nothing", "a\n1\n", ","),
]


@pytest.mark.parametrize(("content", "mark"), [case[1:] for case in DELIMITED], ids=[case[0] for case in DELIMITED])
def test_the_mark_that_parts_cells(content: str, mark: str) -> None:
    (first, *_rest) = csv.reader(io.StringIO(content), delimiter=mark)
    assert cells(content)[0] == first


def test_a_file_says_how_it_was_read() -> None:
    assert opened("a\tb\n")[:4] == ("file.csv", "digest", "tsv", "utf-8")
    found = opened("ก,b\n".encode("cp874"))
    assert found[:4] == ("file.csv", "digest", "csv", "cp874")
    assert [(source.name, source.has_headings) for source in found.tables] == [("", False)]


def test_every_row_knows_the_line_it_begins_on() -> None:
    found = lines('\na,b\n1,"x\ny\r\nz"\n\n2,y\r3,z\n')
    assert [(line.number, line.cells[0]) for line in found] == [(2, "a"), (3, "1"), (7, "2"), (8, "3")]
    assert [line.number for line in lines("sep=;\n\na;b\n1;2\n")] == [3, 4]


def test_the_rows_can_be_read_again_while_they_are_read() -> None:
    (source,) = opened("".join(f"{n},สมมติ\n" for n in range(5000))).tables
    first, second = source.rows(), source.rows()
    next(first)
    assert [*first] == [*second][1:]
    assert [*source.rows()] == [*source.rows()]


def test_a_table_of_text_has_no_sheets() -> None:
    with pytest.raises(UsageError, match="has no sheets"):
        opened("a\n", sheet="1")


LONG = "x" * (MAX_LINE + 1)
REFUSED: list[tuple[str, str | bytes, str, str]] = [
    ("only blank lines", "\n \n,,\n", "file.csv is empty", "headings"),
    ("only a hint", "sep=;\n\n", "file.csv is empty", "headings"),
    ("NUL", "a\n\0\n", "file.csv:2: NUL character", "CSV UTF-8"),
    ("an unclosed quote", 'a,b\n1,2\n3,"4\n5,6\n', "file.csv:3: a quote opened on this line is never closed", "quotes"),
    ("an unclosed quote at the end", 'a,b\n1,"', "file.csv:2: a quote opened on this line is never closed", "quotes"),
    ("an unclosed quote with old line ends", 'a,b\r1,"2\r3', "file.csv:2: a quote opened", "correct"),
    (
        "an unclosed quote behind a cell over lines",
        'a,b,c\n"1\n2","3\n4",5\n"6\n7","8\r\n9\n',
        "file.csv:6: a quote opened",
        "correct",
    ),
    ("an unclosed quote under a hint", 'sep=;\na;"\n', "file.csv:2: a quote opened", "correct"),
    ("a quote gone wrong", 'a,b\n"1"x,2\n', "file.csv:2: not valid CSV: text after", "correct"),
    (
        "a quote gone wrong further down",
        'a,b\n"1\n2" x,2\n',
        "file.csv:2: not valid CSV: text after a closing quote on line 3",
        "correct",
    ),
    (
        "a cell too long",
        'a\n"' + f"{'x' * 999}\n" * 1050 + '"\n',
        "file.csv:2: a cell is longer than a million",
        "shorten",
    ),
    ("a line too long", f"a\n{LONG}\n", "file.csv: line 2 is longer than a million characters", "CSV UTF-8"),
    ("a line too long in old line ends", f"a\rb\r{LONG}", "file.csv: line 3 is longer", "CSV UTF-8"),
    (
        "a line too long of short cells",
        "a\n" + "x," * (MAX_LINE // 2 + 1),
        "file.csv: line 2 is longer",
        "CSV UTF-8",
    ),
    ("a line too long, Thai", "ก\n\n" + "ก" * (MAX_LINE + 1) + "\nx", "file.csv: line 3 is longer", "CSV UTF-8"),
    (
        "one column",
        '"ชื่อ,คณะ"\n"สมมติ,""วิทย์, ศิลป์"""\n',
        "file.csv:1: every line is quoted as a whole",
        "Text to Columns",
    ),
    ("one column of semicolons", '"a;b"\n"1;2"\n', "file.csv:1: every line is quoted", "Text to Columns"),
    ("one column and empty ones", '"a,b";;\n"1,2";;\n', "file.csv:1: every line is quoted", "Text to Columns"),
]


@pytest.mark.parametrize(("content", "sentence", "advice"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_what_is_refused(content: str | bytes, sentence: str, advice: str) -> None:
    with pytest.raises(UnusableInput) as failure:
        lines(content)
    assert sentence in failure.value.sentence
    assert advice in failure.value.advice
    assert failure.value.exit_code == 65


def test_the_rows_above_a_broken_one_are_given() -> None:
    (source,) = opened('a,b\n1,2\n"3"x,4\n').tables
    found = source.rows()
    assert [next(found).cells, next(found).cells] == [["a", "b"], ["1", "2"]]
    with pytest.raises(UnusableInput):
        next(found)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_a_line_may_be_long(end: str) -> None:
    assert [len(row[0]) for row in cells(f"a\n{LONG[1:]}{end}")] == [1, MAX_LINE]
    assert [len(row[0]) for row in cells(f"a\n{'ก' * MAX_LINE}{end}")] == [1, MAX_LINE]


def test_a_cell_may_be_long_in_the_first_lines_too() -> None:
    csv.field_size_limit(131_072)  # as a fresh process has it
    assert cells(f"{'ก' * 200_000},b\n1,2\n")[1] == ["1", "2"]


def test_a_formula_in_a_file_is_marked_and_a_guarded_text_is_not() -> None:
    rows = cells("a,b,c,d\n=A1+B1,'=A1,a=b,''=x\n'-10,'-x,O'Neil,'สมมติ'\n")
    assert rows[1] == [FORMULA + "=A1+B1", "=A1", "a=b", "'=x"]
    assert rows[2] == ["'-10", "-x", "O'Neil", "'สมมติ'"]


def test_zeros_guarded_by_a_formula_are_a_text() -> None:
    rows = cells('a,b,c\n="000123",=""007"",=1+1\n"=""000123""",="=1+1","=""a""&""b"""\n')
    assert rows[1] == ["000123", FORMULA + '=""007""', FORMULA + "=1+1"]
    assert rows[2] == ["000123", FORMULA + '="=1+1"', FORMULA + '="a"&"b"']


CELL = st.text(st.sampled_from("กาำ่ab01,;\t\"'\n\r =-+@\u00a0"), max_size=8)
TABLE = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=6))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874")


def written(rows: list[list[str]], delimiter: str, *, quote_all: bool, hint: bool) -> str:
    """The table as a CSV file of guarded cells, with cells above it that tell its encoding and delimiter."""
    out = io.StringIO()
    out.write(f"sep={delimiter}\r\n" if hint else "")
    quoting: Any = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)
    writer.writerows([map(guard_formula, row) for row in rows])
    return out.getvalue()


def without_blanks(rows: list[list[str]]) -> list[list[str]]:
    """Without the mark of a cell that begins with a blank and a quote, also where it stood in quotes as a whole."""
    return [[cell.removeprefix(BLANK) for cell in row] for row in rows]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@given(rows=TABLE, quote_all=st.booleans())
def test_what_is_written_is_read_back(encoding: str, delimiter: str, rows: list[list[str]], *, quote_all: bool) -> None:
    rows = [["ชื่อ", *"bcd"[: len(rows[0]) - 1]] if rows else ["ชื่อ"], *rows]
    content = written(rows, delimiter, quote_all=quote_all, hint=True).encode(encoding)
    assert without_blanks(cells(content)) == [row for row in rows if any(cell.strip() for cell in row)]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6))
@example(rows=[["", ",", "\r"], ["", "", ",,"]])
@example(rows=[["", ";", "\r"], ["", "", ";;"]])
def test_what_is_written_is_read_back_without_a_hint(delimiter: str, rows: list[list[str]]) -> None:
    rows = [["ก", "y", "z"], *rows]
    content = written(rows, delimiter, quote_all=True, hint=False)
    assert without_blanks(cells(content)) == [row for row in rows if any(cell.strip() for cell in row)]


@given(content=st.binary(max_size=80) | st.text("a,ก;='\n\r\"\x85\u2028é", max_size=20).map(str.encode))
@example(content=b"a\xc2\x85b\n")
@example(content="a\u2028b\n".encode())
@example(content=b'"')
@example(content=b"sep=;")
def test_whatever_the_file_holds_it_is_a_table_or_a_failure(content: bytes) -> None:
    with contextlib.suppress(UnusableInput):
        assert all(any(strip_mark(cell).strip() for cell in row) for row in cells(content))


@contextlib.contextmanager
def large(folder: Path) -> Iterator[SourceFile]:
    path = folder / "large.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([f"p{n}", f"สมมติ{n} ตัวอย่าง", "", "+66 2 123 4567", "x@y.example"] for n in range(30_000))
    with take_snapshot(path) as intake:
        yield read_csv(intake, sheets=(), encoding=None)


@pytest.mark.parametrize("piece", [1, 2, 5, 1 << 16])
@given(content=st.text("aก1,='\n\r\"\x85\u2028 ", max_size=30))
@example(content="1\r\n2,3\r4\n")
@example(content="1\n\r\n=2\r")
@example(content='1\n2\r\n"3\n4",5\n6')
@example(content='="\x85"')
def test_lines_without_quotes_are_parted_as_the_csv_module_does(piece: int, content: str) -> None:
    try:
        expected = list(csv.reader(io.StringIO("a,b\n" + content, newline=""), strict=True))
    except csv.Error:
        return
    table = _Table("f", io.BytesIO(f"a,b\n{content}".encode()), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reader, "_PIECE", piece)
        found = list(_iterate_rows(table))
    seen = [cells for row in expected if clean("".join(cells := [_restore_cell(cell) for cell in row]))]
    assert [line.cells for line in found] == seen
    reader = csv.reader(io.StringIO("a,b\n" + content, newline=""), strict=True)
    ends = [(reader.line_num, row) for row in reader]
    begins = [1, *(number + 1 for number, _row in ends)]
    wanted = [
        begin for begin, (_end, row) in zip(begins, ends, strict=False) if clean("".join(map(_restore_cell, row)))
    ]
    assert [line.number for line in found] == wanted


@given(
    st.integers(1, 3),
    st.lists(
        st.lists(st.sampled_from(["", "ก", "1", "a b", " ", "=1", "'x", "-"]), min_size=1, max_size=4), min_size=1
    ),
    st.sampled_from(["\n", "\r\n"]),
)
@example(2, [["ก", ""], ["1", "-"]], "\r\n")
@example(2, [["ก"], ["1", "-", "ก"]], "\n")
def test_cells_by_column_are_those_of_the_lines(width: int, rows: list[list[str]], end: str) -> None:
    raw = TextBlock(7, "".join(",".join(row) + end for row in rows), ",")
    found = split_columns(raw, width)
    lines = list(split_rows(raw))
    if found is not None:
        assert list(map(list, zip(*found, strict=True))) == [line.cells for line in lines]
        assert [line.number for line in lines] == list(range(7, 7 + len(rows)))
    plain = all(len(row) == width and row[0][:1].isalnum() and not any(c[:1] in "='" for c in row if c) for row in rows)
    assert (found is not None) == plain


@pytest.mark.parametrize("quoted", [False, True])
def test_the_pieces_of_a_table_are_its_lines(quoted: bool) -> None:
    content = "a,b\n" + "ก,ข\n" * 50_000 + ('"1",2\n' if quoted else "") + "3,4"
    (source,) = opened(content).tables
    assert source.blocks is not None
    pieces = list(source.blocks())
    assert sum(isinstance(one, TextBlock) for one in pieces) > 1
    found = [line for one in pieces for line in (split_rows(one) if isinstance(one, TextBlock) else [one])]
    assert found == list(source.rows())
    assert len(found) == 50_002 + quoted


def test_a_large_table_is_not_held_in_memory(tmp_path: Path) -> None:
    import tracemalloc

    with large(tmp_path) as found:
        tracemalloc.start()
        try:
            assert sum(1 for _line in found.tables[0].rows()) == 30_000
            assert tracemalloc.get_traced_memory()[1] < 1 << 20
        finally:
            tracemalloc.stop()


def test_the_sample_data_is_read_as_any_reader_of_csv_reads_it() -> None:
    for path in (Path(__file__).parents[3] / "sample_data").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            expected = list(csv.reader(file))
        try:
            assert cells(path.read_bytes()) == expected, path
        except Failure as failure:
            pytest.fail(f"{path}: {failure}")
