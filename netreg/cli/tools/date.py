"""``netreg date``: how a written date is read, before a column of them is imported."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from netreg.cli.framework import options
from netreg.cli.framework.option_values import read_era
from netreg.cli.framework.session import Session
from netreg.core.fields import Field, Style
from netreg.errors import InvalidValue
from netreg.render.results import Listing
from netreg.thai.dates import date_parser, formats

FIELDS = (
    Field("input", "ที่เขียน", "Written"),
    Field("value", "ค่า ISO", "ISO value"),
    Field("shown", "วันที่", "Date"),
    Field("weekday", "วัน", "Weekday"),
    Field("precision", "ความละเอียด", "Precision"),
    Field("error", "เหตุที่ไม่รับ", "InvalidValue because"),
)


@options.add_view_options
def date(
    session: Session,
    texts: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", show_default=False)] = None,
    read_years: options.ReadYears = None,
) -> Listing:
    """Show how dates are read: arguments, or lines of the standard input."""
    years = read_era(read_years)
    rows = [_build_row(text, session.view.style, years) for text in texts or read_lines()]
    return Listing(FIELDS, rows, session.view, exit_code=int(any(row["error"] for row in rows)))


def read_lines() -> list[str]:
    """Return the lines of the standard input, without line ends."""
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines()


def _build_row(text: str, style: Style, years: str | None) -> dict[str, Any]:
    row = dict.fromkeys(field.name for field in FIELDS) | {"input": text}
    try:
        value, precision, _era = date_parser.parse_date(text, years=years)
    except InvalidValue as refusal:
        return row | {"error": str(refusal)}
    shown = formats.format_date(value, era=style.era, style="long", lang=style.lang)
    return row | {
        "value": value,
        "precision": precision,
        "shown": shown,
        "weekday": formats.find_weekday(value, style.lang),
    }
