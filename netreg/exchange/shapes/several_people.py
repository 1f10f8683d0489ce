"""Several people in one row, each in columns of their own: ``ผู้ประสานงาน 1``, ``ผู้ประสานงาน 2``; ชื่อ, โทร, ชื่อ, โทร.

Each becomes a table of its own, with the columns that all of them share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.exchange.headings.assignment import is_row_number_heading
from netreg.exchange.headings.heading_forms import make_key
from netreg.exchange.headings.targets import list_targets
from netreg.exchange.headings.virtual_columns import is_blank
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.exchange.shapes.table_shapes import TableShape
    from netreg.exchange.tables.source_tables import SourceTable

_ORDINAL = re.compile(
    r"\s*[(\[]?\s*(?:(?:คน|ท่าน|ลำดับ|ราย|ชุด)?ที่|คน|no\.?|#)?\s*[0-9๐-๙]{1,2}(?:st|nd|rd|th)?\s*[)\]]?\s*", re.IGNORECASE
)
_NAMING = ("name", "person", "given_name")
_OF_FAMILY = re.compile(
    r"บิดา|มารดา|ผู้ปกครอง|คู่สมรส|พ่อ|แม่|ฉุกเฉิน|father|mother|parent|guardian|spouse|emergency", re.IGNORECASE
)


class PersonColumns(NamedTuple):
    """The columns of one of several people in a row: what they are called above them, and the heading of each."""

    label: str
    columns: Sequence[int]
    headings: Sequence[str]


def part_people(shape: TableShape) -> list[SourceTable]:
    """Part a table with several people in a row into one for each of them; none where each row has one."""
    people = _find_people(shape)
    taken = {n for person in people for n in person.columns}
    labels = dict.fromkeys(person.label for person in people)
    note = _("the rows name several people, which were read one after the other: {labels}").format(
        labels=", ".join(labels)
    )
    return [_cut_person(shape, person, taken, note if n == 0 else "") for n, person in enumerate(people)]


def _find_people(shape: TableShape) -> list[PersonColumns]:
    fields = (target.field.name for target in list_targets(shape.entity))
    if not {"name", "person"} & {*fields}:
        return []
    for found in (_find_groups(shape), _find_numbered(shape)):
        if len(found) > 1 and _are_alike(shape, found):
            taken = {n for person in found for n in person.columns}
            others = (shape.find_target(name) for n, name in enumerate(shape.names) if n not in taken)
            is_named = any(target and target.whole.field.name in _NAMING for target in others)
            if not is_named and not _is_side_table(shape, found, taken):
                return found
    return []


def _is_side_table(shape: TableShape, people: Sequence[PersonColumns], taken: set[int]) -> bool:
    """Return whether whole tables stand side by side: the people have no column in common."""
    heads = {tuple(shape.names[n] for n in person.columns) for person in people}
    rest = (name for n, name in enumerate(shape.names) if n not in taken and shape.list_cells(n))
    return len(heads) == 1 and all(map(is_row_number_heading, rest))


def _find_groups(shape: TableShape) -> list[PersonColumns]:
    """Return the columns of people below an upper heading each."""
    spans: dict[str, list[int]] = {}
    for n, group in enumerate(shape.groups):
        if group and not shape.is_mapped(n):
            spans.setdefault(group, []).append(n)
    return [PersonColumns(label, columns, [shape.get_leaf(n) for n in columns]) for label, columns in spans.items()]


def _find_numbered(shape: TableShape) -> list[PersonColumns]:
    """Return the columns of people that a number in the headings tells apart, or headings that begin anew."""
    first, people = "", list[PersonColumns]()
    for n, name in enumerate(shape.names):
        if not name or shape.is_mapped(n):
            continue
        heading = _clean_heading(name)
        key = make_key(heading)
        if not first and _names_person(shape, name, heading) and _comes_again(shape, key, n):
            first = key
        if first and key == first:
            people.append(PersonColumns(name, [n], [heading]))
        elif people and (key not in map(make_key, people[-1].headings)) and _comes_often(shape, key, n):
            people[-1] = people[-1]._replace(columns=[*people[-1].columns, n], headings=[*people[-1].headings, heading])
    return people


def _clean_heading(name: str) -> str:
    """Return a heading without the number of one of several people."""
    return text.clean(_ORDINAL.sub(" ", name)) or name


def _comes_again(shape: TableShape, key: str, column: int) -> bool:
    return any(make_key(_clean_heading(name)) == key for name in shape.names[column + 1 :])


def _comes_often(shape: TableShape, key: str, column: int) -> bool:
    """Return whether a column comes with each person: others have the same heading but for the number."""
    return any(make_key(_clean_heading(name)) == key for n, name in enumerate(shape.names) if n != column)


def _names_person(shape: TableShape, name: str, heading: str) -> bool:
    if _OF_FAMILY.search(name):
        return False
    target = shape.find_target(heading) or shape.find_target(_strip_role(heading))
    return bool(target and target.whole.field.name in _NAMING)


_ROLE = re.compile(
    r"(?:ของ)?(?:ครู|อาจารย์)?(?:ผู้(?:ประสานงาน|ประสาน|ติดต่อ|แทน|รับผิดชอบ|ดูแล)\S*|coordinators?|contact(?: person)?)",
    re.IGNORECASE,
)


def _strip_role(heading: str) -> str:
    """Return the heading of something of a coordinator without the word for that: ``ชื่อผู้ประสานงาน``."""
    return text.clean(_ROLE.sub(" ", heading)) or "ชื่อ-สกุล"


def _are_alike(shape: TableShape, people: Sequence[PersonColumns]) -> bool:
    """Return whether all of these have the same headings, one of which is that of a name."""
    keys = [tuple(make_key(_clean_heading(heading)) for heading in person.headings) for person in people]
    if len({*keys}) > 1 or len({*keys[0]}) < len(keys[0]):
        return False
    return any(
        _names_person(shape, f"{person.label} {heading}", heading) for person in people for heading in person.headings
    ) and not any(_OF_FAMILY.search(person.label) for person in people)


def _cut_person(shape: TableShape, person: PersonColumns, taken: set[int], note: str) -> SourceTable:
    """Return the table of one of the people of each row, without the rows in which there is none."""
    shared = [n for n in range(len(shape.names)) if n not in taken]
    label = _clean_heading(person.label)
    headings = [
        heading if shape.find_target(heading) else _strip_role(heading)
        for heading in map(_clean_heading, person.headings)
    ]
    has_position = any(
        (target := shape.find_target(heading)) and target.field.name.startswith("position") for heading in headings
    )
    is_role = not has_position and shape.groups[person.columns[0]] != "" and label not in headings
    more = ["ตำแหน่ง"] if is_role and shape.find_target("ตำแหน่ง") else []

    def make_rows(cells: list[str]) -> list[list[str]]:
        own = [cells[n] for n in person.columns]
        if all(is_blank(strip_mark(cell)) for cell in own):
            return []
        return [[*(cells[n] for n in shared), *own, *(label for _one in more), *cells[len(shape.names) :]]]

    source = shape.replace([*(shape.names[n] for n in shared), *headings, *more], lambda: make_rows, note)
    return source._replace(name=f"{shape.source.name} {person.label}".strip())
