"""A card as of an earlier day has nothing that was not known or did not hold then, in any of its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "org add มหาวิทยาลัยที่สาม --code th",
    "org add หน่วยงานใหม่ --code new --parent tu",
    "org edit new founded=2567-09-01",
    "org former-name add tu วิทยาลัยทดสอบ --until 2567-10-01",
    "member add 'นายสมมติ หนึ่ง' --code one --org tu --position อาจารย์ --since 2567-09-01",
    "member former-name add one 'นายสมมติ เดิม' --until 2567-10-01",
    "group add เครือข่ายทดสอบ --code net",
    "group join net one --on 2567-09-01",
    "agreement add ข้อตกลงหนึ่ง --code one --signed 2566-01-01 --term '9 ปี' --party tu --party ex",
    "agreement sign one --name 'นายสมมติ หนึ่ง' --party tu",
    "agreement sign one --name 'นางทดลอง สอง' --party ex",
    "agreement witness add one --party ex --name 'นายพยาน ทดสอบ'",
    "agreement amend one --add-party th --signed 2567-06-01",
    "agreement sign one --name 'นายทดสอบ สาม' --party th --on 2567-06-01",
    "agreement amend one --party tu role=lead --signed 2567-07-01",
    "agreement amend one --remove-party ex --signed 2567-08-01",
    "agreement decide one undecided --on 2567-09-01",
    "agreement add บันทึกเพิ่มเติม --code add --kind addendum --addendum-to one --signed 2567-09-01 --party tu",
    "activity add กิจกรรมภายหลัง --on 2567-09-01 --agreement one --code act",
    "activity add กิจกรรมไม่มีวัน --agreement one --code undated",
    "meeting add ประชุมภายหลัง --on 2567-09-01 --agreement one --code met",
    "meeting attend met one",
    "news add ข่าวภายหลัง --on 2567-09-01 --agreement one --code item",
)


def list_parties(card: dict[str, Any]) -> list[tuple[str, str, list[str], list[str]]]:
    """The code and the role of each party, with who signed and witnessed."""
    return [
        (
            party["organisation"]["code"],
            party["role"],
            [one["name_as_signed"] for one in party["signatories"]],
            [one["name_as_signed"] for one in party["witnesses"]],
        )
        for party in card["parties"]
    ]


ONE, TWO, THREE, WITNESS = ["นายสมมติ หนึ่ง"], ["นางทดลอง สอง"], ["นายทดสอบ สาม"], ["นายพยาน ทดสอบ"]
PARTIES: dict[str, list[tuple[str, str, list[str], list[str]]]] = {
    "2567-05-31": [("tu", "party", ONE, []), ("ex", "party", TWO, WITNESS)],
    "2567-06-15": [("tu", "party", ONE, []), ("ex", "party", TWO, WITNESS), ("th", "party", THREE, [])],
    "2567-07-15": [("tu", "lead", ONE, []), ("ex", "party", TWO, WITNESS), ("th", "party", THREE, [])],
    "2567-08-15": [("tu", "lead", ONE, []), ("th", "party", THREE, [])],
}


def test_the_parties_of_the_day_are_shown(ask: Callable[..., Run]) -> None:
    told, counted, brief = {}, {}, {}
    for day, parties in PARTIES.items():
        card = ask(f"agreement show one --json --as-of {day}").data
        told[day], counted[day] = list_parties(card), card["party_count"]
        found = ask(f"agreement brief one --json --as-of {day}").data["parties"]
        brief[day] = [party["signed"] for party in found]
        listed = ask(f"agreement show one --as-of {day} --format table", COLUMNS="160").out
        assert [name in listed for name in ("นางทดลอง สอง", "นายทดสอบ สาม")] == [
            any(name in party[2] for party in parties) for name in ("นางทดลอง สอง", "นายทดสอบ สาม")
        ], day
    assert told == PARTIES
    assert counted == {day: len(parties) for day, parties in PARTIES.items()}
    assert brief == {day: [party[2][0] for party in parties] for day, parties in PARTIES.items()}


LATER = {
    "agreement show one": ("decisions", "amendments", "activities", "meetings", "news", "addenda"),
    "org show tu": ("former_organisation_names", "sub_units"),
    "org show th": (),
    "member show one": ("posts", "former_names", "memberships"),
    "group show net": ("memberships",),
}


def test_what_came_later_is_in_no_section(ask: Callable[..., Run]) -> None:
    wrong = []
    for line, sections in LATER.items():
        now, then = (ask(f"{line} --json{day}").data for day in ("", " --as-of 2567-05-31"))
        for name in sections:
            left = [one["id"] for one in then[name]]
            undated = [one["id"] for one in now[name] if one.get("code") == "undated"]
            if not now[name] or left != undated:
                wrong.append((line, name, left))
    assert not wrong
    for line, kind in (("org show th", "party"), ("member show one", "attendance")):
        now, then = (ask(f"{line} --json{day}").data.get("pointed_to_by", ()) for day in ("", " --as-of 2567-05-31"))
        assert [any(one["kind"] == kind for one in found) for found in (now, then)] == [True, False], line


@pytest.mark.usefixtures("in_english")
def test_a_list_of_the_day_has_no_party_that_came_later(ask: Callable[..., Run]) -> None:
    listed = "agreement party list --columns organisation --no-header --as-of {}"
    assert "มหาวิทยาลัยที่สาม" not in ask(listed.format("2567-05-31")).out
    assert "มหาวิทยาลัยที่สาม" in ask(listed.format("2567-06-15")).out
