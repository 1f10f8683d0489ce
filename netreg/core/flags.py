"""Flags: what a check finds of one record, shown beside it; derived, never stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from netreg.core.fields import PLAIN, Field, Style
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Flag = dict[str, Any]
"""The id of its check, its severity, and its data: the facts that it rests on."""

SEVERITIES = {
    "high": Label("สูง", "high"),
    "medium": Label("ปานกลาง", "medium"),
    "low": Label("ต่ำ", "low"),
}
"""How much something matters, the gravest first."""


class Check(NamedTuple):
    """Something that a good register notices: a contradiction, a gap, or what has run out."""

    id: str
    severity: str
    title: Label
    #: What is said of a record, with the facts of the flag in braces.
    sentence: Label
    #: Why it matters.
    why: Label
    #: What to type after ``netreg`` to settle it, the likeliest first, with ``{record}`` and facts in braces.
    commands: tuple[str, ...] = ()
    #: The facts that change from day to day by themselves: without them it is known whether anything changed.
    passing: tuple[str, ...] = ("days",)

    def make_flag(self, **data: Any) -> Flag:
        """Make a flag as every kind of record carries it; `data` fills in the sentence."""
        return {"id": self.id, "severity": self.severity, "data": data}

    def explain(self, data: Mapping[str, Any], style: Style) -> str:
        """Return the sentence, filled in with the facts."""
        shown = {name: _format_fact(value, style) for name, value in data.items()}
        return self.sentence.in_language(style.lang).format(**shown)

    def hash_facts(self, facts: Iterable[Mapping[str, Any]]) -> str:
        """Return a short text that is another one as soon as the facts of a finding change."""
        import json
        from hashlib import sha256

        lasting = [{name: value for name, value in data.items() if name not in self.passing} for data in facts]
        return sha256(json.dumps(lasting, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def collect_checks(*checks: Check) -> dict[str, Check]:
    """Return checks by their ids."""
    return {check.id: check for check in checks}


class FlagList(Field):
    """The flags of a record."""

    def __init__(self, *args: Any, checks: Mapping[str, Check], **more: Any) -> None:
        """`checks` are those that may find something, by their ids."""
        super().__init__(*args, **more)
        self.checks = checks

    def show(self, value: Sequence[Flag] | None, style: Style = PLAIN) -> str:
        """Write the ids, in Thai the titles; in long form a line with the sentence of each."""
        flags = value or ()
        if not style.long:
            return ", ".join(self._name(flag, style) for flag in flags)
        return "\n".join(f"{self._name(flag, style)}: {self.explain(flag, style)}" for flag in flags)

    def show_titles(self, value: Sequence[Flag] | None, style: Style = PLAIN) -> str:
        """Write the titles, as on paper, where nobody can look up an id."""
        return ", ".join(self.checks[flag["id"]].title.in_language(style.lang) for flag in value or ())

    def _name(self, flag: Flag, style: Style) -> str:
        return self.checks[flag["id"]].title.th if style.lang == "th" else str(flag["id"])

    def explain(self, flag: Flag, style: Style) -> str:
        """Return the sentence of a flag."""
        return self.checks[flag["id"]].explain(flag["data"], style)

    def to_json(self, value: Sequence[Flag] | None) -> list[Flag]:
        """Return the flags, each with id, severity and data."""
        return list(value or ())

    def to_cell(self, value: Sequence[Flag] | None) -> str:
        """Return the ids."""
        return self.show(value)

    def part_accepted(self, row: Mapping[str, Any]) -> dict[str, list[Flag]]:
        """Return the flags of a row without those that were accepted as they are, and these by themselves.

        The store gives the facts that were accepted of a record by the id of the check.
        """
        accepted: Mapping[str, Sequence[str]] = row["accepted"]
        quiet = {
            name
            for name, known in accepted.items()
            if name in self.checks and self.checks[name].hash_facts(_list_facts(row[self.name], name)) in known
        }
        return {
            self.name: [flag for flag in row[self.name] if flag["id"] not in quiet],
            "accepted_flags": [flag for flag in row[self.name] if flag["id"] in quiet],
        }


def _list_facts(flags: Iterable[Flag], name: str) -> list[Mapping[str, Any]]:
    return [flag["data"] for flag in flags if flag["id"] == name]


def _format_fact(value: Any, style: Style) -> str:
    """Format a fact for people: dates in their era, numbers as runs."""
    if isinstance(value, list):
        return text.format_ranges(value) if all(isinstance(one, int) for one in value) else ", ".join(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d)*(T[\d:]+)?", value, re.ASCII):
        return show_date(value, era=style.era, style="long", lang=style.lang)
    return str(value)
