PRAGMA application_id = 1314014535;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'netreg','first_schema','2026-11-21 11:51:57.130187+00:00');
CREATE TABLE agenda_item (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, meeting_id INTEGER NOT NULL REFERENCES meeting (id), seq INTEGER, title TEXT NOT NULL, detail TEXT
) STRICT;
INSERT INTO "agenda_item" VALUES(1,'01a1fdf2-ea6a-7fe6-a65c-a7651cd3eb44',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z',1,1,'หนึ่ง',NULL);
CREATE TABLE agreement (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, kind TEXT, title TEXT NOT NULL, document_no TEXT, signed_on TEXT, place TEXT, project TEXT, effective_from TEXT, term TEXT, term_as_written TEXT, first_day_counted INTEGER, end_stated TEXT, renewal TEXT, renewal_term TEXT, notice TEXT, grace_days INTEGER, responsible_id INTEGER REFERENCES person (id), predecessor_id INTEGER REFERENCES agreement (id), parties_stated INTEGER, keywords TEXT, final_status TEXT, final_on TEXT, final_reason TEXT
) STRICT;
INSERT INTO "agreement" VALUES(1,'01a1fdf2-e985-7267-bfc5-1b425d794e0e',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z','mou','บันทึกขอตกลงทดสอบ߸้','mou','บันทึกข้อตกลงทดสอบ',NULL,'2024-09-11',NULL,NULL,NULL,'P2Y',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE attendance (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, meeting_id INTEGER NOT NULL REFERENCES meeting (id), person_id INTEGER REFERENCES person (id), name_as_recorded TEXT, position_as_recorded TEXT, role TEXT, presence TEXT, mode TEXT, substitute_for TEXT
) STRICT;
INSERT INTO "attendance" VALUES(1,'01a1fdf2-ea69-7202-b425-2583f5f62e8b',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z',1,1,NULL,NULL,'chair','present',NULL,NULL);
CREATE TABLE head_count (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, meeting_id INTEGER NOT NULL REFERENCES meeting (id), category TEXT NOT NULL, count INTEGER NOT NULL, qualifier TEXT, mode TEXT, made_up_of TEXT
) STRICT;
CREATE TABLE meeting (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, title TEXT NOT NULL, series TEXT, number INTEGER, year INTEGER, starts_at TEXT NOT NULL, ends_at TEXT, mode TEXT, platform TEXT, link TEXT, venue TEXT, state TEXT, organiser_id INTEGER REFERENCES organisation (id), agreement_id INTEGER REFERENCES agreement (id), previous_id INTEGER REFERENCES meeting (id), objectives TEXT, audience TEXT, outcome TEXT
) STRICT;
INSERT INTO "meeting" VALUES(1,'01a1fdf2-ea68-7fd0-8c04-b6c9b2833c9a',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z','meet','ประชุมทดสอบ','ประชุมทดสอบ',NULL,NULL,NULL,'2025-08-05',NULL,NULL,NULL,NULL,NULL,'held',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE name_key (
        kind TEXT NOT NULL, key TEXT NOT NULL, record_id INTEGER NOT NULL,
        PRIMARY KEY (kind, key, record_id)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "name_key" VALUES('agenda_item','หนึ่ง',1);
INSERT INTO "name_key" VALUES('agreement','บันทึกข้อตกลงทดสอบ',1);
INSERT INTO "name_key" VALUES('meeting','ประชุมทดสอบ',1);
INSERT INTO "name_key" VALUES('organisation','มหาวิทยาลัยทดสอบ',1);
INSERT INTO "name_key" VALUES('organisation','คณะตัวอย่าง',2);
INSERT INTO "name_key" VALUES('person','ดรสมมติตัวอย่าง',1);
INSERT INTO "name_key" VALUES('person','สมมติตัวอย่าง',1);
INSERT INTO "name_key" VALUES('purpose','ร่วมมือ',1);
CREATE TABLE organisation (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, name_th TEXT, name_en TEXT, abbreviation TEXT, variants TEXT, kind TEXT, parent_id INTEGER REFERENCES organisation (id), province TEXT, district TEXT, address TEXT, postcode TEXT, phone TEXT, fax TEXT, email TEXT, website TEXT, project TEXT, mission TEXT, objectives TEXT, founded TEXT, dissolved TEXT
) STRICT;
INSERT INTO "organisation" VALUES(1,'01a1fdf2-e841-7152-b88f-ec2164379f00',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z','uni','มหาวิทยาลัยทดสอบ','มหาวิทยาลัยทดสอบ',NULL,NULL,NULL,'university',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "organisation" VALUES(2,'01a1fdf2-e8a9-760d-8eca-6d561bdc3631',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z','fac','คณะตัวอยาง߷่','คณะตัวอย่าง',NULL,NULL,NULL,'faculty',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE party (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, agreement_id INTEGER NOT NULL REFERENCES agreement (id), seq INTEGER, organisation_id INTEGER NOT NULL REFERENCES organisation (id), unit_id INTEGER REFERENCES organisation (id), role TEXT, document_no TEXT, name_as_signed TEXT, witness_count INTEGER
) STRICT;
INSERT INTO "party" VALUES(1,'01a1fdf2-e986-72ee-8ce5-e922b3ac4b88',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z',1,1,1,NULL,'party',NULL,NULL,NULL);
INSERT INTO "party" VALUES(2,'01a1fdf2-e986-76fc-9a4c-7161b1bddb98',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z',1,2,2,NULL,'party',NULL,NULL,NULL);
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, external_key TEXT, titles TEXT, given_name TEXT NOT NULL, family_name TEXT, name_latin TEXT, birth_date TEXT, email TEXT, phone TEXT, line_id TEXT, province TEXT
) STRICT;
INSERT INTO "person" VALUES(1,'01a1fdf2-e911-78f6-90bb-699295b98a58',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z','one','สมมติ ตัวอยางߴ่',NULL,'ดร.','สมมติ','ตัวอย่าง',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE post (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person (id), organisation_id INTEGER REFERENCES organisation (id), position TEXT, acting TEXT, since TEXT, until TEXT
) STRICT;
INSERT INTO "post" VALUES(1,'01a1fdf2-e913-7ada-a630-6c5565f7f068',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z',1,2,'คณบดี',NULL,NULL,NULL);
CREATE TABLE purpose (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, agreement_id INTEGER NOT NULL REFERENCES agreement (id), seq INTEGER, text TEXT NOT NULL
) STRICT;
INSERT INTO "purpose" VALUES(1,'01a1fdf2-e986-7632-827a-a2f12790777b',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z',1,1,'ร่วมมือ');
CREATE TABLE setting (
        name TEXT PRIMARY KEY, value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE signatory (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, party_id INTEGER NOT NULL REFERENCES party (id), person_id INTEGER REFERENCES person (id), name_as_signed TEXT, position_as_signed TEXT, capacity TEXT, capacity_as_written TEXT, on_behalf_of TEXT, authority_kind TEXT, authority_no TEXT, authority_date TEXT, signed_on TEXT
) STRICT;
INSERT INTO "signatory" VALUES(1,'01a1fdf2-e9f6-755d-ab33-ceae37458053',NULL,NULL,'2026-11-21T11:51:57Z','2026-11-21T11:51:57Z',1,1,NULL,NULL,'own_right',NULL,NULL,NULL,NULL,NULL,'2024-09-11');
CREATE TABLE witness (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, party_id INTEGER NOT NULL REFERENCES party (id), person_id INTEGER REFERENCES person (id), name_as_signed TEXT, position_as_signed TEXT
) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX organisation_parent_id ON organisation (parent_id);
CREATE INDEX organisation_sort_key ON organisation (sort_key);
CREATE INDEX person_line_id ON person (line_id);
CREATE INDEX person_sort_key ON person (sort_key);
CREATE INDEX person_external_key ON person (external_key);
CREATE INDEX person_email ON person (email);
CREATE INDEX post_person_id ON post (person_id);
CREATE INDEX post_organisation_id ON post (organisation_id);
CREATE INDEX agreement_responsible_id ON agreement (responsible_id);
CREATE INDEX agreement_predecessor_id ON agreement (predecessor_id);
CREATE INDEX agreement_sort_key ON agreement (sort_key);
CREATE INDEX purpose_agreement_id ON purpose (agreement_id);
CREATE INDEX party_agreement_id ON party (agreement_id);
CREATE INDEX party_organisation_id ON party (organisation_id);
CREATE INDEX party_unit_id ON party (unit_id);
CREATE INDEX signatory_party_id ON signatory (party_id);
CREATE INDEX signatory_person_id ON signatory (person_id);
CREATE INDEX witness_party_id ON witness (party_id);
CREATE INDEX witness_person_id ON witness (person_id);
CREATE INDEX meeting_organiser_id ON meeting (organiser_id);
CREATE INDEX meeting_agreement_id ON meeting (agreement_id);
CREATE INDEX meeting_previous_id ON meeting (previous_id);
CREATE INDEX meeting_sort_key ON meeting (sort_key);
CREATE INDEX agenda_item_meeting_id ON agenda_item (meeting_id);
CREATE INDEX attendance_meeting_id ON attendance (meeting_id);
CREATE INDEX attendance_person_id ON attendance (person_id);
CREATE INDEX head_count_meeting_id ON head_count (meeting_id);
CREATE INDEX name_key_record ON name_key (kind, record_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('organisation',2);
INSERT INTO "sqlite_sequence" VALUES('person',1);
INSERT INTO "sqlite_sequence" VALUES('post',1);
INSERT INTO "sqlite_sequence" VALUES('agreement',1);
INSERT INTO "sqlite_sequence" VALUES('party',2);
INSERT INTO "sqlite_sequence" VALUES('purpose',1);
INSERT INTO "sqlite_sequence" VALUES('signatory',1);
INSERT INTO "sqlite_sequence" VALUES('meeting',1);
INSERT INTO "sqlite_sequence" VALUES('attendance',1);
INSERT INTO "sqlite_sequence" VALUES('agenda_item',1);
COMMIT;
