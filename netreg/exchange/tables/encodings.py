"""In which encoding a file's text is written: told from its bytes, or checked against what was said."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn, TextIO

from netreg.errors import UnusableInput, UsageError
from netreg.exchange.tables.source_tables import MAX_LINE
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "cp874": "cp874",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
}
"""What ``--encoding`` takes, and the family each name means."""

_CHUNK = 1 << 20
_HEAD = 4096
_THAI = re.compile("[ก-๛]")
# A word of its own: Western text taken for cp874 has single signs stuck to Latin letters.
_THAI_WORD = re.compile("(?<![A-Za-zก-๛])[ะ-๛]*+[ก-ฮ][ก-๛]*+(?![A-Za-z])")
# What a table is mostly made of; UTF-16 read the wrong way round is made of anything else.
_EXPECTED = re.compile("[\t\n\r -~\u00a0-\u00ffก-๛\u2010-\u2026]+")


class _Survey(NamedTuple):
    """What is in a text: nothing but ASCII, Thai, something that makes it unusable."""

    plain: bool
    thai: bool
    faulty: bool


def determine_encoding(name: str, file: BinaryIO, encoding: str | None = None, *, unicode: bool = False) -> str:
    """Python's name for how the file is written; `encoding` is what the user said of it.

    With `unicode` only UTF-8 and UTF-16 are thought of by themselves, as for JSON.

    Raises:
        UsageError: when there is no such encoding.
        UnusableInput: when it cannot be told or does not fit, with the line at fault.
    """
    head, asked = read_head(file), encoding is not None
    codec = _asked(name, encoding, head) if encoding is not None else detect_unicode(head)
    survey = _survey(file, codec) if codec else None
    if not codec:
        codec, survey = _guessed(name, file, unicode=unicode)
    if not survey:
        _refuse_unfit(name, file, codec, asked=asked)
    if survey.faulty:
        _refuse_faults(name, file, codec, asked=asked)
    return codec


def _guessed(name: str, file: BinaryIO, *, unicode: bool) -> tuple[str, _Survey]:
    """UTF-8 where it is that, else cp874 where that reads as Thai; with what is in the text."""
    if survey := _survey(file, "utf-8"):
        if not (unicode or survey.plain or survey.thai or survey.faulty):
            _refuse_misread(name, file)
        return "utf-8", survey
    survey = None if unicode else _survey(file, "cp874")
    if not survey or not survey.thai or survey.faulty:
        _refuse_undecided(name, file, unicode=unicode)
    return "cp874", survey


def read_head(file: BinaryIO) -> bytes:
    """The first bytes of a file, from which `marked` can tell."""
    file.seek(0)
    return file.read(_HEAD)


def detect_unicode(head: bytes) -> str | None:
    """The encoding that a byte order mark or the places of NUL bytes tell."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return _byte_order(head) if b"\0" in head else None


def _byte_order(head: bytes) -> str | None:
    """UTF-16 without a mark: the order of bytes in which the text looks like a table."""
    for codec in ("utf-16-le", "utf-16-be"):
        decoded = head[: len(head) // 2 * 2].decode(codec, "ignore")
        if decoded and len(_EXPECTED.sub("", decoded)) * 4 <= len(decoded):
            return codec
    return None


class _Window(io.RawIOBase):
    """A file seen from a place of its own, so that several readers can go through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._place = 0

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on from where this reader is, wherever others have moved the file."""
        self._file.seek(self._place)
        size = int(self._file.readinto(buffer))  # type: ignore[attr-defined]  # BinaryIO leaves it out
        self._place += size
        return size


def open_text(file: BinaryIO, codec: str, *, errors: str = "strict", newline: str | None = "") -> TextIO:
    """The file as text from its start, line ends as they are; as often as it is called."""
    return io.TextIOWrapper(io.BufferedReader(_Window(file), 1 << 16), codec, errors, newline)


def decode_pieces(file: BinaryIO, codec: str) -> Iterator[str]:
    """The text in pieces of about a million characters.

    Raises:
        UnicodeDecodeError: where it is not written so.
    """
    return codecs.iterdecode(read_chunks(file), codec)


def read_chunks(file: BinaryIO) -> Iterator[bytes]:
    """What is in the file, about a million bytes at a time."""
    window = _Window(file)
    return iter(partial(window.read, _CHUNK), b"")


def _survey(file: BinaryIO, codec: str) -> _Survey | None:
    """What is in the text; ``None`` when it is not written so."""
    thai_here = _THAI_WORD if codec == "cp874" else _THAI
    plain, thai, faulty, tail = True, False, False, ""
    try:
        for piece in decode_pieces(file, codec):
            plain = plain and piece.isascii()
            thai = thai or bool(thai_here.search(piece))
            faulty = faulty or "\0" in piece or bool(find_garbled(tail + piece))
            tail = piece[-3 * _RUN :]
    except UnicodeDecodeError:
        return None
    return _Survey(plain, thai, faulty)


def _asked(name: str, encoding: str, head: bytes) -> str:
    """The encoding the user named, with or without a mark as the file has it."""
    family = ENCODINGS.get(encoding.strip().lower().replace("_", "-"))
    if not family:
        raise UsageError(_("--encoding: '{text}' is none of {names}").format(text=encoding, names=", ".join(ENCODINGS)))
    mark = detect_unicode(head)
    if mark in ("utf-8-sig", "utf-16") and not mark.startswith(family):
        raise UnusableInput(
            _("{file}:1: the file begins with the mark of {mark}, not as {encoding} does").format(
                file=name, mark=mark.removesuffix("-sig"), encoding=encoding
            ),
            _("leave --encoding out"),
        )
    if family == "utf-16":
        return mark or _byte_order(head) or _refuse_line(name, 1, family, asked=True)
    return "utf-8-sig" if mark == "utf-8-sig" else family


def number_lines(file: BinaryIO, codec: str, errors: str = "strict") -> Iterator[tuple[int, str]]:
    """The lines with their numbers; one longer than :data:`MAX_LINE` comes in parts that are."""
    text = open_text(file, codec, errors=errors)
    number = 1
    while line := text.readline(MAX_LINE + 2):
        yield number, line
        number += line.endswith(("\n", "\r"))


def _refuse_unfit(name: str, file: BinaryIO, codec: str, *, asked: bool) -> NoReturn:
    """Name the first line that is not written so."""
    wide = codec.startswith("utf-16")
    bad = re.compile("\ufffd" if wide else "[\udc80-\udcff]")
    lines = number_lines(file, codec, "replace" if wide else "surrogateescape")
    line = next((number for number, line in lines if bad.search(line)), 1)
    _refuse_line(name, line, codec, asked=asked)


def _refuse_line(name: str, line: int, codec: str, *, asked: bool) -> NoReturn:
    raise UnusableInput(
        _("{file}:{line}: the text is not {encoding}").format(
            file=name, line=line, encoding=codec.removesuffix("-sig").upper()
        ),
        _("leave --encoding out, or name another") if asked else _save_again(),
    )


def _save_again() -> str:
    return _("save it from Excel as 'CSV UTF-8' and import that")


def _refuse_misread(name: str, file: BinaryIO) -> None:
    """Thai in the old code page can be valid UTF-8 by chance: not ASCII, yet without Thai."""
    letters = re.compile(r"(?![\x00-\x7f])[^\W\d_]")
    odd = next((line for _number, line in number_lines(file, "utf-8") if letters.search(line)), None)
    if odd is None or not _survey(file, "cp874"):
        return
    raise UnusableInput(
        _("{file}: the text may be UTF-8 ('{one}') or cp874 ('{other}')").format(
            file=name, one=_shown(odd), other=_shown(odd.encode().decode("cp874"))
        ),
        _("say which with --encoding utf-8 or --encoding cp874"),
    )


def _shown(text: str) -> str:
    return text.strip()[:30]


def _refuse_undecided(name: str, file: BinaryIO, *, unicode: bool) -> NoReturn:
    """Name the byte that nothing explains, or the line that is written unlike the others."""
    if unicode:
        _refuse_unfit(name, file, "utf-8", asked=False)
    count: Counter[str] = Counter()
    first: dict[str, tuple[int, bytes]] = {}
    for number, line in number_lines(file, "latin-1"):
        raw = line.encode("latin-1")
        if kind := _kind(raw):
            count[kind] += 1
            first.setdefault(kind, (number, raw))
    if "neither" in count:
        _refuse_byte(name, *first["neither"])
    if len(count) > 1:
        odd = min(count, key=lambda kind: (count[kind], -first[kind][0]))
        _refuse_mixed(name, odd, *first[odd])
    number, raw = first.get("cp874", (1, b""))
    raise UnusableInput(
        _("{file}:{line}: the text is not UTF-8, and read as cp874 it is no Thai ('{text}')").format(
            file=name, line=number, text=_shown(raw.decode("cp874"))
        ),
        _("save it from Excel as 'CSV UTF-8', or say --encoding cp874 if it is"),
    )


def _kind(raw: bytes) -> str:
    """How a single line is written; nothing where it tells nothing."""
    if raw.isascii():
        return ""
    if _decoded(raw, "utf-8") is not None:
        return "UTF-8" if _THAI.search(raw.decode()) else ""
    return "neither" if _decoded(raw, "cp874") is None else "cp874"


def _decoded(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _refuse_byte(name: str, line: int, raw: bytes) -> NoReturn:
    """Of the two readings the one that comes further is the likely one: it names the byte."""
    place = max(_failure(raw, codec) for codec in ("utf-8", "cp874"))
    raise UnusableInput(
        _("{file}:{line}: byte {place} (0x{byte:02X}) is neither UTF-8 nor cp874").format(
            file=name, line=line, place=place + 1, byte=raw[place]
        ),
        _save_again(),
    )


def _failure(raw: bytes, codec: str) -> int:
    try:
        raw.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return -1


def _refuse_mixed(name: str, kind: str, line: int, raw: bytes) -> NoReturn:
    other = "cp874" if kind == "UTF-8" else "UTF-8"
    raise UnusableInput(
        _("{file}:{line}: this line is {kind} ('{text}'), but others are {other}").format(
            file=name, line=line, kind=kind, text=_shown(raw.decode(kind)), other=other
        ),
        _("write the whole file in one encoding, best as 'CSV UTF-8', and import that"),
    )


def _refuse_faults(name: str, file: BinaryIO, codec: str, *, asked: bool) -> None:
    """Name the line with a NUL, or with text that was saved through a wrong encoding."""
    for number, line in number_lines(file, codec):
        if "\0" in line:
            raise UnusableInput(
                _("{file}:{line}: there are NUL characters in it").format(file=name, line=number),
                _("is it a CSV file? save it again as 'CSV UTF-8'"),
            )
        if found := find_garbled(line):
            _refuse_garbled(name, number, *found, read_wrong=asked and codec == "cp874")


def _refuse_garbled(name: str, line: int, piece: str, meant: str, *, read_wrong: bool) -> NoReturn:
    if read_wrong:
        raise UnusableInput(
            _("{file}:{line}: read as cp874 '{meant}' becomes '{piece}': the file is UTF-8").format(
                file=name, line=line, meant=meant, piece=piece
            ),
            _("leave --encoding out"),
        )
    raise UnusableInput(
        _("{file}:{line}: '{piece}' should be '{meant}': the file was once saved in a wrong encoding").format(
            file=name, line=line, piece=piece, meant=meant
        ),
        _("import the original file, or open that and save it again as 'CSV UTF-8'"),
    )


_RUN = 3
"""How many letters in a row must be garbled: two may stand in a word by chance."""


def find_garbled(text: str) -> tuple[str, str] | None:
    """Thai that was taken for another encoding when it was saved: how it reads, and what it was."""
    for pattern in _garbled_patterns():
        for found in pattern.finditer(text):
            piece = found[0][: _RUN * 10]
            meant = _decoded(bytes(_byte_of()[sign] for sign in piece), "utf-8")
            if meant and re.fullmatch("[ก-ฺ฿-๛]+", meant):
                return piece, meant
    return None


def refuse_thai_as_latin(name: str, sample: Iterable[str]) -> None:
    """Refuse Thai of the old code page that was taken for Latin-1: runs of accented letters and signs.

    Raises:
        UnusableInput: with a piece of it, what it was, and what to do.
    """
    for number, line in enumerate(sample, 1):
        runs = re.findall(r"[\xa1-\xfb]{4,}", line)
        meant = [_decoded(run.encode("latin-1"), "cp874") or "" for run in runs]
        if sum(map(len, runs)) >= _LATIN and all(re.search("[ก-ฮ].*[ะ-ฺเ-๎]|[เ-ไ][ก-ฮ]", text) for text in meant):
            _refuse_garbled(name, number, runs[0], meant[0], read_wrong=False)


_LATIN = 8
"""So many accented letters in runs are no word of any language."""


@cache
def _garbled_patterns() -> tuple[re.Pattern[str], ...]:
    """The UTF-8 bytes of Thai letters, E0 B8 and E0 B9 and a third, as cp874 and as Latin read them."""
    thirds = "".join(sign for sign, byte in _byte_of().items() if byte < 0xC0)
    letters = (f"เ[ธน][{re.escape(thirds)}]", f"à[¸¹][{re.escape(thirds)}]")
    # The first letter stands by itself, so that the search can skip to its first sign.
    return tuple(re.compile(f"{letter}(?:{letter}){{{_RUN - 1},}}") for letter in letters)


@cache
def _byte_of() -> dict[str, int]:
    """Which byte a sign was read from, by any of the encodings it may have been taken for."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for codec in ("cp1252", "cp874"):
        table |= {bytes([byte]).decode(codec, "ignore"): byte for byte in range(0x80, 0x100)}
    table.pop("", None)
    return table
