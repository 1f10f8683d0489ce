"""``netreg opinion``: what people said and suggested, and what became of it."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.entities import OPINION
from netreg.render.results import Detail


@options.add_write_options
def add(
    session: Session,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was said.", show_default=False)],
    meeting: Annotated[str | None, typer.Option("--meeting", help="The meeting at which it was said.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="MEMBER", help="Who said it.")] = None,
    name: options.NoMember = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="For which unit.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="opinion, suggestion, objection or question.")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="What it is about.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day.")] = None,
    *,
    own: options.RecordOptions,
) -> Detail:
    """Record an opinion, a suggestion, an objection or a question."""
    texts = {
        "text": text, "meeting": meeting, "person": by, "name_as_recorded": name, "organisation": org, "kind": kind,
        "topic": topic, "voiced_on": on, **own._asdict(),
    }  # fmt: skip
    return generic_verbs.add_from_options(session, OPINION, texts)


GROUP = generic_verbs.build_noun(OPINION, {"add": add}, "Opinions and suggestions, and their answers.")
