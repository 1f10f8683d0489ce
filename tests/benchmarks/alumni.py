"""What a register of a million alumni costs to ask: counting them, and listing a class of a faculty.

Run it with the Python of an environment that has netreg installed, and ``sqlite3`` on the path:

    .venv/bin/python tests/benchmarks/alumni.py

It fills two registers with invented alumni, one of ``ALUMNI`` (1000000) and one of a thousand,
proves the small one with ``doctor --full``, and prints median ratios of whole processes, run in
turn, beside the bounds that the program is held to; it exits with 1 where one is exceeded.
``ROUNDS`` (15) in the environment makes it shorter or longer; with ``KEEP`` set to a folder the
registers stay there and are used again.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netreg.entities import GRADUATION, PERSON
from netreg.store import commands, database, indexes
from netreg.store.history import triggers
from netreg.store.records import search_columns
from netreg.store.records.records import now_in_utc, uid_expression
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

ALUMNI = int(os.environ.get("ALUMNI", "1000000"))
ROUNDS = int(os.environ.get("ROUNDS", "15"))
SMALL = 1000
FACULTIES, CLASSES = 20, 35

GIVEN = "สมชาย มานี ปิติ ชูใจ วีระ สมศรี นภา กมล ธีระ อรุณ พิมพ์ จันทร์ ศักดิ์ บุญ ทอง แก้ว รัตน์ วิไล สุดา ประภา".split()  # noqa: SIM905 - a list is three times as long
MORE = "ภรณ์ พงษ์ วรรณ นันท์ กุล ชัย พร สิริ มณี เดช ลักษณ์ ทิพย์ วดี".split()  # noqa: SIM905 - a list is three times as long
ENDING = "วงศ์ สกุล ประเสริฐ ชัยกุล พันธุ์ เลิศ ธรรม นคร รักษ์ ผล ยิ่ง ทรัพย์ มงคล สมบัติ อุดม".split()  # noqa: SIM905 - a list is three times as long
PROVINCES = "ขอนแก่น สงขลา เชียงใหม่ นครพนม กรุงเทพมหานคร อุดรธานี เลย".split()  # noqa: SIM905 - a list is three times as long
LEVELS = ("bachelor", "bachelor", "bachelor", "master", "doctorate")

# As the program asks it.
BY_CLASS = """SELECT class_no, sum(n) FROM (
    SELECT organisation_id, class_no, count(*) AS n FROM graduation GROUP BY organisation_id, class_no
) GROUP BY 1 ORDER BY 1 NULLS LAST;"""
BY_FACULTY = """SELECT organisation_id, sum(n) FROM (
    SELECT organisation_id, count(*) AS n FROM graduation GROUP BY organisation_id
) GROUP BY 1 ORDER BY 1 NULLS LAST;"""
LIST = ("alumni", "list", "--faculty", "f7", "--class", "12", "--sort", "name", "--limit", "50")


def main() -> int:
    """Measure and report; 1 where a bound is exceeded."""
    with folder() as here:
        large, small = filled(here / "large.db", ALUMNI), filled(here / "small.db", SMALL)
        subprocess.run([*program(small), "doctor", "--full"], check=True, stdout=subprocess.DEVNULL)
        return max(
            counting(large, ("alumni", "stats"), BY_CLASS),
            counting(large, ("alumni", "stats", "--by", "faculty"), BY_FACULTY),
            listing(large, small, LIST, 1.5),
            listing(large, small, (*LIST, "--json"), 1.5),
        )


@contextmanager
def folder() -> Iterator[Path]:
    """Where the registers lie."""
    if kept := os.environ.get("KEEP"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def program(register: Path) -> list[str]:
    """The program on a register."""
    return [str(Path(sys.executable).parent / "netreg"), "--db", str(register)]


def filled(path: Path, count: int) -> Path:
    """A register with so many alumni: what is kept beside a record derived as the program does, history and all."""
    if path.exists():
        return path
    subprocess.run([*program(path), "init"], check=True, stdout=subprocess.DEVNULL)
    faculties = "code,name_th,parent\nuni,มหาวิทยาลัยสมมติ,\n"
    faculties += "".join(f"f{number},คณะสมมติที่ {number},uni\n" for number in range(1, FACULTIES + 1))
    words = [*program(path), "org", "import", "-"]
    subprocess.run(words, check=True, input=faculties.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with database.writing_unrecorded(path) as db, commands.open_command(db, "alumni import", "benchmark"):
        fill(db, count)
    return path


_SYSTEM = ("uid", "created_at", "updated_at")
PERSON_COLUMNS = ("titles", "given_name", "family_name", "province", "birth_date", *_SYSTEM)
GRADUATION_COLUMNS = ("person_id", "student_no", "organisation_id", "class_no", "academic_year", "level", *_SYSTEM)


def fill(db: sqlite3.Connection, count: int) -> None:
    """People with a graduation each, in random order of their names."""
    db.execute("PRAGMA cache_size = -1000000")
    chance, names = random.Random(20261126), [person(number) for number in range(50_000)]
    chosen = [chance.choice(names) for _number in range(count)]
    system = f"{uid_expression('?')}, '{now_in_utc()}', '{now_in_utc()}'"
    with triggers.recording_additions(db, "person", PERSON_COLUMNS):
        db.executemany(
            "INSERT INTO person (id, titles, given_name, family_name, province, sort_key, search_text, birth_date, "
            f"uid, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, {system})",
            ((n, *one[:6], f"{1950 + n % 50}-01-{1 + n % 28:02}", n) for n, one in enumerate(chosen, 1)),
        )
    with triggers.recording_additions(db, "graduation", GRADUATION_COLUMNS):
        db.executemany(
            "INSERT INTO graduation (id, person_id, student_no, organisation_id, class_no, academic_year, level, "
            "search_text, uid, created_at, updated_at) "
            f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, {system})",
            ((number, *graduation(chance, number), number) for number in range(1, count + 1)),
        )
    with indexes.without_indexes(db, "name_key", count, besides=0):
        keys = ((one[6], n) for n, one in enumerate(chosen, 1))
        db.executemany("INSERT INTO name_key VALUES ('person', ?, ?, 0)", keys)
        db.execute("INSERT INTO name_key SELECT 'graduation', student_no, id, 0 FROM graduation")


def person(number: int) -> tuple[Any, ...]:
    """An invented person: titles, names and province, then what is kept beside them."""
    chance = random.Random(number)
    row = {
        "titles": chance.choice(("นาย", "นาง", "นางสาว")),
        "given_name": chance.choice(GIVEN) + chance.choice(MORE),
        "family_name": f"ทดสอบ{chance.choice(MORE)}{chance.choice(ENDING)}",
        "province": chance.choice(PROVINCES),
    }
    kept = search_columns.derive_columns(PERSON, PERSON.make_blank_row() | row)
    key = text.match_key(f"{row['given_name']} {row['family_name']}")
    return (*row.values(), kept["sort_key"], kept["search_text"], key)


def graduation(chance: random.Random, number: int) -> tuple[Any, ...]:
    """What one of them graduated in; the first organisation is the university."""
    class_no, student_no = chance.randint(1, CLASSES), f"{number:08}"
    searched = search_columns.derive_search_text(GRADUATION, GRADUATION.make_blank_row() | {"student_no": student_no})
    faculty = chance.randint(2, FACULTIES + 1)
    return number, student_no, faculty, class_no, 2513 + class_no, chance.choice(LEVELS), searched


def counting(register: Path, words: tuple[str, ...], sql: str) -> int:
    """The program against three times the same SQL in the shell, and its own start."""
    found: dict[str, list[float]] = {"program": [], "shell": [], "start": []}
    for _round in range(ROUNDS + 1):
        found["program"].append(seconds([*program(register), *words]))
        found["shell"].append(seconds(["sqlite3", str(register), sql]))
        found["start"].append(seconds([*program(register), "alumni", "list", "--limit", "0"]))
    rounds = zip(*(times[1:] for times in found.values()), strict=True)
    ratio = statistics.median((taken - start) / shell for taken, shell, start in rounds)
    return report(" ".join(words), ratio, 3, found)


def listing(large: Path, small: Path, words: tuple[str, ...], bound: float) -> int:
    """A list out of the large register against the same out of the small one."""
    found: dict[str, list[float]] = {"large": [], "small": []}
    for number in range(ROUNDS + 1):
        for name in sorted(found, reverse=bool(number % 2)):
            register = {"large": large, "small": small}[name]
            found[name].append(seconds([*program(register), *words]))
    ratio = statistics.median(a / b for a, b in zip(found["large"][1:], found["small"][1:], strict=True))
    return report(" ".join(words), ratio, bound, found)


def report(what: str, ratio: float, bound: float, found: dict[str, list[float]]) -> int:
    """One line; 1 where the bound is exceeded."""
    times = ", ".join(f"{name} {statistics.median(taken[1:]) * 1000:.0f} ms" for name, taken in found.items())
    print(f"{what:74} {ratio:5.2f} times (bound {bound})  {times}")
    return int(ratio > bound)


def seconds(words: list[str]) -> float:
    """How long a process takes, piped."""
    start = time.perf_counter()
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert done.stdout or "0" in words
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
