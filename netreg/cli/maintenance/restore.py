"""``netreg restore``: a backup put in the register's place."""

from __future__ import annotations

from netreg.cli.framework.generic_verbs import command
from netreg.cli.maintenance.backup import restore

COMMAND = command(restore, "restore")
