"""The clocks of an agreement: when it was signed, begins, must be decided on, ends.

Facts are stored, dates and states are derived from them as of a day. The law is the
Civil and Commercial Code: 193/3 and 193/5 say when a term ends.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from netreg.core.entity import Question, Row
from netreg.language import Label
from netreg.thai import calendar_show as calendar
from netreg.thai import terms


class Span(NamedTuple):
    """A date that may be known only roughly: the first and the last day it can be."""

    value: str
    first: date
    last: date


class Clocks(NamedTuple):
    """The dates of an agreement; an absent one is ``None``.

    `basis` says what the end rests on: ``stated``, ``term`` or ``none``.
    """

    signed: Span | None
    begins: Span | None
    end_stated: Span | None
    end_by_term: Span | None
    end: Span | None
    basis: str
    notice: date | None
    grace: date | None


def span(value: str | None) -> Span | None:
    """The days that a stored date can mean."""
    if value is None:
        return None
    first, last = calendar.earliest(value), calendar.latest(value)
    return Span(value[:10], date.fromisoformat(first), date.fromisoformat(last))


def clocks(row: Row, as_of: date) -> Clocks:
    """The clocks as they stand on the day `as_of` (a tacit renewal moves the end)."""
    signed = span(row["signed_on"] or _last_signature(row))
    begins = span(row["effective_from"]) or signed
    stated = span(row["end_stated"])
    by_term = _by_term(row, begins)
    end = _renewed(row, begins, stated or by_term, as_of)
    basis = "stated" if stated else "term" if by_term else "none"
    return Clocks(signed, begins, stated, by_term, end, basis, _notice(row, end), _grace(row, end))


def _last_signature(row: Row) -> str | None:
    """The day the last party signed, once all of them have."""
    parties, signed = row.get("party_count") or 0, row.get("parties_signed") or 0
    return row.get("last_signed_on") if parties and parties == signed else None


def _by_term(row: Row, begins: Span | None) -> Span | None:
    if not (row["term"] and begins):
        return None
    counted = row["first_day_counted"] != 0
    first = terms.term_end(begins.first, row["term"], first_day_counted=counted)
    last = terms.term_end(begins.last, row["term"], first_day_counted=counted)
    return _between(first, last)


def _between(first: date, last: date) -> Span:
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Span(value, first, last)


def _renewed(row: Row, begins: Span | None, end: Span | None, as_of: date) -> Span | None:
    """The end, moved on by tacit renewals until it is not past.

    Renewals are counted from the first day where the end is a multiple of their length,
    so that four years one by one end where four years at once do; else from the day
    after the end.
    """
    length = row["renewal_term"] or row["term"]
    if row["renewal"] != "tacit" or end is None or not length or end.last >= as_of or _is_final(row, as_of):
        return end
    counted = row["first_day_counted"] != 0
    done = _terms_until(begins.last, length, end.last, counted=counted) if begins else 0
    if begins and done and done == _terms_until(begins.first, length, end.first, counted=counted):
        start, already = (begins.first, begins.last), done
    else:
        start, already, counted = (end.first + _DAY, end.last + _DAY), 0, True
    number = already + 1
    while terms.renewed_end(start[1], length, number, first_day_counted=counted) < as_of:
        number += 1
    first, last = (terms.renewed_end(day, length, number, first_day_counted=counted) for day in start)
    return _between(first, last)


_DAY = timedelta(days=1)


def _terms_until(start: date, length: str, end: date, *, counted: bool) -> int:
    """How many terms of this length lead from the start to just this end; 0 if none do."""
    number = 1
    while (reached := terms.renewed_end(start, length, number, first_day_counted=counted)) < end:
        number += 1
    return number if reached == end else 0


def _notice(row: Row, end: Span | None) -> date | None:
    """The last day to give notice or to decide: the notice period before the end."""
    return terms.subtract_term(end.first, row["notice"]) if end and row["notice"] else None


def _grace(row: Row, end: Span | None) -> date | None:
    return terms.window_end(end.last, f"P{row['grace_days']}D") if end and row["grace_days"] else None


def _is_final(row: Row, as_of: date) -> bool:
    if not row["final_status"]:
        return False
    return row["final_on"] is None or calendar.earliest(row["final_on"]) <= as_of.isoformat()


def state(row: Row, times: Clocks, as_of: date) -> str:
    """What the agreement is on the day `as_of`: never stored, always derived."""
    if _is_final(row, as_of):
        return str(row["final_status"])
    if times.signed is None or times.signed.first > as_of:
        return "awaiting_signatures" if row.get("parties_signed") else "draft"
    if times.begins and times.begins.first > as_of:
        return "not_yet_in_force"
    if times.end is None or as_of <= times.end.last:
        return "in_force"
    return "in_grace" if times.grace and as_of <= times.grace else "expired"


RUNNING = ("in_force", "not_yet_in_force")


def due(times: Clocks, condition: str, question: Question) -> str:
    """What comes due within the window, both ends counted: the notice, the end or nothing."""
    if condition not in RUNNING:
        return "none"
    until = terms.window_end(question.as_of, question.window)
    if times.notice and question.as_of <= times.notice <= until:
        return "notice"
    if times.end and times.end.last >= question.as_of and times.end.first <= until:
        return "end"
    return "none"


FLAGS = {
    "term-mismatch": Label(
        "ตามระยะเวลาสิ้นสุด {end_by_term} ไม่ตรงกับวันสิ้นสุดที่ระบุ",
        "by its term it ends {end_by_term}, not on the day it states",
    ),
    "missing-end-date": Label("ไม่มีวันสิ้นสุดและไม่มีระยะเวลา", "it has neither an end nor a term"),
    "expired": Label("สิ้นสุดแล้วเมื่อ {end} และยังไม่มีผู้ตัดสินใจ", "it ended {end} and nobody has decided on it"),
    "party-count": Label(
        "เอกสารระบุภาคี {stated} ฝ่าย แต่บันทึกไว้ {listed} ฝ่าย", "it states {stated} parties, {listed} are listed"
    ),
}


def flags(row: Row, times: Clocks, condition: str) -> list[dict[str, Any]]:
    """What contradicts itself, is missing or has run out, each with a stable id."""
    found: list[dict[str, Any]] = []
    stated, computed = times.end_stated, times.end_by_term
    if stated and computed and (computed.last < stated.first or stated.last < computed.first):
        found.append(_flag("term-mismatch", "high", end_by_term=computed.value))
    if times.basis == "none" and not row["final_status"]:
        found.append(_flag("missing-end-date", "high"))
    if condition == "expired" and times.end:
        found.append(_flag("expired", "high", end=times.end.value))
    listed, said = row.get("party_count"), row["parties_stated"]
    if said is not None and listed is not None and said != listed:
        found.append(_flag("party-count", "medium", stated=said, listed=listed))
    return found


def _flag(id: str, severity: str, **data: Any) -> dict[str, Any]:
    return {"id": id, "severity": severity, "data": data}


def _days_left(end: Span | None, as_of: date) -> int | None:
    """Days to the earliest day it can end, none below zero while it can still be in force."""
    if end is None:
        return None
    return max(0, (end.first - as_of).days) if as_of <= end.last else (end.last - as_of).days


def derive(row: Row, question: Question) -> Row:
    """Everything that is asked of an agreement's dates, as of a day."""
    times = clocks(row, question.as_of)
    condition = state(row, times, question.as_of)
    return {
        "state": condition,
        "due": due(times, condition, question),
        "has_end": times.end is not None,
        "end": times.end.value if times.end else None,
        "end_basis": times.basis,
        "end_by_term": times.end_by_term.value if times.end_by_term else None,
        "days_left": _days_left(times.end, question.as_of),
        "notice_deadline": times.notice.isoformat() if times.notice else None,
        "grace_end": times.grace.isoformat() if times.grace else None,
        "flags": flags(row, times, condition),
    }
