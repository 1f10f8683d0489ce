"""``netreg calendar``: the days of the register for a phone or a mail program to follow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netreg.cli.framework import options
from netreg.cli.framework.options import is_standard_output
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.language import _
from netreg.render.results import Message, RawOutput


@options.add_view_options
def calendar(
    session: Session,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            readable=False,
            help="The .ics file to write, or to refresh; - is the standard output.",
        ),
    ] = None,
    force: options.Replace = False,
    dry_run: options.DryRun = False,
) -> RawOutput | Message:
    """Write deadlines, terms, meetings and trainings as a calendar with alarms, to a file or the standard output."""
    from netreg.exchange.ical import feed

    with session.reading() as db:
        made = feed.build_feed(db, session.frame, is_past=session.is_past)
    if out is None or is_standard_output(out):
        return RawOutput(made.content, session.view, made.left_out)
    new = feed.refresh_file(out, made.content, force=force, dry_run=dry_run)
    told = _("wrote {file}") if new else _("{file} is up to date")
    left_out = made.left_out if new else ()  # said when the file was written: cron has nothing to mail
    notes = (*left_out, *make_dry_run_note(dry_run=dry_run))
    data = {"file": str(out), "events": made.content.count(b"BEGIN:VEVENT"), "written": new and not dry_run}
    return Message((told.format(file=out),), session.view, data, notes)
