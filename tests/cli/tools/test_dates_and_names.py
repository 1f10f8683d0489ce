"""``netreg date`` and ``netreg name``: how a written date and a personal name are read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

NO_DATE = "is not a valid date; write it like 5 ส.ค. 2564 or 2021-08-05"


def read(netreg: Netreg, command: str, *texts: str) -> tuple[list[dict[str, Any]], str, int]:
    """A row for each text, the standard error and the exit code."""
    run = netreg(command, "--format", "ndjson", *texts)
    return [json.loads(line) for line in run.out.splitlines()], run.err, run.code


def date(
    text: str, value: str, shown: str, weekday: str | None = None, precision: str = "day"
) -> dict[str, str | None]:
    """How a date that is taken is told."""
    return {
        "input": text,
        "value": value,
        "shown": shown,
        "weekday": weekday,
        "precision": precision,
        "error": None,
    }


def refused(text: str, error: str) -> dict[str, str | None]:
    """How a date that is refused is told."""
    return {"input": text, "value": None, "shown": None, "weekday": None, "precision": None, "error": error}


def test_the_five_dates_of_the_handbook(netreg: Netreg) -> None:
    friday = "วันศุกร์ที่ 23 ธันวาคม 2564"
    texts = ("29/02/2567", "29/02/2564", friday, "24 - 25 มีนาคม 2565", "05/06/69")
    assert read(netreg, "date", *texts) == (
        [
            date("29/02/2567", "2024-02-29", "29 กุมภาพันธ์ 2567", "วันพฤหัสบดี"),
            refused("29/02/2564", "ไม่มีวันที่ 29 ใน ก.พ. 2564 ซึ่งมี 28 วัน"),
            refused(friday, "23 ธ.ค. 2564 เป็นวันพฤหัสบดี ไม่ใช่วันศุกร์ โปรดแก้ชื่อวันหรือวันที่"),
            date("24 - 25 มีนาคม 2565", "2022-03-24/2022-03-25", "24–25 มีนาคม 2565", precision="span"),
            date("05/06/69", "2026-06-05", "5 มิถุนายน 2569", "วันศุกร์"),
        ],
        "",
        1,
    )


def test_months_years_minutes_and_spans(netreg: Netreg) -> None:
    texts = ("ส.ค. 2564", "๒๕๖๔", "11 ก.ย. 2560 เวลา 13.00 น.", "ปีงบประมาณ 2566", "11 ก.ย. 2560 – 10 ก.ย. 2563")
    assert read(netreg, "date", *texts) == (
        [
            date("ส.ค. 2564", "2021-08", "สิงหาคม 2564", precision="month"),
            date("๒๕๖๔", "2021", "2564", precision="year"),
            date(texts[2], "2017-09-11T13:00", "11 กันยายน 2560 เวลา 13:00 น.", "วันจันทร์", "minute"),
            date(texts[3], "2022-10-01/2023-09-30", "1 ตุลาคม 2565 – 30 กันยายน 2566", precision="span"),
            date(texts[4], "2017-09-11/2020-09-10", "11 กันยายน 2560 – 10 กันยายน 2563", precision="span"),
        ],
        "",
        0,
    )


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("12/13/2560", "there is no month 13; numbers are day/month/year"),
        ("05/06/12", "the year 12 may be พ.ศ. 2512 or ค.ศ. 2012; write it in four digits"),
        ("พรุ่งนี้", "'พรุ่งนี้' depends on the day it is read; write the date itself, such as 5 ส.ค. 2564"),
        ("10", "'10' is a number, not a date; write it like 5/8/2564 or 2021-08-05"),
        ("foo", f"'foo' {NO_DATE}"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(netreg: Netreg, text: str, error: str) -> None:
    assert read(netreg, "date", text) == ([refused(text, error)], "", 1)


def test_dates_in_columns(netreg: Netreg) -> None:
    run = netreg("date", "29/02/2567", "31/02/2567")
    assert (run.out, run.err, run.code) == (
        (
            "input\tvalue\tshown\tweekday\tprecision\terror\n"
            "29/02/2567\t2024-02-29\t29 กุมภาพันธ์ 2567\tวันพฤหัสบดี\tday\t\n"
            "31/02/2567\t\t\t\t\tไม่มีวันที่ 31 ใน ก.พ. 2567 ซึ่งมี 29 วัน\n"
        ),
        "",
        1,
    )


@pytest.mark.usefixtures("in_english")
def test_lines_of_the_standard_input(netreg: Netreg) -> None:
    run = netreg("date", "--format", "ndjson", stdin="\ufeff29/02/2567\r\n\nfoo\n")
    assert [(row["input"], row["value"], row["error"]) for row in map(json.loads, run.out.splitlines())] == [
        ("29/02/2567", "2024-02-29", None),
        ("", None, "the date is empty"),
        ("foo", None, f"'foo' {NO_DATE}"),
    ]
    assert (run.err, run.code) == ("", 1)


def test_nothing_to_read_is_nothing(netreg: Netreg) -> None:
    assert read(netreg, "date") == ([], "", 0)
    assert read(netreg, "name") == ([], "", 0)


def test_bytes_that_are_no_text_are_refused_and_not_a_fault(netreg: Netreg) -> None:
    run = netreg("date", "--json", stdin=b"5 \xca.\xa4. 2564\n")
    assert [row["value"] for row in run.data] == [None]
    assert (run.err, run.code) == ("", 1)


@pytest.mark.usefixtures("in_english")
def test_two_digit_years_are_settled_by_the_user(netreg: Netreg) -> None:
    be, ce = (netreg("date", "05/06/12", "--read-years", years, "--json").data for years in ("be", "ce"))
    assert [row["value"] for row in (*be, *ce)] == ["1969-06-05", "2012-06-05"]
    run = netreg("date", "05/06/12", "--read-years", "xx")
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 2)
    assert run.err.startswith("netreg: error: --read-years: unknown value 'xx'; expected one of: be, ce")


def test_dates_are_shown_in_the_era_and_language_asked_for(netreg: Netreg) -> None:
    shown = [
        netreg(*before, "date", "29/02/2567", "--json", *behind).data[0]["shown"]
        for before, behind in (
            ((), ("--era", "ce")),
            (("--era", "ce"), ()),
            (("--lang", "en"), ()),
            (("--lang", "en"), ("--era", "ce")),
        )
    ]
    assert shown == ["29 กุมภาพันธ์ 2024", "29 กุมภาพันธ์ 2024", "29 February 2567", "29 February 2024"]


def test_a_date_as_a_table(netreg: Netreg) -> None:
    run = netreg("--lang", "en", "date", "29/02/2567", "--format", "table")
    assert (run.out, run.err, run.code) == (
        (
            "Written     ISO value   Date              Weekday   Precision\n"
            "─────────────────────────────────────────────────────────────\n"
            "29/02/2567  2024-02-29  29 February 2567  Thursday  day      \n"
        ),
        "",
        0,
    )


def name(text: str, titles: str, given: str, family: str | None, short: str | None = None) -> dict[str, Any]:
    """How a name that is taken is told; titles are written with bars between them."""
    parts = titles.split("|") if titles else []
    return {
        "input": text,
        "titles": parts,
        "given_name": given,
        "family_name": family,
        "short_titles": short.split("|") if short else parts,
        "nickname": None,
        "former_family_name": None,
        "remarks": [],
        "error": None,
    }


def test_the_three_names_of_the_handbook(netreg: Netreg) -> None:
    texts = ("นายธาดา พรหมสาขา ณ สกลนคร", "รองศาสตราจารย์ ดร.ไมตรี อินทร์ประสิทธิ์", "ดรุณี ใจดี")
    assert read(netreg, "name", *texts) == (
        [
            name(texts[0], "นาย", "ธาดา", "พรหมสาขา ณ สกลนคร"),
            name(texts[1], "รองศาสตราจารย์|ดร.", "ไมตรี", "อินทร์ประสิทธิ์", "รศ.|ดร."),
            name(texts[2], "", "ดรุณี", "ใจดี"),
        ],
        "",
        0,
    )


@pytest.mark.usefixtures("in_english")
def test_names_that_are_none(netreg: Netreg) -> None:
    rows, err, code = read(netreg, "name", "", "นาย", "12345", "นางสมมติ")
    assert [(row["given_name"], row["error"]) for row in rows] == [
        (None, "the name is empty"),
        (None, "'นาย' is a title without a name"),
        (None, "'12345' is not a valid name"),
        ("สมมติ", None),
    ]
    assert (err, code) == ("", 1)


def test_names_in_columns_and_from_the_standard_input(netreg: Netreg) -> None:
    run = netreg("name", stdin="ผศ.ดร.สมมติ ตัวอย่าง\nสมมติ (ตัวอย่าง)\n")
    assert (run.out, run.err, run.code) == (
        (
            "input\ttitles\tgiven_name\tfamily_name\tshort_titles\tnickname\tformer_family_name\tremarks\terror\n"
            "ผศ.ดร.สมมติ ตัวอย่าง\tผศ.; ดร.\tสมมติ\tตัวอย่าง\tผศ.; ดร.\t\t\t\t\n"
            "สมมติ (ตัวอย่าง)\t\tสมมติ\t\t\tตัวอย่าง\t\tอ่านเป็นชื่อเล่น: ตัวอย่าง\t\n"
        ),
        "",
        0,
    )


@pytest.mark.parametrize("command", ["date", "name"])
def test_neither_needs_a_register(netreg: Netreg, command: str) -> None:
    netreg(command, "5 ส.ค. 2564")
    assert list(netreg.folder.iterdir()) == []
