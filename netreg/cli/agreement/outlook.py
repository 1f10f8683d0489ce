"""Agreements along the years: bars for a timeline, a row for each quarter of a forecast."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from netreg.cli.framework.listing import select_columns
from netreg.core.fields import Choice, Count, Number, Text, TextList
from netreg.core.thai_fields import BuddhistYear, Date
from netreg.entities.agreement.agreements import STATES
from netreg.entities.agreement.clocks import CLOSED, compute_clocks, derive_state
from netreg.entities.agreement.forecast import forecast_endings
from netreg.entities.agreement.period_coverage import compute_covered_days
from netreg.errors import InvalidValue, UsageError
from netreg.language import Label, _
from netreg.render.results import Listing, Timeline, TimelineBar
from netreg.thai.dates.formats import BE_OFFSET

if TYPE_CHECKING:
    from netreg.cli.framework import options
    from netreg.cli.framework.session import Session
    from netreg.core.entity import Row
    from netreg.entities.agreement.forecast import Quarter, QuarterForecast

SOURCES = {
    "signatories": Label("ผู้ลงนาม", "signatories"),
    "holidays": Label("ตารางวันหยุดราชการ", "table of public holidays"),
    "decision": Label("การตัดสิน", "decision"),
    "amendment": Label("การแก้ไขข้อตกลง", "amendment"),
}
BARS = (
    Number("id", "เลข", "No."),
    Text("code", "รหัส", "Code"),
    Text("title", "ชื่อข้อตกลง", "Title"),
    Choice("state", "สถานะ", "State", options=STATES),
    Date("begins", "เริ่มมีผล", "Begins"),
    Date("end", "สิ้นสุด", "End"),
    Date("notice_deadline", "แจ้งภายใน", "Notice by"),
    Count("periods", "จำนวนรอบ", "Periods"),
)
QUARTERS = (
    Text("quarter", "ไตรมาส", "Quarter"),
    Date("first", "ตั้งแต่", "From"),
    Date("last", "ถึง", "To"),
    Count("ends", "สิ้นสุด", "End"),
    Count("renews", "ต่อโดยปริยาย", "Renew themselves"),
    Count("notices", "ครบกำหนดแจ้ง", "Notices"),
    TextList("agreements", "ข้อตกลง", "Agreements"),
)
_MOST_YEARS = 30


def read_year_option(option: str, written: str | None) -> int | None:
    """The year (ค.ศ.) that an option means.

    Raises:
        UsageError: when it is no year.
    """
    if written is None:
        return None
    try:
        value = BuddhistYear("year", "ปี", option).parse(written)
    except InvalidValue as refusal:
        raise UsageError(_("{option}: {reason}").format(option=option, reason=refusal)) from None
    if value is None:
        raise UsageError(_("{option} is empty").format(option=option), _("write a year such as 2569"))
    return int(value) - BE_OFFSET


# --- the timeline ---------------------------------------------------------------------


def build_timeline(
    rows: list[Row], session: Session, choice: options.ListOptions, years: tuple[int | None, int | None]
) -> Timeline:
    """A bar for each agreement of which a first day is known; the others are noted."""
    known = [(row, bar) for row in rows if (bar := _build_bar(row, session.as_of))]
    known.sort(key=lambda pair: pair[1].periods[0][0])
    first, last = _choose_years([bar for _row, bar in known], session.as_of, years)
    kept = [(row, bar) for row, bar in known if _overlaps_years(bar, first, last)][: choice.limit]
    fields = select_columns(BARS, choice)
    listing = Listing(
        fields, [_flatten_bar(row, bar) for row, bar in kept], session.view, () if choice.columns else BARS
    )
    bars = tuple(bar for _row, bar in kept)
    return Timeline(
        bars, first, last, session.as_of.isoformat(), listing, session.view, _note_undrawn(rows, len(known))
    )


def _build_bar(row: Row, as_of: date) -> TimelineBar | None:
    times, days = compute_clocks(row, as_of), compute_covered_days(row, as_of)
    if days.first is None:
        return None
    stretches: list[tuple[str, str | None]] = []
    for period in times.course.periods:
        if period.first is None or (days.last and period.first.first > days.last):
            continue
        ends = [day for day in (period.last.last if period.last else None, days.last) if day]
        stretches.append((period.first.first.isoformat(), min(ends).isoformat() if ends else None))
    end = days.last.isoformat() if days.last else None
    closed = derive_state(row, times, as_of) in CLOSED
    notice = times.notice.isoformat() if times.notice and not closed else None
    return (
        TimelineBar(f"{row['code'] or row['id']} {row['title']}", tuple(stretches), notice, end) if stretches else None
    )


def _choose_years(bars: list[TimelineBar], as_of: date, years: tuple[int | None, int | None]) -> tuple[str, str]:
    """The years drawn: all that the bars need, the day asked about among them, unless some were named."""
    starts = [int(bar.periods[0][0][:4]) for bar in bars]
    ends = [int(bar.end[:4]) for bar in bars if bar.end]
    first = years[0] if years[0] is not None else max(min([*starts, as_of.year]), as_of.year - _MOST_YEARS)
    last = years[1] if years[1] is not None else min(max([*ends, as_of.year + 1]), as_of.year + _MOST_YEARS)
    if last < first:
        raise UsageError(_("the last year drawn lies before the first"), _("look at --since and --until"))
    return f"{first:04}-01-01", f"{last:04}-12-31"


def _overlaps_years(bar: TimelineBar, first: str, last: str) -> bool:
    ends = bar.periods[-1][1]
    return bar.periods[0][0] <= last and (ends is None or ends >= first)


def _flatten_bar(row: Row, bar: TimelineBar) -> dict[str, Any]:
    return {**row, "begins": bar.periods[0][0], "end": bar.end, "periods": len(bar.periods)}


def _note_undrawn(rows: list[Row], drawn: int) -> tuple[str, ...]:
    left = len(rows) - drawn
    if not left:
        return ()
    return (_("{n} without a first day are not drawn; see 'netreg agreement list'").format(n=left),)


# --- the forecast ---------------------------------------------------------------------


def build_forecast(
    rows: list[Row], ahead: tuple[Quarter, ...], session: Session, choice: options.ListOptions
) -> Listing:
    """A row for each quarter, in the fiscal years of the office."""
    found = [_build_quarter(ending, session) for ending in forecast_endings(rows, ahead, session.as_of)]
    found = found[: choice.limit]
    return Listing(select_columns(QUARTERS, choice), found, session.view, () if choice.columns else QUARTERS)


def _build_quarter(ending: QuarterForecast, session: Session) -> dict[str, Any]:
    quarter = ending.quarter
    fiscal = quarter.year if session.view.style.era == "be" else quarter.year - BE_OFFSET
    named = [str(row["code"] or row["id"]) for row in (*ending.ends, *ending.renews)]
    return {
        "quarter": f"{fiscal}/{quarter.number}",
        "first": quarter.first.isoformat(),
        "last": quarter.last.isoformat(),
        "ends": len(ending.ends),
        "renews": len(ending.renews),
        "notices": len(ending.notices),
        "agreements": TextList.store(named),
    }
