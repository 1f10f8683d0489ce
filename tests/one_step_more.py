"""netreg with one schema step more than it has: as a later release will meet a register of today.

Run by itself it is that program: ``python tests/one_step_more.py org list``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

import pytest

from netreg.store import connections, migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

    from tests.conftest import Netreg

VERSION = connections.SCHEMA_VERSION + 1


def add_column(db: Database) -> None:
    """Give organisations a column more."""
    db.execute("ALTER TABLE organisation ADD COLUMN more TEXT")


STEPS = (*migrations.STEPS, add_column)


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process know the step."""
    monkeypatch.setattr(migrations, "STEPS", STEPS)
    monkeypatch.setattr(connections, "SCHEMA_VERSION", VERSION)


def run(netreg: Netreg, *words: str) -> tuple[int, str, str]:
    """Run the program that knows the step; return its code, output and errors."""
    with pytest.MonkeyPatch.context() as patch:
        install(patch)
        done = netreg(*words)
    return done.code, done.out, done.err


if __name__ == "__main__":
    from netreg.__main__ import main

    migrations.STEPS = STEPS  # type: ignore[assignment]
    connections.SCHEMA_VERSION = VERSION
    main()
