"""Action items: a column of days takes lengths of time as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.entities.meeting.action_items import ACTION_ITEM
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
}
NEITHER = ("ทันที", "โดยเร็ว", "ภายใน", "ก่อนประชุมครั้งหน้า")


def test_a_day_or_a_length_of_time() -> None:
    compound = ACTION_ITEM.choose_compound("due", {"text", "due"})
    assert compound is not None
    assert {written: compound.split(written) for written in DUE} == DUE
    for written in NEITHER:
        with pytest.raises(InvalidValue):
            compound.split(written)
    assert ACTION_ITEM.choose_compound("due", {"due", "term"}) is None


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
