"""Letters that were damaged on the way: mended where that is certain, else the cell is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.exchange.columns.damaged_letters import mend_cells
from netreg.exchange.tables.cell_marks import GARBLED, LOST_LETTERS, MIXED

if TYPE_CHECKING:
    from tests.conftest import Netreg


def _as_latin(text: str, was: str = "cp874") -> str:
    return text.encode(was).decode("latin-1")


COLUMNS = {
    # what is sound stays
    ("name", ("นายสมมุติ ตัวอย่าง", "Mr. Example Sample", "น้ำฝน", "", "ศ.ดร.ทดสอบ", "O'Brien-André")): None,
    ("", ("คณะวิทยาศาสตร์ (IT)", "ศูนย์ITทดสอบ", "Café Nñ", "“คำพูด” – ok…")): None,
    ("prose", ("ทำไม?", "จริงหรือ??", "what?? why?")): None,
    ("address", ("https://example.org/?a=1&b=??",)): None,
    ("", ("เธอเธอ", "เนเน่", "เธอ")): None,
    # Thai in a wrong encoding
    ("name", (_as_latin("นายโม"), _as_latin("สมมุติ"), "")): ("นายโม", "สมมุติ", ""),
    ("", ("¡ÃØ§à·¾", "abc")): ("กรุงเทพ", "abc"),
    ("", (_as_latin("ทดสอบ", "utf-8"), _as_latin("โม"), "ทดสอบ")): ("ทดสอบ", "โม", "ทดสอบ"),
    ("", (_as_latin("กรุงเทพ"), "¡¢£¤¥¦§Þß")): (GARBLED + "¡ÃØ§à·¾", GARBLED + "¡¢£¤¥¦§Þß"),
    # shifted signs of PDF fonts
    ("name", ("ป\uf70aา", "ฟ\uf710น", "ก\uf70a\uf702")): ("ป่า", "ฟัน", "กี่"),
    ("name", ("ก\ue123",)): (MIXED + "ก\ue123",),
    # lost letters
    ("name", ("นาย?? ????", "สมช?ย", "สม\ufffdติ", "ดี")): (
        LOST_LETTERS + "นาย?? ????", LOST_LETTERS + "สมช?ย", LOST_LETTERS + "สม\ufffdติ", "ดี",
    ),
    ("prose", ("??? ????", "ก\ufffd")): (LOST_LETTERS + "??? ????", LOST_LETTERS + "ก\ufffd"),
    # words of several scripts
    ("name", ("Aลิซ ทดสอบ", "สมศํกดิ์", "Jоhn")): (MIXED + "Aลิซ ทดสอบ", MIXED + "สมศํกดิ์", MIXED + "Jоhn"),
    ("", ("Sаmple", "ສມมุติ")): (MIXED + "Sаmple", MIXED + "ສມมุติ"),
}  # fmt: skip


def test_damaged_letters_in_columns() -> None:
    found = {(sort, cells): tuple(mend_cells(cells, sort).cells) for sort, cells in COLUMNS}
    assert found == {(sort, cells): cells if after is None else after for (sort, cells), after in COLUMNS.items()}


def test_what_was_mended_is_told_and_the_rest_refused(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.json"
    file.write_text(
        '[{"given_name": "¹ÒÂâÁ", "line_id": "ก"}, {"given_name": "ป\uf70aา", "line_id": "a"}]', encoding="utf-8"
    )
    found = netreg("--lang", "en", "member", "import", str(file), "--json").data[0]
    assert [(one["heading"], one["note"], one["lines"]) for one in found["row_notes"]] == [
        ("given_name", "Thai in a wrong encoding was turned back", [1]),
        ("given_name", "shifted tone marks and vowels of a PDF font were replaced", [2]),
    ]
    file.write_text('[{"given_name": "นาย?? ????"}]', encoding="utf-8")
    assert "letters are lost here ('?' in their place)" in netreg("--lang", "en", "member", "import", str(file)).err
