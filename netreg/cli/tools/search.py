"""``netreg search``: a text over all kinds of record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import options
from netreg.cli.framework.option_values import check_known
from netreg.cli.framework.session import Session
from netreg.core.cards import HitGroup, SearchHit
from netreg.core.entity import Entity
from netreg.core.fields import Count, Field, Text
from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.errors import UsageError, suggest_names
from netreg.language import _
from netreg.render.results import Hits, Listing
from netreg.store.searching import all_words, found_records, hits
from netreg.thai.matched_spans import find_span

if TYPE_CHECKING:
    import sqlite3

NOT_FOUND = 1
"""The exit code when nothing is found, as that of ``grep``."""
_SHOWN = 10

FIELDS = (
    Field("kind", "ชนิด", "Kind"),
    Count("id", "เลข", "No."),
    Field("code", "รหัส", "Code"),
    Text("name", "ชื่อ", "Name"),
    Text("summary", "โดยย่อ", "Summary"),
    Field("match", "พบแบบ", "Match"),
    Field("field", "พบใน", "Field"),
    Text("text", "ข้อความ", "Text"),
)


@options.add_view_options
def search(
    session: Session,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", show_default=False, help="Two letters or more.")],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="Only this kind, such as member.")
    ] = None,
    limit: options.Limit = None,
) -> Hits:
    """Search a text in the records of all kinds, and in what belongs to them or they point to.

    Tone marks, titles and capitals may be left out. Records with all words, though not
    beside each other, come behind those with the text itself. The best are shown first, ten of each
    kind unless --limit says how many. Exits with 1 when nothing is found.
    """
    written = " ".join(text)
    sought = found_records.list_forms(written)
    if not sought.folded:
        raise UsageError(_("'{text}' is too short to search for").format(text=written), _("give at least two letters"))
    words = all_words.split_words(written)
    folded = tuple(dict.fromkeys([*sought.folded, *(form for word in words for form in word.folded)]))
    kinds = _choose_kinds(kind)
    most = _SHOWN if limit is None else limit
    with session.reading() as db:
        groups = hits.search_register(
            db, sought, kinds, words=words, limit=most, frame=session.frame, style=session.view.style
        )
        near = [] if groups else _find_near(db, written, kinds, session)
    rows = [_build_row(hit) for group in groups for hit in group.hits]
    listing = Listing(FIELDS, rows, session.view)
    data = {
        "counts": {g.kind.command: g.total for g in groups},
        "hits": [_build_object(hit, folded) for group in groups for hit in group.hits],
    }
    notes = _count_hidden(groups) if groups else (_tell_nothing(written, near),)
    return Hits(tuple(groups), folded, listing, data, session.view, notes, 0 if groups else NOT_FOUND)


def _find_near(db: sqlite3.Connection, written: str, kinds: list[Entity] | None, session: Session) -> list[str]:
    """Return what may be meant by a text that is nowhere: that of the other keyboard, or the names most like it."""
    from netreg.store.searching.near_names import find_near_names  # most texts are found
    from netreg.thai.keyboard import swap_layout

    swapped = swap_layout(written)
    sought = found_records.list_forms(swapped)
    if sought.folded and hits.search_register(
        db, sought, kinds, limit=1, frame=session.frame, style=session.view.style
    ):
        return [swapped]
    return find_near_names(db, written, kinds) or find_near_names(db, swapped, kinds)


def _tell_nothing(written: str, near: list[str]) -> str:
    sentence = _("nothing contains '{text}'").format(text=written)
    return f"{sentence}; {suggest_names(near)}" if near else sentence


def _choose_kinds(words: list[str] | None) -> list[Entity] | None:
    """Return the kinds that ``--kind`` names, by their nouns or their names in either language."""
    if not words:
        return None
    known = {kind.command: kind for kind in BY_NAME.values() if kind.parent is None and kind.name not in HOUSEKEEPING}
    return [known[check_known("--kind", word, known)] for word in words]


def _build_row(hit: SearchHit) -> dict[str, Any]:
    return {**hit._asdict(), "kind": hit.kind.command}


def _build_object(hit: SearchHit, folded: tuple[str, ...]) -> dict[str, Any]:
    """Build the object of a hit, with the text that matches as it is written there."""
    holding = hit.text or (hit.code if hit.field == "code" else hit.name) or ""
    span = find_span(holding, folded)
    own = {name: value for name, value in _build_row(hit).items() if name != "label"}
    return own | {"matched": holding[slice(*span)] if span else None}


def _count_hidden(groups: list[HitGroup]) -> tuple[str, ...]:
    hidden = [
        _("{kind}: {shown} of {count} shown; --limit N shows more").format(
            kind=g.kind.spoken_name, shown=len(g.hits), count=f"{g.total:,}"
        )
        for g in groups
        if g.total > len(g.hits)
    ]
    unlisted = dict.fromkeys(kind for g in groups for kind in g.unlisted)
    return (
        *hidden,
        *(
            _("too many records point to what was found, and are not listed: see 'netreg {kind} list'").format(
                kind=kind.command
            )
            for kind in unlisted
        ),
    )
