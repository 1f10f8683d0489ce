"""The day of a signature: not before the agreement or who signs it existed, nor after either was gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN
from netreg.entities.rough_dates import can_be_in_order
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.table_import import TableImport

_FACTS = """SELECT a.id, a.signed_on, a.final_on, p.organisation_id, p.unit_id
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


def _show_day(day: str) -> str:
    return format_date(day, lang=get_language())


def rows_that_sign(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the new rows with a signature."""
    for level, kind, rows in ((OWN, task.entity, "unmatched_rows"), (CHILD, task.child, "new_children")):
        if kind is not None and kind.name == "signatory" and any(task.columns_of(level)):
            yield rows


RULE = WriteRule(refuse=refuse_impossible_day, rows_needing_row_import=rows_that_sign)
