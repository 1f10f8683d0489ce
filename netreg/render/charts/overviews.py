"""Overviews: parts with bars and figures, on one screen; zeros are quiet, and nothing rests on colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from netreg.render.charts.bars import draw_bar
from netreg.render.safe_text import make_one_line
from netreg.render.wrapping import split_clusters, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from netreg.render.results import Overview, OverviewPart, OverviewRow

ZERO = "–"
_INDENT = 2
_LEAST_TEXT, _LEAST_LABEL = 30, 8
"""Texts and labels have at least so much room."""


class _Columns(NamedTuple):
    """The widths of a part: of the labels, the bars, and each figure."""

    label: int
    bar: int
    figures: tuple[int, ...]

    @property
    def text(self) -> int:
        """The column in which the texts begin."""
        return _INDENT + self.label + 1 + self.bar + sum(width + 2 for width in self.figures) + 2


def render_overview(result: Overview, console: Console) -> str:
    """Render an overview to text as wide as the console."""
    with console.capture() as capture:
        for line in _render_lines(result, console.width):
            console.print(line, soft_wrap=True)
    return capture.get()


def _render_lines(result: Overview, width: int) -> Iterator[Text]:
    for number, line in enumerate(result.head):
        yield from (Text(piece, "" if number else "bold") for piece in wrap_text(make_one_line(line), width))
    labels = [row.label for part in result.parts for row in part.rows if not row.texts]
    label = min(max(map(_measure, labels), default=0), width * 2 // 5)
    for part in result.parts:
        yield Text("")
        yield from _render_part(part, label, width)
    if result.hints:
        yield Text("")
    for line in result.hints:
        yield from (Text(piece, "dim") for piece in wrap_text(make_one_line(line), width))


def _measure(label: str) -> int:
    return cell_len(make_one_line(label))


def _render_part(part: OverviewPart, label: int, width: int) -> Iterator[Text]:
    columns = _measure_columns(part, label, width)
    yield from _render_title(part, columns, width)
    for row in part.rows:
        yield from _render_row(row, columns, width)
    for line in part.lines:
        pieces = wrap_text(make_one_line(line), width - _INDENT)
        yield from (Text(" " * _INDENT + piece) for piece in pieces)


def _measure_columns(part: OverviewPart, label: int, width: int) -> _Columns:
    """Measure the columns: labels as wide as in other parts, but beside texts as they need; bars an eighth of all."""
    shown = [[figure or ZERO for figure in row.figures] for row in part.rows]
    headed = [list(part.headings), *shown] if part.headings else shown
    figures = tuple(max(map(cell_len, column)) for column in zip(*headed, strict=True))
    texts = 0
    if any(row.texts for row in part.rows):
        label, texts = max(_measure(row.label) for row in part.rows), min(_LEAST_TEXT, width // 3)
    room = width - _INDENT - 1 - sum(size + 2 for size in figures) - texts
    bar = max(0, min(width // 8, room - _LEAST_LABEL))
    return _Columns(max(_LEAST_LABEL, min(label, room - bar)), bar, figures)


def _render_title(part: OverviewPart, columns: _Columns, width: int) -> Iterator[Text]:
    """Render the title, with the headings over their figures on the same line where both have room."""
    heads = _align(part.headings, columns.figures) if part.headings else ""
    start = _INDENT + columns.label + 1 + columns.bar
    *above, last = wrap_text(make_one_line(part.title), start if heads and cell_len(part.title) <= start else width)
    yield from (Text(line, "bold") for line in above)
    if not heads:
        yield Text(last, "bold")
    elif cell_len(last) <= start:
        yield Text.assemble((last, "bold"), " " * (start - cell_len(last)), (heads, "dim"))
    else:
        yield Text(last, "bold")
        yield Text(" " * start + heads, "dim")


def _align(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(" " * (width + 2 - cell_len(cell)) + cell for cell, width in zip(cells, widths, strict=True))


def _render_row(row: OverviewRow, columns: _Columns, width: int) -> Iterator[Text]:
    """Render the label on as many lines as it needs, with bar and figures on the first."""
    label, *more = wrap_text(make_one_line(row.label), columns.label)
    bar = draw_bar(row.share, columns.bar)
    line = Text(" " * _INDENT + label + " " * (columns.label - cell_len(label) + 1))
    line.append(bar + " " * (columns.bar - cell_len(bar)))
    for figure, size in zip(row.figures, columns.figures, strict=True):
        shown = figure or ZERO
        line.append(" " * (size + 2 - cell_len(shown)) + shown, "" if figure else "dim")
    texts = [_cut(text, tail, width - columns.text) for text, tail in row.texts]
    if texts:
        line.append("  " + texts[0])
    yield line
    for number in range(max(len(more), len(texts) - 1)):
        start = " " * _INDENT + (more[number] if number < len(more) else "")
        text = texts[number + 1] if number + 1 < len(texts) else ""
        yield Text((start + " " * (columns.text - cell_len(start)) + text).rstrip())


def _cut(text: str, tail: str, room: int) -> str:
    """Cut a text to one line with its tail behind it; what is left out is marked. No Thai cluster is broken."""
    text, tail = make_one_line(text), make_one_line(tail)
    tail = f" {tail}" if tail else ""
    if cell_len(text + tail) <= room:
        return text + tail
    left = room - cell_len(tail) - 1
    kept = ""
    for cluster in split_clusters(text):
        if cell_len(kept + cluster) > left:
            break
        kept += cluster
    return kept.rstrip() + "…" + tail
