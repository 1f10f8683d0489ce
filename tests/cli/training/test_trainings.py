"""``netreg training``: courses, cohorts planned and held, who took part, certificates, the matrix."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import assert_refused, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะสมมติ --code fac --parent tu --province ขอนแก่น",
    "org add หอประชุมตัวอย่าง --code hall --province นครพนม",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org tu",
    "member add 'นางทดลอง สอง' --code m2 --org fac",
    "member add 'นางสาวตัวอย่าง สาม' --code m3 --org fac",
    (
        "training add หลักสูตรสมมติ --code c1 --organiser tu --run-by fac --purpose 'หนึ่ง; สอง' --purpose สาม "
        "--audience อาจารย์ --cohorts 4 --responsible m1"
    ),
    "training plan c1 1 --on 'ตุลาคม 2564' --region ภาคใต้ --province สงขลา --seats 2 --venue-name หอประชุม",
    "training hold c1 2 --on '24 - 25 มีนาคม 2565' --people 'มากกว่า 2 คน' --provinces 20 --region Northeast",
    "training enrol c1 2 m1 m2 --result completed --org fac",
    "training enrol c1 2 --name 'นายจำลอง ประธาน' --role presiding",
    "training session add c1 2 เรื่องสมมติ --speaker m3 --affiliation fac --from '24 มี.ค. 2565 09:00'",
    "training add --code c2",
)


def refused(sentence: str, code: int = 1) -> tuple[str, str, int]:
    """A run that refused with one line."""
    return "", f"netreg: error: {sentence}\n", code


def of(data: Any, *names: str) -> dict[str, Any]:
    """Some fields of a record."""
    return {name: data[name] for name in names}


# --- courses and cohorts -------------------------------------------------------------------


def test_add_prints_the_course(ask: Callable[[str], Run]) -> None:
    assert shown(ask("training add การอบรมใหม่ --cohorts 2 --year 2565 --organiser fac --note ก")) == (
        table(
            "field | value",
            "id | 3",
            "title | การอบรมใหม่",
            "organiser | คณะสมมติ",
            "cohorts_planned | 2",
            "fiscal_year | 2565",
            "note | ก",
            "cohort_count | 0",
            "held_count | 0",
            "holes | 1; 2",
        ),
        "",
        0,
    )


def test_a_course_keeps_its_purposes_whole_and_its_cohorts_in_order(ask: Callable[[str], Run]) -> None:
    data = ask("training show หลักสูตรสมมติ --json").data
    assert of(data, "purposes", "audience", "cohorts_planned", "cohort_count", "held_count", "holes", "undated") == {
        "purposes": ["หนึ่ง; สอง", "สาม"],
        "audience": ["อาจารย์"],
        "cohorts_planned": 4,
        "cohort_count": 2,
        "held_count": 1,
        "holes": [1, 3, 4],
        "undated": [],
    }
    assert [cohort["number"] for cohort in data["cohorts"]] == [1, 2]
    assert [flag["id"] for flag in data["flags"]] == ["cohort-missing"]


def test_a_cohort_is_planned_for_a_month(ask: Callable[[str], Run]) -> None:
    run = ask("training plan c1 'รุ่นที่ ๓' --on 'มกราคม 2570' --province เลย --seats 40 --title รุ่นพิเศษ")
    assert shown(run) == (
        table(
            "field | value",
            "id | 3",
            "course | หลักสูตรสมมติ",
            "number | 3",
            "title | รุ่นพิเศษ",
            "province | เลย",
            "planned_from | 2027-01",
            "state | planned",
            "seats | 40",
            "first_day | 2027-01",
            "last_day | 2027-01",
            "fiscal_year | 2570",
            "session_count | 0",
            "trainee_count | 0",
            "enrolled_count | 0",
            "withdrawn_count | 0",
            "absent_count | 0",
            "province_count | 0",
            "certificate_count | 0",
        ),
        "",
        0,
    )


def test_a_span_is_the_first_and_the_last_day(ask: Callable[[str], Run]) -> None:
    data = ask("training hold c1 1 --on '30 ก.ย. - 1 ต.ค. 2565' --people 45 --venue hall --json").data
    assert of(data, "number", "state", "planned_from", "held_from", "held_until", "fiscal_year", "seats") == {
        "number": 1,
        "state": "held",
        "planned_from": "2021-10",
        "held_from": "2022-09-30",
        "held_until": "2022-10-01",
        "fiscal_year": 2565,
        "seats": 2,
    }
    assert (data["venue"]["code"], data["venue_as_written"]) == ("hall", "หอประชุม")
    assert [flag["id"] for flag in data["flags"]] == ["over-seats"]


def test_a_cohort_that_was_not_planned_can_be_held_and_found_out_about_later(ask: Callable[[str], Run]) -> None:
    first = ask("training hold c1 3 --people 'about 30' --json").data
    assert of(first, "held_from", "people_stated", "people_qualifier") == {
        "held_from": None,
        "people_stated": 30,
        "people_qualifier": "about",
    }
    assert [flag["id"] for flag in first["flags"]] == ["cohort-undated"]
    again = ask("training hold c1 3 --from 2565-05 --json").data
    assert of(again, "id", "held_from", "people_stated", "flags") == {
        "id": first["id"],
        "held_from": "2022-05",
        "people_stated": 30,
        "flags": [],
    }
    run = ask("training hold c1 3 --from 2565-05")
    assert (run.err, run.code) == ("netreg: ข้อมูลไม่เปลี่ยนแปลง จึงไม่ได้บันทึก\n", 0)


def test_a_cohort_can_be_called_off(ask: Callable[[str], Run]) -> None:
    assert ask("training hold c1 1 --state cancelled --json").data["state"] == "cancelled"
    assert ask("training show c1 --json").data["holes"] == [3, 4]


@pytest.mark.usefixtures("in_english")
def test_two_cohorts_of_a_number_are_refused_however_they_come(office: Netreg, ask: Callable[[str], Run]) -> None:
    already = "training cohort 2 already exists: รุ่นที่ 2; change it with 'netreg training cohort edit 2 FIELD=VALUE'"
    assert shown(ask("training plan c1 2")) == refused(already)
    assert shown(ask("training cohort edit 1 number=2")) == refused(
        "training cohort 1 would become a duplicate; see 'netreg training cohort show 2'"
    )
    (office.folder / "twice.csv").write_text("หลักสูตร,รุ่นที่,ภาค\nc1,5,ภาคใต้\nc1,5,ภาคเหนือ\n", encoding="utf-8")
    run = ask("training cohort import twice.csv")
    assert run.code == 65
    assert "line 2 is also about รุ่นที่ 5, but has a different Region" in run.err
    assert ask("training cohort list --course c1 --columns number --no-header").out == "1\n2\n"


BAD = [
    ("training add", "a title or a code is required; check title", 1),
    ("training add ก --cohorts 12000", "a course has at most 9999 cohorts; check cohorts_planned", 1),
    ("training add ก --cohorts มาก", "Cohorts planned: 'มาก' is not a whole number; write it in digits", 2),
    ("training plan c1 0", "cohorts are numbered from 1 to 9999; check number", 1),
    ("training plan c1 สาม", "'สาม' is not a cohort number; write it like 4", 2),
    ("training plan c1 '#3'", "'#3' is not a cohort number; write it like 4", 2),
    ("training hold c1 สาม", "there is no cohort 'สาม'; expected one of: รุ่นที่ 1, รุ่นที่ 2", 1),
    ("training hold c1 '#9'", "there is no cohort '#9'; expected one of: รุ่นที่ 1, รุ่นที่ 2", 1),
    ("training hold cx 1", "there is no course 'cx'; see them with 'netreg training list'", 1),
    (
        "training hold c1 3 --on 1/12/2569",
        "1 Dec 2569 is in the future, so nothing was held then; use 'netreg training plan'",
        1,
    ),
    (
        "training hold c1 3 --on 1/1/2565 --from 1/1/2565",
        "--on cannot be combined with --from or --until; leave out one of them",
        2,
    ),
    (
        "training hold c1 3 --on '1 ม.ค. 2565 09:00'",
        "--on: '1 ม.ค. 2565 09:00' has a time of day; write the days alone",
        2,
    ),
    ("training hold c1 3 --from 2565-02 --until 2565-01", "it ends before it begins; check held_until", 1),
    ("training hold c1 3 --until 2565-01", "it has a last day, but no first day; check held_from", 1),
    (
        "training hold c1 3 --on 1/1/2565 --state cancelled",
        "it has days on which it was held, so it cannot be cancelled or postponed; check state",
        1,
    ),
    (
        "training hold c1 3 --people 'ไม่เกิน 40'",
        "people: 'ไม่เกิน 40' is not a valid number of people; write it like 42 or 'more than 40'",
        2,
    ),
    ("training enrol c1 2", "no member given; give members, or --name for a person who is not one", 2),
    ("training enrol c1 7 m1", "there is no cohort '7'; expected one of: รุ่นที่ 1, รุ่นที่ 2", 1),
    (
        "training enrol c1 2 m1",
        (
            "training enrolment 1 already exists: นายสมมติ หนึ่ง; "
            "change it with 'netreg training enrolment edit 1 FIELD=VALUE'"
        ),
        1,
    ),
    ("training enrol c1 2 m3 m3", "นางสาวตัวอย่าง สาม is given twice; give it once", 1),
    ("training list --missing people", "--missing: unknown value 'people'; expected one of: dates, cohorts", 2),
    ("training session list --cohort 1", "--cohort is a number within a course; add --course", 2),
    (
        "training matrix --by faculty",
        "--by: unknown value 'faculty'; expected one of: region, province, year",
        2,
    ),
]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("line", "sentence", "code"), BAD)
def test_what_cannot_be_is_refused_and_nothing_written(office: Netreg, line: str, sentence: str, code: int) -> None:
    assert_refused(office, line, code, sentence)


# --- lists -----------------------------------------------------------------------------------

LISTED = [
    ("", ["c2", "c1"]),
    ("--organiser tu", ["c1"]),
    ("--organiser fac", ["c1"]),
    ("--organiser hall", []),
    ("--region ใต้", ["c1"]),
    ("--region กลาง", []),
    ("--province สงขลา", ["c1"]),
    ("--region ใต้ --province นครพนม", []),
    ("--year 2565", ["c1"]),
    ("--year 2564", []),
    ("--missing dates", []),
    ("--missing cohorts", ["c1"]),
    ("--match สมมต", ["c1"]),
]


@pytest.mark.parametrize(("options", "codes"), LISTED)
def test_courses_are_found_by_what_their_cohorts_are(ask: Callable[[str], Run], options: str, codes: list[str]) -> None:
    run = ask(f"training list {options} --columns code --no-header")
    assert shown(run) == ("".join(f"{code}\n" for code in codes), "", 0)


def test_lists_of_what_belongs_to_courses(ask: Callable[[str], Run]) -> None:
    assert shown(ask("training cohort list --course c1 --columns number,state,first_day,fiscal_year,flags")) == (
        table(
            "number | state | first_day | fiscal_year | flags",
            "1 | planned | 2021-10 | 2565 | cohort-overdue",
            "2 | held | 2022-03-24 | 2565 | people-count",
        ),
        "",
        0,
    )
    assert ask("training cohort list --state held --region อีสาน --year 2565 --columns number --no-header").out == "2\n"
    assert ask("training session list --course c1 --cohort 2 --no-header").out == (
        table("1 | หลักสูตรสมมติ | รุ่นที่ 2 | 1 | เรื่องสมมติ | นางสาวตัวอย่าง สาม | คณะสมมติ")
    )
    assert ask("training enrolment list --course c1 --columns person,name_as_recorded,role,result --no-header").out == (
        table(
            "นายสมมติ หนึ่ง | นายสมมติ หนึ่ง | trainee | completed",
            "นางทดลอง สอง | นางทดลอง สอง | trainee | completed",
            "นายจำลอง ประธาน | นายจำลอง ประธาน | presiding | ",  # who presides has no result unless one is stated
        )
    )
    assert ask("training enrolment list --course c1 --cohort 1 --no-header").out == ""


# --- the matrix --------------------------------------------------------------------------------


def test_the_matrix_for_scripts(ask: Callable[[str], Run]) -> None:
    run = ask("training matrix c1 --json")
    assert (run.err, run.code) == ("", 0)
    assert [of(row, "bucket", "cohorts", "planned", "held", "holes", "people", "people_named") for row in run.data] == [
        {"bucket": "ภาคใต้", "cohorts": [1], "planned": 1, "held": 0, "holes": [1], "people": None, "people_named": 0},
        {
            "bucket": "ภาคตะวันออกเฉียงเหนือ", "cohorts": [2], "planned": 1, "held": 1, "holes": [], "people": 2,
            "people_named": 2,
        },
        {"bucket": None, "cohorts": [], "planned": 2, "held": 0, "holes": [3, 4], "people": None, "people_named": 0},
    ]  # fmt: skip
    assert of(run.data[1], "course", "by", "held_on", "planned_on", "provinces_stated", "region_provinces") == {
        "course": {"id": 1, "code": "c1", "name": "หลักสูตรสมมติ"},
        "by": "region",
        "held_on": ["2022-03-24/2022-03-25"],
        "planned_on": [],
        "provinces_stated": 20,
        "region_provinces": 20,
    }


def test_the_matrix_by_another_axis_and_of_all_courses(ask: Callable[[str], Run]) -> None:
    columns = "--columns course,bucket,cohorts,planned,held"
    assert shown(ask(f"training matrix --by year {columns}")) == (
        table(
            "course | bucket | cohorts | planned | held",
            "c2 | | | 0 | 0",
            "หลักสูตรสมมติ | 2565 | 1; 2 | 2 | 1",
            "หลักสูตรสมมติ | | | 2 | 0",
        ),
        "",
        0,
    )
    assert ask(f"training matrix c1 --by province {columns} --no-header --limit 1").out == (
        table("หลักสูตรสมมติ | สงขลา | 1 | 1 | 0")
    )


def test_the_matrix_of_a_day_before(ask: Callable[[str], Run]) -> None:
    """What is planned for the month of the day asked about is not missing yet."""
    run = ask("training matrix c1 --as-of 2564-10-15 --columns bucket,held,holes --no-header")
    assert run.out == table("ภาคใต้ | 0 | ", "ภาคตะวันออกเฉียงเหนือ | 0 | ", "| 0 | 3; 4")


ELECTION = """\
                         จัด/                                    คน/   จว./
หลักสูตร  ภาค       รุ่นที่  กำหนด  ขาด  จัดเมื่อ     จังหวัด   สถานที่      ที่นั่ง  ในภาค  หัวข้อ
────────────────────────────────────────────────────────────────────────────────
ect-pr  ใต้        1      1/1       ไม่มีวันที่                             –/14     0
ect-pr  เหนือ      2      1/1       ไม่มีวันที่                             –/17     0
ect-pr  กลาง      3      0/1  3                                       –/26     0
ect-pr  ตะวันออก   4      1/1       24–25     นครพนม  โรงแรมบลู    42  20/20     7
        เฉียงเหนือ                   มี.ค.              โฮเต็ล
                                   2565              นครพนม
ect-pr  รวม       1–4    3/4  3                                  42            7
"""
WIDE = """\
ภาค              รุ่นที่  จัด/ กำหนด  ขาด  จัดเมื่อ            จังหวัด   สถานที่                 คน/ ที่นั่ง  จว./ ในภาค  หัวข้อ
──────────────────────────────────────────────────────────────────────────────────────────────────────────────
ใต้               1          1/1       ไม่มีวันที่                                                        –/14     0
เหนือ             2          1/1       ไม่มีวันที่                                                        –/17     0
กลาง             3          0/1  3                                                                  –/26     0
ตะวันออกเฉียงเหนือ  4          1/1       24–25 มี.ค. 2565  นครพนม  โรงแรมบลูโฮเต็ล นครพนม       42       20/20     7
รวม              1–4        3/4  3                                                        42                 7
"""


@pytest.mark.parametrize(("words", "columns", "text"), [("", "80", ELECTION), ("ect-pr", "120", WIDE)])
def test_the_matrix_of_the_election_commission_on_a_terminal(
    demo: Callable[..., Run], words: str, columns: str, text: str
) -> None:
    """Four planned; two held without dates, one missing, and the fourth in full."""
    run = demo("training", "matrix", *words.split(), "--format", "table", COLUMNS=columns)
    assert "".join(f"{line.rstrip()}\n" for line in run.out.splitlines()) == text
    assert (run.err, run.code) == ("", 0)


# --- certificates ----------------------------------------------------------------------------


def numbers(run: Run) -> list[tuple[str | None, str | None]]:
    """The certificates of a cohort, and their days."""
    assert run.code == 0, run.err
    return [(one["certificate_no"], one["certificate_on"]) for one in run.data["enrolments"]]


@pytest.mark.usefixtures("in_english")
def test_certificates_are_numbered_for_those_who_completed(ask: Callable[[str], Run]) -> None:
    run = ask("training certify c1 2 --json")
    assert numbers(run) == [("1/2565", "2022-03-25"), ("2/2565", "2022-03-25"), (None, None)]
    assert run.err == "netreg: 2 certificates: 1/2565 to 2/2565\n"
    assert ask("undo").code == 0
    run = ask("training certify c1 2 m2 --pattern '{n:03}/{cohort}' --from-number 7 --on '1 เม.ย. 2565' --json")
    assert numbers(run) == [(None, None), ("007/2", "2022-04-01"), (None, None)]
    assert run.err == "netreg: 1 certificate: 007/2\n"


@pytest.mark.usefixtures("in_english")
def test_no_number_is_given_twice_in_a_course(ask: Callable[[str], Run]) -> None:
    assert ask("training certify c1 2").code == 0
    assert ask("training hold c1 3 --on '1 เม.ย. 2565'").code == 0
    assert ask("training enrol c1 3 m3 m2").code == 0
    assert shown(ask("training certify c1 3 --all --from-number 1")) == refused(
        "certificate 1/2565 was given to นายสมมติ หนึ่ง, รุ่นที่ 2; leave out --from-number to count on from the last"
    )
    run = ask("training certify c1 3 --all --json")
    assert numbers(run) == [("3/2565", "2022-04-01"), ("4/2565", "2022-04-01")]
    assert {one["result"] for one in run.data["enrolments"]} == {"completed"}
    assert shown(ask("training enrolment edit 4 certificate_no=1/2565")) == refused(
        "certificate 1/2565 was given to นายสมมติ หนึ่ง, รุ่นที่ 2; give another number, "
        "or first run 'netreg training enrolment edit 1 certificate_no=…'"
    )
    assert ask("training enrolment edit 1 certificate_no=1/2565 note=ก").code == 0


def test_a_certificate_twice_by_another_tool_is_flagged(office: Netreg, ask: Callable[[str], Run]) -> None:
    with closing(sqlite3.connect(office.db)) as db:
        db.execute("UPDATE enrolment SET certificate_no = '1/2565' WHERE id IN (1, 2)")
        db.commit()
    data = ask("training cohort show 2 --json").data
    assert [(flag["id"], flag["data"]) for flag in data["flags"]][-1:] == [
        ("certificate-twice", {"numbers": ["1/2565"]})
    ]


@pytest.mark.usefixtures("in_english")
def test_a_number_that_was_given_is_not_given_again_after_its_owner_is_gone(ask: Callable[[str], Run]) -> None:
    assert ask("training certify c1 2").code == 0
    assert ask("training enrolment edit 2 certificate_no=").code == 0
    assert ask("training enrolment remove 2 --yes").code == 0
    assert ask("training enrol c1 2 m3 --result completed").code == 0
    assert shown(ask("training certify c1 2 --from-number 2")) == refused(
        "certificate 2/2565 was issued in this course and revoked; leave out --from-number to count on from the last"
    )
    assert ask("training certify c1 2").err == "netreg: 1 certificate: 3/2565\n"


@pytest.mark.usefixtures("in_english")
def test_a_number_taken_back_goes_to_nobody_else_by_hand_or_by_a_file(
    office: Netreg, ask: Callable[[str], Run]
) -> None:
    assert ask("training certify c1 2").code == 0
    assert ask("training enrolment edit 2 certificate_no=9").code == 0
    assert ask("training enrolment edit 2 certificate_no=2/2565").code == 0
    assert ask("training enrolment remove 2 --yes").code == 0
    taken_back = "certificate 2/2565 was issued in this course and revoked; give another number"
    advice = "see 'netreg history --command certify'"
    assert shown(ask("training enrolment edit 3 certificate_no=2/2565")) == refused(f"{taken_back}; {advice}")
    file = "หลักสูตร,รุ่น,บุคคล,ชื่อตามบันทึก,เลขที่วุฒิบัตร\nc1,2,,ก,2/2565\nc1,2,,ข,9\nc1,2,,ค,7\nc1,2,m2,,2/2565\n"
    run = office("training", "enrolment", "import", "-", "--skip-bad", stdin=file)
    assert "standard input: 2 new, 0 changed, 0 unchanged, 2 rejected\n" in run.err
    assert f"standard input:2: {taken_back}" in run.err
    assert "standard input:3: certificate 9 was issued in this course and revoked" in run.err
    assert ask("undo").code == 0
    assert ask("org add อื่น --code o2").code == 0
    assert ask("training add หลักสูตรอื่น --code c9 --organiser o2 --cohorts 1").code == 0
    assert ask("training hold c9 1 --on '1 เม.ย. 2565'").code == 0
    other = "หลักสูตร,รุ่น,ชื่อตามบันทึก,เลขที่วุฒิบัตร\nc9,1,ก,2/2565\n"
    assert office("training", "enrolment", "import", "-", stdin=other).code == 0


@pytest.mark.usefixtures("in_english")
def test_a_file_gives_no_number_twice(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("training certify c1 2").code == 0
    file = "หลักสูตร,รุ่น,ชื่อตามบันทึก,เลขที่วุฒิบัตร\nc1,2,ก,1/2565\nc1,2,ข,7\nc1,2,ค,7\nc1,2,ง,8\n"
    run = office("training", "enrolment", "import", "-", "--skip-bad", stdin=file)
    assert "standard input: 2 new, 0 changed, 0 unchanged, 2 rejected\n" in run.err
    assert "certificate 1/2565 was given to นายสมมติ หนึ่ง, รุ่นที่ 2; give another number" in run.err
    assert "certificate 7 was given to ข, รุ่นที่ 2; give another number" in run.err


@pytest.mark.usefixtures("in_english")
def test_no_more_certificates_than_people(ask: Callable[[str], Run]) -> None:
    assert ask("training cohort edit 2 people=1").code == 0
    assert shown(ask("training certify c1 2")) == refused(
        "that would be more certificates (2) than people stated (1); "
        "correct the number with 'netreg training cohort edit 2 people=…'"
    )
    for number in ("1", "2"):
        assert ask(f"training enrolment edit {number} certificate_no={number}").code == 0
    data = ask("training cohort show 2 --json").data
    assert [(flag["id"], flag["data"]) for flag in data["flags"]] == [
        ("people-count", {"stated": 1, "listed": 2}),
        ("certificates", {"certificates": 2, "people": 1}),
    ]


@pytest.mark.usefixtures("in_english")
def test_who_gets_no_certificate(ask: Callable[[str], Run]) -> None:
    waits = "nobody in this cohort still needs a certificate"
    advice = "name them, or add --all if everybody has completed"
    assert shown(ask("training certify c1 1")) == refused(f"{waits}; {advice}")
    assert ask("training enrolment edit 1 result=failed").code == 0
    assert shown(ask("training certify c1 2 m3"))[1].startswith("netreg: error: there is no enrolment 'm3'")
    assert ask("training certify c1 2 m2").code == 0
    assert shown(ask("training certify c1 2 m2")) == refused(
        "นางทดลอง สอง already has a certificate: 1/2565; "
        "change it with 'netreg training enrolment edit 2 certificate_no=…'"
    )
    assert shown(ask("training certify c1 2 --pattern '{m}'")) == refused(f"{waits}; {advice}")
    assert shown(ask("training certify c1 2 'นายจำลอง ประธาน' --pattern '{m}'")) == refused(
        "--pattern: '{m}' is not a valid pattern: only {n}, {year} and {cohort} are allowed in braces", 2
    )


# --- files -------------------------------------------------------------------------------------


def test_files_name_a_cohort_by_its_course_and_number(office: Netreg, ask: Callable[[str], Run]) -> None:
    files = {
        "cohort": "หลักสูตร,รุ่นที่,วันที่จัด,ถึงวันที่,สถานะ,จำนวนผู้เข้าอบรม\nc2,1,1 มี.ค. 2565,2 มี.ค. 2565,จัดแล้ว,กว่า 30 คน\n"
        "หลักสูตรสมมติ,๑,,,ยกเลิก,\n",
        "session": "หลักสูตร,รุ่นที่,หัวข้อ,วิทยากร\nc2,1,เรื่อง ก,m1\nc1,รุ่นที่ 1,เรื่อง ข,m2\n",
        "enrolment": "หลักสูตร,รุ่น,ชื่อ-สกุล,คณะ,ผลการอบรม\nc2,1,m1,fac,ผ่านการอบรม\nc1,1,นางทดลอง สอง,fac,\n",
    }
    for kind, text in files.items():
        (office.folder / f"{kind}.csv").write_text(text, encoding="utf-8")
        run = ask(f"training {kind} import {kind}.csv --json")
        assert run.code == 0, run.err
        assert of(run.data[0], "rows", "rejected") == {"rows": 2, "rejected": 0}
        again = ask(f"training {kind} import {kind}.csv --json").data[0]
        assert of(again, "new", "changed", "unchanged") == {"new": 0, "changed": 0, "unchanged": 2}
    data = ask("training show c2 --json").data["cohorts"][0]
    assert of(data, "number", "held_until", "people_stated", "people_qualifier", "session_count", "trainee_count") == {
        "number": 1,
        "held_until": "2022-03-02",
        "people_stated": 30,
        "people_qualifier": "more_than",
        "session_count": 1,
        "trainee_count": 1,
    }


@pytest.mark.usefixtures("in_english")
def test_a_number_without_its_course_and_one_that_is_not_there(office: Netreg, ask: Callable[[str], Run]) -> None:
    (office.folder / "a.csv").write_text("รุ่นที่,หัวข้อ\n1,เรื่อง\n", encoding="utf-8")
    run = ask("training session import a.csv")
    assert run.code == 65
    assert "'1' is a number, and may be the sender's own" in run.err
    (office.folder / "b.csv").write_text("หลักสูตร,รุ่นที่,หัวข้อ\nc1,9,เรื่อง\n", encoding="utf-8")
    run = ask("training session import b.csv")
    assert run.code == 65
    assert "there is no cohort '9'; expected one of: รุ่นที่ 1, รุ่นที่ 2" in run.err


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_all_that_belongs_to_a_course_goes_out_and_comes_back(
    office: Netreg, ask: Callable[[str], Run], form: str
) -> None:
    assert ask(f"training export out.{form}").code == 0
    before = ask("training show c1 --json").data
    run = ask(f"training import out.{form} --json")
    assert [of(one, "new", "changed", "rejected") for one in run.data] == [
        {"new": 0, "changed": 0, "rejected": 0} for _one in run.data
    ]
    assert sum(one["rows"] for one in run.data) == 2 + 2 + 1 + 3
    assert ask("training show c1 --json").data == before
    assert office.db.exists()


# --- people, not rows -----------------------------------------------------------------------

COUNTS = "trainee_count,enrolled_count,withdrawn_count,absent_count"
ENROLLED = (
    ("m1 --role staff", "2 2 0 0"),
    ("--name 'ดร.ทดลอง สอง' --org fac --result failed", "2 2 0 0"),
    ("--name 'ทดลอง สอง' --org tu", "2 2 0 0"),  # above the unit of the member
    ("--name 'นางทดลอง สอง' --org hall", "3 3 0 0"),  # nobody of that name is there
    ("m3 --result absent", "3 4 0 1"),
    ("--name 'ผศ.ตัวอย่าง สาม' --result withdrawn", "3 4 1 0"),
    ("--name 'นายใหม่ สี่' --org fac --result ไม่มา", "3 5 1 1"),
)


def test_people_are_enrolled_once_and_who_was_trained_apart_from_who_was_not(ask: Callable[[str], Run]) -> None:
    found = []
    for line, _ in ENROLLED:
        assert ask(f"training enrol c1 2 {line}").code == 0
        counts = ask(f"training cohort list --columns {COUNTS} --no-header").out.split("\n")[1]
        found.append((line, counts.replace("\t", " ")))
    assert found == list(ENROLLED)
    assert [ask("training show c1 --json").data["cohorts"][1][name] for name in COUNTS.split(",")] == [3, 5, 1, 1]


def test_whoever_was_in_two_cohorts_is_one_person_in_the_matrix(ask: Callable[[str], Run]) -> None:
    assert ask("training enrol c1 1 m2 m3").code == 0
    assert ask("training cohort edit 2 region= province=สงขลา people=").code == 0
    matrix = "training matrix c1 --columns bucket,cohorts,people,people_named --no-header"
    assert ask(matrix).out.split("\n")[0] == "ภาคใต้\t1; 2\t3\t3"
    words = ("attendance.people", "enrolments.people")
    rows = ask("stats --json").data
    assert [(row["what"], row["count"]) for row in rows if row["what"] in words] == [("enrolments.people", 3)]
