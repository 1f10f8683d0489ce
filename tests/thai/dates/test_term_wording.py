"""How long an agreement lasts, in words: understood as a whole or not at all."""

from __future__ import annotations

from netreg.thai.dates.term_wording import TermWording, read_term_wording

NO_END = TermWording()
TACIT = TermWording(renewal="tacit")
CASES = {
    "unlimited; Unlimited; ไม่มีกำหนด; ไม่มีกำหนดระยะเวลา; ไม่กำหนดระยะเวลา; ไม่จำกัด; ไม่จำกัดระยะเวลา; ไม่ได้กำหนด": NO_END,
    "ไม่ได้ระบุระยะเวลา; ไม่ระบุวันสิ้นสุด; ไม่มีวันสิ้นสุด; ไม่มีวันหมดอายุ; ตลอดไป; จนกว่าจะมีการยกเลิก": NO_END,
    "indefinite; Indefinitely; no expiry; No Expiration Date; no end date; open-ended; perpetual": NO_END,
    "until terminated by either party; ตั้งแต่วันลงนาม; ไม่มีกำหนด นับแต่วันลงนาม": NO_END,
    "auto renew; Auto-renewal; automatically renewed; automatic renewal; ต่ออายุอัตโนมัติ; ต่อสัญญาโดยอัตโนมัติ": TACIT,
    "3 ปี ต่ออายุอัตโนมัติคราวละ 1 ปี; 3 ปี และต่ออายุโดยอัตโนมัติครั้งละ 1 ปี": TermWording("P3Y", "tacit", "P1Y"),
    "3 ปี (ต่ออายุอัตโนมัติ); 3 years, auto renew": TermWording("P3Y", "tacit"),
    "5 years, automatically renewed for successive periods of 2 years": TermWording("P5Y", "tacit", "P2Y"),
    "ต่ออายุอัตโนมัติทุก 5 ปี; Auto renew every 5 years": TermWording(None, "tacit", "P5Y"),
    "2 ปี นับแต่วันลงนาม; 2 ปี นับตั้งแต่วันที่ลงนาม; 2 ปีนับจากวันลงนามในบันทึกข้อตกลง; ๒ ปี นับแต่วันลงนาม": TermWording("P2Y"),
    "2 ปี นับถัดจากวันลงนาม; 2 ปี นับแต่วันถัดจากวันลงนาม": TermWording("P2Y", is_first_day_counted=False),
    "ไม่เกิน 5 ปี; 5 years from the date of signing; up to 5 years; 5 ปี (ห้าปี) นับแต่วันลงนาม; 5 ปี": TermWording("P5Y"),
    "นับแต่วันลงนามเป็นเวลาห้าปี; มีผลตั้งแต่วันลงนาม เป็นระยะเวลา 5 ปี; five years from the last signature": TermWording("P5Y"),
    "3 ปี ต่ออายุได้อีก 2 ปี; 3 years, renewable for 2 years": TermWording("P3Y", "express", "P2Y"),
    "5 ปี ไม่ต่ออายุ; 5 years, non-renewable": TermWording("P5Y", "none"),
    "ไม่มีกำหนด 5 ปี; แล้วแต่ตกลง; no idea; 5 ปี หรือ 3 ปี; อย่างน้อย 5 ปี; 5 ปี (สามปี); ไม่มีเหตุผล": None,
}  # fmt: skip


def test_terms_in_words() -> None:
    wrong = {
        text: found
        for texts, expected in CASES.items()
        for text in texts.split("; ")
        if (found := read_term_wording(text)) != expected
    }
    assert wrong == {}
