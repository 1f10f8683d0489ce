"""The price of a search over a register of a million people, its recall, and the price of its pages for an import.

Run it with the Python of an environment that has netreg installed:

    .venv/bin/python -m tests.benchmarks.search

It fills a register as ``alumni.py`` does (``ALUMNI`` and ``KEEP`` in the environment mean the same;
``ROUNDS`` is 5 here), and prints median ratios of the CPU time of whole processes, run in turn, beside
the bounds that the program is held to: a search with its first 50 hits and the count, and filtered
pages of lists, against a piped ``list`` on an empty register. It exits with 1 where a bound is
exceeded or a search misses what a plain scan of the searched texts finds.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME, PERSON
from netreg.store import connections
from netreg.store.records.search_pages import pages
from netreg.store.searching import found_records
from tests.benchmarks.alumni import ALUMNI, filled, folder, program

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

FIVE, TWO = ("สมชาย", "ประเส", "ธีระว", "ทดสอ", "ขอนแก่น"), ("วง", "กล", "zz")
ROUNDS = int(os.environ.get("ROUNDS", "5"))
APART = (("สมศรี วงศ์", 3), ("สมชาย ขอนแก่น", 3), ("พงษ์ วงศ์ เลย", 3.6))
"""Several words together, each of which very many have: each is looked for in every page."""
EVERYBODY = ("member", "list", "--all", "--limit", "50")
ALUMNI_LIST = ("alumni", "list", "--limit", "50")
LISTS = (
    (*EVERYBODY, "--match", "zz"),
    (*EVERYBODY, "--match", "สมชายพงษ์ ทดสอบวดี"),
    (*EVERYBODY, "--match", "มงคล"),
    (*EVERYBODY, "--match", "สมศรี"),
    (*EVERYBODY, "born:1975-01-14"),
    (*EVERYBODY, "born:1975-03-14"),
    (*EVERYBODY, "--sort", "birth_date", "จังหวัด:เลย"),
    (*EVERYBODY, "--sort", "-updated_at", "จังหวัด:เลย"),
    (*EVERYBODY, "--sort", "name", "code:zz"),
    (*EVERYBODY, "email:zz"),
    (*EVERYBODY, "ชื่อ:ทดสอบนันท์มงคล"),
    (*EVERYBODY, "จังหวัด:เลย"),
    (*EVERYBODY, "จังหวัด:เลย", "-ทดสอบนันท์มงคล"),
    (*ALUMNI_LIST, "student_no:00012345"),
    (*ALUMNI_LIST, "--faculty", "f7", "--class", "12", "--sort", "name"),
)
QUERIES = 500


def main() -> int:
    """Measure and report; 1 where a bound is exceeded."""
    with folder() as here:
        large, empty = filled(here / "large.db", ALUMNI), here / "empty.db"
        if not empty.exists():
            subprocess.run([*program(empty), "init"], check=True, stdout=subprocess.DEVNULL)
        worst = max(
            *[compared(large, empty, ("search", sought, "--limit", "50"), 3) for sought in FIVE],
            *[compared(large, empty, ("search", sought, "--limit", "50"), 6) for sought in TWO],
            *[compared(large, empty, ("search", sought, "--limit", "50"), bound) for sought, bound in APART],
            *[compared(large, empty, words, 2) for words in LISTS],
        )
        with closing(connections.connect(large, "rw")) as db:
            return max(worst, recall(db), rebuilding(db))


def compared(large: Path, empty: Path, words: tuple[str, ...], bound: float) -> int:
    """A command on the large register against a list of the empty one."""
    found: dict[str, list[float]] = {"large": [], "empty": []}
    for _round in range(ROUNDS + 1):
        found["large"].append(seconds([*program(large), *words]))
        found["empty"].append(seconds([*program(empty), "agreement", "list"]))
    ratio = statistics.median(a / b for a, b in zip(found["large"][1:], found["empty"][1:], strict=True))
    times = ", ".join(f"{name} {statistics.median(taken[1:]) * 1000:.0f} ms" for name, taken in found.items())
    print(f"{' '.join(words):74} {ratio:5.2f} times (bound {bound})  {times}", flush=True)
    return int(ratio > bound)


def seconds(words: list[str]) -> float:
    """How much CPU time a process takes, piped; a search that finds nothing exits with 1."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(words, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def recall(db: sqlite3.Connection) -> int:
    """Random pieces of the searched texts: all that a plain scan finds are found."""
    chance, missed = random.Random(2569), 0
    known: dict[str, list[int]] = {}  # many have the same text
    for number, searched in db.execute("SELECT id, search_text FROM person"):
        known.setdefault(searched, []).append(number)
    texts = list(known)
    for _number in range(QUERIES):
        text = chance.choice(texts).partition(" ¦ ")[0]
        at, size = chance.randrange(len(text) - 5), chance.randint(2, 5)
        sought = found_records.list_forms(text[at : at + size])
        if not sought.folded:
            continue
        wanted = {number for form in sought.folded for one in texts if form in one for number in known[one]}
        missed += set(found_records.find_records(db, sought, [PERSON])[0].own) != wanted
    print(f"recall: {QUERIES - missed} of {QUERIES} searches find all that a plain scan finds")
    return int(missed > 0)


def rebuilding(db: sqlite3.Connection) -> int:
    """What the pages cost whoever adds all these records."""
    count = sum(db.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in BY_NAME)
    db.execute("BEGIN IMMEDIATE")
    db.execute("DELETE FROM search_page")
    start = time.perf_counter()
    pages.write_all_pages(db)
    taken = time.perf_counter() - start
    db.execute("ROLLBACK")
    print(f"pages of {count:,} records: {taken:.2f} s, {taken / count * 1e6:.1f} µs a record")
    return 0


if __name__ == "__main__":
    sys.exit(main())
