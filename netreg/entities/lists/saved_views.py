"""Saved views: queries of lists that a register keeps by a name, used as ``netreg NOUN list @NAME``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Text
from netreg.core.keys import Key
from netreg.core.queries.query import parse_query
from netreg.core.queries.query_error import QueryError
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check_view(row: Row) -> Iterator[Problem]:
    """Find a view without a name, and one whose query cannot be read."""
    if not row["code"]:
        yield Problem("code", _("a view needs a name"))
    try:
        parse_query(row["query"] or "")
    except QueryError as error:
        yield Problem("query", error.sentence, error.advice)


SAVED_VIEW = Entity(
    name="saved_view",
    collection="saved_views",
    command="view",
    label=Label("มุมมองที่บันทึกไว้", "View"),
    plural=Label("มุมมองที่บันทึกไว้", "Views"),
    fields=(
        Text("noun", "คำสั่งรายการ", "Noun", "รายการของ", "of", required=True),
        Text("query", "คำค้น", "Query", "เงื่อนไข", "filter", required=True),
    ),
    columns=("id", "code", "noun", "query"),
    display_name=lambda row: row["code"] or "",
    names=lambda row: (row["code"] or "",),
    keys=(Key("code"),),
    check=_check_view,
)
