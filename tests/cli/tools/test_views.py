"""``netreg view`` and the queries of lists, as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg


def find_codes(netreg: Netreg, *words: str) -> list[str]:
    run = netreg(*words, "--json")
    assert run.code == 0, run.err
    return [row["code"] for row in run.data]


@pytest.mark.usefixtures("in_english")
def test_a_view_is_saved_used_undone_and_removed(filled: Netreg) -> None:
    assert filled("view", "save", "@open", "agreement", "-state:expired", "-state:completed").code == 0
    assert filled("view", "save", "ทดลอง", "agreement", "@open missing:note").code == 0
    everybody = find_codes(filled, "agreement", "list", "-state:expired -state:completed")
    assert everybody
    assert find_codes(filled, "agreement", "list", "@open") == everybody
    assert find_codes(filled, "agreement", "list", "@open", "-@open") == []
    assert set(find_codes(filled, "agreement", "list", "@ทดลอง")) <= set(everybody)
    assert find_codes(filled, "view", "list", "noun:agreement query:note") == ["ทดลอง"]

    assert filled("view", "edit", "open", "query=state:draft").code == 0
    for words, sentence in {
        ("agreement", "list", "@ope"): "there is no view 'ope'; did you mean: open?",
        ("meeting", "list", "@open"): "view 'open' is of agreement; use it with 'netreg agreement list @open'",
        ("view", "edit", "open", "query=@open or title:a"): "a view cannot be used in itself",
        ("view", "remove", "open", "--yes"): "view 'open' is used in view 'ทดลอง'; change that first: ",
        ("view", "save", "open", "agreement", "end:2570"): "view 2 already exists: open; ",
        ("view", "save", "x", "agreemnt", "end:2570"): "'agreemnt' has no list; did you mean: agreement",
        ("view", "save", "x", "agreement", "ende:2570"): "unknown field 'ende' of agreement; did you mean: end",
        ("view", "save", "x", "agreement", "  "): "query is required",
    }.items():
        run = filled(*words)
        assert run.out == "", words
        assert run.err.splitlines()[-1].startswith(f"netreg: error: {sentence}"), run.err

    assert filled("undo").code == 0
    assert find_codes(filled, "agreement", "list", "@open") == everybody
    assert filled("view", "remove", "ทดลอง", "--yes").code == 0
    assert filled("view", "remove", "open", "--yes").code == 0
    assert filled("agreement", "list", "@open").code == 2


@pytest.mark.usefixtures("in_english")
def test_a_query_that_cannot_be_read_shows_the_place(filled: Netreg) -> None:
    run = filled("agreement", "list", "ชื่อ:กข end: <2570")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "  ชื่อ:กข end: <2570\n"
        f"  {' ' * len('ชอ:กข end')}^\n"
        "netreg: error: a value is expected behind 'end:'; write end:<2570\n"
    )


def test_a_term_that_excludes_is_no_option(filled: Netreg) -> None:
    assert filled("agreement", "list", "-title:ทดสอบ").code == 0
    assert filled("agreement", "list", "--sort", "-id", "-ทดสอบ", "--limit", "2").code == 0
    assert filled("agreement", "list", "--expirng").code == 2
