"""Records within sentences: in Thai by the word for their kind, never by the noun of a command."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from netreg.entities import ENTITIES
from tests.conftest import laid

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

_NOUNS = "|".join(sorted({re.escape(kind.command) for kind in ENTITIES}, key=len, reverse=True))
_ADDRESS = re.compile(rf"(?<![\w:/@-])(?:{_NOUNS}) #?\d+\b|(?<![\w:/@-])(?:{_NOUNS}) (?=[a-z]+-)")
_TYPED = re.compile(r"'[^']*'|netreg( [a-z0-9{@#-][\w{}.-]*)*")
READ = (
    "check", "check --list", "due", "due --within 20y", "due rule list", "search ขอนแก่น", "duplicates", "history",
    "show kkn-library-mou", "agreement show kkn-library-mou", "agreement explain kkn-library-mou", "doctor",
    "agreement show 1 --history", "member show wanida", "org show kku", "meeting show kku-2564", "training show ect-pr",
    "agreement history 1", "agreement timeline", "training matrix ect-pr", "stats", "member handover wanida --to 1 -n",
)  # fmt: skip
REFUSED = (
    "agreement edit 1 xx=1", "member list --sort zz", "org remove kku --yes", "member remove 3", "member merge 1 1",
    "member add 'รศ.ดร.วนิดา แก่นอากาศ' --org kku", "org edit kku parent=kku-sdad", "due ack 1", "history 1",
    "org import - --map เลข=colour", "member merge 1 kku", "member unmerge 3", "check 3", "agreement attach 1",
    "agreement open 1", "member edit 1 birth_date=2560", "org not-same 1 1", "agreement list xx:1", "undo 99",
    "member import - --set colour=red", "org add 'มหาวิทยาลัยขอนแก่น'", "member merge 1 2", "view save x member xx:1",
)  # fmt: skip
WRITTEN = (
    "member edit 1 note=ทดสอบ", "undo", "redo", "org not-same 1 2", "member merge 1 2 --yes", "member unmerge 1",
    "member remove 36 --yes", "org edit 1 name_th=มหาวิทยาลัยทดสอบ", "agreement add ทดสอบ --party kku", "undo",
)  # fmt: skip


@pytest.mark.stress
def test_no_sentence_names_a_record_by_the_noun_of_a_command(netreg: Netreg, demo_file: Path) -> None:
    laid(netreg.db, demo_file.read_bytes())
    wrong = {}
    for line in (*READ, *REFUSED, *WRITTEN):
        form = ["--format", "table"] if line in READ else []
        run = netreg("--lang", "th", *shlex.split(line), *form, stdin="ชื่อ\nทดสอบ\n", COLUMNS="200")
        said = [_TYPED.sub(" ", one) for one in f"{run.out if line in READ else ''}\n{run.err}".splitlines()]
        if found := [one for one in said if _ADDRESS.search(one)]:
            wrong[line] = found[:3]
    assert wrong == {}


def test_a_record_is_asked_for_by_the_word_that_sentences_have(netreg: Netreg, demo_file: Path) -> None:
    laid(netreg.db, demo_file.read_bytes())
    for noun in ("ข้อตกลง", "agreement"):
        assert netreg("check", f"{noun} kkn-library-mou", "--json").data
    assert "\n    ข้อตกลง kkn-library-mou " in netreg("check", "ข้อตกลง kkn-library-mou", "--format", "table").out
    assert netreg("member", "remove", "3").err.startswith("netreg: error: ลบสมาชิก 3 (")
    assert netreg("--lang", "en", "member", "remove", "3").err.startswith("netreg: error: remove member 3 (")


def test_a_kind_of_record_is_named_in_thai_wherever_one_is_named(demo: Netreg) -> None:
    for line in ("ข้อตกลง บอกกล่าว --offsets 30d", "การประชุม เริ่ม --offsets 14d", "ตำแหน่ง พ้นตำแหน่ง --offsets 9d"):
        assert demo("due", "rule", "add", *shlex.split(line)).code == 0
    kept = demo("due", "rule", "list", "--columns", "id,kind,clock,offsets").out.splitlines()
    assert [line for line in kept if not line.startswith("\t")] == [
        "id\tkind\tclock\toffsets", "3\tpost\tuntil\t9d", "1\tagreement\tnotice\t30d", "2\tmeeting\tstarts\t14d",
    ]  # fmt: skip
    assert demo("view", "save", "มีผล", "ข้อตกลง", "state:มีผลใช้บังคับ").code == 0
    assert demo("due", "rule", "add", "ตำแหน่ง", "กลาง").err == (
        "netreg: error: ตำแหน่ง ไม่มีวันครบกำหนด 'กลาง' ใช้ได้: พ้นตำแหน่ง (until); โปรดตรวจสอบ วันที่เฝ้า\n"
    )
