"""What an examination finds."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """Something wrong: a stable id, how grave (``error`` or ``warning``), what, and its cure.

    `fixable` says whether ``doctor --fix`` mends it without losing anything.
    """

    id: str
    severity: str
    what: str
    cure: str
    fixable: bool = False
