PRAGMA application_id = 1314014535;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'netreg','first_schema','2026-11-26 13:52:53.163774+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'netreg','history_and_search','2026-11-26 13:52:53.238535+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'netreg','files_imported','2026-11-26 13:52:53.255118+00:00');
CREATE TABLE agenda_item (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, meeting_id INTEGER NOT NULL REFERENCES meeting (id), seq INTEGER, title TEXT NOT NULL, detail TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "agenda_item" VALUES(1,'01a21821-9f02-72e9-8878-f36c042f28cf',NULL,NULL,'2026-11-26T13:53:06.306894Z','2026-11-26T13:53:06.306894Z',1,1,'แรก',NULL,'แรก');
CREATE TABLE agreement (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, kind TEXT, title TEXT NOT NULL, document_no TEXT, signed_on TEXT, place TEXT, project TEXT, effective_from TEXT, term TEXT, term_as_written TEXT, first_day_counted INTEGER, end_stated TEXT, renewal TEXT, renewal_term TEXT, notice TEXT, grace_days INTEGER, responsible_id INTEGER REFERENCES person (id), predecessor_id INTEGER REFERENCES agreement (id), parties_stated INTEGER, keywords TEXT, final_status TEXT, final_on TEXT, final_reason TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "agreement" VALUES(1,'01a21821-8fc4-77c9-a96c-603ddca1f98f',NULL,NULL,'2026-11-26T13:53:02.404677Z','2026-11-26T13:53:02.404677Z','mou','บันทึกขอตกลงสมมติ߸้','mou','บันทึกข้อตกลงสมมติ',NULL,'2024-09-11',NULL,NULL,NULL,'P4Y',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'บันทึกขอตกลงสมมติ ¦ mou');
CREATE TABLE attendance (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, meeting_id INTEGER NOT NULL REFERENCES meeting (id), person_id INTEGER REFERENCES person (id), name_as_recorded TEXT, position_as_recorded TEXT, role TEXT, presence TEXT, mode TEXT, substitute_for TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "attendance" VALUES(1,'01a21821-9f02-7de7-81b1-296fc741a97d',NULL,NULL,'2026-11-26T13:53:06.306314Z','2026-11-26T13:53:06.306314Z',1,1,NULL,NULL,'chair','present',NULL,NULL,'');
CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command_id INTEGER REFERENCES command (id),
        at TEXT NOT NULL,
        layout_id INTEGER NOT NULL REFERENCES layout (id),
        kind TEXT NOT NULL,
        record_id INTEGER NOT NULL,
        before TEXT,
        after TEXT
    ) STRICT;
INSERT INTO "change" VALUES(1,1,'2026-11-26T13:52:54.995Z',1,'organisation',1,NULL,'''1'',''01a21821-72b9-7aa2-bdf6-7d3c53affebc'',NULL,NULL,''2026-11-26T13:52:54.969314Z'',''2026-11-26T13:52:54.969314Z'',''uni'',''มหาวิทยาลัยสมมติ'',NULL,NULL,NULL,''university'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL');
INSERT INTO "change" VALUES(2,2,'2026-11-26T13:52:56.623Z',1,'organisation',2,NULL,'''2'',''01a21821-792e-7ca4-82b1-685ef6775269'',NULL,NULL,''2026-11-26T13:52:56.622159Z'',''2026-11-26T13:52:56.622159Z'',''fac'',''คณะตัวอย่าง'',NULL,''["คตย."]'',NULL,NULL,''1'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL');
INSERT INTO "change" VALUES(3,3,'2026-11-26T13:52:58.468Z',2,'person',1,NULL,'''1'',''01a21821-8063-71a4-84f5-8e42137d29d3'',NULL,NULL,''2026-11-26T13:52:58.467554Z'',''2026-11-26T13:52:58.467554Z'',''one'',NULL,''รศ. ดร.'',''สมมติ'',''ตัวอย่าง'',NULL,NULL,''a@example.org'',NULL,NULL,NULL');
INSERT INTO "change" VALUES(4,3,'2026-11-26T13:52:58.469Z',3,'post',1,NULL,'''1'',''01a21821-8065-7639-b523-0187f7c97bde'',NULL,NULL,''2026-11-26T13:52:58.469136Z'',''2026-11-26T13:52:58.469136Z'',''1'',''2'',''อาจารย์'',NULL,NULL,NULL');
INSERT INTO "change" VALUES(5,4,'2026-11-26T13:53:00.548Z',2,'person',1,'''1'',''01a21821-8063-71a4-84f5-8e42137d29d3'',NULL,NULL,''2026-11-26T13:52:58.467554Z'',''2026-11-26T13:52:58.467554Z'',''one'',NULL,''รศ. ดร.'',''สมมติ'',''ตัวอย่าง'',NULL,NULL,''a@example.org'',NULL,NULL,NULL','''1'',''01a21821-8063-71a4-84f5-8e42137d29d3'',''แก้ ''''แล้ว'''''',NULL,''2026-11-26T13:52:58.467554Z'',''2026-11-26T13:53:00.508883Z'',''one'',NULL,''รศ. ดร.'',''สมมติ'',''ตัวอย่าง'',NULL,NULL,''a@example.org'',NULL,NULL,NULL');
INSERT INTO "change" VALUES(6,5,'2026-11-26T13:53:02.427Z',4,'agreement',1,NULL,'''1'',''01a21821-8fc4-77c9-a96c-603ddca1f98f'',NULL,NULL,''2026-11-26T13:53:02.404677Z'',''2026-11-26T13:53:02.404677Z'',''mou'',''mou'',''บันทึกข้อตกลงสมมติ'',NULL,''2024-09-11'',NULL,NULL,NULL,''P4Y'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL');
INSERT INTO "change" VALUES(7,5,'2026-11-26T13:53:02.428Z',6,'party',1,NULL,'''1'',''01a21821-8fdb-7358-aef0-54f240ee6e84'',NULL,NULL,''2026-11-26T13:53:02.427591Z'',''2026-11-26T13:53:02.427591Z'',''1'',''1'',''1'',NULL,''party'',NULL,NULL,NULL');
INSERT INTO "change" VALUES(8,5,'2026-11-26T13:53:02.428Z',6,'party',2,NULL,'''2'',''01a21821-8fdc-7c29-a23c-7e590ac6d6b3'',NULL,NULL,''2026-11-26T13:53:02.428437Z'',''2026-11-26T13:53:02.428437Z'',''1'',''2'',''2'',NULL,''party'',NULL,NULL,NULL');
INSERT INTO "change" VALUES(9,5,'2026-11-26T13:53:02.428Z',5,'purpose',1,NULL,'''1'',''01a21821-8fdc-7fad-9868-82980a566b81'',NULL,NULL,''2026-11-26T13:53:02.428786Z'',''2026-11-26T13:53:02.428786Z'',''1'',''1'',''ร่วมมือ''');
INSERT INTO "change" VALUES(10,6,'2026-11-26T13:53:04.283Z',7,'signatory',1,NULL,'''1'',''01a21821-971a-7280-8da2-79def50b18a5'',NULL,NULL,''2026-11-26T13:53:04.282497Z'',''2026-11-26T13:53:04.282497Z'',''1'',''1'',NULL,NULL,''own_right'',NULL,NULL,NULL,NULL,NULL,''2024-09-11''');
INSERT INTO "change" VALUES(11,7,'2026-11-26T13:53:06.297Z',9,'meeting',1,NULL,'''1'',''01a21821-9ee5-7a92-9dc8-d3de7ef96ebd'',NULL,NULL,''2026-11-26T13:53:06.277031Z'',''2026-11-26T13:53:06.277031Z'',''meet'',''ประชุมสมมติ'',NULL,NULL,NULL,''2025-08-05'',NULL,NULL,NULL,NULL,NULL,''held'',NULL,NULL,NULL,NULL,NULL,NULL');
INSERT INTO "change" VALUES(12,7,'2026-11-26T13:53:06.306Z',11,'attendance',1,NULL,'''1'',''01a21821-9f02-7de7-81b1-296fc741a97d'',NULL,NULL,''2026-11-26T13:53:06.306314Z'',''2026-11-26T13:53:06.306314Z'',''1'',''1'',NULL,NULL,''chair'',''present'',NULL,NULL');
INSERT INTO "change" VALUES(13,7,'2026-11-26T13:53:06.307Z',10,'agenda_item',1,NULL,'''1'',''01a21821-9f02-72e9-8878-f36c042f28cf'',NULL,NULL,''2026-11-26T13:53:06.306894Z'',''2026-11-26T13:53:06.306894Z'',''1'',''1'',''แรก'',NULL');
INSERT INTO "change" VALUES(14,8,'2026-11-26T13:53:08.183Z',12,'head_count',1,NULL,'''1'',''01a21821-a649-7bdb-8e11-0871a488be3f'',NULL,NULL,''2026-11-26T13:53:08.169325Z'',''2026-11-26T13:53:08.169325Z'',''1'',''นักศึกษา'',''25'',''exact'',NULL,NULL');
INSERT INTO "change" VALUES(15,9,'2026-11-26T13:53:09.971Z',1,'organisation',1,'''1'',''01a21821-72b9-7aa2-bdf6-7d3c53affebc'',NULL,NULL,''2026-11-26T13:52:54.969314Z'',''2026-11-26T13:52:54.969314Z'',''uni'',''มหาวิทยาลัยสมมติ'',NULL,NULL,NULL,''university'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL','''1'',''01a21821-72b9-7aa2-bdf6-7d3c53affebc'',NULL,NULL,''2026-11-26T13:52:54.969314Z'',''2026-11-26T13:53:09.970422Z'',''uni'',''มหาวิทยาลัยสมมติ'',NULL,NULL,NULL,''university'',NULL,''ขอนแก่น'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL');
INSERT INTO "change" VALUES(16,10,'2026-11-26T13:53:11.953Z',1,'organisation',1,'''1'',''01a21821-72b9-7aa2-bdf6-7d3c53affebc'',NULL,NULL,''2026-11-26T13:52:54.969314Z'',''2026-11-26T13:53:09.970422Z'',''uni'',''มหาวิทยาลัยสมมติ'',NULL,NULL,NULL,''university'',NULL,''ขอนแก่น'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL','''1'',''01a21821-72b9-7aa2-bdf6-7d3c53affebc'',NULL,NULL,''2026-11-26T13:52:54.969314Z'',''2026-11-26T13:52:54.969314Z'',''uni'',''มหาวิทยาลัยสมมติ'',NULL,NULL,NULL,''university'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL');
INSERT INTO "change" VALUES(17,11,'2026-11-26T13:53:14.727Z',2,'person',2,NULL,'''2'',''01a21821-bfe6-7cec-8a06-3bb512654bfa'',NULL,NULL,''2026-11-26T13:53:14.726932Z'',''2026-11-26T13:53:14.726932Z'',''in'',NULL,''นาย'',''นำเข้า'',''สมมติ'',NULL,NULL,''in@example.org'',NULL,NULL,NULL');
CREATE TABLE command (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        words TEXT NOT NULL,
        undoes INTEGER REFERENCES command (id),
        digest TEXT
    , batch_id INTEGER REFERENCES command (id)) STRICT;
INSERT INTO "command" VALUES(1,'2026-11-26T13:52:54.948Z','ผู้ทดสอบ','org add',NULL,'2:e9f25c12dbd80bb7ce225a671648318cfe9f1e90bd2cae47a2160778faa98b08',NULL);
INSERT INTO "command" VALUES(2,'2026-11-26T13:52:56.569Z','ผู้ทดสอบ','org add',NULL,'2:d73c6d401f93fc0372eee8b404281eecad35a5c38f1a3ec8848dad178a23f5dd',NULL);
INSERT INTO "command" VALUES(3,'2026-11-26T13:52:58.429Z','ผู้ทดสอบ','member add',NULL,'2:cc1db9418102d84c738be9e89c5f19cee0d124f3e81bd1c32ed38126803b1bec',NULL);
INSERT INTO "command" VALUES(4,'2026-11-26T13:53:00.508Z','ผู้ทดสอบ','member edit',NULL,'2:fa8187ec30b2a7173f87a0d652c59ea1b0f7c70ddc7a04986caebfb42319a7cb',NULL);
INSERT INTO "command" VALUES(5,'2026-11-26T13:53:02.355Z','ผู้ทดสอบ','agreement add',NULL,'2:7e96b96a83d22447731a56063c43939042955d68f2a922f60673364fdf38452a',NULL);
INSERT INTO "command" VALUES(6,'2026-11-26T13:53:04.237Z','ผู้ทดสอบ','agreement sign',NULL,'2:3c3531992eebe6b6bc4ece6b185f10e35972258884be90d4f73ff3e699d27f6b',NULL);
INSERT INTO "command" VALUES(7,'2026-11-26T13:53:06.274Z','ผู้ทดสอบ','meeting add',NULL,'2:71b2681f9af2ae75387502b7ee4de0f6fe6edcb0ff2b19f421d7fda4653ad179',NULL);
INSERT INTO "command" VALUES(8,'2026-11-26T13:53:08.168Z','ผู้ทดสอบ','meeting headcount add',NULL,'2:c0fd735537c6e0a431a51c1b4d502655ae109520484426ee88fba6a6e7559d42',NULL);
INSERT INTO "command" VALUES(9,'2026-11-26T13:53:09.872Z','ผู้ทดสอบ','org edit',NULL,'2:fe534040f73ef1148b22fd9d0b7a13faa1cd1ed281cb4b6c2eec2644614b5ba3',NULL);
INSERT INTO "command" VALUES(10,'2026-11-26T13:53:11.885Z','ผู้ทดสอบ','undo',9,'2:9c76481d074cb004cd31e4047b0f12410d86fbd8d40343b417a3e875b7a550cd',NULL);
INSERT INTO "command" VALUES(11,'2026-11-26T13:53:14.725Z','ผู้ทดสอบ','member import',NULL,'2:01c1dac4fc3a1b51ecded632790e0b6ccfe962bfcfd5c39706684556608403da',NULL);
CREATE TABLE head_count (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, meeting_id INTEGER NOT NULL REFERENCES meeting (id), category TEXT NOT NULL, count INTEGER NOT NULL, qualifier TEXT, mode TEXT, made_up_of TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "head_count" VALUES(1,'01a21821-a649-7bdb-8e11-0871a488be3f',NULL,NULL,'2026-11-26T13:53:08.169325Z','2026-11-26T13:53:08.169325Z',1,'นักศึกษา',25,'exact',NULL,NULL,'นักศึกษา');
CREATE TABLE imported_file (
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
    ) STRICT;
INSERT INTO "imported_file" VALUES(1,11,'2026-11-26T13:53:14.728Z','person','members.csv','8c7e15be939636ec86dc455cbde68cefb5dcddfdc587286fe51690e46796af44','csv','utf-8','office','{}',1,1,0,0,0);
CREATE TABLE layout (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, columns TEXT NOT NULL
    ) STRICT;
INSERT INTO "layout" VALUES(1,'organisation','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,code:TEXT,name_th:TEXT,name_en:TEXT,abbreviation:TEXT,variants:TEXT,kind:TEXT,parent_id:INTEGER,province:TEXT,district:TEXT,address:TEXT,postcode:TEXT,phone:TEXT,fax:TEXT,email:TEXT,website:TEXT,project:TEXT,mission:TEXT,objectives:TEXT,founded:TEXT,dissolved:TEXT');
INSERT INTO "layout" VALUES(2,'person','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,code:TEXT,external_key:TEXT,titles:TEXT,given_name:TEXT,family_name:TEXT,name_latin:TEXT,birth_date:TEXT,email:TEXT,phone:TEXT,line_id:TEXT,province:TEXT');
INSERT INTO "layout" VALUES(3,'post','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,person_id:INTEGER,organisation_id:INTEGER,position:TEXT,acting:TEXT,since:TEXT,until:TEXT');
INSERT INTO "layout" VALUES(4,'agreement','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,code:TEXT,kind:TEXT,title:TEXT,document_no:TEXT,signed_on:TEXT,place:TEXT,project:TEXT,effective_from:TEXT,term:TEXT,term_as_written:TEXT,first_day_counted:INTEGER,end_stated:TEXT,renewal:TEXT,renewal_term:TEXT,notice:TEXT,grace_days:INTEGER,responsible_id:INTEGER,predecessor_id:INTEGER,parties_stated:INTEGER,keywords:TEXT,final_status:TEXT,final_on:TEXT,final_reason:TEXT');
INSERT INTO "layout" VALUES(5,'purpose','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,agreement_id:INTEGER,seq:INTEGER,text:TEXT');
INSERT INTO "layout" VALUES(6,'party','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,agreement_id:INTEGER,seq:INTEGER,organisation_id:INTEGER,unit_id:INTEGER,role:TEXT,document_no:TEXT,name_as_signed:TEXT,witness_count:INTEGER');
INSERT INTO "layout" VALUES(7,'signatory','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,party_id:INTEGER,person_id:INTEGER,name_as_signed:TEXT,position_as_signed:TEXT,capacity:TEXT,capacity_as_written:TEXT,on_behalf_of:TEXT,authority_kind:TEXT,authority_no:TEXT,authority_date:TEXT,signed_on:TEXT');
INSERT INTO "layout" VALUES(8,'witness','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,party_id:INTEGER,person_id:INTEGER,name_as_signed:TEXT,position_as_signed:TEXT');
INSERT INTO "layout" VALUES(9,'meeting','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,code:TEXT,title:TEXT,series:TEXT,number:INTEGER,year:INTEGER,starts_at:TEXT,ends_at:TEXT,mode:TEXT,platform:TEXT,link:TEXT,venue:TEXT,state:TEXT,organiser_id:INTEGER,agreement_id:INTEGER,previous_id:INTEGER,objectives:TEXT,audience:TEXT,outcome:TEXT');
INSERT INTO "layout" VALUES(10,'agenda_item','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,meeting_id:INTEGER,seq:INTEGER,title:TEXT,detail:TEXT');
INSERT INTO "layout" VALUES(11,'attendance','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,meeting_id:INTEGER,person_id:INTEGER,name_as_recorded:TEXT,position_as_recorded:TEXT,role:TEXT,presence:TEXT,mode:TEXT,substitute_for:TEXT');
INSERT INTO "layout" VALUES(12,'head_count','id:INTEGER,uid:TEXT,note:TEXT,source:TEXT,created_at:TEXT,updated_at:TEXT,meeting_id:INTEGER,category:TEXT,count:INTEGER,qualifier:TEXT,mode:TEXT,made_up_of:TEXT');
INSERT INTO "layout" VALUES(13,'setting','id:INTEGER,name:TEXT,value:TEXT');
CREATE TABLE meeting (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, title TEXT NOT NULL, series TEXT, number INTEGER, year INTEGER, starts_at TEXT NOT NULL, ends_at TEXT, mode TEXT, platform TEXT, link TEXT, venue TEXT, state TEXT, organiser_id INTEGER REFERENCES organisation (id), agreement_id INTEGER REFERENCES agreement (id), previous_id INTEGER REFERENCES meeting (id), objectives TEXT, audience TEXT, outcome TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "meeting" VALUES(1,'01a21821-9ee5-7a92-9dc8-d3de7ef96ebd',NULL,NULL,'2026-11-26T13:53:06.277031Z','2026-11-26T13:53:06.277031Z','meet','ประชุมสมมติ','ประชุมสมมติ',NULL,NULL,NULL,'2025-08-05',NULL,NULL,NULL,NULL,NULL,'held',NULL,NULL,NULL,NULL,NULL,NULL,'ประชุมสมมติ ¦ meet');
CREATE TABLE name_key (
        kind TEXT NOT NULL, key TEXT NOT NULL, record_id INTEGER NOT NULL,
        PRIMARY KEY (kind, key, record_id)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "name_key" VALUES('agenda_item','แรก',1);
INSERT INTO "name_key" VALUES('agreement','บันทึกข้อตกลงสมมติ',1);
INSERT INTO "name_key" VALUES('head_count','นักศึกษา',1);
INSERT INTO "name_key" VALUES('meeting','ประชุมสมมติ',1);
INSERT INTO "name_key" VALUES('organisation','มหาวิทยาลัยสมมติ',1);
INSERT INTO "name_key" VALUES('organisation','คณะตัวอย่าง',2);
INSERT INTO "name_key" VALUES('organisation','คตย',2);
INSERT INTO "name_key" VALUES('person','สมมติตัวอย่าง',1);
INSERT INTO "name_key" VALUES('person','นำเข้าสมมติ',2);
INSERT INTO "name_key" VALUES('purpose','ร่วมมือ',1);
CREATE TABLE organisation (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, name_th TEXT, name_en TEXT, abbreviation TEXT, variants TEXT, kind TEXT, parent_id INTEGER REFERENCES organisation (id), province TEXT, district TEXT, address TEXT, postcode TEXT, phone TEXT, fax TEXT, email TEXT, website TEXT, project TEXT, mission TEXT, objectives TEXT, founded TEXT, dissolved TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "organisation" VALUES(1,'01a21821-72b9-7aa2-bdf6-7d3c53affebc',NULL,NULL,'2026-11-26T13:52:54.969314Z','2026-11-26T13:52:54.969314Z','uni','มหาวิทยาลัยสมมติ','มหาวิทยาลัยสมมติ',NULL,NULL,NULL,'university',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'มหาวิทยาลัยสมมติ ¦ uni');
INSERT INTO "organisation" VALUES(2,'01a21821-792e-7ca4-82b1-685ef6775269',NULL,NULL,'2026-11-26T13:52:56.622159Z','2026-11-26T13:52:56.622159Z','fac','คณะตัวอยาง߷่','คณะตัวอย่าง',NULL,'["คตย."]',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'คณะตัวอยาง ¦ fac ¦ คตย.');
CREATE TABLE party (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, agreement_id INTEGER NOT NULL REFERENCES agreement (id), seq INTEGER, organisation_id INTEGER NOT NULL REFERENCES organisation (id), unit_id INTEGER REFERENCES organisation (id), role TEXT, document_no TEXT, name_as_signed TEXT, witness_count INTEGER
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "party" VALUES(1,'01a21821-8fdb-7358-aef0-54f240ee6e84',NULL,NULL,'2026-11-26T13:53:02.427591Z','2026-11-26T13:53:02.427591Z',1,1,1,NULL,'party',NULL,NULL,NULL,'');
INSERT INTO "party" VALUES(2,'01a21821-8fdc-7c29-a23c-7e590ac6d6b3',NULL,NULL,'2026-11-26T13:53:02.428437Z','2026-11-26T13:53:02.428437Z',1,2,2,NULL,'party',NULL,NULL,NULL,'');
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, code TEXT UNIQUE, sort_key TEXT NOT NULL, external_key TEXT, titles TEXT, given_name TEXT NOT NULL, family_name TEXT, name_latin TEXT, birth_date TEXT, email TEXT, phone TEXT, line_id TEXT, province TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "person" VALUES(1,'01a21821-8063-71a4-84f5-8e42137d29d3','แก้ ''แล้ว''',NULL,'2026-11-26T13:52:58.467554Z','2026-11-26T13:53:00.508883Z','one','สมมติ ตัวอยางߴ่',NULL,'รศ. ดร.','สมมติ','ตัวอย่าง',NULL,NULL,'a@example.org',NULL,NULL,NULL,'รศ.ดร.สมมติ ตัวอยาง ¦ one ¦ รศ. ดร. ¦ a@example.org ¦ แก ''แลว''');
INSERT INTO "person" VALUES(2,'01a21821-bfe6-7cec-8a06-3bb512654bfa',NULL,NULL,'2026-11-26T13:53:14.726932Z','2026-11-26T13:53:14.726932Z','in','นำขเา สมมติ߻้',NULL,'นาย','นำเข้า','สมมติ',NULL,NULL,'in@example.org',NULL,NULL,NULL,'นายนำเขา สมมติ ¦ in ¦ in@example.org');
CREATE TABLE post (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person (id), organisation_id INTEGER REFERENCES organisation (id), position TEXT, acting TEXT, since TEXT, until TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "post" VALUES(1,'01a21821-8065-7639-b523-0187f7c97bde',NULL,NULL,'2026-11-26T13:52:58.469136Z','2026-11-26T13:52:58.469136Z',1,2,'อาจารย์',NULL,NULL,NULL,'อาจารย');
CREATE TABLE purpose (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, agreement_id INTEGER NOT NULL REFERENCES agreement (id), seq INTEGER, text TEXT NOT NULL
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "purpose" VALUES(1,'01a21821-8fdc-7fad-9868-82980a566b81',NULL,NULL,'2026-11-26T13:53:02.428786Z','2026-11-26T13:53:02.428786Z',1,1,'ร่วมมือ','รวมมือ');
CREATE TABLE running (id INTEGER NOT NULL REFERENCES command (id)) STRICT;
CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL
    ) STRICT;
CREATE TABLE signatory (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, party_id INTEGER NOT NULL REFERENCES party (id), person_id INTEGER REFERENCES person (id), name_as_signed TEXT, position_as_signed TEXT, capacity TEXT, capacity_as_written TEXT, on_behalf_of TEXT, authority_kind TEXT, authority_no TEXT, authority_date TEXT, signed_on TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "signatory" VALUES(1,'01a21821-971a-7280-8da2-79def50b18a5',NULL,NULL,'2026-11-26T13:53:04.282497Z','2026-11-26T13:53:04.282497Z',1,1,NULL,NULL,'own_right',NULL,NULL,NULL,NULL,NULL,'2024-09-11','');
CREATE TABLE witness (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, note TEXT, source TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, party_id INTEGER NOT NULL REFERENCES party (id), person_id INTEGER REFERENCES person (id), name_as_signed TEXT, position_as_signed TEXT
, search_text TEXT NOT NULL DEFAULT '') STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX organisation_parent_id ON organisation (parent_id);
CREATE INDEX organisation_sort_key ON organisation (sort_key);
CREATE INDEX person_line_id ON person (line_id);
CREATE INDEX person_sort_key ON person (sort_key);
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
CREATE INDEX command_undoes ON command (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX change_command ON change (command_id);
CREATE INDEX change_record ON change (kind, record_id);
CREATE INDEX command_batch ON command (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX imported_file_sha256 ON imported_file (sha256);
CREATE INDEX person_external_key ON person (external_key) WHERE external_key IS NOT NULL;
CREATE INDEX person_email ON person (email) WHERE email IS NOT NULL;
CREATE TRIGGER history_organisation_insert AFTER INSERT ON organisation BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),1,'organisation',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.name_th,new.name_en,new.abbreviation,new.variants,new.kind,new.parent_id,new.province,new.district,new.address,new.postcode,new.phone,new.fax,new.email,new.website,new.project,new.mission,new.objectives,new.founded,new.dissolved)); END;
CREATE TRIGGER history_organisation_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,code,name_th,name_en,abbreviation,variants,kind,parent_id,province,district,address,postcode,phone,fax,email,website,project,mission,objectives,founded,dissolved ON organisation BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),1,'organisation',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.name_th,old.name_en,old.abbreviation,old.variants,old.kind,old.parent_id,old.province,old.district,old.address,old.postcode,old.phone,old.fax,old.email,old.website,old.project,old.mission,old.objectives,old.founded,old.dissolved),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.name_th,new.name_en,new.abbreviation,new.variants,new.kind,new.parent_id,new.province,new.district,new.address,new.postcode,new.phone,new.fax,new.email,new.website,new.project,new.mission,new.objectives,new.founded,new.dissolved)); END;
CREATE TRIGGER history_organisation_delete AFTER DELETE ON organisation BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),1,'organisation',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.name_th,old.name_en,old.abbreviation,old.variants,old.kind,old.parent_id,old.province,old.district,old.address,old.postcode,old.phone,old.fax,old.email,old.website,old.project,old.mission,old.objectives,old.founded,old.dissolved),NULL); END;
CREATE TRIGGER history_person_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,code,external_key,titles,given_name,family_name,name_latin,birth_date,email,phone,line_id,province ON person BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),2,'person',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.external_key,old.titles,old.given_name,old.family_name,old.name_latin,old.birth_date,old.email,old.phone,old.line_id,old.province),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.external_key,new.titles,new.given_name,new.family_name,new.name_latin,new.birth_date,new.email,new.phone,new.line_id,new.province)); END;
CREATE TRIGGER history_person_delete AFTER DELETE ON person BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),2,'person',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.external_key,old.titles,old.given_name,old.family_name,old.name_latin,old.birth_date,old.email,old.phone,old.line_id,old.province),NULL); END;
CREATE TRIGGER history_post_insert AFTER INSERT ON post BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),3,'post',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.person_id,new.organisation_id,new.position,new.acting,new.since,new.until)); END;
CREATE TRIGGER history_post_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,person_id,organisation_id,position,acting,since,until ON post BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),3,'post',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.person_id,old.organisation_id,old.position,old.acting,old.since,old.until),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.person_id,new.organisation_id,new.position,new.acting,new.since,new.until)); END;
CREATE TRIGGER history_post_delete AFTER DELETE ON post BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),3,'post',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.person_id,old.organisation_id,old.position,old.acting,old.since,old.until),NULL); END;
CREATE TRIGGER history_agreement_insert AFTER INSERT ON agreement BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),4,'agreement',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.kind,new.title,new.document_no,new.signed_on,new.place,new.project,new.effective_from,new.term,new.term_as_written,new.first_day_counted,new.end_stated,new.renewal,new.renewal_term,new.notice,new.grace_days,new.responsible_id,new.predecessor_id,new.parties_stated,new.keywords,new.final_status,new.final_on,new.final_reason)); END;
CREATE TRIGGER history_agreement_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,code,kind,title,document_no,signed_on,place,project,effective_from,term,term_as_written,first_day_counted,end_stated,renewal,renewal_term,notice,grace_days,responsible_id,predecessor_id,parties_stated,keywords,final_status,final_on,final_reason ON agreement BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),4,'agreement',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.kind,old.title,old.document_no,old.signed_on,old.place,old.project,old.effective_from,old.term,old.term_as_written,old.first_day_counted,old.end_stated,old.renewal,old.renewal_term,old.notice,old.grace_days,old.responsible_id,old.predecessor_id,old.parties_stated,old.keywords,old.final_status,old.final_on,old.final_reason),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.kind,new.title,new.document_no,new.signed_on,new.place,new.project,new.effective_from,new.term,new.term_as_written,new.first_day_counted,new.end_stated,new.renewal,new.renewal_term,new.notice,new.grace_days,new.responsible_id,new.predecessor_id,new.parties_stated,new.keywords,new.final_status,new.final_on,new.final_reason)); END;
CREATE TRIGGER history_agreement_delete AFTER DELETE ON agreement BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),4,'agreement',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.kind,old.title,old.document_no,old.signed_on,old.place,old.project,old.effective_from,old.term,old.term_as_written,old.first_day_counted,old.end_stated,old.renewal,old.renewal_term,old.notice,old.grace_days,old.responsible_id,old.predecessor_id,old.parties_stated,old.keywords,old.final_status,old.final_on,old.final_reason),NULL); END;
CREATE TRIGGER history_purpose_insert AFTER INSERT ON purpose BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),5,'purpose',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.agreement_id,new.seq,new.text)); END;
CREATE TRIGGER history_purpose_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,agreement_id,seq,text ON purpose BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),5,'purpose',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.agreement_id,old.seq,old.text),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.agreement_id,new.seq,new.text)); END;
CREATE TRIGGER history_purpose_delete AFTER DELETE ON purpose BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),5,'purpose',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.agreement_id,old.seq,old.text),NULL); END;
CREATE TRIGGER history_party_insert AFTER INSERT ON party BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),6,'party',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.agreement_id,new.seq,new.organisation_id,new.unit_id,new.role,new.document_no,new.name_as_signed,new.witness_count)); END;
CREATE TRIGGER history_party_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,agreement_id,seq,organisation_id,unit_id,role,document_no,name_as_signed,witness_count ON party BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),6,'party',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.agreement_id,old.seq,old.organisation_id,old.unit_id,old.role,old.document_no,old.name_as_signed,old.witness_count),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.agreement_id,new.seq,new.organisation_id,new.unit_id,new.role,new.document_no,new.name_as_signed,new.witness_count)); END;
CREATE TRIGGER history_party_delete AFTER DELETE ON party BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),6,'party',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.agreement_id,old.seq,old.organisation_id,old.unit_id,old.role,old.document_no,old.name_as_signed,old.witness_count),NULL); END;
CREATE TRIGGER history_signatory_insert AFTER INSERT ON signatory BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),7,'signatory',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.party_id,new.person_id,new.name_as_signed,new.position_as_signed,new.capacity,new.capacity_as_written,new.on_behalf_of,new.authority_kind,new.authority_no,new.authority_date,new.signed_on)); END;
CREATE TRIGGER history_signatory_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,party_id,person_id,name_as_signed,position_as_signed,capacity,capacity_as_written,on_behalf_of,authority_kind,authority_no,authority_date,signed_on ON signatory BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),7,'signatory',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.party_id,old.person_id,old.name_as_signed,old.position_as_signed,old.capacity,old.capacity_as_written,old.on_behalf_of,old.authority_kind,old.authority_no,old.authority_date,old.signed_on),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.party_id,new.person_id,new.name_as_signed,new.position_as_signed,new.capacity,new.capacity_as_written,new.on_behalf_of,new.authority_kind,new.authority_no,new.authority_date,new.signed_on)); END;
CREATE TRIGGER history_signatory_delete AFTER DELETE ON signatory BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),7,'signatory',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.party_id,old.person_id,old.name_as_signed,old.position_as_signed,old.capacity,old.capacity_as_written,old.on_behalf_of,old.authority_kind,old.authority_no,old.authority_date,old.signed_on),NULL); END;
CREATE TRIGGER history_witness_insert AFTER INSERT ON witness BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),8,'witness',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.party_id,new.person_id,new.name_as_signed,new.position_as_signed)); END;
CREATE TRIGGER history_witness_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,party_id,person_id,name_as_signed,position_as_signed ON witness BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),8,'witness',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.party_id,old.person_id,old.name_as_signed,old.position_as_signed),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.party_id,new.person_id,new.name_as_signed,new.position_as_signed)); END;
CREATE TRIGGER history_witness_delete AFTER DELETE ON witness BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),8,'witness',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.party_id,old.person_id,old.name_as_signed,old.position_as_signed),NULL); END;
CREATE TRIGGER history_meeting_insert AFTER INSERT ON meeting BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),9,'meeting',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.title,new.series,new.number,new.year,new.starts_at,new.ends_at,new.mode,new.platform,new.link,new.venue,new.state,new.organiser_id,new.agreement_id,new.previous_id,new.objectives,new.audience,new.outcome)); END;
CREATE TRIGGER history_meeting_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,code,title,series,number,year,starts_at,ends_at,mode,platform,link,venue,state,organiser_id,agreement_id,previous_id,objectives,audience,outcome ON meeting BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),9,'meeting',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.title,old.series,old.number,old.year,old.starts_at,old.ends_at,old.mode,old.platform,old.link,old.venue,old.state,old.organiser_id,old.agreement_id,old.previous_id,old.objectives,old.audience,old.outcome),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.title,new.series,new.number,new.year,new.starts_at,new.ends_at,new.mode,new.platform,new.link,new.venue,new.state,new.organiser_id,new.agreement_id,new.previous_id,new.objectives,new.audience,new.outcome)); END;
CREATE TRIGGER history_meeting_delete AFTER DELETE ON meeting BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),9,'meeting',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.code,old.title,old.series,old.number,old.year,old.starts_at,old.ends_at,old.mode,old.platform,old.link,old.venue,old.state,old.organiser_id,old.agreement_id,old.previous_id,old.objectives,old.audience,old.outcome),NULL); END;
CREATE TRIGGER history_agenda_item_insert AFTER INSERT ON agenda_item BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),10,'agenda_item',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.meeting_id,new.seq,new.title,new.detail)); END;
CREATE TRIGGER history_agenda_item_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,meeting_id,seq,title,detail ON agenda_item BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),10,'agenda_item',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.meeting_id,old.seq,old.title,old.detail),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.meeting_id,new.seq,new.title,new.detail)); END;
CREATE TRIGGER history_agenda_item_delete AFTER DELETE ON agenda_item BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),10,'agenda_item',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.meeting_id,old.seq,old.title,old.detail),NULL); END;
CREATE TRIGGER history_attendance_insert AFTER INSERT ON attendance BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),11,'attendance',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.meeting_id,new.person_id,new.name_as_recorded,new.position_as_recorded,new.role,new.presence,new.mode,new.substitute_for)); END;
CREATE TRIGGER history_attendance_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,meeting_id,person_id,name_as_recorded,position_as_recorded,role,presence,mode,substitute_for ON attendance BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),11,'attendance',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.meeting_id,old.person_id,old.name_as_recorded,old.position_as_recorded,old.role,old.presence,old.mode,old.substitute_for),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.meeting_id,new.person_id,new.name_as_recorded,new.position_as_recorded,new.role,new.presence,new.mode,new.substitute_for)); END;
CREATE TRIGGER history_attendance_delete AFTER DELETE ON attendance BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),11,'attendance',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.meeting_id,old.person_id,old.name_as_recorded,old.position_as_recorded,old.role,old.presence,old.mode,old.substitute_for),NULL); END;
CREATE TRIGGER history_head_count_insert AFTER INSERT ON head_count BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),12,'head_count',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.meeting_id,new.category,new.count,new.qualifier,new.mode,new.made_up_of)); END;
CREATE TRIGGER history_head_count_update AFTER UPDATE OF id,uid,note,source,created_at,updated_at,meeting_id,category,count,qualifier,mode,made_up_of ON head_count BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),12,'head_count',new.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.meeting_id,old.category,old.count,old.qualifier,old.mode,old.made_up_of),printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.meeting_id,new.category,new.count,new.qualifier,new.mode,new.made_up_of)); END;
CREATE TRIGGER history_head_count_delete AFTER DELETE ON head_count BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),12,'head_count',old.id,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',old.id,old.uid,old.note,old.source,old.created_at,old.updated_at,old.meeting_id,old.category,old.count,old.qualifier,old.mode,old.made_up_of),NULL); END;
CREATE TRIGGER history_setting_insert AFTER INSERT ON setting BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),13,'setting',new.id,NULL,printf('%Q,%Q,%Q',new.id,new.name,new.value)); END;
CREATE TRIGGER history_setting_update AFTER UPDATE OF id,name,value ON setting BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),13,'setting',new.id,printf('%Q,%Q,%Q',old.id,old.name,old.value),printf('%Q,%Q,%Q',new.id,new.name,new.value)); END;
CREATE TRIGGER history_setting_delete AFTER DELETE ON setting BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),13,'setting',old.id,printf('%Q,%Q,%Q',old.id,old.name,old.value),NULL); END;
CREATE TRIGGER history_person_insert AFTER INSERT ON person BEGIN INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running),strftime('%Y-%m-%dT%H:%M:%fZ','now'),2,'person',new.id,NULL,printf('%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q,%Q',new.id,new.uid,new.note,new.source,new.created_at,new.updated_at,new.code,new.external_key,new.titles,new.given_name,new.family_name,new.name_latin,new.birth_date,new.email,new.phone,new.line_id,new.province)); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('setting',0);
INSERT INTO "sqlite_sequence" VALUES('layout',13);
INSERT INTO "sqlite_sequence" VALUES('command',11);
INSERT INTO "sqlite_sequence" VALUES('change',17);
INSERT INTO "sqlite_sequence" VALUES('organisation',2);
INSERT INTO "sqlite_sequence" VALUES('person',2);
INSERT INTO "sqlite_sequence" VALUES('post',1);
INSERT INTO "sqlite_sequence" VALUES('agreement',1);
INSERT INTO "sqlite_sequence" VALUES('party',2);
INSERT INTO "sqlite_sequence" VALUES('purpose',1);
INSERT INTO "sqlite_sequence" VALUES('signatory',1);
INSERT INTO "sqlite_sequence" VALUES('meeting',1);
INSERT INTO "sqlite_sequence" VALUES('attendance',1);
INSERT INTO "sqlite_sequence" VALUES('agenda_item',1);
INSERT INTO "sqlite_sequence" VALUES('head_count',1);
INSERT INTO "sqlite_sequence" VALUES('imported_file',1);
COMMIT;
