"""Find the heading row of a table, below any title rows; two rows where one is merged over the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netreg.exchange.headings.heading_forms import concerns_somebody_else
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netreg.exchange.tables.source_tables import SourceRow

    IsKnown = Callable[[str], bool]

MAX_ABOVE = 30
"""The number of rows in which the heading row is searched."""


class HeadingRow(NamedTuple):
    """The headings of a table: the number of the last row they stand in, and its place among the rows searched."""

    number: int
    place: int
    names: list[str]


def find_heading_row(rows: Sequence[SourceRow], is_known: IsKnown, *, alone: bool = False) -> HeadingRow | None:
    """Return the row with the most known headings, the first if none has any; with the row it is one heading with.

    With `alone` the headings certainly stand in one row.
    """
    if not rows:
        return None
    scores = [sum(map(is_known, set(filter(None, row.cells)))) for row in rows]
    place = scores.index(max(scores))
    if not alone:
        for upper in (place, place - 1):
            if 0 <= upper < len(rows) - 1 and (names := _join_rows(rows[upper].cells, rows[upper + 1].cells, is_known)):
                return HeadingRow(rows[upper + 1].number, upper + 1, _clean_names(names))
    return HeadingRow(rows[place].number, place, _clean_names(rows[place].cells))


def _clean_names(cells: Sequence[str]) -> list[str]:
    names = [text.clean(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _join_rows(upper: Sequence[str], lower: Sequence[str], is_known: IsKnown) -> list[str]:
    """Return the headings that two rows make together; none unless each row says what the other leaves blank.

    Below a heading that is merged over several columns stand those of each; or the lower row
    says the same in another language.
    """
    width = max(len(upper), len(lower))
    above, below = (list(map(text.clean, [*row, *[""] * (width - len(row))])) for row in (upper, lower))
    groups = _find_groups(above, below)
    joined = [_join_names(group, low, is_known) for group, low in zip(groups, below, strict=True)]
    filled = [_is_heading(*names, is_known) for names in zip(joined, groups, below, strict=True) if names[2]]
    if above == below or not filled or sum(filled) * 2 < len(filled) or any(map(_has_digit, below)):
        return []
    pairs = list(zip(above, below, strict=True))
    in_two_languages = any(is_known(up) and is_known(low) and up.isascii() != low.isascii() for up, low in pairs)
    under_a_group = any(low and not up for up, low in pairs)
    beside_a_group = any(up and not low and is_known(up) for up, low in pairs)
    if not in_two_languages and not (under_a_group and beside_a_group):
        return []
    spans = [any(low and not up for up, low in pairs[at + 1 : at + 2]) for at in range(width)]
    return [
        up if not low or (is_known(up) and not spans[at] and up) else name
        for at, (up, low, name) in enumerate(zip(above, below, joined, strict=True))
    ]


def _find_groups(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the upper heading over each column: a merged one stands over those to its right as well."""
    groups, group = [], ""
    for up, low in zip(above, below, strict=True):
        if up:
            group = up if low else ""
        elif not low:
            group = ""
        groups.append(up or group)
    return groups


def _join_names(group: str, low: str, is_known: IsKnown) -> str:
    """Return the heading that an upper and a lower one make: the lower alone where that says enough."""
    whole = f"{group} {low}".strip()
    if not group or (is_known(low) and not is_known(whole) and not concerns_somebody_else(group)):
        return low
    return whole


def _is_heading(joined: str, group: str, low: str, is_known: IsKnown) -> bool:
    return is_known(low) or is_known(joined) or concerns_somebody_else(group)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))
