"""The attendees of a meeting, each with their part and their answer, and who came for whom (RFC 5545, 3.8.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icalendar import vCalAddress

    from netreg.core.entity import Row
    from netreg.core.fields import Ref

    AddressFinder = Callable[[Ref | str], str | None]

ROLES = {
    "presiding": "CHAIR",
    "chair": "CHAIR",
    "observer": "NON-PARTICIPANT",
    "adviser": "OPT-PARTICIPANT",
}
PARTICIPATION = {"present": "ACCEPTED", "partial": "ACCEPTED", "apology": "DECLINED", "absent": "DECLINED"}


def list_attendees(rows: Iterable[Row], email: AddressFinder, *, is_ahead: bool) -> list[vCalAddress]:
    """List each attendee with an address once, in the first role recorded; a member who sent a substitute, too."""
    found: dict[str, vCalAddress] = {}
    listed = list(rows)
    for row in listed:
        if row["person"] and (address := email(row["person"])) and address not in found:
            answer = _choose_participation(row["presence"], is_ahead=is_ahead)
            found[address] = make_address(
                row["person"].name, address, ROLE=ROLES.get(row["role"], "REQ-PARTICIPANT"), PARTSTAT=answer
            )
    for row in listed:
        if row["person"] and row["substitute_for"]:
            _delegate(found, row["substitute_for"], email(row["substitute_for"]), email(row["person"]))
    return list(found.values())


def _delegate(found: dict[str, vCalAddress], member: str, address: str | None, substitute: str | None) -> None:
    """Say of a member that another comes instead, and of that one for whom; both need an address for that."""
    if address is None or substitute is None or address == substitute:
        return
    found[substitute].params["DELEGATED-FROM"] = f"mailto:{address}"
    known = found.setdefault(address, make_address(member, address, ROLE="REQ-PARTICIPANT"))
    known.params.update({"PARTSTAT": "DELEGATED", "DELEGATED-TO": f"mailto:{substitute}"})


def _choose_participation(presence: str | None, *, is_ahead: bool) -> str:
    """Return the participation of a presence; nobody can have been present at a meeting that is still ahead."""
    answer = PARTICIPATION.get(presence or "", "NEEDS-ACTION")
    return "NEEDS-ACTION" if is_ahead and answer == "ACCEPTED" else answer


def make_address(name: str, email: str, **parameters: str) -> vCalAddress:
    """Return an address to which no server sends anything, such as an invitation to a past meeting."""
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{email}")
    address.params.update({"CN": name, "SCHEDULE-AGENT": "NONE", **parameters})
    return address
