"""``netreg NOUN unmerge``: two records that were merged are two again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg import config
from netreg.cli.framework import options
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.entities import BY_NAME
from netreg.errors import RefusedChange, UnknownRecord
from netreg.language import _
from netreg.render.results import Message
from netreg.store.merging import made_merges
from netreg.store.merging.unmerge import CHANGED, GONE, part_records
from netreg.store.records import former_keys, lookup, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.framework.command_builder import Verb
    from netreg.core.entity import Entity
    from netreg.store.merging.made_merges import Merged
    from netreg.store.merging.unmerge import Parting

Merge = Annotated[
    str,
    typer.Argument(
        metavar="RECORD", help="The record that was merged into another, or the one that stayed.", show_default=False
    ),
]


def make_unmerge(entity: Entity) -> Verb:
    """Make the verb that parts two merged records of a kind."""

    @options.add_write_options
    def unmerge(session: Session, record: Merge) -> Message:
        with session.writing() as db:
            merged = _find_merge(db, entity, record)
            parting = part_records(db, entity, merged, config.find_actor())
            refs = records.find_refs(db, entity.name, [merged.kept, merged.gone])
            notes = tuple(_describe_rest(entity, merged, parting))
        sentence = _("parted {kind} {gone} ({gone_name}) from {kind} {kept} ({kept_name})").format(
            kind=entity.spoken_name,
            gone=merged.gone,
            gone_name=refs[merged.gone].name,
            kept=merged.kept,
            kept_name=refs[merged.kept].name,
        )
        notes = (*notes, *make_dry_run_note(dry_run=session.dry_run))
        return Message((sentence,), session.view, _build_data(entity, merged, parting), notes)

    return unmerge


def _find_merge(db: sqlite3.Connection, entity: Entity, written: str) -> Merged:
    """Return the merge that a person means by either record.

    Raises:
        RefusedChange: when nothing was merged into the record, or several were.
    """
    every = made_merges.find_merges(db, entity)
    try:
        kept = lookup.find_record(db, entity, written)
    except UnknownRecord:
        _refuse_removed(db, entity, written)
        raise
    followed = former_keys.take_followed()
    into = [one for one in every if one.kept == kept]
    asked = written.removeprefix("#")
    named = [one for one in into if asked in made_merges.list_keys(db, one)] if followed else []
    found = named or into
    if len(found) == 1:
        return found[0]
    if not found:
        raise RefusedChange(
            _("nothing was merged into {kind} {number}").format(kind=entity.spoken_name, number=kept),
            _("see 'netreg duplicates former-key list'"),
        )
    raise RefusedChange(
        _("several records were merged into {kind} {number}: {merged}").format(
            kind=entity.spoken_name, number=kept, merged="; ".join(f"{one.gone} {one.title}" for one in found)
        ),
        _("name one: netreg {kind} unmerge {number}").format(kind=entity.command, number=found[-1].gone),
    )


def _refuse_removed(db: sqlite3.Connection, entity: Entity, written: str) -> None:
    """Refuse to part what was merged into a record that is gone.

    Raises:
        RefusedChange: naming what is to be brought back first.
    """
    if (uid := made_merges.find_removed_survivor(db, entity, written.removeprefix("#"))) is not None:
        raise RefusedChange(
            _("{kind} '{text}' was merged into {kind} {number}, which was removed since").format(
                kind=entity.spoken_name, text=written, number=uid[0]
            ),
            _("first bring that back with 'netreg undo {number}'").format(number=uid[1]),
        )


def _describe_rest(entity: Entity, merged: Merged, parting: Parting) -> Iterator[str]:
    """Yield a sentence for whatever could not be parted, and what to type next."""
    for kind, number, column, why in parting.left:
        if kind not in BY_NAME:
            continue
        known = BY_NAME[kind]
        what = f"{known.spoken_name} {number}"
        if column is not None:
            field = next((one for one in known.stored if column in (one.column, one.name)), None)
            what += f", {field.label}" if field else f", {column}"
        if why == GONE:
            yield _("not parted: {what} (removed since)").format(what=what)
        elif why == CHANGED:
            yield _("not parted: {what} (changed since)").format(what=what)
        else:
            yield _("not given back: {what} (used by another record by now)").format(what=what)
    for kind, kept, gone in parting.again:
        yield _("{kind} {gone}, merged into {kind} {kept} later, was merged again").format(
            kind=BY_NAME[kind].spoken_name, kept=kept, gone=gone
        )
    if parting.stayed:
        stayed = ", ".join(f"{BY_NAME[kind].spoken_name} {number}" for kind, number in parting.stayed)
        yield _("added since the merge, stays with {kind} {number}: {stayed}").format(
            kind=entity.spoken_name, number=merged.kept, stayed=stayed
        )
    yield _("if they are two for good: netreg {kind} not-same {one} {other}").format(
        kind=entity.command, one=merged.kept, other=merged.gone
    )


def _build_data(entity: Entity, merged: Merged, parting: Parting) -> dict[str, Any]:
    left = [{"kind": kind, "id": number, "field": column, "why": why} for kind, number, column, why in parting.left]
    stayed = [{"kind": kind, "id": number} for kind, number in parting.stayed]
    return {
        "kind": entity.name,
        "kept": merged.kept,
        "parted": merged.gone,
        "changes": parting.reversed,
        "left": left,
        "stayed": stayed,
        "merged_again": [{"kind": kind, "kept": kept, "merged": gone} for kind, kept, gone in parting.again],
    }
