"""Calendars, read back by the icalendar library; the rules it does not watch are looked at here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from netreg.core.cards import Card, CardSection
from netreg.core.entity import Entity, TimeFrame
from netreg.core.fields import Ref
from netreg.entities import AGENDA_ITEM, AGREEMENT, ATTENDANCE, MEETING, ORGANISATION, PARTY, PERSON
from netreg.exchange.ical.calendars import build_agreements_calendar, build_meetings_calendar, make_address_finder
from netreg.language import set_language
from netreg.store.database import create, reading, writing
from netreg.store.records import records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 11, 21)
CHANGED = "2026-01-02T03:04:05.678901Z"
OFFICE = Ref("organisation", 7, None, "สำนักงานสมมติ")
SOMMUT = Ref("person", 1, None, "นายสมมติ ตัวอย่าง")
KANDA = Ref("person", 2, None, 'กานดา "น้อย" ตัวอย่าง; สมมติ')
MAIL: dict[Ref | str, str] = {
    OFFICE: "office@example.ac.th",
    SOMMUT: "sommut@example.ac.th",
    KANDA: "kanda@example.ac.th",
}
THAILAND = timedelta(hours=7)
_numbers = count(1)


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    set_language("th")
    yield
    set_language("en")


def card(kind: Entity, groups: tuple[CardSection, ...] = (), **values: Any) -> Card:
    system = {"id": next(_numbers), "uid": f"uid-{next(_numbers)}", "created_at": CHANGED, "updated_at": CHANGED}
    return Card(kind, kind.make_blank_row() | system | values, groups)


def group(kind: Entity, *rows: dict[str, Any]) -> CardSection:
    assert kind.parent is not None
    return CardSection(kind.collection, kind.plural, kind, kind.parent.name, tuple(card(kind, **row) for row in rows))


def meeting(*groups: CardSection, **values: Any) -> Card:
    return card(MEETING, groups, **{"title": "การประชุมสมมติ", "starts_at": "2026-12-01T09:00"} | values)


def agreement(*groups: CardSection, as_of: date = TODAY, **values: Any) -> Card:
    made = card(AGREEMENT, groups, **{"title": "ข้อตกลงสมมติ"} | values)
    return made._replace(row=AGREEMENT.add_derived(made.row, TimeFrame(as_of)))


def events(content: bytes) -> list[Any]:
    """The events, once the file is found to keep the rules of RFC 5545."""
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()
    calendar: Any = Calendar.from_ical(content)
    assert not calendar.errors
    assert (calendar["version"], calendar["prodid"][:18]) == ("2.0", "-//netreg//netreg/")
    assert calendar.subcomponents
    found = calendar.walk("VEVENT")
    assert not any(event.errors for event in found)
    assert len({event["uid"] for event in found}) == len(found)
    for event in found:
        assert event.get("dtend") is None or event["dtend"].dt > event["dtstart"].dt
    return list(found)


def met(one: Card, as_of: date = TODAY, *, known: bool = False) -> Any:
    (event,) = events(build_meetings_calendar([one], as_of, MAIL.get if known else lambda _ref: None).content)
    return event


def days(*cards: Card, as_of: date = TODAY) -> dict[str, date]:
    return {event["summary"]: event["dtstart"].dt for event in events(build_agreements_calendar(cards, as_of).content)}


# --- meetings ----------------------------------------------------------------------------------


def test_a_meeting() -> None:
    one = meeting(
        group(AGENDA_ITEM, {"seq": 1, "title": "เปิด; ประชุม"}, {"seq": 2, "title": "อื่น ๆ", "detail": "ก\nข"}),
        ends_at="2026-12-01T12:00",
        venue="ห้องสมมติ 1, ชั้น 2",
        platform="Zoom",
        link="https://example.ac.th/j/1?a=b;c,d",
        state="planned",
    )
    event = met(one)
    assert event["uid"] == f"{one.row['uid']}@netreg"
    assert event["dtstamp"].dt == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert event["dtstart"].dt.isoformat() == "2026-12-01T09:00:00+07:00"
    assert event["dtend"].dt.isoformat() == "2026-12-01T12:00:00+07:00"
    assert event["dtstart"].params["TZID"] == "Asia/Bangkok"
    assert (event["summary"], event["location"]) == ("การประชุมสมมติ", "ห้องสมมติ 1, ชั้น 2, Zoom")
    assert event["url"] == "https://example.ac.th/j/1?a=b;c,d"
    assert event["description"] == "1. เปิด; ประชุม\n2. อื่น ๆ\nก\nข\nhttps://example.ac.th/j/1?a=b;c,d"
    assert event["status"] == "CONFIRMED"


def test_what_is_not_known_is_not_there() -> None:
    assert set(met(meeting(state=None))) == {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "SUMMARY"}


def test_the_zone_is_thailands() -> None:
    calendar: Any = Calendar.from_ical(build_meetings_calendar([meeting()], TODAY).content)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone.to_tz().utcoffset(datetime(1999, 5, 5)) == THAILAND  # noqa: DTZ001
    assert not calendar.get_missing_tzids()


@pytest.mark.parametrize(
    ("starts", "ends", "start", "end"),
    [
        ("2026-12-01", None, "2026-12-01", "2026-12-02"),
        ("2026-12-01", "2026-12-01", "2026-12-01", "2026-12-02"),
        ("2026-12-31", "2027-01-02", "2026-12-31", "2027-01-03"),
        ("2026-12-01", "2026-12-02T12:00", "2026-12-01", "2026-12-03"),
        ("2026-12-01", "2026-12", "2026-12-01", "2026-12-02"),
        ("2026-12-01T09:00", None, "2026-12-01T09:00:00+07:00", None),
        ("2026-12-01T09:00", "2026-12-01", "2026-12-01T09:00:00+07:00", None),
        ("2026-12-01T09:00", "2026-12-01T09:00", "2026-12-01T09:00:00+07:00", None),
        ("2026-12-01T09:00", "2026", "2026-12-01T09:00:00+07:00", None),
        ("2026-12-01T09:00", "2026-12-02", "2026-12-01T09:00:00+07:00", "2026-12-03T00:00:00+07:00"),
        ("2026-12-01T22:00", "2026-12-02T01:30", "2026-12-01T22:00:00+07:00", "2026-12-02T01:30:00+07:00"),
    ],
)
def test_how_long_it_takes(starts: str, ends: str | None, start: str, end: str | None) -> None:
    event = met(meeting(starts_at=starts, ends_at=ends))
    assert event["dtstart"].dt.isoformat() == start
    assert (event["dtend"].dt.isoformat() if "dtend" in event else None) == end


@pytest.mark.parametrize(("language", "shown"), [("th", "ธ.ค. 2569"), ("en", "Dec 2569")])
def test_a_meeting_without_a_day_is_left_out_and_told(language: str, shown: str) -> None:
    set_language(language)
    made = build_meetings_calendar([meeting(starts_at="2026-12", title="ไม่รู้วัน"), meeting()], TODAY)
    assert len(events(made.content)) == 1
    (told,) = made.left_out
    assert told.startswith("ไม่รู้วัน: ")
    assert shown in told


@pytest.mark.parametrize(
    ("state", "status"),
    [("planned", "CONFIRMED"), ("held", "CONFIRMED"), ("postponed", "TENTATIVE"), ("cancelled", "CANCELLED")],
)
def test_status(state: str, status: str) -> None:
    assert met(meeting(state=state))["status"] == status


def test_every_state_has_a_status() -> None:
    states = MEETING.by_name["state"].options  # type: ignore[attr-defined]
    assert all("status" in met(meeting(state=state)) for state in states)


def test_a_link_that_is_no_address_is_only_told() -> None:
    event = met(meeting(link="zoom.us/j/1"))
    assert "url" not in event
    assert event["description"] == "zoom.us/j/1"


ATTENDED = (
    {"person": SOMMUT, "role": "chair", "presence": "present"},
    {"person": SOMMUT, "role": "presenter", "presence": "present"},
    {"person": KANDA, "role": "observer", "presence": "apology"},
    {"person": Ref("person", 3, None, "ผู้ไม่มีอีเมล"), "role": "member", "presence": "present"},
    {"person": None, "name_as_recorded": "ผู้ไม่อยู่ในทะเบียน", "role": "member", "presence": "present"},
)


def test_people_with_an_address() -> None:
    event = met(meeting(group(ATTENDANCE, *ATTENDED), organiser=OFFICE, starts_at="2026-11-21"), known=True)
    assert event["organizer"] == "mailto:office@example.ac.th"
    assert event["organizer"].params["CN"] == "สำนักงานสมมติ"
    chair, observer = event["attendee"]
    assert (chair, dict(chair.params)) == (
        "mailto:sommut@example.ac.th",
        {"CN": SOMMUT.name, "ROLE": "CHAIR", "PARTSTAT": "ACCEPTED", "SCHEDULE-AGENT": "NONE"},
    )
    assert observer.params["CN"] == KANDA.name
    assert (observer.params["ROLE"], observer.params["PARTSTAT"]) == ("NON-PARTICIPANT", "DECLINED")


def test_nobody_has_come_to_a_meeting_ahead() -> None:
    event = met(meeting(group(ATTENDANCE, *ATTENDED), organiser=OFFICE), known=True)
    assert [who.params["PARTSTAT"] for who in event["attendee"]] == ["NEEDS-ACTION", "DECLINED"]


@pytest.mark.parametrize("organiser", [None, Ref("organisation", 9, None, "ไม่มีอีเมล")])
def test_without_an_organiser_nobody_was_invited(organiser: Ref | None) -> None:
    event = met(meeting(group(ATTENDANCE, *ATTENDED), organiser=organiser), known=True)
    assert "organizer" not in event
    assert "attendee" not in event


def test_addresses_are_looked_up_in_the_register(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    create(path)
    with writing(path, "test", "tester") as db:
        office = checked_writes.add_record(
            db, ORGANISATION, {"name_th": "สำนักงานสมมติ", "email": "office@example.ac.th"}
        )
        number = checked_writes.add_record(db, PERSON, {"given_name": "สมมติ", "family_name": "ตัวอย่าง"})
        find = make_address_finder(db)
        assert find(Ref("organisation", office, None, "")) == "office@example.ac.th"
        assert find(Ref("person", number, None, "")) is None


def test_a_change_of_the_agenda_is_a_change_of_the_event() -> None:
    one = meeting(group(AGENDA_ITEM, {"title": "วาระ", "updated_at": "2026-11-20T00:00:00.000000Z"}))
    assert met(one)["dtstamp"].dt == datetime(2026, 11, 20, tzinfo=UTC)


def test_the_same_meetings_give_the_same_bytes() -> None:
    cards = [meeting(group(ATTENDANCE, *ATTENDED), organiser=OFFICE), meeting(starts_at="2027-01-01")]
    assert build_meetings_calendar(cards, TODAY, MAIL.get) == build_meetings_calendar(iter(cards), TODAY, MAIL.get)


def test_long_thai_text_comes_back() -> None:
    title = "การประชุมเครือข่ายผู้ปฏิบัติงานด้านศิษย์เก่าสัมพันธ์ " * 5 + "จบ"
    assert met(meeting(title=title))["summary"] == title


def test_nothing_to_tell_is_a_calendar_all_the_same() -> None:
    for made in (build_meetings_calendar([], TODAY), build_agreements_calendar([], TODAY)):
        assert events(made.content) == []
        assert made.left_out == ()


@pytest.mark.parametrize(("language", "name"), [("th", "การประชุม"), ("en", "Meetings")])
def test_the_calendar_has_a_name(language: str, name: str) -> None:
    set_language(language)
    calendar: Any = Calendar.from_ical(build_meetings_calendar([meeting()], TODAY).content)
    assert (calendar["name"], calendar["x-wr-calname"]) == (name, name)
    assert calendar["prodid"] == f"-//netreg//netreg//{language.upper()}"


# --- agreements --------------------------------------------------------------------------------

FULL: dict[str, Any] = {
    "signed_on": "2024-12-23T09:00",
    "effective_from": "2025-01-01",
    "end_stated": "2026-12-31",
    "notice": "P30D",
    "grace_days": 15,
}


def test_every_day_of_an_agreement() -> None:
    assert days(agreement(**FULL)) == {
        "ลงนาม: ข้อตกลงสมมติ": date(2024, 12, 23),
        "เริ่มมีผล: ข้อตกลงสมมติ": date(2025, 1, 1),
        "วันสุดท้ายที่แจ้งได้: ข้อตกลงสมมติ": date(2026, 12, 1),
        "สิ้นสุด: ข้อตกลงสมมติ": date(2026, 12, 31),
        "สิ้นสุดช่วงผ่อนผัน: ข้อตกลงสมมติ": date(2027, 1, 15),
    }


def test_the_days_are_those_of_the_record() -> None:
    row = agreement(**FULL).row
    (notice, end, grace) = list(days(agreement(**FULL)).values())[2:]
    assert [day.isoformat() for day in (notice, end, grace)] == [
        row["notice_deadline"],
        row["end"],
        row["grace_end"],
    ]


def test_one_event_of_an_agreement() -> None:
    parties = group(
        PARTY, {"organisation": OFFICE}, {"organisation": OFFICE, "unit": Ref("organisation", 8, None, "ก")}
    )
    one = agreement(parties, end_stated="2026-10-31", signed_on="2025-11-01", parties_stated=3, party_count=2)
    event = events(build_agreements_calendar([one], TODAY).content)[-1]
    assert event["uid"] == f"{one.row['uid']}-end@netreg"
    assert event["dtstart"].to_ical() == b"20261031"
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["dtend"].dt == date(2026, 11, 1)
    assert event["transp"] == "TRANSPARENT"
    assert event["categories"].to_ical().decode() == "ข้อตกลง,สิ้นสุด"
    assert event["description"].split("\n") == [
        "ภาคี:",
        "- สำนักงานสมมติ",
        "- ก",
        "ยังไม่มีการพิจารณา: สิ้นสุดแล้วเมื่อ 31 ตุลาคม 2569 และยังไม่มีการพิจารณา",
        "จำนวนภาคีไม่ตรง: เอกสารระบุภาคี 3 ฝ่าย แต่บันทึกไว้ 2 ฝ่าย",
    ]


def test_in_english() -> None:
    set_language("en")
    event = events(build_agreements_calendar([agreement(end_stated="2026-12-31")], TODAY).content)[0]
    assert event["summary"] == "Ends: ข้อตกลงสมมติ"


@pytest.mark.parametrize("status", ["completed", "terminated", "cancelled", "replaced"])
def test_a_closed_agreement_has_nothing_ahead(status: str) -> None:
    one = agreement(**FULL, final_status=status, final_on="2026-06-30")
    assert list(days(one)) == ["ลงนาม: ข้อตกลงสมมติ", "เริ่มมีผล: ข้อตกลงสมมติ"]


@pytest.mark.parametrize(("closed", "left"), [("2024-12", 1), (None, 2), ("2025-01", 2)])
def test_what_was_closed_first_never_took_effect(closed: str | None, left: int) -> None:
    assert len(days(agreement(**FULL, final_status="cancelled", final_on=closed))) == left


def test_an_agreement_to_be_closed_later_is_open_still() -> None:
    found = days(agreement(**FULL, final_status="terminated", final_on="2026-12-15"))
    assert found == {
        "ลงนาม: ข้อตกลงสมมติ": date(2024, 12, 23),
        "เริ่มมีผล: ข้อตกลงสมมติ": date(2025, 1, 1),
        "สิ้นสุด: ข้อตกลงสมมติ": date(2026, 12, 15),
    }


def test_a_tacit_renewal_moves_the_end() -> None:
    facts: dict[str, Any] = {"signed_on": "2024-01-01", "term": "P1Y", "renewal": "tacit"}
    assert days(agreement(**facts))["ต่ออายุเองโดยปริยาย: ข้อตกลงสมมติ"] == date(2027, 1, 1)
    later = date(2028, 5, 5)
    found = days(agreement(**facts, as_of=later), as_of=later)
    assert found["ต่ออายุเองโดยปริยาย: ข้อตกลงสมมติ"] == date(2029, 1, 1)
    assert "สิ้นสุด: ข้อตกลงสมมติ" not in found


def test_signed_when_the_last_party_has() -> None:
    one = agreement(party_count=2, parties_signed=2, last_signed_on="2026-03-04")
    assert days(one) == {"ลงนาม: ข้อตกลงสมมติ": date(2026, 3, 4)}


def test_a_rough_end_is_there_by_its_earliest_day_and_other_rough_days_are_told() -> None:
    made = build_agreements_calendar([agreement(signed_on="2024-12", term="P2Y", notice="P30D")], TODAY)
    assert [event["summary"] for event in events(made.content)] == [
        "วันสุดท้ายที่แจ้งได้: ข้อตกลงสมมติ",
        "สิ้นสุด: ข้อตกลงสมมติ",
    ]
    assert "DTSTART;VALUE=DATE:20261130" in made.content.decode()
    [signed] = made.left_out
    assert signed.startswith("ลงนาม: ข้อตกลงสมมติ: ")
    assert "ธ.ค. 2567" in signed


def test_the_same_agreements_give_the_same_bytes() -> None:
    one = agreement(**FULL)
    assert build_agreements_calendar([one], TODAY) == build_agreements_calendar(iter([one]), TODAY)


# --- a whole register --------------------------------------------------------------------------


def test_the_demonstration(demo_file: Path) -> None:
    with reading(demo_file) as db:
        cards = {}
        for kind in (MEETING, AGREEMENT):
            rows = records.select_records(db, kind, as_of=TODAY)
            found = [records.read_card(db, kind, row["id"], TODAY) for row in rows]
            cards[kind] = [one._replace(row=kind.add_derived(one.row, TimeFrame(TODAY))) for one in found]
        made = build_meetings_calendar(cards[MEETING], TODAY, make_address_finder(db))
    assert len(events(made.content)) + len(made.left_out) == len(cards[MEETING])
    made = build_agreements_calendar(cards[AGREEMENT], TODAY)
    starts = {event["uid"]: event["dtstart"].dt.isoformat() for event in events(made.content)}
    exact = [one.row for one in cards[AGREEMENT] if len(one.row["end"] or "") == 10 and one.row["state"] == "expired"]
    assert exact
    assert all(starts[f"{row['uid']}-end@netreg"] == row["end"] for row in exact)
