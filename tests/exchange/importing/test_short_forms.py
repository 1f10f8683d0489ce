"""Organisations whose kind is written short in a file are those of the full name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


KNOWN = (
    "ชื่อ,จังหวัด\nโรงเรียนบ้านสมมุติ,ขอนแก่น\nโรงพยาบาลสมมุติราษฎร์,ขอนแก่น\nอบต.ทดสอบ,\n"
    "บริษัท ทดลอง จำกัด (มหาชน),\nมหาวิทยาลัยราชภัฏสมมุติ,\n"
)
SHORT = "ชื่อ,จังหวัด\nรร.บ้านสมมุติ,ขอนแก่น\nรพ. สมมุติราษฎร์,ขอนแก่น\nองค์การบริหารส่วนตำบลทดสอบ,\nบมจ. ทดลอง,\nมรภ.สมมุติ,\n"


def test_they_change_no_name_and_add_nothing(netreg: Netreg) -> None:
    netreg("init")
    assert netreg("org", "import", "-", stdin=KNOWN).code == 0
    assert netreg("org", "import", "-", stdin=SHORT).err == "standard input: 0 new, 0 changed, 5 unchanged\n"
    other = "ชื่อ,จังหวัด\nรร.บ้านสมมุติ,นครราชสีมา\n"
    assert netreg("org", "import", "-", stdin=other).err == "standard input: 1 new, 0 changed, 0 unchanged\n"


def test_rows_name_them_and_none_is_created(netreg: Netreg) -> None:
    netreg("init")
    assert netreg("org", "import", "-", stdin=KNOWN).code == 0
    people = "ชื่อ-สกุล,หน่วยงาน\nนายสมมุติ ทดสอบ,รพ.สมมุติราษฎร์\n"
    run = netreg("member", "import", "-", "--create-missing", stdin=people)
    assert run.err == "standard input: 1 new, 0 changed, 0 unchanged\n"


def test_a_renamed_organisation_is_doubtful(netreg: Netreg) -> None:
    netreg("init")
    rows = "ชื่อ,จังหวัด,โทรศัพท์,อีเมล\n{},ขอนแก่น,043-111111,a@x.example\n"
    assert netreg("org", "import", "-", stdin=rows.format("ทต.สมมุติ")).code == 0
    run = netreg("--lang", "en", "org", "import", "-", stdin=rows.format("ทม.สมมุติ"))
    assert "org 1 (ทต.สมมุติ; ขอนแก่น): the same telephone, e-mail or website under another name" in run.err
