"""The nouns of the register: each kind of record described once; pure.

A kind is described in the module of its noun, which is read when the kind is first asked
for: a list of agreements need not know what an alumnus is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netreg.core.entity import Entity
    from netreg.entities.activities import ACTIVITY, INVOLVEMENT
    from netreg.entities.agreement.agreements import AGREEMENT, PARTY, PURPOSE, SIGNATORY, WITNESS
    from netreg.entities.agreement.decisions import AMENDMENT, DECISION
    from netreg.entities.documents import DOCUMENT
    from netreg.entities.due.warning_rules import RULE, SILENCE
    from netreg.entities.graduations import FIGURE, GRADUATION
    from netreg.entities.groups import MEMBER_GROUP, MEMBERSHIP
    from netreg.entities.meetings import AGENDA_ITEM, ATTENDANCE, HEAD_COUNT, MEETING
    from netreg.entities.members import PERSON, POST
    from netreg.entities.news import CREDIT, NEWS_ITEM
    from netreg.entities.organisations import ORGANISATION
    from netreg.entities.training.trainings import COHORT, COURSE, ENROLMENT, SESSION

    ENTITIES: tuple[Entity, ...]

# Every kind and its module; in it the kind stands under its name in capitals.
KINDS = {
    "organisation": "organisations",
    "figure": "graduations",
    "person": "members",
    "post": "members",
    "graduation": "graduations",
    "member_group": "groups",
    "membership": "groups",
    "agreement": "agreement.agreements",
    "purpose": "agreement.agreements",
    "party": "agreement.agreements",
    "signatory": "agreement.agreements",
    "witness": "agreement.agreements",
    "decision": "agreement.decisions",
    "amendment": "agreement.decisions",
    "meeting": "meetings",
    "agenda_item": "meetings",
    "attendance": "meetings",
    "head_count": "meetings",
    "course": "training.trainings",
    "cohort": "training.trainings",
    "session": "training.trainings",
    "enrolment": "training.trainings",
    "activity": "activities",
    "involvement": "activities",
    "news_item": "news",
    "credit": "news",
    "document": "documents",
    "rule": "due.warning_rules",
    "silence": "due.warning_rules",
}
HOUSEKEEPING = ("rule", "silence")
"""Kinds that say how the register is worked with, and nothing of the network."""


class _Kinds(Mapping[str, "Entity"]):
    """Every kind by its name, its module read when it is asked for."""

    def __getitem__(self, name: str) -> Entity:
        return _described(name)

    def __contains__(self, name: object) -> bool:
        return name in KINDS

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


@cache
def _described(name: str) -> Entity:
    found: Entity = getattr(import_module(f"netreg.entities.{KINDS[name]}"), name.upper())
    return found


BY_NAME: Mapping[str, Entity] = _Kinds()

__all__ = [
    "ACTIVITY",
    "AGENDA_ITEM",
    "AGREEMENT",
    "AMENDMENT",
    "ATTENDANCE",
    "BY_NAME",
    "COHORT",
    "COURSE",
    "CREDIT",
    "DECISION",
    "DOCUMENT",
    "ENROLMENT",
    "ENTITIES",
    "FIGURE",
    "GRADUATION",
    "HEAD_COUNT",
    "HOUSEKEEPING",
    "INVOLVEMENT",
    "KINDS",
    "MEETING",
    "MEMBERSHIP",
    "MEMBER_GROUP",
    "NEWS_ITEM",
    "ORGANISATION",
    "PARTY",
    "PERSON",
    "POST",
    "PURPOSE",
    "RULE",
    "SESSION",
    "SIGNATORY",
    "SILENCE",
    "WITNESS",
    "children",
]


def __getattr__(name: str) -> object:
    """A kind under its name in capitals, or all of them."""
    if name == "ENTITIES":
        return tuple(BY_NAME.values())
    if name.lower() in KINDS and name.isupper():
        return _described(name.lower())
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def children(entity: Entity) -> tuple[Entity, ...]:
    """The kinds whose records belong to one of this kind."""
    return tuple(kind for kind in BY_NAME.values() if kind.parent and kind.parent.to == entity.name)
