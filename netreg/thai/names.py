"""Names of people: titles taken off the front, given name, family name, and put together again.

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
"""The classes of titles that a female mark may follow."""
_STACKED = frozenset({"degree", "academic", "medical", "acting"})
"""The classes of titles written as words that may follow ``นาย`` and the like."""
_ADDED = ("พิเศษ", "เกียรติคุณ", "กิตติคุณ", "วุฒิคุณ", "คลินิก")
"""What may be added to a rank, some of them names of people as well."""


class Name(NamedTuple):
    """A name taken apart; the parts are as written."""

    titles: tuple[str, ...]
    given: str
    family: str


class TitleTable:
    """The titles known: those of netreg and `extra` pairs of a form and its short form."""

    def __init__(self, extra: Iterable[tuple[str, str]] = ()) -> None:
        """Know the titles of the table, and `extra`, which goes before it."""
        own = ((clean(form), clean(short), "own") for form, short in extra)
        table = [row for row in (*TITLES, *own) if row[0]]
        self._known = {_title_key(form): (short, kind) for form, short, kind in table}
        self._forms: dict[str, set[str]] = {}
        for form, _short, _kind in table:
            self._forms.setdefault(form[0].upper(), set()).add(form)
        self._drawers: dict[str, re.Pattern[str]] = {}

    def short(self, title: str) -> str:
        """The customary short form of a title, or the title itself if it is not known."""
        return self._known.get(_title_key(title), (title, ""))[0]

    def kind(self, title: str) -> str:
        """The class of a title as in ``TITLES``, ``own`` if a user added it, else nothing."""
        return self._known.get(_title_key(title), ("", ""))[1]

    def take(self, text: str) -> tuple[tuple[str, ...], str]:
        """The titles at the front of a text, and what is left of it."""
        titles: list[str] = []
        before = ""
        while form := self._title(text):
            rest = text[len(form) :].lstrip(" ")
            kind = self.kind(form)
            if not _may_follow(before, kind, form, rest):
                break
            titles.append(_tidy(form))
            before, text = kind, rest
        return tuple(titles), text

    def split(self, stored: str) -> tuple[str, ...]:
        """The titles in a text that holds nothing else; a word not known is a title too."""
        titles, rest = self.take(_one_blank(stored))
        while rest:
            word, _blank, rest = rest.partition(" ")
            more, rest = self.take(rest)
            titles = (*titles, word, *more)
        return titles

    def leads(self, title: str, name: str) -> bool:
        """Whether a title written without a blank before a name would be read as that title."""
        form = self._longest(title + name)
        return form == title if form else title.endswith(".")

    def _title(self, text: str) -> str:
        """The title a text begins with; but in ``ศ.พิเศษ ใจดี`` the name is พิเศษ."""
        form = self._longest(text)
        if not form.endswith(_ADDED) or not text.startswith(" ", len(form)):
            return form
        if self.kind(form) in RANKS:
            return form
        rest = text[len(form) + 1 :]
        if not rest or " " in rest or self._longest(rest):
            return form
        added = next(word for word in _ADDED if form.endswith(word))
        return self._longest(text, len(form) - len(added))

    def _longest(self, text: str, end: int | None = None) -> str:
        """The longest form a text begins with (up to `end`), or nothing."""
        letter = text[:1].upper()
        if letter not in self._forms:
            return ""
        drawer = self._drawers.get(letter) or self._opened(letter)
        found = drawer.match(text, 0, len(text) if end is None else end)
        while found and not _may_end(found[0], text):
            found = drawer.match(text, 0, found.end() - 1)
        return found[0] if found else ""

    def _opened(self, letter: str) -> re.Pattern[str]:
        """All forms that begin with a letter, the longest first, compiled when first met."""
        forms = sorted(self._forms[letter], key=lambda form: (-len(form), form))
        self._drawers[letter] = re.compile("|".join(map(_expression, forms)), re.IGNORECASE)
        return self._drawers[letter]


@cache
def get_default_titles() -> TitleTable:
    """The titles of netreg itself."""
    return TitleTable()


def shorten_title(title: str, reader: TitleTable | None = None) -> str:
    """The customary short form of a title, or the title itself if it is not known."""
    return (reader or get_default_titles()).short(title)


def parse_name(text: str, reader: TitleTable | None = None) -> Name:
    """The titles, the given name and the family name written in a text.

    After the titles the first word is the given name and all the rest the family
    name (``ตัวอย่าง ณ ทดสอบ``), which may be missing. Refused if no name is there.
    """
    if reader is None and (found := parse_common_name(text)):
        return Name(*found)
    line = _one_blank(text)
    titles, rest = (reader or get_default_titles()).take(line)
    given, _blank, family = rest.partition(" ")
    if not given and titles:
        raise InvalidValue(_("'{text}' is a title without a name").format(text=line))
    if not given:
        raise InvalidValue(_("the name is empty"))
    if not any(letter.isalpha() for letter in given) or family[:1].isdecimal():
        raise InvalidValue(_("'{text}' is not a name").format(text=line))
    return Name(titles, given, family)


def parse_common_name(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """What `read_name` says of a name as most are written, by the shortest way; nothing of others."""
    first, _blank, family = text.partition(" ")
    return (*found, family) if _is_family_name(family) and (found := _first_word(first)) else None


@lru_cache(1 << 14)
def _is_family_name(word: str) -> bool:
    return bool(word) and word.isprintable() and " " not in word and not word[0].isdecimal()


@lru_cache(1 << 14)
def _first_word(word: str) -> tuple[tuple[str, ...], str] | None:
    """The titles and the given name in the first of two words, where the second cannot matter.

    It can where the first is nothing but titles, or may be the beginning of one.
    """
    if not word.isprintable() or word.endswith(_ADDED):
        return None
    titles, rest = get_default_titles().take(f"{word} {_ANYBODY}")
    given, _blank, family = rest.partition(" ")
    plain = family == _ANYBODY and given and "." not in given and "ก" <= given[0] <= "ๆ"
    plain = plain and any(map(str.isalpha, given))
    return (titles, given) if plain else None


_ANYBODY = "กขค"
"""A word that is no title nor the beginning of one."""


def format_name(titles: Iterable[str] | str, given: str, family: str, reader: TitleTable | None = None) -> str:
    """The name as Thais write it: titles glued to the name, apart where they would run together.

    A rank in full, the female mark and titles in Latin letters have a blank behind
    them, a title in full one before the next title (``ศาสตราจารย์ ดร.``).
    """
    if not titles:
        return f"{given} {family}".strip()
    titles = titles if isinstance(titles, str) else tuple(titles)
    name = _with_titles(titles, given) if reader is None else "".join(_spaced(titles, given, reader))
    return f"{name} {family}".strip()


@lru_cache(1 << 14)
def _with_titles(titles: str | tuple[str, ...], given: str) -> str:
    """The titles known to netreg with a given name; in a register both come again and again."""
    return "".join(_spaced(titles, given, get_default_titles()))


def join_titles(titles: Iterable[str]) -> str:
    """Stacked titles as they are stored, in one text."""
    return " ".join(titles)


def split_titles(stored: str, reader: TitleTable | None = None) -> tuple[str, ...]:
    """Stacked titles from one text, written apart (``รศ. ดร.``) or together (``รศ.ดร.``)."""
    return (reader or get_default_titles()).split(stored)


@cache
def are_known_titles(stored: str) -> bool:
    """Whether stored titles are all known, so that they are taken off a name they stand before."""
    return all(map(get_default_titles().kind, split_titles(stored)))


def _one_blank(text: str) -> str:
    return " ".join(clean(text).split())


def _title_key(title: str) -> str:
    """The form without what people drop or mistype, for looking it up."""
    key = title.replace(".", "").replace(" ", "")
    return key.replace("ํา", "ำ").replace("เเ", "แ").casefold()


def _tidy(title: str) -> str:
    """A title as written, but ``พล. ต. ต.`` without its blanks."""
    return title if title[0].isascii() else title.replace(" ", "")


def _may_follow(before: str, kind: str, form: str, rest: str) -> bool:
    """Whether a title may stand where it was found.

    ``หญิง`` marks a rank and nothing else; nobody is ``นาย`` and ``นาง``. A rank in
    full behind ``นาย`` is a title only if two words are left: the man in ``นายพลเอก
    ใจดี`` bears the name of a rank.
    """
    if kind == "female-mark":
        return before in RANKS
    if before != "civil" or kind in _STACKED:
        return True
    return kind != "civil" and (form.endswith(".") or " " in rest)


def _spaced(stacked: str | tuple[str, ...], given: str, reader: TitleTable) -> Iterator[str]:
    """The titles and the given name, with the blanks that stand between them."""
    titles = reader.split(stacked) if isinstance(stacked, str) else stacked
    for title, following in pairwise(titles):
        yield title if _glued(title, following, reader) else f"{title} "
    if titles:
        yield titles[-1] if _leads(titles[-1], given, reader) else f"{titles[-1]} "
    yield given


def _glued(title: str, following: str, reader: TitleTable) -> bool:
    """Whether no blank stands between two titles."""
    if title.isascii() or following.isascii():
        return False
    if reader.kind(following) == "female-mark" or title.endswith("."):
        return True
    return reader.kind(title) == "acting" and not following.endswith(".")


def _leads(title: str, given: str, reader: TitleTable) -> bool:
    """Whether no blank stands between the last title and the given name."""
    if title.isascii() or given[:1].isascii():
        return False
    if not title.endswith(".") and reader.kind(title) in RANKS | {"female-mark"}:
        return False
    return reader.leads(title, given)


def _may_end(form: str, text: str) -> bool:
    """Whether the form a text begins with may end where it does."""
    if form[-1] in ".)ฯ" or len(form) == len(text) or text[len(form)] == " ":
        return True
    rest = text[len(form) :]
    if form.isascii():
        return not _joined().match(rest)
    if _abbreviated().fullmatch(form):
        return "." in form and rest.startswith("หญิง")
    return bool(_syllable().match(rest))


@cache
def _abbreviated() -> re.Pattern[str]:
    """An abbreviation is made of consonants and dots."""
    return re.compile("[ก-ฮ. ]+")


@cache
def _joined() -> re.Pattern[str]:
    """What makes a word in Latin letters go on."""
    return re.compile("[A-Za-zÀ-ɏ'’-]")


@cache
def _syllable() -> re.Pattern[str]:
    """What can begin a syllable, and so a name.

    A consonant with something of its own behind it, or a leading vowel and its
    consonant, or the next abbreviation (``ว่าที่ร.ต.``). A consonant that ends its
    word or is silenced by ์ belongs to what stands before it: นายก, นางค์.
    """
    consonant = r"[ก-ฮ](?![ิุ]?์)(?:[ก-ฮะ-ฺเ-ํ]|\.[ก-ฮ])"
    return re.compile(f"{consonant}|[เ-ไ]{{1,2}}[ก-ฮ]|[A-Za-z]")


def _expression(form: str) -> str:
    """The expression for a form and for the slips it is typed with.

    In an abbreviation a dot may be missing or one too many, blanks stand behind dots
    (``พล. ต. ต``); the only dot of one must be there.
    """
    if form.isascii():
        return re.escape(form).replace(r"\ ", " ?")
    if not _abbreviated().fullmatch(form):
        return re.escape(form).replace("ำ", "(?:ำ|ํา)").replace("แ", "(?:แ|เเ)")
    letters = re.sub(r"(?<=[ก-ฮ])(?=[ก-ฮ])", r"\.?", form.rstrip(".").replace(".", r"\. ?"))
    if not form.endswith("."):
        return letters
    return letters + (r"\.?" if "." in form[:-1] else r"\.")
