"""The form of a file that is written: the one asked for, else that of its name; what stands in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from netreg.core.fields import Count, Field, Money, Text
from netreg.core.thai_fields import Date
from netreg.errors import UsageError
from netreg.exchange.exporting.file_formats import FORMATS, choose_format, format_json, is_typed_value

FORMS_OF_NAMES = [
    ("a.csv", None, "csv"), ("a.CSV", None, "csv"), ("a", None, "csv"), ("a.txt", None, "csv"), ("-", None, "csv"),
    ("a.tsv", None, "tsv"), ("a.xlsx", None, "xlsx"), ("a.json", None, "json"), ("a.jsonl", None, "ndjson"),
    ("a.ndjson", None, "ndjson"), ("a.vcf", None, "vcf"), ("a.vcf", "vcf4", "vcf4"),
    ("a.ics", None, "ics"), ("a.csv", "json", "json"),
    ("a.xls", "csv", "csv"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "asked", "form"), FORMS_OF_NAMES)
def test_the_form_is_the_one_asked_for_else_that_of_the_name(name: str, asked: str | None, form: str) -> None:
    assert choose_format(Path(name), asked) == form


@pytest.mark.parametrize(("name", "asked"), [("a.xls", None), ("a.ods", None), ("a.csv", "pdf"), ("-", "table")])
def test_a_form_that_is_not_written_is_refused(name: str, asked: str | None) -> None:
    with pytest.raises(UsageError) as failure:
        choose_format(Path(name), asked)
    assert ", ".join(FORMATS) in failure.value.advice


AMOUNT, DAY, PEOPLE, NOTE = Money("f", "ก", "A"), Date("f", "ก", "A"), Count("f", "ก", "A"), Text("f", "ก", "A")


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [
        (DAY, "2021-08-05", True), (DAY, "2021-08", False), (DAY, "2021-08-05T09:00", False), (DAY, None, False),
        (PEOPLE, 0, True), (PEOPLE, None, True), (AMOUNT, None, True), (AMOUNT, 1250, True),
        (NOTE, "2021-08-05", False),
    ],
)  # fmt: skip
def test_a_workbook_holds_numbers_and_full_dates(field: Field, value: Any, typed: bool) -> None:
    assert is_typed_value(field, value) is typed


def test_json_is_one_array_or_an_object_a_line() -> None:
    objects: list[dict[str, Any]] = [{"name": "ก"}, {"name": None}]
    assert json.loads(format_json(objects, "json")) == objects
    assert format_json(objects, "ndjson") == '{"name": "ก"}\n{"name": null}\n'
    assert format_json([], "ndjson") == ""
