"""Which records a text is found in: in what is written there, in what belongs to them, in what they point to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from netreg.entities import BY_NAME, HOUSEKEEPING, ORGANISATION, PERSON
from netreg.store.records.search_columns import PARTED
from netreg.store.searching.pages import EDGE, Page, find_numbers, read_pages
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from netreg.core.entity import Entity
    from netreg.core.fields import Reference

_FEW = 20_000
"""The most numbers that are looked up one by one; of more, everything that may point to them is read."""
_SOME = 50
"""From so many numbers on it is asked first which of them are pointed to at all."""
_MOST_LINKED = 10_000
"""The most records of a kind that are listed for what they point to; more, as all alumni of a faculty, are told."""


class Sought(NamedTuple):
    """The text that is sought as it was typed, and folded in every way in which it may be written."""

    written: str
    folded: tuple[str, ...]


class FoundRecords(NamedTuple):
    """The records of a kind that were found: those in whose own text it stands, and those that are linked to it.

    Of a linked record, `linked` has the kind and number of what belongs to it; None where it points
    itself to what was found.
    """

    kind: Entity
    own: set[int]
    linked: dict[int, tuple[str, int] | None]
    pages: list[Page]
    forms: list[bytes]
    #: The kinds of which too many records point to what was found.
    unlisted: list[Entity]

    @property
    def total(self) -> int:
        """How many records were found."""
        return len(self.own) + len(self.linked)


def list_forms(written: str) -> Sought:
    """List how a text may stand in the register: without titles, a kind of organisation spelt out, digits alone."""
    forms = [text.fold_text(written)]
    forms += [text.fold_text(name) for kind in (PERSON, ORGANISATION) for name in kind.search_names(written)]
    dialled = forms[0].translate(_NOT_DIALLED)
    forms += [dialled] if dialled.isdigit() else []
    return Sought(written, tuple(form for form in dict.fromkeys(forms) if count_letters(form) > 1))


_NOT_DIALLED = {ord(sign): None for sign in " ()./-"}


def count_letters(folded: str) -> int:
    """Return how many letters, vowels and digits a folded text has: signs above a letter are no alphanumeric ones."""
    return sum(letter.isalnum() or category(letter).startswith("M") for letter in folded)


def find_records(db: sqlite3.Connection, sought: Sought, kinds: Iterable[Entity] | None = None) -> list[FoundRecords]:
    """Find the records in which a text stands: of some kinds that belong to no other, or of all these.

    Only the kinds of which there are records are looked at; the descriptions of others are not even loaded.
    """
    there = {row[0] for row in db.execute("SELECT DISTINCT kind FROM search_page")}
    everything = [BY_NAME[name] for name in BY_NAME if name in there and name not in HOUSEKEEPING]
    direct = {kind.name: _find_direct(db, kind, sought) for kind in everything}
    chosen = {kind.name for kind in (everything if kinds is None else kinds) if kind.parent is None}
    for kind in everything:
        owner = find_owner(kind)
        if owner.name in chosen:
            _add_linked(db, kind, sought, direct)
    found = [direct[kind.name] for kind in everything if kind.name in chosen]
    return [each for each in found if each.total or each.unlisted]


def find_owner(kind: Entity) -> Entity:
    """Return the kind of record that one of this kind belongs to in the end."""
    while kind.parent:
        kind = BY_NAME[kind.parent.to]
    return kind


# --- in what is written there ----------------------------------------------------------


def _find_direct(db: sqlite3.Connection, kind: Entity, sought: Sought) -> FoundRecords:
    pages, forms = read_pages(db, kind.name, sought.folded)
    own: set[int] = set()
    for form in forms:
        own.update(find_numbers(pages, form))
    return FoundRecords(kind, own, {}, pages, forms, [])


def find_exact(db: sqlite3.Connection, found: FoundRecords, sought: Sought, starts: set[int]) -> set[int]:
    """Find the records that have the text as a name, a code or another whole part; former names are names too."""
    kind = found.kind
    names = {text.match_key(name) for name in (sought.written, *kind.search_names(sought.written))} - {""}
    marks = ", ".join("?" * len(names))
    sql = f"SELECT record_id FROM name_key WHERE kind = ? AND key IN ({marks})"
    exact = {row[0] for row in db.execute(sql, [kind.name, *names])}
    exact |= {row[0] for row in db.execute(f"SELECT id FROM {kind.name} WHERE code = ?", [text.clean(sought.written)])}
    exact &= found.own | found.linked.keys()
    for form in found.forms if starts else ():
        exact.update(find_numbers(found.pages, form, EDGE, EDGE))
    return exact


def select_beginning(db: sqlite3.Connection, found: FoundRecords, sought: Sought, limit: int) -> list[int]:
    """Select the first records, in their order, whose name without titles begins with the text."""
    numbers: list[int] = []
    for form in sought.folded:
        if key := text.sort_key(form).partition("\x1f")[0]:
            sql = f"SELECT id FROM {found.kind.name} WHERE sort_key >= ? AND sort_key < ? ORDER BY sort_key, id LIMIT ?"
            rows = db.execute(sql, [key, f"{key}\uffff", limit])
            numbers += [row[0] for row in rows if row[0] in found.own]
    return list(dict.fromkeys(numbers))


def find_starts(found: FoundRecords) -> set[int]:
    """Find the records in which a word begins with the text."""
    starts: set[int] = set()
    for form in found.forms:
        starts.update(find_numbers(found.pages, form, EDGE + b" .("))
    return starts


# --- in what belongs to them, or what they point to -------------------------------------


def _add_linked(
    db: sqlite3.Connection,
    kind: Entity,
    sought: Sought,
    direct: Mapping[str, FoundRecords],
) -> None:
    """Add the owners of the records of a kind that were found, and of those that point to what was found by name."""
    found = direct[find_owner(kind).name]
    pairs: list[tuple[int, int]] = []
    if kind.parent is not None and direct[kind.name].own:
        pairs += _select_owners(db, kind, "id", direct[kind.name].own)
    for reference in kind.references:
        if not reference.parent and reference.to in direct and direct[reference.to].own:
            pointing = _select_pointing(db, kind, reference, direct[reference.to], sought)
            if len(pointing) > _MOST_LINKED:
                found.unlisted.append(kind)
            else:
                pairs += pointing
    for owner, number in pairs:
        if owner not in found.own:
            found.linked.setdefault(owner, (kind.name, number) if kind.parent else None)


def _select_owners(
    db: sqlite3.Connection, kind: Entity, column: str, wanted: set[int], most: str = ""
) -> list[tuple[int, int]]:
    """Select the owner and the number of each record that has one of some numbers in a column."""
    owner = _make_owner("t", kind)
    if len(wanted) <= _FEW:
        sql = f"SELECT {owner}, t.id FROM {kind.name} t WHERE t.{column} IN (SELECT value FROM json_each(?))"
        return [(row[0], row[1]) for row in db.execute(sql + most, [str(sorted(wanted))]) if row[0] is not None]
    rows = db.execute(f"SELECT {owner}, t.id, t.{column} FROM {kind.name} t WHERE t.{column} IS NOT NULL")
    return [(row[0], row[1]) for row in rows if row[2] in wanted and row[0] is not None]


def _select_pointing(
    db: sqlite3.Connection, kind: Entity, reference: Reference, target: FoundRecords, sought: Sought
) -> list[tuple[int, int]]:
    """Select the owner and the number of each record that points to one in whose name the text stands."""
    wanted = target.own
    if len(wanted) > _SOME:
        known = db.execute(f"SELECT DISTINCT {reference.column} FROM {kind.name} WHERE {reference.column} IS NOT NULL")
        wanted = wanted & {row[0] for row in known}
    named = select_named(db, target.kind, wanted, sought) if wanted else set()
    return _select_owners(db, kind, reference.column, named, f" LIMIT {_MOST_LINKED + 1}") if named else []


def select_named(db: sqlite3.Connection, kind: Entity, numbers: set[int], sought: Sought) -> set[int]:
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
