"""Each card names, for each of its sections, a command that lists as many records as the section counts."""

from __future__ import annotations

import json
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import BY_NAME
from netreg.store import database
from netreg.store.records import records
from netreg.store.reports.pointing_records import add_pointing_sections

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from tests.conftest import Netreg, Run

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("day", [date(2024, 9, 5), TODAY], ids=str)
def test_the_command_of_a_section_lists_as_many_as_it_counts(filled: Netreg, day: date) -> None:
    with database.reading(filled.db) as db:
        asked = {key: (command, count) for key, command, count in list_sections(db, day)}
    assert {kind for kind, _label in asked} >= {"organisation", "person", "agreement"}
    wrong = []
    for command, count in asked.values():
        run = filled("--as-of", day.isoformat(), *shlex.split(command)[1:], "--json")
        if run.code or len(json.loads(run.out)) != count:
            wrong.append((command, count, run.out or run.err))
    assert wrong == []


def test_what_was_written_is_shown_on_a_short_card(netreg: Netreg) -> None:
    """It is how the record stands and what was said of it; the whole card is asked for."""
    netreg("init")
    netreg("org", "add", "คณะสมมติ", "--code", "fac")
    netreg("org", "add", "สถาบันสมมติ", "--code", "inst")
    words = ("--signed", "1/11/2569", "--term", "3 ปี", "--party", "fac", "--party", "inst", "--purpose", "แลกเปลี่ยน")
    netreg("agreement", "add", "ข้อตกลงสมมติ", *words)
    short = netreg("agreement", "edit", "1", "kind=mou", "--format", "table")
    assert [line.rstrip() for line in short.out.splitlines()] == [
        "ข้อตกลง 1: ข้อตกลงสมมติ",
        "สถานะ        มีผลใช้บังคับ",
        "สิ้นสุด         31 ตุลาคม 2572",
        "คงเหลือ (วัน)  1075",
        "ประเภท       บันทึกความเข้าใจ",
        "วันที่ลงนาม     1 พฤศจิกายน 2569",
        "ระยะเวลา     3 ปี",
        "",
        "วัตถุประสงค์ (1)",
        " 1 แลกเปลี่ยน",
        "",
        "ภาคี (2)",
        " 1 คณะสมมติ",
        " 2 สถาบันสมมติ",
    ]
    assert netreg("org", "edit", "fac", "code=", "--format", "table").out == "องค์กร 1: คณะสมมติ\n"
    whole = netreg("agreement", "show", "1", "--format", "table").out
    assert "แก้ไขเมื่อ" in whole
    assert len(whole.splitlines()) > len(short.out.splitlines())
    written = json.loads(netreg("agreement", "edit", "1", "note=ลองดู", "--json").out)
    shown = json.loads(netreg("agreement", "show", "1", "--json").out)
    assert written.items() <= shown.items(), "a program gets all of it"


SECTIONS = {
    "org show bluehotel": [
        "การอบรมที่จัดที่นี่ (1)",
        "  24 มี.ค. 2565  ect-pr (จัดแล้ว; วันสุดท้าย 25 มี.ค. 2565; รุ่นที่ 4; ภาคตะวันออกเฉียงเหนือ; จังหวัด นครพนม;",
        "                จำนวนคนที่ระบุ 42)",
    ],
    "org show kku-sdad": [
        "หน่วยงานในสังกัด (1)",
        "  งานศิษย์เก่าสัมพันธ์ [kku-alumni] (งาน)",
        "",
        "ผู้ดำรงตำแหน่ง (1)",
        "  นายราชพร ปทะวานิช [ratchaphon] (ดำรงอยู่; งานศิษย์เก่าสัมพันธ์; หัวหน้างานศิษย์เก่าสัมพันธ์; ยืนยันเมื่อ 5 ปีก่อน)",
    ],
    "meeting show psu-1": [
        "การประชุมครั้งถัดไป (1)",
        "  3 ก.ย. 2549  การเสวนาร่วมกับศิษย์เก่า ครั้งที่ 2 [psu-2] (จัดแล้ว; มหาวิทยาลัยสงขลานครินทร์)",
    ],
    "org show kku-alumni": [
        "กลุ่มและเครือข่าย (1)",
        "  เครือข่ายผู้ปฏิบัติงานศิษย์เก่าสัมพันธ์ มหาวิทยาลัยขอนแก่น [kku-net] (เป็นผู้จัดตั้ง; เครือข่ายผู้ปฏิบัติงาน;",
        "  มหาวิทยาลัยขอนแก่น)",
    ],
    "org show kku": [
        "กลุ่มและเครือข่าย (1)",
        "  เครือข่ายผู้ปฏิบัติงานศิษย์เก่าสัมพันธ์ มหาวิทยาลัยขอนแก่น [kku-net] (เป็นต้นสังกัด; เครือข่ายผู้ปฏิบัติงาน)",
    ],
    "member show nitiya": [
        "ข่าวที่จัดทำ (2)",
        "  11 ก.ย. 2560  สำนักหอสมุดผลึกกำลังสร้างความร่วมมือ(MOU)11สถาบันด้านสารสนเทศจ.ขอนแก่น [kkn-library-news]",
        "                (ข่าว)",
        "  11 ก.ย. 2560  สำนักหอสมุดผลึกกำลังสร้างความร่วมมือ(MOU)11สถาบันด้านสารสนเทศจ.ขอนแก่น [kkn-library-news]",
        "                (Nitiya Chumapai; ผู้ลงข่าว)",
    ],
    "member show suthon": [
        "เป็นวิทยากร (1)",
        "  24 มี.ค. 2565  ect-pr; รุ่นที่ 4 (จัดแล้ว; วันสุดท้าย 25 มี.ค. 2565;",
        "                ประสบการณ์การสร้างเครือข่ายด้านการสื่อสารและการประชาสัมพันธ์ของภาคเอกชนให้เกิดผลสัมฤทธิ์;",
        "                สมาคมสื่อช่อสะอาด)",
    ],
    "training show ect-pr": [
        "รุ่นการอบรม (4)",
        " 1 รุ่นที่ 1 (ภาคใต้; สถานะ จัดแล้ว)",
        " 2 รุ่นที่ 2 (ภาคเหนือ; สถานะ จัดแล้ว)",
        " 3 รุ่นที่ 3 (ภาคกลาง; สถานะ กำหนดไว้)",
    ],
    "meeting show kku-2564": [
        "ผู้เข้าร่วม (4)",
        "เลข  ผู้เข้าร่วม           ตำแหน่งตามบันทึก                    ผู้แทนของหน่วยงาน   บทบาท     การเข้าร่วม  ช่องทาง",
    ],
}


def test_a_section_says_how_each_stands_and_nothing_twice(demo: Callable[..., Run]) -> None:
    wrong = []
    for command, lines in SECTIONS.items():
        shown = [line.rstrip() for line in demo(*command.split(), "--format", "table").out.splitlines()]
        first = shown.index(lines[0]) if lines[0] in shown else 0
        if shown[first : first + len(lines)] != lines:
            wrong.append((command, shown[first : first + len(lines)]))
    assert wrong == []


def list_sections(db: sqlite3.Connection, day: date) -> Iterator[tuple[tuple[str, str], str, int]]:
    """Yield the kind of a card and the label of a section that is not empty, its command and its count."""
    for kind in BY_NAME.values():
        for (number,) in db.execute(f"SELECT id FROM {kind.name}").fetchall():
            card = records.read_card(db, kind, number, day, 50)
            card = add_pointing_sections(db, card, TimeFrame(day), is_past=day < TODAY)
            for section in card.sections:
                if section.cards and day == TODAY:  # an agreement that was not known has a card, and is in no list
                    yield (kind.name, str(section.label)), section.command, section.total or len(section.cards)
            for pointing in card.pointing:
                yield (kind.name, str(pointing.label)), pointing.command, pointing.total
