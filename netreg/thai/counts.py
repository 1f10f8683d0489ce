"""Parse a number of people as it is written: exact, or `มากกว่า 40 คน`, `at least 40`, `ประมาณ 40`."""

from __future__ import annotations

import re
from functools import cache

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai import text

# The words for each, the longer first; `ไม่มากกว่า` is not among them and is refused.
_WORDS = {
    "at_least": ("ไม่น้อยกว่า", "ไม่ต่ำกว่า", "อย่างน้อย", "at least", "no less than", "not less than", ">=", "≥"),
    "more_than": ("มากกว่า", "เกินกว่า", "กว่า", "เกิน", "more than", "over", "above", ">"),
    "about": ("ประมาณ", "ราว ๆ", "ราวๆ", "ราว", "โดยประมาณ", "about", "around", "approximately", "approx.", "ca.", "~"),
    "exact": ("จำนวน", "รวม", "ทั้งหมด", "exactly", "="),
}
_WORDS_BEHIND = {"กว่า": "more_than", "+": "more_than", "ขึ้นไป": "at_least", "โดยประมาณ": "about"}
_MOST_DIGITS = 15
"""How many digits a number of people can have."""


def parse_count(written: str) -> tuple[int, str]:
    """Return the number, and ``exact``, ``at_least``, ``more_than`` or ``about``.

    Raises:
        InvalidValue: when it is not a number of people.
    """
    plain = text.to_ascii_digits(text.clean(written)).lower()
    found = _count_pattern().fullmatch(" ".join(plain.split()))
    if found is None or len(found["number"].replace(",", "")) > _MOST_DIGITS:
        raise InvalidValue(
            _("'{text}' is not a valid number of people; write it like 42 or 'more than 40'").format(text=plain[:40])
        )
    before, behind = found["before"], found["behind"] or found["last"]
    if before and behind:
        raise InvalidValue(_("'{text}' has two qualifiers; use one").format(text=plain[:40]))
    return int(found["number"].replace(",", "")), _find_exactness(before, behind)


def _find_exactness(before: str | None, behind: str | None) -> str:
    if behind:
        return _WORDS_BEHIND[behind]
    return next((kind for kind, words in _WORDS.items() if before in words), "exact")


@cache
def _count_pattern() -> re.Pattern[str]:
    words = sorted((word for group in _WORDS.values() for word in group), key=len, reverse=True)
    before, behind = ("|".join(map(re.escape, group)) for group in (words, _WORDS_BEHIND))
    number = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
    unit = r"คน|ราย|ท่าน|people|persons?"
    return re.compile(
        rf"(?P<before>{before})? ?(?P<number>{number}) ?(?P<behind>{behind})? ?(?:{unit})? ?(?P<last>{behind})?"
    )
