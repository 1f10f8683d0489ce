"""vCard files (versions 2.1, 3.0 and 4.0) as a table: a row for each card, a column for each property.

vobject takes the cards apart: folded lines, escapes, quoted-printable text in any character set.
A card is given to it by itself and without its pictures, so that the memory needed stays small
and one bad card is found by its line.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.errors import EmptyTable, UnusableInput
from netreg.exchange.tables.encodings import determine_encoding, number_lines
from netreg.exchange.tables.source_tables import SourceFile, SourceRow, SourceTable, refuse_sheet_option
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netreg.exchange.tables.snapshot import Snapshot

HEADINGS = (
    "UID", "VERSION", "KIND", "FN", "N FAMILY", "N GIVEN", "N ADDITIONAL", "N PREFIX", "NAME-LATIN", "NICKNAME", "BDAY",
    "EMAIL", "TEL", "FAX", "LINE", "ORG", "ORG UNIT", "TITLE", "ROLE", "ADR STREET", "ADR LOCALITY", "ADR REGION",
    "ADR CODE", "URL", "NOTE", "LEFT OUT",
)  # fmt: skip
"""The headings of the table. Several values of a property are separated by ``:::``."""
SEPARATOR = " ::: "

_PICTURES = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE)[;:]", re.IGNORECASE)
_THAI_CHARSET = re.compile(r"(?<=CHARSET=)\"?(?:x-)?(?:windows-|cp|ms-?)874\"?", re.IGNORECASE)
_WITHOUT_MEANING = frozenset(
    (
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "REV",
        "FN",
        "N",
        "SORT-STRING",
        "X-ABLABEL",
        "X-ABSHOWAS",
        "X-ABADR",
        "LABEL",
    )
)
"""Properties that are read elsewhere, or say nothing about the person."""


class _Card(NamedTuple):
    """The text of a card, the number of its first line, and the names of the pictures taken out."""

    number: int
    text: str
    pictures: tuple[str, ...]


def read_vcards(snapshot: Snapshot, *, sheets: Sequence[str], encoding: str | None) -> SourceFile:
    """Read the cards of a file as one table.

    Raises:
        UsageError: when a sheet was asked for, or there is no such encoding.
        UnusableInput: when a card is not valid, with its line.
    """
    refuse_sheet_option(snapshot.name, sheets)
    codec = determine_encoding(snapshot.name, snapshot.file, encoding)
    if next(_split_cards(snapshot, codec), None) is None:
        raise EmptyTable(snapshot.name)
    table = SourceTable("", partial(_iterate_rows, snapshot, codec), has_headings=True)
    return SourceFile(snapshot.name, snapshot.sha256, "vcf", codec, [table])


def _iterate_rows(snapshot: Snapshot, codec: str) -> Iterator[SourceRow]:
    """Yield the headings, then a row for each card."""
    yield SourceRow(0, list(HEADINGS))
    for card in _split_cards(snapshot, codec):
        values = _read_properties(snapshot.name, card)
        yield SourceRow(card.number, [values.get(heading, "") for heading in HEADINGS])


def _split_cards(snapshot: Snapshot, codec: str) -> Iterator[_Card]:
    """Yield the text of each card, without the lines of its pictures."""
    lines: list[str] = []
    pictures: list[str] = []
    began, in_picture = 0, False
    for number, line in number_lines(snapshot.file, codec):
        word = line.strip().upper()
        if word == "BEGIN:VCARD" and not lines:
            began, lines, pictures = number, [line], []
            continue
        if not lines:
            continue
        in_picture = in_picture and (line[:1] in (" ", "\t") or not re.match(r"[\w.-]+[;:]", line))
        if not in_picture and _PICTURES.match(line):
            in_picture = True
            pictures.append(re.split("[;:]", line.rpartition(".")[2] or line)[0].upper())
        if not in_picture:
            lines.append(line)
        if word == "END:VCARD":
            yield _Card(began, "".join(lines), tuple(pictures))
            lines, in_picture = [], False
    if lines:
        raise _invalid_card(snapshot.name, began, _("it has no END:VCARD"))


def _invalid_card(name: str, line: int, reason: str) -> UnusableInput:
    return UnusableInput(
        _("{file}:{line}: not a valid vCard: {reason}").format(file=name, line=line, reason=reason),
        _("export it again, or remove the card"),
    )


def _read_properties(name: str, card: _Card) -> dict[str, str]:
    """Return the cells of a card by their headings."""
    found: dict[str, list[Any]] = {}
    for line in _parse_card(name, card).getChildren():
        found.setdefault(line.name.upper(), []).append(line)
    given, address = _get_value(found.get("N")), _get_value(found.get("ADR"))
    cells = {
        "VERSION": "vCard",
        "KIND": _find_kind(found),
        "N FAMILY": _join_parts(given, "family"),
        "N GIVEN": _join_parts(given, "given"),
        "N ADDITIONAL": _join_parts(given, "additional"),
        "N PREFIX": _join_parts(given, "prefix"),
        "ADR STREET": _join_parts(address, "box", "extended", "street"),
        "ADR LOCALITY": _join_parts(address, "city"),
        "ADR REGION": _join_parts(address, "region"),
        "ADR CODE": _join_parts(address, "code"),
        **_read_names(found.pop("FN", ())),
        **_read_telephones(found.pop("TEL", ())),
        **_read_post(found),
        "LINE": _read_line_account(found),
    }
    for heading in ("UID", "NICKNAME", "BDAY", "URL", "NOTE", "X-NAME-LATIN", "X-BDAY"):
        for line in found.pop(heading, [])[:1]:
            # Apple writes a birthday without a year as one of 1604.
            cells[heading.removeprefix("X-")] = re.sub(
                r"^\d{4}", "-" if "X-APPLE-OMIT-YEAR" in line.params else r"\g<0>", _read_text(line)
            )
    addresses = sorted(found.pop("EMAIL", ()), key=lambda line: not _is_preferred(line))
    cells["EMAIL"] = SEPARATOR.join(filter(None, map(_read_text, addresses)))
    others = {name for name in found if not name.startswith("X-MS-OL")} | {*card.pictures}
    others -= _WITHOUT_MEANING | {"ADR", "KIND"}
    cells["LEFT OUT"] = SEPARATOR.join(sorted(others))
    return cells


_TEXT = re.compile(r"^((?:[\w-]+\.)?(?:FN|TITLE|ROLE|NOTE|ORG|ADR)(?:;[^:\r\n]*)?:)(.*)$", re.IGNORECASE | re.MULTILINE)


def _escape_commas(card: str) -> str:
    """Return a card with the commas within its texts escaped: vobject takes the text before a bare one alone."""
    unfolded = re.sub(r"(?<!=)\r?\n[ \t]", "", card)
    return _TEXT.sub(lambda found: found[1] + re.sub(r"(?<!\\),", r"\\,", found[2]), unfolded)


def _parse_card(name: str, card: _Card) -> Any:
    """Return the card as vobject reads it: strictly, else without the lines that are none."""
    import logging

    import vobject

    logger, content = logging.getLogger("vobject.base"), _THAI_CHARSET.sub("cp874", _escape_commas(card.text))
    was_disabled, logger.disabled = logger.disabled, True  # it tells of skipped lines on the standard error
    try:
        return vobject.readOne(content, ignoreUnreadable=True, allowQP=True)
    except (vobject.base.VObjectError, ValueError, LookupError, StopIteration) as error:
        raise _invalid_card(name, card.number, str(error).partition("\n")[0]) from None
    finally:
        logger.disabled = was_disabled


def _get_value(lines: list[Any] | None) -> Any:
    return lines[0].value if lines else None


def _join_parts(value: Any, *names: str) -> str:
    """Return parts of a structured value as one text; each may be a list."""
    parts = [getattr(value, name, "") for name in names]
    return " ".join(filter(None, (" ".join(part) if isinstance(part, list) else part.strip() for part in parts)))


def _read_text(line: Any) -> str:
    value = line.value
    if isinstance(value, list):
        value = ", ".join(value)
    return value.strip() if isinstance(value, str) else ""


def _list_types(line: Any) -> set[str]:
    """Return the types of a property, as each version writes them: ``TYPE=cell``, ``TYPE="cell,voice"``, ``CELL``."""
    written = [*line.params.get("TYPE", ()), *line.singletonparams]
    return {kind.strip().upper() for one in written for kind in one.split(",")}


def _is_preferred(line: Any) -> bool:
    return "PREF" in _list_types(line) or "PREF" in line.params


def _find_kind(found: dict[str, list[Any]]) -> str:
    """Return ``org`` for the card of an organisation: it says so, or has no other name than that of one."""
    marks = [*found.get("KIND", ()), *found.get("X-ABSHOWAS", ())]
    if any(_read_text(line).lower() in ("org", "company", "location", "group") for line in marks):
        return "org"
    if "ORG" not in found:
        return ""
    if any(_join_parts(_get_value(found.get("N")), part) for part in ("family", "given", "additional")) and not any(
        map(_read_text, found.get("FN", ()))
    ):
        return ""
    shown = {_read_text(line) for line in found.get("FN", ())} - {""}
    parts = {part.strip() for line in found["ORG"] for part in (*line.value, " ".join(line.value))}
    return "org" if shown <= parts else ""


def _read_names(lines: Iterable[Any]) -> dict[str, str]:
    """Return the full name, and that in Latin letters where the card says which it is."""
    names = [(line.params.get("LANGUAGE", [""])[0].lower(), _read_text(line)) for line in lines]
    latin = [name for language, name in names if language.startswith("en")]
    others = [name for language, name in names if not language.startswith("en")]
    if not others:
        return {"FN": latin[0] if latin else ""}
    return {"FN": others[0], **({"NAME-LATIN": latin[0]} if latin else {})}


_PAUSED = re.compile(r"^(\+?[\d\s()./-]{7,}?)\s*[,;pw#xPWX]+\s*(\d{1,6})#?$")
"""A number with what a telephone dials after a pause or on request: an extension."""


def _read_telephones(lines: Iterable[Any]) -> dict[str, str]:
    """Return telephone and fax numbers, without what a ``tel:`` address adds."""
    numbers: dict[str, list[str]] = {"TEL": [], "FAX": []}
    for line in lines:
        number = re.sub(r"^tel:|;phone-context=[^;]*", "", _read_text(line), flags=re.IGNORECASE)
        number = _PAUSED.sub(r"\1;ext=\2", number.strip())
        heading = "FAX" if any("FAX" in kind for kind in _list_types(line)) else "TEL"
        if number and number not in numbers[heading]:
            numbers[heading].append(number)
    return {heading: SEPARATOR.join(values) for heading, values in numbers.items()}


def _read_post(found: dict[str, list[Any]]) -> dict[str, str]:
    """Return organisation, unit, title and role of the first post; those of others stay among what is left out.

    The properties of a post have the same group, ``item1.ORG`` and ``item1.TITLE``.
    """
    lines = [(name, line) for name in ("ORG", "TITLE", "ROLE") for line in found.get(name, ())]
    first = min((line.lineNumber or 0, line.group or "") for _name, line in lines)[1] if lines else ""
    cells: dict[str, str] = {}
    for name, line in lines:
        if (line.group or "") != first or name in cells:
            continue
        found[name].remove(line)
        if name == "ORG":
            parts = [part.strip() for part in (line.value if isinstance(line.value, list) else [line.value])]
            parts = [*filter(None, parts), ""]
            cells |= {"ORG": parts[0], "ORG UNIT": parts[-2] if len(parts) > 2 else ""}
        else:
            cells[name] = _read_text(line)
    for name in ("ORG", "TITLE", "ROLE"):
        if not found.get(name):
            found.pop(name, None)
    return cells


def _read_line_account(found: dict[str, list[Any]]) -> str:
    """Return the LINE account, from the link that opens it."""
    from urllib.parse import unquote

    for name in ("IMPP", "X-LINE", "X-LINE-ID"):
        for line in found.get(name, ()):
            value = _read_text(line)
            if name == "IMPP" and "line" not in value.lower():
                continue
            found[name].remove(line)
            if not found[name]:
                del found[name]
            account = re.sub(r"^https?://line\.me/(?:R/)?ti/p/|^line:(?://)?", "", value, flags=re.IGNORECASE)
            return value if account == value and "://" in value else unquote(account).removeprefix("~")
    return ""
