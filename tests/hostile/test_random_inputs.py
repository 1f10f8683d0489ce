"""Random files, imported as trials and for real; ``python -m tests.reliability --only "random csv"`` takes more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.random_inputs import MAKERS, import_random
from tests.hostile.trials import Trials

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

FEW, MANY = 3, 300


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.exhaustive)])
def test_a_trial_tells_what_an_import_does(netreg: Netreg, example_folder: Path, count: int) -> None:
    trials = Trials(netreg, example_folder)
    for form in MAKERS:
        import_random(trials, form, count, seed=2)
    assert not trials.faults, "\n".join(trials.faults)
