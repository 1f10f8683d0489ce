"""Cells that a spreadsheet would run as formulas: which are guarded, and that the guard comes off again."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.exchange.formula_guard import guard_formula, is_formula, unguard_formula

WHOLE = [
    "",
    "สมมติ",
    "-10",
    "+5.25",
    "-1,000.50",
    "-5%",
    "+66 2 123 4567",
    "+66812345678",
    "0-7428-2209",
    "02 123 4567",
    "a=b",
    "1+1",
    "a@b.example",
    "'",
    "''",
    "'quoted'",
    "' a",
    "x\t",
    "’=1",
]
GUARDED = [
    "=1+1",
    "=",
    " =A1",
    "\u00a0=A1",
    "\n=A1",
    "\ufeff=A1",
    "+",
    "-",
    "+A1",
    "-A1",
    "-2+3",
    "-cmd",
    "+1+1",
    "- ดี",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\t",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "-1 000",
    "-1,00",
    "+66-2-123",
    "--1",
    "-๑",
    "=1\n2",
    "'=1",
    "''=1",
    "'+A1",
    "' =1",
    "'\t",
    "-1\n",
    "+1=2",
]


@pytest.mark.parametrize("cell", WHOLE)
def test_a_harmless_cell_comes_out_whole(cell: str) -> None:
    assert guard_formula(cell) == cell
    assert unguard_formula(cell) == cell


@pytest.mark.parametrize("cell", GUARDED)
def test_a_cell_that_would_run_gets_an_apostrophe(cell: str) -> None:
    assert guard_formula(cell) == "'" + cell
    assert unguard_formula("'" + cell) == cell


ODD = st.text(st.sampled_from("=+-@＝＋－＠'\t\r\n \u00a0\ufeff0123,.%ก") | st.characters(codec="utf-8"), max_size=8)


@given(cell=ODD)
@example(cell="'-10")
@example(cell="''-10")
@example(cell="'+66 2")
def test_what_was_guarded_comes_back(cell: str) -> None:
    assert unguard_formula(guard_formula(cell)) == cell


@given(cell=ODD)
def test_a_guarded_cell_never_begins_like_a_formula(cell: str) -> None:
    out = guard_formula(cell)
    assert out[:1] not in ("=", "@", "\t", "\r", "＝", "＋", "－", "＠")
    start = out.lstrip()
    assert start[:1] not in ("=", "@")
    if start[:1] in ("+", "-"):
        assert set(start[1:]) <= set("0123456789,. %")


def test_a_formula_is_one_only_as_it_stands() -> None:
    assert [is_formula(cell) for cell in ("=A1", '="007"', "'=A1", " x", "", "-1")] == [True, True] + [False] * 4
