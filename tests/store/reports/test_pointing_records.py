"""The sections of a card with what points to its record: which kinds, how many, the nearest first, by indexes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, BY_NAME, MEETING, ORGANISATION, PARTY, PERSON, POST, SIGNATORY
from netreg.store.database import create, writing
from netreg.store.records import records
from netreg.store.reports import pointing_records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.cards import PointingSection
    from netreg.core.entity import Entity

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("pointing") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def sections(db: sqlite3.Connection, kind: Entity, number: int, day: date = DAY) -> dict[str, PointingSection]:
    card = records.read_card(db, kind, number, day, 50)
    return {one.label.en: one for one in pointing_records.add_pointing_sections(db, card, TimeFrame(day)).pointing}


def add(db: sqlite3.Connection, kind: Entity, **values: object) -> int:
    return checked_writes.add_record(db, kind, values)


def test_an_organisation_has_the_agreements_and_the_people_of_its_units(db: sqlite3.Connection) -> None:
    top = add(db, ORGANISATION, name_th="มหาวิทยาลัยสมมติ", code="uni")
    unit = add(db, ORGANISATION, name_th="หอสมุดสมมติ", parent=top)
    other = add(db, ORGANISATION, name_th="เทศบาลตัวอย่าง")
    agreement = add(
        db, AGREEMENT, title="ข้อตกลงสมมติ", code="mou-1", signed_on="2025-01-01", effective_from="2025-01-01", term="P2Y"
    )
    party = add(db, PARTY, agreement=agreement, organisation=top, unit=unit)
    add(db, PARTY, agreement=agreement, organisation=other)
    person = add(db, PERSON, given_name="กานดา", family_name="ทดสอบ")
    add(db, POST, person=person, organisation=unit, position="หัวหน้า", since="2020-01-01")
    add(db, SIGNATORY, party=party, person=person, signed_on="2025-01-01")

    found = sections(db, ORGANISATION, top)
    assert {name: one.total for name, one in found.items()} == {"Units": 1, "Posts": 1, "Agreements: Party": 1}
    (row,) = found["Agreements: Party"].rows
    assert (row["agreement"].code, row["state"], row["end"], row["days_left"]) == (
        "mou-1",
        "in_force",
        "2026-12-31",
        40,
    )
    assert found["Agreements: Party"].command == "netreg agreement party list 'organisation:uni or unit:uni'"

    signed = sections(db, PERSON, person)["Agreements: Signatory"]
    assert [ref.name for ref in (signed.rows[0]["agreement"], signed.rows[0]["party"])] == ["ข้อตกลงสมมติ", "หอสมุดสมมติ"]
    assert (signed.rows[0]["state"], signed.details[0].name) == ("in_force", "state")
    assert signed.command == f"netreg agreement signatory list 'person:#{person}'"
    assert sections(db, ORGANISATION, top, date(2030, 1, 1))["Agreements: Party"].rows[0]["state"] == "expired"


def test_a_past_day_knows_no_agreements_of_later(db: sqlite3.Connection) -> None:
    unit = add(db, ORGANISATION, name_th="หน่วยสมมติ")
    person = add(db, PERSON, given_name="กานดา", family_name="ทดสอบ")
    agreement = add(db, AGREEMENT, title="ข้อตกลงสมมติ", signed_on="2025-01-01", responsible=person)
    add(
        db,
        SIGNATORY,
        party=add(db, PARTY, agreement=agreement, organisation=unit),
        person=person,
        signed_on="2025-01-01",
    )
    db.execute("UPDATE agreement SET created_at = '2025-02-01T00:00:00Z'")

    def find(kind: Entity, number: int, day: date) -> list[str]:
        card = records.read_card(db, kind, number, day, 50)
        card = pointing_records.add_pointing_sections(db, card, TimeFrame(day), is_past=True)
        return [one.label.en for one in card.pointing]

    before, then = date(2024, 12, 31), date(2025, 1, 1)
    assert [find(ORGANISATION, unit, day) for day in (before, then)] == [[], ["Agreements: Party"]]
    assert [find(PERSON, person, day) for day in (before, then)] == [[], ["Agreements", "Agreements: Signatory"]]


def test_what_is_to_come_is_first_and_then_the_latest(db: sqlite3.Connection) -> None:
    unit = add(db, ORGANISATION, name_th="หน่วยสมมติ")
    for days in (-400, 30, -2, 3, -90, 500):
        starts = (DAY + timedelta(days=days)).isoformat()
        add(db, MEETING, title=f"ประชุม {days}", organiser=unit, starts_at=starts)
    shown = sections(db, ORGANISATION, unit)["Meetings: Organiser"]
    assert [row["title"] for row in shown.rows] == [f"ประชุม {days}" for days in (3, 30, 500, -2, -90)]
    assert shown.total == 6


def test_every_way_to_point_is_indexed_and_can_be_read(db: sqlite3.Connection) -> None:
    """Each reference that a card asks for is found by an index, and each section runs for a record of any kind."""
    wrong = []
    for kind in BY_NAME.values():
        for one in pointing_records._list_pointing(kind):
            order = pointing_records._order_nearest(one.kind, pointing_records._choose_status_kind(one.kind))
            condition = pointing_records._select_pointing(one, kind, 1)
            records.select_records(db, one.kind, [condition], as_of=DAY, order=order, limit=5)
            plan = db.execute(
                f"EXPLAIN QUERY PLAN SELECT count(*) FROM {one.kind.name} t WHERE {condition.sql}", condition.values
            )
            wrong += [f"{one.kind.name}: {step[3]}" for step in plan if step[3].startswith("SCAN t")]
    assert not wrong
