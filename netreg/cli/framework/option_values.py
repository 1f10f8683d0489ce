"""Values of the options that are no fields of a record: days, lengths of time, eras, years, one word of several."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from netreg.cli.framework.guidance.option_words import find_word, show_words
from netreg.core.thai_fields import BuddhistYear, Date
from netreg.errors import InvalidOption, InvalidValue, UsageError, list_names
from netreg.language import _, get_language
from netreg.thai.dates import fiscal_years
from netreg.thai.dates.formats import format_date
from netreg.thai.text import clean, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def naming_option(option: str) -> Iterator[None]:
    """Report a value that is found invalid meanwhile as one of this option.

    Raises:
        UsageError: naming the option.
    """
    try:
        yield
    except InvalidValue as error:
        raise InvalidOption(option, error) from None


def check_known(option: str, word: str, known: Iterable[str], sentence: str = "") -> str:
    """Return a word that must be one of those known, or the one of which it is the Thai word.

    Raises:
        UsageError: listing them; `sentence` may say what the word is.
    """
    found = find_word(word, known := tuple(known))
    if found is None:
        sentence = sentence or _("{option}: unknown value '{text}'")
        raise UsageError(sentence.format(option=option, text=word), list_names(show_words(known)))
    return found


def read_day(written: str, today: date, option: str = "--as-of") -> date:
    """Return the day that an option gives; relative forms count from `today`."""
    from netreg.thai.dates.day_options import parse_day_option  # few lists are asked about a day

    with naming_option(option):
        return parse_day_option(written, today)


def read_duration(written: str | None, option: str = "--within") -> str | None:
    """Return the length of time that an option gives, as an ISO 8601 duration, if it was given."""
    if written is None:
        return None
    from netreg.thai.dates.day_options import parse_window

    with naming_option(option):
        return parse_window(written)


def read_era(written: str | None, option: str = "--read-years") -> str | None:
    """Return the era that an option gives, if it was given."""
    return written if written is None else check_known(option, written, ("be", "ce"))


_BE_YEARS, _CE_YEARS = range(2400, 2641), range(1800, 2101)


def read_year(written: str, option: str = "--year") -> int:
    """Return the year in พ.ศ. that an option gives: of four digits in either era, whatever mark or word stands with it.

    Raises:
        UsageError: when it is not a year, or its number cannot be of the era that it is marked as.
    """
    plain = clean(written).removeprefix("ปีงบประมาณ").removeprefix("ปีการศึกษา").strip()
    try:
        year = BuddhistYear("year", "ปี", option).parse(plain)
    except InvalidValue as error:
        digits = re.sub(r"\D", "", to_ascii_digits(plain))
        if len(digits) == 4 and int(digits) in (*_BE_YEARS, *_CE_YEARS):
            raise InvalidOption(option, error) from None
        year = None
    if year is None:
        raise UsageError(
            _("{option}: '{text}' is not a valid year").format(option=option, text=written),
            _("write four digits: 2569 (พ.ศ. 2400 to 2640) or 2026 (ค.ศ. 1800 to 2100)"),
        )
    return int(year)


def read_fiscal_year(written: str) -> tuple[date, date]:
    """Return the first and the last day of the fiscal year (ปีงบประมาณ) that ``--year`` gives.

    Raises:
        UsageError: when it is not a year.
    """
    return fiscal_years.build_fiscal_year(read_year(written))


def note_other_era(written: str | None) -> tuple[str, ...]:
    """Note that ``--year`` was given in ค.ศ., which is read as the fiscal year of the same number of years."""
    if written is None:
        return ()
    last = read_fiscal_year(written)[1]
    if str(last.year) not in to_ascii_digits(written):
        return ()
    sentence = _("--year {year} was read as ค.ศ.: the fiscal year {fiscal} of พ.ศ., which ends on {day}")
    day = format_date(last.isoformat(), lang=get_language())
    return (sentence.format(year=last.year, fiscal=fiscal_years.find_fiscal_year(last), day=day),)


def read_recorded_at(written: str) -> str:
    """Return the moment in UTC that ``--recorded-at`` gives; a day or a minute counts to its end.

    A moment as the history prints it for scripts is exact to the fraction of a second.

    Raises:
        UsageError: when it is not a day or a moment.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", written):
        return written
    with naming_option("--recorded-at"):
        value = str(Date("recorded_at", "เมื่อ", "--recorded-at", time=True).parse(written) or "")
    if len(value) < len("2021-08-05"):
        raise UsageError(
            _("--recorded-at: '{text}' is not a valid day").format(text=written), _("write '5 ส.ค. 2568 09:30'")
        )
    whole = "9999-12-31T23:59:59.999999"
    ends = {len("2021-08-05"): "T23:59:59.999999", len("2021-08-05T09:30"): ":59.999999"}
    return convert_to_utc((value + ends.get(len(value), ".999999"))[: len(whole)])


def convert_to_utc(moment: str) -> str:
    """Return the moment in UTC at which clocks in Thailand (UTC+7) show `moment`."""
    return (datetime.fromisoformat(moment) - timedelta(hours=7)).isoformat()
