"""Documents: the papers of an agreement, a meeting or a news item, each a file kept under the hash of its content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, RelatedRecords, Row
from netreg.core.fields import Count, Reference, Text
from netreg.core.keys import Key
from netreg.core.thai_fields import Date
from netreg.entities import choice_words
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS = {
    "signed": Label("ฉบับลงนาม", "signed original"),
    "scan": Label("ฉบับสแกน", "scan"),
    "draft": Label("ร่าง", "draft"),
    "annex": Label("ภาคผนวก", "annex"),
    "minutes": Label("รายงานการประชุม", "minutes"),
    "authority": Label("คำสั่งหรือหนังสือมอบอำนาจ", "order or letter of authority"),
    "decision": Label("มติ", "decision"),
    "photo": Label("ภาพถ่าย", "photo"),
    "other": Label("อื่น ๆ", "other"),
}
SIGNED_KINDS = ("signed", "scan")
"""The kinds of document that show an agreement as it was signed."""
DEFAULT_KINDS = {"agreement": "signed", "meeting": "minutes", "news_item": "other"}
"""The kind of a document unless one is given, by the kind of record that it belongs to."""

RELATED = Label("เอกสารแนบ", "Documents")

# Media types (IANA) by file extension: what offices keep, and what may be opened directly.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "txt": "text/plain",
    "csv": "text/csv",
    "rtf": "application/rtf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "eml": "message/rfc822",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
UNKNOWN_TYPE = "application/octet-stream"
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
)
_DETECTED = {media_type for _beginning, media_type in _BEGINNINGS}


def detect_media_type(file_name: str, head: bytes) -> str:
    """Detect the media type by the first bytes of the content, else by the file name.

    The name does not count for a type that its content always shows: a web page saved as
    ``mou.pdf`` is not a PDF file.
    """
    # Readers of PDF look for its mark in the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    named = guess_media_type(file_name)
    return UNKNOWN_TYPE if named in _DETECTED else named


def guess_media_type(file_name: str) -> str:
    """Guess the media type from a file name alone."""
    return MEDIA_TYPES.get(get_extension(file_name), UNKNOWN_TYPE)


def get_extension(file_name: str) -> str:
    """Return the extension of a file name in lower case without its dot, or an empty text."""
    return file_name.rpartition(".")[2].lower() if "." in file_name.strip(".") else ""


# Names that Windows reserves for devices, with any extension.
_DEVICES = r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?"
_LONGEST = 200


def make_portable_name(file_name: str) -> str:
    """Make a file name that is valid on any system: no folder, no device, at most 200 bytes of UTF-8."""
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "_", file_name).strip(" .") or "document"
    name = f"_{name}" if re.fullmatch(_DEVICES, name) else name
    known = get_extension(name)
    behind = f".{known}" if known and len(known) <= 10 else ""
    front = name[: -len(behind)] if behind else name
    return _truncate(front, _LONGEST - len(behind.encode())).rstrip(" .") + behind


def _truncate(name: str, most: int) -> str:
    return name.encode()[:most].decode(errors="ignore")


def _list_names(row: Row) -> Iterator[str]:
    """List the title, the file name and the document number."""
    yield from filter(None, (row["title"], row["file_name"], row["document_no"]))


OWNERS = (
    Reference("agreement", "ข้อตกลง", "Agreement", "บันทึกข้อตกลง", "รหัสข้อตกลง", to="agreement"),
    Reference("meeting", "การประชุม", "Meeting", "ประชุม", "รหัสการประชุม", to="meeting"),
    Reference("news_item", "ข่าว", "News item", "รหัสข่าว", to="news_item"),
)
"""The records that a document can belong to; another kind needs a line here, a column, and :func:`relate_documents`."""


def relate_documents(kind: str) -> RelatedRecords:
    """Describe the documents on the card of a record of this kind."""
    return RelatedRecords("document", kind, "documents", RELATED)


def _check_document(row: Row) -> Iterable[Problem]:
    """Find a document that belongs to nothing."""
    if not any(row[owner.name] for owner in OWNERS):
        yield Problem(
            OWNERS[0].name, _("it must belong to one of: {names}").format(names=", ".join(o.name for o in OWNERS))
        )


DOCUMENT = Entity(
    name="document",
    collection="documents",
    command="document",
    label=Label("เอกสาร", "Document"),
    plural=Label("เอกสาร", "Documents"),
    fields=(
        Text("title", "ชื่อเอกสาร", "Title", "เรื่อง", "ชื่อ", "name", required=True, is_name=True),
        Choice("kind", "ประเภท", "Kind", "ประเภทเอกสาร", "type", options=KINDS, synonyms=choice_words.DOCUMENT_KIND),
        Text("document_no", "เลขที่เอกสาร", "Document number", "เลขที่หนังสือ", "เลขที่"),
        Date("dated", "ลงวันที่", "Dated", "วันที่"),
        *OWNERS,
        Text("file_name", "ชื่อไฟล์", "File name", "ไฟล์", "file", required=True),
        Count("size", "ขนาด (ไบต์)", "Size (bytes)", "bytes", required=True),
        Text("media_type", "ชนิดของไฟล์", "Media type", required=True),
        Text("sha256", "SHA-256", "SHA-256", required=True),
    ),
    status_fields=("dated",),
    columns=("id", "code", "title", "kind", "dated", "agreement", "meeting", "file_name", "size"),
    display_name=lambda row: str(row["title"]),
    names=_list_names,
    keys=(Key("code"), Key("sha256", optional=(owner.name for owner in OWNERS))),
    check=_check_document,
    immutable_fields=("file_name", "size", "media_type", "sha256"),
    defaults={"kind": "other"},
)
