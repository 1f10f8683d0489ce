"""The form of a file that is written: the one asked for, else that of its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from netreg.errors import Usage
from netreg.exchange.forms import FORMS, form_of

FORMS_OF_NAMES = [
    ("a.csv", None, "csv"), ("a.CSV", None, "csv"), ("a", None, "csv"), ("a.txt", None, "csv"), ("-", None, "csv"),
    ("a.tsv", None, "tsv"), ("a.xlsx", None, "xlsx"), ("a.json", None, "json"), ("a.jsonl", None, "ndjson"),
    ("a.ndjson", None, "ndjson"), ("a.vcf", None, "vcf"), ("a.ics", None, "ics"), ("a.csv", "json", "json"),
    ("a.xls", "csv", "csv"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "asked", "form"), FORMS_OF_NAMES)
def test_the_form_is_the_one_asked_for_else_that_of_the_name(name: str, asked: str | None, form: str) -> None:
    assert form_of(Path(name), asked) == form


@pytest.mark.parametrize(("name", "asked"), [("a.xls", None), ("a.ods", None), ("a.csv", "pdf"), ("-", "table")])
def test_a_form_that_is_not_written_is_refused(name: str, asked: str | None) -> None:
    with pytest.raises(Usage) as failure:
        form_of(Path(name), asked)
    assert ", ".join(FORMS) in failure.value.advice
