"""The outcome of giving a message to a server or an outbox."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class DeliveryState(StrEnum):
    """The state of a message after an attempt to deliver it.

    ``ACCEPTED``: the receiver is responsible for it now. ``REFUSED``: for good, until a person
    corrects something. ``WAITING``: not accepted, there is no copy anywhere. ``UNCERTAIN``: perhaps
    accepted; then the next attempt brings a second copy, with the same Message-ID. ``REJECTED``:
    the server did not accept the content of the message (spam, size); another day it may.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    REJECTED = "rejected"
    WAITING = "waiting"
    UNCERTAIN = "uncertain"


class DeliveryOutcome(NamedTuple):
    """The outcome for one message; `connected` tells whether the next can use the same connection."""

    state: DeliveryState
    reason: str = ""
    connected: bool = True
