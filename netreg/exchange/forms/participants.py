"""Participants of a meeting from the report of a program: once each, and known as a member where they are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.table_import import NEW_RECORD
from netreg.entities import ORGANISATION, PERSON
from netreg.exchange.forms.contacts import choose_address, read_name
from netreg.exchange.forms.display_names import split_display_name
from netreg.exchange.forms.stays import read_stay, sum_stays
from netreg.language import _, ngettext
from netreg.store.records import lookup
from netreg.thai import text
from netreg.thai.names.title_table import remove_titles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from netreg.exchange.forms.form_rows import FormRow, FormRows
    from netreg.exchange.forms.stays import Stay

ORIGINAL_NAME = "ชื่อเดิมในระบบประชุม: {name}"
SHOWN_NAME = "ชื่อตามไฟล์: {name}"
"""How the name of an account is kept in the note, in the language of registers."""

_TELEPHONE = re.compile(r"\+?[\d*xX][\d*xX ().-]{6,}|call[- ]?in user.*|ผู้ใช้(?:ที่)?โทรเข้า.*", re.IGNORECASE)
"""Names that the programs give to telephones."""
_ABSENT = ("no", "ไม่", "ไม่ใช่", "ไม่เข้าร่วม")
"""The words of a webinar's report for those who registered only."""


class Participant(NamedTuple):
    """Somebody in a report: the line where they come first, the parts of their row, the cells mapped by hand."""

    line: int
    name: str
    email: str
    unit: str
    note: str
    mapped: list[str]
    position: str = ""
    stays: tuple[Stay, ...] = ()

    @property
    def seconds(self) -> int | None:
        """How long they were there, None where that is not told."""
        return sum_stays(self.stays)


def merge_participants(rows: FormRows) -> tuple[list[Participant], int]:
    """Return the people of a report in the order in which they came, and the number of rows of people who came back.

    The same address is the same person; so is the same name, unless both have addresses that differ.
    """
    people: list[Participant] = []
    by_address: dict[str, int] = {}
    by_name: dict[str, int] = {}
    again = 0
    for row in rows:
        if row.parts.get("attended", "yes").lower() in _ABSENT:
            rows.leave_out(row.line, row.parts.get("shown", ""), _("registered, but did not come"))
            continue
        if row.parts.get("kind") == "org":
            rows.leave_out(row.line, row.parts.get("whole", ""), _("it has no name of a person"))
            continue
        one = _read_participant(rows, row)
        address, name = one.email.lower(), text.match_key(one.name)
        place = by_address.get(address) if address else None
        if place is None and name in by_name and not (address and people[by_name[name]].email):
            place = by_name[name]
        if place is None:
            place = len(people)
            people.append(one)
            by_name.setdefault(name, place)
        else:
            again += 1
            known = people[place]
            people[place] = known._replace(
                email=known.email or one.email, unit=known.unit or one.unit, stays=known.stays + one.stays
            )
        if address:
            by_address.setdefault(address, place)
    return people, again


def describe_repeats(rows: int) -> str:
    """Say how many rows repeat somebody: they came back, or answered again."""
    return ngettext(
        "{n} row repeats a person, who is counted once", "{n} rows repeat a person; each is counted once", rows
    ).format(n=rows)


def _read_participant(rows: FormRows, row: FormRow) -> Participant:
    parts = row.parts
    email = choose_address(rows, row)
    stays = (read_stay(parts.get("stayed", ""), parts.get("joined", ""), parts.get("left", "")),)
    if shown := parts.get("shown"):
        name, unit, other = split_display_name(shown)
        note = ORIGINAL_NAME.format(name=other) if other else ""
        return Participant(row.line, name, email, unit, note, row.mapped, stays=stays)
    unit = parts.get("unit") or parts.get("organisation") or ""
    names = read_name(parts)
    titles = names.get("titles", "") if remove_titles(names.get("name", "")) == names.get("name") else ""
    name = f"{titles} {names.get('name', '')}".strip()
    name = name or " ".join(filter(None, (parts.get("given"), parts.get("family"))))
    note, position = parts.get("note", ""), parts.get("position", "")
    return Participant(row.line, name or email, email, unit, note, row.mapped, position)


class Identified(NamedTuple):
    """A participant, the number of the member who it is, and the members who it may be where that is doubtful."""

    one: Participant
    member: int | None
    candidates: tuple[int, ...] = ()


def identify_participants(db: sqlite3.Connection, rows: FormRows, people: list[Participant]) -> Iterator[Identified]:
    """Yield each participant with the member who it is, or those who it may be; of a telephone it is told.

    An address decides before a name. Where the two contradict, or several members fit, it is doubtful.
    """
    for one in people:
        found, candidates = _find_member(db, one)
        if found is None and _TELEPHONE.fullmatch(one.name):
            doubt = _("somebody who dialled in by telephone; kept as a name: say who with 'meeting attendance edit'")
            rows.remark(one.line, "shown", one.name, doubt)
        yield Identified(one, found, tuple(candidates))


def _find_member(db: sqlite3.Connection, one: Participant) -> tuple[int | None, list[int]]:
    """Return the member who a participant is, or those who it may be."""
    by_address = lookup.find_by_field(db, PERSON, "email", one.email) if one.email else []
    by_name = [] if text.to_ascii_digits(one.name).isdecimal() else lookup.find_candidates(db, PERSON, one.name)
    both = [number for number in by_address if number in by_name]
    if len(both) == 1:
        return both[0], []
    if len(by_address) == 1:
        return by_address[0], []
    if by_address:
        return None, by_address
    others = [number for number in by_name if one.email and lookup.read_field(db, PERSON, number, "email")]
    if len(by_name) == 1 and not others:
        return by_name[0], []
    return None, by_name


def explain_doubt(candidates: Sequence[int]) -> str:
    """Say why it is doubtful who somebody is, and what is to be decided."""
    sentence = ngettext(
        "perhaps member {numbers}, with another e-mail address; decide #{first}, or {new} to keep the name",
        "perhaps one of the members {numbers}; decide which, as #{first}, or {new} to keep the name",
        len(candidates),
    )
    return sentence.format(numbers=", ".join(map(str, candidates[:5])), first=candidates[0], new=NEW_RECORD)


def describe_attendance(
    db: sqlite3.Connection, one: Participant, member: int | None, shortest: float = 0, *, online: bool
) -> dict[str, str]:
    """Return the fields of an attendance; another name than that of the member, which is kept, becomes a note.

    Who was there for less than `shortest` seconds came in part.
    """
    presence = "partial" if one.seconds is not None and one.seconds < shortest else "present"
    units = lookup.find_candidates(db, ORGANISATION, one.unit) if one.unit else []
    unit = f"#{units[0]}" if len(units) == 1 else ""
    is_named = member is None or member in lookup.find_candidates(db, PERSON, one.name)
    return {
        "person": "" if member is None else f"#{member}",
        "name_as_recorded": one.name if member is None else "",
        "position_as_recorded": " ".join(filter(None, (one.position, one.unit))),
        "organisation": unit,
        "mode": "online" if online else "",
        "presence": presence if online else "",
        "minutes": "" if one.seconds is None else str((one.seconds + 30) // 60),
        "note": "; ".join(filter(None, (one.note, "" if is_named else SHOWN_NAME.format(name=one.name)))),
    }
