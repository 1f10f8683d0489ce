"""Warnings of what has newly become due, in plain lines that a mail from cron can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.flags import FlagList
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.language import _, ngettext, translate_placeholders
from netreg.render.results import Message
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.core.fields import Style
    from netreg.entities.due.due_items import DueWarning
    from netreg.render.results import View

_DAY = Date("day", "วันที่", "Day")


def build_message(warnings: Sequence[DueWarning], as_of: str, view: View) -> Message:
    """Build the message of all warnings under a heading with their number; without warnings it is empty."""
    style = view.style
    heading = ngettext(
        "netreg: {n} date needs attention, as of {day}", "netreg: {n} dates need attention, as of {day}", len(warnings)
    )
    sentences = [heading.format(n=len(warnings), day=_DAY.show(as_of, style))]
    for warning in warnings:
        sentences += ["", *format_warning(warning, style)]
    return Message(tuple(sentences) if warnings else (), view, [build_warning_object(warning) for warning in warnings])


def format_warning(warning: DueWarning, style: Style) -> Iterator[str]:
    """Yield the lines of a warning: what and when, who is responsible and perhaps gone, what to type."""
    yield make_one_line(
        f"{warning.clock_label} {_DAY.show(warning.day, style)} ({format_days_left(warning)}): {warning.name}"
    )
    yield "  " + make_one_line("; ".join(_list_details(warning, style)))
    if warning.flags:
        yield "  " + make_one_line("; ".join(_explain_flags(warning, style)))
    if warning.handover:
        yield "  " + _("the person responsible has left: {command}").format(
            command=translate_placeholders(warning.handover)
        )
    for number, command in enumerate(warning.commands or (warning.command,)):
        yield "  " + (_("or:   {command}") if number else _("type: {command}")).format(
            command=translate_placeholders(command)
        )
    yield "  " + _("or:   {command}").format(command=warning.acknowledgement)


def _explain_flags(warning: DueWarning, style: Style) -> Iterator[str]:
    """Yield what the flags of the record say of the item."""
    field = BY_NAME[warning.kind].by_name["flags"]
    assert isinstance(field, FlagList)
    yield from (field.explain(flag, style) for flag in warning.flags)


def join_commands(commands: Sequence[str]) -> str:
    """Join commands of which one is to be chosen, each in quotes."""
    return "'" + _("' or '").join(map(translate_placeholders, commands)) + "'" if commands else ""


def format_days_left(warning: DueWarning) -> str:
    """Format how many days are left, or how long ago the day was."""
    days = warning.days_left
    if days == 0:
        return {4: _("this year"), 7: _("this month")}.get(len(warning.day), _("today"))
    if warning.lapsed:
        return ngettext("{n} day ago", "{n} days ago", -days).format(n=-days)
    if days < 0:
        return ngettext("{n} day ago, undecided", "{n} days ago, undecided", -days).format(n=-days)
    return ngettext("{n} day left", "{n} days left", days).format(n=days)


def _list_details(warning: DueWarning, style: Style) -> Iterator[str]:
    yield f"{warning.kind_label} {warning.code or warning.record}"
    yield _("responsible: {name}").format(name=warning.responsible_name or _("nobody"))
    if warning.act_on and warning.act_on != warning.day:
        yield _("working day to act on: {day}").format(day=_DAY.show(warning.act_on, style))
    if warning.extends_to:
        yield _("extends to the working day {day} (s. 193/8)").format(day=_DAY.show(warning.extends_to, style))


def build_warning_object(warning: DueWarning) -> dict[str, Any]:
    """Build the object of a warning, as scripts get it."""
    return warning._asdict() | {"folded": [step.name for step in warning.folded]}
