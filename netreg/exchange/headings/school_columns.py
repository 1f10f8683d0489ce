"""Columns of schools: under ``โรงเรียน`` a list leaves the word out of the names, which a register has to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.exchange.headings.virtual_columns import VirtualColumn, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADING = r"\W*(?:\d+\W*)?(?:ราย)?(?:ชื่อ)?(?:โรงเรียน|สถานศึกษา)(?:\W*(?:\(.*\)|ไทย|ภาษาไทย))?\W*"
_SCHOOL = r"โรงเรียน|ร\.\s?ร\.|รร\.?(?=[\sก-๙])"
_OTHER_KIND = (
    r"วิทยาลัย|มหาวิทยาลัย|ราชวิทยาลัย|ม\.|มรภ|มทร|สถาบัน|ศูนย์|สำนัก|สนง|คณะ|องค์การ|อบ[ตจ]|เทศบาล(?:ตำบล|เมือง|นคร)|กรม|กระทรวง|กอง|"
    r"เทคนิค|การอาชีพ|อาชีวศึกษา|สารพัดช่าง|พณิชยการ|กศน|สกร|(?!สาธิต)[ก-๎]*มหาวิทยาลัย|"
    r"บริษัท|สมาคม|มูลนิธิ|โรงพยาบาล|รพ|สพ[ปมฐ]|ที่ว่าการ|จังหวัด|อำเภอ|กลุ่ม|เครือข่าย"
)


def names_schools(heading: str, headings: Iterable[str]) -> bool:
    """Return whether a column has schools and nothing else, by its heading, or by another such as ``รหัสโรงเรียน``."""
    found = re.fullmatch(_HEADING, heading.strip())
    return found is not None and any("โรงเรียน" in one for one in (heading, *headings))


def make_school_names(heading: str, column: int, kind: int | None) -> VirtualColumn:
    """Make the names of schools, each with ``โรงเรียน`` unless the column `kind` says otherwise."""

    def join(cells: tuple[str, ...]) -> str:
        is_other = any(re.match(_OTHER_KIND, cell.strip()) for cell in cells[1:])
        return cells[0] if is_other else _spell_school(cells[0])

    return VirtualColumn(heading, (column,) if kind is None else (column, kind), join)


def make_school_kinds(heading: str, column: int) -> VirtualColumn:
    """Make the column of their kind; blank for what is no school by its name."""

    def join(cells: tuple[str, ...]) -> str:
        return "school" if re.match(_SCHOOL, _spell_school(cells[0])) else ""

    return VirtualColumn(heading, (column,), join, is_implied=True)


def _spell_school(cell: str) -> str:
    """Return the name of a school in full; a name in other letters, a code and another kind as they are written."""
    name = cell.strip()
    if is_blank(name) or not ("ก" <= name[0] <= "ฮ" or name[0] in "เแโใไ"):
        return cell
    return cell if re.match(_SCHOOL, name) or re.match(_OTHER_KIND, name) else f"โรงเรียน{name}"
