"""Who in the report of a meeting is which member, and which unit is written beside a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import ORGANISATION, PERSON
from netreg.exchange.forms.display_names import is_telephone
from netreg.language import _
from netreg.store.records import lookup, records
from netreg.store.records.conditions import select_numbers, select_with_post_in
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.exchange.forms.form_rows import FormRows
    from netreg.exchange.forms.participants import Participant


class Identified(NamedTuple):
    """A participant, the number of the member who it is, and the members who it may be where that is doubtful.

    Where it `is_by_account`, only the account, not the name that is shown, is called like the member.
    """

    one: Participant
    member: int | None
    candidates: tuple[int, ...] = ()
    is_by_account: bool = False


def identify_participants(db: sqlite3.Connection, rows: FormRows, people: list[Participant]) -> Iterator[Identified]:
    """Yield each participant with the member who it is, or those who it may be; of a telephone it is told.

    An address decides before a name. Where the two contradict, or several members fit, it is doubtful.
    """
    for one in people:
        found, candidates = _find_member(db, one)
        if found is None and is_telephone(one.name):
            doubt = _("somebody who dialled in by telephone; kept as a name: say who with 'meeting attendance edit'")
            rows.remark(one.line, "shown", one.name, doubt)
        yield Identified(one, found, tuple(candidates), bool(candidates) and candidates == _find_by_account(db, one))


def merge_members(rows: FormRows, identified: Iterable[Identified]) -> tuple[list[Identified], int]:
    """Return whoever was found to be the same member under several names once; and the number of the others.

    A device under another name, whose account is that of a member who is in the report anyway, is left out and told.
    """
    found: dict[tuple[str, int], Identified] = {}
    count = 0
    for one in identified:
        key = ("member", one.member) if one.member is not None else ("line", one.one.line)
        known = found.get(key)
        found[key] = known._replace(one=known.one.add_stays(one.one)) if known else one
        count += 1
    again = count - len(found)
    for key, one in list(found.items()):
        if one.is_by_account and len(one.candidates) == 1 and ("member", one.candidates[0]) in found:
            sentence = _("perhaps another device of member {number}, who is counted").format(number=one.candidates[0])
            rows.leave_out(one.one.line, one.one.name, sentence)
            del found[key]
    return list(found.values()), again


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
    if one.unit and len(by_name) > 1:
        by_name = _narrow_to_units(db, by_name, find_units(db, one.unit)) or by_name
    others = [number for number in by_name if one.email and lookup.read_field(db, PERSON, number, "email")]
    if len(by_name) == 1 and not others:
        return by_name[0], []
    return None, by_name or _find_likely(db, one)


def _find_likely(db: sqlite3.Connection, one: Participant) -> list[int]:
    """Return the members who somebody may be: those named like the account, or by a given name within the unit."""
    found = _find_by_account(db, one)
    if not found and one.unit and " " not in one.name:
        named = lookup.find_by_field(db, PERSON, "given_name", one.name)
        found = _narrow_to_units(db, named, find_units(db, one.unit))
    return found


def _find_by_account(db: sqlite3.Connection, one: Participant) -> list[int]:
    return lookup.find_own(db, PERSON, one.original) if one.original and not one.original.startswith("#") else []


def _narrow_to_units(db: sqlite3.Connection, members: list[int], units: list[int]) -> list[int]:
    """Return those of the members who have, or had, a post in one of the units or below it."""
    return [number for number in members if any(_has_post_in(db, number, unit) for unit in units)]


def _has_post_in(db: sqlite3.Connection, member: int, unit: int) -> bool:
    return records.count_records(db, PERSON, select_numbers([member]), select_with_post_in(unit, None)) > 0


def find_units(db: sqlite3.Connection, written: str) -> list[int]:
    """Return the organisations that a unit written beside a name may be, also where it is cut short as people do.

    คณะนิติ is คณะนิติศาสตร์, คณะวิทย์ the one faculty that begins so. A name that goes on behind the whole of what
    is written is another one: คณะวิทยาศาสตร์ is not คณะวิทยาศาสตร์และเทคโนโลยี.
    """
    found = lookup.find_candidates(db, ORGANISATION, written)
    if not found and written.startswith("คณะ"):
        found = lookup.find_candidates(db, ORGANISATION, f"{written}ศาสตร์")
    if found or not written.endswith("์"):
        return found
    cut = lookup.find_by_cut_name(db, ORGANISATION, f"{written}ฯ")
    return [
        one for one in cut if not str(lookup.read_field(db, ORGANISATION, one, "name_th") or "").startswith(written)
    ]


def find_unit(db: sqlite3.Connection, one: Participant, member: int | None) -> int | None:
    """Return the organisation that a unit beside a name is, that of a post of the member where several are named so."""
    units = find_units(db, one.unit) if one.unit else []
    if not units and not one.unit and member is None:
        units = lookup.find_own(db, ORGANISATION, one.name)
    if len(units) > 1 and member is not None:
        units = [unit for unit in units if _has_post_in(db, member, unit)]
    return units[0] if len(units) == 1 else None
