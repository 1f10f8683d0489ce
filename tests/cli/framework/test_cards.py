"""The cards of records: what points to them, with a command for the rest that lists just that."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Netreg, Run


def test_each_command_that_a_card_names_lists_as_many_as_it_says(demo: Callable[..., Run]) -> None:
    """Of an organisation those of its units too."""
    wrong = []
    for record in ("org 1", "org 2", "member 1", "member 7", "group 1", "agreement 1", "meeting 3", "training 1"):
        for section in demo(*record.split()[:1], "show", record.split()[1], "--json").data.get("pointed_to_by", ()):
            listed = demo(*shlex.split(section["command"])[1:], "--json")
            if listed.code or len(listed.data) != section["count"]:
                wrong.append((record, section["command"], section["count"], listed.err))
    assert wrong == []


def test_the_card_of_an_organisation_has_its_agreements_people_groups_and_meetings(demo: Callable[..., Run]) -> None:
    shown = demo("--lang", "en", "org", "show", "kku", "--format", "table", COLUMNS="300").out.splitlines()
    heads = [line for line in shown if line.endswith(")") and not line.startswith(" ")]
    assert heads == [
        "Units (4)",
        "Posts (6)",
        "Groups (1)",
        "Agreements: Party (2)",
        "Meeting series: Organiser (1)",
        "Meetings: Organiser (3)",
        "Meetings: Attendance (5)",
        "Opinions: For unit (1)",
        "News: About (3)",
    ]
    assert "  and 1 more: netreg member post list organisation:kku" in shown
    expired = next(line for line in shown if "kkn-library-mou]" in line and "EXPIRED" in line)
    assert "EXPIRED; 2" in expired
    signed = demo("--lang", "en", "member", "show", "kanokon", "--format", "table", COLUMNS="300").out
    assert "Agreements: Signatory (1)" in signed


def test_a_card_shows_twenty_of_each_kind_and_names_the_command_for_all(netreg: Netreg, tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    rows = "".join(f"นายสมมุติ{letter} ทดสอบ\n" for letter in "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบ")
    file.write_text(f"member\n{rows}", encoding="utf-8")
    for words in (("init",), ("group", "add", "กลุ่มทดสอบ", "--code", "g1")):
        assert netreg(*words).code == 0
    assert netreg("group", "membership", "import", str(file), "--group", "g1", "--create-missing").code == 0
    shown = netreg("--lang", "en", "group", "show", "g1", "--format", "table").out.splitlines()
    assert sum("สมมุติ" in line for line in shown) == 20
    assert shown[-1] == "  and 3 more: netreg group membership list group:g1"
    assert len(netreg("group", "membership", "list", "group:g1", "--json").data) == 23
    assert len(netreg("group", "show", "g1", "--json").data["memberships"]) == 23
