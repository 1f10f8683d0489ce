"""``netreg org``: units added, asked for, changed, removed and drawn as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import assert_refused, masked, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu --kind มหาวิทยาลัย --province ขอนแก่น --abbreviation 'มท.;TU'",
    "org add คณะสมมติ --code tu-a --parent tu --kind faculty",
    "org add มหาวิทยาลัยตัวอย่าง --code ex --kind university",
    "org add คณะสมมติ --parent ex --kind faculty",
    "org add ภาควิชาลอง --code tu-a-l --parent tu-a --kind ภาควิชา",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org tu --since 2568-01-01",
)


def test_add_prints_the_record_written(ask: Callable[[str], Run]) -> None:
    assert shown(ask("org add สำนักทดลอง --code tu-b --parent tu --province 'จ.ขอนแก่น' --note ก --source ข")) == (
        table(
            "field | value",
            "id | 6",
            "code | tu-b",
            "name_th | สำนักทดลอง",
            "parent | มหาวิทยาลัยทดสอบ",
            "province | ขอนแก่น",
            "note | ก",
            "source | ข",
        ),
        "",
        0,
    )


def test_add_takes_everything_on_one_line(ask: Callable[[str], Run]) -> None:
    run = ask(
        "org add ศูนย์ทดลอง --kind ศูนย์ --parent ex --name-en 'Trial Centre' --abbreviation 'ศทล;TC' "
        "--variants 'ศูนย์ลองเดิม' --province Khon-Kaen --address '๑ ถนนสมมติ' --phone '0-7428-2209 ต่อ 2209' "
        "--email Trial@Example.ORG --website https://trial.example.org --code tc --official-code ๐๐๐๑๔ --json"
    )
    assert masked(run.data) == {
        "id": 6,
        "code": "tc",
        "official_code": "00014",
        "name_th": "ศูนย์ทดลอง",
        "name_en": "Trial Centre",
        "abbreviation": ["ศทล", "TC"],
        "variants": ["ศูนย์ลองเดิม"],
        "kind": "centre",
        "parent": {"id": 3, "code": "ex", "name": "มหาวิทยาลัยตัวอย่าง"},
        "province": "ขอนแก่น",
        "district": None,
        "address": "๑ ถนนสมมติ",
        "postcode": None,
        "phone": "074282209;ext=2209",
        "fax": None,
        "email": "Trial@example.org",
        "website": "https://trial.example.org",
        "project": None,
        "mission": None,
        "objectives": [],
        "founded": None,
        "dissolved": None,
        "confirmed_on": "2026-11-21",
        "note": None,
        "source": None,
        "former_organisation_names": [],
        "figures": [],
        "sub_units": [],
        "posts": [],
        "groups": [],
        "hosted_cohorts": [],
    }
    assert (run.err, run.code) == ("", 0)


def test_a_dry_run_shows_the_record_and_keeps_nothing(office: Netreg, ask: Callable[[str], Run]) -> None:
    before = office.db.read_bytes()
    expected = (
        table("field | value", "id | 6", "code | tu-b", "name_th | สำนักทดลอง"),
        "netreg: ลองดูเท่านั้น ไม่ได้บันทึกสิ่งใด\n",
        0,
    )
    assert shown(ask("org add สำนักทดลอง --code tu-b -n")) == expected
    assert shown(ask("org add สำนักทดลอง --code tu-b --dry-run")) == expected
    assert office.db.read_bytes() == before


REFUSED = {
    "org add มหาวิทยาลัยทดสอบ": (
        1,
        "org 1 already exists: มหาวิทยาลัยทดสอบ; change it with 'netreg org edit 1 FIELD=VALUE'",
    ),
    "org add คณะสมมติ --parent tu": (
        1,
        "org 2 already exists: คณะสมมติ; change it with 'netreg org edit 2 FIELD=VALUE'",
    ),
    "org add สำนักทดลอง --code tu": (
        1,
        "org 1 already exists: มหาวิทยาลัยทดสอบ; change it with 'netreg org edit 1 FIELD=VALUE'",
    ),
    "org add สำนักทดลอง --force --code tu": (1, "Code 'tu': it is already used by org 1; choose another code"),
    "org add สำนักทดลอง --parent nope": (1, "there is no organisation 'nope'; see them with 'netreg org list'"),
    "org add สำนักทดลอง --parent คณะสมมติ": (
        1,
        (
            "'คณะสมมติ' matches 2 records: 2 tu-a คณะสมมติ (มหาวิทยาลัยทดสอบ); 4 คณะสมมติ (มหาวิทยาลัยตัวอย่าง); "
            "name it by its number or code"
        ),
    ),
    "org add สำนักทดลอง --code 123": (
        2,
        "Code: a code of digits alone would be taken for a record's number; add a letter",
    ),
    "org add สำนักทดลอง --kind facluty": (2, "Kind: 'facluty' is not a valid choice; did you mean: faculty (คณะ)?"),
    "org show tux": (1, "there is no organisation 'tux'; did you mean: tu, tu-a?"),
    "org show 99999999999999999999": (
        1,
        "there is no organisation '99999999999999999999'; see them with 'netreg org list'",
    ),
    "org show คณะสมมติ": (
        1,
        (
            "'คณะสมมติ' matches 2 records: 2 tu-a คณะสมมติ (มหาวิทยาลัยทดสอบ); 4 คณะสมมติ (มหาวิทยาลัยตัวอย่าง); "
            "name it by its number or code"
        ),
    ),
    "org edit tu provnce=ขอนแก่น": (
        2,
        "'provnce' is not a field of org that can be edited; did you mean: province, phone?",
    ),
    "org edit tu name=x": (2, "'name' is not a field of org that can be edited; did you mean: name_th, name_en?"),
    "org edit tu website": (2, "expected FIELD=VALUE, not 'website'; for example note=…"),
    "org edit tu name_th=": (1, "a name in Thai or English is required; check name_th"),
    "org edit tu parent=tu-a-l": (1, "org 1 would become its own ancestor; choose another parent"),
    "org edit tu founded=2510 dissolved=2500": (1, "it was dissolved before it was founded; check dissolved"),
    "org edit tu founded=29/02/2564": (2, "Founded: there is no day 29 in Feb 2564, which has 28 days"),
    "org remove tu -y": (
        1,
        "org 1 is still used by org 2 (คณะสมมติ); member post 1 (มหาวิทยาลัยทดสอบ); change or remove those first",
    ),
    "org remove ex": (1, "remove org 3 (มหาวิทยาลัยตัวอย่าง)? cannot ask without a terminal; add --yes"),
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused_is_one_line_and_changes_nothing(office: Netreg, line: str) -> None:
    assert_refused(office, line, *REFUSED[line])


@pytest.mark.usefixtures("in_english")
def test_a_nameless_organisation_is_refused_with_what_to_type(ask: Callable[[str], Run]) -> None:
    run = ask("org add '  '")
    assert (run.out, run.code) in (("", 1), ("", 2))
    assert run.err.startswith("netreg: error: a name in Thai or English is required; ")


def test_force_adds_a_namesake(ask: Callable[[str], Run]) -> None:
    assert shown(ask("org add มหาวิทยาลัยทดสอบ --force"))[0] == table(
        "field | value", "id | 6", "name_th | มหาวิทยาลัยทดสอบ"
    )


def test_namesakes_under_different_parents_are_different(ask: Callable[[str], Run]) -> None:
    assert ask("org add ภาควิชาลอง --parent ex").code == 0


NAMES = ("tu", "'#1'", "๑", "' มหาวิทยาลัย ทดสอบ '", "มท.")


def test_a_record_goes_by_code_number_name_and_abbreviation(ask: Callable[[str], Run]) -> None:
    expected = table(
        "field | value",
        "id | 1",
        "code | tu",
        "name_th | มหาวิทยาลัยทดสอบ",
        "abbreviation | มท.; TU",
        "kind | university",
        "province | ขอนแก่น",
        "sub_units.1.id | 2",
        "sub_units.1.code | tu-a",
        "sub_units.1.name_th | คณะสมมติ",
        "sub_units.1.kind | faculty",
        "sub_units.1.parent | มหาวิทยาลัยทดสอบ",
        "posts.1.id | 1",
        "posts.1.person | นายสมมติ หนึ่ง",
        "posts.1.organisation | มหาวิทยาลัยทดสอบ",
        "posts.1.since | 2025-01-01",
        "posts.1.confirmed_on | 2026-11-21",
        "posts.1.first_confirmed_on | 2026-11-21",
        "posts.1.current | yes",
    )
    runs = [ask(f"org show {name}") for name in NAMES]
    assert [shown(run) for run in runs] == [(expected, "", 0)] * len(NAMES)


def test_edit_changes_several_fields_at_once(ask: Callable[[str], Run]) -> None:
    assert shown(
        ask("org edit tu-a-l name_th=ภาควิชาใหม่ code=new province=เชียงใหม่ founded='5 ส.ค. 2560' --correction")
    ) == (
        table(
            "field | value",
            "id | 5",
            "code | new",
            "name_th | ภาควิชาใหม่",
            "kind | department",
            "parent | คณะสมมติ",
            "province | เชียงใหม่",
            "founded | 2017-08-05",
        ),
        "",
        0,
    )
    assert ask("org show ภาควิชาลอง").code == 1
    assert ask("org show ภาควิชาใหม่").code == 0


def test_an_empty_value_clears_a_field(ask: Callable[[str], Run]) -> None:
    run = ask("org edit tu-a-l code= kind= parent=")
    assert shown(run) == (table("field | value", "id | 5", "name_th | ภาควิชาลอง"), "", 0)


@pytest.mark.usefixtures("in_english")
def test_remove_and_numbers_are_never_given_again(ask: Callable[[str], Run]) -> None:
    assert shown(ask("org remove tu-a-l --yes")) == ("removed org 5\n", "", 0)
    assert ask("org show 5").code == 1
    assert shown(ask("org add สำนักทดลอง"))[0] == table("field | value", "id | 6", "name_th | สำนักทดลอง")


LISTS = {
    "org list": (
        "2 | tu-a | คณะสมมติ | faculty | มหาวิทยาลัยทดสอบ |",
        "4 | | คณะสมมติ | faculty | มหาวิทยาลัยตัวอย่าง |",
        "5 | tu-a-l | ภาควิชาลอง | department | คณะสมมติ |",
        "3 | ex | มหาวิทยาลัยตัวอย่าง | university | |",
        "1 | tu | มหาวิทยาลัยทดสอบ | university | | ขอนแก่น",
    ),
    "org list --under tu": (
        "2 | tu-a | คณะสมมติ | faculty | มหาวิทยาลัยทดสอบ |",
        "5 | tu-a-l | ภาควิชาลอง | department | คณะสมมติ |",
    ),
    "org list --under tu-a-l": (),
    "org list --without-member": (
        "2 | tu-a | คณะสมมติ | faculty | มหาวิทยาลัยทดสอบ |",
        "4 | | คณะสมมติ | faculty | มหาวิทยาลัยตัวอย่าง |",
        "5 | tu-a-l | ภาควิชาลอง | department | คณะสมมติ |",
        "3 | ex | มหาวิทยาลัยตัวอย่าง | university | |",
    ),
    "org list --without-member --under ex": ("4 | | คณะสมมติ | faculty | มหาวิทยาลัยตัวอย่าง |",),
    "org list --sort -id --limit 2": (
        "5 | tu-a-l | ภาควิชาลอง | department | คณะสมมติ |",
        "4 | | คณะสมมติ | faculty | มหาวิทยาลัยตัวอย่าง |",
    ),
}


def test_lists(ask: Callable[[str], Run]) -> None:
    heading = "id | code | name_th | kind | parent | province"
    for (line, rows), run in zip(LISTS.items(), map(ask, LISTS), strict=True):
        assert (line, *shown(run)) == (line, table(heading, *rows), "", 0)


def test_the_order_of_a_list_is_that_of_a_thai_dictionary(ask: Callable[[str], Run]) -> None:
    """A leading vowel is sorted behind its consonant: เก่า comes behind กา and before ขา."""
    for number, name in enumerate(("ขาลอง", "เก่าลอง", "กาลอง", "แกลบลอง")):
        assert ask(f"org add {name} --code x{number}").code == 0
    run = ask("org list --columns name_th --no-header")
    names = [name for name in run.out.splitlines() if name.endswith("ลอง")]
    assert names == ["กาลอง", "เก่าลอง", "แกลบลอง", "ขาลอง", "ภาควิชาลอง"]


def test_who_has_nobody_is_asked_of_a_day(ask: Callable[[str], Run]) -> None:
    run = ask("org list --without-member --as-of 31/12/2567 --columns id --sort id --no-header")
    assert shown(run) == ("1\n2\n3\n4\n5\n", "", 0)


def test_the_tree_for_programs(ask: Callable[[str], Run]) -> None:
    assert shown(ask("org tree tu")) == (
        table(
            "depth | id | code | name | kind",
            "0 | 1 | tu | มหาวิทยาลัยทดสอบ | university",
            "1 | 2 | tu-a | คณะสมมติ | faculty",
            "2 | 5 | tu-a-l | ภาควิชาลอง | department",
        ),
        "",
        0,
    )
    unit: dict[str, Any] = {"id": 4, "code": None, "name": "คณะสมมติ", "kind": "faculty", "sub_units": []}
    top = {"id": 3, "code": "ex", "name": "มหาวิทยาลัยตัวอย่าง", "kind": "university", "sub_units": [unit]}
    assert ask("org tree ex --json").data == [top]


def test_the_tree_for_people(ask: Callable[[str], Run]) -> None:
    assert shown(ask("org tree --format table")) == (
        "มหาวิทยาลัยตัวอย่าง  ex\n└── คณะสมมติ  4\nมหาวิทยาลัยทดสอบ  tu\n└── คณะสมมติ  tu-a\n    └── ภาควิชาลอง  tu-a-l\n",
        "",
        0,
    )


def test_the_tree_of_an_empty_register(register: Netreg) -> None:
    assert shown(register("org", "tree", "--json")) == ("[]\n", "", 0)
    assert shown(register("org", "tree")) == (table("depth | id | code | name | kind"), "", 0)
