"""An empty table with the right headings, which an import reads."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook
from xlsxwriter.utility import xl_col_to_name

from netreg.core.choice_fields import Choice
from netreg.core.fields import Reference, Style
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME, ENTITIES, ORGANISATION
from netreg.errors import NotAllowed, UsageError
from netreg.exchange.columns.table_kinds import EXPLANATION, assign_tables
from netreg.exchange.exporting import cell_checks, templates
from netreg.exchange.headings.table_headings import HeadingOptions, match_headings
from netreg.exchange.tables import open_file

if TYPE_CHECKING:
    from pathlib import Path

    from netreg.core.entity import Entity

every_kind = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
every_language = pytest.mark.parametrize("lang", ["th", "en"])


WORKBOOKS = ("person", "party")  # to read them all takes a while


@every_language
@pytest.mark.parametrize(
    ("kind", "form"),
    [(kind, form) for kind in ENTITIES for form in ("csv", "tsv", "xlsx") if form != "xlsx" or kind.name in WORKBOOKS],
    ids=lambda value: str(getattr(value, "name", value)),
)
def test_every_heading_is_known_and_all_that_is_needed_is_there(
    tmp_path: Path, kind: Entity, lang: str, form: str
) -> None:
    path = tmp_path / f"t.{form}"
    templates.save_template(path, kind, Style("be", lang), force=False)
    with open_file.open_file(path) as file:
        [part], notes = assign_tables(kind, file)
        assert notes == []
        lines = list(part.source.rows())
        headed = match_headings(kind, "t", iter(lines), HeadingOptions(), headed=part.source.has_headings)
    assert len(lines) == 1
    assert len(headed.targets) == len(headed.names)
    into = {name for compound in kind.compound_columns for name in compound.into}
    found = {target.field.name for target in headed.targets.values() if target.place == "own"}
    assert found >= set(kind.required_fields) - into
    assert not found & into


@every_kind
def test_what_is_written_in_one_piece_stands_where_its_parts_would(tmp_path: Path, kind: Entity) -> None:
    templates.save_template(tmp_path / "t.csv", kind, Style(), force=False)
    first = (tmp_path / "t.csv").read_text(encoding="utf-8-sig").strip().split(",")
    for compound in kind.compound_columns:
        names = [field.name for field in kind.stored]
        assert first[names.index(compound.into[0])] == compound.label.th
        assert not {kind.by_name[part].label.th for part in compound.into} & {*first}
    if kind.parent is None:
        assert first[0] == "รหัส"


@every_kind
@every_language
def test_a_sheet_explains_each_column(tmp_path: Path, kind: Entity, lang: str) -> None:
    path = tmp_path / "t.xlsx"
    templates.save_template(path, kind, Style("be", lang), force=False)
    book = load_workbook(path)
    table, about = book.sheet_names
    assert (table, about) == tuple(getattr(label, lang) for label in (kind.plural, EXPLANATION))
    headings = book.get_sheet_by_name(table).to_python()[0]
    explained = book.get_sheet_by_name(about).to_python()[1:]
    assert [row[0] for row in explained if row[0]] == headings
    assert all(row[1] for row in explained if row[0])
    words = " ".join(str(row[3]) for row in explained)
    parts = {part for compound in kind.compound_columns for part in compound.into}
    for field in kind.stored:
        if isinstance(field, Choice) and field.name not in parts:
            assert all(getattr(label, lang) in words for label in field.options.values())
    examples = {row[0]: str(row[2]) for row in explained if row[2]}
    for field in kind.stored:
        example = examples.get(getattr(field.label, lang))
        if example and not isinstance(field, Reference) and field.name not in parts:
            assert field.parse(example) is not None, field.name


def test_an_amount_is_told_to_be_in_baht(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    templates.save_template(path, BY_NAME["activity"], Style("be", "en"), force=False)
    explained = {row[0]: row[1:3] for row in load_workbook(path).get_sheet_by_index(1).to_python()}
    assert explained["Amount (baht)"] == ["an amount in baht", "12,500.50"]
    assert explained["People"] == ["a whole number", "12"]


def test_dates_and_provinces_are_checked_while_they_are_typed(tmp_path: Path) -> None:
    """A warning alone: dates of the Buddhist era are typed as texts, in any form that an import reads."""
    expected = {"person": ("วันเกิด", "จังหวัด"), "meeting": ("วันที่ประชุม",), "agreement": ("วันสิ้นสุดที่ระบุ",)}
    for kind, names in expected.items():
        path = tmp_path / f"{kind}.xlsx"
        templates.save_template(path, BY_NAME[kind], Style(), force=False)
        headings = load_workbook(path).get_sheet_by_index(0).to_python()[0]
        with zipfile.ZipFile(path) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        rules = re.findall(r"<dataValidation (.*?)><formula1>(.*?)</formula1>", sheet)
        assert all(len(formula) <= 255 for _rule, formula in rules)
        for name in names:
            type_, place = "list" if name == "จังหวัด" else "custom", xl_col_to_name(headings.index(name))
            (found,) = [rule for rule, _formula in rules if f'sqref="{place}2:{place}5000"' in rule]
            assert f'type="{type_}" errorStyle="warning"' in found


@every_kind
def test_every_date_is_checked_by_a_formula_that_excel_takes(kind: Entity) -> None:
    for field in kind.stored:
        formula = cell_checks.find_check(field).format(cell="XFD1048576")
        assert bool(formula) == isinstance(field, Date)
        assert len(formula.replace("XFD1048576", "AZ2")) < 255


@pytest.mark.parametrize("name", ["t.json", "t.ndjson", "t.vcf", "t.xls"])
def test_a_template_is_a_table(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        templates.save_template(tmp_path / name, ORGANISATION, Style(), force=False)
    assert list(tmp_path.iterdir()) == []


def test_a_template_replaces_nothing_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("alt")
    with pytest.raises(NotAllowed, match="--force"):
        templates.save_template(path, ORGANISATION, Style(), force=False)
    templates.save_template(path, ORGANISATION, Style(), force=True)
    assert path.read_text(encoding="utf-8-sig").startswith("รหัส,ชื่อองค์กร,")
