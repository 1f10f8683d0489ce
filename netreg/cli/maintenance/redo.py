"""``netreg redo``: an undo taken back."""

from __future__ import annotations

from netreg.cli.framework.generic_verbs import build_command
from netreg.cli.maintenance.history import redo

COMMAND = build_command(redo, "redo")
