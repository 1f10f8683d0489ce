"""One line and an exit code as Nagios, Icinga and their kin expect them of a plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.thai_fields import Date
from netreg.language import _, ngettext
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.core.fields import Style
    from netreg.entities.due.due import Item

FORMAT = "nagios"
OK, WARNING, CRITICAL, UNKNOWN = range(4)
_WORDS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
_DAY = Date("day", "วันที่", "Day")


def format_status(items: Sequence[Item], style: Style) -> tuple[str, int]:
    """The line about what is due, with its performance data, and the exit code."""
    gone, near = [i for i in items if i.overdue], [i for i in items if not i.overdue]
    code = CRITICAL if gone else WARNING if near else OK
    parts = []
    if gone:
        told = ngettext("{n} has run out undecided: {what}", "{n} have run out undecided, first {what}", len(gone))
        parts.append(told.format(n=len(gone), what=_what(gone[0], style)))
    if near:
        told = ngettext("{n} is due: {what}", "{n} are due, first {what}", len(near))
        parts.append(told.format(n=len(near), what=_what(near[0], style)))
    text = "; ".join(parts) or _("nothing is due")
    return f"{_line(code, text)} | overdue={len(gone)};;0;0 due={len(near)};0;;0", code


def format_unknown(reason: str) -> str:
    """The line where nothing could be found out."""
    return _line(UNKNOWN, reason)


def _line(code: int, text: str) -> str:
    """What stands behind a bar is performance data, so the text has none."""
    return f"NETREG {_WORDS[code]} - {make_one_line(text).replace('|', '/')}"


def _what(item: Item, style: Style) -> str:
    return f"{item.clock.label} {_DAY.show(item.day, style)} {item.name}"
