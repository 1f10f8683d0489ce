"""``netreg help``: what no command's own help page can say."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework.session import Session
from netreg.errors import EXIT_CODES, UsageError, list_names
from netreg.language import _
from netreg.render.results import Message


def _explain_exit_codes() -> list[str]:
    return [f"{code:>4}  {_(meaning)}" for code, meaning in EXIT_CODES.items()]


def _explain_dates() -> list[str]:
    return [
        _("A year 2400-2640 is พ.ศ., 1800-2100 is ค.ศ.; day, month, year in this order, or ISO year-month-day."),
        _("Thai and English months, full or short, Thai digits, a weekday (it must be right), เวลา 09.00 น."),
        _("Two digits with a Thai month are 25yy; in numbers alone 37-79 are 25yy, others are refused."),
        _("A month (ส.ค. 2564) or a year (2564) alone is kept as such."),
        _("--as-of, and --since of the history, also take today, +90d, -3m."),
        _("Try one: netreg date '29/02/2567'"),
    ]


def _explain_records() -> list[str]:
    return [
        _("RECORD is a code (kku-lib), a number (12) or an exact name; blanks, dots and titles do not matter."),
        _("An official code, a staff number and an e-mail address name a record too; #12 is always record 12."),
        _("Field names for --columns, --sort and edit: netreg NOUN show RECORD --json"),
    ]


TOPICS = {"exit-codes": _explain_exit_codes, "dates": _explain_dates, "records": _explain_records}


def help_(
    ctx: typer.Context,
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="exit-codes, dates or records.")] = None,
) -> Message:
    """Explain exit-codes, dates or records."""
    session: Session = ctx.obj
    if topic is None:
        return Message(
            (_("topics: {names}").format(names=", ".join(TOPICS)), _("commands: netreg --help")), session.view
        )
    if topic not in TOPICS:
        raise UsageError(_("unknown topic '{topic}'").format(topic=topic), list_names(TOPICS))
    return Message(tuple(TOPICS[topic]()), session.view)
