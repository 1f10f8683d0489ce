"""A step or a signature back in time is refused, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

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
