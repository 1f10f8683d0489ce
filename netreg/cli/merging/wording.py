"""Sentences about what was moved, joined and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.cli.merging.side_by_side import show_value
from netreg.entities import BY_NAME
from netreg.language import _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.fields import Style
    from netreg.store.merging.joined_records import JoinedRecord


def describe_moved(moved: Mapping[str, int]) -> str:
    """Count what was moved by kind."""
    return ", ".join(f"{BY_NAME[kind].label} {count}" for kind, count in moved.items())


def describe_joined(db: sqlite3.Connection, joined: JoinedRecord, style: Style) -> str:
    """Say which record became part of which, and what of it was left out."""
    kind = BY_NAME[joined.kind]
    said = _("joined {kind} {gone} with {kind} {kept}").format(
        kind=kind.spoken_name, gone=joined.gone, kept=joined.kept
    )
    if not joined.left:
        return said
    fields = ((kind.by_name[name], value) for name, value in joined.left)
    left = ", ".join(f"{field.label} {show_value(db, field, value, style)}" for field, value in fields)
    return _("{said}; left out: {left}").format(said=said, left=left)
