"""Random files for every importer, and random values for what takes a date, a term, a name, a query or a path."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

from tests.conftest import Netreg
from tests.hostile.random_inputs import MAKERS, import_random
from tests.hostile.random_values import SORTS, say_random
from tests.hostile.trials import Trials
from tests.reliability.faults import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MANY = 10_000
"""Files of a form, and values of a sort, of the long form."""


def _try_form(form: str, trials: Trials, count: int, seed: int) -> None:
    import_random(trials, form, count, seed)


def _try_sort(sort: str, trials: Trials, count: int, seed: int) -> None:
    say_random(trials, sort, count, seed)


RANDOM: dict[str, Callable[[Trials, int, int], None]] = {
    **{f"random {form}": partial(_try_form, form) for form in MAKERS},
    **{f"random {sort}": partial(_try_sort, sort) for sort in SORTS},
}
"""What is tried at random, by the name that the table shows."""


def try_inputs(base: Path, name: str, count: int, seed: int) -> Outcome:
    """Try so many random files of a form, or values of a sort; another seed makes others."""
    place = base.parent / "inputs"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    trials = Trials(Netreg(place), base)
    RANDOM[name](trials, count, seed)
    return Outcome(count, tuple(trials.faults), f"{trials.count:,} commands, seed {seed}")
