"""Answers to mistakes that people make, in Thai: what is wrong, where, and what to type next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.cli import build_program
from netreg.cli.framework.guidance.synonyms import DANGEROUS, suggest_command
from netreg.cli.framework.lazy_group import LazyGroup
from tests.conftest import laid

if TYPE_CHECKING:
    from tests.conftest import Netreg

TABLE = Path(__file__).with_name("mistakes.tsv")
"""Each line that is typed, with the exit code and the line that is answered."""


def test_mistakes_are_answered_with_what_to_type(netreg: Netreg, demo_file: Path) -> None:
    laid(netreg.db, demo_file.read_bytes())
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    wrong = {}
    for line, code, answer in rows:
        run = netreg(*shlex.split(line))
        said = run.err.splitlines()[-1] if run.err else ""
        if (run.out, said, run.code) != ("", f"netreg: error: {answer}", int(code)):
            wrong[line] = (run.code, said, run.out[:80])
    assert wrong == {}
    assert len(rows) >= 90


def test_no_mistake_leads_to_a_command_that_destroys() -> None:
    """Not even a letter beside its name; who means one by another word is shown its help page."""
    root = build_program()
    member = root.load_command("member")
    assert isinstance(member, LazyGroup)
    for name in DANGEROUS:
        dropped = {name[:at] + name[at + 1 :] for at in range(len(name))}
        swapped = {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)}
        for word in (dropped | swapped) - DANGEROUS:
            for group in (root, member):
                command = suggest_command(word, group.entries, is_verb=group is member)
                assert command is None or DANGEROUS.isdisjoint(command.split()), word


def test_who_names_such_a_command_by_another_word_is_shown_its_help(netreg: Netreg) -> None:
    words = {"member delete 1": "member remove", "member ลบ 1": "member remove", "สมาชิก ลบ 1": "member remove"}
    for line, command in (words | {"rollback": "undo", "กู้คืน x.db": "restore", "รวม 1 2": "member merge"}).items():
        assert netreg(*line.split()).err.endswith(f"; ดู 'netreg {command} --help'\n"), line
