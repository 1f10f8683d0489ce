"""``netreg doctor --anchor``: a history that was rewritten whole does not fit what was kept outside."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


def test_a_history_rewritten_whole_is_seen(register: Netreg) -> None:
    file = register.folder / "anchor.json"
    shutil.copy(register.db, register.folder / "before.db")
    register("org", "add", "หน่วยงานสมมติ")
    assert register("doctor", "--anchor", str(file)).code == 0
    register("org", "add", "อีกแห่งสมมติ")
    assert register("doctor", "--anchor", str(file)).code == 0
    assert register("doctor", "--anchor", str(file)).code == 0
    kept = file.read_text(encoding="utf-8")
    assert kept.count("\n") == 2
    shutil.copy(register.folder / "before.db", register.db)
    register("org", "add", "หน่วยงานอื่นสมมติ")
    assert register("doctor", "--full").code == 0, "by itself it fits"
    run = register("doctor", "--anchor", str(file), "--json")
    assert (run.code, {row["id"] for row in run.data}) == (1, {"history-rewritten"})
    assert file.read_text(encoding="utf-8") == kept


def test_another_file_is_no_anchor(register: Netreg) -> None:
    for content in ("code,name\n", "[1]\n", "\xff"):
        (register.folder / "a.csv").write_text(content, encoding="latin-1")
        run = register("doctor", "--anchor", "a.csv")
        assert (run.code, run.err.count("\n")) == (65, 1), run.err
    assert register("doctor", "--anchor", ".").code == 66
