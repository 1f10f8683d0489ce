"""What is tried: every command that writes, each with words that change something, and what must be there before."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.examples import EXAMPLES, name_files
from tests.reliability.commands import list_paths
from tests.reliability.files import IDENTITY
from tests.reliability.registers import copy_register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Netreg


class Tried(NamedTuple):
    """The words of a command, what makes its register from that of the examples, and whether a later netreg runs it."""

    words: str
    prepare: Callable[[Netreg], object] | None = None
    is_newer: bool = False


def _do(netreg: Netreg, *words: str) -> None:
    run = netreg(*words)
    assert run.code == 0, run.err


def _change_after_backup(netreg: Netreg) -> None:
    """Let the backup have a document whose file the register's folder lacks, and a record that is another now."""
    (netreg.folder / "kept.db").unlink()
    shutil.rmtree(netreg.folder / "kept.db.files", ignore_errors=True)
    _do(netreg, "agreement", "attach", "draft", "new.pdf")
    _do(netreg, "backup", "kept.db")
    _do(netreg, "undo")
    _do(netreg, "document", "purge", "--yes")
    _do(netreg, "org", "edit", "fac", "note=หลังสำรองสมมติ")


def _make_keys(netreg: Netreg) -> str:
    from pyrage import x25519

    identity = x25519.Identity.from_str(IDENTITY)
    (netreg.folder / "key.txt").write_text(f"{IDENTITY}\n")
    (netreg.folder / "recipient.txt").write_text(f"{identity.to_public()}\n")
    return str(identity.to_public())


def _encrypt_backup(netreg: Netreg) -> None:
    _change_after_backup(netreg)
    recipient = _make_keys(netreg)
    _do(netreg, "undo")
    _do(netreg, "backup", "kept.age", "--encrypt-to", recipient)
    _do(netreg, "org", "edit", "fac", "note=หลังสำรองสมมติ")


def _damage_copy(netreg: Netreg) -> None:
    content = bytearray(netreg.db.read_bytes())
    content[200_000:204_096] = bytes(4096)
    (netreg.folder / "damaged.db").write_bytes(content)
    shutil.copytree(netreg.folder / "register.db.files", netreg.folder / "damaged.db.files")


def _leave_file(netreg: Netreg) -> None:
    _do(netreg, "agreement", "attach", "draft", "new.pdf")
    _do(netreg, "undo")


def _remove_register(netreg: Netreg) -> None:
    for file in netreg.folder.glob("register.db*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()


def _drop_trigger(netreg: Netreg) -> None:
    with closing(sqlite3.connect(netreg.db)) as db:
        name = db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").fetchone()[0]
        db.execute(f'DROP TRIGGER "{name}"')
        db.commit()


def _add_bad_rows(netreg: Netreg) -> None:
    (netreg.folder / "bad.csv").write_text("code,name_th,province\nx1,หน่วยดีสมมติ,\nx2,หน่วยเสียสมมติ,ไม่มีจริง\n", "utf-8")


def _make_folder(netreg: Netreg) -> None:
    (netreg.folder / "out").mkdir()


def _redo(netreg: Netreg) -> None:
    """Let the register be that of the examples, of which the last is undone in that of the trials."""
    _do(netreg, "redo")


def _take_example(path: str) -> Tried:
    return Tried("\t".join((*path.split(), *EXAMPLES[path][0])), _redo)


TRIED = {
    "import": Tried("org import {folder}/organisation.csv"),
    "import with reports": Tried(
        "org import {folder}/bad.csv --skip-bad --rejects {folder}/rejects.xlsx --out {folder}/changes.csv",
        _add_bad_rows,
    ),
    "template": Tried("member import --template {folder}/template.xlsx"),
    "edit": Tried("org edit fac note=แก้ไขสมมติ"),
    "undo": Tried("undo"),
    "redo": Tried("redo"),
    "restore": Tried("restore kept.db --yes", _change_after_backup),
    "backup": Tried("backup {folder}/copy.db"),
    "backup --to": Tried("backup --to {folder}/out --keep 1d", _make_folder),
    "backup --encrypt-to": Tried("backup {folder}/copy.age --encrypt-to {folder}/recipient.txt", _make_keys),
    "restore --identity": Tried("restore kept.age --identity {folder}/key.txt --yes", _encrypt_backup),
    "restore --salvage": Tried("restore damaged.db --salvage --out {folder}/salvaged.db", _damage_copy),
    "attach": Tried("agreement attach draft {folder}/new.pdf"),
    "remind": Tried("remind --outbox {folder}"),
    "migrate": Tried("init", is_newer=True),
    "merge": Tried("org merge spare late --yes"),
    "unmerge": Tried("org unmerge org-twin"),
    "document remove": Tried("document remove paper --yes"),
    "document purge": Tried("document purge --yes", _leave_file),
    "document open": Tried("document open paper --out {folder}/opened.pdf"),
    "export": Tried("org export {folder}/out.xlsx"),
    "list --out": Tried("org list --out {folder}/list.xlsx"),
    "config": Tried("config era ce"),
    "config titles": Tried("config titles {folder}/own_title.csv"),
    "calendar": Tried("calendar --out {folder}/due.ics"),
    "cron": Tried("cron --systemd --to {folder}/out", _make_folder),
    "init": Tried("init", _remove_register),
    "demo": Tried("demo {folder}/demo.db"),
    "doctor --fix": Tried("doctor --fix", _drop_trigger),
    "doctor --anchor": Tried("doctor --anchor {folder}/anchor.txt"),
    "meeting plan": _take_example("meeting plan"),
    "meeting attendance import": _take_example("meeting attendance import"),
    "meeting minutes": Tried("meeting minutes second --out {folder}/minutes.docx"),
    "meeting minutes --write-template": Tried("meeting minutes --write-template {folder}/template.docx"),
    "meeting accept": _take_example("meeting accept"),
    "opinion answer": _take_example("opinion answer"),
    "agreement step add": _take_example("agreement step add"),
    "view save": _take_example("view save"),
}
"""What is tried of each command, by the name that the table shows."""
SLOW = {"demo"}
"""Commands of a second and more, of which few calls are tried."""
EACH = "every other command"


@cache
def list_others() -> dict[str, Tried]:
    """List the commands of the tree that write to the register and are not tried above."""
    tried = {find_path(one.words.replace("\t", " ")) for one in TRIED.values()}
    return {path: _take_example(path) for path in EXAMPLES if path not in tried}


def find_path(words: str) -> str:
    """Find the command that words name."""
    return max((path for path in list_paths() if f"{words} ".startswith(f"{path} ")), key=len)


def get_tried(name: str) -> Tried:
    """Return what is tried under a name."""
    return TRIED[name] if name in TRIED else list_others()[name]


def split_words(name: str, folder: Path) -> tuple[str, ...]:
    """Return the words of what is tried, its files named."""
    words = get_tried(name).words
    return name_files(tuple(words.split("\t") if "\t" in words else words.split()), folder)


def prepare_base(base: Path, name: str) -> Path:
    """Return the folder with what must be there before; made from that of the examples."""
    prepare = get_tried(name).prepare
    if prepare is None:
        return base
    made = base.parent / f"base {prepare.__name__}"
    if not made.exists():
        prepare(copy_register(base, made))
    return made


def become_newer() -> None:
    """Let this process, a fork, know one step of the schema more."""
    from netreg.store import connections, migrations
    from tests import one_step_more

    migrations.STEPS = one_step_more.STEPS  # type: ignore[assignment]
    connections.SCHEMA_VERSION = one_step_more.VERSION
