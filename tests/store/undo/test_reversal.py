"""Undo and redo: whole commands, in any order, refused by name where something came since."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import AGREEMENT, BY_NAME, MEETING, ORGANISATION, PARTY, PERSON, POST, PURPOSE
from netreg.errors import RefusedChange
from netreg.store import commands, connections, database
from netreg.store.history import changes, command_log
from netreg.store.records import lookup, records
from netreg.store.undo import reversal
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.store.undo.reversal import UndoResult

TODAY = date(2026, 11, 21)


class Register:
    """A register of which each change is a command of its own, numbered from 1."""

    def __init__(self, path: Path) -> None:
        """`path` is its file."""
        self.path = path

    def command(self, words: str, change: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do `change` as one command."""
        with database.writing(self.path, words, "ผู้ทดสอบ") as db:
            return change(db)

    def add(self, kind: Entity, **values: Any) -> int:
        """Add a record."""
        number: int = self.command(f"{kind.command} add", lambda db: checked_writes.add_record(db, kind, values))
        return number

    def edit(self, kind: Entity, number: int, **values: Any) -> None:
        """Change a record."""
        self.command(f"{kind.command} edit", lambda db: checked_writes.edit_record(db, kind, number, values))

    def remove(self, kind: Entity, number: int) -> None:
        """Remove a record and what belongs to it."""
        self.command(f"{kind.command} remove", lambda db: records.delete_record(db, kind, number))

    def org(self, code: str, **values: Any) -> int:
        """Add an organisation of this code."""
        return self.add(ORGANISATION, name_th=f"หน่วยสมมติ {code}", code=code, **values)

    def undo(self, number: int | None = None, *, redo: bool = False, force: bool = False) -> UndoResult:
        """Take a command back."""
        with database.writing(self.path, "redo" if redo else "undo", "ผู้ทดสอบ") as db:
            [command] = reversal.choose_commands(db, number, redo=redo)
            command_log.mark_undone(db, command.id)
            return reversal.undo_command(db, command, force_unaffected=force)

    def redo(self, number: int | None = None) -> UndoResult:
        """Take an undo back."""
        return self.undo(number, redo=True)

    def outside(self, sql: str) -> None:
        """Change it as any other tool does."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as db:
            db.executescript(sql)

    @property
    def codes(self) -> str:
        """The codes of the organisations that are there."""
        with database.reading(self.path) as db:
            return " ".join(row[0] for row in db.execute("SELECT code FROM organisation ORDER BY code"))

    def value(self, kind: Entity, number: int, name: str) -> Any:
        """One stored value."""
        with database.reading(self.path) as db:
            return records.read_values(db, kind, number)[name]

    def count(self, kind: Entity) -> int:
        """Count the records of a kind."""
        with database.reading(self.path) as db:
            return records.count_records(db, kind)

    def undone(self) -> dict[int, int | None]:
        """By which command each command is undone."""
        with database.reading(self.path) as db:
            return {command.id: command.undone_by for command in changes.select_commands(db)}


@pytest.fixture
def reg(empty: bytes, tmp_path: Path) -> Register:
    path = tmp_path / "register.db"
    path.write_bytes(empty)
    return Register(path)


# --- in any order --------------------------------------------------------------------


ORDERS = [
    # what is done in turn (a letter adds that organisation, u undoes, r redoes) and what is left
    ("a", "a"),
    ("a u", ""),
    ("a u r", "a"),
    ("a u r u", ""),
    ("a u r u r", "a"),
    ("a b u", "a"),
    ("a b u u", ""),
    ("a b u u r", "a"),
    ("a b u u r r", "a b"),
    ("a b u r u u", ""),
    ("a b u r u u r r", "a b"),
    ("a b c u u r u u", ""),
    ("a b c u u r u u r r r", "a b c"),
    ("a b u c u", "a"),
    ("a b u c u u", ""),
    ("a b u c u r", "a c"),
    ("a u b u", ""),
    ("a u b u r", "b"),
    ("a u r b u u", ""),
    ("a b u1 u", ""),  # an older one first
    ("a b u1 r", "a b"),
    ("a b u1 u r r", "a b"),
    ("a u2", "refused"),
    ("a u u2", "a"),  # the undo undone by its number
    ("a u u2 u3", ""),  # and that undone again
    ("a u u2 u3 u4", "a"),
    ("a u u2 u", ""),
    ("a u u2 u r", "a"),
    ("a u r u3", ""),  # the redo undone by its number
    ("a u r r", "refused"),
    ("a u u", "refused"),
    ("u", "refused"),
    ("r", "refused"),
    ("a r", "refused"),
    ("a r1", "refused"),  # no undo
    ("a u b r", "refused"),  # something was done after the undo
    ("a u b r2", "a b"),  # unless it is named
    ("a u u1", "refused"),  # undone already
    ("a u r2 r2", "refused"),
    ("a u u2 r", ""),  # the last undo is the one that undid the undo
    ("a u9", "refused"),
    ("a r9", "refused"),
]


@pytest.mark.parametrize(
    ("steps", "left"),
    [pytest.param(*order, marks=() if n % 2 else pytest.mark.stress) for n, order in enumerate(ORDERS)],
)
def test_any_order(reg: Register, steps: str, left: str) -> None:
    *before, last = steps.split()
    for step in before:
        take_step(reg, step)
    if left != "refused":
        take_step(reg, last)
        assert reg.codes == left
        return
    codes, commands = reg.codes, reg.undone()
    with pytest.raises(RefusedChange):
        take_step(reg, last)
    assert (reg.codes, reg.undone()) == (codes, commands)


def take_step(reg: Register, step: str) -> None:
    """Take one step: ``a`` adds, ``u`` and ``r`` undo and redo, with the number that follows."""
    if step[0] in "ur":
        reg.undo(int(step[1:]) if step[1:] else None, redo=step[0] == "r")
    else:
        reg.org(step)


def test_by_which_command_each_is_undone(reg: Register) -> None:
    for step in ["a", "b", "u", "r", "u"]:
        take_step(reg, step)
    assert reg.undone() == {1: None, 2: 3, 3: None, 4: 5, 5: None}  # 4 is undone, so 3 holds again


def test_a_command_that_is_in_force_again_is_not_undone(reg: Register) -> None:
    for step in ["a", "u", "r"]:
        take_step(reg, step)
    assert reg.undone() == {1: None, 2: 3, 3: None}


def test_a_number_beyond_any_is_no_command(reg: Register) -> None:
    reg.org("a")
    with pytest.raises(RefusedChange, match="no such command"):
        reg.undo(10**30)


def test_a_migration_is_not_undone(reg: Register) -> None:
    with connections.open_transaction(reg.path) as db:
        commands.record_migration(db, "netreg")
    with pytest.raises(RefusedChange, match="newer schema"):
        reg.undo(1)
    with pytest.raises(RefusedChange, match="nothing to undo"):
        reg.undo()
    with pytest.raises(RefusedChange):
        reg.redo(1)


# --- what comes back -------------------------------------------------------------------


def test_an_edit_comes_back_to_the_letter(reg: Register) -> None:
    reg.org("a", note="'เดิม'\n\x1f\"%\"")
    stamp = read_row(reg, 1)
    reg.edit(ORGANISATION, 1, note=None, province="ขอนแก่น", code="b")
    reg.undo()
    assert read_row(reg, 1) == stamp
    reg.redo()
    assert reg.codes == "b"


def read_row(reg: Register, number: int) -> dict[str, Any]:
    """Read the whole row of an organisation."""
    with database.reading(reg.path) as db:
        return dict(db.execute("SELECT * FROM organisation WHERE id = ?", [number]).fetchone())


def test_a_removed_record_comes_back_with_what_belonged_to_it(reg: Register) -> None:
    org = reg.org("a")
    agreement = reg.add(AGREEMENT, title="ข้อตกลงสมมติ", code="m")
    reg.add(PARTY, agreement=agreement, organisation=org)
    reg.add(PURPOSE, agreement=agreement, text="ร่วมมือ")
    reg.remove(AGREEMENT, agreement)
    undone = reg.undo()
    assert undone.records == 3
    assert [reg.count(kind) for kind in (AGREEMENT, PARTY, PURPOSE)] == [1, 1, 1]
    with database.reading(reg.path) as db:
        assert lookup.find_record(db, AGREEMENT, "ข้อตกลงสมมติ") == agreement
        assert lookup.find_record(db, PURPOSE, "ร่วมมือ") == 1


def test_names_are_those_that_hold_again(reg: Register) -> None:
    reg.org("a")
    reg.edit(ORGANISATION, 1, name_th="ชื่อใหม่สมมติ")
    reg.undo()
    with database.reading(reg.path) as db:
        assert lookup.find_candidates(db, ORGANISATION, "หน่วยสมมติ a") == [1]
        assert lookup.find_candidates(db, ORGANISATION, "ชื่อใหม่สมมติ") == []


def test_codes_that_changed_places_change_back(reg: Register) -> None:
    reg.org("a", note="ก")
    reg.org("b", note="ข")

    def swap(db: sqlite3.Connection) -> None:
        for number, code in ((1, "x"), (2, "a"), (1, "b")):
            checked_writes.edit_record(db, ORGANISATION, number, {"code": code})

    reg.command("org import", swap)
    reg.undo()
    assert (reg.value(ORGANISATION, 1, "code"), reg.value(ORGANISATION, 2, "code")) == ("a", "b")


def test_a_record_added_and_removed_in_one_command(reg: Register) -> None:
    reg.org("a")

    def come_and_go(db: sqlite3.Connection) -> None:
        number = checked_writes.add_record(db, ORGANISATION, {"name_th": "ชั่วคราวสมมติ", "code": "t"})
        checked_writes.edit_record(db, ORGANISATION, 1, {"note": "ระหว่างนั้น"})
        records.delete_record(db, ORGANISATION, number)

    reg.command("org import", come_and_go)
    reg.undo()
    assert (reg.codes, reg.value(ORGANISATION, 1, "note")) == ("a", None)
    reg.redo()
    assert (reg.codes, reg.value(ORGANISATION, 1, "note")) == ("a", "ระหว่างนั้น")


def test_no_number_is_given_twice(reg: Register) -> None:
    reg.org("a")
    reg.undo()
    assert reg.org("b") == 2
    reg.undo(2)
    assert reg.codes == "a b"


# --- refused -----------------------------------------------------------------------------


def read_refusal(reg: Register, number: int | None = None) -> str:
    """Return the sentence with which an undo is refused, the register unchanged."""
    before = reg.path.read_bytes()
    with pytest.raises(RefusedChange) as refused:
        reg.undo(number)
    assert reg.path.read_bytes() == before
    assert "--force-unaffected" in refused.value.advice
    return refused.value.sentence


def test_a_record_changed_since_is_named(reg: Register) -> None:
    reg.org("a")
    reg.edit(ORGANISATION, 1, note="หนึ่ง")
    reg.edit(ORGANISATION, 1, note="สอง")
    assert "org 1 (หน่วยสมมติ a)" in read_refusal(reg, 2)
    assert "org 1 (หน่วยสมมติ a)" in read_refusal(reg, 1)


def test_from_nothing_and_to_nothing_is_a_change_too(reg: Register) -> None:
    reg.org("a", note="มี")
    reg.edit(ORGANISATION, 1, note=None)
    reg.outside("UPDATE organisation SET note = 'นอก'")
    assert "org 1" in read_refusal(reg, 2)
    reg.outside("UPDATE organisation SET note = NULL")
    reg.undo(2)
    assert reg.value(ORGANISATION, 1, "note") == "มี"


def test_the_last_of_two_commands_on_a_record_is_undone(reg: Register) -> None:
    reg.org("a")
    reg.edit(ORGANISATION, 1, note="หนึ่ง")
    reg.edit(ORGANISATION, 1, note="สอง")
    reg.undo(3)
    reg.undo(2)
    assert reg.value(ORGANISATION, 1, "note") is None


def test_a_code_taken_meanwhile_is_in_the_way(reg: Register) -> None:
    reg.org("a")
    reg.remove(ORGANISATION, 1)
    reg.add(ORGANISATION, name_th="อื่นสมมติ", code="a")
    assert "org 1 (หน่วยสมมติ a)" in read_refusal(reg, 2)
    reg.undo(3)
    reg.undo(2)
    assert reg.codes == "a"


def test_a_record_that_got_children_since_stays(reg: Register) -> None:
    reg.org("a")
    reg.org("b", parent=1)
    assert "org 1 (หน่วยสมมติ a)" in read_refusal(reg, 1)


def test_what_would_point_to_nothing_is_named_though_it_is_gone(reg: Register) -> None:
    reg.org("a")
    reg.add(PERSON, given_name="สมมติ", family_name="ตัวอย่าง")
    reg.add(POST, person=1, organisation=1, position="อาจารย์")
    reg.remove(PERSON, 1)
    reg.remove(ORGANISATION, 1)
    assert "อาจารย์" in read_refusal(reg, 4)
    reg.undo(5)
    reg.undo(4)
    assert reg.count(POST) == 1


def test_many_are_named_in_short(reg: Register) -> None:
    def seven(db: sqlite3.Connection) -> None:
        for letter in "abcdefg":
            checked_writes.add_record(db, ORGANISATION, {"name_th": f"หน่วยสมมติ {letter}", "code": letter})

    reg.command("org import", seven)
    reg.outside("UPDATE organisation SET note = 'นอก'")
    sentence = read_refusal(reg, 1)
    assert sentence.count("org ") == 5
    assert "…" in sentence


# --- the rest ------------------------------------------------------------------------------


@pytest.fixture
def imported(reg: Register) -> Register:
    """Three organisations of one command, the second changed since."""

    def three(db: sqlite3.Connection) -> None:
        for code in "abc":
            checked_writes.add_record(db, ORGANISATION, {"name_th": f"หน่วยสมมติ {code}", "code": code})

    reg.command("org import", three)
    reg.edit(ORGANISATION, 2, note="แก้แล้ว")
    return reg


def test_the_rest_is_undone(imported: Register) -> None:
    undone = imported.undo(1, force=True)
    assert (undone.records, undone.left) == (2, ("org 2 (หน่วยสมมติ b)",))
    assert imported.codes == "b"


def test_undoing_the_rest_is_undone_in_turn(imported: Register) -> None:
    imported.undo(1, force=True)
    imported.undo(3)
    assert imported.codes == "a b c"
    imported.undo(4)
    assert imported.codes == "b"


def test_what_needs_what_is_left_is_left_too(reg: Register) -> None:
    def tree(db: sqlite3.Connection) -> None:
        for code, parent in (("a", None), ("b", 1), ("c", 2), ("d", None)):
            checked_writes.add_record(db, ORGANISATION, {"name_th": f"หน่วยสมมติ {code}", "code": code, "parent": parent})

    reg.command("org import", tree)
    reg.edit(ORGANISATION, 3, note="แก้แล้ว")
    undone = reg.undo(1, force=True)
    assert reg.codes == "a b c"
    assert undone.records == 1
    assert undone.left == ("org 1 (หน่วยสมมติ a)", "org 2 (หน่วยสมมติ b)", "org 3 (หน่วยสมมติ c)")


def test_where_nothing_can_be_undone_nothing_is_written(reg: Register) -> None:
    reg.org("a")
    reg.edit(ORGANISATION, 1, note="หนึ่ง")
    undone = reg.undo(1, force=True)
    assert (undone.records, undone.left) == (0, ("org 1 (หน่วยสมมติ a)",))
    assert len(reg.undone()) == 2


# --- what other tools did ----------------------------------------------------------------------


def test_what_another_tool_did_is_undone_first(reg: Register) -> None:
    reg.org("a")
    reg.outside("UPDATE organisation SET note = 'นอก', name_th = 'ชื่อนอกสมมติ'; DELETE FROM setting")
    reg.undo()
    assert (reg.value(ORGANISATION, 1, "note"), reg.codes) == (None, "a")
    reg.undo()
    assert reg.codes == ""


def test_a_row_that_another_tool_replaced_comes_back(reg: Register) -> None:
    reg.org("a", note="เดิม")
    reg.outside(
        """INSERT OR REPLACE INTO organisation (id, uid, created_at, updated_at, code, sort_key, name_th)
        VALUES (1, 'u', '', '', 'z', '', 'แทนที่สมมติ')"""
    )
    reg.undo()
    assert (reg.codes, reg.value(ORGANISATION, 1, "note")) == ("a", "เดิม")


def test_numbers_that_another_tool_changed_come_back(reg: Register) -> None:
    reg.org("a")
    reg.outside("PRAGMA foreign_keys = OFF; UPDATE organisation SET id = 77")
    reg.undo()
    assert reg.value(ORGANISATION, 1, "code") == "a"


# --- as it was -------------------------------------------------------------------------------


def wait_for_moment() -> str:
    """Return the time between two changes."""
    time.sleep(0.003)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    time.sleep(0.003)
    return now


def list_codes_at(reg: Register, at: str) -> str:
    with database.reading(reg.path) as db, reversal.reading_as_of(db, at) as then:
        return " ".join(row["code"] for row in then.execute("SELECT code FROM organisation ORDER BY code"))


def test_the_register_as_it_was_at_each_moment(reg: Register) -> None:
    moments = [wait_for_moment()]
    for step in ["a", "b", "u"]:
        take_step(reg, step)
        moments.append(wait_for_moment())
    reg.edit(ORGANISATION, 1, code="z")
    moments.append(wait_for_moment())
    reg.remove(ORGANISATION, 1)
    moments.append(wait_for_moment())
    assert [list_codes_at(reg, at) for at in moments] == ["", "a", "a b", "a", "z", ""]


def test_looking_back_changes_nothing(reg: Register) -> None:
    reg.org("a")
    before = reg.path.read_bytes()
    assert list_codes_at(reg, "2000-01-01T00:00:00Z") == ""
    assert reg.path.read_bytes() == before


def test_what_another_tool_did_is_looked_behind_too(reg: Register) -> None:
    reg.org("a")
    then = wait_for_moment()
    reg.outside("UPDATE organisation SET code = 'นอก'")
    assert list_codes_at(reg, then) == "a"


def test_half_of_a_command_is_never_seen(reg: Register) -> None:
    seen: list[str] = []

    def slowly(db: sqlite3.Connection) -> None:
        for code in "abc":
            checked_writes.add_record(db, ORGANISATION, {"name_th": f"หน่วยสมมติ {code}", "code": code})
            seen.append(wait_for_moment())

    reg.command("org import", slowly)
    assert {list_codes_at(reg, at) for at in seen} <= {"", "a b c"}


def test_a_clock_that_was_set_back_mixes_nothing_up(reg: Register) -> None:
    reg.org("a")
    reg.edit(ORGANISATION, 1, code="b")
    reg.edit(ORGANISATION, 1, code="c")
    for number, at in ((1, "2026-01-01"), (2, "2026-01-03"), (3, "2026-01-02")):
        stamp = f"{at}T00:00:00.000Z"
        reg.outside(f"UPDATE command SET at = '{stamp}' WHERE id = {number}")
        reg.outside(f"UPDATE change SET at = '{stamp}' WHERE command_id = {number}")
    assert list_codes_at(reg, "2026-01-02T12:00:00Z") in ("a", "c")  # a state that was, and no error
    assert list_codes_at(reg, "2026-01-01T12:00:00Z") == "a"


def test_the_names_of_then_find_the_records_of_then(reg: Register) -> None:
    reg.org("a")
    then = wait_for_moment()
    reg.edit(ORGANISATION, 1, name_th="ชื่อใหม่สมมติ")
    reg.remove(ORGANISATION, 1)
    with database.reading(reg.path) as db, reversal.reading_as_of(db, then) as copy:
        assert lookup.find_candidates(copy, ORGANISATION, "หน่วยสมมติ a") == [1]
        assert lookup.find_candidates(copy, ORGANISATION, "ชื่อใหม่สมมติ") == []


def test_a_card_of_then_has_what_belonged_to_it_then(reg: Register) -> None:
    reg.add(MEETING, title="ประชุมสมมติ", starts_at="2026-01-02")
    reg.add(BY_NAME["agenda_item"], meeting=1, title="วาระสมมติ")
    then = wait_for_moment()
    reg.remove(MEETING, 1)
    with database.reading(reg.path) as db, reversal.reading_as_of(db, then) as copy:
        card = records.read_card(copy, MEETING, 1, TODAY)
    assert [[inner.row["title"] for inner in group.cards] for group in card.sections if group.cards] == [["วาระสมมติ"]]


# --- names --------------------------------------------------------------------------------------


@pytest.fixture
def named(reg: Register) -> Iterator[sqlite3.Connection]:
    reg.org("a")
    reg.add(PERSON, given_name="สมมติ", family_name="ตัวอย่าง")
    reg.remove(PERSON, 1)
    with database.reading(reg.path) as db:
        yield db


@pytest.mark.parametrize(
    ("kind", "number", "name"),
    [
        ("organisation", 1, "org 1 (หน่วยสมมติ a)"),
        ("person", 1, "member 1 (สมมติ ตัวอย่าง)"),  # gone
        ("person", 9, "member 9"),  # never there
        ("setting", 1, "setting 1"),
    ],
)
def test_what_a_record_is_called(named: sqlite3.Connection, kind: str, number: int, name: str) -> None:
    assert reversal.describe_record(named, kind, number) == name
