"""``netreg coverage``: the missing first, how many of how many, by unit, province and person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu --kind university",
    "org edit tu province=เลย",
    "org add คณะหนึ่ง --code f1 --parent tu --kind faculty",
    "org add คณะสอง --code f2 --parent tu --kind faculty",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org f1",
    "member add 'นางทดลอง สอง' --code m2 --org f2",
    "meeting add ประชุม --on 1/2/2569 --code meet",
    "meeting attend meet m1",
    "group add เครือข่าย --code net --of tu",
    "group add ชมรม --code club",
)
pytestmark = pytest.mark.usefixtures("in_english")


def test_the_missing_come_first_and_are_counted(ask: Callable[[str], Run]) -> None:
    cases = {
        "--of tu --in meeting --columns code,covered,people": "code\tcovered\tpeople\nf2\tno\t0\nf1\tyes\t1\n",
        "meet --of tu --in meeting --by person --columns code,covered": "code\tcovered\nm2\tno\nm1\tyes\n",
        "--of tu --in meeting --missing --columns code --no-header": "f2\n",
    }
    found = {words: whole(ask(f"coverage {words}")) for words in cases}
    assert found == {words: (out, "netreg: 1 of 2 is missing\n", 0) for words, out in cases.items()}
    [row] = ask("coverage --of tu --in meeting --by province --json").data
    assert row == {"province": "เลย", "covered": True, "people": 1, "members": ["นายสมมติ หนึ่ง"]}


def test_a_group_is_asked_for_its_own_organisation(ask: Callable[[str], Run]) -> None:
    assert ask("coverage net --in group --json").data == ask("group coverage net --json").data


def test_an_exit_code_says_that_some_are_missing(ask: Callable[[str], Run]) -> None:
    assert ask("coverage --of tu --in meeting --exit-code").code == 10
    assert ask("coverage --of f1 --in meeting --by person --exit-code").code == 0


def test_what_cannot_be_asked_is_refused_with_what_can(ask: Callable[[str], Run]) -> None:
    kinds = "group, meeting, agreement, training"
    refused = {
        "": "--in is missing; add --in group, meeting, agreement or training",
        "--in x": f"--in: unknown value 'x'; expected one of: {kinds}",
        "--in meeting": "whose units is not said; add --of ORG, or ask --by province or --by person",
        "--in meeting --by x": "--by: unknown value 'x'; expected one of: unit, province, person",
        "--in meeting --by person --depth 2": "--depth and --kind are about units; leave them out, or use --by unit",
        "club --in group": "group 2 belongs to no organisation; add --of ORG to choose the units",
    }
    found = {words: whole(ask(f"coverage {words}")) for words in refused}
    assert found == {words: ("", f"netreg: error: {said}\n", 2) for words, said in refused.items()}
