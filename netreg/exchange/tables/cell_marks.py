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

DITTO = "\ufdd8"
"""A ditto mark: behind it the mark as written, this character again, and the value above it, empty without one."""
CLASH = "\ufdda"
"""A cell that another column or an option contradicts: behind it the cell, the mark again, and the reason."""
GARBLED = "\ufdd4"
"""Text in a wrong encoding that cannot be turned back with certainty."""
LOST_LETTERS = "\ufdd5"
"""Text in which letters were replaced by question marks."""
MIXED = "\ufdd6"
"""A word with letters of several scripts."""
DAMAGED_KEY = "\ufdd7"
"""A number that a spreadsheet program has rounded, such as ``1.10145E+12``."""
ERROR_VALUES = frozenset(
    {"#N/A", "#N/A!", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!"}
    | {"#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA", "#ERROR!"}
    | {*(f"Err:{number}" for number in range(501, 540)), *("#" * count for count in range(3, 30))}
)
"""What spreadsheet programs show in the place of a value, which files saved as text have as it stands."""
MARKS = (FORMULA, LOST, ERROR, BLANK, GARBLED, LOST_LETTERS, MIXED, DAMAGED_KEY, DITTO, CLASH)


def refuse_marked_cell(cell: str) -> None:
    """Refuse a cell that its reader has marked.

    Raises:
        InvalidValue: with the reason.
    """
    if cell[0] == CLASH:
        raise InvalidValue(cell.rpartition(CLASH)[2])
    if cell[0] in MARKS and (reason := _describe_mark(cell[0])):
        raise InvalidValue(reason)


def _describe_mark(mark: str) -> str:
    """Return why a cell with this mark is refused; an empty text for any other character."""
    reasons = {
        FORMULA: _("this is a formula; enter its value instead"),
        LOST: _("the spreadsheet has lost digits of this number; enter it as text"),
        ERROR: _("this is an error value of the spreadsheet; correct it there"),
        DITTO: _("this is a ditto mark without a value above it; enter the value"),
        BLANK: describe_blank_before_quote(),
        GARBLED: _("this is text in a wrong encoding; import the original file, or type it again"),
        LOST_LETTERS: _("letters are lost here ('?' in their place); import the original file, or type it again"),
        MIXED: _("one word has letters of several scripts, or strange signs; type it again"),
        DAMAGED_KEY: _("a spreadsheet program has rounded this number; format the column as text and enter it again"),
    }
    return reasons.get(mark, "")


def describe_blank_before_quote() -> str:
    """Return why a cell with the mark `BLANK` is refused."""
    return _("there is a space before the opening quote; remove the space")


def strip_mark(cell: str) -> str:
    """Return the cell without its mark; of a ditto mark the value that it stands for."""
    if cell[:1] == CLASH:
        return cell[1:].partition(CLASH)[0]
    if cell[:1] == DITTO:
        written, _mark, value = cell[1:].partition(DITTO)
        return strip_mark(value) or written
    return cell[1:] if cell[:1] in MARKS else cell
