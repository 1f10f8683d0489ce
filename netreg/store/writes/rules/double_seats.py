"""Nobody holds the same post, or has the same place in a group, twice at a time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.fields import choose_sentence_style
from netreg.core.table_import import CHILD, OWN
from netreg.entities import BY_NAME
from netreg.entities.rough_dates import ONE_DAY
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.history import command_log
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.thai.dates.formats import find_earliest_day, find_latest_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport


class _Seat(NamedTuple):
    """The fields in which two posts or memberships that are the same agree, and those of their first and last days."""

    same: tuple[str, ...]
    first: str
    last: str


_SEATS = {
    "post": _Seat(("person", "organisation", "position"), "since", "until"),
    "membership": _Seat(("group", "person", "organisation", "role", "position", "term_no"), "joined", "left"),
}
_OPEN = "9999"


def refuse_double_seat(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a post or membership of which some days are those of the same one.

    Raises:
        RefusedChange: naming the one that there is, and what to type to change it.
    """
    seat, entity, row = _SEATS[write.entity.name], write.entity, write.after
    if row is None or all(row[name] == write.before.get(name) for name in (*seat.same, seat.first, seat.last)):
        return
    found = _select_same_seats(db, entity, row, write.number)
    if len(found) > 1 and not any(command_log.is_new(db, entity.name, other["id"]) for other in found):
        raise _held_several_times(entity, found, row, write.number)
    if found:
        raise _already_held(db, entity, found[0]["id"], row if write.number is None else None)


def _select_same_seats(db: sqlite3.Connection, entity: Entity, row: Row, number: int | None) -> list[Row]:
    seat = _SEATS[entity.name]
    same = " AND ".join(f"{entity.by_name[name].column} IS ?" for name in seat.same)
    sql = f"SELECT * FROM {entity.name} WHERE {same} AND id IS NOT ?"
    others = db.execute(f"{sql} ORDER BY id", [*(row[name] for name in seat.same), number]).fetchall()
    return [dict(other) for other in others if _have_common_day(seat, row, dict(other))]


def find_same_seats(db: sqlite3.Connection, entity: Entity, row: Row, number: int) -> list[int]:
    """Return the posts or memberships that are the same as one with these values, and have days in common with it."""
    return [other["id"] for other in _select_same_seats(db, entity, row, number)]


def _have_common_day(seat: _Seat, one: Row, other: Row) -> bool:
    """Tell whether two seats certainly have days in common; what began on an unknown day is held on its last one."""
    (first, last), (other_first, other_last) = (_read_days(seat, row) for row in (one, other))
    return first <= other_last and other_first <= last


def _read_days(seat: _Seat, row: Row) -> tuple[str, str]:
    last = find_earliest_day(row[seat.last]) if row[seat.last] else _OPEN
    return (find_latest_day(row[seat.first]) if row[seat.first] else last), last


def _already_held(db: sqlite3.Connection, entity: Entity, number: int, wanted: Row | None) -> RefusedChange:
    seat, row = _SEATS[entity.name], records.read_values(db, entity, number)
    style = choose_sentence_style()
    days = [entity.by_name[name].show(row[name], style) for name in (seat.first, seat.last)]
    span = f" {days[0]}–{days[1]}" if any(days) else ""
    name = records.find_refs(db, entity.name, [number])[number].name
    if command_log.is_new(db, entity.name, number):
        return RefusedChange(
            _("an earlier row has the same, on the same days: {name}{span}").format(name=name, span=span),
            _("correct the days of one of them, or give it once"),
        )
    return RefusedChange(
        _("{kind} {number} is the same, on the same days: {name}{span}").format(
            kind=entity.spoken_name,
            number=number,
            name=name,
            span=span,
        ),
        _advise(entity, number, _find_extension(entity, row, wanted) if wanted else {}),
    )


def _held_several_times(entity: Entity, found: list[Row], wanted: Row, number: int | None) -> RefusedChange:
    """Name all that are the same, and what to type so that one of them has the days of all, or of the one edited."""
    seat = _SEATS[entity.name]
    fields = [entity.by_name[name] for name in (seat.first, seat.last)]
    style = choose_sentence_style()
    days = [[field.show(one[field.name], style) for field in fields] for one in found]
    spans = [f"{one['id']} ({first}–{last})" for one, (first, last) in zip(found, days, strict=True)]
    sentence = _("several records ({kind}) are the same, on the same days: {spans}").format(
        kind=entity.spoken_name, spans=", ".join(spans)
    )
    kept = found[-1]["id"] if number is None else number
    removed = [one["id"] for one in found if one["id"] != kept]
    commands = [f"'netreg {entity.command} remove {one}'" for one in removed]
    rows = [wanted, *found]
    first = None if any(one[seat.first] is None for one in rows) else min(str(one[seat.first]) for one in rows)
    last = None if any(one[seat.last] is None for one in rows) else max(str(one[seat.last]) for one in rows)
    commands.append(f"'netreg {entity.command} edit {kept} {seat.first}={first or ''} {seat.last}={last or ''}'")
    if any(one.get("acting") != wanted.get("acting") for one in found):
        commands = [f"'netreg {entity.command} show {one['id']}'" for one in found]
        return RefusedChange(sentence, _("see them with {commands}").format(commands=", ".join(commands)))
    return RefusedChange(
        sentence, _("if it is one, type in this order: {commands}").format(commands=", ".join(commands))
    )


def _find_extension(entity: Entity, row: Row, wanted: Row) -> dict[str, str]:
    """Find what to change of a seat so that it has the days of another one too, or ends as that does.

    Who acted in a post and is appointed to it later ends acting on the day before.
    """
    seat, changes = _SEATS[entity.name], dict[str, str]()
    (first, last), (own_first, own_last) = ((one[seat.first], one[seat.last]) for one in (wanted, row))
    is_later = bool(first) and (own_first is None or find_earliest_day(first) > find_latest_day(own_first))
    if row.get("acting") != wanted.get("acting"):
        if is_later:
            return {seat.last: (date.fromisoformat(find_earliest_day(first)) - ONE_DAY).isoformat()}
        if first and own_first:
            return {}  # an acting post that began before the other one is not the same from then on
        changes["acting"] = wanted["acting"] or ""
    if (first and not is_later and first != own_first) or (first and own_first is None):
        changes[seat.first] = first
    if own_last and (last is None or find_latest_day(last) > find_latest_day(own_last)):
        changes[seat.last] = last or ""
    elif last and own_last is None and is_later:
        changes[seat.last] = last
    return changes


def _advise(entity: Entity, number: int, changes: dict[str, str]) -> str:
    """Return the command that changes a seat; without changes the one that shows it."""
    if not changes:
        return _("see it with 'netreg {kind} show {number}'").format(kind=entity.command, number=number)
    words = " ".join(f"{name}={value}" for name, value in changes.items())
    return _("change that with 'netreg {kind} edit {number} {changes}'").format(
        kind=entity.command, number=number, changes=words
    )


def rows_of_double_seats(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that bring a known person or group a seat that may be the same as another, or one of the file."""
    if task.entity.name in _SEATS:
        parent = task.entity.parent
        assert parent is not None
        if column := task.column_of(OWN, parent.name):
            yield (
                f"unmatched_rows u CROSS JOIN resolved i USING (row) CROSS JOIN {task.entity.name} t "
                f"ON t.{parent.column} = i.{column.name} WHERE {_same_clause(task, OWN, task.entity)}"
            )
        same = [f"coalesce(i.{c.name}, '')" for n in _SEATS[task.entity.name].same if (c := task.column_of(OWN, n))]
        twice = f"SELECT {', '.join(same)} FROM resolved i GROUP BY {', '.join(same)} HAVING count(*) > 1"
        yield f"unmatched_rows u CROSS JOIN resolved i USING (row) WHERE ({', '.join(same)}) IN ({twice})"
    if task.child and task.child.name in _SEATS and any(task.columns_of(CHILD)):
        kind = BY_NAME[task.child.name]
        assert kind.parent is not None
        yield (
            f"new_children c CROSS JOIN {kind.name} t ON t.{kind.parent.column} = c.owner "
            f"CROSS JOIN resolved i USING (row) WHERE {_same_clause(task, CHILD, kind)}"
        )


def _same_clause(task: TableImport, level: str, kind: Entity) -> str:
    """Return the clause that a seat ``t`` is that of a row ``i``, but for its days."""
    clauses = []
    for name in _SEATS[kind.name].same:
        if kind.parent is not None and name == kind.parent.name:
            continue
        column, default = task.column_of(level, name), kind.defaults.get(name)
        given = f"i.{column.name}" if column else "NULL"
        value = f"coalesce({given}, '{default}')" if default is not None else given
        clauses.append(f"+t.{kind.by_name[name].column} IS {value}")
    return " AND ".join(clauses)


def note_second_posts(db: sqlite3.Connection, task: TableImport) -> Iterator[tuple[int, str, str, str]]:
    """Yield a note for each known person to whom a row brings a post beside one that goes on and no row names."""
    if task.child is None or task.child.name != "post" or not any(task.columns_of(CHILD)):
        return
    until = task.column_of(CHILD, "until")
    ended = f" AND i.{until.name} IS NULL" if until else ""
    sql = f"""SELECT n.row, min(t.id), count(DISTINCT t.id) FROM new_children n
        CROSS JOIN post t ON t.person_id = n.owner
        CROSS JOIN resolved i USING (row) WHERE t.until IS NULL{ended}
        AND n.row NOT IN (SELECT row FROM needs_row_import) AND t.id NOT IN (SELECT record FROM child_matches)
        GROUP BY n.row"""
    place = "position" if task.column_of(CHILD, "position") else "organisation"
    one = _("a second current post beside a known one; if that has ended: netreg member post edit {number} until=DATE")
    several = _("a further current post beside {count} known ones; see them with 'netreg member post list'")
    for row, number, count in db.execute(sql).fetchall():
        note = one.format(number=number) if count == 1 else several.format(count=count)
        yield row, f"{CHILD}.{place}", "", note


RULE = WriteRule(refuse=refuse_double_seat, rows_needing_row_import=rows_of_double_seats, note_rows=note_second_posts)
