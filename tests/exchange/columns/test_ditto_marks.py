"""Ditto marks stand for the value above; error values typed as text are refused like those of spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.exchange.columns.ditto_marks import mark_dittos
from netreg.exchange.tables.cell_marks import DITTO, strip_mark
from netreg.exchange.tables.csv_reader import split_rows
from netreg.exchange.tables.source_tables import SourceRow, SourceTable, TextBlock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Netreg

MARKS = ('"', "〃", '-"-', "''", "- ” -", "เช่นเดียวกัน", "ditto", "เหมือนข้างบน", '" "', "-//-", "//")
NAMES = ("กมล", "ขวัญ", "คำรณ", "งามตา", "จำปี", "ฉลอง", "ชูใจ", "ซ้อน", "ญาดา", "ดวงดี", "ตามใจ")


def _write(netreg: Netreg, name: str, *rows: str) -> str:
    file = netreg.folder / name
    file.write_text("\n".join((*rows, "")), encoding="utf-8")
    return str(file)


def test_a_ditto_mark_is_the_value_above_in_any_column_and_chunk() -> None:
    head = TextBlock(1, "ชื่อ,คณะ\nก,วิทย์\n", ",")
    blocks = (
        head,
        TextBlock(3, "".join(f"ข,{mark}\n" for mark in MARKS if '"' not in mark), ","),
        SourceRow(30, ["ค", '"']),
    )
    source = SourceTable("", lambda: _rows(blocks), blocks=lambda: iter(blocks), delimiter=",")
    marked = mark_dittos(source, 1)
    assert marked.blocks
    for rows in (marked.rows(), _rows(marked.blocks())):
        first, *below = [row.cells for row in rows]
        assert first == ["ชื่อ", "คณะ"]
        assert {strip_mark(cells[1]) for cells in below} == {"วิทย์"}
        assert sum(cells[1][:1] == DITTO for cells in below) == len(below) - 1
    assert not any(cell[:1] == DITTO for row in mark_dittos(source, 30).rows() for cell in row.cells)


def _rows(blocks: object) -> Iterator[SourceRow]:
    for block in blocks:  # type: ignore[attr-defined]
        if isinstance(block, TextBlock):
            yield from split_rows(block)
        else:
            yield block


def test_ditto_marks_are_imported_with_a_note_and_refused_without_a_value(netreg: Netreg) -> None:
    netreg("init")
    netreg("org", "add", "วัดสมมุติ")
    quoted = [mark.replace('"', '""') for mark in MARKS]
    rows = [f'นาย{name} ทดสอบ,"{mark}","{mark}"' for name, mark in zip(NAMES, quoted, strict=True)]
    file = _write(netreg, "a.csv", "ชื่อ-สกุล,ตำแหน่ง,หน่วยงาน", "นายสมมุติ ทดสอบ,ครู,วัดสมมุติ", *rows)
    found = netreg("--lang", "en", "member", "import", file, "--json")
    assert found.data[0]["new"] == 1 + len(MARKS), found.err
    sentence = "a ditto mark was read as the value above it"
    told = [(one["note"], one["value"], one["rows"]) for one in found.data[0]["row_notes"]]
    assert told == [(sentence, "ครู", len(MARKS)), (sentence, "วัดสมมุติ", len(MARKS))]
    assert {row["current_posts"] for row in netreg("member", "list", "--all", "--json").data} == {"ครู วัดสมมุติ"}
    refused = netreg("--lang", "en", "member", "import", _write(netreg, "b.csv", "ชื่อ-สกุล,ตำแหน่ง", "นายทดสอบ หนึ่ง,〃"))
    assert refused.code == 65
    assert "ตำแหน่ง '〃': this is a ditto mark without a value above it; enter the value" in refused.err


def test_error_values_are_refused_as_text_too(netreg: Netreg) -> None:
    netreg("init")
    values = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "Err:502", "#####")
    rows = [f"นาย{name} ทดสอบ,{value}" for name, value in zip(NAMES, values, strict=False)]
    file = _write(netreg, "c.csv", "ชื่อ-สกุล,หน่วยงาน", *rows)
    refused = netreg("--lang", "en", "member", "import", file, "--create-missing")
    assert refused.code == 65
    assert "this is an error value of the spreadsheet; correct it there" in refused.err
    assert "9 of 9 rows are invalid" in refused.err
    taken = netreg("member", "import", file, "--blank-words", ",".join(values), "--json")
    assert taken.data[0]["new"] == len(values)


@pytest.mark.usefixtures("in_english")
def test_an_export_says_what_its_cells_say(netreg: Netreg) -> None:
    assert netreg("init").code == 0
    assert netreg("org", "add", "คณะสมมติ", "--note", '"').code == 0
    assert netreg("org", "export", "o.csv").code == 0
    run = netreg("org", "import", "o.csv")
    assert (run.err, run.code) == ("o.csv: 0 new, 0 changed, 1 unchanged\n", 0)
