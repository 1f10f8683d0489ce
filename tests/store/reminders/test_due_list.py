"""What is due in a register: gathered over all kinds, with who looks after it and what is quiet."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, MEETING, ORGANISATION, PERSON, POST, RULE
from netreg.errors import AmbiguousRecord, RefusedChange, UnknownRecord
from netreg.store.migrations import migrate
from netreg.store.records import records
from netreg.store.reminders import due_list
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.entities.due.due_items import DueItem

TODAY = TimeFrame(date(2026, 11, 26))


def open_copy(content: bytes | str) -> sqlite3.Connection:
    """Open a register in memory, from a file or from the script of an older one."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    if isinstance(content, bytes):
        connection.deserialize(content)
    else:
        connection.executescript(content)
        migrate(connection)
    return connection


@pytest.fixture
def db(empty: bytes) -> Iterator[sqlite3.Connection]:
    connection = open_copy(empty)
    uni = checked_writes.add_record(
        connection, ORGANISATION, {"name_th": "มหาวิทยาลัยทดสอบ", "code": "uni", "email": "uni@example.org"}
    )
    one = checked_writes.add_record(
        connection, PERSON, {"given_name": "สมชาย", "family_name": "ทดสอบ", "email": "one@example.org"}
    )
    add(connection, signed="2024-01-01", end_stated="2026-12-31", notice="P1M", responsible=one, code="mou")
    checked_writes.add_record(
        connection, POST, {"person": one, "organisation": uni, "position": "คณบดี", "until": "2026-12"}
    )
    checked_writes.add_record(connection, POST, {"person": one, "position": "อาจารย์", "until": "2026-11-25"})
    planned = {"title": "ประชุมทดสอบ", "starts_at": "2026-12-01T09:00", "state": "planned", "organiser": uni}
    checked_writes.add_record(connection, MEETING, planned)
    yield connection
    connection.close()


def add(db: sqlite3.Connection, signed: str, **values: Any) -> int:
    return checked_writes.add_record(
        db, AGREEMENT, {"title": "ข้อตกลงทดสอบ", "signed_on": signed, **values}, even_if_known=True
    )


def list_found(db: sqlite3.Connection, until: str = "2027-02-24", frame: TimeFrame = TODAY) -> list[DueItem]:
    return due_list.list_due_items(db, frame, date.fromisoformat(until))


def list_days(items: list[DueItem]) -> list[tuple[str, str, str]]:
    return [(item.kind.name, item.clock.name, item.day) for item in items]


def test_all_kinds_are_in_one_list_the_earliest_first(db: sqlite3.Connection) -> None:
    assert list_days(list_found(db)) == [
        ("agreement", "notice", "2026-11-30"),
        ("meeting", "starts", "2026-12-01"),
        ("post", "until", "2026-12"),
        ("agreement", "end", "2026-12-31"),
    ]
    assert list_days(list_found(db, "2026-11-30")) == [("agreement", "notice", "2026-11-30")]


def test_what_belongs_to_another_is_called_after_both(db: sqlite3.Connection) -> None:
    assert [item.name for item in list_found(db) if item.kind is POST] == ["สมชาย ทดสอบ: คณบดี มหาวิทยาลัยทดสอบ"]


def test_who_looks_after_it_is_the_first_that_the_clock_names(db: sqlite3.Connection) -> None:
    who = {item.kind.name: item.responsible for item in list_found(db)}
    assert {kind: one and one.email for kind, one in who.items()} == {
        "agreement": "one@example.org",
        "post": "one@example.org",
        "meeting": "uni@example.org",
    }
    records.update_record(db, MEETING, 1, {"agreement": 1})
    (meeting,) = [item for item in list_found(db) if item.kind is MEETING]
    assert meeting.responsible
    assert (meeting.responsible.kind, meeting.responsible.name) == ("person", "สมชาย ทดสอบ")


def test_nobody_is_responsible_where_nobody_is_named(db: sqlite3.Connection) -> None:
    records.update_record(db, AGREEMENT, 1, {"responsible": None})
    assert [item.responsible for item in list_found(db) if item.kind is AGREEMENT] == [None, None]


@pytest.mark.parametrize(
    ("as_of", "clocks"),
    [
        ("2026-11-30", ["notice", "end"]),
        ("2026-12-15", ["notice", "end"]),  # the day to decide has been missed
        ("2026-12-31", ["notice", "end"]),
        ("2027-01-10", ["end", "grace"]),  # it has ended and can still be saved
        ("2027-01-30", ["end", "grace"]),
        ("2027-01-31", ["grace"]),  # one line for what has ended altogether
    ],
)
def test_the_clocks_of_an_agreement_follow_one_another(db: sqlite3.Connection, as_of: str, clocks: list[str]) -> None:
    records.update_record(db, AGREEMENT, 1, {"grace_days": 30})
    frame = TimeFrame(date.fromisoformat(as_of))
    items = [item for item in due_list.list_due_items(db, frame, date(2028, 1, 1)) if item.kind is AGREEMENT]
    assert [item.clock.name for item in items] == clocks
    assert all(item.is_overdue == (item.last < frame.as_of) for item in items)


def test_what_renews_itself_is_never_overdue(db: sqlite3.Connection) -> None:
    records.update_record(db, AGREEMENT, 1, {"renewal": "tacit", "renewal_term": "P1Y"})
    for as_of in ("2026-12-15", "2027-01-15"):
        items = due_list.list_due_items(db, TimeFrame(date.fromisoformat(as_of)), date(2030, 1, 1), [AGREEMENT])
        assert not any(item.is_overdue for item in items)
    assert list_days(items) == [("agreement", "notice", "2027-11-30"), ("agreement", "renewal", "2028-01-01")]


@pytest.mark.parametrize("status", ["completed", "terminated", "replaced"])
def test_what_is_closed_is_not_due(db: sqlite3.Connection, status: str) -> None:
    records.update_record(db, AGREEMENT, 1, {"final_status": status, "final_on": "2026-11-01"})
    assert [item for item in list_found(db) if item.kind is AGREEMENT] == []


@pytest.mark.parametrize("state", ["held", "cancelled", "postponed"])
def test_only_a_planned_meeting_takes_place(db: sqlite3.Connection, state: str) -> None:
    records.update_record(db, MEETING, 1, {"state": state})
    assert [item for item in list_found(db) if item.kind is MEETING] == []


@pytest.mark.parametrize(
    ("until", "there"),
    [("2026", True), ("2026-11", True), ("2026-11-25", False), ("2026-10", False), ("2025", False), ("2027", True),
     ("2027-02-24", True), ("2027-02-25", False), ("2027-03", False), ("2028", False)],
)  # fmt: skip
def test_days_known_roughly_are_found_by_the_index_too(db: sqlite3.Connection, until: str, there: bool) -> None:
    db.execute("UPDATE post SET until = ? WHERE id = 1", [until])
    assert any(item.kind is POST and item.id == 1 for item in list_found(db)) is there


def test_posts_are_found_by_their_index(db: sqlite3.Connection) -> None:
    (condition,) = due_list._make_conditions(POST, TODAY.as_of, date(2027, 1, 1), None)
    plan = db.execute(f"EXPLAIN QUERY PLAN SELECT * FROM post t WHERE {condition.sql}", condition.values).fetchall()
    assert "post_until" in plan[0]["detail"]


# --- quiet -----------------------------------------------------------------------


def list_silenced(db: sqlite3.Connection, frame: TimeFrame = TODAY) -> list[str]:
    return [item.clock.name for item in list_found(db, frame=frame) if item.is_silenced]


def test_what_is_acknowledged_is_quiet_for_that_day_only(db: sqlite3.Connection) -> None:
    for item in due_list.resolve_due_items(db, TODAY, "mou", None, "end"):
        assert due_list.silence_item(db, item, None, "ทดสอบ")
        assert not due_list.silence_item(db, item, None, None)
    assert list_silenced(db) == ["end"]
    records.update_record(db, AGREEMENT, 1, {"end_stated": "2027-01-31"})
    assert list_silenced(db) == []
    records.update_record(db, AGREEMENT, 1, {"end_stated": "2026-12-31"})
    assert list_silenced(db) == ["end"]


def test_what_is_snoozed_is_quiet_until_the_day(db: sqlite3.Connection) -> None:
    (item,) = due_list.resolve_due_items(db, TODAY, "mou", None, "end")
    due_list.silence_item(db, item, date(2026, 12, 1), None)
    assert list_silenced(db) == ["end"]
    assert list_silenced(db, TimeFrame(date(2026, 12, 1))) == []
    assert due_list.silence_item(db, item, None, None)  # acknowledged after all
    assert list_silenced(db, TimeFrame(date(2026, 12, 1))) == ["end"]


def test_without_a_clock_what_is_near_or_past_is_meant(db: sqlite3.Connection) -> None:
    assert [item.clock.name for item in due_list.resolve_due_items(db, TODAY, "mou", None, None)] == ["notice", "end"]
    assert [
        item.clock.name for item in due_list.resolve_due_items(db, TODAY._replace(window="P7D"), "mou", None, None)
    ] == ["notice"]
    assert [item.id for item in due_list.resolve_due_items(db, TODAY, "member post 1", None, None)] == [1]
    assert [item.kind for item in due_list.resolve_due_items(db, TODAY, "1", "meeting", None)] == [MEETING]


@pytest.mark.parametrize(
    ("written", "clock", "failure", "sentence"),
    [
        ("nobody", None, UnknownRecord, "there is no record 'nobody' with a day to watch"),
        (
            "1",
            None,
            AmbiguousRecord,
            "'1' could be member post 1, agreement 1, meeting 1; give kind and number, such as 'member post 1'",
        ),
        ("mou", "grace", RefusedChange, "agreement 1 has no day 'grace' to watch; expected one of: notice, end"),
        (
            "far",
            None,
            RefusedChange,
            "nothing is due yet for agreement 2; add --clock end to silence it anyway",
        ),
        ("done", None, RefusedChange, "agreement 3 has no day to watch"),
    ],
)
def test_what_cannot_be_meant(
    db: sqlite3.Connection, written: str, clock: str | None, failure: type[Exception], sentence: str
) -> None:
    add(db, "2024-01-01", end_stated="2030-12-31", code="far")
    add(db, "2024-01-01", end_stated="2026-12-31", code="done", final_status="completed", final_on="2025-01-01")
    with pytest.raises(failure, match=sentence.replace("'", ".")):
        due_list.resolve_due_items(db, TODAY, written, None, clock)


# --- rules -----------------------------------------------------------------------


def test_a_rule_of_one_record_names_it_as_long_as_it_is_there(db: sqlite3.Connection) -> None:
    uid = due_list.find_uid(db, AGREEMENT, "mou")
    checked_writes.add_record(db, RULE, {"kind": "agreement", "clock": "end", "record": uid, "offsets": "P1D"})
    assert due_list.find_name_by_uid(db, "agreement", uid) == "ข้อตกลงทดสอบ"
    rules = due_list.select_rules(db)
    offsets = {item.clock.name: due_list.find_rule(rules, item).offsets for item in list_found(db)}
    assert offsets["end"] == ("P1D",)
    assert offsets["notice"] == ("P90D", "P30D", "P7D", "P0D")
    records.delete_record(db, AGREEMENT, 1)
    assert due_list.find_name_by_uid(db, "agreement", uid) == uid
