"""``netreg duplicates``: records that are perhaps the same, and what was said of such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.cli.framework import generic_verbs, listing, options
from netreg.cli.framework.command_builder import build_command
from netreg.cli.framework.lazy_group import Entry, ListingGroup
from netreg.cli.framework.session import Session
from netreg.core.fields import Field, Number, Text
from netreg.entities import BY_NAME, FORMER_KEY, MERGED_KINDS, NOT_SAME
from netreg.language import _
from netreg.render.results import Listing
from netreg.store.checks.duplicates import part_accepted
from netreg.store.writes.doubtful_rows import describe_candidate

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from typer._click.core import Command

    from netreg.cli.framework.command_builder import Verb
    from netreg.core.entity import Entity, Row
    from netreg.store.similarity.duplicates import Duplicate

FIELDS: tuple[Field, ...] = (
    Text("kind", "ประเภท", "Kind"),
    Number("one", "เลข", "No."),
    Text("one_name", "รายการ", "Record"),
    Number("other", "เลขที่สอง", "Other no."),
    Text("other_name", "อีกรายการ", "Other record"),
    Number("points", "คะแนน", "Points"),
    Text("reason", "เหตุผล", "Reason"),
)
_SHOWN: tuple[Field, ...] = (
    Text("one_name", "รายการ", "Record"),
    Text("other_name", "อีกรายการ", "Other record"),
    Number("points", "คะแนน", "Points"),
    Text("reason", "เหตุผล", "Reason"),
)


def _make_duplicates(kinds: tuple[str, ...]) -> Verb:
    """Make the command that lists the duplicates of some kinds."""

    @options.add_list_options
    def duplicates(session: Session, choice: options.ListOptions) -> Listing:
        """Records that are perhaps the same, the likeliest first, with points and the reasons."""
        fields = listing.select_columns(FIELDS, choice)
        with session.reading() as db:
            found = [(BY_NAME[kind], *part_accepted(db, BY_NAME[kind])) for kind in kinds]
            rows = [row for entity, pairs, _count in found for row in _list_rows(db, entity, pairs)]
        rows = listing.sort_rows(rows, FIELDS, choice.sort)[: choice.limit]
        notes: tuple[str, ...] = () if rows else (_("no two records are perhaps the same"),)
        if count := sum(one[2] for one in found):
            notes += (_("{n} accepted; see 'netreg check --accepted'").format(n=count),)
        footer = tuple(_advise(rows[:1]))
        shown = None if choice.columns else Listing(_SHOWN, [_shorten_row(row) for row in rows], session.view)
        return Listing(fields, rows, session.view, FIELDS, notes, for_terminal=shown, footer=footer)

    return duplicates


def _list_rows(db: sqlite3.Connection, entity: Entity, pairs: Iterable[Duplicate]) -> Iterator[Row]:
    for found in pairs:
        yield {
            "kind": entity.command,
            "one": found.one,
            "one_name": describe_candidate(db, entity, found.one),
            "other": found.other,
            "other_name": describe_candidate(db, entity, found.other),
            "points": found.points,
            "reason": found.reason,
        }


def _shorten_row(row: Row) -> Row:
    """Return a row with the numbers before the names, as a table has room for it."""
    named = {
        name: f"{row['kind']} {row[name.removesuffix('_name')]} {row[name]}" for name in ("one_name", "other_name")
    }
    return {**row, **named}


def _advise(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        sentence = _("if they are one: netreg {kind} merge {one} {other}; if two: netreg {kind} not-same {one} {other}")
        yield sentence.format(**row)


def _build_entry(kind: str) -> Entry:
    entity = BY_NAME[kind]

    def load() -> Command:
        return build_command(_make_duplicates((kind,)), entity.command, entry.describe())

    entry = Entry("Only {kinds}.", load, kinds=entity.plural)
    return entry


_ALL = _make_duplicates(MERGED_KINDS)
GROUP = ListingGroup(
    name="duplicates",
    help=_ALL.__doc__,
    alone=build_command(_ALL, "duplicates"),
    entries={
        **{BY_NAME[kind].command: _build_entry(kind) for kind in MERGED_KINDS},
        "not-same": generic_verbs.build_noun_entry(NOT_SAME, {}, "Pairs of records that are not the same."),
        "former-key": generic_verbs.build_noun_entry(FORMER_KEY, {}, "Codes and numbers of merged records."),
    },
    rich_markup_mode="rich",
)
