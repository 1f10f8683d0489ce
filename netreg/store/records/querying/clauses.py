"""Clauses of a query about the records of a table, and the values that they bind."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from netreg.named_tuples import NamedTuple
from netreg.store.records.conditions import Condition, KnownRecords

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

MOST = 4_000
"""Of so many records that are meant the numbers are bound; of more, each record of a list is asked."""
MOST_NAMED = 10_000
"""Of so many where they are known by their own numbers, so that none has to be looked for."""
MANY = 100_000
"""Of so many the numbers are bound for when all records are looked through; of more, the first are near."""


class Clause(NamedTuple):
    """A clause of SQL; it is about `few` records where it names the numbers of all that can meet it.

    One that asks each record may name the numbers all the same, for when all records are looked through: `through`.
    Of one that more than :data:`MOST_NAMED` records are known to meet (`many`) they need not be looked for.
    It may be `known` which records of the table ``t`` meet it.
    """

    sql: str
    few: bool = False
    through: str = ""
    many: bool = False
    known: KnownRecords | None = None


_NONE = Clause("0", few=True)
"""No record meets it."""


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
    known = [clause for clause in dict.fromkeys(clauses) if clause != _NONE]
    if len(known) == 1:
        return known[0]
    if not known:
        return _NONE
    found = _join(known, " OR ", few=all(clause.few for clause in known))
    return found._replace(many=any(clause.many for clause in known), known=_join_known(known))


def _join_known(clauses: Iterable[Clause]) -> KnownRecords | None:
    from netreg.store.records.search_pages.numbers import Numbers  # few lists are asked for what they hold

    numbers, keys = Numbers(), dict[str, None]()
    for clause in clauses:
        if clause.known is None:
            return None
        some = clause.known.numbers
        numbers.add_all(some if isinstance(some, Numbers) else Numbers(some))
        keys |= dict.fromkeys(clause.known.keys)
    return KnownRecords(numbers, tuple(keys))


def join_all(clauses: Sequence[Clause]) -> Clause:
    """Return the clause that all of some are met."""
    return _join(clauses, " AND ", few=any(clause.few for clause in clauses))


def _join(clauses: Sequence[Clause], joint: str, *, few: bool) -> Clause:
    through = f"({joint.join(one.through or one.sql for one in clauses)})" if any(c.through for c in clauses) else ""
    return Clause(f"({joint.join(clause.sql for clause in clauses)})", few, through)


def negate(clause: Clause) -> Clause:
    """Return the clause that one is not met."""
    return Clause(f"({clause.sql}) IS NOT TRUE", through=clause.through and f"({clause.through}) IS NOT TRUE")


def name_numbers(column: str, numbers: Iterable[int], bound: Parameters) -> Clause:
    """Return the clause that a column has one of some numbers: a list, or such as write themselves as a JSON array."""
    written = hasattr(numbers, "__conform__")
    known = numbers if isinstance(numbers, Collection) and written else tuple(numbers)
    if not known:
        return _NONE
    listed = known if written else str(list(known))
    sql = f"{column} IN (SELECT value FROM json_each({bound.bind(listed)}))"
    return Clause(sql, column.endswith(".id"), known=KnownRecords(known) if column == "t.id" else None)


class Related(NamedTuple):
    """A column of other records, by the alias of their table, and a clause about them, which `many` may meet."""

    kind: str
    alias: str
    column: str
    clause: str
    many: bool = False


def find_related(db: sqlite3.Connection, column: str, related: Related, bound: Parameters) -> Clause:
    """Return the clause that a column has the value of other records that meet a clause.

    Where there are many such, each record is asked for its own ones: a page of a list looks at few records.
    """
    kind, alias, other, where, many = related
    if many and not column.startswith(f"{alias}."):
        return _ask_each(column, related)
    sql = f"SELECT DISTINCT {alias}.{other} FROM {kind} {alias} WHERE {where}"
    most = MOST_NAMED if other == "id" else MOST
    numbers = [row[0] for row in db.execute(f"{sql} LIMIT {most + 1}", bound.values)]
    if len(numbers) <= most:
        return name_numbers(column, (number for number in numbers if number is not None), bound)
    return Clause(f"{column} IN ({sql})") if column.startswith(f"{alias}.") else _ask_each(column, related)


def _ask_each(column: str, related: Related) -> Clause:
    kind, alias, other, where, _many = related
    return Clause(f"EXISTS (SELECT 1 FROM {kind} {alias} WHERE {alias}.{other} = {column} AND {where})")


def make_condition(clause: Clause, bound: Parameters) -> Condition:
    """Return a clause about the table ``t`` as a condition."""
    return Condition(clause.sql, bound.values, clause.few, through=clause.through, known=clause.known)


def has_few(db: sqlite3.Connection, kind: str, most: int = MOST) -> bool:
    """Tell whether there are so few records of a kind that those which meet a condition are found at once."""
    return db.execute(f"SELECT 1 FROM {kind} LIMIT 1 OFFSET {most}").fetchone() is None


def is_large(db: sqlite3.Connection, kind: str) -> bool:
    """Tell whether there may be so many records of a kind that to look through them takes long."""
    return (db.execute(f"SELECT max(id) FROM {kind}").fetchone()[0] or 0) > MANY


def find_indexed(db: sqlite3.Connection, kind: str, column: str, clause: Clause, bound: Parameters) -> Clause:
    """Return a clause about an indexed column of the table ``t``: the numbers of the records, where they are few."""
    sql = "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?"
    if not is_large(db, kind) or not db.execute(sql, [f"{kind}_{column}"]).fetchone():
        return clause
    found = f"SELECT t.id FROM {kind} t INDEXED BY {kind}_{column} WHERE t.{column} IS NOT NULL AND {clause.sql}"
    numbers = [row[0] for row in db.execute(f"{found} LIMIT {MOST + 1}", bound.values)]
    return name_numbers("t.id", numbers, bound) if len(numbers) <= MOST else clause


def name_few(db: sqlite3.Connection, condition: Condition) -> Condition:
    """Return a condition with the numbers of the records that meet it, where it tells them and they are few."""
    if not condition.numbers:
        return condition
    rows = db.execute(f"SELECT DISTINCT * FROM ({condition.numbers}) LIMIT {MOST + 1}", condition.values).fetchall()
    if len(rows) > MOST:
        return condition
    bound = Parameters("_".join(condition.values), dict(condition.values))
    clause = name_numbers("t.id", [row[0] for row in rows if row[0] is not None], bound)
    return make_condition(clause, bound)
