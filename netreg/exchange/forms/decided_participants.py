"""Participants of whom it was doubtful who they are: the members who they may be, and what was decided of them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from netreg.exchange.headings.targets import PERHAPS, is_decision_heading, is_reason_heading
from netreg.exchange.tables.source_tables import SourceRow
from netreg.language import Label
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.exchange.tables.source_tables import SourceTable

SETTLED = "\x1e"
"""Begins the decision of a row that was settled, which no file can write; behind it stands the doubtful name."""
_MEMBER = Label("สมาชิก: {name}", "member: {name}")
"""How a candidate who is a member is shown among those of a rejected row."""


def show_member(described: str) -> str:
    """Return how a member who somebody may be is shown in a file of rejects."""
    return str(_MEMBER).format(name=described)


def settle_participants(table: SourceTable) -> SourceTable:
    """Return a table of rejected participants with the members who were decided on; any other table as it is."""
    rows = table.rows()
    headings = next(rows, SourceRow(0, [])).cells
    rows.close()  # type: ignore[attr-defined]
    places = _find_places(headings)
    return table if places is None else table._replace(rows=partial(_settle, table, places), blocks=None)


def _find_places(headings: Sequence[str]) -> tuple[int, int, int, int] | None:
    """Return the columns of member, name, decision and candidates, None where there are not all of them."""
    names = [text.clean(one) for one in headings]
    perhaps = [n for n, one in enumerate(names) if one in (PERHAPS.th, PERHAPS.en)]
    decisions = [n for n, one in enumerate(names) if is_decision_heading(one)]
    if not (
        perhaps and decisions and any(map(is_reason_heading, names)) and {"person", "name_as_recorded"} <= {*names}
    ):
        return None
    return names.index("person"), names.index("name_as_recorded"), decisions[0], perhaps[0]


def _settle(table: SourceTable, places: tuple[int, int, int, int]) -> Iterator[SourceRow]:
    """Yield the rows; a decision for a member among the candidates becomes the member, in place of the name."""
    person, name, decision, perhaps = places
    shown = "|".join(re.escape(one.format(name="")) for one in (_MEMBER.th, _MEMBER.en))
    for row in table.rows():
        cells = list(row.cells)
        if len(cells) > max(places):
            chosen = re.match(r"# ?(\d+)", text.to_ascii_digits(text.clean(cells[decision])))
            if chosen and re.search(rf"(?m)^#{chosen[1]} (?:{shown})", cells[perhaps]):
                cells[person], cells[name], cells[decision] = f"#{chosen[1]}", "", f"{SETTLED}{cells[name]}"
        yield row._replace(cells=cells)
