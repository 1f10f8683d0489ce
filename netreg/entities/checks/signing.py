"""Checks of who signed, chaired and came, beside the posts that they held."""

from __future__ import annotations

from netreg.core.flags import Check
from netreg.language import Label

_POST_ENDED = Label("ตำแหน่งทั้งหมดสิ้นสุดเมื่อ {last_day} ก่อนวัน {day}", "every post had ended on {last_day}, before {day}")

SIGNED_AFTER_POST = Check(
    "signed-after-post",
    "high",
    Label("ลงนามหลังพ้นตำแหน่ง", "Signed after leaving"),
    _POST_ENDED,
    Label("อาจไม่มีอำนาจลงนามแล้ว", "the power to sign may have ended"),
    ("member show {person}", "{noun} edit {record} signed_on=DATE"),
)
CHAIRED_AFTER_POST = Check(
    "chaired-after-post",
    "medium",
    Label("ทำหน้าที่ในที่ประชุมหลังพ้นตำแหน่ง", "Chaired after leaving"),
    _POST_ENDED,
    Label("ตำแหน่งหรือผู้เข้าประชุมบันทึกไม่ถูกต้อง", "the post or the attendance is wrong"),
    ("member show {person}", "{noun} edit {record} role=ROLE"),
)
AFTER_POSTS = (SIGNED_AFTER_POST, CHAIRED_AFTER_POST)
NOBODY_SIGNED = Check(
    "nobody-signed",
    "low",
    Label("ไม่มีชื่อผู้ลงนาม", "No signatory recorded"),
    Label("ลงนามเมื่อ {signed_on} แต่ไม่บันทึกว่าผู้ใดลงนาม", "signed on {signed_on}, but not by whom"),
    Label("ไม่ทราบว่าผู้ใดผูกพันแต่ละฝ่าย", "who bound each party is unknown"),
    ("agreement sign {record} MEMBER --party ORG",),
)
POSITION_UNCLEAR = Check(
    "position-unclear",
    "low",
    Label("ตำแหน่งของที่ใดไม่ชัด", "Position of what"),
    Label(
        "'{position}' อาจเป็นของ {unit} หรือ {organisation}", "'{position}' may be that of {unit} or of {organisation}"
    ),
    Label("ไม่ทราบว่าลงนามในนามหน่วยงานใด", "for which of the two it was signed is unknown"),
    ("{noun} edit {record} position_as_signed=TEXT --correction",),
)
ATTENDANCE_COUNT = Check(
    "attendance-count",
    "low",
    Label("จำนวนผู้เข้าประชุมไม่ตรงกับรายชื่อ", "Head-count against names"),
    Label("นับได้ {stated} คน แต่มีรายชื่อ {listed} คน", "{stated} people were counted, {listed} are listed"),
    Label("รายชื่ออาจไม่ครบหรือซ้ำ", "a name may be missing or listed twice"),
    ("meeting attend {record} MEMBER", "meeting show {record}"),
)

BARE_POSITIONS = (
    "ผู้อำนวยการ", "รองผู้อำนวยการ", "ผู้ช่วยผู้อำนวยการ", "หัวหน้า", "หัวหน้าฝ่าย", "ผู้จัดการ", "ประธาน", "รองประธาน",
    "เลขานุการ",
)  # fmt: skip
"""Positions that any body may have: of which of two, they do not say."""
