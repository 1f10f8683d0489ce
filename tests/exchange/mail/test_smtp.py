"""The way to the mail server, against a real one on loopback that refuses, delays and dies."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import trustme

from netreg.core.fields import Style
from netreg.entities.due.due_items import DueWarning, make_digest_id
from netreg.errors import ConfigurationError
from netreg.exchange.mail import delivery, digests
from netreg.exchange.mail.mail_server import MailServer, Password
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState
from netreg.exchange.mail.smtp import MailConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    from netreg.exchange.mail.digests import AddressedDigest

RUNS = int(os.environ.get("RUNS", "20"))
SENDER = "netreg@example.ac.th"
HEAD = digests.Letterhead(SENDER, Style(), datetime(2026, 11, 26, 7, tzinfo=UTC))


class Running(NamedTuple):
    """A server that listens, and what it has kept."""

    port: int
    log: Path

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The messages, in order of their coming."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Running]:
    log = folder / f"log-{random.getrandbits(32)}"
    log.touch()
    server = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("smtp_server.py"), json.dumps({"log": str(log), **options})],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdout
    try:
        yield Running(int(server.stdout.readline()), log)
    finally:
        server.communicate(timeout=10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("post")


@pytest.fixture(scope="module")
def plain(folder: Path) -> Iterator[Running]:
    with running(folder) as server:
        yield server


def warning(address: str, number: int = 1) -> DueWarning:
    return DueWarning(
        "agreement", number, None, "ข้อตกลงสมมติ", "end", "สิ้นสุด", "2026-12-31", 35, 1, "นายสมมติ ตัวอย่าง", address,
        "2026-12-31", "netreg agreement show 1", "90d", f"agreement:{number}:end:2026-12-31:90d", "01a1", "2026-10-02",
    )  # fmt: skip


def digest(address: str, number: int = 1) -> AddressedDigest:
    one = warning(address, number)
    return digests.address_digest(make_digest_id(address, [one.key]), address, [one], SENDER)


def mail(local: str, number: int = 1) -> EmailMessage:
    return digests.build_message(digest(f"{local}@example.ac.th", number), HEAD)


def speaking(port: int, **more: Any) -> MailConnection:
    usual: dict[str, Any] = {"host": "127.0.0.1", "security": "plain", "step_timeout": 0.3, "run_timeout": 20.0}
    return MailConnection(MailServer(port=port, **(usual | more)))


def send(port: int, *locals_: str, **more: Any) -> list[DeliveryOutcome]:
    with speaking(port, **more) as connection:
        return [connection.send(mail(local, number)) for number, local in enumerate(locals_, 1)]


# --- what comes through ----------------------------------------------------------------


def test_letters_beyond_ascii_before_the_at_sign_go_where_the_server_takes_them(folder: Path, plain: Running) -> None:
    made = mail("สมมติ.ตัวอย่าง", 5)
    assert "To: =?utf-8?" not in made.as_string()
    with running(folder, utf8=True) as server, speaking(server.port) as connection:
        assert connection.send(made) == DeliveryOutcome(DeliveryState.ACCEPTED)
        assert connection.send(mail("good")) == DeliveryOutcome(DeliveryState.ACCEPTED)
        [one, _other] = server.kept
    assert one["to"] == "สมมติ.ตัวอย่าง@example.ac.th"
    assert "\r\nTo: นายสมมติ ตัวอย่าง <สมมติ.ตัวอย่าง@example.ac.th>\r\n" in one["content"]
    assert f"\r\nSubject: {made['Subject'][:20]}" in one["content"]
    [refused, taken] = send(plain.port, "สมมติ", "good")
    assert refused == DeliveryOutcome(
        DeliveryState.REFUSED, "the server does not accept non-ASCII letters before the @ (SMTPUTF8)"
    )
    assert taken == DeliveryOutcome(DeliveryState.ACCEPTED)


def test_a_message_arrives_as_it_was_made(plain: Running) -> None:
    made = mail("good", 77)
    with speaking(plain.port) as connection:
        assert connection.send(made) == DeliveryOutcome(DeliveryState.ACCEPTED)
    arrived = message_from_bytes(plain.kept[-1]["content"].encode(), policy=policy.default)
    assert plain.kept[-1]["to"] == "good@example.ac.th"
    assert arrived["Subject"] == made["Subject"]
    for kind in ("plain", "html"):
        (mine, theirs) = (one.get_body((kind,)) for one in (made, arrived))
        assert mine
        assert theirs
        assert theirs.get_content() == mine.get_content()


def test_a_dot_at_the_start_of_a_line_stays(plain: Running) -> None:
    made = mail("good", 78)
    made.clear_content()
    made.set_content(".\n..\n.end\n", cte="7bit")
    with speaking(plain.port) as connection:
        assert connection.send(made).state is DeliveryState.ACCEPTED
    assert plain.kept[-1]["content"].replace("\r\n", "\n").endswith("\n\n.\n..\n.end\n")


def test_one_refused_of_three_does_not_stop_the_others(plain: Running) -> None:
    before = len(plain.kept)
    first, second, third = send(plain.port, "good", "refuse", "good2")
    assert (first.state, third.state) == (DeliveryState.ACCEPTED, DeliveryState.ACCEPTED)
    assert second.state is DeliveryState.REFUSED
    assert second.reason.startswith("550 5.1.1 no such")
    assert second.reason.isprintable()
    assert [one["to"] for one in plain.kept[before:]] == ["good@example.ac.th", "good2@example.ac.th"]


FAULTS = [
    ("later", DeliveryState.WAITING, 0),
    ("closing", DeliveryState.WAITING, 0),
    ("later-data", DeliveryState.WAITING, 0),
    ("refuse-data", DeliveryState.REJECTED, 0),
    ("drop-rcpt", DeliveryState.WAITING, 0),
    ("hang-rcpt", DeliveryState.WAITING, 0),
    ("drop-data", DeliveryState.WAITING, 0),
    ("drop-in-data", None, 0),  # by chance before or after the last byte has left this machine
    ("drop-after-data", DeliveryState.UNCERTAIN, 1),
    ("drop-unkept", DeliveryState.UNCERTAIN, 0),
    ("hang-after-data", DeliveryState.UNCERTAIN, 1),
]


@pytest.mark.parametrize(("local", "state", "copies"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_what_goes_wrong_is_told_apart_and_the_next_goes_through(
    plain: Running, local: str, state: DeliveryState | None, copies: int
) -> None:
    before = len(plain.kept)
    wrong, good = send(plain.port, local, "next")
    assert wrong.state in ((state,) if state else (DeliveryState.WAITING, DeliveryState.UNCERTAIN))
    assert wrong.reason
    assert good.state is DeliveryState.ACCEPTED
    assert [one["to"].partition("@")[0] for one in plain.kept[before:]] == [local] * copies + ["next"]


# --- servers that are not there ---------------------------------------------------------


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[float]]]:
    """A port where `answer` talks to whoever comes; when each came."""
    came: list[float] = []
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(0.05)
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            try:
                visitor = door.accept()[0]
            except TimeoutError:
                continue
            came.append(time.monotonic())
            with visitor:
                try:
                    answer(visitor)
                except OSError:
                    continue

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield door.getsockname()[1], came
    finally:
        done.set()
        thread.join()
        door.close()


def test_a_server_that_hangs_three_times_in_a_row_is_left_alone(plain: Running) -> None:
    before = len(plain.kept)
    *lost, last = send(plain.port, "drop-rcpt", "drop-rcpt", "drop-rcpt", "next")
    assert {one.state for one in lost} == {DeliveryState.WAITING}
    assert last == (DeliveryState.WAITING, "the connection was lost three times in a row", True)
    assert len(plain.kept) == before


def test_a_server_that_is_down_is_asked_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    first, second = send(port, "a", "b")
    assert first == second
    assert first.state is DeliveryState.WAITING
    assert first.reason == f"127.0.0.1:{port} cannot be reached (Connection refused)"


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [(b"554 5.3.2 no mail today\r\n", "554 5.3.2 no mail today"), (b"421 busy\r\n", "421 busy"), (b"", "")],
)
def test_a_server_that_does_not_want_to_talk(greeting: bytes, reason: str) -> None:
    with listening(lambda visitor: visitor.sendall(greeting)) as (port, came):
        outcomes = send(port, "a", "b")
    assert {outcome.state for outcome in outcomes} == {DeliveryState.WAITING}
    assert reason in outcomes[0].reason
    assert len(came) == 1


def silent(visitor: socket.socket) -> None:
    """Wait for the other side to give up."""
    visitor.recv(1)


def test_a_server_that_says_nothing() -> None:
    began = time.monotonic()
    with listening(silent) as (port, came):
        outcomes = send(port, "a", "b", "c", step_timeout=0.2)
    assert time.monotonic() - began < 2
    assert {outcome.state for outcome in outcomes} == {DeliveryState.WAITING}
    assert "no answer in time" in outcomes[0].reason
    assert len(came) == 1


def dribble(visitor: socket.socket) -> None:
    """A greeting without an end, a letter at a time."""
    for _ in range(100):
        visitor.sendall(b"2")
        time.sleep(0.05)


def test_a_server_that_never_is_silent_ends_with_the_run() -> None:
    began = time.monotonic()
    with listening(dribble) as (port, _came):
        outcomes = send(port, "a", "b", run_timeout=0.4)
        assert time.monotonic() - began < 2
    assert {outcome.state for outcome in outcomes} == {DeliveryState.WAITING}


def test_when_the_time_is_up_the_rest_waits(plain: Running) -> None:
    before = len(plain.kept)
    with speaking(plain.port, run_timeout=0.2) as connection:
        assert connection.send(mail("good")).state is DeliveryState.ACCEPTED
        time.sleep(0.25)
        assert connection.send(mail("good", 2)) == DeliveryOutcome(DeliveryState.WAITING, "the run took too long")
    assert len(plain.kept) == before + 1


def test_an_unknown_host() -> None:
    (outcome,) = send(25, "a", host="mail.netreg.invalid")
    assert outcome.state is DeliveryState.WAITING
    assert outcome.reason.startswith("mail.netreg.invalid:25 cannot be reached")


@pytest.mark.parametrize("host", ["a..b", f"{'x' * 64}.org"])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_what_is_no_name_of_a_server(host: str, security: str) -> None:
    with pytest.raises(ConfigurationError, match="is not a valid host name"):
        send(25, "a", host=host, security=security)


# --- encryption and passwords --------------------------------------------------------------


class Authority(NamedTuple):
    """Certificates made for a test: the server's own, and whom to trust."""

    certificate: str
    ca_file: str


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    authority = trustme.CA()
    found = Authority(str(folder / "server.pem"), str(folder / "ca.pem"))
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(found.certificate)
    authority.cert_pem.write_to_path(found.ca_file)
    return found


@pytest.fixture(scope="module", params=["starttls", "tls"])
def secured(
    folder: Path, authority: Authority, request: pytest.FixtureRequest
) -> Iterator[tuple[Running, dict[str, Any]]]:
    wanted = {"user": "officer", "password": "s3cret word"}
    with running(folder, tls=request.param, certificate=authority.certificate, **wanted) as server:
        yield (
            server,
            {"host": "localhost", "security": request.param, "ca_file": authority.ca_file, "step_timeout": 2.0},
        )


def test_encrypted_and_logged_in(secured: tuple[Running, dict[str, Any]]) -> None:
    server, way = secured
    outcomes = send(server.port, "good", "good2", user="officer", password=Password("s3cret word"), **way)
    assert [outcome.state for outcome in outcomes] == [DeliveryState.ACCEPTED] * 2
    assert [one["to"] for one in server.kept] == ["good@example.ac.th", "good2@example.ac.th"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ca_file": ""}, "the certificate of localhost cannot be trusted"),
        ({"host": "127.0.0.1"}, "the certificate of 127.0.0.1 cannot be trusted"),
        ({"ca_file": "/nowhere/ca.pem"}, "smtp_ca_file: cannot read certificates from /nowhere/ca.pem: No such file"),
        ({"user": "officer", "password": Password("wrong one")}, "rejected the user name or password (code 535)"),
        ({}, "the server does not accept mail from netreg@example.ac.th (530"),
    ],
)
def test_what_a_person_must_mend(secured: tuple[Running, dict[str, Any]], change: dict[str, Any], said: str) -> None:
    server, way = secured
    before = len(server.kept)
    with pytest.raises(ConfigurationError) as failure:
        send(server.port, "good", **(way | change))
    assert said in str(failure.value)
    assert "wrong one" not in str(failure.value)
    assert len(server.kept) == before


def test_a_server_without_encryption_is_told_nothing(plain: Running) -> None:
    with pytest.raises(ConfigurationError, match=r"does not offer encryption \(STARTTLS\)"):
        send(plain.port, "good", security="starttls")
    with pytest.raises(ConfigurationError, match="does not use TLS on this port"):
        send(plain.port, "good", security="tls")


def test_an_answer_that_repeats_the_password_is_not_repeated() -> None:
    def parrot(visitor: socket.socket) -> None:
        visitor.sendall(b"220 here\r\n")
        with visitor.makefile("rb") as lines:
            for line in lines:
                ready = (
                    b"250-here\r\n250 AUTH PLAIN\r\n" if line.lower().startswith(b"ehlo") else b"535 unknown: " + line
                )
                visitor.sendall(ready)

    with listening(parrot) as (port, _came), pytest.raises(ConfigurationError) as failure:
        send(port, "good", user="officer", password=Password("s3cret"))
    assert str(failure.value).startswith("127.0.0.1 rejected the user name or password (code 535)")
    assert "AG9mZmljZXIAczNjcmV0" not in str(failure.value)


def test_a_server_that_takes_nothing_from_us(folder: Path) -> None:
    with running(folder, refuse_sender=True) as server, pytest.raises(ConfigurationError) as failure:
        send(server.port, "good")
    assert "(550 5.7.1 nobody of this name sends here); check mail_from" in str(failure.value)


# --- many runs ----------------------------------------------------------------------------


class Kept:
    """A ledger in memory: what is still to go, and what became of each try."""

    def __init__(self) -> None:
        self.pending: dict[str, AddressedDigest] = {}
        self.uncertain: Counter[str] = Counter()
        self.states: Counter[DeliveryState] = Counter()

    def start(self, digest: AddressedDigest) -> None:
        assert digest.message_id in self.pending

    def mark_sent(self, digest: AddressedDigest) -> None:
        self.states[DeliveryState.ACCEPTED] += 1
        del self.pending[digest.message_id]

    def mark_failed(self, digest: AddressedDigest, outcome: DeliveryOutcome) -> None:
        self.states[outcome.state] += 1
        self.uncertain[digest.message_id] += outcome.state is DeliveryState.UNCERTAIN


def run(port: int, ledger: Kept) -> None:
    with speaking(port, step_timeout=0.1) as connection:
        waiting = list(ledger.pending.values())
        delivery.send_digests(waiting, lambda one: connection.send(brief(one)), ledger)


@cache
def brief(one: AddressedDigest) -> EmailMessage:
    """The digest without Thai in its headers: to fold them takes longer than to send it."""
    english = tuple(each._replace(name="x", clock_label="end", responsible_name="X") for each in one.warnings)
    return digests.build_message(one._replace(name="X", warnings=english), HEAD._replace(style=Style("ce", "en")))


def test_every_digest_arrives_and_a_second_copy_only_where_nobody_could_know(folder: Path) -> None:
    chance, ledger = random.Random(7), Kept()
    made: dict[str, AddressedDigest] = {}
    with running(folder, seed=7) as server:
        for number in range(RUNS):
            for who in range(chance.randint(1, 3)):
                one = digest(f"someone{who}@example.ac.th", number)
                ledger.pending[one.message_id] = one
                made[one.message_id] = one
            run(server.port, ledger)
        for _ in range(100):
            if ledger.pending:
                run(server.port, ledger)
        time.sleep(0.5)  # what hangs has ended
        kept = server.kept
    assert ledger.pending == {}
    copies = Counter(one["id"] for one in kept)
    told = Counter(one["id"] for one in kept if one["told"])
    assert copies.keys() == made.keys(), "every digest arrived, and nothing else"
    assert told == dict.fromkeys(made, 1), "what was acknowledged never went again"
    assert all(count - 1 <= ledger.uncertain[one] for one, count in copies.items())
    assert max(copies.values()) > 1, "the server died at the one moment when nobody can know"
    assert ledger.states[DeliveryState.WAITING] > RUNS / 4
    assert {copy["content"] for copy in kept} == {brief(one).as_string() for one in made.values()}
