"""``netreg name``: how a written personal name is read."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any

import typer

from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.cli.tools.date import read_lines
from netreg.core.fields import Field, TextList
from netreg.errors import Failure, InvalidValue
from netreg.render.results import Listing
from netreg.thai.names import name_parser, title_table


class _TitlesField(TextList):
    """Titles, as a list already."""

    def to_json(self, value: Any) -> list[str]:
        return list(value or ())


FIELDS = (
    Field("input", "ที่เขียน", "Written"),
    _TitlesField("titles", "คำนำหน้า", "Titles"),
    Field("given_name", "ชื่อ", "Given name"),
    Field("family_name", "นามสกุล", "Family name"),
    _TitlesField("short_titles", "คำนำหน้าย่อ", "Titles, short"),
    Field("nickname", "ชื่อเล่น", "Nickname"),
    Field("former_family_name", "นามสกุลเดิม", "Former family name"),
    _TitlesField("remarks", "ข้อสังเกต", "Remarks"),
    Field("error", "เหตุที่ไม่รับ", "InvalidValue because"),
)


@options.add_view_options
def name(
    session: Session,
    texts: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", show_default=False)] = None,
) -> Listing:
    """Show how names are read: arguments, or lines of the standard input.

    The titles that the register adds to netreg's own are taken off too, if there is a register.
    """
    if session.db.exists():
        with suppress(Failure), session.reading():
            pass  # it hands on its titles
    rows = [_build_row(text) for text in texts or read_lines()]
    return Listing(FIELDS, rows, session.view, exit_code=int(any(row["error"] for row in rows)))


def _build_row(text: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(field.name for field in FIELDS) | {"input": text}
    try:
        read = name_parser.parse_name(text)
    except InvalidValue as refusal:
        return row | {"error": str(refusal)}
    short = [title_table.shorten_title(title) for title in read.titles]
    return row | {
        "titles": read.titles,
        "given_name": read.given,
        "family_name": read.family or None,
        "short_titles": short,
        "nickname": read.nickname or None,
        "former_family_name": read.former_family or None,
        "remarks": list(map(str, read.remarks)),
    }
