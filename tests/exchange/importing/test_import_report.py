"""The lines about an imported file: what several of its sheets have in common is told once."""

from __future__ import annotations

from netreg.exchange.importing.import_report import ImportReport, RowNote, format_report


def test_what_sheets_share_is_told_once() -> None:
    total = [RowNote(f"f.xlsx [ม.{n}]", "", "a total", 1, (7,), f"รวม {n} คน") for n in (1, 2, 3)]
    names = [RowNote("f.xlsx [ม.1]", "ชื่อ", "a nickname", 2, (4, 5), "(จิ๋ม)")]
    notes = ("f.xlsx [ม.1]: left out: ที่", "f.xlsx [ม.2]: left out: ที่", "f.xlsx [ม.3]: left out: เพศ", "f.xlsx: once")
    report = ImportReport("f.xlsx", 9, 6, 0, 0, 0, notes=notes, row_notes=tuple(names), left_out_rows=tuple(total))
    assert list(format_report(report))[:-1] == [
        "f.xlsx in 2 sheets: left out: ที่",
        "f.xlsx [ม.3]: left out: เพศ",
        "f.xlsx: once",
        "f.xlsx [ม.1]:7: left out 'รวม 1 คน': a total (and 2 more rows in 2 sheets)",
        "f.xlsx [ม.1]:4: ชื่อ '(จิ๋ม)': a nickname (and 1 more row: 5)",
    ]
