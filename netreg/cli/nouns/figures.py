"""``netreg org figure``: what an office states of its own size, as it states it."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.entities import FIGURE
from netreg.render.results import Detail, Message


@options.add_record_options
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
    *,
    own: options.Provenance,
) -> Detail | Message:
    """Add a number that an office states."""
    texts = {
        "organisation": org, "subject": subject, "count": count, "academic_year": year, "stated_on": on,
        "wording": wording, **own._asdict(),
    }  # fmt: skip
    return generic_verbs.add_from_options(session, FIGURE, texts)
