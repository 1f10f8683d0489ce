"""``netreg NOUN not-same A B``: two records that look alike are two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import options
from netreg.cli.framework.session import Session, make_dry_run_note, make_unchanged_note
from netreg.cli.merging.pairs import One, Other, find_pair
from netreg.language import _
from netreg.render.results import Message
from netreg.store.merging import not_same as pairs
from netreg.store.records import records

if TYPE_CHECKING:
    from netreg.cli.framework.command_builder import Verb
    from netreg.core.entity import Entity


def make_not_same(entity: Entity) -> Verb:
    """Make the verb that remembers that two records of a kind are two."""

    @options.add_write_options
    def not_same(
        session: Session,
        one: One,
        other: Other,
        reason: Annotated[str | None, typer.Option("--reason", help="Why they are two.")] = None,
        forget: Annotated[bool, typer.Option("--forget", help="Forget that they are two.")] = False,
    ) -> Message:
        with session.writing() as db:
            numbers = find_pair(db, entity, one, other)
            changed = True
            if forget:
                pairs.remove_pair(db, entity, *numbers)
            else:
                changed = pairs.add_pair(db, entity, *numbers, reason)
            refs = records.find_refs(db, entity.name, numbers)
        sentence = _("{kind} {one} ({one_name}) and {kind} {other} ({other_name}) are two records")
        if forget:
            sentence = _("{kind} {one} ({one_name}) and {kind} {other} ({other_name}) may be one again")
        said = sentence.format(
            kind=entity.spoken_name,
            one=numbers[0],
            one_name=refs[numbers[0]].name,
            other=numbers[1],
            other_name=refs[numbers[1]].name,
        )
        data = {"kind": entity.name, "one": numbers[0], "other": numbers[1], "not_same": not forget, "reason": reason}
        notes = (*make_unchanged_note(changed=changed), *make_dry_run_note(dry_run=session.dry_run))
        return Message((said,), session.view, data, notes)

    return not_same
