"""Graduations: what cannot be, what is flagged, and the form that registrar files have."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.core.fields import Ref
from netreg.entities import BY_NAME, FIGURE, GRADUATION
from netreg.entities.graduations import ALUMNUS
from netreg.exchange.headings import targets
from netreg.thai import text

FACULTY = Ref("organisation", 7, "fac", "คณะสมมติ")

FLAGGED: list[tuple[dict[str, Any], list[str]]] = [
    ({"academic_year": 2540, "born_on": "1975", "founded_on": "1967"}, []),
    # An academic year ends in the CE year after the one in which it begins: 2540 in 1998.
    ({"academic_year": 2540, "born_on": "1998-12-31"}, []),
    ({"academic_year": 2540, "born_on": "1999-01-01"}, ["before-birth"]),
    ({"academic_year": 2540, "founded_on": "1998-06"}, []),
    ({"academic_year": 2540, "founded_on": "1999"}, ["before-founding"]),
    ({"graduated_on": "1998-03-01", "academic_year": 2545, "born_on": "1998-03-02"}, ["before-birth", "years-apart"]),
    ({"academic_year": 2570}, []),
    ({"academic_year": 2571}, ["in-the-future"]),
    ({"graduated_on": "2027-12"}, []),
    ({"graduated_on": "2028-01-01"}, ["in-the-future"]),
    ({"graduated_on": "1996-12-31", "academic_year": 2540}, []),
    ({"graduated_on": "1999-12-31", "academic_year": 2540}, []),
    ({"graduated_on": "1995-12-31", "academic_year": 2540}, ["years-apart"]),
    ({"graduated_on": "2000-01", "academic_year": 2540}, ["years-apart"]),
    ({"graduated_on": "1998-03", "born_on": "1998-03-31"}, []),
    ({"born_on": "1999", "founded_on": "1999"}, []),
    ({"academic_year": 2500, "born_on": "1975", "founded_on": "1967"}, ["before-birth", "before-founding"]),
    ({"class_no": 3}, ["class-of-nothing"]),
    ({"class_no": 3, "organisation": FACULTY}, []),
    ({"class_no": 3, "campus": FACULTY}, []),
]


@pytest.mark.parametrize(("values", "flags"), FLAGGED)
def test_what_contradicts_itself_is_flagged(values: dict[str, Any], flags: list[str]) -> None:
    row = GRADUATION.add_derived(GRADUATION.make_blank_row() | values, TimeFrame(date(2026, 11, 21)))
    assert [flag["id"] for flag in row["flags"]] == flags


def test_every_flag_has_a_sentence() -> None:
    sentences = GRADUATION.by_name["flags"].checks  # type: ignore[attr-defined]
    assert {flag for _values, flags in FLAGGED for flag in flags} == set(sentences)


PROBLEMS = [
    ({"person": 1}, ["organisation"]),
    ({"person": 1, "note": "ก"}, ["organisation"]),
    ({"person": 1, "organisation": 2}, []),
    ({"person": 1, "student_no": "1"}, []),
    ({"organisation": 2}, ["person"]),
    ({"person": 1, "organisation": 2, "class_no": 0}, ["class_no"]),
    ({"person": 1, "organisation": 2, "entered_year": 2541, "academic_year": 2540}, ["academic_year"]),
    ({"person": 1, "organisation": 2, "entered_year": 2540, "academic_year": 2540}, []),
]


@pytest.mark.parametrize(("values", "fields"), PROBLEMS)
def test_what_cannot_be_is_refused(values: dict[str, Any], fields: list[str]) -> None:
    assert [problem.field for problem in GRADUATION.find_problems(GRADUATION.make_blank_row() | values)] == fields


CALLED = [
    ({"degree": "นิติศาสตรบัณฑิต", "level": "bachelor", "organisation": FACULTY}, "นิติศาสตรบัณฑิต คณะสมมติ"),
    ({"level": "bachelor", "organisation": FACULTY, "academic_year": 2540}, "ปริญญาตรี คณะสมมติ 2540"),
    ({"level": "odd", "student_no": "4001"}, "odd"),
    ({"student_no": "4001"}, "4001"),
    ({}, ""),
]


@pytest.mark.parametrize(("values", "called"), CALLED)
def test_it_is_called_by_what_is_known(values: dict[str, Any], called: str) -> None:
    assert GRADUATION.display_name(GRADUATION.make_blank_row() | values) == called


def test_a_figure_is_called_by_its_subject() -> None:
    assert FIGURE.display_name({"subject": "classes"}) == "รุ่น"
    assert FIGURE.display_name({"subject": "odd"}) == "odd"


# --- as registrar files have it ------------------------------------------------------------


def test_no_heading_of_a_registrar_file_means_two_fields() -> None:
    """But the note and the source of a graduation, which are asked for by ``child.note``."""
    found: dict[str, set[str]] = {}
    for target in targets.list_targets(ALUMNUS):
        if target.name not in ("child.note", "child.source"):
            for heading in (target.field.label.th, target.field.label.en, *target.field.headings):
                found.setdefault(text.match_key(heading), set()).add(target.name)
    assert {heading: names for heading, names in found.items() if len(names) > 1} == {}


REGISTRAR = [
    ("รหัสนักศึกษา", "child.student_no"),
    ("รหัสประจำตัวนักศึกษา", "child.student_no"),
    ("student id", "child.student_no"),
    ("รหัสบุคลากร", "external_key"),
    ("ชื่อ-สกุล", "name"),
    ("คำนำหน้า", "titles"),
    ("คณะ", "child.organisation"),
    ("วิทยาเขต", "child.campus"),
    ("สาขาวิชา", "child.programme"),
    ("ระดับ", "child.level"),
    ("รุ่นที่", "child.class_no"),
    ("ปีการศึกษา", "child.academic_year"),
    ("ปีการศึกษาที่จบ", "child.academic_year"),
    ("วันเกิด", "birth_date"),
    ("อีเมล", "email"),
    ("เบอร์โทร", "phone"),
    ("จังหวัด", "province"),
]


@pytest.mark.parametrize(("heading", "name"), REGISTRAR)
def test_headings_that_registrars_use(heading: str, name: str) -> None:
    assert targets.find_targets(targets.map_known_headings(ALUMNUS), heading)[0].name == name


def test_the_form_of_registrar_files_is_of_a_kind() -> None:
    kind = BY_NAME[ALUMNUS.name]
    assert ALUMNUS.variant
    assert {f.name for f in ALUMNUS.stored} == {f.name for f in kind.stored}
    assert {f.column for f in ALUMNUS.stored} == {f.column for f in kind.stored}
    child = BY_NAME[ALUMNUS.row_child or ""]
    for part in {part for key in ALUMNUS.keys for part in key}:
        assert part.child in (child.name, None)
        assert part.is_name or part.field in (child if part.child else ALUMNUS).by_name
