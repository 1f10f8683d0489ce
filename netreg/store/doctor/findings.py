"""The findings of an examination."""

from __future__ import annotations

from typing import NamedTuple

FIX_COMMAND = "netreg doctor --fix"


class FileFinding(NamedTuple):
    """Something wrong: a stable id, its severity (``error`` or ``warning``), a sentence, and the cure.

    `fixable` says whether ``doctor --fix`` repairs it without losing anything.
    """

    id: str
    severity: str
    what: str
    cure: str
    fixable: bool = False
