"""Demands of a query on the value of a field: as a clause of SQL, and of a value that is derived."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from netreg.core.address_fields import Email
from netreg.core.choice_fields import Choice
from netreg.core.fields import Count, TextList, shorten
from netreg.core.flags import FlagList
from netreg.core.queries.query import HAS, MISSING, quote_name
from netreg.core.thai_fields import BuddhistYear, Date, Moment, Phone, ProvinceField, Region, Repeat, TermField
from netreg.errors import InvalidValue, suggest_names
from netreg.language import _
from netreg.thai import text
from netreg.thai.dates import day_options, fiscal_years, terms
from netreg.thai.dates.date_parser import parse_date
from netreg.thai.dates.formats import find_earliest_day, find_latest_day

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.fields import Field
    from netreg.core.queries.query import FieldTerm
    from netreg.store.records.querying.clauses import Parameters


class Asked(Protocol):
    """A demand on a value; of no value nothing is true."""

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Return the clause about an expression of SQL."""
        ...

    def accepts(self, value: Any) -> bool:
        """Tell whether a derived value is what is asked for."""
        ...


class Same(NamedTuple):
    """Just this stored value."""

    value: Any

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Return the clause about a column."""
        return f"{column} = {bound.bind(self.value)}"

    def accepts(self, value: Any) -> bool:
        """Tell whether it is that value."""
        return bool(value == self.value)


class Between(NamedTuple):
    """A number from the least to the most; None where there is no bound."""

    least: int | None
    most: int | None

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Return the clause about a column."""
        if self.least == self.most:
            return f"{column} = {bound.bind(self.least)}"
        parts = [
            f"{column} {sign} {bound.bind(n)}" for sign, n in ((">=", self.least), ("<=", self.most)) if n is not None
        ]
        return f"({' AND '.join(parts)})"

    def accepts(self, value: Any) -> bool:
        """Tell whether a number lies there."""
        if value is None:
            return False
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


class Length(NamedTuple):
    """A length of time, compared by the days that it is estimated at."""

    days: Between

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Return the clause about a column."""
        return self.days.make_clause(f"netreg_term_days({column})", bound)

    def accepts(self, value: Any) -> bool:
        """Tell whether a term is so long."""
        return value is not None and self.days.accepts(terms.estimate_days(value))


class Days(NamedTuple):
    """A date that can lie between two days, both included; a rough date can be any of its days."""

    first: str | None
    last: str | None
    is_span: bool = False
    is_moment: bool = False

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Return the clause about a column; the bare year as the lower bound lets an index be used."""
        if self.is_moment:
            column = f"strftime('%Y-%m-%d', {column}, '+7 hours')"
        begin = f"substr({column} || '/', 1, instr({column} || '/', '/') - 1)" if self.is_span else column
        end = f"substr({column}, instr({column}, '/') + 1)" if self.is_span else column
        parts = []
        if self.last is not None:
            parts.append(f"{begin} <= {bound.bind(self.last + 'T24')}")
        if self.first is not None:
            parts.append(f"{end} >= {bound.bind(self.first[:4])}")
            parts.append(f"{end} >= substr({bound.bind(self.first)}, 1, length({end}))")
        return f"({' AND '.join(parts)})"

    def accepts(self, value: Any) -> bool:
        """Tell whether a date can lie there."""
        if not value:
            return False
        begin, _slash, end = str(value).partition("/")
        return (self.last is None or find_earliest_day(begin) <= self.last) and (
            self.first is None or find_latest_day(end or begin) >= self.first
        )


class Containing(NamedTuple):
    """A text somewhere in the value, tone marks and case aside; of a telephone its digits."""

    field: Field
    sought: str

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Return the clause about a column."""
        function = "netreg_fold_list" if isinstance(self.field, TextList) else "netreg_fold"
        return f"instr({function}({column}), {bound.bind(self.sought)}) > 0"

    def accepts(self, value: Any) -> bool:
        """Tell whether a value holds the text."""
        return value is not None and self.sought in text.fold_text(self.field.to_cell(value))


class Whole(NamedTuple):
    """Just this text, tone marks and case aside; of a list of texts one of them."""

    field: Field
    sought: str

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Return the clause about a column."""
        if isinstance(self.field, TextList):
            sought = bound.bind(f"{_BETWEEN}{self.sought}{_BETWEEN}")
            return f"instr('{_BETWEEN}' || netreg_fold_list({column}) || '{_BETWEEN}', {sought}) > 0"
        return f"netreg_fold({column}) = {bound.bind(self.sought)}"

    def accepts(self, value: Any) -> bool:
        """Tell whether a value is the text."""
        return value is not None and self.sought == text.fold_text(self.field.to_cell(value))


_BETWEEN = "; "
"""What stands between the texts of a list."""


class Flagged(NamedTuple):
    """One of these flags."""

    ids: frozenset[str]

    def make_clause(self, column: str, bound: Parameters) -> str:
        """Flags are never stored."""
        raise NotImplementedError

    def accepts(self, value: Any) -> bool:
        """Tell whether one of them is set."""
        return any(flag["id"] in self.ids for flag in value or ())


def add_functions(db: sqlite3.Connection) -> None:
    """Add the functions that the clauses call to a connection."""
    fold_again = lru_cache(1 << 14)(text.fold_text)  # what people are called recurs

    def fold(value: Any) -> str | None:
        return None if value is None else fold_again(str(value))

    def fold_list(value: Any) -> str | None:
        return None if value is None else text.fold_text(TextList("", "", "").to_cell(value))

    def count_days(value: Any) -> int | None:
        try:
            return None if value is None else terms.estimate_days(value)
        except (InvalidValue, ValueError, TypeError, AttributeError):  # typed by another tool
            return None

    for name, function in (("fold", fold), ("fold_list", fold_list), ("term_days", count_days)):
        db.create_function(f"netreg_{name}", 1, function, deterministic=True)


# --- reading what is asked --------------------------------------------------------------


def read_asked(field: Field, term: FieldTerm, today: date) -> Asked:
    """Return what a term asks of a field.

    Raises:
        InvalidValue: when the value is none of the field, or is asked for as the field cannot be.
    """
    is_whole = term.sign == "="
    if is_whole:
        term = replace(term, sign=":")
    if isinstance(field, Date | Moment):
        return _read_days(field, term, today)
    if isinstance(field, Count) or field.name == "id":
        return _read_numbers(field, term)
    if isinstance(field, TermField) and not isinstance(field, Repeat):
        numbers = [
            terms.estimate_days(str(_parse_value(field, term, part))) if part else None
            for part in (term.value, term.until)
        ]
        return Length(_order(term, *numbers))
    if term.sign != ":":
        raise InvalidValue(_refuse_order(field, term))
    if isinstance(field, Choice | ProvinceField | Region):
        return Same(_parse_value(field, term, term.value))
    if isinstance(field, FlagList):
        return _read_flags(field, term.value)
    if isinstance(field, Phone | Email) and is_blank_word(term.value):
        raise InvalidValue(refuse_blank(term))
    sought = text.fold_text(term.value)
    dialled = re.sub(r"[\s()./-]", "", sought)
    sought = dialled if isinstance(field, Phone) and dialled.isdigit() else sought
    return Whole(field, sought) if is_whole else Containing(field, sought)


def _parse_value(field: Field, term: FieldTerm, written: str) -> Any:
    """Parse a value that is asked for; what is left of a sign alone, or of letters that nobody sees, is none."""
    value = field.parse(written)
    if value is None:
        raise InvalidValue(refuse_blank(term))
    return value


_BLANKS = frozenset(("ไม่มี", "ไม่มีข้อมูล", "ไม่ระบุ", "ว่าง", "เว้นว่าง", "none", "null", "nil", "blank", "empty", "n/a", "-"))
_PRESENT = frozenset(("มี", "ใช่", "yes", "any", "*"))


def is_blank_word(written: str) -> bool:
    """Tell whether a value is a word for having none, or for having any."""
    return written.strip().casefold() in _BLANKS | _PRESENT


def refuse_blank(term: FieldTerm) -> str:
    """Return the sentence that says how records are asked for that have no value, or any."""
    if term.value.strip().casefold() in _PRESENT:
        return _("to find the records with a value, write {form}").format(form=f"{HAS[0]}:{quote_name(term.name)}")
    return _("there is no value; to find the records without one, write {form}").format(
        form=f"{MISSING[0]}:{quote_name(term.name)}"
    )


def _refuse_order(field: Field, term: FieldTerm) -> str:
    name = str(field.label)
    if isinstance(field, Choice):
        return _("{field} is one of several words, and has no order; ask for one: {name}:{word}").format(
            field=name, name=term.name, word=_choose_word(field, term)
        )
    return _("{field} is a text, and has no order; ask for a part of it: {name}:{value}").format(
        field=name, name=term.name, value=term.value or term.until
    )


def _choose_word(field: Choice, term: FieldTerm) -> str:
    """Choose the word to ask for: the one that was written, else the first."""
    return next((part for part in (term.value, term.until) if field.knows_word(part)), next(iter(field.options), ""))


def _read_numbers(field: Field, term: FieldTerm) -> Between:
    return _order(term, *(_read_number(field, term, part) if part else None for part in (term.value, term.until)))


def _read_number(field: Field, term: FieldTerm, written: str) -> int:
    sign, plain = (-1, written[1:]) if written[0] in "-−–" and not isinstance(field, BuddhistYear) else (1, written)
    if not isinstance(field, Count):
        field = Count("id", "เลข", "No.")
        plain = plain.removeprefix("#")
    return sign * int(_parse_value(field, term, plain))


def _order(term: FieldTerm, value: int | None, until: int | None) -> Between:
    """Return the numbers that a comparison or a range means."""
    if term.sign == "..":
        if value is not None and until is not None and value > until:
            raise InvalidValue(_refuse_upside_down(term))
        return Between(value, until)
    assert value is not None
    return {
        ":": Between(value, value), "<": Between(None, value - 1), "<=": Between(None, value),
        ">": Between(value + 1, None), ">=": Between(value, None),
    }[term.sign]  # fmt: skip


def _refuse_upside_down(term: FieldTerm) -> str:
    return _("the range is upside down: {first} comes behind {last}; write {name}:{last}..{first}").format(
        first=term.value, last=term.until, name=term.name
    )


def _read_days(field: Field, term: FieldTerm, today: date) -> Days:
    first, last = (read_span(part, today) if part else (None, None) for part in (term.value, term.until))
    is_span = isinstance(field, Date) and field.span

    def make(begin: str | None, end: str | None) -> Days:
        return Days(begin, end, is_span, isinstance(field, Moment))

    if term.sign == "..":
        if first[0] and last[1] and first[0] > last[1]:
            raise InvalidValue(_refuse_upside_down(term))
        return make(first[0], last[1])
    begin, end = (str(day) for day in first)
    return {
        ":": make(begin, end), "<": make(None, _move(begin, -1)), "<=": make(None, end),
        ">": make(_move(end, 1), None), ">=": make(begin, None),
    }[term.sign]  # fmt: skip


def _move(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def read_span(written: str, today: date) -> tuple[str, str]:
    """Return the first and the last day that a written date means: of a year, a fiscal year, a month, a day.

    Days and periods relative to `today` are read as well: ``today``, ``+90d``, ``ปีนี้``, ``ภายใน 90 วัน``.

    Raises:
        InvalidValue: for anything else.
    """
    if fiscal := re.fullmatch(r"\s*(?:fy|ปีงบ)\s*([0-9๐-๙]{4})\s*", written, re.IGNORECASE):
        year = BuddhistYear("year", "ปี", "Year").parse(fiscal[1])
        span = fiscal_years.build_fiscal_year(int(year or 0))
        return span.first.isoformat(), span.last.isoformat()
    try:
        value = parse_date(written).value
    except InvalidValue as refusal:
        if period := day_options.parse_period_option(written, today):
            return period[0].isoformat(), period[1].isoformat()
        try:
            value = day_options.parse_day_option(written, today).isoformat()
        except InvalidValue:
            raise refusal from None
    begin, _slash, end = value.partition("/")
    return find_earliest_day(begin), find_latest_day(end or begin)


def write_fiscal_year(year: str) -> str:
    """Return a year, or what it is as seen from today, as the fiscal year that a date can be in."""
    return f"ปีงบ{year}" if re.fullmatch(r"[0-9๐-๙]{4}|[^\W\d].*", year) and not year.startswith("ปีงบ") else year


def _read_flags(field: FlagList, written: str) -> Flagged:
    """Read a flag by its id, or by a word of its title or sentence."""
    sought = text.fold_text(written)
    said = {name: " ".join((name, *check.title, *check.sentence)) for name, check in field.checks.items()}
    found = {name for name in said if text.fold_text(name) == sought}
    found = found or {name for name, words in said.items() if sought in text.fold_text(words)}
    if not found:
        near = text.find_nearest(written, said)
        raise InvalidValue(
            _("'{text}' is not a flag; {advice}").format(
                text=shorten(written), advice=suggest_names(near, list(field.checks))
            )
        )
    return Flagged(frozenset(found))
