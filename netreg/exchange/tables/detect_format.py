"""Detect the format of a file from its content, whatever its name ends with."""

from __future__ import annotations

import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from netreg.errors import EmptyTable, UnusableInput
from netreg.exchange.tables.encodings import advise_csv, detect_unicode, open_text, read_head
from netreg.exchange.tables.source_tables import MAX_LINE
from netreg.language import Label, _

if TYPE_CHECKING:
    from typing import BinaryIO

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
BINARY_FORMATS = ("xlsx", "xls", "ods")
_NO_TABLES = {
    b"\x89PNG": Label("แฟ้มรูปภาพ PNG", "a PNG file"),
    b"\xff\xd8\xff": Label("แฟ้มรูปภาพ JPEG", "a JPEG file"),
    b"%PDF": Label("แฟ้ม PDF", "a PDF file"),
    b"{\\rtf": Label("แฟ้ม RTF", "an RTF file"),
}


def refuse_known_format(name: str, head: bytes) -> None:
    """Refuse a file whose first bytes say that it is not a table, before any of it is copied.

    Raises:
        UnusableInput: saying what it is.
    """
    if head.startswith(b"SQLite format 3"):
        raise _not_a_table(
            name,
            Label("ฐานข้อมูล SQLite", "a SQLite database"),
            _("if it is a register, export its records with --db and import that file"),
        )
    if head.startswith(b"\x1f\x8b"):
        raise _not_a_table(name, Label("แฟ้ม gzip", "a gzip file"), _("unpack it with gunzip and import the file in it"))
    for start, kind in _NO_TABLES.items():
        if head.startswith(start):
            raise _not_a_table(name, kind, advise_csv())


def refuse_web_page(name: str) -> UnusableInput:
    """Return the refusal of a page that has no table."""
    return _not_a_table(
        name,
        Label("หน้าเว็บหรือ XML", "a web page or XML"),
        _("open it in Excel, save it as 'CSV UTF-8' and import that file"),
    )


def _not_a_table(name: str, kind: Label, advice: str) -> UnusableInput:
    return UnusableInput(_("{file} is {kind}, not a table").format(file=name, kind=kind), advice)


def detect_format(name: str, file: BinaryIO) -> str:
    """Return the format of a file: xlsx, ods, xls, json, ndjson, vcf, html, or csv for any other text.

    Raises:
        UnusableInput: when it is empty, not a table, or protected by a password.
    """
    head = read_head(file)
    if head.startswith(ZIP):
        return _detect_zip(name, file)
    if head.startswith(OLE):
        return _detect_ole(name, file)
    return _detect_text(name, file, head)


def _detect_zip(name: str, file: BinaryIO) -> str:
    members, mimetype = _read_members(name, file)
    if "[Content_Types].xml" in members and any(member.startswith("xl/") for member in members):
        return "xlsx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise _not_a_table(name, Label("แฟ้ม zip", "a zip file"), _("extract the table and import that file"))


def _read_members(name: str, file: BinaryIO) -> tuple[list[str], bytes]:
    """Return the names of the members of a zip file, and the content of ``mimetype``, if it has one."""
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
            if "mimetype" not in members:
                return members, b""
            with archive.open("mimetype") as entry:
                return members, entry.read(100)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise UnusableInput(
            _("{file} is an incomplete Excel file, or not one at all").format(file=name),
            _("get another copy and check that it is complete"),
        ) from None


def _detect_ole(name: str, file: BinaryIO) -> str:
    import mmap

    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) < 0:
            return "xls"
    raise LockedSpreadsheet(name)


class LockedSpreadsheet(UnusableInput):
    """A spreadsheet that is encrypted."""

    def __init__(self, name: str) -> None:
        """`name` is that of the file."""
        super().__init__(
            _("{file} is protected by a password").format(file=name),
            _("open it in Excel, remove the password, save it, and import it again"),
        )


def _detect_text(name: str, file: BinaryIO, head: bytes) -> str:
    first, second = _read_first_lines(file, detect_unicode(head) or "utf-8")
    is_named_json = name.lower().endswith(".json")
    is_named_ndjson = name.lower().endswith((".ndjson", ".jsonl"))
    if not first and is_named_ndjson:  # an export of no records
        return "ndjson"
    if not first:
        raise EmptyTable(name)
    if first.startswith("<"):
        return "html"
    if first.startswith("[LINE]"):
        raise _not_a_table(
            name,
            Label("ประวัติการสนทนาของ LINE", "a LINE chat history"),
            _("write what it names into a table and import that"),
        )
    if first.upper() == "BEGIN:VCARD":
        return "vcf"
    if first.startswith("{"):
        objects = first.endswith("}") and second.startswith("{")
        return "ndjson" if objects or is_named_ndjson else "json"
    return "json" if _begins_array(first) or (first.startswith("[") and is_named_json) else "csv"


def _begins_array(line: str) -> bool:
    """Return whether a line begins a JSON array, not a text such as ``[LINE]``."""
    return bool(_ARRAY.match(line))


_ARRAY = re.compile(r"\[\s*(?:$|[{\[\"\]]|(?:true|false|null|-?\d[\d.eE+-]*)\s*(?:$|,|\]\s*$))")


def _read_first_lines(file: BinaryIO, codec: str) -> tuple[str, str]:
    """Return the first two lines that are not blank, each empty where there is none."""
    with open_text(file, codec, errors="replace") as text:
        lines = (line.strip().strip("\ufeff") for line in iter(partial(text.readline, MAX_LINE), ""))
        first, second, *_rest = (*islice(filter(None, lines), 2), "", "")
    return first, second
