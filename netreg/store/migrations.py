"""The schema, step by step: each migration is history and is never edited once released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.errors import DeviceError
from netreg.language import _
from netreg.store import derived, history, triggers
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


def history_and_search(db: Database) -> None:
    """The history of every change, and the text of each record that is searched."""
    for table in (
        "organisation", "person", "post", "agreement", "purpose", "party", "signatory", "witness", "meeting",
        "agenda_item", "attendance", "head_count",
    ):  # fmt: skip
        db.execute(f"ALTER TABLE {table} ADD COLUMN search_text TEXT NOT NULL DEFAULT ''")
    db.execute("""CREATE TABLE command (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        words TEXT NOT NULL,
        undoes INTEGER REFERENCES command (id),
        digest TEXT
    ) STRICT""")
    db.execute("CREATE INDEX command_undoes ON command (undoes) WHERE undoes IS NOT NULL")
    db.execute("""CREATE TABLE layout (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, columns TEXT NOT NULL
    ) STRICT""")
    db.execute("""CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command_id INTEGER REFERENCES command (id),
        at TEXT NOT NULL,
        layout_id INTEGER NOT NULL REFERENCES layout (id),
        kind TEXT NOT NULL,
        record_id INTEGER NOT NULL,
        before TEXT,
        after TEXT
    ) STRICT""")
    db.execute("CREATE INDEX change_command ON change (command_id)")
    db.execute("CREATE INDEX change_record ON change (kind, record_id)")
    db.execute("CREATE TABLE running (id INTEGER NOT NULL REFERENCES command (id)) STRICT")
    db.execute("ALTER TABLE setting RENAME TO setting_without_number")
    db.execute("""CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL
    ) STRICT""")
    db.execute("INSERT INTO setting (name, value) SELECT name, value FROM setting_without_number")
    db.execute("DROP TABLE setting_without_number")


def files_imported(db: Database) -> None:
    """What each import read, and the commands that are undone together; no index holds empty cells."""
    db.execute("ALTER TABLE command ADD COLUMN batch_id INTEGER REFERENCES command (id)")
    db.execute("CREATE INDEX command_batch ON command (batch_id) WHERE batch_id IS NOT NULL")
    db.execute("""CREATE TABLE imported_file (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command_id INTEGER REFERENCES command (id),
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        form TEXT NOT NULL,
        encoding TEXT NOT NULL,
        source TEXT,
        mapping TEXT NOT NULL,
        rows INTEGER NOT NULL,
        new INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        rejected INTEGER NOT NULL
    ) STRICT""")
    db.execute("CREATE INDEX imported_file_sha256 ON imported_file (sha256)")
    for column in ("external_key", "email"):
        db.execute(f"DROP INDEX person_{column}")
        db.execute(f"CREATE INDEX person_{column} ON person ({column}) WHERE {column} IS NOT NULL")


def groups_trainings_alumni(db: Database) -> None:
    """Groups and who belongs to them, training, alumni, activities and news."""
    for table, (system, columns) in _FOURTH.items():
        _create(db, table, system, columns)
        db.execute(f"ALTER TABLE {table} ADD COLUMN search_text TEXT NOT NULL DEFAULT ''")
    db.execute("DROP INDEX graduation_organisation_id")
    # Whatever alumni are counted by stands in one index: their tables need not be read.
    counted = "organisation_id, class_no, academic_year, campus_id, level"
    db.execute(f"CREATE INDEX graduation_counted ON graduation ({counted})")
    db.execute("CREATE INDEX graduation_student_no ON graduation (student_no) WHERE student_no IS NOT NULL")
    db.execute("CREATE INDEX enrolment_certificate ON enrolment (certificate_no) WHERE certificate_no IS NOT NULL")
    # What is near is found by its day, see due.py.
    days = {"member_group": "term_until", "membership": "left", "cohort": "planned_from", "activity": "starts_on"}
    for table, column in days.items():
        db.execute(f"CREATE INDEX {table}_{column} ON {table} ({column}) WHERE {column} IS NOT NULL")
    db.execute("ALTER TABLE meeting ADD COLUMN group_id INTEGER REFERENCES member_group (id)")
    db.execute("CREATE INDEX meeting_group_id ON meeting (group_id)")


_FOURTH = {
    "figure": (
        _SYSTEM,
        """
        organisation_id INTEGER NOT NULL REFERENCES organisation (id)
        subject TEXT NOT NULL
        count INTEGER NOT NULL
        academic_year INTEGER
        stated_on TEXT
        wording TEXT
    """,
    ),
    "graduation": (
        _SYSTEM,
        """
        person_id INTEGER NOT NULL REFERENCES person (id)
        student_no TEXT
        organisation_id INTEGER REFERENCES organisation (id)
        campus_id INTEGER REFERENCES organisation (id)
        level TEXT
        degree TEXT
        programme TEXT
        class_no INTEGER
        entered_year INTEGER
        academic_year INTEGER
        graduated_on TEXT
        honours TEXT
    """,
    ),
    "member_group": (
        _TOP,
        """
        name_th TEXT
        name_en TEXT
        variants TEXT
        kind TEXT
        organisation_id INTEGER REFERENCES organisation (id)
        parent_id INTEGER REFERENCES member_group (id)
        founded_by_id INTEGER REFERENCES organisation (id)
        province TEXT
        class_no INTEGER
        responsible_id INTEGER REFERENCES person (id)
        objectives TEXT
        audience TEXT
        term_from TEXT
        term_until TEXT
        founded TEXT
        dissolved TEXT
        phone TEXT
        email TEXT
        website TEXT
    """,
    ),
    "membership": (
        _SYSTEM,
        """
        group_id INTEGER NOT NULL REFERENCES member_group (id)
        person_id INTEGER REFERENCES person (id)
        organisation_id INTEGER REFERENCES organisation (id)
        role TEXT
        position TEXT
        term_no INTEGER
        joined TEXT
        left TEXT
    """,
    ),
    "course": (
        _TOP,
        """
        title TEXT
        organiser_id INTEGER REFERENCES organisation (id)
        run_by_id INTEGER REFERENCES organisation (id)
        purposes TEXT
        audience TEXT
        cohorts_planned INTEGER
        cohorts_held_stated INTEGER
        fiscal_year INTEGER
        responsible_id INTEGER REFERENCES person (id)
        agreement_id INTEGER REFERENCES agreement (id)
        group_id INTEGER REFERENCES member_group (id)
    """,
    ),
    "cohort": (
        _SYSTEM,
        """
        course_id INTEGER NOT NULL REFERENCES course (id)
        number INTEGER NOT NULL
        title TEXT
        region TEXT
        province TEXT
        venue_id INTEGER REFERENCES organisation (id)
        venue_as_written TEXT
        planned_from TEXT
        planned_until TEXT
        held_from TEXT
        held_until TEXT
        state TEXT
        seats INTEGER
        people_stated INTEGER
        people_qualifier TEXT
        provinces_stated INTEGER
    """,
    ),
    "session": (
        _SYSTEM,
        """
        cohort_id INTEGER NOT NULL REFERENCES cohort (id)
        seq INTEGER
        topic TEXT NOT NULL
        speaker_id INTEGER REFERENCES person (id)
        speaker_as_written TEXT
        affiliation_id INTEGER REFERENCES organisation (id)
        affiliation_as_written TEXT
        starts_at TEXT
        ends_at TEXT
    """,
    ),
    "enrolment": (
        _SYSTEM,
        """
        cohort_id INTEGER NOT NULL REFERENCES cohort (id)
        person_id INTEGER REFERENCES person (id)
        name_as_recorded TEXT
        position_as_recorded TEXT
        organisation_id INTEGER REFERENCES organisation (id)
        role TEXT
        result TEXT
        certificate_no TEXT
        certificate_on TEXT
    """,
    ),
    "activity": (
        _TOP,
        """
        title TEXT NOT NULL
        kind TEXT
        starts_on TEXT
        ends_on TEXT
        state TEXT
        organiser_id INTEGER REFERENCES organisation (id)
        agreement_id INTEGER REFERENCES agreement (id)
        purpose_id INTEGER REFERENCES purpose (id)
        group_id INTEGER REFERENCES member_group (id)
        meeting_id INTEGER REFERENCES meeting (id)
        venue TEXT
        province TEXT
        people INTEGER
        fund TEXT
        amount INTEGER
        outcome TEXT
        objectives TEXT
    """,
    ),
    "involvement": (
        _SYSTEM,
        """
        activity_id INTEGER NOT NULL REFERENCES activity (id)
        person_id INTEGER REFERENCES person (id)
        organisation_id INTEGER REFERENCES organisation (id)
        name_as_recorded TEXT
        role TEXT
        amount INTEGER
        detail TEXT
    """,
    ),
    "news_item": (
        _TOP,
        """
        headline TEXT NOT NULL
        kind TEXT
        published_on TEXT
        about_id INTEGER REFERENCES organisation (id)
        channel TEXT
        url TEXT
        reads INTEGER
        reads_on TEXT
        stated_as_of TEXT
        agreement_id INTEGER REFERENCES agreement (id)
        meeting_id INTEGER REFERENCES meeting (id)
        activity_id INTEGER REFERENCES activity (id)
        course_id INTEGER REFERENCES course (id)
        cohort_id INTEGER REFERENCES cohort (id)
        group_id INTEGER REFERENCES member_group (id)
        keywords TEXT
    """,
    ),
    "credit": (
        _SYSTEM,
        """
        news_item_id INTEGER NOT NULL REFERENCES news_item (id)
        seq INTEGER
        person_id INTEGER REFERENCES person (id)
        name_as_credited TEXT
        role TEXT
        position TEXT
    """,
    ),
}


def what_is_due(db: Database) -> None:
    """Rules and silences; what was told of which day to whom, what is being sent, what ran when."""
    for table, columns in (
        (
            "rule",
            """
            kind TEXT NOT NULL
            clock TEXT NOT NULL
            sort TEXT
            record TEXT
            offsets TEXT
            repeat TEXT
            enabled INTEGER
            search_text TEXT NOT NULL DEFAULT ''
        """,
        ),
        (
            "silence",
            """
            kind TEXT NOT NULL
            clock TEXT NOT NULL
            record TEXT NOT NULL
            day TEXT NOT NULL
            until TEXT
            reason TEXT
            title TEXT
            search_text TEXT NOT NULL DEFAULT ''
        """,
        ),
    ):
        _create(db, table, _TOP, columns)
    db.execute("""CREATE TABLE reminder (
        channel TEXT NOT NULL,
        kind TEXT NOT NULL,
        record TEXT NOT NULL,
        clock TEXT NOT NULL,
        day TEXT NOT NULL,
        step TEXT NOT NULL,
        step_day TEXT NOT NULL,
        told INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (record, clock, day, channel, step, step_day)
    ) STRICT, WITHOUT ROWID""")
    db.execute("""CREATE TABLE outgoing (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        notices TEXT NOT NULL,
        claimed_at TEXT NOT NULL,
        held_until TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""")
    db.execute("""CREATE TABLE last_run (
        name TEXT PRIMARY KEY, at TEXT NOT NULL, as_of TEXT NOT NULL, told INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX post_until ON post (until) WHERE until IS NOT NULL")


def attached_documents(db: Database) -> None:
    """The documents of agreements, meetings and news: what is known of each, and the digest its file is kept under."""
    _create(
        db,
        "document",
        (*_TOP, "search_text TEXT NOT NULL DEFAULT ''"),
        """
        title TEXT NOT NULL
        kind TEXT
        document_no TEXT
        dated TEXT
        agreement_id INTEGER REFERENCES agreement (id)
        meeting_id INTEGER REFERENCES meeting (id)
        news_item_id INTEGER REFERENCES news_item (id)
        file_name TEXT NOT NULL
        size INTEGER NOT NULL
        media_type TEXT NOT NULL
        sha256 TEXT NOT NULL
    """,
    )
    db.execute("CREATE INDEX document_sort_key ON document (sort_key)")
    db.execute("CREATE INDEX document_sha256 ON document (sha256)")


def life_of_agreements(db: Database) -> None:
    """Decisions on the end of an agreement, amendments, addenda, what was settled; dates to find them by."""
    for column in (
        "addendum_to_id INTEGER REFERENCES agreement (id)", "final_by_id INTEGER REFERENCES person (id)",
        "final_document_no TEXT", "end_settled TEXT", "settled_on TEXT",
        "settled_by_id INTEGER REFERENCES person (id)", "settled_reason TEXT",
        "settled_stated TEXT", "settled_term TEXT",
    ):  # fmt: skip
        db.execute(f"ALTER TABLE agreement ADD COLUMN {column}")
    for name in ("addendum_to_id", "final_by_id", "settled_by_id"):
        db.execute(f"CREATE INDEX agreement_{name} ON agreement ({name})")
    searched = (*_SYSTEM, "search_text TEXT NOT NULL DEFAULT ''")
    _create(
        db,
        "decision",
        searched,
        """
        agreement_id INTEGER NOT NULL REFERENCES agreement (id)
        kind TEXT NOT NULL
        decided_on TEXT NOT NULL
        by_id INTEGER REFERENCES person (id)
        document_no TEXT
        first_day TEXT
        until TEXT
        term TEXT
        successor_id INTEGER REFERENCES agreement (id)
        reason TEXT
    """,
    )
    _create(
        db,
        "amendment",
        searched,
        """
        agreement_id INTEGER NOT NULL REFERENCES agreement (id)
        seq INTEGER
        kind TEXT
        signed_on TEXT
        document_no TEXT
        text TEXT NOT NULL
        reason TEXT
        before TEXT
    """,
    )
    db.execute("""CREATE TABLE agreement_dates (
        agreement_id INTEGER PRIMARY KEY,
        known_from TEXT, moving INTEGER NOT NULL, notice TEXT, end_first TEXT, end_last TEXT, over_after TEXT
    ) STRICT""")
    db.execute("CREATE INDEX agreement_dates_known_from ON agreement_dates (known_from)")
    db.execute("CREATE INDEX agreement_dates_moving ON agreement_dates (moving) WHERE moving")
    db.execute("CREATE INDEX agreement_dates_notice ON agreement_dates (notice) WHERE notice IS NOT NULL")
    db.execute("CREATE INDEX agreement_dates_end ON agreement_dates (end_first, end_last)")
    db.execute(
        "CREATE INDEX agreement_dates_grace ON agreement_dates (over_after, end_last) WHERE over_after > end_last"
    )
    db.execute("CREATE INDEX agreement_dates_over ON agreement_dates (over_after, known_from)")


def whole_network(db: Database) -> None:
    """Groups, training, alumni, activities and news; what is due; documents; the life of agreements."""
    groups_trainings_alumni(db)
    what_is_due(db)
    attached_documents(db)
    life_of_agreements(db)
    db.execute("DROP INDEX person_line_id")  # a LINE id only looks like a reference


STEPS = (first_schema, history_and_search, files_imported, whole_network)
assert len(STEPS) == SCHEMA_VERSION


def migrations() -> Migrations:
    """The steps in order, as sqlite-utils applies them."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("netreg")
    for step in STEPS:
        steps(name=step.__name__)(step)
    return steps


def apply(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date and derive anew what depends on it.

    The caller has turned foreign keys off and begun an immediate transaction: a table
    that is rebuilt would else take those that point to it along.

    Raises:
        DeviceError: when the file would not be whole afterwards; nothing is kept then.
    """
    from sqlite_utils import Database

    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    counts = _counts(connection)
    migrations().apply(Database(connection, execute_plugins=False))
    derived.refresh_all(connection)
    triggers.make_triggers(connection)
    _refuse_losses(connection, counts)
    if version:
        history.take_stock(connection, "netreg")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many records of each kind there are, for the kinds that have a table yet."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    kinds = [entity.name for entity in BY_NAME.values() if entity.name in tables]
    return {kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in kinds}


def _refuse_losses(connection: sqlite3.Connection, before: dict[str, int]) -> None:
    """No record may be lost and no reference left pointing to nothing."""
    after = _counts(connection)
    lost = [kind for kind, count in before.items() if after[kind] != count]
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if lost or dangling:
        what = ", ".join(lost) or dangling["table"]
        raise DeviceError(
            _("the file cannot be brought up to date: {what} would be damaged").format(what=what),
            _("type 'netreg doctor' with the older version that wrote it"),
        )
