"""The sample files: Thai headings, repeatable imports, nothing personal that is not in the facts."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from netreg.cli.maintenance.demo import FILES, find_sample_data
from netreg.entities import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTS = (Path(__file__).parent / "facts.json").read_text(encoding="utf-8")
PATHS = sorted(find_sample_data().glob("*.csv"))
THAI = re.compile(r"[ก-๙]+(-[ก-๙]+)?")
PHONE = re.compile(r"(?<!\d)[0๐][-\d๐-๙ ]{7,}")
EMAIL = re.compile(r"\S+@\S+")


class Run(Protocol):
    """What one run of the program printed and how it ended."""

    out: str
    err: str
    code: int


class Program(Protocol):
    """The program, run by its name."""

    def __call__(self, *arguments: str) -> Run: ...


def cells(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            yield from row


def digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def named(path: Path) -> str:
    return path.name


def test_the_demonstration_takes_every_file() -> None:
    assert {path.name for path in PATHS} == set(FILES)


@pytest.mark.parametrize("path", PATHS, ids=named)
def test_a_file_is_plain_utf_8_with_thai_headings(path: Path) -> None:
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    headings = content.decode("utf-8").split("\n", 1)[0].split(",")
    assert [heading for heading in headings if not THAI.fullmatch(heading)] == []


@pytest.mark.parametrize("path", PATHS, ids=named)
def test_cells_have_no_edge_blanks_and_rows_are_full(path: Path) -> None:
    assert [cell for cell in cells(path) if cell != cell.strip()] == []
    with path.open(encoding="utf-8", newline="") as file:
        assert len({len(row) for row in csv.reader(file)}) == 1


@pytest.mark.parametrize("path", PATHS, ids=named)
def test_a_second_import_changes_nothing(path: Path, netreg: Program, demo_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(demo_file, copy)
    command = BY_NAME[FILES[path.name]].command.split()
    run = netreg("--db", str(copy), *command, "import", str(path), "--json")
    assert run.code == 0, run.err
    (counts,) = json.loads(run.out)
    assert (counts["new"], counts["changed"]) == (0, 0)
    assert counts["unchanged"] == counts["rows"] > 0


@pytest.mark.parametrize("path", PATHS, ids=named)
def test_no_address_or_number_that_is_not_in_the_facts(path: Path) -> None:
    for cell in cells(path):
        assert EMAIL.findall(cell) == []
        for number in PHONE.findall(cell):
            assert digits(number)[:9] in FACTS
