"""A small office for the tests of a noun: made once by the commands that the module names ``SETUP``."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FilledOnce, Netreg, Run

SYSTEM = re.compile(r"^(\S+\.)?(uid|created_at|updated_at)\t.*\n", re.MULTILINE)


@pytest.fixture
def office(request: pytest.FixtureRequest, filled_once: FilledOnce) -> Netreg:
    """The program on a small register."""

    def fill(netreg: Netreg) -> None:
        for line in request.module.SETUP:
            run = netreg(*shlex.split(line))
            assert run.code == 0, run.err

    return filled_once(fill)


@pytest.fixture
def ask(office: Netreg) -> Callable[..., Run]:
    """The program on that register, its arguments written as in a shell."""
    return lambda line, **more: office(*shlex.split(line), **more)


def whole(run: Run) -> tuple[str, str, int]:
    """All of a run."""
    return run.out, run.err, run.code


def refused(run: Run, code: int) -> str:
    """The one line of a refusal."""
    assert (run.code, run.out) == (code, ""), run.err
    assert run.err.count("\n") == 1
    assert run.err.startswith("netreg: error: ")
    return run.err


def assert_refused(office: Netreg, line: str, code: int, sentence: str) -> None:
    """Assert that a line is refused with one sentence, and that nothing is written or left in the folder."""
    before, files = office.db.read_bytes(), sorted(office.folder.iterdir())
    assert whole(office(*shlex.split(line))) == ("", f"netreg: error: {sentence}\n", code)
    assert (office.db.read_bytes(), sorted(office.folder.iterdir())) == (before, files)


def shown(run: Run) -> tuple[str, str, int]:
    """All of a run, without what differs from one run to the next."""
    return SYSTEM.sub("", run.out), run.err, run.code


def masked(data: Any) -> Any:
    """JSON without what differs from one run to the next."""
    if isinstance(data, list):
        return [masked(item) for item in data]
    if isinstance(data, dict):
        return {name: masked(item) for name, item in data.items() if name not in ("uid", "created_at", "updated_at")}
    return data


def table(*rows: str) -> str:
    """Lines of tab-separated cells, written with bars."""
    return "".join("\t".join(cell.strip() for cell in row.split("|")) + "\n" for row in rows)
