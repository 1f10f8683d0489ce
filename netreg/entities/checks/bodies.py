"""Checks of organisations: their place in the tree and the country, their names, and who speaks for them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.flags import Check
from netreg.entities.checks.findings import Finding
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai.several_bodies import split_bodies
from netreg.thai.text import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NO_PARENT = Check(
    "no-upper-body",
    "low",
    Label("ไม่ระบุต้นสังกัด", "Without an upper body"),
    Label("ไม่มีต้นสังกัด ทั้งที่ประเภทเดียวกันส่วนใหญ่มี", "it belongs to nothing, as most of its kind do"),
    Label("ไม่นับอยู่ใต้หน่วยงานใดในรายงานและผังองค์กร", "no report or tree counts it under anything"),
    ("org edit {record} parent=ORG",),
)
NO_PROVINCE = Check(
    "no-province",
    "low",
    Label("ไม่ระบุจังหวัด", "Without a province"),
    Label("ไม่มีจังหวัด ทั้งที่หน่วยงานในสังกัดเดียวกันมี", "it has no province, as others under the same body do"),
    Label("รายงานรายจังหวัดไม่นับหน่วยงานนี้", "reports by province leave it out"),
    ("org edit {record} province=PROVINCE",),
)
CAMPUS_RUN_ON = Check(
    "campus-run-on",
    "medium",
    Label("วิทยาเขตติดกับชื่อมหาวิทยาลัย", "Campus within the name"),
    Label("ชื่อ '{name}' รวมมหาวิทยาลัยกับวิทยาเขตไว้ และไม่มีต้นสังกัด", "'{name}' joins a university and its campus"),
    Label("ไม่ขึ้นใต้มหาวิทยาลัยเดียวกัน", "it does not stand under its university"),
    ("org edit {record} parent=ORG",),
)
NAME_IS_POST = Check(
    "name-is-post",
    "medium",
    Label("ชื่อองค์กรเป็นชื่อตำแหน่ง", "Post in place of a body"),
    Label("'{name}' เป็นชื่อตำแหน่ง ไม่ใช่ชื่อหน่วยงาน", "'{name}' is a post, not a body"),
    Label("ภาคีคือหน่วยงาน เช่น สำนักงานศึกษาธิการจังหวัด", "the party is the office that the post heads"),
    ("org rename {record} NAME",),
)
NAME_OF_SEVERAL = Check(
    "name-of-several",
    "medium",
    Label("ชื่อเดียวแทนหลายองค์กร", "One name for several bodies"),
    Label("'{name}' น่าจะเป็นชื่อของหลายองค์กร", "'{name}' seems to name several bodies"),
    Label("ภาคีและหน่วยงานนับไม่ครบ", "parties and units are miscounted"),
    ("org add NAME", "org edit {record} name_th=NAME"),
)
NOBODY_THERE = Check(
    "nobody-there",
    "low",
    Label("หน่วยงานที่ไม่มีผู้แทนในเครือข่าย", "Units with nobody in the network"),
    Label("{missing} จาก {units} หน่วยงานไม่มีผู้แทน: {names}", "{missing} of {units} units have nobody: {names}"),
    Label("ไม่มีผู้รับและส่งข้อมูลของหน่วยงานนั้น", "nobody passes news on to them"),
    ("group coverage {record}", "group join {record} MEMBER --org ORG"),
)
OF_NAMES = (CAMPUS_RUN_ON, NAME_IS_POST, NAME_OF_SEVERAL)

_NAMED = 5
_MOST = 0.5
_UPPERMOST = ("university", "ministry", "company", "association")
"""Kinds that belong to nothing in most registers."""


class Body(NamedTuple):
    """An organisation that exists on the day."""

    id: int
    name: str
    kind: str | None
    parent: int | None
    province: str | None


def find_misplaced(bodies: Iterable[Body]) -> Iterator[Finding]:
    """Find organisations without a parent or a province where most of their kind, or beside them, have one."""
    known = list(bodies)
    kinds: dict[str | None, Counter[bool]] = defaultdict(Counter)
    siblings: dict[int | None, Counter[bool]] = defaultdict(Counter)
    for one in known:
        kinds[one.kind][one.parent is not None] += 1
        siblings[one.parent][one.province is not None] += 1
    for one in known:
        placed = kinds[one.kind]
        is_usual = one.kind and one.kind not in _UPPERMOST and placed[True] > placed.total() * _MOST
        if one.parent is None and is_usual:
            yield Finding(NO_PARENT, (("organisation", one.id),))
        if one.parent is not None and one.province is None and siblings[one.parent][True]:
            yield Finding(NO_PROVINCE, (("organisation", one.id),))


def find_odd_bodies(bodies: Iterable[Body]) -> Iterator[Finding]:
    """Find names of organisations that are a post, several bodies, or a university with its campus."""
    for one in bodies:
        records, data = (("organisation", one.id),), ({"name": one.name},)
        if _post_pattern().match(one.name):
            yield Finding(NAME_IS_POST, records, data)
        elif _range_pattern().search(to_ascii_digits(one.name)) or len(split_bodies(one.name)) > 1:
            yield Finding(NAME_OF_SEVERAL, records, data)
        elif one.parent is None and _campus_pattern().match(one.name):
            yield Finding(CAMPUS_RUN_ON, records, data)


@cache
def _post_pattern() -> re.Pattern[str]:
    """Match a post that heads an office, in the place of its name."""
    return re.compile(
        r"(?:รักษาการ(?:แทน)?|รอง|ผู้ช่วย)?(?:ผู้ว่าราชการจังหวัด|ผู้อำนวยการ|ศึกษาธิการ(?:จังหวัด|ภาค)|สาธารณสุข(?:จังหวัด|อำเภอ)"
        r"|นายอำเภอ|นายกเทศมนตรี|นายกองค์การ|อธิการบดี|คณบดี|อธิบดี|ปลัด(?:จังหวัด|อำเภอ|เทศบาล|กระทรวง)|เลขาธิการ|เกษตรจังหวัด"
        r"|พัฒนาการจังหวัด|วัฒนธรรมจังหวัด(?!$))"
    )


@cache
def _range_pattern() -> re.Pattern[str]:
    """Match a range of numbers at the end: ``เขต 1-5``, ``เขต 1 ถึง 5``."""
    return re.compile(r"(?:เขต|ภาค|สาขา|ที่|แห่งที่)\s*[0-9]+\s*(?:-|–|ถึง)\s*[0-9]+\s*$")


@cache
def _campus_pattern() -> re.Pattern[str]:
    """Match a university with a campus behind it."""
    return re.compile(r".*(?:มหาวิทยาลัย|วิทยาลัย|สถาบัน).+วิทยาเขต.+")


def find_nobody_there(group: int, units: list[tuple[int, str, bool]]) -> Iterator[Finding]:
    """Find the units of a network in which nobody is there for them: number, name, and whether somebody is."""
    missing = [(number, name) for number, name, is_covered in units if not is_covered]
    if missing:
        shown = [name for _number, name in missing]
        data = {
            "missing": len(missing),
            "units": len(units),
            "names": ", ".join(shown[:_NAMED]) + (", …" if shown[_NAMED:] else ""),
        }
        others = tuple(("organisation", number) for number, _name in missing)
        yield Finding(NOBODY_THERE, (("member_group", group), *others), (data,))
