"""Queries find the records that a plain look at every row finds."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.core.entity import TimeFrame
from netreg.core.queries.query import All, Either, FieldTerm, Node, Not, Word, format_query
from netreg.core.queries.query_error import QueryError
from netreg.entities import AGREEMENT, COHORT, COURSE, ORGANISATION, PARTY, SESSION, SIGNATORY
from netreg.store.database import create, writing
from netreg.store.records import records
from netreg.store.records.querying.compiler import compile_query

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from netreg.core.entity import Entity, Row

TODAY = date(2026, 11, 21)
TITLES = ("บันทึกข้อตกลงสมมติ", "ความร่วมมือทดสอบ", "MOU Example", "โครงการวิจัยสมมติ", "ตัวอย่าง 'คำ' %_")
DAYS = ("2019", "2020-05", "2020-05-31", "2021-01-01", "2021-12-31T09:00", "2022-02", "2023", None)
PROVINCES = ("ขอนแก่น", "สงขลา", None)
KINDS = ("mou", "moa", "loi", None)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("queries") / "register.db"
    create(path)
    pick = random.Random(7)
    with writing(path, "test", "tester", dry_run=True) as connection:
        for number in range(1, 31):
            above = pick.randint(1, number - 1) if number > 1 and pick.random() < 0.8 else None
            values = {"name_th": f"หน่วยสมมติ {number}", "parent": above, "province": pick.choice(PROVINCES)}
            records.insert_record(connection, ORGANISATION, values)
        for _number in range(40):
            signed, ends = pick.choice(DAYS), pick.choice(DAYS)
            values = {"title": pick.choice(TITLES), "kind": pick.choice(KINDS), "signed_on": signed, "end_stated": ends}
            values |= {"grace_days": pick.choice((None, 0, 30, 90)), "term": pick.choice((None, "P1Y", "P2Y6M"))}
            records.insert_record(connection, AGREEMENT, values)
        yield connection


def select_rows(db: sqlite3.Connection, kind: Entity, written: str = "") -> list[Row]:
    asked = compile_query(db, kind, written, TODAY)
    rows = records.select_records(db, kind, asked.conditions, as_of=TODAY)
    rows = [kind.add_derived(row, TimeFrame(TODAY)) for row in rows]
    return [row for row in rows if asked.keep is None or asked.keep(row)]


# --- the plain look at a row -------------------------------------------------------------


def find_days(value: str) -> tuple[str, str]:
    """Return the first and the last day of a year, a month, a day, or what lies between two of these."""
    if "/" in value:
        begin, end = value.split("/")
        return find_days(begin)[0], find_days(end)[1]
    parts = [int(part) for part in value[:10].split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 0
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    return (value[:10],) * 2 if len(parts) > 2 else (f"{value}-01", f"{value}-{monthrange(year, month)[1]}")


def meets_day(value: str | None, term: FieldTerm) -> bool:
    if not value:
        return False
    first, last = find_days(value)
    begin, end = find_days(convert(term.value)) if term.value else ("", "9999")
    last_asked = find_days(convert(term.until))[1] if term.until else "9999"
    tests = {
        ":": first <= end and begin <= last,
        "<": first < begin, "<=": first <= end, ">": last > end, ">=": last >= begin,
        "..": first <= last_asked and begin <= last,
    }  # fmt: skip
    return tests[term.sign]


def convert(be: str) -> str:
    return f"{int(be[:4]) - 543}{be[4:]}"


def meets_number(value: int | None, term: FieldTerm) -> bool:
    if value is None:
        return False
    asked = int(term.value) if term.value else -(10**9)
    until = int(term.until) if term.until else 10**9
    tests = {":": value == asked, "<": value < asked, "<=": value <= asked, ">": value > asked, ">=": value >= asked}
    return tests.get(term.sign, asked <= value <= until)


CHECKS: dict[str, Callable[[Row, FieldTerm], bool]] = {
    "signed_on": lambda row, term: meets_day(row["signed_on"], term),
    "end": lambda row, term: meets_day(row["end"], term),
    "grace_days": lambda row, term: meets_number(row["grace_days"], term),
    "days_left": lambda row, term: meets_number(row["days_left"], term),
    "kind": lambda row, term: row["kind"] == term.value,
    "state": lambda row, term: row["state"] == term.value,
    "title": lambda row, term: term.value.lower() in row["title"].lower(),
    "missing": lambda row, term: row[term.value] is None,
    "has": lambda row, term: row[term.value] is not None,
}


def meets(row: Row, node: Node) -> bool:
    match node:
        case Word():
            return node.text.lower() in row["title"].lower()
        case FieldTerm():
            return CHECKS[node.name](row, node)
        case Not():
            return not meets(row, node.part)
    return (all if isinstance(node, All) else any)(meets(row, part) for part in node.parts)


def ask(names: Any, values: Any, more: Any = None) -> st.SearchStrategy[FieldTerm]:
    compared = st.builds(FieldTerm, names, st.sampled_from([":", "<", "<=", ">", ">="]), values)
    ranges = more if more is not None else values
    ordered = st.tuples(ranges, ranges).map(lambda pair: sorted(pair, key=lambda one: (len(one), one)))
    return st.one_of(compared, st.builds(lambda name, pair: FieldTerm(name, "..", *pair), names, ordered))


years = st.sampled_from(["2562", "2563", "2564", "2565", "2566"])
days = st.one_of(years, st.sampled_from(["2563-05", "2564-01-01", "2565-02-28"]))
terms = st.one_of(
    ask(st.sampled_from(["signed_on", "end"]), days, years),
    ask(st.just("grace_days"), st.sampled_from(["0", "30", "31", "90"])),
    ask(st.just("days_left"), st.sampled_from(["0", "100", "999"])),
    st.builds(FieldTerm, st.just("kind"), st.just(":"), st.sampled_from([kind for kind in KINDS if kind])),
    st.builds(FieldTerm, st.just("state"), st.just(":"), st.sampled_from(["draft", "in_force", "expired"])),
    st.builds(FieldTerm, st.just("title"), st.just(":"), st.sampled_from(["สมมติ", "mou", "%", "' OR 1=1 --", "_"])),
    st.builds(FieldTerm, st.sampled_from(["missing", "has"]), st.just(":"), st.sampled_from(["end", "kind", "term"])),
    st.builds(Word, st.sampled_from(["สมมติ", "ความ", "example", "';--"])),
)
trees = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: Either(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=6,
)


@given(tree=trees)
@example(tree=All((Word("';--"), FieldTerm("kind", ":", "mou"))))
def test_a_query_finds_what_a_plain_look_finds(db: sqlite3.Connection, tree: Node) -> None:
    expected = {row["id"] for row in select_rows(db, AGREEMENT) if meets(row, tree)}
    assert {row["id"] for row in select_rows(db, AGREEMENT, format_query(tree))} == expected


@given(number=st.integers(1, 30))
def test_an_organisation_is_meant_with_its_units(db: sqlite3.Connection, number: int) -> None:
    rows = {row["id"]: row for row in select_rows(db, ORGANISATION)}

    def is_below(row: Row) -> bool:
        return row["id"] == number or (row["parent"] is not None and is_below(rows[row["parent"].id]))

    expected = {row["id"] for row in rows.values() if is_below(row)}
    assert {row["id"] for row in select_rows(db, ORGANISATION, f"org:{number}")} == expected
    outside = {row["id"] for row in select_rows(db, ORGANISATION, f"-org:{number}")}
    assert outside == rows.keys() - expected


def test_digits_mean_a_number_and_no_part_of_a_text(db: sqlite3.Connection) -> None:
    """A cohort is meant by its number in the course, any other child by ``#`` and its number, and by nothing else."""
    db.execute("SAVEPOINT numbers")
    course = records.insert_record(db, COURSE, {"code": "course"})
    cohorts = [
        records.insert_record(db, COHORT, {"course": course, "number": number, "people_stated": people})
        for number, people in ((1, 12), (2, 34), (12, 41))
    ]
    for cohort in cohorts:
        records.insert_record(db, SESSION, {"cohort": cohort, "topic": f"เรื่องของรุ่นเลข {cohort}"})
    expected = {
        "cohort:1": [cohorts[0]], "cohort:๒": [cohorts[1]], 'cohort:"รุ่นที่ 12"': [cohorts[2]], "cohort:4": [],
        f"cohort:#{cohorts[1]}": [cohorts[1]], "cohort:#99": [], "-cohort:1": cohorts[1:],
    }  # fmt: skip
    found = {query: [row["cohort"].id for row in select_rows(db, SESSION, query)] for query in expected}
    agreement = records.insert_record(db, AGREEMENT, {"title": "ข้อตกลงของภาคี"})
    row = {"agreement": agreement, "name_as_signed": "เขต 7"}
    parties = [records.insert_record(db, PARTY, {**row, "organisation": unit}) for unit in (30, 29)]
    signs = [records.insert_record(db, SIGNATORY, {"party": party, "name_as_signed": "นายสมมติ 1"}) for party in parties]
    signed = [row["id"] for row in select_rows(db, SIGNATORY, f"party:#{parties[1]}")]
    by_number = [[row["id"] for row in select_rows(db, PARTY, f"party:{unit}")] for unit in (29, 7)]
    db.execute("ROLLBACK TO numbers")
    assert found == expected
    assert signed == signs[1:]
    assert (parties[1] in by_number[0], parties[0] in by_number[1]) == (True, False)


REFUSED = {
    "stat:draft": "unknown field 'stat' of agreement; did you mean: state, ",
    "state:drafd": "'drafd' is not a valid choice; ",
    "end:2565..2563": "the range is upside down: 2565 comes behind 2563; write end:2563..2565",
    "grace_days:9..1": "the range is upside down: 9 comes behind 1; write grace_days:1..9",
    "title:>5": "Title is a text, and has no order; ask for a part of it: title:5",
    "state:ร่าง..หมดอายุ": "State is one of several words, and has no order; ask for one: state:ร่าง",
    "state:<draft": "State is one of several words, and has no order; ask for one: state:draft",
    "responsible:>5": "'responsible' is asked for by code, number or name, and has no order; write responsible:5",
    "birth_date:2520": "'birth_date' is not a field of agreement; it is one in 'netreg member list'",
    "end:ก": "'ก' is not a valid date; write it like",
    "party:หน่วยสมมตต": "there is no organisation 'หน่วยสมมตต'; did you mean: ",
    "missing:titel": "unknown field 'titel' of agreement; did you mean: title",
    "flags:no-ende": "'no-ende' is not a flag; ",
    "end:<5 ส.ค. 2564 state:draft": 'a value with spaces is quoted; write end:<"5 ส.ค. 2564"',
    "end:5 ส.ค. 2564..6 ก.ย. 2565": 'a value with spaces is quoted; write end:"5 ส.ค. 2564".."6 ก.ย. 2565"',
    'end:"5 ส.ค. 2564..2565"': 'each end of a range is quoted; write end:"5 ส.ค. 2564"..2565',
    "end date:<2563": 'a name with spaces is quoted; write "end date":<2563',
    "party:=หน่วยสมมติ": "there is no organisation 'หน่วยสมมติ'; did you mean: ",
    "สถานะ:มีแล้ว": "'มีแล้ว' is not a valid choice; expected one of: replaced (ถูกแทนที่), ",
    "@nothing": "there is no view 'nothing'; ",
    "end:28/02/2564..1/13/2565": "there is no month 13",
    "grace_days:-": "there is no value; to find the records without one, write missing:grace_days",
    "end:ไม่มี": "there is no value; to find the records without one, write missing:end",
    "party:none": "there is no value; to find the records without one, write missing:party",
    "kind:มี": "to find the records with a value, write has:kind",
    "kind:หมดอายุ": "'หมดอายุ' is not one of Kind; write state:หมดอายุ",
    "state:ใกล้หมดอายุ": "'ใกล้หมดอายุ' is not one of State; write due:ใกล้หมดอายุ",
    "ปี:2564": "unknown field 'ปี' of agreement; did you mean: end, signed_on, effective_from?",
    "end:ภายใน 90 วัน": 'a value with spaces is quoted; write end:"ภายใน 90 วัน"',
}


def test_what_cannot_be_asked_is_refused_with_the_reason(db: sqlite3.Connection) -> None:
    wrong = []
    for written, sentence in REFUSED.items():
        with pytest.raises(QueryError) as caught:
            select_rows(db, AGREEMENT, written)
        if not str(caught.value).startswith(sentence):
            wrong.append((written, str(caught.value)))
        assert caught.value.exit_code == 2
        assert caught.value.details[0] == f"  {written}"
    assert wrong == []
