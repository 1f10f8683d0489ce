"""``netreg`` alone: the day at a glance on a terminal, and how to begin where there is no register yet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from netreg.core.thai_fields import Date, Moment, TermField
from netreg.entities import BY_NAME
from netreg.errors import NoDatabase
from netreg.language import _, ngettext, translate_placeholders
from netreg.render import console
from netreg.render.results import Listing, Message, Overview, OverviewPart
from netreg.store.records.records import count_records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.framework.session import Session

_MOST_LINES = 3
_MANY_RECORDS = 20_000
"""So many names are too many for all checks to be run for a glance."""
_DAY, _MOMENT = Date("day", "", ""), Moment("at", "", "")


def show_glance(session: Session) -> Overview | Message:
    """Show what is due, what is new and what checks find; through a pipe, which reads no glance, the usage alone."""
    if console.choose_format(session.view) != "table":
        return Message(tuple(_list_usage()), session.view)
    try:
        with session.reading() as db:
            head = (f"netreg · {_DAY.show(session.as_of.isoformat(), session.view.style)} · {_describe_size(db)}",)
            if not any(count_records(db, BY_NAME[kind]) for kind in _COUNTED):
                return _build(session, head, (OverviewPart(_("How to begin"), lines=tuple(_align(_FILL))),))
            parts = (*_list_due(db, session), *_list_new(db, session), *_list_findings(db, session))
    except NoDatabase as error:
        return _show_beginning(session, str(error).partition(";")[0])
    often = OverviewPart(_("Used most"), lines=tuple(_align(_OFTEN)))
    return _build(session, head, (*parts, often))


def _build(session: Session, head: tuple[str, ...], parts: tuple[OverviewPart, ...]) -> Overview:
    hints = (_("netreg help: all commands and topics"),)
    return Overview(head, parts, hints, Listing((), [], session.view), session.view)


def _list_usage() -> Iterator[str]:
    yield _("usage: netreg NOUN VERB …, such as 'netreg agreement list'")
    yield _("netreg help: all commands and topics")


_OFTEN = (
    ("netreg due", "what runs out next"),
    ("netreg search TEXT", "find anything by a word"),
    ("netreg agreement list", "all agreements, and how they stand"),
    ("netreg member import FILE", "take over a file that was sent"),
    ("netreg undo", "take the last command back"),
)
_COUNTED = ("person", "organisation", "agreement")
_FILL = (
    ("netreg org add NAME", "add your organisation, then its partners"),
    ("netreg member add", "add people, one by one"),
    ("netreg member import FILE", "or a whole list from Excel or CSV"),
    ("netreg agreement add", "record an agreement"),
    ("netreg meeting add", "record a meeting"),
)
_BEGIN = (
    ("netreg init", "create your register"),
    ("netreg demo", "or try everything with sample data first"),
    ("netreg member add", "then add people, one by one"),
    ("netreg member import FILE", "or a whole list from Excel or CSV"),
    ("netreg help import", "how files are read"),
)


def _align(lines: tuple[tuple[str, str], ...]) -> Iterator[str]:
    shown = [(translate_placeholders(command), _(said)) for command, said in lines]
    width = max(_measure(command) for command, _said in shown)
    yield from (f"{command}{' ' * (width - _measure(command))}  {said}" for command, said in shown)


def _measure(command: str) -> int:
    """Count the letters that take room: signs above and below others take none."""
    return sum(category(letter) != "Mn" for letter in command)


def _show_beginning(session: Session, reason: str) -> Overview:
    begin = OverviewPart(_("How to begin"), lines=tuple(_align(_BEGIN)))
    return _build(session, (_("netreg · the register of your network"), reason), (begin,))


def _describe_size(db: sqlite3.Connection) -> str:
    """Say how many people, organisations and agreements there are."""
    people, organisations, agreements = (count_records(db, BY_NAME[kind]) for kind in _COUNTED)
    return " · ".join(
        (
            ngettext("{n} person", "{n} people", people).format(n=f"{people:,}"),
            ngettext("{n} organisation", "{n} organisations", organisations).format(n=f"{organisations:,}"),
            ngettext("{n} agreement", "{n} agreements", agreements).format(n=f"{agreements:,}"),
        )
    )


def _list_due(db: sqlite3.Connection, session: Session) -> Iterator[OverviewPart]:
    """Yield what is near, the next first, and how much has run out."""
    from netreg.store.reminders import due_list
    from netreg.thai.dates import terms

    frame, style = session.frame, session.view.style
    found = due_list.list_due_items(db, frame, terms.add_term(frame.as_of, frame.window))
    loud = [item for item in found if not item.is_silenced]
    near = sorted((item for item in loud if not item.is_overdue), key=lambda item: item.first)
    past = len(loud) - len(near)
    lines = [f"{_DAY.show(one.day, style)} · {one.clock.label} · {one.name}" for one in near[:_MOST_LINES]]
    if not lines:
        lines.append(_("nothing in the next {days}").format(days=TermField("", "", "").show(frame.window, style)))
    if (more := len(near) - _MOST_LINES) > 0:
        lines.append(ngettext("and {n} more: netreg due", "and {n} more: netreg due", more).format(n=more))
    if past:
        sentence = ngettext(
            "{n} has run out without a decision: netreg due --overdue",
            "{n} have run out without a decision: netreg due --overdue",
            past,
        )
        lines.append(sentence.format(n=past))
    yield OverviewPart(_("Due"), lines=tuple(lines))


def _list_new(db: sqlite3.Connection, session: Session) -> Iterator[OverviewPart]:
    """Yield the last commands that changed something."""
    from netreg.cli.maintenance.history import describe_command
    from netreg.store.history.changes import select_last_commands

    lines = [
        f"{_MOMENT.show(one.at, session.view.style)} · {one.actor} · {one.words} · {describe_command(db, one)}"
        for one in select_last_commands(db, _MOST_LINES)
    ]
    yield OverviewPart(_("New"), lines=tuple(lines) or (_("nothing yet"),))


def _list_findings(db: sqlite3.Connection, session: Session) -> Iterator[OverviewPart]:
    """Yield what the checks find, the gravest first; of a long register only how to ask."""
    if sum(count_records(db, BY_NAME[kind]) for kind in ("person", "agreement")) > _MANY_RECORDS:
        yield OverviewPart(_("Checks"), lines=(_("see 'netreg check'"),))
        return
    from netreg.store.checks import register

    found = [one for one in register.find_findings(db, session.frame, register.Scope()) if one.reason is None]
    titles: dict[str, int] = {}
    for one in found:
        titles[str(one.check.title)] = titles.get(str(one.check.title), 0) + 1
    lines = [f"{count} × {title}" for title, count in list(titles.items())[:_MOST_LINES]]
    if len(titles) > _MOST_LINES:
        sentence = ngettext("{n} finding in all: netreg check", "{n} findings in all: netreg check", len(found))
        lines.append(sentence.format(n=len(found)))
    yield OverviewPart(_("Checks"), lines=tuple(lines) or (_("nothing was found"),))
