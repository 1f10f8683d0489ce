"""The findings of the demonstration register, and where each contradiction of the five documents comes out.

``findings.tsv`` lists what `netreg check --json` finds; ``seed_flags.tsv`` names for each flag of high or medium
severity in the documents its finding, the answer to importing a file of them as received, or why it is not visible.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, laid

if TYPE_CHECKING:
    from tests.conftest import Netreg, Run

FOLDER = Path(__file__).parent
RECEIVED = ROOT / "sample_data" / "as_received"
COLUMNS = ("id", "severity", "record", "name", "what", "command")

SEED_FLAGS = [
    "f01", "f02", "f04", "f05", "f08", "f10", "f11", "f14", "f15", "f16", "f17", "f18", "f19", "f20", "f21", "f28",
    "f29", "f43", "f45", "f47", "f51",
]  # fmt: skip
"""The contradictions and gaps of the documents that weigh high or medium."""

Ask = Callable[..., "Run"]


@pytest.fixture
def demo_copy(netreg: Netreg, demo_file: Path) -> Netreg:
    """The program with a demonstration register of its own."""
    laid(netreg.db, demo_file.read_bytes())
    return netreg


def read_table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_check_finds_what_is_listed(demo: Ask) -> None:
    found = [{name: str(row[name]) for name in COLUMNS} for row in demo("check", "--json").data]
    if os.environ.get("UPDATE_DOCS"):
        lines = ["\t".join(COLUMNS), *("\t".join(row.values()) for row in found)]
        (FOLDER / "findings.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert found == read_table("findings.tsv")


def test_every_flag_of_the_documents_has_its_place(demo: Ask, demo_copy: Netreg) -> None:
    flags, told, wrong = read_table("seed_flags.tsv"), {}, []
    for noun, file in (("org", "mou_bodies.csv"), ("member", "mou_people.csv")):
        runs = [demo_copy(noun, "import", str(RECEIVED / file), "--dry-run", *more) for more in ((), ("--skip-bad",))]
        told[f"{noun} {file}"] = "".join(run.err for run in runs)
    found = {row["id"] for row in demo("check", "--json").data}
    for flag in flags:
        noun, _blank, line = flag["what"].partition(".csv ")
        if flag["place"] == "finding" and not found.issuperset(flag["what"].split(" ")):
            wrong.append((flag["flag"], flag["what"]))
        elif flag["place"] == "import" and f"{noun.split(' ')[-1]}.csv:{line}" not in told[f"{noun}.csv"]:
            wrong.append((flag["flag"], told[f"{noun}.csv"]))
    assert wrong == []
    assert [flag["flag"] for flag in flags] == SEED_FLAGS


def test_what_is_kept_apart_is_not_visible(demo: Ask) -> None:
    written = ("เครือข่ายผู้ปฏิบัติงานศิษย์เก่าสัมพันธ์ มหาวิทยาลัยขอนแก่น", "เครือข่ายผู้ปฏิบัติงานด้านศิษย์เก่าสัมพันธ์")
    assert [demo("group", "show", name, "--json").data["code"] for name in written] == ["kku-net", "kku-net"]
    assert [figure["academic_year"] for figure in demo("org", "figure", "list", "--json").data].count(None) == 0
    office = demo("org", "show", "psu-alumni", "--format", "table").out
    assert "0-7428-2209 ต่อ 2209" in office
    assert "0-7444-6975" in office


def test_a_position_run_on_is_found_after_the_import(demo_copy: Netreg) -> None:
    run = demo_copy("member", "import", str(RECEIVED / "mou_people.csv"), "--skip-bad")
    assert run.code == 3
    rows = demo_copy("check", "member", "--only", "name-with-position", "--json").data
    assert [row["facts"] for row in rows] == [[{"family": "โคตรนรินทร์ศึกษานิเทศก์", "position": "ศึกษานิเทศก์"}]]
