"""``netreg demo``: a register made from the sample data, to look around in."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from netreg.cli.agreement.agreement_list import AgreementFilter
from netreg.cli.agreement.agreement_list import list_ as list_agreements
from netreg.cli.framework.options import ListOptions
from netreg.cli.framework.session import Session
from netreg.cli.tools.stats import count_records
from netreg.config import find_actor
from netreg.entities import BY_NAME
from netreg.errors import MissingFile, NotAllowed, UsageError, quote_word
from netreg.exchange.importing import import_file
from netreg.exchange.tables import open_file
from netreg.language import _
from netreg.render.results import Message, ResultGroup
from netreg.store import commands, connections, database, demo_mark, done_work
from netreg.store.attachments.file_store import sync_folder
from netreg.store.output_gate import choose_partial, resolve_output

# In the order in which one points to another.
FILES = {
    "organisations.csv": "organisation",
    "figures.csv": "figure",
    "members.csv": "person",
    "posts.csv": "post",
    "groups.csv": "member_group",
    "agreements.csv": "agreement",
    "purposes.csv": "purpose",
    "parties.csv": "party",
    "signatories.csv": "signatory",
    "meeting_series.csv": "meeting_series",
    "meetings.csv": "meeting",
    "agenda.csv": "agenda_item",
    "attendance.csv": "attendance",
    "head_counts.csv": "head_count",
    "opinions.csv": "opinion",
    "courses.csv": "course",
    "cohorts.csv": "cohort",
    "sessions.csv": "session",
    "enrolments.csv": "enrolment",
    "activities.csv": "activity",
    "news.csv": "news_item",
    "credits.csv": "credit",
}
AS_OF = date(2020, 7, 1)


def demo(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[PATH]", readable=False, help="The file to create: netreg-demo.db."),
    ] = None,
) -> ResultGroup:
    """Create a demonstration register from the sample data, and show it."""
    session: Session = ctx.obj
    path = _choose_path(path, ctx.find_root().params.get("db"))
    today = session._replace(db=path)
    session = today._replace(as_of=AS_OF)
    _create_demo(path)
    head = Message((_("{path} holds the sample data; it is a demonstration, change what you like").format(path=path),))
    soon = list_agreements(session, ListOptions(), AgreementFilter(expiring=True))
    return ResultGroup(
        (
            head,
            count_records(today),
            Message((_("What expires within 90 days of 1 July 2563:"),)),
            soon._replace(view=session.view, notes=()),
            Message((_("Type next:"), *(f"  netreg --db {quote_word(path)} {line}" for line in NEXT))),
        ),
        session.view,
    )


NEXT = (
    "stats",
    "agreement list",
    "agreement list --expiring --as-of 2563-07-01",
    "agreement show kkn-education-mou",
    "org tree kku",
    "org list --under kku --without-member",
    "member list --org kku",
    "training matrix ect-pr",
)


def _choose_path(path: Path | None, db: str | None) -> Path:
    """Return the file to create: the one named, or that of ``--db``.

    Raises:
        UsageError: when both are given, and not the same.
    """
    chosen = Path(db).expanduser() if db else None
    if path and chosen and path != chosen:
        raise UsageError(_("--db names another file than the argument"), _("name the file of the demo once"))
    return path or chosen or Path("netreg-demo.db")


def _create_demo(path: Path) -> None:
    """Make it, or leave one that was made before as it is.

    Raises:
        NotAllowed: when another file is at the path: no demo touches that.
    """
    if path.exists() and not (path.is_file() and connections.is_register(path) and demo_mark.is_demo(path)):
        raise NotAllowed(
            _("{path} already exists and was not created by 'netreg demo'").format(path=path),
            _("name another file: netreg demo PATH"),
        )
    folder = find_sample_data()
    if path.exists():
        return
    partial = choose_partial(resolve_output(path))
    try:
        database.create(partial)
        with database.writing_unrecorded(partial) as db, commands.open_command(db, "demo", find_actor()):
            demo_mark.mark_demo(db)
            for name, kind in FILES.items():
                with open_file.open_file(folder / name) as file:
                    import_file.import_within_transaction(db, BY_NAME[kind], file)
        with done_work.noting(lambda: not partial.exists()):
            partial.rename(path)
        sync_folder(path.parent)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def find_sample_data() -> Path:
    """Return the folder of the sample data: in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "sample_data", package.parent / "sample_data"):
        if (folder / "organisations.csv").is_file():
            return folder
    raise MissingFile(_("the sample data is not installed"), _("install netreg again"))
