"""``netreg alumni``: added to whom they belong to, listed, counted, held against what an office states."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from netreg.store import database
from tests.cli.conftest import assert_refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FilledOnce, Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code uni",
    "org edit uni founded=2510",
    "org add วิทยาเขตสมมติ --code cam --parent uni --kind วิทยาเขต",
    "org add คณะวิทยาศาสตร์ทดสอบ --code sci --parent uni",
    "org add ภาควิชาสมมติ --code phy --parent sci",
    "org add คณะศิลปศาสตร์ทดสอบ --code art --parent cam",
)
FILE = """รหัสนักศึกษา,ชื่อ-สกุล,คณะ,วิทยาเขต,ระดับ,รุ่น,ปีการศึกษา,วันเกิด,อีเมล,จังหวัด
001,นายอารี สมมติ,sci,,ตรี,1,2540,1/2/2518,a@example.org,สงขลา
002,นายเกษม สมมติ,phy,,ตรี,1,2540,,,ตรัง
003,นางเขียว สมมติ,art,,โท,2,2545,,,สงขลา
004,นายอารี สมมติ,sci,cam,โท,2,2545,1/2/2518,a@example.org,สงขลา
005,นายแก้ว สมมติ,sci,,เอก,,2509,,,
"""
MORE = (
    "org figure add uni graduates 66,757 --year 2544 --wording 'รวม 66,757 คน'",
    "org figure add uni classes 35 --on 31/5/2549",
)


def fill(netreg: Netreg) -> None:
    for line in SETUP:
        assert netreg(*shlex.split(line)).code == 0, line
    run = netreg("--lang", "en", "alumni", "import", "-", stdin=FILE)
    assert run.err == "standard input: 4 new, 1 changed, 0 unchanged\n", run.err
    for line in MORE:
        assert netreg(*shlex.split(line)).code == 0, line


@pytest.fixture
def office(filled_once: FilledOnce) -> Netreg:
    """A small register."""
    return filled_once(fill)


# --- added ---------------------------------------------------------------------------------


def test_a_graduation_is_added_to_who_is_known_by_an_e_mail(ask: Callable[[str], Run]) -> None:
    run = ask("alumni add 'นายอารี สมมติ' --email a@example.org --faculty art --student-no 009 --level ตรี --json")
    assert (run.data["person"]["name"], run.data["student_no"]) == ("นายอารี สมมติ", "009")
    assert ask("alumni list --match อารี --columns student_no --no-header").out == "001\n004\n009\n"
    assert ask("undo").code == 0
    assert ask("alumni list --match อารี --columns student_no --no-header").out == "001\n004\n"


def test_a_namesake_with_another_number_is_another(ask: Callable[[str], Run]) -> None:
    run = ask("alumni add 'นายเกษม สมมติ' --faculty phy --student-no 010 --class รุ่นที่2 --year 'ปีการศึกษา 2541' --json")
    assert (run.data["class_no"], run.data["academic_year"]) == (2, 2541)
    assert ask("member list --all --match เกษม --columns name --no-header").out == "นายเกษม สมมติ\n" * 2


REFUSED = [
    (
        "alumni add 'นายอารี สมมติ' --student-no 001",
        "alumni 4 already exists: ปริญญาตรี คณะวิทยาศาสตร์ทดสอบ 2540; change it with 'netreg alumni edit 4 FIELD=VALUE'",
        1,
    ),
    (
        "alumni add 'นางสาวใคร อื่น' --student-no 001",
        (
            "Student number '001': it belongs to member 4 (นายอารี สมมติ; a@example.org; 1 Feb 1975; 001; 004; sci), "
            "who has a different name; correct it, or change the record first"
        ),
        1,
    ),
    (
        "alumni add 'นายใหม่ สมมติ'",
        "a faculty, student number, degree, class or year is required; check organisation",
        1,
    ),
    (
        "alumni add 'นายใหม่ สมมติ' --faculty คณะวิทยาศาสตร์ --class 3",
        "there is no organisation 'คณะวิทยาศาสตร์'; did you mean: คณะวิทยาศาสตร์ทดสอบ?",
        1,
    ),
    (
        "alumni add 'นายเกษม สมมติ' --faculty phy --year 2545",
        (
            "นายเกษม สมมติ has the same degree from another year or class: ปริญญาตรี ภาควิชาสมมติ 2540; "
            "add a code or birth date to both: the same one for one person, different ones for two"
        ),
        1,
    ),
    ("alumni add 'นายใหม่ สมมติ' --faculty sci --class 0", "classes are numbered from 1; check class_no", 1),
    (
        "alumni list --year 2545-2540",
        "--year: the range '2545-2540' ends before it begins; write it like 2540-2549",
        2,
    ),
    (
        "alumni list --year ปีก่อน",
        "--year: 'ปีก่อน' is not a valid year; write four digits: 2569 (พ.ศ. 2400 to 2640) or 2026 (ค.ศ. 1800 to 2100)",
        2,
    ),
    ("alumni list --class หนึ่ง", "Class: 'หนึ่ง' is not a whole number; write it in digits", 2),
    (
        "alumni list --group ไม่มี",
        "there is no group 'ไม่มี'; see them with 'netreg group list', or add it: netreg group add 'ไม่มี'",
        1,
    ),
    (
        "alumni stats --by age",
        "--by: unknown value 'age'; expected one of: class, faculty, campus, year, level, province",
        2,
    ),
    ("alumni list --limit -1", "--limit: -1 is negative; see 'netreg alumni list --help'", 2),
    ("org figure add uni graduates มาก", "Count: 'มาก' is not a whole number; write it in digits", 2),
]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("words", "sentence", "code"), REFUSED)
def test_what_is_refused_is_named(office: Netreg, words: str, sentence: str, code: int) -> None:
    assert_refused(office, words, code, sentence)


NAMESAKES = """ชื่อ-สกุล,คณะ,รุ่น
นายพ้อง สมมติ,sci,1
นายพ้อง สมมติ,sci,2
นายซ้ำ สมมติ,sci,1
นายซ้ำ สมมติ,sci,1
"""


@pytest.mark.usefixtures("in_english")
def test_namesakes_of_one_file_that_nothing_tells_apart_are_not_merged(office: Netreg) -> None:
    for summary in ("2 new, 0 changed, 0 unchanged, 2 rejected", "0 new, 0 changed, 2 unchanged, 2 rejected"):
        run = office("alumni", "import", "-", "--skip-bad", stdin=NAMESAKES)
        assert summary in run.err
        assert "line 2 is also about นายพ้อง สมมติ, but has a different Class; correct one of them" in run.err
        assert "this row is also on line 4; correct one of them, or remove it" in run.err
    assert office("alumni", "list", "--match", "สมมติ", "--class", "2", "--columns", "id", "--json").data != []


# --- listed --------------------------------------------------------------------------------

LISTED = [
    ("", "002 003 005 001 004"),
    ("--faculty sci", "002 005 001 004"),
    ("--faculty phy", "002"),
    ("--faculty uni --class 1", "002 001"),
    ("--campus cam", "003 004"),
    ("--class 2 --faculty sci", "004"),
    ("--year 2540", "002 001"),
    ("--year 2541-2549", "003 004"),
    ("--year '๒๕๐๙ - ๒๕๔๐'", "002 005 001"),
    ("--year 1997", "002 001"),
    ("--level ป.โท", "003 004"),
    ("--province สงขลา", "003 001 004"),
    ("--match อารี", "001 004"),
    ("--match 004", "004"),
    ("--sort name", "002 005 003 001 004"),
    ("--sort -name", "001 004 003 005 002"),
    ("--sort name --limit 2", "002 005"),
    ("--faculty sci --class 1 --sort name --limit 1", "002"),
    ("--limit 0", ""),
]


def test_alumni_are_narrowed_and_sorted(office: Netreg) -> None:
    for words, numbers in LISTED:
        run = office("alumni", "list", "--columns", "student_no", "--no-header", *shlex.split(words))
        assert (run.err, " ".join(run.out.split())) == ("", numbers), words


def test_alumni_of_a_group_are_those_who_are_in_it(office: Netreg) -> None:
    from netreg.entities import MEMBER_GROUP, MEMBERSHIP, PERSON
    from netreg.store.database import writing
    from netreg.store.records import lookup
    from netreg.store.writes import checked_writes

    with writing(office.db, "test", "tester") as db:
        first, second = (lookup.find_record(db, PERSON, name) for name in ("อารี สมมติ", "เกษม สมมติ"))
        group = checked_writes.add_record(db, MEMBER_GROUP, {"name_th": "กลุ่มสมมติ", "code": "g"})
        checked_writes.add_record(db, MEMBERSHIP, {"group": group, "person": first, "joined": "2020"})
        checked_writes.add_record(db, MEMBERSHIP, {"group": group, "person": second, "joined": "2020", "left": "2021"})
    listed = office("alumni", "list", "--group", "g", "--columns", "student_no", "--no-header").out
    assert listed == "001\n004\n"
    before = office("alumni", "list", "--group", "g", "--columns", "student_no", "--no-header", "--as-of", "2020-06-01")
    assert before.out == "002\n001\n004\n"


def test_a_list_flags_what_cannot_be(ask: Callable[[str], Run]) -> None:
    assert ask("alumni list --columns student_no,flags --no-header --match แก้ว").out == "005\t\n"
    assert ask("alumni edit 'นายแก้ว สมมติ' academic_year=2508").code == 0
    assert ask("alumni list --columns student_no,flags --no-header --match แก้ว").out == "005\tbefore-founding\n"


# --- counted ---------------------------------------------------------------------------------

BY_CLASS = """\
รุ่น           จำนวน  ร้อยละ  แผนภูมิ
───────────────────────────────────────────────
1                2  40.0%  ████████████████████████
2                2  40.0%  ████████████████████████
(ไม่ระบุ)      1  20.0%  ████████████

สำเร็จการศึกษา 5 รายการ
มหาวิทยาลัยทดสอบ: ระบุไว้ 66,757 คน ปีการศึกษา 2544 ในทะเบียนมี 3
มหาวิทยาลัยทดสอบ: ระบุไว้ 35 รุ่น ณ 31 พ.ค. 2549 ในทะเบียนมี 2
"""


def test_they_are_counted_with_a_chart_and_held_against_what_is_stated(office: Netreg) -> None:
    run = office("alumni", "stats", "--format", "table", COLUMNS="80")
    drawn = [" ".join(line.split()) for line in run.out.splitlines()]
    assert drawn == [" ".join(line.split()) for line in BY_CLASS.splitlines()]
    assert max(map(len, run.out.splitlines())) <= 80
    assert "\x1b" not in run.out


def test_machines_get_count_and_share(office: Netreg) -> None:
    run = office("alumni", "stats")
    assert run.out == "class_no\tcount\tshare\n1\t2\t0.4\n2\t2\t0.4\n\t1\t0.2\n"
    assert run.err == (
        "netreg: สำเร็จการศึกษา 5 รายการ\n"
        "netreg: มหาวิทยาลัยทดสอบ: ระบุไว้ 66,757 คน ปีการศึกษา 2544 ในทะเบียนมี 3\n"
        "netreg: มหาวิทยาลัยทดสอบ: ระบุไว้ 35 รุ่น ณ 31 พ.ค. 2549 ในทะเบียนมี 2\n"
    )
    by_faculty = office("alumni", "stats", "--by", "faculty", "--json", "--limit", "1").data
    assert [(row["organisation"]["code"], row["count"], row["share"]) for row in by_faculty] == [("sci", 3, 0.6)]
    assert office("alumni", "stats", "--by", "year", "--class", "7", "--csv").out == "academic_year,count,share\n"


COUNTED = [
    ("level", "bachelor\t2\nmaster\t2\ndoctorate\t1\n"),
    ("year", "2509\t1\n2540\t2\n2545\t2\n"),
    ("campus", "วิทยาเขตสมมติ\t1\n\t4\n"),
    ("faculty", "คณะวิทยาศาสตร์ทดสอบ\t3\nภาควิชาสมมติ\t1\nคณะศิลปศาสตร์ทดสอบ\t1\n"),
    ("province", "สงขลา\t3\nตรัง\t1\n\t1\n"),
]


def test_they_are_counted_by_what_they_have_in_common(office: Netreg) -> None:
    for by, counts in COUNTED:
        run = office("alumni", "stats", "--by", by, "--columns", f"{_field(by)},count", "--no-header")
        assert sorted(run.out.splitlines()) == sorted(counts.splitlines()), by


def _field(by: str) -> str:
    return {"class": "class_no", "faculty": "organisation", "year": "academic_year"}.get(by, by)


def test_what_is_stated_stands_on_the_card_and_in_a_list(ask: Callable[[str], Run]) -> None:
    [first, second] = ask("org show uni --json").data["figures"]
    assert (first["count"], first["in_register"], first["wording"]) == (66757, 3, "รวม 66,757 คน")
    assert (second["subject"], second["count"], second["in_register"]) == ("classes", 35, 2)
    assert "66,757" in ask("org show uni --format table").out
    assert "66,757" not in ask("alumni stats --faculty sci --format table").out
    assert "66,757" not in ask("alumni stats --class 1 --format table").out


# --- given on and read back -------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_an_export_has_person_and_graduation_in_one_row_and_reads_back(office: Netreg) -> None:
    office("alumni", "export", "none.json", "--match", "ไม่มีใคร")
    assert office("alumni", "import", "none.json").err == "none.json: 0 new, 0 changed, 0 unchanged\n"
    for form in ("csv", "tsv", "xlsx", "json", "ndjson"):
        assert office("alumni", "export", f"out.{form}").out == f"wrote out.{form}\n"
        assert office("alumni", "import", f"out.{form}").err == f"out.{form}: 0 new, 0 changed, 5 unchanged\n"
    header, *rows = (office.folder / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("รหัส,รหัสบุคลากร,คำนำหน้า,ชื่อตัว,นามสกุล,")
    assert rows[3].startswith(
        ",,นาย,อารี,สมมติ,,,1 ก.พ. 2518,a@example.org,,,สงขลา,21 พ.ย. 2569,,,001,sci,,ปริญญาตรี,,,1,,2540,"
    )


def test_an_export_can_be_narrowed_like_a_list(office: Netreg) -> None:
    run = office("alumni", "export", "--faculty", "art", "--headings", "names", "--format", "ndjson")
    assert {name: value for name, value in run.data.items() if "uid" not in name} == {
        "titles": "นาง", "given_name": "เขียว", "family_name": "สมมติ", "province": "สงขลา", "student_no": "003",
        "organisation": "art", "level": "master", "class_no": 2, "academic_year": 2545,
    }  # fmt: skip
    assert office("alumni", "export", "--match", "อารี", "--format", "vcf").out.count("BEGIN:VCARD") == 1


@pytest.mark.usefixtures("in_english")
def test_an_import_leaves_posts_alone(ask: Callable[[str], Run], office: Netreg) -> None:
    assert ask("member post add 'อารี สมมติ' --org sci --position อาจารย์").code == 0
    office("alumni", "export", "out.csv")
    assert ask("alumni import out.csv").err == "out.csv: 0 new, 0 changed, 5 unchanged\n"
    assert ask("member post list --no-header --columns position").out == "อาจารย์\n"


@pytest.mark.usefixtures("in_english")
def test_a_bad_file_is_refused_with_every_bad_row(office: Netreg) -> None:
    table = "ชื่อ-สกุล,รหัสนักศึกษา,คณะ,รุ่น,ปีที่เข้าศึกษา,ปีการศึกษา\n"
    table += "นายหนึ่ง สมมติ,101,sci,0,2540,2544\nนายสอง สมมติ,102,คณะลึกลับ,1,2540,2544\nนางสาม สมมติ,103,sci,1,2545,2544\n"
    run = office("alumni", "import", "-", stdin=table)
    assert run.code == 65
    assert run.err.splitlines()[:3] == [
        "standard input:2: รุ่น: classes are numbered from 1",
        (
            "standard input:3: คณะ 'คณะลึกลับ': there is no organisation 'คณะลึกลับ'; see them with 'netreg org list', "
            "or add --create-missing to create it"
        ),
        "standard input:4: ปีการศึกษา: the graduation is before the entry",
    ]


def test_what_was_mapped_for_a_source_holds_for_alumni_alone(office: Netreg) -> None:
    table = "ใคร,เลข,คณะ\nนายใหม่ สมมติ,201,sci\n"
    words = ("--source", "reg", "--map", "ใคร=name", "--map", "เลข=student_no")
    assert office("alumni", "import", "-", *words, stdin=table).code == 0
    assert office("alumni", "import", "-", "--source", "reg", stdin=table).err.endswith("ไม่เปลี่ยน 1\n")
    assert "ไม่รู้จักหัวคอลัมน์" in office("member", "import", "-", "--source", "reg", stdin=table).err
    kinds = office("imports", "--columns", "kind,source", "--no-header", "--limit", "2").out
    assert kinds == "alumnus\treg\nalumnus\treg\n"


@pytest.mark.usefixtures("in_english")
def test_a_code_or_number_is_that_of_a_member_and_no_name(netreg: Netreg) -> None:
    database.create(netreg.db)
    for words in (("org", "add", "คณะทดสอบ", "--code", "fac"), ("member", "add", "นายสมมุติ หนึ่ง", "--code", "m1")):
        assert netreg(*words).code == 0
    for year, name in enumerate(("m1", "#1", "1"), 2540):
        run = netreg("alumni", "add", name, "--faculty", "fac", "--year", str(year))
        assert (run.code, "นายสมมุติ หนึ่ง" in run.out) == (0, True), (name, run.err)
    for name in ("m2", "#9", "M-2", "ส01"):
        run = netreg("alumni", "add", name, "--faculty", "fac")
        assert (run.code, f"there is no member '{name}'" in run.err) == (1, True), (name, run.err)
    assert len(netreg("member", "list", "--all", "--no-header").out.splitlines()) == 1
