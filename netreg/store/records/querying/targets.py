"""The meanings of names in a query: a field of the kind, another kind, or a field of what belongs to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.fields import Count, Reference, Text
from netreg.core.queries.query import HAS, MISSING, FieldTerm, Not, Word, parse_query
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME, HOUSEKEEPING, ORGANISATION, find_child_entities
from netreg.errors import InvalidValue, suggest_names
from netreg.language import _, get_language
from netreg.store.records.querying.paths import Link, Path, find_paths
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.core.queries.query import Node

# Further words for kinds, as people use them.
_WORDS_FOR_KINDS = {
    "organisation": ("org", "organization", "unit", "หน่วยงาน", "องค์กร", "สถาบัน", "คณะ", "สังกัด"),
    "person": ("member", "person", "people", "บุคคล", "สมาชิก", "คน", "ชื่อบุคคล", "ผู้ใด"),
    "member_group": ("group", "กลุ่ม", "เครือข่าย", "ชมรม"),
    "course": ("training", "course", "หลักสูตร", "การอบรม"),
    "agreement": ("mou", "agreement", "ข้อตกลง", "บันทึกข้อตกลง"),
    "party": ("party", "ภาคี", "คู่สัญญา", "หน่วยงานคู่สัญญา"),
    "attendance": ("attendee", "ผู้เข้าประชุม", "ผู้เข้าร่วมประชุม"),
    "signatory": ("signatory", "signer", "ผู้ลงนาม"),
}
_YEARS = ("year", "ปี", "ปี พ.ศ.", "พ.ศ.")
_FISCAL_YEARS = ("ปีงบ", "ปีงบประมาณ", "ปีงบฯ", "fy", "fiscal year", "budget year")
_NAMES = ("name", "ชื่อ", "ชื่อเรื่อง")
_KEPT_BY_SYSTEM = ("id", "uid", "created_at", "updated_at")


class Target(NamedTuple):
    """The meaning of a name: a field at the end of paths from the kind, or the records of a kind there."""

    paths: tuple[Path, ...]
    kind: str
    fields: tuple[Field, ...] = ()
    is_derived: bool = False
    is_fiscal: bool = False
    """The years that are asked for are fiscal years."""


def find_target(entity: Entity, name: str, value: str = "") -> Target:
    """Return what a name means in a query of a kind: in Thai or English, by label, machine name or heading.

    A label such as ภาคี is that of a number of records and of their kind: the `value` tells which is meant.

    Raises:
        InvalidValue: with the nearest names, or the kind that has a field of that name.
    """
    key = _make_key(name)
    if value and (years := _find_years(entity, key, value)):
        return Target(((),), entity.name, years)
    own = _find_own(entity, key) or _find_fiscal_years(entity, key)
    if own and not _is_kind_meant(entity, own, key, value):
        return own
    if found := _find_kind(entity, key, value) or _find_neighbour(entity, key, value):
        return found
    # Where the organisations of a record are, such as the parties of an agreement.
    place = _pick_field([ORGANISATION.by_name["province"]], key)
    if place is not None and (paths := find_paths(entity.name, ORGANISATION.name)):
        return Target(paths, ORGANISATION.name, (place,))
    raise InvalidValue(_refuse_name(entity, name, key))


def _find_kind(entity: Entity, key: str, value: str) -> Target | None:
    """Return the records of a kind that a word means, or how many there are, where a number is asked for."""
    kind = _list_kinds().get(key)
    if kind is None or not (paths := find_paths(entity.name, kind)):
        return None
    is_number = value[:1].isdecimal()
    if is_number and (count := entity.by_name.get(f"{kind}_count")):
        return Target(((),), entity.name, (count,), is_derived=True)
    # A post and its position have one name in Thai: the position is meant; a unit and the one above it: the unit.
    fields = [field for field in BY_NAME[kind].fields if not isinstance(field, Reference)]
    same = [field for field in fields if key == _make_key(field.label.th)]
    counted = [field for field in fields if field.name == "count"] if is_number else []
    return Target(paths, kind, tuple([*same, *counted][:1]))


def _find_neighbour(entity: Entity, key: str, value: str) -> Target | None:
    """Return a field of what a record belongs to, or of what belongs to it."""
    for kind, path in _list_neighbours(entity):
        if value and (years := _find_years(kind, key, value)):
            return Target((path,), kind.name, years)
        if fiscal := _find_fiscal_years(kind, key):
            return fiscal._replace(paths=(path,))
        field = _pick_field((field for field in kind.stored if field.name not in ("note", "source")), key)
        if field is not None:
            return Target((path,), kind.name, (field,))
    return None


def find_asked_name(entity: Entity, word: str) -> str | None:
    """Return the name by which a query of a kind asks for what a word names: the word, or the one that it resembles."""
    try:
        find_target(entity, word)
    except InvalidValue:
        near = text.find_nearest(
            word, (name for field in _list_own(entity) for name in (field.name, *field.label)), 1, 0.75
        )
        return near[0] if near else None
    return word


def _is_kind_meant(entity: Entity, own: Target, key: str, value: str) -> bool:
    """Return whether a word for a field means a kind: not the number of its records, nor its name.

    What belongs to a record is meant rather than a text of the record that files head by the same word.
    """
    field = own.fields[0]
    counts = isinstance(field, Count) and bool(value) and not value[:1].isdecimal()
    is_heading = isinstance(field, Text) and key not in map(_make_key, (field.name, *field.label))
    if not counts and not own.is_derived and not is_heading:
        return False  # words for kinds are listed from every description, which takes long to load
    kind = _list_kinds().get(key)
    if is_heading:
        return kind in [child.name for child in find_child_entities(entity)]
    return kind is not None and (counts or field.name == f"{kind}_name")


def _make_key(name: str) -> str:
    return text.match_key(name.replace("_", " ").replace("-", " "))


def _find_own(entity: Entity, key: str) -> Target | None:
    fields = _list_own(entity)
    if key in map(_make_key, _NAMES) and "name" not in entity.by_name:
        naming = tuple(field for field in entity.stored if field.is_name) or tuple(
            field for field in entity.stored if field.name in ("former_name", "text")
        )
        if naming:
            return Target(((),), entity.name, naming)
    field = _pick_field(fields, key)
    return None if field is None else Target(((),), entity.name, (field,), field in entity.derived)


def _find_years(entity: Entity, key: str, value: str) -> tuple[Field, ...]:
    """Return the fields by which something is of a year: that of its number, and the day on which it takes place."""
    if entity.event_day is None or key not in map(_make_key, _YEARS):
        return ()
    is_calendar = value[:1].isdecimal()
    names = ("year", entity.event_day) if is_calendar else (entity.event_day,)
    return tuple(entity.by_name[name] for name in names if name in entity.by_name)


def _find_fiscal_years(entity: Entity, key: str) -> Target | None:
    """Return the day on which something takes place, where a word asks for its fiscal year."""
    if entity.event_day is None or key not in map(_make_key, _FISCAL_YEARS):
        return None
    return Target(((),), entity.name, (entity.by_name[entity.event_day],), is_fiscal=True)


def _list_own(entity: Entity) -> list[Field]:
    return [*entity.stored, *entity.derived, *(entity.by_name[name] for name in _KEPT_BY_SYSTEM)]


def _pick_field(fields: Iterable[Field], key: str) -> Field | None:
    """Return the field of that machine name, else of that label, else of that heading."""
    fields = list(fields)
    for names in (
        lambda field: (field.name,),
        lambda field: (field.label.th, field.label.en),
        lambda field: field.headings,
    ):
        for field in fields:
            if key in map(_make_key, names(field)):
                return field
    return None


@cache
def _list_kinds() -> dict[str, str]:
    """Return the kind that each word for one means, by its key."""
    words: dict[str, str] = {}
    for kind in BY_NAME.values():
        if kind.name not in HOUSEKEEPING:
            for word in (kind.command.split()[-1], kind.collection, kind.name, *kind.label, *kind.plural):
                words.setdefault(_make_key(word), kind.name)
    for name, more in _WORDS_FOR_KINDS.items():
        words |= {_make_key(word): name for word in more}
    return words


def _list_neighbours(entity: Entity) -> Iterator[tuple[Entity, Path]]:
    """Yield what a record belongs to, what belongs to it, and what belongs to that, with the way there."""
    path: Path = ()
    above = entity
    while above.parent is not None:
        path = (*path, Link(above.parent.to, above.parent.column))
        above = BY_NAME[above.parent.to]
        yield above, path
    yield from _list_children(entity, ())
    for reference in entity.references:
        if reference.name == "person" and not reference.parent:
            yield BY_NAME[reference.to], (Link(reference.to, reference.column),)


def _list_children(entity: Entity, path: Path) -> Iterator[tuple[Entity, Path]]:
    children = [kind for kind in find_child_entities(entity) if kind.parent is not None]
    ways = [(kind, (*path, Link(kind.name, kind.parent.column, is_down=True))) for kind in children if kind.parent]
    yield from ways
    for kind, way in ways:
        yield from _list_children(kind, way)


def _refuse_name(entity: Entity, name: str, key: str) -> str:
    """Say that no field has that name, and which kind has one, or which names are nearest."""
    others = [kind for kind in BY_NAME.values() if kind is not entity and kind.name not in HOUSEKEEPING]
    lists = [f"'netreg {kind.command} list'" for kind in others if _pick_field(_list_own(kind), key) is not None]
    if key in map(_make_key, (*_YEARS, *_FISCAL_YEARS)) and (days := _list_days(entity)):
        sentence = _("unknown field '{name}' of {kind}").format(name=name, kind=entity.spoken_name)
        return f"{sentence}; {suggest_names(days)}"
    near = _find_nearest(entity, name, key)
    if lists:
        sentence = _("'{name}' is not a field of {kind}; it is one in {lists}").format(
            name=name, kind=entity.spoken_name, lists=", ".join(lists[:3])
        )
        alike = [word for word in near if _make_key(word).startswith(key)]
        return f"{sentence}; {suggest_names(alike)}" if alike else sentence
    sentence = _("unknown field '{name}' of {kind}").format(name=name, kind=entity.spoken_name)
    return f"{sentence}; {suggest_names(near, _list_usual(entity))}"


def _find_nearest(entity: Entity, name: str, key: str) -> list[str]:
    """Return the names most like one that is not known, of each field one: those that begin like it first."""
    known: dict[str, str] = {}
    for field in _list_own(entity):
        for word in (field.name, field.label.th, field.label.en, *field.headings):
            known.setdefault(word, field.name)
    for word, kind in _list_kinds().items():
        if kind != entity.name and find_paths(entity.name, kind):
            known.setdefault(word, kind)
    for neighbour, _path in _list_neighbours(entity):
        for field in neighbour.stored:
            known.setdefault(field.name, field.name)
            known.setdefault(field.label.th, field.name)
    opening = sorted((word for word in known if len(key) > 1 and _make_key(word).startswith(key)), key=len)
    short = [word for word in opening if len(word) <= len(name) + 2]
    best: dict[str, str] = {}
    for word in (*short, *text.find_nearest(name, known, limit=6), *opening):
        if _make_key(word) not in map(_make_key, best.values()):
            best.setdefault(known[word], word)
    return list(best.values())[:3]


def _list_days(entity: Entity) -> list[str]:
    """List the names of some fields with a date, by which records are asked for by year, those of lists first."""
    fields = [*(entity.by_name[name] for name in entity.columns), *entity.stored]
    days = [field for field in fields if isinstance(field, Date)]
    return list(dict.fromkeys(map(name_field, days)))[:3]


def _list_usual(entity: Entity) -> list[str]:
    """Return the names of the fields that a list shows, in the language of the interface."""
    return [name_field(entity.by_name[name]) for name in entity.columns]


def name_field(field: Field) -> str:
    """Return the name of a field in a query, in the language of the interface."""
    return field.label.th if get_language() == "th" else field.name


def is_parted_name(entity: Entity, word: str, name: str) -> bool:
    """Tell whether a word and the name behind it are one name of a field, as ``end`` and ``date`` are."""
    key = _make_key(f"{word} {name}")
    return " " not in word and key != _make_key(name) and _pick_field(_list_own(entity), key) is not None


def asks_for_lacking(entity: Entity, query: str, kind: str) -> bool:
    """Tell whether a query asks who has no record of a kind that belongs to it, or nothing through one.

    Raises:
        QueryError: when it cannot be read.
    """
    tree = parse_query(query)
    return tree is not None and any(_is_through(entity, term, kind) for term in _list_presence(tree))


def _list_presence(node: Node) -> Iterator[FieldTerm]:
    """Yield the terms that ask for a blank field, or for one that is not."""
    if isinstance(node, FieldTerm):
        if text.match_key(node.name) in MISSING + HAS:
            yield node
    elif not isinstance(node, Word):
        for part in (node.part,) if isinstance(node, Not) else node.parts:
            yield from _list_presence(part)


def _is_through(entity: Entity, term: FieldTerm, kind: str) -> bool:
    try:
        return any(path and path[0].kind == kind for path in find_target(entity, term.value).paths)
    except InvalidValue:  # refused where the query is compiled
        return False


def is_reference(target: Target) -> bool:
    """Tell whether a target is records that are asked for by code, number or name."""
    return not target.fields or isinstance(target.fields[0], Reference)
