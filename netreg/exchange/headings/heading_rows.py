"""Find the heading row of a table, below any title rows; two rows where one is merged over the other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from netreg.exchange.headings.heading_forms import concerns_somebody_else
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.named_tuples import NamedTuple
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
    """Return the row with the most known headings, by its form if none has any; with the row it is one heading with.

    With `alone` the headings certainly stand in one row.
    """
    if not rows:
        return None
    place = _choose_row(rows, is_known)
    if not alone:
        for upper in (place, place - 1):
            if 0 <= upper < len(rows) - 1 and (names := _join_rows(rows[upper].cells, rows[upper + 1].cells, is_known)):
                return HeadingRow(rows[upper + 1].number, upper + 1, _clean_names(names))
    return HeadingRow(rows[place].number, place, _clean_names(rows[place].cells))


def _choose_row(rows: Sequence[SourceRow], is_known: IsKnown) -> int:
    """Return the place of the heading row.

    Where hardly any word is known it is the first row about as full of different words as any; a text
    alone in its row is never the heading of a table with several columns.
    """
    texts = [{cell for cell in map(text.clean, row.cells) if cell} for row in rows]
    words = [sum(any(map(str.isalpha, cell)) for cell in found) for found in texts]
    wide = [found for found in texts if len(found) >= _FEWEST]
    has_columns = len(wide) * 2 >= len(rows) and (len(rows) > _FEW or any(any(map(is_known, row)) for row in wide))
    scores: list[int] = []
    for found in texts:
        if has_columns and len(found) < _FEWEST:
            scores.append(-1)
        elif len(found) <= max(scores, default=0):  # as it is below the headings: no more of them can be known
            scores.append(0)
        else:
            scores.append(sum(map(is_known, found)))
    best = max(scores)
    if best > 1 or not has_columns:
        return scores.index(best)
    fullest = max(words)
    first = next(n for n, count in enumerate(words) if count * 5 >= fullest * 4)
    known = scores.index(best)
    is_above = known == first - 1 or (known <= first and words[known] * 2 > fullest)
    return known if best == 1 and is_above else first


_FEWEST = 2
"""The cells that the heading row of a table with several columns has at least."""


_FEW = 3
"""So few rows do not show that a table has several columns."""


def _clean_names(cells: Sequence[str]) -> list[str]:
    names = [text.clean(strip_mark(cell)) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _join_rows(upper: Sequence[str], lower: Sequence[str], is_known: IsKnown) -> list[str]:
    """Return the headings that two rows make together; none unless each row says what the other leaves blank.

    Below a heading that is merged over several columns stand those of each; or the lower row
    says the same in another language.
    """
    if len({*filter(None, map(text.clean, upper))}) < _FEWEST:
        return []  # a title above the table
    width = max(len(upper), len(lower))
    above, below = (list(map(text.clean, [*row, *[""] * (width - len(row))])) for row in (upper, lower))
    if names := _join_merged_rows(above, below, is_known):
        return names
    if above == below or any(map(_has_digit, below)):
        return []
    groups = _find_groups(above, below)
    joined = [_join_names(group, low, is_known) for group, low in zip(groups, below, strict=True)]
    filled = [_is_heading(*names, is_known) for names in zip(joined, groups, below, strict=True) if names[2]]
    if not filled or sum(filled) * 2 < len(filled):
        return []
    pairs = list(zip(above, below, strict=True))
    translated = sum(is_known(up) and is_known(low) and up.isascii() != low.isascii() for up, low in pairs)
    in_two_languages = translated * 2 >= sum(map(bool, below))
    under_a_group = any(low and not up for up, low in pairs)
    beside_a_group = any(up and not low and is_known(up) for up, low in pairs)
    if not in_two_languages and not (under_a_group and beside_a_group):
        return []
    spans = [any(low and not up for up, low in pairs[at + 1 : at + 2]) for at in range(width)]
    return [
        up if not low or (is_known(up) and not spans[at] and up) else name
        for at, (up, low, name) in enumerate(zip(above, below, joined, strict=True))
    ]


def _join_merged_rows(above: Sequence[str], below: Sequence[str], is_known: IsKnown) -> list[str]:
    """Return the headings of two rows that are one by their form: below merged headings stand those of each column.

    The text of a merged heading stands in each of its columns, or in the first of them alone; under
    any other heading nothing stands, or the same. None unless that is so.
    """
    groups, spanned = _find_spans(above)
    pairs = list(zip(above, below, strict=True))
    beside = [n for n, (up, low) in enumerate(pairs) if not spanned[n] and up and low in ("", up)]
    if len(beside) < sum(bool(up) and not spanned[n] for n, (up, _low) in enumerate(pairs)) or not beside:
        return []
    if any(low and not spanned[n] and not up for n, (up, low) in enumerate(pairs)):
        return []
    under: dict[str, list[str]] = {}
    for n, (_up, low) in enumerate(pairs):
        if spanned[n] and low and low != groups[n]:
            under.setdefault(groups[n], []).append(low)
    if not any(len(names) > 1 for names in under.values()) or any(
        len({*names}) < len(names) for names in under.values()
    ):
        return []
    if not all(any(map(str.isalpha, name)) for names in under.values() for name in names):
        return []
    is_merged = any(up and up == right for up, right in pairwise(above)) or any(low and low == up for up, low in pairs)
    if not is_merged and len(beside) < _FEWEST:
        return []
    return [
        _join_names(groups[n], low, is_known) if spanned[n] and low and low != groups[n] else up or groups[n]
        for n, (up, low) in enumerate(pairs)
    ]


def _find_spans(above: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Return the upper heading over each column, and whether it stands over several."""
    groups: list[str] = []
    for up in above:
        groups.append(up or (groups[-1] if groups else ""))
    beside = ["", *groups, ""]
    spanned = [bool(group) and group in (beside[n], beside[n + 2]) for n, group in enumerate(groups)]
    return groups, spanned


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
