"""Part of step 4: groups, training, alumni, activities and news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.migrations.tables import SYSTEM, TOP, create

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = {
    "figure": (
        SYSTEM,
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
        SYSTEM,
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
        TOP,
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
        SYSTEM,
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
        TOP,
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
        SYSTEM,
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
        SYSTEM,
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
        SYSTEM,
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
        TOP,
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
        SYSTEM,
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
        TOP,
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
        SYSTEM,
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


def groups_trainings_alumni(db: Database) -> None:
    """Groups and who belongs to them, training, alumni, activities and news."""
    for table, described in TABLES.items():
        create(db, {table: described})
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
