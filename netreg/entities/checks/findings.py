"""Findings: what a check found, of which records, on which facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.flags import SEVERITIES
from netreg.entities import BY_NAME
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netreg.core.fields import Ref, Style
    from netreg.core.flags import Check

RecordAddress = tuple[str, int]
"""A kind and the number of a record."""


class Finding(NamedTuple):
    """Something that a check found: `records` are those that it is about, the one that has it first.

    `facts` are the data that it rests on, one for each time that it was found of the record; of a pair
    the second record is part of what the finding is known by. `reason` says why
    it was accepted, if it was.
    """

    check: Check
    records: tuple[RecordAddress, ...]
    facts: tuple[Mapping[str, Any], ...] = ({},)
    is_pair: bool = False
    reason: str | None = None

    @property
    def kind(self) -> str:
        """The kind of the record that has it."""
        return self.records[0][0]

    @property
    def number(self) -> int:
        """The number of the record that has it."""
        return self.records[0][1]

    @property
    def key(self) -> tuple[str, int, str, RecordAddress | None]:
        """The record, the check and of a pair the other record: there is one finding of each."""
        return self.kind, self.number, self.check.id, self.records[1] if self.is_pair else None

    @property
    def rank(self) -> int:
        """How grave it is: 0 is the gravest."""
        return list(SEVERITIES).index(self.check.severity)

    def hash_facts(self) -> str:
        """Return the short text that is another one as soon as the facts change, or the other records."""
        others = [f"{kind} {number}" for kind, number in self.records[1:]]
        return self.check.hash_facts([*self.facts, {"records": others}] if others else self.facts)

    def explain(self, style: Style) -> str:
        """Return in a sentence what was found."""
        return "; ".join(dict.fromkeys(self.check.explain(data, style) for data in self.facts))


class NamedFinding(NamedTuple):
    """A finding with the names of its records."""

    finding: Finding
    refs: tuple[Ref, ...]
    owners: tuple[Ref, ...] = ()
    """What the first record belongs to, from the top."""

    @property
    def id(self) -> str:
        """The stable id: kind, code or number, check, and of a pair the code or number of the other record."""
        other = [address_record(self.refs[1])] if self.finding.is_pair else []
        return ":".join([self.finding.kind, address_record(self.refs[0]), self.finding.check.id, *other])

    def list_commands(self) -> tuple[str, ...]:
        """List what to type to settle it, the likeliest first."""
        values = {**self.finding.facts[0], "record": address_record(self.refs[0])}
        values["noun"] = BY_NAME[self.finding.kind].command
        if len(self.refs) > 1:
            values["other_record"] = address_record(self.refs[1])
        values |= {owner.kind: address_record(owner) for owner in self.owners}
        shown = {name: ", ".join(map(str, v)) if isinstance(v, list) else v for name, v in values.items()}
        return tuple(f"netreg {command.format(**shown)}" for command in self.finding.check.commands)


def address_record(ref: Ref) -> str:
    """Return how a record is named in a command: its code, else its number."""
    return ref.code or str(ref.id)


def combine_findings(found: list[Finding]) -> list[Finding]:
    """Combine what was found more than once of one record by one check."""
    combined: dict[tuple[Any, ...], Finding] = {}
    for one in found:
        known = combined.get(one.key)
        if known is None:
            combined[one.key] = one
        else:
            records = tuple(dict.fromkeys((*known.records, *one.records)))
            combined[one.key] = known._replace(facts=(*known.facts, *one.facts), records=records)
    return list(combined.values())
