"""The columns of files that say how long an agreement lasts, or how it stands, in words too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn, RemarkableValues
from netreg.core.thai_fields import Date
from netreg.entities.noted_choices import join_notes
from netreg.entities.span_columns import split_span
from netreg.errors import InvalidValue
from netreg.language import Label, _
from netreg.named_tuples import NamedTuple
from netreg.thai.text import clean, match_key

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


# Compiled where they are used: every start of the program reads this module.
_TACIT = r"(?i)ต่อ(?:อายุ)?\s*(?:โดย|แบบ|ได้)?\s*(?:อัตโนมัติ|ปริยาย|เอง)|auto\w*[\s-]*renew|tacit"
_CLOSED = (
    r"(?i)(?:(?:ถูก|ได้|มีการ)\s*)?(?P<word>บอกเลิก|ยกเลิก|ยุติ|เลิก|terminated|cancell?ed)"
    r"(?:สัญญา|ข้อตกลง|ความร่วมมือ|การดำเนินการ|แล้ว|\s*mo[ua])*"
    r"(?P<more>\s*(?:[(:,–-]|เมื่อ|ตั้งแต่|วันที่|ณ |เนื่องจาก|เพราะ|โดย|on |as of |since |due |because ).*)"
)
_SINCE = r"(?i)[\s(:,–-]*(?:เมื่อ|ตั้งแต่|วันที่|ณ|on|as of|since)*\s*(?P<day>.*?)[\s)]*"
_PLAIN_STATES = frozenset({"not_yet_in_force", "in_force", "in_grace", "expired"})
"""The states that say no more than the days of an agreement."""
_MORE_THAN_DAYS = r"(?i)ต่ออายุ(?!แล้ว)|renew(?!ed)|ระหว่าง|กำลัง|ขอ|รอ(?!บ)|pending|progress|process|under "


class StateWords(NamedTuple):
    """The meaning of words for the state of an agreement: values to keep, and a `said` state that its days derive."""

    final: Value = None
    final_on: Value = None
    reason: Value = None
    renewal: Value = None
    said: str = ""
    #: The words say more than a state that its days derive.
    has_more: bool = False


def read_state_words(written: str, final: Choice, states: Choice) -> StateWords:
    """Read the words for the state of an agreement; nothing is refused, since a note takes what no field does."""
    try:
        state = str(states.parse(written))
    except InvalidValue:
        return _read_closing(written, final)
    if state in final.options:
        return StateWords(final=state)
    if re.search(_TACIT, written):
        return StateWords(renewal="tacit", said="in_force")
    has_more = state not in _PLAIN_STATES or bool(re.search(_MORE_THAN_DAYS, written))
    is_label = any(match_key(written) == match_key(name) for name in (state, *states.options[state]))
    return StateWords(said="" if state == "expired" and has_more else state, has_more=has_more and not is_label)


def _read_closing(written: str, final: Choice) -> StateWords:
    """Read words for a closing with its day or reason behind them; any others are kept as they are."""
    if re.search(_TACIT, written):
        return StateWords(renewal="tacit", said="in_force", has_more=True)
    if not (found := re.fullmatch(_CLOSED, clean(written))):
        return StateWords(has_more=True)
    word = str(final.parse("ยุติ" if found["word"] == "เลิก" else found["word"]))
    since = re.fullmatch(_SINCE, found["more"])
    try:
        return StateWords(word, _DAY.parse(since["day"]) if since else None, clean(written))
    except InvalidValue:
        return StateWords(word, None, clean(written))


def make_state_compound(final: Choice, states: Choice) -> CompoundColumn:
    """Make the column of a state: what closed an agreement is taken, and that it renews itself.

    Any other state follows from its days; words that say more are kept in the note.
    """

    def split(written: str) -> tuple[Value, ...]:
        read = read_state_words(written, final, states)
        values = (read.final, read.reason, read.final_on, read.renewal, note_state(written) if read.has_more else None)
        return values if values[0] and not read.has_more else RemarkableValues(values)

    def find_remark(_cell: str, values: tuple[Value, ...]) -> str | None:
        return _("kept in the note; the state follows from the days of the agreement") if values[-1] else None

    meaning = Label("สถานะสุดท้าย", "the final state")
    beside = ("final_reason", "final_on", "renewal", "note")
    return CompoundColumn(
        final.name,
        final.label,
        (),
        (final.name,),
        split,
        meaning,
        "เสร็จสิ้น",
        find_remark=find_remark,
        beside=beside,
        combine=lambda one, other: join_notes(one, other, _STATE_NOTES),
    )


_STATE_NOTES = ("สถานะ: ", "Status: ")


def note_state(written: str) -> str:
    """Return words for a state as a note keeps them."""
    return f"{_STATE_NOTES[written.isascii()]}{clean(written)}"
