"""Where a searched text stands in another as it is written."""

from __future__ import annotations

from netreg.thai.matched_spans import find_span
from netreg.thai.text import fold_text


def test_a_text_is_found_with_the_marks_that_were_left_out() -> None:
    cases = [
        ("นายแก่นอากาศ", "แกน", "แก่น"),
        ("แก่น  อากาศ", "แกน อา", "แก่น  อา"),
        ("คํานาม", "คำน", "คําน"),
        ("เเก้ว", "แกว", "เเก้ว"),
        ("สำนัก KKU USR", "kku", "KKU"),
        ("ปี ๒๕๖๔", "2564", "๒๕๖๔"),
        ("กี่", "กี", "กี่"),
        ("สมมติ", "xx", None),
        ("", "กา", None),
    ]
    found = [(written, sought, found) for written, sought, _span in cases for found in [cut(written, sought)]]
    assert found == cases


def cut(written: str, sought: str) -> str | None:
    span = find_span(written, [fold_text(sought)])
    return written[slice(*span)] if span else None
