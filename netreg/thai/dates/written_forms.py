"""Rewrite the longer forms in which dates are written to those that the parser knows.

What stands around a date says that it is one (`ประกาศ ณ วันที่ …`); a weekday in brackets, a time before
the day, the year in the other era behind it, and the month before the day are put where they are expected.
"""

from __future__ import annotations

import re
from functools import cache

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.dates.formats import BE_OFFSET
from netreg.thai.dates.words import ENGLISH_MONTHS, ENGLISH_MONTHS_SHORT, WEEKDAY_NUMBERS

_YEAR_BEHIND = (
    r"(?<![0-9])([0-9]{4}) ?\((?:พ\.? ?ศ\.? ?|ค\.? ?ศ\.? ?)?([0-9]{4})(?: ?(?:BE|CE|AD|B\.E\.|C\.E\.|A\.D\.))?\)"
)
_MARK = r"(?:พ\.? ?ศ\.?|ค\.? ?ศ\.?)?"
_CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?"


def rewrite_text(text: str) -> str:
    """Return a simplified text in a form that the parser knows, or unchanged.

    Raises:
        InvalidValue: when the year is given in both eras and they are not the same.
    """
    text = _drop_second_year(text)
    text = _drop_edges(text)
    for pattern, replacement in _list_rewritings():
        text = pattern.sub(replacement, text, count=1).strip()
    text = _rewrite_clock(text)
    text = _move_weekday(text)
    return _move_time(text)


def _drop_second_year(text: str) -> str:
    """Drop the year of the other era in brackets: `2564 (2021)`."""
    found = re.search(_YEAR_BEHIND, text)
    if not found:
        return text
    one, other = found[1], found[2]
    if abs(int(one) - int(other)) != BE_OFFSET:
        raise InvalidValue(_("the years {one} and {other} are not the same; correct one").format(one=one, other=other))
    return text[: found.end(1)] + text[found.end() :]


def _drop_edges(text: str) -> str:
    """Drop the marks that stand around a date: quotes, brackets around all of it, a full stop behind it."""
    text = text.strip("'\"“”‘’`´;,*•")
    text = re.sub(r"(?<=[0-9])\.$", "", text)
    if text[:1] in "([{" and text[-1:] in ")]}" and not re.search(r"[()\[\]{}]", text[1:-1]):
        text = text[1:-1]
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    return re.sub(r"^[-–•.:]+ ?(?=[^0-9]|[0-9]{1,2}\b)", "", text.strip())


@cache
def _list_rewritings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns, each with what is written for what it finds, in the order in which they are tried."""
    months = "|".join(sorted((*ENGLISH_MONTHS, *ENGLISH_MONTHS_SHORT, "Sept"), key=len, reverse=True))
    leads = (
        "ประกาศ|สั่ง|ให้ไว้|ตราไว้|ทำไว้|ทำขึ้น|ออกให้|ออก|ข้อมูล|สถานะ|ลงนามแล้ว|ลงนาม|ลงชื่อ|สิ้นสุดสัญญา|สิ้นสุด|หมดอายุ|ครบกำหนด"
        "|เริ่มต้น|เริ่ม|อนุมัติ|แต่งตั้ง|รับทราบ|แก้ไข|ปรับปรุง|เผยแพร่|มีผลบังคับใช้|มีผลใช้บังคับ|มีผล|ใช้บังคับ"
    )
    english = "signed|dated?|as of|effective|expires?|expiry|updated|issued|valid until"
    rewritings = (
        (r"(?i)\b([0-9]{1,2})(?:st|nd|rd|th)\b", r"\1"),
        (r"(?i)\b(?:the )?([0-9]{1,2}) of (?=[a-z])", r"\1 "),
        (rf"(?i)\b({months})\.? ([0-9]{{1,2}})(?:,? |,)(?=[0-9]{{4}})", r"\2 \1 "),
        (r"(?<=[^0-9])['’‘]([0-9]{2})(?![0-9])", r"\1"),
        (rf"(?i)^(?:{english})(?: on)?(?: ?: ?| )(?=[0-9a-z])", ""),
        (rf"^(?:{leads}) ?(?:ไว้ ?)?(?=(?:ณ|เมื่อ|ใน|ลง|วัน|[0-9]{{1,2}} ?[^0-9]))", ""),
        (r"^(?:ณ|เมื่อ|ใน|ลง)? ?(?:วันที่|วัน|เวลา)(?: ?[:;]|:) ?(?=[^0-9]*[0-9])", ""),
        (r"^(?:มีผล(?:ใช้บังคับ|บังคับใช้)? ?|เริ่ม ?|โดย ?)?(?:นับ ?)?(?=ตั้งแต่|แต่|จาก)(.*ถึง)", r"\1"),
        (r" at (?=[0-9])", " "),
        (r"^แต่(?=วันที่)", "ตั้งแต่"),
        (rf"^(?:ประจำ)?(?:ปีงบฯ|งบประมาณ ?ปี|ปีงบ(?:ประมาณ)?(?= ?{_MARK} ?[0-9]{{2}}$)|ปีงบฯประมาณ) ?", "ปีงบประมาณ "),
        (rf"^(ปีงบประมาณ ){_MARK} ?([0-9]{{2}})$", r"\g<1>25\2"),
        (r"^ปีงบประมาณ ?(?=[^0-9]*[0-9]{4}$)", "ปีงบประมาณ "),
    )
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rewritings)


def _rewrite_clock(text: str) -> str:
    """Rewrite a time by the clock of twelve hours: `6:00 pm`."""

    def rewrite(found: re.Match[str]) -> str:
        hour = int(found[1]) % 12 + (12 if found[4].lower() == "p" else 0)
        return f"{hour:02}:{found[2] or '00'}{found[3] or ''}" if 1 <= int(found[1]) <= 12 else found[0]

    return re.sub(r"(?<![0-9:.])([0-9]{1,2})(?:[:.]([0-9]{2}))?(:[0-9]{2})? ?([aApP])\.?[mM]\b\.?", rewrite, text)


@cache
def _weekday_pattern() -> re.Pattern[str]:
    names = {*WEEKDAY_NUMBERS, *(name.rstrip(".") for name in WEEKDAY_NUMBERS)}
    listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    name = rf"(?:วัน ?)?((?i:{listed}))\.?"
    return re.compile(rf"^\( ?{name} ?\),? ?(?=[0-9])|^{name}(?: ?ที่)?,? (?=[0-9])| ?\( ?{name} ?\)$")


def _move_weekday(text: str) -> str:
    """Write a weekday in brackets, behind the date, or short without its dot as one before the date."""
    found = _weekday_pattern().search(text)
    if not found:
        return text
    name = next(filter(None, found.groups()))
    rest = (text[: found.start()] + text[found.end() :]).strip()
    key = name.lower() if name.lower() in WEEKDAY_NUMBERS else f"{name}."
    return f"{key} {re.sub('^วันที่ ?', '', rest)}"


def _move_time(text: str) -> str:
    """Put a time that stands before the day behind it: `13.30 น. 5 ส.ค. 2564`."""
    found = re.match(
        rf"(?:เวลา ?)?({_CLOCK}(?: ?(?:-|–|ถึง) ?{_CLOCK})?) ?(?:(?:น\.?|นาฬิกา)(?= |,|วัน|ของ)|(?<=[0-9])(?=,? ))"
        r",? ?(?:ของ|ใน|on )?(.*[^0-9.: ].*)",
        text,
    )
    if not found or not re.search("[0-9]", found[2]):
        return text
    return f"{found[2].strip()} {found[1]}"
