"""The values of options and arguments, as far as they are known: choices, fields, records of the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netreg import config
from netreg.cli.completion.shells import FILES, Candidate
from netreg.cli.framework.guidance.help_pages import get_written
from netreg.core.choice_fields import Choice
from netreg.core.fields import Field, Reference
from netreg.core.thai_fields import ProvinceField
from netreg.entities import BY_NAME, find_child_entities
from netreg.language import get_language

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from typer._click.core import Parameter

    from netreg.cli.completion.places import TypedPlace
    from netreg.core.entity import Entity

_KINDS = {
    "ORG": "organisation", "MEMBER": "person", "AGREEMENT": "agreement", "GROUP": "member_group",
    "MEETING": "meeting", "NEWS": "news", "ACTIVITY": "activity", "COURSE": "course", "CLASS": "member_group",
    "DOCUMENT": "document", "POST": "post",
}  # fmt: skip
"""The kind of record that an argument or option of this placeholder names."""
_FILES = ("FILE", "PATH", "DIR")
_LISTED = ("columns", "fields")
"""The options that hold several words with commas between them."""
_WAIT = 0.05
"""Seconds to wait for a register that is locked: whoever presses Tab waits for no import."""


def takes_query(place: TypedPlace) -> bool:
    """Tell whether a query is awaited, in which a term may begin with ``-``."""
    return place.awaited is not None and place.awaited.name == "query"


def find_values(place: TypedPlace, parameter: Parameter | None, typed: str) -> Iterator[Candidate]:
    """Yield the known values of an option or argument that may begin as typed; FILES where it names a file."""
    if parameter is None:
        return
    name = parameter.name or ""
    placeholder = get_written(parameter, "metavar")
    plain = placeholder.strip("[]. ").removesuffix("]...").rstrip(".")
    entity = find_place_entity(place)
    if "|" in plain and plain == plain.lower():
        yield from map(Candidate, plain.split("|"))
    elif name == "query":
        yield from _find_terms(place, entity, typed)
    elif plain.startswith("FIELD=VALUE"):
        yield from _find_assignments(place, entity, typed)
    elif plain in _KINDS or (plain == "RECORD" and entity is not None):
        kind = BY_NAME[_KINDS[plain]] if plain in _KINDS else entity
        assert kind is not None
        yield from _find_records(place, kind, typed)
    elif plain in _FILES or get_written(parameter.type, "name") in ("path", "file"):
        yield Candidate(FILES)
    else:
        yield from _find_listed(place, entity, name, typed)


def find_place_entity(place: TypedPlace) -> Entity | None:
    """Return the kind of record that the command is about."""
    kind = next((group.kind for group in reversed(place.groups) if group.kind), None)
    return BY_NAME[kind] if kind else None


def _find_listed(place: TypedPlace, entity: Entity | None, name: str, typed: str) -> Iterator[Candidate]:
    """Yield the values of an option by its name: those of the field that it fills, or words of its own."""
    from netreg.cli.completion import own_words

    if name in _LISTED and entity is not None:
        before, comma, _last = typed.rpartition(",")
        yield from (Candidate(before + comma + field.name, str(field.label)) for field in entity.by_name.values())
        return
    own = own_words.list_words(place, entity, name)
    if own:
        yield from own
        return
    field = _find_field(entity, name)
    if field is not None:
        yield from _find_field_values(place, field, typed)


def _find_field(entity: Entity | None, name: str) -> Field | None:
    """Return the field of the kind, or of a child of it or of theirs, that an option fills."""
    if entity is None:
        return None
    children = find_child_entities(entity)
    for kind in (entity, *children, *(below for child in children for below in find_child_entities(child))):
        field = kind.by_name.get(name)
        if isinstance(field, Choice | Reference | ProvinceField):
            return field
    return None


def _find_field_values(place: TypedPlace, field: Field, typed: str) -> Iterator[Candidate]:
    if isinstance(field, Choice):
        yield from list_choices(field, typed)
    elif isinstance(field, Reference):
        yield from _find_records(place, BY_NAME[field.to], typed)
    elif isinstance(field, ProvinceField):
        from netreg.thai.provinces import PROVINCES

        for province in PROVINCES:
            yield Candidate(province.name_th, province.name_en)
            if typed and typed[0].isascii():
                yield Candidate(province.name_en, province.name_th)


def list_choices(field: Choice, typed: str) -> Iterator[Candidate]:
    """Yield the words of a choice: as they are stored, or in Thai where Thai was begun."""
    for word, label in field.options.items():
        if typed and not typed[0].isascii():
            yield Candidate(label.th, word)
        else:
            yield Candidate(word, str(label))


def _find_assignments(place: TypedPlace, entity: Entity | None, typed: str) -> Iterator[Candidate]:
    """Yield what may stand in ``FIELD=VALUE``: the fields, and behind ``=`` the values of one."""
    if entity is None:
        return
    name, equals, value = typed.partition("=")
    if not equals:
        compounds = ((one.name, one.label) for one in entity.compound_columns)
        for word, label in (*((field.name, field.label) for field in entity.stored), *compounds):
            yield Candidate(f"{word}=", str(label), is_open=True)
            yield from _in_thai(typed, f"{label.th}=", word)
        return
    field = next((one for one in entity.stored if name in (one.name, one.label.th)), None)
    if field is not None:
        found = _find_field_values(place, field, value)
        yield from (one._replace(value=f"{name}={one.value}") for one in found)


def _in_thai(typed: str, label: str, word: str) -> Iterator[Candidate]:
    """Yield the Thai label of a field where Thai was begun and the interface is Thai."""
    if not typed.isascii() and get_language() == "th":
        yield Candidate(label, word, is_open=True)


def _find_terms(place: TypedPlace, entity: Entity | None, typed: str) -> Iterator[Candidate]:
    """Yield the terms of a query: the fields, behind ``:`` the values of one, and saved views."""
    if entity is None:
        return
    sign = "-" if typed.startswith("-") else ""
    name, colon, value = typed.removeprefix("-").partition(":")
    if name.startswith("@"):
        views = _find_records(place, BY_NAME["saved_view"], name.removeprefix("@"))
        yield from (one._replace(value=f"{sign}@{one.value}") for one in views)
    elif not colon:
        for field in entity.by_name.values():
            yield Candidate(f"{sign}{field.name}:", str(field.label), is_open=True)
            yield from _in_thai(typed, f"{sign}{field.label.th}:", field.name)
    elif asked := [field for field in entity.by_name.values() if name in (field.name, field.label.th)]:
        found = _find_field_values(place, asked[0], value)
        yield from (one._replace(value=f"{sign}{name}:{_quote(one.value)}") for one in found)


def _quote(value: str) -> str:
    return f'"{value}"' if " " in value else value


def find_asked_kind(place: TypedPlace, parameter: Parameter) -> Entity | None:
    """Return the kind of record that an option or argument names, if it names one."""
    plain = get_written(parameter, "metavar").strip("[]. ").rstrip(".]")
    if plain in _KINDS:
        return BY_NAME[_KINDS[plain]]
    field = find_shown_field(place, parameter)
    return BY_NAME[field.to] if isinstance(field, Reference) else None


def find_shown_field(place: TypedPlace, parameter: Parameter) -> Field | None:
    """Return the field that an option or argument fills, if there is one of its name."""
    entity, name = find_place_entity(place), parameter.name or ""
    if entity is None:
        return None
    return entity.by_name.get(name) or _find_field(entity, name)


def open_register(place: TypedPlace) -> AbstractContextManager[sqlite3.Connection]:
    """Open the register that the command line names, without waiting for who has it locked."""
    from netreg.store import database

    settings = config.load_settings()
    chosen = place.given.get("root --db") or place.given.get("--db") or settings.db
    return database.reading(Path(chosen).expanduser() if chosen else config.locate_database(), wait=_WAIT)


def _find_records(place: TypedPlace, entity: Entity, typed: str) -> Iterable[Candidate]:
    """Return the records that begin as typed, of the register that the command line names."""
    from netreg.store.searching.beginnings import select_beginning

    with open_register(place) as db:
        found = select_beginning(db, entity, typed, config.find_today(config.load_settings()))
    return [Candidate(one.word, one.about) for one in found]
