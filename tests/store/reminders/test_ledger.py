"""The ledger: what was told, to whom, and what is on its way; a year of it is in test_year.py."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, MEETING, MEMBER_GROUP, MEMBERSHIP, PERSON, POST, RULE
from netreg.store import connections, database
from netreg.store.records import records
from netreg.store.reminders import due_list, ledger
from netreg.store.reminders.ledger import STDOUT
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netreg.entities.due.due_items import DueItem

AT = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LATER = AT + ledger.HOLD
ONE = "mail:one@example.org"
TWO = "mail:two@example.org"


@pytest.fixture
def db(empty: bytes) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.deserialize(empty)
    one, two = (
        checked_writes.add_record(
            connection, PERSON, {"given_name": name, "family_name": "ทดสอบ", "email": f"{name}@example.org"}
        )
        for name in ("one", "two")
    )
    for number, responsible in enumerate((one, two, None)):
        values = {"title": f"ข้อตกลงทดสอบ {number}", "signed_on": "2024-01-01", "end_stated": "2026-12-31"}
        checked_writes.add_record(connection, AGREEMENT, {**values, "responsible": responsible})
    yield connection
    connection.close()


def make_frame(day: str) -> TimeFrame:
    return TimeFrame(date.fromisoformat(day))


def tell_pending(db: sqlite3.Connection, day: str, channel: str = STDOUT) -> list[tuple[int, str, tuple[str, ...]]]:
    """Find what is to be told on a day, and mark it as told."""
    warnings = ledger.find_pending_warnings(db, make_frame(day), channel)
    ledger.mark_as_told(db, warnings, channel, "2026-11-26T01:00:00Z")
    return [(n.record, n.offset, tuple(step.name for step in n.folded)) for n in warnings]


def test_what_was_told_is_not_told_again(db: sqlite3.Connection) -> None:
    assert tell_pending(db, "2026-11-26") == [(n, "90d", ("6m",)) for n in (1, 2, 3)]
    assert tell_pending(db, "2026-11-26") == []
    assert tell_pending(db, "2026-11-30") == []
    assert tell_pending(db, "2026-12-01") == [(n, "30d", ()) for n in (1, 2, 3)]


def test_nights_that_are_missed_are_folded_into_the_latest(db: sqlite3.Connection) -> None:
    tell_pending(db, "2026-11-26")
    assert tell_pending(db, "2027-02-02") == [(n, "+28d", ("30d", "7d", "0d")) for n in (1, 2, 3)]
    marks = db.execute("SELECT step, told FROM reminder WHERE record = (SELECT uid FROM agreement WHERE id = 1)")
    assert {(row[0], row[1]) for row in marks} == {
        ("6m", 0), ("90d", 1), ("30d", 0), ("7d", 0), ("0d", 0), ("+28d", 1)
    }  # fmt: skip


def test_a_clock_set_back_tells_nothing_twice_and_loses_nothing(db: sqlite3.Connection) -> None:
    tell_pending(db, "2026-11-26")
    tell_pending(db, "2026-12-10")
    assert tell_pending(db, "2026-11-26") == []
    assert tell_pending(db, "2026-12-10") == []
    assert tell_pending(db, "2026-12-24") == [(n, "7d", ()) for n in (1, 2, 3)]


def test_a_clock_that_ran_ahead_takes_no_nearer_warning_away(db: sqlite3.Connection) -> None:
    assert tell_pending(db, "2027-06-30") == [(n, "+175d", ("6m", "90d", "30d", "7d", "0d")) for n in (1, 2, 3)]
    assert tell_pending(db, "2026-11-26") == [(n, "90d", ("6m",)) for n in (1, 2, 3)]
    assert tell_pending(db, "2026-12-02") == [(n, "30d", ()) for n in (1, 2, 3)]
    assert tell_pending(db, "2026-12-31") == [(n, "0d", ("7d",)) for n in (1, 2, 3)]
    assert tell_pending(db, "2027-01-07") == [(n, "+7d", ()) for n in (1, 2, 3)]
    assert tell_pending(db, "2027-06-30") == []  # told, when the clock ran ahead
    assert tell_pending(db, "2027-07-07") == [(n, "+182d", ()) for n in (1, 2, 3)]


def test_a_new_end_arms_it_again_and_the_old_one_stays_told(db: sqlite3.Connection) -> None:
    tell_pending(db, "2026-12-10")
    records.update_record(db, AGREEMENT, 1, {"end_stated": "2027-01-31"})
    assert tell_pending(db, "2026-12-10") == [(1, "90d", ("6m",))]
    records.update_record(db, AGREEMENT, 1, {"end_stated": "2026-12-31"})
    assert tell_pending(db, "2026-12-10") == []


def test_an_undo_of_what_is_told_is_no_new_telling(db: sqlite3.Connection) -> None:
    recorded = db.execute("SELECT count(*) FROM change").fetchone()[0]
    tell_pending(db, "2026-12-10")
    with connections.immediate_transaction(db):
        digest = ledger.claim_pending(db, make_frame("2026-12-26"), STDOUT, AT)
        ledger.note_run(db, "remind", AT, date(2026, 12, 26), 3)
    assert digest
    assert db.execute("SELECT count(*) FROM change").fetchone()[0] == recorded


def test_each_channel_has_its_own_ledger(db: sqlite3.Connection) -> None:
    assert tell_pending(db, "2026-11-26", ONE) == [(1, "90d", ("6m",))]
    assert tell_pending(db, "2026-11-26", ONE) == []
    assert tell_pending(db, "2026-11-26", TWO) == [(2, "90d", ("6m",))]
    assert tell_pending(db, "2026-11-26", "mail:nobody@example.org") == []
    assert len(tell_pending(db, "2026-11-26")) == 3


def test_who_takes_over_is_told_where_it_stands(db: sqlite3.Connection) -> None:
    tell_pending(db, "2026-12-10", ONE)
    records.update_record(db, AGREEMENT, 1, {"responsible": 2})
    assert tell_pending(db, "2026-12-10", TWO) == [(1, "30d", ("6m", "90d")), (2, "30d", ("6m", "90d"))]


def test_a_later_rule_tells_only_what_is_later(db: sqlite3.Connection) -> None:
    tell_pending(db, "2026-12-10")
    checked_writes.add_record(db, RULE, {"kind": "agreement", "clock": "end", "offsets": "P60D P30D P22D"})
    assert tell_pending(db, "2026-12-10") == [(n, "22d", ("60d",)) for n in (1, 2, 3)]
    assert tell_pending(db, "2026-12-10") == []


@pytest.mark.parametrize("days", [5, 20, 40])
def test_a_snooze_ends_with_one_telling_however_often_it_is_renewed(db: sqlite3.Connection, days: int) -> None:
    tell_pending(db, "2026-12-10")
    for start in (date(2026, 12, 10), date(2026, 12, 10) + timedelta(days=days)):
        until = start + timedelta(days=days)
        (item,) = due_list.resolve_due_items(db, TimeFrame(start), "1", "agreement", "end")
        due_list.silence_item(db, item, until, None)
        assert [n for n in tell_pending(db, (until - timedelta(days=1)).isoformat()) if n[0] == 1] == []
        assert [n[1] for n in tell_pending(db, until.isoformat()) if n[0] == 1] == ["snooze"]
        assert tell_pending(db, until.isoformat()) == []


def test_what_is_far_is_told_too_when_its_snooze_ends(db: sqlite3.Connection) -> None:
    records.update_record(db, AGREEMENT, 1, {"end_stated": "2030-12-31"})
    (item,) = due_list.resolve_due_items(db, make_frame("2026-11-26"), "1", "agreement", "end")
    due_list.silence_item(db, item, date(2026, 12, 1), None)
    assert [n for n in tell_pending(db, "2026-12-01") if n[0] == 1] == [(1, "snooze", ())]


# --- on its way ----------------------------------------------------------------------


def claim_digest(db: sqlite3.Connection, channel: str = ONE, day: str = "2026-11-26") -> ledger.OutgoingDigest:
    digest = ledger.claim_pending(db, make_frame(day), channel, AT)
    assert digest
    return digest


def test_what_is_on_its_way_is_not_claimed_again(db: sqlite3.Connection) -> None:
    digest = claim_digest(db)
    assert ledger.claim_pending(db, make_frame("2026-11-26"), ONE, AT) is None
    assert ledger.list_outgoing(db) == [digest]
    assert ledger.list_outgoing(db, TWO) == []
    assert digest.warnings[0].folded[0].name == "6m"


def test_each_gets_a_digest_and_what_nobody_looks_after_goes_where_it_is_said(db: sqlite3.Connection) -> None:
    def address(item: DueItem) -> str | None:
        return item.responsible.email if item.responsible else None

    digests = ledger.claim_for_recipients(db, make_frame("2026-11-26"), address, AT)
    assert {d.channel: [n.record for n in d.warnings] for d in digests} == {ONE: [1], TWO: [2], STDOUT: [3]}
    assert ledger.claim_for_recipients(db, make_frame("2026-11-26"), address, AT) == []
    for digest in digests:
        ledger.confirm_digest(db, digest, AT)
    later = ledger.claim_for_recipients(
        db, make_frame("2026-12-01"), lambda item: address(item) or "two@example.org", AT
    )
    assert {d.channel: [n.record for n in d.warnings] for d in later} == {ONE: [1], TWO: [2, 3]}
    assert [step.name for step in later[1].warnings[1].folded] == ["6m", "90d"]


def test_what_was_confirmed_is_told(db: sqlite3.Connection) -> None:
    ledger.confirm_digest(db, claim_digest(db), AT)
    assert ledger.list_outgoing(db) == []
    assert tell_pending(db, "2026-11-26", ONE) == []


def test_another_run_takes_what_a_dead_one_held_as_it_stands(db: sqlite3.Connection) -> None:
    digest = claim_digest(db)
    records.update_record(db, AGREEMENT, 1, {"title": "ชื่อใหม่ทดสอบ"})
    assert ledger.reclaim_abandoned(db, AT + timedelta(seconds=1)) == []
    assert ledger.reclaim_abandoned(db, LATER) == [digest]
    assert ledger.reclaim_abandoned(db, LATER) == []  # held by the one that took it
    newer = claim_digest(db, day="2026-12-05")
    assert newer.id != digest.id
    assert newer.warnings[0].folded == ()


def test_what_another_run_holds_is_known_and_a_hold_from_a_wrong_clock_is_none(db: sqlite3.Connection) -> None:
    digest = claim_digest(db)
    assert ledger.find_held(db, AT, ["mail:"]) == (1, LATER)
    assert ledger.find_held(db, AT, ["mail:"], [digest]) is None
    assert ledger.find_held(db, AT, [STDOUT]) is None
    assert ledger.find_held(db, LATER, ["mail:"]) is None
    before = AT - timedelta(hours=5)
    assert ledger.find_held(db, before, ["mail:"]) is None
    assert ledger.reclaim_abandoned(db, before) == [digest]
    ledger.park_digest(db, digest)
    assert ledger.find_held(db, AT, ["mail:"]) is None
    assert ledger.reclaim_abandoned(db, LATER) == []


def test_what_could_not_be_sent_is_taken_by_the_next_run(db: sqlite3.Connection) -> None:
    digest = claim_digest(db)
    ledger.release_digest(db, digest, AT)
    assert ledger.reclaim_abandoned(db, AT) == [digest]


def test_a_run_that_died_before_it_was_read_is_forgotten(db: sqlite3.Connection) -> None:
    digest = claim_digest(db, STDOUT)
    assert ledger.reclaim_abandoned(db, LATER) == []  # the standard output is gone with its reader
    ledger.drop_stale_claims(db, AT)
    assert ledger.list_outgoing(db) == [digest]
    ledger.drop_stale_claims(db, LATER)
    assert len(claim_digest(db, STDOUT).warnings) == 3


@pytest.mark.parametrize("failure", [OSError, KeyboardInterrupt, SystemExit])
def test_what_could_not_be_printed_is_pending_as_before(db: sqlite3.Connection, failure: type[BaseException]) -> None:
    digest = claim_digest(db, STDOUT)
    with pytest.raises(failure), ledger.confirming(db, digest):
        raise failure
    assert not db.in_transaction
    assert len(claim_digest(db, STDOUT).warnings) == 3


def test_what_ended_the_telling_is_told_also_where_nothing_can_be_written(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_arguments: object) -> None:
        raise sqlite3.OperationalError

    digest = claim_digest(db, STDOUT)
    monkeypatch.setattr(ledger, "drop_digest", locked)
    with pytest.raises(BrokenPipeError), ledger.confirming(db, digest):
        raise BrokenPipeError
    assert not db.in_transaction
    assert ledger.list_outgoing(db) == [digest], "it is forgotten when its hold ends"


def test_marking_again_changes_nothing(db: sqlite3.Connection) -> None:
    warnings = ledger.find_pending_warnings(db, make_frame("2026-11-26"), STDOUT)
    for at in ("2026-11-26T01:00:00Z", "2026-11-27T01:00:00Z"):
        ledger.mark_as_told(db, warnings, STDOUT, at)
    assert {row[0] for row in db.execute("SELECT at FROM reminder")} == {"2026-11-26T01:00:00Z"}


def test_when_it_last_ran_is_known(db: sqlite3.Connection) -> None:
    assert ledger.find_last_run(db, "remind") is None
    ledger.note_run(db, "remind", AT, date(2026, 11, 26), 3)
    ledger.note_run(db, "remind", LATER, date(2026, 11, 27), 0)
    assert ledger.find_last_run(db, "remind") == ledger.LastRun("2026-11-26T01:15:00.000000Z", "2026-11-27", 0)


# --- many at once ----------------------------------------------------------------------


def test_of_many_runs_at_once_one_tells(db: sqlite3.Connection, tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    file = sqlite3.connect(path)
    db.backup(file)
    file.close()
    told: list[int] = []

    def run() -> None:
        with database.writing_unrecorded(path) as own:
            with connections.immediate_transaction(own):
                digest = ledger.claim_pending(own, make_frame("2026-11-26"), STDOUT, AT)
            with ledger.confirming(own, digest):
                told.append(len(digest.warnings) if digest else 0)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0] * 7 + [3]


# --- a night that was missed on the day itself -------------------------------------------


def passing(db: sqlite3.Connection) -> None:
    """A post, a meeting, a membership, the term of a group and a notice that all pass on one day."""
    day = "2026-12-10"
    group = checked_writes.add_record(db, MEMBER_GROUP, {"name_th": "กลุ่มทดสอบ", "term_until": day})
    checked_writes.add_record(db, POST, {"person": 1, "position": "ตำแหน่งทดสอบ", "until": day})
    checked_writes.add_record(db, MEMBERSHIP, {"group": group, "person": 1, "left": day})
    checked_writes.add_record(db, MEETING, {"title": "ประชุมทดสอบ", "starts_at": f"{day}T09:00", "state": "planned"})
    tacit = {"title": "ต่ออายุเอง", "signed_on": "2026-01-11", "term": "P1Y", "renewal": "tacit", "notice": "P1M"}
    checked_writes.add_record(db, AGREEMENT, tacit)


def run_night(db: sqlite3.Connection, day: str, way: str = STDOUT) -> list[tuple[str, str, str, int]]:
    """Tell what is pending on a day, and return what lapsed on one day of it."""
    warnings = ledger.find_pending_warnings(db, make_frame(day), STDOUT)
    ledger.mark_as_told(db, warnings, STDOUT, "2026-11-26T01:00:00Z")
    ledger.note_run(db, way, AT, date.fromisoformat(day), len(warnings))
    return sorted((n.kind, n.clock, n.offset, n.days_left) for n in warnings if n.day == "2026-12-10" and n.lapsed)


def test_a_day_on_which_nobody_ran_is_told_late_and_once(db: sqlite3.Connection) -> None:
    passing(db)
    run_night(db, "2026-12-08")
    assert run_night(db, "2026-12-11") == [
        ("agreement", "notice", "0d", -1),
        ("meeting", "starts", "1d", -1),  # it is warned of a day before at the latest, which was missed too
        ("member_group", "term", "0d", -1),
        ("membership", "left", "0d", -1),
        ("post", "until", "0d", -1),
    ]
    assert run_night(db, "2026-12-12") == []
    assert run_night(db, "2026-12-18") == []  # and it is never repeated


@pytest.mark.parametrize(
    ("before", "day"),
    [
        (None, "2026-12-11"),  # nothing had run yet
        (("2026-12-10", STDOUT), "2026-12-11"),  # told on the day itself
        (("2026-12-08", "mail"), "2026-12-11"),  # what ran told another way
        (("2026-12-08", STDOUT), "2027-01-11"),  # too long ago
    ],
)
def test_what_passed_unseen_is_not_told_late(db: sqlite3.Connection, before: tuple[str, str] | None, day: str) -> None:
    passing(db)
    if before:
        run_night(db, *before)
    assert run_night(db, day) == []
