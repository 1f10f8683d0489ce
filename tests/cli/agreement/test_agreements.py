"""``netreg agreement``: parties, signatures and clocks, and what runs out next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import assert_refused, masked, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add สำนักสมมติ --code lib --parent tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "org add สมาคมทดสอบ --code as",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org lib --position ผู้อำนวยการ",
    "member add 'นางทดลอง สอง' --code m2 --org ex",
    # Ends 28 Feb 2570: a year from 29 February has no corresponding day.
    "agreement add ข้อตกลงปี --code year --signed 29/02/2567 --term '3 ปี' --party tu --party ex --purpose แลกเปลี่ยน",
    # Stated and computed ends differ; the stated one drives the clock.
    (
        "agreement add ข้อตกลงขัด --code clash --signed '11 ก.ย. 2567' --term '2 ปี' --end '10 ก.ย. 2570' "
        "--document 'ทส 1/2567' --party tu"
    ),
    "agreement add ข้อตกลงไม่มีวันสิ้นสุด --code open --signed 2565-05-01 --party as",
    "agreement add ข้อตกลงเก่า --code old --signed 2560-01-01 --end 2561-12-31 --party ex --party as",
    "agreement add ข้อตกลงร่าง --code draft --kind moa --party tu --party ex",
    (
        "agreement add ข้อตกลงแจ้ง --code notice --signed 2566-01-01 --end 2570-06-30 --renewal express --notice 6m "
        "--party ex"
    ),
)
TU = {"id": 1, "code": "tu", "name": "มหาวิทยาลัยทดสอบ"}
EX = {"id": 3, "code": "ex", "name": "มหาวิทยาลัยตัวอย่าง"}
M1 = {"id": 1, "code": "m1", "name": "นายสมมติ หนึ่ง"}


def party(number: int, seq: int, organisation: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A party as JSON has it when nothing but its organisation is known."""
    return {
        "id": number, "seq": seq, "organisation": organisation, "unit": None, "role": "party", "document_no": None,
        "name_as_signed": None, "witness_count": None, "note": None, "source": None, "signatories": [], "witnesses": [],
        "contact": None, "contact_name": None, "contact_phone": None, "contact_email": None, "other_contacts": [],
        "contacts": [],
        "flags": [],
    } | more  # fmt: skip


def test_add_takes_everything_on_one_line(ask: Callable[[str], Run]) -> None:
    run = ask(
        "agreement add 'บันทึกข้อตกลงทดสอบ' --code new --kind บันทึกข้อตกลง --signed '1 ต.ค. 2569 เวลา 09.00 น.' "
        "--from 2569-10-01 --term '๒ ปี ๖ เดือน' --party tu --party ex --purpose 'แลกเปลี่ยน; ฝึกอบรม' --purpose วิจัย "
        "--renewal tacit --notice '90 วัน' --place ห้องสมมติ --project โครงการลอง --document 'ทส 9/2569; อว 1' "
        "--responsible m1 --predecessor old --note ก --source ข --json"
    )
    purposes = [
        {"id": 2, "seq": 1, "text": "แลกเปลี่ยน; ฝึกอบรม", "note": None, "source": None, "targets": []},
        {"id": 3, "seq": 2, "text": "วิจัย", "note": None, "source": None, "targets": []},
    ]
    assert masked(run.data) == {
        "id": 7,
        "code": "new",
        "kind": "moa",
        "title": "บันทึกข้อตกลงทดสอบ",
        "variants": [],
        "document_no": ["ทส 9/2569", "อว 1"],
        "signed_on": "2026-10-01T09:00",
        "place": "ห้องสมมติ",
        "project": "โครงการลอง",
        "effective_from": "2026-10-01",
        "term": "P2Y6M",
        "term_as_written": None,
        "first_day_counted": None,
        "end_stated": None,
        "renewal": "tacit",
        "renewal_term": None,
        "notice": "P90D",
        "grace_days": None,
        "responsible": M1,
        "predecessor": {"id": 4, "code": "old", "name": "ข้อตกลงเก่า"},
        "parties_stated": None,
        "keywords": [],
        "final_status": None,
        "final_on": None,
        "final_reason": None,
        "addendum_to": None,
        "final_by": None,
        "final_document_no": None,
        "end_settled": None,
        "settled_on": None,
        "settled_by": None,
        "settled_reason": None,
        "settled_stated": None,
        "settled_term": None,
        "note": "ก",
        "source": "ข",
        "state": "in_force",
        "stage": None,
        "stage_with": [],
        "stage_since": None,
        "stage_days": None,
        "stage_due": None,
        "due": "none",
        "has_end": True,
        "end": "2029-03-31",
        "end_basis": "term",
        "end_by_term": "2029-03-31",
        "days_left": 861,
        "notice_deadline": "2028-12-31",
        "grace_end": None,
        "renews_on": "2029-04-01",
        "renews_until": "2031-09-30",
        "party_count": 2,
        "parties_signed": 0,
        "period": 1,
        "decision": None,
        "undecided": False,
        "flags": [],
        "purposes": purposes,
        "parties": [party(10, 1, TU), party(11, 2, EX)],
        "decisions": [],
        "amendments": [],
        "steps": [],
        "meetings": [],
        "activities": [],
        "courses": [],
        "news": [],
        "documents": [],
        "addenda": [],
        "successors": [],
    }
    assert (run.err, run.code) == ("", 0)


NO_DATE = "is not a valid date; write it like 5 ส.ค. 2564 or 2021-08-05"
NO_TERM = "is not a valid term; write it like 2 ปี 6 เดือน or 90 วัน"
NO_ORG = "there is no organisation 'nope'; see them with 'netreg org list'"
NO_AGREEMENT = "there is no agreement 'zz9'; see them with 'netreg agreement list'"
REFUSED = {
    "agreement add ''": (1, "title is required; check title"),
    "agreement add ข้อตกลงปี --signed 29/02/2567 --party tu": (
        1,
        "agreement 1 already exists: ข้อตกลงปี; change it with 'netreg agreement edit 1 FIELD=VALUE'",
    ),
    "agreement add ชื่ออื่น --document 'ทส 1/2567'": (
        1,
        "agreement 2 already exists: ข้อตกลงขัด; change it with 'netreg agreement edit 2 FIELD=VALUE'",
    ),
    "agreement add ข้อตกลงลอง --party tu --party nope": (1, NO_ORG),
    "agreement add ข้อตกลงลอง --signed 2566-02-01 --end 2566-01-31": (
        1,
        "the agreement ends before it begins; check end_stated",
    ),
    "agreement add ข้อตกลงลอง --signed 2565-01-01 --from 2566-02-01 --end 2566-01-31": (
        1,
        "the agreement ends before it begins; check end_stated",
    ),
    "agreement add ข้อตกลงลอง --signed 31/04/2566": (
        2,
        "Signed: there is no day 31 in Apr 2566, which has 30 days",
    ),
    "agreement add ข้อตกลงลอง --signed '24-25 มี.ค. 2565'": (
        2,
        "Signed: '24-25 มี.ค. 2565' is a span of days; write one date",
    ),
    "agreement add ข้อตกลงลอง --end '1 ม.ค. 2570 09:00'": (
        2,
        "End as stated: '1 ม.ค. 2570 09:00' has a time of day; write the date alone",
    ),
    "agreement add ข้อตกลงลอง --term นาน": (2, f"Term: 'นาน' {NO_TERM}"),
    "agreement add ข้อตกลงลอง --predecessor zz9": (1, NO_AGREEMENT),
    "agreement show ข้อตกลง": (
        1,
        "there is no agreement 'ข้อตกลง'; did you mean: ข้อตกลงปี, ข้อตกลงขัด, ข้อตกลงไม่มีวันสิ้นสุด?",
    ),
    "agreement edit year end_stated=2560-01-01": (1, "the agreement ends before it begins; check end_stated"),
    "org remove ex -y": (
        1,
        (
            "org 3 is still used by member post 2 (มหาวิทยาลัยตัวอย่าง); agreement party 2 (มหาวิทยาลัยตัวอย่าง); "
            "agreement party 5 (มหาวิทยาลัยตัวอย่าง); agreement party 8 (มหาวิทยาลัยตัวอย่าง); "
            "agreement party 9 (มหาวิทยาลัยตัวอย่าง); change or remove those first"
        ),
    ),
    "agreement list --expiring --expired": (2, "--expiring and --expired cannot be combined; choose one of them"),
    "agreement list --expiring --within นาน": (2, f"--within: 'นาน' {NO_TERM}"),
    "agreement party add zz9 tu": (1, NO_AGREEMENT),
    "agreement party add year tu": (
        1,
        "agreement party 1 already exists: มหาวิทยาลัยทดสอบ; change it with 'netreg agreement party edit 1 FIELD=VALUE'",
    ),
    "agreement party edit 2 organisation=tu": (
        1,
        "agreement party 2 would become a duplicate; see 'netreg agreement party show 1'",
    ),
    "agreement sign year m1": (
        2,
        "--party is missing (Which party; its organisation or unit); see 'netreg agreement sign --help'",
    ),
    "agreement sign year --party tu": (1, "a member, or a name as it was signed, is required; check person"),
    "agreement sign zz9 m1 --party tu": (1, NO_AGREEMENT),
    "agreement sign year m1 --party tu --capacity แทน": (
        2,
        (
            "Capacity: 'แทน' is not a valid choice; "
            "expected one of: on_behalf (ลงนามแทน), own_right (ในฐานะผู้มีอำนาจ), acting (รักษาการ)"
        ),
    ),
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused_is_one_line_and_changes_nothing(office: Netreg, line: str) -> None:
    assert_refused(office, line, *REFUSED[line])


def test_a_party_named_twice_on_one_line_is_refused_without_false_advice(
    office: Netreg, ask: Callable[[str], Run]
) -> None:
    """No party was written, so none can be edited by its number."""
    before = office.db.read_bytes()
    run = ask("agreement add ข้อตกลงลอง --party tu --party มหาวิทยาลัยทดสอบ")
    assert (run.out, run.err.count("\n")) == ("", 1)
    assert run.code in (1, 2)
    assert "มหาวิทยาลัยทดสอบ" in run.err
    assert "party edit" not in run.err
    assert office.db.read_bytes() == before


@pytest.mark.usefixtures("in_english")
def test_any_one_of_its_document_numbers_identifies_an_agreement(ask: Callable[[str], Run]) -> None:
    assert ask("agreement add ข้อตกลงสามเลข --document 'ทส 7/2569; อว 8/2569'").code == 0
    run = ask("agreement add ข้อตกลงสามเลข --document 'อว 8/2569'")
    assert shown(run) == (
        "",
        (
            "netreg: error: agreement 7 already exists: ข้อตกลงสามเลข; "
            "change it with 'netreg agreement edit 7 FIELD=VALUE'\n"
        ),
        1,
    )


@pytest.mark.usefixtures("in_english")
def test_an_unknown_party_is_looked_for_in_this_agreement(office: Netreg, ask: Callable[[str], Run]) -> None:
    """The advice leads to the parties of this agreement, not to those of all."""
    before = office.db.read_bytes()
    run = ask("agreement sign year m1 --party as")
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 1)
    assert run.err.startswith("netreg: error: there is no party 'as'; ")
    assert "มหาวิทยาลัยตัวอย่าง" in run.err or "netreg agreement show" in run.err
    assert office.db.read_bytes() == before


# --- what runs out ------------------------------------------------------------

STATES = {
    # Of what was signed later nothing was known by then.
    "2566-12-31": "open in_force | old expired | draft draft | notice in_force",
    "2567-02-29": "year in_force | open in_force | old expired | draft draft | notice in_force",
    "2570-02-28": "year in_force | clash in_force | open in_force | old expired | draft draft | notice in_force",
    "2570-03-01": "year expired | clash in_force | open in_force | old expired | draft draft | notice in_force",
    "2570-09-10": "year expired | clash in_force | open in_force | old expired | draft draft | notice expired",
    "2570-09-11": "year expired | clash expired | open in_force | old expired | draft draft | notice expired",
}


def test_states_as_of_a_day(ask: Callable[[str], Run]) -> None:
    listing = "agreement list --columns code,state --sort id --no-header --as-of"
    runs = [ask(f"{listing} {day}") for day in STATES]
    found = {day: " | ".join(run.out.replace("\t", " ").splitlines()) for day, run in zip(STATES, runs, strict=True)}
    assert found == STATES


def test_the_list_says_what_each_end_rests_on(ask: Callable[[str], Run]) -> None:
    assert shown(ask("agreement list --columns code,has_end,end,end_basis,days_left,flags --sort id")) == (
        table(
            "code | has_end | end | end_basis | days_left | flags",
            "year | yes | 2027-02-28 | term | 99 |",
            "clash | yes | 2027-09-10 | stated | 293 | term-mismatch",
            "open | no | | none | | missing-end-date",
            "old | yes | 2018-12-31 | stated | -2882 | expired",
            "draft | no | | none | | missing-end-date",
            "notice | yes | 2027-06-30 | stated | 221 |",
        ),
        "",
        0,
    )


ENDED = (
    "netreg: 1 agreement has ended and nobody has decided on it: old ข้อตกลงเก่า; see 'netreg agreement list --expired'\n"
)
EXPIRING = {
    "--as-of 2569-11-29": "notice",
    "--as-of 2569-11-30": "year notice",
    "--as-of 2570-02-28": "year",
    "--as-of 2570-03-01": "",
    "--as-of 2569-10-01": "notice",
    "--as-of 2569-09-30": "",
    "--as-of 2569-11-21 --within 99d": "year notice",
    "--as-of 2569-11-21 --within 98d": "notice",
    "--as-of 2569-11-21 --within 1y": "year clash notice",
    "--as-of 2569-11-21 --within 0d": "",
    "--as-of 2569-11-21 --party tu --within 1y": "year clash",
}


def test_what_runs_out_within_the_window_both_ends_counted(ask: Callable[[str], Run]) -> None:
    listing = "agreement list --expiring --columns code --sort id --no-header"
    runs = [ask(f"{listing} {options}") for options in EXPIRING]
    assert {options: " ".join(run.out.split()) for options, run in zip(EXPIRING, runs, strict=True)} == EXPIRING
    assert {run.code for run in runs} == {0}


@pytest.mark.usefixtures("in_english")
def test_what_is_past_is_told_beside_what_is_near(ask: Callable[[str], Run]) -> None:
    assert shown(ask("agreement list --expiring --columns code,due,notice_deadline,days_left")) == (
        table("code | due | notice_deadline | days_left", "notice | notice | 2026-12-30 | 221"),
        ENDED,
        0,
    )
    assert shown(ask("agreement list --expired --columns code --no-header")) == ("old\n", "", 0)
    assert shown(ask("-q agreement list --expiring --columns code --no-header")) == ("notice\n", "", 0)


@pytest.mark.usefixtures("in_english")
def test_several_that_are_past(ask: Callable[[str], Run]) -> None:
    run = ask("agreement list --expiring --as-of 2570-09-11 --json")
    sentence = (
        "netreg: 4 agreements have ended and nobody has decided on them: clash ข้อตกลงขัด; notice ข้อตกลงแจ้ง; "
        "year ข้อตกลงปี; …; see 'netreg agreement list --expired'\n"
    )
    assert (run.data, run.code) == ([], 0)
    assert run.err == sentence, "the latest first"


EXIT_CODES = {
    "--expiring": 11,
    "--expiring --party tu --within 99d": 10,
    "--expiring --party tu --within 98d": 0,
    "--no-end": 11,
    "--expired": 11,
    "--party tu": 0,
}


def test_exit_codes_for_cron(ask: Callable[[str], Run]) -> None:
    """11, something has run out undecided, beats 10, something is near."""
    runs = [ask(f"agreement list {options} --exit-code") for options in EXIT_CODES]
    assert {options: run.code for options, run in zip(EXIT_CODES, runs, strict=True)} == EXIT_CODES


def test_an_agreement_without_an_end_is_marked_and_never_expiring(ask: Callable[[str], Run]) -> None:
    run = ask("agreement list --no-end --columns code,has_end --no-header")
    assert sorted(run.out.splitlines()) == ["draft\tno", "open\tno"]
    marked = ask("agreement list --format table --columns code,end --sort id").out.splitlines()
    assert marked[4].split() == ["open", "ไม่มีกำหนด"]
    assert "open" not in ask("agreement list --expiring --within 50y --columns code").out.split()


def test_a_closed_agreement_is_what_it_was_closed_as(ask: Callable[[str], Run]) -> None:
    assert ask("agreement edit old final_status=completed final_on=2562-01-15 final_reason=ครบ").code == 0
    assert ask("agreement list --columns code,state --no-header --sort id").out.splitlines()[3] == "old\tcompleted"
    before = ask("agreement list --as-of 2562-01-14 --columns code,state --no-header --sort id").out.splitlines()
    assert before == ["old\texpired", "draft\tdraft"]
    assert shown(ask("agreement list --expired --exit-code --columns code")) == ("code\n", "", 10)


def test_a_stated_number_of_parties_is_held_against_those_listed(ask: Callable[[str], Run]) -> None:
    run = ask("agreement edit year parties_stated=3 --json")
    assert run.data["flags"] == [{"id": "party-count", "severity": "medium", "data": {"stated": 3, "listed": 2}}]


# --- signing ------------------------------------------------------------------


def test_signing_moves_a_draft_into_force(ask: Callable[[str], Run]) -> None:
    first = ask("agreement sign draft m1 --party tu --on 2569-05-01 --json").data
    assert (first["state"], first["parties_signed"], first["party_count"]) == ("awaiting_signatures", 1, 2)
    second = ask("agreement sign draft m2 --party ex --on 2569-06-01 --json").data
    assert (second["state"], second["parties_signed"]) == ("in_force", 2)
    listed = "agreement list --columns code,state --no-header --sort id --as-of"
    assert "draft" not in ask(f"{listed} 2569-04-30").out
    assert ask(f"{listed} 2569-05-01").out.splitlines()[4] == "draft\tawaiting_signatures"
    assert ask(f"{listed} 2569-06-01").out.splitlines()[4] == "draft\tin_force"


def test_capacity_authority_and_the_day_of_the_agreement(ask: Callable[[str], Run]) -> None:
    run = ask(
        "agreement sign year --party ex --name 'นายตัวอย่าง สาม' --position รองอธิการบดี --on-behalf-of อธิการบดี "
        "--authority คำสั่ง --authority-no 12/2567 --authority-date '1 ก.พ. 2567' --note ก --json"
    )
    assert masked(run.data["parties"][1]["signatories"]) == [
        {
            "id": 1,
            "agreement_name": "ข้อตกลงปี",
            "person": None,
            "name_as_signed": "นายตัวอย่าง สาม",
            "position_as_signed": "รองอธิการบดี",
            "position_known_on": None,
            "capacity": "on_behalf",
            "capacity_as_written": None,
            "on_behalf_of": "อธิการบดี",
            "authority_kind": "คำสั่ง",
            "authority_no": "12/2567",
            "authority_date": "2024-02-01",
            "signed_on": "2024-02-29",
            "note": "ก",
            "source": None,
            "flags": [],
        }
    ]


def test_a_capacity_that_nobody_states_is_unknown_until_it_is_filled_in(ask: Callable[[str], Run]) -> None:
    signed = ask("agreement sign year --party ex --name 'นายตัวอย่าง สาม' --json").data["parties"][1]["signatories"][0]
    listed = "agreement signatory list --columns name_as_signed,capacity --no-header --match ตัวอย่าง"
    before = ask(listed).out
    filled = ask(f"agreement signatory edit {signed['id']} capacity=ในฐานะผู้มีอำนาจ")
    assert (signed["capacity"], before, filled.code) == (None, "นายตัวอย่าง สาม\t\n", 0)
    assert ask(listed).out == "นายตัวอย่าง สาม\town_right\n"
    card = " ".join(ask("--lang en agreement show year --format table").out.split())
    assert "นายตัวอย่าง สาม (in own right; 29 Feb 2567)" in card


@pytest.mark.usefixtures("in_english")
def test_nobody_signs_twice(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("agreement sign year m1 --party tu").code == 0
    before = office.db.read_bytes()
    assert shown(ask("agreement sign year m1 --party มหาวิทยาลัยทดสอบ")) == (
        "",
        (
            "netreg: error: agreement signatory 1 already exists: นายสมมติ หนึ่ง; "
            "change it with 'netreg agreement signatory edit 1 FIELD=VALUE'\n"
        ),
        1,
    )
    assert office.db.read_bytes() == before


@pytest.mark.parametrize("day", ["2562-01-01", "2569-01-01"])
def test_nobody_signs_what_has_ended(office: Netreg, ask: Callable[[str], Run], day: str) -> None:
    before = office.db.read_bytes()
    run = ask(f"agreement sign old m2 --party ex --on {day}")
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 1)
    assert "--on" in run.err
    assert office.db.read_bytes() == before


def test_a_sentence_about_a_day_has_it_in_the_era_of_the_office(ask: Callable[[str], Run]) -> None:
    err = ask("agreement sign old m2 --party ex --on 2569-01-01").err
    assert "2569" in err
    assert "2026" not in err


def test_a_party_that_is_a_unit(ask: Callable[[str], Run]) -> None:
    run = ask(
        "agreement party add open tu --unit lib --role ฝ่ายหลัก --witnesses ๒ --document 'ทส 3' --name ชื่อเดิม --json"
    )
    lib = {"id": 2, "code": "lib", "name": "สำนักสมมติ"}
    more = {"unit": lib, "role": "lead", "document_no": "ทส 3", "name_as_signed": "ชื่อเดิม", "witness_count": 2}
    more["flags"] = [{"id": "witnesses-unnamed", "severity": "low", "data": {"stated": 2}}]
    assert masked(run.data["parties"][1]) == party(10, 2, TU, **more)
    assert ask("agreement sign open m1 --party lib").code == 0
    assert ask("agreement list --party lib --columns code --no-header").out == "open\n"
    assert ask("agreement list --party tu --columns code --no-header --sort id").out.split() == [
        "year",
        "clash",
        "open",
        "draft",
    ]


@pytest.mark.usefixtures("in_english")
def test_named_witnesses(ask: Callable[[str], Run]) -> None:
    run = ask("agreement witness add year m1 --party tu --position ผู้อำนวยการ --json")
    witness = {"id": 1, "person": M1, "name_as_signed": "นายสมมติ หนึ่ง", "position_as_signed": "ผู้อำนวยการ"} | {
        "position_known_on": None
    }
    assert masked(run.data["parties"][0]["witnesses"]) == [
        witness | {"note": None, "source": None, "agreement_name": "ข้อตกลงปี"}
    ]
    again = ask("agreement witness add year m1 --party tu")
    assert shown(again) == (
        "",
        (
            "netreg: error: agreement witness 1 already exists: นายสมมติ หนึ่ง; "
            "change it with 'netreg agreement witness edit 1 FIELD=VALUE'\n"
        ),
        1,
    )


def test_children_are_listed_in_their_order(ask: Callable[[str], Run]) -> None:
    assert shown(ask("agreement purpose add year วิจัย --seq 1"))[1:] == ("", 0)
    assert shown(ask("agreement party list --limit 3")) == (
        table(
            "id | agreement | seq | organisation | unit | role | contacts | flags",
            "1 | ข้อตกลงปี | 1 | มหาวิทยาลัยทดสอบ | | party | | ",
            "2 | ข้อตกลงปี | 2 | มหาวิทยาลัยตัวอย่าง | | party | | ",
            "3 | ข้อตกลงขัด | 1 | มหาวิทยาลัยทดสอบ | | party | | ",
        ),
        "",
        0,
    )
    assert shown(ask("agreement purpose list")) == (
        table("id | agreement | seq | text", "1 | ข้อตกลงปี | 1 | แลกเปลี่ยน", "2 | ข้อตกลงปี | 1 | วิจัย"),
        "",
        0,
    )


@pytest.mark.usefixtures("in_english")
def test_removing_an_agreement_removes_what_hangs_on_it(ask: Callable[[str], Run]) -> None:
    assert ask("agreement sign year m1 --party tu").code == 0
    assert shown(ask("agreement remove year -y")) == ("removed agreement 1 and 4 records that belonged to it\n", "", 0)
    assert ask("agreement party list --columns id --no-header").out.split() == ["3", "4", "5", "6", "7", "8", "9"]
    assert ask("agreement signatory list --columns id --no-header").out == ""
    assert shown(ask("member remove m1 -y"))[0] == "removed member 1 and 1 record that belonged to it\n"


@pytest.mark.usefixtures("in_english")
def test_removing_an_agreement_that_a_meeting_is_about_is_refused(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("meeting add พิธีลงนามสมมติ --on 29/02/2567 --agreement year").code == 0
    before = office.db.read_bytes()
    assert shown(ask("agreement remove year -y")) == (
        "",
        "netreg: error: agreement 1 is still used by meeting 1 (พิธีลงนามสมมติ); change or remove those first\n",
        1,
    )
    assert office.db.read_bytes() == before
