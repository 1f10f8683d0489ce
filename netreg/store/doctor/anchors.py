"""Anchors: what the last command was, kept outside the register, so that a history rewritten whole is seen."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store import connections, sqlite_errors
from netreg.store.doctor.findings import FileFinding

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Anchor(NamedTuple):
    """The number, the moment and the hash of a command."""

    command: int
    at: str
    hash: str


def read_anchor(path: Path) -> Anchor | None:
    """Return the last command of a register, None while it has none."""
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as db:
        found = db.execute("SELECT id, at, hash FROM command ORDER BY id DESC LIMIT 1").fetchone()
    return Anchor(*found) if found else None


def compare_anchors(path: Path, anchors: Iterable[Anchor]) -> list[FileFinding]:
    """Find the anchors of which the register has no such command any more, or another."""
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as db:
        known = dict(db.execute("SELECT id, hash FROM command").fetchall())
    return [
        FileFinding(
            "history-rewritten",
            "error",
            _("command {number} of {at} is not the one that the anchor holds: the history was rewritten").format(
                number=one.command, at=one.at
            ),
            _("compare it with a backup ('netreg backup verify FILE')"),
        )
        for one in anchors
        if known.get(one.command) != one.hash
    ]
