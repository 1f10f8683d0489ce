"""The day of a signature: not before the agreement or who signs it existed, nor after either was gone.

Whichever of the two is written later is refused.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN
from netreg.entities import AGREEMENT, BY_NAME
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.agreement.steps import KINDS, Step, find_misplaced_steps
from netreg.entities.rough_dates import can_be_in_order
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.store.writes.rules.signed_agreements import is_fully_signed
from netreg.store.writes.rules.steps import read_steps
from netreg.thai.dates.formats import find_earliest_day, format_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

_FACTS = """SELECT a.id, a.signed_on, a.effective_from, a.final_on, p.organisation_id, p.unit_id
    FROM party p JOIN agreement a ON a.id = p.agreement_id WHERE p.id = ?"""


def refuse_impossible_day(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a signature on a day on which it cannot have been given, and what makes one that there is impossible.

    A rough day has to be impossible as a whole.

    Raises:
        RefusedChange: saying why, and how to give another day.
    """
    if write.after is not None:
        _REFUSALS[write.entity.name](db, write, write.after)


def _refuse_signature(db: sqlite3.Connection, write: ProposedWrite, after: Row) -> None:
    if all(after[name] == write.before[name] for name in ("party", "person", "signed_on")):
        return
    agreement = db.execute(_FACTS, [after["party"]]).fetchone()
    day = after["signed_on"] or agreement["signed_on"]
    if day is None:
        return
    reason = _find_reason(db, after["person"], (agreement["unit_id"], agreement["organisation_id"]), day)
    if reason is None and not can_be_in_order(agreement["signed_on"], day):
        reason = _("the agreement was signed on {day}").format(day=_show_day(agreement["signed_on"]))
    if reason is None and not can_be_in_order(day, agreement["final_on"]):
        reason = _("the agreement was closed on {day}").format(day=_show_day(agreement["final_on"]))
    if reason is None:
        reason = _find_later_step(db, agreement["id"], day) or _find_earlier_end(db, agreement, day)
    if reason is not None:
        raise _make_refusal(
            _("agreement {number} cannot have been signed on {day}: {reason}"), agreement["id"], day, reason
        )


def _make_refusal(sentence: str, agreement: int, day: str, reason: str) -> RefusedChange:
    return RefusedChange(
        sentence.format(number=agreement, day=_show_day(day), reason=reason),
        _("give another day, or correct the other one; see 'netreg agreement show {number}'").format(number=agreement),
    )


_SIGNED_OF_AGREEMENT = """SELECT s.signed_on FROM signatory s JOIN party p ON p.id = s.party_id
    WHERE p.agreement_id = ? AND s.signed_on IS NOT NULL ORDER BY s.signed_on"""


def _refuse_agreement(db: sqlite3.Connection, write: ProposedWrite, after: Row) -> None:
    """Refuse a signing day after the last signature or before a step, and a closing before one, but a cancelling."""
    number, before = write.number, write.before
    if number is None or all(after[name] == before[name] for name in ("signed_on", "final_on", "final_status")):
        return
    days = [row[0] for row in db.execute(_SIGNED_OF_AGREEMENT, [number])]
    signed, closed = after["signed_on"], after["final_on"]
    if signed and signed != before["signed_on"]:
        days = [signed if write.amending and day == _cut_day(before["signed_on"]) else day for day in days]
        reason = None
        if days and not can_be_in_order(signed, max(days)) and is_fully_signed(db, number):
            reason = _("the last party signed it on {day}").format(day=_show_day(max(days)))
        late_step = next((one for one in read_steps(db, number) if not can_be_in_order(one.taken_on, signed)), None)
        if late_step and reason is None:
            reason = _describe_step(late_step)
        if reason:
            raise _make_refusal(
                _("agreement {number} cannot have been signed on {day}: {reason}"), number, signed, reason
            )
    late = next((day for day in days if not can_be_in_order(day, closed)), None)
    if late and after["final_status"] != "cancelled":
        reason = _("a party signed it on {day}").format(day=_show_day(late))
        raise _make_refusal(_("agreement {number} cannot have been closed on {day}: {reason}"), number, closed, reason)


def _move_signatures(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Date signatures of the day of signing with it, where that is corrected."""
    if write.entity.name != "agreement" or not write.amending or write.after is None or write.number is None:
        return
    was, now = _cut_day(write.before["signed_on"]), _cut_day(write.after["signed_on"])
    if was is None or now is None or was == now:
        return
    sql = "SELECT s.id FROM signatory s JOIN party p ON p.id = s.party_id WHERE p.agreement_id = ? AND s.signed_on = ?"
    for (number,) in db.execute(sql, [write.number, was]).fetchall():
        records.update_record(db, BY_NAME["signatory"], number, {"signed_on": now})


def _cut_day(day: str | None) -> str | None:
    """Cut the time of a day off."""
    return day[:10] if day else None


_SIGNED_FOR = """SELECT a.id, coalesce(s.signed_on, a.signed_on) AS day FROM signatory s
    JOIN party p ON p.id = s.party_id JOIN agreement a ON a.id = p.agreement_id
    WHERE (p.organisation_id = ?1 OR p.unit_id = ?1) AND coalesce(s.signed_on, a.signed_on) IS NOT NULL"""


def _refuse_organisation(db: sqlite3.Connection, write: ProposedWrite, after: Row) -> None:
    """Refuse that an organisation was founded after it signed an agreement, or dissolved before that."""
    if write.number is None or all(after[name] == write.before[name] for name in ("founded", "dissolved")):
        return
    for agreement, day in db.execute(_SIGNED_FOR, [write.number]):
        advice = _("see 'netreg agreement show {number}'").format(number=agreement)
        if not can_be_in_order(after["founded"], day):
            sentence = _("agreement {number} was signed for it on {day}, so it cannot have been founded after that")
            raise RefusedChange(sentence.format(number=agreement, day=_show_day(day)), advice)
        if not can_be_in_order(day, after["dissolved"]):
            sentence = _("agreement {number} was signed for it on {day}, so it cannot have been dissolved before that")
            raise RefusedChange(sentence.format(number=agreement, day=_show_day(day)), advice)


_REFUSALS = {"signatory": _refuse_signature, "agreement": _refuse_agreement, "organisation": _refuse_organisation}


def _find_reason(
    db: sqlite3.Connection, person: int | None, organisations: tuple[int | None, ...], day: str
) -> str | None:
    """Return why somebody cannot have signed for an organisation on a day, if that is so."""
    if person is not None:
        born = db.execute("SELECT birth_date FROM person WHERE id = ?", [person]).fetchone()[0]
        if not can_be_in_order(born, day):
            name = records.find_refs(db, "person", [person])[person].name
            return _("{name} was born on {day}").format(name=name, day=_show_day(born))
    for number in (one for one in organisations if one is not None):
        founded, dissolved = db.execute("SELECT founded, dissolved FROM organisation WHERE id = ?", [number]).fetchone()
        name = records.find_refs(db, "organisation", [number])[number].name
        if not can_be_in_order(founded, day):
            return _("{name} was founded on {day}").format(name=name, day=_show_day(founded))
        if not can_be_in_order(day, dissolved):
            return _("{name} was dissolved on {day}").format(name=name, day=_show_day(dissolved))
    return None


def _find_later_step(db: sqlite3.Connection, agreement: int, day: str) -> str | None:
    """Return which step before the signing came after this signature and cannot, if one did."""
    steps = read_steps(db, agreement)
    known = find_misplaced_steps(steps, None)
    late = next((one for one in steps if one.id in find_misplaced_steps(steps, day).keys() - known.keys()), None)
    if late is None:
        return None
    return _describe_step(late)


def _describe_step(step: Step) -> str:
    return _("by its steps it was '{step}' on {day}").format(step=KINDS[step.kind], day=_show_day(step.taken_on))


def _find_earlier_end(db: sqlite3.Connection, agreement: sqlite3.Row, day: str) -> str | None:
    """Return that an agreement of which the signing says nothing of its end had ended before this signature, if so."""
    if day == agreement["signed_on"] or not (agreement["effective_from"] or agreement["signed_on"]):
        return None
    row = records.get_record(db, AGREEMENT, agreement["id"], date.max)
    assert row is not None
    earliest = date.fromisoformat(find_earliest_day(day))
    end = compute_dates(row | {"signed_on": row["signed_on"] or day}, earliest).end
    return _("it had ended on {day}").format(day=_show_day(end.value)) if end and end.last < earliest else None


def _show_day(day: str) -> str:
    return format_date(day, lang=get_language())


def rows_that_sign(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the new rows with a signature, and those that date an organisation which signed."""
    if task.entity.name == "organisation" and any(task.column_of(OWN, name) for name in ("founded", "dissolved")):
        yield "changed_rows WHERE record IN (SELECT organisation_id FROM party UNION SELECT unit_id FROM party)"
    for level, kind, rows in ((OWN, task.entity, "unmatched_rows"), (CHILD, task.child, "new_children")):
        if kind is not None and kind.name == "signatory" and any(task.columns_of(level)):
            yield rows


RULE = WriteRule(refuse=refuse_impossible_day, follow=_move_signatures, rows_needing_row_import=rows_that_sign)
