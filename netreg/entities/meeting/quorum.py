"""The quorum of a body (องค์ประชุม): how many of its members must come, by a share of them or a number."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from netreg.core.fields import Field, shorten
from netreg.core.flags import Check
from netreg.entities.people.person_names import list_search_names
from netreg.errors import InvalidValue
from netreg.language import Label, _
from netreg.named_tuples import NamedTuple
from netreg.thai.text import clean, match_key, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Row
    from netreg.core.fields import Value
    from netreg.core.flags import Flag

_NUMBERS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "one": 1, "two": 2, "three": 3}
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5}
_ASIDE = (
    r"^(?:at least|not less than|(?:จำนวน)?ไม่น้อยกว่า|อย่างน้อย)\s*"
    r"|\s*(?:ของ(?:จำนวน)?(?:กรรมการ|สมาชิก).*|of (?:the |its )?members)$"
)


NO_QUORUM = Check(
    "no-quorum",
    "high",
    Label("ไม่ครบองค์ประชุม", "No quorum"),
    Label(
        "มาประชุม {came} จากองค์ประกอบ {members} คน ต้องมี {needed} คนจึงครบองค์ประชุม",
        "{came} of {members} members came, {needed} are needed",
    ),
    Label("มติที่ประชุมอาจใช้ไม่ได้", "what was resolved may not hold"),
    (
        "meeting attendance list meeting:{record}",
        "meeting attend {record} MEMBER",
        "meeting attend {record} MEMBER --substitute-for MEMBER",
    ),
)


class QuorumRule(NamedTuple):
    """A share of the members of a body, or a number of people where `of` is 0; `more` than it where so said."""

    share: int
    of: int = 0
    more: bool = False

    def compute_needed(self, members: int) -> int:
        """Compute how many of so many members are needed: of 15 a half is 8, of 14 it is 7, more than it 8."""
        if not self.of:
            return self.share + self.more
        if self.more:
            return members * self.share // self.of + 1
        return -(-members * self.share // self.of)


def parse_quorum(written: str) -> QuorumRule:
    """Return the rule that ``กึ่งหนึ่ง``, ``เกินกึ่งหนึ่ง``, ``2/3``, ``สองในสาม``, ``60%``, ``8 คน`` or ``8`` stands for.

    Raises:
        InvalidValue: for any other text.
    """
    plain = re.sub(_ASIDE, "", to_ascii_digits(clean(written)).lower())
    more = re.match(r"(?:เกิน(?:กว่า)?|มากกว่า|more than)\s*", plain)
    rest = re.sub(_ASIDE, "", plain[more.end() :] if more else plain)
    if rest == "majority":
        return QuorumRule(1, 2, more=True)
    if re.fullmatch(r"(?:กึ่งหนึ่ง|ครึ่งหนึ่ง|ครึ่ง|(?:one |a )?half)", rest):
        return QuorumRule(1, 2, more=bool(more))
    number = rf"(\d{{1,4}}|{'|'.join(_NUMBERS)})"
    if found := re.fullmatch(rf"{number} ?(?:/|ใน) ?{number}", rest):
        count, of = (_read_number(word) for word in found.groups())
    elif found := re.fullmatch(rf"{number}[- ]({'|'.join(_PARTS)})s?", rest):
        count, of = _read_number(found[1]), _PARTS[found[2]]
    elif found := re.fullmatch(r"(?:ร้อยละ ?)?(\d{1,3}) ?(?:%|เปอร์เซ็นต์|percent)?", rest):
        is_share = found[0] != found[1]
        count, of = int(found[1]), 100 if is_share else 0
    elif found := re.fullmatch(r"(\d{1,4}) ?(?:คน|people|persons|members)", rest):
        count, of = int(found[1]), 0
    else:
        count, of = 0, 0
    if not count or (of and count > of):
        raise InvalidValue(
            _("'{text}' is not a quorum; write it like กึ่งหนึ่ง, 2/3 or 8 คน").format(text=shorten(written))
        )
    return QuorumRule(count, of, more=bool(more))


class QuorumField(Field):
    """The rule of a quorum as it was written."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Return the text of a rule that can be read."""
        if rule := clean(written):
            parse_quorum(rule)
        return rule or None


def _read_number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]


def derive_quorum(facts: str | None, *, is_told: bool) -> Row:
    """Return how many members of the body came to a meeting, how many were needed, and whether that is a quorum.

    `facts` (JSON) are the rule of the group, its members on the day, those of them who came, the names of each of the
    others, and the names of those in whose place somebody came. Unless it `is_told` who came, it is not known.
    """
    rule, members, came, absent, stood_for = json.loads(facts) if facts else ("", 0, 0, (), ())
    try:
        needed = parse_quorum(rule).compute_needed(members) if members else None
    except InvalidValue:  # another tool may have written it
        needed = None
    if needed is None:
        return dict.fromkeys(("quorum_members", "quorum_present", "quorum_needed", "has_quorum"))
    came += _count_stood_for(absent, stood_for)
    return {
        "quorum_members": members,
        "quorum_present": came if is_told else None,
        "quorum_needed": needed,
        "has_quorum": int(came >= needed) if is_told else None,
    }


def _count_stood_for(absent: Iterable[Iterable[str]], stood_for: Iterable[str]) -> int:
    """Count the members, each by the keys of their names, in whose place somebody came; each substitute is for one."""
    waiting = [set(keys) for keys in absent]
    for written in dict.fromkeys(stood_for):
        named = {match_key(one) for one in list_search_names(written)}
        found = next((keys for keys in waiting if not named.isdisjoint(keys)), None)
        if found is not None:
            waiting.remove(found)
    return len(list(absent)) - len(waiting)


def find_missed_quorum(row: Row) -> Iterator[Flag]:
    """Find that a meeting was held to which too few members of the body came."""
    if row["has_quorum"] == 0:
        came, needed = row["quorum_present"], row["quorum_needed"]
        yield NO_QUORUM.make_flag(came=came, needed=needed, members=row["quorum_members"])
