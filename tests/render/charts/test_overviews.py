"""Overviews: columns that stand in line whatever the width, bars that read without colour, quiet zeros."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from netreg.render.charts.overviews import render_overview
from netreg.render.console import make_console
from netreg.render.results import Listing, Overview, OverviewPart, OverviewRow, View

LONG = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่างที่มีชื่อยาวมาก เขต 1"
UNITS = (
    OverviewRow("กำแพง", 1, ("1,200", "3")),
    OverviewRow(LONG, 0.5, ("600", None)),
    OverviewRow("น้อย", 0.001, (None, None)),
    OverviewRow("ว่าง", 0, (None, None)),
)
QUARTER = OverviewRow("2569/1", 1, ("4",), ((f"1 ต.ค. 2568 {LONG}", "[a1]"), ("31 ธ.ค. 2568 สั้น", "[a2]\n")))
PARTS = (
    OverviewPart("หน่วยงาน", ("people", "nobody"), UNITS, ("บรรทัดท้าย",)),
    OverviewPart("ไตรมาส", (), (QUARTER,)),
    OverviewPart("ว่าง", lines=("none",)),
)


def draw(width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    result = Overview(("วันนี้", "หนึ่ง 1"), PARTS, ("hint --option",), Listing((), (), View()), View())
    return render_overview(result, make_console()).splitlines()


def test_bars_figures_and_texts_stand_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw(60, monkeypatch) == [
        "วันนี้",
        "หนึ่ง 1",
        "",
        "หน่วยงาน                             people  nobody",
        "  กำแพง                    ███████   1,200       3",
        "  สำนักงานเขตพื้นที่การศึกษา     ███▌        600       –",
        "  ประถมศึกษาตัวอย่างที่มี",
        "  ชื่อยาวมาก เขต 1",
        "  น้อย                      ▌             –       –",
        "  ว่าง                                    –       –",
        "  บรรทัดท้าย",
        "",
        "ไตรมาส",
        "  2569/1   ███████  4  1 ต.ค. 2568 สำนักงานเขตพื้นที่การศึก… [a1]",
        "                       31 ธ.ค. 2568 สั้น [a2]",
        "",
        "ว่าง",
        "  none",
        "",
        "hint --option",
    ]


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [line for line in draw(width, monkeypatch) if cell_len(line) > width] == []
