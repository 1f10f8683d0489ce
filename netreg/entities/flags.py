"""Flags: contradictions shown beside a record, each with a stable id."""

from __future__ import annotations

from typing import Any


def make_flag(id: str, severity: str, **data: Any) -> dict[str, Any]:
    """Make a flag as every kind of record carries it; `data` fills in the sentence of its id."""
    return {"id": id, "severity": severity, "data": data}
