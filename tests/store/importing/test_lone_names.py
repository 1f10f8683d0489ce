"""A name of one word among whole names is doubtful; mononyms and lists of nicknames are let be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg

WHOLE = ("นายสมมุติ หนึ่ง,", "นางทดสอบ สอง,", "นางสาวจำลอง สาม,", "นายเสมือน สี่,")


def _import(netreg: Netreg, name: str, rows: tuple[str, ...], *options: str) -> tuple[int, str]:
    file = netreg.folder / f"{name}.csv"
    file.write_text("\n".join(("ชื่อ-สกุล,อีเมล", *rows, "")), encoding="utf-8")
    run = netreg("--lang", "en", "member", "import", str(file), "--dry-run", *options)
    return run.code, run.err


def test_one_word_among_whole_names_is_doubtful_unless_decided(netreg: Netreg) -> None:
    netreg("init")
    code, told = _import(netreg, "list", (*WHOLE, "ออยล์ อบต.บ้านทดลอง,"))
    assert code == 65
    assert "'ออยล์': one word alone, though the other rows have family names" in told
    code, told = _import(netreg, "list", (*WHOLE, "ออยล์,"), "--doubtful", "new")
    assert (code, "5 new" in told) == (0, True)
    code, told = _import(netreg, "list", (*WHOLE, "ออยล์,"), "--doubtful", "skip")
    assert (code, "4 new" in told) == (0, True)


def test_mononyms_and_lists_of_nicknames_are_let_be(netreg: Netreg) -> None:
    netreg("init")
    found = {
        "a title": _import(netreg, "a", (*WHOLE, "ดร.ออยล์,")),
        "an e-mail": _import(netreg, "b", (*WHOLE, "ออยล์,oil@example.org")),
        "nicknames": _import(netreg, "c", ("ออยล์,", "ต้น,", "จิ๋ม,", WHOLE[0])),
        "two of four": _import(netreg, "d", (*WHOLE[:2], "ออยล์,", "ต้น,")),
    }
    assert {name: code for name, (code, _told) in found.items()} == dict.fromkeys(found, 0)
