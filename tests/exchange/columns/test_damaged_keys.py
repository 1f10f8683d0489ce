"""Keys that a spreadsheet program took for numbers, and several addresses in one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.exchange.columns.damaged_keys import mend_keys
from netreg.exchange.tables.cell_marks import DAMAGED_KEY

if TYPE_CHECKING:
    from tests.conftest import Netreg


def test_keys_are_restored_where_that_is_exact() -> None:
    cells = ("1.10145E+12", "401001.0", "'0401001", "0401001", "8.1E+8", "a.01", "O'Brien", "", "12.50")
    mended, notes, has_marks = mend_keys(cells)
    assert mended == [
        DAMAGED_KEY + "1.10145E+12", "401001", "0401001", "0401001", DAMAGED_KEY + "8.1E+8",
        "a.01", "O'Brien", "", "12.50",
    ]  # fmt: skip
    assert (sorted(notes), has_marks) == ([1, 2], True)
    assert mend_keys(("0401001", "x"))[0] == ("0401001", "x")


def test_damaged_keys_of_people_are_refused_with_the_cure(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    file.write_text(
        "ชื่อ,รหัสพนักงาน,โทรศัพท์\nสมมุติ,1.10145E+12,\nทดสอบ,401001.0,'0811111111\nลอง,,8.1E+08\n", encoding="utf-8"
    )
    lines = netreg("--lang", "en", "member", "import", str(file)).err.splitlines()
    assert len([line for line in lines if "format the column as text and enter it again" in line]) == 2
    assert netreg("--lang", "en", "member", "import", str(file), "--skip-bad").code == 3
    found = netreg("member", "show", "1", "--json").data
    assert (found["external_key"], found["phone"]) == ("401001", "0811111111")


def test_the_first_of_several_addresses_is_kept(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    cells = ('"a@example.org, b@example.org"', "c@example.org; d@example.org", "e@example.org f@example.org")
    file.write_text("ชื่อ,อีเมล\n" + "".join(f"สมมุติ{'กขค'[n]},{c}\n" for n, c in enumerate(cells)), encoding="utf-8")
    report = netreg("--lang", "en", "member", "import", str(file), "--json").data[0]
    assert [note["note"] for note in report["row_notes"]] == [
        f"further addresses are not kept: {letter}@example.org" for letter in "bdf"
    ]
    listed = netreg("member", "list", "--all", "--sort", "id", "--json").data
    assert [row["email"] for row in listed] == [f"{letter}@example.org" for letter in "ace"]
    file.write_text("ชื่อ,อีเมล\nสมมุติ,a@example.org หรือ b\n", encoding="utf-8")
    assert "is not an e-mail address" in netreg("--lang", "en", "member", "import", str(file)).err
