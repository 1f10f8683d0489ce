"""Deliver digests: each is tried once, and marked as sent the moment it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from netreg.errors import Failure, InvalidValue
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netreg.exchange.mail.digests import AddressedDigest

DONE, REFUSED_FOR_GOOD, TRY_AGAIN = 0, 1, 75


class DeliveryLog(Protocol):
    """The log of the digests that are still to be sent; each call is a transaction of its own."""

    def start(self, digest: AddressedDigest) -> None:
        """Record that the digest is about to be sent: a full disk is found before the mail has left."""
        ...

    def mark_sent(self, digest: AddressedDigest) -> None:
        """Mark the digest as sent: it is never sent again."""
        ...

    def mark_failed(self, digest: AddressedDigest, outcome: DeliveryOutcome) -> None:
        """Record why it was not sent: refused for good, waiting for the next run, or uncertain."""
        ...


class DeliveryReport(NamedTuple):
    """The outcomes of the digests of a run."""

    sent: tuple[AddressedDigest, ...]
    failed: tuple[tuple[AddressedDigest, DeliveryOutcome], ...]

    def extend(self, later: DeliveryReport) -> DeliveryReport:
        """Return a report of these digests and of those sent after them."""
        return DeliveryReport(self.sent + later.sent, self.failed + later.failed)

    @property
    def refused(self) -> tuple[tuple[AddressedDigest, DeliveryOutcome], ...]:
        """The digests for which a person has to correct something."""
        return tuple(pair for pair in self.failed if pair[1].state is DeliveryState.REFUSED)

    @property
    def waiting(self) -> tuple[tuple[AddressedDigest, DeliveryOutcome], ...]:
        """The digests that the next run tries again."""
        return tuple(pair for pair in self.failed if pair[1].state is not DeliveryState.REFUSED)

    @property
    def exit_code(self) -> int:
        """The exit code; a refusal comes first, since only a person can end it."""
        return REFUSED_FOR_GOOD if self.refused else TRY_AGAIN if self.waiting else DONE


def send_digests(
    digests: Iterable[AddressedDigest], deliver: Callable[[AddressedDigest], DeliveryOutcome], log: DeliveryLog
) -> DeliveryReport:
    """Deliver each digest; one that fails does not stop the next.

    Raises:
        Failure: when the server cannot be used as configured; or when `log` cannot record the
            outcome of a digest: nothing more is sent then, or it would be sent twice.
    """
    sent: list[AddressedDigest] = []
    failed: list[tuple[AddressedDigest, DeliveryOutcome]] = []
    for digest in digests:
        log.start(digest)
        outcome = _deliver_one(digest, deliver, log)
        if outcome.state is DeliveryState.ACCEPTED:
            log.mark_sent(digest)
            sent.append(digest)
        else:
            log.mark_failed(digest, outcome)
            failed.append((digest, outcome))
    return DeliveryReport(tuple(sent), tuple(failed))


def _deliver_one(
    digest: AddressedDigest, deliver: Callable[[AddressedDigest], DeliveryOutcome], log: DeliveryLog
) -> DeliveryOutcome:
    try:
        return deliver(digest)
    except InvalidValue as refusal:  # the address is not deliverable
        return DeliveryOutcome(DeliveryState.REFUSED, str(refusal))
    except Failure as failure:  # the server cannot be used as configured: nothing was sent
        log.mark_failed(digest, DeliveryOutcome(DeliveryState.WAITING, str(failure)))
        raise
