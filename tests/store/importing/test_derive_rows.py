"""What is kept beside many new records at once: the same as beside each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreg.core.address_fields import Email, Url
from netreg.core.choice_fields import Choice
from netreg.core.fields import Field, Text, TextList
from netreg.core.table_import import OWN, ImportColumn, TableImport
from netreg.core.thai_fields import Date, Phone, TitlesField
from netreg.entities import ENTITIES, PERSON
from netreg.store.importing import derive_rows
from netreg.store.records import search_columns
from netreg.thai import text
from tests.conftest import examples

if TYPE_CHECKING:
    from netreg.core.entity import Entity, Row

WORDS = ["สมมติ", "ตัวอย่าง", "ณ", "เขต 1-2", "Test", "É", "ฯ", "ก่ำ", "ทดสอบ;กขค", "m1@example.org", "0812345678", "่"]
SEARCHED = (Text, TextList, Email, Phone, Url, TitlesField)
TITLES = ["นาย", "ผศ. ดร.", "ท่านสมมติ", None]


def written(field: Field) -> st.SearchStrategy[Any]:
    """Values as they are stored, of the fields that can be searched."""
    if isinstance(field, TitlesField):
        return st.sampled_from(TITLES)
    if isinstance(field, Choice):
        return st.sampled_from(list(field.options))
    if isinstance(field, TextList):
        return st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(
            lambda some: field.parse(";".join(some))
        )
    if type(field) not in SEARCHED:
        return st.just(field.parse("2026-01-05") if isinstance(field, Date) else 1)
    return st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


def by_itself(kind: Entity, row: Row) -> derive_rows.DerivedValues:
    """What is kept beside one record."""
    if kind.find_problems(row):
        return derive_rows.IMPOSSIBLE
    kept = search_columns.derive_columns(kind, row)
    keys = tuple(filter(None, [text.match_key(name) for name in kind.names(row) if name]))
    return kept.get("sort_key"), kept["search_text"], keys


@settings(max_examples=examples(16), deadline=None)
@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
@given(data=st.data())
def test_what_is_kept_beside_many_is_what_is_kept_beside_each(kind: Entity, data: st.DataObject) -> None:
    plain = [field for field in kind.stored if type(field) in SEARCHED or field.name in kind.required_fields]
    fields = data.draw(st.lists(st.sampled_from(plain), unique=True, min_size=1))
    rows = data.draw(st.lists(st.tuples(*map(written, fields)), min_size=1, max_size=5))
    derive = derive_rows.make_record_deriver(
        TableImport(kind, None, tuple(ImportColumn(OWN, field) for field in fields))
    )
    names = [field.name for field in fields]
    full = [kind.make_blank_row() | {n: v for n, v in zip(names, row, strict=True) if v is not None} for row in rows]
    assert derive(list(zip(*rows, strict=True)), len(rows)) == [by_itself(kind, row) for row in full]


def test_rows_without_a_value_of_their_own_are_impossible() -> None:
    assert derive_rows.make_record_deriver(TableImport(PERSON, None, ()))([], 2) == [derive_rows.IMPOSSIBLE] * 2
