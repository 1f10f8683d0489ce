"""The targets that a column of a file can have, and the headings by which each is known."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.core.table_import import DECISION_HEADING
from netreg.core.thai_fields import Date
from netreg.core.uid_field import UID_NAME
from netreg.entities import BY_NAME
from netreg.errors import UsageError, suggest_names
from netreg.exchange.headings import composed_headings, synonyms
from netreg.exchange.headings.heading_forms import (
    HeadingForm,
    list_forms,
    list_keys,
    make_key,
    may_name_english,
    split_alternatives,
    strip_date_words,
)
from netreg.language import Label, _, find_language
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.core.compound_columns import CompoundColumn
    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.exchange.headings.synonyms import FieldPart

OWN, CHILD, SCOPE = "own", "child", "scope"

REASON = Label("เหตุผลที่ไม่รับ", "Why it was rejected")
"""The heading of the reasons in a file of rejected rows; it is not a field."""


_OWN_DECISION = Label("ผลการพิจารณาแถวนี้", "Decision on this row")
"""The heading of decisions, beside a field of the kind with their name."""
PERHAPS = Label("อาจเป็น", "Perhaps")
"""The heading of the records that a rejected row may be about."""


def choose_decision_heading(entity: Entity) -> str:
    """Return the heading for decisions that is no field of the kind."""
    known = map_known_headings(entity)
    is_field = any(find_targets(known, word) for word in (DECISION_HEADING.th, DECISION_HEADING.en))
    return str(_OWN_DECISION if is_field else DECISION_HEADING)


def is_decision_heading(heading: str) -> bool:
    """Return whether this is the heading of decisions, in either language."""
    words = (word for label in (DECISION_HEADING, _OWN_DECISION) for word in (label.th, label.en))
    return text.match_key(heading) in map(text.match_key, words)


def is_rejects_heading(heading: str) -> bool:
    """Return whether this is the heading of a column that a file of rejected rows has beside the fields."""
    is_perhaps = text.match_key(heading) in map(text.match_key, (PERHAPS.th, PERHAPS.en))
    return is_reason_heading(heading) or is_perhaps or is_decision_heading(heading)


def is_reason_heading(heading: str) -> bool:
    """Return whether this is the heading of such reasons, in either language."""
    return text.match_key(heading) in map(text.match_key, (REASON.th, REASON.en))


class ColumnTarget(NamedTuple):
    """The target of a column: a field or compound of the kind, of its child, or its grandparent; or a part of it."""

    place: str
    field: Field | CompoundColumn
    part: FieldPart | None = None

    @property
    def name(self) -> str:
        """The name of the target in ``--map``."""
        whole = self.field.name if self.place == OWN else f"{self.place}.{self.field.name}"
        return f"{whole}.{self.part.name}" if self.part else whole

    @property
    def whole(self) -> ColumnTarget:
        """The target without its part."""
        return self._replace(part=None)


def list_targets(entity: Entity) -> Iterator[ColumnTarget]:
    """Yield every target that a column can have, the likelier first; parts of fields apart."""
    yield from (ColumnTarget(OWN, field) for field in entity.stored)
    yield from (ColumnTarget(OWN, compound) for compound in (*entity.compound_columns, *entity.former_columns))
    yield from (ColumnTarget(SCOPE, field) for field in _list_scopes(entity))
    if entity.row_child:
        child = BY_NAME[entity.row_child]
        yield from (ColumnTarget(CHILD, field) for field in child.stored if field is not child.parent)


def list_uid_targets(entity: Entity) -> Iterator[ColumnTarget]:
    """Yield the targets of the UUIDs that only exports of netreg's own have: of the record, and of its child."""
    yield ColumnTarget(OWN, entity.by_name[UID_NAME])
    if entity.row_child:
        yield ColumnTarget(CHILD, BY_NAME[entity.row_child].by_name[UID_NAME])


def list_parts(entity: Entity) -> Iterator[ColumnTarget]:
    """Yield the parts of fields that can have a column of their own, such as the time of a meeting."""
    for target in list_targets(entity):
        if target.place != SCOPE:
            yield from (target._replace(part=part) for part in synonyms.PARTS.get(target.field.name, ()))


def _list_scopes(entity: Entity) -> Iterator[Field]:
    """Yield the grandparent, if any, among whose children the parent is searched."""
    if entity.parent and (above := BY_NAME[entity.parent.to].parent):
        yield above


_DAY = "day"
"""Stands for the language of the heading of a day, without the words that say that it is one."""
Forms = dict[HeadingForm, list[ColumnTarget]]


class KnownHeadings:
    """The targets of the headings by which those of a kind are known, the likelier target first."""

    def __init__(self, entity: Entity) -> None:
        """Those of the descriptions come before any others."""
        self.entity = entity
        targets = list(list_targets(entity))
        self._names = [(target, list_own_names(target)) for target in targets]
        # In a registrar's file the number of a person is that of the student.
        ordered = sorted(targets, key=lambda target: target.field.name != "student_no")
        self._names += [(target, list(_list_shared_names(entity, target))) for target in ordered]
        self._names += [(target, list(target.part.headings)) for target in list_parts(entity) if target.part]
        #: The targets by the keys of whole headings.
        self.whole: dict[str, list[ColumnTarget]] = {}
        for target, names in self._names:
            for name in names:
                if target not in (known := self.whole.setdefault(make_key(name), [])):
                    known.append(target)

    @cached_property
    def bags(self) -> dict[str, ColumnTarget]:
        """The targets by the words of their English headings, in whatever order."""
        found: dict[str, ColumnTarget] = {}
        for target, names in self._names:
            for bag in composed_headings.list_bags(names):
                found.setdefault(bag, target)
        return found

    @cached_property
    def forms(self) -> Forms:
        """The targets by every form of the headings, which a table with plain headings does without."""
        found: Forms = {}
        for target, names in self._names:
            _add_names(found, target, names)
        _add_english_names(found)
        return found


map_known_headings = lru_cache(8)(KnownHeadings)


def _add_english_names(found: Forms) -> None:
    """Let every heading of a name mean the English one, where it says that it is English."""
    english = {target.name: target for targets in found.values() for target in targets}
    for form, targets in list(found.items()):
        name = synonyms.ENGLISH.get(targets[0].name, "")
        if name in english and not form.language:
            found.setdefault(form._replace(language="en"), []).append(english[name])


def list_own_names(target: ColumnTarget) -> list[str]:
    """Return the names of a target, its labels, and the headings of its description."""
    field = target.field
    return [target.name, field.name, field.label.th, field.label.en, *field.headings]


def _list_shared_names(entity: Entity, target: ColumnTarget) -> Iterable[str]:
    kind = entity.row_child if target.place == CHILD else entity.name
    name = target.field.name
    others = synonyms.NOT_MEANT.get((str(kind), name), ())
    shared = (word for word in synonyms.SHARED.get(name, ()) if word not in others)
    return chain(synonyms.BY_KIND.get((str(kind), name), ()), shared)


def _add_names(found: Forms, target: ColumnTarget, names: Iterable[str]) -> None:
    for name in names:
        forms = [HeadingForm(make_key(name))]
        if isinstance(target.field, Date) and (bare := strip_date_words(forms[0].key)):
            forms.append(HeadingForm(bare, _DAY))
        if _may_name_language(name):
            forms += [form for form in list_forms(name) if form.language]
        for form in forms:
            if target not in (known := found.setdefault(form, [])):
                known.append(target)


def _may_name_language(name: str) -> bool:
    """Return whether it is worth looking for a language in a known heading: most have none."""
    return "ไทย" in name or "อังกฤษ" in name or bool(_LATIN_LANGUAGE.search(name))


_LATIN_LANGUAGE = re.compile(
    r"(?i:thai|engl)|(?<![A-Za-z])(?i:tha?|eng?)(?![A-Za-z])|(?<=[a-z])(?:TH|EN|Th|En)(?![a-z])"
)


def find_targets(known: KnownHeadings, heading: str) -> list[ColumnTarget]:
    """Return the targets that a heading may mean, the likelier first; none for an unknown one.

    Of a heading that names a thing twice every known word must mean the same.
    """
    if not may_name_english(heading) and (found := known.whole.get(make_key(text.clean(heading)), [])):
        return found.copy()
    forms = list_forms(heading)
    for form in forms:
        if found := _look_up(known, form):
            # A heading that names a language may be a label as it stands, and that of a part as well.
            also = (other for form in forms if form.language == "en" for other in _look_up(known, form))
            return [*dict.fromkeys((*found, *also))]
    for form in forms:
        bare = strip_date_words(form.key)
        if bare not in ("", form.key) and (days := known.forms.get(HeadingForm(bare, _DAY))):
            return days  # ลงนามเมื่อวันที่ is what ลงนามเมื่อ is
    for form in forms:
        found = _look_up(known, form._replace(key=form.key.removeprefix("ชื่อ")))
        if found and isinstance(found[0].field, Reference):  # ชื่อหน่วยงาน is what หน่วยงาน is
            return found
    named = [found for word in split_alternatives(heading) if (found := find_targets(known, word))]
    if len({found[0].name for found in named}) == 1:
        return named[0]
    return _find_mixed(known, heading) or ([] if named else _find_composed(known, heading))


_BOTH = 2
_FURTHER = ("position", "organisation")
_SEPARATOR = re.compile(r"\s*(?:/|\||\+|&|,|และ|พร้อม(?:ด้วย|ทั้ง)?|\band\b|\n)\s*")


class MixedHeading(NamedTuple):
    """The heading of a mixed column: its words for the name, and the field of what stands beside the name."""

    name: str
    further: str


def split_heading(heading: str) -> MixedHeading | None:
    """Split a heading such as ``ชื่อ-สกุล/ตำแหน่ง``; None for any other."""
    parts = [part for part in _SEPARATOR.split(heading.strip()) if part]
    if len(parts) != _BOTH:
        return None
    for name, other in (parts, parts[::-1]):
        keys = {form.key for form in list_forms(other)}
        further = next((field for field in _FURTHER if keys & list_keys(synonyms.SHARED[field])), "")
        if further and any(form.key in list_keys(synonyms.SHARED["name"]) for form in list_forms(name)):
            return MixedHeading(name, further)
    return None


def _find_mixed(known: KnownHeadings, heading: str) -> list[ColumnTarget]:
    """Return the target of the names in a column that holds something else beside them."""
    mixed = split_heading(heading) if len(heading) <= _LONGEST_MIXED else None
    found = find_targets(known, mixed.name) if mixed else []
    return [target for target in found if target.whole.field.name in ("name", "person")]


_LONGEST_MIXED = 60


def _find_composed(known: KnownHeadings, heading: str) -> list[ColumnTarget]:
    """Return the target of a heading that no list has, by the words of which it is made."""
    if bag := composed_headings.make_bag(heading):
        return [known.bags[bag]] if bag in known.bags else []
    name = composed_headings.find_composed_name(known.entity.name, heading)
    return [target for target in list_targets(known.entity) if target.name == name][:1] if name else []


def _look_up(known: KnownHeadings, form: HeadingForm) -> list[ColumnTarget]:
    """Return the targets of one form: Thai is what goes without saying, any other language is not."""
    found = known.forms.get(form)
    if not found and form.language != "en":
        found = known.forms.get(form._replace(language="" if form.language else "th"))
    return found or []


def find_named_target(entity: Entity, name: str, option: str = "--map") -> ColumnTarget:
    """Return the target of a name in ``--map``: that of the field, or one of its headings.

    Raises:
        UsageError: with the nearest names.
    """
    targets = [*list_targets(entity), *list_parts(entity), *list_uid_targets(entity)]
    for target in targets:
        if name in (target.name, target.field.name if not target.part else ""):
            return target
    if found := find_targets(map_known_headings(entity), name):
        return found[0]
    names = [target.name for target in targets if not target.part]
    near = suggest_names(text.find_nearest(name, names), names)
    if nearest := find_nearest_target(entity, name):
        target = nearest[1]
        is_thai = find_language("did you mean: {names}?") == "th"
        near = suggest_names([f"{target.field.label.th} ({target.name})" if is_thai else target.name])
    raise UsageError(
        _("{option}: '{field}' is not a field of {kind}").format(option=option, field=name, kind=entity.spoken_name),
        near,
    )


def find_nearest_target(entity: Entity, heading: str, cutoff: float = 0.6) -> tuple[str, ColumnTarget] | None:
    """Return the known heading most like one that is not known, and its target; `cutoff` is how alike at least."""
    words = {
        name: target
        for target in reversed([*list_targets(entity), *list_parts(entity)])
        for name in _list_words(entity, target)
    }  # fmt: skip
    near = text.find_nearest(heading, reversed(words), limit=1, cutoff=cutoff)
    return (near[0], words[near[0]]) if near else None


def _list_words(entity: Entity, target: ColumnTarget) -> Iterable[str]:
    if target.part:
        return target.part.headings
    return chain(list_own_names(target)[2:], _list_shared_names(entity, target))
