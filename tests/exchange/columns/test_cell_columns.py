"""Notes on cells that were read: asked for where a pattern finds something, told once for equal ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.exchange.importing import import_file
from netreg.exchange.importing.import_file import ImportContext, ImportOptions
from netreg.exchange.importing.import_report import RowNote
from netreg.exchange.tables import open_file

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_remark_on_cells_is_a_note_of_the_report(
    tmp_path: Path, empty: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, asked = BY_NAME["person"].by_name["line_id"], []

    def find_remark(cell: str, value: str) -> str | None:
        asked.append((cell, value))
        return None if value == "(พ้น)" else "a word in brackets is taken as a part of it"

    monkeypatch.setattr(field, "remark_pattern", re.compile(r"[()]"), raising=False)
    monkeypatch.setattr(field, "find_remark", find_remark)
    (tmp_path / "register.db").write_bytes(empty)
    path = tmp_path / "file.csv"
    cells = [f"({n})" for n in range(7)] + ["พ้น", "(พ้น)", ""]
    path.write_text("ชื่อ,ไลน์\n" + "".join(f"สมมติ{n},{cell}\n" for n, cell in enumerate(cells)), encoding="utf-8")
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
