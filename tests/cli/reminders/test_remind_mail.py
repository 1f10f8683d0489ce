"""``netreg remind --mail`` and ``--outbox``: a register, a server that misbehaves, and what comes of it."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netreg.cli.framework.session import Session
from netreg.cli.reminders.remind_mail import MailOptions, _DigestLedger, build_letterhead, read_server, send_digests
from netreg.config import Settings
from netreg.core.entity import TimeFrame
from netreg.errors import ConfigurationError, DeviceError, InterruptedCommand
from netreg.exchange.mail import outbox
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState
from netreg.render.results import View
from netreg.store.reminders import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import EmailMessage

    from tests.conftest import FilledOnce, Netreg, Run

SERVER = Path(__file__).parents[2] / "exchange" / "mail" / "smtp_server.py"
SENDER = "netreg@example.ac.th"
REFUSED = (
    "netreg: error: refuse@example.ac.th ถูกปฏิเสธ: 550 5.1.1 no such [31muser ให้แก้ที่อยู่อีเมล หรือลองใหม่ด้วย --retry-refused"
)
PEOPLE = {"good": "นายดี สมมติ", "refuse": "นายปฏิเสธ สมมติ", "later": "นายภายหลัง สมมติ"}


@pytest.fixture
def office(filled_once: FilledOnce) -> Netreg:
    """Agreements that end soon: one each of three people with an address, one of nobody."""
    return filled_once(fill)


def fill(register: Netreg) -> None:
    rows = "".join(f"{local},{name},{local}@example.ac.th\n" for local, name in PEOPLE.items())
    (register.folder / "people.csv").write_text("code,name,email\n" + rows, encoding="utf-8")
    titles = "".join(f"a-{who},ข้อตกลงสมมติ {who},2024-12-01,2026-12-15,{who}\n" for who in (*PEOPLE, ""))
    heading = "code,title,signed_on,end_stated,responsible\n"
    (register.folder / "agreements.csv").write_text(heading + titles, encoding="utf-8")
    assert register("member", "import", "people.csv").code == 0
    assert register("agreement", "import", "agreements.csv").code == 0


def configured(office: Netreg, **values: str) -> None:
    config = "".join(f'{name} = "{value}"\n' for name, value in values.items())
    (office.folder / "config.toml").write_text(config, encoding="utf-8")


@contextmanager
def running(office: Netreg, **more: str) -> Iterator[Path]:
    """A server on loopback, and its log."""
    log = office.folder / "log"
    log.touch()
    process = subprocess.Popen(
        [sys.executable, SERVER, json.dumps({"log": str(log)})], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    port = process.stdout.readline().decode().strip()
    configured(
        office, smtp_host="127.0.0.1", smtp_port=port, smtp_security="plain", smtp_timeout="2", mail_from=SENDER, **more
    )
    try:
        yield log
    finally:
        process.communicate(timeout=10)


def recipients(log: Path) -> list[str]:
    return [json.loads(line)["to"].partition("@")[0] for line in log.read_text().splitlines()]


def states(run: Run) -> dict[str, list[str]]:
    return {
        state: [one["address"].partition("@")[0] for one in run.data[state]] for state in ("sent", "refused", "waiting")
    }


def test_one_refused_of_three_and_nothing_twice(office: Netreg) -> None:
    with running(office) as log:
        first = office("remind", "--mail")
        assert first.code == 1
        assert sorted(first.err.splitlines()) == [
            REFUSED,
            "netreg: error: ยังไม่ได้ส่งถึง later@example.ac.th: 450 4.2.1 mailbox busy จะลองใหม่ในรอบหน้า",
        ]
        lines = first.out.splitlines()
        assert lines[:2] == [
            "ส่งจดหมายแล้ว 1 ฉบับ",
            "เรื่องเหล่านี้ไม่มีผู้รับผิดชอบที่มีอีเมล ตั้ง mail_fallback เพื่อให้ส่งได้:",
        ]
        assert any("ข้อตกลงสมมติ" in line for line in lines[2:])
        second = office("remind", "--mail", "--json")
        assert (second.code, states(second)) == (1, {"sent": [], "refused": [], "waiting": ["later"]})
        assert second.err.splitlines()[-1] == (
            "netreg: error: จดหมาย 1 ฉบับที่เคยถูกปฏิเสธยังค้างอยู่ ให้แก้ที่อยู่อีเมล หรือลอง --retry-refused"
        )
        assert second.data["unaddressed"] == []
        third = office("remind", "--mail", "--retry-refused", "--json")
        assert (third.code, states(third)["refused"]) == (1, ["refuse"])
        kept = {one["address"]: one["message_id"] for one in (*second.data["waiting"], *third.data["waiting"])}
        assert len(kept) == 1, "a digest that is tried again is the same"
        # The addresses are mended: what was refused goes to the new one, what waits to the old.
        assert office("member", "edit", "refuse", "email=mended@example.ac.th").code == 0
        fourth = office("remind", "--mail", "--json")
        assert states(fourth)["sent"] == ["mended"]
        assert office("remind", "--mail", "--retry-refused", "--json").data["refused"] == []
        assert recipients(log) == ["good", "mended"]
    assert office("cron", "--check").code == 0


def test_what_is_refused_for_good_goes_to_the_fallback(office: Netreg) -> None:
    with running(office, mail_fallback="office@example.ac.th") as log:
        first = office("remind", "--mail", "--json")
        assert (first.code, states(first)["refused"]) == (1, ["refuse"])
        assert sorted(states(first)["sent"]) == ["good", "office", "office"]
        assert REFUSED in first.err
        # The same to nobody twice; what is new goes to the fallback as long as the address is not mended.
        second = office("remind", "--mail", "--json")
        assert states(second)["sent"] + states(second)["refused"] == []
        assert "จดหมาย 1 ฉบับที่เคยถูกปฏิเสธยังค้างอยู่" in second.err
        assert office("agreement", "add", "ข้อตกลงใหม่", "--signed", "2024-12-01", "--end", "2026-12-20",
                      "--responsible", "refuse").code == 0  # fmt: skip
        third = office("remind", "--mail", "--json")
        assert states(third)["sent"] + states(third)["refused"] == ["office"]
        assert office("member", "edit", "refuse", "email=mended@example.ac.th").code == 0
        fourth = office("remind", "--mail", "--json")
        assert [(one["address"], one["notices"]) for one in fourth.data["sent"]] == [("mended@example.ac.th", 2)]
        assert sorted(recipients(log)) == ["good", "mended", "office", "office", "office"]


def test_a_fallback_that_is_refused_itself_is_said_once_more(office: Netreg) -> None:
    with running(office, mail_fallback="refuse@example.net") as log:
        first = office("remind", "--mail", "--json")
        refused = sorted(one["address"] for one in first.data["refused"])
        assert refused == ["refuse@example.ac.th", "refuse@example.net"]
        second = office("remind", "--mail", "--json")
        assert (states(second)["refused"], second.code) == ([], 1)
        assert recipients(log) == ["good"]


def test_a_server_that_is_down_or_misused_loses_nothing(office: Netreg) -> None:
    assert office("remind", "--mail").code == 78, "nothing is configured"
    configured(office, mail_from=SENDER, smtp_host="127.0.0.1", smtp_port="1", smtp_security="plain")
    run = office("remind", "--mail")
    assert run.code == 75
    assert run.err.count("ติดต่อ 127.0.0.1:1 ไม่ได้ (Connection refused) จะลองใหม่ในรอบหน้า") == 3
    with running(office, mail_fallback="office@example.ac.th") as log:
        config = office.folder / "config.toml"
        plain = config.read_text()
        config.write_text(plain.replace('"plain"', '"starttls"'))
        run = office("remind", "--mail")
        assert (run.code, run.out) == (78, "")
        assert run.err.startswith("netreg: error: 127.0.0.1 ไม่รองรับการเข้ารหัส (STARTTLS)")
        config.write_text(plain)
        for who in ("refuse", "later"):
            assert office("member", "edit", who, f"email={who}d@example.ac.th").code == 0
        run = office("remind", "--mail", "--json")
        assert "good" in states(run)["sent"]
        assert {"good", "refused", "laterd"} <= set(recipients(log))


def test_what_is_nobodys_goes_to_the_fallback(office: Netreg) -> None:
    (office.folder / "out").mkdir()
    configured(office, mail_from=SENDER, mail_fallback="office@example.ac.th")
    tried = office("remind", "--outbox", "out", "--dry-run", "--json")
    assert {one["address"]: one["notices"] for one in tried.data} == {
        **{f"{who}@example.ac.th": 1 for who in PEOPLE}, "office@example.ac.th": 1,
    }  # fmt: skip
    assert list((office.folder / "out").iterdir()) == []
    run = office("remind", "--outbox", "out")
    assert (run.out, run.err, run.code) == ("ส่งจดหมายแล้ว 4 ฉบับ\n", "", 0)
    read = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in (office.folder / "out").iterdir()]
    by_address: dict[str, Any] = {one["To"].addresses[0].addr_spec: one for one in read}
    assert by_address.keys() == {f"{who}@example.ac.th" for who in (*PEOPLE, "office")}
    text = by_address["office@example.ac.th"].get_body(("plain",)).get_content()
    assert "ผู้รับผิดชอบ: ยังไม่ได้กำหนด" in text
    assert "ข้อตกลงสมมติ good" in by_address["good@example.ac.th"].get_body(("html",)).get_content()
    assert office("remind", "--outbox", "out").out == ""
    assert len(list((office.folder / "out").iterdir())) == 4


def test_what_is_sent_later_is_sent_as_it_stood(office: Netreg) -> None:
    """Also its date: the days left that it speaks of are counted from there."""
    configured(office, mail_from=SENDER, smtp_host="127.0.0.1", smtp_port="1", smtp_security="plain")
    assert office("remind", "--mail").code == 75
    with closing(sqlite3.connect(office.db, isolation_level=None)) as db:
        db.execute("UPDATE outgoing SET claimed_at = '2026-11-21T00:30:00.000000Z'")
    (office.folder / "out").mkdir()
    assert office("remind", "--outbox", "out", "--as-of", "2026-11-25").code == 0
    read = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in (office.folder / "out").iterdir()]
    assert [str(one["Date"]) for one in read] == ["Sat, 21 Nov 2026 07:30:00 +0700"] * 3
    bodies: list[Any] = [one.get_body(("plain",)) for one in read]
    assert all("(อีก 24 วัน)" in body.get_content() for body in bodies)


def test_the_sender_is_checked_before_anything_is_written(office: Netreg) -> None:
    """An outbox without a sender is warned of, once there is something to write; a bad one is refused."""
    (office.folder / "out").mkdir()
    told = "netreg: จดหมายไม่มีผู้ส่งที่ใช้ได้ โปรดตั้งด้วย 'netreg config mail_from ที่อยู่อีเมล'\n"
    assert office("remind", "--outbox", "out", "--dry-run").err.startswith(told)
    assert office("remind", "--outbox", "out", "--as-of", "1990-01-01").err == ""
    configured(office, mail_from="ก..ข@example.ac.th")
    for words in (("--outbox", "out"), ("--outbox", "out", "--dry-run"), ("--mail",)):
        run = office("remind", *words)
        assert (run.out, run.code) == ("", 78)
        assert "mail_from: 'ก..ข@example.ac.th'" in run.err
    assert list((office.folder / "out").iterdir()) == []
    configured(office)
    assert office("remind", "--mail", "--dry-run").code == 78
    assert office("remind", "--outbox", "out").err == told
    assert len(list((office.folder / "out").iterdir())) == 3


def test_an_outbox_that_cannot_be_written_loses_nothing(office: Netreg) -> None:
    run = office("remind", "--outbox", "none")
    assert (run.out, run.code) == ("", 66)
    assert "mkdir -p none" in run.err
    assert office("remind", "--outbox", "none", "--as-of", "1990-01-01").code == 66  # nor is anything due
    (office.folder / "out").mkdir()
    run = office("remind", "--outbox", "out", "--json")
    assert len(run.data["sent"]) == 3
    assert len(run.data["unaddressed"]) == 1


def test_two_runs_at_the_same_time_send_it_once(office: Netreg) -> None:
    (office.folder / "out").mkdir()
    runs = [office.start("remind", "--outbox", "out", "--json") for _number in range(3)]
    answers = [json.loads(run.communicate(timeout=60)[0]) for run in runs]
    assert {run.returncode for run in runs} <= {0, 75}  # 75: another one had it in hand
    sent = [one["message_id"] for answer in answers for one in answer["sent"]]
    assert len(sent) == len(set(sent)) == 3
    assert sum(len(answer["unaddressed"]) for answer in answers) == 1


def test_what_a_killed_run_holds_is_not_passed_over_in_silence(office: Netreg) -> None:
    configured(office, mail_from=SENDER)
    (office.folder / "out").mkdir()
    with closing(sqlite3.connect(office.db, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        at = ledger.get_current_time()
        ledger.claim_pending(db, TimeFrame(date(2026, 11, 26)), "mail:good@example.ac.th", at)
        run = office("remind", "--outbox", "out")
        assert re.fullmatch(
            r"netreg: error: จดหมาย 1 ฉบับกำลังส่งอยู่ในการทำงานอีกรอบหนึ่งจนถึง \d\d:\d\d โปรดสั่งใหม่หลังจากนั้น\n", run.err
        )
        assert run.code == 75
        assert ledger.find_last_run(db, "remind") is None
        db.execute("UPDATE outgoing SET held_until = claimed_at")
        assert office("remind", "--outbox", "out").code == 0
        assert ledger.find_last_run(db, "remind") is not None
        assert ledger.list_outgoing(db) == []


@pytest.mark.parametrize(("days", "held"), [(0, False), (4, False), (5, True)])
def test_a_message_that_is_not_taken_is_offered_again_for_five_days(office: Netreg, days: int, held: bool) -> None:
    with closing(sqlite3.connect(office.db, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        at = ledger.get_current_time() - timedelta(days=days)
        ours = ledger.claim_pending(db, TimeFrame(date(2026, 11, 26)), "mail:good@example.ac.th", at)
        assert ours
        books = _DigestLedger(db, [ours], SENDER)
        (one,) = books
        books.mark_failed(one, DeliveryOutcome(DeliveryState.REJECTED, "554 spam"))
        assert ledger.count_parked(db) == int(held)
        assert ledger.reclaim_abandoned(db, ledger.get_current_time()) == ([] if held else [ours])


@pytest.mark.parametrize(("end", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_a_run_that_is_ended_says_what_it_sent(
    office: Netreg, monkeypatch: pytest.MonkeyPatch, end: BaseException, code: int
) -> None:
    folder = office.folder / "out"
    folder.mkdir()
    here = Session(Settings(), office.db, date(2026, 11, 21), View())
    put, sent = outbox.write_message, list[str]()

    def ended(message: EmailMessage, place: Path) -> DeliveryOutcome:
        if sent:
            raise end
        sent.append(message["To"])
        return put(message, place)

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "write_message", ended)
        with pytest.raises(InterruptedCommand) as failure:
            send_digests(here, MailOptions(folder))
    assert str(failure.value) == "interrupted; 1 digest was sent; run it again for the others"
    assert failure.value.exit_code == code
    run = office("remind", "--outbox", "out", "--json")
    assert (len(run.data["sent"]), len(run.data["unaddressed"]), run.code) == (2, 1, 0)


def test_in_the_environment_of_cron(office: Netreg) -> None:
    configured(office, mail_from=SENDER)
    (office.folder / "out").mkdir()
    done = subprocess.run(
        ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", f"NETREG_CONFIG={office.folder / 'config.toml'}",
         Path(sys.executable).parent / "netreg", "--db", office.db,
         "--as-of", "2026-11-26", "remind", "--outbox", office.folder / "out"],
        cwd="/",
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert "ข้อตกลงสมมติ" in done.stdout.decode()
    assert len(list((office.folder / "out").iterdir())) == 3


def test_a_mark_that_failed_is_made_up_for(office: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk was full for a moment, just when a digest had been accepted: it does not go again."""
    failures = ["SQLITE_FULL"]
    confirm = ledger.confirm_digest

    def full_once(db: sqlite3.Connection, digest: ledger.OutgoingDigest, at: datetime) -> None:
        if failures:
            failure = sqlite3.OperationalError("database or disk is full")
            failure.sqlite_errorname = failures.pop()
            raise failure
        confirm(db, digest, at)

    folder = office.folder / "out"
    folder.mkdir()
    here = Session(Settings(), office.db, date(2026, 11, 21), View())
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "confirm_digest", full_once)
        with pytest.raises(DeviceError, match="is full"):
            send_digests(here, MailOptions(folder))
    (first,) = folder.iterdir()
    first.unlink()
    run = office("remind", "--outbox", "out", "--json")
    assert len(run.data["sent"]) == 2
    assert first.name not in {file.name for file in folder.iterdir()}


@pytest.mark.parametrize("arguments", [("--retry-refused",), ("--mail", "--outbox", ".")])
def test_what_does_not_go_together(register: Netreg, arguments: tuple[str, ...]) -> None:
    assert register("remind", *arguments).code == 2


# --- settings --------------------------------------------------------------------------


def session(**settings: str) -> Session:
    return Session(Settings(**settings), Path("register.db"), date(2026, 11, 26), View())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "smtp_host is not set"),
        ({"smtp_host": "h", "smtp_user": "u"}, "but no password"),
    ],
)
def test_settings_that_say_too_little(settings: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETREG_SMTP_PASSWORD", raising=False)
    with pytest.raises(ConfigurationError, match=said) as failure:
        read_server(Settings(**settings))
    assert "netreg config" in failure.value.advice


def test_the_server_as_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETREG_SMTP_PASSWORD", "s3cret")
    found = read_server(Settings(smtp_host="h", smtp_port="2525", smtp_user="u", smtp_timeout="7"))
    assert (found.host, found.port, found.security, found.user, found.step_timeout) == ("h", 2525, "starttls", "u", 7.0)
    assert found.password
    assert found.password.reveal() == "s3cret"
    assert "s3cret" not in repr(found)


def test_the_moment_is_that_of_the_configured_place() -> None:
    head = build_letterhead(session(mail_from=SENDER), needed=True)
    assert head.at.isoformat().endswith("+07:00")
    assert head.sender == SENDER
    assert build_letterhead(session(), needed=False).sender == "netreg@netreg.invalid"
    with pytest.raises(ConfigurationError, match="mail_from is not set"):
        build_letterhead(session(), needed=True)
