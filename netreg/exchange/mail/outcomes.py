"""What can become of a message that is given to a server or an outbox."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class DeliveryState(StrEnum):
    """How far a message came.

    ``ACCEPTED``: it is the receiver's to keep. ``REFUSED``: for good, a person has to mend
    something. ``WAITING``: not taken, no copy is anywhere. ``UNCERTAIN``: perhaps taken; the
    next try brings a second copy then, with the same Message-ID. ``REJECTED``: the server
    did not take what the message says (spam, size); another day it may.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    REJECTED = "rejected"
    WAITING = "waiting"
    UNCERTAIN = "uncertain"


class DeliveryOutcome(NamedTuple):
    """What became of one message; `connected` says whether the next can go the same way at once."""

    state: DeliveryState
    reason: str = ""
    connected: bool = True
