"""Records to be added that are perhaps known already, spelled differently: ask a person, or refuse."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from netreg.entities import BY_NAME
from netreg.errors import NotConfirmed, RefusedChange
from netreg.language import _
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from netreg.cli.framework.session import Session
    from netreg.core.entity import Entity, Row
    from netreg.store.similarity.similar_records import Similar

    ReadValues = Callable[[sqlite3.Connection], tuple[Row, Row | None]]

_SHOWN = 3
"""How many records one line names."""


def ask_about_look_alikes(session: Session, entity: Entity, read_values: ReadValues, *, force: bool) -> list[int]:
    """Ask whether to add a record that is perhaps known; return the records that it is none of, by the answer.

    `read_values` reads it and its first child from the options; `force` answers yes.
    The register is not locked meanwhile. What is certainly known already is left to the write to refuse.

    Raises:
        RefusedChange: naming the records that it may be, where nobody can be asked.
        NotConfirmed: when the answer is no.
    """
    from netreg.store.records import matching
    from netreg.store.similarity.similar_records import find_similar
    from netreg.store.writes.doubtful_rows import describe_candidates

    kind = BY_NAME[entity.name]
    # As the write that follows, it brings a register with an older schema up to date.
    with session.writing_unrecorded() as db:
        values, child = read_values(db)
        row = entity.make_blank_row() | values
        if not force and matching.match_record(db, entity, row, child):
            return []
        similar = find_similar(db, kind, (child or {}) | row)
        others = [one.record for one in similar]
        shown = [f"{describe_candidates(db, kind, [one.record])}: {one.reason}" for one in similar]
    if force or not similar:
        return others
    if not sys.stdin.isatty():
        raise _refuse(kind, similar, shown)
    lines = [_("perhaps {candidate}").format(candidate=candidate) for candidate in shown]
    print(*map(make_one_line, lines), sep="\n", file=sys.stderr)
    print(_("add another {kind} anyway? [y/N]: ").format(kind=_name_kind(kind)), end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print(file=sys.stderr)
        raise typer.Abort
    if answer.strip().lower() not in ("y", "yes", "ใช่"):
        raise NotConfirmed(_("nothing was added"))
    return others


def remember_others(db: sqlite3.Connection, entity: Entity, number: int, others: list[int]) -> None:
    """Remember that a record just added is none of those that it is like, so that it is not listed as one of them."""
    if others:
        from netreg.store.merging.not_same import part_from

        part_from(db, BY_NAME[entity.name], number, others)


def _refuse(kind: Entity, similar: list[Similar], shown: list[str]) -> RefusedChange:
    named = "; ".join(shown[:_SHOWN]) + ("; …" if len(shown) > _SHOWN else "")
    return RefusedChange(
        _("perhaps {candidate}").format(candidate=named),
        _("if it is another, add --force; if not, change it with 'netreg {kind} edit {number} FIELD=VALUE'").format(
            kind=kind.command, number=similar[0].record
        ),
    )


def _name_kind(kind: Entity) -> str:
    return str(kind.label).lower()
