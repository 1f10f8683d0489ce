"""What stands on a line of a card beside the name: a value behind its label, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.core.fields import Count, Field, Money, Number, Style, Text
from netreg.render.card_children import name_value

if TYPE_CHECKING:
    from netreg.core.entity import Row


@pytest.mark.usefixtures("in_english")
def test_the_unit_of_a_label_stands_behind_the_number() -> None:
    cases: tuple[tuple[Field, Row, str], ...] = (
        (Number("age", "รอคำตอบ (วัน)", "Waiting (days)"), {"age": 1944}, "Waiting 1,944 days"),
        (Count("people", "องค์ประกอบ", "Members (คน)"), {"people": 1200}, "Members 1,200 คน"),
        (Money("amount", "ยอดเงิน (บาท)", "Amount (baht)"), {"amount": 50000}, "Amount 500.00 baht"),
        (Money("amount", "ยอดเงิน (บาท)", "Amount (baht)"), {"amount": 1250050}, "Amount 12,500.50 baht"),
        (Number("year", "ปี", "Year"), {"year": 2569}, "Year 2569"),
        (Number("age", "รอคำตอบ (วัน)", "Waiting (days)"), {"age": None}, ""),
        (Text("text", "ข้อความ", "Text (short)"), {"text": "ดี"}, "Text (short) ดี"),
    )
    shown = [name_value(field, row, Style()) for field, row, _wanted in cases]
    assert shown == [wanted for _field, _row, wanted in cases]
