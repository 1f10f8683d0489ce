"""Labels that an earlier version wrote into files: they are still read."""

from __future__ import annotations

from netreg.cli.reminders.due import FIELDS
from netreg.core.choice_fields import YesNo
from netreg.core.fields import Style
from netreg.entities import AGREEMENT


def test_former_labels_are_still_read() -> None:
    fields = AGREEMENT.by_name
    assert fields["state"].parse("มีผลบังคับ") == fields["state"].parse("มีผลใช้บังคับ") == "in_force"
    assert fields["has_end"].parse("ใช่") == fields["has_end"].parse("มี") == 1
    assert fields["has_end"].parse("ไม่ใช่") == fields["has_end"].parse("ไม่มี") == 0
    silence = next(field for field in FIELDS if field.name == "silence")
    assert silence.parse("พักไว้") == silence.parse("เลื่อนการเตือน") == "snoozed"


def test_whether_there_is_something_is_answered_by_its_verb() -> None:
    field = YesNo("has_end", "มีวันสิ้นสุด", "Has an end", options=YesNo.EXISTENCE)
    assert [field.show(value, Style(lang="th")) for value in (1, 0)] == ["มี", "ไม่มี"]
