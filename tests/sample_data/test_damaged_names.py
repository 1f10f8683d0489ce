"""Names of the five documents, typed wrong: what a person sees at a glance is found, or offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

DAMAGED = {
    "ไมตรี อินทร์ประสิทธิ์": ("ไมตี อินทร์ประสิทธิ์", "ไมตรีอินทร์ประสิทธิ์", "ไมตตรี อินทร์ประสิทธิ์", "รศ.ดร.ไมตรี", "ไมตี"),
    "แสวง บุญมี": ("เเสวง บุญมี", "แสวง บุนมี", "แสวงบุญมี"),
    "เพียรศักดิ์ ภักดี": ("เพียนศักดิ์ ภักดี", "พเียรศักดิ์", "เพียรศัก ภักดี"),
    "สมศักดิ์ ประฏิภาณวัตร": ("สมศักดิ์ ปฏิภาณวัตร", "l,lydfbN"),
    "ธาดา พรหมสาขา ณ สกลนคร": ("ธาดา พรหมสาขาณสกลนคร", "ธาดา พรมสาขา ณ สกลนคร"),
    "ชาญกฤต น้ำใจดี": ("ชาญกฤต นำ้ใจดี", "ชาญกิต น้ำใจดี", "ชาญ\u200bกฤต น้ำใจดี"),
    "นิติยา ชุ่มอภัย": ("Nitya Chumapai", "นิตติยา ชุมอภัย"),
    "สำนักข่าว The Reporter": ("\u0422he Reporter", "The Reportr", "TheReporter"),
    "มหาวิทยาลัยขอนแก่น": ("มหาวิทยลัยขอนแก่น", "มหาวิทยาลัยขอนเเก่น", "ม.ขอนแก่น"),
    "โรงพยาบาลขอนแก่น": ("รพ.ขอนแก่น", "โรงพญาบาลขอนแก่น"),
    "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาขอนแก่น เขต 4": ("เขต4", "สพป ขอนแก่น 4"),
    "บริษัท เจ.อาร์.ดี.อินเตอร์ลอว์ จำกัด": ("เจอาร์ดี",),
    "สำนักหอสมุด มหาวิทยาลัยขอนแก่น": ("kku-Iib", "kku-lb"),
}  # fmt: skip


def test_a_damaged_name_is_found_or_offered(demo: Callable[..., Run]) -> None:
    wrong = []
    for name, texts in DAMAGED.items():
        for typed in texts:
            run = demo("search", typed, "--limit", "4")
            offered = run.out if run.code == 0 else run.err
            if name not in offered and not (typed.isascii() and "สมศักดิ์" in offered):
                wrong.append((typed, run.code, offered))
    assert wrong == []


def test_what_is_like_nothing_is_left_at_that(demo: Callable[..., Run]) -> None:
    for typed in ("zzzz", "ไม่มีทาง", "กกกกก", "wmyj"):
        run = demo("search", typed)
        assert (run.code, run.err) == (1, f"netreg: ไม่พบ '{typed}'\n")
