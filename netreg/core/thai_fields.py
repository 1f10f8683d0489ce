"""The types of field that are Thai: dates in พ.ศ., terms, telephones, provinces, titles.

Their parsers are loaded by the first value to parse: most commands only show.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from netreg.core.fields import PLAIN, Field, Number, Style, Text, Value, shorten
from netreg.errors import InvalidValue, suggest_names
from netreg.language import _
from netreg.thai import text
from netreg.thai.dates import terms
from netreg.thai.dates.formats import BE_OFFSET, find_earliest_day, find_latest_day, is_stored_date
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_LAST_YEAR = 9000
"""From here on the calendar of Python ends before a term does."""


class Date(Field):
    """A day, or only its month or year; ISO 8601 in the Christian era.

    With ``time=True`` a time of day may stand behind a full date, with ``span=True`` it may
    be a span of days.
    """

    def __init__(self, *args: Any, time: bool = False, span: bool = False, **more: Any) -> None:
        """With `time`, a time of day may be given, with `span` a span of days."""
        super().__init__(*args, **more)
        self.time = time
        self.span = span

    def parse(self, written: str, years: str | None = None) -> Value:
        """Parse a date by the rules of :mod:`netreg.thai.dates.date_parser`."""
        if not text.clean(written):
            return None
        from netreg.thai.dates.date_parser import parse_date

        try:
            reading = parse_date(written, years=years)
        except InvalidValue:
            if self.span or not re.search("ไตรมาส|quarter", written, re.IGNORECASE):
                raise
            raise InvalidValue(_("'{text}' is a span of days; write one date").format(text=shorten(written))) from None
        if reading.precision == "span" and not self.span:
            raise InvalidValue(_("'{text}' is a span of days; write one date").format(text=shorten(written)))
        if reading.precision in ("minute", "second") and not self.time:
            raise InvalidValue(_("'{text}' has a time of day; write the date alone").format(text=shorten(written)))
        return reading.value

    def holds(self, value: Any) -> bool:
        """Tell whether it is an ISO 8601 day, month or year of the calendar."""
        return is_stored_date(value)

    def contradicts(self, one: Any, other: Any) -> bool:
        """Tell whether two days differ; a rough date contradicts no day that it may stand for."""
        return not (str(one).startswith(str(other)) or str(other).startswith(str(one)))

    def merge(self, before: Any, given: Any) -> Value:
        """Keep a date that lies inside a rougher one, such as its year; a more exact one replaces it."""
        kept: Value = before if _is_inside(str(before), str(given)) else given
        return kept

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write the date in words."""
        if value is None:
            return ""
        length = "long" if style.long else "short"
        return show_date(value, era=style.era, style=length, lang=style.lang)


def _is_inside(exact: str, rough: str) -> bool:
    """Tell whether a date lies inside a rougher one: a year, a month, or the day of a moment; a span is none."""
    if "T" in rough or "/" in rough:
        return exact == rough
    first, last = find_earliest_day(exact), find_latest_day(exact)
    return find_earliest_day(rough) <= first and last <= find_latest_day(rough)


class PastDate(Date):
    """A day on which something was done: it lies in no future."""

    def refuse_future(self, value: Value, today: str) -> None:
        """Refuse a day after today, an ISO 8601 day.

        Raises:
            InvalidValue: with the advice that fits the usual cause.
        """
        if value and str(value) > today[: len(str(value))]:
            raise InvalidValue(self._describe_future(show_date(str(value))))

    def _describe_future(self, day: str) -> str:
        """Say why a day in the future is not valid."""
        return _("{day} lies in the future; record what was done, not what is planned").format(day=day)


class BirthDate(PastDate):
    """A day of birth: two digits of a year may be of either era, and it lies in no future."""

    def parse(self, written: str, years: str | None = None) -> Value:
        """Parse a date; refuse a year of two digits unless `years` or the text says its era."""
        value = super().parse(written, years)
        if value is None or years:
            return value
        plain, year = text.to_ascii_digits(written), int(str(value)[:4])
        if str(year) in plain or str(year + BE_OFFSET) in plain or re.search(r"[พค]\.? ?ศ", plain):
            return value
        if re.search(r"[๐-๙]{2}\W*$", written):  # nobody writes ค.ศ. in Thai digits
            return value
        two = f"{(year + BE_OFFSET) % 100:02}"
        raise InvalidValue(
            _("the year {year} of a birth may be {one} or {other}; write it in four digits").format(
                year=two, one=f"พ.ศ. 25{two}", other=f"ค.ศ. 19{two}"
            )
        )

    def _describe_future(self, day: str) -> str:
        return _("{day} lies in the future; nobody was born then: check the year and its era").format(day=day)


class Moment(Field):
    """A moment recorded by the system, ISO 8601 in UTC; shown in the time of Thailand."""

    def holds(self, value: Any) -> bool:
        """Tell whether it is a moment."""
        try:
            return datetime.fromisoformat(value).year < _LAST_YEAR
        except ValueError:
            return False

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write the day and minute in Thailand (UTC+7)."""
        if value is None or style.plain:
            return value or ""
        there = datetime.fromisoformat(value) + timedelta(hours=7)
        return show_date(there.strftime("%Y-%m-%dT%H:%M"), era=style.era, lang=style.lang)

    def to_cell(self, value: Any) -> str:
        """Return the moment as it is stored."""
        return value or ""


class TermField(Field):
    """A length of time, stored as an ISO 8601 duration such as ``P2Y6M``."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Parse a duration by the rules of :mod:`netreg.thai.dates.terms`."""
        if not text.clean(written):
            return None
        from netreg.thai.dates.term_parser import parse_term

        return parse_term(written)

    def holds(self, value: Any) -> bool:
        """Tell whether it is an ISO 8601 duration that leads to a day of the calendar."""
        return terms.is_duration(value)

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write the term in words."""
        return "" if value is None else terms.format_term(value, lang=style.lang)


class Repeat(TermField):
    """How often a warning is repeated: a length of time, or ``never``."""

    NEVER: ClassVar = "never"
    _WORDS: ClassVar = ("never", "none", "no", "ไม่", "ไม่ซ้ำ")

    def knows_word(self, word: str) -> bool:
        """Return whether it means never."""
        return word.lower() in self._WORDS

    def parse(self, written: str, years: str | None = None) -> Value:
        """Parse a term or ``never``."""
        return self.NEVER if text.clean(written).lower() in self._WORDS else super().parse(written, years)

    def holds(self, value: Any) -> bool:
        """Tell whether it is a duration or ``never``."""
        return value == self.NEVER or super().holds(value)

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write the term in words, or never."""
        if value == self.NEVER:
            return "ไม่ซ้ำ" if style.lang == "th" else self.NEVER
        return super().show(value, style)


class Offsets(Field):
    """Lengths of time before a day, stored as ISO 8601 durations separated by blanks."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Parse terms separated by commas, such as ``12m, 90d, 0d``: the longest first, each once."""
        from netreg.thai.dates.day_options import parse_window

        parts = [parse_window(part) for part in re.split(r"[,;/]", written) if text.clean(part)]
        return " ".join(sorted(dict.fromkeys(parts), key=terms.estimate_days, reverse=True)) or None

    def holds(self, value: Any) -> bool:
        """Tell whether all of it are durations."""
        return bool(value.split()) and all(map(terms.is_duration, value.split()))

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Write the terms as they are typed: ``12m, 90d, 0d``."""
        return ", ".join(self.to_json(value))

    def to_json(self, value: Any) -> list[str]:
        """Return each term as it is typed."""
        return [terms.abbreviate_term(part) for part in value.split()] if value else []

    def to_cell(self, value: Any) -> str:
        """Return the terms as they are shown."""
        return self.show(value)


class BuddhistYear(Number):
    """A year of the Buddhist era in four digits."""

    def holds(self, value: Any) -> bool:
        """Tell whether it is a year of the calendar."""
        return bool(BE_OFFSET < value < _LAST_YEAR)

    def parse(self, written: str, years: str | None = None) -> Value:
        """Parse a year by the rules of :mod:`netreg.thai.dates.date_parser` into พ.ศ."""
        if not text.clean(written):
            return None
        from netreg.thai.dates.date_parser import parse_date

        plain = text.to_ascii_digits(text.clean(written)).isdecimal()
        try:
            reading = parse_date(written, years=years)
        except InvalidValue:
            if not plain:
                raise
            reading = None
        if reading is None or reading.precision != "year":
            raise InvalidValue(
                _("'{text}' is not a valid year; write four digits, for example 2567").format(text=shorten(written))
            )
        return int(reading.value) + BE_OFFSET


class AcademicYear(BuddhistYear):
    """The label of an academic year (ปีการศึกษา), the BE year in which it begins; not a date."""

    def parse(self, written: str, years: str | None = None) -> Value:
        """Parse a year, with or without ``ปีการศึกษา`` before it."""
        plain = text.clean(written).removeprefix("ปีการศึกษา").strip()
        if not plain and text.clean(written):
            raise InvalidValue(
                _("'{text}' is not a valid year; write four digits, for example 2567").format(text=shorten(written))
            )
        return super().parse(plain, years)


class ClassNumber(Number):
    """The number of a class or cohort (รุ่น)."""

    def parse(self, written: str, years: str | None = None) -> Value:
        """Parse a number, with or without ``รุ่นที่`` before it."""
        plain = text.clean(written)
        number = plain.removeprefix("รุ่น").removeprefix("ที่").strip()
        return super().parse(number or plain, years)


class Region(Field):
    """One of the four administrative regions, stored by its Thai name."""

    remark_pattern = re.compile("ตอน|[Uu]pper|[Ll]ower|ชายแดน")

    def find_remark(self, cell: str, value: Any) -> str | None:  # noqa: ARG002
        """Say that a part of a region is not kept."""
        return _("only the region was taken of a part of it")

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Find a region by its Thai or English name."""
        if not text.clean(written):
            return None
        from netreg.thai import places

        region = places.find_region(written, 4)
        if region is None:
            names = ", ".join(places.REGIONS4)
            raise InvalidValue(
                _("'{text}' is not a region; expected one of: {names}").format(text=shorten(written), names=names)
            )
        return region

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Return the name in the language of the style."""
        if value is None or style.plain or style.lang == "th":
            return value or ""
        from netreg.thai import places

        return places.REGIONS4.get(str(value), str(value))


@cache
def _load_phones() -> ModuleType:
    from netreg.thai import phones

    return phones


class Phone(Field):
    """Telephone numbers, stored as digits, with extensions as in RFC 3966."""

    remark_pattern = re.compile(
        r"[0-9๐-๙]\s*\(|สาย|อัตโนมัติ|หมาย|[Aa]uto|[Ll]ine|โทรสาร|แฟ|[Ff]ax|FAX"
        r"|(?<![0-9๐-๙])[2-9๒-๙][0-9๐-๙]{7,8}(?![0-9๐-๙])"
    )

    def find_remark(self, cell: str, value: Any) -> str | None:
        """Say that a fax number or a word in brackets is not kept, and that a lost zero was put back."""
        return _load_phones().describe_left_out(cell, str(value), is_fax=self.name == "fax")  # type: ignore[no-any-return]

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Parse numbers by the rules of :mod:`netreg.thai.phones`; fax numbers beside telephones are none of these."""
        if not text.clean(written):
            return None
        return _load_phones().parse_phone(written if self.name == "fax" else _load_phones().leave_out_fax(written))  # type: ignore[no-any-return]

    def merge(self, before: Any, given: Any) -> Value:
        """Keep the extensions of the same numbers, where they are given without."""
        known, said = str(before).split(", "), str(given).split(", ")
        bare = {number.partition(";ext=")[0] for number in known}
        is_rougher = {number.partition(";ext=")[0] for number in said} == bare and {*said} <= {*known} | bare
        return before if is_rougher else given  # type: ignore[no-any-return]

    def parse_internal(self, written: str) -> Value:
        """Parse numbers of a column for internal ones."""
        return _load_phones().parse_internal_phone(written) if text.clean(written) else None

    def get_plain_matcher(self) -> Callable[[str], object]:
        """Match a number of digits alone."""
        return _load_phones().plain_pattern().fullmatch  # type: ignore[no-any-return]

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write the numbers as Thai offices do."""
        return "" if value is None else _load_phones().format_phone(value, lang=style.lang)


class DistrictField(Text):
    """A district (อำเภอ, in Bangkok เขต) by its name alone, so that two files mean the same by it."""

    def parse(self, written: str, years: str | None = None) -> Value:
        """Take the word for a district off its name: ``อ.ปากช่อง``, ``อำเภอปากช่อง``, ``เขตบางรัก``.

        Raises:
            InvalidValue: for a number, which is that of a region of some authority.
        """
        name = super().parse(written, years)
        if name and is_number_of_region(str(name)):
            raise InvalidValue(_("'{text}' is a number, not a district").format(text=shorten(written)))
        return re.sub(r"^(?:(?:กิ่ง ?)?(?:อ\. ?|อำเภอ ?|เขต ?))+(?=[ก-ฮเ-ไ])", "", str(name)) if name else None


def is_number_of_region(written: str) -> bool:
    """Tell whether a text is a number, as the regions of authorities have: ``12``, ``เขต 12``, ``เขตสุขภาพที่ 12``."""
    plain = text.to_ascii_digits(text.clean(written))
    return bool(re.fullmatch(r"(?:เขต)?(?:สุขภาพ|ตรวจราชการ)?(?:ที่)? ?[0-9]{1,4}", plain))


class ProvinceField(Field):
    """One of the 77 provinces, stored by its Thai name."""

    remark_pattern = re.compile("อ\\.|อำเภอ|ต\\.|ตำบล|เขต|แขวง|[0-9๐-๙]{5}|,")

    def find_remark(self, cell: str, value: Any) -> str | None:  # noqa: ARG002
        """Say that the rest of an address is not kept."""
        return _("only the province was taken of the address")

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Find a province by its Thai or English name, abbreviation or code."""
        if not text.clean(written):
            return None
        from netreg.thai import places

        province = places.find_province(written)
        if province is None:
            sentence = _("'{text}' is not a province").format(text=shorten(written))
            near = places.suggest_provinces(written)
            raise InvalidValue(f"{sentence}; {suggest_names(near)}" if near else sentence)
        return province.name_th

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Return the name in the language of the style."""
        if value is None or style.plain or style.lang == "th":
            return value or ""
        from netreg.thai import places

        province = places.find_province(value)
        return province.name_en if province else str(value)


class TitlesField(Field):
    """The titles before a name as they were written, separated by blanks."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Separate the titles: ``รศ.ดร.`` becomes ``รศ. ดร.``; a position is none."""
        from netreg.thai.names.title_texts import parse_titles

        return parse_titles(written) or None

    def combine(self, value: str, other: str) -> Value:
        """Return the titles of two columns together: น.ส. is นางสาว, and นาง with ดร. is ดร."""
        from netreg.thai.names.title_ranks import combine_titles

        return combine_titles(value, other)

    def contradicts(self, one: Any, other: Any) -> bool:
        """Tell whether a person has hardly both titles: นาย and นาง, or ด.ช. after them."""
        from netreg.thai.names.title_ranks import are_contradictory

        return are_contradictory(one, other)

    def merge(self, before: Any, given: Any) -> Value:
        """Take titles that add to those before or raise them; keep what is higher or only written in another way."""
        from netreg.thai.names.title_ranks import merge_titles

        return merge_titles(before, given)
