"""The names of months, weekdays and eras as people write them, in Thai and English."""

from __future__ import annotations

import re
from functools import lru_cache

from netreg.named_tuples import NamedTuple

THAI_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
THAI_MONTHS_SHORT = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH_MONTHS_SHORT = tuple(name[:3] for name in ENGLISH_MONTHS)

# Monday first, as date.weekday() counts.
THAI_WEEKDAYS = ("วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์")
THAI_WEEKDAYS_SHORT = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Eras as written before or after the year, folded.
ERA_MARKS: dict[str, str | None] = {
    "": None,
    "ปี": None,
    "พศ": "be",
    "ปีพศ": "be",
    "พุทธศักราช": "be",
    "be": "be",
    "คศ": "ce",
    "ปีคศ": "ce",
    "คริสต์ศักราช": "ce",
    "คริสตศักราช": "ce",
    "ce": "ce",
    "ad": "ce",
}


class MonthWord(NamedTuple):
    """The month that the words between day and year name, with an era if they name one."""

    month: int
    mark: str | None
    is_thai: bool


_UNUSUAL = re.compile("[\u0e50-\u0e59\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff\xad]")
_UNUSUAL_TO_PLAIN = str.maketrans(
    "๐๑๒๓๔๕๖๗๘๙\u2010\u2011\u2212\u2012\u2014\u2015",
    "0123456789---–––",
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad",
)
_PUNCTUATION = str.maketrans("", "", " .,")


def simplify_text(text: str) -> str:
    """Return the text with Arabic digits, plain dashes and single blanks, and nothing invisible."""
    if not text.isascii() and _UNUSUAL.search(text):
        text = text.translate(_UNUSUAL_TO_PLAIN)
    return " ".join(text.split())


def fold_word(word: str) -> str:
    """Return the word in lower case, without dots, commas and blanks."""
    return word.translate(_PUNCTUATION).lower()


def _list_month_names() -> dict[str, int]:
    """Map every folded name of a month to its number; spoken Thai drops the last letters."""
    names = {"sept": 9}
    for number, name in enumerate(THAI_MONTHS, 1):
        spoken = name.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์")
        names[name] = names[spoken] = names[fold_word(THAI_MONTHS_SHORT[number - 1])] = number
    for number, name in enumerate(ENGLISH_MONTHS, 1):
        names[name.lower()] = names[name[:3].lower()] = number
    return names


@lru_cache(512)
def parse_month_word(folded: str) -> MonthWord | None:
    """Parse a folded word as a month, perhaps with เดือน before or an era after it."""
    name = folded.removeprefix("เดือน")
    for mark, era in ERA_MARKS.items():
        month = name.endswith(mark) and _MONTH_NUMBERS.get(name.removesuffix(mark))
        if month:
            return MonthWord(month, era, name > "ก")
    return None


def _list_weekday_names() -> dict[str, int]:
    """Map every name of a weekday, in lower case and without วัน before it, to its number."""
    names = {"พฤหัส": 3}
    for number, (thai, english) in enumerate(zip(THAI_WEEKDAYS, ENGLISH_WEEKDAYS, strict=True)):
        names[thai.removeprefix("วัน")] = names[THAI_WEEKDAYS_SHORT[number]] = number
        names[english.lower()] = names[english[:3].lower()] = number
    return names


_MONTH_NUMBERS = _list_month_names()
WEEKDAY_NUMBERS = _list_weekday_names()
