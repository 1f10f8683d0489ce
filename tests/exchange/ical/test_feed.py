"""The calendar that a phone follows, read back by the icalendar library."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from netreg.core.entity import TimeFrame
from netreg.entities import (
    ACTIVITY,
    AGREEMENT,
    COHORT,
    COURSE,
    MEETING,
    MEMBER_GROUP,
    MEMBERSHIP,
    PERSON,
    POST,
    SESSION,
)
from netreg.errors import NotAllowed
from netreg.exchange.ical.feed import build_feed, refresh_file
from netreg.language import set_language
from netreg.store.database import reading, writing
from netreg.store.records import records
from netreg.store.writes import checked_writes
from tests.conftest import laid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    set_language("th")
    yield
    set_language("en")


@pytest.fixture
def path(empty: bytes, tmp_path: Path) -> Path:
    file = laid(tmp_path / "register.db", empty)
    facts = {"signed_on": "2024-12-23", "end_stated": "2026-12-31", "notice": "P30D", "grace_days": 15}
    with writing(file, "add", "ผู้ทดสอบ") as db:
        checked_writes.add_record(db, AGREEMENT, {"title": "ข้อตกลงสมมติ", **facts})
        checked_writes.add_record(
            db, MEETING, {"title": "ประชุมสมมติ", "starts_at": "2026-12-01T09:30", "state": "planned"}
        )
        checked_writes.add_record(
            db, MEETING, {"title": "ประชุมทั้งวันสมมติ", "starts_at": "2026-12-02", "state": "planned"}
        )
    return file


def made(path: Path, as_of: date = TODAY) -> bytes:
    with reading(path) as db:
        return build_feed(db, TimeFrame(as_of)).content


def events(content: bytes) -> dict[str, Any]:
    """The events by their summaries, once the file is found to be without faults."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar: Any = Calendar.from_ical(content)
    assert not calendar.errors
    found = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert not any(event.errors for event in found.values())
    assert not calendar.get_missing_tzids()
    return found


def alarms(event: Any) -> list[timedelta]:
    found = event.walk("VALARM")
    for alarm in found:
        assert (alarm["action"], alarm["description"]) == ("DISPLAY", event["summary"])
    return [alarm["trigger"].dt for alarm in found]


def day(number: int) -> timedelta:
    """Nine in the morning, so many days before the day begins at midnight."""
    return timedelta(hours=9) - timedelta(days=number)


HOUR = timedelta(hours=1)
END, NOTICE, GRACE = "สิ้นสุด: ข้อตกลงสมมติ", "วันสุดท้ายที่แจ้งได้: ข้อตกลงสมมติ", "สิ้นสุดช่วงผ่อนผัน: ข้อตกลงสมมติ"


def test_deadlines_and_meetings_with_alarms_that_are_still_ahead(path: Path) -> None:
    found = events(made(path))
    assert {name: alarms(event) for name, event in found.items()} == {
        NOTICE: [day(1), day(0)],
        END: [day(30), day(7), day(1), day(0)],
        GRACE: [day(30), day(7), day(1), day(0)],
        "ประชุมสมมติ": [-timedelta(days=1), -HOUR],
        "ประชุมทั้งวันสมมติ": [day(1)],
    }
    assert found[END]["dtstart"].dt == date(2026, 12, 31)
    assert found["ประชุมสมมติ"]["dtstart"].dt.isoformat() == "2026-12-01T09:30:00+07:00"


@pytest.mark.parametrize(
    ("as_of", "end", "met"),
    [
        (date(2026, 12, 1), [day(30), day(7), day(1), day(0)], [-HOUR]),
        (date(2026, 12, 2), [day(7), day(1), day(0)], []),
        (date(2026, 12, 31), [day(0)], []),
        (date(2027, 1, 1), [], []),
    ],
)
def test_what_has_rung_rings_no_more(path: Path, as_of: date, end: list[timedelta], met: list[timedelta]) -> None:
    found = events(made(path, as_of))
    assert alarms(found[END]) == end
    assert alarms(found["ประชุมสมมติ"]) == met


def test_a_cohort_of_a_training_course(path: Path) -> None:
    with writing(path, "add", "ผู้ทดสอบ") as db:
        course = checked_writes.add_record(db, COURSE, {"title": "หลักสูตรสมมติ"})
        facts = {"course": course, "province": "นครพนม", "venue_as_written": "โรงแรมสมมติ"}
        days = {1: ("2026-12-24", "2026-12-25"), 2: ("2026-12", None), 3: (None, None)}
        for number, (first, last) in days.items():
            planned = {"number": number, "planned_from": first, "planned_until": last}
            cohort = checked_writes.add_record(db, COHORT, facts | planned)
        checked_writes.add_record(db, SESSION, {"cohort": cohort - 2, "topic": "หัวข้อสมมติ"})
    event = events(made(path))["หลักสูตรสมมติ รุ่นที่ 1"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 24), date(2026, 12, 26))
    assert event["location"] == "โรงแรมสมมติ, นครพนม"
    assert (event["status"], event["description"]) == ("CONFIRMED", "หัวข้อสมมติ")
    assert alarms(event) == [day(7), day(1)]
    with reading(path) as db:
        told = build_feed(db, TimeFrame(TODAY)).left_out
    assert [line.partition(": ")[0] for line in told] == ["หลักสูตรสมมติ รุ่นที่ 2", "หลักสูตรสมมติ รุ่นที่ 3"]


def test_terms_that_end_and_activities(path: Path) -> None:
    with writing(path, "add", "ผู้ทดสอบ") as db:
        person = checked_writes.add_record(db, PERSON, {"given_name": "สมมติ", "family_name": "หนึ่ง"})
        group = checked_writes.add_record(db, MEMBER_GROUP, {"name_th": "คณะกรรมการสมมติ", "term_until": "2027-09-30"})
        for until in ("2026-12-01", "2025-11-24", "2027-01", None):
            post = {"person": person, "position": f"ตำแหน่ง {until}", "until": until}
            checked_writes.add_record(db, POST, post)
        checked_writes.add_record(
            db, MEMBERSHIP, {"group": group, "person": person, "left": "2026-12-31", "note": "ลาออก"}
        )
        for title, starts, more in (
            ("กิจกรรมสมมติ", "2027-01-10T09:00", {"state": "planned", "venue": "หอประชุม", "province": "เลย"}),
            ("กิจกรรมสองวัน", "2027-01-24", {"ends_on": "2027-01-25"}),
            ("กิจกรรมเดือนไหน", "2027-02", {"state": "planned"}),
            ("กิจกรรมนานแล้ว", "2024-01-10", {}),
        ):
            checked_writes.add_record(db, ACTIVITY, {"title": title, "starts_on": starts, **more})
    found = events(made(path))
    terms = {name: event for name, event in found.items() if "พ้น" in name or "วาระ" in name}
    assert {name: (event["dtstart"].dt.isoformat(), alarms(event)) for name, event in terms.items()} == {
        "พ้นตำแหน่ง: สมมติ หนึ่ง: ตำแหน่ง 2026-12-01": ("2026-12-01", [day(0)]),
        "พ้นจากกลุ่ม: คณะกรรมการสมมติ: สมมติ หนึ่ง": ("2026-12-31", [day(30), day(7), day(0)]),
        "หมดวาระ: คณะกรรมการสมมติ": ("2027-09-30", [day(90), day(30), day(7), day(0)]),
    }
    one, two = found["กิจกรรมสมมติ"], found["กิจกรรมสองวัน"]
    assert (one["location"], one["status"], alarms(one)) == ("หอประชุม, เลย", "CONFIRMED", [-timedelta(days=1), -HOUR])
    assert (two["dtstart"].dt, two["dtend"].dt) == (date(2027, 1, 24), date(2027, 1, 26))
    assert "กิจกรรมนานแล้ว" not in found
    with reading(path) as db:
        told = build_feed(db, TimeFrame(TODAY)).left_out
    assert [line.partition(" (")[0] for line in told] == [
        "กิจกรรมเดือนไหน: ไม่ทราบวันที่แน่นอน",
        "พ้นตำแหน่ง: สมมติ หนึ่ง: ตำแหน่ง 2027-01: ไม่ทราบวันที่แน่นอน",
    ]


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_what_is_off_does_not_ring(path: Path, state: str) -> None:
    with writing(path, "edit", "ผู้ทดสอบ") as db:
        records.update_record(db, MEETING, 1, {"state": state})
    assert alarms(events(made(path))["ประชุมสมมติ"]) == []


def test_a_change_is_a_later_revision_of_the_same_event(path: Path) -> None:
    before = events(made(path))[END]
    with writing(path, "edit", "ผู้ทดสอบ") as db:
        records.update_record(db, AGREEMENT, 1, {"end_stated": "2027-01-31"})
    after = events(made(path))[END]
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1000)
    assert after["last-modified"].dt >= before["last-modified"].dt
    assert after["dtstamp"].dt == after["last-modified"].dt
    assert after["dtstart"].dt == date(2027, 1, 31)


def test_a_tacit_renewal_is_a_later_revision_too(path: Path) -> None:
    with writing(path, "edit", "ผู้ทดสอบ") as db:
        records.update_record(db, AGREEMENT, 1, {"renewal": "tacit", "renewal_term": "P1Y"})
    renewal = "ต่ออายุเองโดยปริยาย: ข้อตกลงสมมติ"
    found = [events(made(path, day))[renewal] for day in (TODAY, date(2027, 5, 5), date(2028, 5, 5))]
    assert [event["sequence"] for event in found] == [1000, 1012, 1024]
    assert [event["dtstart"].dt.year for event in found] == [2027, 2028, 2029]
    assert len({event["uid"] for event in found}) == 1
    with writing(path, "edit", "ผู้ทดสอบ") as db:
        records.update_record(db, AGREEMENT, 1, {"end_stated": "2029-12-31"})
    assert events(made(path, date(2028, 5, 5)))[renewal]["sequence"] == 2000


def test_of_a_closed_agreement_nothing_is_ahead(path: Path) -> None:
    with writing(path, "edit", "ผู้ทดสอบ") as db:
        records.update_record(db, AGREEMENT, 1, {"final_status": "terminated", "final_on": "2026-11-01"})
    assert not {NOTICE, END, GRACE} & events(made(path)).keys()


def test_the_same_register_gives_the_same_bytes(path: Path) -> None:
    assert made(path) == made(path)


# --- the file -----------------------------------------------------------------------------


def test_it_is_written_and_refreshed(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "netreg.ics"
    assert refresh_file(file, made(path), force=False)
    assert file.stat().st_mode & 0o777 == 0o600
    stamp = file.stat().st_mtime_ns
    assert not refresh_file(file, made(path), force=False)
    assert file.stat().st_mtime_ns == stamp, "what says the same is not written again"
    later = made(path, date(2026, 12, 2))
    assert refresh_file(file, later, force=False, dry_run=True)
    assert file.read_bytes() != later
    assert refresh_file(file, later, force=False)
    assert file.read_bytes() == later
    assert sorted(p.name for p in tmp_path.iterdir()) == ["netreg.ics", "register.db"]


@pytest.mark.parametrize(
    "content", [b"", b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n", b"notes", b"SQLite format 3\x00"]
)
def test_over_nothing_of_somebody_else(path: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "netreg.ics"
    file.write_bytes(content)
    for dry_run in (True, False):
        with pytest.raises(NotAllowed, match="ไม่ได้เขียนโดย netreg"):
            refresh_file(file, made(path), force=False, dry_run=dry_run)
    assert file.read_bytes() == content
    if content.startswith(b"SQLite"):
        with pytest.raises(NotAllowed, match="เป็นฐานข้อมูล"):
            refresh_file(file, made(path), force=True)
    else:
        assert refresh_file(file, made(path), force=True)


def test_the_moment_is_that_of_the_history(path: Path) -> None:
    with reading(path) as db:
        (at,) = db.execute("SELECT max(at) FROM change WHERE kind = 'agreement'").fetchone()
    assert events(made(path))[END]["last-modified"].dt == datetime.fromisoformat(at).replace(microsecond=0)
