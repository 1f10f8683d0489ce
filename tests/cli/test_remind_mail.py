"""Digests handed over as the command does it: settings, outbox, server, and what is said of it."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netreg.cli.context import Session
from netreg.cli.remind_mail import into_outbox, letterhead, mailed, server
from netreg.config import Settings
from netreg.entities.due import Notice
from netreg.errors import BadConfiguration, DeviceError, MissingFile
from netreg.exchange import digests
from netreg.exchange.outcomes import Outcome, State
from netreg.render.results import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.exchange.digests import Digest

SERVER = Path(__file__).parent.parent / "exchange" / "smtp_server.py"
SENDER = "netreg@example.ac.th"


REFUSED = (
    "netreg: error: refuse@example.ac.th was refused: 550 5.1.1 no such [31muser;"
    " mend the address, it is not tried again"
)


def digest(local: str) -> Digest:
    address = f"{local}@example.ac.th"
    one = Notice(
        "agreement", 1, "mou-1", "ข้อตกลงสมมติ", "end", "สิ้นสุด", "2026-12-31", 35, 1, "นายสมมติ ตัวอย่าง", address,
        "2026-12-31", "netreg agreement show mou-1", "90d", "agreement:1:end:2026-12-31:90d",
    )  # fmt: skip
    return digests.digest(address, [one], SENDER)


class Kept:
    """A ledger that notes what became of each digest."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def trying(self, digest: Digest) -> bool:
        return self.states.get(digest.address) not in ("accepted", "refused")

    def accepted(self, digest: Digest) -> None:
        self.states[digest.address] = "accepted"

    def failed(self, digest: Digest, outcome: Outcome) -> None:
        self.states[digest.address] = outcome.state.value


def session(**settings: str) -> Session:
    return Session(Settings(**settings), Path("register.db"), date(2026, 11, 26), View())


@contextmanager
def running(folder: Path) -> Iterator[tuple[dict[str, str], Path]]:
    """A server on loopback: the settings that lead to it, and its log."""
    log = folder / "log"
    log.touch()
    process = subprocess.Popen(
        [sys.executable, SERVER, json.dumps({"log": str(log)})], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    port = process.stdout.readline().decode().strip()
    try:
        yield {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "plain", "mail_from": SENDER}, log
    finally:
        process.communicate(timeout=10)


def test_one_refused_of_three(tmp_path: Path) -> None:
    ledger, three = Kept(), [digest("good"), digest("refuse"), digest("later")]
    with running(tmp_path) as (settings, log):
        told = mailed(session(**settings), three, ledger)
        again = mailed(session(**settings), three, ledger)
    assert told.sentences == ("sent 1 digest",)
    assert told.report == (
        REFUSED,
        "netreg: error: not sent to later@example.ac.th: 450 4.2.1 mailbox busy; it is tried again next time",
    )
    assert told.exit_code == 1
    assert [one["address"] for one in told.data["sent"]] == ["good@example.ac.th"]
    assert [(one["address"], one["state"]) for one in told.data["refused"]] == [("refuse@example.ac.th", "refused")]
    assert [(one["address"], one["state"]) for one in told.data["waiting"]] == [("later@example.ac.th", "waiting")]
    assert ledger.states == {
        "good@example.ac.th": "accepted", "refuse@example.ac.th": "refused", "later@example.ac.th": "waiting",
    }  # fmt: skip
    assert (again.sentences, len(again.report), again.exit_code) == ((), 1, 75)
    assert len(log.read_text().splitlines()) == 1


def test_into_an_outbox(tmp_path: Path) -> None:
    ledger = Kept()
    told = into_outbox(session(), [digest("a"), digest("b")], ledger, tmp_path)
    assert (told.sentences, told.report, told.exit_code) == (("sent 2 digests",), (), 0)
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(tmp_path.iterdir())]
    assert {one["To"].addresses[0].addr_spec for one in read} == {"a@example.ac.th", "b@example.ac.th"}
    assert {str(one["From"].addresses[0].addr_spec) for one in read} == {"netreg@netreg.invalid"}
    assert {f"<{file.stem}>" for file in tmp_path.iterdir()} == {one["Message-ID"] for one in read}


def test_an_outbox_that_is_not_there_leaves_all_to_be_tried_again(tmp_path: Path) -> None:
    ledger = Kept()
    with pytest.raises(MissingFile):
        into_outbox(session(), [digest("a"), digest("b")], ledger, tmp_path / "none")
    assert ledger.states == {"a@example.ac.th": "waiting"}


def test_a_ledger_that_cannot_be_written_stops_it(tmp_path: Path) -> None:
    class Full(Kept):
        def trying(self, digest: Digest) -> bool:
            raise DeviceError(f"no room for {digest.message_id}")

    with pytest.raises(DeviceError):
        into_outbox(session(), [digest("a")], Full(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_bad_address_is_a_line(tmp_path: Path) -> None:
    told = into_outbox(session(), [digest("a")._replace(address="nobody")], Kept(), tmp_path)
    assert told.exit_code == 1
    assert told.report[0].startswith("netreg: error: nobody was refused: 'nobody' is not an e-mail address")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "mail_from is not set"),
        ({"mail_from": SENDER}, "smtp_host is not set"),
        ({"mail_from": SENDER, "smtp_host": "h", "smtp_user": "u"}, "there is no password"),
    ],
)
def test_settings_that_say_too_little(settings: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETREG_SMTP_PASSWORD", raising=False)
    with pytest.raises(BadConfiguration, match=said) as failure:
        mailed(session(**settings), [], Kept())
    assert "netreg config" in failure.value.advice


def test_the_server_as_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETREG_SMTP_PASSWORD", "s3cret")
    found = server(Settings(smtp_host="h", smtp_port="2525", smtp_user="u", smtp_timeout="7"))
    assert (found.host, found.port, found.security, found.user, found.step) == ("h", 2525, "starttls", "u", 7.0)
    assert found.password
    assert found.password.told() == "s3cret"
    assert "s3cret" not in repr(found)


def test_the_moment_is_that_of_the_configured_place() -> None:
    head = letterhead(session(mail_from=SENDER), needed=True)
    assert head.at.isoformat().endswith("+07:00")
    assert head.sender == SENDER


def test_every_outcome_has_its_line() -> None:
    from netreg.cli.remind_mail import _complaint

    lines: list[Any] = [_complaint(digest("a"), Outcome(state, "x")) for state in State if state is not State.ACCEPTED]
    assert len({line.partition(":")[2] for line in lines}) == 3
