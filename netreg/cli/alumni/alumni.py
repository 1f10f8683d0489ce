"""``netreg alumni``: what people graduated in, where and when."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreg.cli.framework import arguments, generic_verbs, lists, options
from netreg.cli.framework.context import Session
from netreg.entities import GRADUATION, MEMBER_GROUP, ORGANISATION, PERSON
from netreg.entities.graduations import ALUMNUS
from netreg.errors import InvalidValue, UsageError
from netreg.language import _
from netreg.render.results import Bytes, Listing, Shown, Told
from netreg.store.records import conditions
from netreg.store.writes import checked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.fields import Value
    from netreg.store.records.conditions import Condition

Faculty = Annotated[str | None, typer.Option("--faculty", metavar="ORG", help="The faculty, with its units.")]
Campus = Annotated[str | None, typer.Option("--campus", metavar="ORG", help="The campus.")]
ClassNo = Annotated[str | None, typer.Option("--class", metavar="N", help="The class: รุ่นที่.")]
Year = Annotated[
    str | None, typer.Option("--year", metavar="YEAR", help="Academic year of graduation, or years: 2540-2549.")
]
Level = Annotated[str | None, typer.Option("--level", help="bachelor, master, doctorate … or in Thai.")]
Province = Annotated[str | None, typer.Option("--province", help="The person's province.")]
Group = Annotated[str | None, typer.Option("--group", metavar="GROUP", help="People who are in this group.")]


class Asked(NamedTuple):
    """Which alumni are meant, as the options say it."""

    faculty: Faculty = None
    campus: Campus = None
    class_no: ClassNo = None
    year: Year = None
    level: Level = None
    province: Province = None
    group: Group = None
    match: options.Match = None

    def conditions(self, db: sqlite3.Connection, session: Session) -> Iterator[Condition]:
        """The conditions that a graduation has to meet."""
        yield from lists.matching(self.match, GRADUATION)
        if self.faculty is not None:
            yield conditions.of_units("organisation_id", arguments.find(db, ORGANISATION, self.faculty))
        if self.campus is not None:
            yield conditions.on_campus(arguments.find(db, ORGANISATION, self.campus))
        yield from lists.holding(db, GRADUATION, {"class_no": self.class_no, "level": self.level})
        if self.year is not None:
            yield _years(self.year)
        if self.province is not None:
            province = arguments.read_value(db, PERSON.by_name["province"], self.province)
            yield conditions.of_province(GRADUATION, province)
        if self.group is not None:
            yield conditions.in_group(arguments.find(db, MEMBER_GROUP, self.group), session.as_of, "person_id")


def _years(written: str) -> Condition:
    """The academic years that an option means: one, or all from the first to the last."""
    field = GRADUATION.by_name["academic_year"]
    first, _dash, last = re.sub(r"\s*[-–]\s*", "-", written).partition("-")
    try:
        return conditions.between(field, *_in_order(field.parse(first), field.parse(last or first)))
    except InvalidValue:
        raise UsageError(
            _("--year: '{text}' is no academic year and no span of them").format(text=written),
            _("write 2540 or 2540-2549"),
        ) from None


def _in_order(first: Value, last: Value) -> tuple[int, int]:
    """Two years, the earlier first.

    Raises:
        InvalidValue: when they are not.
    """
    if not isinstance(first, int) or not isinstance(last, int) or first > last:
        raise InvalidValue(f"{first}-{last}")
    return first, last


@options.shows
def add(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Titles, given and family name.", show_default=False)],
    faculty: Annotated[str | None, typer.Option("--faculty", metavar="ORG", help="The faculty.")] = None,
    campus: Campus = None,
    class_no: ClassNo = None,
    year: Annotated[str | None, typer.Option("--year", help="Academic year of graduation, such as 2540.")] = None,
    student_no: Annotated[str | None, typer.Option("--student-no", help="The student number.")] = None,
    level: Level = None,
    degree: Annotated[str | None, typer.Option("--degree", help="For example วิทยาศาสตรบัณฑิต.")] = None,
    programme: Annotated[str | None, typer.Option("--programme", help="สาขาวิชา.")] = None,
    entered: Annotated[str | None, typer.Option("--entered", help="Academic year of entry.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day of graduation.")] = None,
    honours: Annotated[str | None, typer.Option("--honours", help="For example เกียรตินิยมอันดับหนึ่ง.")] = None,
    born: Annotated[str | None, typer.Option("--born", metavar="DATE", help="Date of birth.")] = None,
    email: Annotated[str | None, typer.Option("--email", help="E-mail address.")] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="For example 081-234-5678.")] = None,
    province: Province = None,
    code: options.Code = None,
    note: options.Note = None,
    source: options.Source = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Add a graduation, and the person where nobody in the register is the one meant."""
    person = {"birth_date": born, "email": email, "phone": phone, "province": province, "code": code}
    texts = {
        "organisation": faculty, "campus": campus, "class_no": class_no, "academic_year": year,
        "student_no": student_no, "level": level, "degree": degree, "programme": programme, "entered_year": entered,
        "graduated_on": on, "honours": honours, "note": note, "source": source,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        values = arguments.read_compound(PERSON, "name", name) | arguments.read_values(db, PERSON, person)
        number = checked.add_to(db, ALUMNUS, values, arguments.read_values(db, GRADUATION, texts))
        return generic_verbs.written(db, session, GRADUATION, number, dry_run=dry_run)


@options.lists
def list_(session: Session, choice: options.Choice, asked: Asked) -> Listing:
    """List alumni: a row for each graduation."""
    return lists.listing(session, GRADUATION, choice, lambda db: asked.conditions(db, session))


@options.tells
def stats(
    session: Session,
    choice: options.Choice,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="class, faculty, campus, year, level or province.")
    ] = "class",
    *,
    asked: Asked,
) -> Listing:
    """Count alumni by what they have in common, and hold them against what offices state."""
    from netreg.cli.alumni import stats

    return stats.counted(session, choice, by, asked)


@options.exports
def export(
    session: Session,
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", readable=False, help="A new file; - is the standard output.")
    ] = Path("-"),
    *,
    asked: Asked,
    headings: options.Headings = "th",
    encoding: options.WrittenIn = None,
    force: options.Replace = False,
) -> Bytes | Told:
    """Write alumni to a CSV, Excel or JSON file: person and graduation in one row."""
    from netreg.cli.framework import import_export

    with session.reading() as db:
        narrowed = tuple(asked.conditions(db, session))
        return import_export.exported(
            session, db, ALUMNUS, import_export.Asked(file, headings, encoding, force), narrowed
        )


COMMAND = generic_verbs.noun(
    GRADUATION,
    {"add": add, "list": list_, "stats": stats, "export": export},
    "Alumni: who graduated in what, where and when.",
    in_files=ALUMNUS,
)
