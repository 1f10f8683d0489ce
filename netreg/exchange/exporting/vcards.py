"""Members as vCards (version 4.0, RFC 6350), the form in which address books take people in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.entity import TimeFrame
from netreg.entities.members import ACTING, PERSON, is_current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from netreg.core.cards import Card
    from netreg.core.entity import Row

LINE_LENGTH = 75
"""The most octets of a line, without its end."""


def format_vcards(cards: Iterable[Card], as_of: date) -> str:
    """The people as the text of one vCard file, each with the posts held on the day `as_of`.

    Its line ends are CRLF, so it must be written as it is: UTF-8, no byte order mark.
    """
    return "".join(_folded(line) for card in cards for line in _lines(card, TimeFrame(as_of)))


def _lines(card: Card, frame: TimeFrame) -> Iterator[str]:
    row = card.row
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"UID:urn:uuid:{row['uid']}")
    yield from _names(row)
    if row["birth_date"]:
        yield f"BDAY:{_truncated(row['birth_date'])}"
    yield from _posts(card, frame)
    yield from _addresses(row)
    if row["note"]:
        yield f"NOTE:{_escaped(row['note'])}"
    yield from (f"REV:{_basic(row['updated_at'])}", "END:VCARD")


def _names(row: Row) -> Iterator[str]:
    """As written in Thailand first: what does not know ALTID takes the first."""
    latin, full = row["name_latin"], _escaped(PERSON.display_name(row))
    if latin:
        yield f"FN;ALTID=1;LANGUAGE=th:{full}"
        yield f"FN;ALTID=1;LANGUAGE=en:{_escaped(latin)}"
    else:
        yield f"FN:{full}"
    family, given, titles = (_escaped(row[name] or "") for name in ("family_name", "given_name", "titles"))
    yield f"N:{family};{given};;{titles};"


def _posts(card: Card, frame: TimeFrame) -> Iterator[str]:
    """Several posts are grouped, so that it stays known which position is held where."""
    posts = [inner.row for group in card.sections if group.collection == "posts" for inner in group.cards]
    held = [post for post in posts if is_current(post, frame)]
    for number, post in enumerate(held, start=1):
        group = f"item{number}." if len(held) > 1 else ""
        yield from (f"{group}{line}" for line in _post(post))


def _post(post: Row) -> Iterator[str]:
    if post["organisation"]:
        yield f"ORG:{_escaped(post['organisation'].name)}"
    form = ACTING[post["acting"]].th if post["acting"] else ""
    if position := post["position"]:
        # Who only acts for the director must not stand in an address book as the director.
        yield f"TITLE:{_escaped(position if form in position else form + position)}"
    if form:
        yield f"ROLE:{_escaped(form)}"


def _addresses(row: Row) -> Iterator[str]:
    if row["email"]:
        yield f"EMAIL:{_escaped(row['email'])}"
    for number in filter(None, (row["phone"] or "").split(", ")):
        yield _telephone(number)
    if row["line_id"]:
        yield f"IMPP;X-SERVICE-TYPE=LINE:{_line_link(row['line_id'])}"
    if row["province"]:
        yield f"ADR:;;;;{_escaped(row['province'])};;"


def _telephone(stored: str) -> str:
    """As dialled from anywhere; what can be dialled within Thailand only says so (RFC 3966)."""
    number, _mark, extension = stored.partition(";ext=")
    behind = f";ext={extension}" if extension else ""
    if number.startswith("0"):
        kind = ";TYPE=cell" if number[1] in "689" else ""
        return f"TEL;VALUE=uri{kind}:tel:+66{number[1:]}{behind}"
    within = "" if number.startswith("+") else ";phone-context=+66"
    return f"TEL;VALUE=uri:tel:{number}{behind}{within}"


def _line_link(written: str) -> str:
    """The address that opens a LINE account.

    IMPP takes a URI only, and LINE has no scheme of its own any more (``line://`` is
    withdrawn). A link can be tapped in any address book, and X-SERVICE-TYPE is
    where Apple's look for the name of the service; X-LINE would be read by none.
    """
    from urllib.parse import quote

    if re.match("https?://", written):
        return quote(written, safe=":/?#@!$&'()*+,;=%~")
    mark = "" if written.startswith("@") else "~"
    return f"https://line.me/R/ti/p/{mark}{quote(written, safe='')}"


def _truncated(day: str) -> str:
    """``19800805``, but ``1980-08``: RFC 6350 keeps the hyphen where the day is not known."""
    return day.replace("-", "") if len(day) == 10 else day


def _basic(moment: str) -> str:
    """``2026-11-21T03:04:05.678901Z`` as ``20261121T030405Z``."""
    return moment[:19].replace("-", "").replace(":", "") + "Z"


def _escaped(text: str) -> str:
    r"""The text as a value, or one component of a value: ``\`` before ``\ , ;``, line ends as ``\n``."""
    return re.sub(r"\r\n?|\n", r"\\n", re.sub(r"([\\,;])", r"\\\1", text))


def _folded(line: str) -> str:
    """The line with its end, broken where no character and no Thai syllable's signs are cut."""
    pieces, length = [], 0
    for cluster in _cluster().findall(line):
        size = len(cluster.encode())
        if length + size > LINE_LENGTH:
            pieces.append("\r\n ")
            length = 1
        pieces.append(cluster)
        length += size
    return "".join((*pieces, "\r\n"))


@cache
def _cluster() -> re.Pattern[str]:
    """A character and the Thai signs on it; a run of signs that nobody types is cut after eight."""
    return re.compile("(?s:.)[ัำิ-ฺ็-๎]{0,8}")
