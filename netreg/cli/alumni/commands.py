"""``netreg alumni``: what people graduated in, where and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.alumni.alumni_filter import AlumniFilter, Campus, ClassNo, Level, Province
from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.session import Session
from netreg.cli.nouns.look_alikes import ask_about_look_alikes, remember_others
from netreg.entities import GRADUATION, PERSON
from netreg.entities.graduations import ALUMNUS
from netreg.render.results import Detail, Listing, Message, RawOutput
from netreg.store.records import lookup, records
from netreg.store.writes import imported_rows
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row


def _is_key(name: str) -> bool:
    """Return whether a name is rather the code or number of a member: no name, which has two words or Thai letters."""
    plain = text.to_ascii_digits(text.clean(name))
    return bool(plain) and " " not in plain and (plain.isascii() or any(map(str.isdecimal, plain)))


@options.add_record_options
def add(
    session: Session,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Titles, given and family name; or a member.", show_default=False)
    ],
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
    force: options.Force = False,
) -> Detail | Message:
    """Add a graduation, and the person if not yet in the register."""
    person = {"birth_date": born, "email": email, "phone": phone, "province": province, "code": code}
    texts = {
        "organisation": faculty, "campus": campus, "class_no": class_no, "academic_year": year,
        "student_no": student_no, "level": level, "degree": degree, "programme": programme, "entered_year": entered,
        "graduated_on": on, "honours": honours, "note": note, "source": source,
    }  # fmt: skip

    named = {} if _is_key(name) else arguments.parse_compound(PERSON, "name", name)

    def read_values(db: sqlite3.Connection) -> tuple[Row, Row]:
        return named | arguments.parse_values(db, PERSON, person), arguments.parse_values(db, GRADUATION, texts)

    others = ask_about_look_alikes(session, ALUMNUS, read_values, force=force) if named else []
    with session.writing() as db:
        known = None if named else lookup.find_record(db, PERSON, name)
        values, graduation = read_values(db)
        before = None if known is None else records.read_values(db, PERSON, known)
        values = generic_verbs.confirm_typed(session, PERSON, values, before)
        number = imported_rows.add_child_to(db, ALUMNUS, values, graduation, known)
        if others:
            remember_others(db, ALUMNUS, records.read_values(db, GRADUATION, number)["person"], others)
        return generic_verbs.confirm_added(db, session, GRADUATION, number)


@options.add_query_options
def list_(session: Session, choice: options.ListOptions, asked: AlumniFilter) -> Listing:
    """List alumni: a row for each graduation."""
    return listing.list_records(session, GRADUATION, choice, lambda db: asked.conditions(db, session))


@options.add_unsorted_list_options
def stats(
    session: Session,
    choice: options.ListOptions,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="class, faculty, campus, year, level or province.")
    ] = "class",
    *,
    asked: AlumniFilter,
) -> Listing:
    """Count alumni by class, faculty or another field, and compare with what offices state."""
    from netreg.cli.alumni import alumni_stats

    return alumni_stats.count_alumni(session, choice, by, asked)


@options.add_export_options
def export(
    session: Session,
    file: options.File = Path("-"),
    query: options.Query = None,
    out: options.SameFile = None,
    *,
    asked: AlumniFilter,
    headings: options.Headings = "th",
    encoding: options.WrittenIn = None,
    force: options.Replace = False,
) -> RawOutput | Message:
    """Write alumni to a CSV, Excel or JSON file: person and graduation in one row."""
    from netreg.cli.framework import import_export

    file, query = import_export.choose_file(file, query, out)
    with session.reading() as db:
        queried = import_export.select_exported(session, db, ALUMNUS, file, query)
        narrowed = (*asked.conditions(db, session), *queried)
        return import_export.export_records(
            session, db, ALUMNUS, import_export.ExportTarget(file, headings, encoding, force), narrowed
        )


GROUP = generic_verbs.build_noun(
    GRADUATION,
    {"add": add, "list": list_, "stats": stats, "export": export},
    "Alumni: who graduated in what, where and when.",
    in_files=ALUMNUS,
)
