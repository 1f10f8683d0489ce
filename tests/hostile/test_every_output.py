"""Hostile texts in every field: no form of output lets them be more than text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_output import COLOUR, on_terminal
from tests.hostile.registers import spoil_register
from tests.hostile.strict_parsers import PARSERS, find_wrong
from tests.hostile.texts import list_texts
from tests.hostile.trials import UNSAFE, Trials
from tests.reliability.commands import list_paths, list_reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conftest import Netreg

SHOWN = ("table", "json", "ndjson", "csv", "tsv")
EXPORTED = ("csv", "tsv", "xlsx", "json", "ndjson", "vcf", "vcf4", "ics")
IN_SECTIONS = (("explain",), ("brief",))
"""What is shown in sections, each of another width, in formats of tables, too."""
PAPER_FORMS = ("docx", "html", "md", "txt")
PAPERS = ("meeting minutes", "meeting agenda print", "meeting sign-in", "meeting invite")


class Outputs(Trials):
    """Trials on a register with hostile texts; what they show and the files that they write are parsed."""

    def __init__(self, netreg: Netreg, base: Path, turn: int, *, only_texts: bool = False) -> None:
        """`turn` says which text is in which field."""
        self.turn, self.only_texts, self.parsed = turn, only_texts, Counter[str]()
        super().__init__(netreg, base)

    def _lay(self) -> None:
        super()._lay()
        spoil_register(self.netreg.db, self.turn, only_texts=self.only_texts)
        self._laid = self._stamp()

    def show(self, form: str, *words: str) -> None:
        """Run a command that shows something in a form, and parse what it shows."""
        run = self.run(*words, "--format", form)
        if run and run.code == 0 and form != "table" and not (form in ("csv", "tsv") and words[1:2] in IN_SECTIONS):
            self._parse(words, form, run.out.encode(), is_file="export" in words)

    def examine(self, words: Sequence[str]) -> None:
        """Parse the files that a run has written."""
        for file in self.netreg.folder.rglob("*"):
            ending = "vcf4" if "vcf4" in words else file.suffix.removeprefix(".")
            if ending in PARSERS and not (self.base / file.relative_to(self.netreg.folder)).exists():
                self._parse(words, ending, file.read_bytes(), is_file=True)

    def _parse(self, words: Sequence[str], form: str, content: bytes, *, is_file: bool) -> None:
        self.parsed[form] += 1
        for wrong in find_wrong(form, content, is_file=is_file):
            self.note((*words, form), wrong)


def show_all(outputs: Outputs, turn: int, step: int = 1) -> None:
    """Run every command that reads, each in one of the forms, and with each turn in the next."""
    for number, words in enumerate(list_reading()):
        if (number + turn) % step == 0:
            outputs.show(SHOWN[(number // step + turn) % len(SHOWN)], *words)


def write_all(outputs: Outputs, turn: int, step: int = 1) -> None:
    """Write every file that can be written: exports in all forms, papers, the calendar, digests."""
    for number, path in enumerate(path for path in list_paths() if path.endswith("export")):
        if (number + turn) % step == 0:
            form = EXPORTED[(number + turn) % len(EXPORTED)]
            outputs.run(*path.split(), f"out.{form}", "--format", form)
    for form in ("vcf", "vcf4", "xlsx", "csv"):
        outputs.run("member", "export", f"out.{form}", "--format", form)
    for number, path in enumerate(PAPERS):
        endings = PAPER_FORMS if step == 1 else PAPER_FORMS[(number + turn) % 3 :: 3]
        for ending in endings:
            outputs.run(*path.split(), "second", "--out", f"out.{ending}")
            outputs.run(*path.split(), "meet", "--out", f"out.{ending}", "--thai-digits")
    outputs.run("calendar", "--out", "out.ics")
    outputs.run("remind", "--outbox", ".")
    outputs.run("remind", "--calendar", "out.ics", "--as-of", "2568-09-01")
    outputs.run("cron", "--systemd", "--to", ".")


@pytest.mark.parametrize("only_texts", [False, True])
def test_a_few_commands_show_hostile_texts_as_text(netreg: Netreg, example_folder: Path, *, only_texts: bool) -> None:
    outputs = Outputs(netreg, example_folder, 5, only_texts=only_texts)
    show_all(outputs, int(only_texts), 31)
    write_all(outputs, int(only_texts), 23)
    assert not outputs.faults, "\n".join(outputs.faults)
    assert {"xlsx", "docx", "html", "ics", "vcf", "eml", "csv"} <= outputs.parsed.keys() or not only_texts


@pytest.mark.exhaustive
@pytest.mark.parametrize("turn", range(12))
def test_every_command_shows_hostile_texts_as_text(netreg: Netreg, example_folder: Path, turn: int) -> None:
    outputs = Outputs(netreg, example_folder, turn * (len(list_texts()) // 12 + 1), only_texts=turn % 2 == 1)
    show_all(outputs, turn)
    write_all(outputs, turn)
    assert not outputs.faults, "\n".join(outputs.faults)


@pytest.mark.exhaustive
@pytest.mark.parametrize("turn", range(4))
def test_a_terminal_gets_nothing_but_our_own_colours(netreg: Netreg, example_folder: Path, turn: int) -> None:
    outputs = Outputs(netreg, example_folder, turn * 100, only_texts=turn % 2 == 1)
    wrong = []
    for words in list_reading()[turn::4]:
        shown, code = on_terminal(outputs.netreg, 80, *words)
        if code not in (0, 1, 10, 11) or UNSAFE.search(COLOUR.sub("", shown)) or "Traceback" in shown:
            wrong.append((words, code, shown[-200:]))
    assert wrong == []
