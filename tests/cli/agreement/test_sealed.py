"""What everybody has signed is amended or corrected, not edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "agreement add ข้อตกลงหนึ่ง --code one --signed 2566-01-01 --term '3 ปี' --party tu --party ex",
    "agreement sign one --name 'นายสมมติ หนึ่ง' --party tu",
)
LAST = "agreement sign one --name 'นางทดลอง สอง' --party ex"
CHANGES = ("term=7 ปี", "title=ชื่ออื่น", "signed_on=2566-02-01")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.usefixtures("in_english")
def test_sealed_once_everybody_has_signed(ask: Callable[[str], Run], change: str) -> None:
    line = f"'{change}'"
    assert ask(f"agreement edit one {line} -n").code == 1, "one has not signed yet, but another has"
    assert ask(LAST).code == 0
    field = change.partition("=")[0]
    assert ask(f"agreement edit one {line}").err == (
        f"netreg: error: everybody has signed agreement 1, so its {field} cannot be edited; "
        f"record the change with 'netreg agreement amend 1 {field}=…', "
        f"or correct a slip with 'netreg agreement edit 1 {field}=… --correction'\n"
    )
    assert ask(f"agreement amend one {line} -n").code == 0
    corrected = ask(f"agreement edit one {line} --correction --json")
    assert (corrected.code, [one["kind"] for one in corrected.data["amendments"]]) == (0, ["corrected"])


def test_blanks_and_notes_are_not_sealed(ask: Callable[[str], Run]) -> None:
    assert ask(LAST).code == 0
    assert ask("agreement effect one --from 2566-02-01").code == 0
    for line in ("note=ก", "keywords=ก", "place=ขอนแก่น"):
        assert ask(f"agreement edit one {line}").code == 0
    assert ask("agreement terminate one --on 2567-01-01").code == 0
    unchanged = ask("agreement edit one 'term=3 ปี' --correction")
    assert (unchanged.code, ask("agreement show one --json").data["amendments"]) == (0, [])


SIGNED = "agreement add 'ข้อตกลงสอง' --code two --signed 2566-01-01 --term '3 ปี' --party tu --party ex"
MOVES = (
    "'term=9 ปี'",
    "end_stated=2572-01-01 grace_days=30",
    "grace_days=30",
    "end_settled=stated end_stated=2572-01-01",
    "term=",
    "end_stated=2568-12-01",
    "effective_from=2566-03-01",
    "renewal=tacit",
    "first_day_counted=no",
    "signed_on=2566-02-01",
)


def test_a_day_of_what_is_in_force_is_moved_by_an_amendment_only(ask: Callable[[str], Run]) -> None:
    assert ask(SIGNED).code == 0
    assert ask(LAST).code == 0
    wrong = []
    for record in ("one", "two"):
        for change in MOVES:
            refused = ask(f"agreement edit {record} {change}")
            instead = [
                ask(f"{line} -n").code
                for line in (f"agreement amend {record} {change}", f"agreement edit {record} {change} --correction")
            ]
            if (refused.code, instead) != (1, [0, 0]):
                wrong.append((record, change, refused.code, instead))
        assert ask(f"agreement show {record} --json").data["end"] == "2025-12-31", "nothing of it was saved"
    free = ("note=ก", "notice=P1M", "place=ขอนแก่น")
    assert not wrong
    assert [ask(f"agreement edit {record} {one} -n").code for record in ("one", "two") for one in free] == [0] * 6


def test_amended_parties_and_titles_hold_from_their_day(ask: Callable[[str], Run]) -> None:
    for line in (
        LAST,
        "org add มหาวิทยาลัยที่สาม --code th",
        "agreement amend one --add-party th --signed 2567-06-01",
        "agreement amend one title=ชื่อใหม่ --signed 2567-07-01",
        "agreement sign one --party th --name 'นายทดสอบ สาม' --on 2567-06-01",
        "agreement amend one --remove-party ex --signed 2567-08-01",
    ):
        assert ask(line).code == 0, line
    told = {}
    for day in ("2024-05-31", "2024-06-30", "2024-07-31", "2024-09-01"):
        [row] = ask(f"agreement list --json --as-of {day}").data
        flags = [flag["id"] for flag in row["flags"] if flag["id"] != "amended-later"]
        told[day] = (row["title"], row["party_count"], row["parties_signed"], flags)
    assert told == {
        "2024-05-31": ("ข้อตกลงหนึ่ง", 2, 2, []),
        "2024-06-30": ("ข้อตกลงหนึ่ง", 3, 3, []),
        "2024-07-31": ("ชื่อใหม่", 3, 3, []),
        "2024-09-01": ("ชื่อใหม่", 2, 2, []),
    }


def test_a_party_added_by_an_amendment_breaks_no_seal(ask: Callable[[str], Run]) -> None:
    for line in (LAST, "org add มหาวิทยาลัยที่สาม --code th", "agreement amend one --add-party th --signed 2567-06-01"):
        assert ask(line).code == 0, line
    for line in ("agreement edit one title=ชื่ออื่น", "agreement edit one 'term=9 ปี'", "agreement edit one kind=moa"):
        assert ask(line).code == 1, line
    assert ask("agreement sign one --party th --name 'นายทดสอบ สาม' --on 2567-06-01").code == 0


@pytest.mark.usefixtures("in_english")
def test_a_file_changes_it_no_more(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask(LAST).code == 0
    (office.folder / "a.csv").write_text("code,title,term,note\none,ข้อตกลงหนึ่ง,7 ปี,ก\n", encoding="utf-8")
    run = ask("agreement import a.csv")
    assert (run.code, "everybody has signed agreement 1, so its term cannot be edited" in run.err) == (65, True)
    (office.folder / "a.csv").write_text("code,title,term,note\none,ข้อตกลงหนึ่ง,3 ปี,ก\n", encoding="utf-8")
    assert ask("agreement import a.csv").code == 0


HALF = "agreement add 'ข้อตกลงสาม' --code half --term '3 ปี' --party tu --party ex"
TOUCHED = {
    "edit half title=ชื่ออื่น": "edit half title=ชื่ออื่น --correction",
    "edit half 'term=4 ปี'": "edit half 'term=4 ปี' --correction",
    "edit half kind=moa": "edit half kind=moa --correction",
    "party edit 3 role=lead": "amend half --party tu role=lead --correction",
    "party remove 4 -y": "amend half --remove-party ex --correction",
    "party add half th": "amend half --add-party th --correction",
    "signatory edit 2 signed_on=2566-03-01": "signatory edit 2 signed_on=2566-03-01 --correction",
}


@pytest.mark.usefixtures("in_english")
def test_what_somebody_has_signed_is_changed_by_a_correction_only(ask: Callable[[str], Run]) -> None:
    for line in (
        "org add มหาวิทยาลัยที่สาม --code th",
        HALF,
        "agreement sign half --party tu --name 'นายสมมติ สาม' --on 2566-02-01",
    ):
        assert ask(line).code == 0, line
    wrong = []
    for change, correction in TOUCHED.items():
        refused = ask(f"agreement {change}")
        corrected = ask(f"agreement {correction} --dry-run")
        if (refused.code, corrected.code) != (1, 0) or "somebody has signed agreement 2" not in refused.err:
            wrong.append((change, refused.err, corrected.err))
    assert not wrong
    assert "add --correction" in ask("agreement amend half title=ชื่ออื่น").err
    corrected = ask("agreement edit half title=ชื่ออื่น --correction --json").data
    assert [one["kind"] for one in corrected["amendments"]] == ["corrected"]
    more = ask("agreement amend half --add-party th --correction --json").data
    assert (more["signed_on"], more["state"]) == (None, "awaiting_signatures")
    for line in ("notice=P1M", "end_stated=2569-12-31", "note=ก"):
        assert ask(f"agreement edit half {line} -n").code == 0, line
    assert ask("agreement signatory remove 2 -y -n").code == 0, "it may be taken back"


def test_the_day_asked_about_opens_no_seal(ask: Callable[[str], Run]) -> None:
    assert ask(LAST).code == 0
    assert ask(SIGNED).code == 0
    assert [ask(f"agreement edit {one} 'term=9 ปี' --as-of 2560-01-01").code for one in ("one", "two")] == [1, 1]
    assert ask("agreement add แผน --code plan --signed 2570-01-01 --term '3 ปี' --party tu").code == 0
    assert ask("agreement edit plan 'term=9 ปี' signed_on=2570-02-01").code == 0, "it is only planned"


def test_a_date_known_more_exactly_moves_nothing(ask: Callable[[str], Run]) -> None:
    assert ask("agreement add รู้ปี --code rough --signed 2566 --end 2569 --party tu").code == 0
    assert ask("agreement edit rough end_stated=2569-09-30").code == 0
    assert ask("agreement edit rough end_stated=2569-10-31").code == 1


def test_a_file_moves_no_day_of_what_is_signed(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask(SIGNED).code == 0
    told = {}
    for name, cells in {
        "end": "code,title,end_stated\ntwo,ข้อตกลงสอง,2572-01-01\n",
        "start": "code,title,effective_from\ntwo,ข้อตกลงสอง,2566-03-01\n",
        "grace": "code,title,grace_days\ntwo,ข้อตกลงสอง,30\n",
        "same": "code,title,notice,place\ntwo,ข้อตกลงสอง,1m,ขอนแก่น\n",
    }.items():
        (office.folder / f"{name}.csv").write_text(cells, encoding="utf-8")
        run = ask(f"agreement import {name}.csv --json")
        told[name] = (run.code, ask("agreement show two --json").data["end"])
    assert told == {name: (65 * (name != "same"), "2025-12-31") for name in told}


@pytest.mark.usefixtures("in_english")
def test_a_decision_that_was_taken_moves_no_end_by_an_edit(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask(SIGNED).code == 0
    assert ask("agreement extend two --until 2570-12-31 --on 2568-06-01").code == 0
    refused = ask("agreement decision edit 1 until=2573-12-31")
    assert (refused.code, "would move 'End' from 31 Dec 2570 to 31 Dec 2573" in refused.err) == (1, True)
    assert "'netreg agreement decision edit 1 until=… --correction'" in refused.err
    (office.folder / "d.csv").write_text("agreement,kind,decided_on,until\ntwo,extend,2025-06-01,2030-12-31\n", "utf-8")
    assert ask("agreement decision import d.csv").code == 65
    for line in ("reason=ก", "document_no=ทส1", "until=2573-12-31 --correction"):
        assert ask(f"agreement decision edit 1 {line}").code == 0, line
    assert ask("agreement show two --json").data["end"] == "2030-12-31"
    assert "decision edit --correction" in ask("history").out


@pytest.mark.usefixtures("in_english")
def test_a_witness_of_what_is_signed_is_corrected(ask: Callable[[str], Run]) -> None:
    assert ask(LAST).code == 0
    assert ask("agreement witness add one --party tu --name 'นายพยาน ทดสอบ'").code == 0
    told = [ask(f"agreement witness {line}").err for line in ("edit 1 name_as_signed=ก", "remove 1 -y")]
    assert ["witness edit 1 name_as_signed=… --correction'" in told[0], "--remove-witness 1'" in told[1]] == [True] * 2
    assert ask("agreement witness edit 1 name_as_signed=นายอื่น --correction -n").code == 0
    removed = ask("agreement amend one --party 1 --remove-witness 1 --correction --json").data
    assert (removed["parties"][0]["witnesses"], len(removed["amendments"])) == ([], 1)
