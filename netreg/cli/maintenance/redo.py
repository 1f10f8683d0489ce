"""``netreg redo``: an undo taken back."""

from __future__ import annotations

from netreg.cli.framework.generic_verbs import command
from netreg.cli.maintenance.history import redo

COMMAND = command(redo, "redo")
