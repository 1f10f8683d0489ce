"""A list of schools leaves the word out of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg

READ = {
    "โรงเรียน,จังหวัด\nบ้านทดสอบ,เลย": ("โรงเรียนบ้านทดสอบ", "school"),
    "ชื่อโรงเรียน\nวัดตัวอย่าง": ("โรงเรียนวัดตัวอย่าง", "school"),
    "1. ชื่อโรงเรียน (ภาษาไทย)\nเทศบาล 1 สมมุติ": ("โรงเรียนเทศบาล 1 สมมุติ", "school"),
    "โรงเรียน\nโรงเรียนสมมุติ": ("โรงเรียนสมมุติ", "school"),
    "โรงเรียน\nร.ร.ทดลอง": ("ร.ร.ทดลอง", "school"),
    "โรงเรียน\nวิทยาลัยเทคนิคสมมุติ": ("วิทยาลัยเทคนิคสมมุติ", None),
    "โรงเรียน,ประเภท\nเทคนิคสมมุติ,วิทยาลัย": ("เทคนิคสมมุติ", "college"),
    "โรงเรียน,ประเภท\nบ้านทดลอง,โรงเรียน": ("โรงเรียนบ้านทดลอง", "school"),
    "รหัสโรงเรียน,ชื่อสถานศึกษา\n1040050001,วัดทดลอง": ("โรงเรียนวัดทดลอง", "school"),
    "รหัสโรงเรียน,ชื่อสถานศึกษา\n1040050002,เทคนิคทดลอง": ("เทคนิคทดลอง", None),
    "รหัส,ชื่อสถานศึกษา\nx1,วัดทดลองสอง": ("วัดทดลองสอง", None),
    "ชื่อหน่วยงาน\nบ้านใดก็ได้": ("บ้านใดก็ได้", None),
}


def test_a_school_gets_its_word_and_its_kind(netreg: Netreg) -> None:
    database.create(netreg.db)
    wrong = {}
    for number, (rows, expected) in enumerate(READ.items(), start=1):
        run = netreg("org", "import", "-", stdin=f"{rows}\n")
        shown = netreg("org", "show", str(number), "--json").data
        found = (shown["name_th"], shown["kind"]) if run.code == 0 else run.err
        if found != expected:
            wrong[rows] = found
    again = netreg("org", "import", "-", "--json", stdin="โรงเรียน,จังหวัด\nบ้านทดสอบ,เลย\n")
    assert not wrong
    assert again.data[0]["unchanged"] == 1


@pytest.mark.usefixtures("in_english")
def test_what_the_heading_implies_changes_no_kind_that_is_known(netreg: Netreg) -> None:
    netreg("init")
    for name, *kind in (("โรงเรียนบ้านทดสอบ", "--kind", "college"), ("โรงเรียนไร้ชนิดสมมุติ",)):
        assert netreg("org", "add", name, *kind).code == 0
    rows = "โรงเรียน\nบ้านทดสอบ\nไร้ชนิดสมมุติ\n"
    for options, changed in ((), 1), (("--blank-clears",), 0), (("--on-match", "overwrite"), 0):
        run = netreg("org", "import", "-", *options, stdin=rows)
        assert f"0 new, {changed} changed, {2 - changed} unchanged" in run.err
        assert netreg("org", "list", "--columns", "kind", "--no-header", "--sort", "id").out == "college\nschool\n"
