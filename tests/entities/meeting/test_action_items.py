"""Action items: a column of days takes lengths of time as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.entities.meeting.action_items import ACTION_ITEM, compute_due_day
from netreg.errors import InvalidValue

if TYPE_CHECKING:
    from tests.conftest import Netreg

DUE = {
    "31 ม.ค. 2569": ("2026-01-31", None),
    "ภายใน 30 วัน": (None, "P30D"),
    "2 สัปดาห์": (None, "P2W"),
    "ภายใน ๓ เดือน": (None, "P3M"),
    "ภายในวันที่ 15 มี.ค. 2569": ("2026-03-15", None),
    "ภายในเดือนมีนาคม 2569": ("2026-03", None),
    "15 วันทำการ": (None, "P15B"),
    "ภายในสิบห้าวันทำการ": (None, "P15B"),
    "ไม่เกิน ๑๕ (สิบห้า) วันทำการ": (None, "P15B"),
    "15 วันทำการหลังการประชุม": (None, "P15B"),
    "ให้แล้วเสร็จภายใน 30 วัน นับแต่วันที่ประชุม": (None, "P30D"),
    "within 15 working days": (None, "P15B"),
    "five business days after the meeting": (None, "P5B"),
    "within 30 days of the meeting": (None, "P30D"),
    "P15B": (None, "P15B"),
}
NEITHER = (
    *("0 วันทำการ", "9999 วันทำการ", "2 เดือน 3 วันทำการ", "ครึ่งวันทำการ", "30 วันนับแต่วันที่ได้รับแจ้ง"),
    *("ทันที", "โดยเร็ว", "ภายใน", "ก่อนประชุมครั้งหน้า"),
)


WORKING_DAYS = {
    "P1B": "2026-11-30",
    "P5B": "2026-12-04",
    "P6B": "2026-12-08",  # 7 December stands in for the fifth, a Saturday
    "P8B": "2026-12-11",  # the tenth is Constitution Day
    "P30B": "2027-01-14",
}


def test_a_day_or_a_length_of_time() -> None:
    compound = ACTION_ITEM.choose_compound("due", {"text", "due"})
    assert compound is not None
    assert {written: compound.split(written) for written in DUE} == DUE
    for written in NEITHER:
        with pytest.raises(InvalidValue):
            compound.split(written)
    assert ACTION_ITEM.choose_compound("due", {"due", "term"}) is None


def test_working_days_leave_weekends_and_holidays_out() -> None:
    days = {term: compute_due_day({"due": None, "term": term, "meeting_day": "2026-11-27"}) for term in WORKING_DAYS}
    assert days == WORKING_DAYS
    assert compute_due_day({"due": None, "term": "P15B", "meeting_day": "2026-11"}) is None


def test_what_is_due_in_working_days_is_kept_so(netreg: Netreg) -> None:
    netreg("init")
    netreg("meeting", "add", "ประชุมทดสอบ", "--on", "27 พ.ย. 2569")
    netreg("meeting", "action", "add", "1", "จัดทำแผน", "--due", "ภายใน 15 วันทำการ")
    listed = netreg("meeting", "action", "list", "--no-header", "--columns", "term,due_on")
    assert listed.out == "P15B\t2026-12-22\n"
    text = netreg("meeting", "action", "export", "-").out
    again = netreg("--lang", "en", "meeting", "action", "import", "-", stdin=text)
    assert "0 new, 0 changed, 1 unchanged" in again.err
    refused = netreg("--lang", "en", "meeting", "action", "add", "1", "ทำ", "--due", "0 working days")
    assert refused.err == (
        "netreg: error: --due: '0 working days' is not a number of working days; write it like 15 วันทำการ\n"
    )


def test_a_list_of_what_is_to_be_done_comes_in(netreg: Netreg) -> None:
    netreg("init")
    netreg("member", "add", "นางสาวสมมุติ ทดสอบ")
    netreg("meeting", "add", "ประชุมทดสอบ", "--on", "15 ม.ค. 2569")
    file = netreg.folder / "todo.csv"
    rows = (
        "ข้อ,มติ/สิ่งที่ต้องดำเนินการ,ผู้รับผิดชอบ,กำหนดเสร็จ,ความก้าวหน้า,สถานะ",
        "1,จัดทำแผน,สมมุติ ทดสอบ,ภายใน 30 วัน,,ยังไม่ดำเนินการ",
        "2,ส่งหนังสือ,,31 ม.ค. 69,ส่งแล้ว,เสร็จสิ้น",
    )
    file.write_text("\n".join((*rows, "")), encoding="utf-8")
    assert netreg("meeting", "action", "import", str(file), "--meeting", "1").code == 0
    listed = netreg(
        "meeting", "action", "list", "--as-of", "2026-01-20", "--columns", "text,owner,due_on,standing,evidence"
    )
    assert listed.out.splitlines()[1:] == [
        "จัดทำแผน\tนางสาวสมมุติ ทดสอบ\t2026-02-14\topen\t",
        "ส่งหนังสือ\t\t2026-01-31\tdone\tส่งแล้ว",
    ]
    again = netreg("--lang", "en", "meeting", "action", "import", str(file), "--meeting", "1")
    assert "0 new, 0 changed, 2 unchanged" in again.err
