"""The provinces of Thailand as people write them, and their regions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.provinces import (
    CENTRE,
    EAST,
    NORTH,
    NORTHEAST,
    PROVINCES,
    SOUTH,
    WEST,
    Province,
)
from netreg.thai.text import clean, find_nearest, match_key, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

REGIONS4 = {NORTH: "North", NORTHEAST: "Northeast", CENTRE: "Central", SOUTH: "South"}
"""The regions of the administrative scheme of four, with their English names."""
REGIONS6 = {
    NORTH: "North",
    NORTHEAST: "Northeast",
    CENTRE: "Central",
    EAST: "East",
    WEST: "West",
    SOUTH: "South",
}
"""The regions of the geographical scheme of six (Royal Institute, 1977), with their English names."""

# Names in daily use, and English spellings that differ by more than blanks.
_OTHER_NAMES = {
    "กรุงเทพ": "10",
    "Krung Thep": "10",
    "Krung Thep Maha Nakhon": "10",
    "Bangkok Metropolis": "10",
    "บางกอก": "10",
    "อยุธยา": "14",
    "ปราจีน": "25",
    "แปดริ้ว": "24",
    "อุบล": "34",
    "อุดร": "41",
    "สารคาม": "44",
    "กาญจน์": "71",
    "กาญจนฯ": "71",
    "สุพรรณ": "72",
    "มหาชัย": "74",
    "แม่กลอง": "75",
    "ประจวบ": "77",
    "นครศรี": "80",
    "เมืองคอน": "80",
    "สุราษฎร์": "84",
    "Ayutthaya": "14",
    "โคราช": "30",
    "Korat": "30",
    "Bung Kan": "38",
}


def find_province(text: str) -> Province | None:
    """Return the province a text names, or None.

    Accepted are the Thai name with or without ``จังหวัด`` or ``จ.``, the English name in
    any case and with or without blanks, both abbreviations and the official code; and an
    address that ends with one. A misspelt name is not guessed: see :func:`suggest_provinces`.
    """
    known = _index_provinces()
    return known.get(match_key(text)) or _find_in_address(text, known)


def _find_in_address(text: str, known: Mapping[str, Province]) -> Province | None:
    """Return the province that an address ends with, or None: behind จ., behind its districts, before a postcode."""
    line = " ".join(to_ascii_digits(clean(text)).split())
    line = re.sub(r",? ?(?:(?<![0-9])[0-9]{5}|ประเทศไทย|(?i:thailand))[ .]*$", "", line).rstrip(" ,.")
    line = re.sub(r",? ?(?:(?<![0-9])[0-9]{5})$", "", line).rstrip(" ,.")
    marked = re.split(r"(?:^|(?<=[^ก-ฮ]))(?:จังหวัด|จว\.|จ\.) ?", line)
    if len(marked) > 1:
        return known.get(match_key(marked[1])) if len(marked) == 2 else None
    if line != text and (found := known.get(match_key(line))):
        return found
    if re.match(r"(?:.* )?(?:อ\.|อำเภอ|ต\.|ตำบล|เขต|แขวง|ถ\.|ถนน)", line):
        return known.get(match_key(line.rpartition(" ")[2]))
    return known.get(match_key(line.rpartition(",")[2])) if "," in line else None


@cache
def _index_provinces() -> dict[str, Province]:
    """Map the match key of every way to write a province to it."""
    by_code = {province.code: province for province in PROVINCES}
    known = {match_key(name): by_code[code] for name, code in _OTHER_NAMES.items()}
    for province in PROVINCES:
        known.update({match_key(name): province for name in province[:5]})
    for key, province in list(known.items()):
        known |= dict.fromkeys(_add_province_words(key), province)
    return known


def _add_province_words(key: str) -> tuple[str, ...]:
    """Return the key with the word for province before or behind it."""
    if key.isdigit():
        return ()
    if key.isascii():
        return f"{key}province", f"provinceof{key}", f"changwat{key}"
    return f"จ{key}", f"จว{key}", f"จังหวัด{key}"


def suggest_provinces(text: str) -> list[str]:
    """Return the province names most like a text, in its own script, the best first."""
    names = (p.name_en if text.isascii() else p.name_th for p in PROVINCES)
    return find_nearest(text.removeprefix("จังหวัด").removeprefix("จ."), names)


def find_region_of_province(province: str, scheme: int = 6) -> str:
    """Return the Thai name of the region of a province, in the scheme of six or of four.

    Raises:
        InvalidValue: if the text names no province.
    """
    found = find_province(province)
    if not found:
        raise InvalidValue(_("unknown province '{text}'").format(text=province))
    return _get_region(found, scheme)


def find_region(text: str, scheme: int = 6) -> str | None:
    """Return the Thai name of the region a text names in Thai or English, or None."""
    return _index_regions(scheme).get(match_key(text))


def list_provinces(region: str, scheme: int = 6) -> tuple[Province, ...]:
    """Return the provinces of a region, in the order of their codes; none for an unknown region."""
    name = find_region(region, scheme)
    return tuple(province for province in PROVINCES if _get_region(province, scheme) == name)


def _get_region(province: Province, scheme: int) -> str:
    return {4: province.region4, 6: province.region6}[scheme]


@cache
def _index_regions(scheme: int) -> dict[str, str]:
    """Map the match key of every way to write a region to its Thai name."""
    known = {match_key(name): NORTHEAST for name in ("ภาคอีสาน", "อีสาน", "Isan", "Isaan", "Esan", "Esarn", "Issan")}
    known |= {match_key(name): SOUTH for name in ("ชายแดนใต้", "จังหวัดชายแดนภาคใต้", "ภาคใต้ชายแดน", "ชายแดนภาคใต้")}
    for thai, english in {4: REGIONS4, 6: REGIONS6}[scheme].items():
        spellings = (thai, thai.removeprefix("ภาค"), english, f"{english} region")
        known |= {match_key(spelling): thai for spelling in spellings}
        if not english.endswith("al"):
            known |= {match_key(f"{english}ern{end}"): thai for end in ("", " region")}
    for key, thai in list(known.items()):
        parts = ("upper", "lower", "central") if key.isascii() else ("ตอนบน", "ตอนล่าง", "ตอนกลาง")
        known |= {(f"{part}{key}" if key.isascii() else f"{key}{part}"): thai for part in parts}
        if key.isascii():
            known[f"{key}thailand"] = thai
    return known
