"""The types of field for Internet addresses: e-mail and web."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Field, Value, shorten
from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable


class Email(Field):
    """An e-mail address in the common form of RFC 5322: kept as it is typed, and compared without case."""

    collation = "NOCASE"
    remark_pattern = re.compile(r"@[^@\0]*[\s,;/|][^@\0]*@")

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Return the address, its host in lower case: case makes no difference there."""
        address = text.clean(written).removeprefix("mailto:")
        if not _get_email_pattern().fullmatch(address):  # as it is written against robots, or taken from a program
            address = re.sub(r"\s*[\[({]\s*at\s*[\])}]\s*", "@", address, flags=re.IGNORECASE)
            address = re.sub(r"\s*[\[({]\s*dot\s*[\])}]\s*", ".", address, flags=re.IGNORECASE).strip("<>;,. ")
        if not address:
            return None
        if not _get_email_pattern().fullmatch(address):
            raise InvalidValue(
                _("'{text}' is not an e-mail address; write it like name@example.ac.th").format(text=shorten(written))
            )
        user, host = address.rsplit("@", 1)
        return address if host.islower() else f"{user}@{host.lower()}"

    def parse_first(self, written: str) -> Value:
        """Return the first of several addresses in a cell of a file, or the only one.

        Raises:
            InvalidValue: when one of them is not an address.
        """
        parts = [part for part in re.split(r"[\s,;/|]+", text.clean(written, lines=True)) if part]
        if len(parts) < 2 or not all(map(_get_email_pattern().fullmatch, parts)):
            return self.parse(written)
        return self.parse(parts[0])

    def find_remark(self, cell: str, value: Any) -> str | None:
        """Say which further addresses are not kept."""
        others = [part for part in re.split(r"[\s,;/|]+", cell) if part and not self.is_same(part, value)]
        return _("further addresses are not kept: {addresses}").format(addresses=", ".join(others)) if others else None

    def holds(self, value: Any) -> bool:
        """Tell whether it is an address."""
        return bool(_get_email_pattern().fullmatch(value))

    def is_same(self, one: Any, other: Any) -> bool:
        """Tell whether two addresses are the same: no mail server in use tells capitals apart."""
        return str(one).casefold() == str(other).casefold()

    def get_plain_matcher(self) -> Callable[[str], object]:
        """Match an address of common characters whose host is in lower case."""
        return _get_plain_email_pattern().fullmatch


@cache
def _get_email_pattern() -> re.Pattern[str]:
    return re.compile(r"[^\s@,;:<>\"'()]+@[^\s@,;:<>\"'()]+\.[^\s@.,;<>\"'()]{2,}")


@cache
def _get_plain_email_pattern() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9._+-]+@[a-z0-9.-]+\.[a-z0-9-]{2,}")


class Url(Field):
    """A web address."""

    remark_pattern = re.compile(r"\S\s+\S|[,;|]")

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Return the address as it is, with or without a scheme."""
        address = text.clean(written)
        if not address:
            return None
        if re.search(r"\s", address) or "." not in address:
            raise InvalidValue(
                _("'{text}' is not a web address; write it like https://example.ac.th").format(text=shorten(written))
            )
        return address

    def parse_first(self, written: str) -> Value:
        """Return the first of several addresses in a cell of a file, without what stands around it.

        Raises:
            InvalidValue: when what stands there is no address.
        """
        parts = _split_web_addresses(text.clean(written, lines=True))
        return parts[0] if parts and all("." in part for part in parts) else self.parse(written)

    def find_remark(self, cell: str, value: Any) -> str | None:
        """Say which further addresses are not kept."""
        others = [part for part in _split_web_addresses(cell) if part != value]
        return _("further addresses are not kept: {addresses}").format(addresses=", ".join(others)) if others else None


def _split_web_addresses(cell: str) -> list[str]:
    """Split a cell into its web addresses, without a word before them and in brackets behind them."""
    bare = re.sub(
        r"\([^()]*\)|(?:^|(?<=[\s,;|]))(?:เว็บไซต์|เว็บ|website|web|url)\s*[:：]", " ", cell, flags=re.IGNORECASE
    )
    words = (word.strip("()") for word in re.split(r"[\s,;|]+", bare))
    return [word for word in words if word not in ("", "/", "และ", "หรือ", "and", "-")]
