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


def test_terms_mean_what_people_mean(demo: Callable[..., Run]) -> None:
    """Names of fields and values as offices use them: each with the records of the demonstration that are meant."""
    kku, itself = [1, 2, 3, 17, 18], [1, 17, 18]
    titled = [3, 5, 7, 13, 17, 18, 24]
    cases: dict[tuple[str, str], list[int]] = {
        ("member", "name:ดร."): titled,
        ("member", "name:นางสาว"): [16, 33, 35],
        ("member", "name:นางสาว or titles:นางสาว"): [16, 33, 35],
        ("member", "name:=ไมตรี"): [],
        ("member", 'name:="ดร.ไมตรี อินทร์ประสิทธิ์"'): [18],
        ("member", "สังกัด:kku"): kku,
        ("member", "org:=kku"): itself,
        ("member", "province:ขอนแก่น org:kku"): kku,
        ("member", "province:สงขลา"): [],
        ("member", "missing:post"): [14, 15, 25, 26],
        ("member", "-has:post"): [14, 15, 25, 26],
        ("member", "meeting:=kku-2564"): [1, 2],
        ("org", "code:=kku"): [1],
        ("org", "org:kku -org:=kku"): [2, 3, 4, 5],
        ("agreement", "party:=kku"): [1],
        ("agreement", "party:=kku-irdtp"): [2],
        ("agreement", "party:=psu"): [],
        ("agreement", "-has:end"): [2],
        ("agreement", "not state:expired"): [2],
        ("agreement", 'keywords:="active learning"'): [2],
        ("agreement", "keywords:=active"): [],
        ("agreement", "party_count:=7"): [2],
        ("meeting", "year:2564"): [4, 5],
        ("meeting", "ปี:2548..2549"): [1, 2],
        ("meeting attendance", "year:2564 role:chair"): [1],
        ("training cohort", "year:2565"): [4],
    }
    wrong = []
    for (noun, query), expected in cases.items():
        run = demo(*noun.split(), "list", query, "--json")
        found = sorted(row["id"] for row in run.data) if run.code == 0 else run.err
        if found != expected:
            wrong.append((noun, query, found))
    assert not wrong


def test_a_text_is_found_in_what_the_table_shows(demo: Callable[..., Run]) -> None:
    """A choice, a flag and a date are found in either language, by ``--match`` and as a word of a query."""
    cases: dict[tuple[str, str], list[int]] = {
        ("agreement", "2563"): [1],
        ("agreement", "10/9/2563"): [1],
        ("agreement", "หมดอายุ"): [1],
        ("agreement", "In force"): [2],
        ("agreement", "term-mismatch"): [1],
        ("agreement", "ไม่มีวันสิ้นสุด"): [2],
        ("org", "university"): [1, 10, 13, 31],
        ("meeting", "ออนไลน์"): [4, 5],
        ("meeting", "onsite"): [3],
        ("meeting", "เม.ย. 2548"): [1],
        ("meeting attendance", "ผู้กล่าวเปิด"): [2, 5],
        ("training cohort", "planned"): [3],
        ("agreement signatory", "acting for"): [],
    }
    wrong = []
    for (noun, words), expected in cases.items():
        for asked in (("--match", words), (f'"{words}"',)):
            run = demo(*noun.split(), "list", *asked, "--json")
            found = sorted(row["id"] for row in run.data) if run.code == 0 else run.err
            if found != expected:
                wrong.append((noun, asked, found))
    assert not wrong
    assert [row["id"] for row in demo("agreement", "list", "-หมดอายุ", "--json").data] == [2]
