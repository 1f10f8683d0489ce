"""The days of an agreement that must not be missed: to give notice, its end, the end of its grace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.entity import DueClock
from netreg.entities.agreement.clocks import RUNNING
from netreg.entities.agreement.periods import STOPS
from netreg.language import Label

if TYPE_CHECKING:
    from netreg.core.entity import Row


def _runs(row: Row) -> bool:
    return row["state"] in RUNNING


def _is_open(row: Row) -> bool:
    """Tell whether it runs and nobody has decided yet what becomes of it."""
    return _runs(row) and row["decision"] not in STOPS


def _notice_missed(row: Row) -> bool:
    """The day to decide has gone and the end is still to come; what renews itself has done so by then."""
    return _is_open(row) and row["renewal"] != "tacit"


def _ended(row: Row) -> bool:
    """Its end is past, in its grace or without one, and nobody has decided."""
    in_grace = row["state"] == "in_grace" and row["decision"] not in STOPS
    return in_grace or (bool(row["undecided"]) and not row["grace_end"])


def _clock(name: str, th: str, en: str, day: str, **more: Any) -> DueClock:
    """A clock of agreements: whoever looks after the agreement decides."""
    return DueClock(name, Label(th, en), day, ("responsible",), "agreement renew {record} --until DATE", **more)


_LATE = "agreement replace {record} --with AGREEMENT"
"""What has ended cannot be renewed any more; a new agreement takes its place."""

CLOCKS = (
    _clock(
        "notice",
        "วันสุดท้ายที่แจ้งได้",
        "Last day for notice",
        "notice_deadline",
        matters_before=_is_open,
        matters_after=_notice_missed,
    ),
    _clock(
        "end",
        "สิ้นสุด",
        "Ends",
        "end",
        matters_before=_runs,
        matters_after=_ended,
        ends_term=True,
        late_command=_LATE,
        offsets="P6M P90D P30D P7D P0D",
    ),
    _clock(
        "grace",
        "สิ้นสุดช่วงผ่อนผัน",
        "Grace ends",
        "grace_end",
        matters_before=lambda row: row["state"] == "in_grace",
        matters_after=lambda row: bool(row["undecided"]),
        late_command=_LATE,
        ends_term=True,
        offsets="P30D P7D P0D",
    ),
)
