"""The rules between an agreement and others: its main agreement, its decisions, its settled end."""

from __future__ import annotations

import shlex
from datetime import date
from typing import TYPE_CHECKING

from netreg.core.fields import Style
from netreg.core.table_import import OWN
from netreg.entities import AGREEMENT, DECISION
from netreg.entities.agreement.amended_terms import SETTLEMENT
from netreg.entities.agreement.decisions import describe_upset, find_moved_day, find_upset_decision
from netreg.entities.agreement.derived_dates import compute_dates, compute_settled_ends, derive_state
from netreg.entities.agreement.periods import reopen
from netreg.entities.rough_dates import parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.store.records import records
from netreg.store.writes.rules import signed_agreements
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.store.writes.rules.signed_agreements import SEALED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

_CLOSING = ("final_status", "final_on")
_SETTLED = ("settled_stated", "settled_term")


def fill_settlement(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the two dates that a settlement is of, where the write settles it again without naming them."""
    given, before = write.given, write.before
    if given.get("end_settled", before["end_settled"]) == before["end_settled"]:
        return {}
    if any(given.get(name) is not None for name in _SETTLED):
        return {}
    if given["end_settled"] is None:
        return dict.fromkeys(_SETTLED)
    row = (_read_row(db, write.number) if write.number else before) | dict(given)
    day = parse_rough_date(row["settled_on"])
    return dict(zip(_SETTLED, compute_settled_ends(row, day.first if day else date.max), strict=True))


def refuse_contradiction(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse an addendum to an addendum, a closing before the day of a decision that stands, and what is sealed.

    Raises:
        RefusedChange: naming the main agreement, the decision, or what to type instead.
    """
    signed_agreements.refuse_sealed(db, write)
    _refuse_moved_day(db, write)
    number, before, after = write.number, write.before, write.after
    if after is None:
        return
    if after["addendum_to"] is not None and after["addendum_to"] != before["addendum_to"]:
        _refuse_nested(db, number, after["addendum_to"])
    if number is not None and any(after[name] != before[name] for name in _CLOSING):
        if not write.amending:
            _refuse_without_reason(write, number, before)
        if after["final_on"]:
            row = _read_row(db, number)
            _refuse_closing_after_end(row, after)
            _refuse_upsetting(row, after)


def _refuse_moved_day(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to move a day of an agreement that is signed, by whatever field: that is agreed, or was a slip."""
    number, before, after = write.number, write.before, write.after
    if write.amending or number is None or after is None or all(after[name] == before[name] for name in SEALED):
        return
    row, today = _read_row(db, number), date.fromisoformat(write.today) if write.today else date.max
    moved = find_moved_day(row, row | {name: after[name] for name in (*SEALED, *SETTLEMENT)}, today)
    if moved is None:
        return
    (name, was, now), style = moved, Style(lang=get_language())
    show = AGREEMENT.by_name["end"].show
    changes = {one: after[one] for one in SEALED if after[one] != before[one]}
    raise RefusedChange(
        _("agreement {number} is signed, and this would move '{field}' from {was} to {now}").format(
            number=number, field=AGREEMENT.by_name[name].label, was=show(was, style), now=show(now, style) or "–"
        ),
        signed_agreements.advise_change(db, number, _write_changes(changes)),
    )


def _refuse_nested(db: sqlite3.Connection, number: int | None, parent: int) -> None:
    main = db.execute("SELECT addendum_to_id FROM agreement WHERE id = ?", [parent]).fetchone()[0]
    if main is not None:
        raise RefusedChange(
            _("agreement {parent} is itself an addendum").format(parent=parent),
            _("name the main agreement, {main}").format(main=main),
        )
    own = db.execute("SELECT id FROM agreement WHERE addendum_to_id = ?", [number]).fetchone()
    if own:
        raise RefusedChange(
            _("agreement {number} has an addendum of its own, {own}, so it cannot be one itself").format(
                number=number, own=own[0]
            ),
            _("first name the main agreement of that one: 'netreg agreement edit {own} addendum_to={parent}'").format(
                own=own[0], parent=parent
            ),
        )


def _refuse_without_reason(write: ProposedWrite, number: int, before: Row) -> None:
    """Refuse to move or withdraw a closing that is recorded, unless the reason for that is given with it."""
    moved = {name: write.given[name] for name in _CLOSING if name in write.given}
    if all(before[name] in (None, value) for name, value in moved.items()) or write.given.get("final_reason"):
        return
    style = Style(lang=get_language())
    shown = {name: AGREEMENT.by_name[name].show(before[name], style) for name in _CLOSING}
    raise RefusedChange(
        _("agreement {number} is recorded as {state} on {day}, and a change of that requires a reason").format(
            number=number, state=shown["final_status"], day=shown["final_on"] or "?"
        ),
        _(
            "add final_reason=TEXT, or correct a slip with 'netreg agreement edit {number} {changes} --correction'"
        ).format(number=number, changes=_write_changes(moved)),
    )


def _write_changes(values: Row) -> str:
    """Write values as they are stored, which a command reads as well, as the arguments of an edit."""
    return shlex.join(f"{name}={'' if value is None else value}" for name, value in values.items())


def _refuse_closing_after_end(row: Row, after: Row) -> None:
    """Refuse to end an agreement before its time on a day on which it was over already."""
    if after["final_status"] != "terminated":
        return
    day, row = parse_rough_date(after["final_on"]), reopen(row)
    assert day is not None
    dates = compute_dates(row, day.first)
    if dates.end and derive_state(row, dates, day.first) == "expired":
        show, style = AGREEMENT.by_name["end"].show, Style(lang=get_language())
        raise RefusedChange(
            _("agreement {number} ended on {end}, so it cannot be terminated on {day}").format(
                number=row["id"], end=show(dates.end.value, style), day=show(day.value, style)
            ),
            _("give a day up to its end, or run 'netreg agreement complete {number}'").format(number=row["id"]),
        )


def _refuse_upsetting(row: Row, after: Row) -> None:
    found = find_upset_decision(row, row | {name: after[name] for name in _CLOSING})
    if found:
        decision, reason = found
        raise RefusedChange(
            describe_upset(decision, reason),
            _("close it on a later day, or see 'netreg {kind} show {id}'").format(
                kind=DECISION.command, id=decision.id
            ),
        )


def _read_row(db: sqlite3.Connection, number: int) -> Row:
    row = records.get_record(db, AGREEMENT, number, date.max)
    assert row is not None
    return row


# --- imports --------------------------------------------------------------------------


def rows_that_close_or_settle(db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that close or settle an agreement, change what is sealed, or belong to what is no main one."""
    yield from signed_agreements.rows_that_change_sealed(db, task)
    parent, closing, settled = (task.column_of(OWN, name) for name in ("addendum_to", "final_on", "end_settled"))
    if parent:
        nested = "SELECT id FROM agreement WHERE addendum_to_id IS NOT NULL"
        yield f"resolved WHERE {parent.name} IN ({nested})"
    if closing or task.column_of(OWN, "final_status"):
        yield "changed_rows d JOIN agreement t ON t.id = d.record WHERE t.final_status IS NOT NULL"
    if closing:
        yield f"changed_rows d JOIN resolved i USING (row) WHERE i.{closing.name} IS NOT NULL"
    if settled:
        dates = [column.name for name in _SETTLED if (column := task.column_of(OWN, name))]
        bare = " AND ".join(f"{name} IS NULL" for name in (*dates, "NULL"))
        yield f"resolved WHERE {settled.name} IS NOT NULL AND {bare}"


RULE = WriteRule(refuse=refuse_contradiction, fill=fill_settlement, rows_needing_row_import=rows_that_close_or_settle)
