"""Notes on cells that were read: asked for where a pattern finds something, told once for equal ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.exchange.importing import import_file
from netreg.exchange.importing.import_options import ImportContext, ImportOptions
from netreg.exchange.importing.import_report import RowNote
from netreg.exchange.tables import open_file

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import Netreg


def test_a_remark_on_cells_is_a_note_of_the_report(
    tmp_path: Path, empty: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, asked = BY_NAME["person"].by_name["line_id"], []

    def find_remark(cell: str, value: str) -> str | None:
        asked.append((cell, value))
        return None if cell == "(พ้น)" else "a word in brackets is taken as a part of it"

    monkeypatch.setattr(field, "remark_pattern", re.compile(r"[()]"), raising=False)
    monkeypatch.setattr(field, "find_remark", find_remark)
    monkeypatch.setattr(field, "parse", lambda written, _years=None: written.strip("()") or None)
    (tmp_path / "register.db").write_bytes(empty)
    path = tmp_path / "file.csv"
    cells = [f"({n})" for n in range(7)] + ["พ้น", "(พ้น)", ""]
    path.write_text("ชื่อ,ไลน์\n" + "".join(f"สมมติ{'ก' * n},{cell}\n" for n, cell in enumerate(cells)), encoding="utf-8")
    with open_file.open_file(path) as file:
        report = import_file.import_file(
            tmp_path / "register.db", BY_NAME["person"], file, ImportOptions(), ImportContext("import", "ผู้ทดสอบ")
        )
    assert [cell for cell, _value in asked] == [f"({n})" for n in range(7)] + ["(พ้น)"]
    note = RowNote(str(path), "ไลน์", "a word in brackets is taken as a part of it", 7, (2, 3, 4, 5, 6), "(0)")
    assert report.row_notes == (note,)
    assert str(note) == (
        f"{path}:2: ไลน์ '(0)': a word in brackets is taken as a part of it (and 6 more rows: 3, 4, 5, 6, …)"
    )


def test_terms_and_ends_in_words_fill_what_they_say(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "mou.csv"
    rows = {
        "หนึ่ง,1/1/2565,unlimited,": (None, None, None, None, None, "unlimited"),
        "สอง,1/1/2565,5 ปี,ต่ออายุอัตโนมัติ": ("P5Y", None, "tacit", None, None, "ต่ออายุอัตโนมัติ"),
        "สาม,1/1/2565,3 ปี ต่ออายุอัตโนมัติคราวละ 1 ปี,31/12/2567": (
            "P3Y", "2024-12-31", "tacit", "P1Y", None, "3 ปี ต่ออายุอัตโนมัติคราวละ 1 ปี",
        ),
        "สี่,1/1/2565,,2 ปี นับถัดจากวันลงนาม": ("P2Y", None, None, None, False, "2 ปี นับถัดจากวันลงนาม"),
        "ห้า,1/1/2565,n/a,-": (None,) * 6,
        "หก,1/1/2565,5 ปี นับแต่วันลงนาม,ไม่มีกำหนด": (
            "P5Y", None, None, None, None, "5 ปี นับแต่วันลงนาม; ไม่มีกำหนด",
        ),
    }  # fmt: skip
    file.write_text("\n".join(["ชื่อข้อตกลง,วันที่ลงนาม,ระยะเวลา,วันสิ้นสุด", *rows, ""]), encoding="utf-8")
    for counts in ("6 new, 0 changed, 0 unchanged", "0 new, 0 changed, 6 unchanged"):
        assert netreg("--lang", "en", "agreement", "import", str(file)).err == f"{file}: {counts}\n"
    names = ("term", "end_stated", "renewal", "renewal_term", "first_day_counted", "term_as_written")
    listed = netreg("agreement", "list", "--sort", "id", "--columns", ",".join(names), "--json").data
    assert [tuple(row[name] for name in names) for row in listed] == list(rows.values())
    file.write_text("ชื่อข้อตกลง,ระยะเวลา,การต่ออายุ\nเจ็ด,auto renew,none\n", encoding="utf-8")
    assert (
        "another column of this row has a different value"
        in netreg("--lang", "en", "agreement", "import", str(file)).err
    )


def test_a_term_in_words_on_the_command_line(netreg: Netreg) -> None:
    netreg("init")
    names = ("term", "renewal", "renewal_term", "term_as_written", "end_stated")

    def show(*words: str) -> tuple[object, ...]:
        found = netreg(*words, "--json").data
        return tuple(found[name] for name in names)

    words = "3 ปี ต่ออายุอัตโนมัติคราวละ 1 ปี"
    assert show("agreement", "add", "ก", "--term", words) == ("P3Y", "tacit", "P1Y", words, None)
    assert show("agreement", "add", "ข", "--end", "ไม่มีกำหนด") == (None, None, None, "ไม่มีกำหนด", None)
    assert show("agreement", "edit", "1", "term=unlimited") == (None, "tacit", "P1Y", "unlimited", None)
    assert netreg("--lang", "en", "agreement", "add", "ค", "--term", "แล้วแต่").err == (
        "netreg: error: Term: 'แล้วแต่' is not a valid term; write it like 2 ปี 6 เดือน or 90 วัน\n"
    )
