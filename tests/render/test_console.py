"""Lines on the standard error: one in a pipe, folded on a terminal."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from netreg.render.console import print_line

if TYPE_CHECKING:
    import pytest

LINE = "netreg: error: ไม่มีสมาชิกที่มีอีเมลนี้ในทะเบียนของหน่วยงานต้นสังกัด; ดูรายการด้วย 'netreg member list --missing email'"


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def printed(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, line: str, columns: str) -> str:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stderr", stream)
    print_line(line)
    return stream.getvalue()


def test_a_line_is_folded_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("20", "40", "80"):
        assert printed(monkeypatch, io.StringIO(), LINE, columns) == f"{LINE}\n", "one line stays one in a pipe"
    assert printed(monkeypatch, Terminal(), LINE, "60").splitlines() == [
        "netreg: error: ไม่มีสมาชิกที่มีอีเมลนี้ในทะเบียนของหน่วยงานต้นสังกัด;",
        "ดูรายการด้วย 'netreg member list --missing email'",
    ]
    assert printed(monkeypatch, Terminal(), LINE, "500") == f"{LINE}\n"
    for columns in ("1", "19"):
        assert printed(monkeypatch, Terminal(), LINE, columns) == f"{LINE}\n", "too narrow for anything"
    pointer = f"  {'x' * 90} ^^^^"
    assert printed(monkeypatch, Terminal(), pointer, "80") == f"{pointer}\n", "what points to a place keeps it"
    assert len(printed(monkeypatch, Terminal(), LINE, "no number").splitlines()) == 2, "80 where nobody says"
