"""A list in a file: as it is shown, for a spreadsheet or for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.fields import Style
from netreg.entities import BY_NAME, ENTITIES
from netreg.errors import UsageError
from netreg.exchange.exporting.list_files import save_list
from netreg.exchange.tables import open_file

if TYPE_CHECKING:
    from pathlib import Path

LIST = (BY_NAME["person"].by_name["id"], BY_NAME["person"].by_name["birth_date"], BY_NAME["person"].by_name["note"])
LISTED = [
    {"id": 1, "birth_date": "1987-08-05", "note": "=1+1"},
    {"id": 2, "birth_date": "1987", "note": None},
]


def listed(path: Path) -> bytes:
    save_list(path, LIST, LISTED, Style(), force=False)
    return path.read_bytes()


LISTS = {
    "a.csv": "\ufeffNo.,Born,Note\n1,5 ส.ค. 2530,'=1+1\n2,2530,\n",
    "a.tsv": "\ufeffNo.\tBorn\tNote\n1\t5 ส.ค. 2530\t'=1+1\n2\t2530\t\n",
    "a.ndjson": (
        '{"id": 1, "birth_date": "1987-08-05", "note": "=1+1"}\n{"id": 2, "birth_date": "1987", "note": null}\n'
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_in_a_file_is_as_it_is_shown(tmp_path: Path, name: str) -> None:
    assert listed(tmp_path / name).decode() == LISTS[name]


def test_a_list_as_json_is_for_programs(tmp_path: Path) -> None:
    assert json.loads(listed(tmp_path / "a.json")) == LISTED


def test_a_list_in_a_workbook_has_real_dates(tmp_path: Path) -> None:
    listed(tmp_path / "a.xlsx")
    with open_file.open_file(tmp_path / "a.xlsx") as file:
        [source] = file.tables
        assert [line.cells for line in source.rows()] == [
            ["No.", "Born", "Note"], ["1", "1987-08-05", "=1+1"], ["2", "2530", ""],
        ]  # fmt: skip


def test_a_list_in_a_workbook_has_amounts_where_they_are_known(tmp_path: Path) -> None:
    fields = [BY_NAME["activity"].by_name[name] for name in ("title", "amount", "people")]
    rows: list[dict[str, Any]] = [
        {"title": "ก", "amount": 1250, "people": 3},
        {"title": "ข", "amount": None, "people": None},
    ]
    save_list(tmp_path / "a.xlsx", fields, rows, Style(), force=False)
    with open_file.open_file(tmp_path / "a.xlsx") as file:
        [source] = file.tables
        assert [line.cells for line in source.rows()][1:] == [["ก", "12.5", "3"], ["ข", "", ""]]


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "json", "ndjson"])
def test_of_any_kind_nothing_need_be_known(tmp_path: Path, form: str) -> None:
    for kind in ENTITIES:
        file = tmp_path / f"{kind.name}.{form}"
        save_list(file, list(kind.by_name.values()), [dict.fromkeys(kind.by_name)], Style(), force=False)
        assert file.stat().st_size


@pytest.mark.parametrize("name", ["a.vcf", "a.ics", "a.xls"])
def test_a_list_is_no_card_or_calendar(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        listed(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("lang", "said"), [("th", "ไม่มีวันสิ้นสุด"), ("en", "No end")])
def test_flags_in_a_workbook_are_words(tmp_path: Path, lang: str, said: str) -> None:
    """For paper; programs get the ids."""
    flags = BY_NAME["agreement"].by_name["flags"]
    rows: list[dict[str, Any]] = [{"flags": [{"id": "missing-end-date", "severity": "high", "data": {}}]}]
    save_list(tmp_path / "a.xlsx", (flags,), rows, Style("be", lang), force=False)
    with open_file.open_file(tmp_path / "a.xlsx") as file:
        assert [line.cells for line in file.tables[0].rows()][1:] == [[said]]
