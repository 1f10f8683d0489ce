"""``netreg agreement explain``: why the dates of an agreement are what they are, by the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli.agreement.agreement_options import Agreement
from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.entities import AGREEMENT
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.agreement.explanation import explain_dates, is_disputed
from netreg.entities.agreement.explanation_wording import CLOCK_LABELS, cite_sections, format_sentence
from netreg.language import Label, _
from netreg.render.results import Message
from netreg.store.records import lookup, records
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.fields import Style
    from netreg.entities.agreement.explanation import Statement

SOURCES = {
    "signatories": Label("ผู้ลงนาม", "signatories"),
    "holidays": Label("ตารางวันหยุดราชการ", "table of public holidays"),
    "step": Label("ขั้นตอนก่อนลงนาม", "steps before signing"),
    "decision": Label("การพิจารณา", "decision"),
    "amendment": Label("การแก้ไขข้อตกลง", "amendment"),
}


@options.add_view_options
def explain(session: Session, agreement: Agreement) -> Message:
    """Explain each of its dates by the law, in words for a memo."""
    with session.reading() as db:
        card = records.read_card(db, AGREEMENT, lookup.find_record(db, AGREEMENT, agreement), session.as_of)
    decisions = {inner.row["id"]: inner.row for inner in card.cards_of("decisions")}
    steps = explain_dates(card.row, decisions, session.as_of)
    style = session.view.style._replace(long=True)
    unsettled = is_disputed(card.row, compute_dates(card.row, session.as_of), session.as_of)
    data = {
        "id": card.row["id"],
        "code": card.row["code"],
        "title": card.row["title"],
        "as_of": session.as_of.isoformat(),
        "disputed": unsettled,
        "steps": [_step_data(step, style) for step in steps],
    }
    advice = _("settle it with 'netreg agreement settle {number} --by stated|term'").format(number=card.row["id"])
    notes = [advice] if unsettled else []
    if any(step.rule == "renews_passed" for step in steps):
        stop = _(
            "stop it with 'netreg agreement decide {number} lapse' or 'netreg agreement terminate {number} --on DATE'"
        )
        notes.append(stop.format(number=card.row["id"]))
    lines = (_memo_heading(card.row, session), *_memo_lines(steps, style))
    return Message(lines, session.view, data, tuple(notes))


def _memo_heading(row: Row, session: Session) -> str:
    style = session.view.style
    day = format_date(session.as_of.isoformat(), era=style.era, style="long", lang=style.lang)
    named = f"{row['title']} ({row['code'] or row['id']})"
    return f"{named} ณ วันที่ {day}" if style.lang == "th" else f"{named} as of {day}"


def _memo_lines(steps: tuple[Statement, ...], style: Style) -> Iterator[str]:
    """Yield a numbered heading for each clock, with its steps below it."""
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
    """Return a source in words: a field by its label, a decision by its number."""
    kind, _blank, number = name.partition(" ")
    label = SOURCES.get(kind) or AGREEMENT.by_name[kind].label
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
