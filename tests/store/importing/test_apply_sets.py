"""Rows put into the register in sets leave it as rows put one by one; the history cannot tell which it was."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, contextmanager, suppress
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from netreg.core.fields import Reference
from netreg.core.table_import import CHILD, OWN, ImportColumn, MatchPolicy, NamedReference, TableImport
from netreg.entities import BY_NAME, ENTITIES
from netreg.entities.graduations import ALUMNUS
from netreg.errors import Failure
from netreg.exchange.importing import import_file
from netreg.exchange.importing.import_options import ImportContext, ImportOptions
from netreg.exchange.tables import open_file
from netreg.store import commands, database
from netreg.store.doctor import examination
from netreg.store.history import changes as history_changes
from netreg.store.history import command_log
from netreg.store.importing import apply_sets, match_rows, plan_rows, resolve_references, staging_tables
from netreg.store.records import lookup, records
from netreg.store.tables import RECORDED_TABLES
from netreg.store.undo import reversal
from netreg.store.writes import checked_writes, imported_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from netreg.store.importing.apply_sets import RowCounts

    Cells = Mapping[str, Any]


@contextmanager
def opened(content: bytes) -> Iterator[sqlite3.Connection]:
    """A register in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(content)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA trusted_schema = OFF")
        yield db


# Kinds, and what a file of another sort makes of one.
KINDS = {"alumnus": ALUMNUS}


# --- files -------------------------------------------------------------------------------


class File(NamedTuple):
    """Rows about one kind: cells by ``own.field``, ``child.field`` or ``scope.field``, as they are stored.

    What names another record stands as it is written. A row with ``!`` has a cell that could not be read.
    """

    kind: str
    columns: tuple[str, ...]
    rows: Sequence[Cells]
    policy: MatchPolicy = MatchPolicy()

    @property
    def task(self) -> TableImport:
        entity = KINDS.get(self.kind) or BY_NAME[self.kind]
        child = BY_NAME[entity.row_child] if entity.row_child else None
        kinds = {OWN: entity, CHILD: child}
        split = [name.split(".") for name in self.columns if not name.startswith("scope.")]
        found = [ImportColumn(level, kinds[level].by_name[field]) for level, field in split]  # type: ignore[union-attr]
        found.sort(key=lambda column: column.level != OWN)
        return TableImport(entity, child, tuple(found), self.policy).confirm_on("2026-11-21")


def stage(db: sqlite3.Connection, file: File) -> TableImport:
    """The rows received, as the reader of a file leaves them."""
    task = file.task
    staging_tables.create_staging_tables(db, task)
    numbers: dict[tuple[str, str, str, int | None], int] = {}

    def pointed(level: str, field: str, asked: str, within: int | None) -> int:
        key = (level, field, asked, within)
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            staging_tables.insert_reference(db, NamedReference(numbers[key], *key))
        return numbers[key]

    def received() -> Iterator[Sequence[Any]]:
        for number, cells in enumerate(file.rows, 1):
            if cells.get("!"):
                staging_tables.reject_row(db, number, "", "", "!", number + 1)
            scope = None
            for name, asked in cells.items():
                if name.startswith("scope.") and asked is not None:
                    scope = pointed("scope", name.partition(".")[2], asked, None)
            values = []
            for column in task.columns:
                value = cells.get(f"{column.level}.{column.field.name}")
                if value is not None and isinstance(column.field, Reference):
                    within = scope if column.level == OWN and column.field.parent else None
                    value = pointed(column.level, column.field.name, value, within)
                values.append(value)
            yield number, number + 1, None, *values

    staging_tables.insert_rows(db, task, [list(zip(*received(), strict=True))])
    return task


def make_slow(db: sqlite3.Connection) -> None:
    """Leave every row to be put by itself: what is known of sets is forgotten."""
    for table in ("new_rows", "other_names", "numbered_children", "child_names", "new_values",
                  "changed_names", "matches", "changed_rows", "child_matches", "new_children"):  # fmt: skip
        db.execute(f"DELETE FROM temp.{table}")
    db.execute(f"UPDATE temp.incoming SET {', '.join(f'{name} = NULL' for name in staging_tables.DERIVED_COLUMNS)}")
    staging_tables.require_row_import(db, "incoming WHERE row NOT IN (SELECT row FROM rejected_rows)")


def put(db: sqlite3.Connection, file: File, *, slowly: bool = False) -> RowCounts:
    """Import a file as one command."""
    task = stage(db, file)
    plan_rows.plan_rows(db, task)
    with commands.open_command(db, "import", "ผู้ทดสอบ"):
        if slowly:
            make_slow(db)
        return apply_sets.apply_plan(db, task, placing=True)


# --- what a register says, whatever the numbers of its records -----------------------------------


class Teller:
    """Records as what they say: what they point to is told in their place."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.known: dict[tuple[str, int], tuple[Any, ...]] = {}

    def tell(self, kind: str, number: int | None) -> tuple[Any, ...] | None:
        if number is None:
            return None
        if (kind, number) not in self.known:
            self.known[kind, number] = ("itself",)
            row = self.db.execute(f"SELECT * FROM {kind} WHERE id = ?", [number]).fetchone()
            self.known[kind, number] = ("gone",) if row is None else (kind, *self.values(kind, dict(row)).items())
        return self.known[kind, number]

    def values(self, kind: str, row: Cells) -> dict[str, Any]:
        """The columns that say something, references told."""
        entity = BY_NAME[kind]
        references = {field.column: field.to for field in entity.references}
        skipped = ("id", "uid", "created_at", "updated_at")
        said = {name: value for name, value in row.items() if name not in skipped}
        return {n: self.tell(references[n], v) if n in references else v for n, v in said.items()}

    def everything(self) -> Counter[Any]:
        """Every record with the names it goes by."""
        found: Counter[Any] = Counter()
        for entity in ENTITIES:
            keys: dict[int, list[str]] = {}
            sql = "SELECT record_id, key FROM name_key WHERE kind = ? ORDER BY key"
            for number, key in self.db.execute(sql, [entity.name]):
                keys.setdefault(number, []).append(key)
            for row in self.db.execute(f"SELECT id FROM {entity.name}").fetchall():
                found[self.tell(entity.name, row[0]), tuple(keys.pop(row[0], ()))] += 1
            assert not keys
        return found

    def recorded(self, command: int) -> Counter[Any]:
        """What the history says that a command did."""
        found: Counter[Any] = Counter()
        for change in history_changes.read_command_changes(self.db, command):
            sides = [None if side is None else self._side(change.kind, side) for side in (change.before, change.after)]
            found[change.kind, self.tell(change.kind, change.record), *sides] += 1
        return found

    def _side(self, kind: str, side: Cells) -> tuple[Any, ...]:
        return tuple(sorted(self.values(kind, side).items()))

    def placed(self) -> dict[int, Any]:
        """Which record each row was put into."""
        kind = self.db.execute("SELECT 1 FROM temp.placed_rows").fetchone() and self.kind
        return {
            row: self.tell(str(kind), record) for row, record in self.db.execute("SELECT row, record FROM placed_rows")
        }

    kind = ""


class Became(NamedTuple):
    """What an import made of a register."""

    outcome: RowCounts
    bad: list[int]
    register: Counter[Any]
    history: Counter[Any]
    placed: dict[int, Any]


def became(db: sqlite3.Connection, file: File, *, slowly: bool) -> Became:
    before = db.execute("SELECT coalesce(max(id), 0) FROM command").fetchone()[0]
    outcome = put(db, file, slowly=slowly)
    teller = Teller(db)
    teller.kind = file.task.entity.name
    commands = [row[0] for row in db.execute("SELECT id FROM command WHERE id > ?", [before])]
    recorded = teller.recorded(commands[0]) if commands else Counter()
    bad = [row[0] for row in db.execute("SELECT row FROM temp.rejected_rows ORDER BY row")]
    return Became(outcome, bad, teller.everything(), recorded, teller.placed())


def rows_of(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every record, to the last column, and every name."""
    tables = (*RECORDED_TABLES, "name_key")
    return {table: sorted((tuple(row) for row in db.execute(f"SELECT * FROM {table}")), key=repr) for table in tables}


def findings(db: sqlite3.Connection) -> list[str]:
    """What ``doctor --full`` finds inside a register."""
    parts = (
        examination._examine_references,
        examination._examine_triggers,
        examination._examine_journal,
        examination._examine_derived_data,
        examination._examine_history,
    )
    return [finding.what for part in parts for finding in part(db)]


# --- the same whichever way ----------------------------------------------------------------------

# Few values, so that rows meet: names with and without titles, codes that are other records' names.
WORDS: dict[str, dict[str, list[Any]]] = {
    "organisation": {
        "own.code": ["a", "b", "c"],
        "own.name_th": ["ก", "ข", "ค", "a"],
        "own.name_en": ["A b", "X"],
        "own.abbreviation": ['["ก"]', '["ย", "x"]'],
        "own.parent": ["a", "b", "ก", "ข", "ค", "ง"],
        "own.province": ["เลย", "ขอนแก่น"],
        "own.founded": ["2000", "2010-01"],
        "own.dissolved": ["2005"],
        "own.note": ["หนึ่ง", "สอง"],
    },
    "person": {
        "own.code": ["p", "q"],
        "own.external_key": ["001", "002"],
        "own.titles": ["ดร.", "นาย"],
        "own.given_name": ["ก", "ข"],
        "own.family_name": ["ค", "ง"],
        "own.name_latin": ["Ko", "Kho"],
        "own.email": ["x@a.th", "y@a.th"],
        "own.note": ["หนึ่ง", "สอง"],
        "child.organisation": ["a", "ก", "ข", "1", "ไม่มี"],
        "child.position": ["คณบดี", "ครู"],
        "child.since": ["2000", "2020-01-01"],
        "child.until": ["2010"],
    },
    "alumnus": {
        "own.code": ["p", "q"],
        "own.external_key": ["001", "002"],
        "own.titles": ["ดร.", "นาย"],
        "own.given_name": ["ก", "ข"],
        "own.family_name": ["ค", "ง"],
        "own.birth_date": ["1980", "1981-05-01"],
        "own.email": ["x@a.th", "y@a.th"],
        "child.student_no": ["11", "22", "33"],
        "child.organisation": ["a", "ก", "ข", "ไม่มี"],
        "child.level": ["bachelor", "master"],
        "child.class_no": [1, 2],
        "child.entered_year": [2544],
        "child.academic_year": [2540, 2545],
    },
    "post": {
        "own.person": ["p", "ก ค", "ก", "1", "2"],
        "own.organisation": ["a", "ก", "ข", "2"],
        "own.position": ["คณบดี", "ครู"],
        "own.acting": ["acting"],
        "own.since": ["2000", "2020-01-01"],
        "own.until": ["2010"],
    },
    "agreement": {
        "own.code": ["m", "n"],
        "own.title": ["เรื่อง", "อื่น"],
        "own.kind": ["mou", "moa"],
        "own.document_no": ['["1/2564"]', '["2/2564"]', '["1/2564", "2/2564"]'],
        "own.signed_on": ["2021-01-01", "2021-01-01T09:00", "2021-01-02"],
        "own.end_stated": ["2020-12-31", "2030-12-31"],
        "own.responsible": ["p", "ก ค"],
        "own.predecessor": ["m", "n", "เรื่อง", "อื่น", "1/2564"],
        "child.organisation": ["a", "ก", "ข"],
        "child.unit": ["b", "ก"],
        "child.role": ["lead", "party"],
        "child.seq": [1, 2],
    },
    "party": {
        "own.agreement": ["m", "n", "เรื่อง", "1"],
        "own.seq": [1, 2],
        "own.organisation": ["a", "ก", "ข"],
        "own.unit": ["b", "ก"],
        "own.role": ["lead", "party"],
        "own.witness_count": [1, 2],
        "child.person": ["p", "ก ค"],
        "child.name_as_signed": ["นายก", "นายข"],
        "child.capacity": ["own_right", "acting"],
    },
    "purpose": {"own.agreement": ["m", "n", "1"], "own.seq": [1, 2], "own.text": ["ก", "ข", "ค"], "own.note": ["x"]},
    "signatory": {
        "scope.agreement": ["m", "n"],
        "own.party": ["a", "ก", "ข", "1"],
        "own.person": ["p", "ก ค"],
        "own.name_as_signed": ["นายก", "นายข"],
        "own.capacity": ["own_right", "acting"],
    },
    "meeting": {
        "own.code": ["u", "v"],
        "own.title": ["ประชุม", "สัมมนา"],
        "own.number": [1, 2],
        "own.year": [2564],
        "own.starts_at": ["2021-08-05", "2021-08-05T09:00", "2021-08-06"],
        "own.ends_at": ["2021-08-05T08:00", "2021-08-07"],
        "own.state": ["held", "planned"],
        "own.organiser": ["a", "ก"],
        "own.previous": ["u", "ประชุม", "ประชุม 1"],
        "own.agreement": ["m"],
    },
    "attendance": {
        "own.meeting": ["u", "v", "ประชุม", "1"],
        "own.person": ["p", "ก ค", "ก"],
        "own.name_as_recorded": ["นายก", "นายข"],
        "own.role": ["chair", "member"],
        "own.presence": ["present", "apology"],
    },
    "head_count": {"own.meeting": ["u", "1"], "own.category": ["ครู", "ศิษย์"], "own.count": [1, 2]},
    "agenda_item": {"own.meeting": ["u", "1"], "own.seq": [1, 2], "own.title": ["ก", "ข"], "own.detail": ["x", "y"]},
}
# Without these nearly every row would be refused.
NEEDED = {
    "organisation": ["own.name_th"],
    "person": ["own.given_name"],
    "alumnus": ["own.given_name", "child.organisation"],
    "post": ["own.person", "own.position"],
    "agreement": ["own.title"],
    "party": ["own.agreement", "own.organisation"],
    "purpose": ["own.agreement", "own.text"],
    "signatory": ["own.party", "own.name_as_signed"],
    "meeting": ["own.title", "own.starts_at"],
    "attendance": ["own.meeting"],
    "head_count": ["own.meeting", "own.category", "own.count"],
    "agenda_item": ["own.meeting", "own.title"],
}


def row(chance: Random, kind: str, columns: Sequence[str], *, blanks: bool = True) -> dict[str, Any]:
    """A row with these columns; what is needed is seldom blank."""

    def cell(name: str) -> Any:
        values = WORDS[kind][name]
        if name in NEEDED[kind] and not (blanks and chance.random() < 0.1):
            return chance.choice(values)
        return chance.choice([None, *values])

    return {name: cell(name) for name in columns}


def a_file(chance: Random, kind: str) -> File:
    """A file about a kind: some of its columns, several rows, a way to meet what is known."""
    names = list(WORDS[kind])
    more = chance.sample(names, chance.randint(0, min(6, len(names))))
    kept = tuple(name for name in names if name in NEEDED[kind] or name in more)
    rows = [row(chance, kind, kept) for _number in range(chance.randint(1, 6))]
    if chance.random() < 0.3:
        rows[0]["!"] = True
    own = frozenset((level, field) for level, _dot, field in (name.partition(".") for name in kept) if level != "scope")
    clearing = own if chance.random() < 0.3 else frozenset[tuple[str, str]]()
    return File(kind, kept, rows, MatchPolicy(chance.choice(["update", "update", "fill", "skip"]), clearing))


BASE = ("organisation", "organisation", "person", "person", "agreement", "party", "meeting")


def a_base(chance: Random, kind: str) -> list[tuple[str, Cells]]:
    """What a register holds already: a few records, what the kind points to first."""
    kinds = [one for one in (*BASE, kind, kind) if chance.random() < 0.6]
    return [(one, row(chance, one, tuple(WORDS[one]), blanks=False)) for one in kinds]


def filled(empty: bytes, base: Sequence[tuple[str, Cells]]) -> bytes:
    """A register with these records, as far as they can be."""
    with opened(empty) as db:
        with commands.open_command(db, "import", "ผู้ทดสอบ"):
            for kind, cells in base:
                db.execute("SAVEPOINT adding")
                try:
                    _add(db, kind, cells)
                except Failure:
                    db.execute("ROLLBACK TO adding")
                db.execute("RELEASE adding")
        return db.serialize()


def _add(db: sqlite3.Connection, kind: str, cells: Cells) -> None:
    entity = KINDS.get(kind) or BY_NAME[kind]
    sides: dict[str, dict[str, Any]] = {OWN: {}, CHILD: {}}
    kinds = {OWN: entity, CHILD: BY_NAME[entity.row_child] if entity.row_child else entity}
    for name, value in cells.items():
        level, _dot, field_name = name.partition(".")
        if level == "scope" or value is None:
            continue
        field = kinds[level].by_name[field_name]
        with suppress(Failure):
            found = lookup.find_record(db, BY_NAME[field.to], value) if isinstance(field, Reference) else value
            sides[level][field_name] = found
    imported_rows.import_row(db, entity, sides[OWN], sides[CHILD] or None)


# There is nothing to shrink in a seed: what is drawn from it is small, and told.
QUICKLY = settings(
    suppress_health_check=list(HealthCheck),
    max_examples=settings().max_examples // 4,
    phases=[Phase.generate],
)


@pytest.mark.parametrize("kind", WORDS)
@QUICKLY
@given(seed=st.integers(0, 1 << 32))
def test_in_sets_is_as_one_by_one(kind: str, empty: bytes, seed: int) -> None:
    _is_the_same(kind, empty, seed)


@pytest.mark.parametrize(("kind", "seed"), [("person", 484), ("person", 1354), ("alumnus", 595), ("alumnus", 1084)])
def test_what_once_was_not_the_same_is(kind: str, empty: bytes, seed: int) -> None:
    _is_the_same(kind, empty, seed)


def _is_the_same(kind: str, empty: bytes, seed: int) -> None:
    chance = Random(f"{kind} {seed}")
    base, file = a_base(chance, kind), a_file(chance, kind)
    told = f"{base}\n{file}"
    content = filled(empty, base)
    with opened(content) as fast, opened(content) as slow:
        there = rows_of(fast)
        first, second = became(fast, file, slowly=False), became(slow, file, slowly=True)
        assert first.bad == second.bad, told
        assert first.outcome == second.outcome, told
        assert first.register == second.register, told
        assert first.history == second.history, told
        assert first.placed == second.placed, told
        assert sum(first.outcome) == len(file.rows), told
        assert findings(fast) == [], told
        _undone(fast, there)


def _undone(db: sqlite3.Connection, before: dict[str, list[tuple[Any, ...]]]) -> None:
    """Undo takes back just what the import did."""
    if rows_of(db) == before:
        return
    undo_last(db)
    assert rows_of(db) == before
    assert findings(db) == []


def undo_last(db: sqlite3.Connection) -> None:
    with commands.open_command(db, "undo", "ผู้ทดสอบ"):
        [command] = reversal.choose_commands(db, None, redo=False)
        command_log.mark_undone(db, command.id)
        reversal.undo_command(db, command, force_unaffected=False)


# --- examples of the same, for what chance seldom finds -------------------------------------------


def organisations(*names: str) -> list[tuple[str, Cells]]:
    return [("organisation", {"own.name_th": name}) for name in names]


EXAMPLES: dict[str, tuple[list[tuple[str, Cells]], File]] = {
    "known by a name that an earlier row brings": (
        [],
        File("organisation", ("own.name_th", "own.abbreviation"), [
            {"own.name_th": "คณะสมมติ", "own.abbreviation": '["คสม"]'}, {"own.name_th": "คสม"},
        ]),
    ),
    "known by a name that a later row brings": (
        [],
        File("organisation", ("own.name_th", "own.abbreviation"), [
            {"own.name_th": "คสม"}, {"own.name_th": "คณะสมมติ", "own.abbreviation": '["คสม"]'},
        ]),
    ),
    "a name that a row gives to a known record": (
        organisations("ก"),
        File("organisation", ("own.name_th", "own.abbreviation"), [
            {"own.name_th": "ก", "own.abbreviation": '["ย"]'}, {"own.name_th": "ย"},
        ]),
    ),
    "people known by their names in Latin letters": (
        [],
        File("person", ("own.given_name", "own.name_latin"), [
            {"own.given_name": "ก", "own.name_latin": "Ko"}, {"own.given_name": "Ko"},
        ]),
    ),
    "a signatory in the row of a party goes by a name": (
        [*organisations("ก"), ("agreement", {"own.title": "เรื่อง"})],
        File("party", ("own.agreement", "own.organisation", "child.name_as_signed"), [
            {"own.agreement": "1", "own.organisation": "ก", "child.name_as_signed": "นายสมมติ"},
        ]),
    ),
    "a bad row about a known record puts nothing anywhere": (
        [("person", {"own.given_name": "ข"})],
        File("person", ("own.given_name", "child.organisation"), [
            {"own.given_name": "ก"}, {"own.given_name": "ข", "child.organisation": "ไม่มี"},
        ]),
    ),
    "codes that change hands": (
        [("organisation", {"own.name_th": "ก", "own.code": "a"}), ("organisation", {"own.name_th": "ข"})],
        File("organisation", ("own.name_th", "own.code"), [
            {"own.name_th": "ค", "own.code": "a"}, {"own.name_th": "ข", "own.code": "b"}, {"own.name_th": "ก"},
        ]),
    ),
    "a code that two rows give to two records": (
        organisations("ก", "ข"),
        File("organisation", ("own.name_th", "own.code"), [
            {"own.name_th": "ก", "own.code": "a"}, {"own.name_th": "ข", "own.code": "a"},
        ]),
    ),
    "a new code that two rows give to two people": (
        [],
        File("person", ("own.given_name", "own.code", "own.email"), [
            {"own.given_name": "ก", "own.code": "p", "own.email": "x@a.th"},
            {"own.given_name": "ข", "own.code": "p", "own.email": "y@a.th"},
            {"own.given_name": "ค", "own.code": "q", "own.email": "z@a.th"},
        ]),
    ),
    "a new code that two rows with keys of their own give": (
        [],
        File("person", ("own.given_name", "own.code", "own.external_key"), [
            {"own.given_name": "ก", "own.code": "p", "own.external_key": "001"},
            {"own.given_name": "ข", "own.code": "p", "own.external_key": "002"},
        ]),
    ),
    "a key that two rows with an e-mail of their own give": (
        [],
        File("person", ("own.given_name", "own.external_key", "own.email"), [
            {"own.given_name": "ก", "own.external_key": "001", "own.email": "x@a.th"},
            {"own.given_name": "ข", "own.external_key": "001", "own.email": "y@a.th"},
        ]),
    ),
    "a new code that two rows give to people known by their e-mail": (
        [("person", {"own.given_name": "ก", "own.email": "x@a.th"}),
         ("person", {"own.given_name": "ข", "own.email": "y@a.th"})],
        File("person", ("own.given_name", "own.code", "own.email"), [
            {"own.given_name": "ก", "own.code": "p", "own.email": "x@a.th"},
            {"own.given_name": "ข", "own.code": "p", "own.email": "y@a.th"},
        ]),
    ),
    "a new code that two rows give to a known and a new person": (
        [("person", {"own.given_name": "ก", "own.email": "x@a.th"})],
        File("person", ("own.given_name", "own.code", "own.email"), [
            {"own.given_name": "ข", "own.code": "p", "own.email": "y@a.th"},
            {"own.given_name": "ก", "own.code": "p", "own.email": "x@a.th"},
        ]),
    ),
    "a new code that two news with an address of their own are given": (
        [],
        File("news_item", ("own.headline", "own.code", "own.url"), [
            {"own.headline": "ก", "own.code": "p", "own.url": "https://a.th/1"},
            {"own.headline": "ข", "own.code": "p", "own.url": "https://a.th/2"},
        ]),
    ),
    "a new code that two agreements with a number of their own are given": (
        [],
        File("agreement", ("own.title", "own.code", "own.document_no"), [
            {"own.title": "ก", "own.code": "p", "own.document_no": '["1/2564"]'},
            {"own.title": "ข", "own.code": "p", "own.document_no": '["2/2564"]'},
        ]),
    ),
    "an e-mail and a name that are known with another code": (
        [("person", {"own.given_name": "ก", "own.code": "p", "own.email": "x@a.th"})],
        File("person", ("own.given_name", "own.code", "own.email"), [
            {"own.given_name": "ก", "own.code": "q", "own.email": "x@a.th"},
            {"own.given_name": "ข", "own.code": "r", "own.email": "x@a.th"},
        ]),
    ),
    "one e-mail and name with two codes": (
        [],
        File("person", ("own.given_name", "own.code", "own.email"), [
            {"own.given_name": "ก", "own.code": "p", "own.email": "x@a.th"},
            {"own.given_name": "ก", "own.code": "q", "own.email": "x@a.th"},
            {"own.given_name": "ข", "own.code": "r", "own.email": "x@a.th"},
        ]),
    ),
    "an e-mail that a known person gets, and a namesake with another code": (
        [("person", {"own.given_name": "ก", "own.code": "p"})],
        File("person", ("own.given_name", "own.code", "own.email"), [
            {"own.given_name": "ก", "own.code": "q", "own.email": "x@a.th"},
            {"own.given_name": "ก", "own.code": "p", "own.email": "x@a.th"},
        ]),
    ),
    "a tree turned round": (
        [*organisations("ก"), ("organisation", {"own.name_th": "ข", "own.parent": "ก"})],
        File("organisation", ("own.name_th", "own.parent"), [{"own.name_th": "ก", "own.parent": "ข"}]),
    ),
    "namesakes with and without e-mail": (
        [],
        File("person", ("own.given_name", "own.email"), [
            {"own.given_name": "ก", "own.email": "x@a.th"}, {"own.given_name": "ก"},
            {"own.given_name": "ก", "own.email": "y@a.th"},
        ]),
    ),
    "namesakes of different units": (
        organisations("ก", "ข"),
        File("person", ("own.given_name", "child.organisation"), [
            {"own.given_name": "ก", "child.organisation": "ก"}, {"own.given_name": "ก", "child.organisation": "ข"},
            {"own.given_name": "ก"},
        ]),
    ),
    "two degrees of one person, told by name and birth date": (
        organisations("ก", "ข"),
        File("alumnus", ("own.given_name", "own.birth_date", "child.student_no", "child.organisation"), [
            {"own.given_name": "ก", "own.birth_date": "1980", "child.student_no": "11", "child.organisation": "ก"},
            {"own.given_name": "ก", "own.birth_date": "1980", "child.student_no": "22", "child.organisation": "ข"},
            {"own.given_name": "ก", "own.birth_date": "1981", "child.student_no": "33", "child.organisation": "ก"},
        ]),
    ),
    "a student number twice, with two e-mails": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "own.email", "child.student_no"), [
            {"own.given_name": "ก", "own.email": "x@a.th", "child.student_no": "11"},
            {"own.given_name": "ก", "own.email": "y@a.th", "child.student_no": "11"},
            {"own.given_name": "ก", "own.email": "z@a.th", "child.student_no": "22"},
        ]),
    ),
    "a student number twice, with two faculties": (
        organisations("ก", "ข"),
        File("alumnus", ("own.given_name", "child.student_no", "child.organisation"), [
            {"own.given_name": "ก", "child.student_no": "11", "child.organisation": "ก"},
            {"own.given_name": "ก", "child.student_no": "11", "child.organisation": "ข"},
        ]),
    ),
    "one name and faculty without a number, with two classes": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "child.organisation", "child.class_no"), [
            {"own.given_name": "ก", "child.organisation": "ก", "child.class_no": 1},
            {"own.given_name": "ก", "child.organisation": "ก", "child.class_no": 2},
        ]),
    ),
    "one name and faculty without a number, twice": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "child.organisation", "child.class_no"), [
            {"own.given_name": "ก", "child.organisation": "ก", "child.class_no": 1},
            {"own.given_name": "ก", "child.organisation": "ก", "child.class_no": 1},
        ]),
    ),
    "one person twice, told by the number": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "child.student_no", "child.organisation"), [
            {"own.given_name": "ก", "child.student_no": "11", "child.organisation": "ก"},
            {"own.given_name": "ก", "child.student_no": "11", "child.organisation": "ก"},
        ]),
    ),
    "two degrees of one name and faculty": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "child.organisation", "child.level"), [
            {"own.given_name": "ก", "child.organisation": "ก", "child.level": "bachelor"},
            {"own.given_name": "ก", "child.organisation": "ก", "child.level": "master"},
        ]),
    ),
    "one name and faculty without a number, in two years": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "child.organisation", "child.academic_year"), [
            {"own.given_name": "ก", "child.organisation": "ก", "child.academic_year": 2540},
            {"own.given_name": "ก", "child.organisation": "ก", "child.academic_year": 2545},
        ]),
    ),
    "one name and faculty in two years, told apart or together": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "own.birth_date", "own.code", "child.organisation", "child.academic_year"), [
            {"own.given_name": "ก", "own.birth_date": "1980", "child.organisation": "ก", "child.academic_year": 2540},
            {"own.given_name": "ก", "own.birth_date": "1981", "child.organisation": "ก", "child.academic_year": 2545},
            {"own.given_name": "ข", "own.code": "x", "child.organisation": "ก", "child.academic_year": 2540},
            {"own.given_name": "ข", "own.code": "x", "child.organisation": "ก", "child.academic_year": 2545},
        ]),
    ),
    "one name and faculty in two years, of two programmes": (
        organisations("ก"),
        File("alumnus", ("own.given_name", "child.organisation", "child.academic_year", "child.programme"), [
            {
                "own.given_name": "ก", "child.organisation": "ก", "child.academic_year": year, "child.programme": name,
            } for year, name in ((2540, "เคมี"), (2545, "ฟิสิกส์"), (2550, "เคมี"))
        ]),
    ),
    "a name that is known in the faculty, in another year": (
        [*organisations("ก"), ("alumnus", {
            "own.given_name": "ก", "child.organisation": "ก", "child.level": "bachelor", "child.academic_year": 2540,
        })],
        File("alumnus", ("own.given_name", "child.organisation", "child.level", "child.academic_year"), [
            {"own.given_name": "ก", "child.organisation": "ก", "child.academic_year": 2545},
            {"own.given_name": "ก", "child.organisation": "ก", "child.level": "master", "child.academic_year": 2545},
        ]),
    ),
    "a number for who had none, and for a namesake": (
        [*organisations("ก"), ("alumnus", {"own.given_name": "ก", "child.organisation": "ก"})],
        File("alumnus", ("own.given_name", "child.student_no", "child.organisation"), [
            {"own.given_name": "ก", "child.student_no": "11", "child.organisation": "ก"},
            {"own.given_name": "ก", "child.student_no": "22", "child.organisation": "ก"},
        ]),
    ),
    "a second number of somebody in the same faculty": (
        [*organisations("ก"), ("alumnus", {
            "own.given_name": "ก", "own.email": "x@a.th", "child.organisation": "ก", "child.student_no": "11",
        })],
        File("alumnus", ("own.given_name", "own.email", "child.student_no", "child.organisation"), [
            {"own.given_name": "ก", "own.email": "x@a.th", "child.student_no": "22", "child.organisation": "ก"},
        ]),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("base", "file"), EXAMPLES.values(), ids=list(EXAMPLES))
def test_in_sets_is_as_one_by_one_in(empty: bytes, base: list[tuple[str, Cells]], file: File) -> None:
    content = filled(empty, base)
    with opened(content) as fast, opened(content) as slow:
        assert became(fast, file, slowly=False) == became(slow, file, slowly=True)
        assert findings(fast) == []


OUTCOMES = {
    "two degrees of one person, told by name and birth date": ((2, 1, 0, 0, 0), 2, 3),
    "a student number twice, with two e-mails": ((2, 0, 0, 1, 0), 2, 2),
    "a student number twice, with two faculties": ((1, 0, 0, 1, 0), 1, 1),
    "one name and faculty without a number, with two classes": ((1, 0, 0, 1, 0), 1, 1),
    "one name and faculty without a number, twice": ((1, 0, 0, 1, 0), 1, 1),
    "one person twice, told by the number": ((1, 0, 1, 0, 0), 1, 1),
    "two degrees of one name and faculty": ((1, 1, 0, 0, 0), 1, 2),
    "one name and faculty without a number, in two years": ((1, 0, 0, 1, 0), 1, 1),
    "one name and faculty in two years, told apart or together": ((3, 1, 0, 0, 0), 3, 4),
    "one name and faculty in two years, of two programmes": ((1, 1, 0, 1, 0), 1, 2),
    "a name that is known in the faculty, in another year": ((0, 1, 0, 1, 0), 1, 2),
    "a number for who had none, and for a namesake": ((1, 1, 0, 0, 0), 2, 2),
    "a second number of somebody in the same faculty": ((0, 1, 0, 0, 0), 1, 2),
}


@pytest.mark.parametrize(("name", "outcome", "people", "graduations"), [(n, *them) for n, them in OUTCOMES.items()])
def test_who_is_who_in_a_registrar_file(
    empty: bytes, name: str, outcome: tuple[int, ...], people: int, graduations: int
) -> None:
    base, file = EXAMPLES[name]
    with opened(filled(empty, base)) as db:
        assert put(db, file) == outcome
        assert db.execute("SELECT count(*) FROM person").fetchone()[0] == people
        assert db.execute("SELECT count(*) FROM graduation").fetchone()[0] == graduations


# --- a plain file goes in in sets ---------------------------------------------------------------------


def people(count: int, **more: Any) -> File:
    rows = [
        {"own.given_name": f"สมมติ{n}", "own.email": f"p{n}@example.org", "child.organisation": "ก",
         "child.position": f"ตำแหน่ง {n % 7}", **more}
        for n in range(count)
    ]  # fmt: skip
    return File("person", tuple(rows[0]), rows)


def test_a_plain_file_leaves_nothing_to_be_put_one_by_one(empty: bytes) -> None:
    with opened(filled(empty, organisations("ก"))) as db:
        for file, outcome in ((people(50), (50, 0, 0, 0, 0)), (people(50), (0, 0, 50, 0, 0))):
            assert put(db, file) == outcome
            assert db.execute("SELECT count(*) FROM temp.needs_row_import").fetchone()[0] == 0
        changed = people(50, **{"own.note": "ใหม่"})
        assert put(db, changed) == (0, 50, 0, 0, 0)
        assert db.execute("SELECT count(*) FROM temp.needs_row_import").fetchone()[0] == 0
        assert findings(db) == []


def test_a_plain_registrar_file_leaves_nothing_to_be_put_one_by_one(empty: bytes) -> None:
    rows = [
        {"own.given_name": f"สมมติ{n % 10}", "own.birth_date": f"1980-01-{1 + n:02}", "child.student_no": f"4{n:03}",
         "child.organisation": "ก", "child.class_no": n % 3 + 1}
        for n in range(28)
    ]  # fmt: skip
    file = File("alumnus", tuple(rows[0]), rows)
    with opened(filled(empty, organisations("ก"))) as db:
        for outcome in ((28, 0, 0, 0, 0), (0, 0, 28, 0, 0)):
            assert put(db, file) == outcome
            assert db.execute("SELECT count(*) FROM temp.needs_row_import").fetchone()[0] == 0
        statement = match_rows._matching_statement(file.task, ALUMNUS.keys[2], 2, match_rows._UNMATCHED)
        plan = " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}"))
        assert "graduation_student_no" in plan
        assert findings(db) == []


def test_a_second_time_nothing_is_written(empty: bytes) -> None:
    with opened(filled(empty, organisations("ก"))) as db:
        put(db, people(20))
        before, changes = rows_of(db), db.total_changes
        task = stage(db, people(20))
        plan_rows.plan_rows(db, task)
        db.execute("BEGIN")
        changes = db.total_changes
        assert apply_sets.apply_plan(db, task, placing=True) == (0, 0, 20, 0, 0)
        # Which record each row was put into is noted in a temporary table.
        assert db.total_changes - changes == 20
        db.execute("COMMIT")
        assert rows_of(db) == before
        assert db.execute("SELECT count(*) FROM command").fetchone()[0] == 2


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=15)
@given(
    # Of the known ก ข somebody called ข ก is no twin, and doubtful all the same.
    names=st.lists(
        st.tuples(*[st.sampled_from("กขคงจ")] * 2).filter(lambda name: name != ("ข", "ก")),
        min_size=1,
        max_size=6,
        unique=True,
    ),
    policy=st.sampled_from(["update", "fill", "skip"]),
)
def test_a_file_without_twins_changes_nothing_the_second_time(
    empty: bytes, names: list[tuple[str, str]], policy: str
) -> None:
    rows = [{"own.given_name": given, "own.family_name": family, "child.position": "ครู"} for given, family in names]
    file = File("person", tuple(rows[0]), rows, MatchPolicy(policy))
    with opened(filled(empty, [("person", {"own.given_name": "ก", "own.family_name": "ข"})])) as db:
        put(db, file)
        before = rows_of(db)
        assert put(db, file) == (0, 0, len(rows), 0, 0)
        assert rows_of(db) == before


def test_a_file_of_a_thousand_rows_is_undone_as_a_whole(empty: bytes) -> None:
    with opened(filled(empty, organisations("ก"))) as db:
        put(db, people(5))
        before = rows_of(db)
        assert put(db, people(1000, **{"own.note": "ใหม่"})) == (995, 5, 0, 0, 0)
        undo_last(db)
        assert rows_of(db) == before
        assert findings(db) == []


def test_twice_as_many_parties_cost_twice_as_much(empty: bytes) -> None:
    """Counted in steps of SQLite: the place of each behind those that are there is found by an index."""
    steps = []
    for count in (1000, 2000):
        with opened(filled(empty, organisations("ก", "ข"))) as db:
            agreements = [{"own.title": f"ข้อตกลง {n:05}", "child.organisation": "ก"} for n in range(count)]
            put(db, File("agreement", tuple(agreements[0]), agreements))
            parties = [{"own.agreement": row["own.title"], "own.organisation": "ข"} for row in agreements]
            ticks: list[None] = []
            db.set_progress_handler(partial(ticks.append, None), 1000)
            assert put(db, File("party", tuple(parties[0]), parties)) == (count, 0, 0, 0, 0)
            db.set_progress_handler(None, 0)
            steps.append(len(ticks))
            assert db.execute("SELECT DISTINCT seq FROM party ORDER BY 1").fetchall()[-1][0] == 2
    assert steps[1] / steps[0] < 2.5, steps


def test_numbers_are_given_once_in_the_order_of_the_file(empty: bytes) -> None:
    with opened(filled(empty, organisations("ก"))) as db:
        put(db, people(3))
        records.delete_record(db, BY_NAME["person"], 3)
        put(db, people(5)._replace(rows=people(5).rows[3:]))
        assert [row[0] for row in db.execute("SELECT id FROM person WHERE email >= 'p3' ORDER BY email")] == [4, 5]
        uids = [row[0] for row in db.execute("SELECT uid FROM person ORDER BY id")]
        assert uids == sorted(set(uids))


# --- the register changed between the plan and the lock ------------------------------------------------


MEMBERS = "ชื่อ-สกุล,หน่วยงาน,ตำแหน่ง\nกานดา สมมติ,คณะสมมติ,ครู\nขวัญ ตัวอย่าง,คณะสมมติ,ครู\n"
# Functions at whose end somebody else writes, from the first look at the register to the lock.
MOMENTS = {
    "while rows are read": staging_tables.insert_rows,
    "after what is named was looked up": resolve_references.resolve_references,
    "after rows were matched": match_rows.match_rows,
    "after the plan was made": plan_rows.plan_rows,
}


def in_a_hurry(path: Path) -> None:
    """Another process that adds one of the people, with a post."""
    with database.writing(path, "member add", "อีกคน") as db:
        unit = lookup.find_record(db, BY_NAME["organisation"], "คณะสมมติ")
        child = {"organisation": unit, "position": "ครู"}
        checked_writes.add_record(db, BY_NAME["person"], {"given_name": "กานดา", "family_name": "สมมติ"}, child)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_what_changed_since_the_plan_is_seen(
    empty: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: Callable[..., Any]
) -> None:
    path, file = tmp_path / "register.db", tmp_path / "f.csv"
    path.write_bytes(filled(empty, organisations("คณะสมมติ")))
    file.write_text(MEMBERS, encoding="utf-8")
    turns = iter([in_a_hurry])

    def interrupted(*arguments: Any, **more: Any) -> Any:
        result = moment(*arguments, **more)
        next(turns, lambda _path: None)(path)
        return result

    monkeypatch.setattr(f"{moment.__module__}.{moment.__name__}", interrupted)
    with open_file.open_file(file) as table:
        report = import_file.import_file(
            path, BY_NAME["person"], table, ImportOptions(), ImportContext("import", "ผู้ทดสอบ")
        )
    assert (report.new, report.unchanged) == (1, 1)
    with database.reading(path) as db:
        assert [row[0] for row in db.execute("SELECT given_name FROM person ORDER BY id")] == ["กานดา", "ขวัญ"]
        assert findings(db) == []


def test_who_changes_what_is_not_read_lets_the_plan_hold(
    empty: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One who writes again and again makes nobody wait for a plan that is made anew under the lock."""
    path, file = tmp_path / "register.db", tmp_path / "f.csv"
    path.write_bytes(filled(empty, organisations("คณะสมมติ")))
    file.write_text("ชื่อ-สกุล\nกานดา สมมติ\n", encoding="utf-8")
    plan, locked = plan_rows.plan_rows, []

    def planned(db: sqlite3.Connection, *arguments: Any, **more: Any) -> None:
        plan(db, *arguments, **more)
        locked.append(db.in_transaction)
        with database.writing(path, "org add", "อีกคน") as other:
            checked_writes.add_record(other, BY_NAME["organisation"], {"name_th": f"หน่วยสมมติที่ {len(locked)}"})

    monkeypatch.setattr(plan_rows, "plan_rows", planned)
    with open_file.open_file(file) as table:
        report = import_file.import_file(
            path, BY_NAME["person"], table, ImportOptions(), ImportContext("import", "ผู้ทดสอบ")
        )
    assert (report.new, locked) == (1, [False, False])
    with database.reading(path) as db:
        assert findings(db) == []


def test_who_writes_meanwhile_waits_only_for_the_writing(empty: bytes, tmp_path: Path) -> None:
    path, file = tmp_path / "register.db", tmp_path / "f.csv"
    path.write_bytes(filled(empty, organisations("คณะสมมติ")))
    file.write_text(MEMBERS, encoding="utf-8")
    said = []

    def progress(what: str, _rows: int) -> None:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
                said.append((what, "free"))
            except sqlite3.OperationalError:
                said.append((what, "locked"))

    with open_file.open_file(file) as table:
        doing = ImportContext("import", "ผู้ทดสอบ", progress=progress)
        import_file.import_file(path, BY_NAME["person"], table, ImportOptions(), doing)
    assert set(said) == {("reading", "free"), ("comparing", "free"), ("writing", "locked")}
