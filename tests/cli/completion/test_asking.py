"""``NOUN add`` alone on a terminal: asked for, checked, and printed in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.cli.completion import asking

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program believe that somebody sits there."""
    monkeypatch.setattr(asking, "can_ask", lambda words: words[-1:] == ["add"])


@pytest.mark.usefixtures("at_terminal")
def test_each_answer_is_checked_before_the_next_question(register: Netreg) -> None:
    """A needed one that is left out, a choice that is none, a record that is not there; then the same in one line."""
    register("org", "add", "มหาวิทยาลัยทดสอบ", "--code", "uni")
    answers = ["", "คณะ ลองดู", "nonsense", "faculty", *[""] * 30]
    run = register("org", "add", stdin="\n".join(answers) + "\n")

    assert run.code == 0, run.err
    assert ": this is needed\n" in run.err
    assert "'nonsense' is not a valid choice" in run.err
    assert "The same in one line: netreg org add 'คณะ ลองดู' --kind faculty\n" in run.err
    assert register("org", "show", "คณะ ลองดู", "--json").data["kind"] == "faculty"


@pytest.mark.usefixtures("at_terminal")
def test_an_end_of_the_input_writes_nothing(register: Netreg) -> None:
    """As Ctrl-C does."""
    run = register("org", "add", stdin="คณะลองดู\n")
    assert (run.code, register("org", "list", "--no-header").out) == (130, "")


def test_without_a_terminal_nothing_is_asked(register: Netreg) -> None:
    """The usage is told at once."""
    run = register("org", "add", stdin="คณะลองดู\n")
    assert (run.out, run.code) == ("", 2)
