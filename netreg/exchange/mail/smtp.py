"""The way to the mail server: SMTP, step by step, so that it is known how far each message came.

Whether a copy may have gone out is decided by the one line that ends the data (RFC 5321,
4.1.1.4): before it the server has no message; after it and before the reply nobody knows.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
import time
from email.policy import SMTP as WIRE
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple, Self

from netreg.errors import ConfigurationError
from netreg.exchange.mail.digests import has_non_ascii
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

PORTS = {"starttls": 587, "tls": 465, "plain": 25, "insecure": 25}
"""The ways to speak to a server and their usual ports.

``plain`` is without encryption and to this machine only; ``insecure`` to any other too.
"""
WHOLE = 600.0
"""Seconds after which a run ends, whatever a server does; the rest goes next time."""
_READ_NO_MORE = 200


class Password:
    """A password that no message, log or traceback shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """`text` is the password itself."""
        self._text = text

    def __repr__(self) -> str:
        """What it is, and not what it says."""
        return "Secret(…)"

    def told(self) -> str:
        """The password, to be given to the server."""
        return self._text


class MailServer(NamedTuple):
    """A mail server and how it is spoken to.

    `security` is one of :data:`PORTS`; `port` 0 is the usual one. `ca_file` names the
    certificates to trust instead of the system's. `step` is the seconds that one answer may
    take, `whole` those of the run.
    """

    host: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: Password | None = None
    ca_file: str = ""
    step: float = 30.0
    whole: float = WHOLE


class MailConnection:
    """A connection to a server: made when the first message goes, and again where it was lost.

    One that cannot be made, or is lost three times in a row, is not tried again: every
    message would wait for it in turn.
    """

    def __init__(self, server: MailServer) -> None:
        """Nothing is said to the server yet."""
        self._server = server
        self._line: smtplib.SMTP | None = None
        self._given_up: DeliveryOutcome | None = None
        self._lost = 0
        self._until = time.monotonic() + server.whole
        # A server that sends a letter now and then is never silent: the clock ends it all the same.
        self._clock = threading.Timer(server.whole, self._cut)
        self._clock.daemon = True

    def __enter__(self) -> Self:
        """Start the clock of the run."""
        self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        """Take leave of the server."""
        self._clock.cancel()
        if self._line is not None and kind is None:
            self._tell_goodbye(self._line)
        self._hang_up()

    def send(self, message: EmailMessage) -> DeliveryOutcome:
        """Give the server one message for its one recipient; what became of it.

        Raises:
            ConfigurationError: when the server cannot be used as it is configured.
        """
        if time.monotonic() >= self._until:
            return DeliveryOutcome(DeliveryState.WAITING, _("the run took too long"))
        if self._given_up is not None:
            return self._given_up
        try:
            line = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self._given_up = DeliveryOutcome(DeliveryState.WAITING, _because(_unreachable(self._server), error))
            return self._given_up
        outcome = _handed_over(line, message)
        if not outcome.connected:
            self._hang_up()
        self._lost = 0 if outcome.connected else self._lost + 1
        if self._lost == _ENOUGH:
            self._given_up = DeliveryOutcome(DeliveryState.WAITING, _("the connection was lost three times in a row"))
        return outcome

    def _connected(self) -> smtplib.SMTP:
        if self._line is None:
            self._line = _Line(self._server) if self._server.security != "tls" else _SecureLine(self._server)
            try:
                _open(self._line, self._server)
            except BaseException:  # whatever it is, a signal too: a line that is half open is not used again
                self._hang_up()
                raise
        return self._line

    def _tell_goodbye(self, line: smtplib.SMTP) -> None:
        try:
            if line.sock is not None:
                line.sock.settimeout(min(self._server.step, _GOODBYE))
            line.quit()
        except (OSError, smtplib.SMTPException):
            return  # every message has had its answer by now

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _cut(self) -> None:
        line = self._line
        if line is not None and line.sock is not None:
            try:
                line.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is gone already


_GOODBYE = 2.0
_ENOUGH = 3
"""Messages in a row that lost their connection, after which a server is left alone for this run."""


# --- opening ---------------------------------------------------------------------


class _Line(smtplib.SMTP):
    """A connection that is there before it is made, so that the clock of the run can end it at any step."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(local_hostname=_own_name(), timeout=server.step)
        self._host = server.host  # whose certificate is asked for


class _SecureLine(smtplib.SMTP_SSL):
    """The same, encrypted before anything is said (RFC 8314)."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(local_hostname=_own_name(), timeout=server.step, context=_context(server))
        self._host = server.host


def _open(line: smtplib.SMTP, server: MailServer) -> None:
    """Connect, encrypt and log in.

    Raises:
        ConfigurationError: when that will not do until a person changes something.
        OSError, SMTPException: when it may do another time.
    """
    try:
        code, said = line.connect(server.host, server.port or PORTS[server.security])
    except ssl.SSLError as error:
        raise _distrusted(server, error) from None
    except ValueError:  # two dots, a label of 64 letters
        raise ConfigurationError(
            _("smtp_host: '{host}' is no name of a server").format(host=server.host), _("see 'netreg config'")
        ) from None
    if code != _READY:
        raise smtplib.SMTPConnectError(code, said)
    _refuse_to_be_overheard(line, server)
    line.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        _encrypt(line, server)
    if server.user:
        _log_in(line, server)


_READY = 220


def _refuse_to_be_overheard(line: smtplib.SMTP, server: MailServer) -> None:
    if server.security not in ("plain", "insecure"):
        return
    assert line.sock is not None
    here = ip_address(line.sock.getpeername()[0].partition("%")[0]).is_loopback
    if not here and server.security == "plain":
        raise ConfigurationError(
            _("{host} is another machine, and mail to it would go without encryption").format(host=server.host),
            _("set smtp_security to starttls or tls, or to insecure if that is meant"),
        )
    if not here and server.user:
        raise ConfigurationError(
            _("a password is not sent to {host} without encryption").format(host=server.host),
            _("set smtp_security to starttls or tls, or leave smtp_user empty"),
        )


def _encrypt(line: smtplib.SMTP, server: MailServer) -> None:
    if not line.has_extn("starttls"):
        raise ConfigurationError(
            _("{host} offers no encryption (STARTTLS)").format(host=server.host),
            _("set smtp_security to tls if it listens on port 465"),
        )
    try:
        line.starttls(context=_context(server))
    except ssl.SSLError as error:
        raise _distrusted(server, error) from None
    line.ehlo()


def _context(server: MailServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            _("smtp_ca_file: {file} cannot be read as certificates").format(file=server.ca_file),
            getattr(error, "strerror", None) or "",
        ) from None


def _distrusted(server: MailServer, error: ssl.SSLError) -> Exception:
    """A certificate that cannot be trusted is for a person to mend; a handshake cut short may pass."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return ConfigurationError(
            _("the certificate of {host} cannot be trusted: {reason}").format(
                host=server.host, reason=error.verify_message
            ),
            _("name the certificate of its authority with smtp_ca_file"),
        )
    if error.reason == "WRONG_VERSION_NUMBER":
        return ConfigurationError(
            _("{host} does not speak TLS on this port").format(host=server.host),
            _("set smtp_security to starttls, or another smtp_port"),
        )
    return error


def _log_in(line: smtplib.SMTP, server: MailServer) -> None:
    """Say who we are. What the server answers is kept quiet: some repeat the password."""
    assert server.password is not None
    try:
        line.login(server.user, server.password.told())
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < _PERMANENT:
            raise smtplib.SMTPResponseException(error.smtp_code, b"") from None
        raise ConfigurationError(
            _("{host} did not take the user and password (code {code})").format(host=server.host, code=error.smtp_code),
            _("see smtp_user and smtp_password_file"),
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise ConfigurationError(
            _("{host} takes no password this way").format(host=server.host), _("leave smtp_user empty")
        ) from None


def _own_name() -> str:
    """The name of this machine for the greeting; asking the network for it can take minutes."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", name) else "[127.0.0.1]"


# --- handing over ------------------------------------------------------------------


def _handed_over(line: smtplib.SMTP, message: EmailMessage) -> DeliveryOutcome:
    """One message through the steps of RFC 5321, 3.3: sender, recipient, data, end of data.

    Raises:
        ConfigurationError: when the server takes nothing from this sender.
    """
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    international = has_non_ascii(sender, recipient)
    if international and not line.has_extn("smtputf8"):
        return DeliveryOutcome(
            DeliveryState.REFUSED, _("the server takes no letters beyond ASCII before the @ (SMTPUTF8)")
        )
    content = _on_the_wire(message, utf8=international)
    try:
        declined = _before_data(line, sender, recipient, _INTERNATIONAL if international else ())
        if declined is not None:
            return declined
        # At once: where this fails, the last bytes, which end the data, have not left this machine.
        line.send(content + b".\r\n")
    except (OSError, smtplib.SMTPException) as error:
        return DeliveryOutcome(DeliveryState.WAITING, _because(_("the connection was lost"), error), connected=False)
    return _after_data(line)


def _before_data(line: smtplib.SMTP, sender: str, recipient: str, options: tuple[str, ...]) -> DeliveryOutcome | None:
    """Nothing if the server wants the data; else why it does not."""
    code, said = line.mail(sender, options)
    if code >= _PERMANENT:
        raise ConfigurationError(
            _("the server takes no mail from {sender} ({answer})").format(sender=sender, answer=_answer(code, said)),
            _("see mail_from, smtp_user and smtp_security"),
        )
    if code // 100 == _DONE:
        code, said = line.rcpt(recipient)
    if code // 100 == _DONE:
        code, said = line.docmd("DATA")
    return None if code // 100 == _GO_ON else _ready_again(line, _declined(code, said))


def _after_data(line: smtplib.SMTP) -> DeliveryOutcome:
    """What the server answers to the end of the data; without an answer nobody knows."""
    try:
        code, said = line.getreply()
    except (OSError, smtplib.SMTPException) as error:
        reason = _because(_("the connection was lost before the server answered; a copy may have gone out"), error)
        return DeliveryOutcome(DeliveryState.UNCERTAIN, reason, connected=False)
    if code // 100 == _DONE:
        return DeliveryOutcome(DeliveryState.ACCEPTED)
    if code < _TEMPORARY:
        return DeliveryOutcome(DeliveryState.UNCERTAIN, _answer(code, said), connected=False)
    declined = _declined(code, said)
    return declined._replace(state=DeliveryState.REJECTED) if declined.state is DeliveryState.REFUSED else declined


_INTERNATIONAL = ("SMTPUTF8", "BODY=8BITMIME")
"""What is asked of the server for addresses and headers with letters beyond ASCII (RFC 6531, 3.4 and 3.6)."""
_DONE, _GO_ON = 2, 3
_TEMPORARY, _PERMANENT = 400, 500
_CLOSING = 421


def _declined(code: int, said: bytes) -> DeliveryOutcome:
    """What an answer means that is no agreement: 5yz is for good, 4yz for now (RFC 5321, 4.2.1)."""
    state = DeliveryState.REFUSED if code >= _PERMANENT else DeliveryState.WAITING
    return DeliveryOutcome(state, _answer(code, said), connected=code >= _TEMPORARY and code != _CLOSING)


def _ready_again(line: smtplib.SMTP, outcome: DeliveryOutcome) -> DeliveryOutcome:
    """The outcome, the server made ready for the next message."""
    if not outcome.connected:
        return outcome
    try:
        code, _said = line.rset()
    except (OSError, smtplib.SMTPException):
        code = 0
    return outcome._replace(connected=code // 100 == _DONE)


def _on_the_wire(message: EmailMessage, *, utf8: bool) -> bytes:
    """The message with the line ends of the network, each dot that opens a line doubled (RFC 5321, 4.5.2)."""
    content = message.as_bytes(policy=WIRE.clone(cte_type="7bit", utf8=utf8))
    return re.sub(rb"(?m)^\.", b"..", content.removesuffix(b"\r\n") + b"\r\n")


# --- what is said of it ---------------------------------------------------------------


def _answer(code: int, said: bytes) -> str:
    """What the server said, on one line and short."""
    return f"{code} {text.clean(said.decode(errors='replace'))[:_READ_NO_MORE]}".strip()


def _unreachable(server: MailServer) -> str:
    return _("{host}:{port} cannot be reached").format(host=server.host, port=server.port or PORTS[server.security])


def _because(what: str, error: Exception) -> str:
    """What happened, and why as far as the system or the server tells."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        return f"{what} ({_answer(error.smtp_code, said)})"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return _("{what} (no answer in time)").format(what=what)
    reason = getattr(error, "strerror", None)
    return f"{what} ({reason})" if reason else what
