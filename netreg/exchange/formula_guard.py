"""The guard against formulas: an apostrophe before a cell that a spreadsheet would run (CSV injection)."""

from __future__ import annotations

import re
from functools import cache


@cache
def _risky_pattern() -> re.Pattern[str]:
    return re.compile("'*(?:[\t\r]|[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@＝＋－＠])")


@cache
def _harmless_pattern() -> re.Pattern[str]:
    return re.compile(r"'*(?:[+-](?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?%?|\+[0-9]+(?: [0-9]+)+)", re.ASCII)


def is_formula(cell: str) -> bool:
    """Return whether a cell, as it stands in a file, is a formula whose result was lost."""
    return cell.startswith("=")


def guard_formula(cell: str) -> str:
    """Return the cell as it may be written: with an apostrophe before what a spreadsheet would run.

    Numbers and telephone numbers are left alone. A cell that has such an apostrophe of its
    own gets one more, so that `unguard_formula` restores it.
    """
    return "'" + cell if _is_risky(cell) else cell


def unguard_formula(cell: str) -> str:
    """Return the cell without the apostrophe that `guard_formula` put before it, if any."""
    return cell[1:] if cell.startswith("'") and _is_risky(cell[1:]) else cell


def _is_risky(cell: str) -> bool:
    return bool(_risky_pattern().match(cell)) and not _harmless_pattern().fullmatch(cell)
