"""Numbers of people as they are written: exact, at least, more than, about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import InvalidValue
from netreg.thai.counts import parse_count

READ = [
    ("42", 42, "exact"),
    ("๔๒ คน", 42, "exact"),
    ("รวม 42 คน", 42, "exact"),
    ("1,200 ราย", 1200, "exact"),
    ("42 people", 42, "exact"),
    ("0", 0, "exact"),
    ("มากกว่า 40", 40, "more_than"),
    ("กว่า 200 คน", 200, "more_than"),
    ("40 กว่าคน", 40, "more_than"),
    ("more than 40", 40, "more_than"),
    ("More than 40 people", 40, "more_than"),
    (">40", 40, "more_than"),
    ("40+", 40, "more_than"),
    ("40+ คน", 40, "more_than"),
    ("ไม่น้อยกว่า 30 คน", 30, "at_least"),
    ("อย่างน้อย 30", 30, "at_least"),
    ("40 คนขึ้นไป", 40, "at_least"),
    ("at least 40", 40, "at_least"),
    ("ประมาณ 40 คน", 40, "about"),
    ("40 คนโดยประมาณ", 40, "about"),
    ("~40", 40, "about"),
    ("approximately 1,000", 1000, "about"),
]


@pytest.mark.parametrize(("written", "number", "exactness"), READ)
def test_how_many_and_how_exact(written: str, number: int, exactness: str) -> None:
    assert parse_count(written) == (number, exactness)


@pytest.mark.parametrize("written", ["", "คน", "สี่สิบ", "40.5", "-4", "4,2", "40 50", "40 แห่ง", "9" * 16])
def test_what_is_no_number_of_people(written: str) -> None:
    with pytest.raises(InvalidValue, match="is not a valid number of people"):
        parse_count(written)


@pytest.mark.parametrize("written", ["ไม่เกิน 40", "ไม่มากกว่า 40", "น้อยกว่า 40", "ไม่ถึง 40 คน", "at most 40", "<40"])
def test_an_upper_bound_is_not_taken_for_a_number(written: str) -> None:
    with pytest.raises(InvalidValue):
        parse_count(written)


def test_said_twice_it_is_refused() -> None:
    with pytest.raises(InvalidValue, match="has two qualifiers"):
        parse_count("ประมาณ 40 คนขึ้นไป")


@given(st.integers(0, 10**15 - 1))
def test_a_number_with_or_without_commas(number: int) -> None:
    assert parse_count(f"{number}") == parse_count(f"{number:,} คน") == (number, "exact")
