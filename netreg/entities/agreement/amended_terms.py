"""The terms, title and parties of an agreement before it was amended; it holds from its signing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from netreg.core.plural_fields import split_joined
from netreg.entities.rough_dates import ONE_DAY, has_come, parse_rough_date
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from netreg.core.entity import Row

# The fields that its dates are derived from and an amendment can change.
DATED = ("term", "end_stated", "notice", "grace_days", "renewal", "renewal_term", "first_day_counted")
_NUMBERS = ("grace_days", "first_day_counted", "party_count")
_KEPT = (*DATED, "title")
# How many parties there were, and the days on which those that left had signed, with commas between.
PARTIES = ("party_count", "left_signed_on")
# The settlement of the former dates goes with them.
SETTLEMENT = ("end_settled", "settled_on", "settled_reason", "settled_stated", "settled_term")


class Amendment(NamedTuple):
    """The terms that held before the day on which an amendment was signed."""

    id: int
    signed_on: str
    before: Mapping[str, str | int | None]


def list_old_values(before: Row, changes: Mapping[str, object]) -> list[str]:
    """List the old values that an amendment keeps of the fields it changes, each as ``FIELD=VALUE``."""
    changed = [name for name in _KEPT if name in changes and changes[name] != before[name]]
    settled = SETTLEMENT if set(changed) & set(DATED) and before["end_settled"] else ()
    return [f"{name}={'' if before[name] is None else before[name]}" for name in (*changed, *settled)]


def parse_amendments(row: Row) -> tuple[Amendment, ...]:
    """Parse the amendments that changed fields its dates are derived from, in the order of signing."""
    return _parse_rows(row.get("amendment_rows") or "")


@lru_cache(1024)
def _parse_rows(raw: str) -> tuple[Amendment, ...]:
    found = (part for part in split_joined(raw, 3) if part[0].isdecimal())
    read = (Amendment(int(id), signed_on, dict(_parse_values(before))) for id, signed_on, before in found)
    return tuple(sorted(read, key=lambda amendment: (amendment.signed_on, amendment.id)))


def _parse_values(before: str) -> Iterator[tuple[str, str | int | None]]:
    import json  # few agreements were amended

    for pair in json.loads(before):
        name, _equals, value = pair.partition("=")
        if name in (*_KEPT, *SETTLEMENT, *PARTIES):
            yield name, (int(value) if name in _NUMBERS and value else value or None)


def restore_terms(row: Row, day: date) -> Row:
    """Restore the terms, title and count of parties of an agreement as of a day: later amendments are undone."""
    later = [amendment for amendment in parse_amendments(row) if not has_come(amendment.signed_on, day)]
    if not later:
        return row
    back = dict(row) | {"settled_by": None} if any("end_settled" in one.before for one in later) else dict(row)
    left: list[str] = []
    for amendment in reversed(later):
        back |= {name: value for name, value in amendment.before.items() if name != "left_signed_on"}
        left += filter(None, str(amendment.before.get("left_signed_on") or "").split(","))
    if "party_count" in back and not row.get("is_restored"):
        back |= _restore_signatures(row, back["party_count"], sum(has_come(one, day) for one in left))
    return back


def _restore_signatures(row: Row, parties: int, left: int) -> Row:
    """Restore how many parties had signed, with those that left since; one that came later had not."""
    signed = min(parties, (row.get("parties_signed") or 0) + left)
    ahead = min(parties - signed, row.get("parties_ahead") or 0)
    return {"parties_signed": signed, "parties_ahead": ahead, "is_restored": True}


def list_versions(row: Row, as_of: date) -> Iterator[tuple[date, Row, Row]]:
    """Yield each amendment signed by the day: its day, and the agreement before it and from it on."""
    for amendment in parse_amendments(row):
        day = parse_rough_date(amendment.signed_on)
        if day is not None and has_come(amendment.signed_on, as_of):
            yield day.first, restore_terms(row, day.first - ONE_DAY), restore_terms(row, day.first)
