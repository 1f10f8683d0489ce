"""``netreg cron``: lines that run as they are, and whether they do."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

PROGRAM = Path(sys.executable).parent / "netreg"


def job_lines(crontab: str) -> list[str]:
    return [line.split("  ", 1)[1] for line in crontab.splitlines() if re.match(r"\d", line)]


def test_the_lines_run_in_the_environment_of_cron(register: Netreg) -> None:
    """Each but the reminder is given to a shell with next to no environment, as cron does it."""
    run = register("cron", "--mailto", "officer@example.ac.th")
    assert (run.code, run.err) == (0, "")
    assert "MAILTO=officer@example.ac.th\n" in run.out
    commands = job_lines(run.out)
    assert [command.split(f"{register.db} ")[1].removeprefix("--quiet ").split()[0] for command in commands] == [
        "remind", "calendar", "backup", "doctor",
    ]  # fmt: skip
    assert all(f"{PROGRAM} --db {register.db} " in command for command in commands)
    said = []
    for command in commands[1:]:
        done = subprocess.run(
            ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "/bin/sh", "-c", command],
            cwd="/",
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b""), command
        said.append(done.stdout.decode())
    assert said == ["", "", f"{register.db}: ไม่พบสิ่งผิดปกติ\n"]
    assert (register.folder / "netreg.ics").is_file()
    assert (register.folder / "backups").stat().st_mode & 0o777 == 0o700
    assert len(list((register.folder / "backups").iterdir())) == 1


def test_backups_are_encrypted_for_whom_it_says(register: Netreg) -> None:
    """A file of recipients is found from any folder, and none is taken that a backup would refuse."""
    key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
    (register.folder / "keys.txt").write_text(f"{key}\n")
    run = register("cron", "--encrypt-to", "keys.txt", "--encrypt-to", key)
    assert job_lines(run.out)[2].endswith(
        f" --keep 14d,8w,12m --encrypt-to {register.folder / 'keys.txt'} --encrypt-to {key} >/dev/null"
    )
    done = subprocess.run(["/bin/sh", "-c", job_lines(run.out)[2]], cwd="/", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [file.suffix for file in (register.folder / "backups").iterdir()] == [".age"]
    for wrong, code in (("nothing.txt", 66), ("age1zzz", 2)):
        assert register("cron", "--encrypt-to", wrong).code == code


def test_for_scripts(register: Netreg) -> None:
    run = register("cron", "--json")
    assert [job["name"] for job in run.data] == ["remind", "calendar", "backup", "doctor"]
    assert all(job["what"] and job["command"].startswith(("NETREG_CONFIG=", "mkdir")) for job in run.data)


def test_what_a_timer_lacks_is_said(register: Netreg) -> None:
    for name, value in (
        ("smtp_host", "mail.example.ac.th"),
        ("smtp_user", "officer"),
        ("mail_fallback", "a@example.ac.th"),
    ):
        assert register("config", name, value).code == 0
    run = register("cron")
    assert "remind --mail" in run.out
    assert "MAILTO=a@example.ac.th" in run.out
    timer = "netreg: งานตามเวลาไม่มี NETREG_SMTP_PASSWORD โปรดตั้ง smtp_password_file ดู 'netreg config'\n"
    assert run.err == f"netreg: ยังไม่ได้กำหนด mail_from อีเมลจึงไม่มีผู้ส่ง ดู 'netreg config'\n{timer}"
    assert register("config", "mail_from", "a@example.ac.th").code == 0
    assert register("cron").err == timer


def test_units_are_written(register: Netreg) -> None:
    folder = register.folder / "units"
    folder.mkdir()
    run = register("cron", "--systemd", "--to", "units")
    assert run.code == 0
    assert "systemctl --user enable --now netreg-remind.timer" in run.out
    assert "systemd ไม่ส่งอีเมล" in run.err
    assert len(list(folder.iterdir())) == 8
    first = min(folder.iterdir())
    first.unlink()
    assert register("cron", "--systemd", "--to", "units").code == 77
    assert not first.exists(), "all units are written or none"
    assert register("cron", "--systemd", "--to", "units", "--force").code == 0
    assert first.exists()
    assert register("cron", "--to", "units").code == 2
    assert register("cron", "--mailto", "nobody").code == 2
    shown = register("cron", "--systemd").out
    for file in folder.iterdir():
        assert file.read_text() in shown + "\n"


def test_units_go_again_where_one_cannot_be_written(register: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, replace = register.folder / "units", Path.replace
    folder.mkdir()

    def fail_at_last(path: Path, target: Path) -> Path:
        if len(list(folder.glob("netreg-*"))) == 7:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail_at_last)
        assert register("cron", "--systemd", "--to", "units").code == 74
    assert list(folder.iterdir()) == []
    assert register("cron", "--systemd", "--to", "units").code == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd to ask")
def test_systemd_takes_the_units(register: Netreg) -> None:
    folder = register.folder / "หน่วย 100% 'x'"
    folder.mkdir()
    shutil.copy(register.db, folder)
    db = str(folder / register.db.name)
    assert register("--db", db, "cron", "--systemd", "--to", str(folder)).code == 0
    files = sorted(str(file) for file in folder.glob("netreg-*"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *files],  # noqa: S607 - wherever it is
        env={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(register.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


# --- whether it runs ---------------------------------------------------------------------


def keep(netreg: Netreg, ago: timedelta) -> None:
    at = (datetime.now(UTC) - ago).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with closing(sqlite3.connect(netreg.db, isolation_level=None)) as db:
        db.execute("REPLACE INTO last_run (name, at, as_of, told) VALUES ('remind', ?, '2026-11-26', 0)", [at])


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("ago", "said", "code"),
    [
        (timedelta(minutes=1), "0 hours ago", 0),
        (timedelta(hours=25, minutes=59), "25 hours ago", 0),
        (timedelta(hours=26, minutes=1), "26 hours ago: it has stopped; see 'netreg cron'", 10),
        (timedelta(days=30), "720 hours ago: it has stopped", 10),
        (-timedelta(hours=5), "which is in the future: the clock was set back", 10),
    ],
)
def test_when_it_last_ran(register: Netreg, ago: timedelta, said: str, code: int) -> None:
    keep(register, ago)
    before = register.db.read_bytes()
    run = register("cron", "--check")
    assert said in run.out
    assert run.out.startswith("remind last ran ")
    assert (run.err, run.code) == ("", code)
    assert register.db.read_bytes() == before
    data = register("cron", "--check", "--json").data
    assert data["stopped"] is (code == 10)
    assert data["hours_ago"] == pytest.approx(ago.total_seconds() / 3600, abs=0.2)


@pytest.mark.usefixtures("in_english")
def test_it_never_ran(register: Netreg) -> None:
    run = register("cron", "--check")
    assert run.code == 10
    assert run.out == f"remind has never run on {register.db}; install the lines of 'netreg cron'\n"
    assert register("remind").out == ""
    assert register("cron", "--check").code == 0


def test_there_must_be_a_register(netreg: Netreg) -> None:
    assert netreg("cron", "--check").code == 66
    assert netreg("cron").code == 66
    assert list(netreg.folder.iterdir()) == []
