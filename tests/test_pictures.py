"""The pictures of the documentation show what the program shows today."""

from __future__ import annotations

import pytest

from tests.pictures import FOLDER, PICTURES, draw_all


@pytest.mark.process
def test_the_pictures_are_those_of_today() -> None:
    """``python -m tests.pictures`` draws them anew; each stands in the quick start."""
    assert {name: (FOLDER / f"{name}.svg").read_text(encoding="utf-8") for name in PICTURES} == draw_all()
    page = (FOLDER.parent / "เริ่มต้น.md").read_text(encoding="utf-8")
    assert [name for name in PICTURES if f"](pictures/{name}.svg)" not in page] == []
