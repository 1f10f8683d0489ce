"""An export: a file that an import reads back unchanged, saved whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg.core.address_fields import Email, Url
from netreg.core.choice_fields import Choice, YesNo
from netreg.core.entity import TimeFrame
from netreg.core.fields import Code, Count, Field, OfficialCode, Ref, Reference, Text, TextList
from netreg.core.thai_fields import BuddhistYear, Date, Offsets, Phone, ProvinceField, Region, TermField, TitlesField
from netreg.entities import (
    AGREEMENT,
    BY_NAME,
    DOCUMENT,
    ENTITIES,
    HOUSEKEEPING,
    ORGANISATION,
    PARTY,
    PERSON,
    POST,
    SIGNATORY,
    find_child_entities,
)
from netreg.entities.documents import OWNERS
from netreg.entities.meeting.quorum import QuorumField
from netreg.entities.quantity_field import Quantity
from netreg.errors import RefusedChange, UsageError
from netreg.exchange.exporting.export_file import (
    HEADINGS,
    ExportOptions,
    ExportTable,
    _format_objects,
    build_export,
    export_records,
)
from netreg.exchange.importing import import_file
from netreg.exchange.tables import open_file
from netreg.exchange.tables.cell_marks import ERROR_VALUES
from netreg.store.database import reading, writing
from netreg.store.records import records
from netreg.store.writes import checked_writes
from netreg.thai.places import REGIONS4
from netreg.thai.provinces import PROVINCES
from tests.conftest import examples, laid

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from netreg.core.entity import Entity

TODAY = date(2026, 11, 21)
every_heading = pytest.mark.parametrize("headings", HEADINGS)


@pytest.fixture(scope="module")
def opened(empty: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = laid(tmp_path_factory.mktemp("exporter") / "register.db", empty)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty register; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def wanted(form: str = "csv", headings: str = "th", **more: Any) -> ExportOptions:
    return ExportOptions(form, headings, more.get("encoding"), TimeFrame(TODAY), more.get("match"))


def csv_text(db: sqlite3.Connection, kind: Entity, headings: str, **more: Any) -> str:
    return build_export(db, kind, wanted("csv", headings, **more))[0].decode()


def taken(db: sqlite3.Connection, kind: Entity, text: str | bytes, folder: Path) -> tuple[int, int, int, int]:
    """Put a file into the register; its rows, and how many of them were new, changed, as they were."""
    path = folder / kind.name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8-sig"))
    with open_file.open_file(path) as file:
        report = import_file.import_within_transaction(db, kind, file)
    return report.rows, report.new, report.changed, report.unchanged


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- what it says ---------------------------------------------------------------------


@pytest.fixture
def units(db: sqlite3.Connection) -> list[int]:
    top = checked_writes.add_record(db, ORGANISATION, {"name_th": "มหาวิทยาลัยสมมติ", "code": "mu", "founded": "1964"})
    values = {"name_th": "คณะ, สมมติ", "parent": top, "kind": "faculty", "abbreviation": '["คสม.", "ค.สมมติ"]'}
    return [top, checked_writes.add_record(db, ORGANISATION, values)]


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
    found = rows(csv_text(db, ORGANISATION, headings))
    assert {row[kind] for row in found} == {"", faculty}
    assert {row[founded] for row in found} == {"", year}


@pytest.mark.usefixtures("units")
def test_another_record_is_named_by_its_code(db: sqlite3.Connection) -> None:
    found = {row["name_th"]: row["parent"] for row in rows(csv_text(db, ORGANISATION, "names"))}
    assert found == {"มหาวิทยาลัยสมมติ": "", "คณะ, สมมติ": "mu"}


def test_another_record_without_code_is_named_by_a_name_only_it_has(db: sqlite3.Connection, units: list[int]) -> None:
    person = checked_writes.add_record(db, PERSON, {"given_name": "กานดา"}, {"organisation": units[1]})
    [row] = rows(csv_text(db, BY_NAME["post"], "names"))
    assert (row["person"], row["organisation"]) == ("กานดา", "คณะ, สมมติ")
    checked_writes.add_record(db, PERSON, {"given_name": "กานดา"}, even_if_known=True)
    [row] = rows(csv_text(db, BY_NAME["post"], "names"))
    assert row["person"] == records.find_uid(db, "person", person)


def test_a_meeting_of_a_series_is_named_by_its_number_in_it(db: sqlite3.Connection, tmp_path: Path) -> None:
    """The number of a record holds in one register only; that of a meeting in its series goes with it."""
    kind = BY_NAME["meeting"]
    series = checked_writes.add_record(db, BY_NAME["meeting_series"], {"title": "ประชุมใหญ่"})
    held = {"title": "ประชุมใหญ่", "series": series, "year": 2564, "starts_at": "2021-08-05"}
    before = checked_writes.add_record(db, kind, {**held, "number": 1})
    checked_writes.add_record(db, kind, {**held, "number": 2, "starts_at": "2021-09-05", "previous": before})
    text = csv_text(db, kind, "names")
    assert [row["previous"] for row in rows(text)] == ["", "ประชุมใหญ่ ครั้งที่ 1/2564"]
    assert taken(db, kind, text, tmp_path) == (2, 0, 0, 2)


@every_heading
@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
def test_of_nothing_there_are_headings_only(db: sqlite3.Connection, kind: Entity, headings: str) -> None:
    text = csv_text(db, kind, headings)
    assert text.count("\n") == 1
    first = next(csv.reader([text]))
    assert len(first) == len(set(first)) >= len(kind.stored)


def test_other_headings_there_are_none(db: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="--headings: unknown headings 'fr'") as failure:
        csv_text(db, ORGANISATION, "fr")
    assert failure.value.exit_code == 2


# --- read back unchanged ------------------------------------------------------------------

WORDS = st.text(st.sampled_from("กขคาเแำ่้ ab,;\"'-/.01๒=#"), min_size=1, max_size=12).map(str.strip)
LETTERED = WORDS.map(lambda word: f"ก{word}")
NAMES = ("given_name", "family_name")
THAI = LETTERED.map(lambda word: re.sub("[A-Za-z]", "ข", word))
"""Names of one script: another letter in a word is a damage."""
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join).filter(lambda lines: lines not in ERROR_VALUES)
"""Several lines of text; what a spreadsheet program shows in the place of a value is refused in any file."""
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31)).map(str)
ROUGH = DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4])
NUMBERS = st.integers(0, 99999)
SMALL = st.integers(1, 99)


def written(field: Field) -> SearchStrategy[str]:
    """Texts that the field takes."""
    makers: list[tuple[type[Field], SearchStrategy[str]]] = [
        (YesNo, st.sampled_from(["yes", "no"])),
        (Choice, st.sampled_from(list(getattr(field, "options", ["-"])))),
        (Code, st.integers(1, 10**6).map("c{}".format)),
        (OfficialCode, st.integers(1, 10**6).map("00{}".format)),
        (TextList, LINES),
        (Offsets, st.sampled_from(["90d, 7d", "12m", "0d"])),
        (Date, DAYS.map("{}T09:30".format) if getattr(field, "time", False) else ROUGH),
        (TermField, st.sampled_from(["2 ปี", "2 ปี 6 เดือน", "90 วัน", "P2W"])),
        (Region, st.sampled_from(list(REGIONS4))),
        (BuddhistYear, st.integers(2500, 2600).map(str)),
        (Count, (SMALL | NUMBERS).map(str)),
        (Email, st.integers(1, 10**6).map("a{}@example.org".format)),
        (Url, NUMBERS.map("https://example.org/{}?a=1,2;3".format)),
        (Phone, NUMBERS.map("0742{:05d} ต่อ 12".format)),
        (ProvinceField, st.sampled_from([p.name_th for p in PROVINCES])),
        (Region, st.sampled_from(list(REGIONS4))),
        (TitlesField, st.sampled_from(["ดร.", "รศ.ดร.", "นาย", "พลตำรวจตรี"])),
        (QuorumField, st.sampled_from(["กึ่งหนึ่ง", "2/3", "8 คน"])),
        (
            Text,
            THAI
            if field.name in ("given_name", "family_name")
            else LINES
            if getattr(field, "lines", False)
            else LETTERED,
        ),
    ]
    return next(maker for kind, maker in makers if isinstance(field, kind))


def value(field: Field) -> SearchStrategy[Any]:
    """Values of the field, as they are stored."""
    found = written(field).map(field.parse)
    return found.filter(lambda stored: stored is not None) if field.required else st.none() | found


def aim(kind: Entity, field: Reference, targets: dict[str, int]) -> int:
    """The record that a reference points to; a step is of an agreement that nobody has signed."""
    return targets["unsigned agreement" if (kind.name, field.to) == ("step", "agreement") else field.to]


def record(kind: Entity, targets: dict[str, int]) -> SearchStrategy[dict[str, Any]]:
    """Values of a record; references go to `targets`, by kind."""
    made: dict[str, SearchStrategy[Any]] = {}
    for field in kind.stored:
        if isinstance(field, Reference):
            there = st.just(aim(kind, field, targets))
            made[field.name] = there if field.required else st.none() | there
        else:
            made[field.name] = value(field)
    if kind.name in HOUSEKEEPING:
        made |= {name: st.just(word) for name, word in WATCHED.items() if name in made}
    return st.fixed_dictionaries(made)


# What a rule or a silence is about: a clock that there is.
WATCHED = {"kind": "meeting", "clock": "starts", "sort": None}
ACCEPTED = {"kind": "agreement", "record": "01a1ff02-0000", "flag": "expired", "facts": "0a1b", "reason": "ต่อทางวาจา"}
VIEW = {"code": "mine", "noun": "member", "query": "missing:email"}


def targets(db: sqlite3.Connection) -> dict[str, int]:
    """One record of each kind to point to, with names of its own."""
    unit = checked_writes.add_record(db, ORGANISATION, {"name_th": "องค์กรเป้าหมาย", "code": "t-org"})
    person = checked_writes.add_record(db, PERSON, {"given_name": "เป้าหมาย", "family_name": "สมมติ"})
    owner = checked_writes.add_record(
        db, AGREEMENT, {"title": "ข้อตกลงเป้าหมาย", "code": "t-agr", "signed_on": "1950-01-01"}
    )
    meeting = checked_writes.add_record(db, BY_NAME["meeting"], {"title": "ประชุมเป้าหมาย", "starts_at": "2021-08-05"})
    other = checked_writes.add_record(db, AGREEMENT, {"title": "ข้อตกลงอื่น", "code": "t-other"})
    party = checked_writes.add_record(db, PARTY, {"agreement": other, "organisation": unit})
    found = {"organisation": unit, "person": person, "agreement": owner, "meeting": meeting, "party": party}
    found["unsigned agreement"] = other
    found["meeting_series"] = checked_writes.add_record(db, BY_NAME["meeting_series"], {"title": "ชุดเป้าหมาย"})
    item = {"meeting": meeting, "title": "วาระเป้าหมาย"}
    found["agenda_item"] = checked_writes.add_record(db, BY_NAME["agenda_item"], item)
    found["member_group"] = checked_writes.add_record(db, BY_NAME["member_group"], {"name_th": "กลุ่มเป้าหมาย"})
    found["purpose"] = checked_writes.add_record(db, BY_NAME["purpose"], {"agreement": owner, "text": "ข้อเป้าหมาย"})
    promised = {"purpose": found["purpose"], "text": "เป้าหมาย; หนึ่ง", "amount": 300, "unit": "เรื่อง", "due_on": "2027"}
    found["target"] = checked_writes.add_record(db, BY_NAME["target"], promised)
    found["course"] = checked_writes.add_record(db, BY_NAME["course"], {"title": "หลักสูตรเป้าหมาย"})
    found["cohort"] = checked_writes.add_record(db, BY_NAME["cohort"], {"course": found["course"], "number": 7})
    found["activity"] = checked_writes.add_record(db, BY_NAME["activity"], {"title": "กิจกรรมเป้าหมาย"})
    found["news_item"] = checked_writes.add_record(db, BY_NAME["news_item"], {"headline": "ข่าวเป้าหมาย"})
    return found


class Aimed(NamedTuple):
    """A register with one record of each kind to point to, and their numbers."""

    db: sqlite3.Connection
    targets: dict[str, int]


@pytest.fixture(scope="module")
def aimed(empty: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aimed]:
    path = laid(tmp_path_factory.mktemp("aimed") / "register.db", empty)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield Aimed(connection, targets(connection))


@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
@given(data=st.data())
@settings(deadline=None, max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_exported_is_imported_unchanged(
    kind: Entity, aimed: Aimed, tmp_path: Path, data: st.DataObject
) -> None:
    db = aimed.db
    db.execute("SAVEPOINT example")
    try:
        for values in data.draw(st.lists(record(kind, aimed.targets), min_size=1, max_size=3)):
            _add_if_it_can_be(db, kind, values)
        total = records.count_records(db, kind)
        text = csv_text(db, kind, data.draw(st.sampled_from(HEADINGS)))
        assert taken(db, kind, text, tmp_path) == (total, 0, 0, total), text
    finally:
        db.execute("ROLLBACK TO example")


def _add_if_it_can_be(db: sqlite3.Connection, kind: Entity, values: dict[str, Any]) -> None:
    """Add a record unless it contradicts itself or is there already."""
    try:
        checked_writes.add_record(db, kind, values)
    except RefusedChange:
        return


def test_every_kind_makes_records_to_export(db: sqlite3.Connection) -> None:
    """The test above would show nothing if its records were all refused."""
    pointed = targets(db)
    for kind in ENTITIES:
        names = {f.name: aim(kind, f, pointed) for f in kind.references if f.required or f is OWNERS[0]}
        texts = {f.name: f.parse("ก") for f in kind.fields if isinstance(f, Text) and not isinstance(f, TitlesField)}
        days = {f.name: f.parse("2021-08-05") for f in kind.fields if isinstance(f, Date) and f.required}
        counts = {f.name: 3 for f in kind.fields if isinstance(f, Count) and f.required}
        counts |= {f.name: 300 for f in kind.fields if isinstance(f, Quantity) and f.required}
        chosen = {f.name: next(iter(f.options)) for f in kind.fields if isinstance(f, Choice) and f.required}
        who = {"person": pointed["person"]} if "person" in kind.by_name else {}
        watched = {name: word for name, word in WATCHED.items() if kind.name in HOUSEKEEPING and name in texts}
        until = {"until": "2030"} if kind.name == "decision" else {}
        view = VIEW if kind.name == "saved_view" else {}
        assert checked_writes.add_record(
            db, kind, texts | names | days | counts | chosen | who | watched | until | view
        )


@every_heading
def test_a_whole_register_moves_into_another(
    db: sqlite3.Connection, empty: bytes, headings: str, tmp_path: Path
) -> None:
    _fill(db)
    before = {kind.name: csv_text(db, kind, headings) for kind in ENTITIES}
    path = laid(tmp_path / "other.db", empty)
    with writing(path, "test", "tester") as other:
        for kind in ENTITIES:
            assert taken(other, kind, before[kind.name], tmp_path)[:2] == (len(rows(before[kind.name])),) * 2
        after = {kind.name: csv_text(other, kind, headings) for kind in ENTITIES}
        assert {name: sorted(rows(text), key=repr) for name, text in after.items()} == {
            name: sorted(rows(text), key=repr) for name, text in before.items()
        }


def _fill(db: sqlite3.Connection) -> None:
    """Two organisations, both parties to two agreements, with all that hangs on them."""
    pointed = targets(db)
    top = pointed["organisation"]
    unit = checked_writes.add_record(db, ORGANISATION, {"name_th": "หอสมุดสมมติ", "parent": top, "note": "ก\nข"})
    checked_writes.add_record(
        db, PERSON, {"given_name": "กานดา", "titles": "รศ. ดร."}, {"organisation": unit, "position": "ครู"}
    )
    party = checked_writes.add_record(
        db, PARTY, {"agreement": pointed["agreement"], "organisation": unit, "witness_count": 2}
    )
    checked_writes.add_record(db, SIGNATORY, {"party": party, "person": pointed["person"], "signed_on": "2021-08"})
    checked_writes.add_record(db, BY_NAME["witness"], {"party": party, "name_as_signed": "นายสมมติ, พยาน"})
    checked_writes.add_record(db, BY_NAME["purpose"], {"agreement": pointed["agreement"], "text": "เพื่อ\nการสมมติ"})
    renewed = {"kind": "renew", "decided_on": "2021-08", "until": "2025", "document_no": "สม; 1", "reason": "ก\nข"}
    checked_writes.add_record(
        db, BY_NAME["decision"], {"agreement": pointed["agreement"], "by": pointed["person"], **renewed}
    )
    checked_writes.add_record(db, BY_NAME["amendment"], {"agreement": pointed["agreement"], "text": "เปลี่ยน\nชื่อ"})
    handed = {"kind": "sent", "taken_on": "2021-07", "organisation": unit, "comment": "ก; ข\nค"}
    checked_writes.add_record(db, BY_NAME["step"], {"agreement": pointed["unsigned agreement"], **handed})
    checked_writes.add_record(db, BY_NAME["agenda_item"], {"meeting": pointed["meeting"], "title": "วาระ; หนึ่ง"})
    checked_writes.add_record(db, BY_NAME["attendance"], {"meeting": pointed["meeting"], "person": pointed["person"]})
    checked_writes.add_record(
        db, BY_NAME["head_count"], {"meeting": pointed["meeting"], "category": "ครู", "count": 200}
    )
    checked_writes.add_record(db, BY_NAME["invitation"], {"meeting": pointed["meeting"], "organisation": unit})
    said = {"text": "ควรจัด; ทุกปี", "person": pointed["person"], "voiced_on": "2021-08"}
    checked_writes.add_record(db, BY_NAME["opinion"], said)
    promised = {"meeting": pointed["meeting"], "text": "ส่งรายงาน", "owner": pointed["person"], "due": "2021-09-30"}
    checked_writes.add_record(db, BY_NAME["action_item"], promised)
    who = {"person": pointed["person"]}
    figure = {"organisation": top, "subject": "graduates", "count": 66757, "academic_year": 2549}
    checked_writes.add_record(db, BY_NAME["figure"], figure)
    former = {"organisation": top, "former_name": "วิทยาลัย; เดิม", "until": "2000"}
    checked_writes.add_record(db, BY_NAME["former_organisation_name"], former)
    checked_writes.add_record(db, BY_NAME["former_name"], who | {"given_name": "เดิม", "family_name": "ณ สมมติ"})
    checked_writes.add_record(
        db, BY_NAME["graduation"], who | {"organisation": unit, "class_no": 3, "student_no": "0012"}
    )
    checked_writes.add_record(db, BY_NAME["membership"], who | {"group": pointed["member_group"], "organisation": unit})
    checked_writes.add_record(
        db, BY_NAME["involvement"], who | {"activity": pointed["activity"], "role": "donor", "amount": 123450}
    )
    checked_writes.add_record(db, BY_NAME["rule"], WATCHED | {"offsets": "P14D"})
    quiet = {"kind": "meeting", "clock": "starts", "record": "01a1ff02-0000", "day": "2026-12-10"}
    checked_writes.add_record(db, BY_NAME["silence"], quiet)
    checked_writes.add_record(db, BY_NAME["saved_view"], VIEW)
    checked_writes.add_record(db, BY_NAME["not_same"], {"kind": "person", "one": "a-1", "other": "a-2"})
    key = {"kind": "person", "record": "a-1", "field": "code", "value": "เก่า; 1", "merged": "a-3"}
    checked_writes.add_record(db, BY_NAME["former_key"], key)
    checked_writes.add_record(db, BY_NAME["acceptance"], ACCEPTED)
    checked_writes.add_record(db, BY_NAME["own_title"], {"title": "พี่เลี้ยง", "short": "พล.", "sort": "civil"})
    checked_writes.add_record(db, BY_NAME["credit"], who | {"news_item": pointed["news_item"], "role": "photographer"})
    _fill_training(db, pointed["organisation"], pointed["person"])


def _fill_training(db: sqlite3.Connection, unit: int, person: int) -> None:
    """Two courses with cohorts of the same numbers, one without a code."""
    for values in ({"title": "หลักสูตรสมมติ, สอง", "organiser": unit}, {"code": "อ-1", "cohorts_planned": 3}):
        course = checked_writes.add_record(db, BY_NAME["course"], values)
        for number in (2, 1):
            held = {"held_from": "2022-03-24", "state": "held", "people_stated": 40, "people_qualifier": "more_than"}
            cohort = checked_writes.add_record(db, BY_NAME["cohort"], {"course": course, "number": number, **held})
            for topic in ("เรื่อง ข", "เรื่อง ก"):
                checked_writes.add_record(db, BY_NAME["session"], {"cohort": cohort, "topic": topic, "speaker": person})
            checked_writes.add_record(
                db, BY_NAME["enrolment"], {"cohort": cohort, "person": person, "certificate_no": f"00{number}"}
            )
            checked_writes.add_record(
                db, BY_NAME["enrolment"], {"cohort": cohort, "name_as_recorded": "นายสมมติ", "role": "guest"}
            )


def test_two_parties_of_one_body_are_told_apart(db: sqlite3.Connection, tmp_path: Path) -> None:
    top = checked_writes.add_record(db, ORGANISATION, {"name_th": "มหาวิทยาลัยสมมติ"})
    unit = checked_writes.add_record(db, ORGANISATION, {"name_th": "หอสมุดสมมติ", "parent": top})
    owner = checked_writes.add_record(db, AGREEMENT, {"title": "ข้อตกลงสมมติ"})
    for inner in (None, unit):
        party = checked_writes.add_record(db, PARTY, {"agreement": owner, "organisation": top, "unit": inner})
        checked_writes.add_record(db, SIGNATORY, {"party": party, "name_as_signed": "นายสมมติ"})
    text = csv_text(db, SIGNATORY, "th")
    assert taken(db, SIGNATORY, text, tmp_path) == (2, 0, 0, 2)


# --- what is put in order for a spreadsheet ------------------------------------------------------

RUN = ["=1+1", "@a", "-1+1", "'=1", '=HYPERLINK("x")']
LET_BE = ["-10", "+66 1", "0-7428-2209", "a=b", "1+1", "ก@ข", "'a"]


@pytest.mark.parametrize("note", [*RUN, *LET_BE])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back_whole(
    db: sqlite3.Connection, tmp_path: Path, note: str
) -> None:
    checked_writes.add_record(db, ORGANISATION, {"name_th": "มหาวิทยาลัยสมมติ", "note": note})
    text = csv_text(db, ORGANISATION, "names")
    [row] = rows(text)
    assert row["note"] == (f"'{note}" if note in RUN else note)
    assert taken(db, ORGANISATION, text, tmp_path) == (1, 0, 0, 1)


# --- narrowed, in other codes, in other forms --------------------------------------------------------


@pytest.mark.usefixtures("units")
def test_an_export_can_be_narrowed(db: sqlite3.Connection) -> None:
    assert [row["code"] for row in rows(csv_text(db, ORGANISATION, "names", match="มหา"))] == ["", "mu"]
    made, saved = build_export(db, ORGANISATION, wanted("json", match="ไม่มีเลย"))
    assert (json.loads(made), saved.counts) == ([], {"organisations": 0, "former_organisation_names": 0, "figures": 0})


ENCODED = [(None, "utf-8"), ("utf8", "utf-8"), ("UTF-8", "utf-8"), ("cp874", "cp874"), ("TIS-620", "cp874")]


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize(("encoding", "codec"), ENCODED)
def test_the_encoding_of_a_table_can_be_chosen(
    db: sqlite3.Connection, tmp_path: Path, encoding: str | None, codec: str
) -> None:
    made, _saved = build_export(db, ORGANISATION, wanted(encoding=encoding))
    assert made.decode(codec) == csv_text(db, ORGANISATION, "th")
    export_records(db, ORGANISATION, wanted(encoding=encoding), tmp_path / "out.csv", force=False)
    mark = b"\xef\xbb\xbf" if codec == "utf-8" else b""
    assert (tmp_path / "out.csv").read_bytes() == mark + made


def test_another_encoding_there_is_none(db: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="unknown encoding 'latin1'; expected one of: utf-8, cp874"):
        build_export(db, ORGANISATION, wanted(encoding="latin1"))


def test_a_letter_that_the_encoding_lacks_is_named_with_its_line(db: sqlite3.Connection) -> None:
    checked_writes.add_record(db, ORGANISATION, {"name_th": "ก", "note": "Lübeck"})
    with pytest.raises(RefusedChange) as failure:
        build_export(db, ORGANISATION, wanted(encoding="cp874"))
    assert str(failure.value) == "'ü' on line 2 cannot be written in cp874; export as UTF-8"


class Watched(list[Any]):
    """Rows that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        self.times += 1
        return super().__iter__()


def test_what_belongs_to_many_records_is_gone_through_once() -> None:
    def row(kind: Entity, **values: Any) -> dict[str, Any]:
        return dict.fromkeys(field.name for field in kind.stored) | values

    people = [row(PERSON, id=number, given_name=f"สมมติ {number}") for number in range(200)]
    owners = [Ref("person", number % 150, None, "") for number in range(300)]
    posts = Watched(row(POST, person=owner, position=str(number)) for number, owner in enumerate(owners))
    tables = [
        ExportTable(kind, kind.stored, rows, lambda ref: ref.name) for kind, rows in ((PERSON, people), (POST, posts))
    ]
    made = json.loads(_format_objects(tables, wanted("json")))
    assert posts.times == 1
    assert [post["position"] for post in made[7]["posts"]] == ["7", "157"]
    assert "posts" not in made[199]


def test_what_has_no_room_in_one_table_is_told(db: sqlite3.Connection) -> None:
    for form in ("csv", "tsv"):
        assert build_export(db, BY_NAME["meeting"], wanted(form))[1].notes == ()
    _fill(db)
    for form in ("csv", "tsv"):
        assert build_export(db, BY_NAME["agenda_item"], wanted(form))[1].notes == ()
        assert build_export(db, BY_NAME["meeting"], wanted(form))[1].notes == (
            (
                "not included: the records that belong to them; export them with netreg meeting invitation export, "
                "netreg meeting agenda export, netreg meeting attendance export, netreg meeting headcount export, "
                "netreg meeting action export"
            ),
        )
    for form in ("xlsx", "json", "ndjson"):
        assert build_export(db, BY_NAME["meeting"], wanted(form))[1].notes == ()


CARDS = {("vcf", "person"), ("ics", "meeting"), ("ics", "agreement")}


@pytest.mark.parametrize("form", ["vcf", "ics"])
@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
def test_cards_and_calendars_are_for_those_that_have_them(db: sqlite3.Connection, kind: Entity, form: str) -> None:
    if (form, kind.name) in CARDS:
        made, saved = build_export(db, kind, wanted(form))
        assert saved.counts == {kind.collection: 0}
        assert b"VCARD" not in made
        return
    with pytest.raises(UsageError, match=f"cannot be exported as {form}"):
        build_export(db, kind, wanted(form))


# --- saving ------------------------------------------------------------------------------------


def saved_as(db: sqlite3.Connection, path: Path, *, force: bool = False) -> None:
    export_records(db, ORGANISATION, wanted(headings="names"), path, force=force)


@pytest.mark.usefixtures("units")
def test_a_file_opens_in_excel_and_is_its_owners(db: sqlite3.Connection, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    saved_as(db, path)
    assert path.read_bytes() == b"\xef\xbb\xbf" + csv_text(db, ORGANISATION, "names").encode()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_what_cannot_be_made_leaves_no_file(db: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        export_records(db, ORGANISATION, wanted("vcf"), tmp_path / "out.vcf", force=False)
    assert list(tmp_path.iterdir()) == []


# --- there and back ------------------------------------------------------------------------------------

READ = [
    ("csv", "th", None), ("xlsx", "th", None),
    *(pytest.param(*more, marks=pytest.mark.stress)
      for more in (("csv", "th", "cp874"), ("csv", "en", None), ("csv", "names", None), ("tsv", "th", None),
                   ("json", "th", None), ("ndjson", "th", None))),
]  # fmt: skip
TOPS = tuple(kind.name for kind in ENTITIES if kind.parent is None)


@pytest.fixture(scope="module")
def whole(empty: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A register with a bit of everything."""
    path = laid(tmp_path_factory.mktemp("whole") / "register.db", empty)
    with writing(path, "test", "tester", dry_run=True) as db:
        _fill(db)
        _fill_more(db)
        yield db


def _fill_more(db: sqlite3.Connection) -> None:
    """Namesakes, records without codes, cells with commas and line ends, dates known by halves."""
    phone = ORGANISATION.by_name["phone"].parse("0-7428-2209 ต่อ 13")
    top = checked_writes.add_record(
        db, ORGANISATION, {"name_th": "มหาวิทยาลัยทดลอง", "founded": "1964", "kind": "university"}
    )
    for parent in (top, None):
        values = {"name_th": "กองซ้ำ", "parent": parent, "abbreviation": '["ก.ซ.", "กซ"]', "phone": phone}
        checked_writes.add_record(db, ORGANISATION, values, even_if_known=True)
    for number, birth in enumerate(["1987-08-05", "1987-08", "1987"]):
        values = {"given_name": "ซ้ำ", "family_name": "กัน", "birth_date": birth, "email": f"s{number}@example.org"}
        post = {"organisation": top, "position": "อาจารย์, ผู้ช่วย", "since": "2020-10-01", "acting": "acting"}
        checked_writes.add_record(db, PERSON, {**values, "note": "บรรทัด 1\nบรรทัด 2", "code": f"s{number}"}, post)
    first = checked_writes.add_record(
        db, AGREEMENT, {"title": "ความร่วมมือ; หนึ่ง", "signed_on": "2017-09-11", "term": "P2Y"}
    )
    other = {"title": "ความร่วมมือ 2", "document_no": '["ศธ 1/2563", "ข. 2"]', "predecessor": first, "grace_days": 30}
    second = checked_writes.add_record(
        db, AGREEMENT, {**other, "first_day_counted": 1, "renewal": "tacit", "end_stated": "2023"}
    )
    for owner in (first, second):
        for text in ("ข้อ ข", "ข้อ ก"):
            checked_writes.add_record(db, BY_NAME["purpose"], {"agreement": owner, "text": text})
        party = checked_writes.add_record(db, PARTY, {"agreement": owner, "organisation": top, "role": "lead"})
        checked_writes.add_record(
            db, SIGNATORY, {"party": party, "name_as_signed": "นายสมมติ ลงนาม", "capacity": "acting"}
        )
    series = checked_writes.add_record(db, BY_NAME["meeting_series"], {"title": "ประชุมใหญ่"})
    held = {"title": "ประชุมใหญ่", "series": series, "number": 1, "year": 2564, "starts_at": "2021-08-05T09:00"}
    before = checked_writes.add_record(db, BY_NAME["meeting"], {**held, "code": "m1", "ends_at": "2021-08-05T12:00"})
    again = {**held, "number": 2, "starts_at": "2021-09-05", "previous": before, "agreement": second, "mode": "online"}
    after = checked_writes.add_record(db, BY_NAME["meeting"], again)
    for role in ("chair", "member"):
        checked_writes.add_record(
            db, BY_NAME["attendance"], {"meeting": after, "name_as_recorded": "นายสมมติ", "role": role}
        )
    paper = {"title": "ฉบับลงนาม", "file_name": "mou.pdf", "size": 15, "media_type": "application/pdf"}
    checked_writes.add_record(db, DOCUMENT, {**paper, "agreement": second, "sha256": "0" * 64, "dated": "2020-09-11"})


def belongings(kind: Entity) -> list[Entity]:
    """A kind and all that belongs to it, as far down as it goes."""
    return [kind, *(inner for child in find_child_entities(kind) for inner in belongings(child))]


@pytest.mark.parametrize(("form", "headings", "encoding"), READ, ids=str)
@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
def test_what_was_written_is_read_as_nothing_new(
    whole: sqlite3.Connection, tmp_path: Path, kind: Entity, form: str, headings: str, encoding: str | None
) -> None:
    made, saved = build_export(whole, kind, wanted(form, headings, encoding=encoding))
    total = sum(records.count_records(whole, one) for one in (belongings(kind) if form in CARRYING else [kind]))
    assert sum(saved.counts.values()) == total
    assert taken(whole, kind, made, tmp_path) == (total, 0, 0, total)


CARRYING = ("xlsx", "json", "ndjson")


@pytest.mark.parametrize("form", [*(pytest.param(form, marks=pytest.mark.stress) for form in CARRYING[:2]), "ndjson"])
def test_a_whole_register_moves_with_all_that_belongs_to_its_records(
    whole: sqlite3.Connection, db: sqlite3.Connection, tmp_path: Path, form: str
) -> None:
    for top in TOPS:
        made, saved = build_export(whole, BY_NAME[top], wanted(form))
        total = sum(saved.counts.values())
        assert taken(db, BY_NAME[top], made, tmp_path) == (total, total, 0, 0)
    assert said(db) == said(whole)
    for top in TOPS:
        made, saved = build_export(db, BY_NAME[top], wanted(form))
        total = sum(saved.counts.values())
        assert taken(db, BY_NAME[top], made, tmp_path) == (total, 0, 0, total)


@pytest.mark.parametrize(
    ("form", "encoding"),
    [("csv", "cp874"), *(pytest.param(form, None, marks=pytest.mark.stress) for form in ("csv", "tsv"))],
)
def test_a_whole_register_moves_kind_by_kind(
    whole: sqlite3.Connection, db: sqlite3.Connection, tmp_path: Path, form: str, encoding: str | None
) -> None:
    for kind in ENTITIES:
        made, saved = build_export(whole, kind, wanted(form, encoding=encoding))
        total = saved.counts[kind.collection]
        assert taken(db, kind, made, tmp_path) == (total, total, 0, 0), kind.name
    assert said(db) == said(whole)


def said(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """What every record says, by names rather than numbers."""
    return {
        kind.name: sorted(
            (
                tuple(_said(row[field.name]) for field in kind.stored)
                for row in records.select_records(db, kind, as_of=TODAY)
            ),
            key=repr,
        )
        for kind in ENTITIES
    }


def _said(value: Any) -> Any:
    return value.name if isinstance(value, Ref) else value


def test_the_demonstration_moves_too(demo_file: Path, db: sqlite3.Connection, tmp_path: Path) -> None:
    with reading(demo_file) as demo:
        for top in (top for top in TOPS if records.count_records(demo, BY_NAME[top])):
            made, saved = build_export(demo, BY_NAME[top], wanted("json"))
            total = sum(saved.counts.values())
            assert taken(db, BY_NAME[top], made, tmp_path) == (total, total, 0, 0)
        assert said(db) == said(demo)
