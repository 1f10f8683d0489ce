"""The table of titles: which title a text begins with, its class and its short form.

Thais write titles in front of a name, several at once, often without a blank
(``รศ.ดร.สมมติ ตัวอย่าง``). A form with a dot may be glued to what follows; a word
(``นาย``) only if the next letter can begin a syllable; an abbreviation without its
dot (``ดร``) only with a blank behind it. So ``ดรุณี`` and ``นายิกา`` stay names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.thai.names import own_titles
from netreg.thai.names.own_titles import cache_names
from netreg.thai.names.titles import ADDITIONS, TITLES
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

RANKS = frozenset({"police", "army", "navy", "air", "volunteer"})
"""The classes of titles that a mark (``หญิง``, ``ร.น.``) may follow."""
MARKS = frozenset({"female-mark", "navy-mark"})
_WORDS_AFTER_CIVIL = frozenset({"degree", "academic", "medical", "acting", "church", "foreign"})
"""The classes of titles that may follow ``นาย`` and the like as words."""
_NEVER_AFTER_CIVIL = frozenset({"civil", "teacher", "monk", "honour"})
NAMES_OF_ADDITIONS = tuple(word for word in ADDITIONS if word != "เชี่ยวชาญพิเศษ")
"""The additions to a rank that are names of people as well."""
_NAMES_LIKE_TITLES = frozenset(
    {
        *("คุณกร", "คุณดร", "คุณเดช", "คุณธรรม", "คุณพัฒน์", "คุณภัทร", "คุณภาพ", "คุณชัย", "คุณวุฒิ", "คุณวิชญ์"),
        *("พระนาย", "พระพร"),
    }
)
"""Given names that begin like a title, and have a syllable behind it."""
_ROYAL_NAMES = ("ราช", "เทพ", "ธรรม", "พรหม", "ศรี", "วิสุทธิ", "เมธี", "สุธี", "ญาณ")
"""The beginnings of names that are conferred upon monks with พระ before them, and are no given names."""
_SHORT = 2
"""An abbreviation of so few letters is another one without its inner dots: ``สท.``."""
TITLES_LIKE_NAMES = frozenset({"จอมพล", "general", "major", "captain", "sister", "brother", "father"})
"""Titles that are given names too: only with two words behind them, or another title."""


class TitleTable:
    """The known titles: those of netreg, and `extra` of form, short form and class."""

    def __init__(self, extra: Iterable[tuple[str, ...]] = ()) -> None:
        """`extra` takes precedence over netreg's own titles; without a class it is ``own``."""
        own = ((clean(form), clean(short), more[0] if more else "own") for form, short, *more in extra)
        table = [row for row in (*TITLES, *own) if row[0]]
        self._own = {_title_key(row[0]) for row in table[len(TITLES) :]}
        self._known = {_title_key(form): (short, kind) for form, short, kind in table}
        self._forms: dict[str, set[str]] = {}
        for form, _short, _kind in table:
            self._forms.setdefault(_find_start(form), set()).add(form)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def shorten(self, title: str) -> str:
        """Return the customary short form of a title, or an unknown title itself."""
        return self._known.get(_title_key(title), (title, ""))[0]

    def find_class(self, title: str) -> str:
        """Return the class of a title as in ``TITLES``, ``own`` if a user added it, else an empty text."""
        return self._known.get(_title_key(title), ("", ""))[1]

    def begins_with_own(self, text: str) -> bool:
        """Return whether a text begins with a title that a user added, for whom it is no office then."""
        return bool(self._own) and _title_key(self._match_longest(text)) in self._own

    def is_title_with_dot(self, text: str) -> bool:
        """Return whether a text begins with a title that ends with a dot, which no name does: ``ดร.``."""
        return self._match_longest(text).endswith(".")

    def take_titles(self, text: str) -> tuple[tuple[str, ...], str]:
        """Return the titles at the front of a text, and the rest of it; a stray dot behind them is dropped."""
        titles: list[str] = []
        before = ""
        while form := self._match_title(text):
            rest = text[len(form) :].lstrip(" .")
            kind = self.find_class(form)
            if not _may_follow(before, kind, form, rest) and not (titles == ["คุณ"] and _is_civil_before(form, rest)):
                break
            if form.lower() in TITLES_LIKE_NAMES and " " not in rest and not self._match_longest(rest):
                break
            titles.append(_tidy_title(form))
            before, text = kind, rest
        return tuple(titles), text

    def split(self, stored: str) -> tuple[str, ...]:
        """Split a text of nothing but titles; an unknown word is a title too."""
        titles, rest = self.take_titles(tidy_blanks(stored))
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
        if not form.endswith(NAMES_OF_ADDITIONS) or not text.startswith(" ", len(form)) or "เชี่ยวชาญ" in form:
            return form
        if self.find_class(form) in RANKS:
            return form
        rest = text[len(form) + 1 :]
        if not rest or " " in rest or self._match_longest(rest):
            return form
        added = next(word for word in NAMES_OF_ADDITIONS if form.endswith(word))
        return self._match_longest(text, len(form) - len(added)).rstrip(" ")

    def _match_longest(self, text: str, end: int | None = None) -> str:
        """Return the longest form a text begins with (up to `end`), or an empty text."""
        start = _find_start(text)
        if start not in self._forms:
            start = start[:1]
            if start not in self._forms:
                return ""
        pattern = self._patterns.get(start) or self._compile_forms(start)
        found = pattern.match(text, 0, len(text) if end is None else end)
        while found and not _may_end(found[0], text):
            found = pattern.match(text, 0, found.end() - 1)
        return found[0] if found else ""

    def _compile_forms(self, start: str) -> re.Pattern[str]:
        """Compile all forms that a text with these first letters may begin with, when one is first met.

        The longest stand first; those of one letter are among them.
        """
        forms = self._forms[start] | self._forms.get(start[:1], set())
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        self._patterns[start] = re.compile("|".join(map(_build_expression, ordered)), re.IGNORECASE)
        return self._patterns[start]


def _find_start(text: str) -> str:
    """Return the first two letters of a text, without what may stand between them, in either spelling of ำ and แ."""
    second = text[1:].lstrip(" .(")[:1] if text[1:2] in (" ", ".", "(") else text[1:2]
    return f"{text[:1]}{_SPELLED_ALIKE.get(second, second)}".upper()


_SPELLED_ALIKE = {"ำ": "ํ", "แ": "เ"}


def tidy_blanks(text: str) -> str:
    """Return a text as it may be stored, with single blanks."""
    return " ".join(clean(text).split())


@lru_cache(1 << 11)
def _title_key(title: str) -> str:
    """Return a title without what people drop or mistype, for looking it up."""
    if title[:1].isascii():
        if _initials_pattern().fullmatch(title):  # M.R. is not Mr.
            return title.replace(" ", "").casefold()
        title = title.replace("'", "").replace("’", "")
    key = title.replace(".", "").replace(" ", "").replace("(", "").replace(")", "")
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
    if kind in MARKS:
        return before in RANKS
    if before != "civil" or kind in _WORDS_AFTER_CIVIL:
        return True
    return kind not in _NEVER_AFTER_CIVIL and (form.endswith(".") or " " in rest)


def _is_civil_before(form: str, rest: str) -> bool:
    """Return whether an everyday title with a whole name behind it follows a kind word: ``คุณ นายสมมติ ตัวอย่าง``."""
    return form in ("นาย", "นาง", "นางสาว", "น.ส.") and " " in rest


def _may_end(form: str, text: str) -> bool:
    """Return whether a form that a text begins with may end where it does."""
    if form[-1] in ".)ฯ" or len(form) == len(text) or text[len(form)] in " .(":
        return True
    rest = text[len(form) :]
    if form.isascii():
        return not _continuation_pattern().match(rest)
    if _abbreviation_pattern().fullmatch(form) and form not in TITLES_LIKE_NAMES:
        return ("." in form and rest.startswith("หญิง")) or bool(_next_title_pattern().match(rest))
    if form == "พระ" and " " not in text and rest.startswith(_ROYAL_NAMES):
        return False
    if form == "ครูบา" and not (rest[:1] == " " or _monk_name_pattern().match(rest)):
        return False
    return text.partition(" ")[0] not in _NAMES_LIKE_TITLES and bool(_syllable_pattern().match(rest))


@cache
def _abbreviation_pattern() -> re.Pattern[str]:
    """Match an abbreviation: consonants and dots."""
    return re.compile("[ก-ฮ. ]+")


@cache
def _monk_name_pattern() -> re.Pattern[str]:
    """Match what begins a name behind ครูบา: a whole syllable; in ครูบานชื่น a teacher is called บานชื่น."""
    return re.compile(
        r"(?!รมี|หยัน|ลี)(?:[ก-ฮ][ะ-ฺ็-๋]|[กขคตปผพศส][รลว][ะ-ฺ็-๋]|เจ้า|[เ-ไ][ก-ฮ]|อ[ก-ฮ]|[ก-ฮ]{2}(?![ะ-ฺ็-๋])[ก-ฮเ-ไ ]|[ก-ฮ]{2}$)"
    )


@cache
def _initials_pattern() -> re.Pattern[str]:
    """Match a title of single letters in Latin script."""
    return re.compile(r"(?:[A-Za-z]\. ?){2,}")


@cache
def _next_title_pattern() -> re.Pattern[str]:
    """Match the title that may be glued to one without its dot: ``ผศดร.``."""
    return re.compile(r"(?:ดร ?[. ]|นพ\.|พญ\.|ทพญ?\.|ภก\.|ภญ\.|น\.สพ\.|สพ\.ญ\.)")


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
    consonant = r"[ก-ฮ](?![ิุ]?์)(?:[ก-ฮะ-ฺเ-ํ]|\.[ก-ฮเ-ไ])"
    return re.compile(f"{consonant}|[เ-ไ]{{1,2}}[ก-ฮ]|[A-Za-z]")


def _build_expression(form: str) -> str:
    """Build the expression for a form and the slips it is typed with.

    The addition to a rank may stand apart or in brackets: ``ศ. (เกียรติคุณ)``.
    """
    if form.isascii() or form[0].isascii():
        return _build_english_expression(form)
    addition = re.fullmatch(rf"(.+?)\(?({'|'.join(ADDITIONS)})\)?", form)
    if addition:
        return f"{_build_expression(addition[1])} ?\\(? ?{addition[2]}(?: ?\\))?"
    if not _abbreviation_pattern().fullmatch(form):
        return re.escape(form).replace("ำ", "(?:ำ|ํา)").replace("แ", "(?:แ|เเ)")
    return _build_abbreviation_expression(form)


def _build_abbreviation_expression(form: str) -> str:
    """Build the expression for an abbreviation.

    A dot of it may be missing or one too many, blanks stand behind dots (``พล. ต. ต``) and before
    them (``ดร .``); the only dot of one must be there, or the last one (``พตท.``).
    """
    letters = re.sub(r"(?<=[ก-ฮ])(?=[ก-ฮ])", r"\.?", form.rstrip(".").replace(".", r" ?\. ?"))
    if not form.endswith("."):
        return letters
    if "." not in form[:-1]:
        return rf"{letters} ?\."
    bare = form.replace(".", "")
    run_together = "|" + r"\.?".join(bare) + r"\." if len(bare) > _SHORT else ""
    return rf"(?:{letters}(?: ?\.)?{run_together})"


def _build_english_expression(form: str) -> str:
    """Build the expression for a form in Latin letters; in one of several words the dots may be missing."""
    if _initials_pattern().fullmatch(form):
        return re.escape(form).replace(r"\.", r"\. ?").removesuffix(" ?")
    if len(form.split()) == 1 and form.count(".") < 2:
        return re.escape(form)
    pieces = re.findall(r"[^. ]+\.?", form)
    return "".join(
        re.escape(piece.rstrip("."))
        + (r"\.?" if piece.endswith(".") else "")
        + ((" ?" if piece.endswith(".") else " ") if place + 1 < len(pieces) else "")
        for place, piece in enumerate(pieces)
    )


@cache
def first_words_of_titles() -> frozenset[str]:
    """Return the first words of titles in Latin letters that have several, and words for no person, in lower case."""
    forms = (form.casefold() for form, _short, _kind in TITLES if form[0].isascii() and len(form.split()) > 1)
    return frozenset(form.split()[0].rstrip(".") for form in forms) | {"total", "subtotal", "sum", "vacant", "vacancy"}


@cache_names(1)
def get_default_titles() -> TitleTable:
    """Return the table of netreg's own titles and those of the register."""
    return TitleTable(own_titles.get_rows())


def shorten_title(title: str, table: TitleTable | None = None) -> str:
    """Return the customary short form of a title, or an unknown title itself."""
    return (table or get_default_titles()).shorten(title)


def join_titles(titles: Iterable[str]) -> str:
    """Join stacked titles as they are stored, in one text."""
    return " ".join(titles)


def split_titles(stored: str, table: TitleTable | None = None) -> tuple[str, ...]:
    """Split stacked titles, written apart (``รศ. ดร.``) or together (``รศ.ดร.``)."""
    return (table or get_default_titles()).split(stored)


def remove_titles(name: str) -> str:
    """Return a name without the titles before it."""
    return get_default_titles().take_titles(tidy_blanks(name))[1]


def are_same_titles(stored: str, other: str) -> bool:
    """Return whether stored titles are the same, in full or abbreviated: ``น.ส.`` is ``นางสาว``."""
    return stored == other or _list_short_titles(stored) == _list_short_titles(other)


def _list_short_titles(stored: str) -> list[str]:
    return [shorten_title(title) for title in split_titles(stored)]


@cache_names(1 << 14)
def are_known_titles(stored: str) -> bool:
    """Return whether stored titles are all known, so that they can be parsed off a name."""
    return all(map(get_default_titles().find_class, split_titles(stored)))
