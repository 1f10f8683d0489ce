"""Bars along the years: where each sign stands, whatever the width."""

from __future__ import annotations

import pytest

from netreg.core.fields import Style
from netreg.render.charts.timelines import render_timeline
from netreg.render.console import make_console
from netreg.render.results import Listing, Timeline, TimelineBar, View

LIST = Listing((), (), View())
BARS = (
    TimelineBar("หนึ่ง", (("2020-01-01", "2021-12-31"), ("2022-01-01", "2023-12-31")), "2023-06-30", "2023-12-31"),
    TimelineBar("ไม่มีสิ้นสุด", (("2021-07-01", None),)),
    TimelineBar("อนาคต", (("2023-07-01", "2024-06-30"),), None, "2024-06-30"),
)


def lines(width: int, monkeypatch: pytest.MonkeyPatch, era: str = "ce", today: str = "2022-07-01") -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    view = View(style=Style(era, "en"))
    timeline = Timeline(BARS, "2020-01-01", "2024-12-31", today, LIST, view)
    return render_timeline(timeline, make_console()).splitlines()


def test_each_day_has_its_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(73, monkeypatch) == [
        "             2020        2021        2022       2023        2024",
        "หนึ่ง          ━━━━━━━━━━━━━━━━━━━━━━━━┿━━━━│───────────◆─────┫",
        "ไม่มีสิ้นสุด                       ━━━━━━━━━━━━│─────────────────────────────→",
        "อนาคต                                     │           ────────────┫",
        "━ past  ─ ahead  ┿ renewed  ◆ notice by  ┫ end  → no end  │ 1 Jul 2022",
    ]


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
@pytest.mark.parametrize("era", ["be", "ce"])
def test_no_line_is_wider_than_the_terminal(width: int, era: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    found = lines(width, monkeypatch, era)
    assert len(found) >= 5
    assert all(cell_len(line) <= max(width, 23) for line in found)
    assert ("2563" in found[0]) == (era == "be")


def test_a_day_outside_the_years_drawn_is_not_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = lines(80, monkeypatch, today="2019-01-01"), lines(80, monkeypatch, today="2026-01-01")
    assert not any("│" in line for line in (*before[1:4], *after[1:4]))
    assert not any("━" in line for line in before[1:4])
    assert not any("─" in line for line in after[1:4])
