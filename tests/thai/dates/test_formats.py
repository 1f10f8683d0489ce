"""Dates as people read them, and the days an ISO value may stand for."""

from __future__ import annotations

import pytest

from netreg.thai.dates.formats import find_earliest_day, find_latest_day, find_weekday, format_date

SHOWN = [
    # value, th short, th long, en short, en long
    ("2021", "2564", "2564", "2564", "2564"),
    ("2021-08", "ส.ค. 2564", "สิงหาคม 2564", "Aug 2564", "August 2564"),
    ("2021-08-05", "5 ส.ค. 2564", "5 สิงหาคม 2564", "5 Aug 2564", "5 August 2564"),
    (
        "2017-09-11T13:00",
        "11 ก.ย. 2560 13:00 น.",
        "11 กันยายน 2560 เวลา 13:00 น.",
        "11 Sep 2560 13:00",
        "11 September 2560 13:00",
    ),
    (
        "2022-03-24/2022-03-25",
        "24–25 มี.ค. 2565",
        "24–25 มีนาคม 2565",
        "24–25 Mar 2565",
        "24–25 March 2565",
    ),
    (
        "2024-02-28/2024-03-02",
        "28 ก.พ. – 2 มี.ค. 2567",
        "28 กุมภาพันธ์ – 2 มีนาคม 2567",
        "28 Feb – 2 Mar 2567",
        "28 February – 2 March 2567",
    ),
    (
        "2017-09-11/2020-09-10",
        "11 ก.ย. 2560 – 10 ก.ย. 2563",
        "11 กันยายน 2560 – 10 กันยายน 2563",
        "11 Sep 2560 – 10 Sep 2563",
        "11 September 2560 – 10 September 2563",
    ),
    (
        "2021-08/2021-09",
        "ส.ค. – ก.ย. 2564",
        "สิงหาคม – กันยายน 2564",
        "Aug – Sep 2564",
        "August – September 2564",
    ),
    ("2017/2020", "2560–2563", "2560–2563", "2560–2563", "2560–2563"),
    (
        "2021-08-05T09:00/2021-08-05T12:00",
        "5 ส.ค. 2564 09:00–12:00 น.",
        "5 สิงหาคม 2564 เวลา 09:00–12:00 น.",
        "5 Aug 2564 09:00–12:00",
        "5 August 2564 09:00–12:00",
    ),
    (
        "2021-08-05T09:00/2021-08-06T16:00",
        "5 ส.ค. 2564 09:00 น. – 6 ส.ค. 2564 16:00 น.",
        "5 สิงหาคม 2564 เวลา 09:00 น. – 6 สิงหาคม 2564 เวลา 16:00 น.",
        "5 Aug 2564 09:00 – 6 Aug 2564 16:00",
        "5 August 2564 09:00 – 6 August 2564 16:00",
    ),
    # no พ.ศ. that could be read back
    ("2099-08-05", "5 ส.ค. ค.ศ. 2099", "5 สิงหาคม ค.ศ. 2099", "5 Aug 2099 CE", "5 August 2099 CE"),
    (
        "2097/2099",
        "ค.ศ. 2097–ค.ศ. 2099",
        "ค.ศ. 2097–ค.ศ. 2099",
        "2097 CE–2099 CE",
        "2097 CE–2099 CE",
    ),
]


@pytest.mark.parametrize(("value", "th", "th_long", "en", "en_long"), SHOWN)
def test_format_date(value: str, th: str, th_long: str, en: str, en_long: str) -> None:
    assert format_date(value) == th
    assert format_date(value, style="long") == th_long
    assert format_date(value, lang="en") == en
    assert format_date(value, lang="en", style="long") == en_long


def test_format_date_in_the_common_era() -> None:
    assert format_date("2021-08-05", era="ce", lang="en") == "5 Aug 2021"
    assert format_date("2021-08-05", era="ce") == "5 ส.ค. 2021"
    assert format_date("2021", era="ce") == "2021"


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2021-08-05", "2021-08-05", "2021-08-05"),
        ("2021-08-05T09:00", "2021-08-05", "2021-08-05"),
        ("2021-08", "2021-08-01", "2021-08-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2022-03-24/2022-03-25", "2022-03-24", "2022-03-25"),
        ("2017/2020-09", "2017-01-01", "2020-09-30"),
        ("2021-08-05T09:00/2021-08-05T12:00", "2021-08-05", "2021-08-05"),
    ],
)
def test_find_earliest_and_latest_day(value: str, first: str, last: str) -> None:
    assert (find_earliest_day(value), find_latest_day(value)) == (first, last)


@pytest.mark.parametrize(
    ("value", "thai", "english"),
    [
        ("2021-12-23", "วันพฤหัสบดี", "Thursday"),
        ("2017-09-11T13:00", "วันจันทร์", "Monday"),
        ("2006-09-03", "วันอาทิตย์", "Sunday"),
        ("2021-08", None, None),
        ("2021", None, None),
        ("2022-03-24/2022-03-25", None, None),
    ],
)
def test_find_weekday(value: str, thai: str | None, english: str | None) -> None:
    assert find_weekday(value, "th") == thai
    assert find_weekday(value, "en") == english
