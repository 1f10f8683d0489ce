"""Views that can be used as they are written, and that others can go on using."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import refused

if TYPE_CHECKING:
    from tests.conftest import Netreg


@pytest.mark.usefixtures("in_english")
def test_a_view_that_could_not_be_used_is_not_saved(register: Netreg) -> None:
    assert register("view", "save", "soon", "agreement", "state:in_force end:<+1y").code == 0
    assert register("view", "save", "ours", "agreement", "-(@soon or x) title:ก").code == 0
    cases = {
        ("edit", "soon", "query=stat:x"): "unknown field 'stat' of agreement; did you mean: state, start, stage?",
        ("edit", "soon", "query=@ours"): "a view cannot be used in itself",
        ("edit", "soon", "query=@soon"): "a view cannot be used in itself",
        ("edit", "soon", "noun=agrement"): "'agrement' has no list; did you mean: agreement,",
        ("edit", "soon", "code=later"): "view 'soon' is used in view 'ours'; change that first: netreg view edit ours ",
        ("remove", "soon", "--yes"): "view 'soon' is used in view 'ours'; change that first: netreg view edit ours ",
    }
    before = register.db.read_bytes()
    wrong = [
        (words, line)
        for words, sentence in cases.items()
        if not (line := refused(register("view", *words), 1)).startswith(f"netreg: error: {sentence}")
    ]
    assert not wrong
    assert register.db.read_bytes() == before
    assert register("view", "edit", "ours", "query=state:draft").code == 0
    assert register("view", "remove", "soon", "--yes").code == 0
