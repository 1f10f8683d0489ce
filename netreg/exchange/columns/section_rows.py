"""Titles between the rows of a table that say something of the rows below them: present, a district, a faculty.

``ผู้ไม่มาประชุม`` on a line of its own is a value of each row below it. What is recognised gets a column
of its own behind the others, with the heading of its field, so that it is read as any other column
is; a title that no field takes is left to `left_out_rows`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.fields import Reference
from netreg.core.thai_fields import DistrictField, Phone, ProvinceField
from netreg.errors import InvalidValue
from netreg.exchange.columns import row_words
from netreg.exchange.headings.targets import ColumnTarget, list_targets
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.names import offices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.tables.source_tables import SourceRow, SourceTable

_LOOKED_AT = 1000
"""The rows in which the first title must stand: to look at all of a long file would cost more than it saves."""
_CHOICES = frozenset({"presence", "role", "result", "kind", "level"})
"""The choices by which offices arrange their lists."""
_MANY = 2
"""The titles for each fuller row, at most: with one record each, or two levels of them."""
_SHOWN = 3


class Section(NamedTuple):
    """A title between rows: its words, the place of the field that it is of, and the text that this field takes.

    Of a title that no field takes `place` is -1.
    """

    title: str
    place: int = -1
    value: str = ""


def place_sections(source: SourceTable, head: TableHeadings) -> SourceTable:
    """Return a table with what the titles between its rows say in columns of their own; itself if they say nothing."""
    targets = _list_candidates(head)
    if source.has_headings or head.is_export or not targets:
        return source
    above = _read_unit_above(source, head, targets)
    found, full = Counter[Section]([above] if above else ()), 0
    for row in islice(source.rows(), _LOOKED_AT):
        if row.number > head.first:
            full += sum(map(bool, row.cells[: len(head.names)])) > 1
            found.update(one for one in [_read_section(row, head, targets)] if one and one.value)
    # A table of nothing but single texts has no titles among them.
    if not found or _MANY * full < sum(found.values()) - bool(above):
        return source
    used = {place: targets[place] for place in sorted({section.place for section in found})}
    notes = [
        _("{file}: titles between the rows were read as '{field}': {titles}").format(
            file=head.name, field=target.field.label, titles=_list_titles(found, place)
        )
        for place, target in used.items()
    ]
    rows = partial(_place_rows, source, head, targets, used, {above.place: above.value} if above else {})
    return source._replace(rows=rows, blocks=None, notes=(*source.notes, *notes))


def _read_unit_above(source: SourceTable, head: TableHeadings, targets: Sequence[ColumnTarget]) -> Section | None:
    """Return the unit that a line above the headings says a list of people is of: ``หน่วยงาน สำนักหอสมุด``."""
    place = next((n for n, target in enumerate(targets) if isinstance(target.field, Reference)), None)
    if place is None or head.entity.name != "person" or head.entity.row_child != "post":
        return None
    for row in islice(source.rows(), _LINES_ABOVE):
        if row.number >= head.first:
            break
        filled = [cell for cell in dict.fromkeys(map(text.clean, map(strip_mark, row.cells))) if cell]
        if found := _unit_line_pattern().fullmatch(" ".join(filled)):
            return Section(found[0], place, found["unit"].strip(" ._"))
    return None


@cache
def _unit_line_pattern() -> re.Pattern[str]:
    """Match a line that says of which unit a list is, with the words before it, and not two of them."""
    return re.compile(
        r"(?:\()?(?:ชื่อ)?(?:หน่วยงาน|ส่วนราชการ|ส่วนงาน|สังกัด|หน่วยงานต้นสังกัด|คณะ/หน่วยงาน|หน่วยงาน/คณะ|หน่วยงาน/สังกัด|สถานศึกษา|department|faculty|unit|office)"
        r"\s*[:：]?\s*[._]*(?P<unit>[^\d:：]*[^\d:：\s._)])[._]*\)?",
        re.IGNORECASE,
    )


_LINES_ABOVE = 30
"""The rows above the headings that are looked at."""


def _list_titles(sections: Iterable[Section], place: int) -> str:
    titles = [section.title for section in sections if section.place == place]
    return ", ".join(titles[:_SHOWN]) + (", …" if len(titles) > _SHOWN else "")


def _list_candidates(head: TableHeadings) -> list[ColumnTarget]:
    """Return the fields that titles may be of and no column is, those of a larger place first."""
    given = {(target.place, target.field.name) for target in head.targets.values()}
    found = [
        target
        for target in list_targets(head.entity)
        if (target.place, target.field.name) not in given and _may_be_section(target, head)
    ]
    units = [target for target in found if isinstance(target.field, Reference)][:1]
    return sorted(
        (target for target in found if not isinstance(target.field, Reference) or target in units),
        key=lambda target: not isinstance(target.field, ProvinceField) and target.field.name != "presence",
    )


def _may_be_section(target: ColumnTarget, head: TableHeadings) -> bool:
    field = target.field
    if isinstance(field, Reference):
        # In a list of organisations a faculty alone in its row is one of them.
        is_unit = field.to == "organisation" and field.name == "organisation"
        return is_unit and head.entity.name not in ("organisation", "agreement", "party")
    return isinstance(field, ProvinceField | DistrictField) or (isinstance(field, Choice) and field.name in _CHOICES)


def _place_rows(
    source: SourceTable,
    head: TableHeadings,
    targets: Sequence[ColumnTarget],
    used: Mapping[int, ColumnTarget],
    above: Mapping[int, str],
) -> Iterator[SourceRow]:
    """Yield the rows with the values of the titles above them behind their cells, and without these titles.

    Another place is the end of what was said of the one before, and another title that of a choice.
    """
    width = len(head.names)
    values = dict(above)
    for row in source.rows():
        more = [values.get(place, "") for place in used]
        if row.number <= head.first:
            more = [target.field.label.th for target in used.values()] if row.number == head.first else []
        elif section := _read_section(row, head, targets):
            if section.value:
                values = {place: value for place, value in values.items() if place < section.place}
                values[section.place] = section.value
                continue
            values = {n: value for n, value in values.items() if not isinstance(targets[n].field, Choice)}
            more = [""] * len(used)
        elif _is_below_table(row, width):
            values = {}
            more = [""] * len(used)
        elif not any(any(map(str.isalpha, cell)) for cell in row.cells[:width]):
            more = [""] * len(used)  # a number alone, which is no record
        whole = row.number == head.first or len(row.cells) >= width
        yield row._replace(cells=[*row.cells[:width], *more, *row.cells[width:]]) if whole else row


def _is_below_table(row: SourceRow, width: int) -> bool:
    """Return whether the only text of a row is a total, a note or a line to sign on."""
    texts = {cell for cell in map(text.clean, row.cells[:width]) if cell}
    if len(texts) != 1:
        return False
    [one] = map(text.to_ascii_digits, texts)
    patterns = (row_words.total_pattern(), row_words.note_pattern(), row_words.signature_pattern())
    return any(pattern.match(one) for pattern in patterns) or bool(row_words.signer_pattern().match(one))


def _read_section(row: SourceRow, head: TableHeadings, targets: Sequence[ColumnTarget]) -> Section | None:
    """Return what a row says of those below it, if its only text is a title; the telephone of a unit may stand by."""
    cells = [text.clean(strip_mark(cell)) for cell in row.cells[: len(head.names)]]
    texts = {cell for cell in cells if cell}
    if len(texts) != 1:
        return _read_unit_with_phone(cells, head, targets)
    title = _number_pattern().sub("", texts.pop())
    if not any(map(str.isalpha, title)):
        return None
    for place, target in enumerate(targets):
        if value := _find_value(target, title):
            return Section(title, place, value)
    return Section(title) if row_words.people_section_pattern().match(title) else None


def _read_unit_with_phone(cells: Sequence[str], head: TableHeadings, targets: Sequence[ColumnTarget]) -> Section | None:
    """Return the unit that a row of a telephone list names, with nothing but its numbers beside it."""
    numbered = (n for n, target in head.targets.items() if isinstance(target.field, Phone))
    phones = {source for n in numbered for source in head.list_sources(n)}
    texts = {cell for n, cell in enumerate(cells) if cell and n not in phones}
    place = next((n for n, target in enumerate(targets) if isinstance(target.field, Reference)), None)
    if len(texts) != 1 or place is None:
        return None
    [title] = texts
    return Section(" ".join(filter(None, cells)), place, title) if offices.names_unit(title) else None


def _find_value(target: ColumnTarget, title: str) -> str:
    """Return the text that a field takes of a title, an empty one if it is no value of it."""
    field = target.field
    if isinstance(field, Choice):
        return next((form for form in _list_forms(title) if field.knows_word(form)), "")
    if isinstance(field, Reference):
        return title if row_words.unit_section_pattern().match(title) else ""
    if isinstance(field, DistrictField):
        return title if _district_pattern().fullmatch(title) else ""
    assert isinstance(field, ProvinceField)
    try:
        return title if len(title.split()) == 1 and field.parse(title) else ""
    except InvalidValue:
        return ""


def _list_forms(title: str) -> Iterator[str]:
    """Yield the words of a title that may be a choice: those in brackets behind it say more than it does."""
    outside, bracket, inside = title.rstrip(" :").partition("(")
    if bracket:
        yield inside.rstrip(" )")
    for form in (title.rstrip(" :"), outside.strip()):
        yield form
        yield form.removeprefix("รายชื่อ").strip()
        yield form.removeprefix("รายชื่อ").strip().removeprefix("ผู้")


@cache
def _number_pattern() -> re.Pattern[str]:
    """Match the number before a title: ``1.``, ``๒)``, ``(3)``."""
    return re.compile(r"^\(?(?:[0-9๐-๙]{1,3}|[ก-ฮ])[.)]\s*")


@cache
def _district_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:กิ่ง)?(?:อำเภอ|อ\.)\s*[ก-ฮเ-ไ]\S*|เขต(?!พื้นที่|เลือกตั้ง)[ก-ฮเ-ไ]\S*")
