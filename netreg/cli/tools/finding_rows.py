"""Findings as rows of a list, with the fields that they have there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.fields import Count, Field
from netreg.core.flags import SEVERITIES
from netreg.core.naming.record_addresses import AddressField, RecordAddress
from netreg.core.plural_fields import CommandList, CommandText
from netreg.entities import BY_NAME
from netreg.entities.checks.findings import address_record
from netreg.store.checks import names, register

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.core.fields import Ref, Style
    from netreg.entities.checks.findings import NamedFinding

SEVERITY = Choice("severity", "ระดับ", "Severity", options=SEVERITIES)
FIELDS = (
    Field("id", "ข้อตรวจพบ", "Finding"),
    SEVERITY,
    AddressField("record", "รายการ", "Record"),
    Field("name", "ชื่อ", "Name"),
    Field("what", "สิ่งที่พบ", "What"),
    CommandText("command", "พิมพ์", "To settle it"),
)
MORE = (
    Field("check", "ข้อตรวจ", "Check"),
    Field("title", "เรื่อง", "Title"),
    Field("kind", "ชนิดรายการ", "Kind"),
    CommandList("commands", "คำสั่งที่ใช้ได้", "All that may settle it"),
    Field("records", "รายการที่เกี่ยวข้อง", "Records"),
    Field("facts", "ข้อเท็จจริง", "Facts"),
    Field("accepted", "เหตุผลที่ยอมรับ", "Accepted because"),
)
SUMMED_FIELDS = (
    SEVERITY,
    Field("title", "ข้อตรวจพบ", "Found"),
    Count("count", "จำนวน", "Count"),
    AddressField("record", "รายการ", "Records"),
)
"""The fields of a line for each check."""


def build_row(one: NamedFinding, style: Style) -> Row:
    """Return a finding as a row of a list."""
    commands = one.list_commands()
    return {
        "id": one.id,
        "severity": one.finding.check.severity,
        "record": name_record(one),
        "name": describe_record(one),
        "what": one.finding.explain(style),
        "command": next(iter(commands), None),
        "check": one.finding.check.id,
        "title": str(one.finding.check.title),
        "kind": one.finding.kind,
        "commands": commands,
        "records": [{"kind": ref.kind, "id": ref.id, "code": ref.code, "name": ref.name} for ref in one.refs],
        "facts": [dict(data) for data in one.finding.facts],
        "accepted": one.finding.reason,
    }


def name_record(one: NamedFinding) -> RecordAddress:
    """Return the noun and the code or number of the record that has a finding, as commands take it."""
    return RecordAddress.make(BY_NAME[one.finding.kind], address_record(one.refs[0]))


def describe_record(one: NamedFinding) -> str:
    """Return the name of the record, behind what it belongs to."""
    chain: tuple[Ref, ...] = (*one.owners, one.refs[0])
    return ": ".join(dict.fromkeys(ref.name for ref in chain))


def list_part_findings(db: sqlite3.Connection, kind: Entity, number: int, frame: TimeFrame, style: Style) -> list[Row]:
    """List what was found of the records that belong to one, and was not accepted; its own flags it shows itself."""
    records = frozenset(register.find_belonging(db, kind, number)) - {(kind.name, number)}
    scope = register.Scope(frozenset(name for name, _number in records), records)
    found = [one for one in register.find_findings(db, frame, scope) if one.reason is None]
    return [build_row(one, style) for one in names.name_findings(db, found)]


def sum_up_findings(rows: list[Row]) -> list[Row]:
    """Return a row for each check, with the records that it found."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["check"], []).append(row)
    return [{**found[0], "count": len(found), "record": _join_records(found)} for found in groups.values()]


def _join_records(rows: list[Row]) -> RecordAddress:
    """Join the addresses of the records, as commands take them and as people read them."""
    joined = RecordAddress(", ".join(_name_records(row["record"] for row in rows)))
    joined.spoken = ", ".join(_name_records(row["record"].spoken for row in rows))
    return joined


def _name_records(addresses: Iterable[str]) -> Iterator[str]:
    """Yield the addresses, each with its noun where that is another than before."""
    last = ""
    for one in addresses:
        noun, _blank, address = one.rpartition(" ")
        yield address if noun == last else one
        last = noun
