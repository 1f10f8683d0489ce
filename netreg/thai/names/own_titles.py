"""The titles that a register has of its own, handed to whatever parses names.

A register hands its few rows on when it is opened; nothing is made of them before a name is parsed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Rows = tuple[tuple[str, str, str], ...]

F = TypeVar("F", bound="Callable[..., object]")

_known: list[Rows] = [()]
_forget: list[Callable[[], None]] = []


def get_rows() -> Rows:
    """Return the title, the short form and the class of each."""
    return _known[0]


def use_rows(rows: Iterable[tuple[str, str, str]]) -> None:
    """Use these titles from now on; whatever was remembered of names without them is forgotten."""
    found = tuple(rows)
    if found != _known[0]:
        _known[0] = found
        for forget in _forget:
            forget()


def cache_names(size: int) -> Callable[[F], F]:
    """Cache what a function makes of names, as long as the titles stay the same."""

    def decorate(function: F) -> F:
        cached = lru_cache(size)(function)
        _forget.append(cached.cache_clear)
        return cast("F", cached)

    return decorate
