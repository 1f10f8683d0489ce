"""``netreg init``: an empty register."""

from __future__ import annotations

import typer

from netreg.cli.framework.session import Session
from netreg.language import _
from netreg.render.results import Message
from netreg.store import connections, database, done_work


def init(ctx: typer.Context) -> Message:
    """Create an empty register; an existing one is left unchanged."""
    session: Session = ctx.obj
    with done_work.noting(lambda: connections.is_register(session.db)):
        made = database.create(session.db)
    sentence = _("created {path}") if made else _("{path} already exists and is up to date")
    return Message((sentence.format(path=session.db),), session.view, {"path": str(session.db), "made": made})
