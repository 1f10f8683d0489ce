"""Why a text is not a valid date, in a sentence that says what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.errors import suggest_names
from netreg.language import _
from netreg.thai.dates.words import (
    ENGLISH_MONTHS,
    ENGLISH_MONTHS_SHORT,
    ERA_MARKS,
    THAI_MONTHS,
    THAI_MONTHS_SHORT,
    fold_word,
    parse_month_word,
)
from netreg.thai.text import find_nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_EXCERPT = 40

_RELATIVE = (
    r"(?i)\b(?:today|tomorrow|yesterday|tonight|now|next|last|ago|this (?:week|month|year))\b"
    r"|วันนี้|พรุ่งนี้|มะรืน|เมื่อวาน|(?:ปี|เดือน|สัปดาห์|อาทิตย์)(?:นี้|หน้า|ที่แล้ว|ก่อน)"
    r"|ปัจจุบัน|ขณะนี้|ตอนนี้|บัดนี้|ที่แล้ว|ข้างหน้า|^[+-] ?[0-9]+ ?[^0-9]"
)
_LABEL = r"(?i)ปีการศึกษา|ภาคเรียน|ภาคการศึกษา|ภาคฤดูร้อน|เทอม|academic|semester|trimester"
_MONTH_FIRST = rf"(?i)^(?:{'|'.join(ENGLISH_MONTHS_SHORT)})[a-z]*\.? [0-9]{{1,2}}(?:[a-z]{{2}})?,? "
_OPEN = (
    r"(?i)^(?:ตั้งแต่|จาก|ภายใน|ก่อน|หลัง|ประมาณ|ราว|ไม่เกิน|จนถึง|ถึง"
    r"|since|from|until|before|after|by|about|circa)|เป็นต้น"
)
_DURATION = (
    r"(?i)^P[0-9]|^[0-9.]+ ?(?:ปี|เดือน|วัน|สัปดาห์|ชั่วโมง|ชม|นาที"
    r"|years?|months?|weeks?|days?|hours?|[dwmy]\b)|^[^0-9]+(?:ปี|เดือน|สัปดาห์)(?:ครึ่ง)?$|^ครึ่ง"
)
_PHONE = r"^(?:โทร\S*|[Tt]el\S*)? ?(?:\+?66|\(?0)(?:[ ()-]*[0-9]){8,}[ ()-]*(?: ?ต่อ ?[0-9]+)?$"
_REIGN = r"รัชกาล|รัตนโกสินทร์ ?ศก|ร\. ?ศ\.|จุลศักราช|จ\. ?ศ\."
_APART = r"^[0-9]{1,2} [0-9]{1,2} (?:[0-9]{2}|[0-9]{4})$"
_NUMBER_OF_DOCUMENT = r"^[^0-9]*[0-9][0-9.]*/[0-9]+$|^[^0-9]*ที่ [^0-9]+[0-9.]+/"
_DAY_AND_MONTH = r"^[0-9]{1,2} ?[-/.] ?[0-9]{1,2}$"
_SEVERAL = r"และ|หรือ|&|(?i:\b(?:and|or)\b)|,.*[0-9]{4}|[0-9]{4}[^0-9]+[0-9].*[0-9]{4}"
_TIME_OF_DAY = (
    r"[0-9]{2}.*\(?(?:เช้า|สาย|บ่าย|เย็น|ค่ำ|ครึ่งวัน(?:เช้า|บ่าย)|ทั้งวัน)\)?$|(?i:[0-9]{2}.*\(?(?:morning|afternoon|evening)\)?$)"
)
_HOURS = r"[0-9]{1,2}[.:][0-9]{2}"


def quote_excerpt(text: str) -> str:
    """Return the text in quotes, shortened to fit a sentence."""
    return f"'{text}'" if len(text) <= _LONGEST_EXCERPT else f"'{text[: _LONGEST_EXCERPT - 1]}…'"


def explain_invalid_date(text: str) -> str:
    """Return the sentence on why a simplified text is not a valid date and what to write instead."""
    if not text:
        return _("the date is empty")
    if is_academic_label(text):
        return _describe_label().format(text=quote_excerpt(text))
    if near := _find_nearest_month(text):
        return _("{text}: unknown month '{month}'; {advice}").format(
            text=quote_excerpt(text), month=near[0], advice=suggest_names([near[1]])
        )
    for pattern, sentence in _list_reasons():
        if re.search(pattern, text):
            return sentence.format(text=quote_excerpt(text))
    if _has_month_name(text) and not re.search("[0-9]{4}", text):
        return _("{text} has no year; write it like 5 ส.ค. 2564").format(text=quote_excerpt(text))
    return _("{text} is not a valid date; write it like 5 ส.ค. 2564 or 2021-08-05").format(text=quote_excerpt(text))


def is_academic_label(text: str) -> bool:
    """Return whether a text is `2565/2566` or `2565/66`, the name of an academic year."""
    found = re.fullmatch(r"(25[0-9]{2})/([0-9]{2}|25[0-9]{2})", text)
    return bool(found and int(found[2][-2:]) == (int(found[1]) + 1) % 100)


def _describe_label() -> str:
    return _("{text} is the name of an academic year or term, not a date")


def _list_reasons() -> Iterator[tuple[str, str]]:
    """Yield patterns, each with the sentence for a text it is found in; the first match counts."""
    yield _REIGN, _("{text} counts years in another way; write the year in พ.ศ. or ค.ศ.")
    yield (
        _RELATIVE,
        _("{text} depends on the day it is read; write the date itself, such as 5 ส.ค. 2564"),
    )
    yield _LABEL, _describe_label()
    yield (
        "ไตรมาส|(?i:quarter)",
        _("{text}: a quarter of which year? write it like ไตรมาส 2 ปีงบประมาณ 2566"),
    )
    yield from _list_lookalikes()
    yield (
        _OPEN,
        _("{text} is not an exact date; write the date alone, or both ends such as A ถึง B"),
    )
    yield (
        rf"{_HOURS}.*{_HOURS}|-.*{_HOURS}|–.*{_HOURS}",
        _("{text}: times on several days are not one span; write the days without the times"),
    )
    yield _SEVERAL, _("{text} has several dates that are not a span; write one date")


def _list_lookalikes() -> Iterator[tuple[str, str]]:
    """Yield the patterns of texts that only look like a date."""
    yield _TIME_OF_DAY, _("{text}: write the day alone, and a time in digits, such as 5 ส.ค. 2564 13:30")
    yield _APART, _("{text} has blanks between its numbers; write it like 5/8/2564")
    yield _DURATION, _("{text} is a length of time, not a date")
    yield _PHONE, _("{text} looks like a telephone number, not a date")
    yield _DAY_AND_MONTH, _("{text} has no year; write it like 5/8/2564")
    yield (
        _NUMBER_OF_DOCUMENT,
        _("{text} looks like the number of a document; write a month as ส.ค. 2564 or 2021-08"),
    )
    yield (
        _MONTH_FIRST,
        _("{text} puts the month first; write the day first, such as 5 August 2021"),
    )
    yield (
        r"^[0-9]{5}(?:\.[0-9]+)?$",
        _("{text} looks like the serial number of an Excel date; give the cell a date format and check its year"),
    )
    yield (
        r"^[0-9.,]+$",
        _("{text} is a number, not a date; write it like 5/8/2564 or 2021-08-05"),
    )


def _find_nearest_month(text: str) -> tuple[str, str] | None:
    """Return the misspelt month of a date that is complete otherwise, and the month that it is nearest to."""
    found = re.search(
        r"(?<![0-9])[0-9]{1,2}[-/ ]?(?:เดือน ?)?([^0-9\s/–-]{3,20})[-/ ]?(?:พ\.? ?ศ\.? ?)?[0-9]{2,4}(?![0-9])", text
    )
    word = found[1].strip(",.") if found else ""
    if not word or parse_month_word(fold_word(word)) or fold_word(word) in ERA_MARKS:
        return None
    names = (*THAI_MONTHS, *THAI_MONTHS_SHORT) if word > "ก" else (*ENGLISH_MONTHS, *ENGLISH_MONTHS_SHORT)
    near = find_nearest(word, names, limit=1, cutoff=0.7)
    return (word, near[0]) if near else None


def _has_month_name(text: str) -> bool:
    folded = fold_word(text)
    names = (*THAI_MONTHS, *map(fold_word, THAI_MONTHS_SHORT), *map(str.lower, ENGLISH_MONTHS_SHORT))
    return any(name in folded for name in names)
