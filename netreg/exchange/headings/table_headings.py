"""Match the headings of a table with fields, by the labels and synonyms of the kinds."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Reference, shorten
from netreg.core.thai_fields import Date
from netreg.core.uid_field import UID_NAME
from netreg.errors import EmptyTable, UnusableInput, UsageError, quote_word, suggest_names
from netreg.exchange.headings.assignment import MOST_NOTED, NOTHING, Assignment, find_left_out_reason
from netreg.exchange.headings.column_groups import (
    ColumnGrouper,
    GroupedColumns,
    add_constants,
    add_former_names,
    add_noted,
    add_signers,
    add_titles,
)
from netreg.exchange.headings.heading_rows import MAX_ABOVE, find_heading_row
from netreg.exchange.headings.notes.answers import add_invited, take_answers
from netreg.exchange.headings.notes.signer_columns import SignerColumns, find_signer_columns
from netreg.exchange.headings.people_tables import refuse_people
from netreg.exchange.headings.targets import (
    OWN,
    find_targets,
    is_reason_heading,
    list_targets,
    map_known_headings,
    split_heading,
)
from netreg.exchange.tables.cell_marks import BLANK, describe_blank_before_quote, strip_mark
from netreg.exchange.tables.source_tables import trim_cells
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.exchange.headings.heading_refusals import ColumnGuesses, HeadingQuestion
    from netreg.exchange.headings.targets import ColumnTarget
    from netreg.exchange.headings.virtual_columns import Constant, VirtualColumn
    from netreg.exchange.tables.source_tables import SourceRow
    from netreg.language import Label

_MANY_ROWS = 3
_MANY_COLUMNS = 3
"""The columns with a field of a table that is a list of new records rather than an addition to known ones."""
_LOOKED_AT = 200
"""The number of rows that are looked at to tell what a column has."""


class TableHeadings(NamedTuple):
    """The heading row of a table: the names in it, and the target of each column.

    `name` is that of the table in messages, `first` the number of the heading row; `left_out`
    are columns that netreg itself fills. The rows of a table that is `nested` belong to those
    of another table of the file. Targets beyond the names are those of `virtual` columns.
    """

    entity: Entity
    name: str
    first: int
    names: list[str]
    targets: dict[int, ColumnTarget]
    left_out: list[str]
    nested: bool = False
    virtual: Mapping[int, VirtualColumn] = {}
    #: Headings of columns that no field fits, by the reason why they are left out.
    skipped: Mapping[Label, list[str]] = {}
    #: Unknown headings that are left out because that was asked for.
    ignored: Sequence[str] = ()
    #: Columns without a known heading that are blank at first: a cell further down has its row refused.
    blank: frozenset[int] = frozenset()
    #: What a person answered on the terminal, as a mapping.
    answers: Mapping[str, str] = {}
    #: The column with the decisions of a person about the rows.
    decision: int | None = None
    #: Further columns of decisions, which must say the same.
    other_decisions: Sequence[int] = ()
    #: Headings without a field of their own, whose cells are kept in the note.
    noted: Sequence[str] = ()
    #: Nobody is told to have come: there are answers to an invitation, or the meeting is still ahead.
    are_invited: bool = False
    #: Who signed for which party, of a register of agreements.
    signers: Sequence[SignerColumns] = ()

    @property
    def is_export(self) -> bool:
        """Tell whether the table is an export of netreg's own, whose cells say what they say."""
        return any(target.field.name == UID_NAME for target in self.targets.values())

    def get_heading(self, column: int) -> str:
        """Return the heading of a column in messages."""
        return self.virtual[column].heading if column in self.virtual else self.names[column] or f"@{column + 1}"

    @property
    def read_fields(self) -> dict[int, Field | CompoundColumn]:
        """The columns of the file that are read, each with the field that it fills or helps to fill."""
        found: dict[int, Field | CompoundColumn] = {}
        for column, target in self.targets.items():
            for source in self.list_sources(column):
                found.setdefault(source, target.field)
        return found

    def list_sources(self, column: int) -> Iterator[int]:
        """Yield the columns of the file that a column is made of: itself, unless it is a virtual one."""
        if column not in self.virtual:
            yield column
        else:
            for source in self.virtual[column].sources:
                yield from self.list_sources(source)

    def find_heading(self, place: str) -> str:
        """Return the heading of the column that fills a field (``own.given_name``), empty if there is none."""
        level, _dot, name = place.partition(".")
        for column, target in self.targets.items():
            into = target.field.into if isinstance(target.field, CompoundColumn) else ()
            if target.place == level and name in (target.field.name, *into):
                return self.get_heading(column)
        return ""


class HeadingOptions(NamedTuple):
    """How headings are matched that are not known by themselves."""

    mapping: Mapping[str, str] = {}
    ignore_unknown: bool = False
    constants: Mapping[ColumnTarget, Constant] = {}
    ask: Callable[[HeadingQuestion], str] | None = None
    #: The meeting of all rows is still to come.
    is_ahead: bool = False


class _FirstRows:
    """The rows above and below the headings that are looked at, read when they are asked for."""

    def __init__(self, rows: Iterator[SourceRow], *, headed: bool) -> None:
        self._rest = rows
        self.searched = list(islice(rows, 1 if headed else MAX_ABOVE))
        self.below = 0

    @cached_property
    def rows(self) -> list[list[str]]:
        """The first rows below the headings."""
        return [row.cells for row in (*self.searched[self.below :], *islice(self._rest, _LOOKED_AT))]

    def count_columns(self, width: int) -> int:
        """Return the number of columns, more than the `width` headings where all rows have cells beyond them.

        A few such rows are rather ones with a cell too many.
        """
        least = min((len(trim_cells(cells, width)) for cells in self.rows), default=width)
        return max(width, least) if len(self.rows) >= _MANY_ROWS else width

    def pair_cells(self, one: int, other: int) -> list[tuple[str, str]]:
        """Return the cells of two columns in the rows that have both."""
        pairs = ((strip_mark(row[one]), strip_mark(row[other])) for row in self.rows if max(one, other) < len(row))
        return [pair for pair in pairs if all(map(text.clean, pair))]

    def list_cells(self, column: int) -> list[str]:
        """Return the cells of a column in them that are not blank."""
        cells = (strip_mark(row[column]) for row in self.rows if column < len(row))
        return [cell for cell in cells if text.clean(cell)]


def match_headings(
    entity: Entity,
    name: str,
    rows: Iterable[SourceRow],
    options: HeadingOptions,
    *,
    headed: bool,
    nested: bool = False,
) -> TableHeadings:
    """Find the heading row of a table, below any title rows, and the target of each column.

    Columns that the mapping sends to ``-`` have none; it may name headings that the table lacks.

    Raises:
        UnusableInput: naming the unknown headings, each with the nearest known one.
    """
    first = _FirstRows(iter(rows), headed=headed)
    known, wanted = map_known_headings(entity), set(map(text.match_key, options.mapping))

    def is_known(cell: str) -> bool:
        return bool(text.match_key(cell) in wanted or find_targets(known, cell) or find_left_out_reason(cell))

    row = find_heading_row(first.searched, is_known, alone=headed)
    if row is None:
        raise EmptyTable(name)
    _refuse_late_quotes(name, first.searched[row.place])
    first.below = row.place + 1
    if not headed and not any(map(is_reason_heading, row.names)):
        row.names.extend([""] * (first.count_columns(len(row.names)) - len(row.names)))
    assigned = Assignment(entity, row.names, options.mapping, first.list_cells)
    assigned.pair_cells = first.pair_cells
    if nested:
        assigned.unknown = [column for column in assigned.unknown if row.names[column]]
    if not options.ignore_unknown:
        _refuse_merged_units(name, assigned)
        refuse_people(name, assigned)
    if not (options.ignore_unknown or nested):
        _keep_unknown_in_note(assigned, options)
    are_invited = take_answers(assigned, is_ahead=options.is_ahead)
    answers = _ask(entity, name, assigned, options)
    grouped = ColumnGrouper(entity, row.names, assigned.targets, first.rows if _needs_rows(assigned) else []).group()
    is_titled = add_titles(grouped, row.names, entity) if "title" not in {t.name for t in options.constants} else False
    if is_titled:
        assigned.targets.update({n: t for n, t in grouped.targets.items() if t.name == "title"})
    ignored = _settle(name, assigned, grouped, options, searched=len(first.searched), nested=nested)
    add_former_names(grouped, row.names, entity, first.list_cells)
    signers = () if nested else tuple(find_signer_columns(assigned))
    if assigned.noted:
        add_noted(grouped, row.names, entity, add_signers(grouped, row.names, signers, assigned.noted))
    add_constants(grouped, len(row.names), options.constants)
    if are_invited and all(target.name != "presence" for target in grouped.targets.values()):
        add_invited(grouped, len(row.names), list_targets(entity))
    return TableHeadings(
        entity, name, row.number, row.names, grouped.targets, assigned.left_out, nested, grouped.virtual,
        assigned.skipped, ignored, frozenset(assigned.blank), answers, assigned.decision,
        assigned.other_decisions, _list_noted(assigned, signers), are_invited, signers,
    )  # fmt: skip


def _list_noted(assigned: Assignment, signers: Iterable[SignerColumns]) -> list[str]:
    """Return the headings of the columns that the note keeps; of those of signers it keeps what names nobody."""
    signing = {column for side in signers for column in (side.name, side.position)}
    return [assigned.names[n] or f"@{n + 1}" for n in assigned.noted if n not in signing]


def _needs_rows(assigned: Assignment) -> bool:
    """Return whether several columns have one field, so that their cells matter."""
    wholes = [target.whole for target in assigned.targets.values()]
    if len(set(wholes)) < len(wholes) or any(target.part for target in assigned.targets.values()):
        return True
    return any(split_heading(assigned.names[column]) for column in assigned.targets)


def _refuse_late_quotes(name: str, line: SourceRow) -> None:
    if any(cell[:1] == BLANK for cell in line.cells):
        raise UnusableInput(
            _("{file}:{line}: {reason}").format(file=name, line=line.number, reason=describe_blank_before_quote())
        )


def _make_guesses(assigned: Assignment) -> ColumnGuesses:
    from netreg.exchange.headings.heading_refusals import ColumnGuesses

    taken = (target.name for target in assigned.targets.values())
    return ColumnGuesses(assigned.entity, assigned.names, taken, assigned.first_cells)


def _ask(entity: Entity, name: str, assigned: Assignment, options: HeadingOptions) -> dict[str, str]:
    """Ask for the fields of unknown columns, where there is somebody to ask; return the answers as a mapping."""
    answers: dict[str, str] = {}
    if options.ask is None or not assigned.unknown or options.ignore_unknown:
        return answers
    from netreg.exchange.headings.heading_refusals import HeadingQuestion, ask_for_target

    guesses = _make_guesses(assigned)
    for column in assigned.unknown:
        heading, cells = assigned.names[column], assigned.first_cells(column)
        question = HeadingQuestion(name, column + 1, heading, cells[:3], guesses.guess(column))
        target = ask_for_target(entity, question, options.ask)
        answers[heading or f"@{column + 1}"] = target.name if target else NOTHING
        if target:
            assigned.targets[column] = target
    assigned.unknown = []
    return answers


def _settle(
    name: str, assigned: Assignment, grouped: GroupedColumns, options: HeadingOptions, *, searched: int, nested: bool
) -> list[str]:
    """Refuse the table for columns that cannot be read, unless they are to be ignored; return those headings.

    Raises:
        UnknownHeadings: with all of them.
    """
    unknown = sorted({*assigned.unknown, *grouped.dayless})
    problems = dict.fromkeys(unknown, "")
    for column in grouped.dayless:
        problems[column] = _("a time of day without a column for the day")
    unsure = False
    for first, second in grouped.clashes:
        target = assigned.targets[second].whole
        if _may_be_noted(assigned.entity, target) and not options.ignore_unknown:
            del assigned.targets[second]
            assigned.noted = sorted({*assigned.noted, second})
            continue
        unsure = unsure or isinstance(target.field, Reference)
        problems[second] = _("means {field} like @{n}, but has other cells").format(field=target.name, n=first + 1)
    ignored = unknown if options.ignore_unknown and assigned.targets else []
    problems = {column: why for column, why in problems.items() if column not in ignored}
    if problems or (not nested and _lacks_title(assigned, options)):
        from netreg.exchange.headings.heading_refusals import refuse_headings

        names = assigned.names
        missing = _describe_missing(heading for heading in options.mapping if not _has_heading(heading, names))
        problems = dict(sorted(problems.items()))
        raise refuse_headings(
            assigned.entity,
            name,
            names,
            assigned.targets,
            problems,
            _make_guesses(assigned),
            missing,
            noted=assigned.noted,
            searched=searched,
            unsure=unsure,
        )
    return [assigned.names[column] or f"@{column + 1}" for column in ignored]


def _keep_unknown_in_note(assigned: Assignment, options: HeadingOptions) -> None:
    """Keep unknown columns in the note, where the others say what the records are, unless a field is likely theirs."""
    if not 0 < len(assigned.unknown) <= MOST_NOTED or not _names_records(assigned, options):
        return
    guesses = _make_guesses(assigned)
    guesses.choose_required(assigned.unknown)
    noted = [column for column in assigned.unknown if guesses.guess(column) is None]
    assigned.noted = sorted({*assigned.noted, *noted})
    assigned.unknown = [column for column in assigned.unknown if column not in noted]


def _names_records(assigned: Assignment, options: HeadingOptions) -> bool:
    """Return whether a column or an option says which record a row is about."""
    entity = assigned.entity
    needed = {part.field for key in entity.keys for part in key if not (part.optional or part.must_agree or part.child)}
    parts = needed - {entity.parent.name if entity.parent else ""}
    naming = {"title", "headline", "text", "name_th", "name_en", "given_name", "family_name", *parts}
    targets = (*assigned.targets.values(), *options.constants)
    return any(target.place == OWN and target.field.name in naming for target in targets)


def _may_be_noted(entity: Entity, target: ColumnTarget) -> bool:
    """Return whether a second column of a field may be kept in the note: one that names nothing by itself."""
    kept = {"code", "name", "given_name", "family_name", "titles", "title", "name_th", "number", "note"}
    return "note" in entity.by_name and not isinstance(target.field, Reference | Date) and target.name not in kept


def _lacks_title(assigned: Assignment, options: HeadingOptions) -> bool:
    """Return whether no column can be the title that every new record needs, nor a key of known ones."""
    title = assigned.entity.by_name.get("title")
    if title is None or not getattr(title, "required", False) or options.ignore_unknown:
        return False
    if not assigned.targets or (not assigned.noted and len(assigned.targets) < _MANY_COLUMNS):
        return False
    names = {target.name for target in (*assigned.targets.values(), *options.constants)}
    return names.isdisjoint({"title", "code", "uid", "document_no", "series"})


_OF_MANY_PLACES = "(?i)โรงเรียน|สถานศึกษา|โรงพยาบาล|รพ|หน่วยบริการ|อบต|เทศบาล|อปท|วัด|school|hospital"
_DISTRICT = "(?i)อำเภอ|เขต|ตำบล|แขวง|district|amphoe|tambon"


def _refuse_merged_units(name: str, assigned: Assignment) -> None:
    """Refuse a table in which an unknown column is all that tells units of one name apart, such as schools.

    Raises:
        UnusableInput: naming one of them.
    """
    units = [n for n, target in assigned.targets.items() if target.field.name == "organisation"]
    units = [n for n in units if re.search(_OF_MANY_PLACES, assigned.names[n])]
    for column in (n for n in assigned.unknown if re.match(_DISTRICT, assigned.names[n])):
        for unit in units:
            seen: dict[str, str] = {}
            for cell, place in assigned.pair_cells(unit, column):
                if text.match_key(seen.setdefault(text.match_key(cell), place)) != text.match_key(place):
                    heading = assigned.names[column]
                    raise UnusableInput(
                        _(
                            "{file}: '{unit}' has several cells of '{heading}', which no field of the row can hold"
                        ).format(file=name, unit=cell, heading=heading),
                        _(
                            "add the units with 'netreg org import' and write their codes, "
                            "or take each name for one unit: --map {pair}"
                        ).format(pair=quote_word(f"{heading}=-")),
                    )


def _has_heading(heading: str, names: Sequence[str]) -> bool:
    if found := re.fullmatch(r"@([1-9]\d{0,3})", heading):
        return int(found[1]) <= len(names)
    return text.match_key(heading) in map(text.match_key, names)


def refuse_unused_mapping(names: Iterable[str], mapping: Mapping[str, str]) -> None:
    """Refuse a ``--map`` of a heading that no table of the file has.

    Raises:
        UsageError: with the nearest heading.
    """
    names = list(names)
    for heading in mapping:
        if _has_heading(heading, names):
            continue
        if heading.startswith("@"):
            raise UsageError(
                _("--map: the file has no column {heading}").format(heading=heading),
                _("it has {n} columns").format(n=len(names)),
            )
        near = text.find_nearest(heading, names, limit=1)
        raise UsageError(
            _("--map: the file has no heading '{heading}'").format(heading=heading), suggest_names(near, names)
        )


def refuse_double_mapping(names: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Refuse two ``--map`` of one column of a table, by its heading and by its position, that differ.

    One that leaves the column out by its position is what netreg offers for a field given twice.

    Raises:
        UsageError: naming both.
    """
    keys = [text.match_key(name) for name in names]
    for heading, field in mapping.items():
        key = text.match_key(heading)
        if keys.count(key) != 1:  # of several columns with this heading a position tells one
            continue
        position = f"@{keys.index(key) + 1}"
        if mapping.get(position, field) not in (field, NOTHING):
            raise UsageError(
                _("--map: '{first}' and '{second}' are the same column").format(
                    first=f"{heading}={field}", second=f"{position}={mapping[position]}"
                ),
                _("use only one of them"),
            )


def _describe_missing(unused: Iterable[str]) -> str:
    """Describe the headings that are mapped and not in the table: they may be the unknown ones, mistyped."""
    names = ", ".join(f"'{shorten(heading)}'" for heading in unused)
    return _("; mapped, but not in the file: {headings}").format(headings=names) if names else ""
