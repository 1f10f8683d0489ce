"""What another tool wrote amiss: one value is shown as such and can be mended, and takes nothing else with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import BY_NAME
from netreg.entities.organisations import ORGANISATION
from netreg.store import decoding
from tests.examples import EXAMPLES, name_files
from tests.reliability.commands import list_reading

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

NOT_UTF8 = b"\xe0\xb8"
KEPT_TEXT = ("id", "uid", "sort_key", "search_text")
"""Columns that no other tool has a reason to write, or that are computed again."""
WRONG: list[tuple[str | bytes, int, int | None]] = [
    ("1/1/2569", -1, None),
    ("abc", 2**62, None),
    ("{", 0, None),
    ("\x01\x02", 7777, None),
    ("2026-13-45", -(2**63), None),
    ("", 1, None),
    ("0000", 10**15, None),
    ("=1+1", 2569, None),
    ("[/b]\x1b[31m", 99999, None),
    ("[1, null]", 3, None),
    ("2026-02-30T25:00", 3, None),
    ("P99999999Y", 12, None),
    (NOT_UTF8, 5, None),
    ("x", 1, 9999),
]
"""A text, a number and perhaps the number of no record, written into every column of its type."""


def spoil(path: Path, text: str | bytes, number: int, reference: int | None) -> None:
    """Write wrong values into every column of every record, as another tool would."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        for kind in BY_NAME.values():
            references = {field.column for field in kind.references}
            for _at, name, type_, *_more in db.execute(f"PRAGMA table_info({kind.name})").fetchall():
                if name in KEPT_TEXT or (name in references and reference is None):
                    continue
                value: Any = reference if name in references else text if type_ == "TEXT" else number
                mark = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
                # One record only where no two may have the same.
                db.execute(f"UPDATE OR IGNORE {kind.name} SET {name} = {mark}", [value])
        db.commit()


def find_faults(netreg: Netreg, commands: list[tuple[str, ...]]) -> list[tuple[Any, ...]]:
    """Run the commands on the same spoiled register; return those that end in a fault or print control characters."""
    before, faults = netreg.db.read_bytes(), []
    for words in commands:
        run = netreg(*words)
        controls = {c for c in run.out + run.err if (ord(c) < 32 and c not in "\n\t\r") or 127 <= ord(c) < 160}
        if run.code in (70, 74) or "Traceback" in run.err or controls:
            faults.append((words, run.code, run.err[-200:], controls))
        if netreg.db.read_bytes() != before:
            netreg.db.write_bytes(before)
    return faults


FEW = [
    ("agreement", "list"), ("org", "show", "1"), ("due",), ("check",), ("doctor",), ("stats",), ("undo", "--yes"),
    ("meeting", "show", "1"), ("meeting", "minutes", "1"), ("meeting", "action", "done", "1", "--evidence", "สมมติ"),
    ("meeting", "accept", "1", "--in", "2"),
]  # fmt: skip


def test_a_few_commands_go_on_whatever_another_tool_wrote(filled: Netreg) -> None:
    spoil(filled.db, *WRONG[0])
    assert find_faults(filled, [*FEW, ("org", "edit", "1", "name_th=สมมติ", "--correction")]) == []


@pytest.mark.stress
@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_every_command_goes_on_whatever_another_tool_wrote(
    filled: Netreg, example_folder: Path, wrong: tuple[str | bytes, int, int | None]
) -> None:
    spoil(filled.db, *wrong)
    writing = [(*path.split(), *name_files(examples[0], example_folder)) for path, examples in EXAMPLES.items()]
    sending = [("remind", "--dry-run"), ("remind", "--outbox", "."), ("calendar",), ("undo", "--yes")]
    assert find_faults(filled, [*list_reading(), *writing, *sending, ("doctor",), ("doctor", "--full")]) == []


@pytest.mark.usefixtures("in_english")
def test_a_wrong_value_is_shown_named_and_mended(filled: Netreg) -> None:
    with closing(sqlite3.connect(filled.db)) as db:
        db.execute("UPDATE agreement SET signed_on = '1/1/2569' WHERE code = 'mou'")
        db.commit()
    number = filled("agreement", "show", "mou", "--json").data["id"]
    shown = filled("agreement", "show", "mou", "--json").data
    assert (shown["signed_on"], shown["unreadable"]) == (None, {"signed_on": "1/1/2569"})
    assert "not valid: '1/1/2569'" in filled("agreement", "show", "mou", "--format", "table").out
    assert "mou" in filled("agreement", "list").out
    found = filled("doctor", "--json").data
    assert [(row["id"], row["cure"]) for row in found if row["id"] == "invalid-value"] == [
        ("invalid-value", f"netreg agreement edit {number} signed_on=…")
    ]
    assert filled("agreement", "edit", "mou", "signed_on=1/1/2569", "--correction").code == 0
    assert filled("agreement", "show", "mou", "--json").data["signed_on"] == "2026-01-01"
    assert [row["id"] for row in filled("doctor", "--full", "--json").data] == []
    assert filled("undo").code == 0
    assert filled("agreement", "show", "mou", "--json").data["unreadable"] == {"signed_on": "1/1/2569"}


def test_what_fields_parse_they_hold() -> None:
    written = {"founded": ["2507", "มี.ค. 2507", "1/3/2507"], "variants": ["ก; ข"], "email": ["a@example.org"]}
    for name, texts in written.items():
        field = ORGANISATION.by_name[name]
        assert all(field.holds(field.parse(text)) for text in texts)


def test_a_sound_register_has_no_wrong_value(filled: Netreg) -> None:
    with closing(sqlite3.connect(filled.db)) as db:
        db.row_factory = sqlite3.Row
        assert [one for kind in BY_NAME.values() for one in decoding.find_unreadable(db, kind)] == []
