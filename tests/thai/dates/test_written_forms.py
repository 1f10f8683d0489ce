"""The longer forms in which dates are written: what stands around them, and what stands in another order."""

from __future__ import annotations

import pytest

from netreg.errors import InvalidValue
from netreg.thai.dates.date_parser import parse_date

READ = """
    15 ก.ค. 2565 09:00:01 = 2022-07-15T09:00:01
    2022-07-15T02:00:01Z = 2022-07-15T09:00:01
    2022-07-15T02:00Z = 2022-07-15T09:00
    2022-07-15T22:00-05:00 = 2022-07-16T10:00
    2022-07-15 09:00:01 = 2022-07-15T09:00:01
    15/7/2565 09:00:30 = 2022-07-15T09:00:30
    15/7/2565 09:00:00 = 2022-07-15T09:00
    ประกาศ ณ วันที่ 5 สิงหาคม 2564 = 2021-08-05
    ประกาศ ณ วันที่ 5 สิงหาคม พ.ศ. 2564 = 2021-08-05
    สั่ง ณ วันที่ 5 สิงหาคม 2564 = 2021-08-05
    ให้ไว้ ณ วันที่ 5 สิงหาคม พ.ศ. ๒๕๖๔ = 2021-08-05
    ตราไว้ ณ วันที่ 5 สิงหาคม 2564 = 2021-08-05
    ข้อมูล ณ วันที่ 5 ส.ค. 64 = 2021-08-05
    ลงนามเมื่อวันที่ 5 ส.ค. 2564 = 2021-08-05
    ลงนามเมื่อ 5 ส.ค. 2564 = 2021-08-05
    สิ้นสุดวันที่ 5 ส.ค. 2564 = 2021-08-05
    วันที่: 5 ส.ค. 2564 = 2021-08-05
    วันที่ : 5 ส.ค. 2564 = 2021-08-05
    นับตั้งแต่วันที่ 5 ส.ค. 2564 ถึงวันที่ 4 ส.ค. 2567 = 2021-08-05/2024-08-04
    มีผลตั้งแต่วันที่ 5 ส.ค. 2564 ถึงวันที่ 4 ส.ค. 2567 = 2021-08-05/2024-08-04
    5 ส.ค. 2564. = 2021-08-05
    (5 ส.ค. 2564) = 2021-08-05
    '5 ส.ค. 2564 = 2021-08-05
    '5/8/2564 = 2021-08-05
    5 ส.ค. '64 = 2021-08-05
    5 ส.ค. ’64 = 2021-08-05
    (จ) 24 ก.ค. 2566 = 2023-07-24
    จ 24 ก.ค. 66 = 2023-07-24
    จ. 24 ก.ค. 66 = 2023-07-24
    (จ.) 24 ก.ค. 66 = 2023-07-24
    24 ก.ค. 2566 (จันทร์) = 2023-07-24
    24 กรกฎาคม 2566 (วันจันทร์) = 2023-07-24
    24 July 2023 (Mon) = 2023-07-24
    5 Aug 2021 6:00 pm = 2021-08-05T18:00
    5 Aug 2021 at 6:00 pm = 2021-08-05T18:00
    15 ก.ค. 2565 6:00 PM = 2022-07-15T18:00
    15 ก.ค. 2565, 12:30 am = 2022-07-15T00:30
    13.30 น. 5 สิงหาคม 2564 = 2021-08-05T13:30
    เวลา 13.30 น. วันที่ 5 สิงหาคม 2564 = 2021-08-05T13:30
    13.30 น. วันพฤหัสบดีที่ 5 สิงหาคม 2564 = 2021-08-05T13:30
    09.00-12.00 น. วันที่ 5 สิงหาคม 2564 = 2021-08-05T09:00/2021-08-05T12:00
    13:30 5/8/2564 = 2021-08-05T13:30
    5 สิงหาคม 2564 (2021) = 2021-08-05
    5 สิงหาคม 2564 (ค.ศ. 2021) = 2021-08-05
    5 August 2021 (2564) = 2021-08-05
    5 พฤศจิกายน 2564 = 2021-11-05
    สิ้นเดือนมิถุนายน 2567 = 2024-06-30
    วันสิ้นเดือน ก.พ. 67 = 2024-02-29
    วันสุดท้ายของเดือนกันยายน 2567 = 2024-09-30
    สิ้นสุดเดือนธันวาคม 2570 = 2027-12-31
    สิ้นปี พ.ศ. 2567 = 2024-12-31
    สิ้นปีงบประมาณ 2567 = 2024-09-30
    สิ้นปีงบฯ 67 = 2024-09-30
    สิ้นไตรมาส 2 ปีงบประมาณ 2567 = 2024-03-31
    end of June 2024 = 2024-06-30
    ปีงบฯ 2567 = 2023-10-01/2024-09-30
    ปีงบประมาณ 67 = 2023-10-01/2024-09-30
    ปีงบ 67 = 2023-10-01/2024-09-30
    ปีงบประมาณ พ.ศ. 67 = 2023-10-01/2024-09-30
    งบประมาณปี 2567 = 2023-10-01/2024-09-30
    ปีงบประมาณ พ.ศ. 2567 = 2023-10-01/2024-09-30
    August 5, 2021 = 2021-08-05
    Aug 5 2021 = 2021-08-05
    5th August 2021 = 2021-08-05
    Thursday, August 5, 2021 = 2021-08-05
    Thursday, 5 August 2021 = 2021-08-05
    Thu, Aug 5, 2021 = 2021-08-05
    August 5th, 2021 = 2021-08-05
    the 5th of August 2021 = 2021-08-05
    Aug. 5, 2021 = 2021-08-05
    as of 5 August 2021 = 2021-08-05
    Date: 5 August 2021 = 2021-08-05
    signed on 5 Aug 2021 = 2021-08-05
    5 - 6 ส.ค. '64 = 2021-08-05/2021-08-06
    ระหว่างวันที่ 5 - 6 ส.ค. 2564. = 2021-08-05/2021-08-06
    (24 - 25 มีนาคม 2565) = 2022-03-24/2022-03-25
    5 ส.ค. 2564 เวลา 9.00 น. = 2021-08-05T09:00
    ๕ ส.ค. ๒๕๖๔ = 2021-08-05
    ณ วันที่ 5 เดือน สิงหาคม พ.ศ. 2564 = 2021-08-05
    วันที่ 5 เดือนสิงหาคม พ.ศ. 2564 = 2021-08-05
"""

REFUSED = """
    สิ้น 5/8/67 9.00 = 'สิ้น 5/8/67 9.00' is not a valid date; write it like 5 ส.ค. 2564 or 2021-08-05
    สิ้น 5 ส.ค. 2567 = 'สิ้น 5 ส.ค. 2567' is not a valid date; write it like 5 ส.ค. 2564 or 2021-08-05
    สิ้นเดือนมิถุนายน = 'สิ้นเดือนมิถุนายน' has no year; write it like 5 ส.ค. 2564
    (อ) 24 ก.ค. 2566 = 24 Jul 2566 is a Monday, not a Tuesday; correct the weekday or the date
    5 สิงหาคม 2564 (2022) = the years 2564 and 2022 are not the same; correct one
    5 กรกฏาคม 2564 = '5 กรกฏาคม 2564': unknown month 'กรกฏาคม'; did you mean: กรกฎาคม?
    5 พฤษจิกายน 2564 = '5 พฤษจิกายน 2564': unknown month 'พฤษจิกายน'; did you mean: พฤศจิกายน?
    5 พฤศจิกายนย 2564 = '5 พฤศจิกายนย 2564': unknown month 'พฤศจิกายนย'; did you mean: พฤศจิกายน?
    5 สิงหาคาม 2564 = '5 สิงหาคาม 2564': unknown month 'สิงหาคาม'; did you mean: สิงหาคม?
    5 Augst 2021 = '5 Augst 2021': unknown month 'Augst'; did you mean: August?
    5 กุมภาพันธุ์ 2564 = '5 กุมภาพันธุ์ 2564': unknown month 'กุมภาพันธุ์'; did you mean: กุมภาพันธ์?
    Friday, August 5, 2021 = 5 Aug 2021 is a Thursday, not a Friday; correct the weekday or the date
    August 5, 21 = 'August 5, 21' puts the month first; write the day first, such as 5 August 2021
    5 August 64 = the year 64 may be พ.ศ. 2564 or ค.ศ. 2064; write it in four digits
    5-Aug-64 = the year 64 may be พ.ศ. 2564 or ค.ศ. 2064; write it in four digits
    2565/2566 = '2565/2566' is the name of an academic year or term, not a date
    2565/66 = '2565/66' is the name of an academic year or term, not a date
    2564/1 = '2564/1' looks like the number of a document; write a month as ส.ค. 2564 or 2021-08
    02 08 2564 = '02 08 2564' has blanks between its numbers; write it like 5/8/2564
    ปีที่ 76 ในรัชกาลปัจจุบัน = 'ปีที่ 76 ในรัชกาลปัจจุบัน' counts years in another way; write the year in พ.ศ. or ค.ศ.
    วันที่ 2 เมษายน รัตนโกสินทรศก 100 = 'วันที่ 2 เมษายน รัตนโกสินทรศก 100' has no year; write it like 5 ส.ค. 2564
    รัชกาลปัจจุบัน ปีที่ 5 = 'รัชกาลปัจจุบัน ปีที่ 5' counts years in another way; write the year in พ.ศ. or ค.ศ.
    081 234 5678 = '081 234 5678' looks like a telephone number, not a date
    02-123-4567 = '02-123-4567' looks like a telephone number, not a date
    ตั้งแต่วันที่ 5 ส.ค. 2564 = 'ตั้งแต่วันที่ 5 ส.ค. 2564' is not an exact date; write the date alone, or both ends such as A ถึง B
    31 มิ.ย. 2564 = there is no day 31 in Jun 2564, which has 30 days
    5 เดือน 8 ปี 2564 = '5 เดือน 8 ปี 2564' is a length of time, not a date
    2/2/2569 (บ่าย) = '2/2/2569 (บ่าย)': write the day alone, and a time in digits, such as 5 ส.ค. 2564 13:30
    2 ก.พ. 2569 ช่วงเช้า = '2 ก.พ. 2569 ช่วงเช้า': write the day alone, and a time in digits, such as 5 ส.ค. 2564 13:30
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" = ")] for line in table.strip().splitlines()]


def test_each_form_is_read() -> None:
    assert [[text, parse_date(text).value] for text, _value in rows(READ)] == rows(READ)


def test_why_others_are_refused() -> None:
    found = []
    for text, _reason in rows(REFUSED):
        with pytest.raises(InvalidValue) as refused:
            parse_date(text)
        found.append([text, str(refused.value)])
    assert found == rows(REFUSED)


def test_the_precision_of_a_time() -> None:
    texts = ("15 ก.ค. 2565 09:00:01", "15 ก.ค. 2565 09:00:00", "15/7/2565 00:00:00", "2022-07-15T02:00:01Z")
    assert [parse_date(text).precision for text in texts] == ["second", "minute", "day", "second"]
