"""The signs with which readers of files mark a cell that must not be taken as it stands.

They are noncharacters of Unicode, which no text holds.
"""

from __future__ import annotations

from netreg.errors import Refused
from netreg.language import _

FORMULA = "\ufdd0"
"""A formula, which stands for something that the file does not say."""
LOST = "\ufdd1"
"""A number of which the spreadsheet has lost the last digits."""
ERROR = "\ufdd2"
"""An error of a spreadsheet, such as ``#REF!``."""


def refuse_marked(cell: str) -> None:
    """Refuse a cell that its reader has marked.

    Raises:
        Refused: with the reason.
    """
    if cell[0] == FORMULA:
        raise Refused(_("it is a formula; put its value in the cell"))
    if cell[0] == LOST:
        raise Refused(_("the spreadsheet has lost digits of this number; type it as text"))
    if cell[0] == ERROR:
        raise Refused(_("the spreadsheet shows an error here; mend it there"))


def unmarked(cell: str) -> str:
    """The cell without its mark."""
    return cell[1:] if cell[:1] in (FORMULA, LOST, ERROR) else cell
