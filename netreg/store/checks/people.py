"""People, their posts and addresses, as they are read for the checks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.entities.checks import people as checks
from netreg.entities.checks.findings import Finding
from netreg.store.records import records
from netreg.store.records.computed_columns import make_last_day
from netreg.store.records.conditions import CURRENT, select_numbers
from netreg.thai.dates import terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import TimeFrame

_NAME = "trim(given_name || ' ' || coalesce(family_name, ''))"


def find_responsible_without_post(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find records that are not closed whose responsible person holds no post, now or ever."""
    for kind in BY_NAME.values():
        for reference in kind.references:
            if reference.name not in kind.responsible_fields or reference.name == "contact":
                continue  # who to ask at a party need not be known to the register
            found = db.execute(
                f"""SELECT t.id FROM {kind.name} t WHERE t.{reference.column} IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.{reference.column})"""
            ).fetchall()
            chosen = [select_numbers([row[0] for row in found])]
            for row in records.select_records(db, kind, chosen, as_of=frame.as_of) if found else ():
                if not kind.is_closed(kind.add_derived(row, frame), frame.as_of):
                    who = row[reference.name]
                    data = {"name": who.name, "person": who.code or str(who.id)}
                    yield Finding(checks.RESPONSIBLE_NO_POST, ((kind.name, row["id"]), ("person", who.id)), (data,))


def find_emails_of_left(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find the e-mail addresses of offices that people have whose posts have all ended."""
    sql = f"SELECT t.id, t.email, {make_last_day('t.id')} AS last FROM person t WHERE t.email IS NOT NULL"
    for number, email, last in db.execute(f"SELECT * FROM ({sql}) WHERE last IS NOT NULL", _as_of(frame)):
        if not checks.is_private(email):
            yield Finding(checks.EMAIL_LEFT, (("person", number),), ({"email": email, "last_day": last},))


def find_unconfirmed_posts(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find posts that are held, have no last day, and were last known to be true more than a year ago."""
    since = terms.subtract_term(frame.as_of, "P1Y").isoformat()
    sql = f"""SELECT p.id, max(coalesce(p.confirmed_on, ''), coalesce(p.since, '')) AS known FROM post p
        WHERE {CURRENT} AND p.until IS NULL AND known < :since"""
    for number, known in db.execute(sql, {**_as_of(frame), "since": since}):
        check = checks.POST_UNCONFIRMED if known else checks.POST_NEVER_CONFIRMED
        yield Finding(check, (("post", number),), ({"confirmed": known} if known else {},))


def find_shared_addresses(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find e-mail addresses and telephones of several people that are not those of an organisation."""
    for check, column in ((checks.EMAIL_SHARED, "email"), (checks.PHONE_SHARED, "phone")):
        value = f"lower(p.{column})"
        sql = f"""SELECT {value} AS value, p.id, {_NAME} FROM person p WHERE {value} IN (
                SELECT lower(o.{column}) FROM person o WHERE o.{column} IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
            AND {value} NOT IN (SELECT lower({column}) FROM organisation WHERE {column} IS NOT NULL)
            ORDER BY 1, 2"""
        yield from checks.find_shared_addresses(check, map(checks.SharedAddress._make, db.execute(sql)))


def find_odd_names(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find names of people that are no names of one person."""
    sql = "SELECT id, given_name, coalesce(family_name, '') FROM person ORDER BY id"
    yield from checks.find_odd_names(map(checks.WrittenPerson._make, db.execute(sql)))


def _as_of(frame: TimeFrame) -> dict[str, str]:
    return {"as_of": frame.as_of.isoformat()}
