"""How names sound, in Thai or in Latin letters: keys by which one is compared with the other; pure.

People write their names in Latin letters as they please (``Chai``, ``Chay``, ``Jaidee``, ``Chaidi``), seldom
by the Royal Institute's rules of 1999. A key has a letter for each class of consonants that are written for
each other, and one for each vowel that Thai writes; a vowel that it does not write is in the Latin key alone.
"""

from __future__ import annotations

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
    (r"ph|b|p", "p"), (r"th|d|t", "t"), (r"ch|j|sh", "c"), (r"kh|g|k|q|c", "k"), (r"s|z|x", "s"), (r"f", "f"),
)  # fmt: skip
_LATIN_VOWELS = (("ee|ea|ii|ue|eu", "i"), ("oo|ou", "u"), ("ae", "e"), ("au|aw(?![aeiou])|or(?![aeiou])", "o"))


@lru_cache(1 << 16)
def make_sound_key(name: str) -> str:
    """Return the key of the sound of one name, a given or a family name, in either script."""
    plain = text.match_key(name)
    key = _read_latin(plain) if plain.isascii() else _read_thai(plain)
    return re.sub(r"(.)\1+", r"\1", key)


def make_sound_frame(name: str) -> str:
    """Return the consonants of the key: names that sound alike have these in common, their first one above all."""
    return re.sub(r"(.)\1+", r"\1", _vowel_pattern().sub("", make_sound_key(name)))


def find_first_sound(name: str) -> str:
    """Return the first consonant of the key of a name, of a Thai one without making the key."""
    if name.isascii():
        return make_sound_frame(name)[:1]
    classes = _class_of_first_sound()
    for at, letter in enumerate(name):
        following = name[at + 1 : at + 2]
        if letter not in classes or letter in _VOWEL_SIGNS or (letter == "ห" and following in _SONORANTS):
            continue
        if letter == "ท" and at == 0 and following == "ร":
            return "s"
        if letter == "ญ" and (following in _VOWEL_SIGNS or name[:at].rstrip("ห")[-1:] in _AHEAD):
            return "y"
        return classes[letter]
    return ""


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
    name = re.sub(r"[\u0e48-\u0e4b\u0e4d\u0e4e\u0e47]", "", name.replace("ำ", "าม"))
    name = re.sub(r"[ทตกษ][ร]์|[ก-ฮ][ิุ]?์", "", name)  # what is not spoken
    name = re.sub(r"(?<=[ก-ฮะ-ู])([ชตท])ร(?![ะ-ู])(?=[ก-ฮเ-ไ]|$)", r"\1", name)
    name = name.replace("รร", "ั")
    name = re.sub(r"^ทร|ทร(?=ัพ|ง|าย)", "ซ", name)
    name = re.sub(r"ห(?=[งญณนมยรลว])", "", name)
    name = re.sub(r"^อย|ญ(?=[ะัาิีึืุู])|(?<=[เแโใไ])ญ", "ย", name)
    name = name.replace("ฤ", "รุ")
    name = re.sub(r"ั(ว)|(?<=[ะัาิีึืุู])(ย)", lambda found: "u" if found[1] else "i", name)
    name = re.sub(r"([เแโใไ])([ก-ฮ])", r"\2\1", name)
    name = re.sub(r"(?<=[ก-ฮ])ว(?=[ก-ฮ])", "u", name)
    name = re.sub(r"(?<=[ก-ฮu])ย$", "i", name)
    name = re.sub(r"(?<=[ก-ฮ])อ(?![ะัาิีึืุู])", "o", name)
    classes = _class_of_thai() | _AHEAD
    return _end_word("".join(letter if letter.isascii() else classes.get(letter, "") for letter in name))


def _read_latin(name: str) -> str:
    name = re.sub(r"[^a-z]", "", name)
    for pattern, letter in (
        ("ee|ea|ii|ue|eu", "i"),
        ("oo|ou", "u"),
        ("ae", "e"),
        ("au|aw(?![aeiou])|or(?![aeiou])", "o"),
    ):
        name = re.sub(pattern, letter, name)
    name = re.sub(r"(?<=[aeiou])r(?=[^aeiou]|$)", "", name)  # written, and not spoken
    name = name.replace("ng", "G").replace("v", "w")
    name = re.sub(r"(?<=[aeiou])y(?![aeiou])", "i", name)
    for pattern, letter in _LATIN_CLASSES:
        name = re.sub(pattern, letter.upper(), name)
    return _end_word(re.sub(r"[rl]", "n", name.lower()))


def _end_word(key: str) -> str:
    return key[:-1] + _FINAL.get(key[-1], key[-1]) if key else ""


def rate_sounds(one: str, other: str) -> float:
    """Return how alike two names sound, from 0 to 1; vowels that Thai does not write count little."""
    from rapidfuzz.distance import Indel

    keys = make_sound_key(one), make_sound_key(other)
    if not (keys[0] and keys[1]):
        return 0.0
    frame = Indel.normalized_similarity(make_sound_frame(one), make_sound_frame(other))
    return (2 * frame + Indel.normalized_similarity(*keys)) / 3
