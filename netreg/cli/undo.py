"""``netreg undo``: a whole command taken back."""

from __future__ import annotations

from netreg.cli.history import undo
from netreg.cli.standard import command

COMMAND = command(undo, "undo")
