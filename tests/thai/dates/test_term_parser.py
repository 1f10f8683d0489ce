"""Terms as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import InvalidValue
from netreg.thai.dates.term_parser import parse_term

READ = [
    ("2 ปี", "P2Y"),
    ("2ปี", "P2Y"),
    ("๒ ปี", "P2Y"),
    ("2\u00a0ปี", "P2Y"),
    ("สองปี", "P2Y"),
    ("สอง ปี", "P2Y"),
    ("2 (สอง) ปี", "P2Y"),
    ("5 (ห้า) ปี", "P5Y"),
    ("สอง (2) ปี", "P2Y"),
    ("1.5 (1.50) ปี", "P1Y6M"),
    ("หนึ่งปี", "P1Y"),
    ("สามปี", "P3Y"),
    ("สี่ปี", "P4Y"),
    ("ห้าปี", "P5Y"),
    ("หกเดือน", "P6M"),
    ("เจ็ดวัน", "P7D"),
    ("แปดเดือน", "P8M"),
    ("เก้าเดือน", "P9M"),
    ("สิบปี", "P10Y"),
    ("สิบเอ็ดเดือน", "P11M"),
    ("ยี่สิบปี", "P20Y"),
    ("ยี่สิบเอ็ดวัน", "P21D"),
    ("สามสิบวัน", "P30D"),
    ("เก้าสิบวัน", "P90D"),
    ("หนึ่งร้อยยี่สิบวัน", "P120D"),
    ("สามร้อยหกสิบห้าวัน", "P365D"),
    ("2 ปี 6 เดือน", "P2Y6M"),
    ("2ปี6เดือน", "P2Y6M"),
    ("สองปีหกเดือน", "P2Y6M"),
    ("2 ปี กับ 6 เดือน", "P2Y6M"),
    ("2 ปี และ 6 เดือน", "P2Y6M"),
    ("1 ปี 6 เดือน 15 วัน", "P1Y6M15D"),
    ("2 ปี 0 เดือน", "P2Y"),
    ("ครึ่งปี", "P6M"),
    ("ปีครึ่ง", "P1Y6M"),
    ("หนึ่งปีครึ่ง", "P1Y6M"),
    ("2 ปีครึ่ง", "P2Y6M"),
    ("2 ปี ครึ่ง", "P2Y6M"),
    ("ครึ่งเดือน", "P15D"),
    ("เดือนครึ่ง", "P1M15D"),
    ("1 ปี 6 เดือนครึ่ง", "P1Y6M15D"),
    ("1.5 ปี", "P1Y6M"),
    ("0.5 ปี", "P6M"),
    ("1.25 ปี", "P1Y3M"),
    ("1.1 ปี", "P1Y1M6D"),
    ("1.5 เดือน", "P1M15D"),
    ("2.0 ปี", "P2Y"),
    ("90 วัน", "P90D"),
    ("18 เดือน", "P18M"),
    ("2 สัปดาห์", "P2W"),
    ("2 อาทิตย์", "P2W"),
    ("1 เดือน 2 สัปดาห์", "P1M14D"),
    ("2 สัปดาห์ 3 วัน", "P17D"),
    ("มีกำหนด 2 ปี", "P2Y"),
    ("ระยะเวลา 2 ปี", "P2Y"),
    ("มีกำหนดระยะเวลา 5 ปี", "P5Y"),
    ("เป็นเวลา 90 วัน", "P90D"),
    ("2 years", "P2Y"),
    ("1 year", "P1Y"),
    ("a year", "P1Y"),
    ("half a year", "P6M"),
    ("two years and six months", "P2Y6M"),
    ("2 years 6 months", "P2Y6M"),
    ("2 Years, 6 Months", "P2Y6M"),
    ("for 3 years", "P3Y"),
    ("2 yrs", "P2Y"),
    ("2y6m", "P2Y6M"),
    ("2y 6m", "P2Y6M"),
    ("90d", "P90D"),
    ("P2Y6M", "P2Y6M"),
    ("P02Y", "P2Y"),
    ("P14M", "P14M"),
    ("P90D", "P90D"),
    ("P2W", "P2W"),
    ("p1y6m15d", "P1Y6M15D"),
    ("100 ปี", "P100Y"),
]


REFUSED = [
    "",
    "ปี",
    "2",
    "0 ปี",
    "0",
    "P0D",
    "P",
    "PT5H",
    "P2",
    "-2 ปี",
    "2-3 ปี",
    "2 (สาม) ปี",
    "6 เดือน 2 ปี",
    "2 ปี 3 ปี",
    "1.5 ปี 3 เดือน",
    "0.33 ปี",
    "2.5 สัปดาห์",
    "1.5 วัน",
    "ครึ่งวัน",
    "ครึ่งปีครึ่ง",
    "เอ็ดปี",
    "สองสิบปี",
    "ประมาณ 2 ปี",
    "ไม่น้อยกว่า 2 ปี",
    "2 ปีเศษ",
    "ตลอดไป",
    "ไม่มีกำหนด",
    "2 ปี และ",
    "และ 2 ปี",
    "2 ปี 5 สิงหาคม 2564",
    "5 สิงหาคม 2564",
    "2564",
    "3 hours",
    "101 ปี",
    "40000 วัน",
    "9" * 10_000 + " ปี",
]


@pytest.mark.parametrize(("text", "term"), READ)
def test_parse_term(text: str, term: str) -> None:
    assert parse_term(text) == term


@pytest.mark.parametrize("text", REFUSED)
def test_refused_term(text: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_term(text)
    assert len(str(refusal.value)) < 200


@given(st.one_of(st.text(), st.text("0123456789. (),ปีเดือนวันครึ่งสองyearmonthsPYMD")))
def test_any_text_is_a_term_or_refused(text: str) -> None:
    try:
        term = parse_term(text)
    except InvalidValue:
        return
    assert parse_term(term) == term
