"""The names of somebody who is listed as he or she was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.entity import computed_from
from netreg.errors import InvalidValue
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator


@computed_from("name_as_recorded")
def list_written_names(written: str | None) -> list[str]:
    """List the name as written and, so that it is known in every list, without titles and whatever is behind it."""
    return list(dict.fromkeys((written, *_list_bare_names(written)))) if written else []


def _list_bare_names(written: str) -> Iterator[str]:
    from netreg.thai.names import name_parser  # a list of meetings parses no name

    try:
        name = name_parser.parse_name(clean(written))
    except InvalidValue:
        return
    yield f"{name.given} {name.family}".rstrip()
