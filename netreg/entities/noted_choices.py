"""The columns of choices in files: words that are none of them go into the note, rather than having the row refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn, RemarkableValues
from netreg.core.fields import have_one_key
from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.text import clean

if TYPE_CHECKING:
    from netreg.core.choice_fields import Choice
    from netreg.core.fields import Value


def make_noted_choice(choice: Choice) -> CompoundColumn:
    """Make the column of a choice whose other words, such as ``MOA แลกเปลี่ยนนักศึกษา``, are kept in the note."""

    def split(written: str) -> tuple[Value, ...]:
        try:
            return choice.parse(written), None
        except InvalidValue:
            return RemarkableValues((_find_choice(choice, written), f"{choice.label.th}: {clean(written)}"))

    def find_remark(_cell: str, values: tuple[Value, ...]) -> str | None:
        if values[0] is None:
            return _("none of the choices; kept in the note")
        sentence = _("taken for {choice}; the words are kept in the note")
        return sentence.format(choice=choice.options[str(values[0])]) if values[1] else None

    return CompoundColumn(
        choice.name,
        choice.label,
        (),
        (choice.name,),
        split,
        choice.label,
        next(iter(choice.options.values())).th,
        find_remark=find_remark,
        beside=("note",),
        combine=lambda one, other: join_notes(one, other, (f"{choice.label.th}: ",)),
    )


def _find_choice(choice: Choice, written: str) -> Value:
    """Return the one choice that the words begin with, or that stands among them by itself; None for any other."""
    words = [word for word in re.split(r"[\s()\[\]/,:;–-]+", written) if word]
    for count in range(len(words) - 1, 0, -1):
        if choice.knows_word(first := " ".join(words[:count])):
            return choice.parse(first)
    found = {choice.parse(word) for word in words if choice.knows_word(word)}
    return found.pop() if len(found) == 1 else None


def join_notes(one: str, other: str, beginnings: tuple[str, ...]) -> Value:
    """Return two values of one row in one: a note that begins so behind another; None for others that do not agree."""
    if have_one_key(one, other):
        return other
    return f"{one}; {other}" if other.startswith(beginnings) else None
