"""How the papers of a meeting are worded: always in Thai, as official forms are, whatever the interface's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.exchange.papers.paper import Paragraph
from netreg.thai.dates.formats import format_date, is_stored_date
from netreg.thai.dates.words import THAI_WEEKDAYS
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row

DOTS = "." * 30
"""A blank to be filled in by hand."""
_TIME_AT = len("2021-08-05T")
_DAY = len("2021-08-05")


def clean_text(text: str) -> str:
    """Return a text on one line, without what no XML may hold (XML 1.0, production 2)."""
    return clean(text)


def word_title(before: str, title: str) -> str:
    """Return the title of a paper: ``รายงานการประชุม`` and what met, without saying การประชุม twice."""
    return f"{before}การประชุม{word_body(title)}"


def word_body(title: str) -> str:
    """Return what met, as it stands behind a word for the meeting: ``คณะกรรมการ`` of ``ประชุมคณะกรรมการ``."""
    for beginning in ("การประชุม", "ประชุม"):
        if title.startswith(beginning):
            return title.removeprefix(beginning)
    return f" {title}" if title[:1].isascii() else title


def word_number(meeting: Row) -> str:
    """Return ``1/2564``; nothing where the meeting has no number."""
    if meeting["number"] is None:
        return ""
    return f"{meeting['number']}/{meeting['year']}" if meeting["year"] else str(meeting["number"])


def word_day(value: str | None) -> str:
    """Return ``วันพฤหัสบดีที่ 5 สิงหาคม 2564``; a date not known to the day as far as it is known."""
    if not value:
        return ""
    day = value.partition("/")[0][:_DAY]
    written = format_date(day, style="long")
    if not is_stored_date(day):
        return written
    if len(day) < _DAY:
        return f"เดือน{written}" if "-" in day else f"ปี พ.ศ. {written}"
    return f"{THAI_WEEKDAYS[date.fromisoformat(day).weekday()]}ที่ {written}"


def word_days(meeting: Row) -> str:
    """Return the day of a meeting; of one that goes on over several the first and the last."""
    first, last = word_day(meeting["starts_at"]), word_day(meeting["ends_at"])
    return f"{first} ถึง{last}" if first and last and first != last else first


def word_time(value: str | None) -> str:
    """Return ``09.30``, as offices write a time of day; nothing where it is not known."""
    return value[_TIME_AT:][:5].replace(":", ".") if value and len(value) > _TIME_AT else ""


def word_times(meeting: Row) -> str:
    """Return ``09.30–12.00 น.`` for a meeting within a day."""
    first, last = word_time(meeting["starts_at"]), word_time(meeting["ends_at"])
    is_within = last and meeting["ends_at"][:_DAY] == meeting["starts_at"][:_DAY]
    return f"{first}–{last} น." if first and is_within else f"{first} น." if first else ""


def word_place(meeting: Row) -> str:
    """Return the place of a meeting; of one held online the system, through which it was held."""
    venue, platform = meeting["venue"] or "", meeting["platform"]
    if meeting["mode"] not in ("online", "hybrid") and (venue or not platform):
        return venue
    system = f"ผ่านระบบ {platform}" if platform else "ผ่านสื่ออิเล็กทรอนิกส์"
    return f"{venue} และ{system}" if venue else f"ห้องประชุมออนไลน์ {system}"


def name_of(value: object) -> str:
    """Return the name of a record that a field points to, or the text that it holds."""
    return str(getattr(value, "name", value) or "")


def describe_speaker(opinion: Row) -> str:
    """Return who gave an opinion, with the unit spoken for in brackets; the unit alone where no name is known."""
    who, unit = name_of(opinion["person"]) or opinion["name_as_recorded"] or "", name_of(opinion["organisation"])
    return f"{who} ({unit})" if who and unit else who or unit


def write_text(text: str | None, lead: str = "", depth: int = 1) -> Iterator[Paragraph]:
    """Yield a paragraph for each line of a text, the first after its lead."""
    for line in filter(None, (line.strip() for line in (text or "").splitlines())):
        yield Paragraph(line, lead, depth)
        lead = ""
