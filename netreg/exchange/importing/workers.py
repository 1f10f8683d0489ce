"""Pure work on many rows, spread over the cores of the machine where it has more than one.

Workers are forked before the register is opened and hold nothing of it. They talk with
their parent through pipes, so that they end with it, however it ends. Where there is no
``fork`` that is safe (it is on Linux), or little to do, the work is done on the spot.
"""

from __future__ import annotations

import gc
import itertools
import marshal
import os
import signal
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Self

    Work = Mapping[str, Callable[[Any], Any]]

WORTH = 1 << 20
"""A file of fewer bytes is not worth a fork."""
_MOST = 4


class _Worker(NamedTuple):
    """A process, the pipes to it and from it, and the bytes that the first holds while nobody reads."""

    process: int
    orders: BinaryIO
    answers: BinaryIO
    room: int


class Workers:
    """Functions by name, and the processes that run them; plain values go in and out."""

    def __init__(self, work: Work, *, many: bool) -> None:
        """With `many` rows to come it is worth to have processes of their own."""
        self.work = work
        self._workers: list[_Worker] = []
        self._wanted = min(os.cpu_count() or 1, _MOST) if many and sys.platform == "linux" else 1

    def __enter__(self) -> Self:
        """Start the processes."""
        if self._wanted > 1:
            for _number in range(self._wanted):
                self._workers.append(self._started())
        return self

    def __exit__(self, *_raised: object) -> None:
        """End them, and wait until they are gone."""
        for worker in self._workers:
            worker.orders.close()
            worker.answers.close()
        for worker in self._workers:
            os.waitpid(worker.process, 0)
        self._workers.clear()

    def spread(self, name: str, chunks: Iterable[Any]) -> Iterator[Any]:
        """What the function makes of each chunk of rows, in their order."""
        if not self._workers:
            yield from map(self.work[name], chunks)
            return
        under_way: deque[tuple[_Worker, int]] = deque()
        for chunk, worker in zip(chunks, itertools.cycle(self._workers), strict=False):
            order = marshal.dumps((name, chunk))
            answers = []
            while self._has_no_room(worker, len(order), under_way):
                answers.append(_received(under_way.popleft()[0].answers))
            _write(worker.orders, order)
            under_way.append((worker, len(order)))
            yield from answers
        for worker, _size in under_way:
            yield _received(worker.answers)

    @staticmethod
    def _has_no_room(worker: _Worker, size: int, under_way: Iterable[tuple[_Worker, int]]) -> bool:
        """Whether the worker has to answer before it gets one more order.

        While it writes an answer it reads nothing, so what waits for it must fit into its pipe.
        """
        waiting = [one for busy, one in under_way if busy is worker]
        return len(waiting) >= _AHEAD or (bool(waiting) and sum(waiting) + size > worker.room)

    def _started(self) -> _Worker:
        read_order, write_order = os.pipe()
        room = _widened(write_order)
        read_answer, write_answer = os.pipe()
        _widened(write_answer)  # so that a worker can go on while nobody reads
        process = os.fork()
        if process == 0:
            for fd in (write_order, read_answer, *(f.fileno() for w in self._workers for f in (w.orders, w.answers))):
                os.close(fd)
            self._serve(os.fdopen(read_order, "rb"), os.fdopen(write_answer, "wb"))
        os.close(read_order)
        os.close(write_answer)
        return _Worker(process, os.fdopen(write_order, "wb"), os.fdopen(read_answer, "rb"), room)

    def _serve(self, orders: BinaryIO, answers: BinaryIO) -> None:
        """Do what is asked until nobody asks any more; never returns."""
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent has it too, and ends us
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            gc.disable()
            while (order := _unless_ended(orders)) is not None:
                name, chunk = order
                _send(answers, self.work[name](chunk))
            code = 0
        except BaseException:  # noqa: BLE001, S110 - a word of it could hold a person's record; the parent sees the end
            pass
        finally:
            os._exit(code)


_AHEAD = 2
"""Orders that a worker has at most: one to do, and one to go on with when it is done."""
_ROOM = 1 << 20
"""Bytes that a pipe of orders is made wide for."""


def _widened(pipe: int) -> int:
    """Make a pipe wide; the bytes that surely fit into it while nobody reads, none if it cannot be."""
    import fcntl

    try:
        return fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM) // 2  # it is filled by pages, some of them in part
    except OSError:
        return 0


def _send(pipe: BinaryIO, value: Any) -> None:
    _write(pipe, marshal.dumps(value))


def _write(pipe: BinaryIO, written: bytes) -> None:
    pipe.write(len(written).to_bytes(8, "big"))
    pipe.write(written)
    pipe.flush()


def _unless_ended(pipe: BinaryIO) -> Any:
    size = pipe.read(8)
    return marshal.loads(pipe.read(int.from_bytes(size, "big"))) if size else None  # noqa: S302 - our own process wrote it


def _received(pipe: BinaryIO) -> Any:
    """The answer of a worker.

    Raises:
        RuntimeError: when it ended instead: a fault of netreg's own.
    """
    answer = _unless_ended(pipe)
    if answer is None:
        raise RuntimeError("a worker process ended")
    return answer
