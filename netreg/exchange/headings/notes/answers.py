"""Answers to an invitation, which are no presence: nobody has come to a meeting that is still ahead."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.exchange.headings.targets import OWN, ColumnTarget
from netreg.exchange.headings.virtual_columns import VirtualColumn
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netreg.exchange.headings.assignment import Assignment
    from netreg.exchange.headings.column_groups import GroupedColumns

_AHEAD = ("invited", "apology")
INVITED = "invited"
"""The presence of somebody of whom it is not known yet whether they come."""
_ANSWERS = frozenset(
    {
        "accepted", "declined", "tentative", "tentatively accepted", "none", "no response", "not responded", "maybe",
        "ตอบรับ", "ตอบรับแล้ว", "ตอบรับเข้าร่วม", "ปฏิเสธ", "ปฏิเสธการเข้าร่วม", "ไม่แน่ใจ", "ยังไม่แน่ใจ", "อาจเข้าร่วม", "อาจจะเข้าร่วม",
        "ยังไม่ตอบ", "ยังไม่ตอบรับ", "ยังไม่ตอบกลับ", "รอตอบรับ", "รอยืนยัน", "จะเข้าร่วม", "เข้าร่วมได้", "ไม่สามารถเข้าร่วม",
        "ไม่สามารถเข้าร่วมได้", "สามารถเข้าร่วมได้", "ไม่สะดวก", "สะดวก", "ยืนยัน", "ยินดีเข้าร่วม",
    }
)  # fmt: skip
"""What only somebody says who answers an invitation."""


@cache
def _answer_pattern() -> re.Pattern[str]:
    return re.compile(
        r"ตอบรับ|ตอบกลับ|แบบตอบ|คำตอบ|rsvp|respon(?:se|d)|repl(?:y|ied)"
        r"|(?:สามารถ|ประสงค์|ยินดี|สะดวก|จะ|ยืนยัน)(?:ที่)?(?:จะ)?(?:การ|มา)?(?:เข้า(?:ร่วม)?|ร่วม|ประชุม)"
        r"|(?:เข้าร่วม|เข้าประชุม|ร่วมประชุม|ประชุม)\S*(?:ได้)?(?:หรือไม่|ไหม|รึไม่)"
        r"|will .*attend|(?:can|able to) attend|attend(?:ing)?\s*\?|confirm",
        re.IGNORECASE,
    )


def names_answer(heading: str) -> bool:
    """Tell whether a heading is that of answers to an invitation."""
    return bool(_answer_pattern().search(heading))


def take_answers(assigned: Assignment, *, is_ahead: bool) -> bool:
    """Keep answers in the note, and what a file says of the presence at a meeting that `is_ahead`.

    Return whether everybody is merely invited, since no column is left that says who came.
    """
    if assigned.entity.name != "attendance":
        return False
    told = [n for n, target in assigned.targets.items() if target.whole.name == "presence"]
    moved = [n for n in told if _has_answers(assigned, n) or (is_ahead and not _is_known_ahead(assigned, n))]
    unfit = [n for n in told if n not in moved and not _fits(assigned, n)]
    for column in (*moved, *unfit):
        del assigned.targets[column]
        if assigned.first_cells(column):
            assigned.noted = sorted({*assigned.noted, column})
    beside = any(names_answer(assigned.names[n]) for n in (*assigned.noted, *assigned.unknown))
    is_told = any(target.whole.name == "presence" for target in assigned.targets.values())
    return not is_told and (is_ahead or bool(moved) or beside)


def _has_answers(assigned: Assignment, column: int) -> bool:
    """Return whether a column has answers, by its heading or since somebody who came would not say so."""
    if assigned.targets[column].part:
        return False
    keys = {*map(text.match_key, assigned.first_cells(column))}
    return names_answer(assigned.names[column]) or bool(keys & {*map(text.match_key, _ANSWERS)})


def _is_known_ahead(assigned: Assignment, column: int) -> bool:
    """Return whether a column says what one can know before a meeting: who is invited, and who has apologised."""
    target, cells = assigned.targets[column], assigned.first_cells(column)
    if target.part or not isinstance(target.field, Choice) or not cells:
        return False
    return all(target.field.knows_word(cell) and target.field.parse(cell) in _AHEAD for cell in cells)


def _fits(assigned: Assignment, column: int) -> bool:
    """Return whether any cell of a column says whether somebody came: ``Required Attendee`` does not."""
    target, cells = assigned.targets[column], assigned.first_cells(column)
    if target.part or not isinstance(target.field, Choice) or not cells:
        return True
    return bool(assigned.find_wanted(column, assigned.names[column])) or any(map(target.field.knows_word, cells))


def add_invited(grouped: GroupedColumns, width: int, targets: Iterable[ColumnTarget]) -> None:
    """Let everybody be invited of whom the register knows nothing else."""
    presence = next(one for one in targets if one.place == OWN and one.name == "presence")
    number = width + len(grouped.virtual)
    grouped.virtual[number] = VirtualColumn(str(presence.field.label), (), lambda _parts: INVITED, is_implied=True)
    grouped.targets[number] = presence
