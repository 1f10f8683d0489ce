"""The steps of an agreement before it is signed, and where it lies between them.

The steps are those of Thai universities: a unit proposes it, a legal officer reviews the
draft, it goes to the partner and comes back, a committee or the president approves it, and
it is ready for signature. Where it lies is derived from the last movement, a step or a
signature, and never stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Number, Reference, Text, TextList
from netreg.core.keys import Key
from netreg.core.plural_fields import split_joined
from netreg.core.thai_fields import Date, PastDate
from netreg.entities import choice_words
from netreg.entities.agreement import HEADINGS
from netreg.entities.rough_dates import can_be_in_order, has_come, parse_rough_date
from netreg.language import Label, _
from netreg.named_tuples import NamedTuple
from netreg.thai.dates import terms
from netreg.thai.dates.formats import find_earliest_day, find_latest_day, is_stored_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from netreg.core.fields import Style

KINDS = {
    "proposed": Label("เสนอเรื่อง", "proposed"),
    "legal_review": Label("นิติกรตรวจร่าง", "in legal review"),
    "sent": Label("ส่งให้คู่ความร่วมมือ", "sent to partner"),
    "returned": Label("ส่งคืน", "returned"),
    "revised": Label("แก้ไขร่าง", "revised"),
    "submitted": Label("เสนอพิจารณา", "submitted for approval"),
    "approved": Label("เห็นชอบ/อนุมัติ", "approved"),
    "ready": Label("พร้อมลงนาม", "ready for signature"),
}
STAGES = {**KINDS, "signing": Label("รอลงนาม", "awaiting signatures")}
UNSIGNED = ("draft", "awaiting_signatures")
"""The states in which an agreement lies at a stage."""
_HANDED_OVER = ("proposed", "legal_review", "sent", "submitted")
"""The steps after which it lies with whoever they name."""
_AFTER_PROPOSAL = ("sent", "submitted", "approved", "ready")
_BEFORE_SIGNATURE = ("proposed", "revised")
_PATIENCE = "P30D"
"""How long after a movement the next one is expected, where no day for the answer is named."""


class Step(NamedTuple):
    """A step, as a list of agreements carries it; `bodies` are the names of whom it says."""

    id: int
    kind: str
    taken_on: str
    answer_by: str | None = None
    bodies: tuple[str, ...] = ()


# --- where it lies --------------------------------------------------------------------

STAGE_FIELDS = (
    Choice("stage", "ขั้นตอนล่าสุด", "Stage", options=STAGES, synonyms=choice_words.STEP_KIND),
    TextList("stage_with", "อยู่ที่", "Lies with"),
    Date("stage_since", "อยู่ตั้งแต่", "Lies there since"),
    Number("stage_days", "ค้างมา (วัน)", "Days there"),
    Date("stage_due", "ขั้นต่อไปภายใน", "Next step by"),
)


_NOWHERE: Row = dict.fromkeys(field.name for field in STAGE_FIELDS)


def derive_stage(row: Row, state: str, as_of: date) -> Row:
    """Derive at which stage an unsigned agreement lies, with whom and since when, as of a day.

    All is None where it is signed or closed, or where no movement is known.
    """
    last = _find_last_movement(row, as_of) if state in UNSIGNED and row.get("movements") else None
    if last is None:
        return _NOWHERE
    since = parse_rough_date(last.taken_on)
    assert since is not None
    expected = last.answer_by or terms.add_term(since.first, _PATIENCE).isoformat()
    return {
        "stage": last.kind,
        "stage_with": TextList.store(last.bodies),
        "stage_since": since.value,
        "stage_days": (as_of - since.first).days,
        "stage_due": None if _is_signed_ahead(row) else expected,
    }


def _is_signed_ahead(row: Row) -> bool:
    """Tell whether the signatures of all parties are recorded, some ahead: no step is expected any more."""
    parties, ahead = row.get("party_count") or 0, row.get("parties_ahead") or 0
    return bool(ahead) and (row.get("parties_signed") or 0) + ahead >= parties


def list_holders(row: Row) -> list[str]:
    """List the names of those with whom it lies, from a row with derived fields."""
    return STAGE_FIELDS[1].to_json(row["stage_with"])


def _find_last_movement(row: Row, as_of: date) -> Step | None:
    """Find the last step or signature by the day, with the names of those with whom it lies since."""
    raw, *_broken, signature, waiting_for = row["movements"].split("\x1d")
    steps = [step for step in parse_steps(raw) if has_come(step.taken_on, as_of)]
    if (
        signature
        and is_stored_date(signature)
        and (not steps or find_earliest_day(steps[-1].taken_on) < find_earliest_day(signature))
    ):
        return Step(0, "signing", signature, None, tuple(filter(None, waiting_for.split("\x1e"))))
    return steps[-1]._replace(bodies=_find_holders(row, steps)) if steps else None


def _find_holders(row: Row, steps: Sequence[Step]) -> tuple[str, ...]:
    """Find with whom it lies after the last step: with those who have it, else with whoever is responsible."""
    last, out = steps[-1], _find_outstanding(steps)
    if last.kind in _HANDED_OVER or (last.kind == "returned" and out):
        return tuple(name for step in out for name in step.bodies)
    own = last.bodies if last.kind in ("revised", "ready") else ()
    responsible = row.get("responsible")
    return own or ((responsible.name,) if responsible else ())


def _find_outstanding(steps: Iterable[Step]) -> list[Step]:
    """Find the steps by which it was handed over and from which it has not come back.

    It can lie with several partners at once, with anybody else alone.
    """
    out: list[Step] = []
    for step in steps:
        if step.kind == "sent":
            out = [*(one for one in out if one.kind == "sent" and one.bodies != step.bodies), step]
        elif step.kind == "returned":
            back = [one for one in out if set(one.bodies) & set(step.bodies)] or out[-1:]
            out = [one for one in out if one not in back]
        else:
            out = [step] if step.kind in _HANDED_OVER else []
    return out


def parse_steps(raw: str) -> list[Step]:
    """Parse the steps of an agreement, in the order of their days."""
    return sort_steps(filter(None, map(_parse_step, split_joined(raw, 9))))


def _parse_step(parts: list[str]) -> Step | None:
    """Return the step, or None where another tool wrote a day that is none, or broke the row."""
    number, kind, taken_on, answer_by, *bodies, titles, given, family = parts
    if not (number.isdecimal() and is_stored_date(taken_on)):
        return None
    answer_by = answer_by if is_stored_date(answer_by) else ""
    person = ""
    if given:
        from netreg.thai.names.name_format import format_name

        person = format_name(titles, given, family)
    return Step(int(number), kind, taken_on, answer_by or None, tuple(filter(None, (person, *bodies))))


def sort_steps(steps: Iterable[Step]) -> list[Step]:
    """Sort steps by their days; those of one day as they were recorded, a new one (number 0) last."""
    return sorted(steps, key=lambda step: (find_earliest_day(step.taken_on), step.id or 1 << 62))


def describe_stage(row: Row, style: Style) -> str | None:
    """Say where an unsigned agreement lies, since when and for how long; None where it is not known."""
    if row.get("stage") is None:
        return None
    stage, names, since, days = (field.show(row[field.name], style) for field in STAGE_FIELDS[:4])
    names = names.rstrip("\n").replace("\n", ", ")
    if names:
        return _("{stage}, lies with {names} since {since} ({days} days)").format(
            stage=stage, names=names, since=since, days=days
        )
    return _("{stage} since {since} ({days} days)").format(stage=stage, since=since, days=days)


# --- what can come after what ------------------------------------------------------------


def find_misplaced_steps(steps: Sequence[Step], first_signature: str | None) -> dict[int, str]:
    """Find the steps, in their order, that cannot come where they stand: the reason by the number of each."""
    found: dict[int, str] = {}
    for place, step in enumerate(steps):
        reason = _find_misplacement(steps[:place], step, first_signature)
        if reason:
            found[step.id] = reason
    return found


def _find_misplacement(before: Sequence[Step], step: Step, first_signature: str | None) -> str | None:
    kinds = [one.kind for one in before]
    if step.kind == "returned" and sum(kind in _HANDED_OVER for kind in kinds) <= kinds.count("returned"):
        return _("it was with nobody by then, so nobody can have returned it")
    if step.kind == "returned" and step.bodies and not _can_have_it(before, step):
        return _("it was with somebody else by then, so they cannot have returned it")
    if step.kind == "proposed":
        back = len(kinds) - kinds[::-1].index("returned") if "returned" in kinds else 0
        later = next((kind for kind in kinds[back:] if kind in _AFTER_PROPOSAL), None)
        if later:
            return _("it was '{stage}' by then, and is proposed again only after it was returned").format(
                stage=KINDS[later]
            )
    day = find_earliest_day(step.taken_on)
    if step.kind in _BEFORE_SIGNATURE and first_signature and day > find_latest_day(first_signature):
        return _("a party has signed it by then, so its text can no longer change")
    return None


def _can_have_it(before: Sequence[Step], back: Step) -> bool:
    """Tell whether those who returned it can have had it: nobody else of their kind was named, such as a member."""
    out = _find_outstanding(before)
    kinds = {name.partition(" ")[0] for name in back.bodies}
    others = [{name for name in one.bodies if name.partition(" ")[0] in kinds} for one in out]
    return not out or any(not names or names & set(back.bodies) for names in others)


def is_sent_only_later(steps: Sequence[Step], number: int) -> bool:
    """Tell whether a return, among steps in their order, comes before it was handed to those who returned it."""
    place = next(at for at, step in enumerate(steps) if step.id == number)
    back = set(steps[place].bodies)
    if steps[place].kind != "returned" or not back:
        return False
    had, has = (
        {name for one in some if one.kind in _HANDED_OVER for name in one.bodies}
        for some in (steps[:place], steps[place:])
    )
    return not back & had and bool(back & has)


def _check_step(row: Row) -> Iterator[Problem]:
    """Find a draft sent to nobody, and an answer expected before the step."""
    if row["kind"] == "sent" and not (row["organisation"] or row["group"] or row["person"]):
        yield Problem("organisation", _("to whom it was sent is required"))
    if not can_be_in_order(row["taken_on"], row["answer_by"]):
        yield Problem("answer_by", _("the answer is expected before the day of the step"))


STEP = Entity(
    name="step",
    collection="steps",
    command="agreement step",
    label=Label("ขั้นตอนก่อนลงนาม", "Step before signing"),
    plural=Label("ขั้นตอนก่อนลงนาม", "Steps before signing"),
    fields=(
        Reference("agreement", *HEADINGS, to="agreement", parent=True, required=True),
        Choice(
            "kind", "ขั้นตอน", "Step", "สถานะ", "การดำเนินการ", "kind",
            options=KINDS, synonyms=choice_words.STEP_KIND, required=True,
        ),
        PastDate("taken_on", "วันที่", "Date", "วันที่ดำเนินการ", "เมื่อวันที่", "day", required=True),
        Reference("organisation", "หน่วยงาน", "Organisation", "ส่งถึง", "อยู่ที่", "คู่ความร่วมมือ", to="organisation"),
        Reference("group", "คณะกรรมการ", "Committee", "ที่ประชุม", "กลุ่ม", to="member_group"),
        Reference("person", "บุคคล", "Person", "ผู้เห็นชอบ", "ผู้อนุมัติ", "ผู้ตรวจร่าง", to="person"),
        Text("comment", "ความเห็น", "Comment", "ข้อสังเกต", "ข้อแก้ไข", lines=True),
        Text("document_no", "เลขที่เอกสาร", "Document number", "เลขที่หนังสือ"),
        Date("answer_by", "ขอคำตอบภายใน", "Answer by", "กำหนดตอบกลับ", "ภายในวันที่"),
    ),
    status_fields=("taken_on",),
    columns=("id", "agreement", "kind", "taken_on", "organisation", "group", "person", "comment", "document_no"),
    display_name=lambda row: f"{KINDS[row['kind']]} {row['taken_on']}" if row["kind"] in KINDS else "?",
    names=lambda row: filter(None, (row["document_no"],)),
    keys=(Key("agreement", "taken_on", "kind", optional=("organisation", "group", "person")),),
    order_field="taken_on",
    check=_check_step,
)  # fmt: skip
