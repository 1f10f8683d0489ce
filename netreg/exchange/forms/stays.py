"""How long somebody was in a meeting held by a program: from its durations, and its times of joining and leaving."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_UNITS_OF_TIME = {
    r"h|hrs?|hours?|ชม\.?|ชั่วโมง": 3600, r"m|mins?|minutes?|น\.?|นาที": 60, r"s|secs?|seconds?|วิ\.?|วินาที": 1,
}  # fmt: skip


def parse_duration(written: str) -> int | None:
    """Return the seconds of a duration as the programs write it: ``62``, ``1h 2m 3s``, ``1 hr 2 min``, ``01:02:03``.

    A bare number is of minutes; None for what is none.
    """
    plain = text.to_ascii_digits(text.clean(written)).lower()
    if re.fullmatch(r"\d{1,5}(?:\.\d+)?", plain):
        return round(float(plain) * 60)
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", plain):
        first, second, third = (int(part or 0) for part in found.groups())
        return first * 3600 + second * 60 + third if found[3] else first * 60 + second
    total, rest = 0, plain
    for unit, seconds in _UNITS_OF_TIME.items():
        if found := re.match(rf"(\d{{1,5}}) ?(?:{unit})(?![a-zก-๙])[ ,]*", rest):
            total, rest = total + int(found[1]) * seconds, rest[found.end() :]
    return total if plain and not rest else None


class Stay(NamedTuple):
    """One stay: its seconds, and its span in seconds from a midnight; None for what is not told."""

    seconds: int | None = None
    joined: int | None = None
    left: int | None = None


_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.|ก่อนเที่ยง|หลังเที่ยง)?")
_AFTERNOON = ("pm", "p.m.", "หลังเที่ยง")
_DAY = 86_400


def read_stay(duration: str, joined: str, left: str) -> Stay:
    """Read a stay from the cells of a report; without a duration it is as long as its span."""
    first, last = _find_time(joined), _find_time(left)
    seconds = parse_duration(duration)
    if first is None or last is None:
        return Stay(seconds, first, last)
    if last < first:  # past midnight
        last += _DAY
    return Stay(last - first if seconds is None else seconds, first, last)


def sum_stays(stays: Sequence[Stay]) -> int | None:
    """Return the seconds of all stays; what two devices were there at once counts once.

    A program that tells the first coming and the last going has breaks within its spans, so
    the sum of the durations counts where the spans together are longer.
    """
    stays = _pair_moments(stays)
    known = [one.seconds for one in stays if one.seconds is not None]
    if not known:
        return None
    spans = sorted((one.joined, one.left) for one in stays if one.joined is not None and one.left is not None)
    if len(spans) < len(stays):
        return sum(known)
    covered, until = 0, 0
    for first, last in spans:
        covered += max(0, last - max(first, until))
        until = max(until, last)
    # A duration in whole minutes was rounded: one stay alone is as long as it says.
    return min(sum(known), max(covered, *known))


def _pair_moments(stays: Sequence[Stay]) -> Sequence[Stay]:
    """Return each coming of a report with the going after it; none where somebody never went, so that it is unknown.

    Other reports tell of no going without its coming.
    """
    if all(one.joined is not None or one.left is None or one.seconds is not None for one in stays):
        return stays
    paired, joined = [], None
    for one in stays:
        if one.left is None:
            joined = one.joined
        elif one.joined is not None:
            paired.append(one)
        elif joined is not None:
            left = one.left + _DAY * (one.left < joined)
            paired.append(Stay(left - joined, joined, left))
            joined = None
    return () if joined is not None else paired


class Threshold(NamedTuple):
    """The least that somebody must be there to have come to the whole: minutes, or percents of the longest stay."""

    amount: int
    is_share: bool = False

    def compute_seconds(self, stays: Iterable[int | None]) -> float:
        """Return the threshold in seconds, for the stays of all."""
        longest = max((one for one in stays if one is not None), default=0)
        return longest * self.amount / 100 if self.is_share else self.amount * 60


def parse_threshold(written: str) -> Threshold:
    """Read ``30`` (minutes) or ``50%`` of the longest stay.

    Raises:
        InvalidValue: for anything else.
    """
    plain = text.to_ascii_digits(text.clean(written))
    found = re.fullmatch(r"(\d{1,4}) ?(%|m|min|minutes|นาที)?", plain)
    if not found or int(found[1]) == 0 or (found[2] == "%" and int(found[1]) > 100):
        raise InvalidValue(_("'{text}' is neither minutes nor a share; write it like 30 or 50%").format(text=written))
    return Threshold(int(found[1]), found[2] == "%")


def _find_time(written: str) -> int | None:
    """Return the seconds from midnight of the time in a cell, with its day or without: ``11/30/2026 09:01:22 AM``."""
    plain = text.to_ascii_digits(text.clean(written)).lower()
    found = list(_TIME.finditer(re.sub(r"[+-]\d{2}:?\d{2}$", "", plain)))
    if not found:
        return None
    hour, minute, second, half = found[-1].groups()
    hours = int(hour) % 12 + 12 * (half in _AFTERNOON) if half else int(hour)
    return hours * 3600 + int(minute) * 60 + int(second or 0)
