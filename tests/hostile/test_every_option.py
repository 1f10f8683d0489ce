"""Hostile texts in every option and argument, found by walking the tree of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.texts import list_arguments
from tests.hostile.trials import Trials
from tests.hostile.walk import list_places

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.conftest import Netreg
    from tests.hostile.walk import Place

FOUND = [
    ("org", "figure", "list", "count:-"),
    ("agreement", "forecast", "term:\u180e"),
    ("agreement", "forecast", "grace_days:\x80\x81"),
    ("agreement", "timeline", "--out=plain.csv"),
    ("member", "post", "end", "one", "--on=\u2028"),
    ("agreement", "add", "ข้อตกลงใหม่สมมติ", "--responsible=" + "9" * 5000),
    ("org", "show", "#" + "0" * 5000 + "1"),
    ("agreement", "target", "add", "mou", "--purpose", "ร่วมมือ", "--what", "x", "--amount", "1" + ",000" * 2000),
    ("org", "import", "{folder}/organisation.csv", f"--map=@{'9' * 5000}=name_th"),
]
"""What ended in an internal error once."""
OUTSIDE = ("/", "~", ".")
"""How paths begin that may lead out of the folder of the trials; tests/hostile/test_paths.py has them."""


def say_hostile(trials: Trials, places: Iterable[tuple[int, Place]], per_place: int) -> None:
    """Say so many texts in each place; each place begins at another one."""
    texts = list_arguments(longest=6000)
    for number, place in places:
        for turn in range(per_place):
            text = texts[(number * 31 + turn * (len(texts) // per_place) + turn * 7) % len(texts)]
            if not (place.is_path and text.startswith(OUTSIDE)):
                trials.run(*place.say(text))


@pytest.fixture
def trials(netreg: Netreg, example_folder: Path) -> Trials:
    return Trials(netreg, example_folder)


def test_a_few_options_of_many_commands(trials: Trials, example_folder: Path) -> None:
    places = list(enumerate(list_places(example_folder)))
    assert len(places) > 5000
    say_hostile(trials, places[::131], 1)
    assert trials.faults == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(8))
def test_every_option_of_every_command(trials: Trials, example_folder: Path, part: int) -> None:
    say_hostile(trials, list(enumerate(list_places(example_folder)))[part::8], 2)
    assert trials.faults == []


def test_what_ended_in_an_internal_error(trials: Trials) -> None:
    trials.run("org", "former-name", "import", "-", stdin="organisation,former_name,until\nfac,,2551\n")
    for words in FOUND:
        trials.run(*(word.replace("{folder}", str(trials.base)) for word in words))
    assert trials.faults == []
