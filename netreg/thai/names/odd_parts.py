"""Given and family names in which something is odd: signs, digits, a title, letters with blanks between them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.errors import InvalidValue
from netreg.language import _

if TYPE_CHECKING:
    from netreg.thai.names.title_table import TitleTable

_EVERYDAY = ("นาย", "นาง", "น.ส.", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง")
"""The beginnings of titles that hardly any family name begins with."""
_FEWEST_SINGLE = 2
"""The words of one letter that are no initials: a name is written with blanks between its letters."""


def may_be_odd(word: str) -> bool:
    """Return whether a word is perhaps no family name as it stands, at a glance."""
    return word.startswith(_EVERYDAY) or not _plain_pattern().fullmatch(word)


@cache
def _plain_pattern() -> re.Pattern[str]:
    """Match letters with what may stand between and behind them in a name."""
    return re.compile(r"(?:[^\W\d_]|[ะ-ฺเ-๎]|[.'’ʼ]|-(?=.))+")


def refuse_odd_given(line: str, titles: tuple[str, ...], given: str) -> None:
    """Refuse a given name that is cut in the wrong place.

    Raises:
        InvalidValue: where ``นายก`` may be an office: no name begins with ``กเ`` or ``กสม``.
    """
    if titles[-1:] == ("นาย",) and may_be_office(given):
        raise InvalidValue(
            _("'{text}': is it the title นาย or the office นายก? put a blank behind it").format(text=line)
        )


def may_be_office(given: str) -> bool:
    """Return whether what stands behind ``นาย`` is perhaps the rest of ``นายก`` and what that is of."""
    return _cut_pattern().match(given) is not None


@cache
def _cut_pattern() -> re.Pattern[str]:
    return re.compile("ก(?:[เ-ไ](?!ษ)|สม|ประ|บุญ|ชัย|สุ|ศักดิ์|วิ(?!น|ท|ส)|ทอง|มา|ธ[นีง]|อ|พง|ไพ|จ|ณ(?!ิ))")


def refuse_odd_family(line: str, family: str, table: TitleTable, *, is_titled: bool) -> None:
    """Refuse a family name with something in it that is none.

    Raises:
        InvalidValue: where there are digits or signs, a title in it (or before it, unless the given name has one),
            or blanks between its letters.
    """
    if not family:
        return
    refuse_signs(line, family)
    words = family.split(" ")
    if _has_title(words, table, is_titled=is_titled):
        raise InvalidValue(
            _("'{text}' has a title within the name; leave out what stands before or behind it").format(text=line)
        )


def refuse_signs(line: str, part: str, *, may_be_numbered: bool = False) -> None:
    """Refuse a part of a name with digits or signs in it, or with blanks between its letters.

    A given name `may_be_numbered`, with digits behind it.

    Raises:
        InvalidValue: naming the first sign.
    """
    if sign := next(iter(_sign_pattern().findall(part.rstrip(_DIGITS) if may_be_numbered else part)), ""):
        raise InvalidValue(
            _("'{text}': the name has '{sign}' in it; correct it, or put it elsewhere").format(text=line, sign=sign)
        )
    words = part.split(" ")
    if sum(len(word) == 1 and "ก" <= word <= "ฮ" and word != "ณ" for word in words) >= _FEWEST_SINGLE:
        raise InvalidValue(_("'{text}' has blanks between its letters; write it without").format(text=line))


_DIGITS = "0123456789๐๑๒๓๔๕๖๗๘๙"


@cache
def _sign_pattern() -> re.Pattern[str]:
    """Match a digit or a sign that stands in no name, and a dash at the end."""
    return re.compile(r"[0-9๐-๙¹²³⁰-⁹|\\@#=+*<>{}\[\]~^%$!?/_:;†‡]|[-–—]$")


def begins_with_title(family: str, table: TitleTable) -> bool:
    """Return whether a family name begins with an everyday title, as hardly any does: ``นางแย้ม``."""
    return family.startswith(_EVERYDAY) and bool(table.take_titles(family)[0])


def _has_title(words: list[str], table: TitleTable, *, is_titled: bool) -> bool:
    """Return whether a title with a name behind it stands in a family name."""
    for place, word in enumerate(words):
        is_dotted = "." in word[:-1] and table.is_title_with_dot(word)
        if not (is_dotted or word.startswith(_EVERYDAY)):
            continue
        titles, rest = table.take_titles(" ".join(words[place:]))
        if is_dotted and rest:
            return True
        if titles and rest and (not is_titled or (" " in rest and not rest.partition(" ")[2].startswith("ณ "))):
            return True
    return False
