"""A span of days in the column of its first day: it fills both fields."""

from __future__ import annotations

import pytest

from netreg.core.thai_fields import Date
from netreg.entities.span_columns import make_span_compound, split_span
from netreg.errors import InvalidValue

DAY = Date("day", "วัน", "Day")
SPANS = {
    "1 ต.ค. 2565 – 30 ก.ย. 2569": ("2022-10-01", "2026-09-30"),
    "ระหว่าง 1 ต.ค. 2565 ถึง 30 ก.ย. 2569": ("2022-10-01", "2026-09-30"),
    "ต.ค. 2565 - ก.ย. 2569": ("2022-10", "2026-09"),
    "24 - 25 มี.ค. 2565": ("2022-03-24", "2022-03-25"),
    "ไตรมาส 2 ปีงบประมาณ 2568": ("2025-01-01", "2025-03-31"),
    "ตั้งแต่ 1 พ.ย. 2568 เป็นต้นไป": ("2025-11-01", None),
    "ตั้งแต่วันที่ 1 พ.ย. 2568": ("2025-11-01", None),
    "1 พ.ย. 2568 เป็นต้นไป": ("2025-11-01", None),
    "1 พ.ย. 2568 - ปัจจุบัน": ("2025-11-01", None),
    "1 พ.ย. 2568 ถึงปัจจุบัน": ("2025-11-01", None),
    "since 1 Nov 2025": ("2025-11-01", None),
    "1 Nov 2025 - present": ("2025-11-01", None),
    "1 พ.ย. 2568": ("2025-11-01", None),
}


def test_spans_are_split() -> None:
    assert {written: split_span(written, DAY) for written in SPANS} == SPANS
    assert make_span_compound(DAY, "until").fills == ("day", "until")


def test_the_advice_fits_the_field() -> None:
    with pytest.raises(InvalidValue, match="write it like ไตรมาส 2 ปีงบประมาณ 2566"):
        split_span("ไตรมาส 2/2568", DAY)
    with pytest.raises(InvalidValue, match="'ไตรมาส 2/2568' is a span of days; write one date"):
        DAY.parse("ไตรมาส 2/2568")
