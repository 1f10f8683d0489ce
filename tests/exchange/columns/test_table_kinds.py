"""Which tables of a file hold which kinds of record."""

from __future__ import annotations

import pytest

from netreg.entities import BY_NAME
from netreg.errors import UnusableInput
from netreg.exchange.columns.table_kinds import EXPLANATION, assign_tables
from netreg.exchange.tables.source_tables import SourceFile, SourceTable


def opened(form: str, *names: str) -> SourceFile:
    """A file with tables of these names."""
    sources = [SourceTable(name, lambda: iter(())) for name in names]
    return SourceFile("f", "", form, "utf-8", sources)


def parts(kind: str, form: str, *names: str) -> tuple[list[tuple[str, str, int | None]], list[str]]:
    """Kind, name and the part it is nested in, of each part; and the notes."""
    found, notes = assign_tables(BY_NAME[kind], opened(form, *names))
    assert [part.number for part in found] == list(range(len(found)))
    return [(part.entity.name, part.name, part.nested_in) for part in found], notes


def test_one_table_is_that_of_the_kind_whatever_its_name() -> None:
    for name in ("", "Sheet1", "ผู้ลงนาม"):
        assert parts("person", "xlsx", name) == ([("person", "f", None)], [])
    assert parts("person", "csv", "") == ([("person", "f", None)], [])


SHEETS = {
    "plural in Thai": (("ข้อตกลง", "ภาคี"), ["agreement", "party"]),
    "plural in English": (("Agreements", "Parties", "Signatories"), ["agreement", "party", "signatory"]),
    "machine names": (("agreement", "party", "witness"), ["agreement", "party", "witness"]),
    "collections, in any case": (("PARTIES", "agreements", " Purposes "), ["agreement", "purpose", "party"]),
    "children first": (("signatories", "parties", "agreements"), ["agreement", "party", "signatory"]),
}


@pytest.mark.parametrize(("names", "kinds"), SHEETS.values(), ids=list(SHEETS))
def test_sheets_are_known_by_name_and_taken_parents_first(names: tuple[str, ...], kinds: list[str]) -> None:
    found, notes = parts("agreement", "xlsx", *names)
    assert [kind for kind, _name, _nested in found] == kinds
    assert all(name.startswith("f [") and nested is None for _kind, name, nested in found)
    assert notes == []


def test_other_sheets_are_left_out_with_a_note() -> None:
    found, notes = parts("person", "ods", "ปก", "สมาชิก", "ข้อตกลง")
    assert found == [("person", "f [สมาชิก]", None)]
    assert notes == ["f: the sheet 'ปก' was skipped", "f: the sheet 'ข้อตกลง' was skipped"]


@pytest.mark.parametrize("name", EXPLANATION)
def test_the_sheet_that_explains_a_template_is_none(name: str) -> None:
    assert parts("person", "xlsx", "อะไรก็ได้", name) == ([("person", "f", None)], [])
    assert parts("person", "xlsx", "สมาชิก", name, "posts") == (
        [("person", "f [สมาชิก]", None), ("post", "f [posts]", None)],
        [],
    )
    with pytest.raises(UnusableInput, match="f is empty"):
        parts("person", "xlsx", name)


@pytest.mark.parametrize("names", [("ก", "ข"), ("posts", "ข"), ("parties", "meetings")])
def test_sheets_none_of_which_is_that_of_the_kind(names: tuple[str, ...]) -> None:
    with pytest.raises(UnusableInput) as failure:
        parts("person", "xlsx", *names)
    told = ", ".join(f"'{name}'" for name in names)
    assert (
        str(failure.value)
        == f"f has several sheets: {told}; choose one with --sheet NAME, or take each with --sheet all"
    )


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_nested_lists_are_known_by_their_collections(form: str) -> None:
    names = ("", "parties", "parties/signatories", "purposes", "meetings")
    found, notes = parts("agreement", form, *names)
    assert found == [
        ("agreement", "f", None),
        ("party", "f [parties]", 0),
        ("signatory", "f [parties/signatories]", 1),
        ("purpose", "f [purposes]", 0),
    ]
    assert notes == ["f: 'meetings' was skipped"]


def test_a_collection_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnusableInput, match="unknown collection 'parties/purposes'; expected one of: signatories"):
        parts("agreement", "json", "", "parties", "parties/purposes")


def test_a_file_without_a_table_is_empty() -> None:
    with pytest.raises(UnusableInput, match="f is empty"):
        parts("person", "xlsx")
