"""``netreg document``: the papers that were attached to agreements, meetings and news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import generic_verbs, listing, options
from netreg.cli.framework.session import Session
from netreg.entities import DOCUMENT
from netreg.errors import InterruptedCommand
from netreg.language import _, ngettext
from netreg.render.results import Listing, Message, RawOutput
from netreg.store.records import lookup, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from netreg.store.records.conditions import Condition


@options.add_query_options
def list_(
    session: Session,
    choice: options.ListOptions,
    agreement: Annotated[str | None, typer.Option("--agreement", help="Of this agreement.")] = None,
    meeting: Annotated[str | None, typer.Option("--meeting", help="Of this meeting.")] = None,
    news: Annotated[str | None, typer.Option("--news", help="Of this news item.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="signed, scan, draft, annex, minutes …")] = None,
    match: options.Match = None,
) -> Listing:
    """List documents."""
    texts = {"agreement": agreement, "meeting": meeting, "news_item": news, "kind": kind}

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, DOCUMENT, session.as_of)
        yield from listing.match_fields(db, DOCUMENT, texts)

    return listing.list_records(session, DOCUMENT, choice, narrowed)


@options.add_view_options
def open_(
    session: Session,
    record: options.Record,
    path: options.PathOnly = False,
    out: options.CopyTo = None,
    force: options.Replace = False,
) -> Message | RawOutput:
    """Show a document, or write a copy of it."""
    from netreg.cli.framework.attachments import present_document

    with session.reading() as db:
        row = records.get_record(db, DOCUMENT, lookup.find_record(db, DOCUMENT, record), session.as_of)
    assert row is not None
    return present_document(session, row, path=path, out=out, force=force)


@options.add_view_options
def purge(session: Session, yes: options.Yes = False, dry_run: options.DryRun = False) -> Message:
    """Delete the files of removed documents for good; this cannot be undone."""
    from netreg.store.attachments import usage

    with session.reading() as db:
        files = usage.find_unreferenced_files(db, session.db)
    sentence = ngettext("delete {n} file for good?", "delete {n} files for good?", len(files)).format(n=len(files))
    generic_verbs.confirm(sentence, yes or dry_run or not files)
    try:
        gone = usage.purge_files(session.db, dry_run=dry_run)
    except (KeyboardInterrupt, SystemExit) as end:
        raise _describe_interruption(files, end) from None
    told = ngettext("deleted {n} file", "deleted {n} files", len(gone)).format(n=len(gone))
    notes = (_("dry run: nothing was deleted"),) if dry_run else ()
    return Message((told,), session.view, {"deleted": [file.name for file in gone]}, notes)


def _describe_interruption(files: list[Path], end: BaseException) -> BaseException:
    """Return how a signal ends the command: the files deleted before are gone for good."""
    deleted = sum(not file.exists() for file in files)
    if not deleted:
        return end
    sentence = ngettext(
        "interrupted; {n} of {total} files was permanently deleted",
        "interrupted; {n} of {total} files were permanently deleted",
        deleted,
    )
    return InterruptedCommand(sentence.format(n=deleted, total=len(files)), _("run it again for the others"), end)


GROUP = generic_verbs.build_noun(
    DOCUMENT,
    {"list": list_, "open": open_, "purge": purge},
    "Documents: the papers attached to agreements, meetings and news.",
    without=("import",),
)
