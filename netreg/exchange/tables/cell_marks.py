"""Marks that readers put before cells that must not be taken as they stand.

They are noncharacters of Unicode, which no text contains.
"""

from __future__ import annotations

from netreg.errors import InvalidValue
from netreg.language import _

FORMULA = "\ufdd0"
"""A formula whose result the file does not say."""
LOST = "\ufdd1"
"""A number of which the spreadsheet has lost the last digits."""
ERROR = "\ufdd2"
"""An error of a spreadsheet, such as ``#REF!``."""
BLANK = "\ufdd3"
"""A quote after a space, which in a CSV file does not open a quoted cell and is a character like any other."""

CLASH = "\ufdda"
"""A cell that another column or an option contradicts: behind it the cell, the mark again, and the reason."""


def refuse_marked_cell(cell: str) -> None:
    """Refuse a cell that its reader has marked.

    Raises:
        InvalidValue: with the reason.
    """
    if cell[0] == FORMULA:
        raise InvalidValue(_("this is a formula; enter its value instead"))
    if cell[0] == LOST:
        raise InvalidValue(_("the spreadsheet has lost digits of this number; enter it as text"))
    if cell[0] == ERROR:
        raise InvalidValue(_("the spreadsheet shows an error in this cell; correct it there"))
    if cell[0] == BLANK:
        raise InvalidValue(describe_blank_before_quote())
    if cell[0] == CLASH:
        raise InvalidValue(cell.rpartition(CLASH)[2])


def describe_blank_before_quote() -> str:
    """Return why a cell with the mark `BLANK` is refused."""
    return _("there is a space before the opening quote; remove the space")


def strip_mark(cell: str) -> str:
    """Return the cell without its mark."""
    if cell[:1] == CLASH:
        return cell[1:].partition(CLASH)[0]
    return cell[1:] if cell[:1] in (FORMULA, LOST, ERROR, BLANK) else cell
