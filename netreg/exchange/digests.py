"""Digests: the warnings for one person as one e-mail, in plain text and HTML.

The same digest gives the same message, byte for byte: its Message-ID comes from what it
says and to whom, so that a copy sent twice is known as one by every mail program.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.fields import Email, Style
from netreg.entities import BY_NAME
from netreg.errors import Refused
from netreg.exchange import digest_words as words
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from jinja2 import Environment

    from netreg.entities.due import Notice

NO_DOMAIN = "netreg.invalid"
"""The right-hand side of a Message-ID where no sender is known (RFC 2606: a domain that never is)."""


class Digest(NamedTuple):
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


class Gathered(NamedTuple):
    """Digests, one for each address, and the notices that nobody has an address for."""

    digests: tuple[Digest, ...]
    unaddressed: tuple[Notice, ...]


# --- who gets what -----------------------------------------------------------


def gathered(notices: Iterable[Notice], fallback: str, sender: str) -> Gathered:
    """One digest for each address.

    What has no responsible person, or one without a usable address, goes to the address
    `fallback`; without that it is left over. `sender` gives the Message-IDs their domain.
    """
    mine: dict[str, list[Notice]] = {}
    written: dict[str, str] = {}
    for notice in notices:
        address = _first_usable(notice.responsible_email, fallback)
        written.setdefault(address.casefold(), address)
        mine.setdefault(address.casefold(), []).append(notice)
    unaddressed = mine.pop("", [])
    digests = (digest(written[key], found, sender) for key, found in mine.items())
    return Gathered(tuple(digests), tuple(unaddressed))


def digest(address: str, notices: Iterable[Notice], sender: str) -> Digest:
    """The digest of these notices for an address; the name is that of the person who has it."""
    ordered = tuple(sorted(notices, key=lambda notice: (notice.day, notice.key)))
    named = (n.responsible_name for n in ordered if (n.responsible_email or "").casefold() == address.casefold())
    identity = message_id(address, (notice.key for notice in ordered), sender)
    return Digest(identity, address, next((name for name in named if name), ""), ordered)


def message_id(address: str, keys: Iterable[str], sender: str) -> str:
    """The Message-ID of a digest: the same for the same notices to the same address."""
    said = "\n".join((address.casefold(), *sorted(keys)))
    return f"<digest-{sha256(said.encode()).hexdigest()[:32]}@{_domain(sender)}>"


def _domain(sender: str) -> str:
    try:
        return usable(sender).domain
    except Refused:
        return NO_DOMAIN


def _first_usable(*addresses: str | None) -> str:
    for address in addresses:
        try:
            usable(address or "")
        except Refused:
            continue
        return str(address)
    return ""


def usable(address: str, name: str = "") -> Address:
    """The address as a header takes it: its name on one line, a Thai domain in its ASCII form.

    Raises:
        Refused: when no mail could be sent to it.
    """
    parsed = Email("email", "อีเมล", "E-mail").parse(address)
    if not parsed:
        raise Refused(_("there is no e-mail address"))
    user, host = str(parsed).rsplit("@", 1)
    try:
        return Address(_name(name), addr_spec=f"{user}@{host.encode('idna').decode()}")
    except (ValueError, IndexError):  # letters beyond ASCII before the @, two dots, a host of 300 letters
        raise Refused(_("'{text}' is no address that mail can be sent to").format(text=text.clean(address))) from None


def _name(name: str) -> str:
    """A person's name as a mail program shows it: what would end a header, or hide, is gone."""
    return re.sub(r"\s+", " ", _plain(name))[:_LONGEST_NAME].strip()


_LONGEST_NAME = 100


# --- the message ---------------------------------------------------------------


def message(one: Digest, head: Letterhead) -> EmailMessage:
    """The e-mail, complete but for the servers' own lines.

    Raises:
        Refused: when the recipient or the sender has no usable address.
    """
    lang = head.style.lang
    made = EmailMessage(policy=SMTP)
    sender = usable(head.sender, str(words.SENDER.th if lang == "th" else words.SENDER.en))
    made["From"] = sender
    made["To"] = usable(one.address, one.name)
    made["Subject"] = _plain(words.subject(one.notices, head.style))
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


def _said(one: Digest, style: Style) -> dict[str, Any]:
    """Everything that the templates say, each text made plain."""
    return {
        "lang": style.lang,
        "words": {name: _plain(phrase) for name, phrase in words.phrases(style.lang).items()},
        "subject": _plain(words.subject(one.notices, style)),
        "greeting": _plain(words.greeting(one.name, style.lang)),
        "items": [_item(notice, one.address, style) for notice in one.notices],
    }


def _item(notice: Notice, address: str, style: Style) -> dict[str, str]:
    kind = BY_NAME[notice.kind].label if notice.kind in BY_NAME else notice.kind
    label = kind if isinstance(kind, str) else words.said(kind, style.lang)
    item = {
        "kind": label,
        "code": notice.code or "",
        "name": notice.name,
        "clock": str(notice.clock_label),
        "day": words.day(notice.day, style),
        "left": words.days_left(notice.days_left, style.lang),
        "tone": words.tone(notice.days_left),
        "act_on": words.act_on(notice, style),
        "responsible": words.responsible(notice, address, style.lang),
        "command": notice.command,
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
        loader=PackageLoader("netreg.exchange", "templates_mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
