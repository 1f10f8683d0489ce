"""Send mail by SMTP, step by step, so that it is known how far each message got.

Whether a copy may have been sent is decided by the one line that ends the data (RFC 5321,
4.1.1.4): before it the server has no message; after it and before the reply nobody knows.
"""

from __future__ import annotations

import re
import smtplib
import socket
import threading
import time
from email.policy import SMTP as WIRE
from typing import TYPE_CHECKING, Self

from netreg.errors import ConfigurationError
from netreg.exchange.mail.digests import has_non_ascii
from netreg.exchange.mail.mail_server import (
    PERMANENT,
    PORTS,
    MailServer,
    create_connection,
    open_connection,
)
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

_MAX_ANSWER = 200


class MailConnection:
    """A connection to a server: opened for the first message, and again where it was lost.

    One that cannot be opened, or is lost three times in a row, is not tried again: every
    message would wait for it in turn.
    """

    def __init__(self, server: MailServer) -> None:
        """Prepare a connection; nothing is sent to the server yet."""
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._given_up: DeliveryOutcome | None = None
        self._lost = 0
        self._until = time.monotonic() + server.run_timeout
        # A server that sends a character now and then never times out by itself: the clock ends it.
        self._clock = threading.Timer(server.run_timeout, self._cut_off)
        self._clock.daemon = True

    def __enter__(self) -> Self:
        """Start the clock of the run."""
        self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        """Say goodbye to the server and close the connection."""
        self._clock.cancel()
        self._clock.join()
        if self._smtp is not None and kind is None:
            self._say_goodbye(self._smtp)
        self._close()

    def send(self, message: EmailMessage) -> DeliveryOutcome:
        """Send one message to its one recipient, and return the outcome.

        Raises:
            ConfigurationError: when the server cannot be used as it is configured.
        """
        if time.monotonic() >= self._until:
            return DeliveryOutcome(DeliveryState.WAITING, _("the run took too long"))
        if self._given_up is not None:
            return self._given_up
        try:
            smtp = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self._given_up = DeliveryOutcome(
                DeliveryState.WAITING, _explain_error(_describe_unreachable(self._server), error)
            )
            return self._given_up
        outcome = _send_message(smtp, message)
        if not outcome.connected:
            self._close()
        self._lost = 0 if outcome.connected else self._lost + 1
        if self._lost == _MAX_LOST:
            self._given_up = DeliveryOutcome(DeliveryState.WAITING, _("the connection was lost three times in a row"))
        return outcome

    def _connect(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = create_connection(self._server)
            try:
                open_connection(self._smtp, self._server)
            except BaseException:  # whatever it is, a signal too: a connection that is half open is not used again
                self._close()
                raise
        return self._smtp

    def _say_goodbye(self, smtp: smtplib.SMTP) -> None:
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(min(self._server.step_timeout, _GOODBYE))
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            return  # every message has its answer by now

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _cut_off(self) -> None:
        smtp = self._smtp
        if smtp is not None and smtp.sock is not None:
            try:
                smtp.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is gone already


_GOODBYE = 2.0
_MAX_LOST = 3
"""The number of connections lost in a row after which a server is not tried again in this run."""


# --- sending ------------------------------------------------------------------


def _send_message(smtp: smtplib.SMTP, message: EmailMessage) -> DeliveryOutcome:
    """Send one message through the steps of RFC 5321, 3.3: sender, recipient, data, end of data.

    Raises:
        ConfigurationError: when the server accepts nothing from this sender.
    """
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    international = has_non_ascii(sender, recipient)
    if international and not smtp.has_extn("smtputf8"):
        return DeliveryOutcome(
            DeliveryState.REFUSED, _("the server does not accept non-ASCII letters before the @ (SMTPUTF8)")
        )
    content = _encode_message(message, utf8=international)
    try:
        declined = _start_data(smtp, sender, recipient, _INTERNATIONAL if international else ())
        if declined is not None:
            return declined
        # All at once: where this fails, the last bytes, which end the data, have not left this machine.
        smtp.send(content + b".\r\n")
    except (OSError, smtplib.SMTPException) as error:
        return DeliveryOutcome(
            DeliveryState.WAITING, _explain_error(_("the connection was lost"), error), connected=False
        )
    return _read_outcome(smtp)


def _start_data(smtp: smtplib.SMTP, sender: str, recipient: str, options: tuple[str, ...]) -> DeliveryOutcome | None:
    """Ask the server to accept the data; return the outcome if it does not."""
    code, said = smtp.mail(sender, options)
    if code >= PERMANENT:
        raise ConfigurationError(
            _("the server does not accept mail from {sender} ({answer})").format(
                sender=sender, answer=_format_answer(code, said)
            ),
            _("check mail_from, smtp_user and smtp_security"),
        )
    if code // 100 == _DONE:
        code, said = smtp.rcpt(recipient)
    if code // 100 == _DONE:
        code, said = smtp.docmd("DATA")
    return None if code // 100 == _GO_ON else _reset(smtp, _read_refusal(code, said))


def _read_outcome(smtp: smtplib.SMTP) -> DeliveryOutcome:
    """Read the answer to the end of the data; without one the outcome is uncertain."""
    try:
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        reason = _explain_error(
            _("the connection was lost before the server answered; a copy may have been sent"), error
        )
        return DeliveryOutcome(DeliveryState.UNCERTAIN, reason, connected=False)
    if code // 100 == _DONE:
        return DeliveryOutcome(DeliveryState.ACCEPTED)
    if code < _TEMPORARY:
        return DeliveryOutcome(DeliveryState.UNCERTAIN, _format_answer(code, said), connected=False)
    declined = _read_refusal(code, said)
    return declined._replace(state=DeliveryState.REJECTED) if declined.state is DeliveryState.REFUSED else declined


_INTERNATIONAL = ("SMTPUTF8", "BODY=8BITMIME")
"""The extensions for addresses and headers with non-ASCII letters (RFC 6531, 3.4 and 3.6)."""
_DONE, _GO_ON = 2, 3
_TEMPORARY = 400
_CLOSING = 421


def _read_refusal(code: int, said: bytes) -> DeliveryOutcome:
    """Return the outcome of a negative answer: 5yz is for good, 4yz for now (RFC 5321, 4.2.1)."""
    state = DeliveryState.REFUSED if code >= PERMANENT else DeliveryState.WAITING
    return DeliveryOutcome(state, _format_answer(code, said), connected=code >= _TEMPORARY and code != _CLOSING)


def _reset(smtp: smtplib.SMTP, outcome: DeliveryOutcome) -> DeliveryOutcome:
    """Make the server ready for the next message, and return the outcome."""
    if not outcome.connected:
        return outcome
    try:
        code, _said = smtp.rset()
    except (OSError, smtplib.SMTPException):
        code = 0
    return outcome._replace(connected=code // 100 == _DONE)


def _encode_message(message: EmailMessage, *, utf8: bool) -> bytes:
    """Return the message with CRLF line ends, each dot that begins a line doubled (RFC 5321, 4.5.2)."""
    content = message.as_bytes(policy=WIRE.clone(cte_type="7bit", utf8=utf8))
    return re.sub(rb"(?m)^\.", b"..", content.removesuffix(b"\r\n") + b"\r\n")


# --- messages ---------------------------------------------------------------


def _format_answer(code: int, said: bytes) -> str:
    """Return the answer of the server, on one line and short."""
    return f"{code} {text.clean(said.decode(errors='replace'))[:_MAX_ANSWER]}".strip()


def _describe_unreachable(server: MailServer) -> str:
    return _("{host}:{port} cannot be reached").format(host=server.host, port=server.port or PORTS[server.security])


def _explain_error(what: str, error: Exception) -> str:
    """Return what happened, and why as far as the system or the server tells."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        return f"{what} ({_format_answer(error.smtp_code, said)})"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return _("{what} (no answer in time)").format(what=what)
    reason = getattr(error, "strerror", None)
    return f"{what} ({reason})" if reason else what
