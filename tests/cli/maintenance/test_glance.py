"""``netreg`` alone: on a terminal the day at a glance, through a pipe the usage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.render import console

if TYPE_CHECKING:
    from tests.conftest import Netreg

USAGE = "usage: netreg NOUN VERB …, such as 'netreg agreement list'\nnetreg help: all commands and topics\n"
pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program take its standard output for a terminal without colours."""
    monkeypatch.setattr(console, "choose_format", lambda _view: "table")


def test_a_pipe_reads_the_usage_alone(register: Netreg, netreg: Netreg) -> None:
    """The same with a register, without one, and with one that cannot be read."""
    runs = [register(), netreg("--db", "nowhere.db"), netreg("--db", ".")]
    assert {(run.out, run.err, run.code) for run in runs} == {(USAGE, "", 0)}


@pytest.mark.usefixtures("on_terminal")
def test_a_terminal_shows_the_day(register: Netreg) -> None:
    """What is due, what is new, what checks find, and the commands used most."""
    register("org", "add", "คณะตัวอย่าง", "--code", "fac")
    register(
        "agreement",
        "add",
        "ข้อตกลงทดสอบ",
        "--code",
        "mou",
        "--signed",
        "2024-12-20",
        "--from",
        "2024-12-20",
        "--term",
        "2 ปี",
        "--party",
        "fac",
    )
    run = register()

    assert (run.err, run.code) == ("", 0)
    head, due, new, checks, often, hint = run.out.split("\n\n")
    assert head == "netreg · 21 Nov 2569 · 0 people · 1 organisation · 1 agreement"
    assert due == "Due\n  19 Dec 2569 · Ends · ข้อตกลงทดสอบ"
    assert "· agreement add · added agreement 1 (ข้อตกลงทดสอบ)" in new
    assert "· org add · added org 1 (คณะตัวอย่าง)" in new
    assert checks.startswith("Checks\n  1 × ")
    assert often.splitlines()[1] == "  netreg due                 what runs out next"
    assert hint == "netreg help: all commands and topics\n"


@pytest.mark.usefixtures("on_terminal")
def test_without_a_register_it_says_how_to_begin(netreg: Netreg) -> None:
    """What to type first; and of a file that is no register, what is wrong with it."""
    run = netreg()
    assert run.out.startswith("netreg · the register of your network\nthere is no database at ")
    assert "\n\nHow to begin\n  netreg init                create your register\n" in run.out
    assert (run.err, run.code) == ("", 0)
    assert netreg("--db", ".").err == "netreg: error: . is a folder; name a file in it\n"
