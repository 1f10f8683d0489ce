"""``netreg undo`` and ``netreg redo``: whole commands reversed."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg import config
from netreg.cli.framework import options
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.cli.maintenance.history import describe_command
from netreg.language import _
from netreg.render.results import Message
from netreg.store import commands as store_commands
from netreg.store.history import command_log
from netreg.store.undo import reversal

Number = Annotated[int | None, typer.Argument(metavar="[NUMBER]", show_default=False)]
ForceUnaffected = Annotated[
    bool, typer.Option("--force-unaffected", help="Leave out what has changed since, and do the rest.")
]


@options.add_write_options
def undo(
    session: Session,
    number: Number = None,
    force_unaffected: ForceUnaffected = False,
) -> Message:
    """Undo a whole command: the last one, or the one with this number in the history."""
    return _reverse_commands(session, number, redo=False, force_unaffected=force_unaffected)


@options.add_write_options
def redo(
    session: Session,
    number: Number = None,
    force_unaffected: ForceUnaffected = False,
) -> Message:
    """Redo what was undone: by the last undo, or by the undo with this number in the history."""
    return _reverse_commands(session, number, redo=True, force_unaffected=force_unaffected)


def _reverse_commands(session: Session, number: int | None, *, redo: bool, force_unaffected: bool) -> Message:
    with session.writing() as db:
        commands = reversal.choose_commands(db, number, redo=redo)
        changes = [describe_command(db, command) for command in commands]
        undone = []
        for place, command in enumerate(commands):
            if place:  # each has an entry of its own in the history
                store_commands.begin_next(db, session.words, config.find_actor())
            command_log.mark_undone(db, command.id)
            undone.append(reversal.undo_command(db, command, force_unaffected=force_unaffected))
    pattern = (
        _("reversed command {number} '{words}' by {actor}: {changes}")
        if redo
        else _("undid command {number} '{words}' by {actor}: {changes}")
    )
    sentences = tuple(
        pattern.format(number=one.command.id, words=one.command.words, actor=one.command.actor, changes=change)
        for one, change in zip(undone, changes, strict=True)
    )
    notes = tuple(_("left unchanged: {record}").format(record=record) for one in undone for record in one.left)
    data = [{"command": one.command.id, "records": one.records, "left": list(one.left)} for one in undone]
    return Message(
        sentences,
        session.view,
        data if len(data) > 1 else data[0],
        (*notes, *make_dry_run_note(dry_run=session.dry_run)),
    )
