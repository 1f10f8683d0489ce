"""Where a searched text stands in another as it is written, with its tone marks."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.thai.text import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNS = "ัำิ-ฺ็-๎"


@cache
def _cluster_pattern() -> re.Pattern[str]:
    """Match a letter with the signs on it, ํ with the า behind it as one, and two เ, which are แ."""
    return re.compile(f"เเ|.[{_SIGNS}]*ํ[{_SIGNS}]*า[{_SIGNS}]*|.[{_SIGNS}]*", re.DOTALL)


@lru_cache(1 << 12)
def _fold_cluster(cluster: str) -> str:
    return fold_text(cluster) or (" " if cluster.isspace() else "")


def find_span(written: str, folded: Iterable[str]) -> tuple[int, int] | None:
    """Return where the first of some folded texts that stands in a written one begins and ends in it.

    Letters are never parted from their signs. None stands in it: None.
    """
    packed, starts, ends = "", [], []
    for cluster in _cluster_pattern().finditer(written):
        letters = _fold_cluster(cluster[0])
        if letters == " " and packed.endswith(" "):
            continue
        packed += letters
        starts += [cluster.start()] * len(letters)
        ends += [cluster.end()] * len(letters)
    for sought in folded:
        if (at := packed.find(sought)) >= 0:
            return starts[at], ends[at + len(sought) - 1]
    return None
