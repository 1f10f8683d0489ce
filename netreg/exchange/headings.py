"""Which column of a file is which field: by the labels and synonyms of the kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netreg.core.fields import shorten
from netreg.entities import BY_NAME
from netreg.errors import UnusableInput, Usage
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from netreg.core.entity import Compound, Entity
    from netreg.core.fields import Field

OWN, CHILD, SCOPE = "own", "child", "scope"


class Target(NamedTuple):
    """Where a column goes: a field or compound of the kind, of its child, or its grandparent."""

    place: str
    field: Field | Compound

    @property
    def name(self) -> str:
        """The name by which ``--map`` means it."""
        return self.field.name if self.place == OWN else f"{self.place}.{self.field.name}"


def match(entity: Entity, file: str, headings: list[str], mapping: Mapping[str, str]) -> dict[int, Target]:
    """The target of each column; columns that `mapping` sends to ``-`` have none.

    Raises:
        UnusableInput: naming the headings that are not known, each with its nearest.
    """
    known = _known(entity)
    wanted = {text.match_key(heading): field for heading, field in mapping.items()}
    _refuse_unused(headings, mapping)
    found: dict[int, Target] = {}
    unknown = []
    for column, heading in enumerate(headings):
        field = wanted.get(text.match_key(heading))
        if field == "-":
            continue
        target = _named(entity, field) if field else known.get(text.match_key(heading))
        if target is None:
            unknown.append(heading)
        else:
            found[column] = target
    if unknown:
        raise _unknown(entity, file, unknown, some=bool(found))
    _refuse_same(file, headings, found)
    return found


def _refuse_unused(headings: list[str], mapping: Mapping[str, str]) -> None:
    there = {text.match_key(heading) for heading in headings}
    for heading in mapping:
        if text.match_key(heading) not in there:
            near = text.nearest(heading, headings, limit=1)
            raise Usage(
                _("--map: the file has no heading '{heading}'").format(heading=heading),
                _("nearest: {names}").format(names=near[0]) if near else "",
            )


def targets(entity: Entity) -> Iterator[Target]:
    """Every target that a column can have, the likelier first."""
    yield from (Target(OWN, field) for field in entity.stored)
    yield from (Target(OWN, compound) for compound in entity.compounds)
    yield from (Target(SCOPE, field) for field in _scope(entity))
    if entity.row_child:
        child = BY_NAME[entity.row_child]
        yield from (Target(CHILD, field) for field in child.stored if field is not child.parent)


def _scope(entity: Entity) -> Iterator[Field]:
    """The grandparent, which tells in whose children the parent is to be looked for."""
    if entity.parent and (above := BY_NAME[entity.parent.to].parent):
        yield above


def _known(entity: Entity) -> dict[str, Target]:
    found: dict[str, Target] = {}
    for target in targets(entity):
        field = target.field
        for name in (target.name, field.name, field.label.th, field.label.en, *field.headings):
            found.setdefault(text.match_key(name.replace("_", " ")), target)
            found.setdefault(text.match_key(name), target)
    return found


def _named(entity: Entity, name: str) -> Target:
    for target in targets(entity):
        if name in (target.name, target.field.name):
            return target
    near = text.nearest(name, _names(entity)) or [*_names(entity)[:8], "…"]
    raise Usage(
        _("--map: '{field}' is no field of {kind}").format(field=name, kind=entity.command),
        _("nearest: {names}").format(names=", ".join(near)),
    )


def _names(entity: Entity) -> list[str]:
    return [target.name for target in targets(entity)]


def _unknown(entity: Entity, file: str, unknown: Iterable[str], *, some: bool) -> UnusableInput:
    if not some:
        return UnusableInput(
            _("{file}: no column has a heading that is known").format(file=file),
            _("is the first line the headings? they may be: {names}").format(
                names=", ".join(str(target.field.label) for target in list(targets(entity))[:8])
            ),
        )
    words = [name for t in targets(entity) for name in (t.field.label.th, t.field.label.en, *t.field.headings)]
    shown = []
    for heading in unknown:
        near = text.nearest(heading, words, limit=1)
        shown.append(f"'{shorten(heading)}'" + (_(" (nearest: {name})").format(name=near[0]) if near else ""))
    return UnusableInput(
        _("{file}: headings that are not known: {headings}").format(file=file, headings=", ".join(shown)),
        _("rename them, or say --map 'HEADING=FIELD' (HEADING=- leaves a column out)"),
    )


def _refuse_same(file: str, headings: list[str], found: Mapping[int, Target]) -> None:
    seen: dict[str, int] = {}
    for column, target in found.items():
        if target.name in seen:
            raise UnusableInput(
                _("{file}: '{first}' and '{second}' both mean {field}").format(
                    file=file, first=headings[seen[target.name]], second=headings[column], field=target.name
                ),
                _("leave one out with --map 'HEADING=-'"),
            )
        seen[target.name] = column
