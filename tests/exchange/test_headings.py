"""Which column of a file is which field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.entities import AGREEMENT, BY_NAME, ENTITIES, MEETING, ORGANISATION, PERSON, SIGNATORY
from netreg.errors import Failure, UnusableInput, Usage
from netreg.exchange.headings import match, targets

if TYPE_CHECKING:
    from netreg.core.entity import Entity

every_kind = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))


def names(kind: str, headings: list[str], mapping: dict[str, str] | None = None) -> list[str | None]:
    found = match(BY_NAME[kind], "file.csv", headings, mapping or {})
    return [found[column].name if column in found else None for column in range(len(headings))]


KNOWN = [
    ("organisation", ["ชื่อองค์กร", "สังกัด", "จังหวัด"], ["name_th", "parent", "province"]),
    ("organisation", ["Name (Thai)", "Part of", "PROVINCE"], ["name_th", "parent", "province"]),
    ("organisation", ["name th", "name_en"], ["name_th", "name_en"]),
    ("organisation", [" ชื่อ  ไทย ", "รหัส"], ["name_th", "code"]),
    ("person", ["คำนำหน้า", "ชื่อ", "นามสกุล", "อีเมล์"], ["titles", "given_name", "family_name", "email"]),
    ("person", ["ชื่อ-นามสกุล", "คณะ", "ตำแหน่ง"], ["name", "child.organisation", "child.position"]),
    ("person", ["ชื่อ - สกุล", "หน่วยงาน"], ["name", "child.organisation"]),
    ("person", ["Full name", "Faculty", "Job title"], ["name", "child.organisation", "child.position"]),
    ("person", ["หมายเหตุ", "child.note"], ["note", "child.note"]),
    ("post", ["ชื่อ-สกุล", "คณะ", "ตำแหน่ง", "ตั้งแต่"], ["person", "organisation", "position", "since"]),
    ("agreement", ["ชื่อข้อตกลง", "วันที่ลงนาม", "วันสิ้นสุด"], ["title", "signed_on", "end_stated"]),
    ("signatory", ["ข้อตกลง", "ภาคี", "ผู้ลงนาม"], ["scope.agreement", "party", "person"]),
    ("meeting", ["เรื่อง", "วันที่", "สถานที่"], ["title", "starts_at", "venue"]),
]


@pytest.mark.parametrize(("kind", "headings", "expected"), KNOWN)
def test_headings_that_are_known(kind: str, headings: list[str], expected: list[str]) -> None:
    assert names(kind, headings) == expected


@every_kind
@pytest.mark.parametrize("style", ["th", "en", "names"])
def test_the_headings_of_an_export_mean_their_own_fields(kind: Entity, style: str) -> None:
    fields = kind.stored
    written = [f.name if style == "names" else getattr(f.label, style) for f in fields]
    assert names(kind.name, written) == [f.name for f in fields]


@every_kind
def test_every_target_can_be_mapped_to_by_its_name(kind: Entity) -> None:
    wanted = [target.name for target in targets(kind)]
    assert len(set(wanted)) == len(wanted)
    for name in wanted:
        assert names(kind.name, ["Spalte 1"], {"Spalte 1": name}) == [name]


MAPPED = [
    (["ช่อง ก", "ช่อง ข"], {"ช่อง ก": "given_name", "ช่อง ข": "child.position"}, ["given_name", "child.position"]),
    (["ช่อง ก", "อีเมล"], {"ช่อง ก": "given_name"}, ["given_name", "email"]),
    (["ช่อง ก", "อีเมล"], {"ช่อง  ก": "-"}, [None, "email"]),
    (["ชื่อ", "อีเมล"], {"ชื่อ": "family_name"}, ["family_name", "email"]),
    (["ชื่อ", "อีเมล"], {"ชื่อ": "-"}, [None, "email"]),
    (["ช่อง ก"], {"ช่อง ก": "position"}, ["child.position"]),
]


@pytest.mark.parametrize(("headings", "mapping", "expected"), MAPPED)
def test_what_a_column_is_can_be_said(headings: list[str], mapping: dict[str, str], expected: list[str | None]) -> None:
    assert names("person", headings, mapping) == expected


REFUSED: list[tuple[list[str], dict[str, str], type[Failure], list[str]]] = [
    (["ชื่อ", "จังหวด", "xyzzy"], {}, UnusableInput, ["'จังหวด' (nearest: จังหวัด)", "'xyzzy'", "--map"]),
    (["กานดา", "วิทยาศาสตร์"], {}, UnusableInput, ["no column has a heading that is known", "headings"]),
    (["ชื่อ", "ชื่อตัว"], {}, UnusableInput, ["'ชื่อ' and 'ชื่อตัว' both mean given_name", "--map"]),
    (["ชื่อ", "ช่อง ก"], {"ช่อง ก": "given_name"}, UnusableInput, ["both mean given_name"]),
    (["ช่อง ก"], {"ช่อง ก": "givenname"}, Usage, ["'givenname' is no field of member", "given_name"]),
    (["ช่อง ก"], {"ช่อง ก": "post.position"}, Usage, ["'post.position' is no field"]),
]


@pytest.mark.parametrize(("headings", "mapping", "kind", "words"), REFUSED)
def test_what_cannot_be_matched(
    headings: list[str], mapping: dict[str, str], kind: type[Failure], words: list[str]
) -> None:
    with pytest.raises(kind) as failure:
        match(PERSON, "file.csv", headings, mapping)
    assert all(word in str(failure.value) for word in words), str(failure.value)


def test_every_unknown_heading_is_named_at_once() -> None:
    with pytest.raises(UnusableInput) as failure:
        match(ORGANISATION, "file.csv", ["ชื่อ", "qqq", "www", "zzz"], {})
    assert all(f"'{heading}'" in failure.value.sentence for heading in ("qqq", "www", "zzz"))
    assert failure.value.sentence.startswith("file.csv:")


def test_a_mapping_of_a_heading_that_is_not_there_is_refused() -> None:
    with pytest.raises(Failure, match="ช่อง ก"):
        match(PERSON, "file.csv", ["ชื่อ"], {"ช่อง ก": "note"})


@pytest.mark.parametrize(
    ("kind", "scope"), [(SIGNATORY, ["scope.agreement"]), (PERSON, []), (MEETING, []), (AGREEMENT, [])]
)
def test_the_grandparent_can_stand_in_a_column(kind: Entity, scope: list[str]) -> None:
    assert [t.name for t in targets(kind) if t.place == "scope"] == scope
