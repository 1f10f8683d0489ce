"""Titles written alone: in a column or an option of their own."""

from __future__ import annotations

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.names.offices import position_pattern
from netreg.thai.names.title_table import are_known_titles, join_titles, split_titles
from netreg.thai.text import clean

_OF_POSITIONS = ("ตำแหน่ง", "position")
"""Words in the headings of columns that have titles or positions: ``ตำแหน่งทางวิชาการ``."""


def parse_titles(written: str) -> str:
    """Separate titles by blanks: ``รศ.ดร.`` becomes ``รศ. ดร.``; an unknown word is a title too.

    Raises:
        InvalidValue: for a position, such as ``คณบดี``.
    """
    cleaned = clean(written)
    titles = join_titles(split_titles(cleaned))
    if position_pattern().match(cleaned) and not are_known_titles(titles):
        raise InvalidValue(_("'{text}' is a position, not a title").format(text=cleaned))
    return titles


def parse_titles_below(heading: str, written: str) -> str | None:
    """Parse the titles in a column; below a heading that may be about positions, only known ones are any.

    Raises:
        InvalidValue: with what to type where the column holds positions.
    """
    try:
        titles = parse_titles(written)
        is_title = are_known_titles(titles) or not any(word in heading.casefold() for word in _OF_POSITIONS)
    except InvalidValue:
        is_title = False
    if not is_title:
        sentence = _("'{text}' is not a known title; if the column holds positions, add --map '{heading}=position'")
        raise InvalidValue(sentence.format(text=clean(written), heading=heading))
    return titles or None
