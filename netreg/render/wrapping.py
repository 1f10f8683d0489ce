"""Wrap text to a width without breaking a Thai cluster (``กำ`` is one, in two cells)."""

from __future__ import annotations

import re

from rich.cells import cell_len

from netreg.thai.office_words import find_word_starts

# A leading vowel stays with its consonant; marks above and below, and the vowels that
# follow (ะ า ำ ๅ, and อ ว ย in ือ ัว ีย), with the consonant they belong to.
_CLUSTER = re.compile(
    "[เ-ไ]*[^\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "(?:ื[่-๋]?อะ?|ั[่-๋]?วะ?|ี[่-๋]?ยะ?|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f]*[ะาำๅ]{0,2}[\u0e47-\u0e4e]*)|."
)


def split_clusters(text: str) -> list[str]:
    """Split text into clusters, which must not be broken."""
    return _CLUSTER.findall(text)


def wrap_text(text: str, width: int) -> list[str]:
    """Wrap text into lines of at most `width` cells, broken at blanks where there are any."""
    return [line for part in text.split("\n") for line in _wrap_line(part, width)] or [""]


# What may be copied from a sentence: something in quotes, a command at its end, or a code such as kku-lib.
_COPIED = re.compile(
    r"'netreg [^']*'|'[^']{1,40}'|(?<=: )netreg \S.*$|(?<![\w-])[A-Za-z0-9]+(?:-[A-Za-z0-9]+){1,5}(?![\w-])"
)
_KEPT = "\ue000\ue001"
"""What stands for them by turns, so that two beside each other are told apart."""


def fold_sentence(text: str, width: int) -> str:
    """Return a sentence in lines of a width; commands in it stay whole, since the end of a line would run half of one.

    What is longer than a line is left to the terminal.
    """
    if any(mark in text for mark in _KEPT):
        return text
    kept: list[str] = []

    def mask(found: re.Match[str]) -> str:
        kept.append(found[0])
        return _KEPT[len(kept) % 2] * min(cell_len(found[0]), width - 3)

    lines = wrap_text(_COPIED.sub(mask, text), width)
    parts = iter(kept)
    return re.sub(rf"([{_KEPT}])(\n?\1)*", lambda _found: next(parts), "\n".join(lines))


def fold_command(command: str, width: int) -> list[str]:
    """Fold a command into lines of a width that may be copied all the same: a shell goes on behind a backslash."""
    lines = [""]
    for word in re.findall(r"(?:'[^']*'|[^\s'])+", command):
        if lines[-1] and cell_len(f"{lines[-1]} {word} \\") > width:
            lines[-1] += " \\"
            lines.append(f"    {word}")
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines


# A word may be broken behind a hyphen, but neither an option nor a code in brackets: they are copied.
_WORD = re.compile(r"\[[^\s\[\]]+\]\S*\s*|(?<!\S)['(]*--?[A-Za-z]\S*\s*|-*[^\s-]+-+|-*[^\s-]+\s*|-+\s*|\s+")


def _wrap_line(text: str, width: int) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    lines, line = [], ""
    for word in _WORD.findall(text):
        if cell_len(line + word.rstrip()) <= width:
            line += word
            continue
        room = width - cell_len(line)
        if line and (2 * room < width or cell_len(word.rstrip()) <= width or cell_len(split_clusters(word)[0]) > room):
            lines.append(line.rstrip())
            line, room = "", width
        # A word longer than a line goes on behind what stands there, where that leaves it half of the line.
        *full, rest = _cut_word(word, width, room)
        if full:
            full[0] = line + full[0]
            line = ""
        line += rest
        lines += [piece.rstrip() for piece in full if piece.strip()]
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut_word(word: str, width: int, room: int) -> list[str]:
    """Cut a word into pieces: before a word of offices, a leading vowel, or after a closed syllable if possible.

    The first piece has only so much `room`.
    """
    clusters = split_clusters(word)
    seams = _find_word_seams(word, clusters)
    pieces: list[str] = []
    start = 0
    for at, cluster in enumerate(clusters):
        while start < at and cell_len("".join(clusters[start:at]) + cluster.rstrip()) > room:
            cut = _find_seam(clusters, start, at, seams)
            pieces.append("".join(clusters[start:cut]))
            start, room = cut, width
    return [*pieces, "".join(clusters[start:])]


def _find_word_seams(word: str, clusters: list[str]) -> set[int]:
    """Return the places in the clusters of a text where words begin; none for a text without Thai."""
    if word.isascii():
        return set()
    starts, place, found = set(find_word_starts(word)), 0, set()
    for at, cluster in enumerate(clusters):
        if place in starts:
            found.add(at)
        place += len(cluster)
    return found


def _find_seam(clusters: list[str], start: int, end: int, seams: set[int]) -> int:
    """Return where to cut what is from `start` and must end by `end`.

    It is the last place but in the first third where a word begins, else one in the second half that looks like the
    end of a syllable.
    """
    half, third = start + (end - start) // 2, start + (end - start) // 3
    for at in range(end, max(start, third - 1), -1):
        if at in seams:
            return at
    for at in range(end, half, -1):
        if clusters[at][0] in "เแโใไ" or clusters[at - 1][-1] in "ะำ์ๆ":
            return at
    return end


def share_width(wanted: list[int], least: list[int], room: int) -> list[int]:
    """Return column widths that fit into `room`: the widest are narrowed first, none below its least."""
    widths = list(wanted)
    while sum(widths) > room:
        slack = [(width, at) for at, width in enumerate(widths) if width > least[at]]
        if not slack:
            return widths
        widest, at = max(slack)
        second = max((width for width, other in slack if other != at), default=least[at])
        widths[at] = max(least[at], min(second, widest - 1), widest - (sum(widths) - room))
    return widths
