"""Terminals, locales and readers that are of little use: no fault, no noise, and nothing waits."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Netreg, Run

SHOWN = (
    "--help", "member add --help", "help query", "agreement list", "agreement show kkn-library-mou", "search ห้องสมุด",
    "stats", "agreement timeline", "agreement forecast", "agreement explain 1", "training matrix ect-pr", "check",
    "due", "meeting list", "meeting show 1", "org tree kku", "history", "agreement history 1", "group coverage kku-net",
)  # fmt: skip
"""What is shown in tables, cards, trees, bars and help pages."""


def test_one_column_is_enough(demo: Callable[..., Run]) -> None:
    assert _find_faults(demo, SHOWN[::3], {"COLUMNS": "1"}) == []


@pytest.mark.stress
@pytest.mark.parametrize(
    "environment",
    [{"COLUMNS": "1"}, {"COLUMNS": "2"}, {"TERM": "dumb"}, {"TERM": "unknown", "COLUMNS": "-5"}, {"LINES": "0"}],
    ids=str,
)
def test_whatever_the_terminal_everything_is_shown(demo: Callable[..., Run], environment: dict[str, str]) -> None:
    assert _find_faults(demo, SHOWN, environment) == []


def _find_faults(demo: Callable[..., Run], commands: tuple[str, ...], environment: dict[str, str]) -> list[object]:
    faults: list[object] = []
    for words in commands:
        form = () if "help" in words else ("--format", "table")
        run = demo(*words.split(), *form, **environment)
        if run.code not in (0, 10, 11) or not run.out or "error" in run.err or "\x1b" in run.out + run.err:
            faults.append((words, run.code, run.err))
    return faults


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "xx_YY.UTF-8"}, {"LANGUAGE": "fr:de"}, {"LC_ALL": "th"},
        {"LC_ALL": "\udcff"}, {"LANG": ""},
    ],
    ids=ascii,
)  # fmt: skip
def test_an_unknown_language_of_the_system_is_thai(demo: Callable[..., Run], environment: dict[str, str]) -> None:
    run = demo("agreement", "list", "--format", "table", **environment)
    assert (run.err, run.code) == ("", 0)
    assert "ชื่อข้อตกลง" in run.out


def test_an_unknown_language_that_is_asked_for_is_refused(demo: Callable[..., Run]) -> None:
    """Before the noun, behind the verb and in the settings: a line that names those that there are."""
    for words in (
        ("--lang", "fr", "agreement", "list"),
        ("agreement", "list", "--lang", "ไทย"),
        ("config", "lang", "fr"),
    ):
        run = demo(*words)
        assert (run.out, run.code in (2, 78), run.err.count("\n")) == ("", True, 1), words
        assert "th" in run.err
        assert "en" in run.err


@pytest.mark.stress
@pytest.mark.process
def test_a_reader_that_leaves_at_any_byte_hears_no_complaint(netreg: Netreg, demo_file: Path) -> None:
    """Before the first byte, within a letter, at the end of a buffer, behind the last one."""
    faults = []
    for number, words in enumerate((*SHOWN[:5], "-q member export -", "agreement list --json", "completion bash")):
        for count in ((0, 1, 70), (2, 4096), (5, 8193))[number % 3]:
            process = netreg.start("--db", str(demo_file), *words.split())
            assert process.stdout
            assert process.stderr
            os.read(process.stdout.fileno(), count) if count else b""
            process.stdout.close()
            told, code = process.stderr.read(), process.wait(timeout=60)
            process.stderr.close()
            if told or code:
                faults.append((words, count, code, told))
    assert faults == []
