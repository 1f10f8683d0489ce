"""The scope of ``netreg check``: a noun, a record, a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.entities import BY_NAME, HOUSEKEEPING, find_child_entities
from netreg.errors import AmbiguousRecord, RefusedChange, UnknownRecord, UsageError, suggest_names
from netreg.language import _
from netreg.store.checks import names, register
from netreg.store.checks.register import Scope
from netreg.store.records import lookup
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from netreg.core.entity import Entity, TimeFrame
    from netreg.entities.checks.findings import NamedFinding


def read_scope(db: sqlite3.Connection, words: Sequence[str], only: Sequence[str] | None) -> Scope:
    """Read what is asked about: nothing for all, a noun, a record with its noun or without.

    Raises:
        UnknownRecord, AmbiguousRecord: when the words name no noun and no record, or several.
    """
    checks = frozenset(only) if only else None
    written = " ".join(words).strip()
    if not written:
        return Scope(checks=checks)
    if kind := _find_noun(written):
        return Scope(frozenset(one.name for one in _list_with_children(kind)), checks=checks)
    kind, number = _find_record(db, written)
    return Scope(records=frozenset(register.find_belonging(db, kind, number)), checks=checks)


def _find_noun(written: str) -> Entity | None:
    """Find the kind that is called so: by its command, its machine name or its label."""
    word = written.lower()
    return next((kind for kind in _list_kinds() if word in _list_nouns(kind)), None)


def _list_nouns(kind: Entity) -> set[str]:
    return {kind.command, kind.name, kind.label.th, kind.label.en.lower(), kind.plural.th, kind.plural.en.lower()}


def _list_kinds() -> list[Entity]:
    return [kind for kind in BY_NAME.values() if kind.name not in HOUSEKEEPING]


def _list_with_children(kind: Entity) -> Iterator[Entity]:
    yield kind
    for child in find_child_entities(kind):
        yield from _list_with_children(child)


def _find_record(db: sqlite3.Connection, written: str) -> tuple[Entity, int]:
    """Find the one record of any kind that is named: behind its noun, or alone where that is enough."""
    by_noun = [
        (word, kind) for kind in _list_kinds() for word in _list_nouns(kind) if written.lower().startswith(f"{word} ")
    ]
    if by_noun:
        word, kind = max(by_noun, key=lambda one: len(one[0]))
        return kind, lookup.find_record(db, kind, written[len(word) :].strip())
    kinds = [kind for kind in _list_kinds() if kind.parent is None]
    found = [(kind, number) for kind in kinds for number in lookup.find_candidates(db, kind, written)]
    if len(found) == 1:
        return found[0]
    if not found:
        nouns = [kind.command for kind in _list_kinds()]
        near = text.find_nearest(written, nouns)
        raise UnknownRecord(
            _("no such noun or record: '{text}'").format(text=shorten(written, 60)),
            suggest_names(near) if near else _("name a noun such as agreement, or a record by code or name"),
        )
    raise AmbiguousRecord(
        _("'{text}' is ambiguous: {records}").format(
            text=written, records=", ".join(f"{kind.spoken_name} {number}" for kind, number in found[:5])
        ),
        _("specify its kind: netreg check {kind} {number}").format(kind=found[0][0].command, number=found[0][1]),
    )


def refuse_unknown_check(name: str) -> None:
    """Refuse what is no id of a check.

    Raises:
        UsageError: with the nearest ids.
    """
    known = register.list_checks()
    if name not in known:
        near = text.find_nearest(name, known)
        advice = suggest_names(near) if near else _("see 'netreg check --list'")
        raise UsageError(_("there is no check '{name}'").format(name=shorten(name)), advice)


def resolve_finding(db: sqlite3.Connection, frame: TimeFrame, written: str) -> NamedFinding:
    """Find the finding that an id names, accepted or not.

    Raises:
        UsageError: when the text is no id of a finding.
        UnknownRecord: when there is no such record.
        RefusedChange: when the check does not find that of the record.
    """
    noun, _colon, rest = written.strip().partition(":")
    parts = rest.split(":")
    kind = next((one for one in BY_NAME.values() if noun in (one.name, one.command)), None)
    if kind is None or len(parts) not in (2, 3) or not all(parts):
        raise UsageError(
            _("'{text}' is not the id of a finding").format(text=shorten(written, 60)),
            _("copy one from 'netreg check --csv', such as agreement:mou-1:expired"),
        )
    refuse_unknown_check(parts[1])
    number = lookup.find_record(db, kind, parts[0])
    scope = Scope(frozenset([kind.name]), frozenset([(kind.name, number)]), frozenset([parts[1]]))
    found = [one for one in register.find_findings(db, frame, scope) if one.number == number]
    named = names.name_findings(db, found)
    if len(parts) == 3:
        other = lookup.find_record(db, kind, parts[2])
        named = [one for one in named if one.finding.is_pair and one.finding.records[1] == (kind.name, other)]
    if len(named) != 1:
        raise RefusedChange(
            _("there is no finding '{finding}'").format(finding=written),
            _("see 'netreg check {kind} {record}'").format(kind=kind.command, record=parts[0]),
        )
    return named[0]
