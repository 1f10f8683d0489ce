"""The query language of lists: text read into a tree of terms, and written again.

::

    query  = either ("or" either)*           also หรือ, |
    either = factor ("and"? factor)*         also และ
    factor = ("-" | "not") factor | "(" query ")" | term | word     also ไม่ใช่
    term   = FIELD ":" value                 FIELD may be quoted
    value  = VALUE | ("<" | "<=" | ">" | ">=" | "=") VALUE | [VALUE] ".." [VALUE]

Words and values are parted by blanks; quotes (``"`` or ``'``) keep them together and take every
other sign in them as it is. What a field and a value mean is not known here. :func:`parse_query` and
:func:`format_query` are the inverse of each other: ``parse_query(format_query(tree)) == tree``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netreg.core.queries.query_error import NOWHERE, Place, QueryError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TERMS = 100
_MOST_NESTED = 40
_OR, _AND = frozenset({"or", "OR", "Or", "หรือ", "|"}), frozenset({"and", "AND", "And", "และ", "&"})
_NOT = frozenset({"not", "NOT", "Not", "ไม่ใช่"})
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "«": "»"}
_SIGNS = {*":\uff1a<>=≤≥()\\", *_QUOTES, *_QUOTES.values()}
_COMPARISONS = ("<=", ">=", "≤", "≥", "<", ">", "=")
_SAME = {"≤": "<=", "≥": ">="}
_RANGE = ".."
MISSING, HAS = ("missing", "ไม่มี", "ขาด"), ("has", "มี")
"""The words that ask for a blank field, or for one that is not."""


@dataclass(frozen=True)
class Word:
    """A text that is sought anywhere in a record."""

    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class FieldTerm:
    """A field and what is asked of it.

    `sign` is ``:`` for a value, ``=`` for just that value, a comparison with a value, or ``..`` for a range from
    `value` to `until`, of which one may be empty.
    """

    name: str
    sign: str
    value: str
    until: str = ""
    place: Place = field(default=NOWHERE, compare=False)
    value_place: Place = field(default=NOWHERE, compare=False)

    @property
    def name_place(self) -> Place:
        """Where the name of the field stands."""
        return Place(self.place.start, min(self.place.start + len(self.name), self.place.end))


@dataclass(frozen=True)
class Not:
    """The records that do not meet a part of a query."""

    part: Node


@dataclass(frozen=True)
class All:
    """The records that meet every one of two or more parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    """The records that meet at least one of two or more parts."""

    parts: tuple[Node, ...]


Node = Word | FieldTerm | Not | All | Either


# --- reading ----------------------------------------------------------------------------


def parse_query(written: str) -> Node | None:
    """Return the tree of a query, None for an empty one.

    Raises:
        QueryError: with the place that cannot be read and the nearest right form.
    """
    return _Reader(written).read()


class _Letter(NamedTuple):
    """A letter of a word or term; one within quotes is no sign of the language."""

    sign: str
    at: int
    quoted: bool


class _Reader:
    """One reading of a query, from left to right."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._at = 0
        self._nested = 0
        self._terms = 0

    def read(self) -> Node | None:
        self._skip_blanks()
        if self._is_over():
            return None
        found = self._read_query()
        if not self._is_over():
            rest = self._written
            form = f"{rest[: self._at]}{rest[self._at + 1 :]}".strip()
            raise self._refuse(Place(self._at, self._at + 1), _("there is no '(' for this ')'"), form)
        return found

    def _read_query(self) -> Node:
        parts = [self._read_all()]
        while (joint := self._peek_word()) in _OR:
            start = self._at
            self._skip(len(joint))
            if self._is_over() or self._peek() == ")":
                raise self._refuse_joint(start, joint)
            parts.append(self._read_all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _read_all(self) -> Node:
        parts: list[Node] = []
        while not self._is_over() and self._peek() != ")" and (word := self._peek_word()) not in _OR:
            if word in _AND:
                start = self._at
                self._skip(len(word))
                if not parts or self._is_over() or self._peek() == ")" or self._peek_word() in _OR | _AND:
                    raise self._refuse_joint(start, word)
                continue
            parts.append(self._read_factor())
        if not parts:
            if word := self._peek_word():
                raise self._refuse_joint(self._at, word)
            raise self._refuse(Place(self._at, self._at + 1), _("something is expected here"))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _refuse_joint(self, start: int, word: str) -> QueryError:
        rest = f"{self._written[:start]}{self._written[start + len(word) :]}"
        return self._refuse(
            Place(start, start + len(word)),
            _("'{word}' needs a term on both sides").format(word=word),
            " ".join(rest.split()) or f'"{word}"',
        )

    def _read_factor(self) -> Node:
        self._nested += 1
        if self._nested > _MOST_NESTED:
            raise self._refuse(Place(self._at, self._at + 1), _("the query is nested too deeply"))
        found = self._read_nested()
        self._nested -= 1
        self._skip_blanks()
        return found

    def _read_nested(self) -> Node:
        start = self._at
        sign = self._peek()
        if (word := self._peek_word()) in _NOT:
            self._skip(len(word))
            if self._is_over() or self._peek() == ")" or self._peek_word() in _OR | _AND:
                sentence = _("'{word}' stands before what it excludes").format(word=word)
                raise self._refuse(Place(start, start + len(word)), sentence, f'"{word}"')
            return Not(self._read_factor())
        if sign in "-−–":
            self._at += 1
            if self._is_over() or self._peek().isspace() or self._peek() == ")":
                rest = self._written[self._at :].lstrip()
                form = f"{self._written[: self._at]}{rest}" if rest.strip(")") else '"-"'
                raise self._refuse(Place(start, self._at), _("'-' stands right before what it excludes"), form)
            return Not(self._read_factor())
        if sign != "(":
            return self._read_atom()
        self._skip(1)
        if self._is_over() or self._peek() == ")":
            raise self._refuse(Place(start, self._at + 1), _("there is nothing between '(' and ')'"))
        found = self._read_query()
        if self._is_over():
            raise self._refuse(Place(start, start + 1), _("there is no ')' for this '('"), f"{self._written.rstrip()})")
        self._at += 1
        return found

    def _read_atom(self) -> Node:
        self._terms += 1
        start = self._at
        letters = list(self._read_letters())
        place = Place(start, self._at)
        if self._terms > MOST_TERMS:
            raise self._refuse(place, _("a query has at most {n} terms").format(n=MOST_TERMS))
        signs = "".join("\0" if letter.quoted else letter.sign for letter in letters)
        colon = signs.find(":")
        if colon < 0:
            return self._make_word(letters, signs, place)
        name = _join(letters[:colon]).strip()
        if not name:
            rest = _join(letters[colon + 1 :])
            raise self._refuse(Place(start, start + 1), _("a field is expected before ':'"), quote_text(rest or ":"))
        return self._make_term(name, letters[colon + 1 :], signs[colon + 1 :], place)

    def _make_word(self, letters: list[_Letter], signs: str, place: Place) -> Word:
        word = _join(letters)
        if not word.strip():
            raise self._refuse(place, _("the text between the quotes is empty"))
        at = min((at for sign in ("<", ">", "=", "≤", "≥") if (at := signs.find(sign)) > 0), default=0)
        if at:
            rest = _join(letters[at:]).removeprefix("=")
            form = f"{_join(letters[:at])}:{rest}"
            sentence = _("a field and what is asked of it are separated by ':'")
            advice = _("write {form}, or {quoted} to search for the text").format(form=form, quoted=quote_text(word))
            raise QueryError(self._written, place, sentence, advice)
        return Word(word, place)

    def _make_term(self, name: str, letters: list[_Letter], signs: str, place: Place) -> FieldTerm:
        at = Place(letters[0].at if letters else place.end - 1, place.end)
        comparison = next((sign for sign in _COMPARISONS if signs.startswith(sign)), "")
        sign = _SAME.get(comparison, comparison)
        letters, signs = letters[len(comparison) :], signs[len(comparison) :]
        cut = _find_range(signs)
        if cut >= 0 and sign:
            form = f"{quote_name(name)}:{sign}{quote_text(_join(letters[:cut]) or _join(letters[cut + 2 :]))}"
            raise self._refuse(at, _("a comparison and a range cannot be combined"), form)
        if cut >= 0:
            first, last = _join(letters[:cut]).strip(), _join(letters[cut + 2 :]).strip()
            if first or last:
                return FieldTerm(name, _RANGE, first, last, place, at)
        value = _join(letters).strip()
        if not value or cut >= 0:
            raise self._refuse_empty(name, sign, at)
        return FieldTerm(name, sign or ":", value, "", place, at)

    def _refuse_empty(self, name: str, sign: str, at: Place) -> QueryError:
        """Refuse a term without a value: what is meant often stands behind a blank."""
        start = self._at
        self._skip_blanks()
        value = ""
        if start < self._at and not self._is_over() and self._peek() not in "()-":
            value = _join(list(self._read_letters()))
        if text.match_key(name) in (*MISSING, *HAS):
            sentence = _("the name of a field is expected behind '{name}:'").format(name=name)
            return self._refuse(at, sentence, f"{name}:{quote_name(value or 'note')}")
        form = f"{quote_name(name)}:{sign}{value}" if value and ":" not in value else f"missing:{quote_name(name)}"
        sentence = _("a value is expected behind '{name}:{sign}'").format(name=name, sign=sign)
        return self._refuse(at, sentence, form)

    def _read_letters(self) -> Iterator[_Letter]:
        """Yield the letters of a word or term; a quote opens where a field or a value begins."""
        opens, brackets = True, 0
        while not self._is_over():
            sign = self._peek()
            if sign.isspace() or (sign == ")" and not brackets):
                return
            if opens and sign in _QUOTES:
                yield from self._read_quoted(_QUOTES[sign])
                opens = False
                continue
            brackets += (sign == "(") - (sign == ")")
            yield _Letter(":" if sign == "\uff1a" else sign, self._at, quoted=False)
            self._at += 1
            opens = sign in ":\uff1a<>=≤≥" or self._written[: self._at].endswith(_RANGE)

    def _read_quoted(self, end: str) -> Iterator[_Letter]:
        start = self._at
        self._at += 1
        while not self._is_over() and self._peek() != end:
            if self._peek() == "\\" and self._written[self._at + 1 : self._at + 2] in (end, "\\"):
                self._at += 1
            yield _Letter(self._peek(), self._at, quoted=True)
            self._at += 1
        if self._is_over():
            form = f"{self._written.rstrip()}{end}"
            raise self._refuse(Place(start, start + 1), _("the quote that opens here is not closed"), form)
        self._at += 1

    # --- the text, letter by letter ---

    def _is_over(self) -> bool:
        return self._at >= len(self._written)

    def _peek(self) -> str:
        return self._written[self._at : self._at + 1]

    def _peek_word(self) -> str:
        """Return the letters up to the next blank or bracket, without reading them."""
        end = self._at
        while end < len(self._written) and not self._written[end].isspace() and self._written[end] not in "()":
            end += 1
        return self._written[self._at : end]

    def _skip(self, count: int) -> None:
        self._at += count
        self._skip_blanks()

    def _skip_blanks(self) -> None:
        while self._peek().isspace():
            self._at += 1

    def _refuse(self, place: Place, sentence: str, form: str = "") -> QueryError:
        return QueryError(self._written, place, sentence, _("write {form}").format(form=form) if form else "")


def _join(letters: list[_Letter]) -> str:
    return "".join(letter.sign for letter in letters)


def _find_range(signs: str) -> int:
    """Return where the two dots of a range stand; three and more are an ellipsis."""
    at = signs.find(_RANGE)
    return -1 if at >= 0 and signs[at : at + 3] == "..." else at


# --- writing ----------------------------------------------------------------------------


def format_query(node: Node) -> str:
    """Return a tree as a query that is read as the same tree."""
    if isinstance(node, Word):
        return quote_text(node.text)
    if isinstance(node, FieldTerm):
        return _format_term(node)
    if isinstance(node, Not):
        return f"-{_format_part(node.part)}"
    joint = " or " if isinstance(node, Either) else " "
    return joint.join(map(_format_part, node.parts))


def _format_part(node: Node) -> str:
    written = format_query(node)
    return f"({written})" if isinstance(node, All | Either) else written


def _format_term(term: FieldTerm) -> str:
    value = quote_text(term.value) if term.value else ""
    if term.sign == _RANGE:
        return f"{quote_name(term.name)}:{value}..{quote_text(term.until) if term.until else ''}"
    return f"{quote_name(term.name)}:{term.sign if term.sign != ':' else ''}{value}"


def quote_name(name: str) -> str:
    """Return the name of a field, quoted where it would not be read as one otherwise."""
    return quote_text(name)


def quote_text(written: str) -> str:
    """Return a text as one word of a query, quoted where it would be read as anything else."""
    signs = set(written)
    plain = not (signs & _SIGNS or any(map(str.isspace, written)) or ".." in written)
    if plain and written and written[0] not in "-−–." and written[-1] != "." and written not in _OR | _AND | _NOT:
        return written
    return '"{}"'.format(written.replace("\\", "\\\\").replace('"', '\\"'))
