"""``netreg undo``: a whole command taken back."""

from __future__ import annotations

from netreg.cli.framework.generic_verbs import command
from netreg.cli.maintenance.history import undo

COMMAND = command(undo, "undo")
