"""The words around a name: a running number, brackets, a nickname, a former family name, a position."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai.names import offices
from netreg.thai.names.no_person import are_degrees, degree_pattern, is_status

if TYPE_CHECKING:
    from collections.abc import Callable


class Remark(NamedTuple):
    """A remark on how a name was read: its note, and the words it is about."""

    note: str
    words: str

    def __str__(self) -> str:
        return f"{self.note}: {self.words}"


class Surroundings:
    """Everything that was taken from around a name."""

    def __init__(self, find_titles: Callable[[str], tuple[str, ...]], *, is_whole: bool = False) -> None:
        """Nothing yet; `find_titles` finds the titles that a text is nothing but."""
        self.find_titles = find_titles
        self.is_whole = is_whole
        """Whether a given and a family name stand before the words around them."""
        self.nickname = ""
        self.former_family = ""
        self.perhaps_family = ""
        """A word in brackets that may be a former family name, though nothing says so."""
        self.monastic = ""
        self.marks: list[str] = []
        self.remarks: list[Remark] = []

    def note(self, note: str, words: str) -> None:
        """Add a remark."""
        self.remarks.append(Remark(note, words))

    def keep_words(self, words: str, *, in_brackets: bool) -> None:
        """Keep words that stand beside a name: in brackets, or behind a word that says what they are."""
        titles = self.find_titles(words.strip()) if in_brackets else ()
        words = words.strip(" .,:;-")
        if not words:
            return
        if found := _former_pattern().fullmatch(words):
            self.former_family = _titled_pattern().sub("", found[1].strip(" .:"))
            self.note(_("read as a former family name"), self.former_family)
        elif titles:
            self.marks.extend(titles)
        elif found := _nickname_pattern().fullmatch(words):
            self._keep_nickname(found[1].strip(" .:"))
        elif _is_nickname(words) and in_brackets:
            if self.is_whole and count_syllables(words) > _LONGEST_NICKNAME:
                self.note(_("left out of the name, perhaps a former family name"), words)
                self.perhaps_family = words
            else:
                self.perhaps_family = words if self.is_whole else ""
                self._keep_nickname(words)
        elif offices.organisation_pattern().match(words):
            self.note(_("an organisation was left out of the name"), words)
        elif offices.position_pattern().match(words):
            self.note(_("a position was left out of the name"), words)
        else:
            self.note(_("words around the name were left out"), words)

    def summarise(self) -> tuple[str, str, tuple[Remark, ...], str]:
        """Return the nickname, the former family name, the remarks, and what may be a former family name."""
        return self.nickname, self.former_family, tuple(self.remarks), self.perhaps_family

    def _keep_nickname(self, words: str) -> None:
        if self.nickname:
            self.note(_("words around the name were left out"), words)
            return
        self.nickname = words
        self.note(_("read as a nickname"), words)


_LONGEST_NICKNAME = 2
"""The syllables of a nickname behind a whole name; a longer word in brackets may be a former family name."""


def strip_address(nickname: str) -> str:
    """Return a nickname without the word by which its bearer is addressed: ``พี่ตุ๊ก``."""
    for word in ("พี่", "น้อง"):
        if nickname.startswith(word) and len(nickname) > len(word) + 1:
            return nickname.removeprefix(word).strip()
    return nickname


def count_syllables(word: str) -> int:
    """Return about how many syllables a Thai word has; 1 for any other."""
    plain = re.sub(r"[ก-ฮ][ิุ]?์|[่-๋]", "", word)
    count, end = 0, -1
    for found in _nucleus_pattern().finditer(plain):
        between = found.start() - max(end, 0)
        count += 1 + ((between - 1) // 2 if end >= 0 and between > 0 else between // 2)
        end = found.end()
    left = len(plain) - max(end, 0)
    if not re.search("[ก-ฮ]", plain):
        return 1
    return count + ((left - 1) // 2 if end >= 0 and left > 0 else left // 2)


@cache
def _nucleus_pattern() -> re.Pattern[str]:
    """Match the beginning of a Thai syllable with its written vowel."""
    return re.compile("[เ-ไ][ก-ฮ][รลว]?[ัิีึืุู็]?[าะ]?|[ก-ฮ][รลว]?[ะัาำิีึืุู็]+")


def has_surroundings(line: str) -> bool:
    """Return whether there may be anything around a name, at a glance."""
    return bool(_odd_pattern().search(line))


def unwrap_line(line: str) -> str:
    """Return a text without a running number or bullet before it, and without brackets around all of it."""
    line = line.translate(_WIDE).strip("*†‡ ").rstrip(",;: ")
    line = re.sub(r"(?<=[ก-๎]{3})\.$", "", line)
    line = _number_pattern().sub("", line, count=1)
    found = _whole_pattern().fullmatch(line)
    return _number_pattern().sub("", found[1].strip(), count=1) if found else line


_WIDE = str.maketrans("（）［］", "()[]")


LEAD_INS = ("เรียน", "โดย", "กราบ", "นมัสการ", "ขอเรียน", "ขอเชิญ", "สำเนา", "ลงชื่อ", "พี่", "ป้า", "ลุง", "เจ๊", "เฮีย", "K", "k")
"""The beginnings of words that stand before a name, perhaps without a blank: forms of address, of letters."""


def take_lead_in(
    line: str, around: Surroundings, take_titles: Callable[[str], tuple[tuple[str, ...], str]], fewest: int = 2
) -> str:
    """Take a form of address or a word of a letter off what stands behind it: ``เรียน ดร.…``, ``พี่สมมติ ตัวอย่าง``.

    It goes where a title or the `fewest` words of a name are left; ``เรียน ตัวอย่าง`` is a name.
    """
    found = _lead_in_pattern().match(line)
    if not found:
        return line
    rest = line[found.end() :]
    titles, name = take_titles(rest)
    words = name.split(" ")
    is_glued = found[0][-1] not in " :."
    if not titles and (len(words) < fewest or "ณ" in words[:2] or (is_glued and not _may_be_glued(found[0], rest))):
        return line
    if not name or (is_glued and titles and not _is_title_behind(titles)):
        return line
    around.note(_("words around the name were left out"), found[0].strip(" :"))
    return take_lead_in(rest, around, take_titles, fewest)


def _may_be_glued(word: str, rest: str) -> bool:
    """Return whether a name may stand behind a form of address without a blank, as it does behind ``พี่``."""
    return word in ("พี่", "ป้า", "ลุง", "เจ๊", "เฮีย") and rest[0] in _BEGIN_SYLLABLES


_BEGIN_SYLLABLES = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮเแโใไ"


def _is_title_behind(titles: tuple[str, ...]) -> bool:
    """Return whether a title is one for certain though it is glued to what stands before it: ``เรียนดร.``."""
    return "." in titles[0] or titles[0] in ("นาย", "นาง", "นางสาว", "คุณ", "ท่าน", "อาจารย์")


@cache
def _lead_in_pattern() -> re.Pattern[str]:
    letters = (
        r"(?:ขอ)?(?:กราบ)?เรียน(?:เชิญ)?|(?:กราบ)?นมัสการ|(?:ขอ)?(?:กราบ)?เชิญ|สำเนา(?:เรียน)?|ลงชื่อ|ผู้ลงนาม|ลงนามโดย"
        r"|(?:นำ)?โดย|ติดต่อ(?:ที่)?|เจ้าของเรื่อง|(?i:attn|to|dear|cc|from|by|contact|k)(?=[ .:]*[ก-๙])"
    )
    before_blank = "ถึง|เสนอ|ผ่าน|ชื่อ|หมอ|น้อง"
    return re.compile(rf"(?:{letters})[ .:]*|(?:{before_blank})(?: ?:[ ]?| )|(?:พี่|ป้า|ลุง|เจ๊|เฮีย) ?")


def take_brackets(line: str, around: Surroundings, *, monk: bool) -> str:
    """Take the brackets and quotes out of a text, but for those of a title: ``(พิเศษ)``, ``(หญิง)``."""
    around.is_whole = around.is_whole or len(_bracket_pattern().sub(" ", line).split()) > 1
    for found in _bracket_pattern().finditer(line):
        words = next(filter(None, found.groups()), "").strip()
        if monk and _is_monastic(words):
            around.monastic = words
        else:
            around.keep_words(words, in_brackets=True)
    return " ".join(_bracket_pattern().sub(" ", line).split())


def take_labelled(line: str, around: Surroundings) -> str:
    """Take ``สกุลเดิม …``, ``ชื่อเล่น …`` and what stands behind a comma, a slash or a dash off a text.

    A telephone number and the sign of a footnote behind a name go as well.
    """
    if found := _trailing_pattern().search(line):
        around.note(_("words around the name were left out"), found[0].strip())
        line = line[: found.start()]
    if found := _labelled_pattern().search(line):
        around.keep_words(line[found.start() :], in_brackets=False)
        line = line[: found.start()].rstrip(" ,;/-–")
    head, sign, tail = _split_at_sign(line, around)
    if titles := around.find_titles(tail):
        around.marks.extend(titles)
    elif sign:
        around.keep_words(tail, in_brackets=False)
    return head


def _split_at_sign(line: str, around: Surroundings) -> tuple[str, str, str]:
    found = re.search(r" ?[,;/|] ?| [-–—:] ", line)
    if not found or not line[: found.start()].strip():
        return line, "", ""
    tail = line[found.end() :]
    if found[0].strip() in ",;/|" and not (around.find_titles(tail) or _may_be_left_out(tail)):
        return line, "", ""
    return line[: found.start()], found[0], tail


def _may_be_left_out(tail: str) -> bool:
    """Return whether what stands behind a comma is a degree, an organisation or a position."""
    if offices.organisation_pattern().match(tail):
        return True
    return bool(are_degrees(tail) or offices.position_pattern().match(tail))


def take_position(family: str, around: Surroundings) -> str:
    """Take a position, and ร.น., off what stands behind a given name; return the family name."""
    if found := _navy_pattern().search(family):
        around.marks.append("ร.น.")
        family = (family[: found.start()] + family[found.end() :]).strip()
    words = family.split(" ")
    for place, word in enumerate(words):
        if place and (titles := _find_titles_behind(word, around)):
            around.marks.extend(titles)
            return " ".join(words[:place])
        if place and words[place - 1] != "ณ" and _is_in_other_letters(words[0], word):
            around.note(_("words around the name were left out"), " ".join(words[place:]))
            return " ".join(words[:place])
        if (note := _describe_word_behind(word, is_first=not place)) and (place == 0 or words[place - 1] != "ณ"):
            around.note(note, " ".join(words[place:]))
            return " ".join(words[:place])
    return family


def _is_in_other_letters(word: str, other: str) -> bool:
    """Return whether one of two words is in Thai letters, the other one in Latin: the name once more."""
    if len(other.strip(".")) < _FEWEST_LETTERS:
        return False
    return (word[:1].isascii() and "ก" <= other[:1] <= "๛") or ("ก" <= word[:1] <= "๛" and other[:1].isascii())


_FEWEST_LETTERS = 3
"""The letters of a name in other letters: fewer may be an initial, or ``Jr``."""


def _find_titles_behind(word: str, around: Surroundings) -> tuple[str, ...]:
    """Return the titles that a word behind a name is nothing but: ``ดร``, ``ผศ.ดร.``."""
    return around.find_titles(word) if word.endswith(".") or word == "ดร" else ()


def _describe_word_behind(word: str, *, is_first: bool) -> str:
    """Return what is to be said of a word behind a given name that is no family name; an empty text for any other."""
    if _is_degree(word.strip(",;"), is_first=is_first) or (not is_first and is_status(word)):
        return _("words around the name were left out")
    if offices.organisation_pattern().match(word):
        return _("an organisation was left out of the name")
    pattern = offices.certain_position_pattern() if is_first else offices.position_pattern()
    return _describe_position(word) if pattern.match(word) else ""


_BARE_DEGREES = frozenset({"PhD", "MSc", "BSc", "MBA", "MPH", "EdD", "DBA", "DDS", "DVM", "MD", "RN"})
"""Degrees without dots, which are no family names as they are written."""


def _is_degree(word: str, *, is_first: bool) -> bool:
    """Return whether a word behind a given name is a degree; where a family name could stand, one in Thai."""
    if not is_first and word in _BARE_DEGREES:
        return True
    is_degree = len(word) > 1 and "." in word and degree_pattern().fullmatch(word)
    return bool(is_degree) and not (is_first and word.isascii())


def _describe_position(word: str) -> str:
    if word.startswith(("โทร", "เบอร์", "และ", "แทน", "พร้อม", "กับ")):
        return _("words around the name were left out")
    return _("a position was left out of the name")


def _is_nickname(words: str) -> bool:
    """Return whether words in brackets may be a nickname: one short word, and no position."""
    one = words.removeprefix("น้อง").removeprefix("พี่").strip()
    if not one or " " in one or len(one) > 14 or any(map(str.isdecimal, one)) or "." in one:
        return False
    return not (
        offices.position_pattern().match(one) or _status_pattern().match(one) or degree_pattern().fullmatch(one)
    )


def _is_monastic(words: str) -> bool:
    return " " not in words and not _labelled_pattern().match(words) and not offices.position_pattern().match(words)


@cache
def _odd_pattern() -> re.Pattern[str]:
    return re.compile(
        r"[()\[\]{}<>_\"“”«»,/&;:|+0-9๐-๙•●*]|^[-–—.]| [-–—] | ['‘]|เดิม|ชื่อเล่น"
        r"|(?<=.)ร\. ?น\.?$| และ|และ(?=นา|น\.ส)| กับ| and |n[ée]e |[（［]|[ก-๎]{3}\.$|^[ก-ฮ][.)] ?[ก-ฮเ-ไ]|ลำดับ"
        r"|[¹²³⁰-⁹†‡]|^ชื่อ[ :-]"
    )


@cache
def _number_pattern() -> re.Pattern[str]:
    """Match the number or the bullet of a list before a name."""
    return re.compile(
        r"^(?:\(?[0-9๐-๙]{1,4}(?:\.[0-9๐-๙]{1,3})*(?:[.)]+ ?| [-–] ?| (?=[^0-9๐-๙]))|[-–—•●] ?(?=[^0-9\s])"
        r"|(?:ลำดับ(?:ที่)?|คนที่|No\.) ?[0-9๐-๙]{1,4}[.):]* ?"
        r"|ชื่อ(?:-? ?(?:นาม)?สกุล)? ?[: ] ?(?=นาย|นาง|น\.ส|ด\.[ชญ]|ดร|ศ\.|รศ|ผศ|อาจารย์|พระ|คุณ)"
        r"|(?![ศอ])[ก-ฮ][.)] ?(?=นาย|นาง|น\.ส|ดร|ศ\.|รศ|ผศ|อาจารย์|พระ|คุณ))+"
    )


@cache
def _whole_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:ลงชื่อ[ .…]*)?[(\[]([^()\[\]]*(?:\((?:หญิง|พิเศษ|เกียรติคุณ)\)[^()\[\]]*)?)[)\]]")


@cache
def _bracket_pattern() -> re.Pattern[str]:
    title = r"(?! ?(?:หญิง|พิเศษ|เกียรติคุณ|คลินิก|เชี่ยวชาญพิเศษ|กิตติคุณ|วุฒิคุณ|เกียรติยศ|ปฏิบัติ) ?\))"
    return re.compile(
        rf" ?\({title}([^()]*)\)?| ?\[([^\[\]]*)\]| ?<([^<>]*)>"
        r"| ?\"([^\"]+)\"| ?[“«]([^”»]+)[”»]| ['‘]([^'’]+)['’](?= |$)"
    )


@cache
def _trailing_pattern() -> re.Pattern[str]:
    """Match a telephone number, or the sign of a footnote (``๑/``, ``²``), behind a name."""
    telephone = r"(?:โทร(?:ศัพท์)?\.? ?|เบอร์(?:โทร)? ?)?\+?[0-9๐-๙][0-9๐-๙ ()-]{5,}[0-9๐-๙](?: ?ต่อ ?[0-9๐-๙]+)?"
    return re.compile(rf"(?:[ :]*{telephone}|(?: [0-9๐-๙]{{1,2}} ?[/)]| ?[¹²³⁰-⁹*†‡]+))$")


@cache
def _labelled_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|(?<=[ ,]))(?:\(?(?:นาม)?สกุล(?:เดิม|เก่า)|เดิม ?(?:นาม)?สกุล|ชื่อ-?(?:นาม)?สกุลเดิม|ชื่อเดิม|เดิมชื่อ|ชื่อเล่น|n[ée]e )"
    )


@cache
def _former_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:นาม)?สกุล(?:เดิม|เก่า|ก่อนสมรส)|เดิม ?(?:นาม)?สกุล|เดิม(?=[ :])|[Nn][ée]e |[Ff]ormerly )[ :.]*(.+)"
    )


@cache
def _titled_pattern() -> re.Pattern[str]:
    """Match titles and a given name before a former family name."""
    return re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.) ?\S+ (?=\S)")


@cache
def _nickname_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:ชื่อเล่น|เล่น(?=[ :])|[Nn]ickname|aka|a\.k\.a\.)[ :.]*(.+)")


@cache
def _status_pattern() -> re.Pattern[str]:
    """Match a word on how things stand with somebody, which is no nickname."""
    return re.compile(
        r"ลา|เกษียณ|เสียชีวิต|ถึงแก่กรรม|ย้าย|โอน|แทน|ออนไลน์|online|zoom|ใหม่|เดิม|ช่วยราชการ|สำรอง|ขอลา|ติดราชการ|ไม่มา"
        r"|หญิง|ชาย|พิเศษ|ต่อ|ปี|ม\.|ป\.|คน|ผู้|รอง|สาขา|คณะ|ฝ่าย|หัวหน้า|ประธาน|เลขา|กรรมการ|ครู|อาจารย์|วิทยากร|รักษาการ|กำกับ|จบ",
        re.IGNORECASE,
    )


@cache
def _navy_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:^| )ร\.? ?น\.?(?= |$)|(?<=[^ ])ร\.น\.$")
