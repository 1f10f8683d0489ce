"""Records that point to another, for its card: the nearest of each kind, and how many there are.

It follows from the descriptions: which references of which kinds point to this kind.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.cards import Card, PointingSection
from netreg.core.fields import Ref, Reference
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.errors import quote_word
from netreg.language import Label
from netreg.store.records import records
from netreg.store.records.conditions import UNITS, Condition, select_numbers
from netreg.store.reports.known_records import select_known_with

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.core.fields import Field

FEW = 5
"""How many of each kind a card shows."""

_MEETING_DAY = "(SELECT substr(m.starts_at, 1, 10) FROM meeting m WHERE m.id = {row}.meeting_id)"
# The stored day behind a derived one.
_STORED_DAYS = {
    ("agreement", "end"): "(SELECT d.end_first FROM agreement_dates d WHERE d.agreement_id = {row}.id)",
    ("cohort", "first_day"): "coalesce({row}.held_from, {row}.planned_from)",
    ("cohort", "last_day"): "coalesce({row}.held_until, {row}.planned_until, {row}.held_from, {row}.planned_from)",
    ("target", "target_day"): "{row}.due_on",
    ("action_item", "due_on"): f"coalesce({{row}}.due, {_MEETING_DAY})",
    ("opinion", "day"): f"coalesce({{row}}.voiced_on, {_MEETING_DAY})",
}
_NOT_TOLD = ("id", "code", "seq", "flags")


class _Pointing(NamedTuple):
    """The references of one kind by which its records point here, under one heading."""

    kind: Entity
    references: tuple[Reference, ...]
    label: Label
    through: str = ""
    """The reference of what these point to, where that points here."""


def add_pointing_sections(db: sqlite3.Connection, card: Card, frame: TimeFrame, *, is_past: bool = False) -> Card:
    """Add to a card the nearest records of each kind that point to its record; the past comes last.

    What points to a unit of an organisation points to the organisation as well. On a past day there is
    nothing that nobody knew then.
    """
    found = (_read_section(db, one, card, frame, is_past=is_past) for one in _list_pointing(card.kind))
    sections = tuple(
        section._replace(command=make_list_command(section.kind, [section.parent_field], card.row))
        for section in card.sections
    )
    pointing = tuple(filter(None, found))
    if card.kind.name == "meeting":
        pointing = (*_list_matters_arising(db, card, frame), *pointing)
    return card._replace(sections=sections, pointing=pointing)


# --- which kinds point here ------------------------------------------------------------


def _list_pointing(entity: Entity) -> Iterator[_Pointing]:
    """List what points to a kind, but for its children and for what its card has in full."""
    known = [one for one in entity.related_records if not one.in_full]
    whole = {(one.kind, one.field) for one in entity.related_records if one.in_full}
    for kind in BY_NAME.values():
        references = tuple(
            r for r in kind.references if r.to == entity.name and not r.parent and (kind.name, r.name) not in whole
        )
        named = {one.field: one.label for one in known if one.kind == kind.name}
        if len(named) == 1:
            yield _Pointing(kind, references, next(iter(named.values())))
            continue
        yield from (_Pointing(kind, (r,), named[r.name]) for r in references if r.name in named)
        if others := tuple(r for r in references if r.name not in named):
            yield _Pointing(kind, others, _make_label(kind, others))

    for name, reference, through in _THROUGH.get(entity.name, ()):
        kind = BY_NAME[name]
        yield _Pointing(kind, tuple(r for r in kind.references if r.name == reference), kind.plural, through)


_THROUGH = {"member_group": (("action_item", "meeting", "group"),)}
"""The kinds on the card of another that point to what points there: what the meetings of a group resolved."""


def _make_label(kind: Entity, references: tuple[Reference, ...]) -> Label:
    """Make the heading of what points by some references: agreements to sign, meetings to organise."""
    owners = _list_owners(kind)
    if owners:
        top = BY_NAME[owners[0].to]
        return Label(f"{top.plural.th}: {kind.label.th}", f"{top.plural.en}: {kind.label.en}")
    if len(references) > 1:  # each says by which it points
        return kind.plural
    way = references[0].label
    return Label(f"{kind.plural.th}: {way.th}", f"{kind.plural.en}: {way.en}")


def _list_owners(kind: Entity) -> tuple[Reference, ...]:
    """List the references to what records of a kind belong to, from the top."""
    found: list[Reference] = []
    while kind.parent:
        found.insert(0, kind.parent)
        kind = BY_NAME[kind.parent.to]
    return tuple(found)


# --- reading them ----------------------------------------------------------------------


def _read_section(
    db: sqlite3.Connection, one: _Pointing, card: Card, frame: TimeFrame, *, is_past: bool
) -> PointingSection | None:
    known = select_known_with(one.kind, frame.as_of) if is_past else []
    chosen = [_select_pointing(one, card.kind, card.row["id"]), *known]
    count = records.count_records(db, one.kind, *chosen)
    if not count:
        return None
    status_of = _choose_status_kind(one.kind)
    found = records.select_records(
        db, one.kind, chosen, as_of=frame.as_of, order=_order_nearest(one.kind, status_of), limit=FEW
    )
    owners = _list_owners(one.kind)
    rows = _add_owners(db, one.kind, [one.kind.add_derived(each, frame) for each in found], frame)
    return PointingSection(
        one.kind,
        one.label,
        one.references,
        owners,
        _list_status_fields(status_of),
        tuple(_list_details(one, owners, status_of)),
        tuple(rows),
        count,
        make_list_command(one.kind, [one.through or r.name for r in one.references], card.row),
    )


def _list_matters_arising(db: sqlite3.Connection, card: Card, frame: TimeFrame) -> Iterator[PointingSection]:
    """Yield what earlier meetings of the series resolved and is still to be done when this one begins."""
    rows = import_module("netreg.store.meetings.matters_arising").list_matters_arising(db, card.row["id"], frame.as_of)
    if rows:
        kind = BY_NAME["action_item"]
        details = tuple(kind.by_name[name] for name in ("meeting", "owner", "unit", "days_left"))
        command = f"netreg meeting action list --arising {card.row.get('code') or card.row['id']}"
        status = _list_status_fields(kind)
        yield PointingSection(kind, ARISING, (), (), status, details, tuple(rows[:FEW]), len(rows), command)


ARISING = Label("เรื่องสืบเนื่องที่ยังไม่แล้วเสร็จ", "Matters arising")


def make_list_command(kind: Entity, fields: list[str], row: Row) -> str:
    """Make the command that lists the records of a kind of which a field points to a record."""
    query = " or ".join(f"{field}:{row.get('code') or '#' + str(row['id'])}" for field in fields)
    return f"netreg {kind.command} list {quote_word(query)}"


def _select_pointing(one: _Pointing, entity: Entity, number: int) -> Condition:
    """Select what points to a record; to an organisation also what points to its units."""
    meant = f"IN ({UNITS})" if entity.name == "organisation" else "= :root"
    if one.through:
        meant = f"IN (SELECT id FROM {one.references[0].to} WHERE {one.through}_id {meant})"
    clauses = (f"t.{reference.column} {meant}" for reference in one.references)
    return Condition(f"({' OR '.join(clauses)})", {"root": number})


def _add_owners(db: sqlite3.Connection, kind: Entity, rows: list[Row], frame: TimeFrame) -> list[Row]:
    """Add to each row what its record belongs to, step by step, and how that stands."""
    status_of = _choose_status_kind(kind)
    at = rows
    while kind.parent:
        owner, above = kind.parent.name, BY_NAME[kind.parent.to]
        numbers = list({row[owner].id for row in at})
        chosen = records.select_records(db, above, [select_numbers(numbers)], as_of=frame.as_of)
        known = {row["id"]: above.add_derived(row, frame) for row in chosen}
        at = [known[row[owner].id] for row in at]
        told = (*above.status_fields, "has_end", "term") if above is status_of else ()
        told += ("state",) if above.parent is None and _find_owner_state(kind, status_of) else ()
        rows = [
            {owner: _make_ref(above, top), **{name: top.get(name) for name in told if name in top}, **row}
            for row, top in zip(rows, at, strict=True)
        ]
        kind = above
    return rows


def _find_owner_state(kind: Entity, status_of: Entity | None) -> Field | None:
    """Find the state of what a record belongs to at last, where it has none and its status does not say one."""
    if "state" in kind.by_name:
        return None
    top = kind
    while top.parent is not None:
        top = BY_NAME[top.parent.to]
    known = status_of is None or top is kind or "state" in status_of.status_fields
    return None if known else top.by_name.get("state")


def _make_ref(kind: Entity, row: Row) -> Ref:
    return Ref(kind.name, row["id"], row.get("code"), kind.display_name(row))


# --- what is shown of them, and in which order -----------------------------------------


def _choose_status_kind(kind: Entity) -> Entity | None:
    """Choose the kind that says how a record stands: its own, or the nearest that it belongs to."""
    while not kind.status_fields:
        if kind.parent is None:
            return None
        kind = BY_NAME[kind.parent.to]
    return kind


def _list_status_fields(status_of: Entity | None) -> tuple[Field, ...]:
    return tuple(status_of.by_name[name] for name in status_of.status_fields) if status_of else ()


def _list_details(one: _Pointing, owners: tuple[Reference, ...], status_of: Entity | None) -> Iterator[Field]:
    """List the columns of a kind that say more than what it belongs to and how it stands."""
    told = {*_NOT_TOLD, *(owner.name for owner in owners), *(f"{owner.to}_name" for owner in owners)}
    told |= set(status_of.status_fields) if status_of else set()
    if not owners:  # it is called by its own name, with its number
        told |= {"number", *(field.name for field in one.kind.stored if field.is_name)}
    if (state := _find_owner_state(one.kind, status_of)) is not None:
        yield state
    yield from (one.kind.by_name[name] for name in one.kind.columns if name not in told)


def _order_nearest(kind: Entity, status_of: Entity | None) -> str:
    """Return the order by which what is not over comes first, and of it and of the past the nearest."""
    days = [f for f in _list_status_fields(status_of) if isinstance(f, Date)]
    if status_of is None or not days:
        return f"{records.order_by(kind)}"
    first, last = (_find_stored_day(kind, status_of, field) for field in (days[0], days[-1]))
    over = f"coalesce({last} < substr(:as_of, 1, length({last})), 0)"
    day = f"substr({first} || substr('0000-01-01', length({first}) + 1), 1, 10)"  # of a rough day the first
    return f"{over}, abs(julianday({day}) - julianday(:as_of)) NULLS LAST, t.id"


def _find_stored_day(kind: Entity, of: Entity, field: Field, row: str = "t") -> str:
    """Return the SQL of a day of a record ``t``, or of what it belongs to."""
    if kind is of:
        return _STORED_DAYS.get((of.name, field.name), f"{{row}}.{field.column}").format(row=row)
    assert kind.parent is not None
    above = BY_NAME[kind.parent.to]
    inner = _find_stored_day(above, of, field, f"{row}_")
    return f"(SELECT {inner} FROM {above.name} {row}_ WHERE {row}_.id = {row}.{kind.parent.column})"
