"""The results of a search, for people: a heading for each kind, a line for each record, the match marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from netreg.language import _
from netreg.render.safe_text import make_one_line
from netreg.render.wrapping import wrap_text
from netreg.thai.matched_spans import find_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from netreg.core.cards import HitGroup, SearchHit
    from netreg.render.results import Hits

_MARKED = "bold yellow"
_BEFORE = 24
"""How many letters of a long text are shown before the match."""


def render_hits(result: Hits, console: Console) -> str:
    """Render the groups, each under its heading with its count."""
    with console.capture() as captured:
        for at, group in enumerate(group for group in result.groups if group.total):
            if at:
                console.print()
            for line in _render_group(group, result.folded, console):
                console.print(line, soft_wrap=True)
    return captured.get()


def _render_group(group: HitGroup, folded: Sequence[str], console: Console) -> Iterator[Text]:
    count = f"{group.total:,}"
    if group.total > len(group.hits):
        count = _("{shown} of {count}").format(shown=len(group.hits), count=count)
    yield Text(f"{group.kind.plural} ({count})", style="bold")
    names = [hit.code or f"#{hit.id}" for hit in group.hits]
    wide = min(max(map(cell_len, names), default=0), console.width // 3)
    for hit, name in zip(group.hits, names, strict=True):
        yield from _render_hit(hit, make_one_line(name), wide, folded, console)


def _render_hit(hit: SearchHit, key: str, wide: int, folded: Sequence[str], console: Console) -> Iterator[Text]:
    """Render a record in a line or more, and below it where the text stands; where that is its name, its summary."""
    marked = not console.no_color
    first = _mark(key, folded if hit.field == "code" else (), marked=marked)
    indent = " " * (wide + 4)
    room = max(10, console.width - len(indent))
    lines = _wrap(make_one_line(hit.name), folded, room, marked=marked)
    gap = max(2, wide + 2 - cell_len(first.plain))
    yield Text.assemble("  ", first, " " * gap, lines[0])
    if hit.text:
        label = make_one_line(hit.label)
        shown = _crop(make_one_line(hit.text), folded, room * 2 - cell_len(label) - 4)
        lines += _wrap(f"{label}: {shown}", folded, room, marked=marked)
    elif hit.summary:
        lines += [Text(line, "dim") for line in wrap_text(make_one_line(hit.summary), room)]
    yield from (Text.assemble(indent, line) for line in lines[1:])


def _crop(shown: str, folded: Sequence[str], room: int) -> str:
    """Return the part of a long text around the match."""
    if cell_len(shown) <= room:
        return shown
    span = find_span(shown, folded) or (0, 0)
    start = max(0, span[0] - _BEFORE)
    start = shown.rfind(" ", 0, start) + 1 if start and " " in shown[:start] else start
    cut = wrap_text(shown[start:], max(10, room))[0]
    return ("…" if start else "") + cut + ("…" if start + len(cut) < len(shown) else "")


def _mark(shown: str, folded: Sequence[str], *, marked: bool) -> Text:
    """Mark what was sought in a text: in bold where there is colour, else between « and »."""
    span = find_span(shown, folded)
    if not span:
        return Text(shown)
    if not marked:
        return Text(f"{shown[: span[0]]}«{shown[span[0] : span[1]]}»{shown[span[1] :]}")
    text = Text(shown)
    text.stylize(_MARKED, *span)
    return text


def _wrap(shown: str, folded: Sequence[str], room: int, *, marked: bool) -> list[Text]:
    """Mark a text and wrap it: at least one line."""
    whole = _mark(shown, folded, marked=marked)
    lines, at = [], 0
    for line in wrap_text(whole.plain, room) or [""]:
        at = max(whole.plain.find(line, at), 0)
        lines.append(whole[at : at + len(line)] if line else Text(""))
        at += len(line)
    return lines
