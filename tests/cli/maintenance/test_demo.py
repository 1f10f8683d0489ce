"""``netreg demo`` and what the demonstration register must answer."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from netreg.errors import DeviceError
from netreg.store import demo_mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Netreg, Run

LIBRARY = "บันทึกข้อตกลงความร่วมมือเครือข่ายความร่วมมือระหว่างห้องสมุด แหล่งเรียนรู้ และศูนย์บริการข้อมูลจังหวัดขอนแก่น"
WELCOME = f"""\
d.db holds the sample data; it is a demonstration, change what you like

what	count
organisations	51
figures	4
members	35
posts	34
groups	5
agreements	2
purposes	9
parties	18
signatories	18
meeting_series	2
meetings	5
agenda	4
attendance	6
head_counts	1
opinions	1
courses	1
cohorts	4
sessions	7
enrolments	2
activities	2
news	5
credits	6

What expires within 90 days of 1 July 2563:

id	code	title	state	end	days_left	due	party_count	flags
1	kkn-library-mou	{LIBRARY}	in_force	2020-09-10	71	end	11	term-mismatch

Type next:
  netreg --db d.db stats
  netreg --db d.db agreement list
  netreg --db d.db agreement list --expiring --as-of 2563-07-01
  netreg --db d.db agreement show kkn-education-mou
  netreg --db d.db org tree kku
  netreg --db d.db org list --under kku --without-member
  netreg --db d.db member list --org kku
  netreg --db d.db training matrix ect-pr
"""


@pytest.mark.usefixtures("in_english")
def test_demo_makes_a_register_and_says_what_to_type_next(netreg: Netreg) -> None:
    run = netreg("demo", "d.db")
    assert (run.out, run.err, run.code) == (WELCOME, "", 0)
    assert [path.name for path in netreg.folder.iterdir()] == ["d.db"]
    assert (netreg.folder / "d.db").stat().st_mode & 0o777 == 0o600


def test_every_line_it_says_to_type_works(netreg: Netreg, demo_file: Path) -> None:
    shutil.copy(demo_file, netreg.folder / "d.db")
    lines = re.findall(r"^  netreg (.*)$", WELCOME, re.MULTILINE)
    assert [netreg(*line.split()).code for line in lines] == [0] * 8


def test_a_path_with_a_blank_can_be_typed_as_it_is_told(netreg: Netreg) -> None:
    run = netreg("demo", "my demo.db")
    assert run.code == 0
    assert "  netreg --db 'my demo.db' agreement list\n" in run.out


@pytest.mark.usefixtures("in_english")
def test_a_second_demo_does_not_fail_and_changes_nothing(netreg: Netreg, demo_file: Path) -> None:
    path = netreg.folder / "d.db"
    shutil.copy(demo_file, path)
    assert netreg("--db", "d.db", "org", "edit", "kku", "note=x").code == 0
    before = path.read_bytes()
    run = netreg("demo", "d.db")
    assert (run.out, run.err, run.code) == (WELCOME, "", 0)
    assert path.read_bytes() == before


def test_the_default_is_a_file_here_and_never_the_users_register(register: Netreg) -> None:
    before = register.db.read_bytes()
    assert register("demo").code == 0
    assert sorted(path.name for path in register.folder.iterdir()) == ["netreg-demo.db", "register.db"]
    assert register.db.read_bytes() == before


def test_the_file_may_be_named_as_that_of_any_command(netreg: Netreg, demo_file: Path) -> None:
    path = netreg.folder / "d.db"
    path.write_bytes(demo_file.read_bytes())
    assert netreg("--db", str(path), "demo").code == 0
    assert not (netreg.folder / "netreg-demo.db").exists()
    refused = netreg("--db", str(path), "demo", "other.db")
    assert (refused.code, (netreg.folder / "other.db").exists()) == (2, False)


@pytest.mark.usefixtures("in_english")
def test_demo_touches_no_register_of_the_user(register: Netreg) -> None:
    before = register.db.read_bytes()
    run = register("demo", "register.db")
    assert (run.out, run.err, run.code) == (
        "",
        "netreg: error: register.db already exists and was not created by 'netreg demo'; name another file: netreg demo PATH\n",  # noqa: E501
        77,
    )
    assert register.db.read_bytes() == before


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(200), "ชื่อ\nสมมติ\n".encode()])
def test_demo_touches_no_other_file(netreg: Netreg, content: bytes) -> None:
    path = netreg.folder / "mine"
    path.write_bytes(content)
    run = netreg("demo", "mine")
    assert (run.out, run.err, run.code) == (
        "",
        "netreg: error: mine already exists and was not created by 'netreg demo'; name another file: netreg demo PATH\n",  # noqa: E501
        77,
    )
    assert path.read_bytes() == content
    assert list(netreg.folder.iterdir()) == [path]


def test_a_folder_that_is_a_file(netreg: Netreg) -> None:
    (netreg.folder / "file").write_text("x")
    run = netreg("demo", "file/d.db")
    assert (run.out, run.err.count("\n")) == ("", 1)
    assert run.err.startswith("netreg: error: file")
    assert run.code in (66, 77)


# --- what the demonstration must answer ---------------------------------------


def test_the_library_mou_is_expiring_in_july_2563(demo: Callable[..., Run]) -> None:
    run = demo("agreement", "list", "--expiring", "--as-of", "2563-07-01", "--json")
    assert [
        {
            name: row[name]
            for name in ("id", "code", "kind", "title", "state", "due", "has_end", "signed_on", "effective_from")
        }
        | {name: row[name] for name in ("end", "end_basis", "days_left", "party_count", "flags")}
        for row in run.data
    ] == [
        {
            "id": 1,
            "code": "kkn-library-mou",
            "kind": "mou",
            "title": LIBRARY,
            "state": "in_force",
            "due": "end",
            "has_end": True,
            "signed_on": "2017-09-11T13:00",
            "effective_from": "2017-09-11",
            "end": "2020-09-10",
            "end_basis": "stated",
            "days_left": 71,
            "party_count": 11,
            "flags": [
                {
                    "id": "term-mismatch",
                    "severity": "high",
                    "data": {"end_by_term": "2019-09-10"},
                }
            ],
        }
    ]
    assert (run.err, run.code) == ("", 0)


def test_nothing_is_expiring_in_january_2563(demo: Callable[..., Run]) -> None:
    run = demo("agreement", "list", "--expiring", "--as-of", "2563-01-01", "--json", "--exit-code")
    assert (run.out, run.err, run.code) == ("[]\n", "", 0)


def test_its_last_day_and_the_days_around_the_window(demo: Callable[..., Run]) -> None:
    found = {
        day: demo("agreement", "list", "--expiring", "--as-of", day, "--columns", "days_left", "--no-header").out
        for day in ("2563-06-11", "2563-06-12", "2563-09-10", "2563-09-11")
    }
    assert found == {"2563-06-11": "", "2563-06-12": "90\n", "2563-09-10": "0\n", "2563-09-11": ""}


def test_the_exit_code_says_that_something_is_near(demo: Callable[..., Run]) -> None:
    asked = ("agreement", "list", "--expiring", "--as-of", "2563-07-01", "--json", "--exit-code")
    assert (demo(*asked).code, demo(*asked[:-1]).code) == (10, 0)


@pytest.mark.usefixtures("in_english")
def test_what_has_run_out_undecided_beats_what_is_near(demo: Callable[..., Run]) -> None:
    run = demo("agreement", "list", "--expiring", "--as-of", "2569-11-21", "--json", "--exit-code")
    assert (run.out, run.err, run.code) == (
        "[]\n",
        (
            "netreg: 1 agreement has ended and nobody has decided on it: "
            f"kkn-library-mou {LIBRARY}; see 'netreg agreement list --expired'\n"
        ),
        11,
    )
    listed = demo(
        "agreement", "list", "--expired", "--as-of", "2569-11-21", "--columns", "code,state,end", "--no-header"
    )
    assert (listed.out, listed.err, listed.code) == ("kkn-library-mou\texpired\t2020-09-10\n", "", 0)


def test_the_mou_without_an_end_is_marked(demo: Callable[..., Run]) -> None:
    rows = demo("agreement", "list", "--json").data
    assert [
        (row["code"], row["has_end"], row["end"], row["end_basis"], [f["id"] for f in row["flags"]]) for row in rows
    ] == [
        ("kkn-library-mou", True, "2020-09-10", "stated", ["term-mismatch", "expired"]),
        ("kkn-education-mou", False, None, "none", ["missing-end-date"]),
    ]
    table = demo("agreement", "list", "--format", "table", "--columns", "id,code,end").out
    assert "2    kkn-education-mou  ไม่มีกำหนด" in table
    for day in ("2565-01-01", "2569-11-21", "2600-01-01"):
        expiring = demo("agreement", "list", "--expiring", "--within", "100y", "--as-of", day, "--columns", "code")
        assert "kkn-education-mou" not in expiring.out


@pytest.fixture(scope="session")
def education() -> dict[str, Any]:
    """Filled by the first test that asks for the education MOU."""
    return {}


def asked(demo: Callable[..., Run], known: dict[str, Any]) -> dict[str, Any]:
    """The education MOU as JSON, asked once."""
    if not known:
        known.update(demo("agreement", "show", "kkn-education-mou", "--json").data)
    return known


def test_seven_parties_in_order_four_signed_for_somebody_who_is_not_named(
    demo: Callable[..., Run], education: dict[str, Any]
) -> None:
    parties = asked(demo, education)["parties"]
    assert [
        (p["seq"], p["organisation"]["code"], s["person"]["name"], s["capacity"], s["on_behalf_of"])
        for p in parties
        for s in p["signatories"]
    ] == [
        (1, "kku-irdtp", "รองศาสตราจารย์ ดร.ไมตรี อินทร์ประสิทธิ์", "acting", None),
        (2, "peo1", "นายบุญเย็น โหว่สงคราม", "on_behalf", None),
        (3, "peo2", "นายธนกฤต ศิริภิรมย์", None, None),
        (4, "peo3", "นายภมร หลอดแพง", "on_behalf", None),
        (5, "peo4", "นายชาญกฤต น้ำใจดี", None, None),
        (6, "peo5", "นางสมปอง จักรโนวัน", "on_behalf", None),
        (7, "pedu", "ดร.อภิสิทธิ์ โคตรนรินทร์", "on_behalf", None),
    ]


def test_two_witnesses_a_side_and_none_named(demo: Callable[..., Run], education: dict[str, Any]) -> None:
    parties = asked(demo, education)["parties"]
    assert [(p["witness_count"], p["witnesses"]) for p in parties] == [(2, [])] * 7


def test_its_ceremony(demo: Callable[..., Run], education: dict[str, Any]) -> None:
    [ceremony] = asked(demo, education)["meetings"]
    assert (ceremony["starts_at"], ceremony["mode"], ceremony["state"]) == ("2021-12-23T09:00", "hybrid", "held")
    assert [(a["role"], a["person"]["name"]) for a in ceremony["attendance"]] == [
        ("speaker", "ศาสตราจารย์ ดร.มนต์ชัย ดวงจินดา"),
        ("reporter", "รองศาสตราจารย์ ดร.ไมตรี อินทร์ประสิทธิ์"),
    ]
    [crowd] = ceremony["head_counts"]
    assert (crowd["count"], crowd["qualifier"], crowd["mode"]) == (200, "more_than", "online")


def test_it_has_neither_term_nor_end(demo: Callable[..., Run], education: dict[str, Any]) -> None:
    agreement = asked(demo, education)
    assert [agreement[name] for name in ("term", "end_stated", "end", "end_by_term", "days_left")] == [None] * 5


def test_the_card_for_people_has_all_of_it(demo: Callable[..., Run]) -> None:
    run = demo("--lang", "en", "agreement", "show", "kkn-education-mou", "--format", "table")
    assert (run.err, run.code) == ("", 0)
    wanted = (
        "NO END", "Parties (7)", "นายบุญเย็น โหว่สงคราม", "; on behalf of;", "; acting;",
        "Witnesses counted 2", "ศาสตราจารย์ ดร.มนต์ชัย ดวงจินดา", "; opening speaker)", "; reporter)",
        "23 December 2564",
    )  # fmt: skip
    text = " ".join(run.out.split())
    assert [part for part in wanted if part not in text] == []
    assert text.count("; on behalf of;") == 4


def test_the_tree_of_the_university(demo: Callable[..., Run]) -> None:
    run = demo("org", "tree", "kku")
    assert (run.out, run.err, run.code) == (
        (
            "depth\tid\tcode\tname\tkind\n"
            "0\t1\tkku\tมหาวิทยาลัยขอนแก่น\tuniversity\n"
            "1\t2\tkku-sdad\tกองพัฒนานักศึกษาและศิษย์เก่าสัมพันธ์\tdivision\n"
            "2\t3\tkku-alumni\tงานศิษย์เก่าสัมพันธ์\tsection\n"
            "1\t5\tkku-irdtp\tสถาบันวิจัยและพัฒนาวิชาชีพครูสำหรับอาเซียน\tresearch_institute\n"
            "1\t4\tkku-lib\tสำนักหอสมุด มหาวิทยาลัยขอนแก่น\tlibrary_office\n"
        ),
        "",
        0,
    )


def test_units_that_have_nobody(demo: Callable[..., Run]) -> None:
    run = demo("org", "list", "--under", "kku", "--without-member")
    assert (run.out, run.err, run.code) == (
        (
            "id\tcode\tname_th\tkind\tparent\tprovince\n"
            "2\tkku-sdad\tกองพัฒนานักศึกษาและศิษย์เก่าสัมพันธ์\tdivision\tมหาวิทยาลัยขอนแก่น\t\n"
        ),
        "",
        0,
    )


def test_exactly_the_units_without_a_current_post(demo: Callable[..., Run]) -> None:
    """Asked the other way round, of the posts themselves."""
    held = {
        row["organisation"]["id"]
        for row in demo("member", "post", "list", "--json").data
        if row["organisation"] and (row["until"] is None or row["until"] >= "2026-11-21"[: len(row["until"])])
        and (row["since"] is None or row["since"] <= "2026-11-21")
    }  # fmt: skip
    every = {row["id"] for row in demo("org", "list", "--json").data}
    empty = {row["id"] for row in demo("org", "list", "--without-member", "--json").data}
    assert empty == every - held
    assert len(empty) == 23


def test_members_with_and_without_sub_units(demo: Callable[..., Run]) -> None:
    whole = {row["code"] for row in demo("member", "list", "--org", "kku", "--json").data}
    itself = {row["code"] for row in demo("member", "list", "--org", "kku", "--no-sub-units", "--json").data}
    units = {
        row["code"]
        for unit in ("kku-alumni", "kku-irdtp", "kku-lib")
        for row in demo("member", "list", "--org", unit, "--json").data
    }
    assert whole == itself | units
    assert itself < whole
    assert "phiansak" in itself


def test_a_member_with_a_post_and_an_acting_one(demo: Callable[..., Run]) -> None:
    person = demo("member", "show", "ไมตรี อินทร์ประสิทธิ์", "--json").data
    assert person["name"] == "รองศาสตราจารย์ ดร.ไมตรี อินทร์ประสิทธิ์"
    assert [(post["organisation"]["code"], post["acting"]) for post in person["posts"]] == [
        ("kku", None),
        ("kku-irdtp", "acting_for"),
    ]


def test_a_demo_that_fails_leaves_nothing(netreg: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise DeviceError("full")

    monkeypatch.setattr(demo_mark, "mark_demo", fail)
    run = netreg("demo", "demo.db")
    assert (run.code, "completed" in run.err) == (74, False)
    assert list(netreg.folder.iterdir()) == []
