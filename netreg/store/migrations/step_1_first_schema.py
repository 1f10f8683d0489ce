"""Step 1: organisations, people, agreements and meetings, and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.migrations.tables import SYSTEM, TOP, create

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = {
    "organisation": (
        TOP,
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
    ),
    "person": (
        TOP,
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
    ),
    "post": (
        SYSTEM,
        """
        person_id INTEGER NOT NULL REFERENCES person (id)
        organisation_id INTEGER REFERENCES organisation (id)
        position TEXT
        acting TEXT
        since TEXT
        until TEXT
    """,
    ),
    "agreement": (
        TOP,
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
    ),
    "purpose": (
        SYSTEM,
        """
        agreement_id INTEGER NOT NULL REFERENCES agreement (id)
        seq INTEGER
        text TEXT NOT NULL
    """,
    ),
    "party": (
        SYSTEM,
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
    ),
    "signatory": (
        SYSTEM,
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
    ),
    "witness": (
        SYSTEM,
        """
        party_id INTEGER NOT NULL REFERENCES party (id)
        person_id INTEGER REFERENCES person (id)
        name_as_signed TEXT
        position_as_signed TEXT
    """,
    ),
    "meeting": (
        TOP,
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
    ),
    "agenda_item": (
        SYSTEM,
        """
        meeting_id INTEGER NOT NULL REFERENCES meeting (id)
        seq INTEGER
        title TEXT NOT NULL
        detail TEXT
    """,
    ),
    "attendance": (
        SYSTEM,
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
    ),
    "head_count": (
        SYSTEM,
        """
        meeting_id INTEGER NOT NULL REFERENCES meeting (id)
        category TEXT NOT NULL
        count INTEGER NOT NULL
        qualifier TEXT
        mode TEXT
        made_up_of TEXT
    """,
    ),
}


def first_schema(db: Database) -> None:
    """Organisations, people, agreements and meetings, and what hangs on them."""
    create(db, TABLES)
    db.execute("CREATE INDEX person_external_key ON person (external_key)")
    db.execute("CREATE INDEX person_email ON person (email)")
    db.execute("""CREATE TABLE name_key (
        kind TEXT NOT NULL, key TEXT NOT NULL, record_id INTEGER NOT NULL,
        PRIMARY KEY (kind, key, record_id)
    ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX name_key_record ON name_key (kind, record_id)")
    db.execute("""CREATE TABLE setting (
        name TEXT PRIMARY KEY, value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""")
