"""A file in Thai Excel's way: read right, its misspelt unit offered the nearest that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.conftest import Netreg

RECEIVED = ROOT / "sample_data" / "as_received"
COLUMNS = "titles,given_name,family_name,birth_date,phone,current_posts"


def test_a_file_as_a_faculty_sends_it(netreg: Netreg) -> None:
    assert netreg("init").code == 0
    assert netreg("org", "import", str(RECEIVED / "units.csv")).code == 0
    file = str(RECEIVED / "coordinators.csv")
    refused = netreg("member", "import", file)
    assert refused.code == 65
    assert refused.err.splitlines()[0] == (
        f"{file}:6: คณะ 'คณะวิทยาศาสตรตัวอย่าง': there is no organisation 'คณะวิทยาศาสตรตัวอย่าง'; "
        "did you mean: คณะวิทยาศาสตร์ตัวอย่าง, คณะนิติศาสตร์ตัวอย่าง, มหาวิทยาลัยตัวอย่าง?"
    )
    assert netreg("member", "list", "--all", "--no-header").out == ""
    assert netreg("member", "import", file, "--skip-bad", "--rejects", "rejects.csv").code == 3
    rejects = netreg.folder / "rejects.csv"
    mended = rejects.read_text(encoding="utf-8-sig").replace("คณะวิทยาศาสตรตัวอย่าง", "คณะวิทยาศาสตร์ตัวอย่าง")
    rejects.write_text(mended, encoding="utf-8-sig")
    assert netreg("member", "import", "rejects.csv").err.endswith("rejects.csv: 1 new, 0 changed, 0 unchanged\n")
    assert netreg("member", "list", "--csv", "--no-header", "--columns", COLUMNS).out.splitlines() == [
        "นาย,จำลอง,ลองดู,1988-02-29,043202222;ext=11,นักวิชาการศึกษา คณะวิทยาศาสตร์ตัวอย่าง",
        "นางสาว,ทดสอบ,สมมติกุล,1992-03-12,0812345678,เจ้าหน้าที่บริหารงานทั่วไป คณะนิติศาสตร์ตัวอย่าง",
        "ผศ. ดร.,สมมติ,ตัวอย่าง,1977-08-05,074282209;ext=2209,รองคณบดี คณะวิทยาศาสตร์ตัวอย่าง",
    ]
    since = netreg("member", "post", "list", "--csv", "--no-header", "--columns", "since", "--sort", "since").out
    assert since.splitlines() == ["2019-04-01", "2020-02-29", "2021-10-01"]


def test_a_file_as_a_registrar_sends_it(netreg: Netreg) -> None:
    """Names in three columns, a label before years and classes, two degrees of one person, a namesake."""
    assert netreg("init").code == 0
    assert netreg("org", "import", str(RECEIVED / "units.csv")).code == 0
    file = str(RECEIVED / "graduates.csv")
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
    assert both.out.splitlines() == ["นายสมมติ ลองดู,12", "นายสมมติ ลองดู,3", "นายสมมติ ลองดู,12"]
