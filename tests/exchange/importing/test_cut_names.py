"""Names of organisations that ฯ cuts short: the known one that is meant, else doubtful, never a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg

KNOWN = (
    ("มหาวิทยาลัยทดสอบ", "uni", ""),
    ("คณะวิทยาศาสตร์", "sci", "uni"),
    ("คณะศิลปศาสตร์", "arts", "uni"),
    ("คณะศิลปกรรมศาสตร์", "fine", "uni"),
    ("สำนักหอสมุด", "lib", "uni"),
)
CASES = (
    ("คณะวิทย์ฯ", "อ่านเป็น คณะวิทยาศาสตร์"),
    ("คณะวิทยาศาสตร์ฯ มหาวิทยาลัยทดสอบ", "อ่านเป็น คณะวิทยาศาสตร์"),
    ("สำนักหอฯ", "อ่านเป็น สำนักหอสมุด"),
    ("ม.ทดฯ", "อ่านเป็น มหาวิทยาลัยทดสอบ"),
    ("คณะศิลป์ฯ", "คณะศิลปกรรมศาสตร์"),
    ("คณะครุฯ", "ชื่อย่อด้วย ฯ โปรดเขียนชื่อเต็ม"),
    ("คณะฯ", "ชื่อย่อด้วย ฯ โปรดเขียนชื่อเต็ม"),
    ("โรงเรียนกรุงเทพฯ", "สร้างองค์กร 6 (โรงเรียนกรุงเทพฯ)"),
)
"""A name in a file, and what is said of it."""


def test_the_known_one_is_found_or_it_is_doubtful(netreg: Netreg) -> None:
    database.create(netreg.db)
    for name, code, parent in KNOWN:
        assert netreg("org", "add", name, "--code", code, *(["--parent", parent] if parent else [])).code == 0
    wrong = []
    for name, said in CASES:
        rows = f"ชื่อ-สกุล,หน่วยงาน\nนายสมมุติ ลองดู,{name}\n"
        run = netreg("member", "import", "-", "--create-missing", "-n", stdin=rows)
        if said not in run.err or ("องค์กร 6" in run.err and "กรุงเทพ" not in name):
            wrong.append((name, run.err))
    assert not wrong
    run = netreg("org", "import", "-", stdin="ชื่อหน่วยงาน,สังกัด\nคณะวิทย์ฯ,uni\n")
    assert (run.code, "อาจเป็นองค์กร 2 (คณะวิทยาศาสตร์; sci; uni): ชื่อย่อด้วย ฯ" in run.err) == (65, True)
