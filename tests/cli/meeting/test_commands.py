"""``netreg meeting``: meetings recorded with chair, agenda, attendance and head-counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.thai.names.no_person import is_substitute
from tests.cli.conftest import assert_refused, masked, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org tu",
    "member add 'นางทดลอง สอง' --code m2 --org ex",
    "agreement add ข้อตกลงสมมติ --code a1 --signed 2564-08-05",
    "meeting series add ชุดทดสอบ --code row",
    (
        "meeting add ประชุมสมมติ --code mt1 --on '5 ส.ค. 2564 09:30' --until '5 ส.ค. 2564 12:00' --mode online "
        "--platform Zoom --series ชุดทดสอบ --number 1/2564 --organiser tu --agreement a1 --state held "
        "--chair m1 --attendee m2 --agenda รับรอง --agenda 'เรื่อง; อื่น'"
    ),
    "meeting add ประชุมสมมติ --on 2565-08-05 --organiser tu --series ชุดทดสอบ --number 2/2565",
)
TU = {"id": 1, "code": "tu", "name": "มหาวิทยาลัยทดสอบ"}
EX = {"id": 2, "code": "ex", "name": "มหาวิทยาลัยตัวอย่าง"}
M1 = {"id": 1, "code": "m1", "name": "นายสมมติ หนึ่ง"}
M2 = {"id": 2, "code": "m2", "name": "นางทดลอง สอง"}


def attendance(number: int, person: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    """Somebody's attendance as JSON has it when nothing else is known."""
    return {
        "id": number, "person": person, "name_as_recorded": person and person["name"], "position_as_recorded": None,
        "position_known_on": None,
        "organisation": None, "role": "member", "presence": "present", "mode": None, "reason": None,
        "substitute_for": None, "minutes": None, "note": None, "source": None,
    } | more  # fmt: skip


BARE_ITEM = dict.fromkeys(("kind", "detail", "resolution", "reported_by", "note", "source"))
MEETING = {
    "id": 1,
    "code": "mt1",
    "title": "ประชุมสมมติ",
    "series": {"id": 1, "code": "row", "name": "ชุดทดสอบ"},
    "number": 1,
    "year": 2564,
    "starts_at": "2021-08-05T09:30",
    "ends_at": "2021-08-05T12:00",
    "mode": "online",
    "platform": "Zoom",
    "link": None,
    "venue": None,
    "state": "held",
    "organiser": TU,
    "agreement": {"id": 1, "code": "a1", "name": "ข้อตกลงสมมติ"},
    "group": None,
    "previous": None,
    "objectives": [],
    "audience": None,
    "outcome": None,
    "minutes_by": None,
    "checked_by": None,
    "accepted_in": None,
    "corrections": None,
    "note": None,
    "source": None,
    "attendance_count": 2,
    "invited_count": 2,
    "apology_count": 0,
    "absent_count": 0,
    "quorum_members": None,
    "quorum_present": None,
    "quorum_needed": None,
    "has_quorum": None,
    "flags": [],
    "agenda": [
        {"id": 1, "under": None, "seq": 1, "title": "รับรอง", "place": "1", **BARE_ITEM},
        {"id": 2, "under": None, "seq": 2, "title": "เรื่อง; อื่น", "place": "2", **BARE_ITEM},
    ],
    "attendance": [attendance(1, M1, role="chair", organisation=TU), attendance(2, M2, organisation=EX)],
    "head_counts": [],
    "invitations": [],
    "action_items": [],
    "opinions": [],
    "activities": [],
    "news": [],
    "next_meetings": [],
    "accepted_minutes": [],
    "documents": [],
}


@pytest.mark.parametrize("name", ["mt1", "'ประชุมสมมติ ครั้งที่ 1/2564'", "'ชุดทดสอบ ครั้งที่ ๑/๒๕๖๔'", "'row 1/2564'"])
def test_a_meeting_goes_by_code_number_and_edition(ask: Callable[[str], Run], name: str) -> None:
    run = ask(f"meeting show {name} --json")
    assert [one["id"] for one in run.data["next_meetings"]] == [2]
    found = masked(run.data) | {"next_meetings": []}
    assert [one["id"] for pointing in found.pop("pointed_to_by") for one in pointing["records"]] == [2]
    assert (found, run.err, run.code) == (MEETING, "", 0)


def test_add_prints_the_meeting(ask: Callable[[str], Run]) -> None:
    assert shown(ask("meeting add ประชุมย่อย --on 2569-12-01")) == (
        table(
            "field | value",
            "id | 3",
            "title | ประชุมย่อย",
            "starts_at | 2026-12-01",
            "state | planned",
            "attendance_count | 0",
            "invited_count | 0",
            "apology_count | 0",
            "absent_count | 0",
        ),
        "",
        0,
    )


NO_MEMBER = "there is no member 'zz9'; see them with 'netreg member list'"
REFUSED = {
    "meeting add ประชุมลอง": (
        2,
        "--on is missing (When, for example '5 ส.ค. 2564 09:30'); see 'netreg meeting add --help'",
    ),
    "meeting add ประชุมลอง --on ''": (1, "starts_at is required; check starts_at"),
    "meeting add ประชุมลอง --on 'วันศุกร์ที่ 23 ธันวาคม 2564'": (
        2,
        "Starts: 23 Dec 2564 is a Thursday, not a Friday; correct the weekday or the date",
    ),
    "meeting add ประชุมลอง --on '5 ส.ค. 2564 09:30' --until '5 ส.ค. 2564 09:29'": (
        1,
        "the meeting ends before it starts; check ends_at",
    ),
    "meeting add ประชุมลอง --on 2569-01-01 --number หนึ่ง": (
        2,
        "--number: 'หนึ่ง' is not a number and year; write it like 2/2567",
    ),
    "meeting add ประชุมลอง --on 2569-01-01 --chair m1 --attendee zz9": (1, NO_MEMBER),
    "meeting add ประชุมสมมติ --on 2564-08-05 --organiser tu": (
        1,
        "meeting 1 already exists: ประชุมสมมติ ครั้งที่ 1/2564; change it with 'netreg meeting edit 1 FIELD=VALUE'",
    ),
    "meeting add ชื่ออื่น --on 2569-08-05 --series ชุดทดสอบ --number 1/2564": (
        1,
        "meeting 1 already exists: ประชุมสมมติ ครั้งที่ 1/2564; change it with 'netreg meeting edit 1 FIELD=VALUE'",
    ),
    "meeting edit mt1 previous=mt1": (1, "meeting 1 would become its own ancestor; choose another previous"),
    "meeting attend mt1": (2, "no member given; give a member, or --name for a person who is not one"),
    "meeting attend mt1 m1 --role chair": (
        1,
        (
            "meeting attendance 1 already exists: นายสมมติ หนึ่ง; "
            "change it with 'netreg meeting attendance edit 1 FIELD=VALUE'"
        ),
    ),
    "meeting agenda add mt1 รับรอง": (
        1,
        "meeting agenda 1 already exists: รับรอง; change it with 'netreg meeting agenda edit 1 FIELD=VALUE'",
    ),
    "meeting headcount add mt1 นักศึกษา มาก": (2, "Count: 'มาก' is not a whole number; write it in digits"),
    "member remove m1 -y": (
        1,
        "member 1 is still used by meeting attendance 1 (นายสมมติ หนึ่ง); change or remove those first",
    ),
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused_is_one_line_and_changes_nothing(office: Netreg, line: str) -> None:
    assert_refused(office, line, *REFUSED[line])


@pytest.mark.parametrize("number", ["2/64", "3/", "1/2/2564"])
def test_a_malformed_number_of_an_edition_is_refused(office: Netreg, ask: Callable[[str], Run], number: str) -> None:
    before = office.db.read_bytes()
    run = ask(f"meeting add ประชุมลอง --on 2569-01-01 --series ชุดทดสอบ --number {number}")
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 2)
    assert number in run.err
    assert office.db.read_bytes() == before


def test_a_person_named_twice_in_one_role_is_refused_without_false_advice(
    office: Netreg, ask: Callable[[str], Run]
) -> None:
    """No attendance was written, so none can be edited by its number."""
    before = office.db.read_bytes()
    run = ask("meeting add ประชุมลอง --on 2569-01-01 --attendee m1 --attendee 1")
    assert (run.out, run.err.count("\n")) == ("", 1)
    assert run.code in (1, 2)
    assert "นายสมมติ หนึ่ง" in run.err
    assert "attendance edit" not in run.err
    assert office.db.read_bytes() == before


def test_the_list(ask: Callable[[str], Run]) -> None:
    heading = "id | code | title | number | starts_at | mode | state | organiser | attendance_count | flags"
    first = "1 | mt1 | ประชุมสมมติ | 1 | 2021-08-05T09:30 | online | held | มหาวิทยาลัยทดสอบ | 2 |"
    second = "2 | | ประชุมสมมติ | 2 | 2022-08-05 | | held | มหาวิทยาลัยทดสอบ | 0 |"
    assert shown(ask("meeting list")) == (table(heading, first, second), "", 0)
    assert shown(ask("meeting list --agreement a1")) == (table(heading, first), "", 0)
    assert shown(ask("meeting list --organiser tu --sort -starts_at")) == (table(heading, second, first), "", 0)
    assert shown(ask("meeting list --organiser ex")) == (table(heading), "", 0)


def test_attend_prints_what_was_recorded(ask: Callable[[str], Run]) -> None:
    run = ask("meeting attend mt1 m1 --role ผู้นำเสนอ --presence มา --mode ออนไลน์ --position คณบดี --note ก")
    assert shown(run) == (
        table(
            "field | value",
            "id | 3",
            "meeting | ประชุมสมมติ ครั้งที่ 1/2564",
            "person | นายสมมติ หนึ่ง",
            "name_as_recorded | นายสมมติ หนึ่ง",
            "position_as_recorded | คณบดี",
            "organisation | มหาวิทยาลัยทดสอบ",
            "role | presenter",
            "presence | present",
            "mode | online",
            "note | ก",
        ),
        "",
        0,
    )


@pytest.mark.usefixtures("in_english")
def test_somebody_who_is_no_member_attends(ask: Callable[[str], Run]) -> None:
    run = ask("meeting attend mt1 --name 'นายตัวอย่าง สาม' --presence ลา --substitute-for 'นางสี่' --json")
    expected = {"meeting": {"id": 1, "code": "mt1", "name": "ประชุมสมมติ ครั้งที่ 1/2564"}} | attendance(
        3, None, name_as_recorded="นายตัวอย่าง สาม", presence="apology", substitute_for="นางสี่"
    )
    assert masked(run.data) == expected
    again = ask("meeting attend mt1 --name 'นายตัวอย่าง สาม'")
    assert shown(again) == (
        "",
        (
            "netreg: error: meeting attendance 3 already exists: นายตัวอย่าง สาม; "
            "change it with 'netreg meeting attendance edit 3 FIELD=VALUE'\n"
        ),
        1,
    )


def test_somebody_attends_in_two_roles(ask: Callable[[str], Run]) -> None:
    assert ask("meeting attend mt1 m1 --role secretary").code == 0
    assert shown(ask("meeting attendance list --columns id,person,role")) == (
        table(
            "id | person | role", "1 | นายสมมติ หนึ่ง | chair", "2 | นางทดลอง สอง | member", "3 | นายสมมติ หนึ่ง | secretary"
        ),
        "",
        0,
    )


def test_agenda(ask: Callable[[str], Run]) -> None:
    assert shown(ask("meeting agenda add mt1 เสนอ --detail รายละเอียด")) == (
        table(
            "field | value",
            "id | 3",
            "meeting | ประชุมสมมติ ครั้งที่ 1/2564",
            "seq | 3",
            "title | เสนอ",
            "detail | รายละเอียด",
            "place | 3",
        ),
        "",
        0,
    )
    assert shown(ask("meeting agenda list")) == (
        table(
            "id | meeting | place | title | resolution",
            "1 | ประชุมสมมติ ครั้งที่ 1/2564 | 1 | รับรอง |",
            "2 | ประชุมสมมติ ครั้งที่ 1/2564 | 2 | เรื่อง; อื่น |",
            "3 | ประชุมสมมติ ครั้งที่ 1/2564 | 3 | เสนอ |",
        ),
        "",
        0,
    )


@pytest.mark.usefixtures("in_english")
def test_head_counts_are_exact_or_more_than(ask: Callable[[str], Run]) -> None:
    assert shown(ask("meeting headcount add mt1 นักศึกษา ๑,๒๐๐ --qualifier มากกว่า --mode online")) == (
        table(
            "field | value",
            "id | 1",
            "meeting | ประชุมสมมติ ครั้งที่ 1/2564",
            "category | นักศึกษา",
            "count | 1200",
            "qualifier | more_than",
            "mode | online",
        ),
        "",
        0,
    )
    assert ask("meeting headcount add mt1 อาจารย์ 0 --json").data["qualifier"] == "exact"
    assert shown(ask("meeting headcount add mt1 นักศึกษา 5")) == (
        "",
        (
            "netreg: error: meeting headcount 1 already exists: นักศึกษา; "
            "change it with 'netreg meeting headcount edit 1 FIELD=VALUE'\n"
        ),
        1,
    )


@pytest.mark.usefixtures("in_english")
def test_edit_and_remove(ask: Callable[[str], Run]) -> None:
    run = ask("meeting edit 2 venue=ห้องสมมติ mode=hybrid previous=mt1 state=postponed --json")
    fields = ("venue", "mode", "state", "previous")
    assert [run.data[name] for name in fields] == [
        "ห้องสมมติ",
        "hybrid",
        "postponed",
        {"id": 1, "code": "mt1", "name": "ประชุมสมมติ ครั้งที่ 1/2564"},
    ]
    assert shown(ask("meeting remove mt1 -y")) == (
        "",
        "netreg: error: meeting 1 is still used by meeting 2 (ประชุมสมมติ ครั้งที่ 2/2565); change or remove those first\n",
        1,
    )
    assert ask("meeting edit 2 previous=").code == 0
    assert shown(ask("meeting remove mt1 -y")) == ("removed meeting 1 and 4 records that belonged to it\n", "", 0)
    assert ask("meeting agenda list --no-header").out == ""
    assert ask("meeting attendance list --no-header").out == ""


# --- people, not rows -------------------------------------------------------------------

COUNTS = "attendance_count,invited_count,apology_count,absent_count"
LISTED = (
    ("meeting attend mt1 m1 --role presenter", "2 2 0 0"),
    ("meeting attend mt1 --name 'ดร.ทดลอง สอง'", "2 2 0 0"),
    ("meeting attend mt1 --name 'สมมติ หนึ่ง' --role observer --substitute-for คณบดี", "2 2 0 0"),
    ("meeting attend mt1 --name 'นายตัวอย่าง สาม' --presence ลา", "2 3 1 0"),
    ("meeting attend mt1 --name 'ผศ. ตัวอย่าง สาม' --presence ขาด", "2 3 1 0"),
    ("meeting attend mt1 --name 'นายตัวอย่าง สี่' --presence ขาด", "2 4 1 1"),
    ("meeting attend mt1 --name 'ตัวอย่าง สาม' --role secretary --presence มาบางช่วง", "3 4 0 1"),
)


def test_people_are_counted_once_and_who_came_apart_from_who_did_not(ask: Callable[[str], Run]) -> None:
    found = []
    for line, _ in LISTED:
        assert ask(line).code == 0
        counts = ask(f"meeting list --match มต --columns {COUNTS} --no-header --sort id").out.split("\n")[0]
        found.append((line, counts.replace("\t", " ")))
    assert found == list(LISTED)
    told = ask("meeting show mt1 --json").data
    assert [told[name] for name in COUNTS.split(",")] == [3, 4, 0, 1]
    assert ask("undo").code == 0
    assert (
        ask(f"meeting list --sort -attendance_count --columns {COUNTS} --no-header").out == "2\t4\t1\t1\n0\t0\t0\t0\n"
    )


def test_a_file_brings_the_same_people_again_and_they_count_once(office: Netreg, ask: Callable[[str], Run]) -> None:
    rows = "meeting,ชื่อตามบันทึก,บทบาท,สถานะ\nmt1,นายสมมติ หนึ่ง,,มา\nmt1,นางทดลอง สอง,ผู้นำเสนอ,ขาด\nmt1,ตัวอย่าง สาม,,ลา\n"
    (office.folder / "a.csv").write_text(rows, encoding="utf-8")
    assert ask("meeting attendance import a.csv --json").data[0]["new"] == 3
    assert ask(f"meeting list --columns {COUNTS} --no-header --sort id").out.split("\n")[0] == "2\t3\t1\t0"
    again = ask("meeting attendance import a.csv --json").data[0]
    assert [again[name] for name in ("new", "unchanged")] == [0, 3]
    assert ask("doctor").code == 0


SUBSTITUTES = ("นางลอง ทดสอบ แทน นายสมมุติ ทดสอบ", "นางลอง ทดสอบ มาแทนนายสมมุติ ทดสอบ", "นางลอง ทดสอบ (แทน นายสมมุติ ทดสอบ)")
NO_SUBSTITUTES = ("นางสมบูรณ์แทน ทดสอบ", "แทนคุณ ทดสอบ", "ลอง ทดสอบแทน")


def test_who_came_in_the_place_of_another_is_known_by_the_words() -> None:
    assert [text for text in SUBSTITUTES if not is_substitute(text)] == []
    assert [text for text in NO_SUBSTITUTES if is_substitute(text)] == []
