"""Contacts of address books and answers of forms: what each part says, in the words that an import reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.uid_field import is_uid
from netreg.entities.acting import ACTING
from netreg.language import _
from netreg.thai import places, text
from netreg.thai.names.no_person import find_no_person

if TYPE_CHECKING:
    from netreg.exchange.forms.form_rows import FormRow, FormRows

SEPARATOR = ":::"
"""Google separates the values of one cell so."""
_BUDDHIST = 543


def read_person(rows: FormRows, row: FormRow) -> dict[str, str] | None:
    """Return the fields of a member from a contact; None for one that is not a person, which is left out."""
    parts = row.parts
    name = read_name(parts)
    if parts.get("kind") == "org" or not name:
        shown = parts.get("organisation") or parts.get("whole") or next(iter(parts.values()))
        rows.leave_out(row.line, shown, _("it has no name of a person"))
        return None
    if body := _find_body(parts):
        reason = _("it is the name of an organisation or a place, not of a person")
        if rows.form.format == "vcf":
            reason = _("it is the name of an organisation or a place; take it in with 'netreg org import'")
        rows.leave_out(row.line, body, reason)
        return None
    fields = {
        "uid": _read_uid(parts),
        **name,
        "email": choose_address(rows, row),
        "phone": join_numbers(parts.get("phone", "")),
        "organisation": read_organisation(parts),
        "birth_date": _read_birthday(rows, row),
        "province": _read_province(rows, row),
        "line_id": parts.get("line", ""),
        "nickname": parts.get("nickname", ""),
        "name_latin": parts.get("latin", ""),
        "note": parts.get("note", ""),
        **_read_position(parts),
    }
    _tell_left_out(rows, row, ("address", "fax", "website", "left_out"))
    return fields


def read_organisation_card(rows: FormRows, row: FormRow) -> dict[str, str] | None:
    """Return the fields of an organisation from a contact that is one; None for a person, who is left out."""
    parts = row.parts
    name = parts.get("unit") or parts.get("organisation") or _find_body(parts)
    if not name or (parts.get("kind") != "org" and read_name(parts) and not _find_body(parts)):
        rows.leave_out(row.line, parts.get("whole") or next(iter(parts.values())), _("it is not an organisation"))
        return None
    is_thai = bool(re.search("[ก-๛]", name))
    fields = {
        "uid": _read_uid(parts),
        "name_th" if is_thai else "name_en": name,
        "parent": parts.get("organisation", "") if parts.get("unit") else "",
        "email": choose_address(rows, row),
        "phone": join_numbers(parts.get("phone", "")),
        "fax": join_numbers(parts.get("fax", "")),
        "website": parts.get("website", ""),
        "address": parts.get("address", ""),
        "province": _read_province(rows, row),
        "postcode": parts.get("postcode", ""),
        "note": parts.get("note", ""),
    }
    _tell_left_out(rows, row, ("left_out",))
    return fields


def _read_uid(parts: dict[str, str]) -> str:
    """Return the UUID of a card: that of the record, where netreg wrote the card."""
    uid = parts.get("uid", "").lower().removeprefix("urn:uuid:")
    return uid if is_uid(uid) else ""


def read_name(parts: dict[str, str]) -> dict[str, str]:
    """Return the name: in one piece where that is how it was typed, else in its parts.

    Many type the whole name where the given name belongs, with titles and all.
    """
    prefix, given, family = (parts.get(part, "") for part in ("prefix", "given", "family"))
    if not given and not family:
        whole = parts.get("whole", "")  # of a number that was kept without a name, the number
        return {"titles": prefix, "name": whole} if any(map(str.isalpha, whole)) else {}
    if " " in given and family:
        return {"titles": prefix, "given_name": given, "family_name": family}
    return {"name": " ".join(filter(None, (prefix, given, family)))}


def _find_body(parts: dict[str, str]) -> str:
    """Return the name of a contact that is a shop, a body or a place; an empty text for one that may be a person."""
    named = " ".join(filter(None, (parts.get(part, "") for part in ("prefix", "given", "family"))))
    for name in filter(None, (parts.get("whole", ""), named)):
        found = find_no_person(name)
        if found and found.kind in ("section", "thing"):
            return name
    return ""


def read_organisation(parts: dict[str, str]) -> str:
    """Return the organisation of a post: the unit, where it is named, since that is in the organisation."""
    return parts.get("unit") or parts.get("organisation") or ""


def split_values(cell: str) -> list[str]:
    """Return the values of a cell that may hold several."""
    return list(dict.fromkeys(filter(None, (value.strip() for value in cell.split(SEPARATOR)))))


def join_numbers(cell: str) -> str:
    """Return telephone numbers as a field holds several, each once: ``+66 81 …`` and ``081 …`` are one."""
    numbers: dict[str, str] = {}
    for number in split_values(cell):
        digits = re.sub(r"[^\d+]", "", text.to_ascii_digits(number))
        numbers.setdefault(re.sub(r"^(\+|00)66", "0", digits) or number, number)
    return ", ".join(numbers.values())


def choose_address(rows: FormRows, row: FormRow) -> str:
    """Return the first e-mail address of a contact, and tell of the others."""
    addresses = split_values(row.parts.get("email", ""))
    for other in addresses[1:]:
        rows.remark(row.line, "email", other, _("left out, only the first e-mail address is kept"))
    return addresses[0] if addresses else ""


def _read_position(parts: dict[str, str]) -> dict[str, str]:
    """Return the position, without the form of acting, where a card says that as the role."""
    position, role = parts.get("position", ""), parts.get("role", "")
    for form, label in ACTING.items():
        if role == label.th:
            return {"position": position.removeprefix(role), "acting": form}
    return {"position": position or role}


def _read_birthday(rows: FormRows, row: FormRow) -> str:
    """Return the day of birth as an ISO date, empty where the year or the order of day and month is not certain."""
    written = text.to_ascii_digits(row.parts.get("born", ""))
    if not written or re.fullmatch(r"0+[/-]0+[/-]0+", written):  # so Outlook writes that there is none
        return ""
    compact = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?|(\d{4})(?:-(\d\d))?", written)
    if compact:
        year, *rest = filter(None, compact.groups())
        return "-".join((f"{int(year) - (_BUDDHIST if int(year) > 2300 else 0):04}", *rest))
    numbers = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 0?0:00(?::00)?)?", written)
    if numbers and is_certain_order(int(numbers[1]), int(numbers[2])):
        day, month = sorted((int(numbers[1]), int(numbers[2])), reverse=True)
        year = int(numbers[3])
        return f"{year - (_BUDDHIST if year > 2300 else 0):04}-{month:02}-{day:02}"
    if numbers or re.match(r"-|\d{1,2}[/-]\d{1,2}([/-]\d\d)?$", written):
        rows.remark(row.line, "born", written, _("left out, the date of birth is not certain"))
        return ""
    return written


def is_certain_order(first: int, second: int) -> bool:
    """Tell whether only one of two numbers can be the month."""
    return first == second or (first > 12) != (second > 12)


def _read_province(rows: FormRows, row: FormRow) -> str:
    """Return the province; what is none is told and left out, since an address book takes any region."""
    written = row.parts.get("province", "")
    if not written or places.find_province(written):
        return written
    rows.remark(row.line, "province", written, _("left out, it is not a province"))
    return ""


def _tell_left_out(rows: FormRows, row: FormRow, names: tuple[str, ...]) -> None:
    """Tell of the parts of a contact that have no place in the register."""
    for name in names:
        if name == "left_out":
            for label in split_values(row.parts.get(name, "")):
                rows.remark(row.line, label, "", _("left out"))
        elif value := row.parts.get(name):
            rows.remark(row.line, name, value, _("left out"))
