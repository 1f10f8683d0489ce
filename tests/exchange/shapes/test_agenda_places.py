"""Agendas of files: items placed by their numbers within the meeting of their row, and named by their places."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.conftest import Netreg

FIRST, SECOND = "ประชุมสมมุติหนึ่ง", "ประชุมสมมุติสอง"
LIST = "meeting agenda list --no-header --columns meeting,place,title"


class Agenda(NamedTuple):
    """An agenda in a file, the options beside it, and the places that its items then have."""

    rows: str
    options: str
    shown: str


AGENDAS = (
    Agenda("วาระที่,เรื่อง\n๔,เพื่อทราบ\n๔.๑,ก\n๔.๑.๒,ข\n", "--meeting 1", "1 4 เพื่อทราบ|1 4.1 ก|1 4.1.2 ข"),
    Agenda("วาระที่,เรื่อง\n4.1.2.,ข\n4.1,ก\nระเบียบวาระที่ 4,เพื่อทราบ\n", "--meeting 1", "1 4 เพื่อทราบ|1 4.1 ก|1 4.1.2 ข"),
    Agenda("ลำดับที่,หัวข้อ\nวาระที่ ๔,เพื่อทราบ\nข้อ ๔.๑,ก\n", "--meeting 1", "1 4 เพื่อทราบ|1 4.1 ก"),
    Agenda("no,title\nItem 4,A\nitem 4.1,B\n", "--meeting 1", "1 4 A|1 4.1 B"),
    Agenda(
        f"การประชุม,วาระที่,เรื่อง\n{SECOND},4.1,ก\n{SECOND},4,เพื่อทราบ\n{FIRST},4,เพื่อทราบ\n{FIRST},4.1,ก\n",
        "",
        "1 4 เพื่อทราบ|1 4.1 ก|2 4 เพื่อทราบ|2 4.1 ก",
    ),
    Agenda("ระเบียบวาระ,มติ\nวาระที่ ๔ เพื่อทราบ,\n๔.๑ ก,ทราบ\n๔.๒ ข,ทราบ\n", "--meeting 1", "1 4 เพื่อทราบ|1 4.1 ก|1 4.2 ข"),
    Agenda("วาระที่,เรื่อง\n4,ก\n4.9,ข\n4.1,ค\n", "--meeting 1", "1 4 ก|1 4.9 ข|1 4.10 ค"),
    Agenda("ลำดับที่,เรื่อง,วาระหลัก\n4,ก,\n4.1,ข,ก\n", "--meeting 1", "1 4 ก|1 4.1 ข"),
)


def add_meetings(netreg: Netreg) -> None:
    netreg("init")
    for title in (FIRST, SECOND):
        netreg("meeting", "add", title, "--on", "2026-11-10", "--force")


def test_items_are_placed_by_their_numbers(netreg: Netreg) -> None:
    wrong: list[tuple[object, ...]] = []
    for agenda in AGENDAS:
        add_meetings(netreg)
        command = ("meeting", "agenda", "import", "-", *shlex.split(agenda.options))
        first = netreg(*command, stdin=agenda.rows)
        shown = netreg(*shlex.split(LIST)).out.replace(FIRST, "1").replace(SECOND, "2")
        shown = "|".join(shown.replace("\t", " ").splitlines())
        again = netreg(*command, stdin=agenda.rows)
        export = netreg("meeting", "agenda", "export", "-").out
        back = netreg("meeting", "agenda", "import", "-", stdin=export)
        unchanged = [" เพิ่มใหม่ 0 แก้ไข 0 " in run.err for run in (again, back)]
        if first.code or shown != agenda.shown or not all(unchanged):
            wrong.append((agenda.rows, shown, first.err, again.err, back.err))
        netreg.db.unlink()
    assert not wrong


def test_an_item_without_the_one_above_it_is_refused(netreg: Netreg) -> None:
    add_meetings(netreg)
    netreg("meeting", "agenda", "add", "2", "อื่น")
    refused = netreg("meeting", "agenda", "import", "-", "--meeting", "1", stdin="วาระที่,เรื่อง\n1.1,ก\n")
    assert (refused.code, refused.err.splitlines()[0]) == (
        65,
        "ข้อมูลนำเข้ามาตรฐาน:2: ใต้วาระ '1': การประชุม 1 ไม่มีวาระที่ 1; โปรดเพิ่มแถวของวาระนั้นในแฟ้ม",
    )
    added = netreg("meeting", "agenda", "import", "-", "--meeting", "2", stdin="วาระที่,เรื่อง\n1.1,ก\n")
    assert added.err.splitlines()[-1] == "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 0"


def test_agendas_with_the_same_titles_come_back_with_all_that_names_an_item(netreg: Netreg) -> None:
    add_meetings(netreg)
    netreg("member", "add", "นายทดสอบ สมมุติ")
    for meeting in ("1", "2"):
        netreg("meeting", "agenda", "lay", meeting)
        netreg("meeting", "agenda", "add", meeting, "ก", "--under", "4")
        netreg("meeting", "action", "add", meeting, "ทำ", "--item", "4.1", "--due", "15 วันทำการ")
        netreg("opinion", "add", "ควรทำ", "--meeting", meeting, "--by", "นายทดสอบ สมมุติ", "--item", "๔.๑")
    text = netreg("meeting", "export", "-", "--format", "json").out
    again = netreg("meeting", "import", "-", "--format", "json", stdin=text)
    assert again.err.splitlines()[-1] == "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 0 แก้ไข 0 ไม่เปลี่ยน 18"
    netreg.db.unlink()
    netreg("init")
    netreg("member", "add", "นายทดสอบ สมมุติ")
    new = netreg("meeting", "import", "-", "--format", "json", stdin=text)
    assert new.err.splitlines()[-1] == "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 18 แก้ไข 0 ไม่เปลี่ยน 0"
    assert netreg("meeting", "export", "-", "--format", "json").out == text
    rows = "การประชุม,วาระ,ผู้ให้ความเห็น,ความเห็น\n" + "".join(
        f"{one},๔.๑,นายทดสอบ สมมุติ,ควรทำอีก\n" for one in (FIRST, SECOND)
    )
    netreg("opinion", "import", "-", stdin=rows)
    found = netreg("opinion", "list", "--match", "อีก", "--no-header", "--columns", "meeting,agenda_item")
    assert sorted(found.out.splitlines()) == [f"{SECOND}\tก", f"{FIRST}\tก"]
