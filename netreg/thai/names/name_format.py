"""Names written as Thais write them: the titles joined to the name, apart where they would run together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from netreg.thai.names.offices import may_begin_office, office_pattern
from netreg.thai.names.own_titles import cache_names
from netreg.thai.names.title_table import MARKS, RANKS, get_default_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.thai.names.title_table import TitleTable


def format_name(titles: Iterable[str] | str, given: str, family: str, table: TitleTable | None = None) -> str:
    """Format a name as Thais write it: titles joined to the name, apart where they would run together.

    A rank in full, the female mark and titles in Latin letters have a blank behind
    them, a title in full one before the next title (``ศาสตราจารย์ ดร.``); ร.น. stands behind the name.
    """
    if not titles:
        return f"{given} {family}".strip()
    titles = titles if isinstance(titles, str) else tuple(titles)
    if table is not None:
        front, behind = _format_around(titles, given, table)
    else:
        front, behind = _format_with_titles(titles, given)
    return f"{front} {family}".strip() + behind


def format_names(titles: Iterable[str | None], given: Iterable[str | None], family: Iterable[str | None]) -> list[str]:
    """Format the names of many people as `format_name` does each."""
    return [
        f"{front} {more}" if front and more and not behind else f"{front} {more or ''}".strip() + behind
        for (front, behind), more in zip(map(_format_front, titles, given), family, strict=True)
    ]


@cache_names(1 << 14)
def _format_front(titles: str | None, given: str | None) -> tuple[str, str]:
    """Format what stands before the family name, and behind it, of somebody with titles or without."""
    return _format_with_titles(titles, given or "") if titles else (given or "", "")


@cache_names(1 << 14)
def _format_with_titles(titles: str | tuple[str, ...], given: str) -> tuple[str, str]:
    """Format titles known to netreg with a given name, from a cache: in a register both recur."""
    return _format_around(titles, given, get_default_titles())


def _format_around(stacked: str | tuple[str, ...], given: str, table: TitleTable) -> tuple[str, str]:
    """Return the titles with the given name, and what stands behind the family name."""
    titles = table.split(stacked) if isinstance(stacked, str) else stacked
    behind = "".join(f" {title}" for title in titles if table.find_class(title) == "navy-mark")
    front = tuple(title for title in titles if table.find_class(title) != "navy-mark") if behind else titles
    return "".join(_space_titles(front, given, table)), behind


def _space_titles(titles: tuple[str, ...], given: str, table: TitleTable) -> Iterator[str]:
    """Yield the titles and the given name, with the blanks between them."""
    for title, following in pairwise(titles):
        yield title if _is_joined_to_title(title, following, table) else f"{title} "
    if titles:
        yield titles[-1] if _is_joined_to_name(titles[-1], given, table) else f"{titles[-1]} "
    yield given


def _is_joined_to_title(title: str, following: str, table: TitleTable) -> bool:
    """Return whether a title has no blank between it and the next."""
    if title.isascii() or following.isascii():
        return False
    if table.find_class(following) == "female-mark" or title.endswith("."):
        return True
    return table.find_class(title) == "acting" and not following.endswith(".")


def _is_joined_to_name(title: str, given: str, table: TitleTable) -> bool:
    """Return whether the last title has no blank between it and the given name."""
    if title.isascii() or given[:1].isascii():
        return False
    if not title.endswith(".") and table.find_class(title) in RANKS | MARKS:
        return False
    if given[0] in "กทอ" and may_begin_office(title + given) and office_pattern().match(title + given):
        return False  # นาย อำเภอ ตัวอย่าง
    return table.is_title_before(title, given)
