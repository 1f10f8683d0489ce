"""Compare the states that a file says of agreements with those that their days derive."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from netreg.core.choice_fields import Choice
from netreg.core.thai_fields import Date, TermField
from netreg.entities.agreement import STATES
from netreg.entities.agreement.agreements import AGREEMENT
from netreg.entities.agreement.derived_dates import compute_dates, derive_state
from netreg.entities.agreement.term_columns import note_state, read_state_words
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netreg.exchange.columns.cell_columns import CellColumn

_ALIKE = {
    "in_force": ("in_force", "in_grace"),
    "expired": ("expired", "in_grace"),
    "in_grace": ("expired", "in_grace"),
    "draft": ("draft", "awaiting_signatures"),
    "awaiting_signatures": ("draft", "awaiting_signatures"),
}
"""The derived states that do not contradict one that a file says."""
_BASIS = tuple(
    field.name
    for field in AGREEMENT.stored
    if isinstance(field, Date | TermField) or field.name in ("renewal", "first_day_counted", "grace_days")
)
"""The fields that a state rests on."""


def _get_choice(name: str) -> Choice:
    choice = AGREEMENT.by_name[name]
    assert isinstance(choice, Choice)
    return choice


_FINAL, _STATE = _get_choice("final_status"), _get_choice("state")


class SaidStates:
    """The comparison of one table, whose columns have their `places` by the names of fields."""

    def __init__(self, places: Mapping[str, int], today: str) -> None:
        self.places = places
        self.basis = {name: places[name] for name in _BASIS if name in places and name != "final_on"}
        self.derive = lru_cache(1 << 12)(lambda *values: _derive(dict(zip(self.basis, values, strict=True)), today))

    def compare(self, column: CellColumn, columns: list[Any]) -> None:
        """Note the states that the days of a row contradict; what is called off after the signing was ended early."""
        values = [columns[place] or [None] * len(column.cells) for place in self.basis.values()]
        for index, cell in enumerate(column.cells):
            if not cell:
                continue
            read = read_state_words(cell, _FINAL, _STATE)
            if read.final != "cancelled" and not read.said:
                continue
            derived = self.derive(*(one[index] for one in values))
            if read.said:
                self._tell(column, columns, index, read.said, derived)
            elif derived not in _ALIKE["draft"]:
                _set(columns, self.places["final_status"], index, "terminated")
                column.note(index, _("taken for one that a party ended, since it was signed"))

    def _tell(self, column: CellColumn, columns: list[Any], index: int, said: str, derived: str) -> None:
        place = self.places["note"]
        if derived in _ALIKE.get(said, (said,)):
            if columns[place] is None or columns[place][index] is None:
                column.note(index, _("left out: the state follows from the days of the agreement"))
            return
        sentence = _("kept in the note; by its days it is: {state}")
        column.note(index, sentence.format(state=STATES.get(derived, derived)))
        note, before = note_state(column.cells[index]), columns[place][index] if columns[place] else None
        if note not in (before or ""):
            _set(columns, place, index, f"{before}; {note}" if before else note)


def _set(columns: list[Any], place: int, index: int, value: str) -> None:
    values: Sequence[Any] = columns[place]
    columns[place] = [*values]
    columns[place][index] = value


def _derive(values: Mapping[str, Any], today: str) -> str:
    row = {**dict.fromkeys(AGREEMENT.by_name), **values}
    try:
        as_of = date.fromisoformat(today)
        return derive_state(row, compute_dates(row, as_of), as_of)
    except (OverflowError, ValueError):  # its days are refused by themselves
        return ""
