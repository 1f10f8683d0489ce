"""Participants of a meeting from the report of a program: once each, and known as a member where they are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.table_import import NEW_RECORD
from netreg.entities import PERSON
from netreg.exchange.forms.contacts import choose_address, read_name
from netreg.exchange.forms.display_names import is_note_taker, split_display_name
from netreg.exchange.forms.stays import read_stay, sum_stays
from netreg.language import _, ngettext
from netreg.store.records import lookup
from netreg.thai import text
from netreg.thai.names.title_table import remove_titles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from netreg.exchange.forms.form_rows import FormRow, FormRows
    from netreg.exchange.forms.stays import Stay

ORIGINAL_NAME = "ชื่อเดิมในระบบประชุม: {name}"
SHOWN_NAME = "ชื่อตามไฟล์: {name}"
SHOWN_UNIT = "หน่วยงานตามไฟล์: {unit}"
"""How the name of an account is kept in the note, in the language of registers."""

_ABSENT = ("no", "ไม่", "ไม่ใช่", "ไม่เข้าร่วม")
"""The words of a webinar's report for those who registered only."""
_YES = ("yes", "ใช่", "true")


class Participant(NamedTuple):
    """Somebody in a report: the line where they come first, the parts of their row, the cells mapped by hand.

    `original` is the name of the account, where another one is shown.
    """

    line: int
    name: str
    email: str
    unit: str
    note: str
    mapped: list[str]
    position: str = ""
    stays: tuple[Stay, ...] = ()
    is_answer: bool = False
    original: str = ""

    @property
    def seconds(self) -> int | None:
        """How long they were there, None where that is not told."""
        return sum_stays(self.stays)

    def add_stays(self, other: Participant) -> Participant:
        """Return somebody with the stays of another row about them, and what that alone knows."""
        return self._replace(
            email=self.email or other.email,
            unit=self.unit or other.unit,
            stays=self.stays + other.stays,
            original=self.original or other.original,
        )


def merge_participants(rows: FormRows) -> tuple[list[Participant], int]:
    """Return the people of a report in the order in which they came, and the number of rows of people who came back.

    The same address is the same person; so is the same name, unless both have addresses or units that differ.
    """
    people: list[Participant] = []
    by_address: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    again = 0
    for row in rows:
        if reason := _find_no_attendance(row):
            rows.leave_out(row.line, row.parts.get("shown") or row.parts.get("whole", ""), reason)
            continue
        one = _read_participant(rows, row)
        address, name = one.email.lower(), text.match_key(one.name)
        place = by_address.get(address) if address else None
        if place is None:
            alike = [known for known in by_name.get(name, ()) if _can_be_same(people[known], one)]
            place = alike[0] if len(alike) == 1 else None
        if place is None:
            place = len(people)
            people.append(one)
            by_name.setdefault(name, []).append(place)
        else:
            again += 1
            people[place] = people[place].add_stays(one)
        if address:
            by_address.setdefault(address, place)
    return people, again


def _find_no_attendance(row: FormRow) -> str:
    """Say why a row tells of nobody who came; an empty text where it does."""
    parts = row.parts
    if parts.get("attended", "yes").lower() in _ABSENT:
        return _("registered, but did not come")
    if parts.get("kind") == "org":
        return _("it has no name of a person")
    if parts.get("waited", "").lower() in _YES:
        return _("waited to be let in")
    if is_note_taker(text.clean(parts.get("shown", ""))):
        return _("a program that takes notes")
    return ""


def _can_be_same(known: Participant, one: Participant) -> bool:
    """Tell whether two of the same name are perhaps one: neither their addresses nor their units differ."""
    has_other_unit = known.unit and one.unit and text.match_key(known.unit) != text.match_key(one.unit)
    return not (known.email and one.email) and not has_other_unit


def describe_repeats(rows: int) -> str:
    """Say how many rows repeat somebody: they came back, or answered again."""
    return ngettext(
        "{n} row repeats a person, who is counted once", "{n} rows repeat a person; each is counted once", rows
    ).format(n=rows)


_LEAVING = re.compile(r"left|leave|ออก", re.IGNORECASE)


def _read_participant(rows: FormRows, row: FormRow) -> Participant:
    parts = row.parts
    email = choose_address(rows, row)
    joined, left = parts.get("joined", ""), parts.get("left", "")
    if action := parts.get("action"):  # a row of the report is a coming or a going
        joined, left = ("", parts["moment"]) if _LEAVING.match(action) else (parts["moment"], "")
    stays = (read_stay(parts.get("stayed", ""), joined, left),)
    if shown := parts.get("shown"):
        name, unit, other = split_display_name(shown)
        note = ORIGINAL_NAME.format(name=other) if other else ""
        return Participant(row.line, name, email, unit, note, row.mapped, stays=stays, original=other)
    unit = parts.get("unit") or parts.get("organisation") or ""
    names = read_name(parts)
    titles = names.get("titles", "") if remove_titles(names.get("name", "")) == names.get("name") else ""
    name = f"{titles} {names.get('name', '')}".strip()
    name = name or " ".join(filter(None, (parts.get("given"), parts.get("family"))))
    position, answer = parts.get("position", ""), parts.get("answer", "")
    said = (parts.get("note", ""), f"{rows.name_column('answer')}: {answer}" if answer else "", parts.get("beside", ""))
    note = "; ".join(filter(None, said))
    return Participant(row.line, name or email, email, unit, note, row.mapped, position, is_answer=bool(answer))


def explain_doubt(candidates: Sequence[int]) -> str:
    """Say why it is doubtful who somebody is, and what is to be decided."""
    sentence = ngettext(
        "perhaps member {numbers}; decide #{first}, or {new} to keep the name",
        "perhaps one of the members {numbers}; decide which, as #{first}, or {new} to keep the name",
        len(candidates),
    )
    return sentence.format(numbers=", ".join(map(str, candidates[:5])), first=candidates[0], new=NEW_RECORD)


def describe_attendance(
    db: sqlite3.Connection,
    one: Participant,
    member: int | None,
    unit: int | None,
    shortest: float = 0,
    *,
    online: bool,
) -> dict[str, str]:
    """Return the fields of an attendance; another name than that of the member, which is kept, becomes a note.

    Who was there for less than `shortest` seconds came in part.
    """
    answered = "invited" if one.is_answer else ""
    presence = "partial" if one.seconds is not None and one.seconds < shortest else "present"
    is_named = member is None or member in lookup.find_candidates(db, PERSON, one.name)
    # The post that a member holds says more than a unit written beside the name.
    is_post_known = member is not None and not one.position
    beside = "" if unit else one.unit
    notes = (
        one.note,
        SHOWN_UNIT.format(unit=beside) if beside and is_post_known else "",
        "" if is_named else SHOWN_NAME.format(name=one.name),
    )
    return {
        "person": "" if member is None else f"#{member}",
        "name_as_recorded": one.name if member is None else "",
        "position_as_recorded": " ".join(filter(None, (one.position, "" if is_post_known else beside))),
        "organisation": f"#{unit}" if unit else "",
        "mode": "online" if online else "",
        "presence": presence if online else answered,
        "minutes": "" if one.seconds is None else str((one.seconds + 30) // 60),
        "note": "; ".join(filter(None, notes)),
    }
