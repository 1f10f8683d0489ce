"""The signs with which readers of files mark a cell that must not be taken as it stands.

They are noncharacters of Unicode, which no text holds.
"""

from __future__ import annotations

from netreg.errors import InvalidValue
from netreg.language import _

FORMULA = "\ufdd0"
"""A formula, which stands for something that the file does not say."""
LOST = "\ufdd1"
"""A number of which the spreadsheet has lost the last digits."""
ERROR = "\ufdd2"
"""An error of a spreadsheet, such as ``#REF!``."""
BLANK = "\ufdd3"
"""A quote behind a blank, which in a CSV file opens no cell and is a letter like any other."""


def refuse_marked_cell(cell: str) -> None:
    """Refuse a cell that its reader has marked.

    Raises:
        InvalidValue: with the reason.
    """
    if cell[0] == FORMULA:
        raise InvalidValue(_("it is a formula; put its value in the cell"))
    if cell[0] == LOST:
        raise InvalidValue(_("the spreadsheet has lost digits of this number; type it as text"))
    if cell[0] == ERROR:
        raise InvalidValue(_("the spreadsheet shows an error here; mend it there"))
    if cell[0] == BLANK:
        raise InvalidValue(describe_blank_before_quote())


def describe_blank_before_quote() -> str:
    """Why a cell with the mark `BLANK` is refused."""
    return _("a blank stands before a quote, so that it opens no cell; take the blank away")


def strip_mark(cell: str) -> str:
    """The cell without its mark."""
    return cell[1:] if cell[:1] in (FORMULA, LOST, ERROR, BLANK) else cell
