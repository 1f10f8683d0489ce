"""``netreg undo``: a whole command taken back."""

from __future__ import annotations

from netreg.cli.framework.generic_verbs import build_command
from netreg.cli.maintenance.history import undo

COMMAND = build_command(undo, "undo")
