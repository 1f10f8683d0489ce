"""What can be read of a damaged register is in the new one, and what is lost is told."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pytest

from netreg.store.doctor import examination
from netreg.store.history.triggers import DERIVED_COLUMNS
from netreg.store.salvage import salvage
from netreg.store.salvage.salvage import FROM_HISTORY, INCOMPLETE, KEYED_TABLES, LOST, NUMBERED_TABLES, SalvageReport

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = 4096


def read_plainly(path: Path) -> dict[tuple[str, Any], dict[str, Any]]:
    """Read by plain SQL all that can be read so: each table from both ends, and each number by itself."""
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        db.row_factory = sqlite3.Row
        db.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
        for table in (*NUMBERED_TABLES, *KEYED_TABLES):
            order = "id" if table in NUMBERED_TABLES else "1"
            where = "WHERE id > 0" if table in NUMBERED_TABLES else ""
            queries = [f"SELECT * FROM {table} {where} ORDER BY {order} {way}" for way in ("ASC", "DESC")]
            queries += [f"SELECT * FROM {table} WHERE id = {n}" for n in range(1, 60) if table in NUMBERED_TABLES]
            for sql in queries:
                with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
                    for row in db.execute(sql):
                        key = row["id"] if table in NUMBERED_TABLES else tuple(row)
                        found[table, key] = {name: row[name] for name in row.keys() if name not in DERIVED_COLUMNS}  # noqa: SIM118
    return found


def salvage_damaged(folder: Path, content: bytes) -> tuple[SalvageReport, Path]:
    """Salvage a file of this content; it is not touched."""
    source, target = folder / "damaged.db", folder / "salvaged.db"
    for path in (source, target):
        path.unlink(missing_ok=True)
    source.write_bytes(content)
    report = salvage.salvage_register(source, target, "ทดสอบ", dry_run=False)
    assert source.read_bytes() == content
    assert {path.name for path in folder.iterdir() if path.is_file()} == {"damaged.db", "salvaged.db"}
    return report, target


def list_wrong(report: SalvageReport, source: Path, target: Path) -> list[str]:
    """List what could be read and is not in the result, and what the result lacks without saying so."""
    before, after = read_plainly(source), read_plainly(target)
    told = {(one.table, one.number) for one in report.records} | set(report.differing)
    wrong = [
        f"{table} {key}: {row} is {after.get((table, key))}"
        for (table, key), row in before.items()
        if after.get((table, key)) != row and (table, key) not in told
    ]
    findings = {finding.id for finding in examination.examine_register(target, full=True)}
    allowed = {"record-changed"} if report.differing or report.records else set()
    if report.broken_at is not None or report.gap or report.is_cut_off:
        allowed |= {"history-changed", "history-gap", "history-cut-off", "record-changed"}
    return wrong + [f"doctor finds {name}" for name in sorted(findings - allowed - _OF_VALUES - _OF_FILES)]


_OF_VALUES = {"invalid-value"}
"""A flipped bit in a value that can be read stays, and is found by the doctor of the new register."""
_OF_FILES = {"file-missing"}


def zero(first: int, last: int) -> Callable[[bytearray], bytes]:
    return lambda content: bytes(content[: first * PAGE] + bytes((last - first) * PAGE) + content[last * PAGE :])


def find_root(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [name]).fetchone()[0])


def test_what_is_damaged_and_what_is_taken(tmp_path: Path, example_folder: Path) -> None:
    """Nothing is lost with the first page or an index; a record of a lost table is in the history."""
    assert not list_wrong_cases(tmp_path, example_folder, {"first page", "index", "table"})


@pytest.mark.exhaustive
def test_all_that_is_damaged_and_what_is_taken(tmp_path: Path, example_folder: Path) -> None:
    assert not list_wrong_cases(tmp_path, example_folder, None)


def list_wrong_cases(tmp_path: Path, example_folder: Path, chosen: set[str] | None) -> str:
    register = example_folder / "register.db"
    content, size = register.read_bytes(), len(register.read_bytes()) // PAGE
    person, index, change = (find_root(register, name) for name in ("person", "person_uid", "change"))
    cases: dict[str, tuple[Callable[[bytearray], bytes], bool | None]] = {
        "sound": (bytes, True),
        "header": (lambda content: bytes(100) + bytes(content[100:]), True),
        "page size in the header": (lambda content: bytes(content[:16] + b"\x20\x00" + content[18:]), True),
        "version in the header": (lambda content: bytes(content[:60] + b"\x00\x00\x00\x63" + content[64:]), True),
        "first page": (zero(0, 1), True),
        "index": (zero(index - 1, index), True),
        "table": (zero(person - 1, person), False),
        "history": (zero(change - 1, change), False),
        "zeros at the end": (zero(size * 3 // 4, size), None),
        "cut short": (lambda content: bytes(content[: len(content) * 3 // 4 + 700]), None),
    }
    wrong = []
    for what, (harm, is_whole) in cases.items():
        if chosen is not None and what not in chosen:
            continue
        report, target = salvage_damaged(tmp_path, harm(bytearray(content)))
        wrong += [f"{what}: {line}" for line in list_wrong(report, tmp_path / "damaged.db", target)]
        is_taken = report._replace(flaws=()).is_whole
        wrong += [f"{what}: {report}"] if is_whole is not None and is_taken != is_whole else []
        if what == "table":
            fates = {one.fate for one in report.records}
            wrong += [] if fates == {FROM_HISTORY} else [f"table: {fates}"]
    return "\n".join(wrong)


def test_what_nothing_tells_any_more_gets_a_stand_in(tmp_path: Path, example_folder: Path) -> None:
    register = example_folder / "register.db"
    content = bytearray(register.read_bytes())
    for name in ("person", "change"):
        root = find_root(register, name)
        content[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    report, target = salvage_damaged(tmp_path, bytes(content))
    lost = [one for one in report.records if one.table == "person"]
    assert {one.fate for one in lost} == {INCOMPLETE, LOST}, "one was removed, which nothing tells any more"
    with closing(sqlite3.connect(register)) as db, closing(sqlite3.connect(target)) as new:
        uids = "SELECT id, uid FROM person ORDER BY id"
        assert new.execute(uids).fetchall() == db.execute(uids).fetchall(), "its index has them"
        assert new.execute("PRAGMA foreign_key_check").fetchall() == []
        assert new.execute("SELECT words FROM command ORDER BY id DESC").fetchone() == ("salvage",)


def test_bytes_of_another_tool_stay(tmp_path: Path, example_folder: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes((example_folder / "register.db").read_bytes())
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute("UPDATE organisation SET note = CAST(x'e0b8ff41' AS TEXT) WHERE id = 1")
        db.execute("UPDATE person SET uid = CAST(x'e2ff' AS TEXT) WHERE id = 1")
        db.execute("UPDATE command SET hash = CAST(x'e2ff' AS TEXT) WHERE id = (SELECT max(id) FROM command)")
        db.execute("DELETE FROM change WHERE kind = 'organisation' AND record_id = 1")
    content = bytearray(copy.read_bytes())
    reminders = find_root(copy, "reminder")
    content[(reminders - 1) * PAGE : reminders * PAGE] = bytes(PAGE)
    copy.unlink()
    _report, target = salvage_damaged(tmp_path, bytes(content))
    with closing(sqlite3.connect(target)) as db:
        assert db.execute("SELECT hex(uid) FROM person WHERE id = 1").fetchone() == ("E2FF",)
        assert db.execute("SELECT hex(note) FROM organisation WHERE id = 1").fetchone() == ("E0B8FF41",)


@pytest.mark.exhaustive
def test_flips_and_lost_pages_anywhere(tmp_path: Path, example_folder: Path) -> None:
    """500 damaged files: what plain SQL still reads of each is in the result, or named by the report."""
    content = (example_folder / "register.db").read_bytes()
    wrong = []
    for seed in range(500):
        harmed, chance = bytearray(content), random.Random(seed)
        harms[seed % len(harms)](harmed, chance)
        try:
            report, target = salvage_damaged(tmp_path, bytes(harmed))
        except Exception as failure:  # noqa: BLE001 - all are to be told
            wrong.append(f"{seed}: {failure}")
            continue
        wrong += [f"{seed}: {line}" for line in list_wrong(report, tmp_path / "damaged.db", target)]
    assert not wrong, "\n".join(wrong)


def _flip_bits(content: bytearray, chance: random.Random) -> None:
    for _n in range(chance.choice((1, 20, 400))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _lose_pages(content: bytearray, chance: random.Random) -> None:
    for _n in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(content) // PAGE) * PAGE
        content[at : at + PAGE] = chance.choice((bytes(PAGE), chance.randbytes(PAGE)))


def _swap_pages(content: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(1, len(content) // PAGE) * PAGE for _n in range(2))
    content[one : one + PAGE] = content[other : other + PAGE]


def _cut_short(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(PAGE, len(content)) :]


def _harm_beginning(content: bytearray, chance: random.Random) -> None:
    for _n in range(40):
        content[chance.randrange(PAGE)] = chance.randrange(256)


harms = (_flip_bits, _lose_pages, _swap_pages, _cut_short, _harm_beginning)
