"""The nouns of the register: each kind of record described once; pure."""

from __future__ import annotations

from netreg.core.entity import Entity
from netreg.entities.agreements import AGREEMENT, PARTY, PURPOSE, SIGNATORY, WITNESS
from netreg.entities.decisions import AMENDMENT, DECISION
from netreg.entities.meetings import AGENDA_ITEM, ATTENDANCE, HEAD_COUNT, MEETING
from netreg.entities.members import PERSON, POST
from netreg.entities.organisations import ORGANISATION

ENTITIES: tuple[Entity, ...] = (
    ORGANISATION,
    PERSON,
    POST,
    AGREEMENT,
    PURPOSE,
    PARTY,
    SIGNATORY,
    WITNESS,
    DECISION,
    AMENDMENT,
    MEETING,
    AGENDA_ITEM,
    ATTENDANCE,
    HEAD_COUNT,
)
BY_NAME: dict[str, Entity] = {entity.name: entity for entity in ENTITIES}


__all__ = [
    "AGENDA_ITEM",
    "AGREEMENT",
    "AMENDMENT",
    "ATTENDANCE",
    "BY_NAME",
    "DECISION",
    "ENTITIES",
    "HEAD_COUNT",
    "MEETING",
    "ORGANISATION",
    "PARTY",
    "PERSON",
    "POST",
    "PURPOSE",
    "SIGNATORY",
    "WITNESS",
    "children",
]


def children(entity: Entity) -> tuple[Entity, ...]:
    """The kinds whose records belong to one of this kind."""
    return tuple(kind for kind in ENTITIES if kind.parent and kind.parent.to == entity.name)
