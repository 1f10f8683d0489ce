"""Rows for which the order in the file could matter, put into the register one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference, shorten
from netreg.core.table_import import CHILD, OWN
from netreg.errors import DuplicateValue, Failure, RefusedChange
from netreg.language import _
from netreg.store.importing import match_rows, resolve_references, staging_tables
from netreg.store.records import lookup, records
from netreg.store.writes import checked
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row
    from netreg.core.table_import import NamedReference, TableImport


def put_all(db: sqlite3.Connection, task: TableImport, base: int) -> list[str]:
    """Put row after row; one that points to a row further down waits for it.

    The records that were new and plain have their numbers counted from `base`.
    """
    waiting = [row[0] for row in db.execute("SELECT row FROM slow EXCEPT SELECT row FROM bad ORDER BY row")]
    if not waiting:
        return []
    outcomes: list[str] = []
    seen = _Seen(db, base)
    coming = _Coming(db, task)
    while waiting:
        left = [row for row in waiting if not _tried(db, task, row, coming, outcomes, seen)]
        if len(left) == len(waiting):  # each waits for another's name: then for none that is still to come
            coming.rows.clear()
            left = [row for row in waiting if not _tried(db, task, row, coming, outcomes, seen)]
        if len(left) == len(waiting):
            _fault_waiting(db, task, left)
            break
        waiting = left
    return outcomes


class _Seen:
    """The row that first spoke of a record, or of what identifies a child; a record was put in its set before."""

    def __init__(self, db: sqlite3.Connection, base: int) -> None:
        self.db, self.base = db, base
        self._rows: dict[Any, int] = {}
        db.execute("CREATE INDEX IF NOT EXISTS temp.fresh_n ON fresh (n)")

    def get(self, key: object, default: int | None = None) -> Any:
        """The row, or what is given where there was none."""
        row = self._rows.get(key)
        if row is None and isinstance(key, int):
            row = self._plain(key)
        return default if row is None else row

    def _plain(self, record: int) -> int | None:
        found = self.db.execute(_PLAIN, [record, record - self.base]).fetchone()
        return found[0] if found else None

    def note(self, key: object, row: int) -> None:
        """Keep that a row speaks of this."""
        self._rows.setdefault(key, row)


_PLAIN = """SELECT row FROM found WHERE record = ? AND row NOT IN (SELECT row FROM slow) AND row NOT IN
    (SELECT row FROM bad) UNION ALL SELECT row FROM fresh WHERE n = ? LIMIT 1"""


class _Coming:
    """The rows that are still to come, by the names and codes that they bring."""

    def __init__(self, db: sqlite3.Connection, task: TableImport) -> None:
        match_rows.name_rows(db, task, "row IN (SELECT row FROM slow)")
        named = staging_tables.ALL_NAMES
        if task.column_of(OWN, "code"):
            named += " UNION SELECT row, own_code FROM incoming WHERE own_code IS NOT NULL"
        slow = "SELECT row FROM slow EXCEPT SELECT row FROM bad"
        self.rows: dict[str, set[int]] = {}
        self._keys: dict[int, list[str]] = {}
        for row, name in db.execute(f"SELECT row, key FROM ({named}) WHERE row IN ({slow})"):
            self.rows.setdefault(text.match_key(name), set()).add(row)
            self._keys.setdefault(row, []).append(text.match_key(name))

    def brings(self, name: str, row: int) -> bool:
        """Whether a row other than this one is still to bring a record of the name."""
        return bool(self.rows.get(text.match_key(name), set()) - {row})

    def came(self, row: int) -> None:
        """Say that a row is not to come any more."""
        for key in self._keys.get(row, ()):
            self.rows.get(key, set()).discard(row)


def _tried(
    db: sqlite3.Connection,
    task: TableImport,
    row: int,
    coming: _Coming,
    outcomes: list[str],
    seen: _Seen,
) -> bool:
    """Put a row unless it has to wait: for what it names, or until all of that name are there."""
    for pointer in _unsettled(db, task, row):
        record = None if coming.brings(pointer.text, row) else resolve_references.find_record(db, task, pointer)
        if record is None:
            return False
        staging_tables.settle_reference(db, pointer.number, record)
    outcomes += _put_unless_refused(db, task, row, seen)
    coming.came(row)
    return True


def _put_unless_refused(db: sqlite3.Connection, task: TableImport, row: int, seen: _Seen) -> list[str]:
    """Put a row, or keep what is wrong with it."""
    db.execute("SAVEPOINT row")
    try:
        return [_put(db, task, row, seen)]
    except Failure as failure:
        db.execute("ROLLBACK TO row")
        place, value, reason = "", "", str(failure)
        if isinstance(failure, DuplicateValue):
            place, value, reason = failure.place, failure.value, failure.reason
        staging_tables.fault(db, row, place, value, reason)
        return []
    finally:
        db.execute("RELEASE row")


def _put(db: sqlite3.Connection, task: TableImport, row: int, seen: _Seen) -> str:
    own, child = values(db, task, row)
    says = any(value is not None for value in child.values())
    others = _Others(db, task, own, seen)
    try:
        outcome, number = checked.import_row(db, task.entity, own, child if says else None, task.policy, others)
    except DuplicateValue as taken:
        raise _as_in_file(db, task, row, taken, seen) from None
    about = [(number, OWN), (_known_child(task, child), CHILD), (_own_child(db, task, number, child), CHILD)]
    for record, level in about:
        before = seen.get(record, row)
        if before != row and (other := _contradiction(task, level, *(values(db, task, one) for one in (before, row)))):
            raise _contradicting(db, task, row, before, number, other)
    _refuse_repeated(db, task, row, seen.get(about[-1][0], row))
    for record, _level in about:
        seen.note(record, row)
    db.execute("INSERT OR REPLACE INTO temp.placed VALUES (?, ?)", [row, number])
    return outcome


def _as_in_file(
    db: sqlite3.Connection, task: TableImport, row: int, taken: DuplicateValue, seen: _Seen
) -> DuplicateValue:
    """What is said of a value that another record has: in whose line it stands, if the record is one of the file."""
    before = seen.get(taken.record)
    other = None if before is None else _contradiction(task, OWN, *(values(db, task, one) for one in (before, row)))
    if before is None or other is None:
        return taken
    return _contradicting(db, task, row, before, taken.record, other)


def _contradicting(
    db: sqlite3.Connection, task: TableImport, row: int, before: int, number: int, other: str
) -> DuplicateValue:
    """What is said of a row that shares a mark, or a name, with one above it, and contradicts it."""
    mark = lookup.find_common_value(task.entity, values(db, task, before), values(db, task, row))
    name = shorten(records.find_refs(db, task.entity.name, [number])[number].name, 60)
    return DuplicateValue(
        mark.label if mark else "",
        mark.value if mark else "",
        (
            _("line {line} has it too, but another {field}")
            if mark
            else _("line {line} is about {name} too, but has another {field}")
        ).format(line=_line(db, before), name=name, field=other),
        _("tell the two apart, or leave one out"),
        place=mark.place if mark else "",
        record=number,
    )


def _known_child(task: TableImport, child: Row) -> tuple[Any, ...] | _Unknown:
    """What identifies the child of a row by itself; nothing that any other row has, if it lacks that."""
    for key in (key for key in task.entity.keys if key.is_by_child):
        found = tuple(child.get(part.field) for part in key)
        if None not in found:
            return found
    return _Unknown()


def _own_child(db: sqlite3.Connection, task: TableImport, owner: int, child: Row) -> tuple[str, int] | _Unknown:
    """The child of a record that a row is about, by the child's own keys; nothing that any other row has, if none."""
    if task.child is None or task.child.parent is None or all(value is None for value in child.values()):
        return _Unknown()
    found = lookup.match_record(db, task.child, {**child, task.child.parent.name: owner})
    return (task.child.name, found[0]) if len(found) == 1 else _Unknown()


def _refuse_repeated(db: sqlite3.Connection, task: TableImport, row: int, before: int) -> None:
    """Refuse a row that only repeats another, where a mark could have said that two of a name are one.

    In a kind that is known by its child, such as an alumnus by the student number, two rows
    that say the same may well be two people of one name.
    """
    if before == row or not any(key.is_by_child for key in task.entity.keys):
        return
    own, child = values(db, task, row)
    marked = any(own.get(name) is not None for name in task.entity.unique_fields)
    if marked or not isinstance(_known_child(task, child), _Unknown) or values(db, task, before) != (own, child):
        return
    raise RefusedChange(
        _("it stands twice in the file, in line {line} too").format(line=_line(db, before)),
        _("tell the two apart, or leave one out"),
    )


def _line(db: sqlite3.Connection, row: int) -> int:
    """The line of the file that a row stands in."""
    return int(db.execute("SELECT line FROM temp.incoming WHERE row = ?", [row]).fetchone()[0])


class _Unknown:
    """What identifies nothing: equal to itself alone."""


class _Others:
    """The records that earlier rows with another code, e-mail or the like are about: somebody else's.

    The strongest mark that both rows have decides: who has the same code and another e-mail is nobody else.
    """

    def __init__(self, db: sqlite3.Connection, task: TableImport, own: Row, seen: _Seen) -> None:
        self.db, self.task, self.own, self.seen = db, task, own, seen

    def __contains__(self, number: object) -> bool:
        """Whether the record is known not to be the row's."""
        earlier = self.seen.get(number) if isinstance(number, int) else None
        if earlier is None:
            return False
        before, by_name = values(self.db, self.task, earlier)[0], self.task.entity.by_name
        both = [(name, before.get(name), self.own.get(name)) for name in self.task.entity.unique_fields]
        return next(
            (
                not lookup.have_common_value(by_name[name], one, other)
                for name, one, other in both
                if one is not None and other is not None
            ),
            False,
        )


def _contradiction(task: TableImport, level: str, before: tuple[Row, Row], row: tuple[Row, Row]) -> str | None:
    """What people call the field for which two rows about the same record, or child, have different values."""
    one, other = before[level != OWN], row[level != OWN]
    both = [name for name, value in other.items() if value is not None and one.get(name) is not None]
    differing = {name for name in both if other[name] != one[name]}
    kind = task.entity_of(level)
    for whole in kind.compound_columns:
        if len(differing.intersection(whole.into)) > 1:
            return str(whole.label)
    return next((str(kind.by_name[name].label) for name in both if name in differing), None)


def values(db: sqlite3.Connection, task: TableImport, row: int) -> tuple[Row, Row]:
    """What a row says of its record, and of the child."""
    found = db.execute("SELECT * FROM temp.resolved WHERE row = ?", [row]).fetchone()
    own, child = ({c.field.name: found[c.name] for c in task.columns_of(level)} for level in (OWN, CHILD))
    return own, child


def _unsettled(db: sqlite3.Connection, task: TableImport, row: int) -> list[NamedReference]:
    """What a row names that was not found yet."""
    found = db.execute("SELECT * FROM temp.incoming WHERE row = ?", [row]).fetchone()
    numbers = [found[c.name] for c in task.columns if isinstance(c.field, Reference) and found[c.name] is not None]
    return (
        staging_tables.list_references(db, f"record IS NULL AND number IN ({', '.join(map(str, numbers))})")
        if numbers
        else []
    )


def _fault_waiting(db: sqlite3.Connection, task: TableImport, rows: list[int]) -> None:
    """What to say of rows that wait for one another, or for none that is there."""
    written = {
        text.match_key(str(value)) for row in rows for value in values(db, task, row)[0].values() if value is not None
    }
    names: lookup.NameCache = {}
    for row in rows:
        for pointer in _unsettled(db, task, row):
            within = staging_tables.settled_record(db, pointer.within)
            reason = str(resolve_references.explain(db, task, pointer, names, within=within))
            if text.match_key(pointer.text) in written:
                reason = _("it stands in this file, in a row that cannot be taken or above itself")
            staging_tables.fault(db, row, f"{pointer.level}.{pointer.field}", pointer.text, reason)
