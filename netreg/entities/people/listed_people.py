"""The people of a list, each once: whoever is in it twice, by record and by name or in two roles, is one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class ListedPerson(NamedTuple):
    """One row of a list of people: attendance, enrolment.

    Whoever has no record has only `keys` of the name; `namesakes` are the people of that name of
    whom no unit contradicts the row. `units` are the unit that the row names, and those above it.
    `standing` is the presence, or the result of a training.
    """

    person: int | None
    standing: str
    keys: tuple[str, ...] = ()
    namesakes: tuple[int, ...] = ()
    units: tuple[int, ...] = ()


Standings = frozenset[str]
"""Every standing that one person has in a list."""


def parse_listed_people(*texts: str | None) -> list[ListedPerson]:
    """Parse the rows of one or several lists, each from the one text (JSON) that the store makes of it."""
    rows = (row for text in texts if text for row in json.loads(text))
    return [ListedPerson(person, standing, *(tuple(part or ()) for part in parts)) for person, standing, *parts in rows]


def collect_people(rows: Iterable[ListedPerson]) -> list[Standings]:
    """Return the standings of each person of a list, whoever is in it several times once.

    Who is listed by name alone is the person of that name in the same list, unless their units
    contradict; two such rows of one name are one person, unless theirs do.
    """
    listed = list(rows)
    known = {row.person for row in listed if row.person is not None}
    people: dict[object, set[str]] = {}
    nameless: list[ListedPerson] = []
    for row in listed:
        one = row.person if row.person is not None else next((n for n in sorted(row.namesakes) if n in known), None)
        if one is None:
            nameless.append(row)
        else:
            people.setdefault(one, set()).add(row.standing)
    for place, namesakes in enumerate(_group_by_name(nameless)):
        for row, unit in zip(namesakes, _find_lowest_units(namesakes), strict=True):
            people.setdefault((place, unit), set()).add(row.standing)
    return [frozenset(found) for found in people.values()]


def _group_by_name(rows: list[ListedPerson]) -> list[list[ListedPerson]]:
    """Group rows that have a name in common, with titles or without."""
    groups: list[tuple[set[str], list[ListedPerson]]] = []
    for row in rows:
        same = [group for group in groups if not group[0].isdisjoint(row.keys)]
        groups = [group for group in groups if group not in same]
        keys = set(row.keys).union(*(group[0] for group in same))
        groups.append((keys, [*(one for group in same for one in group[1]), row]))
    return [found for _keys, found in groups]


def _find_lowest_units(rows: list[ListedPerson]) -> list[int | None]:
    """Return for each row of one name a unit that has no other of them below it: each is another person's."""
    above = {upper for row in rows for upper in row.units[1:]}
    lowest = {row.units[0]: set(row.units) for row in rows if row.units and row.units[0] not in above}
    return [
        next((unit for unit, lineage in lowest.items() if not row.units or row.units[0] in lineage), None)
        for row in rows
    ]


def count_standings(people: Iterable[Standings], *ranks: Collection[str]) -> list[int]:
    """Count people by the first of several ranks of standings that they have one of; the last rank takes all others."""
    counts = [0] * len(ranks)
    for standings in people:
        rank = next((n for n, rank in enumerate(ranks) if not standings.isdisjoint(rank)), len(ranks) - 1)
        counts[rank] += 1
    return counts
