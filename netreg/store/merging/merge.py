"""Merge two records of a kind: the one stays, with all that points to either, and the names and keys of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import TextList, shorten
from netreg.entities import BY_NAME, FORMER_KEY
from netreg.named_tuples import NamedTuple
from netreg.store.merging import joined_records, refusals
from netreg.store.merging.joined_records import Outcome
from netreg.store.records import former_keys, records
from netreg.store.writes import checked_writes, former_names
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.store.merging.chosen_values import ChosenValue


class MergeResult(NamedTuple):
    """The links moved and records joined, and the names and keys by which the record that stays is found as well."""

    outcome: Outcome
    names: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


def merge_records(
    db: sqlite3.Connection, entity: Entity, kept: int, gone: int, chosen: Iterable[ChosenValue]
) -> MergeResult:
    """Merge a record into another of its kind, which gets the values that were chosen.

    Raises:
        RefusedChange: when they are certainly two, or the record that stays would contradict itself.
    """
    refusals.refuse_merge(db, entity, kept, gone)
    rows = [records.read_values(db, entity, one) for one in (kept, gone)]
    uids = [records.find_uid(db, entity.name, one) for one in (kept, gone)]
    title = records.find_refs(db, entity.name, [gone])[gone].name
    final = rows[0] | {one.field.name: one.kept for one in chosen}
    if "variants" in entity.by_name:
        final["variants"] = _join_variants(entity, rows, final)
    outcome = Outcome()
    _keep_signed_names(db, entity, (kept, gone), final)
    joined_records.move_links(db, entity, kept, gone, outcome)
    records.delete_record(db, entity, gone)
    keys = list(_list_former_keys(entity, rows, final))
    for field, value in ((former_keys.NUMBER, str(gone)), ("uid", uids[1]), *keys):
        _add_former_key(db, entity, {"field": field, "value": value, "record": uids[0], "merged": uids[1]}, title)
    checked_writes.edit_record(db, entity, kept, final, amending=True)
    names = list(_keep_names(db, entity, kept, rows, final))
    _forget_own_keys(db, entity, uids[0], final)
    return MergeResult(outcome, tuple(names), tuple(keys))


def _add_former_key(db: sqlite3.Connection, entity: Entity, key: Mapping[str, str], title: str) -> None:
    values = {"kind": entity.name, **key, "title": f"{shorten(title, 60)} ({entity.command})"}
    checked_writes.add_record(db, FORMER_KEY, values, even_if_known=True)


def _list_former_keys(entity: Entity, rows: list[Row], final: Row) -> Iterator[tuple[str, str]]:
    """Yield the fields that identify a record, with the values that are not kept in them."""
    for name in dict.fromkeys((*entity.exclusive_fields, *entity.asked_for_by)):
        field = entity.by_name[name]
        for value in dict.fromkeys(row[name] for row in rows):
            if value is not None and (final[name] is None or not field.is_same(final[name], value)):
                yield name, str(value)


def _forget_own_keys(db: sqlite3.Connection, entity: Entity, uid: str, final: Row) -> None:
    """Forget former keys that are the record's own again."""
    for name in former_keys.list_fields_with_keys(db, entity.name, entity.by_name):
        if final.get(name) is not None:
            sql = "SELECT id FROM former_key WHERE kind = ? AND record = ? AND field = ? AND value = ?"
            for (number,) in db.execute(sql, [entity.name, uid, name, final[name]]).fetchall():
                records.delete_record(db, FORMER_KEY, number)


# --- names ----------------------------------------------------------------------------------


def _keep_names(db: sqlite3.Connection, entity: Entity, kept: int, rows: list[Row], final: Row) -> Iterator[str]:
    """Keep the names of both records that the one that stays does not have; yield them."""
    if entity.name == "person":
        known = set(map(match_key, entity.names(final)))
        for row in rows:
            former = {part: row[part] for part in ("titles", "given_name", "family_name")}
            for name in _list_parts(row, former):
                key = match_key(next(iter(entity.names(entity.make_blank_row() | name))))
                if key not in known and former_names.add_former_name(db, entity, kept, name):
                    yield next(iter(entity.names(entity.make_blank_row() | name)))
    else:
        known = {match_key(name) for name in entity.names(rows[0])}
        yield from (name for name in entity.names(final) if match_key(name) not in known)


def _list_parts(row: Row, former: Row) -> Iterator[Row]:
    """Yield a name of a person, and the one in Latin letters, by its parts."""
    yield former
    given, _blank, family = (row["name_latin"] or "").partition(" ")
    if given:
        yield {"given_name": given, "family_name": family.strip() or None}


def _join_variants(entity: Entity, rows: list[Row], final: Row) -> Any:
    """Return the other names of both records, and the names that are not kept."""
    variants = entity.by_name["variants"]
    assert isinstance(variants, TextList)
    known = {match_key(name) for name in entity.names(final)}
    names = [field.name for field in entity.fields if field.is_name and not isinstance(field, TextList)]
    more = dict.fromkeys(row[name] for row in rows for name in names if row[name])
    return variants.store([*variants.to_json(final["variants"]), *(n for n in more if match_key(n) not in known)])


def _keep_signed_names(db: sqlite3.Connection, entity: Entity, pair: tuple[int, int], final: Row) -> None:
    """Keep the names of organisations with the agreements that they signed, where they will have another one."""
    if entity.name != "organisation":
        return
    sql = """SELECT p.id FROM party p WHERE coalesce(p.unit_id, p.organisation_id) = ? AND p.name_as_signed IS NULL
        AND EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id)"""
    for number in pair:
        name = records.find_refs(db, entity.name, [number])[number].name
        if match_key(name) != match_key(entity.display_name(final)):
            for (party,) in db.execute(sql, [number]).fetchall():
                records.update_record(db, BY_NAME["party"], party, {"name_as_signed": name})
