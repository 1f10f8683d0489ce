"""``netreg init``: an empty register."""

from __future__ import annotations

import typer

from netreg.cli.framework.session import Session
from netreg.language import _
from netreg.render.results import Message
from netreg.store import database


def init(ctx: typer.Context) -> Message:
    """Make an empty register; one that is there already is left as it is."""
    session: Session = ctx.obj
    made = database.create(session.db)
    sentence = _("made {path}") if made else _("{path} is a register already, and up to date")
    return Message((sentence.format(path=session.db),), session.view, {"path": str(session.db), "made": made})
