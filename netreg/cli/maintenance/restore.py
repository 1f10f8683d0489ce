"""``netreg restore``: a backup put in the register's place."""

from __future__ import annotations

from netreg.cli.framework.generic_verbs import build_command
from netreg.cli.maintenance.backup import restore

COMMAND = build_command(restore, "restore")
