"""Members as vCards, the format that address books import: version 3.0 (RFC 2426), or 4.0 (RFC 6350).

Every address book takes 3.0; several, Outlook and Google Contacts among them, refuse 4.0.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.entity import TimeFrame
from netreg.entities.acting import ACTING, join_position
from netreg.entities.members import PERSON, POST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from netreg.core.cards import Card
    from netreg.core.entity import Row

MAX_LINE_LENGTH = 75
"""The octets of a line, without its end."""


def format_vcards(cards: Iterable[Card], as_of: date, version: str = "3.0") -> str:
    """Return the people as the text of one vCard file, each with the posts held on the day `as_of`.

    Its line ends are CRLF, so it must be written unchanged: UTF-8, no byte order mark.
    """
    make = _format_card_4 if version == "4.0" else _format_card_3
    return "".join(_fold_line(line) for card in cards for line in make(card, TimeFrame(as_of)))


def _format_card_3(card: Card, frame: TimeFrame) -> Iterator[str]:
    """Yield the lines of a card of version 3.0; what it has no property for stands under a name of our own."""
    row = card.row
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"UID:urn:uuid:{row['uid']}")
    yield f"FN:{_escape_text(PERSON.display_name(row))}"
    yield _format_name_parts(row)
    if row["name_latin"]:
        yield f"X-NAME-LATIN:{_escape_text(row['name_latin'])}"
    if row["birth_date"]:  # only a whole day is one in this version
        yield f"{'BDAY' if len(row['birth_date']) == len('1980-08-05') else 'X-BDAY'}:{row['birth_date']}"
    yield from _format_posts(card, frame)
    if row["email"]:
        yield f"EMAIL;TYPE=INTERNET:{_escape_text(row['email'])}"
    for number in filter(None, (row["phone"] or "").split(", ")):
        yield f"TEL;TYPE={'CELL' if _is_mobile(number) else 'VOICE'}:{_format_dialled(number)}"
    yield from _format_line_and_province(row)
    yield from _format_end(row, row["updated_at"][:19] + "Z")


def _format_card_4(card: Card, frame: TimeFrame) -> Iterator[str]:
    row = card.row
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"UID:urn:uuid:{row['uid']}")
    yield from _format_names(row)
    if row["birth_date"]:
        yield f"BDAY:{_format_date(row['birth_date'])}"
    yield from _format_posts(card, frame)
    if row["email"]:
        yield f"EMAIL:{_escape_text(row['email'])}"
    for number in filter(None, (row["phone"] or "").split(", ")):
        yield _format_telephone(number)
    yield from _format_line_and_province(row)
    yield from _format_end(row, _format_timestamp(row["updated_at"]))


def _format_end(row: Row, revised: str) -> Iterator[str]:
    if row["nickname"]:
        yield f"NICKNAME:{_escape_text(row['nickname'])}"
    if row["note"]:
        yield f"NOTE:{_escape_text(row['note'])}"
    yield from (f"REV:{revised}", "END:VCARD")


def _format_names(row: Row) -> Iterator[str]:
    """Yield the name as written in Thailand first: programs that do not know ALTID take the first."""
    latin, full = row["name_latin"], _escape_text(PERSON.display_name(row))
    if latin:
        yield f"FN;ALTID=1;LANGUAGE=th:{full}"
        yield f"FN;ALTID=1;LANGUAGE=en:{_escape_text(latin)}"
    else:
        yield f"FN:{full}"
    yield _format_name_parts(row)


def _format_name_parts(row: Row) -> str:
    family, given, titles = (_escape_text(row[name] or "") for name in ("family_name", "given_name", "titles"))
    return f"N:{family};{given};;{titles};"


def _format_posts(card: Card, frame: TimeFrame) -> Iterator[str]:
    """Yield the posts held, grouped where there are several, so that positions and organisations stay together."""
    posts = [inner.row for group in card.sections if group.collection == "posts" for inner in group.cards]
    held = [post for post in posts if POST.add_derived(post, frame)["current"]]
    for number, post in enumerate(held, start=1):
        group = f"item{number}." if len(held) > 1 else ""
        yield from (f"{group}{line}" for line in _format_post(post))


def _format_post(post: Row) -> Iterator[str]:
    if post["organisation"]:
        yield f"ORG:{_escape_text(post['organisation'].name)}"
    form = ACTING[post["acting"]].th if post["acting"] else ""
    if position := post["position"]:
        # An acting director must not be listed in an address book as the director.
        yield f"TITLE:{_escape_text(join_position(post['acting'], position))}"
    if form:
        yield f"ROLE:{_escape_text(form)}"


def _format_line_and_province(row: Row) -> Iterator[str]:
    if row["line_id"]:
        yield f"IMPP;X-SERVICE-TYPE=LINE:{_make_line_link(row['line_id'])}"
    if row["province"]:
        yield f"ADR:;;;;{_escape_text(row['province'])};;"


def _is_mobile(number: str) -> bool:
    return number.startswith("0") and number[1] in "689"


def _format_dialled(stored: str) -> str:
    """Return the number as dialled from anywhere, its extension in words, which every telephone shows."""
    number, _mark, extension = stored.partition(";ext=")
    number = f"+66{number[1:]}" if number.startswith("0") else number
    return (number + (f" ext. {extension}" if extension else "")).strip()


def _format_telephone(stored: str) -> str:
    """Return the number as dialled from anywhere; one that works only within Thailand says so (RFC 3966)."""
    number, _mark, extension = stored.partition(";ext=")
    behind = f";ext={extension}" if extension else ""
    if not number:  # an internal one, which has no URI
        return f"TEL;VALUE=text:ext. {extension}"
    if number.startswith("0"):
        kind = ";TYPE=cell" if _is_mobile(number) else ""
        return f"TEL;VALUE=uri{kind}:tel:+66{number[1:]}{behind}"
    within = "" if number.startswith("+") else ";phone-context=+66"
    return f"TEL;VALUE=uri:tel:{number}{behind}{within}"


def _make_line_link(written: str) -> str:
    """Return the address that opens a LINE account.

    IMPP takes a URI only, and LINE has no scheme of its own any more (``line://`` is
    withdrawn). A link can be tapped in any address book, and X-SERVICE-TYPE is
    where Apple's look for the name of the service; X-LINE would be read by none.
    """
    from urllib.parse import quote

    if re.match("https?://", written):
        return quote(written, safe=":/?#@!$&'()*+,;=%~")
    mark = "" if written.startswith("@") else "~"
    return f"https://line.me/R/ti/p/{mark}{quote(written, safe='')}"


def _format_date(day: str) -> str:
    """Return ``19800805``, but ``1980-08``: RFC 6350 keeps the hyphen where the day is not known."""
    return day.replace("-", "") if len(day) == 10 else day


def _format_timestamp(moment: str) -> str:
    """Return ``2026-11-21T03:04:05.678901Z`` as ``20261121T030405Z``."""
    return moment[:19].replace("-", "").replace(":", "") + "Z"


def _escape_text(text: str) -> str:
    r"""Escape a value, or one component of a value: ``\`` before ``\ , ;``, line ends as ``\n``."""
    return re.sub(r"\r\n?|\n", r"\\n", re.sub(r"([\\,;])", r"\\\1", text))


def _fold_line(line: str) -> str:
    """Fold a line where no character, and no signs of a Thai syllable, are cut apart; and end it."""
    pieces, length = [], 0
    for cluster in _compile_cluster().findall(line):
        size = len(cluster.encode())
        if length + size > MAX_LINE_LENGTH:
            pieces.append("\r\n ")
            length = 1
        pieces.append(cluster)
        length += size
    return "".join((*pieces, "\r\n"))


@cache
def _compile_cluster() -> re.Pattern[str]:
    """Return the pattern of a character and the Thai signs on it; a longer run, which nobody types, is cut at eight."""
    return re.compile("(?s:.)[ัำิ-ฺ็-๎]{0,8}")
