"""Find the rows of a table that are no records, by where they are filled and by their words.

Such are titles of sections, headings repeated on a second page, totals, vacant posts, rows that an
office has numbered in advance, and below the table notes and lines to sign on. They are left out, and
told; whatever may be a record is left to the parsers of the fields. Most rows are seen to be
records at one glance on their columns.
"""

from __future__ import annotations

from itertools import compress
from operator import eq, itemgetter
from typing import TYPE_CHECKING, Any

from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Number, Reference
from netreg.exchange.columns import row_words
from netreg.exchange.headings.assignment import is_row_number_heading
from netreg.exchange.headings.left_out_headings import is_status_heading
from netreg.exchange.tables.cell_marks import ERROR_VALUES, strip_mark
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.names import no_person
from netreg.thai.names.title_table import get_default_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.exchange.columns.cell_columns import RowRemarks
    from netreg.exchange.headings.table_headings import TableHeadings

    Cells = Sequence[str]

_NAMING = frozenset({"name", "given_name", "family_name", "name_as_recorded", "name_as_signed", "name_th", "title"})
"""The fields that name a record, beside those that it cannot be without."""
_BEGINNINGS = (
    "รวม", "ยอด", "จำนวน", "สรุป", "ทั้ง", "ชาย ", "หญิง ", "ตำแหน่ง", "อัตรา", "กรอบ", "ว่าง", "อยู่ระหว่าง", "ระหว่าง", "รอ",
    "ยังไม่", "ไม่มีผู้", "ไม่มีคน", "ยุบ",
    "หมายเหตุ", "ที่มา", "แหล่ง", "อ้างอิง", "คำอธิบาย", "ข้อมูล", "พิมพ์", "จัดพิมพ์", "หน้า", "ลงชื่อ", "ลงนาม", "ผู้",
    ".....", "……", "__", *" -–—*†※([<",
    *(form for word in (
        "total", "grand", "sub", "sum", "vacan", "post vacant", "tba", "tbc", "to be", "note", "source", "remark",
        "legend", "printed", "page", "signature", "signed", "approved", "prepared",
    ) for form in (word, word.capitalize(), word.upper())),
)  # fmt: skip
"""The beginnings of totals, notes, signatures and vacant posts, so that hardly any other cell is looked at closely."""
_HEADS = frozenset(word[:2] for word in _BEGINNINGS)
_HEADS_OF_THINGS = frozenset(word[:2] for word in no_person.THINGS_BEGIN)
_take_head = itemgetter(slice(2))
_MARKS_AHEAD = frozenset(word for word in _BEGINNINGS if len(word) == 1)


class _Row(NamedTuple):
    """The cells of a row that are filled, cleaned, by column; and the distinct ones with a letter in them, in order."""

    cells: dict[int, str]
    words: list[str]


class LeftOutRows:
    """The rows of a table that are no records, found chunk by chunk."""

    def __init__(self, headed: TableHeadings) -> None:
        """Look at the columns that are read, and at those that number the rows."""
        fields = headed.read_fields
        self.names = headed.names
        self.headings = [text.match_key(name) for name in headed.names]
        self.numbering = [n for n, name in enumerate(headed.names) if _is_numbering(name, fields.get(n))]
        self.read = tuple(n for n in fields if n not in self.numbering)
        self.others = [n for n in range(len(headed.names)) if n not in self.numbering]
        naming = {n: field for n, field in fields.items() if _is_naming(field, headed.entity)}
        self.naming = frozenset(naming)
        self.statuses = tuple(
            n for n, name in enumerate(headed.names) if n not in fields and _tells_status(name, headed)
        )
        before = range(min(self.naming, default=0))
        self._spoken = {0, *self.numbering, *self.naming, *before, *self.read[:1]}
        """The columns in which a word may say that a row is no record: those up to its name."""
        self.is_about_people = any(map(_names_a_person, naming.values()))

    def find_nameless(self, cells: Sequence[Cells]) -> dict[int, str]:
        """Return the rows of people with a dash in the place of every name, as if to say that there is nobody."""
        columns = [cells[place] for place in self.naming] if self.is_about_people else []
        if not columns or any(_DASHES.isdisjoint(column) for column in columns):
            return {}
        names = enumerate(zip(*columns, strict=True))
        return {index: _("nobody is named") for index, named in names if _DASHES.issuperset(named)}

    def leave_out(
        self,
        rows: tuple[Sequence[Any], ...],
        cells: list[Cells],
        remarks: RowRemarks,
        nameless: dict[int, str],
    ) -> tuple[tuple[Sequence[Any], ...], list[Cells]]:
        """Return the rows that are records: number, line and owner of each, and their cells by column."""
        reasons = nameless | self._find_reasons(cells) if self.read and rows[0] else {}
        if not reasons:
            return rows, cells
        numbers, lines, _owners = rows
        for index, reason in sorted(reasons.items()):
            content = " ".join(dict.fromkeys(_make_row(cells, index).cells.values()))
            remarks.left_out.append((numbers[index], lines[index], content, reason))
            if index and index - 1 not in reasons and (place := self._find_broken_name(cells, index)) is not None:
                refusal = _("the name goes on in line {line}; join the two rows").format(line=lines[index])
                name = strip_mark(cells[place][index - 1])
                remarks.errors.append((numbers[index - 1], self.names[place], name, refusal, lines[index - 1]))
        kept = [index not in reasons for index in range(len(numbers))]
        return tuple(list(compress(part, kept)) for part in rows), [list(compress(column, kept)) for column in cells]

    def _find_broken_name(self, cells: Sequence[Cells], index: int) -> int | None:
        """Return the column in which a row has one word alone that may belong to the name of one word above it."""
        row = _make_row(cells, index)
        places = [place for place in row.cells if place in self.naming]
        if not self.is_about_people or len(row.cells) != 1 or not places:
            return None
        word, above = row.cells[places[0]], text.clean(strip_mark(cells[places[0]][index - 1]))
        titles, name = get_default_titles().take_titles(above)
        is_broken = titles and name and " " not in name and " " not in word
        return places[0] if is_broken and not row_words.people_section_pattern().match(word) else None

    def classify_short_row(self, cells: Sequence[str]) -> str:
        """Return why a row with fewer cells than headings is no record, an empty text where it should be one."""
        row = _make_row([(cell,) for cell in cells], 0)
        reason = self._classify_by_words(row)
        return reason or (_("a title between the rows") if self._is_title(row, numbered=False) else "")

    def _find_reasons(self, cells: Sequence[Cells]) -> dict[int, str]:
        """Return why each row is left out that is, by its index."""
        sparse = self._find_sparse(cells)
        spoken = self._find_spoken(cells)
        left = self._find_left(cells) if self.statuses else {}
        if not sparse and not spoken:
            return left
        full = [index for index in range(len(cells[self.read[0]])) if index not in sparse]
        numbered = any(sum(_is_number(cells[n][index]) for index in full) * 2 > len(full) for n in self.numbering)
        reasons: dict[int, str] = {}
        titles: dict[int, str] = {}
        signed = -_LINES_BELOW
        for index in sorted(sparse | spoken):
            row = _make_row(cells, index)
            if reason := self._classify_by_words(row):
                reasons[index] = reason
                is_end = reason == _("a note below the table") and any(map(row_words.order_pattern().match, row.words))
                signed = index if is_end or reason == _("a line to sign on") else signed
            elif index in sparse and index - signed < _LINES_BELOW and len(row.words) <= _FEW:
                reasons[index] = _("below a signature")
            elif index in sparse and not row.words and not any(place in row.cells for place in self.read):
                reasons[index] = _("a row with its number alone")
            elif index in sparse and self._is_title(row, numbered=numbered):
                titles[index] = _("a title between the rows")
        # Where hardly any row is fuller than these, they are the records.
        return left | reasons | (titles if len(titles) <= _MANY * len(full) else {})

    def _find_left(self, cells: Sequence[Cells]) -> dict[int, str]:
        """Return the rows of those who have left, or were not admitted, by the column that says so."""
        found = dict[int, str]()
        for place in self.statuses:
            words = {word for word in set(cells[place]) if row_words.left_pattern().match(text.clean(word))}
            found.update(
                (index, text.clean(cell)) for index, cell in enumerate(cells[place]) if words and cell in words
            )
        return found

    def _find_sparse(self, cells: Sequence[Cells]) -> set[int]:
        """Return the rows with hardly anything in them: one of the two fullest columns is blank, or both are equal."""
        fullest = sorted(self.others, key=lambda place: 0 if all(cells[place]) else cells[place].count(""))[:2]
        one, other = (cells[place] for place in (fullest * 2)[:2])
        if len(fullest) == 1:
            return {index for index, cell in enumerate(one) if not cell}
        if all(one) and all(other) and not any(map(eq, one, other)):
            return set()
        pairs = enumerate(zip(one, other, strict=True))
        return {index for index, (a, b) in pairs if (not a or not b or a == b) and self._is_sparse(cells, index)}

    def _is_sparse(self, cells: Sequence[Cells], index: int) -> bool:
        """Return whether a row has a single text, or none where the name of a record should be."""
        texts = {*filter(None, (cells[place][index] for place in self.others))}
        return len(texts) <= 1 or not any(cells[place][index] for place in self.naming)

    def _find_spoken(self, cells: Sequence[Cells]) -> set[int]:
        """Return the rows with one of the words in a column where it stands, or a heading below itself."""
        found = set[int]()
        for place in self._spoken:
            column = cells[place]
            heads = set(map(_take_head, column))
            if not heads.isdisjoint(_HEADS) or not _MARKS_AHEAD.isdisjoint(head[:1] for head in heads):
                found.update(index for index, cell in enumerate(column) if cell.startswith(_BEGINNINGS))
            if self.is_about_people and place in self.naming and not heads.isdisjoint(_HEADS_OF_THINGS):
                found.update(index for index, cell in enumerate(column) if cell.startswith(no_person.THINGS_BEGIN))
        first = self.read[0]
        if self.names[first] in cells[first]:
            found.update(index for index, cell in enumerate(cells[first]) if cell == self.names[first])
        return found

    # --- why a row is left out ----------------------------------------------------------------------------

    def _classify_by_words(self, row: _Row) -> str:
        """Return why a row with these words is no record, an empty text where they do not say so."""
        named = [cell for n, cell in row.cells.items() if n in self.naming]
        if len(row.cells) > 1 and all(text.match_key(cell) == self.headings[n] for n, cell in row.cells.items()):
            return _("the headings again")
        if nobody := self._find_nobody(named):
            return nobody
        if self._names_signer(row):
            return _("a line to sign on")
        if not row.words or self._has_number(row):
            return ""
        first, *others = map(text.to_ascii_digits, row.words)
        if all(map(row_words.count_pattern().fullmatch, others)) and self._is_total(first, others, row):
            return _("a total")
        is_note = {*named} <= {row.words[0]} and row_words.note_pattern().match(first)
        return _("a note below the table") if is_note else ""

    def _find_nobody(self, named: Sequence[str]) -> str:
        """Return why the texts in the place of a name name nobody: a vacant post, or a place with a telephone."""
        if named and all(map(self._is_vacant, named)):
            return _("a vacant post")
        is_thing = len(named) == 1 and self.is_about_people and no_person.is_thing(named[0])
        return _("a place, a thing or a service") if is_thing else ""

    def _names_signer(self, row: _Row) -> bool:
        """Return whether a row is a line to sign on, or names who made or approved the list."""
        if 0 < len(row.words) <= _FEW and any(map(row_words.signature_pattern().match, row.words)):
            return True
        if any(row_words.signer_pattern().fullmatch(row.cells.get(place, "")) for place in self.numbering):
            return True
        named = [cell for n, cell in row.cells.items() if n in self.naming] if len(row.words) <= _FEW else []
        found = [(cell, row_words.signer_pattern().match(cell)) for cell in named]
        return any(one and get_default_titles().take_titles(cell[one.end() :].strip())[0] for cell, one in found)

    def _is_total(self, first: str, counted: Sequence[str], row: _Row) -> bool:
        """Return whether a row is a total: by its first words, or since a number and what is counted follow."""
        if row_words.total_pattern().match(first):
            return True
        has_number = any(_is_number(cell) or text.to_ascii_digits(cell)[0].isdecimal() for cell in row.cells.values())
        return bool(counted) and has_number and bool(row_words.sum_pattern().match(first))

    def _is_vacant(self, cell: str) -> bool:
        """Return whether a text in the place of a name says that a post is vacant."""
        if row_words.vacant_pattern().fullmatch(cell.strip(_MARKS)):
            return True
        found = no_person.find_no_person(cell) if self.is_about_people else None
        return found is not None and found.kind == "vacant"

    def _has_number(self, row: _Row) -> bool:
        """Return whether a row has its number."""
        return any(_is_number(row.cells.get(place, "")) for place in self.numbering)

    def _is_title(self, row: _Row, *, numbered: bool) -> bool:
        """Return whether the only text of a row is the title of the rows below it."""
        if len(row.words) != 1 or any(map(_is_number, row.cells.values())):
            return False
        title = row.words[0]
        filled = {place for place in self.read if place in row.cells}
        if filled & self.naming:
            return self._is_section(title, row, numbered=numbered)
        # Of what is read in columns before the name, such as a code, only the words tell.
        first = min(row.cells)
        before = first < min(self.naming, default=0) or first in self.numbering
        return before and (not filled or bool(row_words.people_section_pattern().match(_strip_number(title))))

    def _is_section(self, title: str, row: _Row, *, numbered: bool) -> bool:
        """Return whether a text that stands alone where the name of a record should be is none."""
        plain = _strip_number(title)
        is_wide = len(row.cells) >= min(len(self.read), _WIDE) and len(row.cells) > 1
        if not self.is_about_people:
            return numbered or is_wide or bool(row_words.place_section_pattern().match(plain))
        if row_words.people_section_pattern().match(plain):
            return True
        has_titles = bool(get_default_titles().take_titles(plain)[0])
        return not has_titles and (is_wide or (numbered and " " not in plain))


_DASHES = frozenset(("-", "–", "—", "--"))
_MARKS = " \t-–—*()[]<>.:\"'"
"""What stands around the word for a vacant post."""
_FEW = 2
_MANY = 2
"""The titles that stand between the rows, for each row that is fuller: with one person each, or two levels of them."""
_WIDE = 3
_LINES_BELOW = 4
"""The rows from a line to sign on to the name and the office of who signs."""


def _is_numbering(heading: str, field: Field | CompoundColumn | None) -> bool:
    """Return whether a column numbers the rows: without a field, or with that of the place in an order."""
    return (field is None or isinstance(field, Number)) and is_row_number_heading(heading)


def _is_naming(field: Field | CompoundColumn, entity: Entity) -> bool:
    if isinstance(field, CompoundColumn):
        return True
    return field.name in _NAMING or field.required or field.name in entity.naming_references


def _tells_status(heading: str, headed: TableHeadings) -> bool:
    """Return whether a column of a list of people says whether they are still there; dates of leaving say it better."""
    ends = any(target.field.name == "until" for target in headed.targets.values())
    return headed.entity.row_child == "post" and not ends and is_status_heading(heading)


def _names_a_person(field: Field | CompoundColumn) -> bool:
    if isinstance(field, Reference):
        return field.to == "person"
    return field.name in ("given_name", "name_as_recorded", "name_as_signed") or (
        isinstance(field, CompoundColumn) and "given_name" in field.into
    )


def _make_row(cells: Sequence[Cells], index: int) -> _Row:
    filled = ((n, text.clean(strip_mark(column[index]))) for n, column in enumerate(cells) if column[index])
    found = {n: cell for n, cell in filled if cell}
    return _Row(found, [cell for cell in dict.fromkeys(found.values()) if _has_letter(cell)])


def _has_letter(cell: str) -> bool:
    if cell[:1] == "=" or cell in ERROR_VALUES:  # what a formula would say, in any column
        return False
    return any(map(str.isalpha, cell)) or bool(row_words.signature_pattern().match(cell))


def _is_number(cell: str) -> bool:
    if cell[:1] == "=":  # a formula that counts
        return True
    return text.to_ascii_digits(cell).strip(" .)").isdecimal()


def _strip_number(title: str) -> str:
    """Return a title without the number before it."""
    head, _blank, rest = title.partition(" ")
    return rest if rest and not head.strip("().-").isalpha() else title
