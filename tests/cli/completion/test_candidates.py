"""What may stand at the cursor, for each place of a command line."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from netreg.cli import build_program
from netreg.cli.completion.candidates import answer
from netreg.language import set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Netreg


@pytest.fixture
def complete(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[str]]]:
    """The candidates of a line in the demonstration register, as fish gets them, without what each is."""
    monkeypatch.setenv("NETREG_DB", str(demo_file))
    monkeypatch.setenv("NETREG_CONFIG", str(tmp_path / "config.toml"))
    set_language("th")

    def ask(line: str) -> list[str]:
        words = line.removeprefix("netreg ").split(" ")
        return [one.partition("\t")[0] for one in answer(build_program(), "fish", words).splitlines()]

    yield ask
    set_language("en")


# A line up to the cursor, and candidates that it must have, with "!" those that it must not.
PLACES = {
    "netreg ": "org member agreement due completion !--help",
    "netreg mem": "member !org",
    "netreg --": "--db --as-of --help --install-completion !-q",
    "netreg member ": "add list show edit post !org",
    "netreg member post ": "add list end",
    "netreg member show ": "sompong",
    "netreg member show สม": "สมปอง",
    "netreg member show นายบุ": "นายบุญส่ง",
    "netreg member show x --": "--history --as-of --json",
    "netreg member show x --json --": "--history !--json",
    "netreg agreement list ": "state: signed_on: !kkn-library-mou",
    "netreg agreement list state:": "state:in_force state:expired",
    "netreg agreement list -st": "-state:",
    "netreg agreement list -state:ex": "-state:expired",
    "netreg agreement list --sort ": "signed_on state",
    "netreg agreement list --sort=sig": "--sort=signed_on",
    "netreg agreement list --columns title,si": "title,signed_on",
    "netreg agreement list --missing ": "document",
    "netreg agreement list --format ": "table json ndjson csv tsv",
    "netreg due --format ": "nagios",
    "netreg agreement sign ": "kkn-library-mou",
    "netreg agreement sign kkn-library-mou --party ": "kku-lib",
    "netreg agreement sign kkn-library-mou --party kku-lib --capacity ": "own_right acting on_behalf",
    "netreg agreement sign kkn-library-mou --capacity=on": "--capacity=on_behalf",
    "netreg org add x --kind ": "faculty !คณะ",
    "netreg org add x --kind คณ": "คณะ",
    "netreg org add x --province ขอน": "ขอนแก่น",
    "netreg org edit kku ": "name_th= kind= province=",
    "netreg org edit kku kind=fa": "kind=faculty",
    "netreg org edit kku province=ขอ": "province=ขอนแก่น",
    "netreg due ": "ack snooze rule",
    "netreg due ack ": "",
    "netreg check ": "list accept",
    "netreg help ": "dates exit-codes",
    "netreg config ": "lang era",
    "netreg completion ": "bash zsh fish",
    "netreg --lang ": "th en",
    "netreg --era be org show kku": "kku-lib",
    "netreg member import ": "//files",
    "netreg agreement attach kkn-library-mou ": "//files",
    "netreg nonsense ": "",
    "netreg member nonsense ": "",
    "netreg member show --nonsense ": "sompong",
}


def test_each_place_has_its_candidates(complete: Callable[..., list[str]]) -> None:
    """Names, options, choices, fields and records, and nothing that cannot stand there."""
    wrong: list[str] = []
    for line, expected in PLACES.items():
        found = [word for value in complete(line) for word in (value, value.split(" ")[0])]
        wrong += [
            f"{line!r}: {word} of {found[:12]}"
            for word in expected.split()
            if (word.removeprefix("!") in found) is word.startswith("!")
        ]
    assert not wrong, "\n".join(wrong)


def test_the_register_of_the_command_line_is_asked(complete: Callable[..., list[str]], register: Netreg) -> None:
    """The one that ``--db`` names, before the noun."""
    register("org", "add", "คณะตัวอย่าง", "--code", "sample")

    assert complete(f"netreg --db {register.db} org show ") == ["sample"]


def test_without_a_register_that_can_be_read_nothing_is_said(
    register: Netreg,
    complete: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """None there, a locked one, one of a newer netreg, one that is no register, settings that cannot be read."""
    register("org", "add", "คณะตัวอย่าง", "--code", "sample")
    cases = []
    lock = sqlite3.connect(register.db)
    lock.execute("BEGIN EXCLUSIVE")
    cases.append(complete(f"netreg --db {register.db} org show "))
    lock.rollback()
    lock.execute("PRAGMA user_version=999")
    lock.close()
    cases.append(complete(f"netreg --db {register.db} org show "))
    cases.append(complete("netreg --db /nowhere/at.db org show "))
    register.db.write_bytes(b"a,b\n1,2\n")
    cases.append(complete(f"netreg --db {register.db} org show "))
    monkeypatch.setenv("NETREG_CONFIG", str(register.folder))
    cases.append(complete("netreg org show "))

    assert cases == [[]] * 5
    assert capsys.readouterr() == ("", "")
