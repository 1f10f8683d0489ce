"""Checks of what points to something: documents, and what is kept of a record by its UID."""

from __future__ import annotations

from netreg.core.flags import Check
from netreg.language import Label

FILE_MISSING = Check(
    "file-missing",
    "high",
    Label("ไฟล์แนบหาย", "Attached file is gone"),
    Label("ไม่พบไฟล์ของเอกสาร '{title}'", "the file of document '{title}' is missing"),
    Label("ฉบับที่ลงนามเปิดดูไม่ได้", "what was signed cannot be shown"),
    ("doctor", "restore FILE"),
)
FILE_CHANGED = Check(
    "file-changed",
    "high",
    Label("ไฟล์แนบเปลี่ยนไป", "Attached file changed"),
    Label("ไฟล์ของเอกสาร '{title}' ไม่เหมือนเมื่อแนบ", "the file of document '{title}' is not what was attached"),
    Label("ใช้อ้างอิงแทนฉบับที่ลงนามไม่ได้", "it is no proof of what was signed"),
    ("doctor", "restore FILE"),
)
DOCUMENT_OF_NOTHING = Check(
    "document-of-nothing",
    "low",
    Label("เอกสารที่ไม่ผูกกับรายการใด", "Document of nothing"),
    Label("เอกสาร '{title}' ไม่ผูกกับข้อตกลง การประชุม หรือข่าว", "document '{title}' belongs to no record"),
    Label("ไม่แสดงในรายการใด จึงหาไม่พบ", "no card shows it"),
    ("document edit {record} agreement=AGREEMENT", "document remove {record}"),
)
LINK_TO_NOTHING = Check(
    "link-to-nothing",
    "low",
    Label("อ้างถึงรายการที่ไม่มีแล้ว", "Link to nothing"),
    Label("อ้างถึง {kind} ที่ไม่มีในทะเบียน", "it is about a {kind} that is not in the register"),
    Label("ไม่มีผลใด ๆ แล้ว", "it has no effect any more"),
    ("{noun} remove {record}",),
)
LOST_REFERENCE = Check(
    "lost-reference",
    "high",
    Label("รายการที่อ้างถึงหายไป", "Reference to nothing"),
    Label("{field} อ้างถึงรายการที่ไม่มีในทะเบียน", "{field} points to a record that is not there"),
    Label("โปรแกรมอื่นลบหรือแก้ทะเบียน", "another tool removed or changed it"),
    ("{noun} edit {record} {field}=", "doctor"),
)
UNREADABLE = Check(
    "unreadable",
    "high",
    Label("ค่าที่อ่านไม่ได้", "Value that cannot be read"),
    Label("มีค่าที่โปรแกรมอื่นเขียนไว้และอ่านไม่ได้", "another tool wrote a value that cannot be read"),
    Label("รายการที่มีค่านี้แสดงไม่ได้", "no list can show the record"),
    ("doctor", "{noun} edit {record} FIELD=VALUE"),
)
