"""``netreg member``: people added, found by any of their names, their posts begun and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused, masked, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะสมมติ --code tu-a --parent tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "org add สมาคมทดสอบ --code as",
    (
        "member add 'ผศ.ดร.สมมติ หนึ่ง' --code m1 --key 001 --email one@example.org --org tu --position อาจารย์ "
        "--since 2560-01-01"
    ),
    "member post add m1 --org tu-a --position คณบดี --acting รักษาการแทน --since 2569-01-01",
    "member post add m1 --org ex --position ที่ปรึกษา --since 2555-01-01 --until 2556-12-31",
    "member add 'นางสาวทดลอง สอง ณ ตัวอย่าง' --code m2 --org tu-a --position เลขานุการ",
    "member add 'นายสมมติ หนึ่ง' --org as --force",
    "member add 'นายเดิม สาม' --code m4 --org tu --until 2568",
)


def test_add_takes_a_person_with_a_post_on_one_line(ask: Callable[[str], Run]) -> None:
    run = ask(
        "member add 'รศ.ดร.ตัวอย่าง ห้า' --code m5 --org tu-a --position รองคณบดี --acting รักษาการ --since 1/10/2565 "
        "--until 30/9/2569 --email Five@Example.ORG --phone '081-234-5678' --line @five --latin 'Tuayang Ha' "
        "--born 29/02/2543 --province ขอนแก่น --key 0005 --nickname จิ๋ม --note ก --source ข --json"
    )
    post = {
        "id": 7,
        "organisation": {"id": 2, "code": "tu-a", "name": "คณะสมมติ"},
        "position": "รองคณบดี",
        "acting": "acting",
        "since": "2022-10-01",
        "until": "2026-09-30",
        "confirmed_on": None,
        "first_confirmed_on": None,
        "note": None,
        "source": None,
        "current": False,
    }
    assert masked(run.data) == {
        "id": 5,
        "code": "m5",
        "external_key": "0005",
        "titles": "รศ. ดร.",
        "given_name": "ตัวอย่าง",
        "family_name": "ห้า",
        "nickname": "จิ๋ม",
        "name_latin": "Tuayang Ha",
        "birth_date": "2000-02-29",
        "email": "Five@example.org",
        "phone": "0812345678",
        "line_id": "@five",
        "province": "ขอนแก่น",
        "confirmed_on": "2026-11-21",
        "note": "ก",
        "source": "ข",
        "name": "รศ.ดร.ตัวอย่าง ห้า",
        "current_posts": None,
        "last_confirmed": "2026-11-21",
        "former_names": [],
        "posts": [post],
        "graduations": [],
        "memberships": [],
        "contact_for": [],
        "sessions": [],
        "enrolments": [],
        "involvements": [],
        "credits": [],
    }
    assert (run.err, run.code) == ("", 0)


def test_add_without_a_post(ask: Callable[[str], Run]) -> None:
    assert shown(ask("member add ตัวอย่าง")) == (
        table("field | value", "id | 5", "given_name | ตัวอย่าง", "name | ตัวอย่าง"),
        "",
        0,
    )


def test_a_dry_run_keeps_neither_person_nor_post(office: Netreg, ask: Callable[[str], Run]) -> None:
    before = office.db.read_bytes()
    run = ask("member add 'ตัวอย่าง ห้า' --org tu -n")
    assert "posts.1.organisation\tมหาวิทยาลัยทดสอบ\n" in run.out
    assert (run.err, run.code) == ("netreg: ลองดูเท่านั้น ไม่ได้บันทึกสิ่งใด\n", 0)
    assert office.db.read_bytes() == before


KNOWN = "member 1 already exists: ผศ.ดร.สมมติ หนึ่ง; change it with 'netreg member edit 1 FIELD=VALUE'"
REFUSED = {
    "member add 'อาจารย์สมมติ หนึ่ง' --org tu": (1, KNOWN),
    "member add 'สมมติ หนึ่ง' --org ex": (1, KNOWN),
    "member add 'ใครก็ได้ เจ็ด' --email one@EXAMPLE.org": (1, KNOWN),
    "member add 'ใครก็ได้ เจ็ด' --code m1 --force": (1, "Code 'm1': it is already used by member 1; choose another code"),
    "member add ''": (2, "name: the name is empty"),
    "member add 'ใครก็ได้ เจ็ด' --org nope": (1, "there is no organisation 'nope'; see them with 'netreg org list'"),
    "member add 'ใครก็ได้ เจ็ด' --org tu --since 2569 --until 2568": (
        1,
        "the post ends before it begins; check until",
    ),
    "member add 'ใครก็ได้ เจ็ด' --born 31/02/2540": (2, "Born: there is no day 31 in Feb 2540, which has 28 days"),
    "member add 'ใครก็ได้ เจ็ด' --email ไม่มี": (
        2,
        "E-mail: 'ไม่มี' is not an e-mail address; write it like name@example.ac.th",
    ),
    "member show 'สมมุติ หนึ่ง'": (
        1,
        "there is no member 'สมมุติ หนึ่ง'; did you mean: นายสมมติ หนึ่ง, ผศ.ดร.สมมติ หนึ่ง?",
    ),
    "member post add m1": (1, "an organisation or a position is required; check position"),
    "member post add m1 --org tu-a --position คณบดี --since 2569-01-01": (
        1,
        "member post 2 already exists: คณบดี คณะสมมติ; change it with 'netreg member post edit 2 FIELD=VALUE'",
    ),
    "member post end m1": (
        1,
        "member 1 holds several posts: 1 อาจารย์ มหาวิทยาลัยทดสอบ; 2 คณบดี คณะสมมติ; say which with --org or --position",
    ),
    "member post end m1 --org ex": (1, "member 1 holds no such post; see 'netreg member show 1'"),
    "member post end m1 --org tu-a --on 2568-01-01": (1, "the post ends before it begins; check until"),
    "member post end m1 --org tu-a --on พรุ่งนี้เช้า": (
        2,
        "Until: 'พรุ่งนี้เช้า' depends on the day it is read; write the date itself, such as 5 ส.ค. 2564",
    ),
    "member post edit 2 organisation=tu position=อาจารย์ since=2560-01-01": (
        1,
        (
            "member post 1 is the same, on the same days: อาจารย์ มหาวิทยาลัยทดสอบ 1 Jan 2017–; "
            "see it with 'netreg member post show 1'"
        ),
    ),
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused_is_one_line_and_changes_nothing(office: Netreg, line: str) -> None:
    assert_refused(office, line, *REFUSED[line])


def test_people_of_one_name_in_different_places_are_different(ask: Callable[[str], Run]) -> None:
    run = ask("member list --all --columns id,name --sort id --no-header")
    rows = ("1 | ผศ.ดร.สมมติ หนึ่ง", "2 | นางสาวทดลอง สอง ณ ตัวอย่าง", "3 | นายสมมติ หนึ่ง", "4 | นายเดิม สาม")
    assert shown(run) == (table(*rows), "", 0)


M2 = table(
    "field | value",
    "id | 2",
    "code | m2",
    "titles | นางสาว",
    "given_name | ทดลอง",
    "family_name | สอง ณ ตัวอย่าง",
    "name | นางสาวทดลอง สอง ณ ตัวอย่าง",
    "current_posts | เลขานุการ คณะสมมติ",
    "last_confirmed | 2026-11-21",
    "posts.1.id | 4",
    "posts.1.person | นางสาวทดลอง สอง ณ ตัวอย่าง",
    "posts.1.organisation | คณะสมมติ",
    "posts.1.position | เลขานุการ",
    "posts.1.confirmed_on | 2026-11-21",
    "posts.1.first_confirmed_on | 2026-11-21",
    "posts.1.current | yes",
)


NAMES = ("m2", "๒", "'นางสาวทดลอง สอง ณ ตัวอย่าง'", "'น.ส.ทดลอง  สอง ณ ตัวอย่าง'", "'ดร. ทดลอง สอง ณ ตัวอย่าง'")


def test_titles_dots_and_blanks_do_not_matter(ask: Callable[[str], Run]) -> None:
    runs = [ask(f"member show {name}") for name in NAMES]
    assert [shown(run) for run in runs] == [(M2, "", 0)] * len(NAMES)


def test_several_past_and_acting_posts(ask: Callable[[str], Run]) -> None:
    person = ask("member show m1 --json").data
    posts = [(p["position"], p["acting"], p["since"], p["until"], p["current"]) for p in person["posts"]]
    assert posts == [
        ("อาจารย์", None, "2017-01-01", None, True),
        ("คณบดี", "acting_for", "2026-01-01", None, True),
        ("ที่ปรึกษา", None, "2012-01-01", "2013-12-31", False),
    ]
    assert person["current_posts"] == "อาจารย์ มหาวิทยาลัยทดสอบ; รักษาการแทนคณบดี คณะสมมติ"


@pytest.mark.parametrize(
    ("day", "posts"),
    [
        ("2555-01-01", "ที่ปรึกษา มหาวิทยาลัยตัวอย่าง"),
        ("2556-12-31", "ที่ปรึกษา มหาวิทยาลัยตัวอย่าง"),
        ("2557-01-01", None),
        ("2560-01-01", "อาจารย์ มหาวิทยาลัยทดสอบ"),
    ],
)
def test_posts_as_of_a_day(ask: Callable[[str], Run], day: str, posts: str | None) -> None:
    assert ask(f"member show m1 --as-of {day} --json").data["current_posts"] == posts


LISTS = {
    "member list": "1 2 3",
    "member list --all": "1 2 3 4",
    "member list --org tu": "1 2",
    "member list --org tu --no-sub-units": "1",
    "member list --org as": "3",
    "member list --org ex --all": "1",
    "member list --org tu --all --no-sub-units": "1 4",
    # Of a post without a first day nobody knew before it was recorded.
    "member list --as-of 2568-12-31 --org tu": "1 4",
    "member list --as-of 2569-01-01 --org tu": "1",
}


def test_who_is_listed(ask: Callable[[str], Run]) -> None:
    runs = [ask(f"{line} --columns id --no-header") for line in LISTS]
    assert {line: " ".join(sorted(run.out.split())) for line, run in zip(LISTS, runs, strict=True)} == LISTS
    assert {(run.err, run.code) for run in runs} == {("", 0)}


def test_the_list_has_name_posts_and_how_to_reach(ask: Callable[[str], Run]) -> None:
    assert shown(ask("member list --org as")) == (
        table(
            "id | code | name | current_posts | email | phone | last_confirmed",
            "3 | | นายสมมติ หนึ่ง | สมาคมทดสอบ | | | 2026-11-21",
        ),
        "",
        0,
    )


@pytest.mark.usefixtures("in_english")
def test_a_post_ends_today_or_on_a_day(ask: Callable[[str], Run]) -> None:
    ended = ask("member post end m1 --org tu --json").data["posts"]
    assert [(p["position"], p["until"]) for p in ended] == [
        ("อาจารย์", "2026-11-21"),
        ("คณบดี", None),
        ("ที่ปรึกษา", "2013-12-31"),
    ]
    ended = ask("member post end m1 --position คณบดี --on '30 ก.ย. 2569' --json").data["posts"]
    assert ended[1]["until"] == "2026-09-30"
    assert shown(ask("member post end m1")) == (
        "",
        "netreg: error: member 1 holds no such post; see 'netreg member show 1'\n",
        1,
    )


def test_somebody_holds_a_post_on_its_last_day(ask: Callable[[str], Run]) -> None:
    assert ask("member post end m2 --on 2569-06-30").code == 0
    assert ask("member list --org tu-a --as-of 2569-06-30 --columns id --sort id --no-header").out == "1\n2\n"
    assert ask("member list --org tu-a --as-of 2569-07-01 --columns id --no-header").out == "1\n"


def test_one_more_post_is_shown_with_the_person(ask: Callable[[str], Run]) -> None:
    run = ask("member post add m2 --org ex --position 'กรรมการ' --since 2570 --json")
    assert [(p["position"], p["since"], p["current"]) for p in run.data["posts"]] == [
        ("เลขานุการ", None, True),
        ("กรรมการ", "2027", False),
    ]


@pytest.mark.usefixtures("in_english")
def test_the_posts_themselves_can_be_listed_changed_and_removed(ask: Callable[[str], Run]) -> None:
    assert shown(ask("member post edit 4 position='เลขานุการคณะ' acting=รักษาการ")) == (
        table(
            "field | value",
            "id | 4",
            "person | นางสาวทดลอง สอง ณ ตัวอย่าง",
            "organisation | คณะสมมติ",
            "position | เลขานุการคณะ",
            "acting | acting",
            "confirmed_on | 2026-11-21",
            "first_confirmed_on | 2026-11-21",
            "current | yes",
        ),
        "",
        0,
    )
    assert shown(ask("member post remove 4 --yes")) == ("removed member post 4\n", "", 0)
    assert ask("member post list --columns id --sort id --no-header").out.split() == ["1", "2", "3", "5", "6"]


def test_a_name_is_edited_in_one_piece(ask: Callable[[str], Run]) -> None:
    run = ask("member edit m2 name='ผู้ช่วยศาสตราจารย์ ดร.ทดลอง สองใหม่' --correction")
    assert shown(run)[0].startswith(
        table(
            "field | value",
            "id | 2",
            "code | m2",
            "titles | ผู้ช่วยศาสตราจารย์ ดร.",
            "given_name | ทดลอง",
            "family_name | สองใหม่",
        )
    )
    assert ask("member show 'ทดลอง สองใหม่'").code == 0
    assert ask("member show 'ทดลอง สอง ณ ตัวอย่าง'").code == 1


@pytest.mark.usefixtures("in_english")
def test_removing_a_person_removes_the_posts(ask: Callable[[str], Run]) -> None:
    assert shown(ask("member remove m1 -y")) == ("removed member 1 and 3 records that belonged to it\n", "", 0)
    assert ask("member post list --columns id --sort id --no-header").out.split() == ["4", "5", "6"]


@pytest.mark.usefixtures("in_english")
def test_removing_a_person_whom_others_name_is_refused(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("agreement add ข้อตกลงสมมติ --responsible m2").code == 0
    before = office.db.read_bytes()
    assert shown(ask("member remove m2 -y")) == (
        "",
        "netreg: error: member 2 is still used by agreement 1 (ข้อตกลงสมมติ); change or remove those first\n",
        1,
    )
    assert office.db.read_bytes() == before
