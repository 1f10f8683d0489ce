"""The long form: ``python -m tests.reliability --long [--only faults,cuts,…] [--commands …] [--count N] [--write]``."""

from __future__ import annotations

import argparse
import random
import sys
from typing import TYPE_CHECKING

from tests.reliability import cuts, faults, figures, inputs, kills, many, narrow, shim, told
from tests.reliability.registers import load_everything, open_folder, prepare
from tests.reliability.tried import EACH, SLOW, TRIED, list_others

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.reliability.faults import Outcome

BY_COMMAND = {
    "faults": ("4, 7, 9", None),
    "cuts": ("5", 10_000),
    "kills": ("1, 2", 1_000),
    "signals": ("3", 1_000),
    "copies": ("6", 500),
}
"""What is tried with each command: its numbers in the list of what keepers of records are held to; trials in all."""
ALONE: dict[str, tuple[str, Callable[[Path, bool], Outcome]]] = {
    "harness": ("5", cuts.replay_in_vain),
    "told": ("19", told.loop_told),
    **many.ITEMS,
    **narrow.ITEMS,
}
NEEDS_SHIM = {"faults", "cuts", "harness", "told"}
SHORT = 60


def main() -> int:
    """Run what was asked for, print a line for each item, and write the tables of the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("--long", action="store_true", help="every call, and as many trials as the battery asks for")
    every = (*BY_COMMAND, *ALONE, *inputs.RANDOM)
    parser.add_argument("--only", default=",".join(every), help=", ".join(every))
    parser.add_argument("--commands", default=",".join((*TRIED, EACH)), help="names of commands, separated by commas")
    parser.add_argument("--count", type=int, default=None, help="trials in all of what is tried at random")
    parser.add_argument("--seed", type=int, default=1, help="another number makes other random files and values")
    parser.add_argument("--write", action="store_true", help="keep the figures and write docs/reliability.md")
    asked = parser.parse_args()
    items = asked.only.split(",")
    if shim.find_compiler() is None:
        print("no compiler of C: faults and power cuts are NOT tried", file=sys.stderr)
        items = [item for item in items if item not in NEEDS_SHIM]
    elif not shim.is_loaded():
        return shim.run_with_shim(sys.argv[1:])
    load_everything()
    if shim.is_loaded():
        shim.load()  # before a fork clears the environment
    found = 0
    with open_folder() as folder:
        base = folder / "base"
        base.mkdir()
        prepare(base)
        for figure in _run_items(base, items, asked):
            print(f"{figure.item:12} {figure.command:32} {figure.trials:6} {figure.faults:4} {figure.note}", flush=True)
            found += figure.faults
            if asked.write:
                figures.keep(figure)
    return int(found > 0)


def _run_items(base: Path, items: list[str], asked: argparse.Namespace) -> Iterator[figures.Figure]:
    names = asked.commands.split(",")
    for item in items:
        if item in ALONE:
            yield _count(item, "", ALONE[item][1](base, asked.long))
            continue
        if item in inputs.RANDOM:
            tries = asked.count or (inputs.MANY if asked.long else SHORT)
            yield _count(item, "", inputs.try_inputs(base, item, tries, asked.seed))
            continue
        count = (asked.count or BY_COMMAND[item][1] or 0) if asked.long else asked.count or SHORT
        for name in names:
            outcome = (
                _run_others(base, item, asked) if name == EACH else _run(base, item, name, asked, count // len(names))
            )
            yield _count(item, name, outcome)


def _count(item: str, name: str, outcome: Outcome) -> figures.Figure:
    for fault in outcome.faults[:20]:
        print(f"  {fault.strip()}", flush=True)
    return figures.Figure(item, name, outcome.trials, len(outcome.faults), outcome.note, *figures.get_today())


def _run(base: Path, item: str, name: str, asked: argparse.Namespace, count: int) -> Outcome:
    if item == "faults":
        return faults.loop_faults(base, name, (40 if name in SLOW else None) if asked.long else 3)
    return AT_RANDOM[item](base, name, max(1, count))


AT_RANDOM: dict[str, Callable[[Path, str, int], Outcome]] = {
    "cuts": cuts.replay_cuts,
    "kills": kills.kill_at_random,
    "signals": kills.signal_at_random,
    "copies": kills.copy_at_random,
}


def _run_others(base: Path, item: str, asked: argparse.Namespace) -> Outcome:
    """Try some moments of every command that is not tried by its name; in the short form of a few of them."""
    names = list(list_others()) if asked.long else random.Random(1).sample(list(list_others()), 2)
    found = [
        faults.loop_faults(base, name, 2) if item == "faults" else AT_RANDOM[item](base, name, 2) for name in names
    ]
    total = sum(one.trials for one in found)
    return faults.Outcome(total, tuple(fault for one in found for fault in one.faults), f"{len(names)} commands")


if __name__ == "__main__":
    sys.exit(main())
