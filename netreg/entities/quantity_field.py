"""The field of an amount that is counted in units or in baht."""

from __future__ import annotations

import re
from typing import Any

from netreg.core.fields import PLAIN, Count, Style, Value, shorten
from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai import text

HUNDREDTHS = 100
"""A quantity is stored in hundredths: in satang, where it is money."""
MOST_DIGITS = 20


class Quantity(Count):
    """An amount of anything, zero or more, stored as whole hundredths of its unit."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Accept Thai digits, commas between thousands, and two decimals."""
        number = text.to_ascii_digits(text.clean(written))
        if not number:
            return None
        if not re.fullmatch(r"([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,20})(\.[0-9]{1,2})?", number):
            raise InvalidValue(
                _("'{text}' is not a valid amount; write it in digits, like 3 or 12,500.50").format(
                    text=shorten(written)
                )
            )
        whole, _dot, decimals = number.replace(",", "").partition(".")
        if len(whole) > MOST_DIGITS or int(whole) >= self.most // HUNDREDTHS:
            raise InvalidValue(_("'{text}' is too large").format(text=shorten(written)))
        return int(whole) * HUNDREDTHS + int(decimals.ljust(2, "0") or 0)

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Write commas between thousands, and decimals where there are any."""
        if value is None:
            return ""
        whole, decimals = divmod(value, HUNDREDTHS)
        return f"{whole:,}.{decimals:02}" if decimals else f"{whole:,}"

    def to_json(self, value: Any) -> Any:
        """Return a number: it has at most 15 digits, which JSON holds exactly."""
        if value is None or value % HUNDREDTHS:
            return None if value is None else value / HUNDREDTHS
        return value // HUNDREDTHS
