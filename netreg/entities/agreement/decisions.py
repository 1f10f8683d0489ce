"""Decisions on the end of an agreement, and amendments of it: records of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Number, Reference, Text, TextList
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, TermField
from netreg.entities import choice_words
from netreg.entities.agreement import HEADINGS, name_state, periods
from netreg.entities.agreement.amended_terms import SETTLEMENT
from netreg.entities.agreement.derived_dates import (
    CLOSED,
    AgreementDates,
    compute_dates,
    derive_state,
    find_known_day,
    is_beyond_calendar,
)
from netreg.entities.rough_dates import RoughDate, can_be_in_order, has_come, parse_rough_date
from netreg.language import Label, _, get_language
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

KINDS = {
    "renew": Label("ต่ออายุ", "renew"),
    "extend": Label("ขยายเวลา", "extend"),
    "replace": Label("ทำฉบับใหม่แทน", "replace"),
    "lapse": Label("ปล่อยให้สิ้นสุด", "lapse"),
    "undecided": Label("ยังไม่พิจารณา", "undecided"),
}
AMENDMENTS = {
    "amended": Label("แก้ไขข้อตกลง", "amended"),
    "corrected": Label("แก้ไขการบันทึก", "corrected"),
}


# --- within one decision --------------------------------------------------------------


def _check_decision(row: Row) -> Iterable[Problem]:
    """Find dates in the wrong order, and fields that the kind of decision needs or cannot have."""
    if not can_be_in_order(row["first_day"], row["until"]):
        yield Problem("until", _("the new period ends before it begins"))
    if row["kind"] == "replace" and not row["successor"]:
        yield Problem("successor", _("the agreement that replaces it is required"))
    if row["kind"] not in periods.ADDS and (row["until"] or row["term"]):
        yield Problem("kind", _("only a renewal or an extension has a new end"))
    if row["kind"] != "replace" and row["successor"]:
        yield Problem("successor", _("only a replacement has a successor"))


# --- beside the agreement -------------------------------------------------------------


def check_decision_fits(agreement: Row, row: Row) -> Iterator[Problem]:
    """Find why an agreement cannot have this decision, as the agreement stands on the day of it.

    A replacement may come after the end, since it still decides what follows. No decision may
    invalidate one that was taken after it.
    """
    before = _remove_decision(agreement, row.get("id"))
    own = tuple(_find_misfit(before, row))
    yield from own
    if not own and (late := find_upset_decision(before, _add_decision(before, row))):
        decision, reason = late
        yield Problem("decided_on", describe_upset(decision, reason))


def find_upset_decision(before: Row, after: Row) -> tuple[periods.Decision, str] | None:
    """Find the first decision that was valid before a change of the agreement and is not after it, and why."""
    for decision in periods.parse_decisions(before):
        row = decision._asdict()
        if any(_find_misfit(_remove_decision(before, decision.id), row)):
            continue
        for problem in _find_misfit(_remove_decision(after, decision.id), row):
            return decision, problem.sentence
    return None


def describe_upset(decision: periods.Decision, reason: str) -> str:
    """Describe which decision would not be valid any more, and why."""
    return _("decision {id} of {day} would no longer be valid: {reason}").format(
        id=decision.id, day=_show_day(decision.decided_on), reason=reason
    )


def _find_misfit(before: Row, row: Row) -> Iterator[Problem]:
    day = parse_rough_date(row["decided_on"])
    assert day is not None
    if not (closed := periods.is_closed(before, day.first)):
        before = periods.reopen(before)
    dates = compute_dates(before, day.first)
    state = before["final_status"] if closed else derive_state(before, dates, day.first)
    dates = dates._replace(end=dates.agreed)
    if state in CLOSED:
        sentence = _("it was {state} by {day}, so there is nothing to decide")
        yield Problem(
            "decided_on",
            sentence.format(state=name_state(state), day=_show_day(day.first.isoformat())),
            _("see 'netreg agreement history {number}'").format(number=before.get("id", "AGREEMENT")),
        )
    elif row["kind"] != "replace":
        yield from _find_bad_until(dates, row, day.first)
        yield from _find_bad_timing(before, dates, state, day.first)
        yield from _find_bad_end(before, dates, row)
        if is_beyond_calendar(_add_decision(before, row)):
            yield Problem("term", _("its dates go beyond the year 9999"))


def _remove_decision(agreement: Row, number: int | None) -> Row:
    """Return the agreement without this decision."""
    others = [one for one in (agreement.get("decision_rows") or "").split("\x1e") if _parse_number(one) != number]
    return agreement | {"decision_rows": "\x1e".join(filter(None, others))}


def _add_decision(agreement: Row, row: Row) -> Row:
    """Return the agreement with this decision added."""
    parts = (row.get("id") or 0, row["kind"], *(row[name] or "" for name in _PARTS))
    one = "\x1f".join(map(str, parts))
    return agreement | {"decision_rows": "\x1e".join(filter(None, (agreement.get("decision_rows"), one)))}


_PARTS = ("decided_on", "first_day", "until", "term", "document_no")


def _parse_number(raw: str) -> int | None:
    number = raw.split("\x1f", maxsplit=1)[0]
    return int(number) if number.isdecimal() else None


def _find_bad_timing(before: Row, dates: AgreementDates, state: str, day: date) -> Iterator[Problem]:
    if state in ("draft", "awaiting_signatures"):
        sentence = _("it was not signed by {day}, the day of the decision")
        advice = _(
            "record who signed with 'netreg agreement sign {number} --party ORG', or give a later day with --on"
        ).format(number=before.get("id", "AGREEMENT"))
        yield Problem("decided_on", sentence.format(day=_show_day(day.isoformat())), advice)
    last = dates.grace or (dates.end and dates.end.last)
    if last and day > last:
        sentence = _("the decision is dated after the end of the agreement, {day}")
        advice = _(
            "give an earlier day with --on, or run 'netreg agreement replace {number} --with AGREEMENT' "
            "or 'netreg agreement complete {number}'"
        ).format(number=before.get("id", "AGREEMENT"))
        yield Problem("decided_on", sentence.format(day=_show_day(last.isoformat())), advice)


def _find_bad_end(before: Row, dates: AgreementDates, row: Row) -> Iterator[Problem]:
    if row["kind"] not in periods.ADDS:
        return
    if not (row["until"] or row["term"] or periods.get_renewal_length(before)):
        yield Problem("until", _("a new end or a term is required"))
    elif not row["until"] and dates.end is None and not (row["first_day"] or dates.begins):
        yield Problem("until", _("the agreement has no end to renew from; specify the new end"))
    yield from _find_bad_start(dates, row)


def _find_bad_until(dates: AgreementDates, row: Row, day: date) -> Iterator[Problem]:
    """Find a new end that is none, whatever else is amiss: before the present end, or before the decision."""
    until = parse_rough_date(row["until"]) if row["kind"] in periods.ADDS else None
    if until and dates.end and until.last <= dates.end.last:
        sentence = _("the new end is not after the present end, {end}")
        yield Problem("until", sentence.format(end=_show_day(dates.end.last.isoformat())))
    elif until and until.last < day:
        sentence = _("the new end, {until}, is before the day of the decision, {day}")
        yield Problem(
            "until",
            sentence.format(
                until=_show_day(row["until"]),
                day=_show_day(day.isoformat()),
            ),
        )


def _find_bad_start(dates: AgreementDates, row: Row) -> Iterator[Problem]:
    """Find a period that begins before the agreement, or inside the period before it."""
    first = parse_rough_date(row["first_day"])
    if first and dates.begins and first.last < dates.begins.first:
        yield Problem("first_day", _("the new period begins before the agreement"))
    elif first and dates.end and first.last <= dates.end.first:
        yield Problem("first_day", _("the new period begins inside the period before it"))


def change_decision(agreement: Row, row: Row) -> Row:
    """Return an agreement with the values that one of its decisions has after a change."""
    return _add_decision(_remove_decision(agreement, row["id"]), row)


# --- a change of what is signed ---------------------------------------------------------


def find_moved_day(before: Row, after: Row, as_of: date) -> tuple[str, str, str | None] | None:
    """Find a day of a signed agreement that a change of its record moves: its field, and the day before and after.

    Days that were not known before, that are only known more exactly, and what a closing or a settlement moves,
    are none of these. One that is not signed by the day, by its own day or by all signatures, has none.
    """
    before = periods.reopen(before) | {name: after[name] for name in SETTLEMENT if name in after}
    after = periods.reopen(after)
    if not has_come(before["signed_on"], as_of) and not (before.get("parties_signed") or before.get("parties_ahead")):
        return None
    known = max(find_known_day(row) for row in (before, after))
    was, now = compute_dates(before, known), compute_dates(after, known)
    if was.signed is None:
        return None
    renewals = [periods.find_next_renewal(row, dates.course) for row, dates in ((before, was), (after, now))]
    pairs = {
        "signed_on": (was.signed if before["signed_on"] else None, now.signed),
        "effective_from": (was.begins if before["effective_from"] else None, now.begins),
        "end": (was.agreed, now.agreed),
        "renews_until": tuple(one.last if one and was.agreed else None for one in renewals),
        "notice_deadline": (_span_day(was.notice), _span_day(now.notice)),
        "grace_end": (_span_day(was.grace) or was.agreed, _span_day(now.grace) or now.agreed),
    }
    if renewals[0] is None and renewals[1] and was.agreed:
        return "end", was.agreed.value, renewals[1].last.value if renewals[1].last else None
    for name, (one, other) in pairs.items():
        if one and not (other and one.first <= other.first and other.last <= one.last):
            return name, one.value, other.value if other else None
    return None


def _span_day(day: date | None) -> RoughDate | None:
    return RoughDate(day.isoformat(), day, day) if day else None


DECISION = Entity(
    name="decision",
    collection="decisions",
    command="agreement decision",
    label=Label("การพิจารณา", "Decision"),
    plural=Label("การพิจารณา", "Decisions"),
    fields=(
        Reference("agreement", *HEADINGS, to="agreement", parent=True, required=True),
        Choice(
            "kind",
            "ผลการพิจารณา",
            "Kind",
            "การพิจารณา",
            "ผลการตัดสิน",
            "การตัดสิน",
            "decision",
            options=KINDS,
            synonyms=choice_words.DECISION_KIND,
            required=True,
        ),
        Date("decided_on", "วันที่พิจารณา", "Decided on", "พิจารณาเมื่อ", "วันที่ตัดสิน", "ตัดสินเมื่อ", required=True),
        Reference("by", "ผู้พิจารณา", "By", "ผู้ตัดสิน", "ผู้มีอำนาจตัดสิน", to="person"),
        Text("document_no", "เลขที่เอกสาร", "Document number", "เลขที่หนังสือ"),
        Date("until", "วันสิ้นสุดใหม่", "Until", "สิ้นสุดใหม่"),
        TermField("term", "ระยะเวลาของรอบใหม่", "Term", "ต่ออีก"),
        Reference("successor", "ข้อตกลงใหม่", "Successor", "ฉบับใหม่", to="agreement"),
        Date("first_day", "วันแรกของรอบใหม่", "First day", "เริ่มรอบใหม่"),
        Text("reason", "เหตุผล", "Reason", lines=True),
    ),
    status_fields=("decided_on",),
    columns=("id", "agreement", "kind", "decided_on", "by", "document_no", "until", "term", "successor"),
    display_name=lambda row: f"{KINDS[row['kind']].en} {row['decided_on']}" if row["kind"] in KINDS else "?",
    names=lambda row: filter(None, (row["document_no"],)),
    keys=(Key("agreement", "decided_on", "kind"),),
    check=_check_decision,
    check_with_parent=check_decision_fits,
)

AMENDMENT = Entity(
    name="amendment",
    collection="amendments",
    command="agreement amendment",
    label=Label("การแก้ไขข้อตกลง", "Amendment"),
    plural=Label("การแก้ไขข้อตกลง", "Amendments"),
    fields=(
        Reference("agreement", *HEADINGS, to="agreement", parent=True, required=True),
        Number("seq", "ครั้งที่", "Number", "ลำดับที่", "ที่", "no"),
        Choice("kind", "ประเภทการแก้ไข", "Kind", options=AMENDMENTS),
        Date("signed_on", "วันที่ลงนาม", "Signed", "ลงนามเมื่อ"),
        Text("document_no", "เลขที่เอกสาร", "Document number", "เลขที่หนังสือ"),
        Text("text", "สิ่งที่แก้ไข", "Text", "ข้อความ", required=True, lines=True),
        Text("reason", "เหตุผล", "Reason", lines=True),
        TextList("before", "ค่าก่อนแก้ไข", "Before it"),
    ),
    columns=("id", "agreement", "seq", "kind", "signed_on", "document_no", "text", "reason"),
    display_name=lambda row: str(row["text"]),
    names=lambda row: filter(None, (row["text"], row["document_no"])),
    keys=(Key("agreement", "seq"), Key("agreement", "text")),
    defaults={"kind": "amended"},
)


def _show_day(day: str) -> str:
    return format_date(day, lang=get_language())
