"""The life of one agreement by hand, from a draft to the one that replaces it, and what is refused on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "org add สมาคมทดสอบ --code as",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org tu --position อธิการบดี",
    (
        "agreement add ข้อตกลงหนึ่ง --code one --from 2566-01-01 --term '1 ปี' --renewal express --notice 3m "
        "--party tu --party ex"
    ),
)
LIFE = (
    "agreement sign one m1 --party tu --on 2565-12-10 --position อธิการบดี",
    "agreement sign one --name 'นางทดลอง สอง' --party ex --on 2565-12-20",
    "agreement decide one undecided --on 2566-08-15",
    "agreement renew one --on 2566-09-15 --by m1 --document 'ทส 1/2566'",
    "agreement renew one --on 2567-09-01 --by m1 --document 'ทส 2/2567' --term '2 ปี'",
    "agreement add ข้อตกลงสอง --code two --signed 2569-10-01 --from 2570-01-01 --term '5 ปี' --party tu --party ex",
    "agreement replace one --with two --on 2569-09-20 --by m1 --document 'ทส 3/2569'",
)
# The day asked about: state, due, end, notice, period, what was decided, flags.
PHASES = {
    "2565-12-09": "",  # nothing of it was known by then
    "2565-12-10": "awaiting_signatures | none | 2023-12-31 | 2023-09-30 | 1 | | signed-ahead",
    "2565-12-20": "not_yet_in_force | none | 2023-12-31 | 2023-09-30 | 1 | |",
    "2566-01-01": "in_force | none | 2023-12-31 | 2023-09-30 | 1 | |",
    "2566-07-01": "in_force | none | 2023-12-31 | 2023-09-30 | 1 | |",
    "2566-07-02": "in_force | notice | 2023-12-31 | 2023-09-30 | 1 | |",
    "2566-08-15": "in_force | notice | 2023-12-31 | 2023-09-30 | 1 | undecided |",
    "2566-09-15": "in_force | none | 2024-12-31 | 2024-09-30 | 1 | renew |",
    "2566-12-31": "in_force | none | 2024-12-31 | 2024-09-30 | 1 | renew |",
    "2567-01-01": "in_force | none | 2024-12-31 | 2024-09-30 | 2 | |",
    "2567-08-31": "in_force | notice | 2024-12-31 | 2024-09-30 | 2 | |",
    "2567-09-01": "in_force | none | 2026-12-31 | 2026-09-30 | 2 | renew |",
    "2568-01-01": "in_force | none | 2026-12-31 | 2026-09-30 | 3 | |",
    "2569-09-19": "in_force | notice | 2026-12-31 | 2026-09-30 | 3 | |",
    "2569-09-20": "in_force | none | 2026-12-31 | 2026-09-30 | 3 | replace |",
    "2569-12-31": "in_force | end | 2026-12-31 | 2026-09-30 | 3 | replace |",
    "2570-01-01": "replaced | none | 2026-12-31 | 2026-09-30 | 3 | replace |",
}
COLUMNS = "state,due,end,notice_deadline,period,decision,flags"


def cells(out: str) -> list[str]:
    """A row of cells, as it was piped or as the tables here are written."""
    return [cell.strip() for cell in out.rstrip("\n").replace("|", "\t").split("\t")]


@pytest.mark.usefixtures("in_english")
def test_the_life_of_an_agreement(ask: Callable[[str], Run]) -> None:
    notes = [ask(line).err for line in LIFE]
    assert notes[:2] == [
        "netreg: 1 of 2 have signed; it waits for มหาวิทยาลัยตัวอย่าง\n",
        "netreg: 2 of 2 have signed\n",
    ]
    assert set(notes[2:]) == {""}
    runs = {
        day: ask(f"agreement list --match ข้อตกลงหนึ่ง --columns {COLUMNS} --no-header --as-of {day}") for day in PHASES
    }
    assert {day: cells(run.out) for day, run in runs.items()} == {day: cells(told) for day, told in PHASES.items()}
    told = ask("agreement show one --history").out.partition("\ncommand_id\t")[2].splitlines()[1:]
    life = [tuple(line.split("\t")[3:]) for line in told]
    assert life[0] == ("agreement add", "agreement 1", "code", "", "one")
    assert [row[:2] for row in life if row[2] in ("kind", "signed_on", "seq")] == [
        ("agreement add", "agreement 1"),
        ("agreement add", "agreement party 1"),
        ("agreement add", "agreement party 2"),
        ("agreement sign", "agreement signatory 1"),
        ("agreement sign", "agreement signatory 2"),
        ("agreement decide", "agreement decision 1"),
        ("agreement renew", "agreement decision 2"),
        ("agreement renew", "agreement decision 3"),
        ("agreement replace", "agreement decision 4"),
    ]
    assert ("agreement replace", "agreement decision 4", "successor", "", "ข้อตกลงสอง") in life
    assert len(ask("agreement show one --history --json").data["history"]) == len(life)
    decided = ask(
        "agreement decision list --columns kind,decided_on,by,document_no,first_day,term,successor --no-header"
    )
    assert decided.out == (
        "undecided\t2023-08-15\t\t\t\t\t\n"
        "renew\t2023-09-15\tนายสมมติ หนึ่ง\tทส 1/2566\t\t\t\n"
        "renew\t2024-09-01\tนายสมมติ หนึ่ง\tทส 2/2567\t\tP2Y\t\n"
        "replace\t2026-09-20\tนายสมมติ หนึ่ง\tทส 3/2569\t2027-01-01\t\tข้อตกลงสอง\n"
    )
    assert ask("agreement show two --json").data["predecessor"]["code"] == "one"
    assert ask("agreement list --gaps").out == "agreement\tsuccessor\tkind\tsince\tuntil\tdays\n"


def test_explained_by_the_law_with_each_decision(ask: Callable[[str], Run]) -> None:
    for line in LIFE[:5]:
        assert ask(line).code == 0
    assert ask("--lang en --era ce agreement explain one --as-of 2568-01-01").out == (
        "ข้อตกลงหนึ่ง (one) as of 1 January 2025\n"
        "1. Signed\n"
        "   - 20 December 2022, the day on which the last party signed [from: signatories]\n"
        "2. Effective from\n"
        "   - 1 January 2023 as recorded [from: Effective from]\n"
        "3. End\n"
        "   - by its term of 1 year, the first day counted, from 1 January 2023: the corresponding day is "
        "1 January 2024, so it ends on the day before, 31 December 2023 (Civil and Commercial Code, s. 193/3, 193/5) "
        "[from: Term, Effective from]\n"
        "   - counted the other way, by its term of 1 year, the first day (1 January 2023) not counted, "
        "from 2 January 2023: the corresponding day is 2 January 2024, so it ends on the day before, 1 January 2024 "
        "(Civil and Commercial Code, s. 193/3, 193/5) [from: Term, Effective from]\n"
        "   - period 2, renewed from 1 January 2024 to 31 December 2024, decided on 15 September 2023 by นายสมมติ หนึ่ง, "
        "document ทส 1/2566 (Civil and Commercial Code, s. 193/7) [from: decision 2]\n"
        "   - 2 years from 1 January 2023 end on 31 December 2024 (Civil and Commercial Code, s. 193/5)\n"
        "   - period 3, renewed from 1 January 2025 to 31 December 2026, decided on 1 September 2024 by นายสมมติ หนึ่ง, "
        "document ทส 2/2567 (Civil and Commercial Code, s. 193/7) [from: decision 3]\n"
        "   - 4 years from 1 January 2023 end on 31 December 2026 (Civil and Commercial Code, s. 193/5)\n"
        "   - 31 December 2026 is a holiday (New Year's Eve); the next working day is 4 January 2027 "
        "(Civil and Commercial Code, s. 193/8) [from: table of public holidays]\n"
        "4. Last day to give notice\n"
        "   - 31 December 2026 less 3 months is 30 September 2026 [from: Notice, End]\n"
        "5. End of grace\n"
        "   - there is no grace period\n"
    )


# --- what is refused -------------------------------------------------------------------------

SIGNED = LIFE[:2]
ENDED = (
    "the decision is dated after the end of the agreement, 31 Dec 2566; give an earlier day with --on, "
    "or run 'netreg agreement replace 1 --with AGREEMENT' or 'netreg agreement complete 1'"
)
UNSIGNED = (
    "the day of the decision; record who signed with 'netreg agreement sign {} --party ORG', "
    "or give a later day with --on"
)
TOO_LONG = "the notice is as long as the agreement lasts, or longer"
REFUSED = {
    "agreement renew one --on 2567-01-01": (1, ENDED),
    "agreement decide one lapse --on 2567-06-01": (1, ENDED),
    "agreement decide one sleep": (
        2,
        "Kind: 'sleep' is not a valid choice; expected one of: {names}".format(
            names="renew (ต่ออายุ), extend (ขยายเวลา), replace (ทำฉบับใหม่แทน), lapse (ปล่อยให้สิ้นสุด), undecided (ยังไม่พิจารณา)"
        ),
    ),
    "agreement renew one --on 2565-12-01": (1, f"it was not signed by 1 Dec 2565, {UNSIGNED.format(1)}"),
    "agreement renew one --on 2566-06-01 --until 2566-12-31": (
        1,
        "the new end is not after the present end, 31 Dec 2566; check until",
    ),
    "agreement renew one --on 2566-06-01 --from 2568-01-01 --until 2567-01-01": (
        1,
        "the new period ends before it begins; check until",
    ),
    "agreement renew one --on 2566-06-01 --term 0d": (
        2,
        "Term: the term is empty; write it like 2 ปี or 90 วัน",
    ),
    "agreement renew one --on 2566-06-01 --from 2566-08-01": (
        1,
        "the new period begins inside the period before it; check first_day",
    ),
    "agreement renew one --on 2566-06-01 --from 2560-01-01": (
        1,
        "the new period begins before the agreement; check first_day",
    ),
    "agreement extend one": (1, "no new end given; add --until DATE or --term TERM"),
    "agreement decide one replace": (1, "the agreement that replaces it is required; check successor"),
    "agreement decide one lapse --on 2566-06-01 --until 2570-01-01": (
        1,
        "only a renewal or an extension has a new end; check kind",
    ),
    "agreement replace one --with one": (
        1,
        "agreement 1 cannot follow itself; name the newer agreement as successor",
    ),
    "agreement edit one notice=13m": (1, f"{TOO_LONG}; check notice"),
    "agreement edit one notice=12m": (1, f"{TOO_LONG}; check notice"),
    "agreement edit one grace_days=36526": (
        1,
        "at most 36,525 days of grace (a hundred years) are allowed; check grace_days",
    ),
    "agreement edit one grace_days=999999999999999": (
        1,
        "at most 36,525 days of grace (a hundred years) are allowed; check grace_days",
    ),
    "agreement edit one end_stated=2565-01-01": (1, "the agreement ends before it begins; check end_stated"),
    "agreement settle one --by stated": (
        1,
        "there is nothing to settle without both a stated end and a term; check end_settled",
    ),
    "agreement settle one --by both": (
        2,
        "End settled by: 'both' is not a valid choice; expected one of: stated (ตามที่ระบุ), term (ตามระยะเวลา)",
    ),
    "agreement cancel one --on 2566-06-01": (
        1,
        "agreement 1 is in force, so it cannot be cancelled; run 'netreg agreement terminate 1'",
    ),
    "agreement terminate one --on 2567-06-01": (
        1,
        "agreement 1 is expired, so it cannot be terminated; run 'netreg agreement complete 1'",
    ),
    "agreement party add one as": (
        1,
        (
            "everybody has signed agreement 1, so nothing can be added to it; "
            "record the change with 'netreg agreement amend 1 --add-party ORG'"
        ),
    ),
    "agreement party edit 1 role=lead": (
        1,
        (
            "agreement 1 is signed, so its role cannot be edited; "
            "record the change with 'netreg agreement amend 1 --party 1 role=…'"
        ),
    ),
    "agreement signatory edit 1 signed_on=2565-12-11": (
        1,
        (
            "agreement 1 is signed, so its signed_on cannot be edited; "
            "record the change with 'netreg agreement amend 1 --party 1 --signatory 1 signed_on=…'"
        ),
    ),
    "agreement party remove 2 -y": (
        1,
        (
            "agreement 1 is signed, so nothing can be removed from it; "
            "record the change with 'netreg agreement amend 1 --remove-party 2'"
        ),
    ),
    "agreement sign one --name 'นายสาม ทดสอบ' --party tu": (
        1,
        (
            "agreement 1 was expired on 21 Nov 2569, so it cannot have been signed then; "
            "give the day it was signed with --on"
        ),
    ),
    "agreement amend one": (2, "no change given; add FIELD=VALUE, --add-party, --remove-party or --text"),
    "agreement amend one --signatory ใคร note=ก": (
        2,
        "--signatory, --remove-signatory and --remove-witness need --party; add --party ORG",
    ),
    "agreement list --expired --in-force": (2, "--expired and --in-force cannot be combined; choose one of them"),
    "agreement list --expiring --dormant 12m": (2, "--expiring and --dormant cannot be combined; choose one of them"),
    "agreement list --missing tea": (
        2,
        "--missing: unknown value 'tea'; expected one of: authority, document, end, signatory, witness",
    ),
    "agreement list --year ปีหน้า": (2, None),
    "agreement timeline --since 2570 --until 2560": (
        2,
        "--until is before --since; swap the two",
    ),
    "agreement forecast --years 0": (2, None),
}


@pytest.mark.usefixtures("in_english")
def test_what_is_refused_is_one_line_and_changes_nothing(office: Netreg, ask: Callable[[str], Run]) -> None:
    for line in SIGNED:
        assert ask(line).code == 0
    before = office.db.read_bytes()
    found = {line: ask(line) for line in REFUSED}
    for line, (code, sentence) in REFUSED.items():
        run = found[line]
        assert (run.out, run.code, run.err.count("\n")) == ("", code, 1), (line, run.err)
        assert sentence is None or run.err == f"netreg: error: {sentence}\n", line
    assert office.db.read_bytes() == before


@pytest.mark.usefixtures("in_english")
def test_a_new_end_that_is_none_is_refused_for_that(ask: Callable[[str], Run]) -> None:
    assert ask("agreement add ร่าง --code raw --term 3y --party tu").code == 0
    for code in ("one", "raw"):  # neither is signed
        run = ask(f"agreement renew {code} --until 1/1/2560")
        assert (run.code, "it was not signed" in run.err) == (1, False)
    assert run.err == (
        "netreg: error: the new end, 1 Jan 2560, is before the day of the decision, 21 Nov 2569; check until\n"
    )
    assert ask("agreement renew raw --until 1/1/2580").err == (
        f"netreg: error: it was not signed by 21 Nov 2569, {UNSIGNED.format(2)}\n"
    )


@pytest.mark.usefixtures("in_english")
def test_a_year_of_the_other_era_is_told(ask: Callable[[str], Run]) -> None:
    run = ask("agreement list --year 2023 --columns code --no-header")
    assert (run.out, run.err) == (
        "",
        "netreg: --year 2023 was read as ค.ศ.: the fiscal year 2566 of พ.ศ., which ends on 30 Sep 2566\n",
    )
    assert ask("agreement list --year 2566").err == ""


@pytest.mark.usefixtures("in_english")
def test_what_was_closed_is_not_renewed(ask: Callable[[str], Run]) -> None:
    for line in (*SIGNED, "agreement terminate one --on 2566-06-01 --by m1 --document 'ทส 9/2566' --reason เลิก"):
        assert ask(line).code == 0
    assert ask("agreement renew one --on 2566-07-01").err == (
        "netreg: error: it was terminated by 1 Jul 2566, so there is nothing to decide; "
        "see 'netreg agreement history 1'\n"
    )
    assert ask("agreement complete one").err == (
        "netreg: error: agreement 1 is terminated, so it cannot be completed; see 'netreg agreement history 1'\n"
    )
    states = [ask(f"agreement show one --json --as-of {day}").data["state"] for day in ("2566-06-01", "2566-06-02")]
    assert states == ["in_force", "terminated"]


@pytest.mark.usefixtures("in_english")
def test_a_chain_never_comes_back(ask: Callable[[str], Run]) -> None:
    for line in (*SIGNED, LIFE[5], "agreement replace one --with two --on 2566-12-01"):
        assert ask(line).code == 0
    assert ask("agreement replace two --with one").err == (
        "netreg: error: agreement 1 precedes agreement 2, so it cannot follow it; "
        "name the newer agreement as successor\n"
    )


# --- settle, amend, addenda ----------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_settled_by_the_term_the_flag_goes_and_the_history_keeps_who(ask: Callable[[str], Run]) -> None:
    assert ask("agreement add ขัด --code clash --signed 2567-09-11 --term 2y --end 2570-09-10 --party tu").code == 0
    assert ask("agreement settle clash --by term --on 2567-09-10").err == (
        "netreg: error: agreement 2 was not signed by then, so there is nothing to settle; "
        "correct it with 'netreg agreement edit 2 end_stated=DATE'\n"
    )
    run = ask("agreement settle clash --by term --on 2568-01-10 --decided-by m1 --reason ตามมติ --json")
    assert run.data["settled_by"]["code"] == "m1"
    listed = "agreement list --match ขัด --columns end,end_basis,flags --no-header --as-of"
    assert cells(ask(f"{listed} 2568-01-09").out) == ["2027-09-10", "stated", "term-mismatch"]
    assert cells(ask(f"{listed} 2568-01-10").out) == ["2026-09-10", "term", ""]
    explained = ask("agreement explain clash --json --as-of 2568-01-10").data
    assert explained["disputed"] is False
    assert [step["rule"] for step in explained["steps"] if step["clock"] == "end"][-1] == "settled_term"
    assert ask("agreement settle clash --by stated --on 2568-02-01").err == (
        "netreg: error: agreement 2 was already settled by term on 2025-01-10; "
        "record what was agreed since with 'netreg agreement amend 2 end_stated=DATE'\n"
    )
    assert "end_settled\t\t" in ask("agreement history clash --format tsv").out


def test_what_was_signed_is_amended_and_the_amendment_is_a_record(ask: Callable[[str], Run]) -> None:
    for line in SIGNED:
        assert ask(line).code == 0
    as_of = "--as-of 2566-06-01"
    changed = ask(
        f"agreement amend one --party tu role=lead --document 'แก้ 1/2566' --signed 2566-06-01 {as_of} --json"
    ).data
    assert changed["parties"][0]["role"] == "lead"
    joined = ask(f"agreement amend one --add-party as --correction --reason ตกหล่น {as_of} --json").data
    assert (joined["state"], joined["party_count"], joined["signed_on"]) == ("in_force", 3, "2022-12-20")
    listed = ask("agreement amendment list --columns seq,kind,signed_on,document_no,text,reason --no-header").out
    assert re.sub(r"[ \t]+\n", "\n", listed) == (
        "1\tamended\t2023-06-01\tแก้ 1/2566\tภาคี มหาวิทยาลัยทดสอบ: บทบาท ภาคี → ฝ่ายหลัก\n"
        "2\tcorrected\t\t\t+ ภาคี สมาคมทดสอบ\tตกหล่น\n"
    )
    assert ask("undo").code == 0
    found = ask("agreement show one --history --json").data
    assert found["party_count"] == 2
    assert {row["record"] for row in found["history"] if row["command"] == "undo"} == {
        "agreement 1",
        "agreement party 3",
        "agreement amendment 2",
    }


@pytest.mark.usefixtures("in_english")
def test_an_amendment_holds_from_the_day_it_was_signed(ask: Callable[[str], Run]) -> None:
    for line in SIGNED:
        assert ask(line).code == 0
    amend = "agreement amend one --as-of 2566-06-01"
    assert ask(f"{amend} 'term=3 ปี' --signed 2565-06-01").err == (
        "netreg: error: the amendment is dated before the agreement was signed; check --signed\n"
    )
    assert ask(f"{amend} 'term=3 ปี' --signed 2566-06-01").code == 0
    ends = {day: ask(f"agreement show one --json --as-of {day}").data["end"] for day in ("2566-05-31", "2566-06-01")}
    assert ends == {"2566-05-31": "2023-12-31", "2566-06-01": "2025-12-31"}
    assert ask(f"{amend} 'term=2 ปี' --signed 2566-05-01").err == (
        "netreg: error: amendment 1 of 2023-06-01 changed the same field later; "
        "record amendments in the order in which they were signed, or add --correction\n"
    )
    assert ask(f"{amend} 'term=4 ปี' --correction").code == 0
    assert ask("agreement show one --json --as-of 2566-06-01").data["end"] == "2026-12-31"


def test_blank_details_are_filled_all_the_same(ask: Callable[[str], Run]) -> None:
    for line in SIGNED:
        assert ask(line).code == 0
    assert ask("agreement signatory edit 2 position_as_signed=อธิการบดี authority_no=1/2565 person=m1").code == 0
    assert ask("agreement party edit 1 document_no='ทส 5' note=ก witness_count=2").code == 0
    assert ask("agreement party edit 1 note=ข").code == 0
    assert ask("agreement witness add one --party tu --name 'พยาน ทดสอบ'").code == 0


def test_an_addendum_stands_on_its_parents_card(ask: Callable[[str], Run]) -> None:
    added = ask("agreement add บันทึกเพิ่มเติมสมมติ --addendum-to one --signed 2566-05-01 --json").data
    assert (added["kind"], added["addendum_to"]["code"]) == ("addendum", "one")
    assert [card["title"] for card in ask("agreement show one --json").data["addenda"]] == ["บันทึกเพิ่มเติมสมมติ"]


@pytest.mark.usefixtures("in_english")
def test_an_addendum_belongs_to_a_main_agreement_and_ends_with_it(office: Netreg, ask: Callable[[str], Run]) -> None:
    for line in (
        "agreement add เพิ่มหนึ่ง --code add1 --addendum-to one --signed 2566-05-01 --end 2567-01-31 --party tu",
        "agreement edit one signed_on=2565-12-20",
    ):
        assert ask(line).code == 0
    listed = "agreement list --match เพิ่มหนึ่ง --columns end,flags --no-header --as-of 2566-06-01"
    assert cells(ask(listed).out) == ["2024-01-31", "outlives-parent"]
    assert (
        "ข้อตกลงหลักสิ้นสุดเมื่อ 31 ธันวาคม 2566" in ask("--lang th agreement show add1 --as-of 2566-06-01 --format table").out
    )
    assert ask("agreement renew one --on 2566-05-01 --until 2567-12-31").code == 0
    assert cells(ask(listed).out) == ["2024-01-31", ""]
    assert ask("agreement add เพิ่มสอง --addendum-to add1").err == (
        "netreg: error: agreement 2 is itself an addendum; name the main agreement, 1\n"
    )
    assert ask("agreement add อื่น --code other").code == 0
    assert ask("agreement edit one addendum_to=other").err == (
        "netreg: error: agreement 1 has an addendum of its own, 2, so it cannot be one itself; first name the "
        "main agreement of that one: 'netreg agreement edit 2 addendum_to=3'\n"
    )
    (office.folder / "nested.csv").write_text("title,addendum_to\nเพิ่มสาม,one\nเพิ่มสี่,add1\n", encoding="utf-8")
    run = ask("agreement import nested.csv")
    assert (run.code, "nested.csv:3: agreement 2 is itself an addendum" in run.err) == (65, True)


@pytest.mark.usefixtures("in_english")
def test_what_is_settled_by_hand_keeps_its_two_dates(office: Netreg, ask: Callable[[str], Run]) -> None:
    """A settlement is of two dates, whatever way it was recorded."""
    clash = "code,title,signed_on,term,end_stated,end_settled\n{},ขัด,2567-09-11,2 ปี,2570-09-10,{}\n"
    (office.folder / "new.csv").write_text(clash.format("c2", "term"), encoding="utf-8")
    (office.folder / "known.csv").write_text(clash.format("c3", "stated"), encoding="utf-8")
    for line in (
        "agreement add ขัด --code c1 --signed 2567-09-11 --term 2y --end 2570-09-10",
        "agreement edit c1 end_settled=term",
        "agreement import new.csv",
        "agreement add ขัด --code c3 --signed 2567-09-11 --term 2y --end 2570-09-10",
        "agreement import known.csv",
    ):
        run = ask(line)
        assert run.code == 0, run.err
    columns = "--columns code,end,settled_stated,settled_term,flags --no-header --sort code --as-of 2568-01-01"
    assert ask(f"agreement list --match ขัด {columns}").out == (
        "c1\t2026-09-10\t2027-09-10\t2026-09-10\t\nc2\t2026-09-10\t2027-09-10\t2026-09-10\t\n"
        "c3\t2027-09-10\t2027-09-10\t2026-09-10\t\n"
    )
    assert ask("agreement edit c1 end_stated=2571-09-10 --correction").code == 0
    assert ask("agreement edit c3 end_settled=").code == 0
    assert ask(f"agreement list --match ขัด {columns}").out.splitlines()[::2] == [
        "c1\t2028-09-10\t2027-09-10\t2026-09-10\tterm-mismatch",
        "c3\t2027-09-10\t\t\tterm-mismatch",
    ]
    assert "0 new, 0 changed" in ask("agreement import new.csv --force").err


# --- days gone by -------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_a_closing_and_the_decisions_do_not_contradict_each_other(office: Netreg, ask: Callable[[str], Run]) -> None:
    for line in (*SIGNED, "agreement renew one --on 2566-09-15 --until 2568-12-31"):
        assert ask(line).code == 0
    refused = (
        "netreg: error: decision 1 of 15 Sep 2566 would no longer be valid: "
        "it was {} by 15 Sep 2566, so there is nothing to decide; {}\n"
    )
    later = "close it on a later day, or see 'netreg agreement decision show 1'"
    assert ask("agreement terminate one --on 2566-09-14").err == refused.format("terminated", later)
    assert ask("agreement edit one final_status=terminated final_on=2566-09-14").err == refused.format(
        "terminated", later
    )
    (office.folder / "closed.csv").write_text("code,title,final_status,final_on\none,ข้อตกลงหนึ่ง,completed,2566-09-14\n")
    run = ask("agreement import closed.csv")
    assert (run.code, "it was completed by 15 Sep 2566" in run.err) == (65, True)
    assert ask("agreement add ข้อตกลงสอง --code two --signed 2566-06-01 --party tu").code == 0
    assert ask("agreement replace one --with two --on 2566-07-01 --from 2566-08-01").err == refused.format(
        "replaced", "check decided_on"
    )
    assert ask("agreement renew one --on 2566-09-01 --until 2569-12-31").err == (
        "netreg: error: decision 1 of 15 Sep 2566 would no longer be valid: "
        "the new end is not after the present end, 31 Dec 2569; check decided_on\n"
    )
    for line in (
        "agreement decide one undecided --on 2566-09-01",
        "agreement terminate one --on 2566-10-01",
        "agreement decide one undecided --on 2566-09-30",
    ):
        run = ask(line)
        assert run.code == 0, run.err
    assert ask("agreement decide one undecided --on 2566-10-01").code == 1


# --- lists ------------------------------------------------------------------------------------


def test_lists_by_what_is_missing_idle_or_of_a_year(ask: Callable[[str], Run]) -> None:
    for line in (
        *SIGNED[:1],
        "agreement sign one --name 'นางทดลอง สอง' --party ex --on 2565-12-20 --on-behalf-of อธิการบดี",
    ):
        assert ask(line).code == 0
    assert ask("agreement add ว่าง --code idle --signed 2560-01-01 --party as --responsible m1").code == 0
    assert ask("meeting add ประชุมสมมติ --on 2566-06-01 --agreement one --organiser tu").code == 0
    wanted = {
        "--missing authority": "one",
        "--missing signatory": "idle",
        "--missing end": "idle",
        "--missing witness": "idle one",
        "--responsible m1": "idle",
        "--year 2566": "one",
        "--year 2560": "idle",
        "--in-force --as-of 2566-06-01": "idle one",
        "--dormant 12m --as-of 2566-12-01": "idle",
        "--dormant 3m --as-of 2566-12-01": "idle one",
        "--dormant 10y --as-of 2566-12-01": "",
        "--expired": "one",
        "--party as": "idle",
    }
    runs = {options: ask(f"agreement list {options} --columns code --no-header") for options in wanted}
    assert {options: " ".join(sorted(run.out.split())) for options, run in runs.items()} == wanted


def test_a_brief_counts_what_was_done_by_party(ask: Callable[[str], Run]) -> None:
    for line in (*SIGNED, "meeting add ประชุมสมมติ --on 2566-06-01 --agreement one --organiser ex"):
        assert ask(line).code == 0
    run = ask("--lang en --era ce agreement brief one --as-of 2566-07-02")
    assert run.out == (
        "ข้อตกลงหนึ่ง (one)\n2 of 2 have signed\nState: in force\nEffective from: 1 January 2023\nEnd: 31 December 2023\n"
        "Days left: 182\nNotice by: 30 September 2023\nRenewal: express\n"
        "\nnumber\thow\tfirst\tlast\tdecided_on\tdocument_no\n1\tfirst\t2023-01-01\t2023-12-31\t\t\n"
        "\nname\tsigned\tsigns\tundated\tlast\tcontacts\nมหาวิทยาลัยทดสอบ\tนายสมมติ หนึ่ง\t0\t0\t\t\n"
        "มหาวิทยาลัยตัวอย่าง\tนางทดลอง สอง\t1\t0\t2023-06-01\t\n"
        "\nkind\tcount\tundated\tlast\nMeetings\t1\t0\t2023-06-01\n"
    )
    data = ask("agreement brief one --as-of 2566-07-02 --json").data
    assert data["signs"] == [{"kind": "การประชุม", "name": "meeting", "count": 1, "undated": 0, "last": "2023-06-01"}]
    assert data["agreement"]["code"] == "one"


def test_a_timeline_and_a_forecast(ask: Callable[[str], Run]) -> None:
    for line in (*SIGNED, LIFE[5]):
        assert ask(line).code == 0
    drawn = ask("--lang en --era ce agreement timeline --as-of 2566-07-02 --format table --until 2572")
    assert drawn.out == (
        "                2023       2024         2025        2026       2027        2028         2029\n"
        "ข้อตกลงหนึ่ง [one] ━━━━━│──◆──┫\n"
        "━ past  ─ ahead  ┿ renewed  ◆ notice by  ┫ end  → no end  │ 2 Jul 2023\n"
    )
    piped = ask("agreement timeline --as-of 2566-07-02 --columns code,begins,end,periods --no-header")
    assert piped.out == "one\t2023-01-01\t2023-12-31\t1\n"
    ahead = ask(
        "agreement forecast --as-of 2566-07-02 --years 1 --columns quarter,first,ends,notices,agreements --no-header"
    )
    assert ahead.out == (
        "2566/4\t2023-07-01\t0\t1\t\n2567/1\t2023-10-01\t1\t0\tone\n2567/2\t2024-01-01\t0\t0\t\n2567/3\t2024-04-01\t0\t0\t\n"
    )


def test_many_agreements_are_grouped_by_whom_they_are_with(ask: Callable[..., Run]) -> None:
    for number in range(1, 13):
        partner = "ex" if number % 3 else "as"
        signed = "--signed 2566-01-01 --from 2566-01-01 --end 2567-05-01"
        assert ask(f"agreement add ข้อตกลงที่{number} {signed} --party tu --party {partner} --force").code == 0
    shown = ask("agreement timeline --as-of 2566-07-02 --format table", COLUMNS="80").out.splitlines()
    assert [line for line in shown if "(" in line] == ["มหาวิทยาลัยตัวอย่าง (9)", "สมาคมทดสอบ (4)"]
    ahead = ask("--lang en agreement forecast --as-of 2566-07-02 --format table", COLUMNS="80").out.splitlines()
    assert [" ".join(line.split()) for line in ahead if "─" not in line] == [
        "Quarter End Agreements",
        "2567/3 12 มหาวิทยาลัยตัวอย่าง (8)",
        "สมาคมทดสอบ (4)",
        "",
        "nothing ends in 11 quarters",
    ]


def test_many_agreements_each_with_another_are_told_by_their_days(ask: Callable[..., Run]) -> None:
    for number in range(7, 0, -1):
        assert ask(f"org add หน่วยงานคู่ที่{number} --code p{number} --force").code == 0
        signed = f"--signed 2566-01-01 --from 2566-01-01 --end 2567-05-0{number}"
        assert ask(f"agreement add ข้อตกลงที่{number} --code a{number} {signed} --party p{number} --force").code == 0
    ahead = ask("--lang en agreement forecast --as-of 2566-07-02 --format table", COLUMNS="80").out.splitlines()
    query = "end:2024-04-01..2024-06-30"
    assert [" ".join(line.split()) for line in ahead if "─" not in line][1:-2] == [
        "2567/3 7 1 May 2567 ข้อตกลงที่1 [a1]",
        *(f"{number} May 2567 ข้อตกลงที่{number} [a{number}]" for number in range(2, 6)),
        f"and 2 more: netreg agreement list {query}",
    ]
    listed = ask(f"agreement list {query} --as-of 2566-07-02 --json").data
    assert sorted(row["code"] for row in listed) == [f"a{number}" for number in range(1, 8)]


# --- imports ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_an_import_fills_blanks_and_changes_nothing_that_was_signed(office: Netreg, ask: Callable[[str], Run]) -> None:
    for line in SIGNED:
        assert ask(line).code == 0
    files = {
        "same": "agreement,organisation,role\none,tu,party\none,ex,party\n",
        "blank": "agreement,organisation,document_no\none,tu,ทส 5\n",
        "changed": "agreement,organisation,role\none,tu,lead\n",
        "more": "agreement,organisation\none,as\n",
    }
    for name, text in files.items():
        (office.folder / f"{name}.csv").write_text(text, encoding="utf-8")
    runs = {name: ask(f"agreement party import {name}.csv") for name in files}
    assert {name: run.code for name, run in runs.items()} == {"same": 0, "blank": 0, "changed": 65, "more": 65}
    assert "0 new, 0 changed, 2 unchanged" in runs["same"].out + runs["same"].err
    assert "agreement 1 is signed, so its role cannot be edited" in runs["changed"].err
    assert "everybody has signed agreement 1, so nothing can be added to it" in runs["more"].err
    (office.folder / "late.csv").write_text("agreement,kind,decided_on\none,renew,2024-06-01\n", encoding="utf-8")
    late = ask("agreement decision import late.csv")
    assert (late.code, "dated after the end of the agreement" in late.err) == (65, True)


def test_a_signed_agreement_is_recorded_in_any_order(office: Netreg, ask: Callable[[str], Run]) -> None:
    (office.folder / "a.csv").write_text("code,title,signed_on\nold,ข้อตกลงเก่าสมมติ,2560-01-01\n", encoding="utf-8")
    (office.folder / "p.csv").write_text("agreement,organisation\nold,tu\nold,ex\nold,as\n", encoding="utf-8")
    (office.folder / "s.csv").write_text(
        "agreement,party,name_as_signed\nold,tu,นายก ทดสอบ\nold,ex,นายข ทดสอบ\nold,as,นายค ทดสอบ\n", encoding="utf-8"
    )
    for line in ("agreement import a.csv", "agreement party import p.csv", "agreement signatory import s.csv"):
        run = ask(line)
        assert run.code == 0, run.err
    found = ask("agreement show old --json").data
    assert (found["state"], found["parties_signed"]) == ("in_force", 3)


def test_what_is_in_its_grace_is_near_and_has_run_out(ask: Callable[[str], Run]) -> None:
    for line in (*SIGNED, "agreement edit one grace_days=30 --correction"):
        assert ask(line).code == 0
    run = ask("agreement list --expiring --columns state,due,days_left --no-header --exit-code --as-of 2567-01-05")
    assert (run.code, run.out) == (11, "in_grace\tgrace\t-5\n")
    both = ask("agreement list --expiring --in-force --columns state,due --no-header --as-of 2566-12-01")
    assert (both.code, both.out) == (0, "in_force\tend\n")
