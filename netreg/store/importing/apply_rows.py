"""Apply rows one by one, in the order of the file, where that order could matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference, shorten
from netreg.core.kept_names import WrittenReference
from netreg.core.table_import import CHILD, LEFT_OUT, OWN, UNCHANGED
from netreg.core.uid_field import UID_NAME
from netreg.errors import DoubtfulRow, DuplicateValue, Failure, InvalidRecord, RefusedChange
from netreg.language import _
from netreg.store.importing import match_rows, resolve_references, similar_rows, staging_tables
from netreg.store.records import lookup, matching, records
from netreg.store.writes import imported_rows
from netreg.store.writes.imported_rows import RowContext
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from netreg.core.entity import Row
    from netreg.core.table_import import NamedReference, TableImport
    from netreg.store.similarity.similar_records import Similar


def apply_rows(db: sqlite3.Connection, task: TableImport, base: int) -> list[str]:
    """Apply the rows that need row import; one that names the record of a row further down waits for it.

    The records that were new and plain have their numbers counted from `base`.
    """
    waiting = _list_waiting_rows(db, task)
    if not waiting:
        return []
    outcomes: list[str] = []
    earlier = _EarlierRows(db, base)
    later = _LaterRows(db, task)
    while waiting:
        left = [row for row in waiting if not _try_row(db, task, row, later, outcomes, earlier)]
        if len(left) == len(waiting):  # each waits for another's name: then for none that is still to come
            later.rows.clear()
            left = [row for row in waiting if not _try_row(db, task, row, later, outcomes, earlier)]
        if len(left) == len(waiting):
            _reject_waiting_rows(db, task, left)
            break
        waiting = left
    return outcomes


def _list_waiting_rows(db: sqlite3.Connection, task: TableImport) -> list[int]:
    """List the rows in the order in which they are applied: that of the file, or of the days of its records.

    So a file that has the latest day on top is put into the register as one that has it below.
    """
    rows = "SELECT row FROM needs_row_import EXCEPT SELECT row FROM rejected_rows"
    ordered = task.column_of(OWN, task.entity.order_field) if task.entity.order_field else None
    if ordered:
        rows = f"SELECT row FROM ({rows}) JOIN resolved i USING (row) ORDER BY i.{ordered.name}, row"
    else:
        rows += " ORDER BY row"
    return [row[0] for row in db.execute(rows)]


class _EarlierRows:
    """The first row about each record, or about what identifies a child; of records applied in sets too."""

    def __init__(self, db: sqlite3.Connection, base: int) -> None:
        self.db, self.base = db, base
        self._rows: dict[Any, int] = {}
        db.execute("CREATE INDEX IF NOT EXISTS temp.new_rows_n ON new_rows (n)")

    def get(self, key: object, default: int | None = None) -> Any:
        """Return the row, or the default where there was none."""
        row = self._rows.get(key)
        if row is None and isinstance(key, int):
            row = self._find_in_sets(key)
        return default if row is None else row

    def _find_in_sets(self, record: int) -> int | None:
        found = self.db.execute(_ROW_IN_SETS, [record, record - self.base]).fetchone()
        return found[0] if found else None

    def note(self, key: object, row: int) -> None:
        """Note that a row is about this record or child."""
        self._rows.setdefault(key, row)


_ROW_IN_SETS = """SELECT row FROM matches WHERE record = ? AND row NOT IN (SELECT row FROM needs_row_import)
    AND row NOT IN (SELECT row FROM rejected_rows) UNION ALL SELECT row FROM new_rows WHERE n = ? LIMIT 1"""


class _LaterRows:
    """The rows still to be applied, by the names and codes that they bring."""

    def __init__(self, db: sqlite3.Connection, task: TableImport) -> None:
        match_rows.derive_row_names(db, task, "row IN (SELECT row FROM needs_row_import)")
        named = staging_tables.NAMES_OF_ROWS
        if task.column_of(OWN, "code"):
            named += " UNION SELECT row, own_code FROM incoming WHERE own_code IS NOT NULL"
        deferred = "SELECT row FROM needs_row_import EXCEPT SELECT row FROM rejected_rows"
        self.rows: dict[str, set[int]] = {}
        self._keys: dict[int, list[str]] = {}
        for row, name in db.execute(f"SELECT row, key FROM ({named}) WHERE row IN ({deferred})"):
            self.rows.setdefault(text.match_key(name), set()).add(row)
            self._keys.setdefault(row, []).append(text.match_key(name))

    def may_bring(self, name: str, row: int) -> bool:
        """Return whether a row other than this one may still bring a record of the name."""
        rows = self.rows.get(text.match_key(name))
        return bool(rows) and rows != {row}

    def remove(self, row: int) -> None:
        """Note that a row was applied."""
        for key in self._keys.get(row, ()):
            self.rows.get(key, set()).discard(row)


def _try_row(
    db: sqlite3.Connection,
    task: TableImport,
    row: int,
    later: _LaterRows,
    outcomes: list[str],
    earlier: _EarlierRows,
) -> bool:
    """Apply a row unless it has to wait for a record that it names; return whether it was tried."""
    for reference in _list_open_references(db, task, row):
        record = (
            None if later.may_bring(reference.text, row) else resolve_references.resolve_reference(db, task, reference)
        )
        if record is None:
            return False
        staging_tables.settle_reference(db, reference.number, record)
    outcomes += _apply_or_reject(db, task, row, earlier)
    later.remove(row)
    return True


def _apply_or_reject(db: sqlite3.Connection, task: TableImport, row: int, earlier: _EarlierRows) -> list[str]:
    """Apply a row, or reject it with the reason."""
    db.execute("SAVEPOINT row")
    try:
        return [_apply_row(db, task, row, earlier)]
    except Failure as failure:
        db.execute("ROLLBACK TO row")
        place, value, reason = "", "", str(failure)
        candidates: tuple[int, ...] = ()
        if isinstance(failure, DuplicateValue):
            place, value, reason = failure.place, failure.value, failure.reason
        elif isinstance(failure, InvalidRecord):
            level = OWN if failure.kind == task.entity.name else CHILD
            place, reason = f"{level}.{failure.field}", failure.reason
        elif isinstance(failure, DoubtfulRow):
            place, value, candidates = failure.place, failure.value, failure.candidates
        staging_tables.reject_row(db, row, place, value, reason, candidates=candidates)
        return []
    finally:
        db.execute("RELEASE row")


def _apply_row(db: sqlite3.Connection, task: TableImport, row: int, earlier: _EarlierRows) -> str:
    own, child = _note_written_names(db, task, row, read_row_values(db, task, row))
    says = any(value is not None for value in child.values())
    others = _RecordsOfOthers(db, task, row, own, earlier)
    similar = similar_rows.list_similar(db, row)
    days = (None, None) if own.get(UID_NAME) else (task.find_confirmation(OWN), task.find_confirmation(CHILD))
    decision = staging_tables.find_decision(db, row)
    context = RowContext(task.policy, others, decision, earlier.base, similar, days, today=task.today)
    context.former_family = similar_rows.find_former_family(db, row)
    try:
        outcome, number = imported_rows.import_row(db, task.entity, own, child if says else None, context)
    except DuplicateValue as taken:
        raise _explain_duplicate(db, task, row, taken, earlier) from None
    except DoubtfulRow as doubt:
        raise _explain_doubt(db, task, row, doubt, earlier, similar) from None
    if outcome == LEFT_OUT:
        _leave_out(db, task, row, own)
        return outcome
    for remark in context.remarks:
        staging_tables.add_row_note(db, row, *remark)
    about = [(number, OWN), (_identify_child(task, child), CHILD), (_find_child(db, task, number, child), CHILD)]
    for record, level in about:
        before = earlier.get(record, row)
        if before != row and (
            other := _find_contradiction(task, level, *(read_row_values(db, task, one) for one in (before, row)))
        ):
            raise _contradiction_error(db, task, row, before, number, other)
    _refuse_repetition(db, task, row, earlier.get(about[-1][0], row))
    before = earlier.get(number, row)
    if outcome == UNCHANGED and before != row:
        values = [{**own, "uid": None} for own in (read_row_values(db, task, before)[0], own)]
        if values[0] == values[1] and read_row_values(db, task, before)[1] == child:
            staging_tables.note_repeated_row(db, row, before, number if number <= earlier.base else None)
    for record, _level in about:
        earlier.note(record, row)
    is_confirmed = context.is_confirmed and outcome == UNCHANGED
    staging_tables.place_row(db, row, number, is_confirmed=is_confirmed)
    return outcome


def _explain_duplicate(
    db: sqlite3.Connection, task: TableImport, row: int, taken: DuplicateValue, earlier: _EarlierRows
) -> DuplicateValue:
    """Return the error; it gives the line of the other record if that is in the file."""
    before = earlier.get(taken.record)
    other = (
        None
        if before is None
        else _find_contradiction(task, OWN, *(read_row_values(db, task, one) for one in (before, row)))
    )
    if before is None or other is None:
        return taken
    return _contradiction_error(db, task, row, before, taken.record, other)


def _explain_doubt(
    db: sqlite3.Connection,
    task: TableImport,
    row: int,
    doubt: DoubtfulRow,
    earlier: _EarlierRows,
    similar: Sequence[Similar],
) -> Failure:
    """Return the doubt; where it is about a record that came with the file, it names the line of that."""
    if set(doubt.candidates) <= {one.record for one in similar}:
        return doubt  # it is about no record for certain: what another row says of that is beside the point
    lines = {number: earlier.get(number) for number in doubt.candidates}
    if len(lines) == 1 and (before := lines[doubt.candidates[0]]) is not None:
        other = _find_contradiction(task, OWN, *(read_row_values(db, task, one) for one in (before, row)))
        if other is not None:
            return _contradiction_error(db, task, row, before, doubt.candidates[0], other)
    own = [before for number, before in lines.items() if before is not None and number > earlier.base]
    if not own:
        return doubt
    return DoubtfulRow(
        _("it may be the one on line {line}, but too little agrees").format(line=_find_line(db, own[0])),
        _("complete one of them, or add --doubtful new"),
        tuple(number for number in doubt.candidates if number <= earlier.base),
    )


def _leave_out(db: sqlite3.Connection, task: TableImport, row: int, own: Row) -> None:
    """Count a row as left out that a person decided not to import."""
    name = next(filter(None, task.entity.names(task.entity.make_blank_row() | own)), "")
    staging_tables.leave_out_row(db, row, _find_line(db, row), name, _("left out by decision, or as doubtful"))


def _contradiction_error(
    db: sqlite3.Connection, task: TableImport, row: int, before: int, number: int, other: str
) -> DuplicateValue:
    """Return the error of a row that shares a unique value, or a name, with an earlier one and contradicts it."""
    lines = _find_line(db, before), _find_line(db, row)
    decisions = (staging_tables.find_decision(db, one) for one in (before, row))
    if all(decision and decision.record == number for decision in decisions):
        sentence = _("lines {first} and {second} are both decided to be {kind} #{number}, but differ in {field}")
        sentence = sentence.format(
            first=lines[0], second=lines[1], kind=task.entity.spoken_name, number=number, field=other
        )
        return DuplicateValue("", "", sentence, _("change one of the decisions"), place="", record=number)
    mark = matching.find_common_value(task.entity, read_row_values(db, task, before), read_row_values(db, task, row))
    name = shorten(records.find_refs(db, task.entity.name, [number])[number].name, 60)
    return DuplicateValue(
        mark.label if mark else "",
        mark.value if mark else "",
        (
            _("line {line} has the same value, but a different {field}")
            if mark
            else _("line {line} is also about {name}, but has a different {field}")
        ).format(line=lines[0], name=name, field=other),
        _("correct one of them, or remove it"),
        place=mark.place if mark else "",
        record=number,
    )


def _identify_child(task: TableImport, child: Row) -> tuple[Any, ...] | _Unidentified:
    """Return what identifies the child of a row by itself, or something that equals nothing else."""
    for key in (key for key in task.entity.keys if key.is_by_child):
        found = tuple(child.get(part.field) for part in key)
        if None not in found:
            return found
    return _Unidentified()


def _find_child(db: sqlite3.Connection, task: TableImport, owner: int, child: Row) -> tuple[str, int] | _Unidentified:
    """Return the child of a record that a row is about by the child's own keys, or what equals nothing else."""
    if task.child is None or task.child.parent is None or all(value is None for value in child.values()):
        return _Unidentified()
    found = matching.match_record(db, task.child, {**child, task.child.parent.name: owner})
    return (task.child.name, found[0]) if len(found) == 1 else _Unidentified()


def _refuse_repetition(db: sqlite3.Connection, task: TableImport, row: int, before: int) -> None:
    """Refuse a row that only repeats another, where a unique field could have told that two of a name are one.

    In a kind that is known by its child, such as an alumnus by the student number, two rows
    that say the same may well be two people of one name.
    """
    if before == row or not any(key.is_by_child for key in task.entity.keys):
        return
    own, child = read_row_values(db, task, row)
    marked = any(own.get(name) is not None for name in task.entity.unique_fields)
    if (
        marked
        or not isinstance(_identify_child(task, child), _Unidentified)
        or read_row_values(db, task, before) != (own, child)
    ):
        return
    raise RefusedChange(
        _("this row is also on line {line}").format(line=_find_line(db, before)),
        _("correct one of them, or remove it"),
    )


def _find_line(db: sqlite3.Connection, row: int) -> int:
    """Return the line of the file on which a row stands."""
    return int(db.execute("SELECT line FROM temp.incoming WHERE row = ?", [row]).fetchone()[0])


class _Unidentified:
    """A value that equals itself alone."""


class _RecordsOfOthers:
    """The records that earlier rows with another code, e-mail or the like are about: somebody else's.

    The strongest mark that both rows have decides: who has the same code and another e-mail is nobody else.
    A record that a person had made of a row is another's than that of any row without such a mark of it.
    """

    def __init__(self, db: sqlite3.Connection, task: TableImport, row: int, own: Row, earlier: _EarlierRows) -> None:
        self.db, self.task, self.row, self.own, self.earlier = db, task, row, own, earlier

    def __contains__(self, number: object) -> bool:
        """Return whether the record is known to be another than the row's."""
        if not isinstance(number, int):
            return False
        claiming = staging_tables.find_claiming_row(self.db, number)
        earlier = self.earlier.get(number) if claiming is None else claiming
        if earlier is None or earlier == self.row:
            return False
        before, by_name = read_row_values(self.db, self.task, earlier)[0], self.task.entity.by_name
        both = [(name, before.get(name), self.own.get(name)) for name in self.task.entity.marking_fields]
        return next(
            (
                by_name[name].contradicts(one, other)
                for name, one, other in both
                if one is not None and other is not None
            ),
            claiming is not None,
        )


def _find_contradiction(task: TableImport, level: str, before: tuple[Row, Row], row: tuple[Row, Row]) -> str | None:
    """Return the label of a field for which two rows about one record, or child, have different values."""
    one, other = before[level != OWN], row[level != OWN]
    both = [name for name, value in other.items() if value is not None and one.get(name) is not None]
    kind = task.entity_of(level)
    respelt = kind.find_respelt_parts(one, other)
    differing = {
        name
        for name in both
        if name not in respelt
        and kind.by_name[name].merge(one[name], other[name]) != one[name]
        and kind.by_name[name].merge(other[name], one[name]) != other[name]
    }
    for whole in kind.compound_columns:
        if len(differing.intersection(whole.into)) > 1:
            return str(whole.label)
    return next((str(kind.by_name[name].label) for name in both if name in differing), None)


def read_row_values(db: sqlite3.Connection, task: TableImport, row: int) -> tuple[Row, Row]:
    """Return the values of a row for its record, and for the child."""
    found = db.execute("SELECT * FROM temp.resolved WHERE row = ?", [row]).fetchone()
    own, child = ({c.field.name: found[c.name] for c in task.columns_of(level)} for level in (OWN, CHILD))
    return own, child


def _note_written_names(
    db: sqlite3.Connection, task: TableImport, row: int, values: tuple[Row, Row]
) -> tuple[Row, Row]:
    """Return the values of a row; a person whose name is kept comes along with the text that stands in the row."""
    for level, kept in ((OWN, task.entity.kept_name), (CHILD, task.child and task.child.kept_name)):
        column = task.column_of(level, kept.person) if kept else None
        found = values[level != OWN]
        if kept and column and found[kept.person] is not None:
            sql = f"SELECT text FROM temp.named_references JOIN temp.incoming ON {column.name} = number WHERE row = ?"
            written = db.execute(sql, [row]).fetchone()
            if written is not None:
                found[kept.person] = WrittenReference.make(found[kept.person], written[0])
    return values


def _list_open_references(db: sqlite3.Connection, task: TableImport, row: int) -> list[NamedReference]:
    """Return the references of a row that are still open."""
    found = db.execute("SELECT * FROM temp.incoming WHERE row = ?", [row]).fetchone()
    numbers = [found[c.name] for c in task.columns if isinstance(c.field, Reference) and found[c.name] is not None]
    return (
        staging_tables.list_references(db, f"record IS NULL AND number IN ({', '.join(map(str, numbers))})")
        if numbers
        else []
    )


def _reject_waiting_rows(db: sqlite3.Connection, task: TableImport, rows: list[int]) -> None:
    """Reject rows that wait for one another, or for a record that is nowhere."""
    written = {
        text.match_key(str(value))
        for row in rows
        for value in read_row_values(db, task, row)[0].values()
        if value is not None
    }
    names: lookup.NameCache = {}
    for row in rows:
        for reference in _list_open_references(db, task, row):
            within = staging_tables.read_settled_record(db, reference.within)
            reason = resolve_references.explain_failure(db, task, reference, names, within=within)
            if text.match_key(reference.text) in written:
                reason = _("the record is in this file, but its row was rejected or is its own ancestor")
            staging_tables.reject_row(db, row, f"{reference.level}.{reference.field}", reference.text, reason)
