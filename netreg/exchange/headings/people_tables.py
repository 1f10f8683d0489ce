"""Refuse a list of people that is imported as records of another kind: their given names would become titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Field, Reference
from netreg.entities import BY_NAME, ENTITIES, PERSON
from netreg.errors import UnusableInput
from netreg.exchange.headings.targets import find_targets, map_known_headings
from netreg.language import _, name_within, translate_placeholders

if TYPE_CHECKING:
    from netreg.core.entity import Entity
    from netreg.exchange.headings.assignment import Assignment


def refuse_people(name: str, assigned: Assignment) -> None:
    """Refuse a table whose names are given names, since family names stand in a column that no field takes.

    Raises:
        UnusableInput: with the import that takes people, of what belongs to such records where there is one.
    """
    entity = assigned.entity
    family = next((n for n in assigned.unknown if _says(assigned, n, "family_name")), None)
    named = (n for n, target in assigned.targets.items() if isinstance(target.field, Field) and target.field.is_name)
    if family is None or entity is PERSON or not any(_says(assigned, n, "given_name") for n in named):
        return
    sentence = "{file}: its rows are people (column '{heading}'), not records of the kind {kind}"
    raise UnusableInput(
        _(sentence).format(file=name, heading=assigned.names[family], kind=name_within(sentence, entity.label)),
        _("import them with '{command}'").format(command=_find_command(entity)),
    )


def _says(assigned: Assignment, column: int, field: str) -> bool:
    """Return whether a heading says a part of the name of a person."""
    return any(target.name == field for target in find_targets(map_known_headings(PERSON), assigned.names[column]))


def _find_command(entity: Entity) -> str:
    """Return the import of the people who belong to records of a kind, else that of members."""
    for kind in ENTITIES:
        parent = kind.parent
        named_by = [kind.by_name[name] for name in kind.naming_references]
        is_of_people = any(isinstance(one, Reference) and one.to == PERSON.name for one in named_by)
        if parent is not None and is_of_people and entity.name in _list_owners(kind):
            option = parent.name.replace("_", "-")
            return f"netreg {kind.command} import --{option} {translate_placeholders(parent.name.upper())}"
    return f"netreg {PERSON.command} import"


def _list_owners(kind: Entity) -> list[str]:
    """List the kinds that records of a kind belong to, from below."""
    owners: list[str] = []
    while kind.parent is not None:
        kind = BY_NAME[kind.parent.to]
        owners.append(kind.name)
    return owners
