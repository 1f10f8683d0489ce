"""The figures of the long form: kept in a file, each with its day and commit, and shown by docs/reliability.md."""

from __future__ import annotations

import fcntl
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
KEPT = Path(__file__).with_name("figures.tsv")
BEGIN, END = "<!-- figures: python -m tests.reliability --long --write -->", "<!-- end of figures -->"


class Figure(NamedTuple):
    """What was found of one item with one command, when, and of which commit of the program."""

    item: str
    command: str
    trials: int
    faults: int
    note: str
    day: str
    commit: str


def get_today() -> tuple[str, str]:
    """Return the day, and the last commit that changed the program itself."""
    words = ["git", "log", "-1", "--abbrev=8", "--format=%h", "--", "netreg"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return datetime.now(UTC).date().isoformat(), done.stdout.strip() or "unknown"


def read_kept() -> dict[tuple[str, str], Figure]:
    """Read the figures by item and command."""
    lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    rows = [line.split("\t") for line in lines]
    figures = [Figure(row[0], row[1], int(row[2]), int(row[3]), *row[4:7]) for row in rows]
    return {(figure.item, figure.command): figure for figure in figures}


def keep(figure: Figure) -> None:
    """Keep a figure in the place of an earlier one, and write the page; runs at the same time wait for each other."""
    with KEPT.open("a", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # what is tried by command needs Linux as well
        kept = read_kept() | {(figure.item, figure.command): figure}
        lines = ["\t".join(map(str, one)) for one in kept.values()]
        KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")
        write_page()


def write_page() -> None:
    """Write the tables of the page from the figures."""
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tables = "\n".join(format_tables(list(read_kept().values())))
    PAGE.write_text(f"{head}{BEGIN}\n\n{tables}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def format_tables(figures: list[Figure]) -> list[str]:
    """Format a table of what was tried by command, and one of all else."""
    by_command = [one for one in figures if one.command]
    items = list(dict.fromkeys(one.item for one in by_command))
    lines = [f"| command | {' | '.join(items)} | wrong |", f"|---|{'--:|' * (len(items) + 1)}"]
    for command in dict.fromkeys(one.command for one in by_command):
        mine = {one.item: one for one in by_command if one.command == command}
        cells = [f"{mine[item].trials:,}" if item in mine else "" for item in items]
        lines.append(f"| {command} | {' | '.join(cells)} | {sum(one.faults for one in mine.values())} |")
    sums = [f"{sum(one.trials for one in by_command if one.item == item):,}" for item in items]
    lines.append(f"| **in all** | {' | '.join(sums)} | {sum(one.faults for one in by_command)} |")
    lines += ["", "| what | trials | wrong | figures | date | commit |", "|---|--:|--:|---|---|---|"]
    for item in items:
        lines += _format_runs(item, [one for one in by_command if one.item == item])
    for one in figures:
        if not one.command:
            lines.append(f"| {one.item} | {one.trials:,} | {one.faults} | {one.note} | {one.day} | {one.commit} |")
    return lines


def _format_runs(item: str, figures: list[Figure]) -> list[str]:
    """Format a line for each day and commit on which commands were tried."""
    lines = []
    for day, commit in dict.fromkeys((one.day, one.commit) for one in figures):
        mine = [one for one in figures if (one.day, one.commit) == (day, commit)]
        names = "all of them" if len(mine) == len(figures) else ", ".join(one.command for one in mine)
        count, wrong = sum(one.trials for one in mine), sum(one.faults for one in mine)
        lines.append(f"| {item} | {count:,} | {wrong} | {names} | {day} | {commit} |")
    return lines
