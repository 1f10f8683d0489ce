"""Certificate numbers, made by a pattern and counted on from those that were given."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_KNOWN = ("n", "year", "cohort")


class NumberPattern(NamedTuple):
    """A pattern of certificate numbers, and the values in it.

    ``{n}`` counts (``{n:03}`` with zeros ahead), ``{year}`` is the year (พ.ศ.) of the
    certificates, ``{cohort}`` the number of the cohort.
    """

    written: str
    year: int
    cohort: int

    def format_number(self, n: int) -> str:
        """Return the `n`-th number."""
        return self.written.format(n=n, year=self.year, cohort=self.cohort)

    def find_highest(self, given: Iterable[str]) -> int:
        """Return the highest `n` among the given numbers of this pattern; 0 without any."""
        form = "".join(self._piece(literal, name) for literal, name, _spec, _conversion in _parse_parts(self.written))
        found = (re.fullmatch(form, number) for number in given)
        return max((int(one["n"]) for one in found if one), default=0)

    def _piece(self, literal: str, name: str | None) -> str:
        values = {None: "", "n": "(?P<n>[0-9]{1,9})", "year": str(self.year), "cohort": str(self.cohort)}
        return re.escape(literal) + values[name]


def _parse_parts(written: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return list(Formatter().parse(written))


def parse_pattern(written: str, year: int, cohort: int) -> NumberPattern:
    """Parse a pattern.

    Raises:
        InvalidValue: unless it has ``{n}`` exactly once, and only known names in braces.
    """
    try:
        parts = _parse_parts(written)
    except ValueError:
        raise InvalidValue(
            _("'{text}' has an unmatched brace; write it like {example}").format(**_quote_example(written))
        ) from None
    for _literal, name, spec, conversion in parts:
        if name is None:
            continue
        if name not in _KNOWN or conversion or not re.fullmatch(r"(0?[1-9])?" if name == "n" else "", spec or ""):
            raise InvalidValue(
                _("'{text}' is not a valid pattern: only {{n}}, {{year}} and {{cohort}} are allowed in braces").format(
                    text=written
                )
            )
    if [part[1] for part in parts].count("n") != 1:
        raise InvalidValue(
            _("'{text}' must have {{n}} exactly once; write it like {example}").format(**_quote_example(written))
        )
    return NumberPattern(written, year, cohort)


def _quote_example(written: str) -> dict[str, str]:
    return {"text": written, "example": "'{n}/{year}'"}
