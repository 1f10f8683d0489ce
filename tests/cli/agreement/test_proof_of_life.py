"""What shows an agreement alive, and who is credited with it: undated news too, and everybody who signed or came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code uni",
    "org add คณะทดสอบ --code fac --parent uni",
    "org add บริษัทตัวอย่าง --code firm",
    "org add สมาคมสมมติ --code club",
    "member add 'นายสมมติ หนึ่ง' --code one --org fac --since 2020-01-01",
    "member add 'นางตัวอย่าง สอง' --code two --org firm --until 2022-12-31",
    "member add 'นายทดสอบ สาม' --code three --org club",
    "agreement add ข้อตกลงสมมติ --code mou --signed 2023-01-10 --end 2030-01-09 --party uni --party firm --party club",
    "agreement purpose add mou อบรม",
    "agreement add ข้อตกลงเงียบ --code idle --signed 2023-01-10 --end 2030-01-09 --party uni",
)
SIGNING = (
    "agreement sign mou --party uni --name 'นายผู้ลงนาม หนึ่ง'",
    "agreement sign mou --party firm --name 'นายผู้ลงนาม สอง' --on 2023-01-11",
)
LIVES: dict[str, tuple[tuple[str, ...], dict[str, tuple[int, int, str | None]]]] = {
    "undated news": (
        ("news add ข่าวสมมติ --agreement mou --about firm",),
        {"firm": (1, 1, None)},
    ),
    "an undated activity of a purpose beside a dated one": (
        (
            "activity add กิจกรรมหนึ่ง --agreement mou --purpose อบรม --organiser fac",
            "activity add กิจกรรมสอง --agreement mou --organiser fac --on 2024-05",
        ),
        {"uni": (2, 1, "2024-05")},
    ),
    "what was only planned, or called off": (
        (
            "activity add กิจกรรมหนึ่ง --agreement mou --organiser fac --state planned",
            "activity add กิจกรรมสอง --agreement mou --organiser fac --state postponed",
            "meeting add ประชุมสมมติ --agreement mou --organiser fac --on 2024-05-01 --state planned",
        ),
        {},
    ),
    "a meeting by who came, at that time": (
        (
            "meeting add ประชุมสมมติ --code m --agreement mou --on 2024-05-01",
            "meeting attend m one",
            "meeting attend m two",
            "meeting attend m three --presence apology",
        ),
        {"uni": (1, 0, "2024-05-01")},
    ),
    "a ceremony on the day of signing": (
        (*SIGNING, "meeting add ประชุมสมมติ --agreement mou --organiser club --on '2023-01-10 09:00'"),
        {"uni": (1, 0, "2023-01-10"), "club": (1, 0, "2023-01-10")},
    ),
    "what is called a signing, on another day": (
        (*SIGNING, "meeting add 'พิธีลงนามความร่วมมือ' --agreement mou --on 2023-02-01"),
        {"uni": (1, 0, "2023-02-01"), "firm": (1, 0, "2023-02-01")},
    ),
    "a training by its cohorts": (
        (
            "training add หลักสูตรสมมติ --code t --agreement mou --organiser fac",
            "training hold t 1 --on 2024-03-01",
            "training cohort add t 2 --on 2024-04-01",
            "training enrol t 1 three",
        ),
        {"uni": (1, 0, "2024-03-01"), "club": (1, 0, "2024-03-01")},
    ),
}


@pytest.mark.parametrize("life", LIVES)
def test_who_is_credited_with_what(ask: Callable[..., Run], life: str) -> None:
    lines, wanted = LIVES[life]
    for line in lines:
        run = ask(line)
        assert run.code == 0, run.err
    found: list[dict[str, Any]] = ask("agreement brief mou --json --as-of 2026-01-01").data["parties"]
    codes = {"มหาวิทยาลัยทดสอบ": "uni", "บริษัทตัวอย่าง": "firm", "สมาคมสมมติ": "club"}
    told = {codes[one["name"]]: (one["signs"], one["undated"], one["last"]) for one in found}
    assert told == {"uni": (0, 0, None), "firm": (0, 0, None), "club": (0, 0, None)} | wanted


def test_what_has_no_day_is_neither_dormant_nor_hidden(ask: Callable[..., Run]) -> None:
    dormant = "--lang en agreement list --dormant 12m --as-of 2026-01-01 --columns code --no-header"
    assert (ask(dormant).out, ask(dormant).err) == ("idle\nmou\n", "")
    assert ask("news add ข่าวสมมติ --agreement mou").code == 0
    run = ask(dormant)
    assert run.out == "idle\n"
    assert run.err == (
        "netreg: 1 agreement has only undated activities or news in this time, and is not listed: mou ข้อตกลงสมมติ\n"
    )
    brief = ask("--lang en agreement brief mou --as-of 2026-01-01").out
    assert "kind\tcount\tundated\tlast\nNews\t1\t1\t\n" in brief
    assert ask("--lang en agreement brief idle").out.endswith("\nno activity under it is recorded\n")
    assert ask("news add ข่าวใหม่ --agreement mou --on 2025-12-01").code == 0
    assert (ask(dormant).out, ask(dormant).err) == ("idle\n", "")
