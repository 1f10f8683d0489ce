"""``netreg view``: queries of lists, saved by a name."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.guidance.option_words import find_word
from netreg.cli.framework.session import Session
from netreg.entities import BY_NAME, SAVED_VIEW
from netreg.errors import UsageError, suggest_names
from netreg.language import _
from netreg.render.results import Detail, Message
from netreg.store.writes import checked_writes
from netreg.thai import text


@options.add_record_options
def save(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A word without spaces.", show_default=False)],
    noun: Annotated[str, typer.Argument(metavar="NOUN", help="Whose list: agreement, 'meeting attendance'.")],
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", show_default=False)],
    *,
    own: options.Provenance,
) -> Detail | Message:
    """Save a query of a list; use it with 'netreg NOUN list @NAME'."""
    from netreg.store.writes.rules.lists.saved_views import list_nouns

    nouns = list_nouns()
    listed = find_word(noun, nouns)
    if listed is None:
        near = text.find_nearest(noun, nouns)
        raise UsageError(_("'{noun}' has no list").format(noun=noun), suggest_names(near, sorted(nouns)))
    written = " ".join(query)
    texts = {"code": name.removeprefix("@"), "noun": listed, "query": written, **own._asdict()}
    with session.writing() as db:
        listing.compile_query(db, BY_NAME[nouns[listed]], written, session.as_of)
        number = checked_writes.add_record(db, SAVED_VIEW, arguments.parse_values(db, SAVED_VIEW, texts))
        return generic_verbs.confirm_added(db, session, SAVED_VIEW, number)


GROUP = generic_verbs.build_noun(SAVED_VIEW, {"save": save}, "Queries of lists, saved by a name.")
