"""Open a connection to the mail server: connect, encrypt and log in."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from ipaddress import ip_address
from typing import NamedTuple

from netreg.errors import ConfigurationError, get_system_reason
from netreg.language import _

PORTS = {"starttls": 587, "tls": 465, "plain": 25, "insecure": 25}
"""The values of ``smtp_security`` and their usual ports.

``plain`` is without encryption and to this machine only; ``insecure`` to any other too.
"""
RUN_TIMEOUT = 600.0
"""The seconds after which a run ends, whatever a server does; the rest is sent next time."""

PERMANENT = 500
"""From here on an answer is a refusal for good (RFC 5321, 4.2.1)."""


class Password:
    """A password that does not show in messages, logs and tracebacks."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """`text` is the password itself."""
        self._text = text

    def __repr__(self) -> str:
        """Return its type, without the password."""
        return "Password(…)"

    def reveal(self) -> str:
        """Return the password, to be sent to the server."""
        return self._text


class MailServer(NamedTuple):
    """A mail server and how to connect to it.

    `security` is one of :data:`PORTS`; `port` 0 is the usual one. `ca_file` names the
    certificates to trust instead of the system's. `step_timeout` is the limit of one answer in
    seconds, `run_timeout` that of the run.
    """

    host: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: Password | None = None
    ca_file: str = ""
    step_timeout: float = 30.0
    run_timeout: float = RUN_TIMEOUT


class _PlainConnection(smtplib.SMTP):
    """A connection that exists before it is opened, so that the clock of the run can end it at any step."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(local_hostname=_choose_local_name(), timeout=server.step_timeout)
        self._host = server.host  # whose certificate is checked


class _TlsConnection(smtplib.SMTP_SSL):
    """The same, encrypted from the start (RFC 8314)."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(
            local_hostname=_choose_local_name(), timeout=server.step_timeout, context=_create_context(server)
        )
        self._host = server.host


def create_connection(server: MailServer) -> smtplib.SMTP:
    """Create a connection that is still to be opened."""
    return _TlsConnection(server) if server.security == "tls" else _PlainConnection(server)


def open_connection(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Connect, encrypt and log in.

    Raises:
        ConfigurationError: when it cannot work until a person changes something.
        OSError, SMTPException: when it may work another time.
    """
    try:
        code, said = smtp.connect(server.host, server.port or PORTS[server.security])
    except ssl.SSLError as error:
        raise _explain_tls_error(server, error) from None
    except ValueError:  # two dots, a label of 64 letters
        raise ConfigurationError(
            _("smtp_host: '{host}' is not a valid host name").format(host=server.host), _("see 'netreg config'")
        ) from None
    if code != _READY:
        raise smtplib.SMTPConnectError(code, said)
    _refuse_unencrypted(smtp, server)
    smtp.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        _encrypt(smtp, server)
    if server.user:
        _log_in(smtp, server)


_READY = 220


def _refuse_unencrypted(smtp: smtplib.SMTP, server: MailServer) -> None:
    if server.security not in ("plain", "insecure"):
        return
    assert smtp.sock is not None
    here = ip_address(smtp.sock.getpeername()[0].partition("%")[0]).is_loopback
    if not here and server.security == "plain":
        raise ConfigurationError(
            _("mail to {host}, which is another machine, would be sent without encryption").format(host=server.host),
            _("set smtp_security to starttls or tls, or to insecure if that is intended"),
        )
    if not here and server.user:
        raise ConfigurationError(
            _("refusing to send a password to {host} without encryption").format(host=server.host),
            _("set smtp_security to starttls or tls, or leave smtp_user empty"),
        )


def _encrypt(smtp: smtplib.SMTP, server: MailServer) -> None:
    if not smtp.has_extn("starttls"):
        raise ConfigurationError(
            _("{host} does not offer encryption (STARTTLS)").format(host=server.host),
            _("set smtp_security to tls if it listens on port 465"),
        )
    try:
        smtp.starttls(context=_create_context(server))
    except ssl.SSLError as error:
        raise _explain_tls_error(server, error) from None
    smtp.ehlo()


def _create_context(server: MailServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            _("smtp_ca_file: cannot read certificates from {file}: {reason}").format(
                file=server.ca_file, reason=get_system_reason(error)
            )
        ) from None


def _explain_tls_error(server: MailServer, error: ssl.SSLError) -> Exception:
    """Return the error for a person to correct, if it is one; a handshake cut short may succeed another time."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return ConfigurationError(
            _("the certificate of {host} cannot be trusted: {reason}").format(
                host=server.host, reason=error.verify_message
            ),
            _("set smtp_ca_file to the certificate of its authority"),
        )
    if error.reason == "WRONG_VERSION_NUMBER":
        return ConfigurationError(
            _("{host} does not use TLS on this port").format(host=server.host),
            _("set smtp_security to starttls, or another smtp_port"),
        )
    return error


def _log_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Log in. The answer of the server is not shown: some repeat the password."""
    assert server.password is not None
    try:
        smtp.login(server.user, server.password.reveal())
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < PERMANENT:
            raise smtplib.SMTPResponseException(error.smtp_code, b"") from None
        raise ConfigurationError(
            _("{host} rejected the user name or password (code {code})").format(host=server.host, code=error.smtp_code),
            _("check smtp_user and smtp_password_file"),
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise ConfigurationError(
            _("{host} does not accept a password on this connection").format(host=server.host),
            _("leave smtp_user empty"),
        ) from None


def _choose_local_name() -> str:
    """Return the name of this machine for the greeting, without asking the network, which can take minutes."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", name) else "[127.0.0.1]"
