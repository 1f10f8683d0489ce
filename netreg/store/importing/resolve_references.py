"""Resolve the references of rows: look each name up once for all rows, or create its record."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.core.table_import import CHILD, OWN, OWNER_LEVEL, NamedReference
from netreg.entities import BY_NAME
from netreg.errors import Failure, InvalidValue, UnknownRecord, quote_word
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.importing import match_rows, staging_tables
from netreg.store.records import lookup, records, search_columns
from netreg.store.writes import checked_writes
from netreg.thai import text
from netreg.thai.several_bodies import are_several_bodies, split_unit_path
from netreg.thai.short_forms import is_cut_short

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport


_BODY = "organisation"
_MOST_WORDS = 8
"""The words of an unknown name among which that of a body above it is looked for."""
_MOST_SUGGESTED = 20
"""The unknown names of one file to which the nearest known ones are sought: each is held against all names."""


class CreatedRecord(NamedTuple):
    """A record that was created because rows name it: its kind, its number, its name in the rows.

    It `is_whole` where that is all that they say, and not a part of a path of units.
    """

    kind: Entity
    number: int
    name: str
    is_whole: bool = True

    def __str__(self) -> str:
        """Return how the record is addressed."""
        return f"{self.kind.spoken_name} {self.number} ({self.name})"


def resolve_references(
    db: sqlite3.Connection, task: TableImport, *, may_create: bool, created: Iterable[CreatedRecord] = ()
) -> None:
    """Find the records that the rows name; reject rows that name unknown ones.

    A name that a row further down may bring is left open: the rows with it need row import. With
    `may_create` so is a name of which :func:`create_missing` can make a record. Those `created` are not looked
    for again, unless some are below others.
    """
    staging_tables.reset_references(db)
    known = list(created)
    are_whole = all(one.is_whole for one in known)
    made = {(one.kind.name, one.name): [one.number] for one in known if are_whole}
    names: lookup.NameCache = {}
    resolved: dict[int, int] = {}
    explained: Counter[str] = Counter()
    in_file = _find_references_to_rows(db, task) if may_create else set[int]()
    for reference in staging_tables.list_references(db):
        if reference.level == OWNER_LEVEL:
            if (owner := staging_tables.find_owner(db, task, reference)) is not None:
                resolved[reference.number] = owner
                staging_tables.settle_reference(db, reference.number, owner)
            continue
        if reference.within is not None and reference.within not in resolved:
            continue  # the scope is rejected itself
        within = resolved.get(reference.within or 0)
        kind = find_referenced_kind(task, reference)
        own = made.get((kind.name, reference.text)) if within is None else None
        found = own or _find_candidates(db, kind, reference.text, within)
        if len(found) == 1:
            resolved[reference.number] = found[0]
            staging_tables.settle_reference(db, reference.number, found[0])
            if kind.name == _BODY and is_cut_short(reference.text):
                _note_cut_name(db, task, reference, found[0])
        elif may_create and not found and _is_creatable(task, kind, reference, in_file):
            continue
        elif kind is task.entity and not text.to_ascii_digits(reference.text).isdecimal():
            staging_tables.postpone_reference(db, reference.number)
        else:
            if explained[kind.name] >= _MOST_SUGGESTED:
                names[kind.name, within] = []
            reason = explain_failure(db, task, reference, names, within=within)
            explained[kind.name] += 1
            staging_tables.refuse_reference(db, reference.number, reason)
    staging_tables.mark_rows_of_open_references(db, task)


def _note_cut_name(db: sqlite3.Connection, task: TableImport, reference: NamedReference, found: int) -> None:
    """Say in the rows which record a name that ฯ cuts short was taken for."""
    column = next((c for c in task.columns_of(reference.level) if c.field.name == reference.field), None)
    if column is None:
        return
    note = _("read as {name}").format(name=records.find_refs(db, _BODY, [found])[found].name)
    place = f"{reference.level}.{reference.field}"
    sql = f"SELECT row FROM temp.incoming WHERE {column.name} = ?"
    for row in db.execute(sql, [reference.number]).fetchall():
        staging_tables.add_row_note(db, row[0], place, reference.text, note)


def create_missing(db: sqlite3.Connection, task: TableImport, *, is_stale: bool) -> list[CreatedRecord]:
    """Add the records that nobody knows and that a row names which is not rejected.

    Unless the register has changed since they were looked for (`is_stale`), they can be none but others just created.
    """
    created: list[CreatedRecord] = []
    fresh: dict[str, set[str]] = {}
    in_file = _find_references_to_rows(db, task)
    named = staging_tables.find_references_of_kept_rows(db, task)
    open_ = "record IS NULL" if is_stale else "record IS NULL AND reason IS NULL AND postponed IS NULL"
    for reference in staging_tables.list_references(db, open_):
        if reference.level == OWNER_LEVEL:
            continue
        if named is not None and reference.number not in named:
            continue
        kind = find_referenced_kind(task, reference)
        within = staging_tables.read_settled_record(db, reference.within)
        may_be_known = is_stale or _may_be_fresh(kind, reference, fresh.get(kind.name, set()))
        found = _find_candidates(db, kind, reference.text, within) if may_be_known else []
        if not found and _is_creatable(task, kind, reference, in_file):
            made = _create_record(db, kind, reference.text)
            found = [made[-1].number]
            created += made
            for one in made:
                row = records.read_values(db, kind, one.number)
                fresh.setdefault(kind.name, set()).update(search_columns.derive_name_keys(kind, row))
        if len(found) == 1:
            staging_tables.settle_reference(db, reference.number, found[0])
    return created


def _may_be_fresh(kind: Entity, reference: NamedReference, fresh: Collection[str]) -> bool:
    """Tell whether a reference may name one of some records, of which the keys of their names are known."""
    if reference.within is not None or kind.naming_references or "ฯ" in reference.text:
        return True
    words = text.clean(reference.text).split()
    if len(words) > _FEW_WORDS:
        return True
    pieces = {" ".join(part) for n in range(len(words)) for part in (words[:n], words[n:])} if words else set()
    return any(text.match_key(name) in fresh for piece in pieces for name in kind.search_names(piece))


_FEW_WORDS = 3
"""Of a name of more words it takes as long to tell which records it may mean as to look for them."""


def _create_record(db: sqlite3.Connection, kind: Entity, name: str) -> list[CreatedRecord]:
    """Add the record of a name, or of the path of a unit each body of it that is unknown; return those added."""
    path = split_unit_path(name) if kind.name == _BODY else (name,)
    made: list[CreatedRecord] = []
    above: int | None = None
    for n, one in enumerate(path, 1):
        found = _find_in_path(db, kind, path[:n]) if len(path) > 1 else []
        if not found:
            row = _make_row(kind, one)
            assert row is not None
            number = checked_writes.add_record(db, kind, row | ({"parent": above} if above else {}))
            made.append(CreatedRecord(kind, number, one, len(path) == 1))
            found = [number]
        above = found[0]
    return made


def remove_unused(db: sqlite3.Connection, task: TableImport, created: list[CreatedRecord]) -> list[CreatedRecord]:
    """Remove the created records of which all rows were rejected in the end; return the others."""
    named = staging_tables.find_references_of_kept_rows(db, task) if created else None
    if named is None:
        return created
    kept = {(find_referenced_kind(task, one).name, staging_tables.read_settled_record(db, one.number))
            for one in staging_tables.list_references(db, "record IS NOT NULL") if one.number in named}  # fmt: skip
    kept |= {
        (one.kind.name, one.number)
        for one in created
        if one.kind.name == _BODY
        and any(_is_below(db, unit, {one.number}) for name, unit in kept if name == _BODY and unit)
    }
    for one in created:
        if (one.kind.name, one.number) not in kept:
            checked_writes.remove_record(db, one.kind, one.number)
    return [one for one in created if (one.kind.name, one.number) in kept]


def describe_similar(db: sqlite3.Connection, created: list[CreatedRecord]) -> Iterator[str]:
    """Yield a sentence for each created record that is perhaps another one; of two created ones for the later."""
    for kind in dict.fromkeys(one.kind.name for one in created):
        rows = {one.number: records.read_values(db, one.kind, one.number) for one in created if one.kind.name == kind}
        yield from _name_similar(db, kind, rows)


def _name_similar(db: sqlite3.Connection, name: str, created: dict[int, Row]) -> Iterator[str]:
    from netreg.store.similarity.similar_records import find_similar_records

    kind = BY_NAME[name]
    found = [
        (number, one)
        for number, several in find_similar_records(db, kind, created.items())
        for one in several
        if one.record not in created or one.record < number
    ]
    refs = records.find_refs(db, name, {number for pair in found for number in (pair[0], pair[1].record)})
    for number, one in found:
        yield _("created {kind} {number} ({name}), perhaps {kind} {other} ({other_name}): {reason}").format(
            kind=kind.spoken_name,
            number=number,
            name=refs[number].name,
            other=one.record,
            other_name=refs[one.record].name,
            reason=one.reason,
        )


def _is_creatable(task: TableImport, kind: Entity, reference: NamedReference, in_file: set[int]) -> bool:
    """Return whether a record can be made of an unknown name: not of one that a row of the file has."""
    if kind is task.entity and reference.number in in_file:
        return False
    return _make_row(kind, reference.text) is not None


def _find_references_to_rows(db: sqlite3.Connection, task: TableImport) -> set[int]:
    """Return the numbers of the references that name a row of the file itself."""
    if not any(isinstance(c.field, Reference) and c.field.to == task.entity.name for c in task.columns):
        return set()
    match_rows.derive_row_names(db, task, "1")
    return staging_tables.find_references_to_rows(db)


def _make_row(kind: Entity, name: str) -> Row | None:
    if kind.name == _BODY and len(path := split_unit_path(name)) > 1:
        rows = [_make_row(kind, one) for one in path]
        return None if None in rows else rows[-1]
    if "\n" in name or (kind.name == _BODY and (are_several_bodies(name) or is_cut_short(name))):
        return None  # perhaps two names, or not the whole of one
    try:
        return kind.from_name(name) if kind.from_name else None
    except InvalidValue:
        return None


def reject_orphans(db: sqlite3.Connection, task: TableImport) -> None:
    """Reject rows that are nested in a rejected one: they have nothing to belong to."""
    if task.nested_in is None or task.entity.parent is None:
        return
    column = f"own_{task.entity.parent.column}"
    for row in db.execute(f"SELECT row FROM temp.resolved WHERE {column} IS NULL").fetchall():
        staging_tables.reject_row(db, row[0], "", "", _("the row that it belongs to was rejected"))


def resolve_reference(db: sqlite3.Connection, task: TableImport, reference: NamedReference) -> int | None:
    """Return the one record that a reference can mean by now, or None."""
    within = staging_tables.read_settled_record(db, reference.within)
    found = _find_candidates(db, find_referenced_kind(task, reference), reference.text, within)
    return found[0] if len(found) == 1 else None


def _find_candidates(db: sqlite3.Connection, kind: Entity, name: str, within: int | None) -> list[int]:
    """Return the records that a name in a file can mean; digits alone are an official code or the like, no number.

    A name with a line break is one that was wrapped, if there is such a record.
    """
    name = text.clean(name)
    if _is_foreign_number(kind, name, within):
        return lookup.find_by_mark(db, kind, name, within)
    found = lookup.find_candidates(db, kind, name, within)
    return found or (_find_unit_beside_parent(db, kind, name) if kind.name == _BODY else [])


def _find_unit_beside_parent(db: sqlite3.Connection, kind: Entity, name: str) -> list[int]:
    """Return the units that are named beside a body above them, in either order: ``คณะวิทยาศาสตร์ มหาวิทยาลัยทดสอบ``."""
    if (path := split_unit_path(name)) and len(path) > 1:
        return _find_in_path(db, kind, path)
    words = re.split(r"\s*[/,]\s*|\s+", name)
    if len(words) == 1:
        return lookup.find_candidates(db, kind, name.lower()) if name.isascii() and not name.islower() else []
    pairs = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, min(len(words), _MOST_WORDS))]
    for pair in pairs:
        for unit, above in (pair, pair[::-1]):
            if (higher := _find_named(db, kind, above)) and (
                found := [one for one in _find_named(db, kind, unit) if _is_below(db, one, higher)]
            ):
                return found
    return []


def _find_named(db: sqlite3.Connection, kind: Entity, name: str) -> list[int]:
    """Return the records that a part of a name can mean: digits in it are no number of a record."""
    is_number = _is_foreign_number(kind, name, None)
    return lookup.find_by_mark(db, kind, name) if is_number else lookup.find_candidates(db, kind, name)


def _find_in_path(db: sqlite3.Connection, kind: Entity, path: Sequence[str]) -> list[int]:
    """Return the units at the end of a path of names, each below the one before it."""
    found = lookup.find_candidates(db, kind, path[0])
    for name in path[1:]:
        found = [one for one in lookup.find_candidates(db, kind, name) if _is_below(db, one, found)]
    return found


def _is_below(db: sqlite3.Connection, unit: int, bodies: Collection[int]) -> bool:
    """Tell whether a unit stands anywhere below one of some bodies."""
    sql = """WITH RECURSIVE above (id) AS (SELECT parent_id FROM organisation WHERE id = ?
        UNION SELECT o.parent_id FROM organisation o JOIN above a ON o.id = a.id) SELECT id FROM above"""
    return any(number in bodies for (number,) in db.execute(sql, [unit]))


def _is_foreign_number(kind: Entity, name: str, within: int | None) -> bool:
    """Return whether a name is a number of the sender's own.

    That of a record here is written ``#7``; among records that are numbered within the same
    parent a bare number is the one they are known by.
    """
    is_numbered = bool(kind.number_field) or kind.name == lookup.PLACED
    return not (within is not None and is_numbered) and text.to_ascii_digits(name).isdecimal()


def knows_name(db: sqlite3.Connection, kind: str, name: str) -> bool:
    """Tell whether a name in a file means any record of a kind."""
    return bool(_find_candidates(db, BY_NAME[kind], name, None))


def explain_unknown_party(db: sqlite3.Connection, task: TableImport, name: str, *, may_create: bool) -> str:
    """Return why a further party that stands in a row means no one organisation, empty if it does or can be created."""
    reference = NamedReference(0, CHILD, "organisation", name)
    kind = find_referenced_kind(task, reference)
    found = _find_candidates(db, kind, name, None)
    if len(found) == 1 or (may_create and not found and _make_row(kind, name) is not None):
        return ""
    return explain_failure(db, task, reference, {}, within=None)


def explain_failure(
    db: sqlite3.Connection,
    task: TableImport,
    reference: NamedReference,
    names: lookup.NameCache,
    *,
    within: int | None,
) -> str:
    """Return why a reference means no record, or none alone; `names` keeps those to suggest from."""
    kind = find_referenced_kind(task, reference)
    if _is_foreign_number(kind, reference.text, within):
        number = text.to_ascii_digits(reference.text)
        return _(
            "'{text}' is a number, and may be the sender's own; "
            "write the name or code; #{number} is {kind} {number} of this register"
        ).format(text=reference.text, number=number, kind=kind.spoken_name)
    if reason := _explain_several(db, kind, reference.text):
        return reason
    if within is not None and kind.name == lookup.PLACED and (place := lookup.read_place(reference.text)):
        return _("meeting {meeting} has no agenda item {place}; add a row for it to the file").format(
            meeting=within, place=place
        )
    try:
        lookup.find_record(db, kind, reference.text, within=within, names=names)
    except UnknownRecord as failure:
        if kind.name == _BODY and is_cut_short(reference.text):
            return _("{reason} (the name is cut short by ฯ: write it in full)").format(reason=failure)
        return _add_way_out(failure, is_creatable=_make_row(kind, reference.text) is not None)
    except Failure as failure:
        return str(failure)
    raise AssertionError(reference)


def _add_way_out(failure: UnknownRecord, *, is_creatable: bool) -> str:
    """Return why a record is unknown, and that it can be created."""
    if not is_creatable:
        return str(failure)
    if failure.near:
        return _("{reason} If it is none of these, add --create-missing to create it").format(reason=failure)
    return _("{reason}, or add --create-missing to create it").format(reason=failure)


def _explain_several(db: sqlite3.Connection, kind: Entity, text_of_names: str) -> str:
    """Return why there is no unit, or not one alone, at the end of a path, or that a text names several bodies."""
    if "\n" in text_of_names:
        return _("unknown, and on {n} lines; give each name a row of its own, or write one name on one line").format(
            n=len(text_of_names.split("\n"))
        )
    path = split_unit_path(text_of_names) if kind.name == _BODY else (text_of_names,)
    if len(path) == 1:
        if kind.name != _BODY or not are_several_bodies(text_of_names):
            return ""
        return _(
            "these are several organisations; name one of them, or if it is one name: netreg org add {name}"
        ).format(name=quote_word(" ".join(text_of_names.split())))
    unknown = next((n for n in range(1, len(path)) if not _find_in_path(db, kind, path[:n])), len(path))
    return _("there is no '{unit}' below {body}; see them with 'netreg org tree', or add --create-missing").format(
        unit=path[unknown - 1], body=" > ".join(path[: unknown - 1]) or _("any organisation")
    )


def find_referenced_kind(task: TableImport, reference: NamedReference) -> Entity:
    """Return the kind of record that a reference names; a scope names the parent of a parent."""
    owner = task.entity
    if reference.level == CHILD:
        owner = task.entity_of(CHILD)
    elif reference.level != OWN:
        assert owner.parent is not None
        owner = BY_NAME[owner.parent.to]
    field = owner.by_name[reference.field]
    assert isinstance(field, Reference)
    return BY_NAME[field.to]
