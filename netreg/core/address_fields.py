"""The types of field for addresses on the Internet: e-mail and web."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.fields import Field, Value, shorten
from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable


class Email(Field):
    """An e-mail address, as RFC 5322 has its common form."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """The address; the host in lower case, since hosts are the same in either."""
        address = text.clean(written).removeprefix("mailto:")
        if not address:
            return None
        if not _email().fullmatch(address):
            raise InvalidValue(
                _("'{text}' is not an e-mail address; write it such as name@example.ac.th").format(
                    text=shorten(written)
                )
            )
        user, host = address.rsplit("@", 1)
        return address if host.islower() else f"{user}@{host.lower()}"

    def get_plain_matcher(self) -> Callable[[str], object]:
        """An address of common signs whose host is in lower case."""
        return _plain_email().fullmatch


@cache
def _email() -> re.Pattern[str]:
    return re.compile(r"[^\s@,;:<>\"'()]+@[^\s@,;:<>\"'()]+\.[^\s@.,;<>\"'()]{2,}")


@cache
def _plain_email() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9._+-]+@[a-z0-9.-]+\.[a-z0-9-]{2,}")


class Url(Field):
    """A web address."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """The address; ``http://`` is not added to what lacks it."""
        address = text.clean(written)
        if not address:
            return None
        if re.search(r"\s", address) or "." not in address:
            raise InvalidValue(
                _("'{text}' is not a web address; write it such as https://example.ac.th").format(text=shorten(written))
            )
        return address
