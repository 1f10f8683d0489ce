"""The explanation of the dates of an agreement: for each the rule of law, the sum, and the sources.

Pure: a function of the record. The sections are those of the Civil and Commercial Code:
193/3 says whether the first day counts, 193/5 when a term of months or years ends, 193/6 how
parts of them are counted, 193/7 from which day a period that is added runs, and 193/8 what
becomes of a last day that is a holiday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities.agreement import periods
from netreg.entities.agreement.amended_terms import parse_amendments, restore_terms
from netreg.entities.agreement.derived_dates import AGREED, AgreementDates, compute_dates, derive_state, find_renewal
from netreg.entities.agreement.explanation_wording import CLOCK_LABELS, CLOSING_WORDS, RULES
from netreg.entities.agreement.steps import STAGES, derive_stage, list_holders
from netreg.entities.rough_dates import ONE_DAY, RoughDate, add_one_day, has_come, make_rough_date, parse_rough_date
from netreg.thai.dates import terms, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from netreg.core.entity import Row
    from netreg.entities.agreement.periods import Period


class Statement(NamedTuple):
    """One statement about one date of an agreement.

    `value` is the date that results, if one does; `rule` an id of
    :data:`netreg.entities.agreement.explanation_wording.RULES`; `figures` the values in its sentence, where a name
    that ends in ``_day`` is of an ISO date and one in ``_term`` of a duration; `sources` are
    the fields and records that the figures come from.
    """

    clock: str
    value: str | None
    rule: str
    sections: tuple[str, ...] = ()
    figures: Mapping[str, Any] = {}
    sources: tuple[str, ...] = ()


def explain_dates(row: Row, decisions: Mapping[int, Row], as_of: date) -> tuple[Statement, ...]:
    """Explain every date of an agreement as of a day, in the order of :class:`AgreementDates`.

    `decisions` are the records of its decisions by their numbers.
    """
    row = restore_terms(row, as_of)
    dates = compute_dates(row, as_of)
    steps = [*_explain_signing(row, dates, as_of), *_explain_start(row, dates), *_explain_first_end(row, dates, as_of)]
    before = 1
    for number, period in [pair for pair in periods.number_periods(dates.course.periods) if pair[0] > 1]:
        if number > before + 1:
            steps.append(Statement("end", None, "rounds_between", (), {"count": number - before - 1}, ("renewal",)))
        steps += _explain_period(dates, number, period, decisions)
        before = number
    steps += [
        *_explain_holiday("end", dates.end),
        *_explain_closing(row, dates, as_of),
        *_explain_amendments(row, as_of),
        *_explain_notice(row, dates),
        *_explain_renewal(row, dates, as_of),
        *_explain_grace(row, dates),
    ]
    assert {step.clock for step in steps} <= CLOCK_LABELS.keys()
    assert {step.rule for step in steps} <= RULES.keys()
    return tuple(steps)


def is_disputed(row: Row, dates: AgreementDates, as_of: date) -> bool:
    """Tell whether the stated end and the term differ and it is not settled which is right."""
    return bool(_count_days_apart(dates)) and not periods.is_settled(row, dates.begins, as_of)


# --- signed, effective ----------------------------------------------------------------


def _explain_signing(row: Row, dates: AgreementDates, as_of: date) -> Iterator[Statement]:
    if dates.signed is None:
        figures = {"signed": row.get("parties_signed") or 0, "parties": row.get("party_count") or 0}
        yield Statement("signed", None, "unsigned", (), figures, ("signatories",))
        if ahead := row.get("parties_ahead"):
            figures = {"ahead": ahead, "last_day": row["last_signed_on"][:10]}
            yield Statement("signed", None, "signed_ahead", (), figures, ("signatories",))
        yield from _explain_stage(row, dates, as_of)
    elif row["signed_on"]:
        yield Statement("signed", dates.signed.value, "as_recorded", (), {"it_day": dates.signed.value}, ("signed_on",))
    else:
        yield Statement(
            "signed", dates.signed.value, "last_signature", (), {"it_day": dates.signed.value}, ("signatories",)
        )


def _explain_stage(row: Row, dates: AgreementDates, as_of: date) -> Iterator[Statement]:
    """Say where it lies before the signing, if a step or a signature says so."""
    lies = derive_stage(row, derive_state(row, dates, as_of), as_of)
    if lies["stage"] is None:
        return
    label, names = STAGES[lies["stage"]], ", ".join(list_holders(lies))
    figures = {"stage": (label.th, label.en), "since_day": lies["stage_since"], "days": lies["stage_days"]}
    source = "signatories" if lies["stage"] == "signing" else "step"
    if names:
        yield Statement("signed", None, "lies_with", (), figures | {"names": names}, (source,))
    else:
        yield Statement("signed", None, "at_stage", (), figures, (source,))


def _explain_start(row: Row, dates: AgreementDates) -> Iterator[Statement]:
    if dates.begins is None:
        yield Statement("effective", None, "unknown")
        return
    source = "effective_from" if row["effective_from"] else "signed_on"
    rule = "as_recorded" if row["effective_from"] else "from_signing"
    yield Statement("effective", dates.begins.value, rule, (), {"it_day": dates.begins.value}, (source,))


# --- the first end --------------------------------------------------------------------


def _explain_first_end(row: Row, dates: AgreementDates, as_of: date) -> Iterator[Statement]:
    stated = dates.end_stated
    if stated:
        yield Statement("end", stated.value, "stated", (), {"it_day": stated.value}, ("end_stated",))
    if row["term"] and dates.begins:
        counted = row["first_day_counted"] != 0
        begun = "effective_from" if row["effective_from"] else "signed_on"
        sources = ("term", begun, *(("first_day_counted",) if row["first_day_counted"] is not None else ()))
        yield _explain_term("end", dates.begins, row["term"], counted=counted, sources=sources)
        yield _explain_term("end", dates.begins, row["term"], counted=not counted, sources=sources, instead=True)
    elif row["term"]:
        yield Statement("end", None, "no_start", (), {"it_term": row["term"]}, ("term",))
    elif not stated:
        yield Statement("end", None, "no_end")
    if days := _count_days_apart(dates):
        yield from _explain_dispute(row, dates, as_of, days)


def _count_days_apart(dates: AgreementDates) -> int:
    """Count the days between the stated end and the end by the term; 0 if they can be the same day."""
    stated, computed = dates.end_stated, dates.end_by_term
    if not (stated and computed) or (stated.first <= computed.last and computed.first <= stated.last):
        return 0
    return abs((stated.last - computed.last).days)


def _explain_dispute(row: Row, dates: AgreementDates, as_of: date, days: int) -> Iterator[Statement]:
    assert dates.end_stated is not None
    assert dates.end_by_term is not None
    figures: dict[str, Any] = {"stated_day": dates.end_stated.value, "term_day": dates.end_by_term.value, "days": days}
    yield Statement("end", None, "differs", (), figures, ("end_stated", "term"))
    if not periods.is_settled(row, dates.begins, as_of):
        yield from _explain_unsettled(row, as_of)
        return
    right = dates.end_stated if row["end_settled"] == "stated" else dates.end_by_term
    settled = {
        "it_day": right.value,
        "settled_day": row["settled_on"] or "",
        "by": row["settled_by"].name if row["settled_by"] else "–",
        "reason": row["settled_reason"] or "–",
    }
    yield Statement("end", right.value, f"settled_{row['end_settled']}", (), settled, ("end_settled", "settled_on"))


def _explain_unsettled(row: Row, as_of: date) -> Iterator[Statement]:
    """Explain that the dispute is not settled, or that other dates were."""
    if row.get("end_settled") and has_come(row["settled_on"], as_of):
        was = {name: row.get(f"settled_{name}") or "" for name in ("stated", "term")}
        figures = {"settled_day": row["settled_on"], "stated_day": was["stated"], "term_day": was["term"]}
        yield Statement("end", None, "settled_otherwise", (), figures, ("end_settled", "settled_on"))
    yield Statement("end", None, "unsettled")


def _explain_term(
    clock: str, anchor: RoughDate, term: str, *, counted: bool, sources: tuple[str, ...], instead: bool = False
) -> Statement:
    """Explain the end of a term; `instead` says that this is the other way of counting."""
    start = anchor if counted else make_rough_date(anchor.first + ONE_DAY, anchor.last + ONE_DAY)
    end = make_rough_date(
        *(terms.compute_term_end(day, term, first_day_counted=counted) for day in (anchor.first, anchor.last))
    )
    shape, sections, figures = _describe_sum(start, term)
    how = ("else_" if instead else "") + ("counted" if counted else "uncounted")
    figures |= {"anchor_day": anchor.value, "start_day": start.value, "it_term": term, "it_day": end.value}
    return Statement(clock, end.value, f"{how}_{shape}", ("193/3", *sections), figures, sources)


def _describe_sum(start: RoughDate, term: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """Return the rule that a term follows, its sections, and the figures between start and end."""
    length = terms.parse_duration(term)
    if not length.all_months:
        return "days", ("193/5",) if length.weeks else (), {"days": length.all_days}
    first, exists = terms.find_corresponding_day(start.first, term)
    last, exists_too = terms.find_corresponding_day(start.last, term)
    figures: dict[str, Any] = {"corresponding_day": make_rough_date(first, last).value, "number": start.first.day}
    whole = "months" if exists and exists_too else "short"
    if not length.all_days:
        return whole, ("193/5",), figures
    back = ONE_DAY if whole == "months" else 0 * ONE_DAY
    figures |= {"months_day": make_rough_date(first - back, last - back).value, "days": length.all_days}
    return "parts", ("193/5", "193/6"), figures


# --- the periods that were added ------------------------------------------------------


def _explain_period(
    dates: AgreementDates, number: int, period: Period, decisions: Mapping[int, Row]
) -> Iterator[Statement]:
    assert period.last is not None
    figures: dict[str, Any] = {
        "number": number,
        "from_day": period.first.value if period.first else "",
        "it_day": period.last.value,
        **_describe_decision(period, decisions),
    }
    sources = (f"decision {period.decision.id}",) if period.decision else ("renewal", "renewal_term", "term")
    yield Statement("end", period.last.value, f"period_{period.how}", ("193/7",), figures, sources)
    if period.basis == "term" and period.anchor and period.total:
        yield _explain_anchor(dates, period, number)
    else:
        yield Statement("end", period.last.value, "period_until", (), figures, sources)


def _describe_decision(period: Period, decisions: Mapping[int, Row]) -> dict[str, str]:
    if period.decision is None:
        return {}
    record = decisions.get(period.decision.id, {})
    by = record.get("by")
    return {
        "decided_day": period.decision.decided_on,
        "document": period.decision.document_no or "–",
        "by": by.name if by else "–",
    }


def _explain_anchor(dates: AgreementDates, period: Period, number: int) -> Statement:
    """Explain from which day a period is counted, and the end if it were counted from its own first day."""
    assert period.anchor is not None
    assert period.total is not None
    assert period.last is not None
    before = dates.course.periods[number - 2].last
    alone = None
    if before and period.length:
        alone = make_rough_date(
            *(terms.compute_term_end(day + ONE_DAY, period.length) for day in (before.first, before.last))
        )
    start = period.anchor if period.counted else add_one_day(period.anchor)
    _shape, sections, _figures = _describe_sum(start, period.total)
    figures = {
        "anchor_day": start.value,
        "total_term": period.total,
        "it_day": period.last.value,
        "alone_day": alone.value if alone else "",
    }
    rule = "anchored_apart" if alone and alone.value != period.last.value else "anchored"
    return Statement("end", period.last.value, rule, sections, figures, ())


def _explain_closing(row: Row, dates: AgreementDates, as_of: date) -> Iterator[Statement]:
    """Explain that it was or will be closed or replaced, and which end is effective for that."""
    if dates.basis == "replaced" and dates.end:
        figures: dict[str, Any] = {"replaced_day": dates.course.replaced_on, "it_day": dates.end.value}
        yield Statement("end", dates.end.value, "replaced", (), figures, ("decision",))
    closing, final = CLOSING_WORDS.get(row["final_status"]), parse_rough_date(row["final_on"])
    if closing is None:
        return
    value = final.value if final else None
    figures = {"status": closing, "it_day": value or ""}
    if final is None:
        rule = "closed_some_day"
    elif dates.basis == "closed":
        rule = "closed" if final.last < as_of else "closed_ahead"
    else:
        rule = "closed_after"
    yield Statement("end", value if rule != "closed_after" else None, rule, (), figures, ("final_status", "final_on"))


def _explain_amendments(row: Row, as_of: date) -> Iterator[Statement]:
    """Explain which amendments each date goes by."""
    for amendment in parse_amendments(row):
        rule = "amended" if has_come(amendment.signed_on, as_of) else "amended_later"
        yield Statement("end", None, rule, (), {"it_day": amendment.signed_on}, (f"amendment {amendment.id}",))


# --- holidays, notice, grace ----------------------------------------------------------


def _explain_holiday(clock: str, end: RoughDate | None) -> Iterator[Statement]:
    """Explain the next working day where the last day is none; only of a day that is known exactly."""
    if end is None or end.first != end.last:
        return
    day = end.first
    if not working_days.is_working_day(day):
        after = working_days.find_next_working_day(day)
        figures = {"it_day": day.isoformat(), "after_day": after.isoformat(), "name": _name_holiday(day)}
        yield Statement(clock, after.isoformat(), "holiday", ("193/8",), figures, ("holidays",))
    if not working_days.has_announced_holidays(day):
        yield Statement(clock, None, "not_announced", ("193/8",), {"it_day": day.isoformat()[:4]}, ("holidays",))


def _name_holiday(day: date) -> tuple[str, str]:
    """Name a holiday, Saturday or Sunday in both languages."""
    if thai := working_days.find_holiday_name(day):
        return thai, working_days.find_holiday_name(day, "en") or thai
    return ("วันเสาร์", "Saturday") if day.weekday() == 5 else ("วันอาทิตย์", "Sunday")


def _explain_notice(row: Row, dates: AgreementDates) -> Iterator[Statement]:
    if not row["notice"]:
        yield Statement("notice", None, "no_notice")
    elif dates.basis not in AGREED:
        yield Statement("notice", None, "decided_ahead", (), {}, ("end",))
    elif dates.notice is None or dates.end is None:
        yield Statement("notice", None, "no_end")
    else:
        figures = {
            "end_day": dates.end.first.isoformat(), "it_term": row["notice"], "it_day": dates.notice.isoformat(),
        }  # fmt: skip
        if dates.end.first != dates.end.last:
            yield Statement("notice", None, "earliest", (), {"end_day": dates.end.value}, ("end",))
        yield Statement("notice", dates.notice.isoformat(), "notice", (), figures, ("notice", "end"))
        if not working_days.is_working_day(dates.notice):
            before = working_days.find_previous_working_day(dates.notice)
            named = {
                "it_day": dates.notice.isoformat(),
                "before_day": before.isoformat(),
                "name": _name_holiday(dates.notice),
            }
            yield Statement("notice", before.isoformat(), "notice_holiday", (), named, ("holidays",))


def _explain_renewal(row: Row, dates: AgreementDates, as_of: date) -> Iterator[Statement]:
    """Explain that it renews itself, and whether notice can still stop that."""
    renewal = find_renewal(row, dates, derive_state(row, dates, as_of))
    if renewal is None or renewal.first is None or renewal.last is None:
        return
    rule = "renews" if dates.notice is None else "renews_unless" if as_of <= dates.notice else "renews_passed"
    figures = {
        "notice_day": dates.notice.isoformat() if dates.notice else "",
        "from_day": renewal.first.value,
        "it_day": renewal.last.value,
    }
    yield Statement("notice", renewal.first.value, rule, ("193/7",), figures, ("renewal", "renewal_term", "term"))


def _choose_no_grace(row: Row, dates: AgreementDates) -> str:
    """Choose why there is no grace: none was agreed, the end was decided ahead, or it renews itself."""
    if not row["grace_days"]:
        return "no_grace"
    if dates.basis not in AGREED:
        return "no_grace_left"
    return "renews_without_grace" if periods.can_renew_itself(row) and not dates.course.stopped else "no_grace"


def _explain_grace(row: Row, dates: AgreementDates) -> Iterator[Statement]:
    if dates.grace is None or dates.end is None:
        yield Statement("grace", None, _choose_no_grace(row, dates))
        return
    figures = {"end_day": dates.end.last.isoformat(), "days": row["grace_days"], "it_day": dates.grace.isoformat()}
    yield Statement("grace", dates.grace.isoformat(), "grace", (), figures, ("grace_days", "end"))
    grace = parse_rough_date(dates.grace.isoformat())
    yield from _explain_holiday("grace", grace)
