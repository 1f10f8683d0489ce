"""The steps before the signing: none after an agreement was signed or closed, and none that cannot come there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.fields import Style
from netreg.core.table_import import OWN
from netreg.entities import AGREEMENT
from netreg.entities.agreement.derived_dates import find_start
from netreg.entities.agreement.periods import is_closed
from netreg.entities.agreement.steps import KINDS, Step, find_misplaced_steps, is_sent_only_later, sort_steps
from netreg.entities.rough_dates import ONE_DAY, parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

_PLACED = ("agreement", "kind", "taken_on", "organisation", "group", "person")


def refuse_misplaced(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a step after the agreement was signed or closed, and one out of order among the others.

    A step that was forgotten may be recorded later: what counts is the order of the days.

    Raises:
        RefusedChange: with the reason, and what to look at.
    """
    after = write.after
    if after is None or all(after[name] == write.before[name] for name in _PLACED):
        return
    agreement = records.get_record(db, AGREEMENT, after["agreement"], date.max)
    assert agreement is not None
    _refuse_too_late(agreement, after)
    _refuse_disorder(db, write, after)


def _refuse_too_late(agreement: Row, step: Row) -> None:
    """Refuse a step on a day after everybody has signed, or after the closing; before it may be recorded later."""
    number, day = agreement["id"], parse_rough_date(step["taken_on"])
    assert day is not None
    signed, _begins = find_start(agreement)
    if signed and day.first > signed.last:
        raise RefusedChange(
            _("agreement {number} was signed on {day}, so it takes no step after that").format(
                number=number, day=format_date(signed.value, lang=get_language())
            ),
            _(
                "give an earlier day, or record a change of what was signed with 'netreg agreement amend {number} …'"
            ).format(number=number),
        )
    style = Style(lang=get_language())
    if is_closed(agreement, day.first - ONE_DAY):
        raise RefusedChange(
            _("agreement {number} is {state} and takes no step after that").format(
                number=number, state=AGREEMENT.by_name["final_status"].show(agreement["final_status"], style)
            ),
            _("see 'netreg agreement show {number}'").format(number=number),
        )


def _refuse_disorder(db: sqlite3.Connection, write: ProposedWrite, after: Row) -> None:
    """Refuse a step that cannot come there, or after which another could not."""
    number, agreement = write.number or 0, after["agreement"]
    known = read_steps(db, agreement)
    others = [step for step in known if step.id != number]
    bodies = _name_bodies(*(after[name] for name in _BODIES))
    steps = sort_steps([*others, Step(number, after["kind"], after["taken_on"], None, bodies)])
    signature = db.execute(_FIRST_SIGNATURE, [agreement]).fetchone()[0]
    before, misplaced = (find_misplaced_steps(one, signature) for one in (known, steps))
    if is_sent_only_later(steps, number):
        misplaced.setdefault(number, _("it was sent to them only after that"))
    for step in steps:
        if step.id not in misplaced or (step.id != number and step.id in before):
            continue
        sentence = (
            _("'{step}' cannot come on {day}: {reason}")
            if step.id == number
            else _("step {number}, '{step}' on {day}, would no longer fit: {reason}")
        )
        day, reason = format_date(step.taken_on, lang=get_language()), misplaced[step.id]
        raise RefusedChange(
            sentence.format(number=step.id, step=KINDS[step.kind], day=day, reason=reason),
            _("see its steps with 'netreg agreement show {number}'").format(number=agreement),
        )


_BODIES = ("organisation", "group", "person")


def read_steps(db: sqlite3.Connection, agreement: int) -> list[Step]:
    """Read the steps of an agreement in their order, with the kinds and numbers of whom they name."""
    sql = """SELECT id, kind, taken_on, organisation_id, group_id, person_id FROM step WHERE agreement_id = ?"""
    rows = db.execute(sql, [agreement]).fetchall()
    return sort_steps(Step(number, kind, day, None, _name_bodies(*named)) for number, kind, day, *named in rows)


def _name_bodies(*numbers: int | None) -> tuple[str, ...]:
    return tuple(f"{kind} {number}" for kind, number in zip(_BODIES, numbers, strict=True) if number is not None)


_FIRST_SIGNATURE = """SELECT min(s.signed_on) FROM signatory s JOIN party p ON p.id = s.party_id
    WHERE p.agreement_id = ?"""


# --- imports --------------------------------------------------------------------------


def rows_that_place_a_step(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield all rows that bring a step or move one: which comes first matters."""
    yield "unmatched_rows"
    if any(task.column_of(OWN, name) for name in _PLACED):
        yield "changed_rows"


RULE = WriteRule(refuse=refuse_misplaced, rows_needing_row_import=rows_that_place_a_step)
