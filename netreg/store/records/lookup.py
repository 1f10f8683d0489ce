"""Find records: the one that a person means by code, number or name, and those that a row is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from netreg.core.address_fields import Email
from netreg.core.fields import OfficeNumber, OfficialCode, shorten
from netreg.core.uid_field import is_uid
from netreg.entities import BY_NAME
from netreg.errors import AmbiguousRecord, UnknownRecord, list_names, quote_word, suggest_names
from netreg.language import _, name_within
from netreg.store.records import editions, former_keys
from netreg.store.records.computed_columns import COUNTED
from netreg.store.records.records import TOO_LARGE, find_refs, read_values
from netreg.thai import text
from netreg.thai.short_forms import find_cut_name, spell_out

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Entity


NameCache = dict[tuple[str, int | None], list[str]]
"""The names to suggest from, by kind and parent, so that many unknown names load them once."""


def find_record(
    db: sqlite3.Connection,
    entity: Entity,
    written: str,
    *,
    within: int | None = None,
    names: NameCache | None = None,
) -> int:
    """Return the number of the one record that `written` means: its number, code or exact name.

    An official code, a staff number and an e-mail, compared without case, name a record too.

    `within` narrows the search to what belongs to one parent; among those a bare number is
    the one they are numbered by, where they are.

    Raises:
        UnknownRecord: with the nearest names, when there is none.
        AmbiguousRecord: with the candidates, when there are several.
    """
    found = find_candidates(db, entity, written, within)
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous_record(db, entity, written, found)
    is_typed, names = names is None, {} if names is None else names
    if (entity.name, within) not in names:
        names[entity.name, within] = _select_names(db, entity, within)
    raise _unknown_record(entity, written, within, names[entity.name, within], is_typed=is_typed)


def find_candidates(db: sqlite3.Connection, entity: Entity, written: str, within: int | None = None) -> list[int]:
    """Return the numbers of all records that `written` can mean; a key of a merged one leads to where it went.

    Digits are a record's number or a code that an authority gave; with ``#`` before them the number alone.
    """
    asked = text.clean(written)
    return _find_present(db, entity, asked, within) or former_keys.find_survivors(db, entity, asked)


def _find_present(db: sqlite3.Connection, entity: Entity, asked: str, within: int | None) -> list[int]:
    digits = text.to_ascii_digits(asked)
    number = digits.removeprefix("#")
    if within is not None and (condition := _select_within(entity, asked, digits)):
        return _select_numbers(db, entity, *condition, within)
    if digits != number and number.isdecimal():
        return _find_by_number(db, entity, number, within)
    if number.isdecimal():
        found = find_by_mark(db, entity, asked, within)
        if not (found and _has_leading_zero(number)):
            found = list(dict.fromkeys([*_find_by_number(db, entity, number, within), *found]))
        return found or _find_by_name(db, entity, asked, within, through_others=within is not None)
    if is_uid(asked):
        return _select_numbers(db, entity, "t.uid = ?", [asked.lower()], within)
    if entity.parent is None and (found := _select_numbers(db, entity, "t.code = ?", [asked], within)):
        return found
    return find_by_mark(db, entity, asked, within) or _find_by_name(db, entity, asked, within)


def _select_within(entity: Entity, asked: str, digits: str) -> tuple[str, list[Any]] | None:
    """Return the condition for what is numbered among those of one parent: the place of an item, the number of another.

    None where that is not what was asked.
    """
    if entity.name == PLACED and (place := read_place(asked)):
        return f"{COUNTED[PLACED]['item_place']} = ?", [place]
    if entity.number_field and digits.isdecimal():
        return f"t.{entity.number_field} = ?", [int(digits) if can_be_number(digits) else -1]
    return None


PLACED = "agenda_item"
"""The kind whose records have places within the same parent, such as 4.1."""


def read_place(written: str) -> str | None:
    """Return the place of an item of an agenda that a text says, ``4.1`` or ``วาระที่ ๔.๑``; None where it says none."""
    place = text.to_ascii_digits(text.clean(written)).removeprefix("ระเบียบ").removeprefix("วาระที่").strip().rstrip(".")
    return place if re.fullmatch(r"[0-9]+(\.[0-9]+)*", place) else None


def find_own(db: sqlite3.Connection, entity: Entity, written: str) -> list[int]:
    """Return the records meant by their number, with ``#`` before it, or by a name of their own; not by another's."""
    asked = text.clean(written)
    number = text.to_ascii_digits(asked).removeprefix("#")
    if number.isdecimal() and number != text.to_ascii_digits(asked):
        return _find_by_number(db, entity, number, None)
    return _find_by_name(db, entity, asked, None, through_others=False)


def _find_by_number(db: sqlite3.Connection, entity: Entity, number: str, within: int | None) -> list[int]:
    return _select_numbers(db, entity, "t.id = ?", [int(number)], within) if can_be_number(number) else []


def _has_leading_zero(number: str) -> bool:
    """Tell whether digits are written as no record's number is shown."""
    return len(number) > 1 and number.startswith("0")


def find_by_mark(db: sqlite3.Connection, entity: Entity, asked: str, within: int | None = None) -> list[int]:
    """Return the records that have a text as official code, staff number or e-mail, the strongest of these first."""
    for name in entity.asked_for_by:
        field = entity.by_name[name]
        if isinstance(field, Email) and "@" not in asked:
            continue
        value = text.fold_number(asked) if isinstance(field, OfficeNumber | OfficialCode) else asked
        if found := _select_numbers(db, entity, f"t.{field.column} = ?", [value], within):
            return found
        # No index knows an address in other letters: that is asked for last, and only of addresses.
        same = f"t.{field.column} = ? COLLATE NOCASE"
        if isinstance(field, Email) and (found := _select_numbers(db, entity, same, [value], within)):
            return found
    return []


def find_by_field(db: sqlite3.Connection, entity: Entity, field: str, value: str) -> list[int]:
    """Return the numbers of the records that have this value in a field, compared as the field compares."""
    return _select_numbers(db, entity, f"t.{field} = ?{entity.by_name[field].collate_clause}", [value], None)


def read_field(db: sqlite3.Connection, entity: Entity, number: int, field: str) -> Any:
    """Return the stored value of one field of a record."""
    return db.execute(f"SELECT {field} FROM {entity.name} WHERE id = ?", [number]).fetchone()[0]


def can_be_number(number: str) -> bool:
    """Tell whether the digits can be the number of a record."""
    return len(number) < len(str(TOO_LARGE))


def _find_by_name(
    db: sqlite3.Connection, entity: Entity, asked: str, within: int | None, *, through_others: bool = True
) -> list[int]:
    """Find records by their own names, or by what they point to; the number of another is not their own."""
    found: set[int] = set()
    for name in entity.search_names(asked):
        found |= set(_select_numbers(db, entity, _NAMED, [entity.name, text.match_key(name)], within))
    if not found and "ฯ" in asked:
        found |= set(find_by_cut_name(db, entity, asked, within))
    if not found and entity.name == "meeting" and (edition := editions.split_edition(asked)):
        found |= set(editions.find_edition(db, edition, find_candidates(db, BY_NAME["meeting_series"], edition.series)))
    for name in entity.naming_references if through_others else ():
        reference = next(r for r in entity.references if r.name == name)
        meant = find_candidates(db, BY_NAME[reference.to], asked)
        for number in meant:
            found |= set(_select_numbers(db, entity, f"t.{reference.column} = ?", [number], within))
    return sorted(found)


_NAMED = "t.id IN (SELECT record_id FROM name_key WHERE kind = ? AND key = ?)"
_BEGINNING = "t.id IN (SELECT record_id FROM name_key WHERE kind = ? AND key > ? AND key < ?)"
_FEWEST_LETTERS = 2
"""The fewest letters behind the kind of a body by which its name is known though it is cut short."""


def find_by_cut_name(db: sqlite3.Connection, entity: Entity, asked: str, within: int | None = None) -> list[int]:
    """Return the organisations of which a name begins like one that ฯ cuts short; none for ``คณะฯ`` alone."""
    beginning = find_cut_name(spell_out(asked)) if entity.name == "organisation" else ""
    key = text.match_key(beginning)
    if not key or len(re.sub(_KINDS_OF_BODIES, "", key)) < _FEWEST_LETTERS:
        return []
    return _select_numbers(db, entity, _BEGINNING, [entity.name, key, f"{key}\U0010ffff"], within)


_KINDS_OF_BODIES = (
    r"^(?:คณะ|มหาวิทยาลัย|วิทยาลัย|สถาบัน|สำนัก(?:งาน)?|ศูนย์|กอง|กรม|ภาควิชา|สาขาวิชา|โรง(?:เรียน|พยาบาล)|บริษัท|สมาคม)"
)


def _select_numbers(
    db: sqlite3.Connection, entity: Entity, where: str, values: list[Any], within: int | None
) -> list[int]:
    sql = f"SELECT t.id FROM {entity.name} t WHERE {where}"
    if within is not None and entity.parent is not None:
        sql += f" AND t.{entity.parent.column} = ?"
        values = [*values, within]
    return [row["id"] for row in db.execute(sql, values)]


def _ambiguous_record(db: sqlite3.Connection, entity: Entity, written: str, found: list[int]) -> AmbiguousRecord:
    shown = "; ".join(_describe_candidate(db, entity, number) for number in found[:5])
    return AmbiguousRecord(
        _("'{text}' matches {count} records: {candidates}").format(
            text=shorten(written), count=len(found), candidates=shown + ("; …" if len(found) > 5 else "")
        ),
        _advise_number(entity, written, found),
    )


def _advise_number(entity: Entity, written: str, found: list[int]) -> str:
    """Tell how to name one of several records; digits may be the number of one and the official code of another."""
    digits = text.to_ascii_digits(text.clean(written))
    if digits.isdecimal() and can_be_number(digits) and int(digits) in found:
        return _("write #{number} for {kind} {number}, or name the other by its number or code").format(
            number=int(digits), kind=entity.spoken_name
        )
    return _("name it by its number or code")


def _describe_candidate(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    ref = find_refs(db, entity.name, [number])[number]
    return f"{number} {ref.code or ''} {ref.name}{_describe_place(db, entity, number)}".replace("  ", " ")


def _describe_place(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    """Say where a record stands in its tree and in the country, so that namesakes can be told apart."""
    above = next((r for r in entity.references if r.to == entity.name and r.name == "parent"), None)
    if above is None:
        return ""
    row = read_values(db, entity, number)
    parent = row["parent"]
    places = [find_refs(db, entity.name, [parent])[parent].name if parent is not None else ""]
    places += [entity.by_name[name].show(row[name]) for name in ("district", "province") if row.get(name) is not None]
    shown = ", ".join(filter(None, places))
    return f" ({shown})" if shown else ""


def _is_substitute(written: str) -> bool:
    from netreg.thai.names.no_person import is_substitute  # most names are known

    return is_substitute(written)


def _unknown_record(
    entity: Entity, written: str, within: int | None, names: list[str], *, is_typed: bool
) -> UnknownRecord:
    near = _find_nearest(written, names)
    if entity.name == "person" and "แทน" in written and _is_substitute(written):
        advice = _("write who came here, and who was to come in the column มาแทน")
    elif near:
        advice = suggest_names(near)
    elif within is not None and names:
        advice = list_names(names[:12])
    elif is_typed and entity.name in _ADDED_BY_NAME and not _CODE.fullmatch(text.to_ascii_digits(written)):
        advice = _("see them with 'netreg {command} list', or add it: netreg {command} add {name}").format(
            command=entity.command, name=quote_word(written)
        )
    else:
        advice = _("see them with 'netreg {command} list'").format(command=entity.command)
    sentence = "there is no {kind} '{text}'"
    kind = name_within(sentence, entity.label)
    return UnknownRecord(_(sentence).format(kind=kind, text=shorten(written, 60)), advice, near)


_ADDED_BY_NAME = ("organisation", "person", "member_group")
"""The kinds of which a record needs no more than a name."""
_CODE = re.compile(r"[A-Za-z0-9_.@#/-]+")
"""What is a code, a number or an e-mail, and no name."""


def _find_nearest(written: str, names: list[str]) -> list[str]:
    """Return the names that hold what was written, else those that differ least from it."""
    key = text.match_key(written)
    holding = [name for name in names if key and key in text.match_key(name)] if len(key) > 1 else []
    return list(dict.fromkeys(holding))[:3] or text.find_nearest(written, names)


def _select_names(db: sqlite3.Connection, entity: Entity, within: int | None) -> list[str]:
    """Return codes and names to suggest from; of a very long register the newest."""
    found = _select_numbers(db, entity, "1 ORDER BY t.id DESC LIMIT 5000" if within is None else "1", [], within)
    named = find_refs(db, entity.name, found).values()
    return [name for ref in named for name in (ref.code, ref.name) if name]
