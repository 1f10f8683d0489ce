"""Connections that stay open from one run to the next, within the process of the tests.

To read the four hundred pieces of a schema takes three milliseconds, a quarter of a usual run, and to
forget them a fourth. A connection that a run closes is kept, cleared as a new one is, and given to the
next run of the same file. Its pages are forgotten; SQLite itself asks at each transaction whether its
schema is still that of the file. One in which something else would stay is closed as it should be.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from netreg.store import connections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_MOST = 4
"""Connections that are kept."""


class Opened(NamedTuple):
    """What a connection was opened for; one to another file of that name, or of another schema, is of no use."""

    path: str
    mode: str
    file: tuple[int, int]
    schema: bytes


class KeptConnection(connections.RegisterConnection):
    """A connection that may be kept when it is closed."""

    opened: Opened | None = None

    def close(self) -> None:
        """Keep the connection, if it is as good as new."""
        opened, self.opened = self.opened, None
        if opened is None or opened in _kept or not self._clear():
            super().close()
            return
        _kept[opened] = self
        if len(_kept) > AT_MOST:
            _kept.pop(next(iter(_kept))).close()

    def _clear(self) -> bool:
        """End what is open and forget the pages; return whether nothing else is left."""
        with suppress(sqlite3.Error):
            self.rollback()
            temporary, journal = (self.execute(sql).fetchone()[0] for sql in _LEFT)
            self.execute("PRAGMA shrink_memory")
            return not temporary and journal == "delete"
        return False


_kept: dict[Opened, KeptConnection] = {}
_LEFT = ("SELECT count(*) FROM sqlite_temp_schema", "PRAGMA journal_mode")
_RESET = (*connections._PRAGMAS, "query_only=OFF", "writable_schema=OFF", "mmap_size=0")
_connect = connections.connect


def connect(path: Path, mode: str, wait: float | None = None) -> sqlite3.Connection:
    """Take a kept connection, or open one that may be kept; as `netreg.store.connections.connect` otherwise."""
    if threading.current_thread() is not threading.main_thread():
        return _connect(path, mode, wait)
    try:
        opened = _describe_file(path, mode)
    except OSError:
        return _connect(path, mode, wait)
    connection = _kept.pop(opened, None)
    if connection is None:
        with mock.patch.object(sqlite3, "connect", _open):
            made = _connect(path, mode, wait)
        assert isinstance(made, KeptConnection)
        connection = made
    else:
        connection.row_factory, connection.text_factory = sqlite3.Row, connections._decode_text
        for pragma in _RESET:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={(connections.WAIT_SECONDS if wait is None else wait) * 1000:.0f}")
    connection.opened = opened
    return connection


def list_kept_files() -> set[tuple[int, int]]:
    """List the device and the number of each file to which a connection is kept."""
    return {opened.file for opened in _kept}


def _describe_file(path: Path, mode: str) -> Opened:
    with path.open("rb") as file:
        status, header = os.fstat(file.fileno()), file.read(64)
    return Opened(str(path.absolute()), mode, (status.st_dev, status.st_ino), header[40:44] + header[60:64])


def _open(*arguments: Any, **options: Any) -> sqlite3.Connection:
    made: sqlite3.Connection = _open_plain(*arguments, **(options | {"factory": KeptConnection}))
    return made


_open_plain = sqlite3.connect


@contextmanager
def keep_connections() -> Iterator[None]:
    """Let netreg use connections that are kept; only the thread that runs the tests has them."""
    with mock.patch.object(connections, "connect", connect):
        yield
