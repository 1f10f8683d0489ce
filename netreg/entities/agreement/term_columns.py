"""The columns of files that say how long an agreement lasts, or how it stands, in words too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn, RemarkableValues
from netreg.core.thai_fields import Date
from netreg.entities.span_columns import split_span
from netreg.errors import InvalidValue
from netreg.language import Label, _
from netreg.thai.text import clean

if TYPE_CHECKING:
    from netreg.core.choice_fields import Choice
    from netreg.core.fields import Field, Value

_DAY = Date("day", "วัน", "Day")
_SAID_OF_TERM = ("renewal", "renewal_term", "first_day_counted", "term_as_written")


def _read_days(written: str) -> tuple[Value, Value] | None:
    """Return the first and the last day of a span of days, or None where the text is none."""
    try:
        first, last = split_span(written, _DAY)
    except InvalidValue:
        return None
    return (first, last) if last else None


def _split_beginning(written: str) -> tuple[Value, str]:
    """Return the first day of a span that ends in words, and these words: ``1 ต.ค. 2563 - ไม่มีกำหนด``."""
    for found in re.finditer(r"\s*(?:[-–—]|ถึง|\bto\b)\s*", written):
        try:
            return _DAY.parse(written[: found.start()]), written[found.end() :]
        except InvalidValue:
            continue
    return None, ""


def make_term_compound(field: Field) -> CompoundColumn:
    """Make the column of a term or an end that may be in words: ``unlimited``, ``2 ปี นับแต่วันลงนาม``."""
    others = ("effective_from", "end_stated") if field.name == "term" else ("term", "effective_from")
    beside = (*others, *_SAID_OF_TERM)

    def split(written: str) -> tuple[Value, ...]:
        try:
            return field.parse(written), *(None for _name in beside)
        except InvalidValue:
            from netreg.thai.dates.term_wording import read_term_wording

            begins: Value = None
            if (found := read_term_wording(written)) is None:
                if span := _read_days(written):
                    values = dict(zip(("effective_from", "end_stated"), span, strict=True))
                    return tuple(values.get(name) for name in (field.name, *beside))
                begins, behind = _split_beginning(written)
                if begins is None or (found := read_term_wording(behind)) is None:
                    raise
        is_counted = found.is_first_day_counted
        values = {
            "effective_from": begins,
            "term": found.term,
            "renewal": found.renewal,
            "renewal_term": found.renewal_term,
            "first_day_counted": None if is_counted is None else int(is_counted),
            "term_as_written": clean(written),
        }
        return tuple(values.get(name) for name in (field.name, *beside))

    meaning = Label("ระยะเวลา วันสิ้นสุด หรือข้อความ", "a term, an end, or words for them")
    return CompoundColumn(
        field.name, field.label, (), (field.name,), split, meaning, "3 ปี ต่ออายุอัตโนมัติ", beside=beside, in_place_of=field
    )


def make_state_compound(final: Choice, states: Choice) -> CompoundColumn:
    """Make the column of a state: one that closed an agreement is taken, any other follows from its days."""

    def split(written: str) -> tuple[Value, ...]:
        state = states.parse(written)
        return (state, None) if state in final.options else RemarkableValues((None, None))

    def find_remark(_cell: str, values: tuple[Value, ...]) -> str | None:
        return None if values[0] else _("left out: the state follows from the days of the agreement")

    meaning = Label("สถานะสุดท้าย", "the final state")
    beside = ("final_reason",)
    return CompoundColumn(
        final.name, final.label, (), (final.name,), split, meaning, "เสร็จสิ้น", find_remark=find_remark, beside=beside
    )
