"""Files in the shapes that offices really send: the command each takes, and what it leaves in the register.

``received/*.tsv`` beside this test hold the expected cells, written by hand from the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.conftest import ROOT, Netreg

if TYPE_CHECKING:
    from tests.conftest import FilledOnce

FILES = ROOT / "sample_data" / "as_received"
EXPECTED = ROOT / "tests" / "sample_data" / "received"

COLUMNS = "titles,given_name,family_name,birth_date,phone,current_posts"
PEOPLE = "external_key,titles,given_name,family_name,birth_date,email,phone,current_posts,note"
ATTENDANCE = "person,name_as_recorded,role,presence,mode,organisation,note"
SCHOOLS = "official_code,name_th,district,province,parent"
AGREEMENTS = "title,signed_on,term,term_as_written,end_stated,renewal,has_end"


class Received(NamedTuple):
    """A file, the command that takes it, its rows, and how the register is listed afterwards."""

    file: str
    command: str
    new: int
    listing: str
    rejected: int = 0
    left_out: int = 0
    #: Rows of one person or of one card that came more than once.
    unchanged: int = 0


RECEIVED = (
    Received("pupils.xlsx", "member import {} --sheet all --org school --skip-bad", 45, PEOPLE, 3, 16),
    Received("teachers.csv", "member import {} --org school", 6, PEOPLE, 0, 4),
    Received("army_staff.csv", "member import {} --org battalion --map @2=-", 5, PEOPLE, 0, 2),
    Received("schools.csv", "org import {}", 200, SCHOOLS),
    Received("agreements_100.csv", "agreement import {} --create-missing", 100, AGREEMENTS),
    Received("teams_attendance.csv", "meeting attendance import {} --meeting network-1", 4, ATTENDANCE),
    Received("zoom_participants.csv", "meeting attendance import {} --meeting network-1", 6, ATTENDANCE),
    Received("meet_attendance.csv", "meeting attendance import {} --meeting network-1", 3, ATTENDANCE),
    Received("google_contacts.csv", "member import {}", 3, PEOPLE),
    Received("google_form.csv", "member import {}", 2, PEOPLE, unchanged=1),
    Received("phone_list.csv", "member import {} --org mst --map เบอร์ภายใน=phone --skip-bad", 4, PEOPLE, 3, 1),
    Received("contacts.vcf", "member import {}", 3, PEOPLE, 0, 1),
    Received("numbered.csv", "member import {}", 3, PEOPLE, 0, 17),
)


def _prepare(netreg: Netreg) -> None:
    """Make the register that the files find: the units, a school, a battalion, a meeting and three who know it."""
    for words in (
        "init",
        f"org import {FILES / 'units.csv'}",
        "org add โรงเรียนสมมุติวิทยา --code school",
        "org add กองพันสมมุติ --code battalion",
        "meeting add ประชุมเครือข่ายสมมุติ --code network-1 --on 2026-11-13",
    ):
        assert netreg(*words.split(" ")).code == 0, words
    known = "ชื่อ-สกุล,อีเมล\nผศ.ดร.สมมุติ ตัวอย่าง,sommut@example.ac.th\n"
    known += "นางสาวทดสอบ สมมติกุล,todsob@example.ac.th\nนายจำลอง ลองดู,jamlong@example.ac.th\n"
    assert netreg("member", "import", "-", stdin=known).code == 0


@pytest.mark.parametrize("received", RECEIVED, ids=lambda received: received.file)
def test_a_file_as_it_is_received(filled_once: FilledOnce, received: Received) -> None:
    netreg = filled_once(_prepare)
    known = _list_cells(netreg, received)
    first, second = _import(netreg, received), _import(netreg, received)
    total = received.new + received.unchanged
    assert first == (received.new, 0, received.unchanged, received.rejected, received.left_out)
    assert second == (0, 0, total, received.rejected, received.left_out)
    expected = (EXPECTED / f"{received.file}.tsv").read_text(encoding="utf-8").splitlines()
    assert [line for line in _list_cells(netreg, received) if line not in known] == sorted(expected)


def _import(netreg: Netreg, received: Received) -> tuple[int, ...]:
    """Import the file; return its rows that were new, changed, unchanged, rejected and left out."""
    words = [word.format(FILES / received.file) for word in received.command.split(" ")]
    run = netreg(*words, "--json")
    assert run.code == (3 if received.rejected else 0), run.err
    (report,) = run.data
    return tuple(report[name] for name in ("new", "changed", "unchanged", "rejected", "left_out"))


def _list_cells(netreg: Netreg, received: Received) -> list[str]:
    """Return the cells of the records, a line for each."""
    noun = received.command.partition(" import")[0].split(" ")
    shown = ("--columns", received.listing, "--sort", "id", "--no-header", "--format", "tsv")
    # A row of a vCard with a UUID confirms nothing: its post is known from the day on which the test runs.
    listed = netreg(*noun, "list", *shown, *(["--all", "--as-of", "2100-01-01"] if noun == ["member"] else []))
    assert listed.code == 0, listed.err
    return sorted(listed.out.splitlines())


def test_a_file_as_a_faculty_sends_it(netreg: Netreg) -> None:
    assert netreg("init").code == 0
    assert netreg("org", "import", str(FILES / "units.csv")).code == 0
    file = str(FILES / "coordinators.csv")
    refused = netreg("member", "import", file)
    assert refused.code == 65
    assert refused.err.splitlines()[0] == (
        f"{file}:6: คณะ 'คณะวิทยาศาสตรตัวอย่าง': ไม่มีองค์กร 'คณะวิทยาศาสตรตัวอย่าง'; "
        "หมายถึง คณะวิทยาศาสตร์ตัวอย่าง, คณะนิติศาสตร์ตัวอย่าง, มหาวิทยาลัยตัวอย่าง หรือไม่ "
        "หากไม่ใช่รายการเหล่านี้ ให้เพิ่ม --create-missing เพื่อสร้างใหม่"
    )
    assert netreg("member", "list", "--all", "--no-header").out == ""
    assert netreg("member", "import", file, "--skip-bad", "--rejects", "rejects.csv").code == 3
    rejects = netreg.folder / "rejects.csv"
    mended = rejects.read_text(encoding="utf-8-sig").replace("คณะวิทยาศาสตรตัวอย่าง", "คณะวิทยาศาสตร์ตัวอย่าง")
    rejects.write_text(mended, encoding="utf-8-sig")
    assert netreg("member", "import", "rejects.csv").err.endswith("rejects.csv: เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 0\n")
    assert netreg("member", "list", "--csv", "--no-header", "--columns", COLUMNS).out.splitlines() == [
        "นาย,จำลอง,ลองดู,1988-02-29,043202222;ext=11,นักวิชาการศึกษา คณะวิทยาศาสตร์ตัวอย่าง",
        "นางสาว,ทดสอบ,สมมติกุล,1992-03-12,0812345678,เจ้าหน้าที่บริหารงานทั่วไป คณะนิติศาสตร์ตัวอย่าง",
        "ผศ. ดร.,สมมติ,ตัวอย่าง,1977-08-05,074282209;ext=2209,รองคณบดี คณะวิทยาศาสตร์ตัวอย่าง",
    ]
    since = netreg("member", "post", "list", "--csv", "--no-header", "--columns", "since", "--sort", "since").out
    assert since.splitlines() == ["2019-04-01", "2020-02-29", "2021-10-01"]


@pytest.mark.usefixtures("in_english")
def test_a_file_as_a_registrar_sends_it(netreg: Netreg) -> None:
    """Names in three columns, a label before years and classes, two degrees of one person, a namesake."""
    assert netreg("init").code == 0
    assert netreg("org", "import", str(FILES / "units.csv")).code == 0
    file = str(FILES / "graduates.csv")
    assert netreg("alumni", "import", file).err.splitlines()[-1] == f"{file}: 4 new, 1 changed, 0 unchanged"
    assert netreg("alumni", "import", file).err.splitlines()[-1] == f"{file}: 0 new, 0 changed, 5 unchanged"
    columns = "student_no,person,organisation,level,class_no,academic_year,flags"
    listed = netreg("alumni", "list", "--csv", "--no-header", "--sort", "student_no", "--columns", columns).out
    assert listed.splitlines() == [
        "0399021051,นางจำลอง ลองดู,คณะนิติศาสตร์ตัวอย่าง,bachelor,1,2510,before-birth",
        "0401011001,นายสมมติ ลองดู,คณะวิทยาศาสตร์ตัวอย่าง,bachelor,12,2540,",
        "0401011002,นายสมมติ ลองดู,คณะวิทยาศาสตร์ตัวอย่าง,bachelor,12,2540,",
        "0401021050,น.ส.ทดสอบ สมมติกุล,คณะนิติศาสตร์ตัวอย่าง,bachelor,12,2540,",
        "0451012007,นายสมมติ ลองดู,คณะนิติศาสตร์ตัวอย่าง,master,3,2545,",
    ]
    both = netreg("alumni", "list", "--csv", "--no-header", "--columns", "person,class_no", "--match", "สมมติ ลองดู")
    assert both.out.splitlines() == ["นายสมมติ ลองดู,12", "นายสมมติ ลองดู,12", "นายสมมติ ลองดู,3"]
