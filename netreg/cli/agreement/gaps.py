"""``netreg agreement list --gaps``: times that neither an agreement nor its successor covers, and overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.cli.framework.listing import compile_query, select_columns
from netreg.core.choice_fields import Choice as ChoiceField
from netreg.core.fields import Number, Ref, Reference
from netreg.core.thai_fields import Date
from netreg.entities import AGREEMENT
from netreg.entities.agreement.period_coverage import GAP_KINDS, find_gaps
from netreg.render.results import Listing
from netreg.store.agreements import dates
from netreg.store.records import conditions, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from netreg.cli.framework.options import ListOptions
    from netreg.cli.framework.session import Session
    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition

FIELDS = (
    Reference("agreement", "ข้อตกลง", "Agreement", to="agreement"),
    Reference("successor", "ข้อตกลงที่ตามมา", "Successor", to="agreement"),
    ChoiceField("kind", "ประเภท", "Kind", options=GAP_KINDS),
    Date("since", "ตั้งแต่", "Since"),
    Date("until", "ถึง", "Until"),
    Number("days", "วัน", "Days"),
)


def list_gaps(
    session: Session, choice: ListOptions, narrowed: Callable[[sqlite3.Connection], list[Condition]]
) -> Listing:
    """List the gaps and overlaps, by the agreement that came first."""
    with session.reading() as db:
        pairs = dates.read_successions(db)
        asked = compile_query(db, AGREEMENT, choice.query, session.as_of)
        found = records.select_records(db, AGREEMENT, [*narrowed(db), *asked.conditions], as_of=session.as_of)
        if asked.keep is not None:
            found = [row for row in found if asked.keep(AGREEMENT.add_derived(row, session.frame))]
        chosen = {row["id"]: row for row in found}
        others = [number for pair in pairs for number in pair if number not in chosen]
        more = (
            records.select_records(db, AGREEMENT, [conditions.select_numbers(others)], as_of=session.as_of)
            if others
            else []
        )
    rows = chosen | {row["id"]: row for row in more}
    gaps = []
    for number in chosen:
        follow = [rows[second] for first, second in pairs if first == number]
        for gap in find_gaps(rows[number], follow, session.as_of):
            refs = {name: _make_ref(row) for name, row in (("agreement", rows[number]), ("successor", gap.successor))}
            gaps.append({**gap._asdict(), **refs})
    gaps = gaps[: choice.limit]
    return Listing(select_columns(FIELDS, choice), gaps, session.view, () if choice.columns else FIELDS)


def _make_ref(row: Row | None) -> Ref | None:
    return Ref("agreement", row["id"], row["code"], AGREEMENT.display_name(row)) if row else None
