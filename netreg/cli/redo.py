"""``netreg redo``: an undo taken back."""

from __future__ import annotations

from netreg.cli.history import redo
from netreg.cli.standard import command

COMMAND = command(redo, "redo")
