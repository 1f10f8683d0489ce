"""Doubtful rows of a file: why it is not certain which record one is about, with both sides shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference, TextList, choose_sentence_style, shorten
from netreg.core.table_import import DECISION_HEADING, NEITHER, NEW_RECORD
from netreg.core.thai_fields import TitlesField
from netreg.core.uid_field import UID_NAME
from netreg.entities import BY_NAME
from netreg.errors import DoubtfulRow
from netreg.language import _
from netreg.store.records import matching, records
from netreg.store.writes import former_names
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.core.keys import Key
    from netreg.core.table_import import MatchPolicy
    from netreg.store.records.matching import Match
    from netreg.store.similarity.similar_records import Similar

_SHOWN = 4
"""The number of candidates that a sentence shows."""


def find_doubt(
    db: sqlite3.Connection,
    entity: Entity,
    sides: tuple[Mapping[str, Any], Mapping[str, Any]],
    match: Match,
    policy: MatchPolicy,
) -> DoubtfulRow | None:
    """Return why a row must not be put into the record that it matches, or be added, None where it may.

    `sides` are the values of the row and those of the child in it. A `policy` that takes, or leaves,
    every other spelling doubts none.
    """
    if len(match.records) > 1:
        return _describe_several(db, entity, match.records)
    if match.contradicting:
        return _describe_contradiction(db, entity, sides[0], match.records[0], match.contradicting)
    if match.key and match.key.is_by_child and (doubt := _find_other_child(db, entity, sides[1], match)):
        return doubt
    if match.records and (entity.is_same_record or entity.is_respelling):
        return _find_other_name(db, entity, sides, match, policy)
    if match.namesakes:
        return _doubt(
            match.namesakes, _("it may be {candidates}, whose name is the same").format(
                candidates=describe_candidates(db, entity, match.namesakes)
            )
        )  # fmt: skip
    return None


def describe_loose_match(
    db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any], match: Match
) -> DoubtfulRow:
    """Return the doubt about a row of which too little agrees with the record, and which says something new."""
    own = [part.field for part in match.key or () if not (part.child or part.is_name)]
    before = records.read_values(db, entity, match.records[0])
    silent = [name for name in own if values.get(name) is None and before[name] is not None]
    sentence = (
        _("it may be {candidates}: the row leaves open which {fields}")
        if len(silent) < sum(before[name] is not None for name in own)
        else _("it may be {candidates}: only the name agrees")
    )
    fields = ", ".join(str(entity.by_name[name].label) for name in silent)
    return _doubt(
        match.records,
        sentence.format(candidates=describe_candidates(db, entity, match.records), fields=fields),
    )


def find_equal_record(
    db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any], child: Mapping[str, Any], since: int | None
) -> int | None:
    """Return the record, numbered `since` at most, that says all that a row says: to add the row would double it."""
    said = {name: value for name, value in values.items() if value is not None and name not in (UID_NAME, "source")}
    name = next(filter(None, entity.names(entity.make_blank_row() | said)), None)
    named = matching.select_numbers(db, entity, matching.NAMED, [entity.name, match_key(name)]) if name else []
    for number in (one for one in named if since is None or one <= since):
        before = records.read_values(db, entity, number)
        if any(before[n] is None or not entity.by_name[n].is_same(before[n], value) for n, value in said.items()):
            continue
        if not (child and entity.row_child):
            return number
        kind = BY_NAME[entity.row_child]
        assert kind.parent is not None
        own = {n: value for n, value in child.items() if value is not None} | {kind.parent.name: number}
        if matching.match_record(db, kind, own):
            return number
    return None


def describe_similar(db: sqlite3.Connection, entity: Entity, similar: Sequence[Similar]) -> DoubtfulRow:
    """Return the doubt about a row that no key matches, with the records that are spelled nearly alike."""
    numbers = [one.record for one in similar]
    return _doubt(
        numbers,
        _("it may be {candidates}: {reason}").format(
            candidates=describe_candidates(db, entity, numbers), reason=similar[0].reason
        ),
    )


def _find_other_name(
    db: sqlite3.Connection,
    entity: Entity,
    sides: tuple[Mapping[str, Any], Mapping[str, Any]],
    match: Match,
    policy: MatchPolicy,
) -> DoubtfulRow | None:
    """Return the doubt about a row that has the e-mail, say, of a record with quite another name, or a misspelt one."""
    [number] = match.records
    before = records.read_values(db, entity, number)
    present, _former = former_names.leave_out_former_name(db, entity, number, before, sides[0])
    after = before | {name: value for name, value in present.items() if value is not None}
    is_misspelt = entity.is_respelling and policy.on_match == "update" and entity.is_respelling(before, after)
    is_same = entity.is_same_sharer if _is_shared(entity, match.key) else entity.is_same_record
    if not is_misspelt and (is_same is None or is_same(before, after)):
        return None
    shown = describe_candidates(db, entity, [number])
    mark = matching.find_unique_value(db, entity, number, dict(sides[0]), sides[1])
    return _doubt(
        [number],
        (
            _("it belongs to {candidates}, whose name is spelled differently; one of them is perhaps misspelled")
            if is_misspelt
            else _("it belongs to {candidates}, who has a different name")
        ).format(candidates=shown),
        (mark.place, mark.label, mark.value) if mark else ("", "", ""),
        may_be_new=not _has_taken_value(db, entity, sides[0]),
    )


def _find_other_child(
    db: sqlite3.Connection, entity: Entity, child: Mapping[str, Any], match: Match
) -> DoubtfulRow | None:
    """Return the doubt about a row that has the student number, say, of quite another degree."""
    kind, [number] = BY_NAME[entity.row_child or ""], match.records
    assert kind.parent is not None
    assert match.key is not None
    part = match.key[0]
    where = f"t.{kind.parent.column} = ? AND t.{kind.by_name[part.field].column} = ?"
    found = matching.select_numbers(db, kind, where, [number, child[part.field]])
    if not found or entity.is_same_child is None:
        return None
    before, said = (
        records.read_values(db, kind, found[0]),
        {name: value for name, value in child.items() if value is not None and name in kind.by_name},
    )
    if entity.is_same_child(before, before | said):
        return None
    apart = [kind.by_name[n] for n, v in said.items() if before[n] is not None and before[n] != v]
    pairs = ((one, before[one.name], said[one.name]) for one in apart)
    return _doubt(
        [number],
        _("it may be {candidates}, but differs: {differences}").format(
            candidates=describe_candidates(db, entity, [number]),
            differences="; ".join(
                f"{f.label} {_show_either(db, f, a)} ≠ {_show_either(db, f, b)}" for f, a, b in pairs
            ),
        ),
        (f"child.{part.field}", str(kind.by_name[part.field].label), shorten(str(child[part.field]))),
    )


def _show_either(db: sqlite3.Connection, field: Field, value: Any) -> str:
    return _name_reference(db, field, value) if isinstance(field, Reference) else _show(field, value)


def _has_taken_value(db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any]) -> bool:
    """Tell whether a row has a code that a record has already, so that no other can be made of it."""
    given = {name: values[name] for name in entity.exclusive_fields if values.get(name) is not None}
    return any(matching.select_numbers(db, entity, f"t.{name} = ?", [value]) for name, value in given.items())


def _is_shared(entity: Entity, key: Key | None) -> bool:
    """Tell whether a key is what several records may share, such as an e-mail, or the number of a child."""
    return key is not None and (key.is_by_child or matching.is_shareable_key(entity, key))


def _describe_several(db: sqlite3.Connection, entity: Entity, numbers: Sequence[int]) -> DoubtfulRow:
    return _doubt(
            numbers, _("several {kind} records match: {candidates}").format(
            kind=entity.spoken_name, candidates=describe_candidates(db, entity, numbers)
        )
    )  # fmt: skip


def _describe_contradiction(
    db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any], number: int, names: Sequence[str]
) -> DoubtfulRow:
    """Show a record and a row side by side, with the fields in which they differ."""
    before = records.read_values(db, entity, number)
    fields = [entity.by_name[name] for name in names]
    sides = (f"{one.label} {_show(one, before[one.name])} ≠ {_show(one, values[one.name])}" for one in fields)
    shown = describe_candidates(db, entity, [number])
    return _doubt(
        [number],
        _("it may be {candidates}, but differs: {differences}").format(candidates=shown, differences="; ".join(sides)),
        (f"own.{fields[0].name}", str(fields[0].label), _show(fields[0], values[fields[0].name])),
        may_be_new=not _has_taken_value(db, entity, values),
    )


def _show(field: Field, value: Any) -> str:
    return shorten(field.show(value, choose_sentence_style()))


def _doubt(
    candidates: Sequence[int], sentence: str, cell: tuple[str, str, str] = ("", "", ""), *, may_be_new: bool = True
) -> DoubtfulRow:
    """Return a doubt with the decisions that can be taken; a row with the code of a record makes no new one."""
    advice = (
        _("write #{number}, {new} or {skip} in a column '{heading}', or add --doubtful new")
        if may_be_new
        else _("write #{number} or {skip} in a column '{heading}', or give the row another code")
    ).format(number=", #".join(map(str, candidates[:_SHOWN])), new=NEW_RECORD, skip=NEITHER, heading=DECISION_HEADING)
    return DoubtfulRow(sentence, advice, tuple(candidates), cell)


def describe_candidates(db: sqlite3.Connection, entity: Entity, numbers: Sequence[int]) -> str:
    """Describe the records that a row may be about, each with what tells it from its namesakes."""
    shown = ", ".join(_describe_record(db, entity, number) for number in numbers[:_SHOWN])
    return shown + (", …" if len(numbers) > _SHOWN else "")


def describe_candidate(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    """Describe a record that a row may be about by its name and what tells it from its namesakes."""
    name, beside = _read_name(db, entity, number), _join_facts(db, entity, number)
    return f"{name} ({beside})" if beside else name


def _describe_record(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    beside = _join_facts(db, entity, number)
    return f"{entity.spoken_name} {number} ({_read_name(db, entity, number)}{'; ' if beside else ''}{beside})"


def _read_name(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    return shorten(records.find_refs(db, entity.name, [number])[number].name, 60)


def _join_facts(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    return "; ".join(dict.fromkeys(filter(None, _list_facts(db, entity, number))))


def _list_facts(db: sqlite3.Connection, entity: Entity, number: int) -> Iterator[str]:
    """Yield what tells a record from its namesakes: codes, what stands in its keys, what contradicts."""
    before = records.read_values(db, entity, number)
    parts = [part for key in entity.keys for part in key if not part.is_name]
    own = dict.fromkeys([*(p.field for p in parts if not p.child), *entity.contradicting_fields, "code"])
    for name in own:
        field = entity.by_name.get(name)
        if field is None or before.get(name) is None or isinstance(field, TextList | TitlesField):
            continue
        yield _name_reference(db, field, before[name]) if isinstance(field, Reference) else _show(field, before[name])
    for kind, name in dict.fromkeys((part.child, part.field) for part in parts if part.child):
        yield from _list_child_facts(db, BY_NAME[kind or ""], name, number)


def _list_child_facts(db: sqlite3.Connection, kind: Entity, name: str, owner: int) -> Iterator[str]:
    assert kind.parent is not None
    field = kind.by_name[name]
    sql = f"SELECT DISTINCT {field.column} FROM {kind.name} WHERE {kind.parent.column} = ? LIMIT 3"
    for row in db.execute(sql, [owner]).fetchall():
        if row[0] is not None:
            yield _name_reference(db, field, row[0]) if isinstance(field, Reference) else _show(field, row[0])


def _name_reference(db: sqlite3.Connection, field: Reference, number: int) -> str:
    ref = records.find_refs(db, field.to, [number]).get(number)
    return (ref.code or shorten(ref.name)) if ref else ""
