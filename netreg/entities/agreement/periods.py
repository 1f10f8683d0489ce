"""The periods of an agreement: the first from the agreement itself, one more for each renewal.

A period that is added begins on the day after the last one (Civil and Commercial Code,
s. 193/7). Its term is counted from the first start, so that four terms of one year end
where one of four years does; or from the day after a stated end that is not a multiple of
the term. A decision counts from its day on: for days before it nothing changes.
"""

from __future__ import annotations

import itertools
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from netreg.core.plural_fields import split_joined
from netreg.entities.agreement.amended_terms import list_versions, restore_terms
from netreg.entities.rough_dates import RoughDate, add_one_day, has_come, make_rough_date, parse_rough_date
from netreg.named_tuples import NamedTuple
from netreg.thai.dates import terms
from netreg.thai.dates.formats import is_stored_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row

STOPS = ("lapse", "replace")
ADDS = ("renew", "extend")


class Decision(NamedTuple):
    """A decision on an agreement's end, as a list of agreements carries it, and the day on which it was recorded."""

    id: int
    kind: str
    decided_on: str
    first_day: str | None
    until: str | None
    term: str | None
    document_no: str | None
    recorded_on: str | None = None


class Period(NamedTuple):
    """A period in which the agreement runs, and what its end rests on.

    `how` is ``first``, ``tacit``, ``renew`` or ``extend``; `basis` ``stated``, ``term`` or
    ``none``. `anchor` is the first day from which `total` is counted to the end, where a
    term decides.
    """

    how: str
    first: RoughDate | None
    last: RoughDate | None
    basis: str
    anchor: RoughDate | None = None
    total: str | None = None
    counted: bool = True
    length: str | None = None
    decision: Decision | None = None


class Course(NamedTuple):
    """The periods up to a day, and what was decided on the last end.

    `decision` is the one that counts for the next end on that day; `late` says that notice
    was given after its deadline, so that it only stops the renewal after the next; `stopped`
    that there is no tacit renewal any more.
    """

    periods: tuple[Period, ...]
    decision: Decision | None = None
    stopped: bool = False
    late: bool = False
    replaced_on: str | None = None


# --- the decisions in a row ---------------------------------------------------------------


def parse_decisions(row: Row) -> tuple[Decision, ...]:
    """Parse the decisions of an agreement, in the order in which they were taken."""
    return _parse_rows(row.get("decision_rows") or "")


@lru_cache(1024)
def _parse_rows(raw: str) -> tuple[Decision, ...]:
    found = (part for part in split_joined(raw, 7, 8) if part[0].isdecimal())
    read = (Decision(int(id), *(part or None for part in rest)) for id, *rest in found)  # type: ignore[arg-type]
    read = (decision for decision in read if is_stored_date(decision.decided_on or ""))
    return tuple(sorted(read, key=lambda decision: (decision.decided_on, decision.id)))


def _select_decisions(row: Row, as_of: date) -> tuple[Decision, ...]:
    """Select the decisions that were taken by the day; a replacement ahead is known once it is recorded."""
    return tuple(
        decision
        for decision in parse_decisions(row)
        if has_come(decision.decided_on, as_of)
        or (decision.kind == "replace" and has_come(decision.recorded_on, as_of))
    )


# --- the course -----------------------------------------------------------------------


def compute_course(row: Row, signed: RoughDate | None, begins: RoughDate | None, as_of: date) -> Course:
    """Compute the periods known on a day, with the tacit renewals up to that day.

    An agreement not signed by the day does not renew itself.
    """
    first = restore_terms(row, date.min)
    run, said = Course((_make_first_period(first, begins, as_of),)), first
    for day, event in _list_events(row, as_of):
        run = _add_tacit_renewals(run, said, day) if signed and signed.first <= as_of else run
        if isinstance(event, Decision):
            run = _apply_decision(run, said, event)
        else:
            run, said = _apply_amendment(run, said, event, begins, as_of), event
    if signed and signed.first <= as_of:
        run = _add_tacit_renewals(run, row, _find_last_renewal_day(row, as_of))
    return run._replace(decision=_find_standing_decision(run, as_of))


def _list_events(row: Row, as_of: date) -> list[tuple[date, Decision | Row]]:
    """List what was decided and amended by the day, in order; an amendment as the agreement from it on."""
    found: list[tuple[date, Decision | Row]] = [(day, after) for day, _before, after in list_versions(row, as_of)]
    found += [(_get_decision_day(decision), decision) for decision in _select_decisions(row, as_of)]
    return sorted(found, key=lambda event: event[0])


def _apply_amendment(run: Course, before: Row, after: Row, begins: RoughDate | None, as_of: date) -> Course:
    """Return the course after an amendment: only the last period may end on another day."""
    *earlier, last = run.periods
    if not earlier:
        return run._replace(periods=(_make_first_period(after, begins, as_of),))
    if after["end_stated"] and after["end_stated"] != before["end_stated"]:
        last = last._replace(last=parse_rough_date(after["end_stated"]), basis="stated", total=None)
    return run._replace(periods=(*earlier, last))


def _find_last_renewal_day(row: Row, as_of: date) -> date:
    """Find the last day of tacit renewals: that of the closing, ahead too, since it goes on until then."""
    if not row["final_status"]:
        return as_of
    final = parse_rough_date(row["final_on"])
    return final.last if final else date.min


def is_closed(row: Row, as_of: date) -> bool:
    """Tell whether it was completed, terminated, cancelled or replaced by the day."""
    if not row["final_status"]:
        return False
    return row["final_on"] is None or has_come(row["final_on"], as_of)


def reopen(row: Row) -> Row:
    """Return the agreement as if nobody had closed it: what is decided before a closing does not depend on that."""
    return row | {"final_status": None, "final_on": None}


def _make_first_period(row: Row, begins: RoughDate | None, as_of: date) -> Period:
    """Make the first period: to the stated end, or by the term where that was settled as right."""
    counted = row["first_day_counted"] != 0
    stated, by_term = parse_rough_date(row["end_stated"]), compute_first_term_end(row, begins)
    if stated and not (by_term and is_settled(row, begins, as_of) and row["end_settled"] == "term"):
        return Period("first", begins, stated, "stated", begins, None, counted, row["term"])
    if by_term:
        return Period("first", begins, by_term, "term", begins, row["term"], counted, row["term"])
    return Period("first", begins, None, "none", begins, None, counted)


def is_settled(row: Row, begins: RoughDate | None, as_of: date) -> bool:
    """Tell whether it was settled by the day which of the two ends is right.

    A settlement is of two dates, and not valid any more once either changes.
    """
    if not row.get("end_settled") or not (row["settled_on"] is None or has_come(row["settled_on"], as_of)):
        return False
    by_term = compute_first_term_end(row, begins)
    now = {"settled_stated": row["end_stated"], "settled_term": by_term.value if by_term else None}
    return all(row.get(name) in (None, value) for name, value in now.items())


def compute_first_term_end(row: Row, begins: RoughDate | None) -> RoughDate | None:
    """Compute the end of the first term by law (193/3, 193/5, 193/6).

    The agreement's own end is that of its last period: see :func:`compute_course`.
    """
    if not (row["term"] and begins):
        return None
    return _compute_end(begins, row["term"], counted=row["first_day_counted"] != 0)


def _compute_end(anchor: RoughDate, total: str, *, counted: bool) -> RoughDate:
    first, last = (terms.compute_term_end(day, total, first_day_counted=counted) for day in (anchor.first, anchor.last))
    return make_rough_date(first, last)


def get_renewal_length(row: Row) -> str | None:
    """Return the length of a renewal, unless a decision gives another."""
    found: str | None = row["renewal_term"] or row["term"]
    return found


def can_renew_itself(row: Row) -> bool:
    """Tell whether it renews itself unless notice is given."""
    return row["renewal"] == "tacit" and bool(get_renewal_length(row))


def _add_tacit_renewals(run: Course, row: Row, as_of: date) -> Course:
    """Add the tacit renewals that have happened by the day; beyond the calendar there are none."""
    length, last = get_renewal_length(row), run.periods[-1]
    if row["renewal"] != "tacit" or run.stopped or not length or not last.last or last.last.last >= as_of:
        return run
    added = [last]
    while (end := added[-1].last) and end.last < as_of:
        try:
            added.append(_make_next_period(added[-1], length, "tacit"))
        except (OverflowError, ValueError):
            break
    return run._replace(periods=(*run.periods, *added[1:]))


def find_next_renewal(row: Row, course: Course) -> Period | None:
    """Find the period by which it renews itself after the last one; None where it does not, or beyond the calendar."""
    length, last = get_renewal_length(row), course.periods[-1]
    if not can_renew_itself(row) or course.stopped or not length or not last.last:
        return None
    try:
        return _make_next_period(last, length, "tacit")
    except (OverflowError, ValueError):
        return None


def _make_next_period(period: Period, length: str, how: str, decision: Decision | None = None) -> Period:
    """Make the period of this length that follows a period with an end."""
    assert period.last is not None
    anchor, total, counted = _find_anchor(period, length)
    total = terms.add_durations(total, length) if total else length
    last = _compute_end(anchor, total, counted=counted)
    return Period(how, add_one_day(period.last), last, "term", anchor, total, counted, length, decision)


def _find_anchor(period: Period, length: str) -> tuple[RoughDate, str | None, bool]:
    """Find the day from which the next period is counted, and the total term up to this one's end."""
    assert period.last is not None
    if period.total and period.anchor:
        return period.anchor, period.total, period.counted
    for term in filter(None, (length, period.length)):
        number = _count_terms_until(period, term)
        if number and period.anchor:
            return period.anchor, terms.add_durations("P0D", term, number), period.counted
    return add_one_day(period.last), None, True


def _count_terms_until(period: Period, length: str) -> int:
    """Count the terms of this length from the anchor of a period to exactly its end; 0 if none fit."""
    anchor, end = period.anchor, period.last
    if anchor is None or end is None or end.last < anchor.last:
        return 0
    number = 1
    while (reached := _add_terms(anchor.last, length, number, counted=period.counted)) < end.last:
        number += 1
    same = reached == end.last and _add_terms(anchor.first, length, number, counted=period.counted) == end.first
    return number if same else 0


def _add_terms(day: date, length: str, number: int, *, counted: bool) -> date:
    return terms.compute_term_end(day, length, number, first_day_counted=counted)


# --- decisions ------------------------------------------------------------------------


def _apply_decision(run: Course, row: Row, decision: Decision) -> Course:
    """Return the course after a decision."""
    if decision.kind in ADDS:
        period = _make_added_period(run.periods[-1], row, decision)
        return Course((*run.periods, period), None, stopped=False) if period else run
    if decision.kind == "lapse":
        return _apply_lapse(run, row, decision)
    if decision.kind == "replace":
        return run._replace(decision=decision, stopped=True, replaced_on=decision.first_day)
    return run._replace(decision=decision)


def _make_added_period(before: Period, row: Row, decision: Decision) -> Period | None:
    """Make the period that a renewal adds; None if neither its end nor its length is known."""
    first = parse_rough_date(decision.first_day) or (add_one_day(before.last) if before.last else before.first)
    if decision.until:
        counted = before.counted if decision.first_day is None else True
        anchor = before.anchor if decision.first_day is None else first
        until = parse_rough_date(decision.until)
        return Period(decision.kind, first, until, "stated", anchor, None, counted, decision.term, decision)
    length = decision.term or get_renewal_length(row)
    if not length:
        return None
    if decision.first_day is None and before.last:
        return _make_next_period(before, length, decision.kind, decision)
    if first is None:
        return None
    last = _compute_end(first, length, counted=True)
    return Period(decision.kind, first, last, "term", first, length, length=length, decision=decision)


def _apply_lapse(run: Course, row: Row, decision: Decision) -> Course:
    """Return the course after a notice; one after its deadline only stops the renewal after the next."""
    length, end = get_renewal_length(row), run.periods[-1].last
    deadline = compute_notice_deadline(row, end)
    if row["renewal"] == "tacit" and length and deadline and _get_decision_day(decision) > deadline:
        periods = (*run.periods, _make_next_period(run.periods[-1], length, "tacit"))
        return run._replace(periods=periods, decision=decision, stopped=True, late=True)
    return run._replace(decision=decision, stopped=True, late=False)


def compute_notice_deadline(row: Row, end: RoughDate | None) -> date | None:
    """Compute the last day to give notice or to decide: the notice period before the end."""
    return terms.subtract_term(end.first, row["notice"]) if end and row["notice"] else None


def _get_decision_day(decision: Decision) -> date:
    day = parse_rough_date(decision.decided_on)
    assert day is not None
    return day.first


def _find_standing_decision(run: Course, as_of: date) -> Decision | None:
    """Return the decision that counts on the day for the next end."""
    if run.decision is not None:
        return run.decision
    last = run.periods[-1]
    ahead = last.decision is not None and last.first is not None and as_of < last.first.first
    return last.decision if ahead else None


def find_current_period(periods: tuple[Period, ...], as_of: date) -> int:
    """Find the number, from 1, of the last period that has begun by the day."""
    begun = [number for number, period in enumerate(periods, 1) if period.first and period.first.first <= as_of]
    return begun[-1] if begun else 1


_MAX_TACIT_SHOWN = 12


def number_periods(found: tuple[Period, ...]) -> Iterator[tuple[int, Period]]:
    """Number the periods from 1; of many tacit renewals in a row yield the first and the last."""
    at = 0
    for how, group in itertools.groupby(found, key=lambda period: period.how == "tacit"):
        run = list(group)
        left_out = range(1, len(run) - 1) if how and len(run) > _MAX_TACIT_SHOWN else range(0)
        yield from ((at + place + 1, period) for place, period in enumerate(run) if place not in left_out)
        at += len(run)
