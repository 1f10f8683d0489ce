"""Which records a text is found in: in what is written there, in what belongs to them, in what they point to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from netreg.entities import BY_NAME, HOUSEKEEPING, ORGANISATION, PERSON
from netreg.named_tuples import NamedTuple
from netreg.store.records.search_columns import PARTED
from netreg.store.records.search_pages.numbers import Numbers, find_numbers
from netreg.store.records.search_pages.page_searches import FoundParts, find_owners, find_parts
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.core.fields import Reference

FEW = 5_000
"""Of more records than these it is not looked at one by one how the text stands in them."""
_SOME = 50
"""From so many numbers on it is asked first which of them are pointed to at all."""
_MOST_LINKED = 10_000
"""The most records of a kind that are listed for what they point to; more, as all alumni of a faculty, are told."""


_NAME_WORDS = 2
"""So many words are a given name and a family name."""


class Sought(NamedTuple):
    """The text that is sought as it was typed, and folded in every way in which it may be written."""

    written: str
    folded: tuple[str, ...]


class Way(NamedTuple):
    """Records of a kind in which the text stands, or that point to such, and those that they belong to.

    Of those that point, `pointing` has the number by that of the record it belongs to in the end.
    """

    kind: Entity
    owners: Numbers
    pointing: dict[int, int] | None = None


class FoundRecords(NamedTuple):
    """The records of a kind that were found: those in whose own text it stands, and others that are linked to it."""

    kind: Entity
    parts: FoundParts
    linked: Numbers
    ways: list[Way]
    #: The kinds of which too many records point to what was found.
    unlisted: list[Entity]

    @property
    def own(self) -> Numbers:
        """The records in whose own text it stands."""
        return self.parts.own

    @property
    def total(self) -> int:
        """How many records were found."""
        return len(self.own) + len(self.linked)


def list_forms(written: str) -> Sought:
    """List how a text may stand in the register: without titles, a kind of organisation spelt out, digits alone.

    Two words may be a name with the family name first; thousands may be parted by commas or not.
    """
    forms = [text.fold_text(name) for name in (written, *PERSON.search_names(written))]
    turned = forms[-1].split()
    forms += [text.fold_text(name) for name in ORGANISATION.search_names(written)]
    if len(turned) == _NAME_WORDS and not any(map(str.isdecimal, forms[0])):
        forms.append(" ".join(reversed(turned)))
    dialled = forms[0].translate(_NOT_DIALLED)
    forms += [dialled] if dialled.isdigit() else []
    forms += text.list_number_forms(forms[0])
    return Sought(written, tuple(form for form in dict.fromkeys(forms) if count_letters(form) > 1))


_NOT_DIALLED = {ord(sign): None for sign in " ()./-"}


def count_letters(folded: str) -> int:
    """Return how many letters, vowels and digits a folded text has: signs above a letter are no alphanumeric ones."""
    return sum(letter.isalnum() or category(letter).startswith("M") for letter in folded)


class FoundInPages(NamedTuple):
    """Where a text stands in the pages: records by the kind of them, owners by the kind of what belongs to them.

    `every` has those with all words of it. Of a kind without an entry it was not looked for.
    """

    parts: dict[str, FoundParts]
    owners: dict[str, Numbers]
    every: dict[str, Numbers]


def look_in_pages(
    db: sqlite3.Connection,
    sought: Sought,
    words: Sequence[Sought] = (),
    kinds: Iterable[Entity] | None = None,
    limit: int = 0,
) -> list[FoundInPages]:
    """Look in one pass for the records in which a text stands, or each of its words: the text first, then these.

    Of some kinds that belong to no other, or of all these. How the text stands in more than :data:`FEW` is looked
    for as far as the first `limit` of each kind need it.
    """
    chosen = _choose_searched(db, kinds)
    found = [FoundInPages({}, {}, {}) for _text in (sought, *words)]
    forms = [word.folded for word in words]
    for kind in list_searched(db):
        if kind.name in chosen:
            starts = len(select_beginning(db, kind, sought, limit)) < limit
            found[0].parts[kind.name], of_words = find_parts(
                db, kind.name, sought.folded, forms, many=FEW, starts=starts
            )
            for word, own in zip(found[1:], of_words.each if of_words else (), strict=False):
                word.parts[kind.name] = FoundParts(own)
            if of_words and of_words.every is not None:
                found[0].every[kind.name] = of_words.every
        if kind.parent is not None and find_owner(kind).name in chosen:
            owners = find_owners(db, kind.name, sought.folded, forms)
            for each, numbers in zip(found, owners, strict=True):
                each.owners[kind.name] = numbers
    return found


def _choose_searched(db: sqlite3.Connection, kinds: Iterable[Entity] | None) -> set[str]:
    return {kind.name for kind in (list_searched(db) if kinds is None else kinds) if kind.parent is None}


def find_records(
    db: sqlite3.Connection, sought: Sought, kinds: Iterable[Entity] | None = None, pages: FoundInPages | None = None
) -> list[FoundRecords]:
    """Find the records in which a text stands: of some kinds that belong to no other, or of all these.

    Only the kinds of which there are records are looked at; the descriptions of others are not even loaded.
    What stands in `pages` may have been looked for already.
    """
    chosen = _choose_searched(db, kinds)
    pages = pages or look_in_pages(db, sought, kinds=kinds)[0]
    own = _OwnNumbers(db, sought)
    own.update({name: parts.own for name, parts in pages.parts.items()})
    found = {
        kind.name: FoundRecords(kind, pages.parts[kind.name], Numbers(), [], [])
        for kind in list_searched(db)
        if kind.name in chosen and kind.name in pages.parts
    }
    for kind in list_searched(db):
        if (owner := find_owner(kind).name) in found:
            for way in _find_ways(db, kind, sought, own, pages.owners, found[owner].unlisted):
                found[owner].ways.append(way)
                found[owner].linked.add_all(way.owners)
    for each in found.values():
        each.linked.remove_all(each.own)
    return [each for each in found.values() if each.total or each.unlisted]


def list_searched(db: sqlite3.Connection) -> list[Entity]:
    """List the kinds of which there are records."""
    sql = "SELECT 1 FROM search_page WHERE kind = ? LIMIT 1"
    return [BY_NAME[name] for name in BY_NAME if name not in HOUSEKEEPING and db.execute(sql, [name]).fetchone()]


class _OwnNumbers(dict[str, Numbers]):
    """The records of each kind in whose own text it stands, looked for where they are asked for."""

    def __init__(self, db: sqlite3.Connection, sought: Sought) -> None:
        super().__init__()
        self._db, self._sought = db, sought

    def __missing__(self, kind: str) -> Numbers:
        self[kind] = find_numbers(self._db, kind, self._sought.folded)
        return self[kind]


def find_owner(kind: Entity) -> Entity:
    """Return the kind of record that one of this kind belongs to in the end."""
    while kind.parent:
        kind = BY_NAME[kind.parent.to]
    return kind


# --- in what is written there ----------------------------------------------------------


def find_exact(db: sqlite3.Connection, found: FoundRecords, sought: Sought) -> set[int]:
    """Find the records that have the text as a name or a code; former names are names too."""
    kind = found.kind
    names = {text.match_key(name) for name in (sought.written, *kind.search_names(sought.written))} - {""}
    marks = ", ".join("?" * len(names))
    sql = f"SELECT record_id FROM name_key WHERE kind = ? AND key IN ({marks})"
    exact = {row[0] for row in db.execute(sql, [kind.name, *names])}
    exact |= {row[0] for row in db.execute(f"SELECT id FROM {kind.name} WHERE code = ?", [text.clean(sought.written)])}
    return {number for number in exact if number in found.own or number in found.linked}


def select_beginning(db: sqlite3.Connection, kind: Entity, sought: Sought, limit: int) -> list[int]:
    """Select the first records, in their order, whose name without titles begins with the text."""
    numbers: list[int] = []
    for form in sought.folded:
        if key := text.sort_key(form).partition("\x1f")[0]:
            sql = f"""SELECT id FROM {kind.name} WHERE sort_key >= ? AND sort_key < ? AND instr(search_text, ?)
                ORDER BY sort_key, id LIMIT ?"""
            numbers += [row[0] for row in db.execute(sql, [key, f"{key}\uffff", form, limit])]
    return list(dict.fromkeys(numbers))


# --- in what belongs to them, or what they point to -------------------------------------


def _find_ways(
    db: sqlite3.Connection,
    kind: Entity,
    sought: Sought,
    own: _OwnNumbers,
    owners: Mapping[str, Numbers],
    unlisted: list[Entity],
) -> Iterator[Way]:
    """Find the owners of the records of a kind in which the text stands, and of those that point to what has it."""
    if kind.parent is not None:
        yield Way(kind, _find_top(db, BY_NAME[kind.parent.to], owners[kind.name]))
    for reference in kind.references:
        if not reference.parent and own[reference.to]:
            pairs = _select_pointing(db, kind, reference, own[reference.to], sought)
            if len(pairs) > _MOST_LINKED:
                unlisted.append(kind)
            else:
                pointing: dict[int, int] = {}
                for owner, number in pairs:
                    pointing.setdefault(owner, number)
                yield Way(kind, Numbers(pointing), pointing)


def _find_top(db: sqlite3.Connection, kind: Entity, numbers: Numbers) -> Numbers:
    """Find the records to which some of a kind belong in the end."""
    while kind.parent is not None and numbers:
        sql = f"SELECT DISTINCT {kind.parent.column} FROM {kind.name} WHERE id IN (SELECT value FROM json_each(?))"
        numbers = Numbers(row[0] for row in db.execute(sql, [str(list(numbers))]))
        kind = BY_NAME[kind.parent.to]
    return numbers


def find_way(db: sqlite3.Connection, found: FoundRecords, number: int, sought: Sought) -> tuple[Entity, int] | None:
    """Find what belongs to a linked record and leads to it, by its kind; None where it points to the text itself."""
    way = next((way for way in found.ways if number in way.owners), None)
    if way is None or way.kind.parent is None:
        return None
    if way.pointing is not None:
        return way.kind, way.pointing[number]
    held = (number for _owner, number, *_texts in select_children(db, way.kind, [number], sought))
    child = next(held, None)
    return None if child is None else (way.kind, child)


def select_children(
    db: sqlite3.Connection, kind: Entity, owners: Iterable[int], sought: Sought
) -> Iterator[tuple[int, int, str, str | None, str | None]]:
    """Select what belongs to some records and holds the text: the owner, the number, what is searched, its notes."""
    of, above = "SELECT value FROM json_each(?)", kind
    lineage: list[Entity] = []
    while above.parent is not None:
        lineage.insert(0, above)
        above = BY_NAME[above.parent.to]
    for each in lineage[:-1]:
        assert each.parent is not None
        of = f"SELECT id FROM {each.name} WHERE {each.parent.column} IN ({of})"
    assert kind.parent is not None
    holding = " OR ".join("instr(t.search_text, ?)" for _form in sought.folded)
    sql = f"""SELECT {_make_owner("t", kind)}, t.id, t.search_text, t.note, t.source FROM {kind.name} t
        WHERE t.{kind.parent.column} IN ({of}) AND ({holding}) ORDER BY t.id"""
    yield from map(tuple, db.execute(sql, [str(list(owners)), *sought.folded]))


def _select_pointing(
    db: sqlite3.Connection, kind: Entity, reference: Reference, targets: Numbers, sought: Sought
) -> list[tuple[int, int]]:
    """Select the owner and the number of each record that points to one in whose name the text stands."""
    column, wanted = reference.column, targets
    if len(targets) > _SOME:
        known = db.execute(f"SELECT DISTINCT {column} FROM {kind.name} WHERE {column} IS NOT NULL")
        wanted = Numbers(row[0] for row in known if row[0] in targets)
    named = select_named(db, BY_NAME[reference.to], wanted, sought) if wanted else set()
    owner = _make_owner("t", kind)
    sql = f"""SELECT {owner}, t.id FROM {kind.name} t WHERE t.{column} IN (SELECT value FROM json_each(?))
        LIMIT {_MOST_LINKED + 1}"""
    return [(row[0], row[1]) for row in db.execute(sql, [str(list(named))])] if named else []


def select_named(db: sqlite3.Connection, kind: Entity, numbers: Iterable[int], sought: Sought) -> set[int]:
    """Select the records in whose name, and not only elsewhere, the text stands."""
    rows = db.execute(
        f"SELECT id, search_text FROM {kind.name} WHERE id IN (SELECT value FROM json_each(?))", [str(list(numbers))]
    )
    return {row[0] for row in rows if any(form in row[1].partition(PARTED)[0] for form in sought.folded)}


def _make_owner(table: str, kind: Entity) -> str:
    """Make the expression for the number of the record that one belongs to in the end."""
    if kind.parent is None:
        return f"{table}.id"
    expression, above = f"{table}.{kind.parent.column}", BY_NAME[kind.parent.to]
    while above.parent:
        expression = f"(SELECT {above.parent.column} FROM {above.name} WHERE id = {expression})"
        above = BY_NAME[above.parent.to]
    return expression
