"""The examples of docs/query.md find what the page says. ``UPDATE_DOCS=1`` writes what they find today."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

PAGE = Path(__file__).parent.parent / "docs" / "query.md"
EXAMPLE = re.compile(r"^(\| [^|]+ \| `netreg ([^`]+)` \|)([^|]*)\|$", re.MULTILINE)


def test_the_examples_find_what_they_say(demo: Callable[..., Run]) -> None:
    def show(example: re.Match[str]) -> str:
        run = demo(*shlex.split(example[2]), "--json")
        found = " ".join(sorted((str(row["id"]) for row in run.data), key=int)) if run.code == 0 else run.err
        return f"{example[1]} {found} |"

    page = PAGE.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(page)) > 30
    written = EXAMPLE.sub(show, page)
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(written, encoding="utf-8")
    assert written == page
