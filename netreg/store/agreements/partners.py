"""Whom agreements are with: of each the first party that is not the house to which most of them belong."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.fields import Ref


def find_partners(db: sqlite3.Connection, agreements: Iterable[int]) -> dict[int, Ref]:
    """Find whom each of these agreements is with; one without a party is left out."""
    found = db.execute(
        """SELECT agreement_id, organisation_id FROM party
        WHERE agreement_id IN (SELECT value FROM json_each(?)) ORDER BY agreement_id, seq, id""",
        [str(list(agreements))],
    )
    parties: dict[int, list[int]] = defaultdict(list)
    for agreement, organisation in found:
        parties[agreement].append(organisation)
    house = _find_house(list(parties.values()))
    partners = {agreement: next((p for p in all_ if p != house), all_[0]) for agreement, all_ in parties.items()}
    named = records.find_refs(db, "organisation", set(partners.values()))
    return {agreement: named[partner] for agreement, partner in partners.items()}


def _find_house(parties: list[list[int]]) -> int | None:
    """Find the organisation that is a party of more than half of the agreements."""
    counted = Counter(organisation for all_ in parties for organisation in set(all_))
    for organisation, count in counted.most_common(1):
        if 2 * count > len(parties):
            return organisation
    return None
