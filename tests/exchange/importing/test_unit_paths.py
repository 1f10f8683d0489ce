"""Units of one name in two bodies stay apart; a unit named beside the body above it is that unit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg

TWO_LEVELS = "ชื่อ-สกุล,{},{}\nนายก หนึ่ง,คณะวิทยาศาสตร์,เคมี\nนายข สอง,คณะศึกษาศาสตร์,เคมี\nนายค สาม,คณะวิทยาศาสตร์,\n"


def list_tree(netreg: Netreg) -> list[tuple[str, str]]:
    """Return the name of each organisation with that of its parent."""
    rows = json.loads(netreg("org", "list", "--json").out)
    return sorted((row["name_th"], row["parent"]["name"] if row["parent"] else "") for row in rows)


def test_columns_of_two_levels_are_a_unit_and_what_is_above_it(netreg: Netreg) -> None:
    netreg("init")
    for headings in (("คณะ", "ภาควิชา"), ("สังกัด", "โรงเรียน"), ("หน่วยงาน", "กลุ่มงาน"), ("มหาวิทยาลัย", "คณะ")):
        table = TWO_LEVELS.format(*headings)
        run = netreg("--lang", "en", "member", "import", "-", "--create-missing", stdin=table)
        assert run.code == 0, run.err
    tree = [("คณะวิทยาศาสตร์", ""), ("คณะศึกษาศาสตร์", ""), ("เคมี", "คณะวิทยาศาสตร์"), ("เคมี", "คณะศึกษาศาสตร์")]
    assert list_tree(netreg) == sorted(tree)
    # The column of the unit may stand first.
    turned = "ชื่อ-สกุล,ภาควิชา,คณะ\nนายก หนึ่ง,เคมี,คณะวิทยาศาสตร์\nนายง สี่,ฟิสิกส์,คณะวิทยาศาสตร์\n"
    run = netreg("--lang", "en", "member", "import", "-", "--skip-bad", stdin=turned)
    assert "there is no 'ฟิสิกส์' below คณะวิทยาศาสตร์; see them with 'netreg org tree', or add --create-missing" in run.err
    assert "0 new, 0 changed, 1 unchanged, 1 rejected" in run.err
    assert netreg("undo").code == 0


def test_a_unit_beside_the_body_above_it_is_that_unit(netreg: Netreg) -> None:
    netreg("init")
    netreg("org", "add", "มหาวิทยาลัยทดสอบ", "--code", "uni")
    netreg("org", "add", "คณะวิทยาศาสตร์", "--parent", "uni", "--code", "sci")
    netreg("org", "add", "ภาควิชาเคมี", "--parent", "sci")
    names = (
        "คณะวิทยาศาสตร์ มหาวิทยาลัยทดสอบ", "มหาวิทยาลัยทดสอบ คณะวิทยาศาสตร์", "คณะวิทยาศาสตร์ ม.ทดสอบ", "SCI",
        "คณะวิทยาศาสตร์ / ภาควิชาเคมี", "มหาวิทยาลัยทดสอบ > ภาควิชาเคมี", "ภาควิชาเคมี, คณะวิทยาศาสตร์",
    )  # fmt: skip
    rows = "".join(f'นายสมมุติ ทดสอบ{"กขคงจฉช"[n]},"{name}"\n' for n, name in enumerate(names))
    before = list_tree(netreg)
    run = netreg("--lang", "en", "member", "import", "-", "--create-missing", stdin=f"ชื่อ-สกุล,สังกัด\n{rows}")
    assert (run.code, list_tree(netreg)) == (0, before), run.err
    posts = json.loads(netreg("member", "post", "list", "--json").out)
    assert [post["organisation"]["name"] for post in sorted(posts, key=lambda post: int(post["id"]))] == [
        *["คณะวิทยาศาสตร์"] * 4, *["ภาควิชาเคมี"] * 3,
    ]  # fmt: skip


def test_no_command_is_offered_that_makes_two_units_one(netreg: Netreg) -> None:
    netreg("init")
    schools = "ชื่อ-สกุล,โรงเรียน,อำเภอ\nนายก หนึ่ง,บ้านสมมุติ,หาดใหญ่\nนายข สอง,บ้านสมมุติ,เมือง\n"
    run = netreg("--lang", "en", "member", "import", "-", "--create-missing", stdin=schools)
    assert "'บ้านสมมุติ' has several cells of 'อำเภอ', which no field of the row can hold" in run.err
    assert "to import it as it is" not in run.err
    apart = "ชื่อ-สกุล,โรงเรียน,อำเภอ\nนายก หนึ่ง,บ้านสมมุติ,หาดใหญ่\nนายข สอง,บ้านทดสอบ,เมือง\n"
    run = netreg("--lang", "en", "member", "import", "-", stdin=apart)
    assert "add --create-missing" in run.err
    equals = "ชื่อ-สกุล,หน่วยงาน,โรงเรียน\nนายก หนึ่ง,สพป.สมมุติ เขต 1,บ้านสมมุติ\n"
    run = netreg("--lang", "en", "member", "import", "-", stdin=equals)
    assert "say which is meant by leaving the other out: --map '@N=-'" in run.err
    assert "to import it as it is" not in run.err


def test_a_very_wide_table_is_answered_shortly(netreg: Netreg) -> None:
    netreg("init")
    questions = ",".join(f"ข้อคำถาม {n}" for n in range(250))
    table = f"ชื่อ-สกุล,{questions}\nนายสมมุติ ทดสอบ,{','.join('5' * 250)}\n"
    run = netreg("--lang", "en", "member", "import", "-", stdin=table)
    assert len(run.err.splitlines()) == 9
    assert "  … and 245 more unknown columns" in run.err
    assert run.err.endswith("to import it as it is: netreg --lang en member import - --ignore-unknown\n")
    assert netreg("member", "import", "-", "--ignore-unknown", stdin=table).code == 0
