"""Find cells whose letters were damaged on the way, in files of any format; mend them where that is certain.

- Thai that some program read in the wrong encoding (``¡ÃØ§à·¾``, ``à¸à¸£``) is turned back where the whole
  cell is such, and every other one of its column as well; else it is refused.
- The shifted signs of Thai fonts in PDF files, which are in the private use area, are replaced by the signs.
- Vowels and tone marks in the wrong order (``นํ้า``, ``เเม่``), as PDF files give them, are put in order.
- Letters that are lost (``นาย?? ????``, U+FFFD), and words of letters of several scripts that look alike, are refused.

Nearly all columns are seen to be sound by one look at all their letters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.exchange.tables.cell_marks import GARBLED, LOST_LETTERS, MARKS, MIXED
from netreg.exchange.tables.encodings import find_garbled
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai.text import has_misplaced_signs, mend_signs

if TYPE_CHECKING:
    from collections.abc import Sequence


class MendedCells(NamedTuple):
    """The cells of a column, and what was mended in which of them; those beyond mending have a mark."""

    cells: Sequence[str]
    notes: dict[int, str]
    has_marks: bool = False


def has_plain_letters(text: str) -> bool:
    """Return whether a text has ASCII and Thai alone, and no letter that shows damage in any sort of cell."""
    return _is_plain(text) and "?" not in text and text.count("เธ") < _SUSPICIOUS


def mend_cells(
    cells: Sequence[str], sort: str = "", *, are_plain: bool = False, are_stored: bool = False
) -> MendedCells:
    """Mend damaged letters in a column; marks stand before the cells that are to be refused.

    In a ``name`` a question mark is a lost letter, and a word is of one script; in ``prose`` only whole
    words of question marks are lost ones. Of cells that `are_plain` all letters are plain; those that
    `are_stored`, of an export of netreg's own, keep the order of their signs.
    """
    is_spelled = sort in _SPELLED and not are_stored
    if are_plain and _are_sound(cells, sort, is_spelled=is_spelled):
        return MendedCells(cells, {})
    joined = "\n".join(cells)
    if has_plain_letters(joined) and _is_well_spelt(joined, sort, is_spelled=is_spelled):
        return MendedCells(cells, {})
    found = [_mend_cell(cell, sort, is_spelled=is_spelled) for cell in cells]
    notes = {
        index: _("shifted tone marks and vowels of a PDF font were replaced")
        if before.translate(PRIVATE_SIGNS) != before
        else _("vowels and tone marks were put in order")
        for index, (before, cell) in enumerate(zip(cells, found, strict=True))
        if cell != before and cell[0] not in MARKS
    }
    _turn_garbled_cells_back(cells, found, notes)
    return MendedCells(found, notes, any(cell[:1] in MARKS for cell in found if cell))


def _are_sound(cells: Sequence[str], sort: str, *, is_spelled: bool) -> bool:
    """Return whether cells of plain letters have nothing to mend: what often recurs, such as a name, is seen once."""
    joined = " ".join(cells)
    if joined.isascii() or not (is_spelled or sort == "name"):
        return True
    sound = _sound_words(sort, is_spelled=is_spelled)
    new = {*(joined.split(" ") if sort == "name" else cells)} - sound
    if new and not _is_well_spelt("\n".join(new), sort, is_spelled=is_spelled):
        return False
    if len(sound) < _REMEMBERED:
        sound |= new
    return True


_REMEMBERED = 1 << 14


@cache
def _sound_words(sort: str, *, is_spelled: bool) -> set[str]:  # noqa: ARG001 - a set for each
    """Return the words, or cells, of such a sort that were seen to be sound."""
    return set()


def _turn_garbled_cells_back(cells: Sequence[str], found: list[str], notes: dict[int, str]) -> None:
    """Turn the cells back that were read in a wrong encoding, if that is certain for all of them."""
    garbled = {index for index, cell in enumerate(found) if cell[:1] == GARBLED}
    if not garbled:
        return
    # Beside such cells shorter ones are of the same kind.
    garbled |= {index for index, cell in enumerate(found) if re.search(_ACCENTED, cell)}
    turned = {index: _turn_back(cells[index]) for index in garbled}
    for index, cell in turned.items():
        if all(turned.values()):
            found[index], notes[index] = cell, _("Thai in a wrong encoding was turned back")
        else:
            found[index] = GARBLED + cells[index]


_SPELLED = ("name", "")
"""The sorts of text whose vowels and tone marks are put in order."""


def _is_well_spelt(text: str, sort: str, *, is_spelled: bool) -> bool:
    """Return whether a text of plain letters has its signs in order, and each word of a name is of one script."""
    is_ordered = not (is_spelled and has_misplaced_signs(text))
    return is_ordered and (sort != "name" or _has_plain_names(text))


def _has_plain_names(text: str) -> bool:
    """Return whether each word is of one script, in a text of ASCII and Thai."""
    latin = text.encode("ascii", "ignore")
    return ("ํ" not in text and latin.lower() == latin.upper()) or not re.search(_STRANGE_IN_NAME, text)


_SUSPICIOUS = 3


def _is_plain(text: str) -> bool:
    """Return whether a text has ASCII and Thai alone: no byte of their UTF-16 is beyond 7F."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw.isascii() and not raw[1::2].translate(None, b"\x00\x0e")


def _mend_cell(cell: str, sort: str, *, is_spelled: bool) -> str:
    """Return the cell as it is, mended, or with the mark of what is wrong."""
    if not cell or cell[0] in MARKS or (has_plain_letters(cell) and _is_well_spelt(cell, sort, is_spelled=is_spelled)):
        return cell
    if "\ufffd" in cell or re.search(_LOST[sort], cell):
        return LOST_LETTERS + cell
    mended = cell.translate(PRIVATE_SIGNS)
    if is_spelled:
        mended = mend_signs(mended)
    if re.search(_GARBLED, mended) or find_garbled(mended):
        return GARBLED + mended
    is_strange = _strange_pattern().search(mended) or (sort == "name" and re.search(_STRANGE_IN_NAME, mended))
    return MIXED + mended if is_strange else mended


_LOST = {
    "name": r"\?",
    "": r"\?\?|(?<=[ก-๛])\?(?=[ก-๛])",
    "key": r"\?",
    "prose": r"(?<!\S)\?{3,}(?!\S)|(?<=[ก-๛])\?+(?=[ก-๛])",
    "address": r"\?\?\?",
}
"""Question marks in the place of letters, by the sort of field."""
_ACCENTED = "[¡-û]"
_GARBLED = "[¡-û]{3,}|à[¸¹]|ï»¿|â€"
"""Thai in cp874 or UTF-8 that was read as Latin: no word of any language."""
_SCRIPTS = "\u0370-\u03ff\u0400-\u052f\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff"
"""Greek, Cyrillic, Lao, Burmese, Khmer: letters that look like those of Latin or Thai."""


@cache
def _strange_pattern() -> re.Pattern[str]:
    """Match words of two scripts, and signs of a font that mean nothing elsewhere."""
    return re.compile(f"[A-Za-zก-๎][{_SCRIPTS}]|[{_SCRIPTS}][A-Za-zก-๎]|[\ue000-\uf8ff]")


_STRANGE_IN_NAME = "[A-Za-z][ก-๎]|[ก-๎][A-Za-z]|ํ(?![่-๋]?า)"
"""Thai and Latin letters in one word, or a ํ in the place of ั."""

PRIVATE_SIGNS = {
    0xF700: "ฐ", 0xF70F: "ญ", **dict(zip(range(0xF701, 0xF705), "ิีึื", strict=True)),
    **dict(zip(range(0xF705, 0xF70A), "่้๊๋์", strict=True)), **dict(zip(range(0xF70A, 0xF70F), "่้๊๋์", strict=True)),
    **dict(zip(range(0xF710, 0xF713), "ัํ็", strict=True)), **dict(zip(range(0xF713, 0xF718), "่้๊๋์", strict=True)),
    **dict(zip(range(0xF718, 0xF71B), "ฺุู", strict=True)),
}  # fmt: skip
"""The signs that Thai fonts keep in the private use area, shifted to the left or lowered, by their places there."""


def _turn_back(cell: str) -> str:
    """Return the Thai that a cell was, read in a wrong encoding; an empty text where that is not certain."""
    for read_as, was in (("cp1252", "utf-8"), ("cp874", "utf-8"), ("cp1252", "cp874")):
        raw = _encode(cell, read_as)
        try:
            turned = raw.decode(was) if raw else ""
        except UnicodeDecodeError:
            continue
        if turned and _thai_words_pattern().fullmatch(turned) and re.search(_THAI, turned):
            return turned
    return ""


def _encode(cell: str, codec: str) -> bytes:
    """Return the bytes that a cell was read from: an undefined byte is read as the control character of its number."""
    try:
        return b"".join(char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode(codec) for char in cell)
    except UnicodeEncodeError:
        return b""


_THAI = "[ก-ฮ].*[ะ-ฺเ-๎]|[เ-ไ][ก-ฮ]|[ก-ฮ]{2}"
_SYLLABLE = r"(?:[เ-ไ]?[ก-ฮฤฦ][ัิ-ฺ็ํ]{0,2}[่-์]{0,2}[ะาำๅๆฯ]{0,2})"


@cache
def _thai_words_pattern() -> re.Pattern[str]:
    """Match whole Thai syllables, with ASCII among them: signs have what they stand on."""
    return re.compile(rf"(?:{_SYLLABLE}|[\x20-\x7e\u00a0๐-๙\n\r\t])+")
