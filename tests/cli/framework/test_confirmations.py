"""What people read after a change: one line where a record was known before, and cards that stay cards in pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

pytestmark = [pytest.mark.usefixtures("in_english"), pytest.mark.usefixtures("cards_in_pipes")]
SETUP = [
    "org add มหาวิทยาลัยทดสอบ --code uni",
    "org add คณะทดสอบ --code fac --parent uni",
    "member add 'นายสมมุติ ทดสอบ' --code a --org fac",
    "member add 'นางตัวอย่าง ทดสอบ' --code b",
    "agreement add ข้อตกลง --code mou --party uni --party fac",
    "group add เครือข่าย --code net",
    "meeting add ประชุม --code m --on 2026-10-01",
    "training add หลักสูตร --code c",
    "training hold c 1 --on 2026-10-01",
]
LINES = {
    "agreement sign mou a --party fac --on 2026-10-01": "agreement 1: นายสมมุติ ทดสอบ signed for คณะทดสอบ on 1 Oct 2569; "
    "1 of 2 have signed; it waits for มหาวิทยาลัยทดสอบ",
    "group join net a b": "นายสมมุติ ทดสอบ, นางตัวอย่าง ทดสอบ joined เครือข่าย (member); not given yet: Joined",
    "meeting attend m a b --role member": "ประชุม: นายสมมุติ ทดสอบ, นางตัวอย่าง ทดสอบ (present)",
    "training enrol c 1 a b": "นายสมมุติ ทดสอบ, นางตัวอย่าง ทดสอบ enrolled in หลักสูตร, cohort 1: 2 in all; "
    "not given yet: Result",
}


def test_a_change_of_what_was_known_is_one_line(ask: Callable[..., Run]) -> None:
    """What changed and what is still missing; the card with ``--show``, data in formats for scripts."""
    wrong = []
    for command, line in LINES.items():
        card, data = ask(f"{command} --show -n").out, ask(f"{command} --json -n").data
        run = ask(command)
        if (run.out, run.code) != (f"{line}\n", 0) or len(card.splitlines()) < 3 or "id" not in data:
            wrong.append(f"{command}: {run.out}{card}")
    assert not wrong, "\n".join(wrong)


def test_a_card_through_a_pipe_stays_a_card(ask: Callable[..., Run]) -> None:
    """Unless data is asked for; a list through a pipe is data."""
    assert ask("member show a").out.startswith("Member 1: นายสมมุติ ทดสอบ\n")
    assert ask("member show a --format tsv").out.startswith("field\tvalue\nid\t1\n")
    assert ask("member list").out.startswith("id\tcode\tname\t")
    shown = ask("member show a --history").out
    assert shown.startswith("Member 1: นายสมมุติ ทดสอบ\n")
