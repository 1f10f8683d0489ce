"""The long form: ``python -m tests.reliability --long [--only faults,cuts,kills] [--count N] [--write]``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.reliability import cuts, faults, kills, shim, told
from tests.reliability.registers import open_folder, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: python -m tests.reliability --long --write -->", "<!-- end of figures -->"
ITEMS = {"faults": "4, 7-9", "cuts": "5", "kills": "1-3", "harness": "5", "told": "4"}
"""What is tried, with the numbers that the tables of what keepers of records are held to give it."""
CUTS_IN_VAIN = 300


def main() -> int:
    """Run what was asked for, print a line for each item, and write the table of the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("--long", action="store_true", help="every call, and as many cuts and kills as --count says")
    parser.add_argument("--only", default=",".join(ITEMS), help="faults, cuts, kills, harness, told")
    parser.add_argument("--commands", default=",".join(faults.TRIED), help="names of commands, separated by commas")
    parser.add_argument("--count", type=int, default=None, help="cuts and kills in all")
    parser.add_argument("--write", action="store_true", help="write the table of docs/reliability.md")
    asked = parser.parse_args()
    if shim.find_compiler() is None:
        print("no compiler of C: faults and power cuts are NOT tried", file=sys.stderr)
        asked.only = ",".join(set(asked.only.split(",")) & {"kills"})
    elif not shim.is_loaded():
        return shim.run_with_shim(sys.argv[1:])
    if shim.is_loaded():
        shim.load()  # before a fork clears the environment
    with open_folder() as folder:
        base = folder / "base"
        base.mkdir()
        prepare(base)
        rows = list(_run_items(base, asked))
    if asked.write:
        _write_page(rows)
    return int(any(row[3] for row in rows))


def _run_items(base: Path, asked: argparse.Namespace) -> Iterator[tuple[str, str, int, int, float]]:
    """Run each item with each command, and print a line for it."""
    names = asked.commands.split(",")
    for item in asked.only.split(","):
        for name in {"harness": ["edit"], "told": ["remind"]}.get(item, names):
            began = time.process_time()
            outcome = _run_item(base, item, name, asked, len(names))
            found = "; ".join(outcome.faults[:3])
            print(f"{item:8} {name:16} {outcome.trials:6} {len(outcome.faults):4} {found}", flush=True)
            yield item, name, outcome.trials, len(outcome.faults), time.process_time() - began


def _run_item(base: Path, item: str, name: str, asked: argparse.Namespace, parts: int) -> faults.Outcome:
    if item == "faults":
        return faults.loop_faults(base, name, None if asked.long else 5)
    if item == "told":
        return told.loop_told(base, None if asked.long else 5, asked.count or (100 if asked.long else 5))
    if item == "harness":  # the harness must see what a disk without syncs does
        found = cuts.replay_cuts(base, name, CUTS_IN_VAIN, obeys_sync=False)
        return faults.Outcome(CUTS_IN_VAIN, () if found.faults else ("no damage seen though no sync was obeyed",))
    count = (asked.count or (10_000 if item == "cuts" else 1_000) if asked.long else 12 * 5) // parts
    return cuts.replay_cuts(base, name, count) if item == "cuts" else kills.kill_at_random(base, name, count)


def _write_page(rows: list[tuple[str, str, int, int, float]]) -> None:
    words = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    lines = [
        f"{datetime.now(UTC).date()}, commit {commit.strip()}:",
        "",
        "| what | command | trials | faults |",
        "|---|---|--:|--:|",
    ]
    lines += [f"| {item} | {name} | {trials:,} | {count} |" for item, name, trials, count, _took in rows]
    for item in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == item]
        lines.append(f"| **{item}** | in all | {sum(r[2] for r in mine):,} | {sum(r[3] for r in mine)} |")
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
