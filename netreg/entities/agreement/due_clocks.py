"""The due clocks of an agreement: its next step before the signing, the notice, its end or renewal, its grace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.entity import DueClock
from netreg.entities.agreement.derived_dates import RUNNING
from netreg.entities.agreement.periods import STOPS
from netreg.language import Label

if TYPE_CHECKING:
    from netreg.core.entity import Row


def _is_running(row: Row) -> bool:
    return row["state"] in RUNNING


def _is_open(row: Row) -> bool:
    """Tell whether it runs and it was not decided what follows."""
    return _is_running(row) and row["decision"] not in STOPS


def _ends(row: Row) -> bool:
    """Tell whether it runs and does not renew itself at its end."""
    return _is_running(row) and not row["renews_on"]


def _has_missed_notice(row: Row) -> bool:
    """Tell whether a decision is still possible after the deadline: not where it renews itself."""
    return _is_open(row) and row["renewal"] != "tacit"


def _has_ended(row: Row) -> bool:
    """Tell whether the end is past, in grace or without any, and nothing was decided."""
    in_grace = row["state"] == "in_grace" and row["decision"] not in STOPS
    return in_grace or (bool(row["undecided"]) and not row["grace_end"])


def _lies_at_stage(row: Row) -> bool:
    """Tell whether it lies somewhere before everybody has signed."""
    return row["stage"] is not None


def _make_clock(name: str, th: str, en: str, day: str, **more: Any) -> DueClock:
    """Make a clock that whoever is responsible for the agreement settles by a renewal."""
    return DueClock(name, Label(th, en), day, ("responsible",), _RENEW, **more)


_RENEW = "agreement renew {record} --until DATE"
_REPLACE = "agreement replace {record} --with AGREEMENT"
"""An agreement that has ended cannot be renewed any more, only replaced by a new one."""
_NO_RENEWAL = ("agreement decide {record} lapse", "agreement terminate {record} --on DATE")
"""Both stop a tacit renewal: notice in time at this end, later at the next; or what the parties agree."""


def _list_notice_commands(row: Row) -> tuple[str, ...]:
    return _NO_RENEWAL[:1] if row["renews_on"] else (_RENEW,)


def _list_end_commands(row: Row) -> tuple[str, ...]:
    """List what may be decided of an end; of one that was decided ahead there is only to know why it is so."""
    if row["undecided"]:
        return _REPLACE, "agreement complete {record}"
    if row["end_basis"] in ("closed", "replaced") or row["decision"] in STOPS:
        return ("agreement explain {record}",)
    return (_RENEW,)


CLOCKS = (
    DueClock(
        "step",
        Label("รอขั้นตอนก่อนลงนาม", "Next step before signing"),
        "stage_due",
        ("responsible",),
        "agreement step {record} STEP --on DATE",
        matters_before=_lies_at_stage,
        matters_after=_lies_at_stage,
        offsets="P7D P0D",
    ),
    _make_clock(
        "notice",
        "วันสุดท้ายที่แจ้งได้",
        "Last day for notice",
        "notice_deadline",
        matters_before=_is_open,
        matters_after=_has_missed_notice,
        choose_commands=_list_notice_commands,
    ),
    _make_clock(
        "end",
        "สิ้นสุด",
        "Ends",
        "end",
        matters_before=_ends,
        matters_after=_has_ended,
        ends_term=True,
        choose_commands=_list_end_commands,
        own_flags=("expired",),
        offsets="P6M P90D P30D P7D P0D",
    ),
    _make_clock(
        "renewal",
        "ต่ออายุเองโดยปริยาย",
        "Renews itself",
        "renews_on",
        choose_commands=lambda _row: _NO_RENEWAL,
        flag="renews-itself",
        offsets="P90D P30D P7D P0D",
    ),
    _make_clock(
        "grace",
        "สิ้นสุดช่วงผ่อนผัน",
        "Grace ends",
        "grace_end",
        matters_before=lambda row: row["state"] == "in_grace",
        matters_after=lambda row: bool(row["undecided"]),
        late_command=_REPLACE,
        ends_term=True,
        own_flags=("expired",),
        offsets="P30D P7D P0D",
    ),
)
