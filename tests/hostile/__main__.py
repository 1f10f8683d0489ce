"""Random files in any number: ``python -m tests.hostile [--only csv,json] [--count 10000] [--seed 1]``."""

from __future__ import annotations

import argparse
import sys

from tests.conftest import Netreg
from tests.hostile.random_inputs import MAKERS, import_random
from tests.hostile.trials import Trials
from tests.reliability.registers import open_folder, prepare


def main() -> int:
    """Import so many random files of each form, and print a line for it with what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("--only", default=",".join(MAKERS), help="forms, separated by commas")
    parser.add_argument("--count", type=int, default=10_000, help="files of each form")
    parser.add_argument("--seed", type=int, default=1, help="another number makes other files")
    asked = parser.parse_args()
    found = 0
    with open_folder() as folder:
        base, inner = folder / "base", folder / "trial"
        base.mkdir()
        inner.mkdir()
        prepare(base)
        trials = Trials(Netreg(inner), base)
        for form in asked.only.split(","):
            trials.faults = []
            import_random(trials, form, asked.count, asked.seed)
            found += len(trials.faults)
            print(f"{form:8} {asked.count:8,} {len(trials.faults):4} {'; '.join(trials.faults[:3])}", flush=True)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
