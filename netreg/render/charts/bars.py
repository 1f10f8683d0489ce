"""Bars of block characters, which read without colour."""

from __future__ import annotations


def draw_bar(share: float, length: int) -> str:
    """Draw a part of the largest in blocks, half a one for the least that is not nothing."""
    halves = max(round(share * length * 2), 1) if share else 0
    return "█" * (halves // 2) + "▌" * (halves % 2)
