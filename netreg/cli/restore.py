"""``netreg restore``: a backup put in the register's place."""

from __future__ import annotations

from netreg.cli.backup import restore
from netreg.cli.standard import command

COMMAND = command(restore, "restore")
