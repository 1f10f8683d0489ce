"""Words as values that the table of a kind shows, though no record has their text: a choice, a flag, a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice, YesNo
from netreg.core.flags import FlagList
from netreg.core.queries.query import FieldTerm
from netreg.core.thai_fields import Date, Moment
from netreg.errors import InvalidValue
from netreg.thai import text
from netreg.thai.dates.date_parser import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.core.queries.query_error import Place

_FEWEST = 2
"""A text of so many letters can be a part of a choice."""


def list_shown_terms(kind: Entity, written: str, place: Place) -> list[FieldTerm]:
    """List the terms that a text means where the columns of a kind show it: as ร่าง, on-line, or 2563.

    Of what is derived from each row those are looked at that say how a record stands, and its flags; of others
    just their whole words.
    """
    folded = text.fold_text(written).strip()
    terms: list[FieldTerm] = []
    for name in kind.columns:
        field = kind.by_name[name]
        if field in kind.derived and name not in kind.status_fields and not isinstance(field, FlagList):
            if isinstance(field, Choice) and not isinstance(field, YesNo) and field.knows_word(written):
                terms.append(FieldTerm(name, "=", written, "", place, place))
            continue
        terms += [FieldTerm(name, "=", value, "", place, place) for value in _list_values(field, folded, written)]
    return terms


def _list_values(field: Field, folded: str, written: str) -> Iterator[str]:
    """Yield the values of a field in whose words the text stands, or the date that it is."""
    if isinstance(field, FlagList | Choice) and not isinstance(field, YesNo) and len(folded) >= _FEWEST:
        known = {name: check.title for name, check in field.checks.items()} if isinstance(field, FlagList) else {}
        known |= dict(field.options) if isinstance(field, Choice) else {}
        for value, label in known.items():
            if any(folded in text.fold_text(word) for word in (value, *label)):
                yield value
    elif isinstance(field, Date | Moment) and any(map(str.isdecimal, folded)):
        try:
            parse_date(written)
        except InvalidValue:
            return
        yield written
