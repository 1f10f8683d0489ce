"""A mail server on loopback that behaves badly when told to; a process of its own.

Its arguments are one JSON object: ``log`` (a file, one line for each message that it keeps),
``seed`` for a server that goes wrong at random, ``tls`` (``starttls`` or ``tls``) with
``certificate``, ``utf8`` for one that offers SMTPUTF8, ``user`` and ``password`` that it asks for,
``refuse_sender``. What it does
with a recipient is said by the address: ``refuse@``, ``later@``, ``drop-after-data@`` …
"""

from __future__ import annotations

import asyncio
import json
import random
import ssl
import sys
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OPTIONS = json.loads(sys.argv[1])
HANG = 0.4
# What can happen, where; in a random run each of these about once in twenty messages.
FAULTS = (
    "drop-ehlo", "later-mail", "drop-mail", "later", "drop-rcpt", "slow-rcpt", "drop-data", "drop-in-data",
    "later-data", "drop-after-data", "drop-unkept", "hang-after-data", "closing", "hang-rcpt",
)  # fmt: skip


# ruff: noqa: ARG002, N802 - aiosmtpd calls its hooks by these names, with all of these
class Handler:
    """Decides once for each message what is to go wrong with it."""

    def __init__(self) -> None:
        self.chance = random.Random(OPTIONS["seed"]) if "seed" in OPTIONS else None
        self.current: tuple[int, str, Envelope | None] = (0, "", None)

    def fault(self, envelope: Envelope, address: str = "") -> str:
        """What goes wrong with this message, if anything does."""
        if self.chance is None:
            return address.partition("@")[0]
        if id(envelope) != self.current[0]:
            self.current = (id(envelope), self.chance.choice(FAULTS) if self.chance.random() < 0.6 else "", envelope)
        return str(self.current[1])

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if self.chance and self.chance.random() < 0.05:
            cut(server)
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if OPTIONS.get("refuse_sender"):
            return "550 5.7.1 nobody of this name sends here"
        if self.chance and self.fault(envelope) == "drop-mail":
            cut(server)
        if self.chance and self.fault(envelope) == "later-mail":
            return "451 4.3.0 busy"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = self.fault(envelope, address)
        if fault == "refuse":
            return "550 5.1.1 no such \x1b[31muser\r\n"
        if fault in ("later", "closing"):
            return "450 4.2.1 mailbox busy" if fault == "later" else "421 4.3.2 closing"
        if fault == "drop-rcpt":
            cut(server)
        if fault in ("slow-rcpt", "hang-rcpt"):
            await asyncio.sleep(HANG if fault == "hang-rcpt" else 0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        fault = self.fault(envelope, envelope.rcpt_tos[0])
        if fault == "later-data":
            return "451 4.3.0 try again"
        if fault == "refuse-data":
            return "554 5.6.0 not this"
        if fault != "drop-unkept":
            keep(envelope, fault)
        if fault in ("drop-after-data", "drop-unkept"):
            cut(server)
        if fault == "hang-after-data":
            await asyncio.sleep(HANG)
        return "250 kept"


def cut(server: SMTP) -> None:
    """Drop the connection, as a server does that dies."""
    transport: Any = server.transport
    transport.abort()


def keep(envelope: Envelope, fault: str) -> None:
    """Write down that the message is here, and whether the sender is to hear of it."""
    content = envelope.content
    assert isinstance(content, bytes)
    line = {
        "id": BytesHeaderParser().parsebytes(content)["Message-ID"],
        "to": envelope.rcpt_tos[0].encode(errors="surrogateescape").decode(),
        "told": fault not in ("drop-after-data", "hang-after-data"),
        "content": content.decode("utf-8" if OPTIONS.get("utf8") else "ascii"),
    }
    with Path(OPTIONS["log"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


class Server(SMTP):
    """One that can also die while it takes the data."""

    async def smtp_DATA(self, arg: str | None) -> None:
        handler: Any = self.event_handler
        address = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        fault = handler.fault(self.envelope, address)
        if fault == "drop-data":
            cut(self)
        if fault == "drop-in-data":
            await self.push("354 go on")
            await self._reader.readline()
            cut(self)
            return
        await super().smtp_DATA(arg)


def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    """Whether the user and the password are those wanted."""
    assert isinstance(given, LoginPassword), mechanism
    good = (given.login, given.password) == (OPTIONS["user"].encode(), OPTIONS["password"].encode())
    return AuthResult(success=good, handled=False)


async def serve() -> None:
    """Listen on a free port, say which, and go on until the standard input ends."""
    context = None
    if OPTIONS.get("tls"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(OPTIONS["certificate"])
    more: dict[str, Any] = {"tls_context": context} if OPTIONS.get("tls") == "starttls" else {}
    if "user" in OPTIONS:
        more |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": "tls_context" in more}
        more["auth_exclude_mechanism"] = ["LOGIN"]
    handler = Handler()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(handler, hostname="localhost", loop=loop, enable_SMTPUTF8=bool(OPTIONS.get("utf8")), **more),
        "127.0.0.1",
        0,
        ssl=context if OPTIONS.get("tls") == "tls" else None,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
