"""An import costs as much again for each row: no statement holds every row against every other.

The statements of real imports are looked at twice: their query plans, for a table that is read
whole for each row of another, and the steps that SQLite takes for them at two sizes.
"""

from __future__ import annotations

import re
import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from netreg.entities import BY_NAME
from netreg.entities.graduations import ALUMNUS
from netreg.exchange.importing import import_file
from netreg.exchange.importing.import_options import ImportContext, ImportOptions
from netreg.exchange.tables.open_file import open_file
from netreg.store import connections
from netreg.store.importing import staging_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    Table = Iterable[Sequence[str]]

PLAIN, CREATING = ImportOptions(), ImportOptions(create_missing=True)
SMALL, LARGE = 125, 500
STEPS = 100
SYLLABLES = [first + last for first in "กขคงจชซดตถทธนบปผฝพฟมยรลวสหอ" for last in "าี"]


# --- files -------------------------------------------------------------------------------


def word(number: int) -> str:
    """Return a made-up word, each number another."""
    found = ""
    while number or not found:
        number, last = divmod(number, len(SYLLABLES))
        found = SYLLABLES[last] + found
    return found


def units(count: int, stem: str = "หน่วย") -> Table:
    return [("name_th",), *((f"{stem}{word(n)}",) for n in range(count))]


def people(count: int, changed: int, *, codes: bool = False, emails: bool = False, students: bool = False) -> Table:
    yield [
        "ชื่อ-สกุล", "คณะ", "โทรศัพท์", *["อีเมล"] * emails, *["รหัส"] * codes,
        *["student_no", "academic_year"] * students,
    ]  # fmt: skip
    for n in range(count):
        yield [
            f"นาย{word(n)} สกุล{word(7 * n)}", f"หน่วย{word(n % 20)}", f"08{n + 50_000_000 * (n < changed):08}",
            *[f"m{n}@example.org"] * emails, *[f"m{n}x"] * codes, *[f"s{n}x", "2560"] * students,
        ]  # fmt: skip


def organisations(count: int, changed: int, *, codes: bool = False, above: Callable[[int], str]) -> Table:
    yield ["ชื่อองค์กร", "สังกัด", "จังหวัด", "หมายเหตุ", *["รหัส"] * codes]
    for n in range(count):
        yield [f"กอง{word(n)}", above(n), "ขอนแก่น", noted(n, changed), *[f"o{n}x"] * codes]


def above_in_file(number: int) -> str:
    return f"กอง{word((number - 1) // 10)}" if number else ""


def above_missing(number: int) -> str:
    return f"กรม{word(number // 2)}"


def agreements(count: int, changed: int, *, code: str = "", missing: bool = False) -> Table:
    yield ["title", "signed_on", "organisation", "note", *filter(None, [code])]
    for n in range(count):
        other = f"กรม{word(n * 6 // 10)}" if missing else f"หน่วย{word(n % 20)}"
        yield [f"ข้อตกลง{word(n)}", f"2020-01-{n % 28 + 1:02}", other, noted(n, changed), *[f"a{n}x"] * bool(code)]


def unparted(count: int, changed: int) -> Table:
    return ([*row[:2], *row[3:]] for row in agreements(count, changed, code="code"))


def parties(count: int, changed: int) -> Table:
    yield ["agreement", "organisation", "note"]
    for n in range(count):
        yield [f"a{n // 4}x", f"หน่วย{word((n % 4 * 4 + n // 4) % 20)}", noted(n, changed)]


def news(count: int, changed: int) -> Table:
    yield ["title", "url", "note"]
    yield from ([f"ข่าว{word(n)}", f"https://example.org/{n}", noted(n, changed)] for n in range(count))


def belonging(parent: str, **more: Callable[[int], str]) -> Callable[[int, int], Table]:
    """Make tables of people in one group, meeting or cohort."""

    def table(count: int, changed: int) -> Table:
        yield [parent, "person", "note", *more]
        for n in range(count):
            yield ["หนึ่ง", f"m{n}x", noted(n, changed), *(made(n) for made in more.values())]

    return table


def noted(number: int, changed: int) -> str:
    return "ข" if number < changed else "ก"


class Case(NamedTuple):
    """A kind of file, and the files before it; each is made of a number of rows, the first so many changed."""

    kind: str
    table: Callable[[int, int], Table]
    before: Sequence[tuple[str, Callable[[int, int], Table]]] = ()
    options: ImportOptions = PLAIN


def one(kind: str, *cells: tuple[str, str]) -> tuple[str, Callable[[int, int], Table]]:
    return kind, lambda _count, _changed: zip(*cells, strict=True)


MEMBERS = ("person", partial(people, codes=True))
CASES = {
    "people by name": Case("person", people),
    "people by e-mail": Case("person", partial(people, emails=True)),
    "people by code": Case("person", partial(people, emails=True, codes=True)),
    "alumni": Case("alumnus", partial(people, students=True)),
    "organisations by name": Case("organisation", partial(organisations, above=above_in_file)),
    "organisations by code": Case("organisation", partial(organisations, codes=True, above=above_in_file)),
    "organisations below missing ones": Case("organisation", partial(organisations, above=above_missing), (), CREATING),
    "agreements by title": Case("agreement", agreements),
    "agreements by code": Case("agreement", partial(agreements, code="code")),
    "agreements by number": Case("agreement", partial(agreements, code="document_no")),
    "agreements with missing ones": Case("agreement", partial(agreements, code="code", missing=True), (), CREATING),
    "parties": Case("party", parties, [("agreement", unparted)]),
    "news": Case("news_item", news),
    "memberships": Case("membership", belonging("group"), [MEMBERS, one("member_group", ("name_th", "หนึ่ง"))]),
    "attendance": Case(
        "attendance", belonging("meeting"), [MEMBERS, one("meeting", ("title", "หนึ่ง"), ("starts_at", "2020-01-01"))]
    ),
    "enrolments": Case(
        "enrolment",
        belonging("course", cohort=lambda n: str(n % 5 + 1), certificate_no=lambda n: f"c{n}"),
        [
            MEMBERS,
            one("course", ("title", "หนึ่ง")),
            ("cohort", lambda _n, _c: [("course", "number"), *(("หนึ่ง", str(n)) for n in range(1, 6))]),
        ],
    ),
}  # fmt: skip
QUICK = (
    "people by name",
    "people by code",
    "organisations by name",
    "agreements with missing ones",
    "parties",
    "enrolments",
)
"""The cases of which the steps are counted in a plain run too, since they differ most."""


def take(folder: Path, kind: str, table: Table, options: ImportOptions = PLAIN) -> tuple[int, int, int]:
    """Import a table; return how many rows were new, changed and unchanged."""
    path = folder / "file.csv"
    path.write_text("".join(",".join(row) + "\n" for row in table), encoding="utf-8")
    entity = ALUMNUS if kind == "alumnus" else BY_NAME[kind]
    with open_file(path) as file:
        report = import_file.import_file(
            folder / "register.db", entity, file, options, ImportContext("import", "ผู้ทดสอบ")
        )
    return report.new, report.changed, report.unchanged


def prepare(folder: Path, empty: bytes, case: Case, count: int) -> None:
    """Make a register with what the rows of a case name."""
    (folder / "register.db").write_bytes(empty)
    take(folder, "organisation", units(20))
    for kind, table in case.before:
        take(folder, kind, table(count, 0))


def imports(folder: Path, case: Case, count: int) -> Iterator[str]:
    """Import a table for the first time, again, and with one row in a hundred changed; yield after each."""
    changed = max(count // 100, 1)
    for what, expected in (
        ("new", (count, 0, 0)),
        ("again", (0, 0, count)),
        ("changed", (0, changed, count - changed)),
    ):
        assert take(folder, case.kind, case.table(count, changed * (what == "changed")), case.options) == expected
        yield what


# --- the plans of the statements -----------------------------------------------------------


class Explained(connections.RegisterConnection):
    """A connection that asks for the plan of each statement about staging tables before it runs."""

    plans: dict[str, list[tuple[int, int, str]]] = {}  # noqa: RUF012 - gathered from all connections

    def explain(self, sql: str, values: tuple[Any, ...]) -> None:
        if STAGED.search(sql) and sql.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            plan = sqlite3.Cursor(self).execute(f"EXPLAIN QUERY PLAN {sql}", *values)
            self.plans[sql] = [(row[0], row[1], row[3]) for row in plan]

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self.explain(sql, values)
        return super().execute(sql, *values)

    def cursor(self, _factory: Any = None) -> Any:
        return super().cursor(ExplainedCursor)


class ExplainedCursor(sqlite3.Cursor):
    """A cursor that does so."""

    def execute(self, sql: str, *values: Any) -> Self:
        assert isinstance(self.connection, Explained)
        self.connection.explain(sql, values)
        return super().execute(sql, *values)


STAGED = re.compile(rf"\b({'|'.join(['incoming', 'resolved', *staging_tables.TABLES])})\b")
HARMLESS = ("VIRTUAL TABLE", "CONSTANT ROW", "SCAN running")
"""The items of a list in a cell, and tables of one row."""


def nested_scans(plan: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return the tables that a plan reads whole for each row of another: inside a loop, or in a correlated subquery."""
    looping: set[int] = set()
    correlated: set[int] = set()
    found = []
    for number, parent, detail in plan:
        if "CORRELATED" in detail or (parent in correlated and not detail.startswith("MATERIALIZE")):
            correlated.add(number)
        if detail.startswith(("SCAN", "SEARCH")):
            is_repeated = parent in looping or number in correlated
            if detail.startswith("SCAN") and is_repeated and not any(word in detail for word in HARMLESS):
                found.append(detail)
            looping.add(parent)
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_no_statement_reads_a_table_whole_for_each_row(
    tmp_path: Path, empty: bytes, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.setattr(connections, "RegisterConnection", Explained)
    prepare(tmp_path, empty, case, 20)
    Explained.plans.clear()
    assert len(list(imports(tmp_path, case, 20))) == 3
    assert len(Explained.plans) > 20
    assert {sql: found for sql, plan in Explained.plans.items() if (found := nested_scans(plan))} == {}


# --- the steps that they take --------------------------------------------------------------


class Counted(connections.RegisterConnection):
    """A connection that counts the steps of its statements, in hundreds."""

    steps = 0

    def set_progress_handler(self, _handler: Any, _steps: int) -> None:
        super().set_progress_handler(self.count, STEPS)

    @staticmethod
    def count() -> None:
        Counted.steps += 1


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=name, marks=() if name in QUICK else pytest.mark.stress) for name, case in CASES.items()],
)
def test_four_times_the_rows_take_four_times_the_steps(
    tmp_path: Path, empty: bytes, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.setattr(connections, "RegisterConnection", Counted)
    taken: dict[str, list[int]] = {}
    for count in (SMALL, LARGE):
        prepare(tmp_path, empty, case, count)
        Counted.steps = 0
        for what in imports(tmp_path, case, count):
            taken.setdefault(what, []).append(Counted.steps)
            Counted.steps = 0
    assert all(large < 1.1 * LARGE / SMALL * small for small, large in taken.values()), taken
