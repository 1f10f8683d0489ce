"""A day that comes due: what a warning says, whatever kind of record it is about."""

from __future__ import annotations

from typing import NamedTuple


class Notice(NamedTuple):
    """One warning: the record, the clock that runs out, who is responsible, what to type.

    `record` is the record's number; `day` the ISO day that the clock names, `act_on` the
    working day to act on, `days_left` counts to `day` and is negative after it; `offset` is
    how long before the day the rule warns (``30d``); `key` names the warning in the ledger.
    """

    kind: str
    record: int
    code: str | None
    name: str
    clock: str
    clock_label: str
    day: str
    days_left: int
    responsible_id: int | None
    responsible_name: str | None
    responsible_email: str | None
    act_on: str
    command: str
    offset: str
    key: str
