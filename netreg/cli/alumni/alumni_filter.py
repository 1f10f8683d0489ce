"""The options that choose the alumni of a list, a count or an export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, listing, options
from netreg.cli.framework.option_values import read_year
from netreg.cli.framework.session import Session
from netreg.entities import GRADUATION, MEMBER_GROUP, ORGANISATION, PERSON
from netreg.errors import UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.records import conditions, lookup

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

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


class AlumniFilter(NamedTuple):
    """The options that choose alumni."""

    faculty: Faculty = None
    campus: Campus = None
    class_no: ClassNo = None
    year: Year = None
    level: Level = None
    province: Province = None
    group: Group = None
    match: options.Match = None

    def conditions(self, db: sqlite3.Connection, session: Session) -> Iterator[Condition]:
        """Yield the conditions that a graduation must meet."""
        yield from listing.match_text(db, self.match, GRADUATION, session.as_of)
        if self.faculty is not None:
            yield conditions.select_of_units("organisation_id", lookup.find_record(db, ORGANISATION, self.faculty))
        if self.campus is not None:
            yield conditions.select_on_campus(lookup.find_record(db, ORGANISATION, self.campus))
        yield from listing.match_fields(db, GRADUATION, {"class_no": self.class_no, "level": self.level})
        if self.year is not None:
            yield _match_years(self.year)
        if self.province is not None:
            province = arguments.parse_value(db, PERSON.by_name["province"], self.province)
            yield conditions.select_of_province(GRADUATION, province)
        if self.group is not None:
            yield conditions.select_in_group(
                lookup.find_record(db, MEMBER_GROUP, self.group), session.as_of, "person_id"
            )


def _match_years(written: str) -> Condition:
    """Match the academic years that an option gives: one, or all from the first to the last."""
    field = GRADUATION.by_name["academic_year"]
    first, _dash, last = re.sub(r"\s*[-–]\s*", "-", written).partition("-")
    years = read_year(first), read_year(last or first)
    if years[0] > years[1]:
        raise UsageError(
            _("--year: the range '{text}' ends before it begins").format(text=written), _("write it like 2540-2549")
        )
    return conditions.select_between(field, *years)
