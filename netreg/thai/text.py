"""Thai text: what may be stored, and the keys by which it is compared, searched and sorted.

What a person typed is kept (`clean`); every other function here makes a key that
is never shown. NFKC is used nowhere, since it takes ำ apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from difflib import SequenceMatcher

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MARKS = "ัิ-ฺ็-๎"
"""Every sign above or below a consonant, as the inside of a character class."""
_PUNCTUATION = r""".,:;'"`´‘’‚“”„«»()\[\]{}_·•…ฯ\-\u00ad\u2010-\u2015\u2212"""

_LAST = 0x7FF
"""The last character that UTF-8 keeps in two bytes: a sort key counts places down from it."""
_SORTED = 1000
"""How much of a text counts when it is sorted; fewer than there are places."""


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """The compiled expression, compiled when it is first asked for."""
    return re.compile(expression)


def clean(text: str, *, lines: bool = False) -> str:
    r"""The text as it may be stored: no blanks at its edges, no control or zero-width characters.

    Tabs and line ends inside become one blank, so that the words on either side
    stay apart; with `lines` they stay, and every kind of line end is a ``\n``.
    Everything else inside is left as typed, NBSP too.
    """
    if text.isprintable():
        return text.strip()
    if lines:
        text = _pattern(r"\r\n?|[\v\f\x85\u2028\u2029]").sub("\n", text)
    else:
        text = _pattern(r"[\t\n\v\f\r\x85\u2028\u2029]+").sub(" ", text)
    return _unseen().sub("", text).strip()


@cache
def _unseen() -> re.Pattern[str]:
    """Control characters but tab and newline, lone surrogates, bidi and zero-width signs."""
    controls = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    return re.compile(rf"[{controls}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def to_ascii_digits(text: str) -> str:
    """The text with Thai digits as ASCII digits."""
    return text if text.isascii() else text.translate(_DIGITS)


def format_ranges(numbers: Iterable[int]) -> str:
    """Numbers in order, those that follow one another as a run: `1–3, 5`."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("–".join(map(str, part)) for part in parts)


def normalise(text: str) -> str:
    """The text as it is compared: one way of typing for each thing that looks the same.

    Blanks of any kind and number are one blank, ํ and า are ำ, two เ are แ, tone
    marks stand behind the vowel and once, digits are ASCII, letters are lower case.
    """
    if text.isprintable():  # then the only blank in it is the common one
        return " ".join([word.lower() if word.isascii() else _normal(word) for word in text.split()])
    return _mended(normalize("NFC", clean(text)).casefold())


@lru_cache(1 << 14)
def _normal(word: str) -> str:
    """A word normalised; in a register most words come again and again."""
    if not _foreign().search(word):
        return _mended(word) if "เเ" in word or _misplaced().search(word) else word
    return _mended(normalize("NFC", word).casefold())


@cache
def _foreign() -> re.Pattern[str]:
    """Anything but blanks, lower case, punctuation and the Thai of everyday."""
    return re.compile(r"[^ -@\[-~ก-์]")


@cache
def _misplaced() -> re.Pattern[str]:
    """Two signs that do not follow each other where Thai is typed by the book."""
    return re.compile("ำ[ัำิ-ฺ็-์]|[่-์][ัิ-ฺ็-์]|[ัิ-ฺ็]{2}")


def _mended(text: str) -> str:
    """The text with its signs in order: what `normalise` does to texts that need it."""
    text = to_ascii_digits(" ".join(text.split())).replace("เเ", "แ")
    signs = _pattern(f"[{_MARKS}ำ]++(?:า[{_MARKS}ำ]*)?")
    # NFC may bring signs together that a foreign accent kept apart.
    while (ordered := normalize("NFC", signs.sub(_ordered, text))) != text:
        text = ordered
    return text


def _ordered(run: re.Match[str]) -> str:
    """The signs on one consonant in the order they are typed by the book."""
    before, aa, after = run[0].partition("า")
    if aa and "ํ" in before:
        return _with_am(f"{before}ำ{after}")
    return _with_am(before) + aa + _with_am(after)


def _with_am(signs: str) -> str:
    """Signs in order, ำ once and last; a ํ beside it is in it already."""
    if "ำ" not in signs:
        return _in_order(signs)
    return _in_order(signs.replace("ำ", "").replace("ํ", "")) + "ำ"


def _in_order(marks: str) -> str:
    """The dot below, vowels, tones, then the rest, each once (NFC has the same order)."""
    return "".join(mark for mark, _again in groupby(sorted(marks, key=_turn)))


def _turn(mark: str) -> int:
    if mark == "ฺ":
        return 0
    return 1 if mark <= "็" else 2 if mark <= "๋" else 3


def match_key(text: str) -> str:
    """A key that is equal for texts a person would call the same name typed differently.

    Blanks and punctuation do not count, nor ฯ, which only says that a name is cut
    short; ๆ counts, since it repeats a word. Between two digits one mark is kept:
    ``เขต 1-2`` is not ``เขต 12``. A text of nothing but punctuation stays as it is.
    """
    if text.isprintable():
        keys = list(map(_keyed, text.split()))
        if None not in keys:
            return "".join(keys)  # type: ignore[arg-type]
    text = normalise(text)
    if not _pattern(f"[0-9{_PUNCTUATION}]").search(text):
        return text.replace(" ", "")
    key = _gaps().sub("", text)
    return _pattern(f"[ {_PUNCTUATION}]+").sub("-", key) or text


@lru_cache(1 << 14)
def _keyed(word: str) -> str | None:
    """The key of a word without digits and punctuation."""
    word = _normal(word)
    return None if _pattern(f"[0-9{_PUNCTUATION}]").search(word) else word


@cache
def _gaps() -> re.Pattern[str]:
    """Blanks and punctuation that do not stand between two digits."""
    gap = f" {_PUNCTUATION}"
    return re.compile(f"(?<![0-9{gap}])[{gap}]++|[{gap}]++(?![0-9])")


def fold_text(text: str) -> str:
    """The text as it is searched: normalised, without tone marks and without ์.

    Both are what people in a hurry leave out; ็ is not (without it a word reads
    differently).
    """
    if text.isprintable():
        words = text.split()
        return " ".join(map(str.lower if text.isascii() else _folded_word, words))
    return _pattern("[่-์]").sub("", normalise(text))


def fold_texts(texts: Iterable[str]) -> list[str]:
    """Many names as they are searched: `fold` of each, in which the last word and those before it come again."""
    return [
        f"{_folded(before)} {_folded(last)}" if last and before.strip() and text.isprintable() else fold_text(text)
        for text, (before, _blank, last) in ((text, text.rpartition(" ")) for text in texts)
    ]


_folded = lru_cache(1 << 14)(fold_text)


@lru_cache(1 << 14)
def _folded_word(word: str) -> str:
    return _pattern("[่-์]").sub("", _normal(word))


def sort_key(text: str) -> str:
    """A key whose order by code point is the order of a Thai dictionary.

    By the rules of the Royal Institute: a leading vowel counts after its consonant,
    tone marks, ็ and ์ only between words that are otherwise alike. Punctuation
    does not count; blanks come first, then digits, Latin letters, Thai letters.
    """
    return (text.isprintable() and _joined(text.split(), _sorted)[1]) or _closely_sorted(text)


def _closely_sorted(text: str) -> str:
    return _joined(_plain(normalise(text)).split(" "), _spelt)[1]


def make_keys(text: str) -> tuple[str, str]:
    """The `match_key` and the `sort_key` of a text: what a name is found by and ordered by, in one go."""
    if text.isprintable():
        both = _joined(text.split(), _sorted)
        if both[1] and _NO_KEY not in both[0]:
            return both
    return match_key(text), sort_key(text)


def _joined(words: Iterable[str], spell: Callable[[str], _Spelt | None]) -> tuple[str, str]:
    """The match and the sort key of these words, or nothing if one of them has to be looked at more closely."""
    key = letters = accents = ""
    for word in words:
        if (spelt := spell(word)) is None:
            return "", ""
        before, known = len(letters), spelt[3]
        if before not in known:  # of two words the one marked earlier comes later
            known[before] = "".join([chr(_LAST - before - place) + mark for place, mark in spelt[2]])
        key += spelt[0]
        accents += known[before]
        letters += spelt[1]
        if before and len(letters) > _SORTED:
            key = _NO_KEY
            break
    return key, f"{letters[:-1]}\x1f{accents}" if accents else letters[:-1]


_Spelt = tuple[str, str, tuple[tuple[int, str], ...], dict[int, str]]
"""A word: its own key, its letters as they are sorted with a blank behind them, its other signs with their places,
and what these come to behind so many letters, as far as that is known."""
_NO_KEY = "\0"
"""Stands for the key of a word that depends on those beside it, or is not asked for."""


@lru_cache(1 << 14)
def _sorted(word: str) -> _Spelt | None:
    """A word as it is sorted; none for one in which there is more than letters and digits."""
    word = _normal(word)
    return None if _pattern("[^0-9a-zก-ฮะ-ไๆ-์]").search(word) else _spelt(word, _keyed(word) or _NO_KEY)


def _spelt(word: str, key: str = _NO_KEY) -> _Spelt:
    """A word with its leading vowels behind their consonants, and its other signs with their places."""
    *parts, last = _pattern("([เ-ไ][ก-ฮ]|[ฺ็-๎])").split(word[:_SORTED])
    letters, marks = "", []
    for before, found in zip(parts[::2], parts[1::2], strict=True):
        letters += before
        if len(found) > 1:
            letters += found[::-1]
        else:
            marks.append((len(letters), found))
    return key, f"{letters}{last} ", tuple(marks), {}


def _plain(text: str) -> str:
    """The text without punctuation and without the accents of Latin letters."""
    if not _pattern("[^ 0-9a-zก-ฮะ-ไๆ-์]").search(text):
        return text
    text = _pattern(f" [{_PUNCTUATION}]+(?= )|[{_PUNCTUATION}]").sub("", text).replace("ๅ", "า")
    if not _pattern(r"[\u00c0-\u024f\u1e00-\u1eff]").search(text):
        return text
    return _pattern(r"[\u0300-\u036f]").sub("", normalize("NFD", text))


def find_nearest(word: str, candidates: Iterable[str], limit: int = 3, cutoff: float = 0.6) -> list[str]:
    """The candidates most like `word` as `match_key` sees them, the best first."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", match_key(word), autojunk=False)
    likely: list[tuple[float, str, str]] = []
    for candidate in dict.fromkeys(candidates):
        key = match_key(candidate)
        matcher.set_seq1(key)
        if matcher.real_quick_ratio() >= cutoff and (bound := matcher.quick_ratio()) >= cutoff:
            likely.append((bound, key, candidate))
    likely.sort(key=lambda row: -row[0])
    return _best(matcher, likely, limit, cutoff)


def _best(matcher: SequenceMatcher[str], likely: list[tuple[float, str, str]], limit: int, cutoff: float) -> list[str]:
    """The best by the exact ratio, asked for only while its upper bound can still win."""
    best: list[tuple[float, str]] = []
    for bound, key, candidate in likely:
        if len(best) == limit and bound <= best[-1][0]:
            break
        matcher.set_seq1(key)
        if (ratio := matcher.ratio()) >= cutoff:
            best = sorted([*best, (ratio, candidate)], key=lambda row: -row[0])[:limit]
    return [candidate for _ratio, candidate in best]
