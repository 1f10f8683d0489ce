"""Several parties in the row of an agreement become its parties; several units of a person are refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg


def list_parties(netreg: Netreg) -> list[tuple[str, int, str]]:
    """Return title, place and organisation of all parties."""
    rows = json.loads(netreg("agreement", "party", "list", "--json").out)
    return sorted((row["agreement"]["name"], row["seq"], row["organisation"]["name"]) for row in rows)


HEAD = "ชื่อข้อตกลง,คู่สัญญา,วันที่ลงนาม\n"


def test_each_party_of_a_cell_or_of_a_column_is_one(netreg: Netreg) -> None:
    netreg("init")
    tables = [
        HEAD + 'ก,"มหาวิทยาลัยก, กรมข และบริษัท ค จำกัด",1/2/2567\nข,"กรมข\nกองง",1/2/2567\nค,กรมข,1/2/2567\n',
        "ชื่อข้อตกลง,ภาคี 1,ภาคี 2,ภาคี 3\nง,กรมข,-,กองง\nจ,กรมข,กรมข,\n",
        "ชื่อข้อตกลง,ระหว่าง,กับ\nฉ,กรมข,กองง\n",
    ]
    expected = [
        ("ก", 1, "มหาวิทยาลัยก"),
        ("ก", 2, "กรมข"),
        ("ก", 3, "บริษัท ค จำกัด"),
        ("ข", 1, "กรมข"),
        ("ข", 2, "กองง"),
        ("ค", 1, "กรมข"),
        ("ง", 1, "กรมข"),
        ("ง", 2, "กองง"),
        ("จ", 1, "กรมข"),
        ("ฉ", 1, "กรมข"),
        ("ฉ", 2, "กองง"),
    ]
    for outcome in ("{n} new, 0 changed, 0 unchanged\n", "0 new, 0 changed, {n} unchanged\n"):
        for table, count in zip(tables, (3, 2, 1), strict=True):
            run = netreg("--lang", "en", "agreement", "import", "-", "--create-missing", stdin=table)
            assert run.err.endswith(outcome.format(n=count)), run.err
        assert list_parties(netreg) == expected
    assert netreg("undo").code == 0
    assert [party for party in list_parties(netreg) if party[0] == "ฉ"] == []


def test_a_row_is_rejected_whole_where_one_of_its_parties_is_unknown(netreg: Netreg) -> None:
    netreg("init")
    netreg("org", "add", "กรมข")
    table = HEAD + "ก,กรมข; กรมใหม่,1/2/2567\nค,กรมข,1/2/2567\n"
    run = netreg("--lang", "en", "agreement", "import", "-", "--skip-bad", "--rejects", "out.csv", stdin=table)
    assert (run.code, list_parties(netreg)) == (3, [("ค", 1, "กรมข")])
    assert "คู่สัญญา 'กรมใหม่': there is no organisation" in run.err
    assert "กรมข; กรมใหม่" in (netreg.folder / "out.csv").read_text("utf-8-sig")


def test_a_known_name_with_a_conjunction_is_one_party(netreg: Netreg) -> None:
    netreg("init")
    netreg("org", "add", "กองคลัง และกองแผน")
    assert netreg("agreement", "import", "-", stdin=HEAD + "ก,กองคลัง และกองแผน,1/2/2567\n").code == 0
    assert list_parties(netreg) == [("ก", 1, "กองคลัง และกองแผน")]
    netreg("agreement", "export", "all.csv")
    run = netreg("--lang", "en", "agreement", "import", "all.csv")
    assert "0 new, 0 changed, 1 unchanged" in run.err


def test_several_units_are_created_as_none(netreg: Netreg) -> None:
    netreg("init")
    wrong = {}
    for unit in (
        "กองคลัง/กองแผน",
        "กองคลัง และกองแผน",
        "กองคลัง (ช่วยราชการกองแผน)",
        "คณะก / ภาควิชาข",
        "1. กองคลัง 2. กองแผน",
    ):
        table = f"ชื่อ-สกุล,สังกัด\nนายสมมุติ ทดสอบ,{unit}\n"
        run = netreg("--lang", "en", "member", "import", "-", "--create-missing", stdin=table)
        if (
            f"these are several organisations; name one of them, or if it is one name: netreg org add '{unit}'"
            not in run.err
        ):
            wrong[unit] = run.err
    assert not wrong
    netreg("org", "add", "กองคลัง/กองแผน")
    table = "ชื่อ-สกุล,สังกัด\nนายสมมุติ ทดสอบ,กองคลัง/กองแผน\n"
    assert netreg("member", "import", "-", stdin=table).code == 0
