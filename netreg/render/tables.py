"""Tables, cards and trees for people, rendered with Rich."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.table import Table
from rich.text import Text
from rich.tree import Tree as RichTree

from netreg.core.choice_fields import Choice
from netreg.core.fields import Field, Money, Reference
from netreg.core.fields import Text as PlainText
from netreg.core.thai_fields import Date
from netreg.language import _, ngettext
from netreg.render.card_children import format_value, list_repeated, name_value, render_children
from netreg.render.results import Detail, Listing, Tree
from netreg.render.safe_text import make_safe
from netreg.render.table_columns import (
    GAP,
    choose_columns,
    describe_hidden,
    is_number,
    measure_columns,
    sum_widths,
)
from netreg.render.wrapping import share_width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, JustifyMethod, RenderableType

    from netreg.core.cards import Card, CardSection, PointingSection
    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Style
    from netreg.render.results import Branch

# Values that stand out, by field; colour is not all, since the word is in the cell as well.
_VALUE_STYLES = {
    ("state", "expired"): "bold red",
    ("state", "in_grace"): "bold yellow",
    ("state", "awaiting_signatures"): "yellow",
    ("due", "end"): "bold red",
    ("due", "grace"): "bold red",
    ("due", "notice"): "bold yellow",
    ("due", "renewal"): "bold yellow",
    ("has_end", False): "yellow",
}
_FIELD_STYLES = {"holes": "bold red"}
_SEVERITY_STYLES = {"high": "red", "medium": "yellow"}
# What has run out is louder than what contradicts itself, and that than an end that nobody knows.
_FLAG_STYLES = {"expired": "bold red", "missing-end-date": "yellow"}


def render_result(result: Listing | Detail | Tree, console: Console) -> str:
    """Render a result to text for the terminal of a console."""
    with console.capture() as capture:
        for part in _render_parts(result, console.width):
            console.print(part, soft_wrap=isinstance(part, Text))
    return capture.get()


def _render_parts(result: Listing | Detail | Tree, width: int) -> Iterator[RenderableType]:
    if isinstance(result, Listing):
        result = result.for_terminal or result
        if result.rows or not result.footer:  # headings over nothing say less than the sentence below
            yield from _render_rows(
                result.fields,
                result.rows,
                result.view.style,
                width,
                header=result.view.header,
                summary=result.summary,
            )
        if result.footer:
            lines = [line for sentence in result.footer for line in wrap_text(make_safe(sentence), width)]
            yield Text("\n".join(["", *lines] if result.rows else lines))
    elif isinstance(result, Detail):
        yield from _render_card(result, width)
    else:
        yield from (_render_tree(result, root) for root in result.roots)


# --- tables ---------------------------------------------------------------------------

_MOST_STYLED_ROWS = 1000


def _render_rows(
    fields: Sequence[Field], rows: Sequence[Row], style: Style, width: int, *, header: bool = True, summary: str = ""
) -> Iterator[RenderableType]:
    """Render a table; where the terminal is too narrow for one, a block of lines for each row.

    Below it stand its `summary` and the names of the columns that have no room.
    """
    filled = _drop_empty_fields(fields, rows)
    every = _format_cells(filled, rows, style)
    chosen = choose_columns(filled, every, width)
    fields = [filled[at] for at in chosen.shown]
    cells = [[row[at] for at in chosen.shown] for row in every] if chosen.hidden else every
    wanted, least = measure_columns(fields, cells)
    if sum_widths(least) > width:
        for row in rows:
            yield _render_grid(filled, row, style, width)
            yield Text("")
        yield from _render_summary(summary, "", width)
        return
    widths = share_width(wanted, least, width - GAP * (len(fields) - 1))
    if len(rows) > _MOST_STYLED_ROWS:
        yield from _render_plain_table(fields, cells, widths, header=header)
    else:
        yield _render_table(fields, rows, cells, widths, header=header)
    hidden = describe_hidden([filled[at] for at in chosen.hidden]) if header else ""
    yield from _render_summary(summary if header else "", hidden, width)


def _render_summary(summary: str, hidden: str, width: int) -> Iterator[Text]:
    line = " · ".join(filter(None, (summary, hidden)))
    if line:
        yield Text("\n".join(wrap_text(make_safe(line), width)), style="dim")


def _render_plain_table(
    fields: Sequence[Field], cells: list[list[str]], widths: list[int], *, header: bool
) -> Iterator[Text]:
    """Render the same table without colours, for so many rows that Rich would take seconds."""
    heads = [[str(field.label) for field in fields]] if header else []
    for texts in (*heads, *cells):
        parts = [wrap_text(cell, wide) for cell, wide in zip(texts, widths, strict=True)]
        for line in zip_longest(*parts, fillvalue=""):
            padded = (_pad_cell(f, cell, w) for f, cell, w in zip(fields, line, widths, strict=True))
            yield Text((" " * GAP).join(padded).rstrip())


def _pad_cell(field: Field, cell: str, width: int) -> str:
    return " " * (width - cell_len(cell)) + cell if is_number(field) else set_cell_size(cell, width)


def _render_table(
    fields: Sequence[Field], rows: Sequence[Row], cells: list[list[str]], widths: list[int], *, header: bool
) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_header=header, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for field, wide in zip(fields, widths, strict=True):
        justify: JustifyMethod = "right" if is_number(field) else "left"
        head = Text("\n".join(wrap_text(str(field.label), wide)))
        table.add_column(head, justify=justify, width=wide, no_wrap=True)
    for row, texts in zip(rows, cells, strict=True):
        table.add_row(*(_render_cell(f, row, text, w) for f, text, w in zip(fields, texts, widths, strict=True)))
    return table


def _drop_empty_fields(fields: Sequence[Field], rows: Sequence[Row]) -> Sequence[Field]:
    """Return the fields that at least one row has a value for: empty columns cost width."""
    return [f for f in fields if any(row.get(f.name) not in (None, "", []) for row in rows)] or fields


# --- cells ----------------------------------------------------------------------------


def _format_cells(fields: Sequence[Field], rows: Sequence[Row], style: Style) -> list[list[str]]:
    return [[format_value(field, row, style) for field in fields] for row in rows]


def _render_cell(field: Field, row: Row, text: str, width: int) -> Text:
    return Text("\n".join(wrap_text(text, width)), style=_choose_style(field, row.get(field.name)))


def _choose_style(field: Field, value: Any) -> str:
    if field.name == "flags" and value:
        return _FLAG_STYLES.get(value[0]["id"]) or _SEVERITY_STYLES.get(value[0]["severity"], "")
    if field.name in _FIELD_STYLES and value:
        return _FIELD_STYLES[field.name]
    if field.name == "days_left" and value is not None and value < 0:
        return "bold red"
    return _VALUE_STYLES.get((field.name, value), "") if isinstance(value, str | bool) else ""


# --- cards ----------------------------------------------------------------------------

_MOST_CHILD_FIELDS = 8
_HIDDEN_ON_CARD = ("id", "uid", "has_end", "stage", "stage_with", "stage_since", "stage_days")
# The values that need no label before them: they are words, and not a number, a day or yes.
_SAID_BY_THEMSELVES = (Choice, Field, PlainText, Reference, Money)
_LAST_ON_CARD = ("note", "source", "created_at", "updated_at")
_HIDDEN_OF_CHILD = ("uid", "created_at", "updated_at", "source")


def _render_card(result: Detail, width: int) -> Iterator[RenderableType]:
    card, style = result.card, result.view.style._replace(long=True)
    title = f"{card.kind.label} {card.row['id']}: {card.kind.display_name(card.row)}"
    yield Text("\n".join(wrap_text(make_safe(title), width)), style="bold")
    if card.kind.headline and (line := card.kind.headline(card.row, style)):
        yield Text("\n".join(wrap_text(make_safe(line), width)), style="yellow")
    fields = _order_card_fields(card.kind)
    fields = fields if result.in_full else _select_written(card.kind, fields)
    if any(format_value(field, card.row, style) for field in fields):
        yield _render_grid(fields, card.row, style, width)
    style = style._replace(long=False)
    for section in card.sections:
        if section.cards:
            count = section.total or len(section.cards)
            yield Text(f"\n{section.label} ({count:,})", style="bold")
            yield from _render_section(section, style, width)
            yield from _render_rest(count - len(section.cards), section.command, width)
    for pointing in card.pointing if result.in_full else ():
        yield Text(f"\n{pointing.label} ({pointing.total:,})", style="bold")
        yield _render_pointing(pointing, card, style, width)
        yield from _render_rest(pointing.total - len(pointing.rows), pointing.command, width)


def _order_card_fields(kind: Entity) -> list[Field]:
    """Order the fields of a card: how it stands first, what was remarked and where it was learnt last."""
    first = ("code", *kind.status_fields)
    fields = [kind.by_name[name] for name in first if name in kind.by_name]
    rest = [f for f in kind.by_name.values() if f.name not in (*first, *_HIDDEN_ON_CARD)]
    return [*fields, *(f for f in rest if f.name not in _LAST_ON_CARD), *(f for f in rest if f.name in _LAST_ON_CARD)]


def _select_written(kind: Entity, fields: Iterable[Field]) -> list[Field]:
    """Select the fields of a short card: how the record stands, and what is kept of it but the name above them."""
    stands = ("code", "place", *kind.status_fields, "flags")
    left_out = {*_TIMES, *(("seq",) if "place" in kind.by_name else ())}  # 4.1 says more than the first under 4
    return [f for f in fields if f.name in stands or (f in kind.stored and not f.is_name and f.name not in left_out)]


_TIMES = ("created_at", "updated_at")


def _render_rest(count: int, command: str, width: int) -> Iterator[Text]:
    """Render how many more there are, and what to type for them."""
    if count > 0:
        sentence = ngettext("and {n} more", "and {n} more", count).format(n=f"{count:,}")
        line = f"{sentence}: {command}" if command else sentence
        yield Text("  " + "\n  ".join(wrap_text(make_safe(line), width - 2)), style="dim")


def _render_pointing(section: PointingSection, card: Card, style: Style, width: int) -> Table:
    """Render a line for each record that points to that of the card: its day, what it is, how it stands."""
    day = next((f for f in section.status if isinstance(f, Date)), None)
    days = [format_value(day, row, style) if day else "" for row in section.rows]
    room = max(map(cell_len, days))
    left = width - 4 - (room + 2 if room else 0)
    grid = Table.grid(padding=(0, 2))
    for row, shown in zip(section.rows, days, strict=True):
        lines = wrap_text(_describe_pointing(section, row, card, style), max(1, left))
        grid.add_row("", *([shown] if room else []), Text("\n".join(lines)))
    return grid


def _describe_pointing(section: PointingSection, row: Row, card: Card, style: Style) -> str:
    """Name a record by what it belongs to, and say how it stands and what else its list says."""
    owners = [row[owner.name] for owner in section.owners]
    names = [ref.name for ref in owners] or [section.kind.display_name(row)]
    code = next((ref.code for ref in owners), row.get("code"))
    here = [r for r in section.references if row[r.name] and row[r.name].id == card.row["id"]]
    known = (*names, card.kind.display_name(card.row))
    day = next((f for f in section.status if isinstance(f, Date)), None)
    said: list[str] = []
    for field in (*section.status, *here, *section.details):
        if field is day or row.get(field.name) == 0:
            continue
        if field in here:  # it is the record of the card itself: what matters is by which it points
            # Of labels such as "Run by" English needs no more; Thai ones are nouns.
            value = _("{label}").format(label=field.label) if len(section.references) > 1 else ""
            said += [value] if value and value not in said else []
        elif (value := format_value(field, row, style)) and value not in (*known, *said):
            said.append(value if type(field) in _SAID_BY_THEMSELVES else name_value(field, row, style))
    called = "; ".join(dict.fromkeys(names)) + (f" [{code}]" if code and code not in names else "")
    return make_safe(called + (f" ({'; '.join(said)})" if said else ""))


def _render_grid(fields: Sequence[Field], row: Row, style: Style, width: int) -> Table:
    """Render a line for each field that has a value: its label and the value."""
    grid = Table.grid(padding=(0, 2))
    values = [(f, value) for f in fields if (value := format_value(f, row, style))]
    longest = max((cell_len(str(f.label)) for f, _value in values), default=0)
    labels = min(longest, max(1, width // 2 - 2))
    for field, value in values:
        label = Text("\n".join(wrap_text(str(field.label), labels)), style="dim")
        grid.add_row(label, _render_cell(field, row, value, max(1, width - labels - 2)))
    return grid


def _render_section(section: CardSection, style: Style, width: int) -> Iterator[RenderableType]:
    rows = [card.row for card in section.cards]
    if not section.in_full:
        names = [name for name in section.kind.columns if name != section.parent_field]
        yield from _render_rows([section.kind.by_name[name] for name in names], rows, style, width)
    elif any(card.sections for card in section.cards):
        yield from render_children(section, style, width)
    else:
        hidden = (section.parent_field, *_HIDDEN_OF_CHILD, *list_repeated(section.kind, rows))
        listed = [section.kind.by_name[name] for name in ("id", *section.kind.line_fields)]
        fields = [f for f in (listed if listed[1:] else section.kind.by_name.values()) if f.name not in hidden]
        flags = [f for f in fields[_MOST_CHILD_FIELDS:] if f.name == "flags"]
        yield from _render_rows([*fields[:_MOST_CHILD_FIELDS], *flags], rows, style, width)


# --- trees ----------------------------------------------------------------------------


def _render_tree(result: Tree, root: Branch) -> RichTree:
    tree = RichTree(_render_branch(result, root), guide_style="dim")
    _add_branches(tree, result, root.children)
    return tree


def _add_branches(tree: RichTree, result: Tree, branches: Iterable[Branch]) -> None:
    for branch in branches:
        _add_branches(tree.add(_render_branch(result, branch)), result, branch.children)


def _render_branch(result: Tree, branch: Branch) -> Text:
    label = Text(make_safe(result.kind.display_name(branch.row)))
    label.append(make_safe(f"  {branch.row['code'] or branch.row['id']}"), style="dim")
    return label
