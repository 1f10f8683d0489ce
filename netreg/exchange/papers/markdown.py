"""Papers as Markdown (CommonMark, with the tables of GitHub), and as plain text to be pasted into a message."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.exchange.papers.paper import Heading, Paragraph, Roll, Signature, Table, Title
from netreg.exchange.papers.wording import DOTS, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.exchange.papers.paper import Block, Paper


def format_markdown(paper: Paper) -> str:
    """Return the paper as Markdown; nothing in its texts is taken for a mark."""
    return "\n\n".join(_format_block(block, is_plain=False) for block in paper.list_blocks()) + "\n"


def format_text(paper: Paper) -> str:
    """Return the paper as plain text, a line for each of its own."""
    lines = [_format_block(block, is_plain=True) for block in paper.list_blocks()]
    return "\n".join(filter(None, lines)) + "\n"


def _format_block(block: Block, *, is_plain: bool) -> str:
    write = clean_text if is_plain else _escape
    match block:
        case Title(lines):
            return "\n".join(map(clean_text, lines)) if is_plain else _format_title(*map(write, lines))
        case Heading(text, level):
            return write(text) if is_plain else f"{'#' * (level + 1)} {write(text)}"
        case Paragraph(text, lead, _depth):
            return _format_paragraph(write(text), write(lead), is_plain=is_plain)
        case Roll(rows):
            return "\n".join(_format_roll(rows, is_plain=is_plain))
        case Table(headings, rows, shares):
            cells = [[write(cell) for cell in line] for line in (headings, *rows)]
            cells.insert(1, ["---"] * len(shares))
            return "\n".join(f"| {' | '.join(line)} |" for line in cells)
        case Signature(name, capacity):
            return f"ลงชื่อ {DOTS}  \n({write(name) or DOTS})  \n{write(capacity)}"


def _format_title(first: str, *more: str) -> str:
    below = "  \n".join(f"**{line}**" for line in more)
    return "\n\n".join(filter(None, (f"# {first}", below, "---")))


def _format_paragraph(text: str, lead: str, *, is_plain: bool) -> str:
    if is_plain:
        return f"{lead} {text}" if lead else text
    return f"**{lead}** {text}" if lead else _start_pattern().sub(r"\1\\\2", text)


def _format_roll(rows: tuple[tuple[str, ...], ...], *, is_plain: bool) -> Iterator[str]:
    write = clean_text if is_plain else _escape
    for number, *cells in rows:
        # A list has ASCII digits: with others each line needs an end of its own.
        end = "  " if not (is_plain or number.isascii()) else ""
        yield f"{number} {'  '.join(filter(None, map(write, cells)))}{end}"


@cache
def _mark_pattern() -> re.Pattern[str]:
    """Match the signs that Markdown, its dialects and HTML inside it may take for marks."""
    return re.compile(r"[\\`*_{}\[\]<>#|~&$^]")


@cache
def _start_pattern() -> re.Pattern[str]:
    """Match what makes an item of a list, or a line of the one before, at the beginning of a line."""
    return re.compile(r"^(\d{0,9})((?<=\d)[.)]|^[-+=])")


def _escape(text: str) -> str:
    """Return a text on one line with a backslash before every mark."""
    return _mark_pattern().sub(lambda found: f"\\{found[0]}", clean_text(text))
