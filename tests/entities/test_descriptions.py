"""The descriptions of all kinds: what every generic command takes for granted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.core.choice_fields import Choice
from netreg.core.fields import Field, Reference, Style
from netreg.core.thai_fields import Date, Offsets
from netreg.entities import BY_NAME, CLOCKED_KINDS, ENTITIES, find_child_entities
from netreg.thai import text

if TYPE_CHECKING:
    from netreg.core.compound_columns import CompoundColumn
    from netreg.core.entity import Entity

every_kind = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
NOUNS_OF_THEIR_OWN = {"graduation"}  # what belongs to a person, yet is spoken of as alumni
NO_CHILDREN = {"meeting_series"}  # what a meeting may belong to, spoken of below its noun
SYSTEM = {"id", "code", "note", "source", "uid", "created_at", "updated_at"}


def fields_of(kind: Entity) -> list[Field]:
    return [*kind.by_name.values()]


CHOICES = [(f"{kind.name}.{f.name}", f) for kind in ENTITIES for f in kind.stored if isinstance(f, Choice)]
every_choice = pytest.mark.parametrize(("name", "field"), CHOICES, ids=[name for name, _field in CHOICES])


def test_kinds_are_told_apart_by_every_name_they_go_by() -> None:
    assert len(BY_NAME) == len(ENTITIES)
    assert len({kind.command for kind in ENTITIES}) == len(ENTITIES)
    assert len({kind.collection for kind in ENTITIES}) == len(ENTITIES)
    assert len({kind.label.th for kind in ENTITIES if kind.parent is None}) == sum(k.parent is None for k in ENTITIES)


@every_kind
def test_labels_are_in_both_languages(kind: Entity) -> None:
    for label in (
        kind.label,
        kind.plural,
        *(f.label for f in fields_of(kind)),
        *(r.label for r in kind.related_records),
    ):
        assert label.th
        assert label.en
        assert label.en.isascii()
        assert label.en == label.en.strip()


@every_kind
def test_labels_of_columns_are_told_apart(kind: Entity) -> None:
    shown = [kind.by_name[name].label for name in kind.columns]
    assert len({label.th for label in shown}) == len(shown)
    assert len({label.en for label in shown}) == len(shown)


@every_choice
def test_every_option_has_a_name_of_its_own_in_both_languages(name: str, field: Choice) -> None:
    assert field.options, name
    for word in field.options:
        for lang in ("th", "en"):
            value = field.parse(word)
            assert value is not None
            assert field.parse(field.show(value, Style(lang=lang))) == value


@every_choice
def test_synonyms_mean_words_that_exist(name: str, field: Choice) -> None:
    for written, word in field._synonyms.items():
        assert word in field.options, (name, written)


@every_kind
def test_field_names_are_unique(kind: Entity) -> None:
    names = [f.name for f in (*kind.fields, *kind.derived)]
    assert len(names) == len(set(names))
    assert not set(names) & SYSTEM
    assert not {compound.name for compound in kind.compound_columns} & {f.name for f in kind.stored}
    assert len({f.column for f in kind.stored}) == len(kind.stored)


@every_kind
def test_default_columns_exist_and_begin_with_the_number(kind: Entity) -> None:
    assert kind.columns[0] == "id"
    assert set(kind.columns) <= set(kind.by_name)
    assert len(kind.columns) == len(set(kind.columns))


@every_kind
def test_keys_name_fields_that_exist(kind: Entity) -> None:
    assert kind.keys
    for key in kind.keys:
        for part in key:
            if part.child:
                assert part.child == kind.row_child
                assert part.field in {f.name for f in BY_NAME[part.child].stored}
            else:
                assert part.is_name or part.field in {f.name for f in kind.stored}


@every_kind
def test_what_tells_records_apart_is_stored(kind: Entity) -> None:
    own = {f.name for f in kind.stored}
    assert set(kind.distinguishing_fields) - {"code"} <= own
    assert set(kind.defaults) <= own
    assert set(kind.naming_references) <= {r.name for r in kind.references}


@every_kind
def test_defaults_are_values_that_the_field_can_have(kind: Entity) -> None:
    for name, value in kind.defaults.items():
        field = kind.by_name[name]
        assert field.parse(field.show(value)) == value


@every_kind
def test_every_reference_names_a_kind(kind: Entity) -> None:
    for reference in kind.references:
        assert reference.to in BY_NAME
        assert reference.column == f"{reference.name}_id"


@every_kind
def test_a_child_has_exactly_one_parent_and_needs_it(kind: Entity) -> None:
    parents = [r for r in kind.references if r.parent]
    below = (
        " " in kind.command
        and kind.name not in NO_CHILDREN
        and kind.command.split()[0] in {other.command for other in ENTITIES}
    )
    assert len(parents) == (1 if below or kind.name in NOUNS_OF_THEIR_OWN else 0)
    assert all(parent.required for parent in parents)
    assert all(kind in find_child_entities(BY_NAME[parent.to]) for parent in parents)


@every_kind
def test_a_child_is_commanded_under_the_noun_of_its_root(kind: Entity) -> None:
    root = kind
    while root.parent is not None:
        root = BY_NAME[root.parent.to]
    own = kind is root or kind.name in NOUNS_OF_THEIR_OWN
    assert own or kind.command.split()[0] == root.command


def test_the_kinds_with_clocks_are_known_without_loading_the_others() -> None:
    assert tuple(kind.name for kind in ENTITIES if kind.clocks) == CLOCKED_KINDS


@every_kind
def test_clocks_name_a_day_of_the_record_and_who_looks_after_it(kind: Entity) -> None:
    offsets = Offsets("offsets", "เตือน", "Offsets")
    assert len({clock.name for clock in kind.clocks}) == len(kind.clocks)
    for clock in kind.clocks:
        assert isinstance(kind.by_name[clock.day_field], Date)
        assert clock.label.th
        assert clock.label.en.isascii()
        assert offsets.parse(offsets.show(clock.offsets)) == clock.offsets
        assert "{record}" in clock.command
        assert clock.command.startswith(kind.command + " ")
        for path in clock.responsible:
            assert _led_to(kind, path.split(".")).by_name.keys() >= {"email"}


def _led_to(kind: Entity, path: list[str]) -> Entity:
    reference = next(r for r in kind.references if r.name == path[0])
    there = BY_NAME[reference.to]
    return _led_to(there, path[1:]) if path[1:] else there


@every_kind
def test_no_kind_belongs_to_itself(kind: Entity) -> None:
    seen = [kind]
    while seen[-1].parent is not None:
        seen.append(BY_NAME[seen[-1].parent.to])
        assert seen[-1] not in seen[:-1]


@every_kind
def test_the_child_that_shares_a_row_is_a_child(kind: Entity) -> None:
    assert kind.row_child is None or BY_NAME[kind.row_child] in find_child_entities(kind)


@every_kind
def test_related_records_point_here(kind: Entity) -> None:
    for related in kind.related_records:
        reference = BY_NAME[related.kind].by_name[related.field]
        assert isinstance(reference, Reference)
        assert reference.to == kind.name
        assert not reference.parent


@every_kind
def test_collections_on_a_card_are_told_apart(kind: Entity) -> None:
    names = [*(child.collection for child in find_child_entities(kind)), *(r.collection for r in kind.related_records)]
    assert len(names) == len(set(names))
    assert not set(names) & set(kind.by_name)


@every_kind
def test_compounds_are_made_of_stored_fields(kind: Entity) -> None:
    for compound in kind.compound_columns:
        assert {*compound.fills} <= {f.name for f in kind.stored}
        assert len(compound.split(compound.example)) == len(compound.fills)


@every_kind
def test_a_row_of_a_file_that_says_nothing_has_no_name(kind: Entity) -> None:
    """A row is named before it is known whether anything is missing."""
    list(kind.names(dict.fromkeys(field.name for field in kind.stored)))


@every_kind
def test_a_kind_is_listed_in_an_order_of_its_own(kind: Entity) -> None:
    blank = kind.make_blank_row()
    assert set(blank) == {f.name for f in kind.stored}
    assert {name: value for name, value in blank.items() if value is not None} == dict(kind.defaults)


# --- headings --------------------------------------------------------------------


def columns_of(kind: Entity) -> list[Field | CompoundColumn]:
    return [*kind.stored, *kind.compound_columns]


def meanings(kind: Entity) -> dict[str, set[str]]:
    """Every heading, as it is compared, and what it can mean in a file of the kind."""
    found: dict[str, set[str]] = {}
    for field in columns_of(kind):
        _note(found, field, field.name)
    for field in _shared_with(kind):
        _note(found, field, f"{kind.row_child}.{field.name}")
    return found


def _shared_with(kind: Entity) -> list[Field]:
    """The fields of the row child; its note and source stay at home."""
    if kind.row_child is None:
        return []
    child = BY_NAME[kind.row_child]
    return [f for f in child.fields if f is not child.parent]


def _note(found: dict[str, set[str]], field: Field | CompoundColumn, meaning: str) -> None:
    for heading in (field.label.th, field.label.en, *field.headings):
        found.setdefault(text.match_key(heading), set()).add(meaning)


@every_kind
def test_no_heading_means_two_fields(kind: Entity) -> None:
    assert {heading: means for heading, means in meanings(kind).items() if len(means) > 1} == {}


@every_kind
def test_no_heading_is_empty(kind: Entity) -> None:
    assert "" not in meanings(kind)


# --- what a kind says of a record ---------------------------------------------------

PROBLEMS = [
    ("organisation", {}, ["name_th"]),
    ("organisation", {"name_en": "Example"}, []),
    ("organisation", {"name_th": "สมมติ", "founded": "2020", "dissolved": "2019"}, ["dissolved"]),
    ("organisation", {"name_th": "สมมติ", "founded": "2020", "dissolved": "2020-01"}, []),
    ("person", {}, ["given_name"]),
    ("person", {"given_name": "สมมติ"}, []),
    ("post", {"person": 1}, ["position"]),
    ("post", {"person": 1, "organisation": 2}, []),
    ("post", {"person": 1, "position": "ครู", "since": "2020-01-02", "until": "2020-01-01"}, ["until"]),
    ("post", {"person": 1, "position": "ครู", "since": "2020-12", "until": "2020"}, []),
    ("post", {"since": "2020-01-02"}, ["person"]),
    ("agreement", {}, ["title"]),
    ("agreement", {"title": "ก", "signed_on": "2020-01-02", "end_stated": "2020-01-01"}, ["end_stated"]),
    ("agreement", {"title": "ก", "effective_from": "2020-01-02", "end_stated": "2020-01-01"}, ["end_stated"]),
    ("agreement", {"title": "ก", "signed_on": "2020-01-02", "end_stated": "2020-01-02"}, []),
    ("agreement", {"title": "ก", "signed_on": "2020-01-02T13:00", "end_stated": "2020-01-02"}, []),
    ("agreement", {"title": "ก", "final_on": "2020-01-01"}, ["final_status"]),
    (
        "agreement",
        {"title": "ก", "signed_on": "2020-01-02", "final_status": "cancelled", "final_on": "2020-01-01"},
        ["final_on"],
    ),
    ("party", {"agreement": 1}, ["organisation"]),
    ("signatory", {"party": 1}, ["person"]),
    ("signatory", {"party": 1, "name_as_signed": "นายสมมติ"}, []),
    ("witness", {"party": 1}, ["person"]),
    ("witness", {"party": 1, "person": 3}, []),
    ("meeting", {"title": "ก"}, ["starts_at"]),
    ("meeting", {"title": "ก", "starts_at": "2021-08-05", "ends_at": "2021-08-04"}, ["ends_at"]),
    ("meeting", {"title": "ก", "starts_at": "2021-08-05T13:00", "ends_at": "2021-08-05T09:00"}, ["ends_at"]),
    ("meeting", {"title": "ก", "starts_at": "2021-08-05T13:00", "ends_at": "2021-08-05"}, []),
    ("attendance", {"meeting": 1}, ["person"]),
    ("attendance", {"meeting": 1, "name_as_recorded": "ผู้แทน"}, []),
    ("head_count", {"meeting": 1, "category": "ครู"}, ["count"]),
    ("head_count", {"meeting": 1, "category": "ครู", "count": 0}, []),
]


@pytest.mark.parametrize(("name", "values", "fields"), PROBLEMS)
def test_what_cannot_be_within_one_record(name: str, values: dict[str, object], fields: list[str]) -> None:
    kind = BY_NAME[name]
    assert [problem.field for problem in kind.find_problems(kind.make_blank_row() | values)] == fields


NAMES = [
    (
        "organisation",
        {"name_th": "คณะสมมติ", "name_en": "Example", "abbreviation": '["คสม."]', "variants": '["วิทยาลัยสมมติ"]'},
        ["คณะสมมติ", "Example", "คสม.", "วิทยาลัยสมมติ"],
    ),
    (
        "person",
        {"titles": "รศ. ดร.", "given_name": "สมมติ", "family_name": "ใจดี", "name_latin": "Sommot Jaidee"},
        ["สมมติ ใจดี", "Sommot Jaidee"],
    ),
    ("person", {"given_name": "สมมติ"}, ["สมมติ"]),
    ("person", {"given_name": "สมมติ", "titles": "เจ้าชาย"}, ["สมมติ", "เจ้าชาย สมมติ"]),
    ("agreement", {"title": "ข้อตกลงสมมติ", "document_no": '["อว 1/2567"]'}, ["ข้อตกลงสมมติ", "อว 1/2567"]),
    ("meeting", {"title": "ประชุมสมมติ"}, ["ประชุมสมมติ"]),
    (
        "meeting",
        {"title": "ประชุม", "number": 2, "year": 2567},
        ["ประชุม", "ประชุม 2/2567", "ประชุม ครั้งที่ 2/2567"],
    ),
    ("meeting", {"title": "ประชุม", "number": 2}, ["ประชุม", "ประชุม 2", "ประชุม ครั้งที่ 2"]),
    ("signatory", {"name_as_signed": "นายสมมติ"}, ["นายสมมติ"]),
    ("signatory", {}, []),
    ("purpose", {"text": "เพื่อการสมมติ"}, ["เพื่อการสมมติ"]),
]


@pytest.mark.parametrize(("name", "values", "expected"), NAMES)
def test_the_names_by_which_it_can_be_asked_for(name: str, values: dict[str, object], expected: list[str]) -> None:
    kind = BY_NAME[name]
    assert list(kind.names(kind.make_blank_row() | values)) == expected


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("รศ.ดร.สมมติ ใจดี", ["รศ.ดร.สมมติ ใจดี", "สมมติ ใจดี"]),
        ("สมมติ ใจดี", ["สมมติ ใจดี", "สมมติ ใจดี"]),
        ("ดร.", ["ดร."]),
    ],
)
def test_people_are_asked_for_with_and_without_titles(written: str, asked: list[str]) -> None:
    assert list(BY_NAME["person"].search_names(written)) == asked


def test_lists_of_children_name_what_they_belong_to() -> None:
    for kind in ENTITIES:
        parent = kind.parent
        above = BY_NAME[parent.to].parent if parent else None
        own = {parent.name} if parent else set()
        further = {above.name, f"{above.name}_name"} if above else set()
        assert not parent or (own | further) & {*kind.columns}, kind.name
        assert not above or further & {*kind.columns}, kind.name
