"""Meetings as other programs read them: a year planned by one command, and who attends in which part for whom."""

from __future__ import annotations

import shlex
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from netreg.thai.dates.working_days import find_holiday_name

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")
NAMES = ("หนึ่งเดียว", "ทดสอบ", "ตัวอย่าง", "มาแทน", "สังเกต")
SETUP = (
    "org add สำนักงานสมมุติ --code off",
    "org edit off email=office@example.ac.th",
    *(f"member add 'นาย{name} สมมุติ' --code m{n} --email m{n}@example.ac.th" for n, name in enumerate(NAMES, 1)),
    "member add 'นางไร้อีเมล สมมุติ' --code none",
    "meeting series add ประชุมประจำเดือนสมมุติ --code ser --organiser off",
    "meeting add ประชุมสมมุติ --on '5 ส.ค. 2569 09:30' --organiser off --code a",
    "meeting attend a m1 --role ประธาน",
    "meeting attend a m2 --presence ลา",
    "meeting attend a m3 --substitute-for m4",
    "meeting attend a none --substitute-for m2",
    "meeting attend a m5 --role ผู้สังเกตการณ์ --presence มาบางช่วง",
)


def read_events(netreg: Netreg, *narrowed: str) -> list[Any]:
    path = netreg.db.parent / "meetings.ics"
    path.unlink(missing_ok=True)
    run = netreg("meeting", "export", str(path), *narrowed)
    assert run.code == 0, run.err
    calendar: Any = Calendar.from_ical(path.read_bytes())
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def test_a_planned_year_and_attendees_are_read_back(register: Netreg) -> None:
    for line in SETUP:
        run = register(*shlex.split(line))
        assert run.code == 0, (line, run.err)
    (event,) = read_events(register)
    people = {str(one): {name: str(value) for name, value in one.params.items()} for one in event["attendee"]}
    parts = {
        address.removeprefix("mailto:").partition("@")[0]: [params["ROLE"], params["PARTSTAT"]]
        for address, params in people.items()
    }
    assert parts == {
        "m1": ["CHAIR", "ACCEPTED"],
        "m2": ["REQ-PARTICIPANT", "DECLINED"],
        "m3": ["REQ-PARTICIPANT", "ACCEPTED"],
        "m4": ["REQ-PARTICIPANT", "DELEGATED"],
        "m5": ["NON-PARTICIPANT", "ACCEPTED"],
    }
    assert people["mailto:m3@example.ac.th"]["DELEGATED-FROM"] == "mailto:m4@example.ac.th"
    assert people["mailto:m4@example.ac.th"]["DELEGATED-TO"] == "mailto:m3@example.ac.th"
    assert people["mailto:m4@example.ac.th"]["CN"] == "นายมาแทน สมมุติ"
    assert register("meeting", "remove", "a", "--yes").code == 0

    planned = register("meeting", "plan", "ser", "--year", "2570", "--rule", "วันที่ 1 ของเดือน", "--at", "13:30", "--json")
    assert planned.code == 0, planned.err
    events = read_events(register)
    days = [one["dtstart"].dt for one in events]
    assert [str(day)[:16] for day in sorted(days)] == [row["starts_at"].replace("T", " ") for row in planned.data]
    assert {day.month for day in days} == set(range(1, 13))
    assert [day for day in days if find_holiday_name(date(day.year, day.month, day.day), "th")] == []
    moved = {str(day)[:10] for day in days if day.day != 1}
    assert {"2027-01-04", "2027-05-03"} >= moved != set()
    assert {str(one["status"]) for one in events} == {"CONFIRMED"}
    assert {str(one["dtstart"].dt.utcoffset()) for one in events} == {"7:00:00"}
    assert [str(one["summary"]) for one in events][:2] == [
        "ประชุมประจำเดือนสมมุติ ครั้งที่ 1/2570", "ประชุมประจำเดือนสมมุติ ครั้งที่ 2/2570",
    ]  # fmt: skip
