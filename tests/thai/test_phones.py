"""Telephone numbers as they are written, stored and shown; every number is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import InvalidValue
from netreg.thai.phones import format_phone, parse_phone


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("074282209", "074282209"),
        ("0 7428 2209", "074282209"),
        ("0-7428-2209", "074282209"),
        ("074-282209", "074282209"),
        ("(074) 282-209", "074282209"),
        ("074.282.209", "074282209"),
        ("0–7428–2209", "074282209"),
        ("\u00a00\u00a07428\u00a02209", "074282209"),
        ("0\u200b74282209", "074282209"),
        ("๐-๗๔๒๘-๒๒๐๙", "074282209"),
        ("'0812345678", "0812345678"),
        ("โทร. 0-7428-2209", "074282209"),
        ("โทรศัพท์: 0-7428-2209", "074282209"),
        ("Tel. 02-123-4567", "021234567"),
        ("02 123 4567", "021234567"),
        ("081-234-5678", "0812345678"),
        ("08 1234 5678", "0812345678"),
        ("มือถือ 0612345678", "0612345678"),
        ("+66 7428 2209", "074282209"),
        ("+66 (0) 7428 2209", "074282209"),
        ("+66-81-234-5678", "0812345678"),
        ("+65 6123 4567", "+6561234567"),
        ("+1 (212) 555-0100", "+12125550100"),
        ("เบอร์โทร 081-234-5678", "0812345678"),
        ("เบอร์ติดต่อ: 081-234-5678", "0812345678"),
        ("หมายเลขโทรศัพท์ 0-7428-2209", "074282209"),
        ("02-123-4567 ถึง 9", "021234567, 021234568, 021234569"),
        ("02-123-4567 ถึง 02-123-4568", "021234567, 021234568"),
        ("074282209 (1234)", "074282209;ext=1234"),
        ("074282209 (ต่อ 1234)", "074282209;ext=1234"),
        ("081-234-5678 089-123-4567", "0812345678, 0891234567"),
        ("081 234 5678 0 7428 2209", "0812345678, 074282209"),
        ("1111", "1111"),
        ("191", "191"),
        ("1800-123-456", "1800123456"),
        ("0-7428-2209 ต่อ 2209", "074282209;ext=2209"),
        ("0-7428-2209ต่อ2209", "074282209;ext=2209"),
        ("0-7428-2209 ต่อภายใน 2209", "074282209;ext=2209"),
        ("0-7428-2209 ภายใน 2209", "074282209;ext=2209"),
        ("0-7428-2209 ext. 2209", "074282209;ext=2209"),
        ("0-7428-2209 Ext:2209", "074282209;ext=2209"),
        ("0-7428-2209 extension 2209", "074282209;ext=2209"),
        ("0-7428-2209 x2209", "074282209;ext=2209"),
        ("0-7428-2209 #2209", "074282209;ext=2209"),
        ("0-7428-2209 กด 1", "074282209;ext=1"),
        ("+65 6123 4567 ext. 12", "+6561234567;ext=12"),
        ("0-7428-2209 ต่อ 2209-10", "074282209;ext=2209, 074282209;ext=2210"),
        (
            "0-7428-2209 ต่อ 0098 – 0100",
            "074282209;ext=0098, 074282209;ext=0099, 074282209;ext=0100",
        ),
        ("0-7428-2209 ต่อ 21, 23", "074282209;ext=21, 074282209;ext=23"),
        (
            "0-7428-2209 ต่อ 1201, 1203 และ 1205",
            "074282209;ext=1201, 074282209;ext=1203, 074282209;ext=1205",
        ),
        ("043-009700 ต่อ 11006, 081-5556666", "043009700;ext=11006, 0815556666"),
        ("043-009700 ต่อ 11006; 081-5556666", "043009700;ext=11006, 0815556666"),
        ("043-009700, ต่อ 3001", "043009700;ext=3001"),
        ("ภายใน 3001", ";ext=3001"),
        ("#11002", ";ext=11002"),
        ("ต่อ 3001-2 หรือ 081-5556666", ";ext=3001, ;ext=3002, 0815556666"),
        ("081-555-6666 (มือถือ)", "0815556666"),
        ("043-111222 (สายตรง), 081-5556666(บ้าน)", "043111222, 0815556666"),
        ("081-555-6666 (คุณสมมุติ)", "0815556666"),
        ("081-555-6666 มือถือ", "0815556666"),
        ("ที่ทำงาน 043-111222", "043111222"),
        ("098-765-4321 (ที่บ้าน 043-111222)", "0987654321, 043111222"),
        ("0-7428-2209 ต่อ 21, โทร. 1111", "074282209;ext=21, 1111"),
        ("074282209;ext=21, 1111", "074282209;ext=21, 1111"),
        ("074282209;ext=21; 0812345678", "074282209;ext=21, 0812345678"),
        ("0-4320-2222-4", "043202222, 043202223, 043202224"),
        ("0-4320-2209-10", "043202209, 043202210"),
        ("0-4320-2222-3 ต่อ 12", "043202222;ext=12, 043202223;ext=12"),
        ("0-7428-2209, 081-234-5678", "074282209, 0812345678"),
        ("0-7428-2209 / 081-234-5678", "074282209, 0812345678"),
        ("0-7428-2209 หรือ 081-234-5678", "074282209, 0812345678"),
        ("0-7428-2209\n081-234-5678", "074282209, 0812345678"),
        ("074282209, 0-7428-2209", "074282209"),
        ("0-7428-2209; ", "074282209"),
    ],
)
def test_parse_phone(text: str, stored: str) -> None:
    assert parse_phone(text) == stored
    assert parse_phone(stored) == stored


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the phone number is empty"),
        (" \u200b", "the phone number is empty"),
        ("ไม่มี", "is not a valid phone number"),
        ("-", "is not a valid phone number"),
        ("0812345678 (ยกเลิก)", "is not a valid phone number"),
        ("3001", "write an internal one as 'ภายใน 3001'"),
        ("โทร 0-4320-2222 แฟกซ์ 0-4320-2223", "is not a valid phone number"),
        ("8.12346E+08", "is a number that a spreadsheet has reformatted"),
        ("812345678.0", "is a number that a spreadsheet has reformatted"),
        ("812345678", "the leading zero was probably lost; is it 0812345678?"),
        ("81-234-5678", "the leading zero was probably lost; is it 0812345678?"),
        ("74282209", "the leading zero was probably lost; is it 074282209?"),
        ("212345678", "the leading zero was probably lost"),
        ("081-234-567", "too few digits"),
        ("0-7428-220", "too few digits"),
        ("29", "too few digits"),
        ("+66 7428", "too few digits"),
        ("+1 212", "too few digits"),
        ("081-234-56789", "too many digits"),
        ("02-123-45678", "too many digits"),
        ("+66 2 123 45678", "too many digits"),
        ("+1234567890123456", "too many digits"),
        ("66812345678", "begins with +66"),
        ("0066812345678", "begins with +66"),
        ("012345678", "Thai numbers do not begin like this"),
        ("001 1 212 555 0100", "Thai numbers do not begin like this"),
        ("0-7428-2209 ต่อ", "the extension is not a number"),
        ("0-7428-2209 ต่อ ธุรการ", "the extension is not a number"),
        ("0-7428-2209 ต่อ 2209-01", "'01' is not a valid end of a range"),
        ("0-7428-2209-1", "'1' is not a valid end of a range"),
        ("0-7428-2209 ต่อ 1000-9000", "'9000' is not a valid end of a range"),
        (", ;", "the phone number is empty"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason.replace("?", r"\?").replace("+", r"\+")):
        parse_phone(text)


@pytest.mark.parametrize(
    ("stored", "thai", "english"),
    [
        ("074282209", "0-7428-2209", "0-7428-2209"),
        ("021234567", "0-2123-4567", "0-2123-4567"),
        ("0812345678", "081-234-5678", "081-234-5678"),
        ("1800123456", "1800-123-456", "1800-123-456"),
        ("1111", "1111", "1111"),
        ("+6561234567", "+6561234567", "+6561234567"),
        ("074282209;ext=2209", "0-7428-2209 ต่อ 2209", "0-7428-2209 ext. 2209"),
        (
            "074282209;ext=21, 074282209;ext=22, 0812345678",
            "0-7428-2209 ต่อ 21, 22, 081-234-5678",
            "0-7428-2209 ext. 21, 22, 081-234-5678",
        ),
        (";ext=3001, ;ext=3002", "ภายใน 3001, 3002", "ext. 3001, 3002"),
        ("074282209;ext=21, 191", "0-7428-2209 ต่อ 21, โทร. 191", "0-7428-2209 ext. 21, Tel. 191"),
        ("", "", ""),
        ("as it came", "as it came", "as it came"),
    ],
)
def test_format_phone(stored: str, thai: str, english: str) -> None:
    assert format_phone(stored) == thai
    assert format_phone(stored, lang="en") == english


NUMBERS = st.from_regex(
    r"(0[2-7][0-9]{7}|0[689][0-9]{8}|1[0-9]{2,3}|1800[0-9]{6}|\+[1-57-9][0-9]{6,14})"
    r"(;ext=[0-9]{1,7})?",
    fullmatch=True,
)
STORED = st.lists(NUMBERS, min_size=1, max_size=4, unique=True).map(", ".join)


@given(STORED, st.sampled_from(["th", "en"]))
def test_what_is_formatted_is_parsed_again(stored: str, lang: str) -> None:
    assert parse_phone(stored) == stored
    assert parse_phone(format_phone(stored, lang)) == stored


@given(st.text() | st.text("0123456789 -,/;ext=ต่อ+()๐x#\n"))
def test_what_is_read_stays_as_it_is(text: str) -> None:
    try:
        stored = parse_phone(text)
    except InvalidValue as refused:
        shown = str(refused)
    else:
        shown = format_phone(stored)
        assert parse_phone(stored) == parse_phone(shown) == stored
    assert len(shown.splitlines()) == 1
