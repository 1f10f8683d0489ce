"""The quorum of a body, by a share of its members or a number."""

from __future__ import annotations

import pytest

from netreg.entities.meeting.quorum import parse_quorum
from netreg.errors import InvalidValue

NEEDED_OF_15_AND_14 = {
    "กึ่งหนึ่ง": (8, 7), "ไม่น้อยกว่ากึ่งหนึ่ง": (8, 7), "half": (8, 7),
    "เกินกึ่งหนึ่ง": (8, 8), "more than half": (8, 8), "majority": (8, 8),
    "2/3": (10, 10), "สองในสาม": (10, 10), "ไม่น้อยกว่า ๒ ใน ๓ ของกรรมการทั้งหมด": (10, 10),
    "two thirds": (10, 10), "60%": (9, 9),
    "8": (8, 8), "๘ คน": (8, 8), "at least 5 people": (5, 5),
}  # fmt: skip


def test_how_many_are_needed() -> None:
    found = {text: tuple(parse_quorum(text).compute_needed(n) for n in (15, 14)) for text in NEEDED_OF_15_AND_14}
    assert found == NEEDED_OF_15_AND_14


@pytest.mark.parametrize("text", ["", "0", "3/2", "หลายคน", "120%", "-1", "กึ่ง"])
def test_what_is_no_quorum_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_quorum(text)
