"""Registers as offices keep them: what no field takes is kept in the note, and nothing is guessed that is not meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg


def test_unknown_columns_of_a_register_go_into_the_note(netreg: Netreg) -> None:
    netreg("init")
    cases = {
        (
            "agreement",
            "ชื่อ MOU,คู่สัญญา,กิจกรรมปี 2566,QS Ranking\nก,กรมสมมุติ,ค่าย,200\n",
        ): "กิจกรรมปี 2566: ค่าย; QS Ranking: 200",
        ("agreement", "ชื่อ MOU,คู่สัญญา,วันที่ต่ออายุ,หมายเหตุ\nข,กรมสมมุติ,1/1/2569,ดี\n"): "ดี; วันที่ต่ออายุ: 1/1/2569",
        ("meeting", "ชื่อการประชุม,วันที่,หน่วยงานร่วมจัด,ผู้บันทึก\nก,1/2/2568,กรมสมมุติ,นายก\n"): (
            "หน่วยงานร่วมจัด: กรมสมมุติ; ผู้บันทึก: นายก"
        ),
        ("activity", "ชื่อกิจกรรม,วันที่จัด,SDGs,หน่วยงานผู้สนับสนุน\nก,1/2/2568,4,กรมสมมุติ\n"): (
            "SDGs: 4; หน่วยงานผู้สนับสนุน: กรมสมมุติ"
        ),
        ("org", "ชื่อหน่วยงาน,จังหวัด,หน่วยนับ\nหน่วยสมมุติ,สงขลา,12\n"): "หน่วยนับ: 12",
    }
    wrong = {}
    for (noun, table), note in cases.items():
        run = netreg("--lang", "en", noun, "import", "-", "--create-missing", stdin=table)
        notes = [row["note"] for row in json.loads(netreg(noun, "list", "--json").out)]
        if run.code or "columns kept in the note: " not in run.err or note not in notes:
            wrong[noun, table] = (run.err, notes)
    assert not wrong


def test_a_heading_that_is_not_meant_is_not_guessed(netreg: Netreg) -> None:
    """A word more makes another thing of a heading; a letter wrong does not."""
    netreg("init")
    table = "ชื่อ MOU,คู่สัญญา,วันสิ้นสดุ,ภาษา\nก,กรมสมมุติ,1/1/2569,ไทย\n"
    run = netreg("--lang", "en", "agreement", "import", "-", "--create-missing", stdin=table)
    assert "import - --create-missing --map 'วันสิ้นสดุ=end_stated'\n" in run.err
    assert "@4 'ภาษา': kept in the note" in run.err
    mapped = ("--map", "วันสิ้นสดุ=note", "--map", "ภาษา=note", "--create-missing")
    assert netreg("agreement", "import", "-", *mapped, stdin=table).code == 0
    (row,) = json.loads(netreg("agreement", "list", "--json").out)
    assert row["note"] == "วันสิ้นสดุ: 1/1/2569; ภาษา: ไทย"
