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
    """A ledger that notes each call; it can be full, or have lost a digest to another run."""

    def __init__(self, *, taken: tuple[int, ...] = (), full_at: str = "") -> None:
        self.calls: list[str] = []
        self.taken, self.full_at = {digest(number) for number in taken}, full_at

    def trying(self, digest: AddressedDigest) -> bool:
        self._note(f"trying {digest.address[1]}")
        return digest not in self.taken

    def accepted(self, digest: AddressedDigest) -> None:
        self._note(f"accepted {digest.address[1]}")

    def failed(self, digest: AddressedDigest, outcome: DeliveryOutcome) -> None:
        self._note(f"{outcome.state} {digest.address[1]}")

    def _note(self, call: str) -> None:
        if call == self.full_at:
            raise DeviceError("the disk is full")
        self.calls.append(call)


def test_each_is_marked_before_the_next_goes() -> None:
    ledger = Kept()
    seen = []

    def deliver(_one: AddressedDigest) -> DeliveryOutcome:
        seen.append(list(ledger.calls))
        return ACCEPTED

    report = send_digests(map(digest, (1, 2)), deliver, ledger)
    assert seen == [["trying 1"], ["trying 1", "accepted 1", "trying 2"]]
    assert report == DeliveryReport((digest(1), digest(2)), ())
    assert report.exit_code == 0


def test_one_that_fails_does_not_stop_the_others() -> None:
    answers = {
        1: DeliveryOutcome(DeliveryState.REFUSED, "550"),
        2: ACCEPTED,
        3: DeliveryOutcome(DeliveryState.WAITING, "450"),
        4: DeliveryOutcome(DeliveryState.UNCERTAIN),
    }
    ledger = Kept()
    report = send_digests(map(digest, answers), lambda one: answers[int(one.address[1])], ledger)
    assert [call for call in ledger.calls if not call.startswith("trying")] == [
        "refused 1", "accepted 2", "waiting 3", "uncertain 4",
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


def test_what_another_run_has_in_hand_is_left_to_it() -> None:
    ledger = Kept(taken=(1,))
    report = send_digests(map(digest, (1, 2)), lambda _one: ACCEPTED, ledger)
    assert report == DeliveryReport((digest(2),), (), (digest(1),))
    assert ledger.calls == ["trying 1", "trying 2", "accepted 2"]


@pytest.mark.parametrize(("full_at", "sent"), [("trying 1", 0), ("trying 2", 1), ("accepted 1", 1)])
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

    ledger = Kept()
    with pytest.raises(ConfigurationError):
        send_digests(map(digest, (1, 2)), deliver, ledger)
    assert ledger.calls == ["trying 1", "waiting 1"]


@given(st.lists(st.sampled_from(DeliveryState), max_size=8))
def test_every_digest_is_told_of_once(states: list[DeliveryState]) -> None:
    answers = iter([DeliveryOutcome(state) for state in states])
    ledger = Kept()
    report = send_digests(map(digest, range(len(states))), lambda _one: next(answers), ledger)
    assert len(report.sent) + len(report.refused) + len(report.waiting) == len(states)
    assert len(ledger.calls) == 2 * len(states)
