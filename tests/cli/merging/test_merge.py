"""``netreg NOUN merge``, ``unmerge`` and ``not-same``, as they are typed."""

from __future__ import annotations

import io
import sys
from shlex import quote
from typing import TYPE_CHECKING, Any

import pytest

from netreg.cli.merging import merge
from tests.conftest import TRIED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import FilledOnce, Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")
TRIED_IN_ENGLISH = "netreg: dry run: nothing was saved\n"
assert TRIED

PEOPLE = [
    ("org", "add", "มหาวิทยาลัยสมมติ", "--code", "uni"),
    ("org", "add", "คณะตัวอย่าง", "--code", "fac", "--parent", "uni"),
    ("org", "add", "สำนักสมมติ", "--code", "par"),
    ("member", "add", "รศ.ดร.น้ำฝน แก้วสมมติ", "--code", "a1", "--org", "fac", "--email", "a@example.org"),
    ("member", "add", "นางสาวน้ำฝน แก้วสมมิต", "--force", "--code", "b1", "--key", "0042", "--org", "fac", "--position",
     "อาจารย์", "--email", "b@example.org", "--phone", "081-234-5678", "--since", "1/1/2560"),
    ("member", "not-same", "a1", "b1", "--forget"),
    ("member", "add", "นายคนอื่น ทดสอบ", "--code", "c1"),
    ("meeting", "add", "ประชุมสมมติ", "--code", "meet", "--on", "1/2/2568"),
    ("meeting", "attend", "meet", "a1"),
    ("meeting", "attend", "meet", "b1", "--role", "chair"),
    ("group", "add", "เครือข่ายสมมติ", "--code", "net"),
    ("group", "join", "net", "a1"),
    ("group", "join", "net", "b1"),
    ("agreement", "add", "ข้อตกลงสมมติ", "--code", "mou", "--signed", "1/2/2567", "--party", "uni", "--party", "par"),
    ("agreement", "sign", "mou", "b1", "--party", "uni", "--on", "1/2/2567"),
    ("agreement", "sign", "mou", "c1", "--party", "par", "--on", "1/2/2567"),
]  # fmt: skip


def fill(netreg: Netreg) -> None:
    for words in PEOPLE:
        run = netreg(*words)
        assert run.code == 0, (words, run.err)


@pytest.fixture
def office(filled_once: FilledOnce) -> Netreg:
    return filled_once(fill)


def show(netreg: Netreg, *words: str) -> Any:
    run = netreg(*words, "--json")
    assert run.code == 0, (words, run.err)
    return run.data


def done(run: Run) -> Run:
    assert run.code == 0, run.err
    return run


def test_both_are_shown_and_what_is_kept_of_either(office: Netreg) -> None:
    before = office.db.read_bytes()
    tried = office("member", "merge", "a1", "b1", "--dry-run", "--json")
    assert (tried.err, office.db.read_bytes()) == (TRIED_IN_ENGLISH, before)
    run = done(office("member", "merge", "a1", "b1", "--json"))
    assert run.data == tried.data
    fields = {one["field"]: (one["a"], one["b"], one["kept"], one["side"]) for one in run.data["fields"]}
    assert fields == {
        "code": ("a1", "b1", "a1", "A"),
        "external_key": (None, "0042", "0042", "B"),
        "titles": ("รศ. ดร.", "นางสาว", "รศ. ดร.", "A"),
        "family_name": ("แก้วสมมติ", "แก้วสมมิต", "แก้วสมมติ", "A"),
        "email": ("a@example.org", "b@example.org", "a@example.org", "A"),
        "phone": (None, "0812345678", "0812345678", "B"),
    }
    assert (run.data["kept"], run.data["merged"], run.data["moved"]) == (1, 2, {"signatory": 1})
    joined = [(one["kind"], one["kept"], one["gone"]) for one in run.data["joined"]]
    assert joined == [("post", 1, 2), ("membership", 1, 2), ("attendance", 1, 2)]
    assert run.data["names"] == ["น้ำฝน แก้วสมมิต"]
    assert run.data["keys"] == [{"field": "code", "value": "b1"}, {"field": "email", "value": "b@example.org"}]
    card = show(office, "member", "show", "a1")
    assert [(post["position"], post["since"]) for post in card["posts"]] == [("อาจารย์", "2017-01-01")]
    assert [one["family_name"] for one in card["former_names"]] == ["แก้วสมมิต"]
    [attended] = show(office, "meeting", "show", "meet")["attendance"]
    assert (attended["role"], attended["person"]["id"]) == ("chair", 1)


def test_the_table_of_both_fits_a_terminal(office: Netreg) -> None:
    run = done(office("member", "merge", "a1", "b1", "-n", "--format", "table", COLUMNS="80"))
    assert max(len(line) for line in run.out.splitlines()) <= 80
    assert run.out.splitlines()[0].split() == ["Field", "A:", "Member", "1", "B:", "Member", "2", "Kept"]
    assert "merged member 2 (นางสาวน้ำฝน แก้วสมมิต) into member 1 (รศ.ดร.น้ำฝน แก้วสมมติ)" in run.out


def test_what_is_kept_can_be_chosen(office: Netreg) -> None:
    done(office("member", "merge", "a1", "b1", "--keep", "name=B", "--keep", "code=B", "--keep", "email=c@example.org"))
    row = show(office, "member", "show", "b1")
    assert (row["id"], row["name"], row["email"]) == (1, "นางสาวน้ำฝน แก้วสมมิต", "c@example.org")
    assert [one["family_name"] for one in row["former_names"]] == ["แก้วสมมติ"]
    for key in ("a1", "a@example.org", "b@example.org", "#2", "น้ำฝน แก้วสมมติ"):
        assert show(office, "member", "show", key)["id"] == 1, key


def test_a_key_of_the_merged_record_leads_to_the_other_and_says_so(office: Netreg) -> None:
    done(office("member", "merge", "a1", "b1"))
    for key in ("b1", "2", "#2", "b@example.org"):
        run = done(office("member", "show", key, "--json"))
        assert (run.data["id"], run.err) == (1, f"netreg: '{key}' was merged into member 1\n")
    assert office("member", "show", "0042").err == "", "that is the record's own number now"
    taken = office("member", "add", "นายใหม่ ทดสอบ", "--code", "b1")
    assert (taken.code, taken.err.partition(":")[2].partition(";")[0]) == (
        1, " error: member 1 already exists: รศ.ดร.น้ำฝน แก้วสมมติ",
    )  # fmt: skip
    assert office("member", "edit", "c1", "code=b1").code == 1


ROWS = {
    "by code": "code,name,phone\nb1,นางสาวน้ำฝน แก้วสมมิต,089-999-9999\n",
    "by e-mail": "name,email,phone\nน้ำฝน แก้วสมมิต,B@example.org,089-999-9999\n",
    "by name": "name,unit,phone\nนางสาวน้ำฝน แก้วสมมิต,fac,089-999-9999\n",
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_the_next_import_of_the_old_name_or_key_lands_on_the_survivor(
    office: Netreg, tmp_path: Path, rows: str
) -> None:
    done(office("member", "merge", "a1", "b1"))
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    run = done(office("member", "import", str(tmp_path / "rows.csv")))
    assert "0 new, 1 changed, 0 unchanged" in run.err
    row = show(office, "member", "show", "a1")
    assert (row["code"], row["email"], row["phone"], row["name"]) == (
        "a1", "a@example.org", "0899999999", "รศ.ดร.น้ำฝน แก้วสมมติ",
    )  # fmt: skip


def test_a_file_may_still_have_both(office: Netreg, tmp_path: Path) -> None:
    done(office("member", "export", str(tmp_path / "both.csv"), "--headings", "names"))
    done(office("member", "merge", "a1", "b1"))
    rows = "code,name,email,phone\na1,รศ.ดร.น้ำฝน แก้วสมมติ,,\nb1,นางสาวน้ำฝน แก้วสมมิต,b@example.org,089-999-9999\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    assert "0 new, 0 changed, 3 unchanged" in done(office("member", "import", str(tmp_path / "both.csv"))).err
    assert "0 new, 1 changed, 1 unchanged" in done(office("member", "import", str(tmp_path / "list.csv"))).err
    row = show(office, "member", "show", "a1")
    assert (row["name"], row["email"], row["phone"]) == ("รศ.ดร.น้ำฝน แก้วสมมติ", "a@example.org", "0899999999")
    (tmp_path / "other.csv").write_text("code,name\nb1,นายอื่น คนละคน\n", encoding="utf-8")
    refused = office("member", "import", str(tmp_path / "other.csv"))
    assert "who has a different name" in refused.err, "the key of another person would be a mistake"


def test_a_file_that_names_the_merged_one_by_an_old_key_means_the_survivor(office: Netreg, tmp_path: Path) -> None:
    done(office("member", "merge", "a1", "b1"))
    (tmp_path / "posts.csv").write_text("person,organisation,position\nb1,par,ที่ปรึกษา\n", encoding="utf-8")
    done(office("member", "post", "import", str(tmp_path / "posts.csv")))
    assert len(show(office, "member", "show", "a1")["posts"]) == 2


REFUSED = [
    (("member", "merge", "a1", "a1"), "member 1 cannot be merged with itself"),
    (("member", "merge", "a1", "#1"), "'a1' and '#1' both lead to member 1; name two records"),
    (("member", "not-same", "a1", "#1"), "'a1' and '#1' both lead to member 1; name two records"),
    (("member", "merge", "a1", "uni"), "'uni' is of another kind: org 1 (มหาวิทยาลัยสมมติ)"),
    (("member", "merge", "a1", "zz"), "there is no member 'zz'"),
    (("org", "merge", "uni", "fac"), "org 2 (คณะตัวอย่าง) has org 1 (มหาวิทยาลัยสมมติ) above it, in 'parent'"),
    (("org", "merge", "fac", "uni"), "org 2 (คณะตัวอย่าง) has org 1 (มหาวิทยาลัยสมมติ) above it, in 'parent'"),
    (("org", "merge", "uni", "par"), "are both parties of agreement 1"),
    (("member", "merge", "b1", "c1"), "both signed or witnessed agreement 1"),
    (("member", "merge", "a1", "b1", "--keep", "foo=A"), "--keep: 'foo' is not a field of member"),
    (("member", "merge", "a1", "b1", "--keep", "email"), "--keep: expected FIELD=VALUE, not 'email'"),
    (("member", "merge", "a1", "b1", "--keep", "email=x"), "'x' is not an e-mail address"),
    (("member", "merge", "a1", "b1", "--keep", "email=A", "--keep", "email=B"), "--keep: 'email' is given twice"),
    (("member", "merge", "a1", "b1", "--keep", "name=A", "--keep", "titles=B"), "--keep: 'titles' is given twice"),
    (("member", "merge", "a1", "b1", "--keep", "family_name="), "--keep: the name 'family_name' would be lost"),
    (("member", "not-same", "a1", "a1"), "member 1 cannot be another than itself"),
    (("member", "not-same", "a1", "b1", "--forget"), "nothing says that member 1 and member 2 are two"),
    (("member", "unmerge", "a1"), "nothing was merged into member 1"),
]


def test_what_cannot_be_merged_is_refused_with_the_reason(office: Netreg) -> None:
    before = office.db.read_bytes()
    for words, reason in REFUSED:
        run = office(*words)
        assert (run.out, run.code in (1, 2)) == ("", True), words
        assert reason in run.err, (words, run.err)
        assert run.err.count("\n") == 1
        assert office.db.read_bytes() == before


def test_what_is_known_to_be_two_is_not_merged_until_that_is_taken_back(office: Netreg) -> None:
    done(office("member", "not-same", "b1", "a1", "--reason", "พี่น้องกัน"))
    refused = office("member", "merge", "a1", "b1")
    assert refused.err == (
        "netreg: error: member 1 and member 2 are known not to be the same (พี่น้องกัน); "
        "if they are, first run 'netreg member not-same 1 2 --forget'\n"
    )
    assert office("member", "not-same", "a1", "b1").err == "netreg: no change; nothing was written\n"
    assert show(office, "duplicates", "member") == []
    done(office("member", "not-same", "a1", "b1", "--forget"))
    [found] = show(office, "duplicates", "member")
    assert (found["one"], found["other"], found["points"]) == (1, 2, 58)
    assert found["reason"] == "one letter differs; other e-mails; the same unit"
    done(office("undo"))
    assert show(office, "duplicates") == []


def test_a_row_is_not_taken_for_one_that_is_known_to_be_another(office: Netreg) -> None:
    """The row is nearer to the one than to the other, who are two."""
    words = ("member", "add", "นางสาวน้ำฝน แกวสมมิต")
    assert "member 1" in office(*words).err
    done(office("member", "not-same", "a1", "b1"))
    error = office(*words).err
    assert "member 2" in error
    assert "member 1 " not in error


def test_two_that_were_merged_are_parted_though_both_were_changed_since(office: Netreg) -> None:
    done(office("member", "merge", "a1", "b1"))
    done(office("member", "edit", "a1", "phone=02-123-4567", "note=ใหม่"))
    done(office("member", "post", "add", "a1", "--org", "par", "--position", "ที่ปรึกษา"))
    done(office("member", "add", "นางใหม่ ทดสอบ", "--code", "d1"))
    refused = office("undo", "17")
    assert refused.err.endswith("; part them with 'netreg member unmerge 2'\n")
    run = done(office("member", "unmerge", "b1", "--json"))
    assert run.err.splitlines() == [
        "netreg: not parted: member 1, โทรศัพท์ (changed since)".replace("โทรศัพท์", "Phone"),
        "netreg: added since the merge, stays with member 1: member post 3",
        "netreg: if they are two for good: netreg member not-same 1 2",
    ]
    assert run.data["left"] == [{"kind": "person", "id": 1, "field": "phone", "why": "changed"}]
    one, other = show(office, "member", "show", "a1"), show(office, "member", "show", "b1")
    assert (one["phone"], one["note"], one["external_key"], one["former_names"]) == ("021234567", "ใหม่", None, [])
    assert (other["id"], other["phone"], other["external_key"]) == (2, "0812345678", "0042")
    assert [len(row["posts"]) for row in (one, other)] == [2, 1]
    [signed] = [party["signatories"] for party in show(office, "agreement", "show", "mou")["parties"]][:1]
    assert signed[0]["person"]["id"] == 2
    assert len(show(office, "meeting", "show", "meet")["attendance"]) == 2
    assert done(office("doctor", "--full")).code == 0
    done(office("undo"))
    assert show(office, "member", "show", "b1")["id"] == 1


def test_what_mostly_tells_two_apart_is_warned_of(office: Netreg) -> None:
    for code, day in (("a1", "1/1/2500"), ("b1", "2/1/2501")):
        done(office("member", "edit", code, f"birth_date={day}"))
    refused = office("member", "merge", "a1", "b1", "--keep", "code=B")
    reason = "they differ in Born, which mostly tells two apart; nothing was merged"
    advice = "if they are one, say whose is kept with --keep birth_date=A, or add --yes"
    assert (refused.out, refused.err, refused.code) == ("", f"netreg: error: {reason}; {advice}\n", 1)
    assert len(show(office, "member", "list", "--all")) == 3
    done(office("member", "merge", "a1", "b1", "--keep", "birth_date=A"))
    done(office("undo"))
    run = done(office("member", "merge", "a1", "b1", "--keep", "code=B", "--yes"))
    warning = "netreg: they differ in Born, which mostly tells two apart; if they are two: netreg undo\n"
    assert warning in run.err
    rows = show(office, "member", "list", "--all")
    for command in ("undo", "redo"):
        done(office(command))
    assert show(office, "member", "list", "--all") == rows
    done(office("member", "unmerge", "2"))
    assert sorted(row["code"] for row in show(office, "member", "list", "--all")) == ["a1", "b1", "c1"]


ENDED: list[tuple[tuple[str, ...], tuple[str | None, str | None], str]] = [
    (("merge", "m1", "m2"), (None, None), "agreement 3 had ended, what is kept has not; otherwise"),
    (("merge", "m2", "m1"), (None, None), "agreement 3 had ended, what is kept has not; otherwise"),
    (("merge", "m1", "m2", "--keep", "final_status=B"), ("completed", "2025-01-01"), ""),
    (("merge", "m2", "m1", "--keep", "final_status=A"), ("completed", "2025-01-01"), ""),
]


def test_two_of_which_one_has_ended_go_on_unless_said_otherwise(office: Netreg) -> None:
    for code in ("m1", "m2"):
        done(office("agreement", "add", "ข้อตกลงหนึ่ง", "--code", code, "--signed", "1/1/2567", "--force"))
    done(office("agreement", "complete", "m2", "--on", "1/1/2568"))
    for words, expected, told in ENDED:
        run = done(office("agreement", *words, "--json"))
        row = show(office, "agreement", "show", words[1])
        assert (row["final_status"], row["final_on"]) == expected, words
        assert told in run.err, words
        done(office("undo"))


def test_a_code_that_another_has_by_now_is_not_given_back(office: Netreg) -> None:
    done(office("org", "add", "หน่วยซ้ำ", "--code", "twin"))
    done(office("org", "merge", "par", "twin"))
    key = next(one["id"] for one in show(office, "duplicates", "former-key", "list") if one["field"] == "code")
    done(office("duplicates", "former-key", "remove", str(key), "--yes"))
    done(office("org", "add", "หน่วยใหม่สมมติ", "--code", "twin"))
    run = done(office("org", "unmerge", "par"))
    assert "netreg: not given back: org 4, Code (used by another record by now)\n" in run.err


def test_merges_are_parted_in_any_order(office: Netreg) -> None:
    for code in ("d1", "e1"):
        done(office("member", "add", f"นาย{code} ทดสอบ", "--code", code, "--force"))
    done(office("member", "merge", "a1", "b1"))
    done(office("member", "merge", "d1", "a1"))
    merged = show(office, "member", "show", "d1")
    assert show(office, "member", "show", "b1")["id"] == 4
    several = office("member", "unmerge", "d1")
    assert "several records were merged into member 4" in several.err
    run = done(office("member", "unmerge", "b1", "--json"))
    assert run.err.splitlines()[0] == "netreg: member 1, merged into member 4 later, was merged again"
    assert run.data["merged_again"] == [{"kind": "person", "kept": 4, "merged": 1}]
    assert [show(office, "member", "show", code)["id"] for code in ("a1", "b1", "d1")] == [4, 2, 4]
    words = [one["command"] for one in show(office, "history", "--limit", "2")]
    assert words == ["member merge", "member unmerge"]
    done(office("undo"))
    assert show(office, "member", "show", "d1") == merged, "one undo takes all of it back"
    done(office("member", "unmerge", "1"))
    done(office("member", "unmerge", "2"))
    assert [show(office, "member", "show", code)["id"] for code in ("a1", "b1", "d1")] == [1, 2, 4]


def test_a_later_merge_is_made_again_with_what_was_changed_since(office: Netreg) -> None:
    for code in ("d1", "e1"):
        done(office("member", "add", f"นาย{code} ทดสอบ", "--code", code, "--force"))
    done(office("member", "merge", "a1", "b1"))
    done(office("member", "merge", "d1", "a1", "--keep", "email=a@example.org"))
    done(office("member", "edit", "d1", "email=d@example.org", "phone="))
    before = office.db.read_bytes()
    done(office("member", "unmerge", "b1", "--dry-run"))
    assert office.db.read_bytes() == before
    done(office("member", "unmerge", "b1"))
    row = show(office, "member", "show", "d1")
    assert (row["email"], row["phone"]) == ("d@example.org", None)


def test_what_cannot_be_merged_again_is_to_be_parted_first(office: Netreg) -> None:
    """The one that stayed witnessed since what the other had signed: two hands under one agreement are two people."""
    for code in ("d1", "e1"):
        done(office("member", "add", f"นาย{code} ทดสอบ", "--code", code, "--force"))
    done(office("member", "merge", "b1", "e1"))
    done(office("member", "merge", "d1", "b1"))
    done(office("agreement", "witness", "add", "mou", "d1", "--party", "par"))
    before = office.db.read_bytes()
    refused = office("member", "unmerge", "e1")
    assert "member 2, merged into member 4 later, could not be merged again: " in refused.err
    assert refused.err.endswith("; first run 'netreg member unmerge 2'\n")
    assert office.db.read_bytes() == before
    done(office("member", "unmerge", "2"))
    done(office("member", "unmerge", "5"))


def test_what_was_merged_into_one_that_was_removed_is_parted_once_that_is_back(office: Netreg) -> None:
    for code in ("g1", "g2"):
        done(office("group", "add", f"กลุ่ม {code}", "--code", code, "--force"))
    done(office("group", "merge", "g1", "g2"))
    done(office("group", "remove", "g1", "--yes"))
    refused = office("group", "unmerge", "g2")
    assert "group 'g2' was merged into group 2, which was removed since; first bring that back with" in refused.err
    done(office("undo", refused.err.rpartition("undo ")[2].strip("'\n")))
    done(office("group", "unmerge", "g2"))


def test_two_that_were_merged_already_are_parted_sooner_than_merged(office: Netreg) -> None:
    done(office("member", "merge", "a1", "b1"))
    for words in (("merge", "a1", "b1"), ("not-same", "#2", "a1")):
        other = next(word for word in words[1:] if word != "a1")
        told = f"both lead to member 1; they were merged; to part them: netreg member unmerge {quote(other)}\n"
        assert office("member", *words).err.endswith(told)


def test_an_answer_that_is_none_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("x\nab\nb\n\n"))
    assert [merge._read_side("E-mail: A a, or B b? [A/b]") for _time in range(2)] == ["B", ""]
    assert capsys.readouterr().err.count("is neither A nor B") == 2


def test_a_pair_that_was_accepted_is_quiet_among_the_duplicates(office: Netreg) -> None:
    [found] = show(office, "check", "member", "--only", "duplicate")
    done(office("check", "accept", found["id"], "--reason", "พี่น้องกัน"))
    run = done(office("duplicates", "member", "--json"))
    assert run.data == []
    assert run.err.endswith("netreg: 1 accepted; see 'netreg check --accepted'\n")
    done(office("member", "edit", "b1", "family_name=แก้วสมมุดิ"))
    assert len(show(office, "duplicates", "member")) == 1


def test_what_a_joined_record_named_was_merged_itself_since(office: Netreg) -> None:
    """The row that comes back is of the one that stayed, and of its own again when the two are parted too."""
    done(office("group", "add", "กลุ่มหนึ่ง", "--code", "g1"))
    done(office("group", "add", "กลุ่มสอง", "--code", "g2"))
    for group, person in (("g1", "a1"), ("g2", "b1"), ("g1", "b1")):
        done(office("group", "join", group, person))
    whole = show(office, "group", "membership", "list")
    done(office("group", "merge", "g1", "g2"))
    done(office("member", "merge", "a1", "b1"))
    run = done(office("group", "unmerge", "g2"))
    assert "netreg: member 2, merged into member 1 later, was merged again\n" in run.err
    assert [row["person"]["id"] for row in show(office, "group", "show", "g2")["memberships"]] == [1]
    done(office("member", "unmerge", "b1"))
    assert show(office, "group", "membership", "list") == whole
    assert done(office("doctor", "--full")).code == 0


def test_two_that_were_merged_into_one_are_parted_in_any_order(office: Netreg) -> None:
    """Of the other names each goes with its own record, and of the fields those that were filled from it."""
    for code, name in (("g1", "กลุ่มหนึ่ง"), ("g2", "ชมรมสอง"), ("g3", "คณะทำงานสาม")):
        done(office("group", "add", name, "--code", code))
    done(office("group", "edit", "g2", "responsible=b1", "variants=ชมรมเก่า"))
    whole = {code: show(office, "group", "show", code) for code in ("g1", "g2", "g3")}
    for words in (("group", "merge", "g1", "g2"), ("group", "merge", "g1", "g3"), ("member", "merge", "a1", "b1")):
        done(office(*words))
    done(office("group", "edit", "g1", "variants=ชมรมเก่า; ชมรมสอง; คณะทำงานสาม; ชื่อใหม่"))
    run = done(office("group", "unmerge", "g2"))
    assert "not parted" not in run.err
    one = show(office, "group", "show", "g1")
    assert (sorted(one["variants"]), one["responsible"]) == (["คณะทำงานสาม", "ชื่อใหม่"], None)
    done(office("member", "unmerge", "b1"))
    done(office("group", "unmerge", "g3"))
    done(office("group", "edit", "g1", "variants="))
    for code, before in whole.items():
        after = show(office, "group", "show", code)
        assert after | {"updated_at": ""} == before | {"updated_at": ""}


def test_a_party_of_a_body_that_was_merged_since_is_not_lost(office: Netreg) -> None:
    done(office("org", "add", "ศูนย์สมมติ", "--code", "one"))
    done(office("org", "add", "สถานีตัวอย่าง", "--code", "two"))
    for code in ("m1", "m2"):
        done(office("agreement", "add", f"ข้อตกลง {code}", "--code", code, "--party", "two", "--force"))
    whole = show(office, "agreement", "party", "list")
    done(office("agreement", "merge", "m1", "m2"))
    done(office("org", "merge", "one", "two"))
    run = done(office("agreement", "unmerge", "m2"))
    assert "netreg: org 5, merged into org 4 later, was merged again\n" in run.err
    assert [row["organisation"]["code"] for row in show(office, "agreement", "show", "m2")["parties"]] == ["one"]
    done(office("org", "unmerge", "two"))
    assert show(office, "agreement", "party", "list") == whole
    done(office("org", "merge", "one", "two"))
    done(office("agreement", "merge", "m1", "m2"))
    done(office("org", "unmerge", "two"))
    done(office("agreement", "unmerge", "m2"))
    assert [row["organisation"]["code"] for row in show(office, "agreement", "party", "list")[-2:]] == ["two", "two"]
