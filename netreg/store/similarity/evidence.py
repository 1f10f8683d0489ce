"""Evidence that speaks for or against two records being one, beside their names: each adds points or takes some.

The same weights hold for rows of files, for what a person adds, and for the duplicates within the register.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.language import Label
from netreg.store.similarity.alike import BIRTHDAY, ONE_LETTER
from netreg.thai.names.title_ranks import are_contradictory

if TYPE_CHECKING:
    import sqlite3
    from collections import Counter
    from collections.abc import Collection, Iterable, Mapping

    from netreg.store.similarity.alike import Alike

_OF_PEOPLE = (
    ("email", 20, -12, Label("อีเมลเดียวกัน", "the same e-mail"), Label("คนละอีเมล", "other e-mails")),
    ("phone", 12, -6, Label("โทรศัพท์เดียวกัน", "the same telephone"), Label("คนละโทรศัพท์", "other telephones")),
    ("birth_date", 15, 0, Label("วันเกิดเดียวกัน", "the same date of birth"), None),
    ("line_id", 10, -4, Label("ไลน์เดียวกัน", "the same LINE id"), Label("คนละไลน์", "other LINE ids")),
)
_OF_BODIES = (
    ("email", 10, -3, Label("อีเมลเดียวกัน", "the same e-mail"), Label("คนละอีเมล", "other e-mails")),
    ("phone", 8, -3, Label("โทรศัพท์เดียวกัน", "the same telephone"), Label("คนละโทรศัพท์", "other telephones")),
    ("website", 10, -3, Label("เว็บไซต์เดียวกัน", "the same website"), Label("คนละเว็บไซต์", "other websites")),
)
"""Fields, the points where two records have the same there or not, and why in words."""
_SAME_UNIT = 12, Label("หน่วยงานเดียวกัน", "the same unit")
_NEAR_UNIT = 8, Label("หน่วยงานที่เกี่ยวข้องกัน", "units that belong together")
_OTHER_UNIT = -12, Label("คนละหน่วยงาน", "other units")
_OTHER_SEX = -15, Label("คำนำหน้าขัดกัน", "titles that contradict each other")
_BOTH_COMMON = -14, Label("มีผู้ใช้ทั้งสองชื่อหลายราย", "several have either name")
_MANY_NAMED_SO = -14, Label("มีผู้ใช้ชื่อนี้หลายราย", "many have the given name")
_VERY_COMMON = 30
"""How many have a given name of whom two may be born on one day by chance."""
_COMMON = 3
"""How many have a name that is hardly another one with a letter wrong."""


def weigh_values(alike: Alike, one: Mapping[str, Any], other: Mapping[str, Any], *, of_people: bool) -> Alike:
    """Weigh what two records have in the same fields; what is blank says nothing."""
    for field, more, less, same, apart in _OF_PEOPLE if of_people else _OF_BODIES:
        values = [str(row.get(field) or "").lower().rstrip("/") for row in (one, other)]
        if field in alike.counted or not all(values):
            continue
        if values[0] == values[1]:
            alike = alike.weigh(more, str(same))
        elif less and apart is not None:
            alike = alike.weigh(less, str(apart))
    titles = [str(row.get("titles") or "") for row in (one, other)]
    if of_people and all(titles) and are_contradictory(titles[0], titles[1]):
        alike = alike.weigh(_OTHER_SEX[0], str(_OTHER_SEX[1]))
    return alike


def weigh_common_names(alike: Alike, counts: Counter[str], one: str, other: str) -> Alike:
    """Weigh that two names which differ by one letter are both names of several others."""
    if alike.basis == ONE_LETTER and min(counts[one], counts[other]) >= _COMMON:
        return alike.weigh(_BOTH_COMMON[0], str(_BOTH_COMMON[1]))
    if alike.basis == BIRTHDAY and counts[one] >= _VERY_COMMON:
        return alike.weigh(_MANY_NAMED_SO[0], str(_MANY_NAMED_SO[1]))
    return alike


class Units:
    """The units of people, and which of them belong together: one below the other, or perhaps one."""

    def __init__(self, db: sqlite3.Connection, alike: Collection[tuple[int, int]] = ()) -> None:
        """`alike` are the pairs of organisations that are perhaps the same, both ways round."""
        self.db = db
        self.alike = alike
        self._parents: dict[int, int | None] | None = None
        self._units: dict[int, frozenset[int]] = {}

    def read_all(self) -> None:
        """Read the units of everybody at once."""
        found: dict[int, set[int]] = {}
        for person, unit in self.db.execute(_UNITS.format(where="")):
            found.setdefault(person, set()).add(unit)
        people = self.db.execute("SELECT id FROM person")
        self._units = {row[0]: frozenset(found.get(row[0], ())) for row in people}

    def find(self, person: int) -> frozenset[int]:
        """Return the units where somebody has or had a post, or studied."""
        if person not in self._units:
            found = self.db.execute(_UNITS.format(where=" AND person_id = :person"), {"person": person})
            self._units[person] = frozenset(row[1] for row in found)
        return self._units[person]

    def weigh(self, alike: Alike, one: Iterable[int], other: Iterable[int]) -> Alike:
        """Weigh the units of two people; where either has none, they say nothing."""
        ours, theirs = frozenset(one), frozenset(other)
        if not (ours and theirs):
            return alike
        if ours & theirs:
            return alike.weigh(_SAME_UNIT[0], str(_SAME_UNIT[1]))
        weight = _NEAR_UNIT if any(self._belong_together(a, b) for a in ours for b in theirs) else _OTHER_UNIT
        return alike.weigh(weight[0], str(weight[1]))

    def _belong_together(self, one: int, other: int) -> bool:
        return (one, other) in self.alike or one in self._list_above(other) or other in self._list_above(one)

    def _list_above(self, unit: int) -> set[int]:
        if self._parents is None:
            self._parents = {row[0]: row[1] for row in self.db.execute("SELECT id, parent_id FROM organisation")}
        above: set[int] = set()
        parent = self._parents.get(unit)
        while parent is not None and parent not in above:
            above.add(parent)
            parent = self._parents.get(parent)
        return above


_UNITS = """SELECT person_id, organisation_id FROM post WHERE organisation_id IS NOT NULL{where}
    UNION SELECT person_id, organisation_id FROM graduation WHERE organisation_id IS NOT NULL{where}"""
