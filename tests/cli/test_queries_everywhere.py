"""Every list and every export takes a query: found by walking the tree of commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.test_errors import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run


def test_every_list_and_export_takes_a_query(demo: Callable[..., Run]) -> None:
    wrong = []
    for path in VERBS:
        if path[-1] not in ("list", "export") or path == ("check", "list"):  # findings are no records
            continue
        out = ("-",) if path[-1] == "export" else ()
        run = demo(*path, *out, "nothing_like_it:1")
        pointed = run.err.split("\n")[:2] == ["  nothing_like_it:1", "  ^^^^^^^^^^^^^^^"]
        if run.out or run.code != 2 or not pointed:
            wrong.append((path, run))
    assert not wrong


def test_an_export_has_what_the_query_finds(demo: Callable[..., Run], in_english: None) -> None:  # noqa: ARG001
    def list_codes(*words: str) -> list[str]:
        run = demo("agreement", "export", "-", *words, "--format", "json")
        return [row["code"] for row in json.loads(run.out)] if run.code == 0 else [run.err]

    library, education = "kkn-library-mou", "kkn-education-mou"
    cases = {
        ("state:in_force",): [education],
        ("สถานะ:มีผลใช้บังคับ", "or", "party:kku-lib"): [library, education],
        ("-state:in_force",): [library],
        ("end:<2570",): [library],
        ("state:in_force", "--match", "ห้องสมุด"): [],
    }
    assert {words: sorted(list_codes(*words), reverse=True) for words in cases} == cases
    for word in ("state:in_force", "@soon", "end:<2570", "สถานะ:ร่าง"):
        line = f"netreg: error: '{word}' is a query, which stands behind the file; type: netreg agreement export - "
        run = demo("agreement", "export", word)
        assert (run.out, run.err.startswith(line), run.code) == ("", True, 2), run
    for query, ends in (("party:kku-lib", 1), ("-party:kku-lib", 0)):
        rows = demo("agreement", "forecast", query, "--as-of", "2563-07-01", "--json").data
        assert sum(row["ends"] for row in rows) == ends, query


def test_rules_are_asked_for_whether_kept_or_built_in(register: Netreg, in_english: None) -> None:  # noqa: ARG001
    assert register("due", "rule", "add", "agreement", "end", "--offsets", "12m").code == 0

    def list_rules(*words: str) -> list[tuple[str, str, bool]]:
        rows = register("due", "rule", "list", *words, "--json").data
        return [(row["kind"], row["clock"], row["built_in"]) for row in rows]

    everything = list_rules()
    assert list_rules("clock:end") == [("agreement", "end", False)]
    assert list_rules("id:1") == [("agreement", "end", False)]
    assert list_rules("-kind:agreement") == [one for one in everything if one[0] != "agreement"]
    assert list_rules("--sort", "-clock", "--limit", "1") == [max(everything, key=lambda one: one[1])]
    assert list_rules("clock:notice or clock:end -missing:id") == [
        one for one in everything if one[0] == "agreement" and one[1] in ("notice", "end")
    ]
