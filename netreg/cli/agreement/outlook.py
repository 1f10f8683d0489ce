"""``netreg agreement timeline`` and ``forecast``: bars along the years, a row for each quarter."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.agreement.agreement_options import WithParty
from netreg.cli.framework import listing, options
from netreg.cli.framework.listing import select_columns
from netreg.cli.framework.option_values import read_year
from netreg.cli.framework.session import Session
from netreg.core.choice_fields import Choice
from netreg.core.fields import Count, Number, Text, TextList
from netreg.core.thai_fields import Date
from netreg.entities import AGREEMENT, ORGANISATION, choice_words
from netreg.entities.agreement import STATES
from netreg.entities.agreement.derived_dates import CLOSED, compute_dates, cut_periods, derive_state
from netreg.entities.agreement.forecast import forecast_endings, list_quarters
from netreg.entities.agreement.period_coverage import compute_covered_days
from netreg.errors import UsageError
from netreg.language import _, ngettext
from netreg.render import console
from netreg.render.results import Listing, Timeline, TimelineBar
from netreg.store.agreements import dates
from netreg.store.agreements.partners import find_partners
from netreg.store.records import conditions, lookup, records
from netreg.thai.dates.formats import BE_OFFSET
from netreg.thai.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.fields import Ref
    from netreg.entities.agreement.forecast import Quarter, QuarterForecast

BARS = (
    Number("id", "เลข", "No."),
    Text("code", "รหัส", "Code"),
    Text("title", "ชื่อข้อตกลง", "Title"),
    Choice("state", "สถานะ", "State", options=STATES, synonyms=choice_words.AGREEMENT_STATE),
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
QUARTERS_SHOWN = (
    *(field for field in QUARTERS if field.name not in ("first", "last", "agreements")),
    Text("what", "ข้อตกลง", "Agreements", lines=True),
)
_MOST_YEARS = 30
_MANY, _MANY_IN_QUARTER = 12, 5
"""More agreements than so many are grouped by whom they are with."""


@options.add_list_options
def timeline(
    session: Session,
    choice: options.ListOptions,
    agreements: Annotated[list[str] | None, typer.Argument(metavar="[AGREEMENT...]", show_default=False)] = None,
    party: WithParty = None,
    since: Annotated[str | None, typer.Option("--since", metavar="YEAR", help="The first year drawn.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="YEAR", help="The last year drawn.")] = None,
    match: options.Match = None,
) -> Timeline:
    """Draw a bar for each agreement along the years."""
    rows = _select_agreements(session, party, match, agreements or [])
    years = (_read_year("--since", since), _read_year("--until", until))
    return _build_timeline(rows, session, choice, years)


@options.add_query_options
def forecast(
    session: Session,
    choice: options.ListOptions,
    years: Annotated[int, typer.Option("--years", min=1, max=50, metavar="N", help="How many years ahead.")] = 3,
    party: WithParty = None,
    match: options.Match = None,
) -> Listing:
    """Count what ends in each quarter to come."""
    ahead = list_quarters(session.as_of, years)
    rows = _select_agreements(session, party, match, [], ahead[-1].last, choice.query)
    return _build_forecast(rows, ahead, session, choice)


def _select_agreements(
    session: Session,
    party: str | None,
    match: str | None,
    names: list[str],
    due_by: date | None = None,
    query: str = "",
) -> list[Row]:
    """Return the agreements of a party that fit text and query, of those named, and that may be due by a day."""
    with session.reading() as db:
        narrowed = listing.match_text(db, match, AGREEMENT, session.as_of)
        if session.is_past and not names:
            narrowed.append(dates.select_known(session.as_of))
        if names:
            narrowed.append(conditions.select_numbers([lookup.find_record(db, AGREEMENT, name) for name in names]))
        if party is not None:
            narrowed.append(conditions.select_with_party(lookup.find_record(db, ORGANISATION, party)))
        if due_by is not None:
            narrowed.append(dates.select_possibly_due(session.as_of, due_by))
        narrowed += listing.select_queried(db, AGREEMENT, query, session.frame, narrowed)
        rows = records.select_records(db, AGREEMENT, narrowed, as_of=session.as_of)
    return [AGREEMENT.add_derived(row, session.frame) for row in rows]


def _read_year(option: str, written: str | None) -> int | None:
    """Return the year (ค.ศ.) that an option gives, if it was given."""
    return None if written is None else read_year(written, option) - BE_OFFSET


# --- the timeline ---------------------------------------------------------------------


def _build_timeline(
    rows: list[Row], session: Session, choice: options.ListOptions, years: tuple[int | None, int | None]
) -> Timeline:
    """Build a bar for each agreement whose first day is known; the others are noted."""
    known = [(row, bar) for row in rows if (bar := _build_bar(row, session.as_of))]
    known.sort(key=lambda pair: pair[1].periods[0][0])
    first, last = _choose_years([bar for _row, bar in known], session.as_of, years)
    kept = [(row, bar) for row, bar in known if _overlaps_years(bar, first, last)][: choice.limit]
    if len(kept) > _MANY and console.choose_format(session.view) == "table":
        kept = _group_bars(session, kept)
    fields = select_columns(BARS, choice)
    listing = Listing(
        fields, [_flatten_bar(row, bar) for row, bar in kept], session.view, () if choice.columns else BARS
    )
    bars = tuple(bar for _row, bar in kept)
    return Timeline(
        bars, first, last, session.as_of.isoformat(), listing, session.view, _note_undrawn(rows, len(known))
    )


def _build_bar(row: Row, as_of: date) -> TimelineBar | None:
    dates, days = compute_dates(row, as_of), compute_covered_days(row, as_of)
    if days.first is None:
        return None
    stretches = [
        (one.first.first.isoformat(), one.last.last.isoformat() if one.last else None)
        for one in cut_periods(dates)
        if one.first
    ]
    end = days.last.isoformat() if days.last else None
    closed = derive_state(row, dates, as_of) in CLOSED
    notice = dates.notice.isoformat() if dates.notice and not closed else None
    return TimelineBar(_name_agreement(row), tuple(stretches), notice, end) if stretches else None


def _group_bars(session: Session, kept: list[tuple[Row, TimelineBar]]) -> list[tuple[Row, TimelineBar]]:
    """Put the bars of so many agreements under the parties that they are with."""
    with session.reading() as db:
        partners = find_partners(db, [row["id"] for row, _bar in kept])
    counted = Counter(partner.name for partner in partners.values())
    grouped = []
    for row, bar in kept:
        partner = partners.get(row["id"])
        name = partner.name if partner else _("without a party")
        grouped.append((row, bar._replace(group=f"{name} ({counted[name] or len(kept) - len(partners)})")))
    return sorted(grouped, key=lambda pair: sort_key(pair[1].group))


def _name_agreement(row: Row) -> str:
    """Name an agreement by its title, with the code or number by which to ask for it."""
    return f"{row['title']} [{row['code'] or row['id']}]"


def _choose_years(bars: list[TimelineBar], as_of: date, years: tuple[int | None, int | None]) -> tuple[str, str]:
    """Return the first and the last day drawn: those of the options, else all that the bars and the day need."""
    starts = [int(bar.periods[0][0][:4]) for bar in bars]
    ends = [int(bar.end[:4]) for bar in bars if bar.end]
    first = years[0] if years[0] is not None else max(min([*starts, as_of.year]), as_of.year - _MOST_YEARS)
    last = years[1] if years[1] is not None else min(max([*ends, as_of.year + 1]), as_of.year + _MOST_YEARS)
    if last < first:
        raise UsageError(_("--until is before --since"), _("swap the two"))
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
    sentence = ngettext(
        "{n} agreement has no first day and is not drawn; see 'netreg agreement list'",
        "{n} agreements have no first day and are not drawn; see 'netreg agreement list'",
        left,
    )
    return (sentence.format(n=left),)


# --- the forecast ---------------------------------------------------------------------


def _build_forecast(
    rows: list[Row], ahead: tuple[Quarter, ...], session: Session, choice: options.ListOptions
) -> Listing:
    """Build a row for each quarter, in the fiscal years of the office; people see those in which something ends."""
    endings = forecast_endings(rows, ahead, session.as_of)[: choice.limit]
    found = [_build_quarter(ending, session) for ending in endings]
    result = Listing(select_columns(QUARTERS, choice), found, session.view, () if choice.columns else QUARTERS)
    if console.choose_format(session.view) != "table" or choice.columns:
        return result
    busy = [(ending, row) for ending, row in zip(endings, found, strict=True) if any(ending[1:])]
    with session.reading() as db:
        named = [row["id"] for ending, _row in busy for row in (*ending.ends, *ending.renews)]
        partners = find_partners(db, named)
    counts = ("ends", "renews", "notices")  # a zero is left blank, and a column of zeros out
    shown = [
        {
            **row,
            **{name: row[name] or None for name in counts},
            "what": "\n".join(_tell_quarter(ending, partners, session)),
        }
        for ending, row in busy
    ]
    left = len(found) - len(busy)
    told = ngettext("nothing ends in {n} quarter", "nothing ends in {n} quarters", left).format(n=left)
    footer = (told,) if left else ()
    return result._replace(for_terminal=Listing(QUARTERS_SHOWN, shown, session.view, footer=footer))


def _tell_quarter(ending: QuarterForecast, partners: dict[int, Ref], session: Session) -> Iterator[str]:
    """Tell what ends in a quarter: each agreement with its day, or where there are many, how many with whom.

    Where nearly each is with somebody else, the first are told and how to see the rest.
    """
    found = (*ending.ends, *ending.renews)
    whom = (partners.get(row["id"]) for row in found)
    counted = Counter(partner.name if partner else _("without a party") for partner in whom)
    if len(found) > _MANY_IN_QUARTER and 2 * len(counted) <= len(found):
        yield from (f"{name} ({count})" for name, count in counted.most_common())
        return
    end, notice = AGREEMENT.by_name["end"], AGREEMENT.by_name["notice_deadline"]
    style = session.view.style
    yield from (f"{end.show(row['end'], style)} {_name_agreement(row)}" for row in found[:_MANY_IN_QUARTER])
    if (more := len(found) - _MANY_IN_QUARTER) > 0:
        first = max(ending.quarter.first, session.as_of)
        command = f"netreg agreement list end:{first.isoformat()}..{ending.quarter.last.isoformat()}"
        yield _("and {n} more: {command}").format(n=more, command=command)
    for row in ending.notices if len(ending.notices) <= _MANY_IN_QUARTER else ():
        yield f"{notice.label} {notice.show(row['notice_deadline'], style)} {_name_agreement(row)}"


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
