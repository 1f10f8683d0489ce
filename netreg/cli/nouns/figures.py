"""``netreg org figure``: what an office states of its own size, as it states it."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.entities import FIGURE
from netreg.render.results import Detail
from netreg.store.writes import checked


@options.add_view_options
def add(
    session: Session,
    org: Annotated[str, typer.Argument(metavar="ORG", show_default=False)],
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="graduates, classes, groups, years …", show_default=False)
    ],
    count: Annotated[str, typer.Argument(metavar="COUNT", help="How many.", show_default=False)],
    year: Annotated[str | None, typer.Option("--year", help="The academic year it is for, such as 2549.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it is as of.")] = None,
    wording: Annotated[str | None, typer.Option("--wording", help="In the words of the document.")] = None,
    note: options.Note = None,
    source: options.Source = None,
    dry_run: options.DryRun = False,
) -> Detail:
    """Add a number that an office states."""
    texts = {
        "organisation": org, "subject": subject, "count": count, "academic_year": year, "stated_on": on,
        "wording": wording, "note": note, "source": source,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        number = checked.add_record(db, FIGURE, arguments.read_values(db, FIGURE, texts))
        return generic_verbs.show_written(db, session, FIGURE, number, dry_run=dry_run)
