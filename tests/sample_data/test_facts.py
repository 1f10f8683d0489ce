"""Every fact of the source documents can be asked of the sample data.

``facts.json`` holds the facts. RULES is the table from fact to command to expected
value; LEFT_OUT names the facts that no command can be asked for yet, and why. A fact
that stands in neither fails, and so does one that stands in both.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from netreg.cli import build_program
from netreg.language import get_language, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FACTS: dict[str, Any] = json.loads((Path(__file__).parent / "facts.json").read_text(encoding="utf-8"))
Steps = tuple[str, ...]


class Fact(NamedTuple):
    """A leaf of ``facts.json``: where it stands, its value, and the records around it."""

    path: Steps
    value: Any
    record: dict[str, Any]
    owner: dict[str, Any]


def walk(value: Any, path: Steps = (), record: Any = None, owner: Any = None) -> Iterator[Fact]:
    """The leaves under a value; items of a list are named by what tells them apart."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from walk(inner, (*path, name), record or (value if len(path) == 2 else None), value)
    elif isinstance(value, list) and value:
        for name, inner in zip(labels(value), value, strict=True):
            yield from walk(inner, (*path, name), record or (inner if len(path) == 1 else None), owner)
    else:
        yield Fact(path, value, record if isinstance(record, dict) else {}, owner)


def labels(items: list[Any]) -> list[str]:
    """A name for each item: its id, event, subject or number, else its place in the list."""
    names: list[str] = []
    for place, item in enumerate(items):
        marks = ("id", "event", "what", "n") if isinstance(item, dict) else ()
        name = next((str(item[mark] or "news") for mark in marks if mark in item), str(place))
        names.append(f"{name}+{names.count(name)}" if name in names else name)
    return names


LEAVES = list(walk(FACTS))


# --- what the register calls things --------------------------------------------

CODES = {"a_lib": "kkn-library-mou", "a_edu": "kkn-education-mou"}
SOURCES = {
    "s0": "ข่าวประชุมเครือข่ายศิษย์เก่าสัมพันธ์ มข. 5 ส.ค. 2564",
    "s1": "หน้าแนะนำสำนักงานศิษย์เก่าสัมพันธ์ ม.อ. ปีการศึกษา 2549",
    "s2": "ข่าวสำนักหอสมุด มข. 11 ก.ย. 2560",
    "s3": "ข่าว มข. พิธีลงนาม 23 ธ.ค. 2564",
    "s4": "ข่าวสำนักงาน กกต. อบรม 24-25 มี.ค. 2565",
}
NEWS = {
    "s0": "kku-alumni-news",
    "s1": "psu-alumni-page",
    "s2": "kkn-library-news",
    "s3": "kkn-education-news",
    "s4": "ect-training-news",
}
COUNTED_IN = {
    "graduates, all levels, PSU": "org show psu",
    "classes": "org show psu",
    "years since founding": "org show psu",
    "alumni group kinds": "group show psu-group-1",
    "consultations with alumni": "meeting show psu-1",
    "objectives": "org show psu-alumni",
    "institutions in the MOU (text)": "agreement show kkn-library-mou",
    "institutions the library signed with (headline)": "agreement show kkn-library-mou",
    "page reads": "news show kkn-library-news",
    "partner offices": "agreement show kkn-education-mou",
    "education area offices": "org show peo1",
    "witnesses per party": "agreement show kkn-education-mou",
    "observers": "meeting show kkn-education-mou-signing",
    "civic education centres": "org show ect-civ1",
    "cohorts planned": "training show ect-pr",
    "cohorts done": "training show ect-pr",
    "provinces, cohort 4": "training show ect-pr",
    "trainees, cohort 4": "training show ect-pr",
    "unlabelled last line": "news show ect-training-news",
}
DATED_IN = {
    "5 สิงหาคม 2564": "meeting show kku-2564",
    "วันเสาร์ที่ 30 เมษายน 2548": "meeting show psu-1",
    "วันอาทิตย์ที่ 3 กันยายน 2549": "meeting show psu-2",
    "ปีการศึกษา 2549": "news show psu-alumni-page",
    "11 ก.ย. 2560": "news show kkn-library-news",
    "วันจันทร์ที่ 11 กันยายน 2560 เวลา 13.00 น.": "agreement show kkn-library-mou",
    "วันที่ 11 กันยายน พ.ศ.2560": "agreement show kkn-library-mou",
    "วันที่ 10 กันยายน พ.ศ.2563": "agreement show kkn-library-mou",
    "วันพฤหัสบดีที่ 23 ธันวาคม 2564 เวลา 09.00 น.": "agreement show kkn-education-mou",
    "24 - 25 มีนาคม 2565": "training show ect-pr",
}
JOBS = {"ข่าว": "writer", "ภาพ": "photographer", "news writer": "writer", "photographer": "photographer"}
KINDS = {"education area office": "education_area", "hotel (venue)": "hotel"}
ACTING = {None: None, "รักษาการ": "acting", "รักษาการแทน": "acting_for", "ปฏิบัติราชการแทน": "delegated"}
ROLES = {
    "chair": "chair",
    "opening speech": "speaker",
    "organiser": "organiser",
    "presenter of the section's duties": "presenter",
    "opened the signing ceremony": "speaker",
    "report speech": "reporter",
}
SIGNED_FOR = ("signatory on behalf of the PAO chief executive", "signed for the signatory")
MODES = {None: None, "online": "online", "in person with online participants": "hybrid"}


def code(name: str) -> str:
    """The code in the register of what has this id in the facts; other words stay."""
    name = name.partition("+")[0]
    if name in CODES | NEWS:
        return (CODES | NEWS)[name]
    return name[2:].replace("_", "-") if name[:2] in ("o_", "p_", "m_") else name


def code_of(fact: Fact) -> str | None:
    return None if fact.value is None else code(fact.value)


def itself(fact: Fact) -> Any:
    return fact.value


def source(fact: Fact) -> str:
    return SOURCES[fact.value]


def kind(fact: Fact) -> str:
    return KINDS.get(fact.value) or str(fact.value).replace(" ", "_").replace("-", "_")


def position(fact: Fact) -> str:
    """The post without the words that say it is held for another: those are a field."""
    return str(fact.value).removeprefix(fact.owner["acting"] or "")


def job(fact: Fact) -> str:
    return JOBS[fact.value]


def signed_at(fact: Fact) -> str:
    return f"{fact.record['signed']}T{fact.record['time']}"


def is_nothing(fact: Fact) -> bool:
    return fact.value is None


def has_part(fact: Fact) -> bool:
    """Whether a role is a part in a meeting."""
    return fact.value in ROLES


def signed(fact: Fact) -> bool:
    """Whether a role is a signature."""
    return fact.value not in ROLES


def signs(agreement: str) -> Callable[[Fact], bool]:
    """Whether the person of a fact signs an agreement."""
    return lambda fact: any(role["event"] == agreement and role["role"] not in ROLES for role in fact.record["roles"])


def capacity(fact: Fact) -> list[str | None]:
    """In which capacity the signatory of a party signs, where the document says it of the person."""
    person = next(person for person in FACTS["people"] if person["id"] == fact.value)
    if any(role["role"] in SIGNED_FOR for role in person["roles"]):
        return ["on_behalf"]
    return ["acting" if any(post["acting"] for post in person["positions"]) else None]


def trained(fact: Fact) -> str:
    """The part that somebody took in a cohort."""
    return "presiding" if "chair" in fact.value else "guest"


def speaks(fact: Fact) -> bool:
    """Whether a role is that of a speaker."""
    return bool(fact.value == "speaker")


def academic_year(fact: Fact) -> int:
    """The BE year out of its label: the only number of four digits that is one."""
    return next(int(word) for word in fact.value.replace("(", " ").split() if word.startswith("25"))


def always(value: Any) -> Callable[[Fact], Any]:
    return lambda _fact: value


# --- the table: fact, command, where in its output, expected ---------------------


class Rule(NamedTuple):
    """How one kind of fact is asked for.

    `facts` is a path; ``*`` stands for any one name, ``!x`` for any but x. In `command`
    and `answer`, ``{1}`` is the code of the path's second name, and so on. `answer` is
    the path in the output: ``a=b`` and ``a!=b`` choose items, ``#`` counts, ``+`` adds
    up, a name asked of a list gathers. `has` looks for the value inside the answer.
    """

    facts: str
    command: str
    answer: str
    expected: Callable[[Fact], Any] = itself
    has: bool = False
    when: Callable[[Fact], bool] = lambda _fact: True


SOURCE, SOURCE_SHOW = "sources.*.", "news show {1} --json"
NETWORK, NETWORK_SHOW = "organisations.o_kku_net.", "group show {1} --json"
NEWS_SHOW = "news show {news} --json"
ORG, ORG_SHOW = "organisations.!o_kku_net.", "org show {1} --json"
PERSON, PERSON_SHOW = "people.*.", "member show {1} --json"
AGREEMENT, AGREEMENT_SHOW = "agreements.*.", "agreement show {1} --json"
LIB, EDU = "agreements.a_lib.", "agreements.a_edu."
MEETING, MEETING_SHOW = "meetings.*.", "meeting show {1} --json"
CEREMONY = "meeting show {1}-signing --json"
READ_NAME, READ_DATE = "name --format ndjson NAMES", "date --format ndjson DATES"
LIB_SHOW, EDU_SHOW = "agreement show kkn-library-mou --json", "agreement show kkn-education-mou --json"
KKU_MEETING = "meeting show kku-2564 --json"
EDU_MEETING = "meeting show kkn-education-mou-signing --json"
COURSE, COURSE_SHOW = "trainings.t_ect.", "training show ect-pr --json"
COHORT, FOURTH = COURSE + "cohorts.*.", "cohorts/number=4/0/"
TOPIC, SESSION = COURSE + "topics.*.", FOURTH + "sessions/seq={3}/0/"
MATRIX = "training matrix ect-pr --json"
PSU = "org show psu --json"
DIALOGUES = "title=การเสวนาร่วมกับศิษย์เก่า/#"

RULES: tuple[Rule, ...] = (
    # The documents themselves.
    Rule(SOURCE + "id", SOURCE_SHOW, "source", source),
    Rule(SOURCE + "kind", SOURCE_SHOW, "kind", lambda fact: {"about page": "page"}.get(fact.value, fact.value)),
    Rule(SOURCE + "title", SOURCE_SHOW, "headline"),
    Rule(SOURCE + "about_org", SOURCE_SHOW, "about/code", code_of),
    Rule(SOURCE + "published", SOURCE_SHOW, "published_on"),
    Rule(SOURCE + "published_verbatim", READ_DATE, "input={value}/0/value", lambda fact: fact.record["published"]),
    Rule(SOURCE + "views", SOURCE_SHOW, "reads"),
    Rule(SOURCE + "views_verbatim", SOURCE_SHOW, "reads", lambda fact: int(fact.value.split()[1])),
    Rule(SOURCE + "as_of", SOURCE_SHOW, "stated_as_of"),
    Rule(SOURCE + "posted_by", SOURCE_SHOW, "credits/role=poster/name_as_credited", lambda fact: [fact.value]),
    Rule(SOURCE + "credits", SOURCE_SHOW, "credits", always([])),
    Rule(SOURCE + "credits.*.job", SOURCE_SHOW, "credits/{3}/role", job),
    Rule(SOURCE + "credits.*.person", SOURCE_SHOW, "credits/{3}/person/code", code_of),
    Rule(SOURCE + "trailing_number", SOURCE_SHOW, "note", lambda fact: f"เลข {fact.value} ", has=True),
    Rule(SOURCE + "trailing_number_note", SOURCE_SHOW, "note", always("น่าจะเป็นจำนวนครั้งที่อ่าน"), has=True),
    # The network of practitioners, and the four kinds of alumni group.
    Rule(NETWORK + "id", NETWORK_SHOW, "code", code_of),
    Rule(NETWORK + "name", NETWORK_SHOW, "name_th"),
    Rule(NETWORK + "parent", NETWORK_SHOW, "organisation/code", code_of),
    Rule(NETWORK + "kind", NETWORK_SHOW, "kind", always("practitioner_network")),
    Rule(NETWORK + "variants.*", NETWORK_SHOW, "variants", has=True),
    Rule(NETWORK + "sources.*", NETWORK_SHOW, "source", source),
    Rule(NETWORK + "founded_by", NETWORK_SHOW, "founded_by/code", code_of),
    Rule(NETWORK + "members", NETWORK_SHOW, "audience"),
    Rule("alumni_groups.*.name", "group show psu-group-{1} --json", "name_th"),
    Rule("alumni_groups.*.n", "group list --of psu --json", "code=psu-group-{value}/#", always(1)),
    Rule("alumni_groups.*.source", "group show psu-group-{1} --json", "source", source),
    # Organisations.
    Rule(ORG + "id", ORG_SHOW, "code", code_of),
    Rule(ORG + "name", ORG_SHOW, "name_th"),
    Rule(ORG + "name", "org list --json", "name_th", has=True),
    Rule(ORG + "name_en", ORG_SHOW, "name_en"),
    Rule(ORG + "parent", ORG_SHOW, "parent/code", code_of),
    Rule(ORG + "parent", "org tree --json", "code", lambda fact: code(fact.path[1]), True, is_nothing),
    Rule(ORG + "kind", ORG_SHOW, "kind", kind),
    Rule(ORG + "abbr.*", ORG_SHOW, "abbreviation", has=True),
    Rule(ORG + "variants.*", ORG_SHOW, "variants", has=True),
    Rule(
        "organisations.o_peo?.variants.*",
        EDU_SHOW,
        "parties/organisation.code={1}/name_as_signed",
        lambda fact: [fact.value.replace("1-5", fact.path[1][-1])],
    ),
    Rule(ORG + "province", ORG_SHOW, "province"),
    Rule(ORG + "district", ORG_SHOW, "district"),
    Rule(ORG + "project", ORG_SHOW, "project"),
    Rule(ORG + "mission", ORG_SHOW, "mission"),
    Rule(ORG + "sources.*", ORG_SHOW, "source", source, has=True),
    Rule(ORG + "sources", ORG_SHOW, "source", always(SOURCES["s4"])),
    Rule(ORG + "contact.address", ORG_SHOW, "address"),
    Rule(ORG + "contact.floor", ORG_SHOW, "address", lambda fact: f"ชั้น {fact.value} ", has=True),
    Rule(ORG + "contact.building", ORG_SHOW, "address", has=True),
    Rule(ORG + "contact.number", ORG_SHOW, "address", lambda fact: f"เลขที่ {fact.value} ", has=True),
    Rule(ORG + "contact.street", ORG_SHOW, "address", has=True),
    Rule(ORG + "contact.district", ORG_SHOW, "district"),
    Rule(ORG + "contact.province", ORG_SHOW, "province"),
    Rule(ORG + "contact.postcode", ORG_SHOW, "postcode"),
    Rule(ORG + "contact.phone_digits", ORG_SHOW, "phone", lambda fact: f"{fact.value};", has=True),
    Rule(ORG + "contact.phone_ext", ORG_SHOW, "phone", lambda fact: f";ext={fact.value}", has=True),
    Rule(ORG + "contact.fax_digits", ORG_SHOW, "fax"),
    Rule(ORG + "contact.website", ORG_SHOW, "website"),
    Rule(ORG + "contact.*_verbatim", ORG_SHOW, "note", has=True),
    Rule("organisations.o_kkmuni.variants_note", ORG_SHOW, "note", always("ชื่ออื่นที่ลงไว้คือคำที่พิมพ์ผิดในข่าว")),
    Rule("organisations.o_pedu.note", ORG_SHOW, "note", always("ข่าวเรียกเป็นชื่อตำแหน่ง ไม่ใช่ชื่อสำนักงาน")),
    Rule("organisations.o_psu.note", ORG_SHOW, "note", always("แห่งแรกของภาคใต้"), has=True),
    Rule("organisations.o_ect_prov.note", ORG_SHOW, "note", always("สำนักงานประจำจังหวัดทุกจังหวัด"), has=True),
    Rule("organisations.o_ect_civ?.note", ORG_SHOW, "note", always("แยกออกจากช่วง ที่ 1 - 8 ในข่าว; ต้นสังกัดเป็นการอนุมาน")),
    Rule("organisations.o_localelec.note", ORG_SHOW, "note", always("ข่าวไม่ได้ระบุหน่วยงานต้นสังกัด")),
    # People.
    Rule(PERSON + "id", PERSON_SHOW, "code", code_of),
    Rule(PERSON + "id", "member list --all --json", "code", code_of, has=True),
    Rule(PERSON + "verbatim", "member show {value} --json", "code", lambda fact: code(fact.path[1])),
    Rule(PERSON + "titles.*", READ_NAME, "input={record[verbatim]}/0/titles/{3}"),
    Rule(PERSON + "titles", READ_NAME, "input={record[verbatim]}/0/titles"),
    Rule(PERSON + "titles.*", PERSON_SHOW, "titles", has=True),
    Rule(PERSON + "titles", PERSON_SHOW, "titles", always(None)),
    Rule(PERSON + "given", READ_NAME, "input={record[verbatim]}/0/given_name"),
    Rule(PERSON + "given", PERSON_SHOW, "given_name"),
    Rule(PERSON + "family", READ_NAME, "input={record[verbatim]}/0/family_name"),
    Rule(PERSON + "family", PERSON_SHOW, "family_name"),
    Rule(PERSON + "latin", PERSON_SHOW, "name_latin"),
    Rule(PERSON + "latin", "member show {value} --json", "code", lambda fact: code(fact.path[1])),
    Rule(PERSON + "latin_note", PERSON_SHOW, "note", always("ถือว่าเป็นคนเดียวกัน"), has=True),
    Rule(PERSON + "sources.*", PERSON_SHOW, "source", source, has=True),
    Rule("people.!p_wirayut.positions.0.verbatim", PERSON_SHOW, "posts/0/position", position),
    Rule("people.!p_thada.positions.1.verbatim", PERSON_SHOW, "posts/1/position", position),
    Rule("people.p_wirayut.positions.0.verbatim", PERSON_SHOW, "posts/0/position", always(None)),
    Rule(PERSON + "positions.0.org", PERSON_SHOW, "posts/0/organisation/code", code_of),
    Rule(PERSON + "positions.0.acting", PERSON_SHOW, "posts/0/acting", lambda fact: ACTING[fact.value]),
    Rule("people.!p_thada.positions.1.org", PERSON_SHOW, "posts/1/organisation/code", code_of),
    Rule("people.!p_thada.positions.1.acting", PERSON_SHOW, "posts/1/acting", lambda fact: ACTING[fact.value]),
    Rule(PERSON + "positions", PERSON_SHOW, "posts", always([])),
    Rule(
        "people.*.positions.0.verbatim",
        LIB_SHOW,
        "parties/signatories/person.code={1}/0/position_as_signed",
        when=signs("a_lib"),
    ),
    Rule(
        "people.*.positions.*.verbatim",
        EDU_SHOW,
        "parties/signatories/person.code={1}/0/position_as_signed",
        has=True,
        when=signs("a_edu"),
    ),
    Rule("people.p_sukhon.positions.0.verbatim", LIB_SHOW, "parties/2/signatories/0/capacity_as_written"),
    # To sign on behalf of somebody is not to hold that post.
    Rule("people.p_thada.positions.1.org", LIB_SHOW, "parties/9/organisation/code", code_of),
    Rule("people.p_thada.positions.1.acting", LIB_SHOW, "parties/9/signatories/0/capacity", always("on_behalf")),
    Rule("people.p_thada.positions.1.verbatim", PERSON_SHOW, "posts/#", always(1)),
    Rule("people.p_thada.positions.1.verbatim", LIB_SHOW, "parties/9/signatories/0/capacity_as_written"),
    Rule("people.p_thada.positions.1.verbatim", LIB_SHOW, "parties/9/signatories/0/on_behalf_of", position),
    Rule("people.p_phiansak.positions.0.verbatim", KKU_MEETING, "attendance/person.code={1}/0/position_as_recorded"),
    Rule("people.p_ratchaphon.positions.0.verbatim", KKU_MEETING, "attendance/person.code={1}/0/position_as_recorded"),
    Rule("people.p_monchai.positions.0.verbatim", EDU_MEETING, "attendance/person.code={1}/0/position_as_recorded"),
    Rule(
        "people.p_maitree.positions.*.verbatim",
        EDU_MEETING,
        "attendance/person.code={1}/0/position_as_recorded",
        has=True,
    ),
    Rule("people.p_thitiphon.note", PERSON_SHOW, "note", always("โดยนางฐิติพร"), has=True),
    Rule("people.p_aphisit.note", PERSON_SHOW, "note", always("โคตรนรินทร์ศึกษานิเทศก์"), has=True),
    Rule("people.p_bunsong.positions.0.note", PERSON_SHOW, "note", always("ของศูนย์หรือของห้องสมุด"), has=True),
    Rule("people.p_monchai.positions.0.note", PERSON_SHOW, "note", always("หน่วยงานได้จากบริบท"), has=True),
    Rule("people.p_ittiporn.positions.0.note", PERSON_SHOW, "note", always("ไม่ใช่ของสำนักงาน"), has=True),
    Rule("people.p_wirayut.positions.0.note", PERSON_SHOW, "note", always("ไม่ได้ระบุตำแหน่ง"), has=True),
    Rule(
        "people.*.roles.m_kku_2564*.role",
        "meeting show {3} --json",
        "attendance/person.code={1}/role",
        lambda fact: ROLES[fact.value],
        has=True,
    ),
    Rule(
        "people.*.roles.m_kku_2564*.event",
        "meeting show {3} --json",
        "attendance/person/code",
        lambda fact: code(fact.path[1]),
        has=True,
    ),
    Rule(
        "people.*.roles.a_*.role",
        "meeting show {3}-signing --json",
        "attendance/person.code={1}/role",
        lambda fact: ROLES[fact.value],
        True,
        has_part,
    ),
    Rule(
        "people.*.roles.a_*.role",
        "agreement show {3} --json",
        "parties/signatories/person.code={1}/#",
        always(1),
        when=signed,
    ),
    Rule(
        "people.*.roles.a_*.role",
        "agreement show {3} --json",
        "parties/signatories/person.code={1}/capacity",
        always(["on_behalf"]),
        when=lambda fact: fact.value in SIGNED_FOR,
    ),
    Rule(
        "people.!p_monchai.roles.a_*.event",
        "agreement show {3} --json",
        "parties/signatories/person/code",
        lambda fact: code(fact.path[1]),
        has=True,
    ),
    Rule(
        "people.p_monchai.roles.a_edu.event",
        "agreement show {3} --json",
        "meetings/attendance/person/code",
        lambda fact: code(fact.path[1]),
        has=True,
    ),
    Rule("people.*.roles.news*.role", NEWS_SHOW, "credits/person.code={1}/role", job, has=True),
    Rule("people.*.roles.news*.event", NEWS_SHOW, "credits/person/code", lambda fact: code(fact.path[1]), has=True),
    Rule("people.*.roles.news*.source", NEWS_SHOW, "source", source),
    Rule("people.*.roles.a_*.source", "agreement show {3} --json", "source", source),
    Rule("people.*.roles.t_ect.source", "training show ect-pr --json", "source", source),
    Rule("people.*.roles.m_*.source", "meeting show {3} --json", "source", source),
    # Agreements.
    Rule(AGREEMENT + "id", AGREEMENT_SHOW, "code", code_of),
    Rule(AGREEMENT + "id", AGREEMENT_SHOW, "meetings/code", lambda fact: [f"{code(fact.value)}-signing"]),
    Rule(AGREEMENT + "id", CEREMONY, "agreement/code", code_of),
    Rule(AGREEMENT + "source", AGREEMENT_SHOW, "source", source),
    Rule(AGREEMENT + "source", CEREMONY, "source", source),
    Rule(AGREEMENT + "kind", AGREEMENT_SHOW, "kind", lambda fact: fact.value.lower()),
    Rule(AGREEMENT + "name", AGREEMENT_SHOW, "title"),
    Rule(AGREEMENT + "project", AGREEMENT_SHOW, "project"),
    Rule(AGREEMENT + "signed", AGREEMENT_SHOW, "signed_on", signed_at),
    Rule(AGREEMENT + "signed", CEREMONY, "starts_at", signed_at),
    Rule(
        AGREEMENT + "signed",
        AGREEMENT_SHOW,
        "parties/signatories/signed_on",
        lambda fact: [fact.value] * len(fact.record["parties"]),
    ),
    Rule(AGREEMENT + "time", AGREEMENT_SHOW, "signed_on", signed_at),
    Rule(AGREEMENT + "signed_verbatim", READ_DATE, "input={value}/0/value", signed_at),
    Rule(AGREEMENT + "venue", AGREEMENT_SHOW, "place"),
    Rule(AGREEMENT + "venue", CEREMONY, "venue"),
    Rule(AGREEMENT + "mode", CEREMONY, "mode", lambda fact: MODES[fact.value]),
    Rule(AGREEMENT + "platform", CEREMONY, "platform"),
    Rule(AGREEMENT + "start", AGREEMENT_SHOW, "effective_from"),
    Rule(AGREEMENT + "end", AGREEMENT_SHOW, "end_stated"),
    Rule(AGREEMENT + "end", AGREEMENT_SHOW, "end"),
    Rule(AGREEMENT + "end", AGREEMENT_SHOW, "has_end", lambda fact: fact.value is not None),
    Rule(AGREEMENT + "term_stated", AGREEMENT_SHOW, "term"),
    Rule(LIB + "term_stated.years", AGREEMENT_SHOW, "term", lambda fact: f"P{fact.value}Y"),
    Rule(LIB + "term_stated.verbatim", AGREEMENT_SHOW, "term_as_written"),
    Rule(LIB + "term_by_dates.years", AGREEMENT_SHOW, "end_stated", always("2020-09-10")),
    Rule(LIB + "term_by_dates.verbatim", READ_DATE, "input={value}/0/value", always("2017-09-11/2020-09-10")),
    Rule(LIB + "end_if_2_years", AGREEMENT_SHOW, "end_by_term"),
    Rule(LIB + "end_if_2_years", AGREEMENT_SHOW, "flags/id=term-mismatch/data/end_by_term", lambda fact: [fact.value]),
    Rule(AGREEMENT + "parties_stated", AGREEMENT_SHOW, "parties_stated"),
    Rule(EDU + "parties_stated_note", AGREEMENT_SHOW, "note", always("6 ฝ่ายไม่รวมสถาบันฯ"), has=True),
    Rule(AGREEMENT + "parties.*.n", AGREEMENT_SHOW, "parties/seq={3}/#", always(1)),
    Rule(LIB + "parties.[1-9].org", AGREEMENT_SHOW, "parties/seq={3}/0/unit/code", code_of),
    Rule(LIB + "parties.[1-9].for_parent", AGREEMENT_SHOW, "parties/seq={3}/0/organisation/code", code_of),
    Rule(LIB + "parties.1[01].org", AGREEMENT_SHOW, "parties/seq={3}/0/organisation/code", code_of),
    Rule(LIB + "parties.1[01].for_parent", AGREEMENT_SHOW, "parties/seq={3}/0/unit"),
    Rule(EDU + "parties.*.org", AGREEMENT_SHOW, "parties/seq={3}/0/organisation/code", code_of),
    Rule(AGREEMENT + "parties.*.signatory", AGREEMENT_SHOW, "parties/seq={3}/0/signatories/0/person/code", code_of),
    Rule(AGREEMENT + "parties.*.signatory", AGREEMENT_SHOW, "parties/seq={3}/signatories/capacity", capacity),
    Rule(EDU + "parties.*.capacity", AGREEMENT_SHOW, "parties/seq={3}/0/signatories/0/capacity_as_written"),
    Rule(EDU + "on_behalf_count", AGREEMENT_SHOW, "parties/signatories/capacity=on_behalf/#"),
    Rule(EDU + "on_behalf_count", AGREEMENT_SHOW, "parties/signatories/on_behalf_of", always([None] * 7)),
    Rule(EDU + "signed_in_own_right_count", AGREEMENT_SHOW, "parties/signatories/capacity!=on_behalf/#"),
    Rule(LIB + "witnesses", AGREEMENT_SHOW, "parties/witness_count", always([None] * 11)),
    Rule(EDU + "witnesses.per_party", AGREEMENT_SHOW, "parties/witness_count", lambda fact: [fact.value] * 7),
    Rule(EDU + "witnesses.total_if_7_parties", AGREEMENT_SHOW, "parties/witness_count/+"),
    Rule(EDU + "witnesses.named", AGREEMENT_SHOW, "parties/witnesses/#"),
    Rule(EDU + "observers.at_least", CEREMONY, "head_counts/0/count"),
    Rule(EDU + "observers.exact", CEREMONY, "head_counts/0/qualifier", always("more_than")),
    Rule(EDU + "observers.mode", CEREMONY, "head_counts/0/mode"),
    Rule(EDU + "observers.kinds.*", CEREMONY, "head_counts/0/made_up_of/{4}"),
    Rule(EDU + "opened_by", CEREMONY, "attendance/role=speaker/person/code", lambda fact: [code(fact.value)]),
    Rule(EDU + "reported_by", CEREMONY, "attendance/role=reporter/person/code", lambda fact: [code(fact.value)]),
    Rule(AGREEMENT + "objectives.*", AGREEMENT_SHOW, "purposes/{3}/text"),
    Rule(EDU + "terms_en.*", AGREEMENT_SHOW, "keywords/{3}"),
    # Meetings.
    Rule(MEETING + "id", MEETING_SHOW, "code", code_of),
    Rule(MEETING + "source", MEETING_SHOW, "source", source),
    Rule(MEETING + "name", MEETING_SHOW, "title"),
    Rule(MEETING + "date", MEETING_SHOW, "starts_at"),
    Rule(MEETING + "date_verbatim", READ_DATE, "input={value}/0/value", lambda fact: fact.record["date"]),
    Rule(MEETING + "time", MEETING_SHOW, "starts_at", lambda fact: fact.record["date"]),
    Rule(MEETING + "mode", MEETING_SHOW, "mode", lambda fact: MODES[fact.value]),
    Rule("meetings.m_kku_2564.mode", MEETING_SHOW, "attendance/mode", lambda fact: [fact.value] * 4),
    Rule(MEETING + "platform", MEETING_SHOW, "platform"),
    Rule(
        MEETING + "chair",
        MEETING_SHOW,
        "attendance/role=chair/person/code",
        lambda fact: [code(fact.value)] if fact.value else [],
    ),
    Rule(MEETING + "with.*", MEETING_SHOW, "attendance/person/code", code_of, has=True),
    Rule(MEETING + "organiser", MEETING_SHOW, "organiser/code", code_of),
    Rule(MEETING + "attendees.count", MEETING_SHOW, "head_counts", always([])),
    Rule(MEETING + "attendees.verbatim", MEETING_SHOW, "audience"),
    Rule(MEETING + "network", MEETING_SHOW, "group/code", code_of),
    Rule(MEETING + "network", "group show kku-net --json", "meetings/code", lambda fact: [code(fact.path[1])]),
    Rule(MEETING + "sequence.n", MEETING_SHOW, "number"),
    Rule(MEETING + "sequence.of", "meeting list --json", DIALOGUES),
    Rule(MEETING + "agenda.*", MEETING_SHOW, "agenda/{3}/title"),
    Rule(MEETING + "outcome", MEETING_SHOW, "outcome"),
    Rule("meetings.m_psu_2.outcome", "meeting show psu-1 --json", "outcome"),  # both dialogues led to the office
    # Training.
    Rule(COURSE + "id", COURSE_SHOW, "code", always("ect-pr")),
    Rule(COURSE + "source", COURSE_SHOW, "source", source),
    Rule(COURSE + "organiser", COURSE_SHOW, "organiser/code", code_of),
    Rule(COURSE + "organiser", "training list --organiser ect --json", "code", always(["ect-pr"])),
    Rule(COURSE + "run_by", COURSE_SHOW, "run_by/code", code_of),
    Rule(COURSE + "name", COURSE_SHOW, "title"),
    Rule(COURSE + "name_note", COURSE_SHOW, "note", always("ข่าวไม่ได้ให้ชื่อหลักสูตร"), has=True),
    Rule(COURSE + "cohorts_planned", COURSE_SHOW, "cohorts_planned"),
    Rule(COURSE + "cohorts_planned", COURSE_SHOW, "cohorts/#"),
    Rule(COURSE + "cohorts_planned", MATRIX, "planned/+"),
    Rule(COURSE + "cohorts_planned_verbatim", COURSE_SHOW, "note", has=True),
    Rule(COURSE + "cohorts_done_verbatim", COURSE_SHOW, "note", has=True),
    Rule(COURSE + "cohorts_done_verbatim", COURSE_SHOW, "cohorts_held_stated", always(2)),
    Rule(COURSE + "purpose.*", COURSE_SHOW, "purposes/{3}"),
    Rule(COURSE + "target_group.*", COURSE_SHOW, "audience/{3}"),
    Rule(COHORT + "n", COURSE_SHOW, "cohorts/number={value}/#", always(1)),
    Rule(COHORT + "n", MATRIX, "bucket={owner[region]}/0/cohorts", lambda fact: [fact.value]),
    Rule(COHORT + "region", COURSE_SHOW, "cohorts/number={3}/0/region"),
    Rule(COHORT + "region", MATRIX, "bucket", has=True),
    Rule(COURSE + "cohorts.[124].status", COURSE_SHOW, "cohorts/number={3}/0/state", always("held")),
    Rule(COURSE + "cohorts.[124].status", MATRIX, "bucket={owner[region]}/0/held", always(1)),
    Rule(COURSE + "cohorts.3.status", COURSE_SHOW, "cohorts/number={3}/0/state", always("planned")),
    Rule(COURSE + "cohorts.3.status", COURSE_SHOW, "flags/id=cohort-missing/data/numbers", always([3])),
    Rule(COURSE + "cohorts.3.status", MATRIX, "bucket={owner[region]}/0/holes", always([3])),
    Rule(COURSE + "cohorts.4.status", COURSE_SHOW, "cohorts/number=4/0/note", always("จะได้รับฟังการบรรยาย"), has=True),
    Rule(COHORT + "start", COURSE_SHOW, "cohorts/number={3}/0/held_from"),
    Rule(COHORT + "end", COURSE_SHOW, "cohorts/number={3}/0/held_until"),
    Rule(
        COURSE + "cohorts.[12].start",
        MATRIX,
        "bucket={owner[region]}/0/undated",
        lambda fact: [fact.owner["n"]],
    ),
    Rule(COURSE + "cohorts.4.date_verbatim", READ_DATE, "input={value}/0/value", always("2022-03-24/2022-03-25")),
    Rule(COURSE + "cohorts.4.date_verbatim", MATRIX, "cohorts/#", always(4)),
    Rule(COURSE + "cohorts.4.date_verbatim", MATRIX, "held_on", always(["2022-03-24/2022-03-25"])),
    Rule(COURSE + "cohorts.4.provinces", COURSE_SHOW, FOURTH + "provinces_stated"),
    Rule(COURSE + "cohorts.4.provinces", COURSE_SHOW, FOURTH + "region_provinces"),
    Rule(COURSE + "cohorts.4.provinces", MATRIX, "bucket={owner[region]}/0/region_provinces"),
    Rule(COURSE + "cohorts.4.provinces_verbatim", COURSE_SHOW, FOURTH + "provinces_stated", always(20)),
    Rule(COURSE + "cohorts.4.attendees", COURSE_SHOW, FOURTH + "people_stated"),
    Rule(COURSE + "cohorts.4.attendees", MATRIX, "people", lambda fact: [None, None, None, fact.value]),
    Rule(COURSE + "cohorts.4.attendees_verbatim", COURSE_SHOW, FOURTH + "people_qualifier", always("exact")),
    Rule(COURSE + "cohorts.4.venue", COURSE_SHOW, FOURTH + "venue/code", code_of),
    Rule(COURSE + "cohorts.4.venue_verbatim", COURSE_SHOW, FOURTH + "venue_as_written"),
    Rule(COURSE + "cohorts.4.venue_verbatim", COURSE_SHOW, FOURTH + "province", always("นครพนม")),
    Rule(
        COURSE + "cohorts.4.opened_by",
        COURSE_SHOW,
        FOURTH + "enrolments/role=presiding/person/code",
        lambda fact: [code(fact.value)],
    ),
    Rule(
        COURSE + "cohorts.4.with.*",
        COURSE_SHOW,
        FOURTH + "enrolments/role=guest/person/code",
        lambda fact: [code(fact.value)],
    ),
    Rule(TOPIC + "n", COURSE_SHOW, FOURTH + "sessions/seq={3}/#", always(1)),
    Rule(TOPIC + "n", MATRIX, "sessions/+", always(7)),
    Rule(TOPIC + "topic", COURSE_SHOW, SESSION + "topic"),
    Rule(TOPIC + "parts", COURSE_SHOW, SESSION + "note", lambda fact: f"หัวข้อมี {fact.value} ส่วน", has=True),
    Rule(TOPIC + "speaker", COURSE_SHOW, SESSION + "speaker/code", code_of),
    Rule(COURSE + "topics.!3.affiliation", COURSE_SHOW, SESSION + "affiliation/code", code_of),
    Rule(COURSE + "topics.3.affiliation.0", COURSE_SHOW, SESSION + "affiliation/code", code_of),
    Rule(COURSE + "topics.3.affiliation.1", "member show charoen --json", "posts/organisation/code", code_of, has=True),
    Rule(
        COURSE + "topics.3.affiliation.1",
        COURSE_SHOW,
        SESSION + "affiliation_as_written",
        always("บริษัท เจ.อาร์.ดี.อินเตอร์ลอว์ จำกัด"),
        has=True,
    ),
    Rule(
        TOPIC + "quote_closed",
        COURSE_SHOW,
        SESSION + "note",
        lambda fact: {True: None, False: "ข่าวเปิดเครื่องหมายคำพูดแล้วไม่ได้ปิด"}[fact.value],
        when=lambda fact: fact.value is not None,
    ),
    Rule(
        TOPIC + "quote_closed",
        COURSE_SHOW,
        SESSION + "note",
        always("ไม่ได้ใส่เครื่องหมายคำพูด"),
        True,
        is_nothing,
    ),
    Rule("people.*.roles.t_ect.role", COURSE_SHOW, FOURTH + "sessions/speaker.code={1}/#", always(1), when=speaks),
    Rule(
        "people.*.roles.t_ect.role",
        COURSE_SHOW,
        FOURTH + "enrolments/person.code={1}/role",
        lambda fact: [trained(fact)],
        when=lambda fact: not speaks(fact),
    ),
    Rule(
        "people.*.roles.t_ect.event",
        PERSON_SHOW,
        "sessions/course_name",
        always(["ect-pr"]),
        when=lambda fact: bool(fact.owner["role"] == "speaker"),
    ),
    Rule(
        "people.*.roles.t_ect.event",
        PERSON_SHOW,
        "enrolments/course_name",
        always(["ect-pr"]),
        when=lambda fact: bool(fact.owner["role"] != "speaker"),
    ),
    # Objectives and the one alumni body that is an organisation.
    Rule("objectives.o_psu_alumni.*", ORG_SHOW, "objectives/{2}"),
    Rule("objectives.m_kku_2564.*", MEETING_SHOW, "objectives/{2}"),
    Rule("alumni_groups.1.name", "org show psu-assoc --json", "name_th"),
    # Numbers.
    Rule("counts.consultations with alumni.n", "meeting list --json", DIALOGUES),
    Rule("counts.consultations with alumni.listed", "meeting list --json", DIALOGUES),
    Rule("counts.objectives.n", "org show psu-alumni --json", "objectives/#"),
    Rule("counts.objectives.listed", "org show psu-alumni --json", "objectives/#"),
    Rule("counts.graduates, all levels, PSU.n", PSU, "figures/subject=graduates/0/count"),
    Rule("counts.graduates, all levels, PSU.n", "org figure list --json", "subject=graduates/0/count"),
    Rule("counts.graduates, all levels, PSU.verbatim", PSU, "figures/subject=graduates/0/wording"),
    Rule("counts.graduates, all levels, PSU.as_of", PSU, "figures/subject=graduates/0/academic_year", academic_year),
    Rule("counts.classes.n", PSU, "figures/subject=classes/0/count"),
    Rule("counts.classes.verbatim", PSU, "figures/subject=classes/0/wording"),
    Rule("counts.years since founding.n", PSU, "figures/subject=years/0/count"),
    Rule("counts.years since founding.verbatim", PSU, "figures/subject=years/0/wording"),
    Rule("counts.alumni group kinds.n", PSU, "figures/subject=group_kinds/0/count"),
    Rule("counts.alumni group kinds.verbatim", PSU, "figures/subject=group_kinds/0/wording"),
    Rule("counts.institutions in the MOU (text).n", LIB_SHOW, "parties_stated"),
    Rule("counts.institutions in the MOU (text).listed", LIB_SHOW, "party_count"),
    Rule(
        "counts.institutions the library signed with (headline).n",
        LIB_SHOW,
        "note",
        lambda fact: f"{fact.value} สถาบันไม่รวมสำนักหอสมุด",
        has=True,
    ),
    Rule("counts.institutions the library signed with (headline).listed", LIB_SHOW, "parties/unit.code!=kku-lib/#"),
    Rule("counts.partner offices.n", EDU_SHOW, "note", lambda fact: f"{fact.value} ฝ่าย", has=True),
    Rule("counts.partner offices.listed", EDU_SHOW, "parties/organisation.code!=kku-irdtp/#"),
    Rule("counts.education area offices.n", "org list --json", "kind=education_area/#"),
    Rule("counts.education area offices.listed", EDU_SHOW, "parties/organisation.code=peo?/#"),
    Rule("counts.witnesses per party.n", EDU_SHOW, "parties/0/witness_count"),
    Rule("counts.witnesses per party.listed", EDU_SHOW, "parties/witnesses/#"),
    Rule("counts.observers.n", EDU_MEETING, "head_counts/0/count"),
    Rule("counts.observers.op", EDU_MEETING, "head_counts/0/qualifier", always("more_than")),
    Rule("counts.civic education centres.n", "org tree ect --json", "0/sub_units/kind=civic_education_centre/#"),
    Rule("counts.page reads.n", "news show kkn-library-news --json", "reads"),
    Rule("counts.alumni group kinds.n", "group list --of psu --json", "#"),
    Rule("counts.alumni group kinds.listed", "group list --of psu --json", "#"),
    Rule(
        "counts.unlabelled last line.n",
        "news show ect-training-news --json",
        "note",
        lambda fact: f"{fact.value}",
        True,
    ),
    Rule("counts.*.source", "{counted} --json", "source", source, True, lambda fact: fact.owner["what"] in COUNTED_IN),
    Rule("counts.cohorts planned.n", COURSE_SHOW, "cohorts_planned"),
    Rule("counts.cohorts planned.listed", COURSE_SHOW, "cohort_count"),
    Rule("counts.cohorts done.n", COURSE_SHOW, "cohorts_held_stated"),
    Rule("counts.cohorts done.listed", COURSE_SHOW, "undated/#"),
    Rule("counts.provinces, cohort 4.n", COURSE_SHOW, FOURTH + "provinces_stated"),
    Rule("counts.trainees, cohort 4.n", COURSE_SHOW, FOURTH + "people_stated"),
    # Dates, read as they stand in the documents.
    Rule("date_mentions.*.verbatim", READ_DATE, "input={value}/0/value", lambda fact: fact.record["iso"]),
    Rule("date_mentions.*.source", "{dated} --json", "source", source, has=True),
    Rule("date_mentions.*.iso", READ_DATE, "input={record[verbatim]}/0/value"),
    Rule("date_mentions.*.weekday_stated", READ_DATE, "input={record[verbatim]}/0/error", always(None)),
    Rule(
        "date_mentions.*.weekday_stated",
        READ_DATE,
        "input={record[verbatim]}/0/weekday",
        when=lambda fact: fact.value is not None,
    ),
    Rule("date_mentions.*.label", PSU, "figures/subject=graduates/0/academic_year", academic_year),
    Rule("date_mentions.*.weekday_ok", READ_DATE, "input={record[verbatim]}/0/error", always(None)),
)

LEFT_OUT: Mapping[str, str] = {
    "sources.*.file": "the name of the copy of the document that was worked from",
    "counts.*.what": "names the number; it is no fact of its own",
}


# --- the table applied -----------------------------------------------------------


class Question(NamedTuple):
    """One row of the table for one fact: what to run, where to look, what to find."""

    fact: str
    command: tuple[str, ...]
    answer: str
    expected: Any
    has: bool


def matches(path: Steps, pattern: str) -> bool:
    """Whether a path is meant by a pattern, name by name; ``**`` is any rest."""
    parts, has_rest = _split_pattern(pattern)
    if len(path) < len(parts) or (len(path) > len(parts) and not has_rest):
        return False
    return all(map(_name_matches, path, parts))


@cache
def _split_pattern(pattern: str) -> tuple[list[str], bool]:
    """Return the parts of a pattern, and whether any rest may follow."""
    parts = pattern.split(".")
    return (parts[:-1], True) if parts[-1] == "**" else (parts, False)


@cache
def _name_matches(name: str, part: str) -> bool:
    return name != part[1:] if part.startswith("!") else fnmatchcase(name, part)


DATES = tuple(
    dict.fromkeys(
        fact.value
        for fact in LEAVES
        if any(rule.command == READ_DATE and matches(fact.path, rule.facts) for rule in RULES)
        and fact.path[-1].endswith("verbatim")
    )
)
WHOLE = ("{counted}", "{dated}")  # words of a rule that stand for several of a command
LISTS = {"NAMES": tuple(person["verbatim"] for person in FACTS["people"]), "DATES": DATES}


def questions(fact: Fact) -> Iterator[Question]:
    """Every row of the table that is about a fact, filled in."""
    owner = fact.owner or {}
    words = {
        "value": fact.value,
        "record": fact.record,
        "owner": owner,
        "news": NEWS.get(owner.get("source", "")),
        "counted": COUNTED_IN.get(owner.get("what", "")),
        "dated": DATED_IN.get(owner.get("verbatim", "")),
    }
    places = [code(name) for name in fact.path]
    for rule in RULES:
        if matches(fact.path, rule.facts) and rule.when(fact):
            command: list[str] = []
            for word in rule.command.split():
                filled = word.format(*places, **words)
                command += LISTS.get(word) or (filled.split() if word in WHOLE else (filled,))
            answer = rule.answer.format(*places, **words)
            yield Question(".".join(fact.path), tuple(command), answer, rule.expected(fact), rule.has)


QUESTIONS = [question for fact in LEAVES for question in questions(fact)]


def look(data: Any, answer: str) -> Any:
    """What stands at a path in a command's output."""
    for step in filter(None, answer.split("/")):
        data = _step(data, step)
    return data


def _step(data: Any, step: str) -> Any:
    if data is None:
        return None
    if step in ("#", "+"):
        return len(data) if step == "#" else sum(data)
    if "=" in step:
        return _chosen(data, step)
    if isinstance(data, list):
        return data[int(step)] if step.isdigit() else _gathered([_step(item, step) for item in data])
    return data[step]


def _gathered(found: list[Any]) -> list[Any]:
    """What the items of a list have under one name; lists of theirs are joined."""
    return [inner for item in found for inner in item] if all(isinstance(item, list) for item in found) else found


def _chosen(items: list[Any], step: str) -> list[Any]:
    name, _equals, wanted = step.partition("!=" if "!=" in step else "=")
    is_wanted = [fnmatchcase(str(look(item, name.replace(".", "/"))), wanted) for item in items]
    return [item for item, fits in zip(items, is_wanted, strict=True) if fits != ("!=" in step)]


@pytest.fixture(scope="module", autouse=True)
def _in_english(demo_file: Path) -> Iterator[None]:
    before = get_language()
    set_language("en")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETREG_CONFIG", str(demo_file.parent / "config.toml"))
        patch.setenv("NETREG_TODAY", "2026-11-21")
        yield
    set_language(before)


def _output(db: Path, command: tuple[str, ...]) -> Any:
    printed = io.StringIO()
    with redirect_stdout(printed):
        build_program().main(["--db", str(db), *command], standalone_mode=False)
    text = printed.getvalue()
    assert text, f"netreg {' '.join(command)} printed nothing"
    return [json.loads(line) for line in text.splitlines()] if "ndjson" in command else json.loads(text)


def is_answered(question: Question, found: Any) -> bool:
    return bool(question.expected in found) if question.has else bool(found == question.expected)


@pytest.mark.parametrize("command", sorted({question.command for question in QUESTIONS}), ids=" ".join)
def test_the_facts_that_a_command_tells_are_found(command: tuple[str, ...], demo_file: Path) -> None:
    told = _output(demo_file, command)
    asked = [question for question in QUESTIONS if question.command == command]
    answers = {question.fact: (question, look(told, question.answer)) for question in asked}
    assert {fact: found for fact, (question, found) in answers.items() if not is_answered(question, found)} == {}


def test_every_fact_is_asked_for_or_left_out() -> None:
    asked = {question.fact for question in QUESTIONS}
    lost = [
        fact.path
        for fact in LEAVES
        if ".".join(fact.path) not in asked and not any(matches(fact.path, pattern) for pattern in LEFT_OUT)
    ]
    assert lost == []


def test_what_is_left_out_is_there_and_not_asked_for() -> None:
    asked = {question.fact for question in QUESTIONS}
    found = {pattern: {".".join(fact.path) for fact in LEAVES if matches(fact.path, pattern)} for pattern in LEFT_OUT}
    assert [pattern for pattern, facts in found.items() if not facts or facts & asked] == []


def test_every_rule_is_about_a_fact() -> None:
    def is_needed(rule: Rule) -> bool:
        return any(matches(fact.path, rule.facts) and rule.when(fact) for fact in LEAVES)

    assert [rule.facts for rule in RULES if not is_needed(rule)] == []


UNSAID = (
    ("agreement signatory list --json", "capacity=own_right/#", 0),
    ("member show thada --json", "posts/position", ["รองปลัดองค์การบริหารส่วนจังหวัด"]),
    ("group membership list --json", "#", 0),
    ("activity list --agreement kkn-library-mou --json", "organiser", [None, None]),
    ("training enrolment list --json", "result", [None, None]),
    ("meeting attendance list --json", "role=presiding/#", 0),
)


def test_what_no_document_says_is_not_said(demo_file: Path) -> None:
    found = [
        (command, answer, look(_output(demo_file, tuple(command.split())), answer)) for command, answer, _ in UNSAID
    ]
    assert found == list(UNSAID)
