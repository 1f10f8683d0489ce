"""Decisions on the end of an agreement, and amendments of it: records of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Choice, Number, Reference, Text, TextList
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, TermField
from netreg.entities.agreement import periods
from netreg.entities.agreement.clocks import CLOSED, Clocks, compute_clocks, derive_state, is_beyond_calendar
from netreg.entities.rough_dates import can_be_in_order, parse_rough_date
from netreg.language import Label, _
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

HEADINGS = ("ข้อตกลง", "Agreement", "บันทึกข้อตกลง", "รหัสข้อตกลง")
KINDS = {
    "renew": Label("ต่ออายุ", "renew"),
    "extend": Label("ขยายเวลา", "extend"),
    "replace": Label("ทำฉบับใหม่แทน", "replace"),
    "lapse": Label("ปล่อยให้สิ้นสุด", "lapse"),
    "undecided": Label("ยังไม่ตัดสิน", "undecided"),
}
AMENDMENTS = {
    "amended": Label("แก้ไขข้อตกลง", "amended"),
    "corrected": Label("แก้ไขการบันทึก", "corrected"),
}


# --- within one decision --------------------------------------------------------------


def _check_decision(row: Row) -> Iterable[Problem]:
    """A decision has what its kind needs, and no end before its start."""
    if not can_be_in_order(row["first_day"], row["until"]):
        yield Problem("until", _("the new period ends before it begins"))
    if row["kind"] == "replace" and not row["successor"]:
        yield Problem("successor", _("say which agreement replaces it"))
    if row["kind"] not in periods.ADDS and (row["until"] or row["term"]):
        yield Problem("kind", _("only a renewal or an extension has a new end"))
    if row["kind"] != "replace" and row["successor"]:
        yield Problem("successor", _("only a replacement has a successor"))


# --- beside the agreement -------------------------------------------------------------


def check_decision_fits(agreement: Row, row: Row) -> Iterator[Problem]:
    """Why an agreement cannot have this decision: by what stands on the day on which it was taken.

    A replacement may come after the end: what comes later still decides what follows. Nor may
    it take the ground from under a decision that was taken after it.
    """
    before = _remove_decision(agreement, row.get("id"))
    own = tuple(_find_misfit(before, row))
    yield from own
    if not own and (late := find_upset_decision(before, _add_decision(before, row))):
        decision, reason = late
        yield Problem("decided_on", describe_upset(decision, reason))


def find_upset_decision(before: Row, after: Row) -> tuple[periods.Decision, str] | None:
    """The first decision that stood beside the agreement as it was and does not beside what it becomes; why."""
    for decision in periods.parse_decisions(before):
        row = decision._asdict()
        if any(_find_misfit(_remove_decision(before, decision.id), row)):
            continue
        for problem in _find_misfit(_remove_decision(after, decision.id), row):
            return decision, problem.sentence
    return None


def describe_upset(decision: periods.Decision, reason: str) -> str:
    """In a sentence, which decision would not stand any more, and why."""
    return _("decision {id} of {day} would not stand beside that: {reason}").format(
        id=decision.id, day=format_date(decision.decided_on), reason=reason
    )


def _find_misfit(before: Row, row: Row) -> Iterator[Problem]:
    day = parse_rough_date(row["decided_on"])
    assert day is not None
    times = compute_clocks(before, day.first)
    condition = derive_state(before, times, day.first)
    if condition in CLOSED:
        yield Problem("decided_on", _("it was {state} by then: there is nothing to decide").format(state=condition))
    elif row["kind"] != "replace":
        yield from _on_time(times, condition, day.first)
        yield from _lengthens(before, times, row)
        if is_beyond_calendar(_add_decision(before, row)):
            yield Problem("term", _("its sums lead beyond the year 9999"))


def _remove_decision(agreement: Row, number: int | None) -> Row:
    """The agreement with its decisions but this one."""
    others = [one for one in (agreement.get("decision_rows") or "").split("\x1e") if _parse_number(one) != number]
    return agreement | {"decision_rows": "\x1e".join(filter(None, others))}


def _add_decision(agreement: Row, row: Row) -> Row:
    """The agreement with this decision besides those that it has."""
    parts = (row.get("id") or 0, row["kind"], *(row[name] or "" for name in _PARTS))
    one = "\x1f".join(map(str, parts))
    return agreement | {"decision_rows": "\x1e".join(filter(None, (agreement.get("decision_rows"), one)))}


_PARTS = ("decided_on", "first_day", "until", "term", "document_no")


def _parse_number(raw: str) -> int | None:
    return int(raw.split("\x1f", maxsplit=1)[0]) if raw else None


def _on_time(times: Clocks, condition: str, day: date) -> Iterator[Problem]:
    if condition in ("draft", "awaiting_signatures"):
        yield Problem("decided_on", _("it was not signed by then"))
    last = times.grace or (times.end and times.end.last)
    if last and day > last:
        sentence = _("the decision is dated after the end it decides, {day}; replace or complete the agreement instead")
        yield Problem("decided_on", sentence.format(day=format_date(last.isoformat())))


def _lengthens(before: Row, times: Clocks, row: Row) -> Iterator[Problem]:
    if row["kind"] not in periods.ADDS:
        return
    if not (row["until"] or row["term"] or periods.get_renewal_length(before)):
        yield Problem("until", _("say until when or for how long"))
    elif not row["until"] and times.end is None and not (row["first_day"] or times.begins):
        yield Problem("until", _("it has no end to go on from; say until when"))
    yield from _starts(times, row)
    until = parse_rough_date(row["until"])
    if until and times.end and until.last <= times.end.last:
        yield Problem("until", _("the new end is not after the end it already has"))


def _starts(times: Clocks, row: Row) -> Iterator[Problem]:
    """A period begins neither before the agreement nor inside the one before it."""
    first = parse_rough_date(row["first_day"])
    if first and times.begins and first.last < times.begins.first:
        yield Problem("first_day", _("the new period begins before the agreement"))
    elif first and times.end and first.last <= times.end.first:
        yield Problem("first_day", _("the new period begins inside the one before it"))


DECISION = Entity(
    name="decision",
    collection="decisions",
    command="agreement decision",
    label=Label("การตัดสิน", "Decision"),
    plural=Label("การตัดสิน", "Decisions"),
    fields=(
        Reference("agreement", *HEADINGS, to="agreement", parent=True, required=True),
        Choice("kind", "ผลการตัดสิน", "Kind", "การตัดสิน", "decision", options=KINDS, required=True),
        Date("decided_on", "วันที่ตัดสิน", "Decided on", "ตัดสินเมื่อ", required=True),
        Reference("by", "ผู้ตัดสิน", "By", "ผู้มีอำนาจตัดสิน", to="person"),
        Text("document_no", "เลขที่เอกสาร", "Document number", "เลขที่หนังสือ"),
        Date("until", "วันสิ้นสุดใหม่", "Until", "สิ้นสุดใหม่"),
        TermField("term", "ระยะเวลาของรอบใหม่", "Term", "ต่ออีก"),
        Reference("successor", "ข้อตกลงใหม่", "Successor", "ฉบับใหม่", to="agreement"),
        Date("first_day", "วันแรกของรอบใหม่", "First day", "เริ่มรอบใหม่"),
        Text("reason", "เหตุผล", "Reason", lines=True),
    ),
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
