"""The encoding of a file's text: detected from its bytes, or checked against the one the user names."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING, BinaryIO, NoReturn, TextIO

from netreg.errors import UnusableInput, UsageError, list_names
from netreg.exchange.tables.source_tables import MAX_LINE
from netreg.language import _
from netreg.named_tuples import NamedTuple

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
"""The names that ``--encoding`` accepts, and the encoding each of them means."""

_CHUNK = 1 << 20
_HEAD = 4096
_THAI = re.compile("[ก-๛]")
# A word of its own: Western text taken for cp874 has single signs stuck to Latin letters.
_THAI_WORD = re.compile("(?<![A-Za-zก-๛])[ะ-๛]*+[ก-ฮ][ก-๛]*+(?![A-Za-z])")
# The characters that a table mostly consists of; UTF-16 read in the wrong byte order gives any others.
_EXPECTED = re.compile("[\t\n\r -~\u00a0-\u00ffก-๛\u2010-\u2026]+")


class _Survey(NamedTuple):
    """The content of a text: whether it is all ASCII, has Thai, has something that makes it unusable."""

    plain: bool
    thai: bool
    unusable: bool


def determine_encoding(name: str, file: BinaryIO, encoding: str | None = None, *, unicode: bool = False) -> str:
    """Return Python's name for the encoding of the file; `encoding` is the one that the user names.

    With `unicode` only UTF-8 and UTF-16 are considered by themselves, as for JSON.

    Raises:
        UsageError: when there is no such encoding.
        UnusableInput: when it cannot be detected or does not fit, with the line at fault.
    """
    head, is_named = read_head(file), encoding is not None
    codec = _check_named(name, encoding, head) if encoding is not None else detect_unicode(head)
    survey = _survey_text(file, codec) if codec else None
    if not codec:
        codec, survey = _guess_encoding(name, file, unicode=unicode)
    if not survey:
        _refuse_undecodable(name, file, codec, is_named=is_named)
    if survey.unusable:
        _refuse_unusable_text(name, file, codec, is_named=is_named)
    return codec


def _guess_encoding(name: str, file: BinaryIO, *, unicode: bool) -> tuple[str, _Survey]:
    """Return UTF-8 where the text is valid in it, else cp874 where that gives Thai; and its survey."""
    if survey := _survey_text(file, "utf-8"):
        if not (unicode or survey.plain or survey.thai or survey.unusable):
            _refuse_misread(name, file)
        return "utf-8", survey
    survey = None if unicode else _survey_text(file, "cp874")
    if not survey or not survey.thai or survey.unusable:
        _refuse_undecided(name, file, unicode=unicode)
    return "cp874", survey


def read_head(file: BinaryIO) -> bytes:
    """Return the first bytes of a file, enough for `detect_unicode`."""
    file.seek(0)
    return file.read(_HEAD)


def detect_unicode(head: bytes) -> str | None:
    """Return the encoding that a byte order mark or the positions of NUL bytes show, if any."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return _detect_byte_order(head) if b"\0" in head else None


def _detect_byte_order(head: bytes) -> str | None:
    """Return UTF-16 in the byte order in which a text without a mark looks like a table."""
    for codec in ("utf-16-le", "utf-16-be"):
        decoded = head[: len(head) // 2 * 2].decode(codec, "ignore")
        if decoded and len(_EXPECTED.sub("", decoded)) * 4 <= len(decoded):
            return codec
    return None


class _Window(io.RawIOBase):
    """A view of a file with a position of its own, so that several readers can go through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on from the position of this view, wherever others have moved the file."""
        self._file.seek(self._position)
        size = int(self._file.readinto(buffer))  # type: ignore[attr-defined]  # BinaryIO leaves it out
        self._position += size
        return size


def open_text(file: BinaryIO, codec: str, *, errors: str = "strict", newline: str | None = "") -> TextIO:
    """Open the file as text from its start, with its own line ends; any number may be open at once."""
    return io.TextIOWrapper(io.BufferedReader(_Window(file), 1 << 16), codec, errors, newline)


def decode_pieces(file: BinaryIO, codec: str) -> Iterator[str]:
    """Yield the text in pieces of about a million characters.

    Raises:
        UnicodeDecodeError: where it is not valid in this encoding.
    """
    return codecs.iterdecode(read_chunks(file), codec)


def read_chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the content of the file, about a million bytes at a time."""
    window = _Window(file)
    return iter(partial(window.read, _CHUNK), b"")


def _survey_text(file: BinaryIO, codec: str) -> _Survey | None:
    """Return the survey of the text; ``None`` when it is not valid in this encoding."""
    thai_here = _THAI_WORD if codec == "cp874" else _THAI
    plain, thai, unusable, tail = True, False, False, ""
    try:
        for piece in decode_pieces(file, codec):
            plain = plain and piece.isascii()
            thai = thai or bool(thai_here.search(piece))
            unusable = unusable or "\0" in piece or bool(find_garbled(tail + piece))
            tail = piece[-3 * _RUN :]
    except UnicodeDecodeError:
        return None
    return _Survey(plain, thai, unusable)


def _check_named(name: str, encoding: str, head: bytes) -> str:
    """Return the encoding that the user names, in the variant (byte order, mark) that the file has."""
    family = ENCODINGS.get(encoding.strip().lower().replace("_", "-"))
    if not family:
        raise UsageError(_("--encoding: unknown encoding '{text}'").format(text=encoding), list_names(ENCODINGS))
    mark = detect_unicode(head)
    if mark in ("utf-8-sig", "utf-16") and not mark.startswith(family):
        raise UnusableInput(
            _("{file}:1: the file begins with a {mark} byte order mark, so it is not {encoding}").format(
                file=name, mark=mark.removesuffix("-sig"), encoding=encoding
            ),
            _("leave --encoding out"),
        )
    if family == "utf-16":
        return mark or _detect_byte_order(head) or _refuse_line(name, 1, family, is_named=True)
    return "utf-8-sig" if mark == "utf-8-sig" else family


def number_lines(file: BinaryIO, codec: str, errors: str = "strict") -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; one longer than :data:`MAX_LINE` comes in parts."""
    text = open_text(file, codec, errors=errors)
    number = 1
    while line := text.readline(MAX_LINE + 2):
        yield number, line
        number += line.endswith(("\n", "\r"))


def _refuse_undecodable(name: str, file: BinaryIO, codec: str, *, is_named: bool) -> NoReturn:
    """Refuse the file, naming the first line that is not valid in this encoding."""
    wide = codec.startswith("utf-16")
    bad = re.compile("\ufffd" if wide else "[\udc80-\udcff]")
    lines = number_lines(file, codec, "replace" if wide else "surrogateescape")
    line = next((number for number, line in lines if bad.search(line)), 1)
    _refuse_line(name, line, codec, is_named=is_named)


def _refuse_line(name: str, line: int, codec: str, *, is_named: bool) -> NoReturn:
    raise UnusableInput(
        _("{file}:{line}: not valid {encoding}").format(
            file=name, line=line, encoding=codec.removesuffix("-sig").upper()
        ),
        _("leave --encoding out, or name another encoding") if is_named else advise_csv(),
    )


def advise_csv() -> str:
    """Return the advice to save a table in the format that always works."""
    return _("save it as 'CSV UTF-8' in Excel and import that file")


def _refuse_misread(name: str, file: BinaryIO) -> None:
    """Refuse text that is Thai in cp874 and by chance also valid UTF-8: it has letters beyond ASCII, but no Thai."""
    letters = re.compile(r"(?![\x00-\x7f])[^\W\d_]")
    odd = next((line for _number, line in number_lines(file, "utf-8") if letters.search(line)), None)
    if odd is None or not _survey_text(file, "cp874"):
        return
    raise UnusableInput(
        _("{file}: the text could be UTF-8 ('{one}') or cp874 ('{other}')").format(
            file=name, one=_excerpt(odd), other=_excerpt(odd.encode().decode("cp874"))
        ),
        _("choose with --encoding utf-8 or --encoding cp874"),
    )


def _excerpt(text: str) -> str:
    return text.strip()[:30]


def _refuse_undecided(name: str, file: BinaryIO, *, unicode: bool) -> NoReturn:
    """Refuse the file, naming the byte that no encoding explains, or the line in another encoding than the rest."""
    if unicode:
        _refuse_undecodable(name, file, "utf-8", is_named=False)
    count: Counter[str] = Counter()
    first: dict[str, tuple[int, bytes]] = {}
    for number, line in number_lines(file, "latin-1"):
        raw = line.encode("latin-1")
        if kind := _classify_line(raw):
            count[kind] += 1
            first.setdefault(kind, (number, raw))
    if "neither" in count:
        _refuse_byte(name, *first["neither"])
    if len(count) > 1:
        odd = min(count, key=lambda kind: (count[kind], -first[kind][0]))
        _refuse_mixed(name, odd, *first[odd])
    number, raw = first.get("cp874", (1, b""))
    raise UnusableInput(
        _("{file}:{line}: neither valid UTF-8 nor Thai text in cp874 ('{text}')").format(
            file=name, line=number, text=_excerpt(raw.decode("cp874"))
        ),
        _("save it as 'CSV UTF-8' in Excel, or add --encoding cp874 if that is right"),
    )


def _classify_line(raw: bytes) -> str:
    """Return the encoding of a single line, ``neither``, or nothing where it could be either."""
    if raw.isascii():
        return ""
    if _try_decode(raw, "utf-8") is not None:
        return "UTF-8" if _THAI.search(raw.decode()) else ""
    return "neither" if _try_decode(raw, "cp874") is None else "cp874"


def _try_decode(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _refuse_byte(name: str, line: int, raw: bytes) -> NoReturn:
    """Refuse the byte at which the more likely encoding, the one that gets further, fails."""
    place = max(_find_failure(raw, codec) for codec in ("utf-8", "cp874"))
    raise UnusableInput(
        _("{file}:{line}: byte {place} (0x{byte:02X}) is not valid in UTF-8 or cp874").format(
            file=name, line=line, place=place + 1, byte=raw[place]
        ),
        advise_csv(),
    )


def _find_failure(raw: bytes, codec: str) -> int:
    try:
        raw.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return -1


def _refuse_mixed(name: str, kind: str, line: int, raw: bytes) -> NoReturn:
    other = "cp874" if kind == "UTF-8" else "UTF-8"
    raise UnusableInput(
        _("{file}:{line}: this line is {kind} ('{text}'), other lines are {other}").format(
            file=name, line=line, kind=kind, text=_excerpt(raw.decode(kind)), other=other
        ),
        _("save the whole file in one encoding, preferably as 'CSV UTF-8'"),
    )


def _refuse_unusable_text(name: str, file: BinaryIO, codec: str, *, is_named: bool) -> None:
    """Refuse a NUL character, or text that was saved in the wrong encoding, naming the line."""
    for number, line in number_lines(file, codec):
        if "\0" in line:
            raise UnusableInput(
                _("{file}:{line}: NUL character in the text").format(file=name, line=number), advise_csv()
            )
        if found := find_garbled(line):
            _refuse_garbled(name, number, *found, read_wrong=is_named and codec == "cp874")


def _refuse_garbled(name: str, line: int, piece: str, intended: str, *, read_wrong: bool) -> NoReturn:
    if read_wrong:
        raise UnusableInput(
            _("{file}:{line}: '{intended}' reads as '{piece}' in cp874: the file is UTF-8").format(
                file=name, line=line, intended=intended, piece=piece
            ),
            _("leave --encoding out"),
        )
    raise UnusableInput(
        _("{file}:{line}: '{piece}' should be '{intended}': the file was once saved in the wrong encoding").format(
            file=name, line=line, piece=piece, intended=intended
        ),
        _("import the original file, or open that one and save it as 'CSV UTF-8'"),
    )


_RUN = 3
"""The number of letters in a row that must be garbled: two may occur in a word by chance."""


def find_garbled(text: str) -> tuple[str, str] | None:
    """Return Thai that was saved in the wrong encoding: how it reads now, and what it was."""
    for pattern in _compile_garbled_patterns():
        for found in pattern.finditer(text):
            piece = found[0][: _RUN * 10]
            intended = _try_decode(bytes(_bytes_by_sign()[sign] for sign in piece), "utf-8")
            if intended and re.fullmatch("[ก-ฺ฿-๛]+", intended):
                return piece, intended
    return None


def refuse_thai_as_latin(name: str, sample: Iterable[str]) -> None:
    """Refuse Thai in cp874 that was read as Latin-1: runs of accented letters and signs.

    Raises:
        UnusableInput: with a piece of it and what it was.
    """
    for number, line in enumerate(sample, 1):
        runs = re.findall(r"[\xa1-\xfb]{4,}", line)
        intended = [_try_decode(run.encode("latin-1"), "cp874") or "" for run in runs]
        if sum(map(len, runs)) >= _LATIN and all(re.search("[ก-ฮ].*[ะ-ฺเ-๎]|[เ-ไ][ก-ฮ]", text) for text in intended):
            _refuse_garbled(name, number, runs[0], intended[0], read_wrong=False)


_LATIN = 8
"""The number of accented letters in runs that no word of any language has."""


@cache
def _compile_garbled_patterns() -> tuple[re.Pattern[str], ...]:
    """Return patterns of the UTF-8 bytes of Thai letters (E0 B8 or E0 B9 and a third), read as cp874 or Latin."""
    thirds = "".join(sign for sign, byte in _bytes_by_sign().items() if byte < 0xC0)
    letters = (f"เ[ธน][{re.escape(thirds)}]", f"à[¸¹][{re.escape(thirds)}]")
    # The first letter stands by itself, so that the search can skip to its first sign.
    return tuple(re.compile(f"{letter}(?:{letter}){{{_RUN - 1},}}") for letter in letters)


@cache
def _bytes_by_sign() -> dict[str, int]:
    """Return the byte that each sign was read from, in any of the encodings that may have been used."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for codec in ("cp1252", "cp874"):
        table |= {bytes([byte]).decode(codec, "ignore"): byte for byte in range(0x80, 0x100)}
    table.pop("", None)
    return table
