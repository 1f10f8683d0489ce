"""Strict readers of everything that netreg writes for other programs: each returns what is wrong with a file."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from lxml import etree

from tests.hostile.trials import UNSAFE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TAGS = set(
    re.findall(
        r"[\w-]+",
        """
    html head meta title style body article section header main footer h1 h2 h3 h4 p ol ul li div span br hr
    table caption colgroup col thead tbody tr th td strong em b i small a dl dt dd
""",
    )
)
CALENDAR = {"VCALENDAR", "VEVENT", "VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
HEADERS = set(
    re.findall(
        r"[\w-]+",
        """
    from to subject date message-id mime-version content-type content-transfer-encoding content-language
    auto-submitted x-auto-response-suppress precedence list-id
""",
    )
)
PROPERTIES = set(
    re.findall(
        r"[\w-]+",
        """
    VERSION PRODID UID REV KIND FN N NICKNAME ORG TITLE ROLE EMAIL TEL ADR URL NOTE BDAY IMPP CATEGORIES
    X-LINE X-SOCIALPROFILE X-NAME-LATIN
""",
    )
)
"""What a page, a message and a card may have in them."""


def parse_json(content: bytes) -> str:
    json.loads(content, parse_constant=lambda word: 1 / 0 if word else 0)
    return ""


def parse_lines(content: bytes) -> str:
    for line in content.decode().splitlines():
        json.loads(line)
    return ""


def parse_csv(content: bytes, delimiter: str = ",") -> str:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True, delimiter=delimiter))
    widths = {len(row) for row in rows if row}
    return f"rows of {widths} cells" if len(widths) > 1 else ""


def parse_exported(content: bytes, delimiter: str = ",") -> str:
    """Parse a table that a spreadsheet may open: no cell of it is a formula."""
    text = content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row]
    run = [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t") and not re.fullmatch(r"\+[0-9 .,%]+", cell)]
    return f"formulas: {run[:3]}" if run else parse_csv(content, delimiter)


def parse_tsv(content: bytes) -> str:
    widths = {line.count("\t") for line in content.decode("utf-8-sig").split("\n")[:-1]}
    return f"rows of {widths} tabs" if len(widths) > 1 else ""


def parse_office(content: bytes) -> str:
    """Parse every part of an Office file; none may have a formula, a link outside or an XML character too many."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if bad := archive.testzip():
            return f"{bad} is damaged"
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
                if root.getroottree().docinfo.doctype:
                    return f"{name} has a document type"
                if name.startswith("xl/worksheets/") and root.findall(".//{*}f"):
                    return f"{name} has formulas"
                targets = [one.get("Target", "") for one in root.iter("{*}Relationship") if one.get("TargetMode")]
                if targets:
                    return f"{name} has links outside: {targets}"
    return ""


def parse_html(content: bytes) -> str:
    """Parse a page as XML, which is the strictest reader of all; no element and no attribute may have come in."""
    text = content.decode()
    root = etree.fromstring(content.split(b">", 1)[1] if content.startswith(b"<!") else content)
    tags = {etree.QName(one).localname for one in root.iter("*")}
    events = {name for one in root.iter("*") for name in one.attrib if str(name).startswith("on")}
    links = [
        str(one.get("href"))
        for one in root.iter("{*}a", "a")
        if not str(one.get("href")).startswith(("http", "mailto:"))
    ]
    found = (tags - TAGS) or events or links or list(root.iter(etree.Comment, etree.PI))
    return f"{found}" if found else "controls" if CONTROLS.search(text) else ""


def parse_calendar(content: bytes) -> str:
    import icalendar

    calendar: Any = icalendar.Calendar.from_ical(content)
    names = {one.name for one in calendar.walk()}
    long = [line for line in content.split(b"\r\n") if len(line) > 75]
    errors = [error for one in calendar.walk() for error in getattr(one, "errors", ())]
    return f"{names - CALENDAR or long[:1] or errors[:2]}" if names - CALENDAR or long or errors else ""


def parse_cards(content: bytes) -> str:
    import vobject

    cards = list(vobject.readComponents(content.decode()))
    begun = content.decode().count("BEGIN:VCARD\r\n")
    names = {line.name for card in cards for line in card.getChildren()}
    return (
        f"{names - PROPERTIES}"
        if names - PROPERTIES
        else ""
        if len(cards) == begun
        else f"{len(cards)} of {begun} cards"
    )


def parse_mail(content: bytes) -> str:
    """Parse a message by the strictest policy; it has the headers that it should have, each once, and one recipient."""
    message = message_from_bytes(content, policy=policy.strict.clone(raise_on_defect=True))
    names = [name.lower() for name in message.keys()]  # noqa: SIM118 - names that come twice, twice
    for part in message.walk():
        if part.get_content_maintype() == "text":
            part.get_content()
    to: Any = message["to"]
    twice = {name for name in names if names.count(name) > 1}
    odd = {*names} - HEADERS
    return (
        f"headers {odd or twice}"
        if odd or twice
        else ""
        if len(to.addresses) == 1
        else f"{len(to.addresses)} recipients"
    )


def parse_text(content: bytes) -> str:
    found = UNSAFE.findall(content.decode().removeprefix("\ufeff"))
    return f"unsafe {set(found)}" if found else ""


PARSERS: dict[str, Callable[[bytes], str]] = {
    "json": parse_json, "ndjson": parse_lines, "csv": parse_csv, "tsv": parse_tsv, "xlsx": parse_office,
    "docx": parse_office, "html": parse_html, "ics": parse_calendar, "vcf": parse_cards, "vcf4": parse_cards,
    "eml": parse_mail, "md": parse_text, "txt": parse_text,
}  # fmt: skip
OF_TEXT = ("csv", "tsv", "json", "ndjson", "html", "ics", "vcf", "md", "txt", "vcf4")


def find_wrong(name: str, content: bytes, *, is_file: bool = True) -> Iterator[str]:
    """Find what is wrong with a file of this ending, or with what was shown in this form."""
    try:
        is_table = is_file and name in ("csv", "tsv")
        wrong = parse_exported(content, "\t" if name == "tsv" else ",") if is_table else PARSERS[name](content)
    except Exception as error:  # noqa: BLE001 - each parser has its own
        wrong = f"{type(error).__name__}: {error}"[:300]
    if wrong:
        yield wrong
    if name in OF_TEXT and (found := CONTROLS.findall(content.decode("utf-8", "replace"))):
        yield f"control characters {set(found)}"
