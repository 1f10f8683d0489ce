"""The first schema: a table for each kind of record, the history, and what is derived or told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.migrations.tables import create_log_table, create_record_table, index_filled

if TYPE_CHECKING:
    from sqlite_utils import Database

# The columns of each kind: ``str``, ``int``, or the table that a reference points to.
# fmt: off
COLUMNS: dict[str, dict[str, type | str]] = {
    "organisation": {
        "official_code": str, "name_th": str, "name_en": str, "abbreviation": str, "variants": str, "kind": str,
        "parent_id": "organisation", "province": str, "district": str, "address": str, "postcode": str, "phone": str,
        "fax": str, "email": str, "website": str, "project": str, "mission": str, "objectives": str, "founded": str,
        "dissolved": str, "confirmed_on": str,
    },
    "former_organisation_name": {"organisation_id": "organisation", "former_name": str, "until": str},
    "figure": {
        "organisation_id": "organisation", "subject": str, "count": int, "academic_year": int, "stated_on": str,
        "wording": str,
    },
    "person": {
        "external_key": str, "titles": str, "given_name": str, "family_name": str, "nickname": str,
        "name_latin": str, "birth_date": str, "email": str, "phone": str, "line_id": str, "province": str,
        "confirmed_on": str,
    },
    "former_name": {"person_id": "person", "titles": str, "given_name": str, "family_name": str, "until": str},
    "post": {
        "person_id": "person", "organisation_id": "organisation", "position": str, "acting": str, "since": str,
        "until": str, "confirmed_on": str, "first_confirmed_on": str,
    },
    "graduation": {
        "person_id": "person", "student_no": str, "organisation_id": "organisation", "campus_id": "organisation",
        "level": str, "degree": str, "programme": str, "class_no": int, "entered_year": int, "academic_year": int,
        "graduated_on": str, "honours": str,
    },
    "member_group": {
        "name_th": str, "name_en": str, "variants": str, "kind": str, "organisation_id": "organisation",
        "parent_id": "member_group", "founded_by_id": "organisation", "province": str, "class_no": int,
        "responsible_id": "person", "objectives": str, "audience": str, "term_from": str, "term_until": str,
        "founded": str, "dissolved": str, "phone": str, "email": str, "website": str, "quorum": str,
    },
    "membership": {
        "group_id": "member_group", "person_id": "person", "organisation_id": "organisation", "role": str,
        "position": str, "term_no": int, "joined": str, "left": str,
    },
    "agreement": {
        "kind": str, "title": str, "variants": str, "document_no": str, "signed_on": str, "place": str, "project": str,
        "effective_from": str, "term": str, "term_as_written": str, "first_day_counted": int, "end_stated": str,
        "renewal": str, "renewal_term": str, "notice": str, "grace_days": int, "responsible_id": "person",
        "predecessor_id": "agreement", "parties_stated": int, "keywords": str, "final_status": str, "final_on": str,
        "final_reason": str, "addendum_to_id": "agreement", "final_by_id": "person", "final_document_no": str,
        "end_settled": str, "settled_on": str, "settled_by_id": "person", "settled_reason": str,
        "settled_stated": str, "settled_term": str,
    },
    "purpose": {"agreement_id": "agreement", "seq": int, "text": str},
    "target": {
        "purpose_id": "purpose", "seq": int, "text": str, "amount": int, "unit": str, "measure": str,
        "activity_kind": str, "since": str, "due_on": str,
    },
    "party": {
        "agreement_id": "agreement", "seq": int, "organisation_id": "organisation", "unit_id": "organisation",
        "role": str, "document_no": str, "name_as_signed": str, "witness_count": int,
        "contact_id": "person", "contact_name": str, "contact_phone": str, "contact_email": str, "other_contacts": str,
    },
    "signatory": {
        "party_id": "party", "person_id": "person", "name_as_signed": str, "position_as_signed": str,
        "position_known_on": str, "capacity": str, "capacity_as_written": str, "on_behalf_of": str,
        "authority_kind": str, "authority_no": str, "authority_date": str, "signed_on": str,
    },
    "witness": {
        "party_id": "party", "person_id": "person", "name_as_signed": str, "position_as_signed": str,
        "position_known_on": str,
    },
    "decision": {
        "agreement_id": "agreement", "kind": str, "decided_on": str, "by_id": "person", "document_no": str,
        "first_day": str, "until": str, "term": str, "successor_id": "agreement", "reason": str,
    },
    "amendment": {
        "agreement_id": "agreement", "seq": int, "kind": str, "signed_on": str, "document_no": str, "text": str,
        "reason": str, "before": str,
    },
    "step": {
        "agreement_id": "agreement", "kind": str, "taken_on": str, "organisation_id": "organisation",
        "group_id": "member_group", "person_id": "person", "document_no": str, "answer_by": str, "comment": str,
    },
    "meeting_series": {
        "title": str, "numbering": str, "group_id": "member_group", "organiser_id": "organisation", "mode": str,
        "platform": str, "link": str, "venue": str, "recurrence": str, "agenda_template": str,
    },
    "meeting": {
        "title": str, "series_id": "meeting_series", "number": int, "year": int, "starts_at": str, "ends_at": str,
        "mode": str, "platform": str, "link": str, "venue": str, "state": str, "organiser_id": "organisation",
        "agreement_id": "agreement", "previous_id": "meeting", "objectives": str, "audience": str, "outcome": str,
        "group_id": "member_group", "minutes_by_id": "person", "checked_by_id": "person",
        "accepted_in_id": "meeting", "corrections": str,
    },
    "invitation": {"meeting_id": "meeting", "organisation_id": "organisation"},
    "agenda_item": {
        "meeting_id": "meeting", "under_id": "agenda_item", "seq": int, "title": str, "kind": str, "detail": str,
        "resolution": str, "reported_by_id": "person",
    },
    "attendance": {
        "meeting_id": "meeting", "person_id": "person", "name_as_recorded": str, "position_as_recorded": str,
        "position_known_on": str, "organisation_id": "organisation", "role": str, "presence": str, "mode": str,
        "reason": str, "substitute_for": str, "minutes": int,
    },
    "head_count": {
        "meeting_id": "meeting", "category": str, "count": int, "qualifier": str, "mode": str, "made_up_of": str,
    },
    "opinion": {
        "meeting_id": "meeting", "agenda_item_id": "agenda_item", "person_id": "person", "name_as_recorded": str,
        "position_as_recorded": str, "position_known_on": str, "organisation_id": "organisation", "kind": str,
        "topic": str, "text": str, "voiced_on": str, "state": str, "answer": str, "answered_by_id": "person",
        "answered_on": str, "group_id": "member_group", "answered_in_id": "meeting",
    },
    "action_item": {
        "meeting_id": "meeting", "agenda_item_id": "agenda_item", "text": str, "owner_id": "person",
        "unit_id": "organisation", "term": str, "due": str, "state": str, "closed_on": str, "evidence": str,
    },
    "course": {
        "title": str, "organiser_id": "organisation", "run_by_id": "organisation", "purposes": str, "audience": str,
        "cohorts_planned": int, "cohorts_held_stated": int, "fiscal_year": int, "responsible_id": "person",
        "agreement_id": "agreement", "group_id": "member_group",
    },
    "cohort": {
        "course_id": "course", "number": int, "title": str, "region": str, "province": str,
        "venue_id": "organisation", "venue_as_written": str, "planned_from": str, "planned_until": str,
        "held_from": str, "held_until": str, "state": str, "seats": int, "people_stated": int,
        "people_qualifier": str, "provinces_stated": int,
    },
    "session": {
        "cohort_id": "cohort", "seq": int, "topic": str, "speaker_id": "person", "speaker_as_written": str,
        "affiliation_id": "organisation", "affiliation_as_written": str,
        "position_known_on": str, "starts_at": str, "ends_at": str,
    },
    "enrolment": {
        "cohort_id": "cohort", "person_id": "person", "name_as_recorded": str, "position_as_recorded": str,
        "position_known_on": str, "organisation_id": "organisation", "role": str, "result": str, "certificate_no": str,
        "certificate_on": str,
    },
    "activity": {
        "title": str, "kind": str, "starts_on": str, "ends_on": str, "state": str, "organiser_id": "organisation",
        "agreement_id": "agreement", "purpose_id": "purpose", "group_id": "member_group", "meeting_id": "meeting",
        "venue": str, "province": str, "people": int, "fund": str, "amount": int, "outcome": str, "objectives": str,
        "target_id": "target", "achieved": int,
    },
    "involvement": {
        "activity_id": "activity", "person_id": "person", "organisation_id": "organisation", "name_as_recorded": str,
        "role": str, "amount": int, "detail": str,
    },
    "news_item": {
        "headline": str, "kind": str, "published_on": str, "about_id": "organisation", "channel": str, "url": str,
        "reads": int, "reads_on": str, "stated_as_of": str, "agreement_id": "agreement", "meeting_id": "meeting",
        "activity_id": "activity", "course_id": "course", "cohort_id": "cohort", "group_id": "member_group",
        "keywords": str,
    },
    "credit": {
        "news_item_id": "news_item", "seq": int, "person_id": "person", "name_as_credited": str, "role": str,
        "position": str,
    },
    "document": {
        "title": str, "kind": str, "document_no": str, "dated": str, "agreement_id": "agreement",
        "meeting_id": "meeting", "news_item_id": "news_item", "file_name": str, "size": int, "media_type": str,
        "sha256": str,
    },
    "rule": {
        "kind": str, "clock": str, "sort": str, "record": str, "offsets": str, "repeat": str, "enabled": int,
    },
    "silence": {
        "kind": str, "clock": str, "record": str, "day": str, "until": str, "reason": str, "title": str,
    },
    "own_title": {"title": str, "short": str, "sort": str},
    "saved_view": {"noun": str, "query": str},
    "not_same": {"kind": str, "one": str, "other": str, "title": str, "reason": str},
    "former_key": {"kind": str, "record": str, "field": str, "value": str, "merged": str, "title": str},
    "acceptance": {
        "kind": str, "record": str, "flag": str, "other": str, "facts": str, "reason": str, "title": str,
    },
}
REQUIRED = {
    "figure": {"organisation_id", "subject", "count"},
    "former_organisation_name": {"organisation_id", "former_name"},
    "person": {"given_name"},
    "former_name": {"person_id", "given_name"},
    "post": {"person_id"},
    "graduation": {"person_id"},
    "membership": {"group_id"},
    "agreement": {"title"},
    "purpose": {"agreement_id", "text"},
    "target": {"purpose_id", "text", "amount"},
    "party": {"agreement_id", "organisation_id"},
    "signatory": {"party_id"},
    "witness": {"party_id"},
    "decision": {"agreement_id", "kind", "decided_on"},
    "amendment": {"agreement_id", "text"},
    "step": {"agreement_id", "kind", "taken_on"},
    "meeting": {"title", "starts_at"},
    "agenda_item": {"meeting_id", "title"},
    "attendance": {"meeting_id"},
    "head_count": {"meeting_id", "category", "count"},
    "meeting_series": {"title"},
    "invitation": {"meeting_id", "organisation_id"},
    "opinion": {"text"},
    "action_item": {"meeting_id", "text"},
    "cohort": {"course_id", "number"},
    "session": {"cohort_id", "topic"},
    "enrolment": {"cohort_id"},
    "activity": {"title"},
    "involvement": {"activity_id"},
    "news_item": {"headline"},
    "credit": {"news_item_id"},
    "document": {"title", "file_name", "size", "media_type", "sha256"},
    "rule": {"kind", "clock"},
    "silence": {"kind", "clock", "record", "day"},
    "own_title": {"title"},
    "saved_view": {"noun", "query"},
    "not_same": {"kind", "one", "other"},
    "former_key": {"kind", "record", "field", "value", "merged"},
    "acceptance": {"kind", "record", "flag", "facts", "reason"},
}
CHILDREN = {
    "former_organisation_name", "figure", "former_name", "post", "graduation", "membership", "purpose", "party",
    "signatory", "witness", "decision", "amendment", "step", "agenda_item", "attendance", "head_count", "cohort",
    "invitation", "action_item",
    "session", "target", "enrolment", "involvement", "credit",
}
# fmt: on


def first_schema(db: Database) -> None:
    """Create the tables of records, of their history, of what finds them, and of what was told of them."""
    for table, columns in COLUMNS.items():
        create_record_table(db, table, columns, needed=REQUIRED.get(table), child=table in CHILDREN)
    _index_records(db)
    _create_history(db)
    for statement in DERIVED_TABLES + REMINDER_TABLES:
        db.execute(statement)


def _index_records(db: Database) -> None:
    # Whatever alumni are counted by stands in one index: their tables need not be read.
    db.execute("DROP INDEX graduation_organisation_id")
    counted = ("organisation_id", "class_no", "academic_year", "campus_id", "level")
    db.table("graduation").create_index(counted, "graduation_counted")
    db.table("document").create_index(["sha256"], "document_sha256")
    db.table("own_title").create_index(["title"], "own_title_title")
    db.table("not_same").create_index(["one"], "not_same_one")
    db.table("former_key").create_index(["value"], "former_key_value")
    db.table("acceptance").create_index(["kind", "record"], "acceptance_record")
    index_filled(db, "organisation", "official_code", unique=True)
    # E-mail addresses are the same whatever their capitals.
    index_filled(db, "person", "email", collation="NOCASE")
    for table, columns in INDEXED_WHERE_FILLED.items():
        for column in columns:
            index_filled(db, table, column)
    for table in MANY_KINDS:
        db.table(table).create_index(["updated_at"], f"{table}_updated_at")


def _create_history(db: Database) -> None:
    command = {"at": str, "actor": str, "words": str, "undoes": int, "batch_id": int, "hash": str}
    own = {"undoes": "command", "batch_id": "command"}
    create_log_table(db, "command", command, needed={"at", "actor", "words"}, references=own)
    for column in own:
        index_filled(db, "command", column)
    create_log_table(db, "layout", {"kind": str, "columns": str}, needed={"kind", "columns"})
    change = {
        "command_id": int, "at": str, "layout_id": int, "kind": str, "record_id": int, "before": str, "after": str,
    }  # fmt: skip
    needed = {"at", "layout_id", "kind", "record_id"}
    create_log_table(db, "change", change, needed=needed, references={"command_id": "command", "layout_id": "layout"})
    db.table("change").create_index(["command_id"], "change_command")
    db.table("change").create_index(["kind", "record_id"], "change_record")
    db.execute("CREATE TABLE running (id INTEGER NOT NULL REFERENCES command (id)) STRICT")
    create_log_table(db, "setting", {"name": str, "value": str}, needed={"name", "value"})
    db.table("setting").create_index(["name"], "setting_name", unique=True)
    decision = {"kind": str, "source": str, "says": str, "action": str, "record_uid": str}
    create_log_table(db, "import_decision", decision, needed=decision.keys() - {"record_uid"})
    db.table("import_decision").create_index(["kind", "source", "says"], "import_decision_says", unique=True)
    create_log_table(
        db, "imported_file", IMPORTED_FILE, needed=IMPORTED_FILE.keys() - {"command_id", "source"},
        references={"command_id": "command"},
    )  # fmt: skip
    db.table("imported_file").create_index(["sha256"], "imported_file_sha256")


IMPORTED_FILE = {
    "command_id": int, "at": str, "kind": str, "file": str, "sha256": str, "form": str, "encoding": str,
    "source": str, "mapping": str, "rows": int, "new": int, "changed": int, "unchanged": int, "rejected": int,
    "left_out": int,
}  # fmt: skip
# Keys by which records are found, and days by which what is near is found.
INDEXED_WHERE_FILLED = {
    "person": ("external_key", "birth_date"),
    "post": ("until",),
    "graduation": ("student_no",),
    "enrolment": ("certificate_no",),
    "member_group": ("term_until",),
    "membership": ("left",),
    "cohort": ("planned_from",),
    "activity": ("starts_on",),
}
# The kinds of which a register may have very many: those changed last are near in an index.
MANY_KINDS = ("person", "graduation")
DERIVED_TABLES = (
    """CREATE TABLE name_key (
        kind TEXT NOT NULL, key TEXT NOT NULL, record_id INTEGER NOT NULL, child_id INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (kind, record_id, key, child_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX name_key_key ON name_key (kind, key)",
    "CREATE INDEX name_key_child ON name_key (child_id) WHERE child_id",
    """CREATE TABLE search_page (
        kind TEXT NOT NULL, page INTEGER NOT NULL, texts BLOB NOT NULL,
        PRIMARY KEY (kind, page)
    ) STRICT""",
    """CREATE TABLE agreement_dates (
        agreement_id INTEGER PRIMARY KEY,
        known_from TEXT, moving INTEGER NOT NULL, notice TEXT, end_first TEXT, end_last TEXT, over_after TEXT
    ) STRICT""",
    "CREATE INDEX agreement_dates_known_from ON agreement_dates (known_from)",
    "CREATE INDEX agreement_dates_moving ON agreement_dates (moving) WHERE moving",
    "CREATE INDEX agreement_dates_notice ON agreement_dates (notice) WHERE notice IS NOT NULL",
    "CREATE INDEX agreement_dates_end ON agreement_dates (end_first, end_last)",
    "CREATE INDEX agreement_dates_grace ON agreement_dates (over_after, end_last) WHERE over_after > end_last",
    "CREATE INDEX agreement_dates_over ON agreement_dates (over_after, known_from)",
)
REMINDER_TABLES = (
    """CREATE TABLE reminder (
        channel TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, clock TEXT NOT NULL, day TEXT NOT NULL,
        step TEXT NOT NULL, step_day TEXT NOT NULL, told INTEGER NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (record, clock, day, channel, step, step_day)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE outgoing (
        id TEXT PRIMARY KEY, channel TEXT NOT NULL, notices TEXT NOT NULL,
        claimed_at TEXT NOT NULL, held_until TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE last_run (
        name TEXT PRIMARY KEY, at TEXT NOT NULL, as_of TEXT NOT NULL, told INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)
