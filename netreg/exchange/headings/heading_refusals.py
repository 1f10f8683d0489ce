"""Refuse a table for its headings: what was read, what is nearest, and the mapping that would take it as it is."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.address_fields import Email
from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Count, Reference, shorten
from netreg.core.thai_fields import Date, Phone, ProvinceField
from netreg.errors import InvalidValue, UnusableInput, UsageError, quote_word
from netreg.exchange.headings.assignment import MOST_NOTED, NOTE
from netreg.exchange.headings.heading_forms import concerns_somebody_else, make_key
from netreg.exchange.headings.heading_rows import MAX_ABOVE
from netreg.exchange.headings.targets import ColumnTarget, find_named_target, find_nearest_target, list_targets
from netreg.language import _, ngettext
from netreg.thai.names.title_table import get_default_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.exchange.headings.assignment import FirstCells

_TELLING = (Email, Phone, ProvinceField)
"""Types of field whose values are known by themselves, whatever the heading."""


_MOST_TOLD = 5
_ALIKE = 0.75
"""How much a heading must be like a known one for its field to be guessed."""


class UnknownHeadings(UnusableInput):
    """A table with columns that no field fits; `pairs` is the ``--map`` of each that would take the file as it is."""

    def __init__(
        self,
        sentence: str,
        details: tuple[str, ...],
        pairs: tuple[str, ...],
        *,
        known: str = "",
        has_known: bool = True,
        is_long: bool = False,
    ) -> None:
        """`details` tell every heading that was read; `known` lists headings where none could be guessed.

        `has_known` says whether any column has a known heading; a refusal that `is_long` advises to leave
        out all that is unknown, beside the pairs.
        """
        super().__init__(sentence, details=details)
        self.has_known = has_known
        self.pairs = pairs
        self.is_long = is_long
        self.known = known
        self.advise("")

    def advise(self, command: str) -> None:
        """Set the advice: the whole command to type, or without one the options to add."""
        if not self.pairs and not self.is_long:
            self.advice = self.known
            return
        words = " ".join([*(f"--map {quote_word(pair)}" for pair in self.pairs), *["--ignore-unknown"][: self.is_long]])
        if command:
            as_it_is = _("to import it as it is: {command} {options}").format(command=command, options=words)
        else:
            as_it_is = _("to import it as it is, add {options}").format(options=words)
        guessed = self.is_long or any(not pair.endswith("=-") for pair in self.pairs)
        self.advice = "; ".join(filter(None, (self.known, as_it_is if guessed or not self.known else "")))


class HeadingQuestion(NamedTuple):
    """A column whose field a person is asked for: where it stands, its first cells, and the guess."""

    table: str
    position: int
    heading: str
    cells: Sequence[str]
    guess: ColumnTarget | None
    #: What was wrong with the answer before, or the names of the fields where those were asked for.
    remark: str = ""


class ColumnGuesses:
    """The fields that columns without a known heading most likely have."""

    def __init__(self, entity: Entity, names: Sequence[str], taken: Iterable[str], first_cells: FirstCells) -> None:
        """A field that is `taken` by another column is not guessed."""
        self.entity = entity
        self.names = names
        self.taken = set(taken)
        for compound in entity.compound_columns:  # a name in one piece is all its parts
            if compound.name in self.taken or self.taken & set(compound.into):
                self.taken |= {compound.name, *compound.into}
        self.first_cells = first_cells
        self.required: dict[int, ColumnTarget] = {}

    def choose_required(self, columns: Sequence[int]) -> ColumnTarget | None:
        """Give each field that every record needs to the likeliest of these columns; return one that none can be."""
        for names in _list_required(self.entity):
            if self.taken.intersection(names):
                continue
            target = next(target for target in list_targets(self.entity) if target.name == names[0])
            rated = [(rate, -n) for n in columns if n not in self.required and (rate := self._rate(n, target))]
            if not rated:
                return target
            self.required[-max(rated)[1]] = target
            self.taken |= {*names}
        return None

    def _rate(self, column: int, target: ColumnTarget) -> tuple[int, int, int] | None:
        """Rate how likely a column names its records: its heading, the distinct cells, all cells; None if it cannot."""
        heading, cells = self.names[column], self.first_cells(column)
        distinct, is_name = len({*cells}), isinstance(target.field, CompoundColumn)
        if distinct * 2 <= len(cells) or concerns_somebody_else(heading) or _are_telling(cells):
            return None
        if sum(can_hold(target, [cell]) for cell in cells) * 5 < len(cells) * 4:
            return None
        if is_name and sum(len(cell.split()) > 1 for cell in cells) * 2 < len(cells):
            return None
        titled = sum(bool(get_default_titles().take_titles(cell)[0]) for cell in cells)
        if not is_name and titled * 2 > len(cells):
            return None
        word = re.search(_NAMING, heading)
        if not is_name and (
            (heading and word is None) or heading.startswith("ผู้")
        ):  # a column such as ประธาน names something else
            return None
        return (0 if word is None else 1 if word.start() else 2), distinct, len(cells)

    def guess(self, column: int) -> ColumnTarget | None:
        """Guess the field of a column by its heading and its cells, each field once."""
        heading = self.names[column]
        near = find_nearest_target(self.entity, heading, _ALIKE) if heading else None
        if concerns_somebody_else(heading):
            return None
        if column in self.required:
            return self.required[column]
        cells = self.first_cells(column)
        telling = (t for t in list_targets(self.entity) if isinstance(t.field, _TELLING) and _tell(t.field, cells))
        is_meant = near and _name_one_sort(heading, near[0]) and _is_slip(heading, near[0])
        likely: list[ColumnTarget] = [*([near[1]] if near and is_meant else ()), *telling]
        for target in likely:
            if target.name in self.taken or target.part or not _fits_heading(heading, target):
                continue
            if can_hold(target, cells):
                self.taken.add(target.name)
                return target
        return None


def _tell(field: Field | CompoundColumn, cells: Sequence[str]) -> bool:
    """Return whether cells tell their field by themselves: numbers of few digits are no telephones."""
    if not isinstance(field, Phone):  # nor is the number of a month that of a province
        return bool(cells) and all(any(map(str.isalpha, cell)) for cell in cells)
    return bool(cells) and all(sum(map(str.isdecimal, cell)) >= _DIGITS_OF_PHONE for cell in cells)


_DIGITS_OF_PHONE = 8
_MOST_SLIPS = 2
_LETTERS_OF_A_SLIP = 5


def _is_slip(heading: str, known: str) -> bool:
    """Return whether a heading is a known one mistyped: a word more or another one makes it mean something else."""
    from rapidfuzz.distance import OSA

    one, other = make_key(heading), make_key(known)
    return OSA.distance(one, other) <= min(_MOST_SLIPS, len(other) // _LETTERS_OF_A_SLIP)


_SORTS = re.compile(r"[\s_](time|date|year|status|type|level|code|id|no|number|name)\W*$", re.IGNORECASE)
"""The last words of English headings that say what sort of thing they name."""


def _name_one_sort(heading: str, known: str) -> bool:
    """Return whether two headings that are alike name one sort of thing: a time is no number, nor a code a name."""
    sorts = [found[1].lower() if (found := _SORTS.search(name)) else "" for name in (heading, known)]
    return sorts[0] == sorts[1] or not any(sorts)


def _fits_heading(heading: str, target: ColumnTarget) -> bool:
    """Return whether the sort of thing that a heading names is that of a field: a number of, or a day."""
    if re.match(_COUNTING, heading):
        return isinstance(target.field, Count)
    return isinstance(target.field, Date) or not re.match(_DAYS, heading)


def _list_required(entity: Entity) -> Iterator[tuple[str, ...]]:
    """Yield the names of the fields of which every record needs one, the likeliest first."""
    for compound in entity.compound_columns:
        if compound.into and compound.name == "name":
            yield compound.name, *compound.into
    if "name_th" in entity.by_name:
        yield "name_th", "name_en"
    yield from ((field.name,) for field in entity.stored if field.required and field.name == "title")


_NAMING = "(?i)ชื่อ|นาม|เรื่อง|รายการ|โครงการ|อปท|หน่วย|องค์กร|name|title|subject|project|agreement"
"""The words of headings under which records have their names."""
_COUNTING = r"(?i)\s*(?:จำนวน|number of|no\. of|total|count)"
_DAYS = r"(?i)\s*(?:วันที่|วันเดือนปี|ว\.ด\.ป|date)"
_OF_CELLS = (Email("_", "", ""), Phone("_", "", ""), ProvinceField("_", "", ""), Date("_", "", ""))


def _are_telling(cells: Sequence[str]) -> bool:
    """Return whether cells are e-mail addresses, telephones, days, numbers or the like: nobody's name."""
    if all(not any(map(str.isalpha, cell)) for cell in cells):
        return True
    return any(all(_parses(field, cell) for cell in cells) for field in _OF_CELLS)


def _parses(field: Field, cell: str) -> bool:
    try:
        return field.parse(cell) is not None
    except InvalidValue:
        return False


def can_hold(target: ColumnTarget, cells: Iterable[str]) -> bool:
    """Return whether a field takes all of these cells; what a reference names is not looked up."""
    field = target.field
    cells = list(cells)
    if isinstance(field, Reference):
        return not _are_telling(cells)
    if field.name in ("given_name", "family_name") and sum(len(cell.split()) > 1 for cell in cells) * 2 > len(cells):
        return False
    parse = field.split if isinstance(field, CompoundColumn) else field.parse
    try:
        for cell in cells:
            parse(cell)
    except InvalidValue:
        return False
    return True


def refuse_headings(
    entity: Entity,
    table: str,
    names: Sequence[str],
    targets: Mapping[int, ColumnTarget],
    problems: Mapping[int, str],
    guesses: ColumnGuesses,
    missing: str = "",
    *,
    noted: Collection[int] = (),
    searched: int = 1,
    unsure: bool = False,
) -> UnknownHeadings:
    """Return the refusal of a table whose columns `problems` say what is wrong with.

    `missing` is said of mapped headings that it lacks; its headings were `searched` in so many rows. Where it
    is `unsure` which of several columns names a record, no command is offered: it would leave one out.
    """
    unknown = [column for column, why in problems.items() if not why]
    lacking = guesses.choose_required(unknown) if unknown or not problems else None
    is_long = len(unknown) > MOST_NOTED
    told = _describe_columns(entity, names, targets, problems, guesses, noted, is_long=is_long)
    if targets:
        sentence = _summarize(table, told.shown, {*problems.values()}) + missing
    else:
        inside = _(" in the first {n} rows").format(n=MAX_ABOVE) if searched == MAX_ABOVE else ""
        sentence = _("{file}: no column has a known heading").format(file=table) + inside + missing
    pairs = () if lacking or unsure else tuple(told.pairs)
    advice = _advise_choice(entity, lacking if targets else None, unsure=unsure and not lacking)
    if not (targets or advice):
        advice = _advise_known(entity, searched=searched)
    details = (_("{file}: its columns are").format(file=table), *told.lines)
    is_long = is_long and bool(targets) and not lacking and not unsure
    return UnknownHeadings(sentence, details, pairs, known=advice, has_known=bool(targets), is_long=is_long)


class _ToldColumns(NamedTuple):
    """The columns as a refusal tells them: a line of each, those it is about, and the ``--map`` of each of these."""

    lines: list[str]
    shown: list[str]
    pairs: list[str]


def _describe_columns(
    entity: Entity,
    names: Sequence[str],
    targets: Mapping[int, ColumnTarget],
    problems: Mapping[int, str],
    guesses: ColumnGuesses,
    noted: Collection[int],
    *,
    is_long: bool,
) -> _ToldColumns:
    pairs, lines, shown = list[str](), list[str](), list[str]()
    unknown = [column for column, why in problems.items() if not why]
    counted = Counter(names)
    # Of very many unknown columns, such as the questions of a survey, the nearest field of each helps nobody.
    told = {*unknown[:_MOST_TOLD], *guesses.required} if is_long else {*unknown}
    for column, heading in enumerate(names):
        if column in problems and not problems[column] and column not in told:
            continue
        said = f"'{shorten(heading)}'" if heading else _("(no heading)")
        where = f"@{column + 1} {said}"
        if column not in problems:
            what = targets[column].name if column in targets else _("left out")
            what = _("kept in the note") if column in noted else what
            lines.append(f"  {where}: {what}")
            continue
        guess = None if problems[column] or (is_long and column not in guesses.required) else guesses.guess(column)
        key = heading if heading and counted[heading] == 1 and not problems[column] else f"@{column + 1}"
        if guess or problems[column]:
            pairs.append(f"{key}={guess.name if guess else NOTE}")
        near = find_nearest_target(entity, heading) if heading and not is_long else None
        what = problems[column] or _describe_unknown(near, guess)
        if targets and guess is None and near is None and not problems[column] and not is_long:
            what = _("kept in the note")
        cell = next(iter(guesses.first_cells(column)), "")
        lines.append(f"  {where}: {what}" + (_(", first cell '{text}'").format(text=shorten(cell)) if cell else ""))
        shown.append(f"'{shorten(heading)}'" if heading else f"@{column + 1}")
    if untold := len(unknown) - len(told.intersection(unknown)):
        lines.append(_("  … and {n} more unknown columns").format(n=untold))
        shown.append("…")
    return _ToldColumns(lines, shown, pairs)


def _advise_choice(entity: Entity, lacking: ColumnTarget | None, *, unsure: bool) -> str:
    """Return what a person has to choose before the file can be read; an empty text where that is nothing."""
    if lacking:
        sentence = _(
            "no column can be {label}, which every row needs; say which it is: --map 'HEADING={field}', "
            "or what it is in all rows: --set '{constant}=…'"
        )
        # A meeting without a title has that of its series.
        constant = "series" if lacking.name == "title" and "series" in entity.by_name else lacking.name
        return sentence.format(label=lacking.field.label, field=lacking.name, constant=constant)
    return _("two columns name one record; say which is meant by leaving the other out: --map '@N=-'") if unsure else ""


def _advise_known(entity: Entity, *, searched: int) -> str:
    """Return the advice where no heading is known: perhaps the heading row was not found."""
    names = ", ".join(str(target.field.label) for target in list(list_targets(entity))[:8])
    if searched == MAX_ABOVE:
        return _("is the heading row among them? known headings: {names}").format(names=names)
    return _("is the first line the heading row? known headings: {names}").format(names=names)


def _describe_unknown(near: tuple[str, ColumnTarget] | None, guess: ColumnTarget | None) -> str:
    if near and (guess is None or guess == near[1]):
        return _("unknown (nearest: {heading} = {field})").format(heading=near[0], field=near[1].name)
    return _("unknown (by its cells: {field})").format(field=guess.name) if guess else _("unknown")


def _summarize(table: str, shown: Sequence[str], problems: set[str]) -> str:
    names = ", ".join(shown)
    if not shown:
        return _("{file}: no column says what its records are called").format(file=table)
    if problems == {""}:
        return ngettext(
            "{file}: unknown heading: {headings}", "{file}: unknown headings: {headings}", len(shown)
        ).format(file=table, headings=names)
    return _("{file}: columns that cannot be read: {headings}").format(file=table, headings=names)


def join_refusals(refusals: Sequence[UnknownHeadings]) -> UnknownHeadings:
    """Join the refusals of several tables of one file, so that one command settles them all."""
    first, *others = refusals
    if not others:
        return first
    pairs = dict.fromkeys(pair for one in refusals for pair in one.pairs)
    return UnknownHeadings(
        "; ".join(one.sentence for one in refusals),
        tuple(line for one in refusals for line in one.details),
        tuple(pairs),
        known=next((one.known for one in refusals if one.known), ""),
        is_long=any(one.is_long for one in refusals),
    )


def ask_for_target(
    entity: Entity, question: HeadingQuestion, ask: Callable[[HeadingQuestion], str]
) -> ColumnTarget | None:
    """Ask a person for the field of a column until the answer is one; None leaves the column out."""
    while True:
        answer = ask(question).strip()
        if answer == "-" or (not answer and question.guess is None):
            return None
        if not answer:
            return question.guess
        if answer == "?":
            question = question._replace(remark=", ".join(target.name for target in list_targets(entity)))
            continue
        try:
            return find_named_target(entity, answer, "?")
        except UsageError as error:
            question = question._replace(remark=str(error))
