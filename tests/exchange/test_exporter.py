"""An export: a file that an import reads back unchanged, saved whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg.core.fields import Choice, Code, Count, Email, Field, Flag, Reference, Text, Texts, Url
from netreg.core.thai_fields import BuddhistYear, Date, Phone, Province, Term, Titles
from netreg.entities import AGREEMENT, BY_NAME, ENTITIES, ORGANISATION, PARTY, PERSON, SIGNATORY
from netreg.errors import MissingFile, NotAllowed, RefusedChange, Usage
from netreg.exchange.exporter import HEADINGS, csv_text, save
from netreg.exchange.importer import Counts, merge, stage
from netreg.store import records, register
from netreg.store.database import create, writing
from netreg.thai.places import PROVINCES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from netreg.core.entity import Entity

TODAY = date(2026, 11, 21)
every_heading = pytest.mark.parametrize("headings", HEADINGS)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("exporter") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty register; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def taken(db: sqlite3.Connection, kind: Entity, content: str, folder: Path) -> Counts:
    path = folder / f"{kind.name}.csv"
    path.write_bytes(content.encode("utf-8-sig"))
    return merge(db, kind, stage(kind, path, {}))


def rows(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content)))


# --- what it says ---------------------------------------------------------------------


@pytest.fixture
def units(db: sqlite3.Connection) -> list[int]:
    top = register.add(db, ORGANISATION, {"name_th": "มหาวิทยาลัยสมมติ", "code": "mu", "founded": "1964"})
    values = {"name_th": "คณะ, สมมติ", "parent": top, "kind": "faculty", "abbreviation": '["คสม.", "ค.สมมติ"]'}
    return [top, register.add(db, ORGANISATION, values)]


SAID = [
    ("th", "ประเภท", "คณะ", "วันก่อตั้ง", "2507"),
    ("en", "Kind", "faculty", "Founded", "2507"),
    ("names", "kind", "faculty", "founded", "1964"),
]


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize(("headings", "kind", "faculty", "founded", "year"), SAID)
def test_headings_and_values_are_in_one_language(
    db: sqlite3.Connection, headings: str, kind: str, faculty: str, founded: str, year: str
) -> None:
    found = rows(csv_text(db, ORGANISATION, TODAY, headings))
    assert {row[kind] for row in found} == {"", faculty}
    assert {row[founded] for row in found} == {"", year}


@pytest.mark.usefixtures("units")
def test_another_record_is_named_by_its_code(db: sqlite3.Connection) -> None:
    found = {row["name_th"]: row["parent"] for row in rows(csv_text(db, ORGANISATION, TODAY, "names"))}
    assert found == {"มหาวิทยาลัยสมมติ": "", "คณะ, สมมติ": "mu"}


def test_another_record_without_code_is_named_by_a_name_only_it_has(db: sqlite3.Connection, units: list[int]) -> None:
    person = register.add(db, PERSON, {"given_name": "กานดา"}, {"organisation": units[1]})
    [row] = rows(csv_text(db, BY_NAME["post"], TODAY, "names"))
    assert (row["person"], row["organisation"]) == ("กานดา", "คณะ, สมมติ")
    register.add(db, PERSON, {"given_name": "กานดา"}, even_if_known=True)
    [row] = rows(csv_text(db, BY_NAME["post"], TODAY, "names"))
    assert row["person"] == str(person)


@every_heading
@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
def test_of_nothing_there_are_headings_only(db: sqlite3.Connection, kind: Entity, headings: str) -> None:
    content = csv_text(db, kind, TODAY, headings)
    assert content.count("\n") == 1
    first = next(csv.reader([content]))
    assert len(first) == len(set(first)) >= len(kind.stored)


def test_other_headings_there_are_none(db: sqlite3.Connection) -> None:
    with pytest.raises(Usage, match="--headings: 'fr' is none of th, en, names") as failure:
        csv_text(db, ORGANISATION, TODAY, "fr")
    assert failure.value.exit_code == 2


# --- read back unchanged ------------------------------------------------------------------

WORDS = st.text(st.sampled_from("กขคาเแำ่้ ab,;\"'-/.01๒=#"), min_size=1, max_size=12).map(str.strip)
LETTERED = WORDS.map(lambda word: f"ก{word}")
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31)).map(str)
ROUGH = DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4])
NUMBERS = st.integers(0, 99999)


def written(field: Field) -> SearchStrategy[str]:
    """Texts that the field takes."""
    makers: list[tuple[type[Field], SearchStrategy[str]]] = [
        (Flag, st.sampled_from(["yes", "no"])),
        (Choice, st.sampled_from(list(getattr(field, "options", ["-"])))),
        (Code, st.integers(1, 10**6).map("c{}".format)),
        (Texts, LINES),
        (Date, DAYS.map("{}T09:30".format) if getattr(field, "time", False) else ROUGH),
        (Term, st.sampled_from(["2 ปี", "2 ปี 6 เดือน", "90 วัน", "P2W"])),
        (BuddhistYear, st.integers(2500, 2600).map(str)),
        (Count, NUMBERS.map(str)),
        (Email, st.integers(1, 10**6).map("a{}@example.org".format)),
        (Url, NUMBERS.map("https://example.org/{}?a=1,2;3".format)),
        (Phone, NUMBERS.map("0742{:05d} ต่อ 12".format)),
        (Province, st.sampled_from([p.name_th for p in PROVINCES])),
        (Titles, st.sampled_from(["ดร.", "รศ.ดร.", "นาย", "พลตำรวจตรี"])),
        (Text, LINES if getattr(field, "lines", False) else LETTERED),
    ]
    return next(maker for kind, maker in makers if isinstance(field, kind))


def value(field: Field) -> SearchStrategy[Any]:
    """Values of the field, as they are stored."""
    found = written(field).map(field.parse)
    return found.filter(lambda stored: stored is not None) if field.required else st.none() | found


def record(kind: Entity, targets: dict[str, int]) -> SearchStrategy[dict[str, Any]]:
    """Values of a record; references go to `targets`, by kind."""
    made: dict[str, SearchStrategy[Any]] = {}
    for field in kind.stored:
        if isinstance(field, Reference):
            there = st.just(targets[field.to])
            made[field.name] = there if field.required else st.none() | there
        else:
            made[field.name] = value(field)
    return st.fixed_dictionaries(made)


def targets(db: sqlite3.Connection) -> dict[str, int]:
    """One record of each kind to point to, with names of its own."""
    unit = register.add(db, ORGANISATION, {"name_th": "องค์กรเป้าหมาย", "code": "t-org"})
    person = register.add(db, PERSON, {"given_name": "เป้าหมาย", "family_name": "สมมติ"})
    owner = register.add(db, AGREEMENT, {"title": "ข้อตกลงเป้าหมาย", "code": "t-agr"})
    meeting = register.add(db, BY_NAME["meeting"], {"title": "ประชุมเป้าหมาย", "starts_at": "2021-08-05"})
    other = register.add(db, AGREEMENT, {"title": "ข้อตกลงอื่น", "code": "t-other"})
    party = register.add(db, PARTY, {"agreement": other, "organisation": unit})
    return {"organisation": unit, "person": person, "agreement": owner, "meeting": meeting, "party": party}


@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
@given(data=st.data())
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_exported_is_imported_unchanged(
    kind: Entity, opened: sqlite3.Connection, tmp_path: Path, data: st.DataObject
) -> None:
    opened.execute("SAVEPOINT example")
    try:
        pointed = targets(opened)
        for values in data.draw(st.lists(record(kind, pointed), min_size=1, max_size=3)):
            _add_if_it_can_be(opened, kind, values)
        total = records.count(opened, kind)
        content = csv_text(opened, kind, TODAY, data.draw(st.sampled_from(HEADINGS)))
        assert taken(opened, kind, content, tmp_path) == Counts(total, 0, 0, total), content
    finally:
        opened.execute("ROLLBACK TO example")


def _add_if_it_can_be(db: sqlite3.Connection, kind: Entity, values: dict[str, Any]) -> None:
    """Add a record unless it contradicts itself or is there already."""
    try:
        register.add(db, kind, values)
    except RefusedChange:
        return


def test_every_kind_makes_records_to_export(db: sqlite3.Connection) -> None:
    """The test above would show nothing if its records were all refused."""
    pointed = targets(db)
    for kind in ENTITIES:
        names = {f.name: pointed[f.to] for f in kind.references if f.required}
        texts = {f.name: f.parse("ก") for f in kind.fields if isinstance(f, Text) and not isinstance(f, Titles)}
        days = {f.name: f.parse("2021-08-05") for f in kind.fields if isinstance(f, Date) and f.required}
        counts = {f.name: 3 for f in kind.fields if isinstance(f, Count) and f.required}
        assert register.add(db, kind, texts | names | days | counts)


@every_heading
def test_a_whole_register_moves_into_another(db: sqlite3.Connection, headings: str, tmp_path: Path) -> None:
    _fill(db)
    before = {kind.name: csv_text(db, kind, TODAY, headings) for kind in ENTITIES}
    path = tmp_path / "other.db"
    create(path)
    with writing(path, "test", "tester") as other:
        for kind in ENTITIES:
            assert taken(other, kind, before[kind.name], tmp_path).new == len(rows(before[kind.name]))
        assert {kind.name: csv_text(other, kind, TODAY, headings) for kind in ENTITIES} == before


def _fill(db: sqlite3.Connection) -> None:
    """Two organisations, both parties to two agreements, with all that hangs on them."""
    pointed = targets(db)
    top = pointed["organisation"]
    unit = register.add(db, ORGANISATION, {"name_th": "หอสมุดสมมติ", "parent": top, "note": "ก\nข"})
    register.add(db, PERSON, {"given_name": "กานดา", "titles": "รศ. ดร."}, {"organisation": unit, "position": "ครู"})
    party = register.add(db, PARTY, {"agreement": pointed["agreement"], "organisation": unit, "witness_count": 2})
    register.add(db, SIGNATORY, {"party": party, "person": pointed["person"], "signed_on": "2021-08"})
    register.add(db, BY_NAME["witness"], {"party": party, "name_as_signed": "นายสมมติ, พยาน"})
    register.add(db, BY_NAME["purpose"], {"agreement": pointed["agreement"], "text": "เพื่อ\nการสมมติ"})
    register.add(db, BY_NAME["agenda_item"], {"meeting": pointed["meeting"], "title": "วาระ; หนึ่ง"})
    register.add(db, BY_NAME["attendance"], {"meeting": pointed["meeting"], "person": pointed["person"]})
    register.add(db, BY_NAME["head_count"], {"meeting": pointed["meeting"], "category": "ครู", "count": 200})


def test_two_parties_of_one_body_are_told_apart(db: sqlite3.Connection, tmp_path: Path) -> None:
    top = register.add(db, ORGANISATION, {"name_th": "มหาวิทยาลัยสมมติ"})
    unit = register.add(db, ORGANISATION, {"name_th": "หอสมุดสมมติ", "parent": top})
    owner = register.add(db, AGREEMENT, {"title": "ข้อตกลงสมมติ"})
    for inner in (None, unit):
        party = register.add(db, PARTY, {"agreement": owner, "organisation": top, "unit": inner})
        register.add(db, SIGNATORY, {"party": party, "name_as_signed": "นายสมมติ"})
    content = csv_text(db, SIGNATORY, TODAY, "th")
    assert taken(db, SIGNATORY, content, tmp_path) == Counts(2, 0, 0, 2)


# --- saving ------------------------------------------------------------------------------------


def test_a_file_opens_in_excel_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    save(path, "ชื่อ\nกานดา\n", force=False)
    assert path.read_bytes() == b"\xef\xbb\xbf" + "ชื่อ\nกานดา\n".encode()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_that_is_there_is_replaced_only_when_said(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(NotAllowed, match="--force"):
        save(path, "new", force=False)
    assert path.read_text() == "old"
    save(path, "new", force=True)
    assert path.read_text(encoding="utf-8-sig") == "new"


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        save(tmp_path, "new", force=True)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="there is no folder"):
        save(tmp_path / "nowhere" / "out.csv", "new", force=False)


def test_what_is_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.csv"
    path.write_text("old")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Exception, match="No space left") as failure:
        save(path, "new", force=True)
    assert getattr(failure.value, "exit_code", None) == 74
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_a_register_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    create(path)
    before = path.read_bytes()
    with pytest.raises(NotAllowed, match="database"):
        save(path, "new", force=True)
    assert path.read_bytes() == before
