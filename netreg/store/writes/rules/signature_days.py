"""The day of a signature: not before the agreement or who signs it existed, nor after either was gone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN
from netreg.entities import AGREEMENT
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.agreement.steps import KINDS, find_misplaced_steps
from netreg.entities.rough_dates import can_be_in_order
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.store.writes.rules.steps import read_steps
from netreg.thai.dates.formats import find_earliest_day, format_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.table_import import TableImport

_FACTS = """SELECT a.id, a.signed_on, a.effective_from, a.final_on, p.organisation_id, p.unit_id
    FROM party p JOIN agreement a ON a.id = p.agreement_id WHERE p.id = ?"""


def refuse_impossible_day(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a signature on a day on which it cannot have been given; a rough day has to be impossible as a whole.

    Raises:
        RefusedChange: saying why, and how to give another day.
    """
    before, after = write.before, write.after
    if after is None or all(after[name] == before[name] for name in ("party", "person", "signed_on")):
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
        raise RefusedChange(
            _("agreement {number} cannot have been signed on {day}: {reason}").format(
                number=agreement["id"], day=_show_day(day), reason=reason
            ),
            _("give another day, or correct the other one; see 'netreg agreement show {number}'").format(
                number=agreement["id"]
            ),
        )


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
    return _("by its steps it was '{step}' on {day}").format(step=KINDS[late.kind], day=_show_day(late.taken_on))


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
    """Yield the new rows with a signature."""
    for level, kind, rows in ((OWN, task.entity, "unmatched_rows"), (CHILD, task.child, "new_children")):
        if kind is not None and kind.name == "signatory" and any(task.columns_of(level)):
            yield rows


RULE = WriteRule(refuse=refuse_impossible_day, rows_needing_row_import=rows_that_sign)
