"""``netreg help``: topics, fields, choices, and the pages of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.cli.tools.help_topics import TOPICS

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


def test_every_topic_is_explained_in_short_lines(netreg: Netreg) -> None:
    """No register is needed, and nothing stands on the standard error."""
    for topic in TOPICS:
        run = netreg("help", topic)
        assert (run.err, run.code) == ("", 0)
        assert topic == "exit-codes" or all(len(line) <= 110 for line in run.out.splitlines()), topic


def test_help_of_a_command_is_its_page(netreg: Netreg) -> None:
    """By its words, or by another word for it."""
    page = netreg("agreement", "sign", "--help").out.rstrip("\n") + "\n"
    assert netreg("help", "agreement", "sign").out == page
    assert netreg("help", "mou", "sign").out == page
    assert netreg("help").out.startswith(netreg("--help").out.rstrip("\n"))


def test_fields_and_choices_of_a_noun(netreg: Netreg) -> None:
    """What may be written in each field, and the words of choices in both languages."""
    lines = netreg("help", "fields", "member").out.splitlines()
    assert lines[0] == "field\tlabel\tmeaning\texample"
    assert "email\tE-mail\tan e-mail address\tname@example.ac.th" in lines
    assert netreg("help", "fields", "สมาชิก").out.splitlines() == lines
    assert "capacity\ton_behalf\tลงนามแทน\ton behalf of\tagreement signatory" in netreg("help", "choices").out


def test_what_is_no_topic_is_refused(netreg: Netreg) -> None:
    """With the topics, or the nouns."""
    assert [netreg("help", *words).code for words in (["nope"], ["fields"], ["fields", "nope"], ["org", "nope"])] == [
        2
    ] * 4
    assert netreg("help", "fields").err == (
        "netreg: error: expected NOUN after 'fields'; for example: netreg help fields member\n"
    )
