"""What is told of agreements: why the dates, what to decide on, bars along the years, what ends when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.agreement import outlook
from netreg.cli.agreement.agreement_options import Agreement, WithParty
from netreg.cli.framework import arguments, listing, options
from netreg.cli.framework.session import Session
from netreg.entities import AGREEMENT, ORGANISATION
from netreg.entities.agreement.clocks import compute_clocks
from netreg.entities.agreement.explanation import explain_dates as explained
from netreg.entities.agreement.explanation import is_disputed
from netreg.entities.agreement.explanation_wording import CLOCK_LABELS, cite_sections, format_sentence
from netreg.language import _
from netreg.render.results import Listing, Message, Result, Timeline
from netreg.store.records import conditions, records
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.fields import Style
    from netreg.entities.agreement.explanation import Statement


# --- explain --------------------------------------------------------------------------


@options.add_view_options
def explain(session: Session, agreement: Agreement) -> Message:
    """Explain each of its dates by the law, in words for a memo."""
    with session.reading() as db:
        card = records.read_card(db, AGREEMENT, arguments.find_record(db, AGREEMENT, agreement), session.as_of)
    decisions = {inner.row["id"]: inner.row for inner in card.cards_of("decisions")}
    steps = explained(card.row, decisions, session.as_of)
    style = session.view.style._replace(long=True)
    unsettled = is_disputed(card.row, compute_clocks(card.row, session.as_of), session.as_of)
    data = {
        "id": card.row["id"],
        "code": card.row["code"],
        "title": card.row["title"],
        "as_of": session.as_of.isoformat(),
        "disputed": unsettled,
        "steps": [_step_data(step, style) for step in steps],
    }
    advice = _("settle it with 'netreg agreement settle {number} --by stated|term'").format(number=card.row["id"])
    lines = (_memo_heading(card.row, session), *_memo_lines(steps, style))
    return Message(lines, session.view, data, (advice,) if unsettled else ())


def _memo_heading(row: Row, session: Session) -> str:
    style = session.view.style
    day = show_date(session.as_of.isoformat(), era=style.era, style="long", lang=style.lang)
    named = f"{row['title']} ({row['code'] or row['id']})"
    return f"{named} ณ วันที่ {day}" if style.lang == "th" else f"{named} as of {day}"


def _memo_lines(steps: tuple[Statement, ...], style: Style) -> Iterator[str]:
    """A numbered heading for each clock, its steps below it."""
    for number, (clock, label) in enumerate(CLOCK_LABELS.items(), 1):
        yield f"{number}. {label.th if style.lang == 'th' else label.en}"
        yield from (f"   - {_step_line(step, style)}" for step in steps if step.clock == clock)


def _step_line(step: Statement, style: Style) -> str:
    told = format_sentence(step.rule, step.figures, style) + cite_sections(step.sections, style)
    sources = ", ".join(_source_label(name, style) for name in step.sources)
    if not sources:
        return told
    return f"{told} [ที่มา: {sources}]" if style.lang == "th" else f"{told} [from: {sources}]"


def _source_label(name: str, style: Style) -> str:
    """A source in words: a field by its label, a decision by its number."""
    kind, _blank, number = name.partition(" ")
    label = outlook.SOURCES.get(kind) or AGREEMENT.by_name[kind].label
    return (label.th if style.lang == "th" else label.en) + (f" {number}" if number else "")


def _step_data(step: Statement, style: Style) -> dict[str, Any]:
    return {
        "clock": step.clock,
        "value": step.value,
        "rule": step.rule,
        "sections": list(step.sections),
        "sentence": format_sentence(step.rule, step.figures, style),
        "figures": {name: list(v) if isinstance(v, tuple) else v for name, v in step.figures.items()},
        "sources": list(step.sources),
    }


# --- brief ----------------------------------------------------------------------------


@options.add_view_options
def brief(session: Session, agreement: Agreement) -> Result:
    """All that a decision on its renewal needs, on one screen."""
    from netreg.cli.agreement import brief

    with session.reading() as db:
        number = arguments.find_record(db, AGREEMENT, agreement)
        card = records.read_card(db, AGREEMENT, number, session.as_of).add_derived(session.frame)
        facts = brief.gather_facts(db, card, session.as_of)
    return brief.render_brief(facts, session)


# --- timeline, forecast ---------------------------------------------------------------


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
    with session.reading() as db:
        narrowed = listing.match_text(match)
        if agreements:
            narrowed.append(conditions.has_number([arguments.find_record(db, AGREEMENT, name) for name in agreements]))
        if party is not None:
            narrowed.append(conditions.is_party(arguments.find_record(db, ORGANISATION, party)))
        rows = records.select_records(db, AGREEMENT, narrowed, as_of=session.as_of)
    rows = [AGREEMENT.add_derived(row, session.frame) for row in rows]
    years = (outlook.read_year_option("--since", since), outlook.read_year_option("--until", until))
    return outlook.build_timeline(rows, session, choice, years)


@options.add_list_options
def forecast(
    session: Session,
    choice: options.ListOptions,
    years: Annotated[int, typer.Option("--years", min=1, max=50, metavar="N", help="How many years ahead.")] = 3,
    party: WithParty = None,
    match: options.Match = None,
) -> Listing:
    """Count what ends in each quarter to come."""
    from netreg.entities.agreement.forecast import list_quarters
    from netreg.store.agreements import dates

    ahead = list_quarters(session.as_of, years)
    with session.reading() as db:
        narrowed = listing.match_text(match)
        if party is not None:
            narrowed.append(conditions.is_party(arguments.find_record(db, ORGANISATION, party)))
        narrowed.append(dates.may_be_due(session.as_of, ahead[-1].last))
        rows = records.select_records(db, AGREEMENT, narrowed, as_of=session.as_of)
    rows = [AGREEMENT.add_derived(row, session.frame) for row in rows]
    return outlook.build_forecast(rows, ahead, session, choice)
