"""The boundary: no data can steer a terminal or hide what it says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreg.render.safe_text import make_one_line, make_safe
from tests.conftest import examples

DIRECTIONS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
MARKS = "\u061c\u200e\u200f"

SAFE = [
    ("กำลังใจ", "กำลังใจ"),
    ("", ""),
    ("a\nb\tc", "a\nb\tc"),
    ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
    ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
    ("a\rb", "a\ufffdb"),
    ("a\x00b", "a\ufffdb"),
    ("a\x7fb\x85c\x9bd", "a\ufffdb\ufffdc\ufffdd"),
    ("abc\u202etxt.exe", "abc\ufffdtxt.exe"),
    ("\u2066x\u2069", "\ufffdx\ufffd"),
    ("a\u200eb\u200fc\u061cd", "a\ufffdb\ufffdc\ufffdd"),
    ("a\U000e0041b\ufff9c", "a\ufffdb\ufffdc"),
    ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
    ("\ud800", "\ufffd"),
    ("[red]x[/red]", "[red]x[/red]"),
    ("a\u00a0b", "a\u00a0b"),
]


@pytest.mark.parametrize(("text", "expected"), SAFE)
def test_what_could_steer_a_terminal_is_replaced(text: str, expected: str) -> None:
    assert make_safe(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("กำลังใจ", "กำลังใจ"),
        ("หนึ่ง\nสอง", "หนึ่ง สอง"),
        ("หนึ่ง \n\n\t สอง", "หนึ่ง สอง"),
        ("\nหนึ่ง\n", "หนึ่ง"),
        ("a\x1bb\nc", "a\ufffdb c"),
        ("a\r\nb", "a\ufffd b"),
        ("", ""),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert make_one_line(text) == expected


ANY = st.text(st.characters() | st.sampled_from("\x1b\x9b\x85\r\n\t\u202e\u2066\u200f\u2028กำ่"), max_size=30)


@given(text=ANY)
@settings(deadline=None, max_examples=examples(200))
def test_nothing_that_is_left_can_do_harm(text: str) -> None:
    made = make_safe(text)
    assert len(made) == len(text)
    assert make_safe(made) == made
    for old, new in zip(text, made, strict=True):
        harmful = unicodedata.category(new) in ("Cc", "Cs", "Zl", "Zp") and new not in "\n\t"
        assert not harmful
        assert unicodedata.bidirectional(new) not in DIRECTIONS
        assert new not in MARKS
        assert new in (old, "\ufffd")


@given(text=ANY)
@settings(deadline=None, max_examples=examples(200))
def test_a_line_is_one_line(text: str) -> None:
    made = make_one_line(text)
    assert len(made.splitlines()) <= 1
    assert "\t" not in made
