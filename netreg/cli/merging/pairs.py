"""Two records of a kind, as they are named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.entities import BY_NAME, MERGED_KINDS
from netreg.errors import RefusedChange, UnknownRecord, quote_word
from netreg.language import _
from netreg.store.records import former_keys, lookup, records

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Entity

One = Annotated[str, typer.Argument(metavar="A", help="A record: its code, number or exact name.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="B", help="The other one.", show_default=False)]


def find_pair(db: sqlite3.Connection, entity: Entity, one: str, other: str) -> tuple[int, int]:
    """Return the numbers of two records of a kind.

    Raises:
        RefusedChange: when one is of another kind, or both lead to one record.
    """
    numbers = _find_record(db, entity, one), _find_record(db, entity, other)
    if numbers[0] == numbers[1] and one != other:
        merged = next((word for word in (other, one) if former_keys.find_survivors(db, entity, word)), None)
        advice = _("they were merged; to part them: netreg {kind} unmerge {text}") if merged else _("name two records")
        raise RefusedChange(
            _("'{one}' and '{other}' both lead to {kind} {number}").format(
                one=one, other=other, kind=entity.spoken_name, number=numbers[0]
            ),
            advice.format(kind=entity.command, text=quote_word(merged or "")),
        )
    return numbers


def _find_record(db: sqlite3.Connection, entity: Entity, written: str) -> int:
    try:
        return lookup.find_record(db, entity, written)
    except UnknownRecord:
        for kind in (BY_NAME[name] for name in MERGED_KINDS if name != entity.name):
            if found := lookup.find_candidates(db, kind, written):
                name = records.find_refs(db, kind.name, found[:1])[found[0]].name
                raise RefusedChange(
                    _("'{text}' is of another kind: {kind} {number} ({name})").format(
                        text=written, kind=kind.spoken_name, number=found[0], name=name
                    ),
                    _("name two records of one kind"),
                ) from None
        raise
