"""The names of people: joined from their parts, split into them, compared; what a change of them means."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from netreg.core.compound_columns import CompoundColumn, RemarkableValues, SplitColumns
from netreg.core.entity import Row, computed_from
from netreg.core.fields import Text, Value, have_one_key
from netreg.errors import InvalidValue
from netreg.language import Label
from netreg.thai.names import name_format, title_ranks, title_table
from netreg.thai.names.own_titles import cache_names
from netreg.thai.similarity import are_spelled_alike
from netreg.thai.text import clean, match_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from types import ModuleType

    from netreg.thai.names.name_parser import Name


@cache
def _load_parser() -> ModuleType:
    """Load the parser of names, which a list of them does without."""
    from netreg.thai.names import name_parser

    return name_parser


@computed_from("titles", "given_name", "family_name", compute_all=name_format.format_names)
def display_name(titles: str | None, given: str | None, family: str | None) -> str:
    """Join titles, given and family name as Thais write them."""
    return name_format.format_name(titles or "", given or "", family or "")


def _join_bare_names(given: Iterable[str | None], family: Iterable[str | None]) -> list[str]:
    """Join the given and family names of many people."""
    return [f"{name} {more}" if more else name or "" for name, more in zip(given, family, strict=True)]


@computed_from("given_name", "family_name", compute_all=_join_bare_names)
def join_bare_name(given: str | None, family: str | None) -> str:
    """Join given and family name."""
    return f"{given} {family}" if family else given or ""


def _list_all_names(
    titles: Iterable[str | None], given: Sequence[str | None], family: Sequence[str | None], latin: Iterable[str | None]
) -> list[list[str]]:
    """List the names of many people, nearly all of whom have one."""
    found = [[name] for name in _join_bare_names(given, family)]
    for place, (title, other) in enumerate(zip(titles, latin, strict=True)):
        if other or (title and not title_table.are_known_titles(title)):
            found[place] = list_names.compute(title, given[place], family[place], other)
    return found


@computed_from("titles", "given_name", "family_name", "name_latin", compute_all=_list_all_names)
def list_names(titles: str | None, given: str | None, family: str | None, latin: str | None) -> list[str]:
    """List the name without titles, with titles that are not known ones, and in Latin letters.

    Known titles are taken off a name that is searched, too.
    """
    found = [join_bare_name.compute(given, family)]
    if titles and not title_table.are_known_titles(titles):
        found.append(display_name.compute(titles, given, family))
    if latin:
        found.append(latin)
    return found


def list_search_names(written: str) -> Iterator[str]:
    """Yield the name as written and, because titles change, the name without them."""
    yield written
    if found := _load_parser().parse_common_name(written):
        yield f"{found[1]} {found[2]}"
        return
    if bare := title_table.remove_titles(written):
        yield bare
    if written.isidentifier() and "_" not in written:
        return  # of a single word without signs nothing but titles can be taken off; to ready the parser takes longer
    try:
        name = _load_parser().parse_name(written)
    except InvalidValue:
        return
    if (cleared := f"{name.given} {name.family}".rstrip()) != bare:
        yield cleared


class LatinName(Text):
    """A name in Latin letters: capitals, and titles before it, make no other name of it."""

    def is_same(self, one: Any, other: Any) -> bool:
        """Tell whether two names are the same, whatever their capitals and titles."""
        bare = [match_key(title_table.remove_titles(str(name))) for name in (one, other)]
        return super().is_same(one, other) or (bool(bare[0]) and bare[0] == bare[1])


def split_full_name(written: str) -> tuple[Value, ...]:
    """Split a full name into titles, given and family name, and the nickname behind them."""
    if found := _load_parser().parse_common_name(written):
        return _join_titles(found[0]), found[1], found[2], None
    name = _load_parser().parse_name(written)
    return RemarkableValues((_join_titles(name.titles), name.given, name.family or None, name.nickname or None))


def _join_titles(titles: tuple[str, ...]) -> str | None:
    """Join titles as they are stored; a kind word before another title is none: ``คุณ ดร.``, ``ท่าน ผศ.``."""
    if len(titles) > 1 and titles[0] in ("คุณ", "ท่าน"):
        titles = titles[1:]
    return " ".join(titles) or None


def split_full_names(written: Sequence[str]) -> list[tuple[Value, ...] | None] | SplitColumns:
    """Split the full names of a column, most of which are a first word that recurs and a plain family name."""
    is_plain = _load_parser().is_plain_family
    firsts, _blanks, families = zip(*[name.partition(" ") for name in written], strict=True) if written else ((),) * 3
    if written and all(map(is_plain, {*families})) and all(split := list(map(_split_first_word, firsts))):
        titles, given = zip(*filter(None, split), strict=True)
        return SplitColumns((titles, given, families, [None] * len(written)))
    return [
        (*found, family, None)
        if is_plain(family) and (found := _split_first_word(first))
        else split_full_name(name)
        if name
        else None
        for name, (first, _blank, family) in ((name, name.partition(" ")) for name in written)
    ]


@cache_names(1 << 14)
def _split_first_word(word: str) -> tuple[str | None, str] | None:
    """Split titles and a given name in one word, by the shortest way; None for any other."""
    found = _load_parser().parse_plain_given(word)
    return (" ".join(found[0]) or None, found[1]) if found else None


def _split_given_name(written: str) -> tuple[Value, ...]:
    """Split a given name into itself, the titles glued to it, and a nickname behind it."""
    if found := _load_parser().parse_plain_given(written):
        return found[1], _join_titles(found[0]), None
    name = _load_parser().parse_given_name(written)
    return RemarkableValues((name.given, _join_titles(name.titles), name.nickname or None))


def _split_family_name(written: str) -> tuple[Value, ...]:
    """Split a family name into itself, and the marks and the nickname behind it."""
    if _load_parser().is_plain_family(written):
        return written, None, None
    name = _load_parser().parse_family_name(written)
    if name.family == written:
        return written, None, None
    return RemarkableValues((name.family or None, " ".join(name.titles) or None, name.nickname or None))


def _find_family_name_remark(cell: str, values: tuple[Value, ...]) -> str | None:  # noqa: ARG001
    """Find what is to be said of how a family name was read."""
    return _join_notes(_load_parser().parse_family_name(cell))


def _choose_former(name: Name) -> tuple[str, bool] | None:
    """Return the former family name that a name gives, and whether it says so."""
    if name.former_family:
        return name.former_family, True
    return (name.perhaps_family, False) if name.perhaps_family else None


def _find_name_remark(cell: str, values: tuple[Value, ...]) -> str | None:  # noqa: ARG001
    """Find what is to be said of how a name was read."""
    return _join_notes(_load_parser().parse_name(cell))


def _find_given_name_remark(cell: str, values: tuple[Value, ...]) -> str | None:  # noqa: ARG001
    """Find what is to be said of how a given name was read."""
    return _join_notes(_load_parser().parse_given_name(cell))


def _join_notes(name: Name) -> str | None:
    return "; ".join(dict.fromkeys(remark.note for remark in name.remarks)) or None


def _combine_names(value: str, other: str) -> Value:
    """Combine two parts of names from two columns of a row: equal ones, or titles; None where they do not agree."""
    if have_one_key(value, other):
        return other
    return title_ranks.combine_titles(value, other) if title_table.are_known_titles(value) else None


def is_same_person(before: Row, after: Row) -> bool:
    """Tell whether at most one of given and family name changes: hardly anybody changes both."""
    parts = PARTS[1:]
    if any(before[part] == after[part] for part in parts):
        return True
    changed = [match_key(str(before[part] or "")) != match_key(str(after[part] or "")) for part in parts]
    return not (all(changed) and before["family_name"] and after["family_name"])


def is_same_sharer(before: Row, after: Row) -> bool:
    """Tell whether the given name stays: by an e-mail, another one may be that of a relative."""
    one, other = (str(row["given_name"] or "") for row in (before, after))
    return is_same_person(before, after) and (match_key(one) == match_key(other) or _is_same_name(before, after))


def find_former_name(before: Row, after: Row) -> Row | None:
    """Return the name that a change gives up, with its titles; who gets a family name had none to give up."""
    parts = PARTS[1:]
    if not all(before[part] and after[part] for part in parts) or _is_same_name(before, after):
        return None
    return {part: before[part] for part in PARTS}


def find_former_titles(before: Row, after: Row) -> Row | None:
    """Return the name with the titles that a change gives up where the name stays; another spelling of them is none."""
    one, other = (str(row["titles"] or "") for row in (before, after))
    if not one or not _is_same_name(before, after) or title_table.are_same_titles(one, other):
        return None
    return {part: before[part] for part in PARTS}


def _is_same_name(before: Row, after: Row) -> bool:
    """Tell whether two full names differ in nothing but their spelling, or in where they are cut."""
    one, other = join_bare_name(before), join_bare_name(after)
    return one == other or match_key(one) == match_key(other)


def is_respelling(before: Row, after: Row) -> bool:
    """Tell whether given or family name change in no more than a letter or a tone mark."""
    pairs = [(str(before[part] or ""), str(after[part] or "")) for part in PARTS[1:]]
    changed = [pair for pair in pairs if match_key(pair[0]) != match_key(pair[1])]
    return bool(changed) and not _is_same_name(before, after) and all(are_spelled_alike(*pair) for pair in changed)


def is_new_name(before: Row, after: Row) -> bool:
    """Tell whether somebody got another family name, as by marriage: the given name stays, and the script."""
    one, other = (str(row["family_name"] or "") for row in (before, after))
    given = [match_key(str(row["given_name"] or "")) for row in (before, after)]
    is_kept = given[0] == given[1] and one.isascii() == other.isascii()
    return bool(one and other) and is_kept and not are_spelled_alike(one, other)


PARTS = ("titles", "given_name", "family_name")


def make_person(name: str) -> Row:
    """Make a person of whom only the name is known."""
    return dict(zip(PARTS, split_full_name(name), strict=False))


FULL_NAME = CompoundColumn(
    "name",
    Label("ชื่อ-สกุล", "Name"),
    ("ชื่อ-นามสกุล", "ชื่อและนามสกุล", "ชื่อ สกุล", "ชื่อ นามสกุล", "รายชื่อ", "ชื่อเต็ม", "full name"),
    PARTS,
    split_full_name,
    Label("คำนำหน้า ชื่อ และนามสกุล", "titles, given and family name"),
    "ผศ.ดร.สมมติ ตัวอย่าง",
    find_remark=_find_name_remark,
    beside=("nickname",),
    combine=_combine_names,
    find_former=lambda cell: _choose_former(_load_parser().parse_name(cell)),
    split_all=split_full_names,
)


def _find_former_family(cell: str) -> tuple[str, bool]:
    """Return the family name in a cell with a former name: whole, or the family name alone.

    Raises:
        InvalidValue: when it is no name of a person.
    """
    words, parser = clean(cell).split(), _load_parser()
    is_alone = len(words) == 1 or words[0] == "ณ"
    return parser.parse_family_name(cell).family if is_alone else parser.parse_name(cell).family, True


def _split_former_family(written: str) -> tuple[Value, ...]:
    """Return that a cell with a former family name fills no field."""
    _find_former_family(written)
    return RemarkableValues((None, None))


FORMER_FAMILY = CompoundColumn(
    "former_family",
    Label("นามสกุลเดิม", "Former family name"),
    (
        "สกุลเดิม", "ชื่อสกุลเดิม", "ชื่อ-สกุลเดิม", "ชื่อ-นามสกุลเดิม", "ชื่อและนามสกุลเดิม", "นามสกุลก่อนสมรส",
        "นามสกุล (เดิม)", "maiden name", "former surname", "previous surname",
    ),
    ("family_name",),
    _split_former_family,
    Label("นามสกุลที่ใช้ก่อนเปลี่ยน", "the family name before it was changed"),
    "เดิมตัวอย่าง",
    beside=("nickname",),
    find_former=_find_former_family,
)  # fmt: skip
_GIVEN_NAME = CompoundColumn(
    "given_name",
    Label("ชื่อตัว", "Given name"),
    (),
    ("given_name",),
    _split_given_name,
    Label("ชื่อตัว", "given name"),
    "สมมติ",
    find_remark=_find_given_name_remark,
    beside=("titles", "nickname"),
    combine=_combine_names,
    find_former=lambda cell: _choose_former(_load_parser().parse_given_name(cell)),
)
_FAMILY_NAME = CompoundColumn(
    "family_name",
    Label("นามสกุล", "Family name"),
    (),
    ("family_name",),
    _split_family_name,
    Label("นามสกุล", "family name"),
    "ตัวอย่าง",
    find_remark=_find_family_name_remark,
    beside=("titles", "nickname"),
    combine=_combine_names,
    find_former=lambda cell: _choose_former(_load_parser().parse_family_name(cell)),
)


def choose_name_compound(field: str, columns: Container[str]) -> CompoundColumn | None:
    """Choose how a column of given or of family names is read: titles may be glued to it, or it has full names."""
    if field == "family_name":
        return _FAMILY_NAME if "given_name" in columns else None
    if field != "given_name":
        return None
    return _GIVEN_NAME if "family_name" in columns else FULL_NAME
