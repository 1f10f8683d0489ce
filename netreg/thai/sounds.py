"""How names sound, in Thai or in Latin letters: keys by which one is compared with the other; pure.

People write their names in Latin letters as they please (``Chai``, ``Chay``, ``Jaidee``, ``Chaidi``), seldom
by the Royal Institute's rules of 1999. A key has a letter for each class of consonants that are written for
each other, and one for each vowel that Thai writes; a vowel that it does not write is in the Latin key alone.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from netreg.thai import text

_THAI_CONSONANTS = {
    "k": "กขฃคฅฆ", "c": "จฉชฌ", "s": "ซศษส", "t": "ฎฏฐฑฒดตถทธ", "n": "ญณนรลฬ", "p": "บปผพภ",
    "f": "ฝฟ", "m": "ม", "g": "ง", "w": "ว", "y": "ย", "h": "หฮ",
}  # fmt: skip
_THAI_VOWELS = {"a": "ะัา", "i": "ิีึื", "u": "ุู", "e": "เแ", "o": "โ"}
_AHEAD = {"เ": "e", "แ": "e", "โ": "o", "ใ": "ai", "ไ": "ai"}
_FINAL = {"c": "t", "s": "t", "f": "p"}
"""How a consonant sounds at the end of a word."""
_LATIN_CLASSES = (
    (r"ph|b|p", "p"), (r"th|d|t", "t"), (r"ch|j|sh", "c"), (r"kh|g|k|q|c|x", "k"), (r"s|z", "s"), (r"f", "f"),
)  # fmt: skip
_LATIN_VOWELS = (
    ("ee|ea|ii|ue|eu", "i"), ("oo|ou", "u"), ("ae", "e"), ("au|aw(?![aeiou])|or(?![aeiou])", "o"),
    ("(?<=[aei])o(?![aeiou])", "w"),
)  # fmt: skip


def make_sound_key(name: str) -> str:
    """Return the key of the sound of one name, a given or a family name, in either script."""
    return list_sound_keys(name)[0]


@lru_cache(1 << 16)
def list_sound_keys(name: str) -> tuple[str, ...]:
    """Return the keys of the sounds that a name may have: Thai does not write where a syllable ends (วัชร, ทัศ)."""
    plain = text.match_key(name)
    readings = [_read_latin(plain)] if plain.isascii() else map(_read_thai, _list_readings(plain))
    return tuple(dict.fromkeys(_squeeze(key) for key in readings))


def _list_readings(name: str) -> list[str]:
    """Return a Thai name as it may be spoken: with and without the r of วัชร and ภัทร, with ทัศ as tat or tatsa."""
    name = re.sub(r"[\u0e48-\u0e4b\u0e4d\u0e4e\u0e47]", "", name.replace("ำ", "าม"))
    name = re.sub(r"[ทตกษ][ร]์|[ก-ฮ][ิุ]?์", "", name)  # what is not spoken
    name = re.sub(r"(?<=[ตธม])[ิุ]$", "", name)
    short = re.sub(r"(?<=[ก-ฮะ-ู])([ชตท])ร(?![ะ-ู])(?=[ก-ฮเ-ไ]|$)", r"\1", name)
    ended = (re.sub(r"(?<=ั|ฤ)[จชซศษส](?=[ก-ฮเ-ไ])", "ต", one) for one in (short, name))
    ended = (re.sub(r"(?<=[เแโ][ก-ฮ])[จชซศษส](?=[ก-ฮเ-ไ])", "ต", one) for one in ended)
    doubled = re.sub(r"ั([จชซศษส])(?=[ก-ฮ])", r"ัต\1", name)
    bare = re.sub(r"(?<=[ก-ฮะ-ู])[จชซศษส](?=[ก-ฮเ-ไ])", "ต", short)
    return list(dict.fromkeys((short, name, *ended, doubled, bare)))


def make_sound_frame(name: str) -> str:
    """Return the consonants of the key: names that sound alike have these in common, their first one above all."""
    return _make_frame(make_sound_key(name))


def _make_frame(key: str) -> str:
    return _squeeze(_vowel_pattern().sub("", key))


def _squeeze(key: str) -> str:
    return re.sub(r"(.)\1+", r"\1", key)


def find_first_sound(name: str) -> str:
    """Return the first consonant of the key of a name, none where a vowel is before it.

    That of a Thai name is found without making the key.
    """
    if name.isascii():
        key = make_sound_key(name)
        return "" if key[:1] in _VOWELS else key[:1]
    classes = _class_of_first_sound()
    for at, letter in enumerate(name):
        following = name[at + 1 : at + 2]
        if letter == "อ" and following != "ย":
            return ""
        if letter not in classes or letter in _VOWEL_SIGNS or (letter == "ห" and following in _SONORANTS):
            continue
        if letter == "ท" and at == 0 and following == "ร":
            return "s"
        if letter == "ญ" and (following in _VOWEL_SIGNS or name[:at].rstrip("ห")[-1:] in _AHEAD):
            return "y"
        return classes[letter]
    return ""


_VOWELS = frozenset("aeiou")


@cache
def _class_of_first_sound() -> dict[str, str]:
    return {**_class_of_thai(), "ำ": "m", "ฤ": "n"}


_SONORANTS = frozenset("งญณนมยรลว")
_VOWEL_SIGNS = frozenset("".join(_THAI_VOWELS.values()))


@cache
def _vowel_pattern() -> re.Pattern[str]:
    return re.compile("[aeiou]")


@cache
def _class_of_thai() -> dict[str, str]:
    kinds = {**_THAI_CONSONANTS, **_THAI_VOWELS}
    return {letter: sound for sound, letters in kinds.items() for letter in letters}


def _read_thai(name: str) -> str:
    name = re.sub(r"(?<=[ก-ฮ])รร", "ั", name).replace("เกียรต", "เกียต")
    name = re.sub(r"ห(?=[งญณนมยรลว])", "", name)
    name = re.sub(r"เ([ก-ฮ][รลว]?)(?:ีย|ือ)", r"\1ิa", name)
    name = re.sub(r"เ([ก-ฮ][รลว]?)า", r"\1าว", name)
    name = re.sub(r"(?<=ไ[ก-ฮ])ย(?![ะ-ู])", "", name)
    name = re.sub(r"^ทร|ทร(?=ัพ|ง|าย)", "ซ", name)
    name = re.sub(r"^อย|ญ(?=[ะัาิีึืุู])|(?<=[เแโใไ])ญ", "ย", name)
    name = name.replace("ฤ", "รุ")
    name = re.sub(r"ั(ว)|(?<=[ะัาิีึืุู])(ย)(?![ะ-ู])", lambda found: "u" if found[1] else "i", name)
    name = re.sub(r"([เแโใไ])([ก-ฮ])", r"\2\1", name)
    name = re.sub(r"(?<=[ก-ฮ])ว(?=[ก-ฮ](?![ะ-ู]))", "u", name)
    name = re.sub(r"(?<=[ก-ฮu])ย$", "i", name)
    name = re.sub(r"(?<=[ก-ฮ])อ(?![ะัาิีึืุู])", "o", name)
    classes = _class_of_thai() | _AHEAD
    return _end_word("".join(letter if letter.isascii() else classes.get(letter, "") for letter in name))


def _read_latin(name: str) -> str:
    name = re.sub(r"[^a-z]", "", name)
    for pattern, letter in _LATIN_VOWELS:
        name = re.sub(pattern, letter, name)
    name = re.sub(r"(?<=[aeiou])r(?=[^aeiou]|$)", "", name)  # written, and not spoken
    name = name.replace("ng", "G").replace("v", "w")
    name = re.sub(r"(?<=[aeiou])y(?![aeiou])", "i", name)
    for pattern, letter in _LATIN_CLASSES:
        name = re.sub(pattern, letter.upper(), name)
    name = re.sub(r"(?<=[aeiou])[sc](?=[^aeiou])", "t", name.lower())  # as at the end of a syllable
    return _end_word(re.sub(r"[rl]", "n", name))


def _end_word(key: str) -> str:
    return key[:-1] + _FINAL.get(key[-1], key[-1]) if key else ""


def rate_sounds(one: str, other: str) -> float:
    """Return how alike two names sound, from 0 to 1; vowels that Thai does not write count little."""
    from rapidfuzz.distance import Indel

    pairs = itertools.product(list_sound_keys(one), list_sound_keys(other))
    rates = [0.0]
    for mine, theirs in pairs:
        if mine and theirs:
            frame = Indel.normalized_similarity(_make_frame(mine), _make_frame(theirs))
            rates.append((2 * frame + Indel.normalized_similarity(mine, theirs)) / 3)
    return max(rates)
