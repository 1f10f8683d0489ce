"""``netreg remind``: each warning once, nothing where there is no news, and none lost on the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg import language
from netreg.cli import build_program
from netreg.store.reminders import ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

PROGRAM = Path(sys.executable).parent / "netreg"
SETUP = (
    "member add 'นางสมมติ หนึ่ง' --code one --email one@example.org",
    "agreement add ข้อตกลงทดสอบ --code mou --signed 2567-01-01 --end 5/12/2569 --responsible one",
    "meeting add 'ประชุม\u202eสมมติ' --on '28/11/2569 09:00'",
)


NEWS = """\
netreg: มี 2 เรื่องที่ต้องติดตาม ณ วันที่ 21 พ.ย. 2569

วันประชุม 28 พ.ย. 2569 (อีก 7 วัน): ประชุมสมมติ
  การประชุม 1; ผู้รับผิดชอบ: ยังไม่ได้กำหนด; วันทำการที่ต้องดำเนินการ: 27 พ.ย. 2569
  พิมพ์: netreg meeting hold 1
  หรือ:  netreg due ack 'meeting 1' --clock starts

สิ้นสุด 5 ธ.ค. 2569 (อีก 14 วัน): ข้อตกลงทดสอบ
  ข้อตกลง mou; ผู้รับผิดชอบ: นางสมมติ หนึ่ง; วันทำการที่ต้องดำเนินการ: 4 ธ.ค. 2569; ขยายถึงวันทำการ \
8 ธ.ค. 2569 (ป.พ.พ. มาตรา 193/8)
  พิมพ์: netreg agreement renew mou --until วันที่
  หรือ:  netreg due ack mou --clock end
"""
SILENT = ("", "", 0)


def said(run: Run) -> tuple[str, str, int]:
    return run.out.replace("\u202e", "").replace("\ufffd", ""), run.err, run.code


def last_run(office: Netreg) -> tuple[str, int] | None:
    with closing(sqlite3.connect(office.db)) as db:
        db.row_factory = sqlite3.Row
        ran = ledger.find_last_run(db, "remind")
    return (ran.as_of, ran.told) if ran else None


def test_news_is_told_once_and_then_nothing(office: Netreg, ask: Callable[..., Run]) -> None:
    assert said(ask("remind --dry-run")) == (NEWS, "", 0)
    assert last_run(office) is None
    assert said(ask("remind")) == (NEWS, "", 0)
    assert last_run(office) == ("2026-11-21", 2)
    assert said(ask("remind")) == SILENT
    assert said(ask("remind --dry-run")) == SILENT
    assert last_run(office) == ("2026-11-21", 0)
    assert ask("remind --json").data == []
    late, held, warning = ask("remind --as-of 12/12/2569 --json").data
    assert (late["kind"], late["offset"], late["days_left"], late["lapsed"]) == ("meeting", "1d", -14, True)
    assert (held["clock"], held["offset"], held["days_left"], held["lapsed"]) == ("held", "+14d", -14, False)
    assert (warning["code"], warning["offset"], warning["folded"]) == ("mou", "+7d", ["7d", "0d"])
    assert (warning["responsible_email"], warning["days_left"]) == ("one@example.org", -7)


@pytest.mark.usefixtures("in_english")
def test_what_was_told_cannot_be_untold(ask: Callable[..., Run]) -> None:
    ask("remind")
    assert "remind" not in ask("history").out
    assert ask("undo").out.startswith("undid command 3 'meeting add'")
    ask("redo")
    assert said(ask("remind")) == SILENT


def test_a_night_in_the_environment_of_cron(office: Netreg) -> None:
    """Nothing but a PATH and a home: no language, no configuration, no width."""
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(office.folder), "NETREG_TODAY": "2026-11-21"}
    line = [str(PROGRAM), "--db", str(office.db), "remind"]
    first = subprocess.run(line, env=bare, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert first.stdout.decode("utf-8").replace("\ufffd", "") == NEWS
    again = subprocess.run(line, env=bare, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert (again.stdout, again.stderr) == (b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_what_could_not_be_printed_is_told_the_next_time(office: Netreg, ask: Callable[..., Run]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([PROGRAM, "remind"], env=office.pinned, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 74
    assert done.stderr.decode() == "netreg: error: แสดงผลไม่ได้: No space left on device; แต่คำสั่งทำงานเสร็จแล้ว\n"
    closed = subprocess.run(
        ["sh", "-c", '"$0" remind >&-', PROGRAM],  # noqa: S607 - the shell of the system
        env=office.pinned,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert closed.returncode == 74
    assert closed.stderr.decode().startswith("netreg: error: ช่องแสดงผลปิดอยู่ จึงไม่ได้แสดงสิ่งใด; ")
    assert last_run(office) is None
    assert said(ask("remind")) == (NEWS, "", 0)


def test_a_reader_that_has_gone_was_told_nothing(office: Netreg, ask: Callable[..., Run]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([PROGRAM, "remind"], env=office.pinned, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
    assert said(ask("remind")) == (NEWS, "", 0)


def test_a_disk_that_fills_before_anything_is_told(office: Netreg, ask: Callable[..., Run]) -> None:
    run = office.on_full_disk(512, "remind")
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 74)
    assert said(ask("remind")) == (NEWS, "", 0)


def test_a_disk_that_fills_while_it_is_marked(
    office: Netreg, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was told, and since nobody could keep that it is told again when the claim has run out."""

    def full(*_anything: object) -> None:
        failure = sqlite3.OperationalError("database or disk is full")
        failure.sqlite_errorname = "SQLITE_FULL"
        raise failure

    for name, value in office.pinned.items():
        monkeypatch.setenv(name, value)
    for name, spoken in (("language", "th"), ("catalogue", None)):  # so that both are as before afterwards
        monkeypatch.setitem(language._state, name, spoken)
    language.set_language("th")
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "confirm_digest", full)
        assert build_program().main(["remind"], standalone_mode=False) == 74
    told = capsys.readouterr()
    assert told.out.replace("\u202e", "").replace("\ufffd", "") == NEWS
    assert told.err == (f"netreg: error: ดิสก์ของ {office.db} เต็ม; โปรดเพิ่มพื้นที่ว่างแล้วลองใหม่; ยังไม่ได้บันทึกสิ่งใด\n")
    monkeypatch.setattr(ledger, "HOLD", timedelta(0))
    now = ledger.get_current_time() + timedelta(minutes=16)
    monkeypatch.setattr(ledger, "get_current_time", lambda: now)
    assert build_program().main(["remind"], standalone_mode=False) == 0
    assert capsys.readouterr().out.replace("\u202e", "").replace("\ufffd", "") == NEWS


def test_two_runs_at_the_same_time_tell_it_once(office: Netreg) -> None:
    runs = [office.start("remind") for _number in range(4)]
    answers = sorted((run.communicate(timeout=60)[0].decode().count("พิมพ์: "), run.returncode) for run in runs)
    assert answers[-1] == (2, 0)
    # One that came while another told them says so; one that came later has no news.
    assert {told for told, _code in answers[:-1]} == {0}
    assert {code for _told, code in answers[:-1]} <= {0, 75}


def test_a_week_of_nights_of_which_some_are_missed(ask: Callable[..., Run]) -> None:
    told = []
    for day in (21, 24, 27, 28, 29):
        run = ask(f"remind --as-of 2026-11-{day} --json")
        told += [(day, n["kind"], n["offset"], n["folded"]) for n in run.data]
    assert told == [
        (21, "meeting", "7d", ["30d"]),
        (21, "agreement", "30d", ["6m", "90d"]),
        (27, "meeting", "1d", []),
        (28, "agreement", "7d", []),
        (29, "meeting", "0d", []),
    ]
    assert date(2026, 12, 5) - timedelta(days=7) == date(2026, 11, 28)
