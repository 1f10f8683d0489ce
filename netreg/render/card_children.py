"""Records on the card of another that have children of their own: a line for each, or a table with both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from netreg.core.choice_fields import Choice
from netreg.core.entity import UNREADABLE
from netreg.core.fields import Reference, shorten
from netreg.core.thai_fields import Date
from netreg.language import _, ngettext
from netreg.render.safe_text import make_safe
from netreg.render.wrapping import share_width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import RenderableType

    from netreg.core.cards import Card, CardSection
    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field, Ref, Style


_MEASURED = re.compile(r"(.+) \(([^()]+)\)")
"""A label with a unit, as of an amount in baht."""


def format_value(field: Field, row: Row, style: Style) -> str:
    """Format the value of a field, safe to print; an end that is missing is said."""
    if field.name in ("end", "days_left") and row.get("has_end") is False and not row.get("term"):
        return _("NO END") if field.name == "end" else ""
    shown = show_unreadable(field, row) or field.show(row.get(field.name), style)
    return make_safe(shown).rstrip("\n").expandtabs(4)


def show_unreadable(field: Field, row: Row) -> str:
    """Show what stands in a field that cannot have it; an empty text where that is not so."""
    found = row.get(UNREADABLE, {})
    return _("not valid: {value}").format(value=shorten(repr(found[field.name]))) if field.name in found else ""


def name_value(field: Field, row: Row, style: Style) -> str:
    """Format a value behind its label; a value that begins with it, yes, and days left need no second word.

    A unit that the label has in brackets stands behind the number.
    """
    if field.name == "days_left" and isinstance(days := row.get("days_left"), int):
        sentence = ngettext("{n} day left", "{n} days left", days)
        if days < 0:
            sentence = ngettext("{n} day ago", "{n} days ago", -days)
        return sentence.format(n=f"{abs(days):,}") if format_value(field, row, style) else ""
    value, label = format_value(field, row, style), str(field.label)
    if row.get(field.name) is True:
        return label
    if value and field.is_numeric and (measured := _MEASURED.fullmatch(label)):
        return f"{measured[1]} {f'{int(value):,}' if value.isdecimal() else value} {measured[2]}"
    return value if not value or value.startswith(label) else f"{label} {value}"


def list_repeated(kind: Entity, rows: Sequence[Row]) -> list[str]:
    """List the fields that say again what another does: the name that was written, where it is the person's."""
    kept = kind.kept_name
    if kept is None or any(row[kept.name] and not _is_same_name(row[kept.person], row[kept.name]) for row in rows):
        return []
    return [kept.name]


def _is_same_name(person: Ref | None, written: str) -> bool:
    return person is not None and person.name == written


def render_children(section: CardSection, style: Style, width: int) -> Iterator[RenderableType]:
    """Render children that have children of their own: as a table where each has few, else as lines."""
    below = [inner for card in section.cards for inner in card.sections if inner.cards]
    is_short = all(len(one.cards) <= _MOST_IN_CELL for one in below)
    if below and is_short and len(section.cards) > 1 and width >= _LEAST_TABLE:
        yield _render_table(section, style, width)
        return
    for card in section.cards:
        yield from _render_lines(card, style, width, section.parent_field)


_LEAST_TABLE, _MOST_IN_CELL = 60, 3
"""A terminal so narrow has no room for two columns of names; so many in one cell are better lines."""


def _render_lines(card: Card, style: Style, width: int, parent_field: str) -> Iterator[Text]:
    """Render a line for a child, and a line for each of its own; where these are several, below their heading."""
    yield Text("\n   ".join(wrap_text(_describe_child(card, style, parent_field), width - 3)))
    for section in card.sections:
        several = len(section.cards) > 1
        if several:
            yield Text(f"      {section.label}:")
        for inner in section.cards:
            told = _describe_child(inner, style, section.parent_field, () if several else None)
            line = told if several else f"{section.kind.label}: {told}"
            yield Text("      " + "\n         ".join(wrap_text(line, width - 9)))


def _render_table(section: CardSection, style: Style, width: int) -> Table:
    """Render a table: the children, and in the next column their own; what says the same of all stands in the head."""
    kinds = dict.fromkeys(inner.kind for card in section.cards for inner in card.sections if inner.cards)
    shared = {kind: _list_shared(kind, section.cards) for kind in kinds}
    heads = [str(kind.label) + "".join(f" ({name_value(f, row, style)})" for f, row in shared[kind]) for kind in kinds]
    cells = []
    for card in section.cards:
        own = [
            ("" if len(kinds) == 1 or inner.kind is next(iter(kinds)) else f"{inner.kind.label}: ")
            + _describe_child(one, style, inner.parent_field, [f.name for f, _row in shared[inner.kind]])
            for inner in card.sections
            for one in inner.cards
        ]
        cells.append((_describe_child(card, style, section.parent_field, ()), "\n".join(own)))
    wanted = [max(cell_len(line) for row in cells for line in row[at].split("\n")) for at in (0, 1)]
    wide = share_width(wanted, [20, 20], width - 2)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for head, size in zip((str(section.kind.label), "; ".join(heads)), wide, strict=True):
        table.add_column(Text("\n".join(wrap_text(head, size))), width=size, no_wrap=True)
    for row in cells:
        table.add_row(*(Text(_wrap_cell(cell, size)) for cell, size in zip(row, wide, strict=True)))
    return table


def _wrap_cell(cell: str, width: int) -> str:
    """Wrap the lines of a cell, each behind its number."""
    lines = []
    for line in cell.split("\n"):
        end = line.find(" ", len(line) - len(line.lstrip())) + 1
        first, *more = wrap_text(line[end:], max(1, width - max(3, end)))
        lines += [line[:end] + first, *(" " * 3 + piece for piece in more)]
    return "\n".join(lines)


def _list_shared(kind: Entity, cards: Sequence[Card]) -> list[tuple[Field, Row]]:
    """List the days of how they stand that are the same in all records of a kind below, with a row that has it."""
    rows = [one.row for card in cards for inner in card.sections if inner.kind is kind for one in inner.cards]
    days = [kind.by_name[name] for name in kind.status_fields]
    return [
        (day, rows[0])
        for day in days
        if isinstance(day, Date) and len(rows) > 1 and len({row.get(day.name) for row in rows}) == 1
    ]


def _describe_child(card: Card, style: Style, parent_field: str, left_out: Sequence[str] | None = None) -> str:
    """Describe a child by number, name, and what else is known of it.

    In a table, where some fields are `left_out`, what says itself what it is has no label.
    """
    kind, usual = card.kind, card.kind.defaults
    listed = [kind.by_name[name] for name in kind.line_fields] or kind.fields
    hidden = (parent_field, "seq", "title", kind.number_field, *list_repeated(kind, [card.row]), *(left_out or ()))
    own = [f for f in listed if f.name not in hidden]
    stands = kind.status_fields
    own = [f for f in own if f.name in stands or f.name not in usual or card.row[f.name] != usual[f.name]]
    name = kind.display_name(card.row)
    tell = name_value if left_out is None else _tell_value(kind)
    more = [said for f in own if (said := tell(f, card.row, style)) and format_value(f, card.row, style) != name]
    number = card.row.get("place") or card.row.get(kind.number_field or "seq") or card.row["id"]  # 4.1 of an agenda
    return f"{number:>2} {make_safe(name)}" + (f" ({'; '.join(more)})" if more else "")


def _tell_value(kind: Entity) -> Callable[[Field, Row, Style], str]:
    """Return the function that formats a value, with a label unless it is a word, a record, a position or a day."""
    position = kind.kept_name.position if kind.kept_name else None

    def tell(field: Field, row: Row, style: Style) -> str:
        is_word = isinstance(field, Choice | Reference) or field.name in (position, *kind.status_fields)
        is_plain = is_word and not isinstance(row.get(field.name), int)  # a figure alone tells nobody what it counts
        return format_value(field, row, style) if is_plain else name_value(field, row, style)

    return tell
