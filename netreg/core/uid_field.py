"""The field of the UUID that every record has from its first day: by it an export finds its record again."""

from __future__ import annotations

import re

from netreg.core.fields import Field, Value, shorten
from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai import text

UID_NAME = "uid"


class UidField(Field):
    """A UUID (RFC 9562), written in lower case with hyphens; an import never changes that of a known record."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Accept the 36 letters of a UUID."""
        uid = text.clean(written).lower()
        if not uid:
            return None
        if not is_uid(uid):
            raise InvalidValue(
                _("'{text}' is not a UUID; leave it as netreg exported it").format(text=shorten(written))
            )
        return uid


def is_uid(written: str) -> bool:
    """Tell whether a text has the form of a UUID."""
    return bool(re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", written))
