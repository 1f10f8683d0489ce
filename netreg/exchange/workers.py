"""Pure work on many rows, spread over the cores of the machine where it has more than one.

Workers are forked before the register is opened and hold nothing of it. They talk with
their parent through pipes, so that they end with it, however it ends. Where there is no
``fork`` that is safe (it is on Linux), or little to do, the work is done on the spot.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Self

    Work = Mapping[str, Callable[[list[Any]], Any]]

AT_ONCE = 1000
"""Rows that a worker gets at a time."""
WORTH = 1 << 20
"""A file of fewer bytes is not worth a fork."""
_MOST = 4


class _Worker(NamedTuple):
    """A process, and the pipes to it and from it."""

    process: int
    orders: BinaryIO
    answers: BinaryIO


class Workers:
    """Functions by name, and the processes that run them; lists of plain values go in and out."""

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

    def spread(self, name: str, items: Iterable[Any]) -> Iterator[Any]:
        """What the function makes of the items, a list of them at a time, in their order."""
        chunks = _chunks(iter(items))
        if not self._workers:
            yield from map(self.work[name], chunks)
            return
        busy = [worker for worker in self._workers if self._sent(worker, name, chunks)]
        while busy:
            worker = busy.pop(0)
            answer = _received(worker.answers)
            if self._sent(worker, name, chunks):
                busy.append(worker)
            yield answer

    @staticmethod
    def _sent(worker: _Worker, name: str, chunks: Iterator[list[Any]]) -> bool:
        chunk = next(chunks, None)
        if chunk is None:
            return False
        _send(worker.orders, (name, chunk))
        return True

    def _started(self) -> _Worker:
        read_order, write_order = os.pipe()
        read_answer, write_answer = os.pipe()
        process = os.fork()
        if process == 0:
            for fd in (write_order, read_answer, *(f.fileno() for w in self._workers for f in (w.orders, w.answers))):
                os.close(fd)
            self._serve(os.fdopen(read_order, "rb"), os.fdopen(write_answer, "wb"))
        os.close(read_order)
        os.close(write_answer)
        return _Worker(process, os.fdopen(write_order, "wb"), os.fdopen(read_answer, "rb"))

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


def _chunks(items: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(items, AT_ONCE)):
        yield chunk


def _send(pipe: BinaryIO, value: Any) -> None:
    written = marshal.dumps(value)
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
