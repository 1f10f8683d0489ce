"""The dates and the state of an agreement, derived from its record as of a day.

Facts are stored; when it was signed, begins, must be decided on and ends is derived from
them. The law is the Civil and Commercial Code: 193/3 and 193/5 say when a term ends.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from netreg.core.entity import Row, TimeFrame
from netreg.entities.agreement import periods
from netreg.entities.agreement.agreement_flags import FlagFacts, find_agreement_flags
from netreg.entities.agreement.amended_terms import parse_amendments, restore_terms
from netreg.entities.agreement.periods import Course, Period, is_closed
from netreg.entities.agreement.steps import derive_stage
from netreg.entities.people.leaving import find_left_flags
from netreg.entities.rough_dates import ONE_DAY, RoughDate, has_come, make_rough_date, parse_rough_date
from netreg.named_tuples import NamedTuple
from netreg.thai.dates import terms
from netreg.thai.dates.formats import find_latest_day


class AgreementDates(NamedTuple):
    """The dates of an agreement, None where there is none.

    `end` is the effective end, and `agreed` the end of the last period, whatever was decided
    ahead since. `basis` says what the effective end rests on: ``stated``, ``term``, ``closed``,
    ``replaced`` or ``none``.
    """

    signed: RoughDate | None
    begins: RoughDate | None
    end_stated: RoughDate | None
    end_by_term: RoughDate | None
    end: RoughDate | None
    agreed: RoughDate | None
    basis: str
    notice: date | None
    grace: date | None
    course: Course


def compute_dates(row: Row, as_of: date) -> AgreementDates:
    """Compute the dates as of a day: a renewal moves the end.

    An end that was decided ahead leaves no notice to give and no grace; one at which it renews itself no grace.
    """
    row = restore_terms(row, as_of)
    signed, begins = find_start(row)
    course = periods.compute_course(row, signed, begins, as_of)
    agreed = course.periods[-1].last
    end, basis = _choose_effective_end(row, course)
    open_end = agreed if basis in AGREED else None
    return AgreementDates(
        signed,
        begins,
        parse_rough_date(row["end_stated"]),
        periods.compute_first_term_end(row, begins),
        end,
        agreed,
        basis,
        periods.compute_notice_deadline(row, open_end),
        None if periods.can_renew_itself(row) and not course.stopped else _compute_grace_end(row, open_end),
        course,
    )


AGREED = ("stated", "term", "none")
"""What an end rests on that nobody has moved forward."""


def _choose_effective_end(row: Row, course: Course) -> tuple[RoughDate | None, str]:
    """Choose the effective end: the earliest of the agreed end, the closing, and the day before a replacement.

    This is the only place where they are compared. An end decided ahead counts on every day
    before it too, and the agreement is in force on its last day.
    """
    known: list[tuple[RoughDate, str]] = []
    if row["final_status"] and (closed := parse_rough_date(row["final_on"])):
        known.append((closed, "closed"))
    if agreed := course.periods[-1].last:
        known.append((agreed, _find_basis(course)))
    if replaced := parse_rough_date(course.replaced_on):
        known.append((make_rough_date(replaced.first - ONE_DAY, replaced.last - ONE_DAY), "replaced"))
    return min(known, key=lambda pair: pair[0].last, default=(None, "none"))


def cut_periods(dates: AgreementDates) -> tuple[Period, ...]:
    """Cut the agreed periods at the effective end: none begins after it or goes beyond it."""
    end = dates.end
    if end is None or end == dates.agreed:
        return dates.course.periods
    begun = [one for one in dates.course.periods if one.first is None or one.first.first <= end.last]
    return tuple(one._replace(last=end) if one.last is None or one.last.last > end.last else one for one in begun)


def find_start(row: Row) -> tuple[RoughDate | None, RoughDate | None]:
    """Find the day of signing and the day on which it begins, once everything recorded of it has happened."""
    signed = parse_rough_date(row["signed_on"] or _find_last_signature(row))
    return signed, parse_rough_date(row["effective_from"]) or signed


def _find_basis(course: Course) -> str:
    """Return what the end rests on; a tacit renewal takes that from the period before."""
    deciding = [period for period in course.periods if period.how != "tacit"]
    return deciding[-1].basis


def _find_last_signature(row: Row) -> str | None:
    """Find the day on which the last party signed, once all of them have."""
    parties, signed = row.get("party_count") or 0, row.get("parties_signed") or 0
    return row.get("last_signed_on") if parties and parties == signed else None


def _compute_grace_end(row: Row, end: RoughDate | None) -> date | None:
    return terms.add_term(end.last, f"P{row['grace_days']}D") if end and row["grace_days"] else None


def is_beyond_calendar(row: Row) -> bool:
    """Tell whether one of its dates would be beyond the calendar (years 1 to 9999)."""
    try:
        compute_dates(row, _find_last_event(row))
    except (OverflowError, ValueError):
        return True
    return False


def derive_state(row: Row, dates: AgreementDates, as_of: date) -> str:
    """Derive the state of an agreement as of a day; it is never stored.

    On the day of its closing an agreement in force is so still.
    """
    state = _derive_open_state(row, dates, as_of)
    if is_closed(row, as_of):
        final = parse_rough_date(row["final_on"])
        return state if state == "in_force" and final and as_of <= final.last else str(row["final_status"])
    return "replaced" if has_come(dates.course.replaced_on, as_of) else state


def _derive_open_state(row: Row, dates: AgreementDates, as_of: date) -> str:
    """Derive the state that an agreement has or would have if nobody had closed or replaced it."""
    if dates.signed is None or dates.signed.first > as_of:
        return "awaiting_signatures" if row.get("parties_signed") else "draft"
    if dates.begins and dates.begins.first > as_of:
        return "not_yet_in_force"
    if dates.end is None or as_of <= dates.end.last:
        return "in_force"
    return "in_grace" if dates.grace and as_of <= dates.grace else "expired"


CLOSED = ("completed", "terminated", "cancelled", "replaced")
RUNNING = ("in_force", "not_yet_in_force")


def find_renewal(row: Row, dates: AgreementDates, state: str) -> Period | None:
    """Find the period by which an agreement in this state renews itself; None where its end was decided ahead."""
    if row["renewal"] != "tacit" or state not in RUNNING or dates.basis not in AGREED:
        return None
    return periods.find_next_renewal(row, dates.course)


def _derive_due(dates: AgreementDates, state: str, frame: TimeFrame, *, renews: bool) -> str:
    """Derive what comes due within the window, both ends counted: the notice, the end or the renewal, or nothing.

    In its grace without a decision it is due whatever the window, since the end is past. Once
    it was decided that it lapses or is replaced, no notice can be given any more.
    """
    if state == "in_grace" and not is_ending_decided(dates):
        return "grace"
    if state not in RUNNING:
        return "none"
    until = terms.add_term(frame.as_of, frame.window)
    open_ = not is_ending_decided(dates)
    if open_ and dates.notice and frame.as_of <= dates.notice <= until:
        return "notice"
    if dates.end and dates.end.last >= frame.as_of and dates.end.first <= until:
        return "renewal" if renews else "end"
    return "none"


def is_ending_decided(dates: AgreementDates) -> bool:
    """Tell whether it was decided that it lapses or is replaced."""
    return dates.course.decision is not None and dates.course.decision.kind in periods.STOPS


def _is_undecided(row: Row, dates: AgreementDates, state: str, as_of: date) -> bool:
    """Tell whether it has ended without a decision on what follows."""
    return state == "expired" and not is_ending_decided(dates) and not has_come(row.get("succeeded_on"), as_of)


def _count_days_left(end: RoughDate | None, as_of: date) -> int | None:
    """Count the days to the earliest possible end, at least 0 while it can still be in force."""
    if end is None:
        return None
    return max(0, (end.first - as_of).days) if as_of <= end.last else (end.last - as_of).days


_RESTORED = ("title", "party_count", "parties_signed")
"""What an amendment changes and a list shows, beside what is derived: on a day before it as it was then."""


def derive_agreement(row: Row, frame: TimeFrame) -> Row:
    """Derive all fields of an agreement that depend on its dates, as of a day."""
    stored, row = row, restore_terms(row, frame.as_of)
    dates = compute_dates(row, frame.as_of)
    state = derive_state(row, dates, frame.as_of)
    undecided = _is_undecided(row, dates, state, frame.as_of)
    followed = has_come(row.get("succeeded_on"), frame.as_of)
    decision, renewal = dates.course.decision, find_renewal(row, dates, state)
    due = _derive_due(dates, state, frame, renews=renewal is not None)
    return {
        **{name: row[name] for name in _RESTORED if row.get(name) != stored.get(name)},
        "state": state,
        **derive_stage(row, state, frame.as_of),
        "due": "none" if followed and state == "in_grace" else due,
        "has_end": dates.end is not None,
        "end": dates.end.value if dates.end else None,
        "end_basis": dates.basis,
        "end_by_term": dates.end_by_term.value if dates.end_by_term else None,
        "days_left": None if state in CLOSED else _count_days_left(dates.end, frame.as_of),
        "notice_deadline": dates.notice.isoformat() if dates.notice else None,
        "grace_end": dates.grace.isoformat() if dates.grace else None,
        "renews_on": renewal.first.value if renewal and renewal.first else None,
        "renews_until": renewal.last.value if renewal and renewal.last else None,
        "period": periods.find_current_period(dates.course.periods, frame.as_of),
        "decision": decision.kind if decision else None,
        "undecided": undecided,
        "flags": [
            *_find_flags(row, dates, frame.as_of, undecided=undecided, renewal=renewal),
            *(() if state in CLOSED or (followed and state == "expired") else find_left_flags(row)),
        ],
    }


def _find_flags(
    row: Row, dates: AgreementDates, as_of: date, *, undecided: bool, renewal: Period | None
) -> list[dict[str, Any]]:
    disputed = None if periods.is_settled(row, dates.begins, as_of) else (dates.end_stated, dates.end_by_term)
    facts = FlagFacts(
        basis=dates.basis,
        disputed=disputed,
        ended=dates.end if undecided else None,
        is_late=dates.course.late,
        amended=next((one.signed_on for one in parse_amendments(row) if not has_come(one.signed_on, as_of)), None),
        is_cut=_is_cut(dates),
        ahead=dates.end if _is_ended_ahead(dates, as_of) else None,
        outlived=_find_outlived_end(row, dates, as_of),
        signed=dates.signed if dates.signed and dates.signed.first <= as_of else None,
        is_closed=is_closed(row, as_of),
        renewal=_name_unstopped_renewal(dates, as_of, renewal),
    )
    return find_agreement_flags(row, facts)


def _name_unstopped_renewal(dates: AgreementDates, as_of: date, renewal: Period | None) -> tuple[str, str, str] | None:
    """Name the last day for notice, and the first and last day of the renewal that it can stop no more."""
    if not (renewal and renewal.first and renewal.last and dates.notice and dates.notice < as_of):
        return None
    return dates.notice.isoformat(), renewal.first.value, renewal.last.value


def _is_ended_ahead(dates: AgreementDates, as_of: date) -> bool:
    """Tell whether its end was decided ahead and is still to come, or is today."""
    return dates.basis not in AGREED and dates.end is not None and as_of <= dates.end.last


def _is_cut(dates: AgreementDates) -> bool:
    """Tell whether it is closed before a period begins that was decided."""
    last = dates.end.last if dates.end and dates.basis == "closed" else date.max
    return any(one.decision and one.first and one.first.first > last for one in dates.course.periods)


def _find_outlived_end(row: Row, dates: AgreementDates, as_of: date) -> RoughDate | None:
    """Find the last day of the agreement that it is an addendum to, if it goes on after that."""
    if not row.get("parent_row") or derive_state(row, dates, as_of) in CLOSED:
        return None
    import json  # few agreements are addenda

    last = _find_last_day(json.loads(row["parent_row"]), as_of)
    if last is None:
        return None
    goes_on = dates.end.first > last.last if dates.end else as_of > last.last
    return last if goes_on else None


def _find_last_day(row: Row, as_of: date) -> RoughDate | None:
    """Find the last day of an agreement as known on a day; None if there is none."""
    row = restore_terms(row, as_of)
    dates = compute_dates(row, as_of)
    goes_on = dates.basis in AGREED and periods.can_renew_itself(row) and not dates.course.stopped
    return None if goes_on else dates.end


def compute_settled_ends(row: Row, as_of: date) -> tuple[str | None, str | None]:
    """Compute the stated end and the end by the term, as a settlement of a day keeps them.

    Neither is the agreement's own end: see :func:`compute_dates`.
    """
    row = restore_terms(row, as_of)
    _signed, begins = find_start(row)
    by_term = periods.compute_first_term_end(row, begins)
    return row["end_stated"], by_term.value if by_term else None


# --- dates to search by ------------------------------------------------------------


class SearchDates(NamedTuple):
    """The dates of an agreement from a day on, whatever later day is asked about.

    Up to `known_from` a decision, a signature or a closing still changes the answer; it is None
    for an agreement without a signature, which never comes due. `moving` says that it renews
    itself, so that its end depends on the day asked about. `over_after` is its last day with
    grace, if it was not decided what follows.
    """

    known_from: str | None
    moving: int
    notice: str | None
    end_first: str | None
    end_last: str | None
    over_after: str | None


def compute_search_dates(row: Row) -> SearchDates:
    """Compute the dates by which an agreement is found quickly, from a row with all its signatures."""
    signed, _begins = find_start(row)
    known = find_known_day(row)
    dates = compute_dates(row, known)
    if signed is None:
        return SearchDates(None, 0, None, *_format_edges(dates.end), None)
    shut = is_closed(row, known) or has_come(dates.course.replaced_on, known)
    moving = periods.can_renew_itself(row) and not dates.course.stopped and not shut and dates.end is not None
    over = (
        None
        if shut or moving or is_ending_decided(dates) or row.get("succeeded_on")
        else dates.grace or (dates.end and dates.end.last)
    )
    notice = None if shut or is_ending_decided(dates) else dates.notice
    return SearchDates(
        known.isoformat(), int(moving), _format_day(notice), *_format_edges(dates.end), _format_day(over)
    )


def find_known_day(row: Row) -> date:
    """Find the day from which on nothing recorded changes the answer any more."""
    return max([_find_last_event(row), *(day.first for day in find_start(row) if day)])


def _find_last_event(row: Row) -> date:
    """Find the last day on which a recorded event changes the answer."""
    decided = periods.parse_decisions(row)
    days = [row["signed_on"], row.get("last_signed_on"), row.get("settled_on"), _get_closing_day(row)]
    days += [row.get("succeeded_on"), row["effective_from"]]
    days += [day for decision in decided for day in (decision.decided_on, _get_replacement_day(decision))]
    days += [amendment.signed_on for amendment in parse_amendments(row)]
    return max((found.first for day in days if (found := parse_rough_date(day))), default=date.min)


def _get_closing_day(row: Row) -> str | None:
    """Return the last day on which it can have been closed: a rough one changes the answer until then."""
    return find_latest_day(row["final_on"]) if row["final_on"] else None


def _get_replacement_day(decision: periods.Decision) -> str | None:
    return decision.first_day if decision.kind == "replace" else None


def _format_edges(end: RoughDate | None) -> tuple[str | None, str | None]:
    return (end.first.isoformat(), end.last.isoformat()) if end else (None, None)


def _format_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
