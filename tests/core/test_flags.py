"""Flags: ids for programs, titles and sentences for people; what was accepted is quiet until its facts change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.core.fields import Style
from netreg.core.flags import Check, FlagList, collect_checks
from netreg.language import Label

WHY = Label("", "")
LATE = Check("late", "high", Label("ล่าช้า", "Late"), Label("สาย {day}", "late since {day}"), WHY)
FEW = Check("few", "medium", Label("น้อยไป", "Few"), Label("มี {n}", "only {n}"), WHY)
FLAGS = FlagList("flags", "ข้อสังเกต", "Flags", checks=collect_checks(LATE, FEW))
RAISED = [LATE.make_flag(day="2021-08-05"), FEW.make_flag(n=3)]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (Style("ce", "en"), "late, few"),
        (Style(), "ล่าช้า, น้อยไป"),
        (Style("be", "th", long=True), "ล่าช้า: สาย 5 สิงหาคม 2564\nน้อยไป: มี 3"),
        (Style("ce", "en", long=True), "late: late since 5 August 2021\nfew: only 3"),
    ],
)
def test_flags_are_titles_and_at_length_sentences(style: Style, shown: str) -> None:
    assert FLAGS.show(RAISED, style) == shown


def test_programs_get_ids() -> None:
    assert FLAGS.to_json(RAISED) == RAISED
    assert FLAGS.to_cell(RAISED) == "late, few"
    assert FLAGS.to_json(None) == []


def test_a_flag_accepted_as_it_is_is_parted_from_the_others() -> None:
    known = {"late": [LATE.hash_facts([{"day": "2021-08-05"}])], "few": [FEW.hash_facts([{"n": 4}])], "gone": ["x"]}
    parted = FLAGS.part_accepted({"flags": RAISED, "accepted": known})
    assert parted == {"flags": RAISED[1:], "accepted_flags": RAISED[:1]}


def test_days_that_pass_by_themselves_are_no_other_fact() -> None:
    assert LATE.hash_facts([{"n": 1, "days": 3}]) == LATE.hash_facts([{"n": 1, "days": 4}])
    assert LATE.hash_facts([{"n": 1}]) != LATE.hash_facts([{"n": 1}, {"n": 1}])


@given(
    facts=st.lists(
        st.dictionaries(st.sampled_from(["a", "b", "days"]), st.integers() | st.text(), max_size=3), max_size=3
    ),
    other=st.lists(
        st.dictionaries(st.sampled_from(["a", "b", "days"]), st.integers() | st.text(), max_size=3), max_size=3
    ),
)
def test_facts_have_one_hash_exactly_while_they_are_the_same(
    facts: list[dict[str, int | str]], other: list[dict[str, int | str]]
) -> None:
    def keep(found: list[dict[str, int | str]]) -> list[dict[str, int | str]]:
        return [{name: value for name, value in one.items() if name != "days"} for one in found]

    assert (LATE.hash_facts(facts) == LATE.hash_facts(other)) == (keep(facts) == keep(other))
    assert LATE.hash_facts(facts) == LATE.hash_facts([dict(reversed(one.items())) for one in facts])
