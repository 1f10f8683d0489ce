"""Participants of a meeting from the report of a program: once each, and known as a member where they are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import ORGANISATION, PERSON
from netreg.exchange.forms.contacts import choose_address, read_name
from netreg.exchange.forms.display_names import split_display_name
from netreg.language import _, ngettext
from netreg.store.records import lookup
from netreg.thai import text
from netreg.thai.names.title_table import remove_titles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.exchange.forms.form_rows import FormRow, FormRows

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
    seconds: int | None = None


_UNITS_OF_TIME = {
    r"h|hrs?|hours?|ชม\.?|ชั่วโมง": 3600, r"m|mins?|minutes?|น\.?|นาที": 60, r"s|secs?|seconds?|วิ\.?|วินาที": 1,
}  # fmt: skip


def parse_duration(written: str) -> int | None:
    """Return the seconds of a duration as the programs write it: ``62``, ``1h 2m 3s``, ``1 hr 2 min``, ``01:02:03``.

    A bare number is of minutes; None for what is none.
    """
    plain = text.to_ascii_digits(text.clean(written)).lower()
    if re.fullmatch(r"\d{1,5}(?:\.\d+)?", plain):
        return round(float(plain) * 60)
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", plain):
        first, second, third = (int(part or 0) for part in found.groups())
        return first * 3600 + second * 60 + third if found[3] else first * 60 + second
    total, rest = 0, plain
    for unit, seconds in _UNITS_OF_TIME.items():
        if found := re.match(rf"(\d{{1,5}}) ?(?:{unit})(?![a-zก-๙])[ ,]*", rest):
            total, rest = total + int(found[1]) * seconds, rest[found.end() :]
    return total if plain and not rest else None


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
            stayed = [seconds for seconds in (known.seconds, one.seconds) if seconds is not None]
            people[place] = known._replace(
                email=known.email or one.email, unit=known.unit or one.unit, seconds=sum(stayed) if stayed else None
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
    email, seconds = choose_address(rows, row), parse_duration(parts.get("stayed", ""))
    if shown := parts.get("shown"):
        name, unit, other = split_display_name(shown)
        note = ORIGINAL_NAME.format(name=other) if other else ""
        return Participant(row.line, name, email, unit, note, row.mapped, seconds=seconds)
    unit = parts.get("unit") or parts.get("organisation") or ""
    names = read_name(parts)
    titles = names.get("titles", "") if remove_titles(names.get("name", "")) == names.get("name") else ""
    name = f"{titles} {names.get('name', '')}".strip()
    name = name or " ".join(filter(None, (parts.get("given"), parts.get("family"))))
    note, position = parts.get("note", ""), parts.get("position", "")
    return Participant(row.line, name or email, email, unit, note, row.mapped, position)


def identify_participants(
    db: sqlite3.Connection, rows: FormRows, people: list[Participant]
) -> Iterator[tuple[Participant, int | None]]:
    """Yield each participant with the number of the member who it is, None for those who are none.

    An address decides before a name. Where the two contradict, or several members fit, the name
    is kept as recorded, and it is told who it may be.
    """
    for one in people:
        found, doubt = _find_member(db, one)
        if found is None and _TELEPHONE.fullmatch(one.name):
            doubt = _("somebody who dialled in by telephone; kept as a name: say who with 'meeting attendance edit'")
        if doubt:
            rows.remark(one.line, "shown", one.name, doubt)
        yield one, found


def _find_member(db: sqlite3.Connection, one: Participant) -> tuple[int | None, str]:
    """Return the member who a participant is, or why that is doubtful."""
    by_address = lookup.find_by_field(db, PERSON, "email", one.email) if one.email else []
    by_name = [] if text.to_ascii_digits(one.name).isdecimal() else lookup.find_candidates(db, PERSON, one.name)
    both = [number for number in by_address if number in by_name]
    if len(both) == 1:
        return both[0], ""
    if len(by_address) == 1:
        return by_address[0], ""
    if by_address:
        return None, _describe_doubt(by_address)
    others = [number for number in by_name if one.email and lookup.read_field(db, PERSON, number, "email")]
    if len(by_name) == 1 and not others:
        return by_name[0], ""
    return None, _describe_doubt(by_name) if by_name else ""


def _describe_doubt(numbers: list[int]) -> str:
    members = ", ".join(map(str, numbers[:5]))
    return ngettext(
        "perhaps member {numbers}, with another e-mail address; kept as a name",
        "perhaps one of the members {numbers}; kept as a name",
        len(numbers),
    ).format(numbers=members)


def describe_attendance(
    db: sqlite3.Connection, one: Participant, member: int | None, *, online: bool
) -> dict[str, str]:
    """Return the fields of an attendance; another name than that of the member, which is kept, becomes a note."""
    units = lookup.find_candidates(db, ORGANISATION, one.unit) if one.unit else []
    unit = f"#{units[0]}" if len(units) == 1 else ""
    is_named = member is None or member in lookup.find_candidates(db, PERSON, one.name)
    return {
        "person": "" if member is None else f"#{member}",
        "name_as_recorded": one.name if member is None else "",
        "position_as_recorded": " ".join(filter(None, (one.position, one.unit))),
        "organisation": unit,
        "mode": "online" if online else "",
        "minutes": "" if one.seconds is None else str((one.seconds + 30) // 60),
        "note": "; ".join(filter(None, (one.note, "" if is_named else SHOWN_NAME.format(name=one.name)))),
    }
