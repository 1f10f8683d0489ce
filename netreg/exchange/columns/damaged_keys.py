"""Keys, codes and telephone numbers that a spreadsheet program took for numbers: restored where that is exact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.exchange.tables.cell_marks import DAMAGED_KEY
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS = ("E+", "e+", ".0", "'")
_ROUNDED = r"(?a)[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]{1,2}"
_WITH_FRACTION = r"(?a)([0-9]+)\.0+"
_WITH_APOSTROPHE = r"(?a)'([0-9][0-9 \-/]*)"


def mend_keys(cells: Sequence[str]) -> tuple[Sequence[str], dict[int, str], bool]:
    """Return the cells with keys as they were, what was restored in which of them, and whether any has a mark.

    ``401001.0`` and ``'0401001`` are restored; of ``1.10145E+12`` digits are lost, so that it gets a mark.
    """
    joined = "\n".join(cells)
    if not any(sign in joined for sign in _SIGNS):
        return cells, {}, False
    mended, notes = list(cells), dict[int, str]()
    for index, cell in enumerate(map(str.strip, cells)):
        if re.fullmatch(_ROUNDED, cell):
            mended[index] = DAMAGED_KEY + cell
        elif found := re.fullmatch(_WITH_FRACTION, cell):
            mended[index], notes[index] = found[1], _("the .0 behind a number was taken off")
        elif found := re.fullmatch(_WITH_APOSTROPHE, cell):
            mended[index], notes[index] = found[1], _("the apostrophe before a number was taken off")
    return mended, notes, any(cell[:1] == DAMAGED_KEY for cell in mended)
