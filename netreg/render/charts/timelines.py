"""Timelines: bars along the years, as wide as the terminal and readable without colour.

The past is drawn thick and the future thin, so that the day in between shows by itself; the
end, the last day for notice and the start of each further period have a sign.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from netreg.language import Label
from netreg.render.safe_text import make_one_line
from netreg.render.wrapping import wrap_text
from netreg.thai.dates.formats import BE_OFFSET, format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from netreg.core.fields import Style
    from netreg.render.results import Timeline, TimelineBar

PAST, AHEAD, AGAIN, NOTICE, END, ON, TODAY = "━", "─", "┿", "◆", "┫", "→", "│"
_STYLES = {NOTICE: "bold yellow", END: "bold red", TODAY: "cyan"}
LEGEND = Label(
    f"{PAST} ที่ผ่านมา  {AHEAD} ข้างหน้า  {AGAIN} รอบใหม่  {NOTICE} แจ้งภายใน  {END} สิ้นสุด  {ON} ไม่มีวันสิ้นสุด  {TODAY} ",
    f"{PAST} past  {AHEAD} ahead  {AGAIN} renewed  {NOTICE} notice by  {END} end  {ON} no end  {TODAY} ",
)
_WIDEST_LABEL, _NARROWEST_LABEL = 30, 12


class _Scale(NamedTuple):
    """The scale of a timeline: the days that its columns stand for."""

    first: date
    last: date
    width: int

    def find_column(self, day: str) -> int:
        """Return the column of a day; days outside the scale get the nearest."""
        days = (date.fromisoformat(day) - self.first).days
        return max(0, min(self.width - 1, days * self.width // ((self.last - self.first).days + 1)))

    def has_day(self, day: str) -> bool:
        """Return whether a day lies within the scale."""
        return self.first.isoformat() <= day <= self.last.isoformat()


def render_timeline(timeline: Timeline, console: Console) -> str:
    """Render a timeline to text as wide as the console."""
    with console.capture() as capture:
        for line in _render_lines(timeline, console.width):
            console.print(line, soft_wrap=True)
    return capture.get()


def _render_lines(timeline: Timeline, width: int) -> Iterator[Text]:
    if not timeline.bars:
        return
    style = timeline.view.style
    longest = max(cell_len(make_one_line(bar.label)) for bar in timeline.bars)
    above = longest > min(_WIDEST_LABEL, width // 3)  # a title has a line of its own rather than be cut
    label = 0 if above else max(_NARROWEST_LABEL, longest) + 1
    scale = _Scale(date.fromisoformat(timeline.first), date.fromisoformat(timeline.last), max(10, width - label))
    yield Text(" " * label + _format_years(scale, style), style="dim")
    for group, bars in groupby(timeline.bars, key=lambda bar: bar.group):
        if group:
            yield from (Text(line, style="bold") for line in ("", *wrap_text(make_one_line(group), width)))
        for bar in bars:
            if above:
                yield from (Text(line) for line in wrap_text(make_one_line(bar.label), width))
            yield _render_bar(bar, label, scale, timeline.today)
    legend = (LEGEND.th if style.lang == "th" else LEGEND.en) + format_date(
        timeline.today, era=style.era, lang=style.lang
    )
    yield from (Text(line, style="dim") for line in wrap_text(legend, width))


def _format_years(scale: _Scale, style: Style) -> str:
    """Write as many years as there is room for, each above its first day."""
    line = [" "] * scale.width
    free = 0
    for year in range(scale.first.year, scale.last.year + 1):
        at = scale.find_column(f"{year:04}-01-01")
        shown = str(year + BE_OFFSET if style.era == "be" else year)
        if at >= free and at + len(shown) <= scale.width:
            line[at : at + len(shown)] = shown
            free = at + len(shown) + 1
    return "".join(line).rstrip()


def _render_bar(bar: TimelineBar, label: int, scale: _Scale, today: str) -> Text:
    shown = make_one_line(bar.label) if label else ""
    text = Text(shown + " " * (label - cell_len(shown)))
    for sign in _draw_bar(bar, scale, today):
        text.append(sign, style=_STYLES.get(sign, ""))
    text.rstrip()
    return text


def _draw_bar(bar: TimelineBar, scale: _Scale, today: str) -> list[str]:
    """Return the signs of a bar; where two fall on one column, the more important stays."""
    line = [" "] * scale.width
    now = scale.find_column(today)
    if scale.has_day(today):
        line[now] = TODAY
    for number, (first, last) in enumerate(bar.periods):
        start, stop = scale.find_column(first), scale.find_column(last) if last else scale.width - 1
        for at in range(start, stop + 1):
            line[at] = _choose_stroke(at, now, today, scale)
        if number and scale.has_day(first):
            line[start] = AGAIN
        if last is None:
            line[stop] = ON
    for day, sign in ((bar.notice, NOTICE), (bar.end, END)):
        if day and scale.has_day(day):
            line[scale.find_column(day)] = sign
    return line


def _choose_stroke(at: int, now: int, today: str, scale: _Scale) -> str:
    if at == now and scale.has_day(today):
        return TODAY
    past = at < now or today > scale.last.isoformat()
    return PAST if past and today >= scale.first.isoformat() else AHEAD
