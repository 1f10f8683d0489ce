"""One rule for blanks: the same words are blanks in every kind of field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.core.choice_fields import Choice, YesNo
from netreg.core.fields import Reference
from netreg.entities import BY_NAME
from netreg.exchange.columns import blank_words

if TYPE_CHECKING:
    from tests.conftest import Netreg

WORDS = ("-", "–", "—", "--", "ไม่มี", "ไม่ระบุ", "ไม่ทราบ", "n/a", "N/A", "NULL", "null", "None", "nan", "NaN", ".", " - ")
HEADINGS = "ชื่อ,นามสกุล,คำนำหน้า,อีเมล,โทรศัพท์,วันเกิด,จังหวัด,หน่วยงาน,ตำแหน่ง,รักษาการ,ตั้งแต่,หมายเหตุ,รหัส,รหัสบุคลากร"


def test_words_for_blanks_are_blanks_in_every_field(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    width = HEADINGS.count(",")
    file.write_text(
        "\n".join([HEADINGS, *(f"สมมุติ{n}{f',{word}' * width}" for n, word in enumerate(WORDS)), ""]), encoding="utf-8"
    )
    assert netreg("--lang", "en", "member", "import", str(file)).code == 0
    rows = netreg("member", "list", "--all", "--json").data
    kept = {(name, value) for row in rows for name, value in row.items() if value and name not in _SYSTEM}
    assert kept == set()
    assert len(rows) == len(WORDS)


_SYSTEM = {"id", "uid", "created_at", "updated_at", "given_name", "name"}


def test_a_blank_word_clears_only_where_blanks_do(netreg: Netreg) -> None:
    netreg("init")
    netreg("--lang", "en", "member", "add", "นายสมมุติ ตัวอย่าง", "--email", "one@example.org", "--phone", "0811111111")
    file = netreg.folder / "list.csv"
    file.write_text("อีเมล,โทรศัพท์\none@example.org,-\n", encoding="utf-8")
    show = ("member", "show", "1", "--json")
    assert netreg("--lang", "en", "member", "import", str(file)).err.endswith("0 new, 0 changed, 1 unchanged\n")
    assert netreg(*show).data["phone"] == "0811111111"
    assert netreg("--lang", "en", "member", "import", str(file), "--blank-clears").code == 0
    assert netreg(*show).data["phone"] is None


@pytest.mark.parametrize(
    ("option", "phone", "note"), [("", None, None), ("ยังไม่ได้รับ,xx", "-", None), ("''", "-", "ยังไม่ได้รับ")]
)
def test_the_words_may_be_others(netreg: Netreg, option: str, phone: str | None, note: str | None) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    file.write_text(f"ชื่อ,ไลน์,หมายเหตุ\nสมมุติ,-,{'ยังไม่ได้รับ' if option else ''}\n", encoding="utf-8")
    wishes = ("--blank-words", "" if option == "''" else option) if option else ()
    assert netreg("--lang", "en", "member", "import", str(file), *wishes).code == 0
    found = netreg("member", "show", "1", "--json").data
    assert (found["line_id"], found["note"]) == (phone, note)


def test_fields_keep_the_words_that_they_know() -> None:
    forms = blank_words.list_forms(None)
    renewal = BY_NAME["agreement"].by_name["renewal"]
    assert isinstance(renewal, Choice)
    assert "none" not in blank_words.choose_forms(renewal, forms)
    assert "ไม่มี" not in blank_words.choose_forms(YesNo("x", "มีผู้แทน", "x"), forms)
    assert blank_words.choose_forms(Reference("x", "x", "x", to="person"), forms) == forms
    assert "Nan" not in forms
