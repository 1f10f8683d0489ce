"""Pure work on the chunks of a long table, spread over the cores of the machine.

Where ``fork`` is safe, which it is on Linux, a long table gets a process for each core; they save
a quarter of the time of an import. Elsewhere, and for the first chunks, the work is done on the spot.
"""

from __future__ import annotations

import itertools
import marshal
import os
import signal
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

CHUNK = 1000
_FEW = 8
"""So many chunks are not worth a process."""
_MOST = 4


def split_chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Split rows into chunks that are worth sending to another process."""
    left = iter(rows)
    while chunk := list(itertools.islice(left, CHUNK)):
        yield chunk


def map_chunks(function: Callable[[Any], Any], chunks: Iterable[Any]) -> Iterator[Any]:
    """Yield what `function` makes of each chunk, in their order; plain values go in and out.

    Raises:
        EOFError: when a process ended instead of answering: a fault of netreg's own.
    """
    left = iter(chunks)
    yield from map(function, itertools.islice(left, _FEW))
    count = min(os.cpu_count() or 1, _MOST) if sys.platform == "linux" else 1
    if count == 1:
        yield from map(function, left)
        return
    workers: deque[_Worker] = deque()
    try:
        for chunk in left:
            # A worker has one order at a time, so that neither side ever waits for room in a pipe.
            answer = workers[0].receive() if len(workers) == count else None
            worker = workers.popleft() if answer is not None else _Worker(function, workers)
            worker.send(chunk)
            workers.append(worker)
            if answer is not None:
                yield answer
        for worker in workers:
            yield worker.receive()
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that answers until its pipe is closed, and so ends with its parent however that ends."""

    def __init__(self, function: Callable[[Any], Any], others: Iterable[_Worker]) -> None:
        """Start it; a copy of the pipes of `others` must not keep them open."""
        from multiprocessing import Pipe

        self.pipe, inner = Pipe()
        self.process = os.fork()
        if self.process == 0:
            _serve(function, inner, [self.pipe, *(other.pipe for other in others)])
        inner.close()

    def send(self, chunk: Any) -> None:
        self.pipe.send_bytes(marshal.dumps(chunk))

    def receive(self) -> Any:
        return marshal.loads(self.pipe.recv_bytes())  # noqa: S302 - our own process wrote it

    def end(self) -> None:
        self.pipe.close()
        os.waitpid(self.process, 0)


def _serve(function: Callable[[Any], Any], pipe: Connection, outer: Sequence[Connection]) -> NoReturn:
    code = 1
    try:
        for other in outer:
            other.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent has it too, and ends this process
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        while True:
            pipe.send_bytes(marshal.dumps(function(marshal.loads(pipe.recv_bytes()))))  # noqa: S302
    except EOFError:
        code = 0
    except BaseException:  # noqa: BLE001, S110 - a word of it could hold a person's record; the parent sees the end
        pass
    finally:
        os._exit(code)
