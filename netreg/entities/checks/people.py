"""Checks of people: who looks after what, their posts, addresses and names."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from netreg.core.flags import Check
from netreg.entities.checks.findings import Finding
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai.names import no_person, odd_parts, offices
from netreg.thai.names.title_table import get_default_titles
from netreg.thai.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ADDRESS_WHY = Label("การเตือนอาจไปถึงผู้อื่น หรือเป็นคนเดียวกัน", "mail may reach somebody else, or the two are one person")
_ADDRESS_SENTENCE = Label("{value} เป็นของ {people} คน: {names}", "{value} is that of {people} people: {names}")
_NAME_COMMANDS = ("member edit {record} given_name=NAME family_name=NAME", "member remove {record}")

RESPONSIBLE_NO_POST = Check(
    "responsible-no-post",
    "medium",
    Label("ผู้รับผิดชอบไม่มีตำแหน่ง", "Responsible without a post"),
    Label("{name} ซึ่งดูแลเรื่องนี้ไม่มีตำแหน่งใดในทะเบียน", "{name}, who looks after it, holds no post in the register"),
    Label("ไม่ทราบว่าติดต่อที่หน่วยงานใด และพ้นตำแหน่งเมื่อใด", "where to ask, and when it ends, is unknown"),
    ("member post add '{person}' --org ORG", "member handover '{person}' --to MEMBER"),
)
EMAIL_LEFT = Check(
    "email-left",
    "low",
    Label("อีเมลของผู้พ้นตำแหน่ง", "E-mail of somebody who left"),
    Label("พ้นทุกตำแหน่งตั้งแต่ {last_day} แต่ยังมีอีเมล {email}", "left on {last_day}, but still has {email}"),
    Label("อีเมลของหน่วยงานมักถูกปิดหรือโอนให้ผู้อื่น", "addresses of an office are closed or passed on"),
    ("member edit {record} email=",),
)
POST_UNCONFIRMED = Check(
    "post-unconfirmed",
    "low",
    Label("ตำแหน่งไม่ได้ยืนยันเกินหนึ่งปี", "Post not confirmed for a year"),
    Label("ยืนยันครั้งสุดท้ายเมื่อ {confirmed}", "last confirmed {confirmed}"),
    Label("ผู้ดำรงตำแหน่งอาจเปลี่ยนแล้ว", "somebody else may hold it by now"),
    ("member confirm {person}", "member post edit {record} until=DATE"),
)
POST_NEVER_CONFIRMED = Check(
    "post-never-confirmed",
    "low",
    Label("ตำแหน่งที่ไม่เคยยืนยัน", "Post never confirmed"),
    Label("ไม่มีวันเริ่มและไม่เคยยืนยัน", "it has no first day and was never confirmed"),
    Label("ไม่ทราบว่ายังดำรงตำแหน่งอยู่หรือไม่", "whether it is still held is unknown"),
    ("member confirm {person}", "member post edit {record} until=DATE"),
)
EMAIL_SHARED = Check(
    "email-shared",
    "low",
    Label("อีเมลเดียวกันหลายคน", "E-mail of several people"),
    _ADDRESS_SENTENCE,
    _ADDRESS_WHY,
    ("member show {record}", "member edit {record} email="),
)
PHONE_SHARED = Check(
    "phone-shared",
    "low",
    Label("โทรศัพท์เดียวกันหลายคน", "Telephone of several people"),
    _ADDRESS_SENTENCE,
    _ADDRESS_WHY,
    ("member show {record}", "member edit {record} phone="),
)
NAME_NO_PERSON = Check(
    "name-no-person",
    "medium",
    Label("ชื่อไม่ใช่ชื่อบุคคล", "Name of no person"),
    Label("'{name}' เป็นตำแหน่ง หน่วยงาน หรือข้อความอื่น", "'{name}' is an office, a body or something else"),
    Label("นับเป็นสมาชิกทั้งที่ไม่ใช่คน", "it is counted as a member"),
    _NAME_COMMANDS,
)
NAME_TWO_PEOPLE = Check(
    "name-two-people",
    "medium",
    Label("ชื่อสองคนรวมกัน", "Two people in one name"),
    Label("'{name}' น่าจะเป็นชื่อของหลายคน", "'{name}' seems to name several people"),
    Label("อีกคนหนึ่งหาไม่พบและนับไม่ได้", "the other one is neither found nor counted"),
    _NAME_COMMANDS,
)
NAME_WITH_POSITION = Check(
    "name-with-position",
    "medium",
    Label("นามสกุลติดกับตำแหน่ง", "Position within the name"),
    Label("นามสกุล '{family}' ลงท้ายด้วยตำแหน่ง {position}", "the family name '{family}' ends in the position {position}"),
    Label("ค้นหาและเทียบชื่อกับรายชื่ออื่นไม่พบ", "no other list's name fits it"),
    ("member edit {record} family_name=NAME",),
)
OF_POSTS = (POST_UNCONFIRMED, POST_NEVER_CONFIRMED)
OF_NAMES = (NAME_NO_PERSON, NAME_TWO_PEOPLE, NAME_WITH_POSITION)

PRIVATE_HOSTS = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.th", "outlook.com", "outlook.co.th", "live.com",
    "msn.com", "yahoo.com", "yahoo.co.th", "ymail.com", "icloud.com", "me.com", "mail.com", "proton.me",
)  # fmt: skip
"""Where addresses are people's own, and stay when a post ends."""
_NAMED = 3


class SharedAddress(NamedTuple):
    """Somebody with an e-mail address or a telephone number."""

    value: str
    person: int
    name: str


def find_shared_addresses(check: Check, rows: Iterable[SharedAddress]) -> Iterator[Finding]:
    """Find the addresses of people with different names; the rows are in the order of their addresses."""
    for value, group in groupby(rows, key=lambda row: row.value):
        people = list(group)
        names = list({match_key(one.name): one.name for one in people}.values())
        if len(names) > 1:
            shown = ", ".join(names[:_NAMED]) + (", …" if names[_NAMED:] else "")
            data = {"value": value, "people": len(people), "names": shown}
            yield Finding(check, tuple(("person", one.person) for one in people), (data,))


def is_private(email: str) -> bool:
    """Tell whether an e-mail address is at a host where people have their own."""
    return email.rpartition("@")[2].lower() in PRIVATE_HOSTS


class WrittenPerson(NamedTuple):
    """The number and the parts of the name of a person."""

    id: int
    given: str
    family: str


def find_odd_names(rows: Iterable[WrittenPerson]) -> Iterator[Finding]:
    """Find names that look like an office, like two people, or have a position at their end."""
    table, position = get_default_titles(), offices.certain_position_pattern()
    for row in rows:
        name, records = f"{row.given} {row.family}".strip(), (("person", row.id),)
        if found := no_person.find_no_person(name):
            check = NAME_TWO_PEOPLE if found.kind == "several" else NAME_NO_PERSON
            yield Finding(check, records, ({"name": name},))
        elif any(odd_parts.begins_with_title(word, table) for word in row.family.split(" ")[1:]):
            yield Finding(NAME_TWO_PEOPLE, records, ({"name": name},))
        elif behind := position.search(row.family, _SHORTEST_FAMILY):
            data = {"family": row.family, "position": row.family[behind.start() :].strip()}
            yield Finding(NAME_WITH_POSITION, records, (data,))


_SHORTEST_FAMILY = 3
