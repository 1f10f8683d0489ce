"""Names split column by column, as each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from netreg.core.compound_columns import SplitColumns
from netreg.entities.people import person_names

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAIN = ("นายสมมุติ ตัวอย่าง", "นางสาวทดสอบ สมมุติ", "ดร.ทดลอง ตัวอย่าง")


@given(st.lists(st.sampled_from([*PLAIN, "", "ผศ. ดร.สมมุติ ตัวอย่าง", "สมมุติ", "สมมุติ (เล่น) ตัวอย่าง"])))
def test_a_column_of_names_is_split_as_each_of_them(names: Sequence[str]) -> None:
    found = person_names.split_full_names(names)
    rows = [*zip(*found.parts, strict=True)] if isinstance(found, SplitColumns) else found
    assert list(rows) == [person_names.split_full_name(name) if name else None for name in names]
    assert isinstance(found, SplitColumns) == (bool(names) and {*names} <= {*PLAIN})
