"""Agreements with many parties: their terms, clocks, decisions, and why they end when they do."""

from netreg.language import Label, name_within

HEADINGS = ("ข้อตกลง", "Agreement", "บันทึกข้อตกลง", "รหัสข้อตกลง")
"""The label of the agreement that a record belongs to, and other headings of it in files."""
STATES = {
    "draft": Label("ร่าง", "draft"),
    "awaiting_signatures": Label("รอลงนาม", "awaiting signatures"),
    "not_yet_in_force": Label("ยังไม่มีผล", "not yet in force"),
    "in_force": Label("มีผลใช้บังคับ", "in force"),
    "in_grace": Label("ช่วงผ่อนผัน", "in grace"),
    "expired": Label("หมดอายุ", "EXPIRED"),
    "completed": Label("เสร็จสิ้น", "completed"),
    "terminated": Label("บอกเลิก", "terminated"),
    "cancelled": Label("ยกเลิก", "cancelled"),
    "replaced": Label("ถูกแทนที่", "replaced"),
}


def name_state(state: str) -> str:
    """Return a state as words within a sentence, in the language of the interface."""
    return name_within("agreement {number} is {state}, so it cannot be {how}", STATES[state])
