"""Why an agreement has the dates it has: each as a rule of law, a sum, and where its figures stand.

Pure: a function of the record. The sections are those of the Civil and Commercial Code:
193/3 says whether the first day counts, 193/5 when a term of months or years ends, 193/6 how
parts of them are counted, 193/7 from which day a period that is added runs, and 193/8 what
becomes of a last day that is a holiday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities.agreement import periods
from netreg.entities.agreement.amended_terms import amendments, as_it_was
from netreg.entities.agreement.clocks import Clocks, clocks
from netreg.entities.agreement.explanation_wording import CLOCKS, CLOSINGS, RULES
from netreg.entities.date_spans import ONE_DAY, Span, between, from_day, span
from netreg.thai.dates import terms, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from netreg.core.entity import Row
    from netreg.entities.agreement.periods import Period


class Step(NamedTuple):
    """One statement about one clock.

    `value` is the date that it comes to, if it comes to one; `rule` an id of
    :data:`netreg.entities.agreement.explanation_wording.RULES`; `figures` what its sentence is made of, where a name
    that ends in ``_day`` is of an ISO date and one in ``_term`` of a duration; `sources` are
    the fields and records that the figures come from.
    """

    clock: str
    value: str | None
    rule: str
    sections: tuple[str, ...] = ()
    figures: Mapping[str, Any] = {}
    sources: tuple[str, ...] = ()


def explain(row: Row, decisions: Mapping[int, Row], as_of: date) -> tuple[Step, ...]:
    """The steps for every clock of an agreement as of a day, in the order of the clocks.

    `decisions` are the records of what was decided, by their numbers.
    """
    row = as_it_was(row, as_of)
    times = clocks(row, as_of)
    steps = [*_signed(row, times), *_begins(row, times), *_first_end(row, times, as_of)]
    before = 1
    for number, period in [pair for pair in periods.numbered(times.course.periods) if pair[0] > 1]:
        if number > before + 1:
            steps.append(Step("end", None, "rounds_between", (), {"count": number - before - 1}, ("renewal",)))
        steps += _added(times, number, period, decisions)
        before = number
    steps += [
        *_holiday("end", times.end),
        *_closing(row, as_of),
        *_amended(row, as_of),
        *_notice(row, times),
        *_grace(row, times),
    ]
    assert {step.clock for step in steps} <= CLOCKS.keys()
    assert {step.rule for step in steps} <= RULES.keys()
    return tuple(steps)


def disputed(row: Row, times: Clocks, as_of: date) -> bool:
    """Whether the stated end and the term differ and nobody has settled which is right."""
    return bool(_difference(times)) and not periods.is_settled(row, times.begins, as_of)


# --- signed, effective ----------------------------------------------------------------


def _signed(row: Row, times: Clocks) -> Iterator[Step]:
    if times.signed is None:
        figures = {"signed": row.get("parties_signed") or 0, "parties": row.get("party_count") or 0}
        yield Step("signed", None, "unsigned", (), figures, ("signatories",))
    elif row["signed_on"]:
        yield Step("signed", times.signed.value, "as_recorded", (), {"it_day": times.signed.value}, ("signed_on",))
    else:
        yield Step("signed", times.signed.value, "last_signature", (), {"it_day": times.signed.value}, ("signatories",))


def _begins(row: Row, times: Clocks) -> Iterator[Step]:
    if times.begins is None:
        yield Step("effective", None, "unknown")
        return
    source = "effective_from" if row["effective_from"] else "signed_on"
    rule = "as_recorded" if row["effective_from"] else "from_signing"
    yield Step("effective", times.begins.value, rule, (), {"it_day": times.begins.value}, (source,))


# --- the first end --------------------------------------------------------------------


def _first_end(row: Row, times: Clocks, as_of: date) -> Iterator[Step]:
    stated = times.end_stated
    if stated:
        yield Step("end", stated.value, "stated", (), {"it_day": stated.value}, ("end_stated",))
    if row["term"] and times.begins:
        counted = row["first_day_counted"] != 0
        begun = "effective_from" if row["effective_from"] else "signed_on"
        sources = ("term", begun, *(("first_day_counted",) if row["first_day_counted"] is not None else ()))
        yield _by_term("end", times.begins, row["term"], counted=counted, sources=sources)
        yield _by_term("end", times.begins, row["term"], counted=not counted, sources=sources, instead=True)
    elif row["term"]:
        yield Step("end", None, "no_start", (), {"it_term": row["term"]}, ("term",))
    elif not stated:
        yield Step("end", None, "no_end")
    if days := _difference(times):
        yield from _dispute(row, times, as_of, days)


def _difference(times: Clocks) -> int:
    """By how many days the stated end and the term are apart; 0 where they can be the same day."""
    stated, computed = times.end_stated, times.end_by_term
    if not (stated and computed) or (stated.first <= computed.last and computed.first <= stated.last):
        return 0
    return abs((stated.last - computed.last).days)


def _dispute(row: Row, times: Clocks, as_of: date, days: int) -> Iterator[Step]:
    assert times.end_stated is not None
    assert times.end_by_term is not None
    figures: dict[str, Any] = {"stated_day": times.end_stated.value, "term_day": times.end_by_term.value, "days": days}
    yield Step("end", None, "differs", (), figures, ("end_stated", "term"))
    if not periods.is_settled(row, times.begins, as_of):
        yield from _unsettled(row, as_of)
        return
    right = times.end_stated if row["end_settled"] == "stated" else times.end_by_term
    settled = {
        "it_day": right.value,
        "settled_day": row["settled_on"] or "",
        "by": row["settled_by"].name if row["settled_by"] else "–",
        "reason": row["settled_reason"] or "–",
    }
    yield Step("end", right.value, f"settled_{row['end_settled']}", (), settled, ("end_settled", "settled_on"))


def _unsettled(row: Row, as_of: date) -> Iterator[Step]:
    """That nobody has settled it, or that what was settled were other dates."""
    if row.get("end_settled") and from_day(row["settled_on"], as_of):
        was = {name: row.get(f"settled_{name}") or "" for name in ("stated", "term")}
        figures = {"settled_day": row["settled_on"], "stated_day": was["stated"], "term_day": was["term"]}
        yield Step("end", None, "settled_otherwise", (), figures, ("end_settled", "settled_on"))
    yield Step("end", None, "unsettled")


def _by_term(
    clock: str, anchor: Span, term: str, *, counted: bool, sources: tuple[str, ...], instead: bool = False
) -> Step:
    """The sum of a term from a first day; `instead` says that it is what the other way of counting gives."""
    start = anchor if counted else between(anchor.first + ONE_DAY, anchor.last + ONE_DAY)
    end = between(
        *(terms.compute_term_end(day, term, first_day_counted=counted) for day in (anchor.first, anchor.last))
    )
    shape, sections, figures = _sum(start, term)
    how = ("else_" if instead else "") + ("counted" if counted else "uncounted")
    figures |= {"anchor_day": anchor.value, "start_day": start.value, "it_term": term, "it_day": end.value}
    return Step(clock, end.value, f"{how}_{shape}", ("193/3", *sections), figures, sources)


def _sum(start: Span, term: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """Which rule a term follows, its sections, and the figures between start and end."""
    length = terms.parse_duration(term)
    if not length.all_months:
        return "days", ("193/5",) if length.weeks else (), {"days": length.all_days}
    first, exists = terms.find_corresponding_day(start.first, term)
    last, exists_too = terms.find_corresponding_day(start.last, term)
    figures: dict[str, Any] = {"corresponding_day": between(first, last).value, "number": start.first.day}
    whole = "months" if exists and exists_too else "short"
    if not length.all_days:
        return whole, ("193/5",), figures
    back = ONE_DAY if whole == "months" else 0 * ONE_DAY
    figures |= {"months_day": between(first - back, last - back).value, "days": length.all_days}
    return "parts", ("193/5", "193/6"), figures


# --- the periods that were added ------------------------------------------------------


def _added(times: Clocks, number: int, period: Period, decisions: Mapping[int, Row]) -> Iterator[Step]:
    assert period.last is not None
    figures: dict[str, Any] = {
        "number": number,
        "from_day": period.first.value if period.first else "",
        "it_day": period.last.value,
        **_of_decision(period, decisions),
    }
    sources = (f"decision {period.decision.id}",) if period.decision else ("renewal", "renewal_term", "term")
    yield Step("end", period.last.value, f"period_{period.how}", ("193/7",), figures, sources)
    if period.basis == "term" and period.anchor and period.total:
        yield _anchored(times, period, number)
    else:
        yield Step("end", period.last.value, "period_until", (), figures, sources)


def _of_decision(period: Period, decisions: Mapping[int, Row]) -> dict[str, str]:
    if period.decision is None:
        return {}
    record = decisions.get(period.decision.id, {})
    by = record.get("by")
    return {
        "decided_day": period.decision.decided_on,
        "document": period.decision.document_no or "–",
        "by": by.name if by else "–",
    }


def _anchored(times: Clocks, period: Period, number: int) -> Step:
    """How the end of a period is counted, and what counting from the day after the last one would give."""
    assert period.anchor is not None
    assert period.total is not None
    assert period.last is not None
    before = times.course.periods[number - 2].last
    alone = None
    if before and period.length:
        alone = between(*(terms.compute_term_end(day + ONE_DAY, period.length) for day in (before.first, before.last)))
    start = period.anchor if period.counted else periods.day_after(period.anchor)
    _shape, sections, _figures = _sum(start, period.total)
    figures = {
        "anchor_day": start.value,
        "total_term": period.total,
        "it_day": period.last.value,
        "alone_day": alone.value if alone else "",
    }
    rule = "anchored_apart" if alone and alone.value != period.last.value else "anchored"
    return Step("end", period.last.value, rule, sections, figures, ())


def _closing(row: Row, as_of: date) -> Iterator[Step]:
    """That it was closed, and when: what it renewed itself to by then stands, nothing after it."""
    if not periods.closed(row, as_of):
        return
    day = row["final_on"]
    figures = {"status": CLOSINGS[row["final_status"]], "it_day": day or ""}
    yield Step("end", day, "closed" if day else "closed_some_day", (), figures, ("final_status", "final_on"))


def _amended(row: Row, as_of: date) -> Iterator[Step]:
    """That it was amended, or will be: what each day is told by."""
    for amendment in amendments(row):
        rule = "amended" if from_day(amendment.signed_on, as_of) else "amended_later"
        yield Step("end", None, rule, (), {"it_day": amendment.signed_on}, (f"amendment {amendment.id}",))


# --- holidays, notice, grace ----------------------------------------------------------


def _holiday(clock: str, end: Span | None) -> Iterator[Step]:
    """What follows where the last day is no working day; said of a day that is known exactly."""
    if end is None or end.first != end.last:
        return
    day = end.first
    if not working_days.is_working_day(day):
        after = working_days.find_next_working_day(day)
        figures = {"it_day": day.isoformat(), "after_day": after.isoformat(), "name": _name(day)}
        yield Step(clock, after.isoformat(), "holiday", ("193/8",), figures, ("holidays",))
    if not working_days.has_announced_holidays(day):
        yield Step(clock, None, "not_announced", ("193/8",), {"it_day": day.isoformat()[:4]}, ("holidays",))


def _name(day: date) -> tuple[str, str]:
    """Which holiday it is in both languages; a Saturday or Sunday by its name."""
    if thai := working_days.find_holiday_name(day):
        return thai, working_days.find_holiday_name(day, "en") or thai
    return ("วันเสาร์", "Saturday") if day.weekday() == 5 else ("วันอาทิตย์", "Sunday")


def _notice(row: Row, times: Clocks) -> Iterator[Step]:
    if not row["notice"]:
        yield Step("notice", None, "no_notice")
    elif times.notice is None or times.end is None:
        yield Step("notice", None, "no_end")
    else:
        figures = {
            "end_day": times.end.first.isoformat(), "it_term": row["notice"], "it_day": times.notice.isoformat(),
        }  # fmt: skip
        if times.end.first != times.end.last:
            yield Step("notice", None, "earliest", (), {"end_day": times.end.value}, ("end",))
        yield Step("notice", times.notice.isoformat(), "notice", (), figures, ("notice", "end"))
        if not working_days.is_working_day(times.notice):
            before = working_days.find_previous_working_day(times.notice)
            named = {"it_day": times.notice.isoformat(), "before_day": before.isoformat(), "name": _name(times.notice)}
            yield Step("notice", before.isoformat(), "notice_holiday", (), named, ("holidays",))


def _grace(row: Row, times: Clocks) -> Iterator[Step]:
    if times.grace is None or times.end is None:
        yield Step("grace", None, "no_grace")
        return
    figures = {"end_day": times.end.last.isoformat(), "days": row["grace_days"], "it_day": times.grace.isoformat()}
    yield Step("grace", times.grace.isoformat(), "grace", (), figures, ("grace_days", "end"))
    grace = span(times.grace.isoformat())
    yield from _holiday("grace", grace)
