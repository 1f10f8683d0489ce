"""Records that cannot be one: the reasons why two of them are never merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import shorten
from netreg.errors import RefusedChange
from netreg.language import Label, _
from netreg.store.records import known_pairs, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity


def refuse_merge(db: sqlite3.Connection, entity: Entity, kept: int, gone: int) -> None:
    """Refuse to merge two records that are certainly two.

    Raises:
        RefusedChange: with the reason, and what to type next.
    """
    if kept == gone:
        raise RefusedChange(
            _("{kind} {number} cannot be merged with itself").format(kind=entity.spoken_name, number=kept),
            _("name the record that is to go second"),
        )
    for refusal in _find_refusals(db, entity, kept, gone):
        raise refusal


def _find_refusals(db: sqlite3.Connection, entity: Entity, kept: int, gone: int) -> Iterator[RefusedChange]:
    if (pair := known_pairs.find_pair(db, entity, kept, gone)) is not None:
        row = db.execute("SELECT reason FROM not_same WHERE id = ?", [pair]).fetchone()
        reason = f" ({shorten(row[0], 60)})" if row[0] else ""
        yield RefusedChange(
            _("{kind} {one} and {kind} {other} are known not to be the same{reason}").format(
                kind=entity.spoken_name, one=kept, other=gone, reason=reason
            ),
            _("if they are, first run 'netreg {kind} not-same {one} {other} --forget'").format(
                kind=entity.command, one=kept, other=gone
            ),
        )
    yield from _find_links_between(db, entity, kept, gone)
    for sentence, sql in _TOGETHER.get(entity.name, ()):
        found = db.execute(sql, {"one": kept, "other": gone}).fetchone()
        if found is not None:
            yield _make_refusal(db, entity, (kept, gone), str(sentence), found[0])


def _find_links_between(db: sqlite3.Connection, entity: Entity, kept: int, gone: int) -> Iterator[RefusedChange]:
    """Find a reference by which one of the two stands above the other, or follows it."""
    for reference in (one for one in entity.references if one.to == entity.name):
        for lower, upper in ((kept, gone), (gone, kept)):
            if stands_below(db, entity, reference.column, lower, upper):
                refs = records.find_refs(db, entity.name, [lower, upper])
                yield RefusedChange(
                    _("{kind} {lower} ({lower_name}) has {kind} {upper} ({upper_name}) above it, in '{field}'").format(
                        kind=entity.spoken_name,
                        upper=upper,
                        upper_name=shorten(refs[upper].name, 60),
                        lower=lower,
                        lower_name=shorten(refs[lower].name, 60),
                        field=reference.name,
                    ),
                    _("if that is wrong, change it with 'netreg {kind} edit {lower} {field}='").format(
                        kind=entity.command, lower=lower, field=reference.name
                    ),
                )


def stands_below(db: sqlite3.Connection, entity: Entity, column: str, lower: int, upper: int) -> bool:
    """Tell whether a record has another above it by a reference to its own kind, however far up."""
    sql = f"""WITH RECURSIVE above (id) AS (
        SELECT {column} FROM {entity.name} WHERE id = ?
        UNION SELECT t.{column} FROM {entity.name} t JOIN above a ON t.id = a.id WHERE t.{column} IS NOT NULL
    ) SELECT 1 FROM above WHERE id = ?"""
    return db.execute(sql, [lower, upper]).fetchone() is not None


_HANDS = """SELECT p.agreement_id, s.person_id FROM signatory s JOIN party p ON p.id = s.party_id
    UNION ALL SELECT p.agreement_id, w.person_id FROM witness w JOIN party p ON p.id = w.party_id"""
_TOGETHER: dict[str, tuple[tuple[Label, str], ...]] = {
    "person": (
        (
            Label(
                "{kind} {one} ({one_name}) กับ {kind} {other} ({other_name}) ลงนามหรือเป็นพยานในข้อตกลง {agreement} ทั้งคู่",
                "{kind} {one} ({one_name}) and {kind} {other} ({other_name}) "
                "both signed or witnessed agreement {agreement}",
            ),
            f"""SELECT a.agreement_id FROM ({_HANDS}) a JOIN ({_HANDS}) b USING (agreement_id)
            WHERE a.person_id = :one AND b.person_id = :other LIMIT 1""",
        ),
    ),
    "organisation": (
        (
            Label(
                "{kind} {one} ({one_name}) กับ {kind} {other} ({other_name}) เป็นภาคีของข้อตกลง {agreement} ทั้งคู่",
                "{kind} {one} ({one_name}) and {kind} {other} ({other_name}) are both parties of agreement {agreement}",
            ),
            """SELECT a.agreement_id FROM party a JOIN party b USING (agreement_id)
            WHERE coalesce(a.unit_id, a.organisation_id) = :one AND coalesce(b.unit_id, b.organisation_id) = :other
            LIMIT 1""",
        ),
        (
            Label(
                "ข้อตกลง {agreement} มี {kind} {one} ({one_name}) และ {kind} {other} ({other_name}) เป็นภาคีและหน่วยในภาคีนั้น",
                "{kind} {one} ({one_name}) and {kind} {other} ({other_name}) "
                "are a party of agreement {agreement} and its unit",
            ),
            """SELECT agreement_id FROM party WHERE (organisation_id, unit_id) IN ((:one, :other), (:other, :one))
            LIMIT 1""",
        ),
    ),
}
"""For each kind the reasons that lie in an agreement, and the query for its number."""


def _make_refusal(
    db: sqlite3.Connection, entity: Entity, pair: tuple[int, int], sentence: str, agreement: Any
) -> RefusedChange:
    refs = records.find_refs(db, entity.name, pair)
    return RefusedChange(
        sentence.format(
            kind=entity.spoken_name,
            one=pair[0],
            other=pair[1],
            one_name=shorten(refs[pair[0]].name, 60),
            other_name=shorten(refs[pair[1]].name, 60),
            agreement=agreement,
        ),
        _("see 'netreg agreement show {number}'; if they are two, run 'netreg {kind} not-same {one} {other}'").format(
            number=agreement, kind=entity.command, one=pair[0], other=pair[1]
        ),
    )
