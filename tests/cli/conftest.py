"""A small office for the tests of a noun: made once by the commands that the module names ``SETUP``."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SYSTEM = re.compile(r"^(\S+\.)?(uid|created_at|updated_at)\t.*\n", re.MULTILINE)


@pytest.fixture
def office(request: pytest.FixtureRequest, netreg: Netreg, tmp_path_factory: pytest.TempPathFactory) -> Netreg:
    """The program on a small register; made once and copied for each test."""
    made = tmp_path_factory.getbasetemp() / f"{request.module.__name__}.db"
    if not made.exists():
        for line in ("init", *request.module.SETUP):
            run = netreg(*shlex.split(line))
            assert run.code == 0, run.err
        shutil.copy(netreg.db, made)
    shutil.copy(made, netreg.db)
    return netreg


@pytest.fixture
def ask(office: Netreg) -> Callable[..., Run]:
    """The program on that register, its arguments written as in a shell."""
    return lambda line, **more: office(*shlex.split(line), **more)


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
