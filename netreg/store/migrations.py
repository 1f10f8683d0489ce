"""The schema, step by step: each migration is history and is never edited once released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.database import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

_SYSTEM = (
    "id INTEGER PRIMARY KEY AUTOINCREMENT",
    "uid TEXT NOT NULL UNIQUE",
    "note TEXT",
    "source TEXT",
    "created_at TEXT NOT NULL",
    "updated_at TEXT NOT NULL",
)
_TOP = (*_SYSTEM, "code TEXT UNIQUE", "sort_key TEXT NOT NULL")


def _create(db: Database, table: str, system: tuple[str, ...], columns: str) -> None:
    own = [line.strip() for line in columns.strip().splitlines()]
    db.execute(f"CREATE TABLE {table} (\n  {', '.join((*system, *own))}\n) STRICT")
    for column in own:
        name = column.split()[0]
        if name.endswith("_id"):
            db.execute(f"CREATE INDEX {table}_{name} ON {table} ({name})")
    if system is _TOP:
        db.execute(f"CREATE INDEX {table}_sort_key ON {table} (sort_key)")


def first_schema(db: Database) -> None:
    """Organisations, people, agreements and meetings, and what hangs on them."""
    _create(
        db,
        "organisation",
        _TOP,
        """
        name_th TEXT
        name_en TEXT
        abbreviation TEXT
        variants TEXT
        kind TEXT
        parent_id INTEGER REFERENCES organisation (id)
        province TEXT
        district TEXT
        address TEXT
        postcode TEXT
        phone TEXT
        fax TEXT
        email TEXT
        website TEXT
        project TEXT
        mission TEXT
        objectives TEXT
        founded TEXT
        dissolved TEXT
    """,
    )
    _create(
        db,
        "person",
        _TOP,
        """
        external_key TEXT
        titles TEXT
        given_name TEXT NOT NULL
        family_name TEXT
        name_latin TEXT
        birth_date TEXT
        email TEXT
        phone TEXT
        line_id TEXT
        province TEXT
    """,
    )
    db.execute("CREATE INDEX person_external_key ON person (external_key)")
    db.execute("CREATE INDEX person_email ON person (email)")
    _create(
        db,
        "post",
        _SYSTEM,
        """
        person_id INTEGER NOT NULL REFERENCES person (id)
        organisation_id INTEGER REFERENCES organisation (id)
        position TEXT
        acting TEXT
        since TEXT
        until TEXT
    """,
    )
    _create(
        db,
        "agreement",
        _TOP,
        """
        kind TEXT
        title TEXT NOT NULL
        document_no TEXT
        signed_on TEXT
        place TEXT
        project TEXT
        effective_from TEXT
        term TEXT
        term_as_written TEXT
        first_day_counted INTEGER
        end_stated TEXT
        renewal TEXT
        renewal_term TEXT
        notice TEXT
        grace_days INTEGER
        responsible_id INTEGER REFERENCES person (id)
        predecessor_id INTEGER REFERENCES agreement (id)
        parties_stated INTEGER
        keywords TEXT
        final_status TEXT
        final_on TEXT
        final_reason TEXT
    """,
    )
    _create(
        db,
        "purpose",
        _SYSTEM,
        """
        agreement_id INTEGER NOT NULL REFERENCES agreement (id)
        seq INTEGER
        text TEXT NOT NULL
    """,
    )
    _create(
        db,
        "party",
        _SYSTEM,
        """
        agreement_id INTEGER NOT NULL REFERENCES agreement (id)
        seq INTEGER
        organisation_id INTEGER NOT NULL REFERENCES organisation (id)
        unit_id INTEGER REFERENCES organisation (id)
        role TEXT
        document_no TEXT
        name_as_signed TEXT
        witness_count INTEGER
    """,
    )
    _create(
        db,
        "signatory",
        _SYSTEM,
        """
        party_id INTEGER NOT NULL REFERENCES party (id)
        person_id INTEGER REFERENCES person (id)
        name_as_signed TEXT
        position_as_signed TEXT
        capacity TEXT
        capacity_as_written TEXT
        on_behalf_of TEXT
        authority_kind TEXT
        authority_no TEXT
        authority_date TEXT
        signed_on TEXT
    """,
    )
    _create(
        db,
        "witness",
        _SYSTEM,
        """
        party_id INTEGER NOT NULL REFERENCES party (id)
        person_id INTEGER REFERENCES person (id)
        name_as_signed TEXT
        position_as_signed TEXT
    """,
    )
    _create(
        db,
        "meeting",
        _TOP,
        """
        title TEXT NOT NULL
        series TEXT
        number INTEGER
        year INTEGER
        starts_at TEXT NOT NULL
        ends_at TEXT
        mode TEXT
        platform TEXT
        link TEXT
        venue TEXT
        state TEXT
        organiser_id INTEGER REFERENCES organisation (id)
        agreement_id INTEGER REFERENCES agreement (id)
        previous_id INTEGER REFERENCES meeting (id)
        objectives TEXT
        audience TEXT
        outcome TEXT
    """,
    )
    _create(
        db,
        "agenda_item",
        _SYSTEM,
        """
        meeting_id INTEGER NOT NULL REFERENCES meeting (id)
        seq INTEGER
        title TEXT NOT NULL
        detail TEXT
    """,
    )
    _create(
        db,
        "attendance",
        _SYSTEM,
        """
        meeting_id INTEGER NOT NULL REFERENCES meeting (id)
        person_id INTEGER REFERENCES person (id)
        name_as_recorded TEXT
        position_as_recorded TEXT
        role TEXT
        presence TEXT
        mode TEXT
        substitute_for TEXT
    """,
    )
    _create(
        db,
        "head_count",
        _SYSTEM,
        """
        meeting_id INTEGER NOT NULL REFERENCES meeting (id)
        category TEXT NOT NULL
        count INTEGER NOT NULL
        qualifier TEXT
        mode TEXT
        made_up_of TEXT
    """,
    )
    db.execute("""CREATE TABLE name_key (
        kind TEXT NOT NULL, key TEXT NOT NULL, record_id INTEGER NOT NULL,
        PRIMARY KEY (kind, key, record_id)
    ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX name_key_record ON name_key (kind, record_id)")
    db.execute("""CREATE TABLE setting (
        name TEXT PRIMARY KEY, value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""")


STEPS = (first_schema,)
assert len(STEPS) == SCHEMA_VERSION


def migrations() -> Migrations:
    """The steps in order, as sqlite-utils applies them."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("netreg")
    for step in STEPS:
        steps(name=step.__name__)(step)
    return steps


def apply(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date; the caller has begun an immediate transaction."""
    from sqlite_utils import Database

    migrations().apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
