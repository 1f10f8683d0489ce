"""Saved views: each can be used as it is written, and none goes or is renamed that another uses."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from netreg.core.queries.query_error import QueryError
from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.errors import RefusedChange, suggest_names
from netreg.language import _
from netreg.store.records.querying.compiler import compile_query
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.thai.text import find_nearest

if TYPE_CHECKING:
    import sqlite3


_ANY_DAY = date(2000, 1, 1)
"""A day from which relative days of a query count while it is only tried."""


def list_nouns() -> dict[str, str]:
    """List the nouns that have a list, each with its kind."""
    return {kind.command: kind.name for kind in BY_NAME.values() if kind.name not in HOUSEKEEPING}


def refuse_used(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to remove or rename a view that another view names.

    Raises:
        RefusedChange: naming that one.
    """
    name = write.before.get("code")
    if not name or (write.after is not None and write.after["code"] == name):
        return
    named = re.compile(rf"(?<!\S)[-(]*@{re.escape(name)}(?![^\s)])")
    for row in db.execute("SELECT code, query FROM saved_view WHERE id IS NOT ?", [write.number]):
        if named.search(row["query"]):
            raise RefusedChange(
                _("view '{name}' is used in view '{other}'").format(name=name, other=row["code"]),
                _("change that first: netreg view edit {other} 'query=…'").format(other=row["code"]),
            )


def refuse_unusable(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a view that has been written and cannot be used: of no list, of unknown fields, or used in itself.

    Raises:
        RefusedChange: with the reason.
    """
    assert write.after is not None
    noun, nouns = write.after["noun"], list_nouns()
    if noun not in nouns:
        raise RefusedChange(
            _("'{noun}' has no list").format(noun=noun), suggest_names(find_nearest(noun, nouns), sorted(nouns))
        )
    try:
        compile_query(db, BY_NAME[nouns[noun]], write.after["query"], _ANY_DAY)
    except QueryError as error:
        raise RefusedChange(error.sentence, error.advice) from None


RULE = WriteRule(refuse=refuse_used, follow=refuse_unusable)
