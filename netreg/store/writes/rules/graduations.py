"""Alumni of one name: a second degree belongs to one person, a second first degree hardly ever does.

Who is known by nothing but the name and the faculty, and has a graduation that may be of the same
degree in another year, may be another person of that name: nobody is joined to anybody on so little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.table_import import CHILD
from netreg.entities import GRADUATION
from netreg.entities.graduations import DEGREE, YEAR
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.records import matching, records
from netreg.store.writes.rules.rule import WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport


def refuse_doubtful(
    db: sqlite3.Connection, entity: Entity, number: int, values: Mapping[str, Any], child: Mapping[str, Any]
) -> None:
    """Refuse to join a graduation to a person of whom it has the name alone, where it may be a namesake's.

    Raises:
        RefusedChange: naming the graduation that the person has.
    """
    if not _is_known_by_graduation(entity) or _shares_unique_value(
        entity, records.read_values(db, entity, number), values
    ):
        return
    row: Row = {**child, "person": number}
    found = None if matching.match_record(db, GRADUATION, row) else _find_like(db, number, child)
    if found is not None:
        raise RefusedChange(
            _("{name} has the same degree from another year or class: {graduation}").format(
                name=records.find_refs(db, entity.name, [number])[number].name,
                graduation=records.find_refs(db, GRADUATION.name, [found])[found].name,
            ),
            _("add a code or birth date to both: the same one for one person, different ones for two"),
        )


def _is_known_by_graduation(entity: Entity) -> bool:
    return entity.row_child == GRADUATION.name and any(key.is_by_child for key in entity.keys)


def _shares_unique_value(entity: Entity, before: Row, values: Mapping[str, Any]) -> bool:
    """Tell whether more than the name says that the row is about this person."""
    marks = (*entity.unique_fields, "birth_date")
    return any(values.get(name) is not None and values[name] == before[name] for name in marks)


def _find_like(db: sqlite3.Connection, number: int, child: Mapping[str, Any]) -> int | None:
    """Return a graduation of the person that may be of the same degree in another year."""
    given = {name: child.get(name) for name in (*DEGREE, *YEAR)}
    clause = _likeness_clause({name: f":{name}" for name in given})
    sql = f"SELECT g.id FROM graduation g WHERE g.person_id = :number AND {clause} LIMIT 1"
    found = db.execute(sql, {**given, "number": number}).fetchone()
    return found[0] if found else None


def _likeness_clause(given: Mapping[str, str]) -> str:
    """Return the clause that a graduation ``g`` may be of the same degree, and is of another year or class."""
    kept = {name: f"g.{GRADUATION.by_name[name].column}" for name in given}
    same = [f"ifnull({kept[name]} = {given[name]}, 1)" for name in DEGREE if name in given]
    apart = [f"ifnull({kept[name]} <> {given[name]}, 0)" for name in YEAR if name in given]
    return " AND ".join([*same, f"({' OR '.join(apart) or '0'})"])


def rows_of_doubtful_graduations(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that would give a known person such a graduation.

    Where known persons are skipped, too: it may be another who would be skipped.
    """
    if not _is_known_by_graduation(task.entity):
        return
    given = {name: f"i.{column.name}" for name in (*DEGREE, *YEAR) if (column := task.column_of(CHILD, name))}
    known = (
        "SELECT row, record AS owner FROM matches" if task.policy.on_match == "skip" else "SELECT * FROM new_children"
    )
    tied = f"({known}) c CROSS JOIN resolved i USING (row) CROSS JOIN graduation g ON g.person_id = c.owner"
    yield f"{tied} WHERE {_likeness_clause(given)}"


RULE = WriteRule(refuse_match=refuse_doubtful, rows_needing_row_import=rows_of_doubtful_graduations)
