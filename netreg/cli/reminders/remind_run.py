"""Steps of every run of ``netreg remind``: record that it ran, and note what another run holds."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from netreg import config
from netreg.errors import BUSY
from netreg.language import ngettext
from netreg.store.connections import immediate_transaction
from netreg.store.reminders import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.cli.framework.session import Session
    from netreg.render.results import Message


def add_held_note(session: Session, told: Message, held: ledger.HeldDigests | None) -> Message:
    """Add a note of the digests that another run holds: it may have been killed."""
    if held is None:
        return told
    sentence = ngettext(
        "netreg: error: {n} digest is held by another run until {time}; run it again then",
        "netreg: error: {n} digests are held by another run until {time}; run it again then",
        held.number,
    )
    time = held.until.astimezone(config.find_time_zone(session.settings.timezone)).strftime("%H:%M")
    line = sentence.format(n=held.number, time=time)
    return told._replace(report=(*told.report, line), exit_code=told.exit_code or BUSY)


@contextmanager
def recording_run(
    session: Session, digest: ledger.OutgoingDigest | None, way: str, sent: int = 0, *, complete: bool = True
) -> Iterator[None]:
    """Record what is printed meanwhile as shown, and then that the command was completed.

    It told this `way`; `sent` warnings went by mail before that. It is not `complete` where
    another run had something in hand: whether that came to its end nobody knows.
    """
    with session.writing_unrecorded() as db:
        with ledger.confirming(db, digest):
            yield
        told = sent + (len(digest.warnings) if digest else 0)
        with immediate_transaction(db):
            for name in ("remind", way) if complete else ():
                ledger.note_run(db, name, ledger.get_current_time(), session.as_of, told)
