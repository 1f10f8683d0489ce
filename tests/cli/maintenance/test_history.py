"""``netreg history`` and ``show --recorded-at``: who changed what, in words, and what was there then."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import FilledOnce, Netreg

STEPS: list[tuple[str, tuple[str, ...]]] = [
    ("สมชาย", ("org", "add", "มหาวิทยาลัยสมมติ", "--code", "uni")),
    ("สมชาย", ("org", "add", "คณะตัวอย่าง", "--code", "fac", "--parent", "uni")),
    ("สมหญิง", ("member", "add", "นางสมมติ ตัวอย่าง", "--code", "one", "--org", "fac", "--position", "อาจารย์")),
    ("สมหญิง", ("org", "edit", "fac", "parent=", "note=ย้ายออก")),
    ("สมชาย", ("member", "add", "นายลาออก สมมติ", "--code", "gone")),
    ("สมชาย", ("member", "remove", "gone", "--yes")),
]


def fill(netreg: Netreg) -> None:
    for actor, words in STEPS:
        assert netreg(*words, NETREG_ACTOR=actor).code == 0


@pytest.fixture
def told(filled_once: FilledOnce) -> Netreg:
    """A register with six commands."""
    return filled_once(fill)


def outside(netreg: Netreg, sql: str) -> None:
    with closing(sqlite3.connect(netreg.db, isolation_level=None)) as db:
        db.executescript(sql)


def column(netreg: Netreg, name: str, *arguments: str) -> list[Any]:
    run = netreg(*arguments, "--json")
    assert run.code == 0, run.err
    return [row[name] for row in run.data]


def numbers(netreg: Netreg, *arguments: str) -> list[int | None]:
    return column(netreg, "id", "history", *arguments)


@pytest.mark.usefixtures("in_english")
def test_the_newest_first_in_words(told: Netreg) -> None:
    run = told("history", "--columns", "id,actor,command,records,what")
    assert run.out.splitlines() == [
        "id\tactor\tcommand\trecords\twhat",
        "6\tสมชาย\tmember remove\t1\tremoved member 2 (นายลาออก สมมติ)",
        "5\tสมชาย\tmember add\t1\tadded member 2 (นายลาออก สมมติ)",
        "4\tสมหญิง\torg edit\t1\tchanged org 2 (คณะตัวอย่าง): note, parent",
        "3\tสมหญิง\tmember add\t2\tadded member 1 (นางสมมติ ตัวอย่าง); added member post 1 (อาจารย์ คณะตัวอย่าง)",
        "2\tสมชาย\torg add\t1\tadded org 2 (คณะตัวอย่าง)",
        "1\tสมชาย\torg add\t1\tadded org 1 (มหาวิทยาลัยสมมติ)",
    ]
    assert run.err == ""


def test_a_table_for_people_has_thai_time(told: Netreg) -> None:
    run = told("history", "--format", "table", "--limit", "1")
    assert "พ.ศ." in run.out or "2569" in run.out
    assert "น." in run.out


def test_one_record_field_by_field_with_names_for_numbers(told: Netreg) -> None:
    run = told("org", "history", "fac", "--columns", "command,field,before,after")
    assert run.out.splitlines() == [
        "command\tfield\tbefore\tafter",
        "org edit\tnote\t\tย้ายออก",
        "org edit\tparent\tมหาวิทยาลัยสมมติ\t",
        "org add\tcode\t\tfac",
        "org add\tname_th\t\tคณะตัวอย่าง",
        "org add\tparent\t\tมหาวิทยาลัยสมมติ",
    ]


@pytest.mark.parametrize("name", ["fac", "คณะตัวอย่าง"])
def test_a_record_of_whatever_kind(told: Netreg, name: str) -> None:
    assert told("history", name).out == told("org", "history", "fac").out


def test_a_record_that_is_gone_by_its_number(told: Netreg) -> None:
    assert set(column(told, "command", "member", "history", "2")) == {"member add", "member remove"}


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--by", "สมหญิง"), [4, 3]),
        (("--by", "ไม่มี"), []),
        (("--command", "org"), [4, 2, 1]),
        (("--command", "member remove"), [6]),
        (("--command", "'; DROP TABLE command"), []),
        (("--by", "สมชาย", "--command", "add"), [5, 2, 1]),
        (("--since", "1/1/2560"), [6, 5, 4, 3, 2, 1]),
        (("--since", "1/1/2600"), []),
        (("--limit", "2"), [6, 5]),
        (("--limit", "0"), []),
    ],
)
def test_the_history_is_narrowed(told: Netreg, arguments: tuple[str, ...], found: list[int]) -> None:
    assert numbers(told, *arguments) == found


def test_since_counts_days_in_thailand(told: Netreg) -> None:
    outside(
        told,
        """UPDATE command SET at = '2026-01-01T16:59:59.999Z' WHERE id = 1;
        UPDATE command SET at = '2026-01-01T17:00:00.000Z' WHERE id = 2""",
    )
    assert numbers(told, "--since", "2026-01-02")[-1] == 2
    assert numbers(told, "--since", "2026-01-01")[-1] == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("history", "--since", "เมื่อไร"), 2),
        (("history", "ไม่มีใคร"), 1),
        (("history", ""), 1),
        (("history", "9" * 30), 1),
        (("member", "history", "9" * 30), 1),
        (("history", "--columns", "x"), 2),
        (("history", "--sort", "id"), 2),
        (("history", "--limit", "-1"), 2),
    ],
)
def test_what_cannot_be_told(told: Netreg, arguments: tuple[str, ...], code: int) -> None:
    run = told(*arguments)
    assert (run.code, run.out) == (code, "")
    assert run.err.count("\n") == 1
    assert run.err.startswith("netreg: error: ")


def test_a_name_of_two_kinds_asks_for_the_noun(told: Netreg) -> None:
    assert told("member", "add", "สมมติ ซ้ำ", "--code", "uni").code == 0
    run = told("history", "uni")
    assert run.code == 1
    assert "องค์กร 1, สมาชิก 3" in run.err


def test_nothing_yet(register: Netreg) -> None:
    assert register("history", "--json").data == []


# --- what other tools did ---------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_a_change_by_another_tool_is_told_at_once_and_sealed_by_the_next_command(told: Netreg) -> None:
    outside(told, "UPDATE organisation SET note = 'นอก' WHERE id = 1")
    first = told("history", "--json").data[0]
    assert (first["id"], first["actor"], first["command"]) == (None, "?", "outside netreg")
    assert first["what"] == "changed org 1 (มหาวิทยาลัยสมมติ): note"
    assert column(told, "command", "org", "history", "uni")[0] == "outside netreg"
    assert told("org", "edit", "uni", "province=ขอนแก่น").code == 0
    assert numbers(told, "--limit", "2") == [8, 7]
    assert column(told, "command", "history", "--limit", "2") == ["org edit", "outside netreg"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [(("--limit", "1"), [None]), (("--since", "1/1/2600"), []), (("--by", "สมหญิง"), [4, 3])],
)
def test_it_is_narrowed_too(told: Netreg, arguments: tuple[str, ...], found: list[int | None]) -> None:
    outside(told, "UPDATE organisation SET note = 'นอก' WHERE id = 1")
    assert numbers(told, *arguments) == found


def test_a_text_that_is_no_text_is_no_fault_of_netreg(told: Netreg) -> None:
    outside(told, "UPDATE organisation SET note = CAST(x'ff41' AS TEXT) WHERE id = 1")
    assert told("history").code != 70


def test_what_an_actor_calls_himself_does_no_harm(told: Netreg) -> None:
    assert told("org", "edit", "uni", "note=x", NETREG_ACTOR="e\x1b[31mvil\x07").code == 0
    run = told("history", "--limit", "1")
    assert "\x1b" not in run.out
    assert "\x07" not in run.out


# --- as the register had it then ------------------------------------------------------------


def value_then(netreg: Netreg, moment: str, name: str, *record: str) -> Any:
    run = netreg(*record, "--recorded-at", moment, "--json")
    assert run.code == 0, run.err
    return run.data[name]


def test_a_moment_as_the_history_prints_it(told: Netreg) -> None:
    at = {row["id"]: row["at"] for row in told("history", "--json").data}
    time.sleep(0.05)
    assert value_then(told, at[3], "note", "org", "show", "fac") is None
    after = told("history", "--limit", "1", "--json").data[0]["at"]
    assert value_then(told, after, "note", "org", "show", "fac") == "ย้ายออก"


def test_a_day_is_meant_to_its_end(told: Netreg) -> None:
    outside(told, "UPDATE command SET at = '2026-01-02T10:00:00.000Z' WHERE id < 4")
    outside(told, "UPDATE change SET at = '2026-01-02T10:00:00.000Z' WHERE command_id < 4")
    assert value_then(told, "2 ม.ค. 2569", "note", "org", "show", "fac") is None
    assert told("org", "show", "fac", "--recorded-at", "1 ม.ค. 2569").code == 1
    assert told("org", "show", "fac", "--recorded-at", "2 ม.ค. 2569 17:00").code == 0
    assert told("org", "show", "fac", "--recorded-at", "2 ม.ค. 2569 16:59").code == 1


def test_a_record_that_is_gone_is_shown_as_it_was(told: Netreg) -> None:
    at = {row["id"]: row["at"] for row in told("history", "--json").data}
    outside(told, "UPDATE change SET at = (SELECT at FROM command WHERE id = command_id)")
    assert value_then(told, at[5], "name", "member", "show", "gone") == "นายลาออก สมมติ"
    assert value_then(told, at[5], "name", "member", "show", "นายลาออก สมมติ") == "นายลาออก สมมติ"
    assert told("member", "show", "gone").code == 1


@pytest.mark.parametrize("moment", ["เมื่อวาน", "2569", "ม.ค. 2569", "30/2/2569"])
def test_what_is_no_moment(told: Netreg, moment: str) -> None:
    run = told("org", "show", "fac", "--recorded-at", moment)
    assert (run.code, run.out) == (2, "")
    assert "--recorded-at" in run.err
