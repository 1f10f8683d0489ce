"""Random files for every importer: rows of the examples, damaged letter by letter and by a list of tokens.

A file is imported as a trial and then for real: both must tell the same, every row that was read must be
accounted for, and nothing may end in an internal error or bring a control character to the screen.
"""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities import ENTITIES
from tests.examples import EXAMPLES, TABLES
from tests.hostile.texts import list_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run
    from tests.hostile.trials import Trials

TOKENS = (
    '"', "'", ",", ";", "\t", "\n", "\r", "\x00", "\x1b", "\ufeff", "\u200b", "\u202e", "=1+1", "@", "๓๑",
    "31/02/2567", "2567", "../", "'; DROP TABLE organisation; --", "[/b]", "ก", "่", "ำ", "นาย", "รวม", "″",
    "-", "#1", "ใหม่", "uni", "one", "mou", "9" * 30, "{", "}", "[", "]", ":", "\\", "\\u0000", "\\ud800",
    "null", "END:VCARD\r\n", "BEGIN:VCARD\r\n", "N:;;;;\r\n", "ลำดับ", "ที่", "หมายเหตุ", "ปี", "พ.ศ.", "\x85",
    "\x9b", "😀",
)  # fmt: skip
CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:นางสมมติ นำเข้า\r\nN:นำเข้า;สมมติ;;นาง;\r\nEMAIL:in@example.org\r\n"
    "TEL;TYPE=CELL:0812345678\r\nORG:คณะตัวอย่าง\r\nTITLE:อาจารย์\r\nBDAY:1990-01-02\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:ทดสอบ ตัวอย่าง\r\nTEL;VALUE=uri:tel:+66-81-234-5678\r\nEND:VCARD\r\n"
)
REPORTS = (
    """Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
นางสมมติ ตัวอย่าง,a@example.org,08/05/2025 09:00:00 AM,08/05/2025 10:00:00 AM,60,No
ทดสอบ (คณะตัวอย่าง),,08/05/2025 09:10:00 AM,08/05/2025 09:20:00 AM,10,Yes
""",
    """First name,Last name,Email,Duration,Time joined,Time exited
สมมติ,ตัวอย่าง,a@example.org,1 hr 2 min,9:00 AM,10:02 AM
""",
    """1. Summary
Meeting title\tประชุมสมมติ
Start time\t8/5/25, 9:00:00 AM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
นางสมมติ ตัวอย่าง\t8/5/25, 9:00:00 AM\t8/5/25, 10:00:00 AM\t1h\ta@example.org\t\tPresenter
""",
)


class Input(NamedTuple):
    """A file and how it is imported: the words of the command with the path or ``-`` as ``{file}``."""

    words: tuple[str, ...]
    content: bytes
    name: str = ""
    """The name of the file; empty where it comes by the standard input."""


def list_tables() -> dict[str, str]:
    """Return the table of examples for each kind that is imported by one."""
    return {
        kind.command: TABLES[EXAMPLES[f"{kind.command} import"][0][0].split("/")[1].removesuffix(".csv")]
        for kind in ENTITIES
        if f"{kind.command} import" in EXAMPLES
    }


def damage(text: str, chance: random.Random, texts: list[str]) -> str:
    """Damage a text at up to five places: a token, a hostile text, a part left out or said twice."""
    for _turn in range(chance.randint(0, 5)):
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.choice((0, 0, 0, 1, 1, 2, 10, 60)))
        what = chance.random()
        new = chance.choice(TOKENS) if what < 0.6 else chance.choice(texts) if what < 0.8 else text[at:end] * 2
        text = text[:at] + new + text[end:]
    return text


def damage_bytes(content: bytes, chance: random.Random) -> bytes:
    """Damage bytes at up to three places, half of the time not at all."""
    for _turn in range(chance.choice((0, 0, 0, 1, 2, 3))):
        at = chance.randint(0, len(content))
        content = (
            content[:at] + bytes([chance.randint(0, 255)]) * chance.randint(0, 3) + content[at + chance.randint(0, 3) :]
        )
    return content


def encode(text: str, chance: random.Random) -> bytes:
    """Encode a text as one of the encodings in which offices send files."""
    codec = chance.choice(("utf-8",) * 6 + ("utf-8-sig", "cp874", "utf-16", "utf-16-le"))
    return text.encode(codec, "surrogatepass" if codec.startswith("utf") else "replace")


def damage_rows(table: str, chance: random.Random, texts: list[str]) -> list[list[str]]:
    """Return the rows of a table, some of their cells damaged, some rows twice or short."""
    rows = [list(row) for row in csv.reader(io.StringIO(table))]
    rows += [list(chance.choice(rows)) for _one in range(chance.randint(0, 3))]
    for _turn in range(chance.randint(1, 4)):
        row = chance.choice(rows)
        if row:
            at = chance.randrange(len(row))
            row[at] = chance.choice(texts)[:200] if chance.random() < 0.4 else damage(row[at], chance, texts)[:500]
    if chance.random() < 0.1:
        del chance.choice(rows)[-1:]
    return rows


def make_csv(chance: random.Random, texts: list[str]) -> Input:
    """Make a delimited file for any kind of record."""
    command, table = chance.choice(sorted(list_tables().items()))
    if chance.random() < 0.5:
        content = damage(table, chance, texts)
    else:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=chance.choice(",,,;\t"), lineterminator=chance.choice(("\n", "\r\n")))
        writer.writerows(damage_rows(table, chance, texts))
        content = out.getvalue()
    return Input((*command.split(), "import", "-"), damage_bytes(encode(content, chance), chance))


def make_json(chance: random.Random, texts: list[str]) -> Input:
    """Make a file of JSON for any kind of record."""
    command, table = chance.choice(sorted(list_tables().items()))
    head, *rows = damage_rows(table, chance, texts)
    odd: tuple[Any, ...] = (1, 1.5, None, True, [], {}, ["ก", 1], {"a": "ข"}, 10**30, -1, "")
    found: Any = [
        {name: chance.choice(odd) if chance.random() < 0.1 else cell for name, cell in zip(head, row, strict=False)}
        for row in rows
    ]
    text = json.dumps(found, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.4:
        text = damage(text, chance, texts)
    return Input((*command.split(), "import", "-"), text.encode("utf-8", "surrogatepass"))


def make_vcf(chance: random.Random, texts: list[str]) -> Input:
    """Make a file of address cards."""
    noun = chance.choice(("member", "member", "alumni"))
    return Input((noun, "import", "-"), damage_bytes(encode(damage(CARDS, chance, texts), chance), chance))


def make_report(chance: random.Random, texts: list[str]) -> Input:
    """Make a report of who was in a meeting on line."""
    content = encode(damage(chance.choice(REPORTS), chance, texts), chance)
    return Input(("meeting", "attendance", "import", "--meeting", "meet", "-"), damage_bytes(content, chance))


def make_pasted(chance: random.Random, texts: list[str]) -> Input:
    """Make what somebody copies from a spreadsheet and pastes: cells parted by tabs, no file."""
    command, table = chance.choice(sorted(list_tables().items()))
    lines = ["\t".join(cell.replace("\t", " ") for cell in row) for row in damage_rows(table, chance, texts)]
    return Input(
        (*command.split(), "import", "-"), damage("\n".join(lines), chance, texts).encode("utf-8", "surrogatepass")
    )


def make_xlsx(chance: random.Random, texts: list[str]) -> Input:
    """Make a workbook: with damaged cells, or a damaged part, or damaged bytes."""
    import xlsxwriter

    command, table = chance.choice(sorted(list_tables().items()))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(damage_rows(table, chance, texts)):
            for column, cell in enumerate(row):
                text = cell.encode("utf-8", "replace").decode()[:30_000]
                page.write_number(number, column, float(text)) if text.isdecimal() and len(
                    text
                ) < 9 else page.write_string(number, column, text)
        if chance.random() < 0.2:
            page.merge_range(0, 0, 1, 1, "รวม")
    return Input((*command.split(), "import", "{file}"), _damage_archive(out.getvalue(), chance), "in.xlsx")


def make_ods(chance: random.Random, texts: list[str]) -> Input:
    """Make a spreadsheet of OpenDocument."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    command, table = chance.choice(sorted(list_tables().items()))
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="ก")
    for row in damage_rows(table, chance, texts):
        line = TableRow()
        for cell in row:
            one = TableCell(valuetype="string")
            one.addElement(P(text="".join(c for c in cell if c.isprintable() or c == "\n")))
            line.addElement(one)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.write(out)
    return Input((*command.split(), "import", "{file}"), _damage_archive(out.getvalue(), chance), "in.ods")


def _damage_archive(content: bytes, chance: random.Random) -> bytes:
    """Damage the bytes of an archive, or of a part in it; half of the time not at all."""
    what = chance.random()
    if what < 0.5:
        return content
    if what < 0.6:
        return damage_bytes(content, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        spoilt = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damage_bytes(part, chance) if name == spoilt else part)
    return out.getvalue()


MAKERS: dict[str, Callable[[random.Random, list[str]], Input]] = {
    "csv": make_csv, "json": make_json, "vcf": make_vcf, "report": make_report, "pasted": make_pasted,
    "xlsx": make_xlsx, "ods": make_ods,
}  # fmt: skip
COUNTS = ("rows", "new", "changed", "unchanged", "rejected", "left_out")
IGNORED = ("command", "records", "error", "exit")


def import_random(trials: Trials, form: str, count: int, seed: int = 1) -> None:
    """Import so many random files of a form, each as a trial, then for real."""
    texts = list_texts(longest=600)
    for number in range(seed * 1_000_000, seed * 1_000_000 + count):
        made = MAKERS[form](random.Random(number), texts)
        import_twice(trials, made, f"{form} {number}")


def import_twice(trials: Trials, made: Input, name: str) -> None:
    """Import a file as a trial, then for real, and note what is wrong with either."""
    words = made.words
    path: Path | None = None
    if made.name:
        path = trials.netreg.folder / made.name
        path.write_bytes(made.content)
        trials.stamp()
        words = tuple(word.replace("{file}", made.name) for word in words)
    asked = (*words, "--json", "--skip-bad")
    stdin = None if path else made.content
    tried, done = (trials.run(*more, stdin=stdin, called=name) for more in ((*asked, "--dry-run"), asked))
    if tried is None or done is None or tried.code == 70 or done.code == 70:
        return
    if tried.code != done.code:
        trials.note((name, *words), f"tried {tried.code}, done {done.code}: {done.err[-200:]!r}")
    elif tried.code in (0, 3):
        _compare(trials, (name, *words), tried, done)


def _compare(trials: Trials, words: tuple[str, ...], tried: Run, done: Run) -> None:
    first, second = json.loads(tried.out), json.loads(done.out)
    for one, other in zip(first, second, strict=True):
        told = {field: (one[field], other.get(field)) for field in one if field not in IGNORED}
        if differing := {field: both for field, both in told.items() if both[0] != both[1]}:
            trials.note(words, f"dry run and outcome differ: {str(differing)[:200]}")
        rows, *parts = (other[field] for field in COUNTS)
        if rows != sum(parts):
            trials.note(words, f"rows that are not accounted for: {dict(zip(COUNTS, (rows, *parts), strict=True))}")
