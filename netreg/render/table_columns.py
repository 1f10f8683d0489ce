"""The columns of a table: which have room on a terminal, the least needed left out first, and how wide each must be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from netreg.core.thai_fields import Date, Moment
from netreg.language import _
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netreg.core.fields import Field

GAP = 2
"""The blanks between two columns."""
_LEAST_OF_WIDE, _LEAST_OF_NAME, _LEAST_OF_NARROW, _LONGEST_CODE = 18, 14, 8, 26
_LATIN_WORD = re.compile(rf"(?<!\S)[A-Za-z]{{{_LEAST_OF_NARROW + 1},14}}(?!\S)")
"""A word that has no room in the narrowest column, and is not so long that it were better cut."""

# What lists can do without, the least needed first: cards show it.
_SPARE = ("uid", "attendance_count", "party_count", "act_on", "extends_to", "venues", "organiser", "phone", "email",
          "province", "due")  # fmt: skip
# How something stands is needed more than what else is known of it.
_NEEDED = ("state", "end", "days_left", "day", "starts_at", "flags", "person", "current_posts")


class ChosenColumns(NamedTuple):
    """The places of the columns that are shown, and of those that have no room."""

    shown: tuple[int, ...]
    hidden: tuple[int, ...]


def choose_columns(fields: Sequence[Field], cells: list[list[str]], width: int) -> ChosenColumns:
    """Choose the columns that have room; the name and the code of a record always stay."""
    _wanted, least = measure_columns(fields, cells)
    shown = list(range(len(fields)))
    for at in _order_spare(fields, cells):
        if sum_widths([least[place] for place in shown]) <= width:
            break
        shown.remove(at)
    if sum_widths([least[place] for place in shown]) > width:  # a block of lines for each row has room for all
        shown = list(range(len(fields)))
    return ChosenColumns(tuple(shown), tuple(at for at in range(len(fields)) if at not in shown))


def _order_spare(fields: Sequence[Field], cells: list[list[str]]) -> Iterator[int]:
    """Yield the places of columns that may be left out, the least needed first."""
    places = {field.name: at for at, field in enumerate(fields)}
    name = next((at for at, field in enumerate(fields) if field.name not in ("id", "code")), 0)
    kept = {name, places.get("code")}
    known = [places[word] for word in _SPARE if word in places]
    known += [at for at, field in enumerate(fields) if field.is_picture]
    if "id" in places and "code" in places and all(row[places["code"]] for row in cells):
        known.append(places["id"])
    rest = [at for at in reversed(range(len(fields))) if fields[at].name != "id"]
    known += [at for at in rest if fields[at].name not in _NEEDED]
    yield from (at for at in dict.fromkeys(known) if at not in kept)


def describe_hidden(fields: Sequence[Field]) -> str:
    """Name the columns that are left out, and say how to see them; a picture is none of the fields."""
    fields = [field for field in fields if not field.is_picture]
    if not fields:
        return ""
    return _("not shown: {labels}; widen the terminal, or choose with --columns {names}").format(
        labels=", ".join(str(field.label) for field in fields), names=",".join(field.name for field in fields)
    )


def measure_columns(fields: Sequence[Field], cells: list[list[str]]) -> tuple[list[int], list[int]]:
    """Measure the width each column needs to show its cells unbroken, and the least it can have."""
    wanted, least = [], []
    for at, field in enumerate(fields):
        content = max((cell_len(line) for row in cells for line in row[at].split("\n")), default=0)
        wanted.append(max(content, cell_len(str(field.label))))
        is_wide = content > 2 * _LEAST_OF_WIDE
        narrow = _LEAST_OF_WIDE if is_wide else _find_longest_word(row[at] for row in cells)
        narrow = max(narrow, _LEAST_OF_NAME) if field.is_name else narrow
        least.append(max(content, 4) if _is_unbreakable(field, content) else min(wanted[-1], narrow))
    return wanted, least


def _find_longest_word(cells: Iterable[str]) -> int:
    """Return the least width of a narrow column: that of its longest word in Latin letters, which reads badly cut."""
    return max(map(len, _LATIN_WORD.findall(" ".join(cells))), default=_LEAST_OF_NARROW)


def sum_widths(widths: Sequence[int]) -> int:
    """Return the width of a table whose columns have these widths."""
    return sum(widths) + GAP * (len(widths) - 1)


def is_number(field: Field) -> bool:
    """Tell whether a column is aligned to the right."""
    return field.is_numeric or field.name == "days_left"


def _is_unbreakable(field: Field, content: int) -> bool:
    """Tell whether the cells of a column read badly when broken: numbers, dates, pictures, codes, which are copied."""
    if field.name == "code":
        return content <= _LONGEST_CODE
    return is_number(field) or isinstance(field, Date | Moment) or field.name == "id" or field.is_picture
