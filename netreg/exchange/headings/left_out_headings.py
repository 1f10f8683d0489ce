"""Headings of columns that no kind has a field for: running numbers, and what a register does not keep."""

from __future__ import annotations

from netreg.language import Label
from netreg.named_tuples import NamedTuple


class LeftOut(NamedTuple):
    """Headings of columns that no kind has a field for, and why."""

    reason: Label
    headings: tuple[str, ...]


OF_THE_MEMBER = Label("ข้อมูลของสมาชิก นำเข้าด้วย member import", "of the members; for 'member import'")
"""Why a column about people is left out of a table that only names them."""

REGION = Label("เขตสุขภาพหรือเขตตรวจราชการ", "the region of an authority")
"""Why a column is left out whose cells number the regions of an authority."""

LEFT_OUT = (
    LeftOut(
        Label("เลขลำดับ", "running numbers"),
        (
            "ลำดับ", "ลำดับที่", "ที่", "ล.ด.", "ลด.", "เลขลำดับ", "ข้อ", "ข้อที่", "เลขที่", "เลข", "no.", "no", "#", "nr", "item",
            "seq", "order", "index", "row", "row no", "s/n", "sn", "เลขที่แถว", "ที่/ลำดับ",
        ),
    ),
    LeftOut(
        Label("เวลาที่กรอกหรือเข้าระบบ", "when it was filled in or joined"),
        (
            "ประทับเวลา", "วันที่บันทึกข้อมูล", "วันที่กรอก", "timestamp", "time stamp", "submitted", "submitted at",
            "completion time", "join time", "leave time", "first join", "last leave", "first join time",
            "last leave time", "time joined", "time exited", "duration", "duration minute", "total duration",
            "total duration minute", "in-meeting duration", "duration in meeting", "เวลาเข้า", "เวลาออก",
            "เวลาที่เข้าร่วม", "เวลาที่ออก", "guest", "recording consent", "in waiting room", "last modified", "modified",
            "created", "update date", "updated", "last update", "create date",
        ),
    ),
    LeftOut(
        Label("หน่วยงานที่รับผิดชอบ ซึ่งไม่ใช่คู่สัญญา", "the unit in charge, no party"),
        (
            "หน่วยงานผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ", "หน่วยงานรับผิดชอบ", "ส่วนงานผู้รับผิดชอบ", "ส่วนงานที่รับผิดชอบ", "ส่วนงานรับผิดชอบ",
            "คณะที่รับผิดชอบ", "คณะผู้รับผิดชอบ", "ส่วนงาน", "ส่วนงานเจ้าของเรื่อง", "หน่วยงานเจ้าของเรื่อง", "หน่วยงานเจ้าภาพ",
            "responsible unit",
            "unit in charge", "responsible office", "responsible department",
        ),
    ),
    LeftOut(
        REGION,
        (
            "เขตสุขภาพ", "เขตสุขภาพที่", "เขตบริการสุขภาพ", "เขตตรวจราชการ", "เขตตรวจราชการที่", "health region", "health zone",
            "ศธภ.", "ศธภ",
        ),
    ),
    LeftOut(
        Label("งบประมาณ ไม่ใช่เงินที่ระดมได้", "a budget, no money raised"),
        (
            "งบประมาณ", "งบประมาณที่ได้รับ", "งบประมาณที่ใช้", "งบประมาณที่ใช้จริง", "วงเงินงบประมาณ", "งบ", "ค่าใช้จ่าย",
            "ค่าใช้จ่ายจริง",
            "จำนวนเงินที่ใช้", "budget", "expense", "cost",
        ),
    ),
    LeftOut(
        Label("แฟ้มแนบ แนบด้วย attach", "attached files; for 'attach'"),
        (
            "ไฟล์", "ไฟล์แนบ", "แฟ้ม", "แฟ้มแนบ", "เอกสารแนบ", "ลิงก์ไฟล์", "ลิงก์เอกสาร", "ลิงค์ไฟล์", "สแกน", "file", "files",
            "attachment", "attachments", "scan", "pdf",
        ),
    ),
    LeftOut(
        Label("ทะเบียนไม่เก็บ", "not kept"),
        (
            "เพศ", "gender", "sex", "อายุ", "อายุ (ปี)", "age", "สัญชาติ", "nationality", "ชั้น", "ห้อง", "ชั้น/ห้อง", "ชั้นเรียน",
            "ระดับชั้น", "ลายมือชื่อ", "ลายเซ็น", "ลงชื่อ", "ลงลายมือชื่อ", "ลายมือชื่อผู้เข้าประชุม", "signature", "รูป", "รูปถ่าย",
            "photo", "picture", "สถานภาพสมรส", "อาหาร", "ประเภทอาหาร", "แพ้อาหาร", "ไซซ์เสื้อ", "ขนาดเสื้อ", "facebook",
            "เฟซบุ๊ก", "เฟสบุ๊ค", "marital status", "อายุราชการ", "อายุงาน",
        ),
    ),
    LeftOut(
        Label("ไม่เก็บเพื่อคุ้มครองข้อมูลส่วนบุคคล", "never kept, for privacy"),
        (
            "เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขบัตรประจำตัวประชาชน", "เลขที่บัตรประชาชน", "เลขที่บัตรประจำตัวประชาชน",
            "บัตรประชาชน", "รหัสบัตรประชาชน", "รหัสประชาชน", "รหัสประจำตัวประชาชน", "หมายเลขบัตรประชาชน",
            "หมายเลขประจำตัวประชาชน", "หมายเลขบัตรประจำตัวประชาชน", "เลขประชาชน", "เลข 13 หลัก", "เลขประจำตัว 13 หลัก",
            "รหัส 13 หลัก", "เลขประจำตัวผู้เสียภาษี", "เลขหนังสือเดินทาง", "เลขที่หนังสือเดินทาง", "หนังสือเดินทาง", "พาสปอร์ต",
            "national id", "national id no", "national identification number", "citizen id", "citizen no", "id card",
            "id card no", "id card number", "card no", "cardno", "idcard", "thai id", "cid", "pid", "passport",
            "passport no",
            "passport number", "tax id", "เลขบัญชี", "เลขที่บัญชี", "เลขบัญชีธนาคาร", "bank account", "account no",
            "account number", "ศาสนา", "religion", "เชื้อชาติ", "race", "หมู่เลือด", "หมู่โลหิต", "กรุ๊ปเลือด", "blood group",
            "blood type", "โรคประจำตัว", "เงินเดือน", "salary",
        ),
    ),
)  # fmt: skip
"""Headings of columns that are left out and named once."""
