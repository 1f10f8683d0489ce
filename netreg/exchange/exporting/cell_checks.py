"""Checks of cells that are typed into a template: a warning while typing, never a refusal.

Excel takes a formula of at most 255 characters, without arrays. Dates are typed as texts, in any form that
netreg reads, so that the formulas find what surely is none: a day or month that does not exist between
slashes, and a text that does not end like a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.thai_fields import Date
from netreg.language import Label

if TYPE_CHECKING:
    from netreg.core.fields import Field

_DIGITS = '"0123456789๐๑๒๓๔๕๖๗๘๙"'
_YEAR = 'IFERROR(RIGHT({cell},4)-543*(RIGHT({cell},4)>"24"),2000)'
_MONTH = 'SUBSTITUTE(MID({cell},FIND("/",{cell})+1,2),"/","")'
_DAY = 'LEFT({cell},FIND("/",{cell})-1)'
_DATE = f"IFERROR(MONTH(DATE({_YEAR},{_MONTH},{_DAY}))-{_MONTH}=0,ISNUMBER(FIND(RIGHT(TRIM({{cell}})),{_DIGITS})))"
_MOMENT = f'ISNUMBER(FIND(RIGHT(SUBSTITUTE(SUBSTITUTE({{cell}}," ",""),"น.","")),{_DIGITS}))'

WARNING = Label(
    "ไม่ใช่วันที่ที่ netreg อ่านได้ โปรดเขียนเช่น 5 ส.ค. 2564 หรือ 5/8/2564",
    "This is not a date that netreg reads. Write it like 5 ส.ค. 2564, 5/8/2564 or 2021-08-05.",
)


def find_check(field: Field) -> str:
    """Return the formula that holds for what may be typed, with ``{cell}`` in it; empty if anything may."""
    if not isinstance(field, Date):
        return ""
    return _MOMENT if field.time else _DATE
