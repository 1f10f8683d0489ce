"""Merges, un-merges, undos and redos in any order, with changes in between: in the end all is as it was.

What was changed in between stays where it was changed.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg.core.fields import Reference, TextList
from netreg.entities import BY_NAME, MERGED_KINDS
from netreg.errors import Failure
from netreg.store.database import writing
from netreg.store.history import changes as history_changes
from netreg.store.merging import chosen_values
from netreg.store.merging.made_merges import find_merges
from netreg.store.merging.merge import merge_records
from netreg.store.merging.unmerge import part_records
from netreg.store.records import records, search_columns
from netreg.store.tables import RECORDED_TABLES
from tests.conftest import Netreg, copied_examples, examples

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

Dump = dict[str, dict[int, dict[str, Any]]]

UID_KINDS = ("rule", "silence", "former_key", "not_same", "acceptance")


def dump(db: sqlite3.Connection) -> Dump:
    tables = {t: {row["id"]: dict(row) for row in db.execute(f"SELECT * FROM {t}")} for t in RECORDED_TABLES}
    names = [dict(row) for row in db.execute("SELECT * FROM name_key ORDER BY kind, key, record_id, child_id")]
    return tables | {"name_key": dict(enumerate(names))}


def fill(db: sqlite3.Connection, chance: Random, more: int) -> None:
    """Add records of every kind, like those that there are, which point to one or another of them."""
    for _time in range(more):
        for kind, entity in BY_NAME.items():
            numbers = [row[0] for row in db.execute(f"SELECT id FROM {kind} ORDER BY id")]
            if kind in (*UID_KINDS, "document") or not numbers:
                continue
            row = records.read_values(db, entity, chance.choice(numbers)) | {"code": None, "official_code": None}
            for name in ("email", "external_key", "seq"):
                row.pop(name, None)
            for one in entity.references:
                targets = [found[0] for found in db.execute(f"SELECT id FROM {one.to} ORDER BY id")]
                row[one.name] = (
                    None if one.to == kind else chance.choice([*targets, *(() if one.required else (None,))])
                )
            if "note" in entity.by_name:
                row["note"] = chance.choice([None, "หนึ่ง", "สอง", "หนึ่ง\nสาม"])
            records.insert_record(db, entity, {name: value for name, value in row.items() if name in entity.by_name})
    for kind in MERGED_KINDS:
        uids = [row[0] for row in db.execute(f"SELECT uid FROM {kind} ORDER BY id")]
        for one, other in zip(uids[:-1:2], uids[1::2], strict=False):
            if chance.random() < 0.2:
                pair = sorted((one, other))
                records.insert_record(db, BY_NAME["not_same"], {"kind": kind, "one": pair[0], "other": pair[1]})


class Edit(NamedTuple):
    """A change in between: its command, the row, the column or none for the whole row, and what was given."""

    command: int
    kind: str
    number: int
    column: str | None
    given: Any


class Office:
    """A register in which two people merge, part, change and undo whatever they like."""

    def __init__(self, netreg: Netreg, chance: Random, *, edits: bool) -> None:
        self.netreg, self.chance, self.edits = netreg, chance, list[Edit]()
        self.told = list[str]()
        while self.part():
            pass
        with self.write("fill") as db:
            fill(db, chance, 2)
        with self.write("refresh") as db:
            search_columns.refresh_all_records(db)
            self.start = dump(db)
            self.first = int(db.execute("SELECT max(id) FROM command").fetchone()[0])
        self.steps: list[Callable[[], Any]] = [
            self.merge,
            self.merge,
            self.merge,
            self.part,
            self.undo,
            self.undo_last,
            self.redo,
        ]
        self.steps += [self.edit, self.edit, self.remove, self.add] if edits else []

    def write(self, words: str) -> AbstractContextManager[sqlite3.Connection]:
        return writing(self.netreg.db, words, "tester")

    def live(self, steps: int) -> None:
        for _step in range(steps):
            step = self.chance.choice(self.steps)
            with self.write("look") as db:
                before = dump(db)
            try:
                step()
            except Failure as failure:
                self.told.append(f"{step.__name__} refused: {failure.sentence}")
                with self.write("look") as db:
                    assert dump(db) == before, "a refused change changed something"
        while self.part(undo=self.chance.random() < 0.3):
            pass

    def merge(self) -> None:
        with self.write("merge") as db:
            kind = self.chance.choice(MERGED_KINDS)
            numbers = [row[0] for row in db.execute(f"SELECT id FROM {kind} ORDER BY id")]
            if len(numbers) < 2:
                return
            kept, gone = self.chance.sample(numbers, 2)
            row, other = (records.read_values(db, BY_NAME[kind], number) for number in (kept, gone))
            sides = {
                one.field.name: self.chance.choice("AB")
                for one in chosen_values.choose_values(BY_NAME[kind], row, other, {}, {})
                if self.chance.random() < 0.3
            }
            chosen = chosen_values.choose_values(BY_NAME[kind], row, other, sides, {})
            merge_records(db, BY_NAME[kind], kept, gone, chosen)
            self.told.append(f"merge {kind} {kept} {gone} {sides}")

    def part(self, *, undo: bool = False) -> bool:
        with self.write("unmerge") as db:
            found = [(kind, one) for kind in MERGED_KINDS for one in find_merges(db, BY_NAME[kind])]
            if not found:
                return False
            kind, merged = self.chance.choice(found)
            if not undo:
                parting = part_records(db, BY_NAME[kind], merged, "tester")
                self.told.append(f"unmerge {kind} {merged.gone} from {merged.kept}: {parting}")
                return True
        sql = "SELECT max(command_id) FROM change WHERE kind = 'former_key' AND record_id = ? AND before IS NULL"
        with self.write("look") as db:
            command = db.execute(sql, [merged.key]).fetchone()[0]
        run = self.netreg("undo", str(command))
        self.told.append(f"undo {command} of {kind} {merged.gone}: {run.code} {run.err}")
        assert run.code in (0, 1)
        return True

    def undo(self) -> None:
        with self.write("look") as db:
            found = history_changes.select_commands(db, "c.id > ? AND c.words <> 'look'", [self.first])
        if open_ := [one.id for one in found if one.undone_by is None]:
            self._type("undo", str(self.chance.choice(open_)))

    def undo_last(self) -> None:
        with self.write("look") as db:
            found = history_changes.select_commands(db, "(c.undoes IS NULL OR c.words = 'redo') AND c.words <> 'look'")
        if next(one.id for one in found if one.undone_by is None) > self.first:
            self._type("undo")

    def redo(self) -> None:
        self._type("redo")

    def _type(self, *words: str) -> None:
        run = self.netreg(*words)
        assert run.code in (0, 1), run.err
        self.told.append(f"{words}: {run.code} {run.err}{run.out}")

    # --- changes in between -----------------------------------------------------------------

    def _pick(self, db: sqlite3.Connection) -> tuple[str, int] | None:
        kind = self.chance.choice([one for one in BY_NAME if one not in (*UID_KINDS, "document")])
        numbers = [row[0] for row in db.execute(f"SELECT id FROM {kind} ORDER BY id")]
        return (kind, self.chance.choice(numbers)) if numbers else None

    def _note(self, db: sqlite3.Connection, kind: str, number: int, column: str | None, given: Any) -> None:
        command = db.execute("SELECT id FROM running").fetchone()[0]
        self.edits.append(Edit(command, kind, number, column, given))
        self.told.append(f"changed {kind} {number} {column} {given}")

    def edit(self) -> None:
        with self.write("edit") as db:
            if (found := self._pick(db)) is None:
                return
            entity, number = BY_NAME[found[0]], found[1]
            row = records.read_values(db, entity, number)
            fields = [
                one
                for one in entity.stored
                if not isinstance(one, Reference) and one.name not in (*entity.exclusive_fields, "code", "seq")
            ]
            one = self.chance.choice(fields)
            if one.name == "note":
                given: Any = len(self.edits)
                value: Any = f"{row['note']}\nใหม่ {given}" if row["note"] else f"ใหม่ {given}"
            elif isinstance(one, TextList):
                given = len(self.edits)
                value = one.store([*one.to_json(row[one.name]), f"ใหม่ {given}"])
            else:
                sql = f"SELECT {one.column} FROM {entity.name} WHERE {one.column} IS NOT NULL"
                given = value = self.chance.choice([v[0] for v in db.execute(sql)] or [None])
            if records.update_record(db, entity, number, {one.name: value}):
                self._note(db, entity.name, number, one.column, given)

    def remove(self) -> None:
        with self.write("remove") as db:
            found = self._pick(db)
            if found and found[0] not in MERGED_KINDS and BY_NAME[found[0]].parent:
                records.delete_record(db, BY_NAME[found[0]], found[1])
                self._note(db, *found, None, None)

    def add(self) -> None:
        with self.write("add") as db:
            found = self._pick(db)
            if found and BY_NAME[found[0]].parent:
                row = records.read_values(db, BY_NAME[found[0]], found[1])
                number = records.insert_record(db, BY_NAME[found[0]], row | {"note": "เพิ่ม"})
                self._note(db, found[0], number, None, "row")

    # --- in the end -------------------------------------------------------------------------

    def find_differences(self) -> list[str]:
        """Find whatever is not as it was before the first merge, and was not changed in between."""
        with self.write("look") as db:
            now, undone = dump(db), history_changes.find_undone_commands(db)
            ever = {row[0] for row in db.execute("SELECT undoes FROM command WHERE undoes IS NOT NULL")}
            free = {one[1:4] for one in self.edits if one.command in ever}
            last = {one[1:4]: one for one in self.edits if one[1:4] not in free and one.command not in undone}
            wrong = [text for one in last.values() for text in self._find_lost(one, now)]
        pairs = {(kind, number) for kind in BY_NAME for number in self.start[kind].keys() | now[kind].keys()}
        for kind, number in sorted(pairs):
            was, mine = self.start[kind].get(number), now[kind].get(number)
            if (kind, number, None) in free or (kind, number, None) in last:
                continue
            if was is None or mine is None:
                is_known = self._has_lost_owner(kind, was, now) if mine is None else self._was_edited(kind, number)
                wrong += [] if is_known else [f"{kind} {number}: {was}, {mine}"]
                continue
            derived = ("updated_at", "search_text", "sort_key") if self.edits else ()
            differing = (name for name in mine if mine[name] != was[name] and name not in derived)
            known = free | last.keys()
            wrong += [
                f"{kind} {number} {n}: {was[n]!r}, {mine[n]!r}" for n in differing if (kind, number, n) not in known
            ]
        return wrong if self.edits or now["name_key"] == self.start["name_key"] else [*wrong, "name_key"]

    def _has_lost_owner(self, kind: str, was: dict[str, Any] | None, now: Dump) -> bool:
        """Tell whether what a row belonged to was removed in between."""
        parent = BY_NAME[kind].parent
        return was is not None and parent is not None and was[parent.column] not in now[parent.to]

    def _was_edited(self, kind: str, number: int) -> bool:
        """Tell whether a name that a merge kept was changed in between: it stays then."""
        return any(one[1:3] == (kind, number) for one in self.edits)

    def _find_lost(self, one: Edit, now: Dump) -> list[str]:
        """Find what somebody changed in between, and that is not so any more."""
        _command, kind, number, column, given = one
        row = now[kind].get(number)
        if column is None:
            return [] if (row is None) == (given is None) else [f"{one}: {row}"]
        if row is None:
            return []  # removed later
        field = next(field for field in BY_NAME[kind].stored if field.column == column)
        if column == "note" or isinstance(field, TextList):
            return [] if f"ใหม่ {given}" in (row[column] or "") else [f"{one}: {row[column]!r}"]
        return [] if row[column] == given else [f"{one}: {row[column]!r}"]


def try_life(folder: Path, to: Path, chance: Random, steps: int, *, edits: bool) -> None:
    office = Office(copied_examples(folder, Netreg(to)), chance, edits=edits)
    office.live(steps)
    assert office.find_differences() == [], "\n".join(office.told)
    assert "foreign" not in office.netreg("doctor", "--full").out


@given(chance=st.randoms(use_true_random=False), edits=st.booleans())
@settings(deadline=None, max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_order_nothing_is_lost(
    example_folder: Path, tmp_path_factory: pytest.TempPathFactory, chance: Random, edits: bool
) -> None:
    try_life(example_folder, tmp_path_factory.mktemp("lives"), chance, 8, edits=edits)


@pytest.mark.stress
@pytest.mark.parametrize("edits", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_long_lives_lose_nothing(example_folder: Path, tmp_path: Path, seed: int, edits: bool) -> None:
    try_life(example_folder, tmp_path, Random(seed), 20, edits=edits)
