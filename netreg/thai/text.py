"""Thai text: cleaned for storing, and the keys by which it is compared, searched and sorted.

What a person typed is stored (`clean`); the keys made of it are never shown. NFKC is used
nowhere, since it takes ำ apart.
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
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_NUMBER_SIGNS: dict[int, int | str] = {
    **_DIGITS,
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-"),
    **dict.fromkeys((0xA0, 0x2007, 0x202F, 0x3000), " "),
}
"""Thai digits, full-width signs, dashes and blanks, as a number of an office is compared."""
_MARKS = "ัิ-ฺ็-๎"
"""Every sign above or below a consonant, as the inside of a character class."""
_PUNCTUATION = r""".,:;'"`´‘’‚“”„«»()\[\]{}_·•…ฯ\-\u00ad\u2010-\u2015\u2212"""

_LAST_PLACE = 0x7FF
"""The last character that UTF-8 keeps in two bytes: a sort key counts places down from it."""
_SORTED_LETTERS = 1000
"""How many letters of a text count when it is sorted; fewer than there are places."""


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Return the expression compiled, which is done when it is first needed."""
    return re.compile(expression)


def is_clean(text: str) -> bool:
    """Tell whether a text has something in it, and no control character but tabs and line ends."""
    controls = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
    return bool(text.strip()) and not _pattern(controls).search(text)


def clean(text: str, *, lines: bool = False) -> str:
    r"""Return the text as it may be stored: without blanks at its edges, control and zero-width characters.

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
    return _unseen_pattern().sub("", text).strip()


def drop_unseen(text: str) -> str:
    """Return the text as it may be handed on: what another tool stored that steers, hides or turns text is left out."""
    return text if text.isprintable() else _unseen_pattern().sub("", text)


@cache
def _unseen_pattern() -> re.Pattern[str]:
    """Match control characters but tab and newline, lone surrogates, bidi and zero-width signs, tags, no characters.

    They are those of Unicode's properties Bidi_Control and Default_Ignorable_Code_Point that hide something;
    the soft hyphen and the selectors of a glyph's form stay as typed.
    """
    controls = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    unseen = r"\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    # What Unicode keeps for no character (section 23.7): XML, of which Office files are made, may not hold it.
    none = r"\ufdd0-\ufdef" + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))
    return re.compile(rf"[{controls}{unseen}{none}]")


def to_ascii_digits(text: str) -> str:
    """Return the text with Thai digits as ASCII digits."""
    return text if text.isascii() else text.translate(_DIGITS)


def to_thai_digits(text: str) -> str:
    """Return the text with Thai digits, as official papers have them; addresses and ``COVID-19`` stay as they are."""
    return _pattern("[!-~]+").sub(_write_thai_digits, text)


def _write_thai_digits(run: re.Match[str]) -> str:
    return run[0] if _pattern("[A-Za-z@]").search(run[0]) else run[0].translate(_THAI_DIGITS)


def fold_number(text: str) -> str:
    """Return a number of an office with ASCII digits, letters and dashes, without blanks beside a dash."""
    if not text.isascii():
        text = text.translate(_NUMBER_SIGNS)
    return _pattern(r" *- *").sub("-", text) if "-" in text and " " in text else text


def format_ranges(numbers: Iterable[int]) -> str:
    """Format numbers in order, with those that follow one another as a range: `1–3, 5`."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("–".join(map(str, part)) for part in parts)


def normalise(text: str) -> str:
    """Return the text as it is compared: with one spelling for everything that looks the same.

    Blanks of any kind and number are one blank, ํ and า are ำ, two เ are แ, tone
    marks stand behind the vowel and once, digits are ASCII, letters are lower case.
    """
    if text.isprintable():  # then the only blank in it is the common one
        return " ".join([word.lower() if word.isascii() else _normalise_word(word) for word in text.split()])
    return _reorder_signs(normalize("NFC", clean(text)).casefold())


@lru_cache(1 << 14)
def _normalise_word(word: str) -> str:
    """Normalise one word, from a cache: in a register most words recur."""
    if not _foreign_pattern().search(word):
        return _reorder_signs(word) if "เเ" in word or _misplaced_pattern().search(word) else word
    return _reorder_signs(normalize("NFC", word).casefold())


@cache
def _foreign_pattern() -> re.Pattern[str]:
    """Match anything but blanks, ASCII without capitals, and everyday Thai."""
    return re.compile(r"[^ -@\[-~ก-์]")


@cache
def _misplaced_pattern() -> re.Pattern[str]:
    """Match two signs in an order in which Thai is not properly typed."""
    return re.compile("ำ[ัำิ-ฺ็-์]|[่-์][ัิ-ฺ็-์]|[ัิ-ฺ็]{2}")


def _reorder_signs(text: str) -> str:
    """Return the text with its signs in order, for texts that `normalise` finds to need it."""
    text = to_ascii_digits(" ".join(text.split())).replace("เเ", "แ")
    signs = _pattern(f"[{_MARKS}ำ]++(?:า[{_MARKS}ำ]*)?")
    # NFC may bring signs together that a foreign accent kept apart.
    while (ordered := normalize("NFC", signs.sub(_reorder_run, text))) != text:
        text = ordered
    return text


def has_misplaced_signs(text: str) -> bool:
    """Return whether vowels or tone marks stand in an order in which Thai is not typed, at a glance."""
    return "เเ" in text or bool(_swapped_pattern().search(text))


@cache
def _swapped_pattern() -> re.Pattern[str]:
    """Match ํ and า for ำ, a tone mark before the vowel that it belongs behind, and a sign that is there twice.

    Every sign is matched first, and then told from the others: a set of letters is searched for twice as fast.
    """
    return re.compile("[ัิ-ฺ็-ํ](?:(?<=ํ)[่-๋]?า|(?<=[่-๋])[ัิ-ฺํ]|(?<=([ัิ-ฺ็-์]))\\1)")


def mend_signs(text: str) -> str:
    """Return the text with its vowels and tone marks in order, ํ and า as ำ, two เ as แ; nothing else changes."""
    if not has_misplaced_signs(text):
        return text
    signs = _pattern(f"[{_MARKS}ำ]++(?:า[{_MARKS}ำ]*)?")
    return signs.sub(_reorder_run, text.replace("เเ", "แ"))


def _reorder_run(run: re.Match[str]) -> str:
    """Return the signs of one consonant in the order in which they are properly typed."""
    before, aa, after = run[0].partition("า")
    if aa and "ํ" in before:
        return _sort_signs(f"{before}ำ{after}")
    return _sort_signs(before) + aa + _sort_signs(after)


def _sort_signs(signs: str) -> str:
    """Return signs in order, with ำ once and last; it includes a ํ beside it."""
    if "ำ" not in signs:
        return _sort_marks(signs)
    return _sort_marks(signs.replace("ำ", "").replace("ํ", "")) + "ำ"


def _sort_marks(marks: str) -> str:
    """Sort marks: the dot below, vowels, tones, then the rest, each once (NFC has the same order)."""
    return "".join(mark for mark, _again in groupby(sorted(marks, key=_rank_mark)))


def _rank_mark(mark: str) -> int:
    if mark == "ฺ":
        return 0
    return 1 if mark <= "็" else 2 if mark <= "๋" else 3


def match_key(text: str) -> str:
    """Return a key that is equal for texts a person would call the same name typed differently.

    Blanks and punctuation do not count, nor ฯ, which only says that a name is cut
    short; ๆ counts, since it repeats a word. Between two digits one mark is kept:
    ``เขต 1-2`` is not ``เขต 12``. A text of nothing but punctuation stays as it is.
    """
    if text.isprintable():
        keys = list(map(_key_word, text.split()))
        if None not in keys:
            return "".join(keys)  # type: ignore[arg-type]
    text = normalise(text)
    if not _pattern(f"[0-9{_PUNCTUATION}]").search(text):
        return text.replace(" ", "")
    key = _gap_pattern().sub("", text)
    return _pattern(f"[ {_PUNCTUATION}]+").sub("-", key) or text


@lru_cache(1 << 14)
def _key_word(word: str) -> str | None:
    """Return the match key of a word, or None if it has digits or punctuation."""
    word = _normalise_word(word)
    return None if _pattern(f"[0-9{_PUNCTUATION}]").search(word) else word


@cache
def _gap_pattern() -> re.Pattern[str]:
    """Match blanks and punctuation that do not stand between two digits."""
    gap = f" {_PUNCTUATION}"
    return re.compile(f"(?<![0-9{gap}])[{gap}]++|[{gap}]++(?![0-9])")


def fold_text(text: str) -> str:
    """Return the text as it is searched: normalised, without tone marks and without ์.

    Both are what people in a hurry leave out; ็ is not (without it a word reads
    differently).
    """
    if text.isprintable():
        words = text.split()
        return " ".join(map(str.lower if text.isascii() else _fold_word, words))
    return _pattern("[่-์]").sub("", normalise(text))


def list_number_forms(folded: str) -> list[str]:
    """List how a folded text may be written otherwise: with commas between thousands, or without.

    Telephone numbers, and digits within a code or an address, are no such numbers.
    """
    bare = _pattern(r"(?<![\d,.])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])").sub(lambda found: found[0].replace(",", ""), folded)
    parted = _pattern(r"(?<![\w,.@/+-])[1-9]\d{3,11}(?![\w,/@-])").sub(lambda found: f"{int(found[0]):,}", folded)
    return [form for form in (bare, parted) if form != folded]


def fold_texts(texts: Iterable[str]) -> list[str]:
    """Fold many names; the last word and those before it are cached, since both recur."""
    return [
        f"{_fold_again(before)} {_fold_again(last)}"
        if last and before.strip() and text.isprintable()
        else fold_text(text)
        for text, (before, _blank, last) in ((text, text.rpartition(" ")) for text in texts)
    ]


_fold_again = lru_cache(1 << 14)(fold_text)


@lru_cache(1 << 14)
def _fold_word(word: str) -> str:
    return _pattern("[่-์]").sub("", _normalise_word(word))


def sort_key(text: str) -> str:
    """Return a key whose order by code point is the order of a Thai dictionary.

    By the rules of the Royal Institute: a leading vowel counts after its consonant,
    tone marks, ็, ์ and ๆ only between words that are otherwise alike. Punctuation
    does not count; blanks come first, then digits, Latin letters, Thai letters.
    """
    return (text.isprintable() and _join_words(text.split(), _spell_plain_word)[1]) or _sort_key_slowly(text)


def _sort_key_slowly(text: str) -> str:
    return _join_words(_strip_punctuation(normalise(text)).split(" "), _spell_word)[1]


def make_keys(text: str) -> tuple[str, str]:
    """Return the `match_key` and the `sort_key` of a text together, which costs less than one after the other."""
    if text.isprintable():
        both = _join_words(text.split(), _spell_plain_word)
        if both[1] and _NO_KEY not in both[0]:
            return both
    return match_key(text), sort_key(text)


def make_all_keys(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return what `make_keys` returns of each of many texts: most are names of two words, both of which recur."""
    found: list[tuple[str, str]] = []
    for text in texts:
        first, _blank, last = text.partition(" ")
        one = _FIRST_WORDS.get(first) or _keep_first_word(first)
        other = _LAST_WORDS.get((one[3], last)) or _keep_last_word(one[3], last)
        if one[3] and other[3]:
            accents = one[2] + other[2]
            letters = one[1] + other[1]
            found.append((one[0] + other[0], f"{letters}\x1f{accents}" if accents else letters))
        else:
            found.append(make_keys(text))
    return found


_KeptWord = tuple[str, str, str, int]
"""One of two words: its match key, its letters, its accents; of the first how many letters it has, 0 where it
cannot be spelt plainly, of the last whether it can."""
_FIRST_WORDS: dict[str, _KeptWord] = {}
_LAST_WORDS: dict[tuple[int, str], _KeptWord] = {}
_REMEMBERED = 1 << 14
_UNKEPT: _KeptWord = ("", "", "", 0)


def _keep_first_word(word: str) -> _KeptWord:
    spelt = _spell_plain_word(word)
    kept = _UNKEPT
    if spelt is not None and _NO_KEY not in spelt[0]:
        kept = spelt[0], spelt[1], _write_accents(spelt, 0), len(spelt[1])
    if len(_FIRST_WORDS) >= _REMEMBERED:
        _FIRST_WORDS.clear()
    _FIRST_WORDS[word] = kept
    return kept


def _keep_last_word(before: int, word: str) -> _KeptWord:
    spelt = _spell_plain_word(word) if before else None
    kept = _UNKEPT
    if spelt is not None and _NO_KEY not in spelt[0] and before + len(spelt[1]) <= _SORTED_LETTERS:
        accents = _write_accents(spelt, before)
        kept = spelt[0], spelt[1][:-1], accents, 1
    if len(_LAST_WORDS) >= _REMEMBERED:
        _LAST_WORDS.clear()
    _LAST_WORDS[before, word] = kept
    return kept


def _write_accents(spelt: _Spelling, before: int) -> str:
    """Write the accents of a word behind so many letters: of two words the one marked earlier comes later."""
    return "".join([chr(_LAST_PLACE - before - place) + mark for place, mark in spelt[2]])


def _join_words(words: Iterable[str], spell: Callable[[str], _Spelling | None]) -> tuple[str, str]:
    """Return the match and the sort key of words, or two empty texts if one of them cannot be spelt plainly."""
    key = letters = accents = ""
    for word in words:
        if (spelt := spell(word)) is None:
            return "", ""
        before, known = len(letters), spelt[3]
        if before not in known:
            known[before] = _write_accents(spelt, before)
        key += spelt[0]
        accents += known[before]
        letters += spelt[1]
        if before and len(letters) > _SORTED_LETTERS:
            key = _NO_KEY
            break
    return key, f"{letters[:-1]}\x1f{accents}" if accents else letters[:-1]


_Spelling = tuple[str, str, tuple[tuple[int, str], ...], dict[int, str]]
"""A word as it is sorted: its match key; its letters, with a blank behind them; its other signs with their places;
and a cache of how those signs are written behind so many letters."""
_NO_KEY = "\0"
"""Stands for the match key of a word that depends on the words beside it, or is not needed."""


@lru_cache(1 << 14)
def _spell_plain_word(word: str) -> _Spelling | None:
    """Spell a word of letters and digits alone; return None for any other."""
    word = _normalise_word(word)
    return None if _pattern("[^0-9a-zก-ฮะ-ไๆ-์]").search(word) else _spell_word(word, _key_word(word) or _NO_KEY)


def _spell_word(word: str, key: str = _NO_KEY) -> _Spelling:
    """Put leading vowels behind their consonants, and take the other signs out with their places."""
    *parts, last = _pattern("([เ-ไ][ก-ฮ]|[ฺๆ-๎])").split(word[:_SORTED_LETTERS])
    letters, marks = "", []
    for before, found in zip(parts[::2], parts[1::2], strict=True):
        letters += before
        if len(found) > 1:
            letters += found[::-1]
        else:
            marks.append((len(letters), found))
    return key, f"{letters}{last} ", tuple(marks), {}


def _strip_punctuation(text: str) -> str:
    """Return the text without punctuation and without the accents of Latin letters."""
    if not _pattern("[^ 0-9a-zก-ฮะ-ไๆ-์]").search(text):
        return text
    text = _pattern(f" [{_PUNCTUATION}]+(?= )|[{_PUNCTUATION}]").sub("", text).replace("ๅ", "า")
    if not _pattern(r"[\u00c0-\u024f\u1e00-\u1eff]").search(text):
        return text
    return _pattern(r"[\u0300-\u036f]").sub("", normalize("NFD", text))


def find_nearest(word: str, candidates: Iterable[str], limit: int = 3, cutoff: float = 0.6) -> list[str]:
    """Return the candidates most like `word` by their match keys, the best first."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", match_key(word), autojunk=False)
    likely: list[tuple[float, str, str]] = []
    for candidate in dict.fromkeys(candidates):
        key = match_key(candidate)
        matcher.set_seq1(key)
        if matcher.real_quick_ratio() >= cutoff and (bound := matcher.quick_ratio()) >= cutoff:
            likely.append((bound, key, candidate))
    likely.sort(key=lambda row: -row[0])
    return _pick_best(matcher, likely, limit, cutoff)


def _pick_best(
    matcher: SequenceMatcher[str], likely: list[tuple[float, str, str]], limit: int, cutoff: float
) -> list[str]:
    """Pick the best by the exact ratio, computed only while its upper bound can still win."""
    best: list[tuple[float, str]] = []
    for bound, key, candidate in likely:
        if len(best) == limit and bound <= best[-1][0]:
            break
        matcher.set_seq1(key)
        if (ratio := matcher.ratio()) >= cutoff:
            best = sorted([*best, (ratio, candidate)], key=lambda row: -row[0])[:limit]
    return [candidate for _ratio, candidate in best]
