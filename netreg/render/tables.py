"""For people: tables, cards and trees, drawn with Rich."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.table import Table
from rich.text import Text
from rich.tree import Tree as RichTree

from netreg.core.thai_fields import Date, Moment
from netreg.language import _
from netreg.render.results import Detail, Listing, Tree
from netreg.render.safe_text import make_safe
from netreg.render.wrapping import share_width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, JustifyMethod, RenderableType

    from netreg.core.cards import Card, CardSection
    from netreg.core.entity import Row
    from netreg.core.fields import Field, Style
    from netreg.render.results import Branch

# What stands out, by field and value: the word is in the cell as well.
_LOUD = {
    ("state", "expired"): "bold red",
    ("state", "in_grace"): "bold yellow",
    ("state", "awaiting_signatures"): "yellow",
    ("due", "end"): "bold red",
    ("due", "grace"): "bold red",
    ("due", "notice"): "bold yellow",
    ("has_end", False): "yellow",
}
_LOUD_IF_ANY = {"holes": "bold red"}
_SEVERE = {"high": "red", "medium": "yellow"}


def render_result(result: Listing | Detail | Tree, console: Console) -> str:
    """The result as text for the console's terminal."""
    with console.capture() as capture:
        for part in _parts(result, console.width):
            console.print(part, soft_wrap=isinstance(part, Text))
    return capture.get()


def _parts(result: Listing | Detail | Tree, width: int) -> Iterator[RenderableType]:
    if isinstance(result, Listing):
        result = result.for_terminal or result
        yield from _rows(result.fields, result.rows, result.view.style, width, header=result.view.header)
        if result.footer:
            yield Text(
                "\n" + "\n".join(line for sentence in result.footer for line in wrap_text(make_safe(sentence), width))
            )
    elif isinstance(result, Detail):
        yield from _card(result.card, result.view.style._replace(long=True), width)
    else:
        yield from (_tree(result, root) for root in result.roots)


def _rows(
    fields: Sequence[Field], rows: Sequence[Row], style: Style, width: int, *, header: bool = True
) -> Iterator[RenderableType]:
    """A table; where the terminal is too narrow for one, a block of lines for each row."""
    filled = _filled(fields, rows)
    fitting = _fitting(filled, rows, style, width)
    if _is_too_wide(fitting, rows, style, width):
        for row in rows:
            yield _grid(filled, row, style, width)
            yield Text("")
    elif len(rows) > _MANY:
        yield from _long(fitting, rows, style, width, header=header)
    else:
        yield _table(fitting, rows, style, width, header=header)


def _long(fields: Sequence[Field], rows: Sequence[Row], style: Style, width: int, *, header: bool) -> Iterator[Text]:
    """The same table without colours, for so many rows that Rich would take seconds."""
    cells = [[_shown(field, row, style) for field in fields] for row in rows]
    wanted, least = _widths(fields, cells)
    widths = share_width(wanted, least, width - _GAP * (len(fields) - 1))
    heads = [[str(field.label) for field in fields]] if header else []
    for shown in (*heads, *cells):
        parts = [wrap_text(cell, wide) for cell, wide in zip(shown, widths, strict=True)]
        for line in zip_longest(*parts, fillvalue=""):
            sized = (_sized(f, cell, w) for f, cell, w in zip(fields, line, widths, strict=True))
            yield Text((" " * _GAP).join(sized).rstrip())


def _sized(field: Field, cell: str, width: int) -> str:
    return " " * (width - cell_len(cell)) + cell if _is_number(field) else set_cell_size(cell, width)


def _is_too_wide(fields: Sequence[Field], rows: Sequence[Row], style: Style, width: int) -> bool:
    _wanted, least = _widths(fields, [[_shown(f, row, style) for f in fields] for row in rows])
    return sum(least) + _GAP * (len(fields) - 1) > width


def _table(fields: Sequence[Field], rows: Sequence[Row], style: Style, width: int, *, header: bool) -> Table:
    cells = [[_shown(field, row, style) for field in fields] for row in rows]
    heads = [str(field.label) for field in fields]
    wanted, least = _widths(fields, cells)
    widths = share_width(wanted, least, width - _GAP * (len(fields) - 1))
    table = Table(box=box.SIMPLE_HEAD, show_header=header, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0))
    for field, head, wide in zip(fields, heads, widths, strict=True):
        justify: JustifyMethod = "right" if _is_number(field) else "left"
        table.add_column(Text("\n".join(wrap_text(head, wide))), justify=justify, width=wide, no_wrap=True)
    for row, shown in zip(rows, cells, strict=True):
        table.add_row(*(_cell(f, row, s, w) for f, s, w in zip(fields, shown, widths, strict=True)))
    return table


_GAP = 2
_MANY = 1000
_ROOMY, _NARROW = 18, 8


def _filled(fields: Sequence[Field], rows: Sequence[Row]) -> Sequence[Field]:
    """The fields that at least one row has a value for: empty columns cost width."""
    return [f for f in fields if any(row.get(f.name) not in (None, "", []) for row in rows)] or fields


def _fitting(fields: Sequence[Field], rows: Sequence[Row], style: Style, width: int) -> Sequence[Field]:
    """The fields without those that matter least, as far as the width cannot hold them."""
    kept = list(fields)
    spare = [f for f in reversed(kept) if f.name in _SPARE or f.drawn]
    for field in spare:
        if not _is_too_wide(kept, rows, style, width):
            break
        kept.remove(field)
    return kept


# Left out where a terminal is too narrow: what a card shows and a list can do without.
_SPARE = ("code", "province", "phone", "email", "party_count", "attendance_count", "organiser", "uid", "venues",
          "act_on", "extends_to")  # fmt: skip


def _widths(fields: Sequence[Field], cells: list[list[str]]) -> tuple[list[int], list[int]]:
    """How wide each column would like to be, and how narrow it can be made."""
    wanted, least = [], []
    for at, field in enumerate(fields):
        content = max(map(cell_len, _lines(cells, at)), default=0)
        wanted.append(max(content, cell_len(str(field.label))))
        room = _ROOMY if content > 2 * _ROOMY else _NARROW
        least.append(max(content, 4) if _is_firm(field) else min(wanted[-1], room))
    return wanted, least


def _is_number(field: Field) -> bool:
    return field.numeric or field.name == "days_left"


def _is_firm(field: Field) -> bool:
    """Whether a column reads badly when its cells are broken: numbers, dates, pictures."""
    return _is_number(field) or isinstance(field, Date | Moment) or field.name == "id" or field.drawn


def _lines(cells: list[list[str]], column: int) -> Iterator[str]:
    return (line for row in cells for line in row[column].split("\n"))


def _cell(field: Field, row: Row, shown: str, width: int) -> Text:
    return Text("\n".join(wrap_text(shown, width)), style=_style(field, row.get(field.name)))


def _style(field: Field, value: Any) -> str:
    if field.name == "flags" and value:
        return _SEVERE.get(value[0]["severity"], "")
    if field.name in _LOUD_IF_ANY and value:
        return _LOUD_IF_ANY[field.name]
    if field.name == "days_left" and value is not None and value < 0:
        return "bold red"
    return _LOUD.get((field.name, value), "") if isinstance(value, str | bool) else ""


def _shown(field: Field, row: Row, style: Style) -> str:
    if field.name in ("end", "days_left") and row.get("has_end") is False:
        return _("NO END") if field.name == "end" else ""
    return make_safe(field.show(row.get(field.name), style)).rstrip("\n").expandtabs(4)


def _card(card: Card, style: Style, width: int) -> Iterator[RenderableType]:
    title = f"{card.kind.label} {card.row['id']}: {card.kind.display_name(card.row)}"
    yield Text("\n".join(wrap_text(make_safe(title), width)), style="bold")
    yield _fields(card, style, width)
    for group in card.sections:
        if group.cards:
            yield Text(f"\n{group.label} ({len(group.cards)})", style="bold")
            yield from _group(group, style, width)


def _fields(card: Card, style: Style, width: int) -> Table:
    fields = [f for f in card.kind.by_name.values() if f.name not in _HIDDEN_ON_CARD]
    return _grid(fields, card.row, style, width)


def _grid(fields: Sequence[Field], row: Row, style: Style, width: int) -> Table:
    """A line for each field that has a value: its label and the value."""
    grid = Table.grid(padding=(0, 2))
    shown = [(f, value) for f in fields if (value := _shown(f, row, style))]
    labels = max((cell_len(str(f.label)) for f, _value in shown), default=0)
    labels = min(labels, max(1, width // 2 - 2))
    for field, value in shown:
        lines = wrap_text(value, max(1, width - labels - 2))
        grid.add_row(
            Text("\n".join(wrap_text(str(field.label), labels)), style="dim"),
            Text("\n".join(lines), style=_style(field, row.get(field.name))),
        )
    return grid


def _group(group: CardSection, style: Style, width: int) -> Iterator[RenderableType]:
    rows = [card.row for card in group.cards]
    if not group.in_full:
        fields = [group.kind.by_name[name] for name in group.kind.columns if name != group.parent_field]
        yield from _rows(fields, rows, style._replace(long=False), width)
    elif any(card.sections for card in group.cards):
        for card in group.cards:
            yield from _inner(card, style, width, group.parent_field)
    else:
        fields = [f for f in group.kind.by_name.values() if f.name not in (group.parent_field, *_HIDDEN)]
        flags = [f for f in fields[_FIRST:] if f.name == "flags"]
        yield from _rows([*fields[:_FIRST], *flags], rows, style._replace(long=False), width)


_FIRST = 8
_HIDDEN_ON_CARD = ("id", "uid", "has_end")
_HIDDEN = ("uid", "created_at", "updated_at", "source")


def _inner(card: Card, style: Style, width: int, by: str) -> Iterator[Text]:
    """A child with children of its own: a line, and a line for each of those."""
    brief = style._replace(long=False)
    yield Text("\n   ".join(wrap_text(_line(card, brief, by), width - 3)))
    for group in card.sections:
        for inner in group.cards:
            line = f"{group.kind.label}: {_line(inner, brief, group.parent_field)}"
            yield Text("      " + "\n      ".join(wrap_text(line, width - 6)))


def _line(card: Card, style: Style, by: str) -> str:
    kind, usual = card.kind, card.kind.defaults
    own = [f for f in kind.fields if f.name not in (by, "seq", "title", kind.number_field)]
    own = [f for f in own if f.name not in usual or card.row[f.name] != usual[f.name]]
    shown = [(f, _shown(f, card.row, style)) for f in own]
    name = kind.display_name(card.row)
    more = [f"{f.label} {value}" for f, value in shown if value and value != name]
    number = card.row.get(kind.number_field or "seq") or card.row["id"]
    return f"{number:>2} {make_safe(name)}" + (f" ({'; '.join(more)})" if more else "")


def _tree(result: Tree, root: Branch) -> RichTree:
    tree = RichTree(_label(result, root), guide_style="dim")
    _grow(tree, result, root.children)
    return tree


def _grow(tree: RichTree, result: Tree, branches: Iterable[Branch]) -> None:
    for branch in branches:
        _grow(tree.add(_label(result, branch)), result, branch.children)


def _label(result: Tree, branch: Branch) -> Text:
    label = Text(make_safe(result.kind.display_name(branch.row)))
    label.append(f"  {branch.row['code'] or branch.row['id']}", style="dim")
    return label
