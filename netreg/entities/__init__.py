"""The kinds of record, each described once in the module of its noun; pure.

That module is loaded when a kind of it is first asked for: a list of agreements need not
know what an alumnus is. ``from netreg.entities import AGREEMENT`` does so too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netreg.core.entity import Entity

_MODULES = {
    "organisation": "organisations",
    "former_organisation_name": "organisations",
    "figure": "graduations",
    "person": "members",
    "former_name": "members",
    "post": "members",
    "graduation": "graduations",
    "member_group": "groups",
    "membership": "groups",
    "agreement": "agreement.agreements",
    "purpose": "agreement.agreements",
    "target": "targets.targets",
    "party": "agreement.agreements",
    "signatory": "agreement.agreements",
    "witness": "agreement.agreements",
    "decision": "agreement.decisions",
    "amendment": "agreement.decisions",
    "step": "agreement.steps",
    "meeting_series": "meeting.series",
    "meeting": "meeting.meetings",
    "invitation": "meeting.attendance",
    "agenda_item": "meeting.agenda",
    "attendance": "meeting.attendance",
    "head_count": "meeting.attendance",
    "opinion": "meeting.opinions",
    "action_item": "meeting.action_items",
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
    "own_title": "own_titles",
    "saved_view": "lists.saved_views",
    "not_same": "merging.merged_records",
    "former_key": "merging.merged_records",
    "acceptance": "checks.acceptances",
}
"""Every kind and the module that describes it, as a constant of its name in capitals."""
HOUSEKEEPING = ("rule", "silence", "own_title", "saved_view", "not_same", "former_key", "acceptance")
"""Kinds that say how the register is worked with, and nothing of the network."""
CLOCKED_KINDS = (
    "post", "member_group", "membership", "agreement", "target", "meeting", "action_item", "cohort", "activity",
)  # fmt: skip
"""The kinds that have days which must not be missed: what is due is told without loading the others."""
MERGED_KINDS = ("organisation", "person", "member_group", "agreement")
"""The kinds of which two records can be merged."""


class _Entities(Mapping[str, "Entity"]):
    """The descriptions by the name of their kind, loaded when they are asked for."""

    def __getitem__(self, kind: str) -> Entity:
        return _load_entity(kind)

    def __contains__(self, kind: object) -> bool:
        return kind in _MODULES

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


@cache
def _load_entity(kind: str) -> Entity:
    entity: Entity = getattr(import_module(f"netreg.entities.{_MODULES[kind]}"), kind.upper())
    return entity


BY_NAME: Mapping[str, Entity] = _Entities()
ENTITIES: Collection[Entity] = BY_NAME.values()


def __getattr__(name: str) -> Entity:
    """Return the kind of this name in capitals."""
    if name.isupper() and name.lower() in _MODULES:
        return BY_NAME[name.lower()]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def find_child_entities(entity: Entity) -> tuple[Entity, ...]:
    """Return the kinds whose records belong to one of this kind."""
    return tuple(kind for kind in ENTITIES if kind.parent and kind.parent.to == entity.name)


def find_named_parent(entity: Entity) -> Entity | None:
    """Return the kind of record whose names those of this kind are as well, if it is such a kind."""
    parent = BY_NAME[entity.parent.to] if entity.parent else None
    return parent if parent is not None and parent.naming_child == entity.name else None
