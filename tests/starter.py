"""Starts the program by forking a process that has loaded its modules: a start for a tenth of the price.

What runs is a process of its own with its own arguments, environment, folder and streams; it runs
the installed script and ends as an interpreter ends. Only the loading of modules is done once for all
tests of a worker. Run as a script, this file is the process that forks; a request is a line of JSON
with the three streams beside it, and what comes back is the number of the process and, when it has
ended, its exit code.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PLAIN = ("NETREG_", "XDG_")
"""Variables that are read when a command runs; others may be read while modules load."""
LIKEWISE = {"PATH", "HOME", "COLUMNS", "EDITOR", "VISUAL"}
LOADED_LATE = (
    "holidays", "icalendar", "jinja2", "python_calamine", "rich.table", "rich.tree", "typer.rich_utils", "xlsxwriter",
)  # fmt: skip
"""What the program loads in the midst of a command."""
PATIENCE = 120
"""Seconds that a run may take."""


class Starter:
    """The process that forks, and the talk with it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it with an environment that holds as little as that of the program."""
        self._socket, theirs = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            env=environment,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        self._answers = self._socket.makefile("r")
        self._readers = ThreadPoolExecutor(2)
        self._one_at_a_time = threading.Lock()

    @staticmethod
    def can(environment: Mapping[str, str]) -> bool:
        """Whether a run with this environment is the same as one from the beginning."""
        return hasattr(os, "fork") and all(name.startswith(PLAIN) or name in LIKEWISE for name in environment)

    def run(
        self, command: Sequence[str], *, folder: Path, environment: Mapping[str, str], stdin: bytes | None
    ) -> tuple[bytes, bytes, int]:
        """Standard output, standard error and the exit code of a command.

        Raises:
            TimeoutExpired: when it does not end.
        """
        with self._one_at_a_time:
            asked, out, err = os.pipe(), os.pipe(), os.pipe()
            nothing = os.open(os.devnull, os.O_RDONLY)
            order = json.dumps({"command": list(command), "folder": str(folder), "environment": dict(environment)})
            streams = [nothing if stdin is None else asked[0], out[1], err[1]]
            socket.send_fds(self._socket, [len(order).to_bytes(8, "big")], streams)
            self._socket.sendall(order.encode())
            for stream in (nothing, asked[0], out[1], err[1]):
                os.close(stream)
            read = [self._readers.submit(_all_of, stream) for stream in (out[0], err[0])]
            process = int(self._answers.readline())
            late = threading.Timer(PATIENCE, os.kill, (process, signal.SIGKILL))
            late.start()
            with suppress(BrokenPipeError), os.fdopen(asked[1], "wb") as pipe:
                pipe.write(stdin or b"")
            code = int(self._answers.readline())
            late.cancel()
            if code == -signal.SIGKILL and late.finished.is_set() and not late.is_alive():
                raise subprocess.TimeoutExpired(list(command), PATIENCE)
            return read[0].result(), read[1].result(), code

    def end(self) -> None:
        """End it; it ends when nobody speaks to it any more."""
        self._answers.close()
        self._socket.close()
        self._process.wait()
        self._readers.shutdown()


def _all_of(stream: int) -> bytes:
    with os.fdopen(stream, "rb") as pipe:
        return pipe.read()


def main() -> None:
    """Load what the program is made of, with the shapes of dates, then start it as often as is asked."""
    import netreg
    from netreg.thai.dates import calendar

    for module in pkgutil.walk_packages(netreg.__path__, "netreg."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in LOADED_LATE:
        import_module(name)
    calendar.read("2026-11-21")
    gc.freeze()
    talk = socket.socket(fileno=int(sys.argv[1]))
    while True:
        head, streams, _flags, _address = socket.recv_fds(talk, 8, 3)
        if not head:
            return
        order = json.loads(_exactly(talk, int.from_bytes(head, "big")))
        process = os.fork()
        if process == 0:
            talk.close()
            _become(order, streams)
        for stream in streams:
            os.close(stream)
        talk.sendall(f"{process}\n".encode())
        _process, status = os.waitpid(process, 0)
        talk.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _exactly(talk: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        found += talk.recv(size - len(found))
    return found


def _become(order: dict[str, Any], streams: list[int]) -> NoReturn:
    """Be the program: the installed script, run to its end.

    The end is that of an interpreter, but for the taking down of all modules.
    """
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - open as long as the process lives
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - likewise
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115 - likewise
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = order["command"]
    code = 0
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - an interpreter tells whatever comes
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except OSError:
        code = 120
    os._exit(code)


if __name__ == "__main__":
    main()
