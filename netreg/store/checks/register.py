"""All checks of the register, run over the records of all kinds or of some."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME, HOUSEKEEPING, MERGED_KINDS, find_child_entities
from netreg.entities.checks import bodies as of_bodies
from netreg.entities.checks import days as of_days
from netreg.entities.checks import links as of_links
from netreg.entities.checks import people as of_people
from netreg.entities.checks import signing as of_signing
from netreg.entities.checks import texts as of_texts
from netreg.entities.checks.duplicates import DUPLICATE
from netreg.entities.checks.findings import combine_findings
from netreg.named_tuples import NamedTuple
from netreg.store.checks import acceptances, bodies, duplicates, flags, links, people, signing, texts
from netreg.store.records.conditions import select_numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

    from netreg.core.entity import Entity, TimeFrame
    from netreg.core.flags import Check
    from netreg.entities.checks.findings import Finding, RecordAddress


class RegisterCheck(NamedTuple):
    """Checks that look at more than one record, or at what no kind derives, read by one function."""

    kinds: tuple[str, ...]
    """The kinds of the records that a finding may be of."""
    checks: tuple[Check, ...]
    find: Callable[[sqlite3.Connection, TimeFrame], Iterable[Finding]]
    others: tuple[str, ...] = ()
    """The kinds of further records that a finding may be about."""


_OF_PEOPLE = ("person",)
_OF_BODIES = ("organisation",)
_OF_ALL = tuple(kind for kind in BY_NAME if kind not in HOUSEKEEPING)
_RESPONSIBLE = ("agreement", "course", "member_group")
REGISTER_CHECKS: tuple[RegisterCheck, ...] = (
    RegisterCheck(_RESPONSIBLE, (of_people.RESPONSIBLE_NO_POST,), people.find_responsible_without_post, _OF_PEOPLE),
    RegisterCheck(("post",), of_people.OF_POSTS, people.find_unconfirmed_posts),
    RegisterCheck(_OF_PEOPLE, (of_people.EMAIL_LEFT,), people.find_emails_of_left),
    RegisterCheck(_OF_PEOPLE, (of_people.EMAIL_SHARED, of_people.PHONE_SHARED), people.find_shared_addresses),
    RegisterCheck(_OF_PEOPLE, of_people.OF_NAMES, people.find_odd_names),
    *(RegisterCheck((kind,), (DUPLICATE,), partial(duplicates.find_duplicates, kind)) for kind in MERGED_KINDS),
    RegisterCheck(_OF_BODIES, (of_bodies.NO_PARENT, of_bodies.NO_PROVINCE), bodies.find_misplaced),
    RegisterCheck(_OF_BODIES, of_bodies.OF_NAMES, bodies.find_odd_bodies),
    RegisterCheck(("member_group",), (of_bodies.NOBODY_THERE,), bodies.find_nobody_there, _OF_BODIES),
    RegisterCheck(("signatory", "attendance"), of_signing.AFTER_POSTS, signing.find_ended_posts, _OF_PEOPLE),
    RegisterCheck(("agreement",), (of_signing.NOBODY_SIGNED,), signing.find_unsigned),
    RegisterCheck(("signatory",), (of_signing.POSITION_UNCLEAR,), signing.find_unclear_positions),
    RegisterCheck(("meeting",), (of_signing.ATTENDANCE_COUNT,), signing.find_miscounted_meetings),
    RegisterCheck(_OF_ALL, of_texts.ALL, texts.find_damaged_texts),
    RegisterCheck(_OF_ALL, of_days.ALL, texts.find_odd_days),
    RegisterCheck(("document",), (of_links.FILE_MISSING, of_links.FILE_CHANGED), links.find_flawed_files),
    RegisterCheck(
        ("document", *HOUSEKEEPING), (of_links.DOCUMENT_OF_NOTHING, of_links.LINK_TO_NOTHING), links.find_lost_links
    ),
    RegisterCheck(tuple(BY_NAME), (of_links.LOST_REFERENCE,), links.find_lost_references),
)
"""The checks that are no flags; a module of this folder for each subject."""


class ListedCheck(NamedTuple):
    """A check, the kinds of record that it is about, and the commands that settle it, of all kinds."""

    check: Check
    kinds: tuple[str, ...]
    commands: tuple[str, ...]


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
        checks = (*flags.list_checks(kind), of_links.UNREADABLE.id)
        if not (scope.includes_kind(kind.name) and scope.includes_check(checks)):
            continue
        conditions = []
        if scope.records is not None:
            numbers = [number for name, number in scope.records if name == kind.name]
            if not numbers:
                continue
            conditions.append(select_numbers(numbers))
        yield from flags.find_flags(db, kind, frame, conditions)


def _run_checks(db: sqlite3.Connection, frame: TimeFrame, scope: Scope) -> Iterator[Finding]:
    asked = {kind for kind, _number in scope.records or ()}
    for one in REGISTER_CHECKS:
        if scope.records is not None and asked.isdisjoint((*one.kinds, *one.others)):
            continue
        if any(map(scope.includes_kind, one.kinds)) and scope.includes_check([check.id for check in one.checks]):
            yield from one.find(db, frame)


def list_checks() -> dict[str, ListedCheck]:
    """List every check by its id, with the kinds of record that it is about."""
    found: dict[str, ListedCheck] = {}
    for kind in flags.list_flagged_kinds():
        for check in flags.list_checks(kind).values():
            _add_check(found, check, (kind.name,))
    _add_check(found, of_links.UNREADABLE, tuple(kind.name for kind in flags.list_flagged_kinds()))
    for one in REGISTER_CHECKS:
        for check in one.checks:
            _add_check(found, check, one.kinds)
    return found


def _add_check(found: dict[str, ListedCheck], check: Check, kinds: tuple[str, ...]) -> None:
    known = found.get(check.id, ListedCheck(check, (), ()))
    commands = tuple(dict.fromkeys((*known.commands, *check.commands)))
    found[check.id] = ListedCheck(known.check, (*known.kinds, *kinds), commands)


def find_belonging(db: sqlite3.Connection, kind: Entity, number: int) -> Iterator[RecordAddress]:
    """Yield a record and all that belongs to it, by kind and number."""
    yield kind.name, number
    for child in find_child_entities(kind):
        assert child.parent is not None
        found = db.execute(f"SELECT id FROM {child.name} WHERE {child.parent.column} = ?", [number]).fetchall()
        for row in found:
            yield from find_belonging(db, child, row[0])
