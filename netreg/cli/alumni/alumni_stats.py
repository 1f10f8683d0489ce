"""``netreg alumni stats``: how many graduated, in which class, faculty or year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli.framework import listing
from netreg.cli.framework.option_values import check_known
from netreg.core.fields import PLAIN, Count, Field, Style
from netreg.entities import FIGURE, GRADUATION, ORGANISATION, PERSON
from netreg.language import _
from netreg.render.charts.bars import draw_bar
from netreg.render.results import Listing
from netreg.store.records import conditions, lookup, records
from netreg.store.reports import summaries

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.alumni.alumni_filter import AlumniFilter
    from netreg.cli.framework.options import ListOptions
    from netreg.cli.framework.session import Session
    from netreg.core.entity import Row
    from netreg.store.reports.summaries import GroupCount

BY = {
    "class": GRADUATION.by_name["class_no"],
    "faculty": GRADUATION.by_name["organisation"],
    "campus": GRADUATION.by_name["campus"],
    "year": GRADUATION.by_name["academic_year"],
    "level": GRADUATION.by_name["level"],
    "province": PERSON.by_name["province"],
}
_IN_ORDER = ("class", "year")
"""What has an order of its own; of the rest the largest comes first."""


class _GroupedField(Field):
    """The field that alumni are counted by, with words for a blank."""

    def __init__(self, field: Field) -> None:
        """Detail as the field itself."""
        super().__init__(field.name, field.label.th, field.label.en)
        self.field = field

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Return the text of the field, or that it is not stated."""
        return _("(not stated)") if value is None else self.field.show(value, style)

    def to_json(self, value: Any) -> Any:
        """Return the value as the field does."""
        return self.field.to_json(value)

    def to_cell(self, value: Any) -> str:
        """Return the value as the field does."""
        return self.field.to_cell(value)


class ShareField(Field):
    """A part of a whole, from 0 to 1."""

    is_numeric = True

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002 - the same in every style
        """Return per cent, to a tenth."""
        return f"{value:.1%}"

    def to_json(self, value: Any) -> float:
        """Return four decimals."""
        return round(float(value), 4)


class BarField(Field):
    """A part of the largest, drawn; only for people, and left out where there is no room."""

    is_picture = True
    length = 24

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002 - the same in every style
        """Draw the bar in blocks."""
        return draw_bar(value, self.length)


COUNT = Count("count", "จำนวน", "Count")
SHARE = ShareField("share", "ร้อยละ", "Share")
BAR = BarField("chart", "แผนภูมิ", "Chart")


def count_alumni(session: Session, choice: ListOptions, by: str, asked: AlumniFilter) -> Listing:
    """Count the alumni of each value, and compare with what offices state.

    Raises:
        UsageError: when they can not be counted by that.
    """
    by = check_known("--by", by, BY)
    with session.reading() as db:
        found = summaries.count_graduations(db, BY[by], asked.conditions(db, session))
        told = tuple(_compare_figures(db, session, asked))
    if by not in _IN_ORDER:
        found.sort(key=lambda one: (one.value is None, -one.number))
    fields = (_GroupedField(BY[by]), COUNT, SHARE, BAR)
    total = sum(one.number for one in found)
    rows = _build_rows(found, BY[by].name, total)
    rows = rows[: choice.limit]
    summed = _("{n} graduations").format(n=COUNT.show(total))
    return Listing(listing.select_columns(fields, choice), rows, session.view, footer=(summed, *told))


def _build_rows(found: list[GroupCount], name: str, total: int) -> list[Row]:
    largest = max((one.number for one in found), default=1)
    return [
        {name: one.value, "count": one.number, "share": one.number / total, "chart": one.number / largest}
        for one in found
    ]


_SUBJECTS = ("graduates", "classes")


def _compare_figures(db: sqlite3.Connection, session: Session, asked: AlumniFilter) -> Iterator[str]:
    """Yield what offices state of their alumni, where all alumni of an office are counted."""
    if any(asked._replace(faculty=None)):
        return
    narrowed = (
        [] if asked.faculty is None else [_match_organisation(lookup.find_record(db, ORGANISATION, asked.faculty))]
    )
    for figure in records.select_records(db, FIGURE, narrowed, as_of=session.as_of):
        if figure["subject"] in _SUBJECTS:
            yield _describe_figure(figure, session.view.style)


def _match_organisation(organisation: int) -> conditions.Condition:
    return conditions.select_equal(FIGURE.by_name["organisation"], organisation)


def _describe_figure(figure: Row, style: Style) -> str:
    """Say what is stated, as of when, and how much of it the register holds."""
    when = ""
    if figure["academic_year"] is not None:
        when = _(" for academic year {year}").format(year=figure["academic_year"])
    elif figure["stated_on"] is not None:
        when = _(" as of {date}").format(date=FIGURE.by_name["stated_on"].show(figure["stated_on"], style))
    what = _("{n} classes") if figure["subject"] == "classes" else _("{n} graduates")
    return _("{name}: {what} stated{when}, {found} in the register").format(
        name=figure["organisation"].name,
        what=what.format(n=COUNT.show(figure["count"])),
        when=when,
        found=COUNT.show(figure["in_register"]),
    )
