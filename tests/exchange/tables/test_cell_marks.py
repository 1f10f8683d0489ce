"""The signs with which readers mark a cell that must not be taken as it stands."""

from __future__ import annotations

import unicodedata

import pytest

from netreg.errors import InvalidValue
from netreg.exchange.tables.cell_marks import BLANK, DITTO, ERROR, FORMULA, LOST, refuse_marked_cell, strip_mark

MARKS = {
    FORMULA: "this is a formula",
    LOST: "has lost digits",
    ERROR: "error value of the spreadsheet",
    BLANK: "there is a space before",
}


@pytest.mark.parametrize(("mark", "reason"), MARKS.items(), ids=["formula", "lost", "error", "blank"])
def test_a_marked_cell_is_refused_with_its_reason_and_shown_without_its_mark(mark: str, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        refuse_marked_cell(f"{mark}=A1")
    with pytest.raises(InvalidValue, match=reason):
        refuse_marked_cell(mark)
    assert strip_mark(f"{mark}=A1") == "=A1"
    assert strip_mark(mark) == ""


@pytest.mark.parametrize("cell", ["=A1", "ก", "\U0001f600", "\ufeff", "\uffff", "x" + FORMULA])
def test_any_other_cell_is_let_be(cell: str) -> None:
    refuse_marked_cell(cell)
    assert strip_mark(cell) == cell


def test_a_ditto_mark_is_shown_as_what_it_stands_for() -> None:
    shown = [strip_mark(f"{DITTO}〃{DITTO}{value}") for value in ("ครู", f"{FORMULA}=A1", "")]
    assert shown == ["ครู", "=A1", "〃"]
    with pytest.raises(InvalidValue, match="ditto mark without a value"):
        refuse_marked_cell(f"{DITTO}〃{DITTO}")


def test_an_empty_cell_has_no_mark() -> None:
    assert strip_mark("") == ""


@pytest.mark.parametrize("mark", MARKS, ids=["formula", "lost", "error", "blank"])
def test_no_text_begins_with_a_mark(mark: str) -> None:
    """Unicode keeps these for a program's own use, and all letters of Thai stand before them."""
    assert unicodedata.category(mark) == "Cn"
    assert mark >= FORMULA > "๛"
