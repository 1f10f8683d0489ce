"""Names of people: parsed into titles, given name and family name, and formatted again.

Thais write titles in front of a name, several at once, often without a blank
(``รศ.ดร.สมมติ ตัวอย่าง``). A form with a dot may be glued to what follows; a word
(``นาย``) only if the next letter can begin a syllable; an abbreviation without its
dot (``ดร``) only with a blank behind it. So ``ดรุณี`` and ``นายิกา`` stay names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.text import clean
from netreg.thai.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RANKS = frozenset({"police", "army", "navy", "air"})
"""The classes of titles that a female mark (``หญิง``) may follow."""
_WORDS_AFTER_CIVIL = frozenset({"degree", "academic", "medical", "acting"})
"""The classes of titles that may follow ``นาย`` and the like as words."""
_ADDITIONS = ("พิเศษ", "เกียรติคุณ", "กิตติคุณ", "วุฒิคุณ", "คลินิก")
"""Additions to an academic or military rank; some are names of people as well."""


class Name(NamedTuple):
    """A parsed name; its parts are as written."""

    titles: tuple[str, ...]
    given: str
    family: str


class TitleTable:
    """The known titles: those of netreg, and `extra` pairs of a form and its short form."""

    def __init__(self, extra: Iterable[tuple[str, str]] = ()) -> None:
        """`extra` takes precedence over netreg's own titles."""
        own = ((clean(form), clean(short), "own") for form, short in extra)
        table = [row for row in (*TITLES, *own) if row[0]]
        self._known = {_title_key(form): (short, kind) for form, short, kind in table}
        self._forms: dict[str, set[str]] = {}
        for form, _short, _kind in table:
            self._forms.setdefault(form[0].upper(), set()).add(form)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def shorten(self, title: str) -> str:
        """Return the customary short form of a title, or an unknown title itself."""
        return self._known.get(_title_key(title), (title, ""))[0]

    def find_class(self, title: str) -> str:
        """Return the class of a title as in ``TITLES``, ``own`` if a user added it, else an empty text."""
        return self._known.get(_title_key(title), ("", ""))[1]

    def take_titles(self, text: str) -> tuple[tuple[str, ...], str]:
        """Return the titles at the front of a text, and the rest of it."""
        titles: list[str] = []
        before = ""
        while form := self._match_title(text):
            rest = text[len(form) :].lstrip(" ")
            kind = self.find_class(form)
            if not _may_follow(before, kind, form, rest):
                break
            titles.append(_tidy_title(form))
            before, text = kind, rest
        return tuple(titles), text

    def split(self, stored: str) -> tuple[str, ...]:
        """Split a text of nothing but titles; an unknown word is a title too."""
        titles, rest = self.take_titles(_tidy_blanks(stored))
        while rest:
            word, _blank, rest = rest.partition(" ")
            more, rest = self.take_titles(rest)
            titles = (*titles, word, *more)
        return titles

    def is_title_before(self, title: str, name: str) -> bool:
        """Return whether a title written before a name without a blank would be read as that title."""
        form = self._match_longest(title + name)
        return form == title if form else title.endswith(".")

    def _match_title(self, text: str) -> str:
        """Return the title a text begins with; in ``ศ.พิเศษ ใจดี`` the name is พิเศษ."""
        form = self._match_longest(text)
        if not form.endswith(_ADDITIONS) or not text.startswith(" ", len(form)):
            return form
        if self.find_class(form) in RANKS:
            return form
        rest = text[len(form) + 1 :]
        if not rest or " " in rest or self._match_longest(rest):
            return form
        added = next(word for word in _ADDITIONS if form.endswith(word))
        return self._match_longest(text, len(form) - len(added))

    def _match_longest(self, text: str, end: int | None = None) -> str:
        """Return the longest form a text begins with (up to `end`), or an empty text."""
        letter = text[:1].upper()
        if letter not in self._forms:
            return ""
        pattern = self._patterns.get(letter) or self._compile_letter(letter)
        found = pattern.match(text, 0, len(text) if end is None else end)
        while found and not _may_end(found[0], text):
            found = pattern.match(text, 0, found.end() - 1)
        return found[0] if found else ""

    def _compile_letter(self, letter: str) -> re.Pattern[str]:
        """Compile all forms that begin with a letter, the longest first, when one is first met."""
        forms = sorted(self._forms[letter], key=lambda form: (-len(form), form))
        self._patterns[letter] = re.compile("|".join(map(_build_expression, forms)), re.IGNORECASE)
        return self._patterns[letter]


@cache
def get_default_titles() -> TitleTable:
    """Return the table of netreg's own titles."""
    return TitleTable()


def shorten_title(title: str, table: TitleTable | None = None) -> str:
    """Return the customary short form of a title, or an unknown title itself."""
    return (table or get_default_titles()).shorten(title)


def parse_name(text: str, table: TitleTable | None = None) -> Name:
    """Parse the titles, the given name and the family name in a text.

    After the titles the first word is the given name and all the rest the family
    name (``ตัวอย่าง ณ ทดสอบ``), which may be missing.

    Raises:
        InvalidValue: when there is no name.
    """
    if table is None and (found := parse_common_name(text)):
        return Name(*found)
    line = _tidy_blanks(text)
    titles, rest = (table or get_default_titles()).take_titles(line)
    given, _blank, family = rest.partition(" ")
    if not given and titles:
        raise InvalidValue(_("'{text}' is a title without a name").format(text=line))
    if not given:
        raise InvalidValue(_("the name is empty"))
    if not any(letter.isalpha() for letter in given) or family[:1].isdecimal():
        raise InvalidValue(_("'{text}' is not a valid name").format(text=line))
    return Name(titles, given, family)


def parse_common_name(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """Parse a name in its commonest form by the shortest way, as `parse_name` would; None for others."""
    first, _blank, family = text.partition(" ")
    return (*found, family) if _is_family_name(family) and (found := _parse_first_word(first)) else None


@lru_cache(1 << 14)
def _is_family_name(word: str) -> bool:
    return bool(word) and word.isprintable() and " " not in word and not word[0].isdecimal()


@lru_cache(1 << 14)
def _parse_first_word(word: str) -> tuple[tuple[str, ...], str] | None:
    """Return the titles and the given name in the first of two words, or None if the second matters.

    It can where the first is nothing but titles, or may be the beginning of one.
    """
    if not word.isprintable() or word.endswith(_ADDITIONS):
        return None
    titles, rest = get_default_titles().take_titles(f"{word} {_PLACEHOLDER}")
    given, _blank, family = rest.partition(" ")
    plain = family == _PLACEHOLDER and given and "." not in given and "ก" <= given[0] <= "ๆ"
    plain = plain and any(map(str.isalpha, given))
    return (titles, given) if plain else None


_PLACEHOLDER = "กขค"
"""A word that is neither a title nor the beginning of one."""


def format_name(titles: Iterable[str] | str, given: str, family: str, table: TitleTable | None = None) -> str:
    """Format a name as Thais write it: titles joined to the name, apart where they would run together.

    A rank in full, the female mark and titles in Latin letters have a blank behind
    them, a title in full one before the next title (``ศาสตราจารย์ ดร.``).
    """
    if not titles:
        return f"{given} {family}".strip()
    titles = titles if isinstance(titles, str) else tuple(titles)
    name = _format_with_titles(titles, given) if table is None else "".join(_space_titles(titles, given, table))
    return f"{name} {family}".strip()


@lru_cache(1 << 14)
def _format_with_titles(titles: str | tuple[str, ...], given: str) -> str:
    """Format titles known to netreg with a given name, from a cache: in a register both recur."""
    return "".join(_space_titles(titles, given, get_default_titles()))


def join_titles(titles: Iterable[str]) -> str:
    """Join stacked titles as they are stored, in one text."""
    return " ".join(titles)


def split_titles(stored: str, table: TitleTable | None = None) -> tuple[str, ...]:
    """Split stacked titles, written apart (``รศ. ดร.``) or together (``รศ.ดร.``)."""
    return (table or get_default_titles()).split(stored)


@cache
def are_known_titles(stored: str) -> bool:
    """Return whether stored titles are all known, so that they can be parsed off a name."""
    return all(map(get_default_titles().find_class, split_titles(stored)))


def _tidy_blanks(text: str) -> str:
    return " ".join(clean(text).split())


def _title_key(title: str) -> str:
    """Return a title without what people drop or mistype, for looking it up."""
    key = title.replace(".", "").replace(" ", "")
    return key.replace("ํา", "ำ").replace("เเ", "แ").casefold()


def _tidy_title(title: str) -> str:
    """Return a title as written, but ``พล. ต. ต.`` without its blanks."""
    return title if title[0].isascii() else title.replace(" ", "")


def _may_follow(before: str, kind: str, form: str, rest: str) -> bool:
    """Return whether a title may stand where it was found.

    ``หญิง`` marks a rank and nothing else; nobody is ``นาย`` and ``นาง``. A rank in
    full behind ``นาย`` is a title only if two words are left: the man in ``นายพลเอก
    ใจดี`` bears the name of a rank.
    """
    if kind == "female-mark":
        return before in RANKS
    if before != "civil" or kind in _WORDS_AFTER_CIVIL:
        return True
    return kind != "civil" and (form.endswith(".") or " " in rest)


def _space_titles(stacked: str | tuple[str, ...], given: str, table: TitleTable) -> Iterator[str]:
    """Yield the titles and the given name, with the blanks between them."""
    titles = table.split(stacked) if isinstance(stacked, str) else stacked
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
    if not title.endswith(".") and table.find_class(title) in RANKS | {"female-mark"}:
        return False
    return table.is_title_before(title, given)


def _may_end(form: str, text: str) -> bool:
    """Return whether a form that a text begins with may end where it does."""
    if form[-1] in ".)ฯ" or len(form) == len(text) or text[len(form)] == " ":
        return True
    rest = text[len(form) :]
    if form.isascii():
        return not _continuation_pattern().match(rest)
    if _abbreviation_pattern().fullmatch(form):
        return "." in form and rest.startswith("หญิง")
    return bool(_syllable_pattern().match(rest))


@cache
def _abbreviation_pattern() -> re.Pattern[str]:
    """Match an abbreviation: consonants and dots."""
    return re.compile("[ก-ฮ. ]+")


@cache
def _continuation_pattern() -> re.Pattern[str]:
    """Match what continues a word in Latin letters."""
    return re.compile("[A-Za-zÀ-ɏ'’-]")


@cache
def _syllable_pattern() -> re.Pattern[str]:
    """Match what can begin a syllable, and so a name.

    A consonant with something of its own behind it, or a leading vowel and its
    consonant, or the next abbreviation (``ว่าที่ร.ต.``). A consonant that ends its
    word or is silenced by ์ belongs to what stands before it: นายก, นางค์.
    """
    consonant = r"[ก-ฮ](?![ิุ]?์)(?:[ก-ฮะ-ฺเ-ํ]|\.[ก-ฮ])"
    return re.compile(f"{consonant}|[เ-ไ]{{1,2}}[ก-ฮ]|[A-Za-z]")


def _build_expression(form: str) -> str:
    """Build the expression for a form and the slips it is typed with.

    In an abbreviation a dot may be missing or one too many, blanks stand behind dots
    (``พล. ต. ต``); the only dot of one must be there.
    """
    if form.isascii():
        return re.escape(form).replace(r"\ ", " ?")
    if not _abbreviation_pattern().fullmatch(form):
        return re.escape(form).replace("ำ", "(?:ำ|ํา)").replace("แ", "(?:แ|เเ)")
    letters = re.sub(r"(?<=[ก-ฮ])(?=[ก-ฮ])", r"\.?", form.rstrip(".").replace(".", r"\. ?"))
    if not form.endswith("."):
        return letters
    return letters + (r"\.?" if "." in form[:-1] else r"\.")
