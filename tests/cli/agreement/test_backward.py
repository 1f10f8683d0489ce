"""A step or a signature back in time is refused, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "org add มหาวิทยาลัยที่สาม --code th",
    "member add 'นางสมมติ หนึ่ง' --code m1 --email m1@example.org",
    "agreement add ข้อตกลงหนึ่ง --code one --term '1 ปี' --party tu --party ex",
    "agreement step one proposed --on 2026-01-01",
    "agreement step one sent --to ex --on 2026-02-01",
    "agreement add ข้อตกลงสอง --code two --from 2024-01-01 --term '1 ปี' --party tu",
)
SIGN = "agreement sign {} --party tu --name 'นายสมมติ สอง' --on {}"
REASONS = {
    "agreement step one returned --from ex --on 2026-01-15": "it was sent to them only after that",
    "agreement step one returned --from tu --on 2026-02-10": "it was with somebody else by then",
    "agreement step one returned --from th --on 2026-02-10": "it was with somebody else by then",
    SIGN.format("one", "2025-12-01"): "by its steps it was 'proposed' on",
    SIGN.format("two", "2026-06-01"): "it had ended on 31 Dec",
}
TAKEN = (
    "agreement step one returned --from ex --on 2026-02-10",
    "agreement step one returned --from m1 --on 2026-02-10",
    "agreement step one returned --on 2026-02-10",
    SIGN.format("one", "2026-01-01"),
    SIGN.format("two", "2024-12-31"),
)


def test_what_is_back_in_time_is_refused_with_the_reason(ask: Callable[..., Run]) -> None:
    told = {line: ask(f"--lang en {line}") for line in REASONS}
    assert [line for line, run in told.items() if run.code != 1 or REASONS[line] not in run.err] == []
    assert [line for line in TAKEN if ask(f"{line} -n").code] == []


AFTER = (
    "agreement add ข้อตกลงสาม --code three --signed 2025-01-01 --term '5 ปี' --party tu --party ex",
    "agreement sign three m1 --party tu --on 2025-05-01",
    "agreement sign three --party ex --name 'นายสมมติ สาม' --on 2025-05-01",
    "agreement add ข้อตกลงสี่ --code four --party tu --party ex",
    "agreement sign four --party tu --name 'นายสมมติ สอง' --on 2026-06-01",
)
AFTERWARDS = {
    "agreement edit one signed_on=2026-01-15": "by its steps it was 'sent to partner' on 1 Feb",
    "agreement edit three signed_on=2025-06-01 --correction": "the last party signed it on 1 May",
    "agreement terminate three --on 2025-03-01": "a party signed it on 1 May",
    "agreement edit three final_status=completed final_on=2025-03-01": "a party signed it on 1 May",
    "member edit m1 birth_date=1/6/2568": "agreement signatory 1 has a day before this birth: 1 May",
    "org edit tu founded=2568-06-01": "agreement 3 was signed for it on 1 May",
    "org edit tu dissolved=2568-04-01": "so it cannot have been dissolved before that",
}
FILES = {
    "agreement": "code,title,signed_on\none,ข้อตกลงหนึ่ง,2026-01-15\n",
    "member": "code,name,birth_date\nm1,นางสมมติ หนึ่ง,1/6/2568\n",
    "org": "code,name_th,founded\ntu,มหาวิทยาลัยทดสอบ,2025-06-01\n",
}


def test_no_other_day_makes_a_signature_impossible(office: Netreg, ask: Callable[..., Run]) -> None:
    assert [line for line in AFTER if ask(line).code] == []
    told = {line: ask(f"--lang en {line}") for line in AFTERWARDS}
    assert {line: run.err for line, run in told.items() if run.code != 1 or AFTERWARDS[line] not in run.err} == {}
    for noun, rows in FILES.items():
        (office.folder / "a.csv").write_text(rows, encoding="utf-8")
        assert ask(f"{noun} import a.csv").code == 65, noun
    assert ask("agreement edit four signed_on=2026-07-01 -n").code == 0, "the other party may sign then"
    assert ask("agreement cancel four --on 2026-05-01 -n").code == 0, "one who would have signed later never does"
