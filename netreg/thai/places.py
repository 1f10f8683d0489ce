"""The provinces of Thailand as people write them, and their regions."""

from __future__ import annotations

from functools import cache

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
from netreg.thai.text import find_nearest, match_key

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
    "อยุธยา": "14",
    "Ayutthaya": "14",
    "โคราช": "30",
    "Korat": "30",
    "Bung Kan": "38",
}


def find_province(text: str) -> Province | None:
    """Return the province a text names, or None.

    Accepted are the Thai name with or without ``จังหวัด`` or ``จ.``, the English name in
    any case and with or without blanks, both abbreviations and the official code. A
    misspelt name is not guessed: see :func:`suggest_provinces`.
    """
    return _index_provinces().get(match_key(text))


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
    return f"จ{key}", f"จังหวัด{key}"


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
    known = {match_key("ภาคอีสาน"): NORTHEAST, match_key("อีสาน"): NORTHEAST}
    for thai, english in {4: REGIONS4, 6: REGIONS6}[scheme].items():
        spellings = (thai, thai.removeprefix("ภาค"), english, f"{english} region")
        known |= {match_key(spelling): thai for spelling in spellings}
        if not english.endswith("al"):
            known |= {match_key(f"{english}ern{end}"): thai for end in ("", " region")}
    return known
