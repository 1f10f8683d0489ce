"""Who signed, attended or spoke: name, titles and position are kept as they were on the day of the record.

They are filled with the record, from the person and the post held on that day, unless something else is
said; where the day is not known yet, as of an agreement not signed or a meeting still planned, they are
filled once it is. From then on only a correction changes them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.core.kept_names import WrittenReference
from netreg.core.table_import import CHILD, OWN
from netreg.entities import BY_NAME, PERSON
from netreg.entities.acting import ACTING, join_position
from netreg.entities.people.person_names import display_name, join_bare_name
from netreg.entities.rough_dates import can_hold_on, is_ahead, parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _, get_language, ngettext
from netreg.named_tuples import NamedTuple
from netreg.store.records import records
from netreg.store.records.conditions import KNOWN_FROM
from netreg.store.writes.rules.meetings.units_stood_for import find_unit_stood_for
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.thai import text
from netreg.thai.dates.formats import find_latest_day, format_date, is_stored_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Entity, Row
    from netreg.core.kept_names import KeptName
    from netreg.core.table_import import TableImport

_LAST_SIGNED = """(SELECT max(s.signed_on) FROM signatory s JOIN party q ON q.id = s.party_id
    WHERE q.agreement_id = a.id)"""
_SIGNED_FOR = "p.unit_id, p.organisation_id FROM party p JOIN agreement a ON a.id = p.agreement_id WHERE p.id = :party"
_HELD = "(held_from IS NOT NULL OR state = 'held')"
_OCCASIONS = {
    "signatory": f"SELECT coalesce(:signed_on, a.signed_on), {_SIGNED_FOR}",
    "witness": f"SELECT coalesce(a.signed_on, {_LAST_SIGNED}), {_SIGNED_FOR}",
    "attendance": "SELECT CASE state WHEN 'planned' THEN NULL ELSE starts_at END, :organisation, NULL FROM meeting "
    "WHERE id = :meeting",
    "opinion": "SELECT coalesce(:voiced_on, (SELECT starts_at FROM meeting WHERE id = :meeting), ''), :organisation, "
    "NULL",
    "enrolment": f"SELECT CASE WHEN {_HELD} THEN coalesce(held_from, '') END, :organisation, NULL FROM cohort "
    "WHERE id = :cohort",
    "session": f"SELECT CASE WHEN {_HELD} THEN coalesce(:starts_at, held_from, '') END, :affiliation, NULL FROM cohort "
    "WHERE id = :cohort",
    "involvement": "SELECT CASE state WHEN 'planned' THEN NULL ELSE coalesce(starts_on, '') END, NULL, NULL "
    "FROM activity WHERE id = :activity",
    "credit": "SELECT coalesce(published_on, ''), NULL, NULL FROM news_item WHERE id = :news_item",
}
"""For each kind that keeps names: the day of a record, and the unit and the organisation for which somebody acted.

The day is NULL while it is to come, and empty where it is past and not known.
"""

_WAITING = {
    "agreement": (
        ("signatory", "party_id IN (SELECT id FROM party WHERE agreement_id = :id)"),
        ("witness", "party_id IN (SELECT id FROM party WHERE agreement_id = :id)"),
    ),
    "signatory": (
        ("witness", """party_id IN (SELECT q.id FROM party p JOIN party q USING (agreement_id) WHERE p.id = :party)"""),
    ),
    "meeting": (("attendance", "meeting_id = :id"),),
    "activity": (("involvement", "activity_id = :id"),),
    "cohort": (("session", "cohort_id = :id"), ("enrolment", "cohort_id = :id")),
}
"""The records that may wait for a write to know their day."""


class Post(NamedTuple):
    """A post held by a person: its organisation, the position in words, the form of acting.

    `known_on` is the day from which a post without a first day is known, where that is after the day asked about.
    """

    number: int
    organisation: int | None
    position: str
    acting: str | None
    known_on: str | None = None


class DatedName(NamedTuple):
    """The name of a person as it was on a day, with titles and without them."""

    whole: str
    bare: str


def fill_kept_name(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the name and the position of a person on the day, where a record is to keep them from now on."""
    kept, after = write.entity.kept_name, write.after
    assert after is not None
    if kept is None or after[kept.person] is None or not _is_to_keep(write, kept):
        return {}
    day, unit, organisation = _find_occasion(db, write.entity, after)
    if day is None:
        return {}
    person = after[kept.person]
    is_another = write.before[kept.person] not in (None, person)
    filled: Row = {}
    if after[kept.name] is None or (is_another and kept.name not in write.given):
        filled[kept.name] = choose_name(db, person, day)
    if kept.position and (after[kept.position] is None or (is_another and kept.position not in write.given)):
        post = choose_post(db, find_posts_on(db, person, day), unit, organisation)
        filled |= {kept.position: post.position if post else None, kept.known_on: post.known_on if post else None}
        if post and post.acting and "capacity" in after and after["capacity"] is None:
            filled |= _find_capacity(post.acting)
    if kept.unit and (after[kept.unit] is None or (is_another and kept.unit not in write.given)):
        filled[kept.unit] = find_unit_stood_for(db, after, person, day)
    return filled


def clear_certainty(write: ProposedWrite) -> Row:
    """Return that a position which somebody gives is certain."""
    kept = write.entity.kept_name
    if kept is None or kept.position is None or kept.known_on in write.given:
        return {}
    given = write.given.get(kept.position)
    return {kept.known_on: None} if given is not None and given != write.before[kept.position] else {}


def _is_to_keep(write: ProposedWrite, kept: KeptName) -> bool:
    """Tell whether a write is the one with which a record begins to keep a name, or another one."""
    before, given = write.before, write.given
    is_other_person = kept.person in given and given[kept.person] != before[kept.person]
    is_cleared = kept.name in given and given[kept.name] is None
    return write.number is None or before[kept.name] is None or is_other_person or is_cleared


def choose_name(db: sqlite3.Connection, person: int, day: str) -> str:
    """Return the name of a person as it was written, else the one in use on a day.

    Who was written without titles, under that name or the present one, was only pointed out: that of the day counts.
    """
    name = find_name_on(db, person, day)
    written = text.clean(person.written) if isinstance(person, WrittenReference) else ""
    if not written or (" " not in written and any(map(str.isdigit, written))):  # a number or a code is no name
        return name.whole
    keys = {text.match_key(one) for one in PERSON.search_names(written)}
    if text.match_key(written) in {text.match_key(one.bare) for one in (name, find_name_on(db, person, ""))}:
        return name.whole
    sql = "SELECT 1 FROM name_key WHERE kind = 'person' AND record_id = ? AND key IN (SELECT value FROM json_each(?))"
    is_name = db.execute(sql, [person, json.dumps(sorted(keys))]).fetchone() is not None
    return written if is_name else name.whole


def find_name_on(db: sqlite3.Connection, person: int, day: str) -> DatedName:
    """Return the name of a person on a day: the former name that was used until then, else the present one."""
    row = db.execute("SELECT * FROM person WHERE id = ?", [person]).fetchone()
    if day:
        last = find_latest_day(day)
        former = db.execute("SELECT * FROM former_name WHERE person_id = ? AND until IS NOT NULL", [person])
        then = [one for one in former if is_stored_date(one["until"]) and find_latest_day(one["until"]) >= last]
        row = min(then, key=lambda one: (find_latest_day(one["until"]), one["id"]), default=row)
    return DatedName(display_name(dict(row)), join_bare_name(dict(row)))


def _find_capacity(acting: str) -> Row:
    """Return the capacity in which somebody signs who acts in a post."""
    capacity = "on_behalf" if acting in ("delegated", "delegated_work") else "acting"
    return {"capacity": capacity, "capacity_as_written": ACTING[acting].th}


def _find_occasion(db: sqlite3.Connection, entity: Entity, row: Row) -> tuple[str | None, int | None, int | None]:
    """Return the day of a record, and the unit and the organisation for which the person acted."""
    found = db.execute(_OCCASIONS[entity.name], row).fetchone()
    return (found[0], found[1], found[2]) if found else (None, None, None)


def find_posts_on(db: sqlite3.Connection, person: int, day: str) -> list[Post]:
    """Return the posts with a position that somebody held on a day; of a rough one on all of its days.

    One without a first day may have been held before anybody knew of it, and says from when it is known.
    """
    days = parse_rough_date(day or None)
    sql = f"SELECT *, {KNOWN_FROM} AS known_on FROM post p WHERE person_id = ? AND position IS NOT NULL ORDER BY id"
    return [
        Post(
            row["id"],
            row["organisation_id"],
            join_position(row["acting"], row["position"]),
            row["acting"],
            row["known_on"] if days and not row["since"] and is_ahead(row["known_on"], days.last) else None,
        )
        for row in db.execute(sql, [person])
        if (
            all(can_hold_on(row["since"], row["until"], one) for one in (days.first, days.last))
            if days
            else row["until"] is None
        )
    ]


def choose_post(
    db: sqlite3.Connection, posts: list[Post], unit: int | None = None, organisation: int | None = None
) -> Post | None:
    """Return the post in which somebody acted for a unit or organisation; None where it is not certain which.

    A post there goes before one in a unit below or above, and that before any other.
    """
    own = {one for one in (unit, organisation) if one is not None}
    near = _list_units_around(db, own) if own and len(posts) > 1 else set[int]()
    for among in (own, near):
        if found := [post for post in posts if post.organisation in among]:
            return _choose_only(found)
    return _choose_only(posts)


def _choose_only(posts: list[Post]) -> Post | None:
    """Choose the only position among posts: of those that were known on the day, if there are any."""
    posts = [post for post in posts if post.known_on is None] or posts
    return posts[0] if len({post.position for post in posts}) == 1 else None


def _list_units_around(db: sqlite3.Connection, organisations: set[int]) -> set[int]:
    """Return the organisations below and above some."""
    marks = ", ".join(map(str, organisations))
    sql = f"""WITH RECURSIVE below (id) AS (
            SELECT id FROM organisation WHERE id IN ({marks}) UNION
            SELECT o.id FROM organisation o JOIN below b ON o.parent_id = b.id
        ), above (id) AS (
            SELECT id FROM organisation WHERE id IN ({marks}) UNION
            SELECT o.parent_id FROM organisation o JOIN above a ON o.id = a.id WHERE o.parent_id IS NOT NULL
        ) SELECT id FROM below UNION SELECT id FROM above"""
    return {row[0] for row in db.execute(sql)}


def describe_open_posts(db: sqlite3.Connection, entity: Entity, number: int) -> str | None:
    """Say of a record why it keeps no position of a person, or one that nobody knew on the day; None if that is clear.

    Where several posts were held it is open which counts; one may be known only since a later day.
    """
    kept, row = entity.kept_name, records.read_values(db, entity, number)
    if kept is None or kept.position is None or row[kept.person] is None:
        return None
    if row[kept.known_on] is not None:
        return _(
            "the position '{position}' is known only since {day}; confirm it with "
            "'netreg {kind} edit {number} {known_on}=', or give another with '{field}=… --correction'"
        ).format(
            position=row[kept.position],
            day=format_date(row[kept.known_on], lang=get_language()),
            kind=entity.command,
            number=number,
            known_on=kept.known_on,
            field=kept.position,
        )
    return _describe_several_posts(db, entity, number, row) if row[kept.position] is None else None


def _describe_several_posts(db: sqlite3.Connection, entity: Entity, number: int, row: Row) -> str | None:
    kept = entity.kept_name
    assert kept is not None
    day, _unit, _organisation = _find_occasion(db, entity, row)
    posts = find_posts_on(db, row[kept.person], day) if day is not None else []
    if len(posts) < 2:
        return None
    named = records.find_refs(db, "organisation", {post.organisation for post in posts if post.organisation})
    shown = [
        f"{post.position} ({named[post.organisation].name})" if post.organisation else post.position for post in posts
    ]
    return _(
        "{name} held several posts, so no position was taken: {posts}; "
        "give it with 'netreg {kind} edit {number} {field}=…'"
    ).format(
        name=records.find_refs(db, "person", [row[kept.person]])[row[kept.person]].name,
        posts="; ".join(shown),
        kind=entity.command,
        number=number,
        field=kept.position,
    )


def refuse_change(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to change what is kept of a person, but for a correction; a blank may be filled.

    Raises:
        RefusedChange: naming the command that corrects it.
    """
    kept, before, after = write.entity.kept_name, write.before, write.after
    if kept is None or write.amending or write.number is None or after is None:
        return
    fields = [name for name in (kept.name, kept.position, kept.person) if name]
    changed = next((name for name in fields if before[name] is not None and after[name] != before[name]), None)
    if changed is None or before[kept.person] is None or before[kept.name] is None:
        return
    if kept.person in write.given and after[kept.person] != before[kept.person]:
        changed = kept.person
    if _find_occasion(db, write.entity, before)[0] is not None:
        raise RefusedChange(
            _("{kind} {number} keeps {field} as on the day, so it cannot be edited").format(
                kind=write.entity.spoken_name, number=write.number, field=changed
            ),
            _("correct a slip with 'netreg {kind} edit {number} {field}=… --correction'").format(
                kind=write.entity.command, number=write.number, field=changed
            ),
        )


def keep_waiting_names(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Fill the names of records that waited for their day, where a write made it known."""
    if write.number is None or write.after is None:
        return
    for name, clause in _WAITING.get(write.entity.name, ()):
        kind = BY_NAME[name]
        assert kind.kept_name is not None
        person, kept = kind.by_name[kind.kept_name.person].column, kind.kept_name.name
        sql = f"SELECT id FROM {name} WHERE {clause} AND {person} IS NOT NULL AND {kept} IS NULL"
        for (number,) in db.execute(sql, {**write.after, "id": write.number}).fetchall():
            before = records.read_values(db, kind, number)
            records.update_record(db, kind, number, fill_kept_name(db, ProposedWrite(kind, number, before, {}, before)))


_SIGNS_AHEAD = """SELECT s.id
    FROM signatory s JOIN party p ON p.id = s.party_id JOIN agreement a ON a.id = p.agreement_id
    WHERE s.person_id = ? AND s.name_as_signed = ? AND coalesce(s.signed_on, a.signed_on) > ?"""


def rename_ahead(db: sqlite3.Connection, person: int, before: str, today: date) -> None:
    """Give signatures dated ahead the new name of a person, which they have under the one `before`."""
    kind, name = BY_NAME["signatory"], records.find_refs(db, "person", [person])[person].name
    for (number,) in db.execute(_SIGNS_AHEAD, [person, before, today.isoformat()]).fetchall():
        records.update_record(db, kind, number, {"name_as_signed": name})


def describe_old_spelling(db: sqlite3.Connection, person: int, before: str) -> Iterator[str]:
    """Say which records keep a name of a person that was only written wrongly, and what to type to correct them."""
    if records.find_refs(db, "person", [person])[person].name == before:
        return
    commands: list[str] = []
    for kind in (BY_NAME[name] for name in _OCCASIONS):
        kept = kind.kept_name
        assert kept is not None
        column = kind.by_name[kept.person].column
        sql = f"SELECT id FROM {kind.name} WHERE {column} = ? AND {kept.name} = ? ORDER BY id"
        found = db.execute(sql, [person, before])
        commands += [f"'netreg {kind.command} edit {one[0]} {kept.name}= --correction'" for one in found]
    if commands:
        more = ", …" if len(commands) > _MOST_NAMED else ""
        yield ngettext(
            "{n} record keeps the name '{name}'; correct it with {commands}",
            "{n} records keep the name '{name}'; correct them with {commands}",
            len(commands),
        ).format(n=len(commands), name=before, commands=", ".join(commands[:_MOST_NAMED]) + more)


_MOST_NAMED = 10


# --- imports --------------------------------------------------------------------------


def rows_that_keep_names(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the new rows, if any is about a person whose name or position is to be filled, and not in sets.

    All of them, so that people stand in the order of the file. Yield those, too, for which others may wait.
    """
    for level, kind, table in ((OWN, task.entity, "unmatched_rows"), (CHILD, task.child, "new_children")):
        if kind is None or kind.kept_name is None or not (person := task.column_of(level, kind.kept_name.person)):
            continue
        if level == OWN and kind.name not in _WAITING:
            continue
        filled_fields = (kind.kept_name.name, kind.kept_name.position)
        columns = [task.column_of(level, name) for name in filled_fields if name]
        blank = " OR ".join(f"i.{column.name} IS NULL" if column else "1" for column in columns)
        filled = (
            f"SELECT 1 FROM {table} CROSS JOIN resolved i USING (row) WHERE i.{person.name} IS NOT NULL AND ({blank})"
        )
        yield f"{table} WHERE EXISTS ({filled})"
    waiting = _WAITING.get(task.entity.name, ()) if task.entity.name != "signatory" else ()
    for name, clause in waiting:
        kept = BY_NAME[name].kept_name
        assert kept is not None
        mine = clause.replace(":id", "d.record")
        yield f"changed_rows d WHERE EXISTS (SELECT 1 FROM {name} WHERE {mine} AND {kept.name} IS NULL)"


def fill_rows(db: sqlite3.Connection, task: TableImport) -> Iterator[tuple[int, Row, Row]]:
    """Yield the new rows about a person whose name or position is to be filled, for which no other waits."""
    entity, kept = task.entity, task.entity.kept_name
    person = task.column_of(OWN, kept.person) if kept else None
    if kept is None or person is None or entity.name in _WAITING:
        return
    columns = [task.column_of(OWN, name) for name in (kept.name, kept.position, kept.unit) if name]
    blank = " OR ".join(f"i.{column.name} IS NULL" if column else "1" for column in columns)
    own = list(task.columns_of(OWN))
    shown = "".join(f", i.{column.name}" for column in own)
    found = db.execute(
        f"""SELECT i.row, q.text{shown} FROM unmatched_rows u CROSS JOIN resolved i ON i.row = u.row
        CROSS JOIN incoming g ON g.row = i.row LEFT JOIN named_references q ON q.number = g.{person.name}
        WHERE i.{person.name} IS NOT NULL AND ({blank}) AND i.row NOT IN (SELECT row FROM needs_row_import)
        AND i.row NOT IN (SELECT row FROM rejected_rows)"""
    )
    nothing = entity.make_blank_row()
    for number, written, *values in found.fetchall():
        said = zip((column.field.name for column in own), values, strict=True)
        row = nothing | {name: value for name, value in said if value is not None}
        if written is not None:
            row[kept.person] = WrittenReference.make(row[kept.person], written)
        filled = fill_kept_name(db, ProposedWrite(entity, None, nothing, row, row))
        if given := {name: value for name, value in filled.items() if value is not None}:
            yield number, row, given


RULE = WriteRule(
    refuse=refuse_change,
    fill=lambda db, write: clear_certainty(write) | fill_kept_name(db, write),
    follow=keep_waiting_names,
    rows_needing_row_import=rows_that_keep_names,
    fill_rows=fill_rows,
)
