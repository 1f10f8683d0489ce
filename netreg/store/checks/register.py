"""All checks of the register, run over the records of all kinds or of some."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import BY_NAME, find_child_entities
from netreg.entities.checks.findings import combine_findings
from netreg.store.checks import acceptances, flags
from netreg.store.records.conditions import select_numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

    from netreg.core.entity import Entity, TimeFrame
    from netreg.core.flags import Check
    from netreg.entities.checks.findings import Finding, RecordAddress


class RegisterCheck(NamedTuple):
    """Checks that look at more than one record, or at more than its own kind derives: read by one function."""

    kind: str
    """The kind of the record that a finding is of."""
    checks: tuple[Check, ...]
    find: Callable[[sqlite3.Connection, TimeFrame], Iterable[Finding]]


REGISTER_CHECKS: tuple[RegisterCheck, ...] = ()
"""The checks that are no flags; a module of this folder for each subject."""


class Scope(NamedTuple):
    """The question: records of these kinds, or these records, found by these checks."""

    kinds: Collection[str] | None = None
    records: frozenset[RecordAddress] | None = None
    checks: Collection[str] | None = None

    def includes_kind(self, kind: str) -> bool:
        """Tell whether a finding of this kind of record may be meant."""
        return self.kinds is None or kind in self.kinds

    def includes_check(self, checks: Iterable[str]) -> bool:
        """Tell whether one of these checks is meant."""
        return self.checks is None or not set(checks).isdisjoint(self.checks)

    def includes(self, found: Finding) -> bool:
        """Tell whether a finding is meant."""
        if self.records is not None and self.records.isdisjoint(found.records):
            return False
        return self.includes_kind(found.kind) and self.includes_check([found.check.id])


def find_findings(db: sqlite3.Connection, frame: TimeFrame, scope: Scope) -> list[Finding]:
    """Find all that the checks find as of a day, the gravest first, those that were accepted with their reason."""
    found = [one for one in (*_find_flags(db, frame, scope), *_run_checks(db, frame, scope)) if scope.includes(one)]
    marked = acceptances.mark_accepted(db, combine_findings(found))
    return sorted(marked, key=lambda one: (one.rank, one.check.id, one.kind, one.number))


def _find_flags(db: sqlite3.Connection, frame: TimeFrame, scope: Scope) -> Iterator[Finding]:
    for kind in flags.list_flagged_kinds():
        if not (scope.includes_kind(kind.name) and scope.includes_check(flags.list_checks(kind))):
            continue
        conditions = []
        if scope.records is not None:
            numbers = [number for name, number in scope.records if name == kind.name]
            if not numbers:
                continue
            conditions.append(select_numbers(numbers))
        yield from flags.find_flags(db, kind, frame, conditions)


def _run_checks(db: sqlite3.Connection, frame: TimeFrame, scope: Scope) -> Iterator[Finding]:
    for one in REGISTER_CHECKS:
        if scope.includes_kind(one.kind) and scope.includes_check([check.id for check in one.checks]):
            yield from one.find(db, frame)


def list_all_checks() -> list[tuple[Entity, Check]]:
    """List every check with the kind of record that it is about."""
    own = [(kind, check) for kind in flags.list_flagged_kinds() for check in flags.list_checks(kind).values()]
    return [*own, *((BY_NAME[one.kind], check) for one in REGISTER_CHECKS for check in one.checks)]


def find_belonging(db: sqlite3.Connection, kind: Entity, number: int) -> Iterator[RecordAddress]:
    """Yield a record and all that belongs to it, by kind and number."""
    yield kind.name, number
    for child in find_child_entities(kind):
        assert child.parent is not None
        found = db.execute(f"SELECT id FROM {child.name} WHERE {child.parent.column} = ?", [number]).fetchall()
        for row in found:
            yield from find_belonging(db, child, row[0])
