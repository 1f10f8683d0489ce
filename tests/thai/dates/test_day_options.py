"""Days and windows as options take them."""

from __future__ import annotations

from datetime import date

import pytest

from netreg.errors import InvalidValue
from netreg.thai.dates.day_options import parse_day_option, parse_period_option, parse_window
from netreg.thai.dates.terms import (
    add_term,
)


@pytest.mark.parametrize(
    ("text", "window", "end"),
    [
        ("90d", "P90D", "2024-09-29"),
        ("90", "P90D", "2024-09-29"),
        ("๙๐", "P90D", "2024-09-29"),
        ("90 วัน", "P90D", "2024-09-29"),
        ("3m", "P3M", "2024-10-01"),
        ("3 เดือน", "P3M", "2024-10-01"),
        ("1y", "P1Y", "2025-07-01"),
        ("2 สัปดาห์", "P2W", "2024-07-15"),
        ("0", "P0D", "2024-07-01"),
        ("0d", "P0D", "2024-07-01"),
    ],
)
def test_parse_window(text: str, window: str, end: str) -> None:
    assert parse_window(text) == window
    assert add_term(date(2024, 7, 1), window).isoformat() == end


@pytest.mark.parametrize("text", ["", "x", "-90", "90x", "5 ส.ค. 2564", "9" * 30, "200y"])
def test_refused_window(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_window(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2024-05-31"),
        ("Today", "2024-05-31"),
        ("วันนี้", "2024-05-31"),
        ("yesterday", "2024-05-30"),
        ("เมื่อวาน", "2024-05-30"),
        ("tomorrow", "2024-06-01"),
        ("พรุ่งนี้", "2024-06-01"),
        ("+90d", "2024-08-29"),
        ("+90", "2024-08-29"),
        ("+90 วัน", "2024-08-29"),
        ("-3m", "2024-02-29"),
        ("+1y", "2025-05-31"),
        ("5/8/2564", "2021-08-05"),
        ("5 ส.ค. 2564", "2021-08-05"),
        ("2021-08-05", "2021-08-05"),
        ("2021-08-05T09:00", "2021-08-05"),
    ],
)
def test_parse_day_option(text: str, day: str) -> None:
    assert parse_day_option(text, date(2024, 5, 31)).isoformat() == day


@pytest.mark.parametrize("text", ["", "+", "-", "+x", "90d", "90 วัน", "2564", "ส.ค. 2564", "24-25/3/2565", "05/06/21"])
def test_refused_day_option(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_day_option(text, date(2024, 5, 31))


def test_a_period_is_counted_from_the_day_it_is_read() -> None:
    """Months and weeks run over the end of a year; quarters are those of both years."""
    expected = {
        "ปีนี้": ("2024-01-01", "2024-12-31"), "last year": ("2023-01-01", "2023-12-31"),
        "เดือนหน้า": ("2025-01-01", "2025-01-31"), "เดือนก่อน": ("2024-11-01", "2024-11-30"),
        "this month": ("2024-12-01", "2024-12-31"), "ไตรมาสหน้า": ("2025-01-01", "2025-03-31"),
        "ปีงบนี้": ("2024-10-01", "2025-09-30"), "ปีงบประมาณที่แล้ว": ("2023-10-01", "2024-09-30"),
        "next fiscal year": ("2025-10-01", "2026-09-30"), "สัปดาห์นี้": ("2024-12-30", "2025-01-05"),
        "ภายใน 90 วัน": ("2024-12-31", "2025-03-31"), "within 1y": ("2024-12-31", "2025-12-31"),
        "ภายในเดือนหน้า": ("2024-12-31", "2025-01-31"),
    }  # fmt: skip
    found = {text: parse_period_option(text, date(2024, 12, 31)) for text in expected}
    assert {text: tuple(map(str, period or ())) for text, period in found.items()} == expected
    others = ("ปีไหน", "ปี", "นี้", "ภายในไม่นาน", "ภายใน", "today", "2564", "")
    assert [text for text in others if parse_period_option(text, date(2024, 12, 31))] == []
