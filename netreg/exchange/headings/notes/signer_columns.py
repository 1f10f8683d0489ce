"""The columns of a register of agreements that say who signed for which party, and who witnessed it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from netreg.exchange.headings.heading_forms import make_key
from netreg.exchange.headings.virtual_columns import VirtualColumn, is_blank
from netreg.named_tuples import NamedTuple
from netreg.thai.names.no_person import find_no_person
from netreg.thai.names.title_table import get_default_titles
from netreg.thai.several_bodies import split_bodies
from netreg.thai.text import clean, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.exchange.headings.assignment import Assignment


class Signer(NamedTuple):
    """A person who signed, as a cell names them, and the position that stands behind the name."""

    name: str
    position: str = ""


class SignerColumns(NamedTuple):
    """The columns of who signed for a party: that of the party, of the names, and of their position if there is one."""

    party: int
    name: int
    position: int | None = None

    def read(self, party: str, name: str, position: str = "") -> tuple[Signer, ...]:
        """Return who signed for the one party of a row; nothing where the cells do not say it without a doubt."""
        if is_blank(party) or len(split_bodies(party)) > 1:
            return ()
        signers = read_signers(name)
        if len(signers) == 1 and not is_blank(position):
            return (signers[0]._replace(position=signers[0].position or clean(position)),)
        return () if signers and not is_blank(position) else signers

    def make_note(self, heading: str, column: int) -> VirtualColumn:
        """Make the column of what the note keeps of one of these columns: the cells of rows that name no signer."""
        sources = (column, self.party, self.name, *(() if self.position is None else (self.position,)))
        return VirtualColumn(heading, sources, lambda cells: "" if self.read(*cells[1:]) else cells[0])


_SIGNER = (
    r"(?i)\W*(?:ราย|ชื่อ|ตำแหน่ง(?:ของ)?|position(?: of)?|name(?: of)?)*\s*"
    r"(?:ผู้ลงนาม|ผู้ร่วมลงนาม|signator(?:y|ies)|signed by|signer)s?"
)
_POSITION = re.compile(r"(?i)\W*(?:ตำแหน่ง(?:ผู้ลงนาม)?|position|title)\W*")
_FILLERS = re.compile(r"(?i)^(?:\s|[()\[\]:,./–-])*(?:ของ|จาก|ใน(?:นาม)?|of|for|from)?|[()\[\]:,./–-]")
_PARTNER = frozenset(
    map(
        make_key,
        (
            "คู่สัญญา", "ฝ่ายคู่สัญญา", "คู่ความร่วมมือ", "ฝ่ายคู่ความร่วมมือ", "หน่วยงานคู่ความร่วมมือ", "หน่วยงานคู่สัญญา", "ภาคี", "ฝ่ายภาคี",
            "หน่วยงานภายนอก", "ฝ่ายหน่วยงานภายนอก", "ภายนอก", "หน่วยงานภาคี", "คู่ภาคี", "partner", "counterpart",
            "partner institution", "ฝ่ายสถาบันคู่ความร่วมมือ", "สถาบันคู่ความร่วมมือ", "คู่สัญญาฝ่ายตรงข้าม",
        ),
    )
)  # fmt: skip
_NUMBERS = {"หนึ่ง": "1", "สอง": "2", "สาม": "3", "สี่": "4", "แรก": "1", "first": "1", "second": "2", "third": "3"}


def find_signer_columns(assigned: Assignment) -> list[SignerColumns]:
    """Return the columns of signers whose party has a column as well; any others are left to the note."""
    if assigned.entity.name != "agreement":
        return []
    parties = [n for n, target in assigned.targets.items() if target.name == "child.organisation"]
    sides = ((n, _read_side(name)) for n, name in enumerate(assigned.names))
    found = {n: side for n, side in sides if side is not None}
    columns = list[SignerColumns]()
    for name, (what, side) in found.items():
        party = _find_party(side, parties, assigned.names)
        if party is None or what == "position" or assigned.find_wanted(name, assigned.names[name]):
            continue
        columns.append(SignerColumns(party, name, _find_position(name, side, found, assigned)))
    return columns


def _read_side(heading: str) -> tuple[str, str] | None:
    """Return whether a heading is that of names or of positions, and the words for the party; None for any other."""
    found = re.match(_SIGNER, heading)
    if not found:
        return None
    what = "position" if re.match(r"(?i)\W*(?:ตำแหน่ง|position)", heading) else "name"
    return what, " ".join(_FILLERS.sub(" ", heading[found.end() :]).split())


def _find_party(side: str, parties: Sequence[int], names: Sequence[str]) -> int | None:
    """Return the column of the party that words of a heading name; None where that is not certain."""
    key = make_key(side)
    if not key:
        return None
    same = [n for n in parties if make_key(names[n]) == key or _read_number(names[n]) == _read_number(side) != ""]
    if len(same) == 1:
        return same[0]
    return parties[0] if len(parties) == 1 and key in _PARTNER else None


def _read_number(words: str) -> str:
    """Return the number of a party: ``ฝ่ายที่ 2``, ``คู่สัญญาฝ่ายที่สอง``; empty where there is none."""
    found = re.search(
        r"(?i)(?:ที่\s*|party\s*|^\s*)(\d{1,2}|หนึ่ง|สอง|สาม|สี่|แรก|first|second|third)\b", to_ascii_digits(words)
    )
    return _NUMBERS.get(found[1].lower(), found[1]) if found else ""


def _find_position(name: int, side: str, found: dict[int, tuple[str, str]], assigned: Assignment) -> int | None:
    """Return the column of the positions of signers: with words for the same party, or the next one."""
    same = [n for n, (what, other) in found.items() if what == "position" and make_key(other) == make_key(side)]
    beside = name + 1
    if same:
        return same[0]
    is_next = beside < len(assigned.names) and beside not in assigned.targets
    return beside if is_next and _POSITION.fullmatch(assigned.names[beside]) else None


_SEVERAL = re.compile(r"\s*[\r\n;]+\s*|\s*,\s+|\s+และ\s*(?=\S)|\s+and\s+")


@lru_cache(1 << 12)
def read_signers(cell: str) -> tuple[Signer, ...]:
    """Return the people that a cell names, each with the position behind the name; nothing where any is none."""
    people: list[Signer] = []
    for part in filter(None, map(str.strip, _SEVERAL.split(cell.strip()))):
        name, position = _split_position(re.sub(r"^\(?\d{1,2}[.)]\s*", "", part))
        if _names_person(name):
            people.append(Signer(name, position))
        elif people and not people[-1].position and not position:
            people[-1] = people[-1]._replace(position=clean(part).strip("()"))
        else:
            return ()
    return tuple(people)


def _split_position(part: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?\S)\s*(?:\(\s*(?:ตำแหน่ง)?\s*([^()]+?)\s*\)|\s+ตำแหน่ง\s*:?\s*(.+))", part)
    return (clean(found[1]), clean(found[2] or found[3])) if found else (clean(part), "")


def _names_person(name: str) -> bool:
    titles, rest = get_default_titles().take_titles(name)
    if not rest or find_no_person(name) is not None:
        return False
    words = rest.split()
    return bool(titles and len(words) <= _MOST_WORDS) or (len(words) == _WHOLE_NAME and not _OFFICE.search(name))


_WHOLE_NAME, _MOST_WORDS = 2, 4
_OFFICE = re.compile(
    r"(?i)อธิการ|คณบดี|ผู้อำนวยการ|ผอ\.|ผู้ว่า|นายก|ปลัด|ประธาน|ผู้แทน|หัวหน้า|เลขา|president|dean|director|chancellor|rector|chair"
)
