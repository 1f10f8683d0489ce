"""People in the report of a meeting: once each, as the member who they are, or by the name that was recorded."""

from __future__ import annotations

from shlex import split
from typing import TYPE_CHECKING

import pytest

from netreg.entities import BY_NAME
from netreg.exchange.forms.form_tables import FormFile, open_known_form
from netreg.exchange.tables import open_file

if TYPE_CHECKING:
    from tests.conftest import Netreg

ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
MEMBERS = (
    "ชื่อ-สกุล,อีเมล\nนายสมมุติ ตัวอย่าง,one@example.ac.th\nนางทดสอบ ซ้ำกัน,two@example.ac.th\n"
    "นางสาวทดสอบ ซ้ำกัน,three@example.ac.th\nนายไม่มี อีเมล,\n"
)


def read_rows(netreg: Netreg, content: str, kind: str = "attendance") -> tuple[FormFile, list[list[str]]]:
    """Return the form, and the cells of its rows as the import sees them."""
    netreg("member", "import", "-", stdin=MEMBERS)
    path = netreg.folder / "report.csv"
    path.write_text(content, encoding="utf-8-sig")
    with open_file.open_file(path) as file:
        _file, found = open_known_form(netreg.db, BY_NAME[kind], file, {})
        assert found
        rows = [row.cells for row in found.file.tables[0].rows()]
    assert rows[0][:2] == ["person", "name_as_recorded"]
    return found, rows[1:]


def test_who_is_a_member(register: Netreg) -> None:
    people = (
        ("สมมุติ ตัวอย่าง", "ONE@example.ac.th", ["#1", ""]),
        ("Sommut", "one@example.ac.th", None),  # the same address: the same person
        ("ชื่ออื่น เลย", "two@example.ac.th", ["#2", ""]),
        ("ไม่มี อีเมล", "new@example.ac.th", ["#4", ""]),
        ("ทดสอบ ซ้ำกัน", "", ["", "ทดสอบ ซ้ำกัน"]),
        ("สมมุติ ตัวอย่าง", "another@example.ac.th", ["", "สมมุติ ตัวอย่าง"]),
        ("คนนอก สมมุติ", "", ["", "คนนอก สมมุติ"]),
        ("7", "", ["", "7"]),
    )
    found, rows = read_rows(register, ZOOM + "".join(f"{name},{email},,,1,No\n" for name, email, _row in people))
    assert [row[:2] for row in rows] == [row for _name, _email, row in people if row]
    assert {line: doubt.candidates for line, doubt in found.doubts[0].items()} == {6: (2, 3), 7: (1,)}
    assert found.notes == [
        f"{register.folder / 'report.csv'}: read as {found.form.label}",
        f"{register.folder / 'report.csv'}: 1 row repeats a person, who is counted once",
        f"{register.folder / 'report.csv'}: columns left out: 'Guest'",
    ]


def test_who_came_back_is_one(register: Netreg) -> None:
    """By the address, or by the name unless two addresses differ; what a later row knows is added."""
    rows = (
        "ก สมมุติ,,,,1,No\n"
        "ก สมมุติ,one@example.ac.th,,,1,No\n"
        "ก สมมุติ (คณะวิทย์),,,,1,No\n"
        "ข สมมุติ,b1@example.ac.th,,,1,No\n"
        "ข สมมุติ,b2@example.ac.th,,,1,No\n"
        "ข สมมุติ,b1@example.ac.th,,,1,No\n"
    )
    found, read = read_rows(register, ZOOM + rows)
    assert [row[:3] for row in read] == [["#1", "", ""], ["", "ข สมมุติ", ""], ["", "ข สมมุติ", ""]]
    assert found.returns == 3


def test_minutes_are_summed_units_found_and_telephones_told(register: Netreg) -> None:
    register("org", "add", "คณะวิทย์ทดสอบ", "--code", "sci")
    rows = (
        "สมมุติ ตัวอย่าง (คณะวิทย์ทดสอบ),,,,41,No\n"
        "ไม่มี อีเมล - คณะอื่น,,,,1h 2m 31s,No\n"
        "สมมุติ ตัวอย่าง,,,,20.4,No\n"
        "66812345678,,,,1 hr 2 min,No\n"
        "+66 81-***-678,,,,01:02:03,No\n"
        "คนนอก สมมุติ,,,,มาก,No\n"
    )
    found, read = read_rows(register, ZOOM + rows)
    assert read == [
        ["#1", "", "", "#1", "online", "present", "61", ""],
        ["#4", "", "", "", "online", "present", "63", "หน่วยงานตามไฟล์: คณะอื่น"],
        ["", "66812345678", "", "", "online", "present", "62", ""],
        ["", "+66 81-***-678", "", "", "online", "present", "62", ""],
        ["", "คนนอก สมมุติ", "", "", "online", "present", "", ""],
    ]
    assert [one.line for one in found.remarks] == [5, 6]


def test_sections_end_where_the_next_begins(register: Netreg) -> None:
    teams = (
        "1. Summary\nMeeting title\tเรื่อง\n\n2. Participants\n"
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
        "ก สมมุติ\t\t\t\t\tone@example.ac.th\tPresenter\n\n"
        "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nข สมมุติ\t\t\t\t\t\n"
    )
    _found, read = read_rows(register, teams)
    assert read == [["#1", "", "", "", "online", "present", "", "ชื่อตามไฟล์: ก สมมุติ"]]


def test_the_answers_of_a_form_are_attendances_too(register: Netreg) -> None:
    form = "ประทับเวลา,ที่อยู่อีเมล,ชื่อ-นามสกุล,หน่วยงาน,ตำแหน่ง\n1/2/2569,new@example.com,นายก สมมุติ,กองทดสอบ,นักทดสอบ\n"
    _found, read = read_rows(register, form, "enrolment")
    assert read == [["", "นายก สมมุติ", "นักทดสอบ กองทดสอบ", ""]]


def test_who_registered_for_a_webinar_and_did_not_come_is_left_out(register: Netreg) -> None:
    webinar = (
        "Topic,Webinar ID\nเรื่อง,823\nAttendee Details,\n"
        "Attended,User Name (Original Name),First Name,Last Name,Email,Join Time\n"
        "Yes,ก สมมุติ,ก,สมมุติ,one@example.ac.th,\nNo,ข สมมุติ,ข,สมมุติ,b@example.com,--\n"
    )
    found, read = read_rows(register, webinar)
    assert read == [["#1", "", "", "", "online", "present", "", "ชื่อตามไฟล์: ก สมมุติ"]]
    assert [(one.line, one.value, one.sentence) for one in found.left_out] == [
        (6, "ข สมมุติ", "registered, but did not come")
    ]


WEBINAR = """\
Attendee Report
Topic,Webinar ID,Actual Start Time,# Registered
เสวนาสมมุติ,912 3456 7890,08/05/2026 09:25:00 AM,12
Host Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Country/Region Name
Yes,สมมุติ ตัวอย่าง,one@example.ac.th,08/05/2026 09:25:00 AM,08/05/2026 11:00:00 AM,95,Thailand
Panelist Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Country/Region Name
Yes,ไม่มี อีเมล,,08/05/2026 09:25:00 AM,08/05/2026 10:25:00 AM,60,Thailand
Attendee Details,
Attended,User Name (Original Name),First Name,Last Name,Email,Registered,Join Time,Leave Time,Time in Session (minutes)
Yes,ข สมมุติ,ข,สมมุติ,b@example.com,08/01/2026 09:25:00 AM,08/05/2026 09:25:00 AM,08/05/2026 10:00:00 AM,35
No,ค สมมุติ,ค,สมมุติ,c@example.com,08/01/2026 09:25:00 AM,--,--,--
Other Attended,
User Name,Join Time,Leave Time,Time in Session (minutes),Country/Region Name
66812345678,08/05/2026 09:25:00 AM,08/05/2026 10:00:00 AM,35,Thailand
"""


def test_all_people_of_a_webinar_are_read_by_the_headings_above_them(register: Netreg) -> None:
    found, read = read_rows(register, WEBINAR)
    assert [(row[0], row[1], row[6]) for row in read] == [
        ("#1", "", "95"), ("#4", "", "60"), ("", "ข สมมุติ", "35"), ("", "66812345678", "35"),
    ]  # fmt: skip
    assert [(one.line, one.value) for one in found.left_out] == [(13, "ค สมมุติ")]


def test_a_report_whose_people_are_not_recognised_is_not_read_from_what_follows_them(register: Netreg) -> None:
    teams = "2. People\nWho\tWhen\nก สมมุติ\t9:00\n\n3. Activities\nName\tJoin Time\tLeave Time\nข สมมุติ\t9:00\t9:10\n"
    path = register.folder / "report.csv"
    path.write_text(teams, encoding="utf-16")
    with open_file.open_file(path) as file:
        assert open_known_form(register.db, BY_NAME["attendance"], file, {})[1] is None


def test_units_beside_names_tell_namesakes_apart(register: Netreg) -> None:
    """Never one for the other; a short unit is known as people write it; a given name alone is doubtful."""
    for line in (
        "org add คณะวิทยาศาสตร์สมมุติ", "org add คณะมนุษยศาสตร์สมมุติ", "org add คณะเกษตรสมมุติ", "org add คณะเกษตรศาสตร์",
        "member add 'สมชาย ซ้ำกัน' --org 1 --position อาจารย์", "member add 'สมชาย ซ้ำกัน' --org 2 --force",
        "member add 'สมหญิง ทดลองดู' --org 2",
    ):  # fmt: skip
        assert register(*split(line)).code == 0, line
    shown = (
        "สมชาย ซ้ำกัน (คณะวิทย์)",
        "สมชาย ซ้ำกัน (คณะมนุษยศาสตร์สมมุติ)",
        "สมชาย ซ้ำกัน",
        "สมหญิง (คณะมนุษย์)",
        "สมหญิง (คณะวิทย์)",
        "🌸 สมหญิง ทดลองดู 🌸",
        "คนนอก สมมุติ (คณะเกษตรศาสตร์)",
        "แขก สมมุติ (คณะเกษตร)",
        "คณะวิทยาศาสตร์สมมุติ",
    )
    found, read = read_rows(register, ZOOM + "".join(f"{name},,,,10,No\n" for name in shown))
    assert [row[:4] for row in read] == [
        ["#1", "", "", "#1"],
        ["#2", "", "", "#2"],
        ["", "สมชาย ซ้ำกัน", "", ""],
        ["", "สมหญิง", "", "#2"],
        ["", "สมหญิง", "", "#1"],
        ["#3", "", "", ""],
        ["", "คนนอก สมมุติ", "", "#4"],
        ["", "แขก สมมุติ", "", "#4"],
        ["", "คณะวิทยาศาสตร์สมมุติ", "", "#1"],
    ]
    assert {line: doubt.candidates for line, doubt in found.doubts[0].items()} == {4: (1, 2), 5: (3,)}


def test_who_did_not_come_in_and_what_is_nobody_is_left_out(register: Netreg) -> None:
    headings = "Name (original name),Email,Total duration (minutes),Guest,In waiting room\n"
    rows = (
        "สมมุติ ตัวอย่าง,,30,Yes,Yes\nสมมุติ ตัวอย่าง,,60,Yes,No\nรอ สมมุติ,,30,Yes,ใช่\nOtter.ai Notetaker,,60,Yes,No\n"
        "Phone participant (+66 81-***-**78),,5,Yes,No\nPhone participant (+66 82-***-**99),,6,Yes,No\n"
    )
    found, read = read_rows(register, headings + rows)
    assert [(row[0] or row[1], row[6]) for row in read] == [
        ("#1", "60"), ("Phone participant (+66 81-***-**78)", "5"), ("Phone participant (+66 82-***-**99)", "6"),
    ]  # fmt: skip
    assert [(one.value, one.sentence) for one in found.left_out] == [
        ("สมมุติ ตัวอย่าง", "waited to be let in"),
        ("รอ สมมุติ", "waited to be let in"),
        ("Otter.ai Notetaker", "a program that takes notes"),
    ]
    assert len(found.remarks) == 2


def test_the_same_member_under_two_names_is_one(register: Netreg) -> None:
    rows = "สมมุติ ตัวอย่าง,,09:00,10:00,60,No\nนายสมมุติ ตัวอย่าง (คณะวิทย์),,09:30,10:30,60,No\n"
    found, read = read_rows(register, ZOOM + rows)
    assert [(row[0], row[6]) for row in read] == [("#1", "90")]
    assert found.returns == 1


def test_another_device_of_somebody_who_is_there_is_told(register: Netreg) -> None:
    """Under another name its account alone tells whose it is; of somebody who is not there it is doubtful."""
    device = "iPad (นายสมมุติ ตัวอย่าง),,09:00,09:30,30,No\n"
    found, read = read_rows(register, f"{ZOOM}{device}สมมุติ ตัวอย่าง,,09:00,10:00,60,No\n")
    assert [(row[0], row[6]) for row in read] == [("#1", "60")]
    assert [one.sentence for one in found.left_out] == ["perhaps another device of member 1, who is counted"]
    found, read = read_rows(register, ZOOM + device)
    assert [row[:2] for row in read] == [["", "iPad"]]
    assert {line: doubt.candidates for line, doubt in found.doubts[0].items()} == {2: (1,)}


@pytest.mark.usefixtures("in_english")
def test_cards_of_people_are_participants_and_those_of_offices_are_not(register: Netreg) -> None:
    office = "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:สำนักทดสอบ\nORG:สำนักทดสอบ\nEND:VCARD\n"
    person = "BEGIN:VCARD\nVERSION:3.0\nN:ใหม่;คนนอก;;;\nFN:คนนอก ใหม่\nEND:VCARD\n"
    register("meeting", "add", "ประชุมสมมุติ", "--on", "2026-11-13", "--code", "m-1")
    cards = ("meeting", "attendance", "import", "-", "--json")
    refused = register(*cards, stdin=office + person)
    assert refused.code == 65
    assert "no column says which meeting the rows belong to" in refused.err
    run = register(*cards, "--meeting", "m-1", stdin=office + person)
    assert (run.code, run.data[0]["new"], run.data[0]["left_out"]) == (0, 1, 1), run.err


ZOOM_TODAY = (
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n"
    "{first},,11/30/2026 09:00:00 AM,11/30/2026 09:40:00 AM,40,No,No\n"
    "{first} (คณะวิทย์ทดสอบ),,11/30/2026 09:30:00 AM,11/30/2026 10:00:00 AM,30,No,No\n"
    "{first},,11/30/2026 11:50:00 AM,11/30/2026 12:10:00 PM,20,No,No\n"
    "ทดสอบ ซ้ำกัน,,11/30/2026 09:00:00 AM,11/30/2026 10:00:00 AM,60,Yes,No\n"
    "นายไม่มี อีเมล (Mai),,11/30/2026 11:59:00 PM,12/01/2026 12:09:00 AM,10,Yes,No\n"
    "66812345678,,11/30/2026 09:00:00 AM,11/30/2026 09:05:00 AM,5,Yes,No\n"
)
MEET_TODAY = (
    "First name,Last name,Email,Duration,Time joined,Time exited\n"
    "สมมุติ,ตัวอย่าง,one@example.ac.th,1 hr,9:00 AM,10:00 AM\n"
    "สมมุติ,ตัวอย่าง,,20 min,11:50 AM,12:10 PM\n"
    "ทดสอบ,ซ้ำกัน,,1 hr,9:00 AM,10:00 AM\n"
    "ไม่มี,อีเมล,,10 min,9:00 AM,10:00 AM\n"
    "+66 81-***-678,,,5 min,9:00 AM,9:05 AM\n"
)
TEAMS_TODAY = (
    "1. Summary\nMeeting title\tประชุมสมมุติ\nAttended participants\t4\n\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "สมมุติ ตัวอย่าง (คณะวิทย์ทดสอบ)\t11/30/26, 9:00:00 AM\t11/30/26, 12:10:00 PM\t1h 20m\t\tone@example.ac.th\tOrganizer\n"
    "ทดสอบ ซ้ำกัน (Guest)\t11/30/26, 9:00:00 AM\t11/30/26, 10:00:00 AM\t1h\t\t\tAttendee\n"
    "ไม่มี อีเมล\t11/30/26, 9:00:00 AM\t11/30/26, 9:10:00 AM\t10m 4s\t\t\tAttendee\n"
    "66812345678\t11/30/26, 9:00:00 AM\t11/30/26, 9:05:00 AM\t5m\t\t\tAttendee\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "สมมุติ ตัวอย่าง\t11/30/26, 9:00:00 AM\t11/30/26, 10:00:00 AM\t1h\t\tOrganizer\n"
)


@pytest.mark.usefixtures("in_english")
def test_what_each_service_exports_today_is_matched_doubted_and_left(register: Netreg) -> None:
    """Of all three: minutes without those of a second device, members known, namesakes doubted, telephones told."""
    read = {}
    for name, report in (
        ("zoom", ZOOM_TODAY.format(first="สมมุติ ตัวอย่าง")),
        ("meet", MEET_TODAY),
        ("teams", TEAMS_TODAY),
    ):
        found, rows = read_rows(register, report)
        matched = [(row[0], row[6]) for row in rows if row[0]]
        doubted = [(doubt.name, doubt.candidates) for doubt in found.doubts[0].values()]
        read[name] = matched, doubted, [(one.value, one.sentence.partition(";")[0]) for one in found.remarks]
    doubted, phone = [("ทดสอบ ซ้ำกัน", (2, 3))], "somebody who dialled in by telephone"
    assert read == {
        "zoom": ([("#1", "80"), ("#4", "10")], doubted, [("66812345678", phone)]),
        "meet": ([("#1", "80"), ("#4", "10")], doubted, [("+66 81-***-678", phone)]),
        "teams": ([("#1", "80"), ("#4", "10")], doubted, [("66812345678", phone)]),
    }


@pytest.mark.usefixtures("in_english")
def test_whoever_stayed_shorter_came_in_part_and_the_doubtful_are_decided(register: Netreg) -> None:
    """Rejected with the members who they may be; decided by one of these, or kept as a name; then asked no more."""
    register("member", "import", "-", stdin=MEMBERS)
    register("meeting", "add", "ประชุมสมมุติ", "--on", "2026-11-20", "--code", "m-1")
    report, rejects = register.folder / "zoom.csv", register.folder / "rejects.csv"
    other = "สมมุติ ตัวอย่าง,else@example.com,11/30/2026 09:00:00 AM,11/30/2026 10:00:00 AM,60,No,No\n"
    report.write_text(ZOOM_TODAY.format(first="คนนอก สมมุติ") + other, encoding="utf-8")
    run = ("meeting", "attendance", "import", str(report), "--meeting", "m-1", "--partial-below", "50%")
    refused = register(*run, "--rejects", str(rejects))
    assert refused.code == 65
    assert "perhaps one of the members 2, 3; decide which, as #2, or new to keep the name" in refused.err
    assert register("meeting", "attendance", "list", "--json").data == []
    decided = rejects.read_text(encoding="utf-8-sig").replace('the name",,"#2 member', 'the name",#3,"#2 member')
    decided = decided.replace('the name",,#1 member', 'the name",new,#1 member')
    rejects.write_text(decided, encoding="utf-8")
    assert register("meeting", "attendance", "import", str(rejects), "--meeting", "m-1").code == 0
    rest = register(*run)
    assert rest.code == 0, rest.err
    assert "decided as in an earlier file: 2 rows" in rest.err
    rows = register("meeting", "attendance", "list", "--json").data
    assert sorted(
        (row["person"] or {}).get("name", row["name_as_recorded"]) + f" {row['presence']}" for row in rows
    ) == [
        "66812345678 partial",
        "คนนอก สมมุติ present",
        "นางสาวทดสอบ ซ้ำกัน present",
        "นายไม่มี อีเมล partial",
        "สมมุติ ตัวอย่าง present",
    ]


@pytest.mark.usefixtures("in_english")
def test_files_of_nobody(register: Netreg) -> None:
    register("meeting", "add", "ประชุมสมมุติ", "--on", "2026-11-30", "--code", "m-1")
    run = ("meeting", "attendance", "import", "-", "--meeting", "m-1")
    assert "nobody stands below the headings" in register(*run, stdin=ZOOM).err
    nameless = register(*run, stdin="User Email,Join Time,Leave Time,Duration (Minutes)\na@example.com,,,3\n")
    assert (nameless.code, "no column has the names of the participants" in nameless.err) == (65, True), nameless.err
    list_of_ours = "ผู้เข้าร่วม,เวลาเข้า,เวลาออก\nคนนอก สมมุติ,9:00,10:00\n"
    assert "no column has the names" not in register(*run, stdin=list_of_ours).err
    assert "means nothing" in register(*run, "--partial-below", "30", stdin=list_of_ours).err
    assert "neither minutes nor a share" in register(*run, "--partial-below", "นาน", stdin=ZOOM).err
