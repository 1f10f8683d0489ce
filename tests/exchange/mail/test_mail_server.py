"""How a mail server is spoken to: in the open to this machine only, by a strict context, with a hidden password."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from netreg.errors import ConfigurationError
from netreg.exchange.mail import mail_server
from netreg.exchange.mail.mail_server import MailServer, Password


@pytest.mark.parametrize(
    ("security", "peer", "user", "said"),
    [
        ("plain", "127.0.0.1", "", None),
        ("plain", "::1", "officer", None),
        ("plain", "192.0.2.1", "", "is another machine"),
        ("plain", "2001:db8::1", "", "is another machine"),
        ("insecure", "192.0.2.1", "", None),
        ("insecure", "fe80::1%eth0", "officer", "refusing to send a password"),
        ("starttls", "192.0.2.1", "officer", None),
    ],
)
def test_in_the_open_only_to_this_machine(security: str, peer: str, user: str, said: str | None) -> None:
    class Line:
        class sock:  # noqa: N801 - as smtplib names it
            @staticmethod
            def getpeername() -> tuple[str, int]:
                return peer, 25

    line: Any = Line
    server = MailServer("mail.example.ac.th", 25, security, user, Password("x"))
    if said is None:
        mail_server._refuse_unencrypted(line, server)
        return
    with pytest.raises(ConfigurationError, match=said):
        mail_server._refuse_unencrypted(line, server)


def test_a_password_is_not_shown() -> None:
    server = MailServer("localhost", user="officer", password=Password("s3cret"))
    assert "s3cret" not in f"{server} {server!r} {server.password} {vars(type(server.password))}"
    assert server.password
    assert server.password.reveal() == "s3cret"


def test_the_context_is_the_strict_one() -> None:
    context = mail_server._create_context(MailServer("localhost"))
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
