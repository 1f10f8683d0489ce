"""Fields that hold several values: shown to people, given to scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.fields import Style
from netreg.core.plural_fields import DayList, NameList, NumberList

if TYPE_CHECKING:
    from netreg.core.fields import Field

NUMBERS, NAMES, DAYS = NumberList("f", "ก", "A"), NameList("f", "ก", "A"), DayList("f", "ก", "A")
CASES: list[tuple[Field, Any, str, str, list[Any]]] = [
    (NUMBERS, [1, 2, 3, 5], "1–3, 5", "1; 2; 3; 5", [1, 2, 3, 5]),
    (NUMBERS, [7], "7", "7", [7]),
    (NUMBERS, (1, 2), "1–2", "1; 2", [1, 2]),
    (NAMES, ["เลย", "ตาก"], "เลย; ตาก", "เลย; ตาก", ["เลย", "ตาก"]),
    (
        DAYS,
        ["2022-03-24/2022-03-25", "2022-04"],
        "24–25 มี.ค. 2565; เม.ย. 2565",
        "2022-03-24/2022-03-25; 2022-04",
        ["2022-03-24/2022-03-25", "2022-04"],
    ),
]


@pytest.mark.parametrize(("field", "value", "shown", "flat", "plain"), CASES)
def test_several_values(field: Field, value: Any, shown: str, flat: str, plain: list[Any]) -> None:
    assert field.show(value, Style("be", "th")) == shown
    assert field.to_cell(value) == flat
    assert field.to_json(value) == plain


@pytest.mark.parametrize("field", [NUMBERS, NAMES, DAYS])
@pytest.mark.parametrize("nothing", [None, [], ()])
def test_none_at_all(field: Field, nothing: Any) -> None:
    assert (field.show(nothing), field.to_cell(nothing), field.to_json(nothing)) == ("", "", [])


def test_days_are_in_the_era_and_language_asked_for() -> None:
    assert DAYS.show(["2022-03-24/2022-03-25"], Style("ce", "en")) == "24–25 Mar 2022"
