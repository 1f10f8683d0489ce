"""How dates are read and written: a table of what is taken, one of what is refused, and laws."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import InvalidValue
from netreg.thai.dates import date_parser, words
from netreg.thai.dates.date_parser import parse_date
from netreg.thai.dates.formats import find_earliest_day, find_latest_day, format_date
from netreg.thai.dates.parts import ParsedDate

READ = [
    # from documents
    ("5 สิงหาคม 2564", "2021-08-05"),
    ("วันเสาร์ที่ 30 เมษายน 2548", "2005-04-30"),
    ("วันอาทิตย์ที่ 3 กันยายน 2549", "2006-09-03"),
    ("11 ก.ย. 2560", "2017-09-11"),
    ("วันจันทร์ที่ 11 กันยายน 2560 เวลา 13.00 น.", "2017-09-11T13:00"),
    ("วันที่ 11 กันยายน พ.ศ.2560", "2017-09-11"),
    ("วันที่ 10 กันยายน พ.ศ.2563", "2020-09-10"),
    ("วันพฤหัสบดีที่ 23 ธันวาคม 2564 เวลา 09.00 น.", "2021-12-23T09:00"),
    ("24 - 25 มีนาคม 2565", "2022-03-24/2022-03-25"),
    # the leap day is asked of the calendar after 543 is taken off
    ("29/02/2567", "2024-02-29"),
    ("29 กุมภาพันธ์ 2567", "2024-02-29"),
    ("29 ก.พ. 67", "2024-02-29"),
    ("2567-02-29", "2024-02-29"),
    ("29/2/2543", "2000-02-29"),
    ("29/02/2024", "2024-02-29"),
    # names of months
    ("1 มกราคม 2564", "2021-01-01"),
    ("1 กุมภาพันธ์ 2564", "2021-02-01"),
    ("1 มีนาคม 2564", "2021-03-01"),
    ("1 เมษายน 2564", "2021-04-01"),
    ("1 พฤษภาคม 2564", "2021-05-01"),
    ("1 มิถุนายน 2564", "2021-06-01"),
    ("1 กรกฎาคม 2564", "2021-07-01"),
    ("1 กันยายน 2564", "2021-09-01"),
    ("1 ตุลาคม 2564", "2021-10-01"),
    ("1 พฤศจิกายน 2564", "2021-11-01"),
    ("1 ธันวาคม 2564", "2021-12-01"),
    ("1 ม.ค. 2564", "2021-01-01"),
    ("1 ก.พ. 2564", "2021-02-01"),
    ("1 มี.ค. 2564", "2021-03-01"),
    ("1 เม.ย. 2564", "2021-04-01"),
    ("1 พ.ค. 2564", "2021-05-01"),
    ("1 มิ.ย. 2564", "2021-06-01"),
    ("1 ก.ค. 2564", "2021-07-01"),
    ("1 ส.ค. 2564", "2021-08-01"),
    ("1 ต.ค. 2564", "2021-10-01"),
    ("1 พ.ย. 2564", "2021-11-01"),
    ("1 ธ.ค. 2564", "2021-12-01"),
    ("1 เมษา 2564", "2021-04-01"),
    ("1 พฤศจิกา 64", "2021-11-01"),
    ("1 กุมภา 2564", "2021-02-01"),
    ("5 Aug 2021", "2021-08-05"),
    ("5 August 2564", "2021-08-05"),
    ("5 AUG 2021", "2021-08-05"),
    ("5 Sept. 2021", "2021-09-05"),
    ("5 may 2021", "2021-05-05"),
    ("5 August, 2021", "2021-08-05"),
    ("5-Aug-2021", "2021-08-05"),
    ("5 สิงหาคม 2021", "2021-08-05"),
    # dots, blanks, digits, dashes
    ("5ส.ค.64", "2021-08-05"),
    ("5 ส.ค.64", "2021-08-05"),
    ("5 สค 64", "2021-08-05"),
    ("5สค2564", "2021-08-05"),
    ("5 ส. ค. 2564", "2021-08-05"),
    ("5 ส.ค 2564", "2021-08-05"),
    ("5  ส.ค.   2564", "2021-08-05"),
    ("  5 ส.ค. 2564\n", "2021-08-05"),
    ("5-ส.ค.-2564", "2021-08-05"),
    ("5/ส.ค./2564", "2021-08-05"),
    ("05 ส.ค. 2564", "2021-08-05"),
    ("๕ สิงหาคม ๒๕๖๔", "2021-08-05"),
    ("๐๕/๐๘/๒๕๖๔", "2021-08-05"),
    ("5\u00a0ส.ค.\u00a02564", "2021-08-05"),
    ("วันที่\u00a011 กันยายน พ.ศ.\u00a02560", "2017-09-11"),
    ("\ufeff5 ส.ค. 2564", "2021-08-05"),
    ("5 สิงหาคม\u200b 2564", "2021-08-05"),
    ("5\u20118\u20112564", "2021-08-05"),
    # marks
    ("5 สิงหาคม พ.ศ. 2564", "2021-08-05"),
    ("5 สิงหาคม พ.ศ.2564", "2021-08-05"),
    ("5 สิงหาคม พ.ศ 2564", "2021-08-05"),
    ("5 สิงหาคม พศ 2564", "2021-08-05"),
    ("5 สิงหาคม ปี 2564", "2021-08-05"),
    ("5 เดือนสิงหาคม พุทธศักราช 2564", "2021-08-05"),
    ("วันที่ 5 เดือน สิงหาคม ปี พ.ศ. 2564", "2021-08-05"),
    ("5 สิงหาคม ค.ศ. 2021", "2021-08-05"),
    ("5 สิงหาคม คริสต์ศักราช 2021", "2021-08-05"),
    ("5 August B.E. 2564", "2021-08-05"),
    ("5 August 2564 BE", "2021-08-05"),
    ("5 Aug 2021 CE", "2021-08-05"),
    ("5/8/2564 B.E.", "2021-08-05"),
    # numbers
    ("5/8/2564", "2021-08-05"),
    ("05/08/2564", "2021-08-05"),
    ("5-8-2564", "2021-08-05"),
    ("5.8.2564", "2021-08-05"),
    ("5 / 8 / 2564", "2021-08-05"),
    ("5/8/2021", "2021-08-05"),
    ("12/11/2560", "2017-11-12"),
    ("05/06/69", "2026-06-05"),
    ("05/08/64", "2021-08-05"),
    ("05-08-37", "1994-08-05"),
    ("05.08.79", "2036-08-05"),
    ("2564/08/05", "2021-08-05"),
    ("2564-8-5", "2021-08-05"),
    ("2564.08.05", "2021-08-05"),
    ("2564-08-05", "2021-08-05"),
    ("2021-08-05", "2021-08-05"),
    # two digits beside a Thai month, weekday or mark
    ("5 ส.ค. 21", "1978-08-05"),
    ("5 ส.ค. 00", "1957-08-05"),
    ("5 ส.ค. 79", "2036-08-05"),
    ("5 สิงหาคม พ.ศ. 64", "2021-08-05"),
    ("วันพฤหัสบดีที่ 5/8/64", "2021-08-05"),
    ("วันเสาร์ที่ 5/8/21", "1978-08-05"),
    ("ส.ค. 64", "2021-08"),
    # months and years
    ("สิงหาคม 2564", "2021-08"),
    ("ส.ค. 2564", "2021-08"),
    ("เดือนสิงหาคม 2564", "2021-08"),
    ("เดือน สิงหาคม พ.ศ. 2564", "2021-08"),
    ("เมื่อเดือนสิงหาคม 2564", "2021-08"),
    ("ประจำเดือนสิงหาคม 2564", "2021-08"),
    ("Aug 2021", "2021-08"),
    ("August 2564", "2021-08"),
    ("2021-08", "2021-08"),
    ("2564-08", "2021-08"),
    ("2564", "2021"),
    ("2021", "2021"),
    ("๒๕๖๔", "2021"),
    ("ปี 2564", "2021"),
    ("พ.ศ. 2564", "2021"),
    ("ปี พ.ศ. 2564", "2021"),
    ("พ.ศ.2459", "1916"),
    ("เมื่อปี พ.ศ. 2459", "1916"),
    ("2459", "1916"),
    ("ค.ศ. 2021", "2021"),
    ("2564 BE", "2021"),
    ("2400", "1857"),
    ("2640", "2097"),
    ("1800", "1800"),
    ("2100", "2100"),
    # weekdays and phrases
    ("วันพฤหัสบดีที่ 5 สิงหาคม 2564", "2021-08-05"),
    ("วันพฤหัสที่ 5 สิงหาคม 2564", "2021-08-05"),
    ("วันพฤหัสบดี 5 สิงหาคม 2564", "2021-08-05"),
    ("พฤหัสบดีที่ 5 สิงหาคม 2564", "2021-08-05"),
    ("พฤ. 5 ส.ค. 2564", "2021-08-05"),
    ("จ. 11 ก.ย. 2560", "2017-09-11"),
    ("อา. 3 ก.ย. 2549", "2006-09-03"),
    ("Thursday 5 August 2021", "2021-08-05"),
    ("Thu, 5 Aug 2021", "2021-08-05"),
    ("เมื่อวันที่ 5 สิงหาคม 2564 ที่ผ่านมา", "2021-08-05"),
    ("เมื่อวันที่ 5 สิงหาคม 2564", "2021-08-05"),
    ("เมื่อวันพฤหัสบดีที่ 5 สิงหาคม 2564 ที่ผ่านมา", "2021-08-05"),
    ("เมื่อ 5 ส.ค. 2564", "2021-08-05"),
    ("ในวันที่ 5 สิงหาคม 2564 นี้", "2021-08-05"),
    ("ณ วันที่ 5 สิงหาคม 2564", "2021-08-05"),
    ("ลงวันที่ 5 สิงหาคม 2564", "2021-08-05"),
    ("วันที่5สิงหาคม2564", "2021-08-05"),
    ("วันที่ 5/8/2564", "2021-08-05"),
    ("on 5 August 2021", "2021-08-05"),
    # hours
    ("5 ส.ค. 2564 13:00 น.", "2021-08-05T13:00"),
    ("5 ส.ค. 2564 13.00", "2021-08-05T13:00"),
    ("5 ส.ค. 2564 เวลา 9.30 น.", "2021-08-05T09:30"),
    ("5 ส.ค. 2564, 09:30", "2021-08-05T09:30"),
    ("5 สิงหาคม 2564 เวลา 13.00 นาฬิกา", "2021-08-05T13:00"),
    ("5/8/2564 13:00", "2021-08-05T13:00"),
    ("5/8/2564 13:00:45", "2021-08-05T13:00:45"),
    ("5/8/2564 00:00:00", "2021-08-05"),
    ("5/8/2564 0:00:00", "2021-08-05"),
    ("5/8/2564 00:00", "2021-08-05T00:00"),
    ("2021-08-05 00:00:00", "2021-08-05"),
    ("2021-08-05T00:00:00", "2021-08-05"),
    ("2021-08-05T09:00", "2021-08-05T09:00"),
    ("2021-08-05 09:00", "2021-08-05T09:00"),
    ("2021-08-05T09:00:00+07:00", "2021-08-05T09:00"),
    ("2021-08-05T09:00:00.000+0700", "2021-08-05T09:00"),
    ("2564-08-05T09:00", "2021-08-05T09:00"),
    ("5 สิงหาคม 2564 เวลา 09.00 - 12.00 น.", "2021-08-05T09:00/2021-08-05T12:00"),
    ("5 สิงหาคม 2564 เวลา 09.00-12.00 น.", "2021-08-05T09:00/2021-08-05T12:00"),
    ("5 สิงหาคม 2564 เวลา 09.00 น. ถึง 12.00 น.", "2021-08-05T09:00/2021-08-05T12:00"),
    ("5 สิงหาคม 2564 เวลา 09.00 น. – 12.00 น.", "2021-08-05T09:00/2021-08-05T12:00"),
    ("วันพฤหัสบดีที่ 5 สิงหาคม 2564 เวลา 09.00 - 12.00 น.", "2021-08-05T09:00/2021-08-05T12:00"),
    # spans
    ("24-25 มีนาคม 2565", "2022-03-24/2022-03-25"),
    ("24–25 มี.ค. 2565", "2022-03-24/2022-03-25"),
    ("24 — 25 มี.ค. 65", "2022-03-24/2022-03-25"),
    ("24 ถึง 25 มีนาคม 2565", "2022-03-24/2022-03-25"),
    ("วันที่ 24 - 25 มีนาคม พ.ศ. 2565", "2022-03-24/2022-03-25"),
    ("ระหว่างวันที่ 24 - 25 มีนาคม 2565", "2022-03-24/2022-03-25"),
    ("เมื่อวันที่ 24 - 25 มีนาคม 2565 ที่ผ่านมา", "2022-03-24/2022-03-25"),
    ("วันพฤหัสบดีที่ 24 - วันศุกร์ที่ 25 มีนาคม 2565", "2022-03-24/2022-03-25"),
    ("24-25/3/2565", "2022-03-24/2022-03-25"),
    ("24/3-2/4/2565", "2022-03-24/2022-04-02"),
    ("24/3/2565 - 25/3/2565", "2022-03-24/2022-03-25"),
    ("24-3-2565 – 25-3-2565", "2022-03-24/2022-03-25"),
    ("28 ก.พ. - 2 มี.ค. 2567", "2024-02-28/2024-03-02"),
    ("28 ก.พ.-2 มี.ค. 2567", "2024-02-28/2024-03-02"),
    ("28 กุมภาพันธ์ ถึง 2 มีนาคม 2567", "2024-02-28/2024-03-02"),
    ("24 - 25 March 2022", "2022-03-24/2022-03-25"),
    ("from 24 to 25 March 2022", "2022-03-24/2022-03-25"),
    ("11 ก.ย. 2560 – 10 ก.ย. 2563", "2017-09-11/2020-09-10"),
    ("11 ก.ย. 60 - 10 ก.ย. 63", "2017-09-11/2020-09-10"),
    (
        "ตั้งแต่วันที่ 11 กันยายน พ.ศ.2560 ถึงวันที่ 10 กันยายน พ.ศ.2563",
        "2017-09-11/2020-09-10",
    ),
    ("จากวันที่ 11 กันยายน 2560 จนถึงวันที่ 10 กันยายน 2563", "2017-09-11/2020-09-10"),
    ("2017-09-11/2020-09-10", "2017-09-11/2020-09-10"),
    ("2560-09-11/2563-09-10", "2017-09-11/2020-09-10"),
    ("ส.ค. - ก.ย. 2564", "2021-08/2021-09"),
    ("สิงหาคม 2564 ถึง มกราคม 2565", "2021-08/2022-01"),
    ("2021-08/2021-09", "2021-08/2021-09"),
    ("2560 - 2563", "2017/2020"),
    ("2560–2563", "2017/2020"),
    ("พ.ศ. 2560 - พ.ศ. 2563", "2017/2020"),
    ("2017/2020", "2017/2020"),
    ("2560 - ก.ย. 2563", "2017/2020-09"),
    ("5 ส.ค. 2564 - 5 ส.ค. 2564", "2021-08-05"),
    (
        "5 ส.ค. 2564 เวลา 09.00 น. ถึง 6 ส.ค. 2564 เวลา 16.00 น.",
        "2021-08-05T09:00/2021-08-06T16:00",
    ),
    # fiscal years
    ("ปีงบประมาณ 2566", "2022-10-01/2023-09-30"),
    ("ปีงบประมาณ พ.ศ. 2566", "2022-10-01/2023-09-30"),
    ("ปีงบประมาณ พ.ศ.2566", "2022-10-01/2023-09-30"),
    ("ประจำปีงบประมาณ ๒๕๖๖", "2022-10-01/2023-09-30"),
    ("ปีงบ 2566", "2022-10-01/2023-09-30"),
    ("ปีงบประมาณ 2023", "2022-10-01/2023-09-30"),
    ("ปีงบประมาณ 2565 - 2567", "2021-10-01/2024-09-30"),
    ("ไตรมาส 1 ปีงบประมาณ 2566", "2022-10-01/2022-12-31"),
    ("ไตรมาส 2 ปีงบประมาณ 2566", "2023-01-01/2023-03-31"),
    ("ไตรมาสที่ 3 ปีงบประมาณ พ.ศ. 2566", "2023-04-01/2023-06-30"),
    ("ไตรมาสที่ 4 ของปีงบประมาณ 2566", "2023-07-01/2023-09-30"),
    ("ปีงบประมาณ 2566 ไตรมาส 2", "2023-01-01/2023-03-31"),
    # before the new year was moved to January
    ("1 เมษายน 2459", "1916-04-01"),
    ("31 ธันวาคม 2483", "1940-12-31"),
    ("1 มกราคม 2484", "1941-01-01"),
    ("15 ม.ค. ค.ศ. 1900", "1900-01-15"),
    ("Feb 1936 CE", "1936-02"),
    ("3–15 ม.ค. ค.ศ. 1900", "1900-01-03/1900-01-15"),
    ("26 มีนาคม พ.ศ. 2484", "1941-03-26"),
]

REFUSED = [
    ("", "date is empty"),
    ("   ", "date is empty"),
    ("-", "not a valid date"),
    ("ไม่ระบุ", "not a valid date"),
    ("29/02/2564", "there is no day 29 in Feb 2564, which has 28 days"),
    ("29/02/2568", "no day 29"),
    ("29/02/2100", "no day 29"),
    ("31 มิถุนายน 2564", "no day 31"),
    ("0/8/2564", "no day 0"),
    ("32/8/2564", "no day 32"),
    ("12/13/2560", "no month 13"),
    ("8/25/2021", "no month 25"),
    ("5/0/2564", "no month 0"),
    ("2564-25-08", "no month 25"),
    ("10", "is a number"),
    ("25", "is a number"),
    ("256", "is a number"),
    ("20210805", "is a number"),
    ("05082564", "is a number|telephone"),
    ("44413", "Excel"),
    ("44413.375", "Excel"),
    ("2300", "neither"),
    ("2641", "neither"),
    ("1799", "neither"),
    ("2101", "neither"),
    ("5 สิงหาคม 2164", "neither"),
    ("5/8/9999", "neither"),
    ("พ.ศ. 2021", "cannot be พ.ศ."),
    ("ค.ศ. 2564", "cannot be ค.ศ."),
    ("5 สิงหาคม พ.ศ. 2021", "cannot be พ.ศ."),
    ("5 Aug 2564 CE", "cannot be ค.ศ."),
    ("5 สิงหาคม พ.ศ. 2021 CE", "not a valid date"),
    ("05/06/21", "may be พ.ศ. 2521 or ค.ศ. 2021"),
    ("05/06/00", "may be"),
    ("05/06/36", "may be"),
    ("05/06/80", "may be"),
    ("05/06/99", "may be พ.ศ. 2499 or ค.ศ. 1999"),
    ("5 Aug 21", "may be"),
    ("5-Aug-64", "may be พ.ศ. 2564 or ค.ศ. 2064"),
    ("วันที่ 5/8/21", "may be"),
    ("64-08-05", "may be"),
    ("5 ส.ค. 80", "may be"),
    ("5 ส.ค. 99", "may be"),
    ("ส.ค. 85", "may be"),
    ("5 ส.ค. ค.ศ. 21", "may be ค.ศ. 1921 or ค.ศ. 2021"),
    ("5 ส.ค. 564", "not a date|not a valid date|no year"),
    ("5/8/564", "not a date|not a valid date|document"),
    ("วันศุกร์ที่ 23 ธันวาคม 2564", "23 Dec 2564 is a Thursday, not a Friday"),
    ("จันทร์ที่ 5 ส.ค. 2564", "is a Thursday, not a Monday"),
    ("ศ. 5 ส.ค. 2564", "is a Thursday, not a Friday"),
    ("Monday 5 August 2021", "is a Thursday, not a Monday"),
    ("วันพุธที่ 24 - วันศุกร์ที่ 25 มีนาคม 2565", "not a Wednesday"),
    ("วันจันทร์ที่ สิงหาคม 2564", "not a valid date"),
    ("ปีการศึกษา 2549", "academic"),
    ("ภาคเรียนที่ 1/2564", "academic"),
    ("ภาคการศึกษาที่ 2 ปีการศึกษา 2564", "academic"),
    ("เทอม 1/2564", "academic"),
    ("ไตรมาสที่ 1/2566", "ปีงบประมาณ"),
    ("ไตรมาส 2 ปี 2566", "ปีงบประมาณ"),
    ("ไตรมาส 5 ปีงบประมาณ 2566", "ปีงบประมาณ"),
    ("ปีงบประมาณ 2480", "April"),
    ("15 มกราคม 2480", "the Thai year began in April"),
    ("31 มีนาคม 2483", "April"),
    ("ก.พ. 2470", "April"),
    ("1/2/2473", "April"),
    ("5 ส.ค.", "has no year"),
    ("5 สิงหาคม", "has no year"),
    ("5 ส.ค. 13:00", "has no year"),
    ("5/8", "has no year"),
    ("สิงหาคม", "has no year"),
    ("เมื่อวาน", "depends on the day"),
    ("เมื่อวานนี้", "depends on the day"),
    ("พรุ่งนี้", "depends on the day"),
    ("วันนี้", "depends on the day"),
    ("ปีหน้า", "depends on the day"),
    ("เดือนที่แล้ว", "depends on the day"),
    ("today", "depends on the day"),
    ("Tomorrow", "depends on the day"),
    ("next Monday", "depends on the day"),
    ("+90d", "depends on the day"),
    ("2560 - ปัจจุบัน", "depends on the day"),
    ("2 ปี", "length of time"),
    ("90 วัน", "length of time"),
    ("2 ปี 6 เดือน", "length of time"),
    ("สองปี", "length of time"),
    ("ครึ่งปี", "length of time"),
    ("P2Y", "length of time"),
    ("2 years", "length of time"),
    ("90d", "length of time"),
    ("อว 0201/1234", "document"),
    ("ที่ อว 0201.2/ว123", "document"),
    ("123/2564", "document"),
    ("8/2564", "document"),
    ("ครั้งที่ 3/2564", "document"),
    ("2564/08", "document"),
    ("0-7428-2209", "telephone"),
    ("081-234-5678", "telephone"),
    ("0812345678", "telephone"),
    ("02 123 4567", "telephone"),
    ("+66 81 234 5678", "telephone|depends"),
    ("5 สิงหาคม 2564 ณ ห้องประชุม", "not a valid date"),
    ("ประชุม 5 สิงหาคม 2564", "not a valid date"),
    ("วันที่ 2564", "not a valid date"),
    ("วันที่ ส.ค. 2564", "not a valid date"),
    ("ทุกวันจันทร์ที่ 11 กันยายน 2560", "not a valid date"),
    ("5 8 2564", "blanks between its numbers"),
    ("5/8-2564", "not a valid date"),
    ("5 - ส.ค. 2564", "not a valid date"),
    ("5/8/2564 6/8/2564", "several|not a valid date"),
    ("5/8/2564, 6/8/2564", "several"),
    ("5 ส.ค. 2564 และ 6 ส.ค. 2564", "several"),
    ("5 และ 6 สิงหาคม 2564", "several"),
    ("5, 6, 7 สิงหาคม 2564", "several"),
    ("5 ส.ค. 2564 - 6 ส.ค. 2564 - 7 ส.ค. 2564", "several"),
    ("ตั้งแต่วันที่ 5 สิงหาคม 2564 เป็นต้นไป", "not an exact date"),
    ("ตั้งแต่วันที่ 5 สิงหาคม 2564", "not an exact date"),
    ("ภายในวันที่ 5 สิงหาคม 2564", "not an exact date"),
    ("ประมาณ พ.ศ. 2564", "not an exact date"),
    ("before 2021", "not an exact date"),
    ("25 - 24 มีนาคม 2565", "before it starts"),
    ("28 ธ.ค. - 2 ม.ค. 2568", "before it starts"),
    ("2563 - 2560", "before it starts"),
    ("10 ก.ย. 2563 – 11 ก.ย. 2560", "before it starts"),
    ("5 ส.ค. 2564 เวลา 12.00 - 09.00 น.", "before it starts"),
    ("2560 - 2020", "different eras"),
    ("24 - 25 มีนาคม 2565 เวลา 09.00 น.", "time at both ends"),
    ("24 - 25 มีนาคม 2565 เวลา 09.00 - 12.00 น.", "times on several days"),
    ("5 ส.ค. - 2564", "not a valid date"),
    ("30 - 31 มิถุนายน 2564", "no day 31"),
    ("31 - 1 มิถุนายน 2564", "no day 31"),
    ("5 ส.ค. 2564 25:00", "no time 25:00"),
    ("5 ส.ค. 2564 24:00", "no time 24:00"),
    ("5 ส.ค. 2564 09:60", "no time 09:60"),
    ("5/8/2564 13:00:99", "no second 99"),
    ("5 ส.ค. 2564 9 โมง", "not a valid date"),
    ("สิงหาคม 2564 13:00", "not a valid date"),
    ("x" * 10_000, "not a valid date"),
    ("5 สิงหาคม 2564 " * 1_000, "several|not a valid date"),
]


def test_parse_date() -> None:
    assert {text: parse_date(text).value for text, _value in READ} == dict(READ)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason.replace(".", r"\.")) as refusal:
        parse_date(text)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    ("text", "precision", "era"),
    [
        ("2564", "year", "be"),
        ("2021", "year", "ce"),
        ("ส.ค. 2564", "month", "be"),
        ("Aug 2021", "month", "ce"),
        ("5 ส.ค. 2021", "day", "ce"),
        ("5/8/64", "day", "be"),
        ("2021-08-05", "day", "ce"),
        ("2564-08-05", "day", "be"),
        ("5 ส.ค. 2564 13:00 น.", "minute", "be"),
        ("24 - 25 March 2022", "span", "ce"),
        ("ปีงบประมาณ 2566", "span", "be"),
        ("5 ส.ค. 2564 เวลา 09.00 - 12.00 น.", "span", "be"),
    ],
)
def test_precision_and_era(text: str, precision: str, era: str) -> None:
    assert parse_date(text)[1:] == (precision, era)


@pytest.mark.parametrize(
    ("text", "years", "value"),
    [
        ("5/8/21", "be", "1978-08-05"),
        ("5/8/21", "ce", "2021-08-05"),
        ("5/8/64", "be", "2021-08-05"),
        ("5/8/64", "ce", "2064-08-05"),
        ("5/8/68", "ce", "2068-08-05"),
        ("5/8/69", "ce", "1969-08-05"),
        ("5/8/99", "ce", "1999-08-05"),
        ("5/8/99", "be", "2056-08-05"),
        ("5 ส.ค. 85", "be", "2042-08-05"),
        ("5 ส.ค. 21", "ce", "2021-08-05"),
        ("5 Aug 21", "ce", "2021-08-05"),
        ("5/8/2021", "ce", "2021-08-05"),
        ("5/8/2564", "be", "2021-08-05"),
        ("24 - 25/3/65", "be", "2022-03-24/2022-03-25"),
        ("29/2/24", "ce", "2024-02-29"),
        ("29/2/67", "be", "2024-02-29"),
        ("5/8/2021", "be", None),
        ("2021-08-05", "be", None),
        ("5/8/2564", "ce", None),
        ("2564", "ce", None),
        ("ปีงบประมาณ 2566", "ce", None),
        ("5 ส.ค. พ.ศ. 64", "ce", None),
        ("29/2/64", "be", None),
    ],
)
def test_declared_era(text: str, years: str, value: str | None) -> None:
    if value:
        assert parse_date(text, years=years).value == value
    else:
        with pytest.raises(InvalidValue):
            parse_date(text, years=years)


def test_names() -> None:
    assert words.THAI_MONTHS[7] == "สิงหาคม"
    assert words.THAI_MONTHS_SHORT[7] == "ส.ค."
    assert len(words.ENGLISH_MONTHS) == len(words.ENGLISH_MONTHS_SHORT) == 12


def test_parsed_dates_are_plain_values() -> None:
    assert json.dumps(parse_date("5 ส.ค. 2564")) == '["2021-08-05", "day", "be"]'
    assert parse_date("5 ส.ค. 2564") == ParsedDate("2021-08-05", "day", "be")


# --- laws -----------------------------------------------------------------------------

DAYS = st.dates(date(1941, 1, 1), date(2100, 12, 31)).map(date.isoformat)
MINUTES = st.datetimes(datetime(1941, 1, 1), datetime(2100, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.strftime("%Y-%m-%dT%H:%M")
)
MONTHS = DAYS.map(lambda day: day[:7])
YEARS = st.integers(1800, 2100).map(str)


def _span(ends: list[str]) -> str:
    first, last = sorted(ends)
    return first if first == last else f"{first}/{last}"


def _near(day: date, distance: int) -> str:
    return _span([day.isoformat(), (day + timedelta(days=distance)).isoformat()])


SPANS = st.one_of(
    *(st.lists(ends, min_size=2, max_size=2).map(_span) for ends in (DAYS, MINUTES, MONTHS, YEARS)),
    st.builds(_near, st.dates(date(1941, 1, 1), date(2100, 10, 1)), st.integers(0, 70)),
    st.builds(
        lambda day, hours: _span([f"{day}T{hour:%H:%M}" for hour in hours]),
        DAYS,
        st.lists(st.times(), min_size=2, max_size=2),
    ),
)
VALUES = st.one_of(DAYS, MINUTES, MONTHS, YEARS, SPANS)
MANNERS = st.fixed_dictionaries(
    {
        "era": st.sampled_from(["be", "ce"]),
        "style": st.sampled_from(["short", "long"]),
        "lang": st.sampled_from(["th", "en"]),
    }
)


@given(VALUES, MANNERS)
def test_what_is_formatted_is_parsed_back(value: str, manner: dict[str, str]) -> None:
    assert parse_date(format_date(value, **manner)).value == value


@given(VALUES)
def test_a_value_is_parsed_as_itself(value: str) -> None:
    assert parse_date(value).value == value


@given(VALUES)
def test_the_days_of_a_value_are_in_order(value: str) -> None:
    assert date.fromisoformat(find_earliest_day(value)) <= date.fromisoformat(find_latest_day(value))


@given(st.integers(1, 31), st.integers(1, 12), st.integers(2484, 2640))
def test_a_day_is_parsed_exactly_if_its_common_era_year_has_it(day: int, month: int, year: int) -> None:
    text = f"{day}/{month}/{year}"
    try:
        expected = date(year - 543, month, day).isoformat()
    except ValueError:
        with pytest.raises(InvalidValue):
            parse_date(text)
    else:
        assert parse_date(text).value == expected


@given(st.one_of(st.text(), st.text("0123456789/-.:– พ.ศสคมีนวัที่จันทร์เวลาถึงAug,T")))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        value = parse_date(text).value
    except InvalidValue:
        return
    assert parse_date(value).value == value


@given(
    st.tuples(st.integers(0, 40), st.integers(0, 14), st.integers(1700, 2700) | st.integers(0, 99)),
    st.sampled_from(["{}/{}/{}", "{:02}/{:02}/{}", "{}/{}/{} ", "{}-{}-{}", "{}/{}/๒๕{}"]),
    st.sampled_from([None, "be", "ce"]),
)
def test_the_shortest_way_ends_where_the_long_one_does(
    numbers: tuple[int, int, int], form: str, years: str | None
) -> None:
    written = form.format(*numbers)
    if found := date_parser.parse_common_date(written, years):
        assert parse_date(f" {written}", years=years) == ParsedDate(found[0], "day", found[1])


@pytest.mark.parametrize(
    ("written", "years", "found"),
    [
        ("5/8/2564", None, ("2021-08-05", "be")),
        ("05/08/2021", "ce", ("2021-08-05", "ce")),
        ("28/12/1941", None, ("1941-12-28", "ce")),
        ("5/8/2564", "ce", None),
        ("5/8/1940", None, None),
        ("29/2/2564", None, None),
        ("5/13/2564", None, None),
        ("/8/2564", None, None),
        ("2564", None, None),
        ("๕/๘/๒๕๖๔", None, None),
    ],
)
def test_the_shortest_way_is_for_plain_days(written: str, years: str | None, found: tuple[str, str] | None) -> None:
    assert date_parser.parse_common_date(written, years) == found


@given(
    st.lists(
        st.sampled_from(["5/8/2564", "31/12/2500", "29/2/2567", "28/2/2564", "1/1/2021", "1/1/2050", "31/4/2560", ""])
    )
)
def test_dates_alike_are_read_as_each_by_itself(texts: list[str]) -> None:
    each = [date_parser.parse_common_date(text, None) for text in texts]
    found = date_parser.parse_alike_dates(texts)
    assert found is None or [(day, found[1]) for day in found[0]] == each
    if texts and None not in each and len({one[1] for one in each if one}) == 1:
        assert found is not None


def test_a_date_in_the_shortest_form_is_one_that_every_year_has() -> None:
    texts = [(f"{day}/{month}/2567", month, day) for month in range(14) for day in range(33)]
    found = {text: one[0] for text, _month, _day in texts if (one := date_parser.parse_common_date(text, None))}
    assert len(found) == 365
    assert found == {
        text: date(2024, month, day).isoformat()
        for text, month, day in texts
        if month in range(1, 13) and 0 < day <= (28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)
    }
