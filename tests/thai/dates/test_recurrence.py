"""Rules by which something comes again: in words, as RRULEs, and the days that they give."""

from __future__ import annotations

from datetime import date

import pytest

from netreg.errors import InvalidValue
from netreg.thai.dates.recurrence import list_days, parse_recurrence

RULES = {
    "last Tuesday of each month": "FREQ=MONTHLY;BYDAY=-1TU",
    "last Tuesday of each month, not on holidays": "FREQ=MONTHLY;BYDAY=-1TU",
    "วันอังคารสุดท้ายของทุกเดือน": "FREQ=MONTHLY;BYDAY=-1TU",
    "วันอังคารสุดท้ายของเดือน ไม่ตรงกับวันหยุด": "FREQ=MONTHLY;BYDAY=-1TU",
    "ทุกวันพุธที่ 2 ของเดือน": "FREQ=MONTHLY;BYDAY=2WE",
    "วันพุธ สัปดาห์ที่ ๒ ของเดือน": "FREQ=MONTHLY;BYDAY=2WE",
    "ทุกวันพุธอาทิตย์ที่ 2 ของเดือน": "FREQ=MONTHLY;BYDAY=2WE",
    "ทุกวันอาทิตย์แรกของเดือน": "FREQ=MONTHLY;BYDAY=1SU",
    "วันพฤหัสฯ สัปดาห์แรกของทุกเดือน": "FREQ=MONTHLY;BYDAY=1TH",
    "ทุกวันอังคาร สัปดาห์ที่ 1 และ 3": "FREQ=MONTHLY;BYDAY=1TU,3TU",
    "second and fourth Tuesday of each month": "FREQ=MONTHLY;BYDAY=2TU,4TU",
    "ทุกวันจันทร์": "FREQ=WEEKLY;BYDAY=MO",
    "every Tuesday and Thursday": "FREQ=WEEKLY;BYDAY=TU,TH",
    "every 2 weeks on Friday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "ทุก 2 สัปดาห์ วันศุกร์": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "วันที่ 15 ของทุกเดือน": "FREQ=MONTHLY;BYMONTHDAY=15",
    "วันที่ 1 และ 16 ของทุกเดือน": "FREQ=MONTHLY;BYMONTHDAY=1,16",
    "on the 15th of each month": "FREQ=MONTHLY;BYMONTHDAY=15",
    "every 3 months on the first Monday": "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO",
    "ทุกไตรมาส วันพุธแรก": "FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE",
    "เดือนเว้นเดือน วันพุธแรก": "FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE",
    "วันทำการสุดท้ายของเดือน": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "ทุกวันสิ้นเดือน": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "last day of every month": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "RRULE:FREQ=WEEKLY;BYDAY=MO;INTERVAL=2": "FREQ=WEEKLY;BYDAY=MO;INTERVAL=2",
}
REFUSED = (
    "", "ทุกเดือน", "ทุกปี", "เมื่อว่าง", "last Tuesday of January", "วันที่ 40 ของเดือน", "FREQ=SECONDLY",
    "FREQ=MONTHLY;BYDAY=XX", "FREQ=", "ทุกวันจันทร์ทุกเดือนเวลา", "x" * 10_000,
)  # fmt: skip


def test_rules_in_words() -> None:
    found = {text: parse_recurrence(text) for text in RULES}
    assert found == RULES


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_recurrence(text)


def test_the_days_of_a_rule() -> None:
    days = list_days("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1TU", date(2025, 1, 1), date(2025, 12, 31))
    assert [str(day) for day in days] == ["2025-01-28", "2025-04-29", "2025-07-29", "2025-10-28"]
    assert list_days("FREQ=YEARLY;UNTIL=20200101", date(2025, 1, 1), date(2025, 12, 31)) == ()
