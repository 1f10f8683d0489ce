"""What SQLite was not given by the system, told by its cause."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

from netreg.errors import DeviceError
from netreg.store import sqlite_errors

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["SQLITE_IOERR_WRITE", "SQLITE_CANTOPEN"])
def test_a_quota_that_is_used_up_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The disk has room, and the system gives none of it: SQLite says no more than that a write failed."""

    def refuse(**_more: Any) -> Any:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = name
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(DeviceError, match=f"{tmp_path}"), sqlite_errors.translating_errors(tmp_path / "register.db"):
        raise error
