"""What all nouns do alike: the verbs that they share, held to one contract for each kind of record."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from netreg.entities import ENTITIES
from tests.conftest import TRIED
from tests.examples import EXAMPLES

if TYPE_CHECKING:
    from netreg.core.entity import Entity
    from tests.conftest import Netreg, Run

NOTHING_DIFFERED = "netreg: ข้อมูลไม่เปลี่ยนแปลง จึงไม่ได้บันทึก\n"
ALL = {"member": ("--all",)}
"""What makes a list name all records, where it does not by itself."""
NAMESAKES = {
    "org": ("add", "มหาวิทยาลัยสมมติ"),
    "member": ("add", "นางสมมติ ตัวอย่าง"),
    "agreement": ("add", "บันทึกข้อตกลงสมมติ"),
    "meeting": ("add", "ประชุมสมมติ", "--on", "2569-01-02"),
    "training": ("add", "หลักสูตรสมมติ"),
    "group": ("add", "เครือข่ายสมมติ"),
    "activity": ("add", "วิ่งสมมติ"),
    "news": ("add", "ข่าวสมมติ"),
}
"""Records with a name that another has already."""

OWN_LIST = {"due rule"}
"""Those whose list is one of its own: with the rules that hold where nobody made one."""

every_kind = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.command.replace(" ", "-")))
every_list = pytest.mark.parametrize(
    "kind", [kind for kind in ENTITIES if kind.command not in OWN_LIST], ids=lambda kind: kind.command.replace(" ", "-")
)


def ask(netreg: Netreg, kind: Entity, *words: str, stdin: str | None = None) -> Run:
    return netreg(*kind.command.split(), *words, stdin=stdin)


def assert_refused(netreg: Netreg, kind: Entity, *words: str, code: int) -> str:
    """Run what is refused with one line and writes nothing; return that line."""
    before = netreg.db.read_bytes()
    run = ask(netreg, kind, *words)
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, code), (words, run)
    assert run.err.startswith("netreg: error: ")
    assert netreg.db.read_bytes() == before
    return run.err


def edited(kind: Entity) -> tuple[str, ...]:
    """The record and the changes of an example; a new name of a member is told of where the old one is kept."""
    return ("one", "note=ก") if kind.name == "person" else EXAMPLES[f"{kind.command} edit"][0]


def removed(kind: Entity) -> str:
    """A record that nothing else names."""
    return EXAMPLES[f"{kind.command} remove"][0][0]


@every_list
def test_a_list_says_the_same_in_every_form(filled: Netreg, kind: Entity) -> None:
    def listed(form: str, *more: str) -> str:
        words = ("--columns", "id", "--sort", "-id", "--format", form, *more, *ALL.get(kind.command, ()))
        run = ask(filled, kind, "list", *words)
        assert (run.err, run.code) == ("", 0)
        return run.out

    ids = [row["id"] for row in json.loads(listed("json"))]
    assert ids == sorted(ids, reverse=True)
    assert listed("tsv") == "".join(f"{number}\n" for number in ["id", *ids])
    assert listed("csv", "--limit", "1", "--no-header") == f"{ids[0]}\n"


@every_list
def test_a_record_is_shown_by_its_number_and_its_code(filled: Netreg, kind: Entity) -> None:
    row = ask(filled, kind, "list", "--json", *ALL.get(kind.command, ())).data[0]
    names = [f"#{row['id']}", *([row["code"]] if row.get("code") else [])]
    runs = [ask(filled, kind, "show", name, "--json") for name in names]
    assert [(run.data["id"], run.err, run.code) for run in runs] == [(row["id"], "", 0)] * len(names)
    assert {field: runs[0].data[field] for field in row.keys() & runs[0].data} == row


@every_kind
def test_an_unknown_record_is_refused_by_every_verb(filled: Netreg, kind: Entity) -> None:
    verbs = (("show",), ("edit", edited(kind)[1]), ("remove", "--yes"), ("history",))
    sentences = {assert_refused(filled, kind, verb, "zz9", *words, code=1) for verb, *words in verbs}
    assert len(sentences) == 1, "all verbs say the same"
    assert "'zz9'" in sentences.pop()


@pytest.mark.parametrize("noun", NAMESAKES)
def test_a_name_of_several_is_refused_with_all_of_them(filled: Netreg, noun: str) -> None:
    words = NAMESAKES[noun]
    added = filled(noun, *words, "--force", "--json")
    assert (added.err, added.code) == ("", 0)
    before = filled.db.read_bytes()
    for verb, *more in (("show",), ("edit", "note=ก"), ("remove", "--yes")):
        run = filled(noun, verb, words[1], *more)
        assert (run.out, run.err.count("\n"), run.code) == ("", 1, 1)
        assert f" {added.data['id']} " in run.err
        assert words[1] in run.err
    assert filled.db.read_bytes() == before


@every_kind
def test_what_is_no_field_is_wrong_usage(filled: Netreg, kind: Entity) -> None:
    asked = [("edit", edited(kind)[0], "nope=1")]
    asked += [] if kind.command in OWN_LIST else [("list", "--columns", "id,nope"), ("list", "--sort", "nope")]
    for words in asked:
        assert "'nope'" in assert_refused(filled, kind, *words, code=2)


# That each is tried without a change, undone and redone, tests/test_every_write.py proves of every command.


@every_kind
def test_an_edit_is_refused_when_stale_done_and_told(filled: Netreg, kind: Entity) -> None:
    record, *changes = edited(kind)
    stale = assert_refused(filled, kind, "edit", record, *changes, "--if-updated-at", "2020-01-01T00:00:00Z", code=1)
    assert "ถูกแก้ไขหลังจากที่อ่าน" in stale
    done = ask(filled, kind, "edit", record, *changes)
    assert (done.err, done.code) == ("", 0)
    file = filled.db.read_bytes()
    again = ask(filled, kind, "edit", record, *changes)
    assert (again.out, again.err, again.code) == (done.out, NOTHING_DIFFERED, 0)
    assert filled.db.read_bytes() == file, "what changes nothing writes nothing"
    assert f"{kind.command} edit" in ask(filled, kind, "history", record).out


@every_kind
def test_a_removal_is_asked_for_told_and_done(filled: Netreg, kind: Entity) -> None:
    record = removed(kind)
    number, file = ask(filled, kind, "show", record, "--json").data["id"], filled.db.read_bytes()
    assert assert_refused(filled, kind, "remove", record, code=1).endswith("; เพิ่ม --yes\n")
    tried = ask(filled, kind, "remove", record, "--dry-run")
    assert (tried.err, tried.code, filled.db.read_bytes()) == (TRIED, 0, file)
    assert tried.out.startswith(f"ลบ{kind.label.th} {number}")
    done = ask(filled, kind, "remove", record, "--yes", "--json")
    assert (done.err, done.code) == ("", 0)
    assert (done.data["id"], done.data["kind"], done.data["removed"] >= 1) == (number, kind.name, True)
    assert_refused(filled, kind, "show", str(number), code=1)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("kind", [kind for kind in ENTITIES if kind.name != "document"], ids=lambda kind: kind.name)
def test_what_is_exported_is_imported_as_nothing_new(filled: Netreg, kind: Entity) -> None:
    before = filled.db.read_bytes()
    exported = ask(filled, kind, "export")  # other headings: tests/exchange/exporting/test_export_file.py
    assert exported.code == 0
    rows = len(list(csv.reader(io.StringIO(exported.out)))) - 1
    assert rows > 0
    taken = ask(filled, kind, "import", "-", "--dry-run", stdin=exported.out)
    assert taken.err.startswith(f"standard input: 0 new, 0 changed, {rows} unchanged\n"), taken.err
    assert (taken.out, taken.code) == ("", 0)
    assert filled.db.read_bytes() == before
