"""The arguments and options that the verbs of agreements share."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.named_tuples import NamedTuple

Agreement = Annotated[str, typer.Argument(metavar="AGREEMENT", show_default=False)]
Party = Annotated[str, typer.Option("--party", metavar="ORG", help="Which party; its organisation or unit.")]
AsSigned = Annotated[str | None, typer.Option("--name", help="The name as signed, of a person who is not a member.")]
Position = Annotated[str | None, typer.Option("--position", help="The position as signed.")]
WithParty = Annotated[str | None, typer.Option("--party", metavar="ORG", help="With this party or a unit of it.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today by default.")]
By = Annotated[str | None, typer.Option("--by", metavar="MEMBER", help="Who decided it.")]
Document = Annotated[str | None, typer.Option("--document", metavar="NO", help="The number of the document.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day of the new period.")]
Term = Annotated[str | None, typer.Option("--term", help="How long the new period lasts, for example '2 ปี'.")]


class DecisionOptions(NamedTuple):
    """When something was decided of an agreement, by whom, on which paper and why."""

    on: On = None
    by: By = None
    document: Document = None
    reason: Reason = None
