"""The same reason is told once, with its count and its first lines."""

from __future__ import annotations

import pytest

from netreg.exchange.importing.grouped_lines import MAX_GROUPS, RowRemark, group_remarks

MAIL = "'{}' is not an e-mail address; write it like name@example.ac.th"


def remarks(heading: str, cells: dict[int, str], reason: str) -> list[RowRemark]:
    return [RowRemark(line, heading, value, reason.format(value)) for line, value in cells.items()]


CASES = {
    "one": (remarks("อีเมล", {3: "x"}, MAIL), [f"f:3: อีเมล 'x': {MAIL.format('x')}"]),
    "a row": ([RowRemark(3, "", "", "ซ้ำ")], ["f:3: ซ้ำ"]),
    "rows that may be about different records": (
        [RowRemark(3, "", "", "several", (1, 2)), RowRemark(4, "", "", "several", (1, 3))],
        ["f:3: several", "f:4: several"],
    ),
    "a blank cell": ([RowRemark(3, "ชื่อ-สกุล", "", "is required")], ["f:3: ชื่อ-สกุล: is required"]),
    "the same again and again": (
        remarks("ชื่อ-สกุล", dict.fromkeys(range(12, 1266), ""), "is required"),
        ["f: ชื่อ-สกุล: is required: 1,254 rows (lines 12, 13, 14, 15, 16, …)"],
    ),
    "few values have a line each, in the order of the file": (
        [*remarks("คณะ", {2: "ก", 4: "ข", 9: "ก"}, "there is no organisation '{}'"), RowRemark(3, "อายุ", "x", "bad")],
        [
            "f: คณะ 'ก': there is no organisation 'ก': 2 rows (lines 2, 9)",
            "f:3: อายุ 'x': bad",
            "f:4: คณะ 'ข': there is no organisation 'ข'",
        ],
    ),
    "many values share one": (
        remarks("อีเมล", {n: f"m{n}" for n in range(2, 9)}, MAIL),
        [
            (f"f: อีเมล: {MAIL.format('…')}: 7 rows "
            "(line 2 'm2', line 3 'm3', line 4 'm4', line 5 'm5', line 6 'm6', …)")
        ],
    ),
    "a long value is quoted shortened": (
        [RowRemark(n, "อีเมล", "x" * 99, f"'{'x' * 39}…' is too long") for n in (2, 3)],
        [f"f: อีเมล '{'x' * 39}…': '{'x' * 39}…' is too long: 2 rows (lines 2, 3)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("found", "lines"), CASES.values(), ids=list(CASES))
def test_remarks_are_grouped(found: list[RowRemark], lines: list[str]) -> None:
    assert group_remarks("f", sorted(found)) == (lines, 0)


def test_rows_with_too_many_reasons_are_counted() -> None:
    found = [RowRemark(n, "", "", f"reason {n}") for n in range(1, MAX_GROUPS + 3)]
    found.insert(1, RowRemark(1, "", "", "reason 2"))
    found += [RowRemark(MAX_GROUPS + 2, "", "", "another"), RowRemark(MAX_GROUPS + 3, "", "", "reason 1")]
    lines, untold = group_remarks("f", found)
    assert (len(lines), untold) == (MAX_GROUPS, 2)
    assert lines[0] == "f: reason 1: 2 rows (lines 1, 1003)"
