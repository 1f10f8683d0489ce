"""Digests on their way: what is marked when, and which exit code tells it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import ConfigurationError, DeviceError, InvalidValue
from netreg.exchange.mail.delivery import DeliveryReport, send_digests
from netreg.exchange.mail.digests import AddressedDigest
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState

ACCEPTED = DeliveryOutcome(DeliveryState.ACCEPTED)


def digest(number: int) -> AddressedDigest:
    return AddressedDigest(f"<{number}@example.ac.th>", f"a{number}@example.ac.th", "", ())


class Kept:
    """A log that notes each call; it can be full."""

    def __init__(self, *, full_at: str = "") -> None:
        self.calls: list[str] = []
        self.full_at = full_at

    def start(self, digest: AddressedDigest) -> None:
        self._note(f"start {digest.address[1]}")

    def mark_sent(self, digest: AddressedDigest) -> None:
        self._note(f"sent {digest.address[1]}")

    def mark_failed(self, digest: AddressedDigest, outcome: DeliveryOutcome) -> None:
        self._note(f"{outcome.state} {digest.address[1]}")

    def _note(self, call: str) -> None:
        if call == self.full_at:
            raise DeviceError("the disk is full")
        self.calls.append(call)


def test_each_is_marked_before_the_next_goes() -> None:
    log = Kept()
    seen = []

    def deliver(_one: AddressedDigest) -> DeliveryOutcome:
        seen.append(list(log.calls))
        return ACCEPTED

    report = send_digests(map(digest, (1, 2)), deliver, log)
    assert seen == [["start 1"], ["start 1", "sent 1", "start 2"]]
    assert report == DeliveryReport((digest(1), digest(2)), ())
    assert report.exit_code == 0


def test_one_that_fails_does_not_stop_the_others() -> None:
    answers = {
        1: DeliveryOutcome(DeliveryState.REFUSED, "550"),
        2: ACCEPTED,
        3: DeliveryOutcome(DeliveryState.WAITING, "450"),
        4: DeliveryOutcome(DeliveryState.UNCERTAIN),
    }
    log = Kept()
    report = send_digests(map(digest, answers), lambda one: answers[int(one.address[1])], log)
    assert [call for call in log.calls if not call.startswith("start")] == [
        "refused 1", "sent 2", "waiting 3", "uncertain 4",
    ]  # fmt: skip
    assert [one.address[1] for one, _outcome in report.waiting] == ["3", "4"]
    assert [one.address[1] for one, _outcome in report.refused] == ["1"]


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ((), 0),
        (("accepted",), 0),
        (("accepted", "waiting"), 75),
        (("uncertain",), 75),
        (("refused", "accepted"), 1),
        (("waiting", "refused"), 1),
    ],
)
def test_the_exit_code(states: tuple[str, ...], code: int) -> None:
    answers = iter([DeliveryOutcome(DeliveryState(state)) for state in states])
    assert send_digests(map(digest, range(len(states))), lambda _one: next(answers), Kept()).exit_code == code


def test_an_address_that_cannot_be_is_a_refusal() -> None:
    def deliver(one: AddressedDigest) -> DeliveryOutcome:
        if one == digest(1):
            raise InvalidValue("no address")
        return ACCEPTED

    report = send_digests(map(digest, (1, 2)), deliver, Kept())
    assert report == DeliveryReport((digest(2),), ((digest(1), DeliveryOutcome(DeliveryState.REFUSED, "no address")),))


@pytest.mark.parametrize(("full_at", "sent"), [("start 1", 0), ("start 2", 1), ("sent 1", 1)])
def test_a_full_disk_stops_it_before_anything_more_goes_out(full_at: str, sent: int) -> None:
    gone: Counter[str] = Counter()

    def deliver(one: AddressedDigest) -> DeliveryOutcome:
        gone[one.address] += 1
        return ACCEPTED

    with pytest.raises(DeviceError):
        send_digests(map(digest, (1, 2, 3)), deliver, Kept(full_at=full_at))
    assert gone.total() == sent


def test_a_server_that_cannot_be_used_leaves_all_to_be_tried_again() -> None:
    def deliver(_one: AddressedDigest) -> DeliveryOutcome:
        raise ConfigurationError("wrong password")

    log = Kept()
    with pytest.raises(ConfigurationError):
        send_digests(map(digest, (1, 2)), deliver, log)
    assert log.calls == ["start 1", "waiting 1"]


@given(st.lists(st.sampled_from(DeliveryState), max_size=8))
def test_every_digest_is_told_of_once(states: list[DeliveryState]) -> None:
    answers = iter([DeliveryOutcome(state) for state in states])
    log = Kept()
    report = send_digests(map(digest, range(len(states))), lambda _one: next(answers), log)
    assert len(report.sent) + len(report.refused) + len(report.waiting) == len(states)
    assert len(log.calls) == 2 * len(states)
