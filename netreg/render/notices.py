"""Notices of what has newly become due, in plain lines that a mail from cron can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.thai_fields import Date
from netreg.language import _, ngettext
from netreg.render.results import Message
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.core.fields import Style
    from netreg.entities.due.due_items import Notice
    from netreg.render.results import View

_DAY = Date("day", "วันที่", "Day")


def build_message(notices: Sequence[Notice], as_of: str, view: View) -> Message:
    """Build the message of all notices under a heading with their number; without notices it is empty."""
    style = view.style
    heading = ngettext(
        "netreg: {n} date needs attention, as of {day}", "netreg: {n} dates need attention, as of {day}", len(notices)
    )
    sentences = [heading.format(n=len(notices), day=_DAY.show(as_of, style))]
    for notice in notices:
        sentences += ["", *format_notice(notice, style)]
    return Message(tuple(sentences) if notices else (), view, [build_notice_object(notice) for notice in notices])


def format_notice(notice: Notice, style: Style) -> Iterator[str]:
    """Yield the lines of a notice: what and when, who is responsible, what to type."""
    yield make_one_line(
        f"{notice.clock_label} {_DAY.show(notice.day, style)} ({format_days_left(notice)}): {notice.name}"
    )
    yield "  " + make_one_line("; ".join(_list_details(notice, style)))
    yield "  " + _("type: {command}").format(command=notice.command)
    yield "  " + _("or:   {command}").format(command=notice.acknowledgement)


def format_days_left(notice: Notice) -> str:
    """Format how many days are left, or how long ago the day was."""
    days = notice.days_left
    if days == 0:
        return {4: _("this year"), 7: _("this month")}.get(len(notice.day), _("today"))
    if notice.lapsed:
        return ngettext("{n} day ago", "{n} days ago", -days).format(n=-days)
    if days < 0:
        return ngettext("{n} day ago, undecided", "{n} days ago, undecided", -days).format(n=-days)
    return ngettext("{n} day left", "{n} days left", days).format(n=days)


def _list_details(notice: Notice, style: Style) -> Iterator[str]:
    yield f"{notice.kind_label} {notice.code or notice.record}"
    yield _("responsible: {name}").format(name=notice.responsible_name or _("nobody"))
    if notice.act_on and notice.act_on != notice.day:
        yield _("working day to act on: {day}").format(day=_DAY.show(notice.act_on, style))
    if notice.extends_to:
        yield _("runs on to the working day {day} (s. 193/8)").format(day=_DAY.show(notice.extends_to, style))


def build_notice_object(notice: Notice) -> dict[str, Any]:
    """Build the object of a notice, as scripts get it."""
    return notice._asdict() | {"folded": [step.name for step in notice.folded]}
