"""``netreg search``: the best first, by kind, with where the text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะเก้าอี้ --code f1 --parent tu",
    "member add 'ผศ.สมมติ แก้วทดลอง' --code m1 --org f1 --position ผู้อำนวยการ",
    "member add 'นายแก้ว ตัวอย่าง' --code m2 --note '[red]ฟ้า[/red]'",
    "member add 'นายตัวแก้ว ตัวอย่าง'",
    "agreement add 'ข้อตกลงแก้ว' --code a1 --party f1",
)
pytestmark = pytest.mark.usefixtures("in_english")
HEAD = "kind\tid\tcode\tname\tsummary\tmatch\tfield\ttext\n"


def test_hits_are_grouped_by_kind_and_the_best_first(ask: Callable[[str], Run]) -> None:
    found = ask("search แกว --json")
    assert found.data["counts"] == {"member": 3, "agreement": 1}
    assert [(hit["id"], hit["match"], hit["matched"]) for hit in found.data["hits"]] == [
        (2, "start", "แก้ว"), (1, "start", "แก้ว"), (3, "inside", "แก้ว"), (1, "inside", "แก้ว"),
    ]  # fmt: skip


def test_what_is_called_so_comes_before_what_only_mentions_it(netreg: Netreg) -> None:
    netreg("init")
    for name, source in (("กองสมมุติ", "หอสมุดตัวอย่าง"), ("สำนักหอสมุดสมมุติ", ""), ("ขบวนสมมุติ", "ข่าวหอสมุด")):
        assert netreg("org", "add", name, "--source", source).code == 0
    names = [hit["name"] for hit in netreg("search", "หอสมุด", "--json").data["hits"]]
    assert names == ["สำนักหอสมุดสมมุติ", "กองสมมุติ", "ขบวนสมมุติ"]


def test_a_name_without_its_title_is_exact(ask: Callable[[str], Run]) -> None:
    for written in ("'สมมติ แก้วทดลอง'", "'นายสมมติ แก้วทดลอง'", "m1"):
        [hit] = ask(f"search {written} --json").data["hits"]
        assert (hit["id"], hit["match"]) == (1, "exact"), written
    [hit] = ask("search 'แก้วทดลอง สมมติ' --json").data["hits"]
    assert (hit["id"], hit["field"], hit["matched"]) == (1, "name", "สมมติ แก้วทดลอง")


def test_what_belongs_to_a_record_or_is_pointed_to_is_found(ask: Callable[[str], Run]) -> None:
    rows = {
        "ผู้อำนวยการ": "member\t1\tm1\tผศ.สมมติ แก้วทดลอง\tผู้อำนวยการ คณะเก้าอี้ · Last confirmed today\t"
        "linked\tposts\tผู้อำนวยการ คณะเก้าอี้\n",
        "เกาอี --kind agreement": "agreement\t1\ta1\tข้อตกลงแก้ว\tdraft\tlinked\tparties\tคณะเก้าอี้\n",
    }
    assert {words: whole(ask(f"search {words}")) for words in rows} == {
        words: (HEAD + row, "", 0) for words, row in rows.items()
    }


def test_people_see_the_match_marked_and_nothing_that_data_says(ask: Callable[[str], Run]) -> None:
    out = ask("search ฟ้า --format table").out
    assert out == "Members (1)\n  m2  นายแก้ว ตัวอย่าง\n      Note: [red]«ฟ้า»[/red]\n"
    out = ask("search m2 --format table").out
    assert out == "Members (1)\n  «m2»  นายแก้ว ตัวอย่าง\n"
    out = ask("search แก้ว --limit 1 --kind member --format table").out
    assert out == "Members (1 of 3)\n  m2  นาย«แก้ว» ตัวอย่าง\n"


def test_kinds_are_named_in_either_language(ask: Callable[[str], Run]) -> None:
    for word in ("member", "สมาชิก", "Members"):
        assert ask(f"search แก้ว --kind {word} --json").data["counts"] == {"member": 3}, word
    known = "org, member, group, agreement, meeting series, meeting, opinion, training, activity, news, document"
    refused = f"netreg: error: --kind: unknown value 'x'; expected one of: {known}\n"
    assert whole(ask("search แก้ว --kind x")) == ("", refused, 2)


def test_nothing_found_is_told_with_the_exit_code_of_grep(ask: Callable[[str], Run]) -> None:
    assert whole(ask("search ไม่มีเลย")) == (HEAD, "netreg: nothing contains 'ไม่มีเลย'\n", 1)
    assert whole(ask("search ไม่มีเลย --format ndjson")) == ("", "netreg: nothing contains 'ไม่มีเลย'\n", 1)
    assert ask("search ไม่มีเลย --json").data == {"counts": {}, "hits": []}


def test_a_single_letter_is_refused(ask: Callable[[str], Run]) -> None:
    for written in ("ก", "ก่", "'  x '", "%"):
        found = ask(f"search {written}")
        assert (found.out, found.code) == ("", 2), written
        assert "is too short to search for; give at least two letters" in found.err


def test_what_is_hidden_by_the_limit_is_told(ask: Callable[[str], Run]) -> None:
    said = "netreg: member: 1 of 3 shown; --limit N shows more\n"
    assert ask("search แก้ว --kind member --limit 1").err == said


def test_words_that_are_no_commands_point_to_the_one_that_is_meant(ask: Callable[[str], Run]) -> None:
    for word, meant in (("find", "search"), ("report", "stats"), ("mou", "agreement"), ("ค้นหา", "search")):
        said = f"netreg: error: no such command '{word}'; did you mean: netreg {meant} x?\n"
        assert whole(ask(f"{word} x")) == ("", said, 2)


def test_notes_and_sources_come_last(netreg: Netreg) -> None:
    netreg("init")
    for words in (
        ("org", "add", "หน่วยสมมุติ", "--code", "u1"),
        ("member", "add", "นายกานต์ ตัวอย่าง", "--note", "ไม่ใช่หัวหน้างาน", "--org", "u1", "--position", "ช่าง"),
        ("member", "add", "นายขจร ทดสอบ", "--source", "หัวหน้างาน"),
        ("member", "add", "นายคมคาย สมมุติ", "--org", "u1", "--position", "หัวหน้างาน"),
        ("member", "add", "นายเงินดี จำลอง", "--note", "ยังเป็นหัวหน้างาน", "--org", "u1", "--position", "หัวหน้างานช่าง"),
        ("member", "add", "นายจักรา ทดลอง", "--line", "โทรถามหัวหน้างาน"),
        ("member", "add", "นายหัวหน้างาน ยกตัวอย่าง"),
    ):
        assert netreg(*words).code == 0, words
    hits = netreg("search", "หัวหน้างาน", "--kind", "member", "--json").data["hits"]
    assert [(hit["id"], hit["match"], hit["field"]) for hit in hits] == [
        (6, "start", "name"), (5, "inside", "line_id"), (3, "linked", "posts"), (4, "linked", "posts"),
        (1, "noted", "note"), (2, "noted", "source"),
    ]  # fmt: skip


def test_words_that_stand_apart_are_found_behind_the_text_itself(netreg: Netreg) -> None:
    netreg("init")
    for words in (
        ("org", "add", "สำนักหอสมุดสมมุติ", "--code", "lib"),
        ("org", "add", "กองตัวอย่าง", "--code", "div"),
        ("member", "add", "ดร.ทดลอง ตัวอย่าง", "--org", "lib", "--position", "หัวหน้า"),
        ("member", "add", "ทดลอง สมมุติ", "--org", "div", "--source", "ข่าวหอสมุด"),
        ("member", "add", "ก ทดลอง", "--line", "ข้างหอสมุด"),
        ("member", "add", "ทดลอง หอสมุด"),
        ("member", "add", "ทดลองไป ตัวอย่าง"),
    ):
        assert netreg(*words).code == 0, words
    found = {}
    for asked in ("ทดลอง หอสมุด", "หอสมุด ทดลอง", "ดร. ทดลอง หอสมุด", "ท ทดลอง หอสมุด", "ทดลอง หอสมุด ไม่มีเลย"):
        data = netreg("search", asked, "--json").data
        found[asked] = [(hit["id"], hit["match"], hit["field"]) for hit in data["hits"]]
        assert sum(data["counts"].values()) == len(data["hits"])
    apart = [(3, "words", "line_id"), (1, "words", "posts"), (2, "words", "source")]
    assert found == {
        "ทดลอง หอสมุด": [(4, "exact", "name"), *apart],
        "หอสมุด ทดลอง": [(4, "exact", "name"), *apart],
        "ดร. ทดลอง หอสมุด": [(4, "exact", "name"), *apart],
        "ท ทดลอง หอสมุด": [(4, "words", "name"), *apart],
        "ทดลอง หอสมุด ไม่มีเลย": [],
    }


def test_names_that_are_most_like_a_text_are_offered(ask: Callable[[str], Run]) -> None:
    expected = {
        "'สมมติ แกวทดลอน'": "; did you mean: ผศ.สมมติ แก้วทดลอง?",
        "คณะเก้าอิ": "; did you mean: คณะเก้าอี้?",
        "8Itgdhkvuh": "; did you mean: คณะเก้าอี้?",
        "สมมติแก้วทดลอง": "; did you mean: ผศ.สมมติ แก้วทดลอง?",
        "'--kind' org 'สมมติ แกวทดลอน'": "",
        "ไร่นา": "",
    }
    found = {line: ask(f"search {line}").err for line in expected}
    said = {line: error.rstrip("\n").partition("'")[2].partition("'")[2] for line, error in found.items()}
    assert said == expected
