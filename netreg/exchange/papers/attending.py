"""Who is named in the papers of a meeting: those of the body who came, those who did not, and others who came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities.meeting.attendance import CAME, QUALIFIERS, ROLES
from netreg.exchange.papers.wording import name_of
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.names.title_table import remove_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.exchange.papers.meeting_facts import MeetingFacts

_ORDER = (
    "presiding",
    "chair",
    "vice_chair",
    "adviser",
    "committee_member",
    "member",
    "secretary",
    "assistant_secretary",
)
"""The roles of a body in the order in which minutes name them: the chair first, the secretary last."""
_OFFICES = frozenset(_ORDER) - {"adviser", "member"}
"""The roles that nobody has who does not belong to the body."""
_GUESTS = frozenset(("presenter", "reporter", "speaker", "resource_person", "observer"))
"""The roles of those who come to a body without belonging to it, where the register does not say who does."""
_PLAIN = frozenset(("member",))
CHAIRS = ("chair", "presiding", "vice_chair")


class Attendee(NamedTuple):
    """Somebody in the list of a meeting, once whatever the roles: all rows about one and the same."""

    rows: tuple[Row, ...]
    is_of_body: bool

    @property
    def roles(self) -> list[str]:
        """The roles, in the order of the minutes: those within the body first, as they decide the place in the list."""
        found = dict.fromkeys(row["role"] for row in self.rows if row["role"])
        return sorted(found, key=lambda role: (role not in _ORDER, _rank(role)))

    @property
    def has_come(self) -> bool:
        """Tell whether the person came, at least for a part of it."""
        return any(row["presence"] in CAME for row in self.rows)

    @property
    def is_awaited(self) -> bool:
        """Tell whether the person was invited, and nothing is recorded of what came of it."""
        return all(row["presence"] in (None, "invited") for row in self.rows)

    @property
    def is_absent(self) -> bool:
        """Tell whether the person is recorded not to have come."""
        return not (self.has_come or self.is_awaited)

    def find(self, field: str) -> str:
        """Return the first value of a field in the rows, in words."""
        return next((name_of(row[field]) for row in self.rows if row[field]), "")

    @property
    def name(self) -> str:
        """The name, as it was on the day."""
        return self.find("person") or self.find("name_as_recorded")

    def describe_post(self, people: dict[int, Row]) -> str:
        """Return the position, and the unit that the person stands for; as long as none is kept, the post held."""
        person = next((row["person"] for row in self.rows if row["person"]), None)
        known = people.get(person.id) if person else None
        position = self.find("position_as_recorded") or (known or {}).get("current_posts") or ""
        unit = self.find("organisation")
        post = position if not unit or unit in position else f"{position} {unit}".strip()
        instead = self.find("substitute_for")
        return f"{post} (แทน {instead})".strip() if instead else post

    def describe_role(self) -> str:
        """Return the roles in words; that of a plain member goes without saying."""
        words = [ROLES[role].th for role in self.roles if role not in _PLAIN and role in ROLES]
        if self.has_come and all(row["presence"] == "partial" for row in self.rows if row["presence"] in CAME):
            words.append("เข้าประชุมบางช่วง")
        return " และ".join(words[:2]) if len(words) <= 2 else ", ".join(words)

    def describe_absence(self) -> str:
        """Return why the person did not come, as far as it is known."""
        reason = self.find("reason")
        has_apologised = any(row["presence"] == "apology" for row in self.rows)
        return reason or ("ลาประชุม" if has_apologised else "")


def _rank(role: str) -> int:
    return _ORDER.index(role) if role in _ORDER else _ORDER.index("member")


def list_attendees(facts: MeetingFacts) -> list[Attendee]:
    """List everybody in the list of a meeting once: the chair first, the secretary last, others in its order."""
    grouped: dict[object, list[Row]] = {}
    for row in facts.attendance:
        grouped.setdefault(row["person"].id if row["person"] else row["name_as_recorded"], []).append(row)
    found = [Attendee(tuple(rows), _is_of_body(rows, facts)) for rows in grouped.values()]
    return sorted(found, key=lambda one: _rank(one.roles[0]) if one.roles else _rank("member"))


def _is_of_body(rows: list[Row], facts: MeetingFacts) -> bool:
    """Tell whether somebody belongs to the body that met, stands in for one who does, or sits for a unit of it."""
    roles = {row["role"] for row in rows}
    if roles & _OFFICES or any(row["substitute_for"] for row in rows):
        return True
    people = {one["person"].id for one in facts.members if one["person"]}
    units = {one["organisation"].id for one in facts.members if one["organisation"] and not one["person"]}
    if not people and not units:
        return not roles <= _GUESTS
    return any(
        (row["person"] and row["person"].id in people) or (row["organisation"] and row["organisation"].id in units)
        for row in rows
    )


def list_unrecorded(people: list[Attendee], facts: MeetingFacts) -> Iterator[str]:
    """List those of the body, and those invited, of whom nothing says whether they came, nor that another stood in."""
    replaced = {_name_key(row["substitute_for"]) for one in people for row in one.rows if row["substitute_for"]}
    listed = {row["person"].id for one in people for row in one.rows if row["person"]}
    yield from (one.name for one in people if one.is_awaited and _name_key(one.name) not in replaced)
    members = {one["person"].id: one["person"].name for one in facts.members if one["person"]}
    yield from (name for person, name in members.items() if person not in listed and _name_key(name) not in replaced)


def _name_key(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return text.match_key(remove_titles(name))


def describe_head_counts(facts: MeetingFacts) -> Iterator[str]:
    """Describe the people who were counted and not named: ``นักศึกษา มากกว่า 40 คน``."""
    for row in facts.head_counts:
        exactness = row["qualifier"] if row["qualifier"] in ("more_than", "about") else None
        words = (row["category"], QUALIFIERS[exactness].th if exactness else "", f"{row['count']:,}", "คน")
        yield " ".join(filter(None, words))
