"""Files that a command writes: never what it reads, never one file twice, and refused before anything is done."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from netreg.store import database

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Netreg

ROWS = "ชื่อ-สกุล,โทรศัพท์\nนายสมมุติ หนึ่ง,081-111-1111\nนายทดสอบ สอง,12\n"
REFUSED = (
    ("a.csv", "--out", "a.csv"),
    ("a.csv", "--report", "./sub/../a.csv"),
    ("a.csv", "b.csv", "--out", "b.csv"),
    ("a.csv", "--out", "link.csv"),
    ("a.csv", "--out", "hard.csv"),
    ("a.csv", "--template", "a.csv"),
    ("a.csv", "--rejects", "link.csv"),
    ("a.csv", "--out", "r.db"),
    ("a.csv", "--out", "netreg.toml"),
    ("a.csv", "--rejects", "netreg.toml"),
    ("--template", "netreg.toml"),
    ("a.csv", "--rejects", "y.csv", "--out", "y.csv"),
    ("a.csv", "--rejects", "sub/y.csv", "--out", "./sub/../sub/y.csv"),
    ("a.csv", "--rejects", "-"),
    ("a.csv", "--rejects", ""),
    ("--template", ""),
)
UNWRITABLE = (
    (("--out", "none/y.csv"), 66, "ไม่มีโฟลเดอร์: none; สร้างด้วย 'mkdir -p none'"),
    (("--rejects", "none/y.csv"), 66, "ไม่มีโฟลเดอร์: none; สร้างด้วย 'mkdir -p none'"),
    (("--rejects", "sub.csv"), 77, "มี sub.csv อยู่แล้วและไม่ใช่แฟ้ม; โปรดเลือกชื่ออื่น"),
    (("--rejects", "/proc/x.csv"), 77, "/proc/x.csv ไม่ใช่ที่สำหรับบันทึกแฟ้ม"),
)


def test_nothing_is_done_where_a_file_cannot_be_written(netreg: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    database.create(netreg.db)
    monkeypatch.chdir(netreg.folder)
    settings = netreg.folder / "netreg.toml"
    netreg.environment["NETREG_CONFIG"] = str(settings)
    settings.write_text('era = "be"\n')
    for name in ("a.csv", "b.csv"):
        (netreg.folder / name).write_text(ROWS)
    (netreg.folder / "sub").mkdir()
    (netreg.folder / "sub.csv").mkdir()
    (netreg.folder / "link.csv").symlink_to("a.csv")
    os.link(netreg.folder / "a.csv", netreg.folder / "hard.csv")
    (netreg.folder / "r.db").symlink_to(netreg.db)
    before = sorted(path.name for path in netreg.folder.rglob("*"))
    wrong = []
    for words in REFUSED:
        run = netreg("member", "import", *words, "--skip-bad", "--force")
        if run.code != 2 or len(run.err.splitlines()) != 1:
            wrong.append((words, run.code, run.err))
    for words, code, sentence in UNWRITABLE:
        run = netreg("member", "import", "a.csv", *words, "--skip-bad", "--force")
        if run.code != code or sentence not in run.err:
            wrong.append((words, run.code, run.err))
    for words in (("list", "--out", "netreg.toml", "--force"), ("export", "netreg.toml", "--format", "csv", "--force")):
        run = netreg("member", *words)
        if run.code != 2:
            wrong.append((words, run.code, run.err))
    assert wrong == []
    assert (netreg.folder / "a.csv").read_text() == (netreg.folder / "b.csv").read_text() == ROWS
    assert sorted(path.name for path in netreg.folder.rglob("*")) == before
    assert netreg("member", "list", "--no-header").out.strip() == ""
    run = netreg("member", "import", "a.csv", "--skip-bad", "--rejects", "bad.csv", "--out", "new.csv")
    assert (run.code, (netreg.folder / "bad.csv").exists(), (netreg.folder / "new.csv").exists()) == (3, True, True)
