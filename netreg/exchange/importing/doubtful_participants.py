"""Participants of a meeting of whom it is doubtful who they are: rejected, left out, or kept as names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import PERSON
from netreg.store.importing import row_decisions, staging_tables
from netreg.store.writes.doubtful_rows import describe_candidate

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from netreg.core.entity import Entity
    from netreg.exchange.forms.form_tables import DoubtfulParticipant
    from netreg.store.importing.staging_tables import StagedError


def stage_doubts(db: sqlite3.Connection, doubts: Mapping[int, DoubtfulParticipant], doubtful: str) -> None:
    """Do with the rows of doubtful participants what ``--doubtful`` asks for: reject, skip, or new, by the name.

    Rows that were decided with an earlier file are not doubted again.
    """
    if not doubts or doubtful == "new":
        return
    from netreg.exchange.forms.participants import explain_doubt

    staging_tables.index_lines(db)
    for line, one in doubts.items():
        row = staging_tables.find_row(db, line)
        if row is None or staging_tables.find_decision(db, row):
            continue
        if doubtful == "skip":
            row_decisions.leave_out_rows(db, [row_decisions.IdentifiedRow(row, line, one.name, "")])
        else:
            reason = explain_doubt(one.candidates)
            staging_tables.reject_row(db, row, one.heading, one.name, reason, line, candidates=one.candidates)


def describe_candidates(
    db: sqlite3.Connection, entity: Entity, error: StagedError, doubts: Mapping[int, DoubtfulParticipant]
) -> Iterator[tuple[int, str]]:
    """Yield the records that a rejected row may be about, each with a text that shows it; members of a participant."""
    if error.line in doubts and error.candidates == doubts[error.line].candidates:
        from netreg.exchange.forms.decided_participants import show_member

        yield from ((number, show_member(describe_candidate(db, PERSON, number))) for number in error.candidates)
        return
    yield from ((number, describe_candidate(db, entity, number)) for number in error.candidates)
