"""Telephone numbers: as Thai offices write them, and one stored form of them.

Stored are the digits as dialled within Thailand, an extension behind ``;ext=`` as
in RFC 3966, numbers abroad with ``+`` and the code of the country, several numbers
joined with a comma: ``074282209;ext=2209, 0812345678, +6561234567``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, NoReturn

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.text import clean, to_ascii_digits

_LINES = 20
"""More lines than these behind one range are a slip, not a switchboard."""

# The numbering plan of the NBTC: Bangkok 02 and the provinces 03 to 07 have nine
# digits, mobiles (06, 08, 09) and free-phone (1800, 1900) ten; hotlines three or four.
_DOMESTIC = r"0[2-7]\d{7}|0[689]\d{8}|1[89]00\d{6}|1\d{2,3}"
_ABROAD = r"\+(?!66)[1-9]\d{6,14}"
_EXTENSION = r"(?:ต่อ\s*ภายใน|เบอร์\s*ภายใน|ต่อ|ภายใน|กด|extension|ext|x|\#)[\s.:]*"
_LABEL = r"(?:โทรศัพท์มือถือ|โทรศัพท์|โทรสาร|โทร|มือถือ|แฟกซ์|telephone|phone|mobile|tel|fax)[\s.:]*"

_SHORT = r"\d{1,7}(?:\s*[-–]\s*\d{1,7})?"
_HOTLINE = 4
"""The most digits of a hotline."""


class _Line(NamedTuple):
    """One number, and the extension behind it if there is one."""

    number: str
    extension: str = ""

    def __str__(self) -> str:
        return f"{self.number};ext={self.extension}" if self.extension else self.number


def parse_phone(text: str) -> str:
    """The stored form of the number or numbers in a text.

    A range of lines (``0-4320-2222-4``, ``ต่อ 2209-10``) becomes each of its lines.
    Refused is what cannot be dialled; a zero that a spreadsheet dropped is not
    put back, since it may have been another digit.
    """
    if plain_pattern().fullmatch(text):
        return text
    text = to_ascii_digits(clean(clean(text, lines=True).replace("\n", ", "))).lstrip("'")
    if number := _dialled(text):
        return number
    if _pattern(r"[\d.,]+E\+?\d+|\d+\.0").fullmatch(text):
        raise InvalidValue(_("'{text}' is what a spreadsheet makes of a number").format(text=text))
    lines: dict[_Line, None] = {}
    last = ""
    for piece in filter(str.strip, _pattern(r"[,/]|;(?!ext=)|และ|หรือ").split(text)):
        found = _extensions_of(last, piece) or _lines(piece, text)
        # What follows a spelt-out extension may be another of the same number;
        # the stored form says so each time.
        last = found[-1].number if found[-1].extension and ";ext=" not in piece else ""
        lines |= dict.fromkeys(found)
    if not lines:
        raise InvalidValue(_("the phone number is empty"))
    return ", ".join(map(str, lines))


@cache
def plain_pattern() -> re.Pattern[str]:
    """A number in digits alone, as it is stored."""
    return re.compile(r"0[2-7]\d{7}|0[689]\d{8}", re.ASCII)


def format_phone(stored: str, lang: str = "th") -> str:
    """Stored numbers as people write them: ``0-7428-2209 ต่อ 2209``, ``081-234-5678``."""
    if stored.isdigit():
        return _dashed(stored)
    word = "ต่อ" if lang == "th" else "ext."
    shown: list[str] = []
    last = _Line("")
    for line in _stored_lines(stored):
        if line.extension and line.number == last.number and last.extension:
            shown.append(line.extension)
        else:
            shown.append(_shown(line, word, labelled=bool(last.extension), lang=lang))
        last = line
    return ", ".join(shown)


def _stored_lines(stored: str) -> list[_Line]:
    return [_Line(*piece.split(";ext=", 1)) for piece in stored.split(", ")]


def _shown(line: _Line, word: str, *, labelled: bool, lang: str) -> str:
    """One number with dashes; a hotline behind an extension says that it is a number."""
    number = _dashed(line.number)
    if labelled and len(number) <= _HOTLINE:
        number = f"โทร. {number}" if lang == "th" else f"Tel. {number}"
    return f"{number} {word} {line.extension}" if line.extension else number


def _dashed(number: str) -> str:
    if not number.isdigit():
        return number
    if len(number) == 9 and number[0] == "0" and "2" <= number[1] <= "7":
        return f"{number[0]}-{number[1:5]}-{number[5:]}"
    if len(number) != 10:
        return number
    if number[0] == "0":
        return f"{number[:3]}-{number[3:6]}-{number[6:]}"
    return f"{number[:4]}-{number[4:7]}-{number[7:]}" if number[0] == "1" else number


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """The compiled expression, compiled when it is first asked for."""
    return re.compile(expression, re.IGNORECASE)


def _extensions_of(number: str, piece: str) -> list[_Line]:
    """A short piece behind ``ต่อ 2209`` as one more extension of the same number."""
    if not number or not _pattern(_SHORT).fullmatch(piece.strip()):
        return []
    return [_Line(number, extension) for extension in _range(piece.strip(), piece)]


def _lines(piece: str, text: str) -> list[_Line]:
    """The numbers in a piece of text that holds one number, one range, or extensions."""
    piece = _pattern(rf"^\s*{_LABEL}").sub("", piece).strip()
    number, *extensions = _pattern(rf";ext=|{_EXTENSION}").split(piece, maxsplit=1)
    numbers = _numbers(number, text)
    if not extensions:
        return [_Line(each) for each in numbers]
    extension = extensions[0].strip()
    if not _pattern(_SHORT).fullmatch(extension):
        raise InvalidValue(_("'{text}': the extension is not a number").format(text=text))
    return [_Line(each, behind) for each in numbers for behind in _range(extension, text)]


def _numbers(piece: str, text: str) -> list[str]:
    """The one number of a piece, or those from its first line to its last."""
    lines = _pattern(r"(.+)[-–]\s*(\d{1,2})").fullmatch(piece.strip())
    if lines and not _dialled(piece) and (first := _dialled(lines[1])):
        return _range(f"{first}-{lines[2]}", text)
    number = _dialled(piece)
    return [number] if number else _refuse(piece, text)


def _range(written: str, text: str) -> list[str]:
    """``2209-10`` as 2209 and 2210; a single number as itself."""
    first, _dash, end = _pattern(r"\s*[-–]\s*").sub("-", written).partition("-")
    if not end:
        return [first]
    last = first[: -len(end)] + end
    if len(last) != len(first) or not 0 < int(last) - int(first) < _LINES:
        raise InvalidValue(_("'{text}': '{end}' is no end of a range").format(text=text, end=end))
    return [f"{line:0{len(first)}}" for line in range(int(first), int(last) + 1)]


def _dialled(piece: str) -> str:
    """The number as it is dialled, or nothing if it is none."""
    if not _pattern(r"\s*\+?[\d\s().\-‐-―−]+").fullmatch(piece):
        return ""
    number = _pattern(r"[^\d+]").sub("", _pattern(r"(\+66.*?)\(\s*0\s*\)").sub(r"\1", piece))
    if number.startswith("+66"):
        number = f"0{number[3:]}"
    return number if _pattern(f"{_DOMESTIC}|{_ABROAD}").fullmatch(number) else ""


def _refuse(piece: str, text: str) -> NoReturn:
    """Say what is wrong with a number that cannot be dialled."""
    number = _pattern(r"[\s().\-‐-―−]").sub("", piece)
    raise InvalidValue(_fault(number).format(text=text, number=number))


def _fault(number: str) -> str:
    """The sentence about digits that are no number."""
    if _dialled(f"0{number}"):
        return _("'{text}': the leading zero was probably lost; is it 0{number}?")
    faults = (
        (r"(?!\+?\d+$).*", _("'{text}' is not a phone number (put a comma between two)")),
        (r"[2-9]\d{7,8}", _("'{text}': the leading zero was probably lost")),
        (r"(00)?66[2-9]\d+", _("'{text}': write +66 before a number as dialled from abroad")),
        (r"0[01]\d+", _("'{text}': no Thai number begins like this; abroad begins with +")),
        (rf".{{{_length(number)},}}", _("'{text}': too many digits for a phone number")),
    )
    few = _("'{text}': too few digits for a phone number")
    return next((said for fault, said in faults if _pattern(fault).fullmatch(number)), few)


def _length(number: str) -> int:
    """How many digits a number that begins like this must have."""
    if number.startswith("+"):
        return 11 if number.startswith("+66") else 8
    return 10 if _pattern("0[689]").match(number) else 9
