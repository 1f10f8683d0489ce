"""Clauses of a query about the records of a table, and the values that they bind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.named_tuples import NamedTuple
from netreg.store.records.conditions import Condition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MOST = 10_000
"""Of so many records that are meant the numbers are bound; of more, each record of a list is asked."""


class Clause(NamedTuple):
    """A clause of SQL; it is about `few` records where it names the numbers of all that can meet it."""

    sql: str
    few: bool = False


class Parameters:
    """The values that the clauses of one query bind, by their names."""

    def __init__(self, prefix: str, values: dict[str, Any]) -> None:
        """Begin with some values; the names of others begin with the prefix."""
        self.values = values
        self._prefix = prefix

    def bind(self, value: Any) -> str:
        """Keep a value, and return the parameter that stands for it."""
        name = f"{self._prefix}_{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def join_either(clauses: Iterable[Clause]) -> Clause:
    """Return the clause that one of some is met."""
    known = list(dict.fromkeys(clauses))
    if len(known) == 1:
        return known[0]
    return Clause(f"({' OR '.join(clause.sql for clause in known) or '0'})", all(clause.few for clause in known))


def name_numbers(column: str, numbers: Iterable[int], bound: Parameters) -> Clause:
    """Return the clause that a column has one of some numbers."""
    sql = f"{column} IN (SELECT value FROM json_each({bound.bind(str(list(numbers)))}))"
    return Clause(sql, column.endswith(".id"))


class Related(NamedTuple):
    """A column of other records, by the alias of their table, and a clause about them."""

    kind: str
    alias: str
    column: str
    clause: str


def find_related(db: sqlite3.Connection, column: str, related: Related, bound: Parameters) -> Clause:
    """Return the clause that a column has the value of other records that meet a clause.

    Where there are many such, each record is asked for its own ones: a page of a list looks at few records.
    """
    kind, alias, other, where = related
    sql = f"SELECT DISTINCT {alias}.{other} FROM {kind} {alias} WHERE {where}"
    numbers = [row[0] for row in db.execute(f"{sql} LIMIT {MOST + 1}", bound.values)]
    if len(numbers) <= MOST:
        return name_numbers(column, (number for number in numbers if number is not None), bound)
    if column.startswith(f"{alias}."):
        return Clause(f"{column} IN ({sql})")
    return Clause(f"EXISTS (SELECT 1 FROM {kind} {alias} WHERE {alias}.{other} = {column} AND {where})")


def name_few(db: sqlite3.Connection, condition: Condition) -> Condition:
    """Return a condition with the numbers of the records that meet it, where it tells them and they are few."""
    if not condition.numbers:
        return condition
    rows = db.execute(f"SELECT DISTINCT * FROM ({condition.numbers}) LIMIT {MOST + 1}", condition.values).fetchall()
    if len(rows) > MOST:
        return condition
    bound = Parameters("_".join(condition.values), dict(condition.values))
    clause = name_numbers("t.id", [row[0] for row in rows if row[0] is not None], bound)
    return Condition(clause.sql, bound.values, clause.few)
