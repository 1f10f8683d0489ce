"""What an import costs: beside the sqlite3 shell's ``.import`` of the same file into one bare table.

Run it with the Python of an environment that has netreg installed, and ``sqlite3`` on the path:

    .venv/bin/python tests/benchmarks/importing.py

It makes a file of members (title and name in one column, faculty, position, birth date in BE,
e-mail, phone, province), imports it into a new register, again unchanged, and again with one row
in a hundred changed, undoes the first of these, does the first two with a column of codes as
well, imports agreements with parties that are there and with parties to be created, and prints
the median ratios round by round beside the bounds that the program is held to; it exits with 1
where one is exceeded. ``ROWS`` (66757) and ``ROUNDS`` (5) in the environment make it shorter or
longer; at 1,000,000 rows the bounds are half as high again.

The bounds of new rows leave room for what is kept so that they are found: the pages of the
search (0.12 s at 66,757 rows) and the index of dates of birth (0.05 s). Both are written in the
same transaction, so that no search ever misses a record; they cost 6 % of the import, and a
quarter of the time that others wait for its lock.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

ROWS = int(os.environ.get("ROWS", "66757"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
LARGER = 1.5 if ROWS > 500_000 else 1.0
MEMORY = 250
AGREEMENTS, PARTIES = 1853, 1077

# The program as it is, with the time during which it holds the write lock told behind it.
TIMED = """
import sys, time
from contextlib import contextmanager
from pathlib import Path
from netreg.store import commands, connections
held, locked = [0.0], connections.immediate_transaction
@contextmanager
def immediate(connection, **more):
    with locked(connection, **more):
        start = time.perf_counter()
        yield
    held[0] += time.perf_counter() - start
    Path(told).write_text(str(held[0]))  # a program that ends does not come back here
connections.immediate_transaction = commands.immediate_transaction = immediate
told = sys.argv.pop(1)
Path(told).write_text("0")
from netreg.__main__ import main
main()
"""

GIVEN = "สมชาย มานี ปิติ ชูใจ วีระ สมศรี นภา กมล ธีระ อรุณ พิมพ์ จันทร์ ศักดิ์ บุญ ทอง แก้ว รัตน์ วิไล สุดา ประภา".split()  # noqa: SIM905 - a list is three times as long
MORE = "ภรณ์ พงษ์ วรรณ นันท์ กุล ชัย พร สิริ มณี เดช ลักษณ์ ทิพย์ วดี".split()  # noqa: SIM905 - a list is three times as long
FAMILY = "ดี งาม กล้า เย็น สว่าง มั่น ซื่อ เพชร ทอง แก้ว เจริญ สุข ศรี บุญ".split()  # noqa: SIM905 - a list is three times as long
ENDING = "วงศ์ สกุล ประเสริฐ ชัยกุล พันธุ์ เลิศ ธรรม นคร รักษ์ ผล ยิ่ง ทรัพย์ มงคล สมบัติ อุดม".split()  # noqa: SIM905 - a list is three times as long
TITLES = "นาย นาง นางสาว ดร. ผศ.ดร. รศ. อ. นพ.".split()  # noqa: SIM905 - a list is three times as long
POSITIONS = "อาจารย์ เจ้าหน้าที่ นักวิชาการ ผู้ประสานงาน บรรณารักษ์".split()  # noqa: SIM905 - a list is three times as long
PROVINCES = "ขอนแก่น สงขลา เชียงใหม่ นครพนม กรุงเทพมหานคร อุดรธานี เลย".split()  # noqa: SIM905 - a list is three times as long
FACULTIES = [f"คณะสมมติที่ {number}" for number in range(1, 24)]


class Cost(NamedTuple):
    """What one run took: seconds in all, seconds with the lock, the most memory in MB."""

    seconds: float
    locked: float = 0.0
    memory: float = 0.0


def main() -> int:
    """Measure and report; 1 where a bound is exceeded."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = written(folder)
        rounds = [one_round(folder, files) for _number in range(ROUNDS)]
    worst = 0
    for what, bound in (
        ("new", 14), ("unchanged", 8), ("one in a hundred changed", 8), ("lock held (new)", 8), ("undo / import", 1),
        ("new with codes", 14.5), ("unchanged with codes", 9), ("with codes: again / new", 1.5),
        ("parties created / there", 2),
        ("sqlite-utils insert", None),
    ):  # fmt: skip
        ratio = statistics.median(found[what] for found in rounds if what in found)
        larger = 1 if " / " in what else LARGER
        print(f"{what:26} {ratio:6.2f}" + (f"  (bound {bound * larger:4.1f})" if bound else ""))
        worst = max(worst, int(bound is not None and ratio > bound * larger))
    memory = max(found["memory"] for found in rounds)
    print(f"{'memory':26} {memory:6.0f} MB (bound {MEMORY})")
    print(f"{'.import':26} {statistics.median(found['.import'] for found in rounds) * 1000:6.0f} ms")
    return max(worst, int(memory > MEMORY))


def written(folder: Path) -> dict[str, Path]:
    """Write the file, the file with changes and that with codes, and the faculties."""
    chance = random.Random(20261121)
    files = {name: folder / f"{name}.csv" for name in ("faculties", "members", "changed", "coded")}
    files |= {name: folder / f"{name}.csv" for name in ("agreements", "parties")}
    parties = [f"{chance.choice(GIVEN)}{chance.choice(FAMILY)}{chance.choice(ENDING)} {n}" for n in range(PARTIES)]
    files["parties"].write_text("name_th\n" + "".join(f"{name}\n" for name in parties), encoding="utf-8")
    signed = [*parties, *chance.choices(parties, k=AGREEMENTS - PARTIES)]
    rows = "".join(f"ข้อตกลงสมมติ {n},{n % 28 + 1}/{n % 12 + 1}/2560,{name}\n" for n, name in enumerate(signed))
    files["agreements"].write_text("ชื่อข้อตกลง,วันที่ลงนาม,ภาคี\n" + rows, encoding="utf-8")
    files["faculties"].write_text("name_th\n" + "".join(f"{name}\n" for name in FACULTIES), encoding="utf-8")
    with ExitStack() as stack:
        plain, changed = (
            stack.enter_context(files[name].open("w", encoding="utf-8")) for name in ("members", "changed")
        )
        for file in (plain, changed):
            file.write("ชื่อ-สกุล,คณะ,ตำแหน่ง,วันเกิด,อีเมล,โทรศัพท์,จังหวัด\n")
        coded = stack.enter_context(files["coded"].open("w", encoding="utf-8"))
        coded.write("ชื่อ-สกุล,คณะ,ตำแหน่ง,วันเกิด,อีเมล,โทรศัพท์,จังหวัด,รหัส\n")
        for number in range(ROWS):
            row = member(chance, number)
            plain.write(",".join(row) + "\n")
            coded.write(",".join([*row, f"m{number}x"]) + "\n")
            if number % 100 == 0:
                row[5] = f"08{chance.randint(0, 99_999_999):08}"
            changed.write(",".join(row) + "\n")
    return files


def member(chance: random.Random, number: int) -> list[str]:
    """One row of invented people; no two have the same e-mail."""
    name = chance.choice(TITLES) + chance.choice(GIVEN) + chance.choice(MORE)
    born = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2490, 2545)}"
    phone = f"08{chance.randint(0, 99_999_999):08}"
    family = "ใจ" + chance.choice(FAMILY) + chance.choice(ENDING)
    return [
        f"{name} {family}", chance.choice(FACULTIES), chance.choice(POSITIONS), born, f"m{number}@example.org", phone,
        chance.choice(PROVINCES),
    ]  # fmt: skip


def one_round(folder: Path, files: dict[str, Path]) -> dict[str, float]:
    """The ratios of one round, each to the ``.import`` that ran right before it."""
    register = folder / "register.db"
    register.unlink(missing_ok=True)
    netreg(folder, register, "init")
    netreg(folder, register, "org", "import", str(files["faculties"]))
    found: dict[str, float] = {"memory": 0.0}
    for what, file in (("new", "members"), ("unchanged", "members"), ("one in a hundred changed", "changed")):
        bare = shell(folder, files["members"])
        cost = netreg(folder, register, "member", "import", str(files[file]))
        found |= {what: cost.seconds / bare, ".import": bare}
        found["memory"] = max(found["memory"], cost.memory)
        if what == "new":
            new, found["lock held (new)"] = cost.seconds, cost.locked / bare
            shutil.copy(register, folder / "undo.db")
    found |= with_codes(folder, files)
    found["parties created / there"] = with_parties(folder, files, create=True) / with_parties(folder, files)
    found["undo / import"] = netreg(folder, folder / "undo.db", "undo").seconds / new
    found["sqlite-utils insert"] = sqlite_utils(folder, files["members"]) / shell(folder, files["members"])
    return found


def with_codes(folder: Path, files: dict[str, Path]) -> dict[str, float]:
    """Return the ratios of a first import and a second one of the file with codes."""
    register = folder / "coded.db"
    register.unlink(missing_ok=True)
    netreg(folder, register, "init")
    netreg(folder, register, "org", "import", str(files["faculties"]))
    bare = shell(folder, files["coded"], ", code TEXT")
    new, again = (netreg(folder, register, "member", "import", str(files["coded"])).seconds for _time in range(2))
    return {"new with codes": new / bare, "unchanged with codes": again / bare, "with codes: again / new": again / new}


def with_parties(folder: Path, files: dict[str, Path], *, create: bool = False) -> float:
    """Seconds of an import of agreements whose parties are in the register, or are created."""
    register = folder / "parties.db"
    register.unlink(missing_ok=True)
    netreg(folder, register, "init")
    if not create:
        netreg(folder, register, "org", "import", str(files["parties"]))
    options = ["--create-missing"] if create else []
    return netreg(folder, register, "agreement", "import", str(files["agreements"]), *options).seconds


def shell(folder: Path, file: Path, more: str = "") -> float:
    """Seconds that the sqlite3 shell takes to import the file into a bare table with a text key."""
    bare = folder / "bare.db"
    bare.unlink(missing_ok=True)
    columns = (
        "name TEXT, faculty TEXT, position TEXT, born TEXT, email TEXT PRIMARY KEY, phone TEXT, province TEXT" + more
    )
    table = f"CREATE TABLE m ({columns});"
    script = f"{table}\n.mode csv\n.import --skip 1 {file} m\n"
    return run(["sqlite3", str(bare)], script).seconds


def sqlite_utils(folder: Path, file: Path) -> float:
    """Seconds that ``sqlite-utils insert --csv --pk`` takes."""
    bare = folder / "utils.db"
    bare.unlink(missing_ok=True)
    command = [str(Path(sys.executable).parent / "sqlite-utils"), "insert", str(bare), "m", str(file), "--csv"]
    return run([*command, "--pk", "อีเมล"]).seconds


def netreg(folder: Path, register: Path, *words: str) -> Cost:
    """What one command costs."""
    told = folder / "held"
    cost = run([sys.executable, "-c", TIMED, str(told), "--db", str(register), *words])
    return cost._replace(locked=float(told.read_text()))


def run(command: list[str], script: str = "") -> Cost:
    """Run a process to its end."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as told:  # a pipe that nobody reads would fill and wait
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=told, stderr=told)
        assert process.stdin is not None
        process.stdin.write(script.encode())
        process.stdin.close()
        _pid, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        assert process.returncode == 0, told.read().decode()
    return Cost(seconds, memory=used.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
