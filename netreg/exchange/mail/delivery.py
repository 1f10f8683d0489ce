"""Digests on their way: each tried once, marked the moment it is taken, the others kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from netreg.errors import Failure, InvalidValue
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netreg.exchange.mail.digests import AddressedDigest

DONE, REFUSED_FOR_GOOD, TRY_AGAIN = 0, 1, 75


class DeliveryLog(Protocol):
    """Where it is kept which digests are still to go; each call is a transaction of its own."""

    def trying(self, digest: AddressedDigest) -> bool:
        """Keep that the digest is about to go; False where another run has it in hand or it is gone.

        A full disk is found here, before the mail has left.
        """
        ...

    def accepted(self, digest: AddressedDigest) -> None:
        """Mark the digest as sent: it never goes again."""
        ...

    def failed(self, digest: AddressedDigest, outcome: DeliveryOutcome) -> None:
        """Keep why it did not go: refused for good, waiting for the next run, or uncertain."""
        ...


class DeliveryReport(NamedTuple):
    """What became of the digests of a run; `others` are those that another run had in hand."""

    sent: tuple[AddressedDigest, ...]
    failed: tuple[tuple[AddressedDigest, DeliveryOutcome], ...]
    others: tuple[AddressedDigest, ...] = ()

    def and_then(self, later: DeliveryReport) -> DeliveryReport:
        """What became of these and of those that went after them."""
        return DeliveryReport(self.sent + later.sent, self.failed + later.failed, self.others + later.others)

    @property
    def refused(self) -> tuple[tuple[AddressedDigest, DeliveryOutcome], ...]:
        """Those that a person has to mend something for."""
        return tuple(pair for pair in self.failed if pair[1].state is DeliveryState.REFUSED)

    @property
    def waiting(self) -> tuple[tuple[AddressedDigest, DeliveryOutcome], ...]:
        """Those that the next run tries again."""
        return tuple(pair for pair in self.failed if pair[1].state is not DeliveryState.REFUSED)

    @property
    def exit_code(self) -> int:
        """A refusal is told first: nobody but a person ends it."""
        return REFUSED_FOR_GOOD if self.refused else TRY_AGAIN if self.waiting else DONE


def send_digests(
    digests: Iterable[AddressedDigest], deliver: Callable[[AddressedDigest], DeliveryOutcome], ledger: DeliveryLog
) -> DeliveryReport:
    """Deliver each digest; one that fails does not stop the next.

    Raises:
        Failure: when the server cannot be used as configured; or when `ledger` cannot keep
            what became of a digest: nothing more is sent then, or it would be sent twice.
    """
    sent: list[AddressedDigest] = []
    failed: list[tuple[AddressedDigest, DeliveryOutcome]] = []
    others: list[AddressedDigest] = []
    for digest in digests:
        if not ledger.trying(digest):
            others.append(digest)
            continue
        outcome = _delivered(digest, deliver, ledger)
        if outcome.state is DeliveryState.ACCEPTED:
            ledger.accepted(digest)
            sent.append(digest)
        else:
            ledger.failed(digest, outcome)
            failed.append((digest, outcome))
    return DeliveryReport(tuple(sent), tuple(failed), tuple(others))


def _delivered(
    digest: AddressedDigest, deliver: Callable[[AddressedDigest], DeliveryOutcome], ledger: DeliveryLog
) -> DeliveryOutcome:
    try:
        return deliver(digest)
    except InvalidValue as refusal:  # an address that no mail can be sent to
        return DeliveryOutcome(DeliveryState.REFUSED, str(refusal))
    except Failure as failure:  # the server cannot be used as configured: nothing has gone out
        ledger.failed(digest, DeliveryOutcome(DeliveryState.WAITING, str(failure)))
        raise
