"""Digests: the warnings for one person as one e-mail, in plain text and HTML.

The same digest gives the same message, byte for byte: its Message-ID depends on its warnings
and recipient, so that mail programs recognise a copy that is sent twice.
"""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.address_fields import Email
from netreg.core.flags import FlagList
from netreg.entities import BY_NAME
from netreg.errors import InvalidValue
from netreg.exchange.mail import digest_wording as words
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from jinja2 import Environment

    from netreg.core.fields import Style
    from netreg.core.flags import Flag
    from netreg.entities.due.due_items import DueWarning

NO_DOMAIN = "netreg.invalid"
"""The right-hand side of a Message-ID without a known sender (RFC 2606: a domain that never exists)."""


class AddressedDigest(NamedTuple):
    """The warnings for one person, in order of their days.

    `message_id` stays the same however often the digest is sent.
    """

    message_id: str
    address: str
    name: str
    warnings: tuple[DueWarning, ...]

    def __hash__(self) -> int:
        """Hash it by its Message-ID: flags in the warnings have no hash."""
        return hash(self.message_id)


class Letterhead(NamedTuple):
    """The common part of all digests of a run: the sender's address, the era and language, the time.

    The `keeper` keeps the register: only digests to that address name the commands of netreg, all
    others say in words what is to be done, and ask that the keeper be told.
    """

    sender: str
    style: Style
    at: datetime
    keeper: str = ""

    def is_for_keeper(self, address: str) -> bool:
        """Tell whether the digest to this address is read by somebody who has netreg."""
        return bool(self.keeper) and address.casefold() == self.keeper.casefold()


# --- recipients -----------------------------------------------------------


def address_digest(identity: str, address: str, warnings: Iterable[DueWarning], sender: str) -> AddressedDigest:
    """Return a digest addressed to a person, whose name is that of who has the address.

    `identity` is the same for the same warnings to the same address (``due.digest_id``), and so
    is the Message-ID; `sender` gives its domain.
    """
    ordered = tuple(sorted(warnings, key=lambda warning: (warning.day, warning.key)))
    named = (n.responsible_name for n in ordered if (n.responsible_email or "").casefold() == address.casefold())
    name = next((name for name in named if name), "")
    return AddressedDigest(f"<digest-{identity}@{_find_domain(sender)}>", address, name, ordered)


def _find_domain(sender: str) -> str:
    try:
        return parse_address(sender).domain
    except InvalidValue:
        return NO_DOMAIN


def is_deliverable(address: str | None) -> bool:
    """Return whether mail could be sent to the address."""
    try:
        parse_address(address or "")
    except InvalidValue:
        return False
    return True


def parse_address(address: str, name: str = "") -> Address:
    """Parse an address for a header: its name on one line, a Thai domain in its ASCII form.

    Raises:
        InvalidValue: when no mail could be sent to it.
    """
    parsed = Email("email", "อีเมล", "E-mail").parse(address)
    if not parsed:
        raise InvalidValue(_("no e-mail address"))
    user, host = str(parsed).rsplit("@", 1)
    try:
        domain = host.encode("idna").decode()
        # Non-ASCII letters before the @ are valid (RFC 6531), if the rest of the address is.
        plain = Address(addr_spec=f"{''.join(letter if letter.isascii() else 'x' for letter in user)}@{domain}")
        return Address(_clean_name(name), user if not user.isascii() else plain.username, plain.domain)
    except (ValueError, IndexError):  # two dots, a host of 300 letters
        raise InvalidValue(_("'{text}' is not a deliverable e-mail address").format(text=text.clean(address))) from None


def has_non_ascii(*addresses: str) -> bool:
    """Return whether one of these addresses needs a server with SMTPUTF8 (RFC 6531)."""
    return not all(address.isascii() for address in addresses)


def _clean_name(name: str) -> str:
    """Return a person's name without characters that would end a header, or hide in it."""
    return re.sub(r"\s+", " ", _clean_line(name))[:_MAX_NAME].strip()


_MAX_NAME = 100


# --- the message ---------------------------------------------------------------


def build_message(digest: AddressedDigest, head: Letterhead) -> EmailMessage:
    """Build the e-mail, complete except for the headers that servers add.

    Raises:
        InvalidValue: when the recipient or the sender has no usable address.
    """
    lang = head.style.lang
    sender = parse_address(head.sender, words.SENDER.in_language(lang))
    recipient = parse_address(digest.address, digest.name)
    policy = SMTPUTF8 if has_non_ascii(sender.addr_spec, recipient.addr_spec) else SMTP
    email = EmailMessage(policy=policy.clone(header_factory=_HEADERS))
    email["From"] = sender
    email["To"] = recipient
    email["Subject"] = _clean_line(words.format_subject(digest.warnings, head.style))
    email["Date"] = head.at
    email["Message-ID"] = digest.message_id
    email["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic replies
    email["X-Auto-Response-Suppress"] = "All"
    email["List-Id"] = f"netreg <digest.{sender.domain}>"  # RFC 2919: for filters
    texts = _list_texts(digest, head)
    # Base64, since old relays spoil 8-bit text, and Thai as quoted-printable is twice as long.
    email.set_content(_render_template("digest.txt", texts), cte="base64")
    email.add_alternative(_render_template("digest.html", texts), subtype="html", cte="base64")
    email["Content-Language"] = lang
    email.set_boundary("netreg-" + sha256(digest.message_id.encode()).hexdigest()[:24])
    return email


class _Subject(UniqueUnstructuredHeader):
    """A subject folded into encoded words alone.

    The library's own folding leaves ASCII between them, and readers, Python 3.11 and 3.12 among them, lose
    the blank where an encoded word ends before it.
    """

    def fold(self, *, policy: Any) -> str:
        """Return the header's lines."""
        text = str(self)
        if text.isascii() or policy.utf8:
            return str(super().fold(policy=policy))  # type: ignore[misc]
        encoded = Header(text, "utf-8", header_name="Subject").encode(linesep=policy.linesep)
        return f"Subject: {encoded}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Subject)  # type: ignore[arg-type]


def _list_texts(digest: AddressedDigest, head: Letterhead) -> dict[str, Any]:
    """Return the texts for the templates, each cleaned."""
    style, with_commands = head.style, head.is_for_keeper(digest.address)
    phrases = words.list_phrases(style.lang, keeper=None if with_commands else head.keeper)
    items = [_list_item_texts(warning, digest.address, style) for warning in digest.warnings]
    if not with_commands:
        items = [item | _NO_COMMANDS for item in items]
    return {
        "lang": style.lang,
        "words": {name: _clean_line(phrase) for name, phrase in phrases.items()},
        "subject": _clean_line(words.format_subject(digest.warnings, style)),
        "greeting": _clean_line(words.format_greeting(digest.name, style.lang)),
        "findings": list(dict.fromkeys(_list_findings(digest.warnings, style))),
        "items": items,
    }


_NO_COMMANDS = {"command": "", "acknowledgement": "", "others": [], "handover": ""}


def _list_item_texts(warning: DueWarning, address: str, style: Style) -> dict[str, Any]:
    item = {
        "kind": warning.kind_label,
        "code": warning.code or "",
        "name": warning.name,
        "clock": warning.clock_label,
        "day": words.format_day(warning.day, style),
        "left": words.format_time_left(warning, style.lang),
        "tone": words.choose_tone(warning.days_left),
        "act_on": words.format_act_on(warning, style),
        "extends_to": words.format_extension(warning, style),
        "task": words.format_task(warning, style.lang),
        "responsible": words.format_responsible(warning, address, style.lang),
        "explained": _explain_flags(warning, style),
        "handover": warning.handover if warning.responsible_left else "",
        "command": warning.command,
        "acknowledgement": warning.acknowledgement,
    }
    others = [_clean_line(command) for command in warning.commands[1:]]
    return {name: _clean_line(value) for name, value in item.items()} | {"others": others}


def _list_findings(warnings: Iterable[DueWarning], style: Style) -> Iterator[str]:
    """Yield what else was found of the records, each with its name."""
    for warning in warnings:
        for said in _explain(warning, warning.findings, style):
            yield _clean_line(f"{warning.name}: {said}")


def _explain_flags(warning: DueWarning, style: Style) -> str:
    """Return what the flags of the record say of the item."""
    return "; ".join(_explain(warning, warning.flags, style))


def _explain(warning: DueWarning, flags: Iterable[Flag], style: Style) -> list[str]:
    field = BY_NAME[warning.kind].by_name.get("flags")
    return [field.explain(flag, style) for flag in flags] if isinstance(field, FlagList) else []


def _clean_line(value: str) -> str:
    """Return a text on one line, without control, hidden and direction characters."""
    return text.clean(value)


def _render_template(name: str, texts: dict[str, Any]) -> str:
    return _load_templates().get_template(name).render(texts)


@cache
def _load_templates() -> Environment:
    """Load the templates, once for all digests of a run."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=PackageLoader("netreg.exchange.mail", "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
