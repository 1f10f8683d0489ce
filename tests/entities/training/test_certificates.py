"""The numbers of certificates: by a pattern, counted on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.entities.training.certificates import parse_pattern
from netreg.errors import InvalidValue

NUMBERS = [
    ("{n}/{year}", 7, "7/2565"),
    ("{n:03}/{year}", 7, "007/2565"),
    ("ปชส.{cohort}-{n:2}", 7, "ปชส.4- 7"),
    ("{n:03}", 1234, "1234"),
    ("{{{n}}}", 1, "{1}"),
]


@pytest.mark.parametrize(("written", "n", "number"), NUMBERS)
def test_a_number_by_a_pattern(written: str, n: int, number: str) -> None:
    assert parse_pattern(written, 2565, 4).format_number(n) == number


HIGHEST = [
    ("{n}/{year}", [], 0),
    ("{n}/{year}", ["1/2565", "12/2565", "99/2564", "สมมติ"], 12),
    ("{n:03}/{year}", ["001/2565", "012/2565"], 12),
    ("{cohort}.{n}", ["4.3", "3.9", "4x5"], 3),
    ("{n}", ["12", "7"], 12),
]


@pytest.mark.parametrize(("written", "given_before", "n"), HIGHEST)
def test_it_counts_on_from_the_highest(written: str, given_before: list[str], n: int) -> None:
    assert parse_pattern(written, 2565, 4).find_highest(given_before) == n


@given(st.lists(st.integers(1, 10**6)), st.sampled_from(["{n}", "{n:03}/{year}", "({cohort}) {n}.", "ก{n}ข"]))
def test_the_next_number_was_never_given(numbers: list[int], written: str) -> None:
    pattern = parse_pattern(written, 2565, 4)
    before = {pattern.format_number(n) for n in numbers}
    assert pattern.format_number(pattern.find_highest(before) + 1) not in before


REFUSED = [
    ("ก", "'ก' must have {n} exactly once"),
    ("{year}", "must have {n} exactly once"),
    ("{n}{n}", "must have {n} exactly once"),
    ("{m}", "'{m}' is not a valid pattern: only {n}, {year} and {cohort} are allowed in braces"),
    ("{}", "is not a valid pattern"),
    ("{n!r}", "is not a valid pattern"),
    ("{n:>9999999}", "is not a valid pattern"),
    ("{n:{year}}", "is not a valid pattern"),
    ("{n.real}", "is not a valid pattern"),
    ("{n", "has an unmatched brace"),
    ("n}", "has an unmatched brace"),
]


@pytest.mark.parametrize(("written", "sentence"), REFUSED)
def test_what_is_no_pattern(written: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_pattern(written, 2565, 4)
    assert sentence in str(refusal.value)
