"""Digests: the warnings for one person as one e-mail, in plain text and HTML.

The same digest gives the same message, byte for byte: its Message-ID comes from what it
says and to whom, so that a copy sent twice is known as one by every mail program.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.address_fields import Email
from netreg.errors import InvalidValue
from netreg.exchange.mail import digest_wording as words
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from jinja2 import Environment

    from netreg.core.fields import Style
    from netreg.entities.due.due_items import Notice

NO_DOMAIN = "netreg.invalid"
"""The right-hand side of a Message-ID where no sender is known (RFC 2606: a domain that never is)."""


class AddressedDigest(NamedTuple):
    """What one person is told at once: the notices in order of their days.

    `message_id` stays the same however often the digest is sent.
    """

    message_id: str
    address: str
    name: str
    notices: tuple[Notice, ...]


class Letterhead(NamedTuple):
    """What all digests of a run have in common: the sender's address, era and language, the moment."""

    sender: str
    style: Style
    at: datetime


# --- who gets what -----------------------------------------------------------


def address_digest(identity: str, address: str, notices: Iterable[Notice], sender: str) -> AddressedDigest:
    """The digest that goes by this name; its person's name is that of who has the address.

    `identity` is the same for the same notices to the same address (``due.digest_id``), and so
    is the Message-ID; `sender` gives it its domain.
    """
    ordered = tuple(sorted(notices, key=lambda notice: (notice.day, notice.key)))
    named = (n.responsible_name for n in ordered if (n.responsible_email or "").casefold() == address.casefold())
    name = next((name for name in named if name), "")
    return AddressedDigest(f"<digest-{identity}@{_domain(sender)}>", address, name, ordered)


def _domain(sender: str) -> str:
    try:
        return parse_address(sender).domain
    except InvalidValue:
        return NO_DOMAIN


def is_deliverable(address: str | None) -> bool:
    """Whether mail could be sent to the address."""
    try:
        parse_address(address or "")
    except InvalidValue:
        return False
    return True


def parse_address(address: str, name: str = "") -> Address:
    """The address as a header takes it: its name on one line, a Thai domain in its ASCII form.

    Raises:
        InvalidValue: when no mail could be sent to it.
    """
    parsed = Email("email", "อีเมล", "E-mail").parse(address)
    if not parsed:
        raise InvalidValue(_("there is no e-mail address"))
    user, host = str(parsed).rsplit("@", 1)
    try:
        domain = host.encode("idna").decode()
        # Letters beyond ASCII before the @ are an address (RFC 6531), and what it looks like else must be one too.
        plain = Address(addr_spec=f"{''.join(letter if letter.isascii() else 'x' for letter in user)}@{domain}")
        return Address(_name(name), user if not user.isascii() else plain.username, plain.domain)
    except (ValueError, IndexError):  # two dots, a host of 300 letters
        raise InvalidValue(
            _("'{text}' is no address that mail can be sent to").format(text=text.clean(address))
        ) from None


def has_non_ascii(*addresses: str) -> bool:
    """Whether one of these is an address that only servers with SMTPUTF8 (RFC 6531) take."""
    return not all(address.isascii() for address in addresses)


def _name(name: str) -> str:
    """A person's name as a mail program shows it: what would end a header, or hide, is gone."""
    return re.sub(r"\s+", " ", _plain(name))[:_LONGEST_NAME].strip()


_LONGEST_NAME = 100


# --- the message ---------------------------------------------------------------


def build_message(one: AddressedDigest, head: Letterhead) -> EmailMessage:
    """The e-mail, complete but for the servers' own lines.

    Raises:
        InvalidValue: when the recipient or the sender has no usable address.
    """
    lang = head.style.lang
    sender = parse_address(head.sender, str(words.SENDER.th if lang == "th" else words.SENDER.en))
    recipient = parse_address(one.address, one.name)
    made = EmailMessage(policy=SMTPUTF8 if has_non_ascii(sender.addr_spec, recipient.addr_spec) else SMTP)
    made["From"] = sender
    made["To"] = recipient
    made["Subject"] = _plain(words.format_subject(one.notices, head.style))
    made["Date"] = head.at
    made["Message-ID"] = one.message_id
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    made["X-Auto-Response-Suppress"] = "All"
    made["List-Id"] = f"netreg <digest.{sender.domain}>"  # RFC 2919: what a filter can go by
    said = _said(one, head.style)
    # Base64, and not 8 bits, which old relays spoil; Thai as quoted-printable is twice as long.
    made.set_content(_written("digest.txt", said), cte="base64")
    made.add_alternative(_written("digest.html", said), subtype="html", cte="base64")
    made["Content-Language"] = lang
    made.set_boundary("netreg-" + sha256(one.message_id.encode()).hexdigest()[:24])
    return made


def _said(one: AddressedDigest, style: Style) -> dict[str, Any]:
    """Everything that the templates say, each text made plain."""
    return {
        "lang": style.lang,
        "words": {name: _plain(phrase) for name, phrase in words.list_phrases(style.lang).items()},
        "subject": _plain(words.format_subject(one.notices, style)),
        "greeting": _plain(words.format_greeting(one.name, style.lang)),
        "items": [_item(notice, one.address, style) for notice in one.notices],
    }


def _item(notice: Notice, address: str, style: Style) -> dict[str, str]:
    item = {
        "kind": notice.kind_label,
        "code": notice.code or "",
        "name": notice.name,
        "clock": notice.clock_label,
        "day": words.format_day(notice.day, style),
        "left": words.format_time_left(notice, style.lang),
        "tone": words.choose_tone(notice.days_left),
        "act_on": words.format_act_on(notice, style),
        "extends_to": words.format_extension(notice, style),
        "responsible": words.format_responsible(notice, address, style.lang),
        "command": notice.command,
        "acknowledgement": notice.acknowledgement,
    }
    return {name: _plain(value) for name, value in item.items()}


def _plain(value: str) -> str:
    """The text on one line, without controls, hidden characters and marks that turn its direction."""
    return text.clean(value).replace("\u061c", "")


def _written(template: str, said: dict[str, Any]) -> str:
    return _templates().get_template(template).render(said)


@cache
def _templates() -> Environment:
    """Compiled once for all digests of a run."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=PackageLoader("netreg.exchange.mail", "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
