"""Telephone numbers: parsed as Thai offices write them, into one stored form.

The stored form is the digits as dialled within Thailand, an extension behind ``;ext=`` as
in RFC 3966, numbers abroad with ``+`` and the country code, several numbers separated by
commas: ``074282209;ext=2209, 0812345678, +6561234567``. An internal number whose switchboard is not
said is an extension alone: ``;ext=3001``, shown as ``ภายใน 3001``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NoReturn

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai.text import clean, to_ascii_digits

_MOST_LINES = 20
"""A range of more lines than this is a slip, not a switchboard."""

# The numbering plan of the NBTC: Bangkok 02 and the provinces 03 to 07 have nine
# digits, mobiles (06, 08, 09) and free-phone (1800, 1900) ten; hotlines three or four.
_DOMESTIC = r"0[2-7]\d{7}|0[689]\d{8}|1[89]00\d{6}|1\d{2,3}"
_ABROAD = r"\+(?!66)[1-9]\d{6,14}"
_EXTENSION = r"(?:ต่อ\s*ภายใน|เบอร์\s*ภายใน|สาย\s*ภายใน|สายใน|ต่อ|ภายใน|กด|extension|ext|x|\#)[\s.:]*"
_LABEL = (
    r"(?:(?:เบอร์|หมายเลข)?\s*(?:โทรศัพท์มือถือ|โทรศัพท์ติดต่อ|โทรศัพท์|โทรสาร|โทร|มือถือ|แฟกซ์|ติดต่อ|ที่ทำงาน|ที่บ้าน|บ้าน"
    r"|สำนักงาน|สายตรง|สายด่วน|ส่วนตัว)|เบอร์|หมายเลข|telephone|phone|mobile|cell|home|work|office|direct|tel|fax|call)[\s.:]*"
)

_SHORT_NUMBER = r"\d{1,7}(?:\s*[-–]\s*\d{1,7})?"
_WITHDRAWN = ("ยกเลิก", "เลิกใช้", "ผิด", "ไม่ใช้", "old", "wrong")
"""Words behind a number that is not to be dialled any more."""
_HOTLINE_DIGITS = 4
"""The most digits of a hotline."""
_INTERNAL_DIGITS = 6
"""The most digits of an internal number."""
_FEW_DIGITS = r"(?:[^()\d]|\d{1,3}(?!\d))*"
_LINES = (
    r"(?:จำนวน\s*)?(?:(?:อัตโนมัติ|auto(?:matic)?)\s*(?:\d{1,3}\s*(?:คู่สาย|คู่|สาย|เลขหมาย|หมายเลข|lines?)?)?"
    r"|\d{1,3}\s*(?:คู่สาย|สาย|เลขหมาย|หมายเลข|lines?)(?:\s*อัตโนมัติ)?)"
)
_LABEL_BEHIND = (
    rf"(?<=\d)(?:\s*(\((?!\s*{_EXTENSION}[)\d]){_FEW_DIGITS}[^\W\d_]{_FEW_DIGITS}\))"
    rf"|\s+({_LINES})(?=\s*(?:$|[,;/(]|ต่อ|กด|โทร)))"
)
"""``(มือถือ)``, ``(อัตโนมัติ 10 สาย)``: words in brackets behind a number, or how many lines it has."""

_FAX = r"(?:เบอร์|หมายเลข)?\s*(?:โทรสาร|แฟ็?กซ์?|fax)"
_TELEPHONE_AND_FAX = rf"(?:โทรศัพท์|โทร|telephone|phone|tel)[\s.]*(?:/|,|&|และ|-|and)\s*{_FAX}"
_DIGITS = r"\+?\(?\d[\d\s().\-–]*\d(?:\s*ต่อ\s*\d+)?"
_FAX_NUMBER = rf"[\s,;/(]*{_FAX}[\s.:]*({_DIGITS})\)?|({_DIGITS})\s*\(\s*{_FAX}\.?\s*\)"


class _PhoneNumber(NamedTuple):
    """A number, with its extension if it has one."""

    number: str
    extension: str = ""

    def __str__(self) -> str:
        return f"{self.number};ext={self.extension}" if self.extension else self.number


def parse_phone(text: str) -> str:
    """Parse one or more phone numbers into their stored form.

    A range of lines (``0-4320-2222-4``, ``ต่อ 2209-10``) becomes each of its lines.
    The zero that a spreadsheet dropped before a mobile number of nine digits, or a land line of eight, is put back.

    Raises:
        InvalidValue: for what cannot be dialled.
    """
    if plain_pattern().fullmatch(text):
        return text
    text = to_ascii_digits(clean(clean(text, lines=True).replace("\n", ", "))).lstrip("'")
    if number := _to_dialled_form(text):
        return number
    text = _simplify_phrases(text)
    if _pattern(r"[\d.,]+E\+?\d+|\d+\.0").fullmatch(text):
        raise InvalidValue(
            _("'{text}' is a number that a spreadsheet has reformatted; type it as text").format(text=text)
        )
    lines: dict[_PhoneNumber, None] = {}
    last: str | None = None
    for piece in filter(str.strip, _pattern(r"[,/]|;(?!ext=)|และ|หรือ").split(text)):
        found = _parse_more_extensions(last, piece) or _parse_piece(piece, text)
        if not found[0].number and lines and not (before := next(reversed(lines))).extension:  # 043-009700, ต่อ 3001
            lines.pop(before)
            found = [_PhoneNumber(before.number, one.extension) for one in found]
        # What follows a spelt-out extension may be another of the same number;
        # the stored form says so each time.
        last = found[-1].number if found[-1].extension and ";ext=" not in piece else None
        lines |= dict.fromkeys(found)
    if not lines:
        raise InvalidValue(_("the phone number is empty"))
    return ", ".join(map(str, lines))


def parse_internal_phone(text: str) -> str:
    """Parse numbers of a column for internal ones: a few digits alone are an extension, no hotline."""
    pieces = [piece.strip() for piece in _pattern(r"[,/;]").split(to_ascii_digits(clean(text)))]
    said = [f"ภายใน {piece}" if _is_internal(piece) else piece for piece in pieces]
    return parse_phone(", ".join(said) if said != pieces else text)


def _is_internal(piece: str) -> bool:
    """Return whether a piece has no more digits than an internal number."""
    short = _pattern(_SHORT_NUMBER).fullmatch(piece)
    return bool(short) and max(map(len, _pattern(r"\d+").findall(piece))) <= _INTERNAL_DIGITS


def part_fax(text: str) -> tuple[str, list[str]]:
    """Return a text with telephone numbers without the fax numbers that stand in it, and these as written.

    A number that is said to be that of both (``โทร./โทรสาร``) is a telephone number.
    """
    if not _pattern(_FAX).search(text):
        return text, []
    plain = _pattern(_TELEPHONE_AND_FAX).sub("โทร", to_ascii_digits(clean(clean(text, lines=True).replace("\n", ", "))))
    found = [(before or behind).strip(" ().-") for before, behind in _pattern(_FAX_NUMBER).findall(plain)]
    return _pattern(_FAX_NUMBER).sub("", plain).strip(" ,;/"), found


def leave_out_fax(text: str) -> str:
    """Return a text with telephone numbers without fax numbers.

    Raises:
        InvalidValue: where there is nothing else.
    """
    kept, fax = part_fax(text)
    if fax and not kept:
        raise InvalidValue(_("'{text}' is a fax number, no telephone; leave it out here").format(text=text))
    return kept


def describe_left_out(text: str, value: str, *, is_fax: bool) -> str | None:
    """Say what of a text is not kept in its parsed value, and that a lost zero was put back."""
    kept, fax = (text, []) if is_fax else part_fax(text)
    label, restored = find_label(kept), find_restored(kept, value)
    said = [_("the fax number {number} was left out").format(number=", ".join(fax))] if fax else []
    if label:
        said.append(_("'{label}' was left out").format(label=label))
    if restored:
        said.append(_("the lost zero was put back: {numbers}").format(numbers=", ".join(restored)))
    return "; ".join(said) or None


def find_label(text: str) -> str:
    """Return what stands in brackets behind a number and is not kept, such as ``(มือถือ)``; or an empty text."""
    found = _pattern(_LABEL_BEHIND).search(text)
    return (found[1] or found[2]) if found else ""


def _simplify_phrases(text: str) -> str:
    """Write an extension in brackets with its word, and a range in words with a dash; take labels off."""
    if not any(word in text for word in _WITHDRAWN):
        text = _pattern(_LABEL_BEHIND).sub("", text)
        text = _pattern(r"(?<=\d)\s*\(\s*([^()\d]*\d[\d\s-]{7,})\)").sub(r", \1", text)
        text = _pattern(rf"(?<=\d)\s+{_LABEL}(?=\s*(?:$|[,;/]))").sub("", text)
    text = _pattern(rf"(?<=\d)\s*\(\s*(?:{_EXTENSION})?(\d{{2,5}})\s*\)(?=\s*(?:$|[,;/]))").sub(r" ต่อ \1", text)
    text = _pattern(rf"(?<=\d)\s*\(\s*(?={_EXTENSION})([^()]*)\)").sub(r" \1", text)
    return _pattern(r"(?<=\d)\s*(?:ถึง|to)\s*(?=\d)").sub("–", text)


@cache
def plain_pattern() -> re.Pattern[str]:
    """Match a number in digits alone, as it is stored."""
    return re.compile(r"0[2-7]\d{7}|0[689]\d{8}", re.ASCII)


def format_phone(stored: str, lang: str = "th") -> str:
    """Format stored numbers as people write them: ``0-7428-2209 ต่อ 2209``, ``081-234-5678``."""
    if stored.isdigit():
        return _add_dashes(stored)
    word = "ต่อ" if lang == "th" else "ext."
    shown: list[str] = []
    last = _PhoneNumber("")
    for line in _split_stored(stored):
        if line.extension and line.number == last.number and last.extension:
            shown.append(line.extension)
        else:
            shown.append(_format_number(line, word, labelled=bool(last.extension), lang=lang))
        last = line
    return ", ".join(shown)


def _split_stored(stored: str) -> list[_PhoneNumber]:
    return [_PhoneNumber(*piece.split(";ext=", 1)) for piece in stored.split(", ")]


def _format_number(line: _PhoneNumber, word: str, *, labelled: bool, lang: str) -> str:
    """Format one number with dashes; a hotline behind an extension is labelled as a number."""
    number = _add_dashes(line.number)
    if labelled and len(number) <= _HOTLINE_DIGITS:
        number = f"โทร. {number}" if lang == "th" else f"Tel. {number}"
    if line.extension and not number:
        return f"ภายใน {line.extension}" if lang == "th" else f"ext. {line.extension}"
    return f"{number} {word} {line.extension}" if line.extension else number


def _add_dashes(number: str) -> str:
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
    """Return the expression compiled, which is done when it is first needed."""
    return re.compile(expression, re.IGNORECASE)


def _parse_more_extensions(number: str | None, piece: str) -> list[_PhoneNumber]:
    """Parse a short piece behind ``ต่อ 2209`` as one more extension of the same number."""
    if number is None or not _pattern(_SHORT_NUMBER).fullmatch(piece.strip()):
        return []
    if len(_to_dialled_form(piece)) > _HOTLINE_DIGITS:  # with a dash, as 081-5556666 has
        return []
    return [_PhoneNumber(number, extension) for extension in _expand_range(piece.strip(), piece)]


def _parse_piece(piece: str, text: str) -> list[_PhoneNumber]:
    """Parse a piece of text that has one number, one range, or extensions."""
    piece = _pattern(rf"^\s*{_LABEL}").sub("", piece).strip()
    number, *extensions = _pattern(rf";ext=|{_EXTENSION}").split(piece, maxsplit=1)
    numbers = _parse_numbers(number, text) if number.strip() or not extensions else [""]
    if not extensions:
        return [_PhoneNumber(each) for each in numbers]
    extension = extensions[0].strip()
    if not _pattern(_SHORT_NUMBER).fullmatch(extension):
        raise InvalidValue(_("'{text}': the extension is not a number").format(text=text))
    return [_PhoneNumber(each, behind) for each in numbers for behind in _expand_range(extension, text)]


def _parse_numbers(piece: str, text: str) -> list[str]:
    """Parse the one number of a piece, or those from its first line to its last."""
    lines = _pattern(r"(.+)[-–]\s*(\d{1,2})").fullmatch(piece.strip())
    if lines and not _to_dialled_form(piece) and (first := _to_dialled_form(lines[1])):
        return _expand_range(f"{first}-{lines[2]}", text)
    first, _dash, last = piece.partition("–")
    if last and (one := _to_dialled_form(first)) and (other := _to_dialled_form(last)) and len(one) == len(other):
        return _expand_range(f"{one}-{other}", text)
    number = _to_dialled_form(piece) or _restore_zero(piece)
    return [number] if number else _split_at_blanks(piece) or _refuse_number(piece, text)


_WITHOUT_ZERO = r"(?<![\d+;=.-])(?:[689]\d{8}|[2-7]\d{7})(?![\d.-])"
"""A number in digits alone that lacks its first zero: no other number of the numbering plan looks like it."""


def _restore_zero(piece: str) -> str:
    """Return a number with the zero that a spreadsheet dropped, or an empty text if it lacks none."""
    return f"0{piece.strip()}" if _pattern(_WITHOUT_ZERO).fullmatch(piece.strip()) else ""


def find_restored(text: str, value: str) -> list[str]:
    """Return the numbers of a parsed text to which the lost zero was put back."""
    found = _pattern(_WITHOUT_ZERO).findall(to_ascii_digits(text))
    return [f"0{number}" for number in found if f"0{number}" in value.split(", ")]


def _split_at_blanks(piece: str) -> list[str]:
    """Split numbers with nothing but a blank between them, where there is one way only: `081-234-5678 089-123-4567`."""
    words = _pattern(r"\s+(?:(?:,|โทร\.?)\s*)?").split(piece.strip())
    if len(words) > _MOST_LINES:
        return []
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, len(words) + 1):
        found = []
        for start in range(end):
            number = _to_dialled_form(" ".join(words[start:end])) if ways[start] else ""
            if len(number) > _HOTLINE_DIGITS:
                found += [[*way, number] for way in ways[start]]
        ways.append(found[:2])
    return ways[-1][0] if len(ways[-1]) == 1 else []


def _expand_range(written: str, text: str) -> list[str]:
    """Expand ``2209-10`` to 2209 and 2210; return a single number as itself."""
    first, _dash, end = _pattern(r"\s*[-–]\s*").sub("-", written).partition("-")
    if not end:
        return [first]
    last = first[: -len(end)] + end
    if len(last) != len(first) or not 0 < int(last) - int(first) < _MOST_LINES:
        raise InvalidValue(_("'{text}': '{end}' is not a valid end of a range").format(text=text, end=end))
    return [f"{line:0{len(first)}}" for line in range(int(first), int(last) + 1)]


def _to_dialled_form(piece: str) -> str:
    """Return the number as it is dialled, or an empty text if it is not valid."""
    if not _pattern(r"\s*\+?[\d\s().\-‐-―−]+").fullmatch(piece):
        return ""
    number = _pattern(r"[^\d+]").sub("", _pattern(r"(\+66.*?)\(\s*0\s*\)").sub(r"\1", piece))
    if number.startswith("+66"):
        number = f"0{number[3:]}"
    return number if _pattern(f"{_DOMESTIC}|{_ABROAD}").fullmatch(number) else ""


def _refuse_number(piece: str, text: str) -> NoReturn:
    """Raise the error that says what is wrong with a number."""
    number = _pattern(r"[\s().\-‐-―−]").sub("", piece)
    raise InvalidValue(_describe_error(number).format(text=text, number=number))


def _describe_error(number: str) -> str:
    """Return the sentence about digits that are not a valid number."""
    if _to_dialled_form(f"0{number}"):
        return _("'{text}': the leading zero was probably lost; is it 0{number}?")
    faults = (
        (r"(?!\+?\d+$).*", _("'{text}' is not a valid phone number; separate several by commas")),
        (r"[2-9]\d{7,8}", _("'{text}': the leading zero was probably lost")),
        (r"(00)?66[2-9]\d+", _("'{text}': a number as dialled from abroad begins with +66")),
        (r"0[01]\d+", _("'{text}': Thai numbers do not begin like this; foreign numbers begin with +")),
        (rf".{{{_find_length(number)},}}", _("'{text}': too many digits for a phone number")),
    )
    few = _("'{text}': too few digits for a phone number")
    if 3 <= len(number) <= _INTERNAL_DIGITS:
        few = _("'{text}': too few digits for a phone number; write an internal one as 'ภายใน {number}'")
    return next((said for fault, said in faults if _pattern(fault).fullmatch(number)), few)


def _find_length(number: str) -> int:
    """Return how many digits a number that begins like this must have."""
    if number.startswith("+"):
        return 11 if number.startswith("+66") else 8
    return 10 if _pattern("0[689]").match(number) else 9
