"""The line and the exit code that Nagios, Icinga and the like expect of a plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.thai_fields import Date
from netreg.language import _, ngettext
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.core.fields import Style
    from netreg.entities.due.due_items import DueItem

FORMAT = "nagios"
OK, WARNING, CRITICAL, UNKNOWN = range(4)
_WORDS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
_DAY = Date("day", "วันที่", "Day")


def format_status(items: Sequence[DueItem], style: Style) -> tuple[str, int]:
    """Format the line about what is due, with its performance data, and return it with the exit code."""
    overdue, near = [i for i in items if i.is_overdue], [i for i in items if not i.is_overdue]
    code = CRITICAL if overdue else WARNING if near else OK
    parts = []
    if overdue:
        sentence = ngettext(
            "{n} expired without a decision: {what}", "{n} expired without a decision, first {what}", len(overdue)
        )
        parts.append(sentence.format(n=len(overdue), what=_describe_item(overdue[0], style)))
    if near:
        sentence = ngettext("{n} is due: {what}", "{n} are due, first {what}", len(near))
        parts.append(sentence.format(n=len(near), what=_describe_item(near[0], style)))
    text = "; ".join(parts) or _("nothing is due")
    return f"{_format_line(code, text)} | overdue={len(overdue)};;0;0 due={len(near)};0;;0", code


def format_unknown(reason: str) -> str:
    """Format the line for a state that could not be determined."""
    return _format_line(UNKNOWN, reason)


def _format_line(code: int, text: str) -> str:
    """Format a line; the text has no bar, since what follows one is performance data."""
    return f"NETREG {_WORDS[code]} - {make_one_line(text).replace('|', '/')}"


def _describe_item(item: DueItem, style: Style) -> str:
    return f"{item.clock.label} {_DAY.show(item.day, style)} {item.name}"
