"""``netreg agreement step``: what happens to a draft before it is signed, and with whom it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreg.cli.agreement.agreement_options import Agreement
from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.core.fields import shorten
from netreg.entities import AGREEMENT, BY_NAME, STEP
from netreg.errors import AmbiguousRecord, UnknownRecord, UsageError
from netreg.language import _
from netreg.render.results import Detail, Message
from netreg.store.records import lookup
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3


class StepBody(NamedTuple):
    """Whom a step is about: any organisation, group or member, whether it is a party or not."""

    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="To whom it went: an organisation, a group or a member.")
    ] = None
    back_from: Annotated[str | None, typer.Option("--from", metavar="NAME", help="From whom it came back.")] = None
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who approved it, or has it in review.")] = None


@options.add_record_options
def add_step(
    session: Session,
    agreement: Agreement,
    step: Annotated[
        str,
        typer.Argument(
            metavar="STEP",
            help="proposed, legal_review, sent, returned, revised, submitted, approved or ready.",
            show_default=False,
        ),
    ],
    *,
    body: StepBody,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today by default.")] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="NO", help="The number of the document.")
    ] = None,
    answer_by: Annotated[
        str | None, typer.Option("--answer-by", metavar="DATE", help="When an answer is expected; 30 days by default.")
    ] = None,
    comment: Annotated[str | None, typer.Option("--comment", help="What was said of it.")] = None,
    own: options.Provenance,
) -> Detail | Message:
    """Record a step before the signing: proposed, sent, returned, approved."""
    texts = {
        "kind": step, "taken_on": on or session.as_of.isoformat(), "document_no": document, "answer_by": answer_by,
        "comment": comment, **own._asdict(),
    }  # fmt: skip
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        values = {**arguments.parse_values(db, STEP, texts), **_find_body(db, body)}
        if values["kind"] == "sent" and not any(body):
            raise UsageError(_("to whom it was sent is required"), _("add --to NAME"))
        added = checked_writes.add_record(db, STEP, {"agreement": number, **values})
        return generic_verbs.confirm_added(db, session, STEP, added, (AGREEMENT, number))


_BODIES = ("organisation", "group", "person")


def _find_body(db: sqlite3.Connection, body: StepBody) -> dict[str, int]:
    """Find the organisation, group or member that one of the options names.

    Raises:
        UsageError: when two options are given.
        UnknownRecord, AmbiguousRecord: when it names none, or several.
    """
    given = [written for written in body if written is not None]
    if len(given) > 1:
        raise UsageError(_("--to, --from and --by cannot be combined"), _("choose one of them"))
    if not given:
        return {}
    (written,) = given
    kinds = {name: BY_NAME[STEP.by_name[name].to] for name in _BODIES}  # type: ignore[attr-defined]
    found = [name for name, kind in kinds.items() if lookup.find_candidates(db, kind, written)]
    if not found:
        raise UnknownRecord(
            _("there is no organisation, group or member '{text}'").format(text=shorten(written, 60)),
            _("see them with 'netreg org list', 'netreg group list' or 'netreg member list --all'"),
        )
    if len(found) > 1:
        raise AmbiguousRecord(
            _("'{text}' could be {records}").format(
                text=written, records=", ".join(f"{kinds[name].spoken_name} {written}" for name in found)
            ),
            _("name it by its code or its whole name"),
        )
    return {found[0]: lookup.find_record(db, kinds[found[0]], written)}
