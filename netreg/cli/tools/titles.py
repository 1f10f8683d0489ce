"""``netreg title``: the titles that this register knows beside netreg's own; ``netreg config titles FILE``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netreg.cli.framework import generic_verbs, import_files, listing, options
from netreg.cli.framework.session import Session
from netreg.entities import OWN_TITLE
from netreg.exchange.importing.import_options import ImportOptions
from netreg.render.results import Detail, Listing, Message


@options.add_record_options
def add(
    session: Session,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="As it stands before a name.", show_default=False)],
    *,
    short: Annotated[str | None, typer.Option("--short", help="The customary short form.")] = None,
    sort: Annotated[str | None, typer.Option("--class", metavar="CLASS", help="For example academic or civil.")] = None,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Add a title, to be parsed off the names of people."""
    texts = {"title": title, "short": short, "sort": sort, **own._asdict()}
    return generic_verbs.add_from_options(session, OWN_TITLE, texts, force=force)


def take_titles(session: Session, file: str | None) -> Listing | Message:
    """Import a table of titles into the register; without a file list those that it has."""
    if file is None:
        return listing.list_records(session, OWN_TITLE, options.ListOptions())
    imports = import_files.FileImports(session, OWN_TITLE, ImportOptions(), import_files.FileSettings())
    return imports.import_all([Path(file)])


GROUP = generic_verbs.build_noun(
    OWN_TITLE, {"add": add}, "Titles of people that this register knows beside netreg's own."
)
