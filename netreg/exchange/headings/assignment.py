"""Assign the columns of a table to fields, by their headings, by one another, and by their first cells."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn
from netreg.core.thai_fields import DistrictField, is_number_of_region
from netreg.core.uid_field import is_uid
from netreg.entities import BY_NAME, find_child_entities
from netreg.exchange.headings import left_out_headings, synonyms
from netreg.exchange.headings.composed_headings import belongs_in_note, keeps_notes, names_signer
from netreg.exchange.headings.heading_forms import concerns_somebody_else, list_forms, make_key
from netreg.exchange.headings.targets import (
    OWN,
    ColumnTarget,
    find_named_target,
    find_targets,
    is_decision_heading,
    is_rejects_heading,
    list_targets,
    list_uid_targets,
    map_known_headings,
)
from netreg.exchange.headings.virtual_columns import is_time
from netreg.language import Label
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netreg.core.entity import Entity

    FirstCells = Callable[[int], list[str]]
    """Returns the first cells of a column that are not blank."""

_BLANK = Label("ว่าง", "blank")
NOTHING = "-"
"""The field in ``--map`` of a column that is left out."""
NOTE = "note"
"""The field in ``--map`` of a column that a note takes."""
MOST_NOTED = 30
"""The unknown columns that a note takes: more of them are the questions of a survey."""


class Assignment:
    """The columns of a table by what becomes of them: a target, left out, or unknown."""

    def __init__(
        self, entity: Entity, names: Sequence[str], mapping: Mapping[str, str], first_cells: FirstCells
    ) -> None:
        """Assign each column; `mapping` says the field of headings, or of columns by position (``@4``)."""
        self.entity = entity
        self.names = names
        self.first_cells = first_cells
        self.pair_cells: Callable[[int, int], list[tuple[str, str]]] = lambda _one, _other: []
        """Returns the cells of two columns in the first rows that have both."""
        self.known = map_known_headings(entity)
        self.targets: dict[int, ColumnTarget] = {}
        self.left_out: list[str] = []
        """Headings of columns that netreg fills itself."""
        self.skipped: dict[Label, list[str]] = {}
        """Headings of columns for which there is no field, by the reason."""
        self.blank: set[int] = set()
        """Columns without a known heading whose first cells are blank: all of them must be."""
        self.unknown: list[int] = []
        self.noted: list[int] = []
        """Columns without a field of their own that say more of a record: for its note."""
        self.decision: int | None = None
        """The column with the decisions about rows."""
        self.other_decisions: list[int] = []
        """Further ones, which must say the same."""
        self._wanted = {text.match_key(heading): field for heading, field in mapping.items()}
        self._derived = {field.name for field in entity.derived}
        stored = {field.name for field in entity.stored}
        self._filled = {text.match_key(name) for name in entity.by_name.keys() - stored}
        self._names_people = any(field.to == "person" for field in entity.references if field.name == "person") or (
            entity.name == "person" and entity.row_child not in (None, "post")
        )
        self._own_list = self._find_own_list_columns()
        self._candidates = {n: found for n, name in enumerate(names) if (found := self._find_candidates(n, name))}
        for column, heading in enumerate(names):
            self._assign(column, heading)
        self._note_mapped()

    def find_wanted(self, column: int, heading: str) -> str | None:
        """Return the field that ``--map`` gives to a column, by its position or its heading."""
        return self._wanted.get(f"@{column + 1}") or (self._wanted.get(text.match_key(heading)) if heading else None)

    def _find_candidates(self, column: int, heading: str) -> list[ColumnTarget]:
        if wanted := self.find_wanted(column, heading):
            return [] if wanted == NOTHING else [find_named_target(self.entity, wanted)]
        if uid := self._find_uid_target(column, heading):
            return [uid]
        found = find_targets(self.known, heading) if heading and not names_signer(self.entity.name, heading) else []
        if found and self._belongs_to_somebody_else(heading):
            return []
        if found and self._are_numbers_of_regions(column, found[0]):
            return []
        # The number of a row is not the place of the one child that stands in it.
        labels = found[0].field.label if found and found[0].name == "child.seq" and column else ()
        if found and found[0].name == "child.seq" and heading not in labels and is_row_number_heading(heading):
            return []
        return found

    def _belongs_to_somebody_else(self, heading: str) -> bool:
        """Return whether a column has the number of one about somebody else: ``โทร 1`` beside ``ชื่อผู้ปกครอง 1``."""
        number = _NUMBERED.search(heading)
        if not number or concerns_somebody_else(heading):
            return False
        others = (name for name in self.names if (found := _NUMBERED.search(name)) and found[1] == number[1])
        return any(map(concerns_somebody_else, others))

    def _assign(self, column: int, heading: str) -> None:
        """Find what becomes of one column."""
        wanted = self.find_wanted(column, heading)
        if wanted == NOTHING:
            return
        if is_rejects_heading(heading) and not wanted and column not in self._candidates:
            if is_decision_heading(heading):
                self._take_decisions(column)
            return
        if not wanted and _UNNAMED.fullmatch(heading):
            self._assign_unnamed(column)
        elif not wanted and self._is_filled(column, heading):
            self.left_out.append(heading)
        elif column in self._candidates:
            self.targets[column] = self._choose(column)
        elif (reason := self._find_reason(heading) or self._find_people_reason(column, heading)) is not None:
            self._leave_out(column, heading, reason)
        elif any(heading == kind.collection for kind in find_child_entities(self.entity)):
            pass  # an object of JSON without any
        elif self._is_blank(column):
            self.blank.add(column)
            self.skipped.setdefault(_BLANK, []).append(heading)
        else:
            is_more = belongs_in_note(self.entity.name, heading) or self._belongs_to_somebody_else(heading)
            (self.noted if is_more else self.unknown).append(column)

    def _leave_out(self, column: int, heading: str, reason: Label) -> None:
        """Leave a column out for a reason, unless it says something that the note of a register keeps."""
        if reason in left_out_headings.NOTED and keeps_notes(self.entity.name) and self.first_cells(column):
            self.noted.append(column)
        else:
            self.skipped.setdefault(reason, []).append(heading)

    def _note_mapped(self) -> None:
        """Keep the headings of several columns that were mapped to the note, so that one sees in it what is what."""
        own = [column for column, target in self.targets.items() if target.name == NOTE]
        for column in own[len(own) == 1 :]:
            if self.names[column] and self.find_wanted(column, self.names[column]):
                del self.targets[column]
                self.noted.append(column)
        self.noted.sort()

    def _take_decisions(self, column: int) -> None:
        if self.decision is None:
            self.decision = column
        else:
            self.other_decisions.append(column)

    def _find_reason(self, heading: str) -> Label | None:
        """Return why a column is left out: for whatever kind, or since it is about the members that are named here."""
        if reason := find_left_out_reason(heading):
            return reason
        if any(isinstance(target.field, DistrictField) for target in find_targets(self.known, heading)):
            return left_out_headings.REGION
        is_of_member = self._names_people and find_targets(map_known_headings(BY_NAME["person"]), heading)
        return left_out_headings.OF_THE_MEMBER if is_of_member else None

    def _find_people_reason(self, column: int, heading: str) -> Label | None:
        """Return why a column of people is left out that no field takes: not kept, or codes of another one."""
        if not (self._names_people or self.entity.name == "person"):
            return None
        if self._names_codes(column, heading):
            return left_out_headings.OF_ANOTHER_COLUMN
        if self.entity.row_child == "post" and left_out_headings.is_status_heading(heading):
            return left_out_headings.STATUS
        return left_out_headings.NOT_KEPT if left_out_headings.is_not_kept_of_people(heading) else None

    def _names_codes(self, column: int, heading: str) -> bool:
        """Return whether the cells are codes of what another column of the table names."""
        of = left_out_headings.find_codes_of(heading)
        others = (n for n, found in self._candidates.items() if n != column and found[0].field.name not in _NAMES)
        return bool(of) and any(form.key in of for n in others for form in list_forms(self.names[n]))

    def _are_numbers_of_regions(self, column: int, target: ColumnTarget) -> bool:
        """Return whether the cells below a word for a district are numbers, as those of health regions are."""
        cells = self.first_cells(column) if isinstance(target.field, DistrictField) else ()
        return bool(cells) and all(map(is_number_of_region, cells))

    def _is_blank(self, column: int) -> bool:
        """Return whether a column is blank as far as it is looked at, in a table that has rows."""
        return not self.first_cells(column) and any(map(self.first_cells, range(len(self.names))))

    def _assign_unnamed(self, column: int) -> None:
        """Leave out a column without a heading that is blank, or numbers the rows as pandas writes them."""
        cells = self.first_cells(column)
        if not cells:
            self.blank.add(column)
        elif are_running_numbers(cells):
            self.skipped.setdefault(left_out_headings.LEFT_OUT[0].reason, []).append(
                self.names[column] or f"@{column + 1}"
            )
        else:
            self.unknown.append(column)

    def _find_own_list_columns(self) -> set[str]:
        """Return the keys of the headings of columns that netreg fills itself, if the table is a list of its own.

        Such a list has the number of each record, and none but the headings of its kind.
        """
        keys = {text.match_key(name) for name in self.names if name}
        number = set(map(text.match_key, self.entity.by_name["id"].label))
        known = {text.match_key(label) for field in self.entity.by_name.values() for label in field.label}
        if not keys & number or not keys <= known:
            return set()
        readable = {compound.name for compound in self.entity.compound_columns}
        filled = (field for field in self.entity.derived if field.name not in readable)
        stored = {text.match_key(label) for field in self.entity.stored for label in field.label}
        return number | ({text.match_key(label) for field in filled for label in field.label} - stored)

    def _is_filled(self, column: int, heading: str) -> bool:
        """Return whether netreg fills a column itself, as one sees from the list of a kind that it is from."""
        # In the list of a kind as a table, `end` is the derived one, whatever else the word means.
        if heading in self._derived and (self._derived - {heading}) & {*self.names}:
            return True
        key = text.match_key(heading)
        if key in self._own_list:
            return True
        if key == "id":
            return self._is_own_number(column, heading)
        return key in self._filled and column not in self._candidates

    def _find_uid_target(self, column: int, heading: str) -> ColumnTarget | None:
        """Return the UUID that an export has in a column, unless the cells are the numbers of another office."""
        for target in list_uid_targets(self.entity):
            names = (target.name, *(target.field.label if target.place == OWN else ()))
            if heading in names and all(map(is_uid, self.first_cells(column))):
                return target
        return None

    def _is_own_number(self, column: int, heading: str) -> bool:
        """Return whether a number is that of netreg's own list, not one that the sender gives to people."""
        cells = self.first_cells(column)
        others = {*self.names} - {heading}
        made_by_netreg = {name for name in self.entity.by_name if text.match_key(name) in self._filled}
        named = {*self.entity.by_name, *(target.name for target in list_targets(self.entity))}
        own_list = heading == "id" and bool(others & made_by_netreg or others <= named)
        return own_list or column not in self._candidates or are_running_numbers(cells)

    def _choose(self, column: int) -> ColumnTarget:
        """Choose among the targets that a heading may have."""
        first, *others = self._candidates[column]
        for other in others:
            whole, part = (first, other) if _is_part(other, first) else (other, first)
            if _is_part(part, whole):
                is_part = self._stands_beside_parts(column, part, whole)
                return first if is_part is None else part if is_part else whole
        wanted = self.find_wanted(column, self.names[column])
        if first.name == "code" and not wanted and self._are_foreign_codes(column):
            return next(target for target in list_targets(self.entity) if target.name in _OFFICIAL)
        return first

    def _stands_beside_parts(self, column: int, part: ColumnTarget, whole: ColumnTarget) -> bool | None:
        """Return whether a heading such as ชื่อ means a part, since the rest of the name has a column of its own.

        None where neither the other columns nor the cells tell.
        """
        cells = self.first_cells(column)
        if _get_piece(part) == "time":
            has_day = any(found[0] == whole for n, found in self._candidates.items() if n != column)
            return has_day or bool(cells and all(map(is_time, cells)))
        essential = [name for name in _list_pieces(whole) if name not in ("titles", _get_piece(part))]
        beside = any(
            _is_part(other, whole) and _get_piece(other) in essential
            for n, found in self._candidates.items()
            if n != column
            for other in found
        )
        if any(found[0] == part for n, found in self._candidates.items() if n != column):
            return False
        many_words = sum(len(cell.split()) > 1 for cell in cells)
        if beside:  # ชื่อสกุล beside ชื่อ: a family name hardly ever has two words
            return _get_piece(part) == "given_name" or many_words * 2 <= len(cells)
        if many_words or _get_piece(part) != "given_name" or not isinstance(whole.field, CompoundColumn):
            return False
        return None

    def _are_foreign_codes(self, column: int) -> bool:
        """Return whether the codes are an authority's or the sender's: digits, which a code here never is."""
        cells = self.first_cells(column)
        names = {found[0].name for found in self._candidates.values()}
        known = {target.name for target in list_targets(self.entity)} & _OFFICIAL
        if not cells or not known or names & _OFFICIAL or self.names[column] == "code":
            return False
        return all(cell.isdecimal() and len(cell) >= _SHORTEST_CODE for cell in cells)


_NUMBERED = re.compile(r"(?:คนที่|ที่|\s)\s*\(?([1-9๑-๙])\)?\s*$")
"""A heading with the number of one of several people or things."""
_OFFICIAL = {"official_code", "external_key"}
"""The fields that keep the code of an authority."""
_NAMES = {"name", "given_name", "family_name", "person", "title", "name_th"}
"""The fields that name a record itself: a code of these is its own."""
_SHORTEST_CODE = 4
"""The digits that a code has at least which an authority gives; shorter ones may be running numbers."""
_UNNAMED = re.compile(r"(?:(?:Unnamed: ?|Column ?|คอลัมน์ ?)[0-9]{1,3}(?:_level_[0-9])?)?", re.IGNORECASE)
"""No heading, or the one that pandas and Excel write for it."""


def are_running_numbers(cells: Sequence[str]) -> bool:
    """Return whether cells number the rows, from 0 or from 1."""
    plain = [text.to_ascii_digits(cell.strip()).removesuffix(".").removesuffix(".0") for cell in cells]
    return plain in ([str(n) for n in range(first, first + len(plain))] for first in (0, 1)) and len(plain) > 0


def is_row_number_heading(heading: str) -> bool:
    """Return whether this is the heading of a column that merely numbers the rows."""
    return find_left_out_reason(heading) == left_out_headings.LEFT_OUT[0].reason


def find_left_out_reason(heading: str) -> Label | None:
    """Return why columns of a heading are left out, if they are whatever the kind."""
    known = _map_left_out()
    return next((known[form.key] for form in list_forms(heading) if form.key in known), None)


@cache
def _map_left_out() -> dict[str, Label]:
    return {make_key(word): left_out.reason for left_out in left_out_headings.LEFT_OUT for word in left_out.headings}


def _list_pieces(whole: ColumnTarget) -> tuple[str, ...]:
    """Return the names of the parts of a whole: the fields of a compound, or the parts of a reference by name."""
    if isinstance(whole.field, CompoundColumn):
        return whole.field.into
    return tuple(part.name for part in synonyms.PARTS.get(whole.field.name, ()))


def _get_piece(part: ColumnTarget) -> str:
    return part.part.name if part.part else part.field.name


def _is_part(part: ColumnTarget, whole: ColumnTarget) -> bool:
    """Return whether one target is a part of the other, as the given name is of a name."""
    if part == whole or whole.part or part.place != whole.place:
        return False
    if isinstance(whole.field, CompoundColumn):
        return part.place == OWN and part.field.name in whole.field.into
    return part.whole == whole
