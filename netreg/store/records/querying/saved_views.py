"""The queries that a register keeps by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import SAVED_VIEW
from netreg.errors import InvalidValue, UnknownRecord
from netreg.language import _
from netreg.store.records import lookup
from netreg.store.records.records import read_values

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Entity

SIGN = "@"


def read_view(db: sqlite3.Connection, entity: Entity, written: str) -> str | None:
    """Return the query that ``@NAME`` stands for in a list of a kind; None where it is a text to search for.

    A text with a dot in it that is the name of no view is a part of an e-mail address.

    Raises:
        InvalidValue: when there is no such view, or it is one of another kind.
    """
    if not written.startswith(SIGN) or len(written) == len(SIGN):
        return None
    name = written.removeprefix(SIGN)
    try:
        row = read_values(db, SAVED_VIEW, lookup.find_record(db, SAVED_VIEW, name))
    except UnknownRecord as error:
        if "." in name:
            return None
        raise InvalidValue(str(error)) from None
    if row["noun"] != entity.command:
        raise InvalidValue(
            _("view '{name}' is of {noun}; use it with 'netreg {noun} list @{name}'").format(
                name=name, noun=row["noun"]
            )
        )
    return str(row["query"])
