"""Names of people parsed into titles, given name and family name, and what stands around them.

After the titles the first word is the given name, all the rest the family name. Brackets and
positions are no part of it; what is left out, and what may have been read wrongly, is remarked on.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai.names import odd_parts, offices
from netreg.thai.names.no_person import (
    find_no_person,
    find_vacant_or_total,
    may_be_nobody,
    names_company,
    split_office,
)
from netreg.thai.names.own_titles import cache_names
from netreg.thai.names.surroundings import (
    LEAD_INS,
    Remark,
    Surroundings,
    has_surroundings,
    strip_address,
    take_brackets,
    take_labelled,
    take_lead_in,
    take_position,
    unwrap_line,
)
from netreg.thai.names.title_table import (
    NAMES_OF_ADDITIONS,
    RANKS,
    first_words_of_titles,
    get_default_titles,
    tidy_blanks,
)
from netreg.thai.text import clean

if TYPE_CHECKING:
    from netreg.thai.names.title_table import TitleTable


class Name(NamedTuple):
    """A parsed name; its parts are as written.

    `remarks` say what was left out of it, and what may have been read wrongly; `perhaps_family` is a word
    in brackets that may be a former family name.
    """

    titles: tuple[str, ...]
    given: str
    family: str
    nickname: str = ""
    former_family: str = ""
    remarks: tuple[Remark, ...] = ()
    perhaps_family: str = ""


def parse_name(text: str, table: TitleTable | None = None) -> Name:
    """Parse the titles, the given name and the family name in a text.

    After the titles the first word is the given name and all the rest the family
    name (``ตัวอย่าง ณ ทดสอบ``), which may be missing.

    Raises:
        InvalidValue: when there is no name, or it is no single person's.
    """
    if table is not None:
        return _parse_any_name(text, table)
    return Name(*found) if (found := parse_common_name(text)) else _parse_uncommon_name(text)


@cache_names(1 << 11)
def _parse_uncommon_name(text: str) -> Name:
    """Parse a name, from a cache: what is read is remarked on next."""
    return _parse_any_name(text, get_default_titles())


def _parse_any_name(text: str, table: TitleTable) -> Name:
    """Parse a name in any form."""
    line = tidy_blanks(text.replace("_", " "))
    around = Surroundings(lambda words: _find_bare_titles(words, table))
    line = _take_nicknamed(line, table, around)
    core = _take_surroundings(line, table, around) if has_surroundings(line) else line
    if not table.begins_with_own(core):
        core = take_lead_in(core, around, table.take_titles)
    if reason := find_no_person(core, table):
        raise InvalidValue(reason.sentence)
    if split := split_office(core, table):
        around.note(_("an office was left out of the name"), split.office)
        core = split.name
    titles, rest = table.take_titles(core)
    given, _blank, family = rest.partition(" ")
    _refuse_no_name(line, titles, given, family)
    name = _build_name(core, titles, (given, family), table, around)
    odd_parts.refuse_odd_given(line, titles, name.given)
    odd_parts.refuse_signs(line, name.given, may_be_numbered=True)
    odd_parts.refuse_odd_family(line, name.family, table, is_titled=bool(titles))
    return name


def _find_bare_titles(words: str, table: TitleTable) -> tuple[str, ...]:
    """Return the titles that a text is nothing but; none where it may be a position: ``(นาย)``, ``(ดร.)``."""
    titles, rest = table.take_titles(f"{words} ")
    classes = {table.find_class(title) for title in titles if not (title.isascii() and title.endswith("."))}
    is_certain = classes <= {"civil", "degree", "academic", "medical", *RANKS}
    return titles if not rest.strip() and is_certain and not offices.position_pattern().match(words) else ()


def _take_nicknamed(line: str, table: TitleTable, around: Surroundings) -> str:
    """Take a nickname off the name that stands in brackets behind it: ``พี่ตุ๊ก (นางตัวอย่าง สมมติกุล)``."""
    found = _named_pattern().fullmatch(line)
    if not found or "แทน" in found[2] or found[1].startswith(_SIGNED):
        return line
    outside, inside = found[1], found[2].strip()
    titles, name = table.take_titles(inside)
    words = name.split(" ")
    is_called = strip_address(outside) != outside
    if len(words) < _FULL or offices.position_pattern().match(inside) or offices.office_pattern().match(outside):
        return line
    if not (is_called or (titles and not table.take_titles(outside)[0])):
        return line
    around.keep_words(strip_address(outside), in_brackets=True)
    return inside


_SIGNED = ("ลงชื่อ", "ลงนาม")
"""The beginning of what stands before the name of whoever signs."""
_FULL = 2
"""The words of a whole name."""


@cache
def _named_pattern() -> re.Pattern[str]:
    return re.compile(r"([ก-๎]{2,14}) ?\(([^()]{4,})\)")


def _take_surroundings(line: str, table: TitleTable, around: Surroundings) -> str:
    """Take everything around a name off it."""
    core = unwrap_line(line)
    if reason := find_vacant_or_total(core):
        raise InvalidValue(reason.sentence)
    titles, _rest = table.take_titles(core)
    core = take_brackets(core, around, monk=any(table.find_class(title) == "monk" for title in titles))
    return take_labelled(core, around) or line


def _build_name(
    core: str, titles: tuple[str, ...], parts: tuple[str, str], table: TitleTable, around: Surroundings
) -> Name:
    """Build a name, after a look at each of its parts."""
    given, family = parts
    if family:
        family = take_position(family, around)
    family = _place_monastic_name(family, around)
    _doubt_titles(core, titles, table, around)
    if not titles:
        _doubt_given(given, around)
    if odd_parts.begins_with_title(family, table):
        around.note(_("the family name begins with a title"), family)
    if given[-1:].isdecimal():
        around.note(_("the given name ends with a number"), given)
    if given == family:
        around.note(_("given and family name are the same"), given)
    titles = (*titles, *(mark for mark in around.marks if mark not in titles))
    return Name(
        titles, given, family, around.nickname, around.former_family, tuple(around.remarks), around.perhaps_family
    )


def _place_monastic_name(family: str, around: Surroundings) -> str:
    """Return the family name of a monk; without one, the Pali name in brackets stands for it."""
    if around.monastic and "ฺ" in family:
        around.note(_("words around the name were left out"), around.monastic)
    elif around.monastic and family:
        around.note(_("a monastic name was left out of the name"), around.monastic)
    return family or around.monastic


def _doubt_titles(core: str, titles: tuple[str, ...], table: TitleTable, around: Surroundings) -> None:
    """Remark on a title that may be the beginning of the given name, since no blank parts them."""
    last = titles[-1] if titles else ""
    if last in _OFTEN_NAMES and core.startswith(last) and not core.startswith(f"{last} ") and len(titles) == 1:
        if last == "พระ" and (around.monastic or "ฺ" in core):
            return
        around.note(_("read as a title, though no blank is behind it"), last)
    if "ร.น." in around.marks and not any(table.find_class(title) in RANKS for title in titles):
        around.note(_("ร.น. stands behind a name without a rank"), core)


_OFTEN_NAMES = ("คุณ", "พระ")


def _doubt_given(given: str, around: Surroundings) -> None:
    """Remark on a given name that begins with a word for an office or an unknown abbreviation."""
    found = offices.office_pattern().match(given)
    if (found and found[0] == given) or given.casefold() in _ENGLISH_OFFICES or _abbreviation_pattern().match(given):
        around.note(_("the given name begins with a word that may be a title or an office"), given)


_ENGLISH_OFFICES = frozenset({
    "president", "vice", "vice-president", "director", "deputy", "dean", "rector", "chancellor", "head",
    "manager", "secretary", "chairman", "chairperson", "chair", "librarian", "governor", "mayor", "acting",
    "lecturer", "teacher",
})  # fmt: skip


@cache
def _abbreviation_pattern() -> re.Pattern[str]:
    """Match an abbreviation that is glued to a name."""
    return re.compile(r"[ก-ฮ]{1,4}\.(?:[ก-ฮ]{1,3}\.)*[ก-๙]{2}|[ก-ฮ]{1,3}\.[ก-ฮ]{1,3}\.")


def _refuse_no_name(line: str, titles: tuple[str, ...], given: str, family: str) -> None:
    if not given and titles:
        raise InvalidValue(_("'{text}' is a title without a name").format(text=line))
    if not given:
        raise InvalidValue(_("the name is empty"))
    if not any(letter.isalpha() for letter in given) or family[:1].isdecimal():
        raise InvalidValue(_("'{text}' is not a valid name").format(text=line))
    if not given[0].isalpha() and given[0] not in "'’":
        raise InvalidValue(
            _("'{text}': the given name begins with '{sign}'; correct it").format(text=line, sign=given[0])
        )


def parse_common_name(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """Parse a name in its commonest forms by the shortest way, as `parse_name` would; None for others."""
    first, _blank, family = text.partition(" ")
    if is_plain_family(family):
        return (*found, family) if (found := _parse_first_word(first)) else None
    if " " not in family or not (titles := _parse_title_word(first)) or not (more := parse_common_name(family)):
        return None
    if more[0]:
        return ((*titles, *more[0]), *more[1:]) if _can_be_stacked(titles, more[0]) else None
    return (titles, *more[1:]) if more[1] != "หญิง" else None


@cache_names(1 << 10)
def _parse_title_word(word: str) -> tuple[str, ...] | None:
    """Return the titles in a word of nothing but titles; None for any other, or where brackets may follow."""
    if not word.isprintable() or word.rstrip(".").casefold() in first_words_of_titles():
        return None
    titles, rest = get_default_titles().take_titles(f"{word} {_PLACEHOLDER} {_PLACEHOLDER}")
    return titles if rest == f"{_PLACEHOLDER} {_PLACEHOLDER}" else None


@cache_names(1 << 10)
def _can_be_stacked(titles: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Return whether titles may stand behind others whatever the name is."""
    return {*map(get_default_titles().find_class, (*titles, *more))} <= {"academic", "degree", "medical"}


def parse_plain_given(text: str) -> tuple[tuple[str, ...], str] | None:
    """Parse a given name alone, with the titles glued to it, by the shortest way; None for any other text."""
    return _parse_first_word(text) if " " not in text else None


def parse_given_name(text: str) -> Name:
    """Parse a given name that has a column of its own: the titles glued to it, and a nickname behind it.

    Whatever does not begin like that is the given name as it is written.

    Raises:
        InvalidValue: when it is an office, a section, a total or a vacant post.
    """
    if found := parse_plain_given(text):
        return Name(*found, "")
    table = get_default_titles()
    line = unwrap_line(tidy_blanks(text))
    if line.startswith(LEAD_INS) and (lead := _find_lead_in(line, table)):
        name = parse_given_name(lead[1])
        return name._replace(remarks=(*lead[0], *name.remarks))
    titles, rest = table.take_titles(line)
    if (titles and rest) or split_office(line, table) or _nicknamed_pattern().fullmatch(line) or _has_more(line):
        name = parse_name(text)
        return name._replace(given=f"{name.given} {name.family}".strip(), family="")
    if line and not any(map(str.isalpha, line)):
        raise InvalidValue(_("'{text}' is not a valid name").format(text=line))
    if (reason := find_no_person(line, table)) and reason.kind != "several":
        raise InvalidValue(reason.sentence)
    return _parse_uncommon_given(text, line, table)


def _find_lead_in(line: str, table: TitleTable) -> tuple[list[Remark], str] | None:
    """Find a form of address before a given name: the remark on it, and the rest; None without."""
    around = Surroundings(lambda words: _find_bare_titles(words, table))
    rest = take_lead_in(line, around, table.take_titles, fewest=1)
    return (around.remarks, rest) if around.remarks else None


def _parse_uncommon_given(text: str, line: str, table: TitleTable) -> Name:
    """Parse a given name with more around it; where there is nothing, it is as it is written."""
    around = Surroundings(lambda words: _find_bare_titles(words, table), is_whole=True)
    core = take_labelled(take_brackets(line, around, monk=False), around) if has_surroundings(line) else line
    first, _blank, more = core.partition(" ")
    given = f"{first} {take_position(more, around)}".strip()
    odd_parts.refuse_signs(line, given, may_be_numbered=True)
    if given[-1:].isdecimal():
        around.note(_("the given name ends with a number"), given)
    if given == line:
        return Name((), clean(text), "", remarks=tuple(around.remarks))
    titles, rest = table.take_titles(given)
    titles, given = (titles, rest) if rest else ((), given)
    return Name((*titles, *around.marks), given, "", *around.summarise())


def parse_family_name(text: str) -> Name:
    """Parse a family name that has a column of its own, by the rules for what stands behind a given name.

    Raises:
        InvalidValue: when it is no single family name.
    """
    if is_plain_family(text):
        return Name((), "", text)
    return _parse_uncommon_family(text)


@cache_names(1 << 11)
def _parse_uncommon_family(text: str) -> Name:
    table = get_default_titles()
    line = tidy_blanks(text.replace("_", " "))
    around = Surroundings(lambda words: _find_bare_titles(words, table), is_whole=True)
    core = take_labelled(take_brackets(line, around, monk=False), around) if has_surroundings(line) else line
    if (reason := find_no_person(f"{_PLACEHOLDER} {core}", table)) and reason.kind == "several":
        raise InvalidValue(_("'{text}' names several people; give each a row").format(text=line))
    family = take_position(core, around)
    if odd_parts.begins_with_title(family, table):
        around.note(_("the family name begins with a title"), family)
    odd_parts.refuse_odd_family(line, family, table, is_titled=True)
    return Name(
        tuple(around.marks),
        "",
        family,
        around.nickname,
        around.former_family,
        tuple(around.remarks),
        around.perhaps_family,
    )


def _has_more(line: str) -> bool:
    """Return whether an organisation stands behind a given name, or underscores join the words of a whole name."""
    return "_" in line or any(map(offices.organisation_pattern().match, line.split(" ")[1:]))


@cache
def _nicknamed_pattern() -> re.Pattern[str]:
    return re.compile(r"[ก-ฮเ-ไ][ก-๎]+ ?\([ก-๎]{2,}\)")


@lru_cache(1 << 14)
def is_plain_family(word: str) -> bool:
    """Return whether a word is a family name for certain."""
    if not word or not word.isprintable() or " " in word or word[0].isdecimal():
        return False
    if odd_parts.may_be_odd(word) or word.startswith("หรือ") or (word.isascii() and names_company(word)):
        return False
    if "." not in word and _is_plain_word(word) and not offices.may_begin_office(word):
        return True
    return not (has_surroundings(word) or "." in word or offices.position_pattern().match(word))


def _is_plain_word(word: str) -> bool:
    """Return whether a word is of Thai letters alone, and has no word in it that stands around a name."""
    return bool(_thai_word_pattern().fullmatch(word)) and not ("เดิม" in word or "เล่น" in word or "และ" in word)


@cache
def _thai_word_pattern() -> re.Pattern[str]:
    return re.compile("[ก-ฮะ-ฺเ-ๆ็-๎.]+")


@cache_names(1 << 14)
def _parse_first_word(word: str) -> tuple[tuple[str, ...], str] | None:
    """Return the titles and the given name in the first of two words, or None if the second matters.

    It can where the first is nothing but titles, or may be the beginning of one, or of an office.
    """
    if not word.isprintable() or word.endswith(NAMES_OF_ADDITIONS) or may_be_nobody(word) or word.startswith(LEAD_INS):
        return None
    if not _is_plain_word(word) and has_surroundings(word):
        return None
    if offices.may_begin_office(word) and (
        offices.office_pattern().match(f"{word} ") or offices.section_pattern().match(word)
    ):
        return None
    titles, rest = get_default_titles().take_titles(f"{word} {_PLACEHOLDER}")
    given, _blank, family = rest.partition(" ")
    if family != _PLACEHOLDER or not _is_plain_given(given) or (titles and titles[-1] in _OFTEN_NAMES):
        return None
    if word.startswith("นายก") and (titles != ("นาย",) or "หรือ" in word or odd_parts.may_be_office(given)):
        return None
    return titles, given


def _is_plain_given(given: str) -> bool:
    """Return whether a word is a given name for certain, whatever stands before and behind it."""
    if not given or "." in given or given.startswith(("รวม", "ว่าง", "จำนวน", "ยอด", "ทั้ง", "รอ")):
        return False
    if given.isascii():
        return (
            given.isalpha()
            and given.casefold() not in _ENGLISH_OFFICES
            and given.casefold() not in first_words_of_titles()
        )
    return "ก" <= given[0] <= "ๆ" and any(map(str.isalpha, given))


_PLACEHOLDER = "กขค"
"""A word that is neither a title nor the beginning of one."""
