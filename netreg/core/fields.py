"""The types of field: how a value is read from text, stored, and shown.

A stored value is a ``str``, an ``int`` or ``None``, as SQLite holds it. Each type says
once how a text that a person or a file wrote becomes that value (:meth:`Field.parse`),
how people see it (:meth:`Field.show`) and what scripts get (:meth:`Field.to_json`).
``parse(show(value)) == value`` holds for all; days of January to March before 1941 are shown in ค.ศ., since
in พ.ศ. they are refused: the Thai year began in April.

The types for Thai dates, terms, names, places and telephones are in :mod:`thai_fields`,
addresses in :mod:`address_fields`, choices in :mod:`choice_fields`, those that hold several values and are never stored
in :mod:`plural_fields`. A type of which netreg.thai has values by the same name ends in
``Field``: a ``TermField`` holds a term.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from netreg.errors import InvalidValue
from netreg.language import Label, _, get_language
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Value = str | int | None


class Style(NamedTuple):
    """How values are shown: the era of years (``be``, ``ce``), the language, in long or short form.

    `plain` values are shown as they are stored, where that is readable.
    """

    era: str = "be"
    lang: str = "th"
    long: bool = False
    plain: bool = False


class Ref(NamedTuple):
    """Another record, as the value of a field that points to it."""

    kind: str
    id: int
    code: str | None
    name: str


PLAIN = Style("ce", "en", plain=True)


def choose_sentence_style() -> Style:
    """Return the style of values within a sentence: as people read them in Thai, as they are typed in English."""
    return Style() if get_language() == "th" else PLAIN


def have_one_key(value: str, other: str) -> bool:
    """Return whether two texts are the same name, typed differently perhaps."""
    return text.match_key(str(value)) == text.match_key(str(other))


class Field:
    """A text on one line, and the base of every other type of field."""

    sql_type = "TEXT"
    collation = ""
    """The collation by which SQL compares values that are the same though they are typed with other capitals."""
    is_numeric = False
    is_picture = False
    """Whether it is a picture, which only people see."""
    remark_pattern: re.Pattern[str] | None = None
    """The pattern of the cells that :meth:`find_remark` is asked about: none where there is never a remark.

    A cell that is its own value is never asked about.
    """

    def __init__(
        self,
        name: str,
        th: str,
        en: str,
        *headings: str,
        required: bool = False,
        is_name: bool = False,
        help: str = "",
    ) -> None:
        """`headings` are further headings that a column of a file may have.

        A field that `is_name` says by what name something goes, which stays the same however it is typed.
        """
        self.name = name
        self.label = Label(th, en)
        self.headings = headings
        self.required = required
        self.is_name = is_name
        self.help = help

    @property
    def column(self) -> str:
        """The column of the table that holds the value."""
        return self.name

    def find_stand_in(self, value: Any) -> Value:
        """Find what stands in a record for a value that the field cannot have: rules may rely on a required one."""
        if self.is_numeric:
            return 0 if self.required else None
        if type(self) in (Field, Text):
            return text.clean(value.encode(errors="replace").decode(), lines=True) or ("?" if self.required else None)
        return None

    @property
    def collate_clause(self) -> str:
        """The clause behind a comparison in SQL, empty where values are compared as they are typed."""
        return f" COLLATE {self.collation}" if self.collation else ""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Return the value that `written` stands for, None for an empty text.

        `years` (``be`` or ``ce``) says in which era the years of dates are written.

        Raises:
            InvalidValue: with the reason, when the text is not valid.
        """
        return text.clean(written) or None

    def knows_word(self, word: str) -> bool:  # noqa: ARG002
        """Return whether a word that elsewhere stands for a blank is a value of the field, as `none` may be."""
        return False

    def combine(self, value: str, other: str) -> Value:
        """Return what two values from two columns of a row say together; None where they do not agree."""
        return other if have_one_key(value, other) else None

    def holds(self, value: Any) -> bool:
        """Tell whether a stored value, not None, is one that the field can have: another tool may have written it."""
        return bool(value) and (value.isprintable() or text.is_clean(value))

    def get_plain_matcher(self) -> Callable[[str], object] | None:
        """Return a matcher of the texts that :meth:`parse` returns unchanged, or None.

        Columns of many different values are read faster with it; None where that is not worth it.
        """
        return None

    def find_remark(self, cell: str, value: Any) -> str | None:  # noqa: ARG002
        """Return what is to be said of a cell of a file that was read as `value`, None for nothing.

        Equal remarks are told once, with their number: the sentence does not repeat the cell.
        Asked only about cells in which `remark_pattern` is found, anywhere in the cell.
        """
        return None

    def is_same(self, one: Any, other: Any) -> bool:
        """Tell whether two values mean the same, however they are typed."""
        return bool(one == other or (self.is_name and text.match_key(str(one)) == text.match_key(str(other))))

    def contradicts(self, one: Any, other: Any) -> bool:
        """Tell whether two values cannot both be true of one record."""
        return not self.is_same(one, other)

    def merge(self, before: Any, given: Any) -> Value:
        """Return what a record that has the value `before` keeps where a row of a file gives another.

        Signs in the wrong order are no spelling: the value with them in order is taken.
        """
        kept: Value = before if self.is_same(before, given) and given != text.mend_signs(str(before)) else given
        return kept

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Return the value as people read it, an empty text for None."""
        return "" if value is None else str(value)

    def to_json(self, value: Any) -> Any:
        """Return the value as scripts get it, fit for JSON."""
        return value

    def to_cell(self, value: Any) -> str:
        """Return the value as one cell of a machine-read table."""
        plain = self.to_json(value)
        return "" if plain is None else str(plain)


class Text(Field):
    """A text; with ``lines=True`` it may have several lines."""

    def __init__(self, *args: Any, lines: bool = False, **more: Any) -> None:
        """With `lines`, line breaks are kept."""
        super().__init__(*args, **more)
        self.lines = lines

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Return the text without blanks at its ends, control and zero-width characters."""
        if self.lines:
            return text.clean(written, lines=True) or None
        return text.clean(re.sub(r"[\r\n\t]+", " ", written)) or None


class Code(Field):
    """A short name that an office gives a record, such as ``kku-lib``."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Accept letters of any script, digits and ``- . _ /``, but not digits alone."""
        code = text.clean(written)
        if not code:
            return None
        if text.to_ascii_digits(code).isdigit():
            raise InvalidValue(_("a code of digits alone would be taken for a record's number; add a letter"))
        if re.search(r"[\s,;:=<>#'\"]", code):
            raise InvalidValue(_("a code cannot contain spaces, quotes or any of , ; : = # < >"))
        return code

    def get_plain_matcher(self) -> Callable[[str], object]:
        """Match a code of ASCII letters and digits, with a letter among them."""
        return _get_plain_code_pattern().fullmatch


@cache
def _get_plain_code_pattern() -> re.Pattern[str]:
    return re.compile("[0-9]*[A-Za-z][A-Za-z0-9._/-]*")


class OfficialCode(Field):
    """A code that an authority gives, such as the ten digits of a school; leading zeros are kept."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Accept letters, digits and ``- . / _``; Thai digits become ASCII ones."""
        code = text.clean(text.fold_number(text.clean(written)))
        if not code:
            return None
        if not re.fullmatch(r"[\w./-]+", code) or not any(map(str.isalnum, code)):
            raise InvalidValue(
                _("'{text}' is not an official code; write letters and digits without spaces").format(
                    text=shorten(written)
                )
            )
        return code


class OfficeNumber(Text):
    """A number or sign that an office gives somebody, such as a student number; leading zeros are kept."""

    def parse(self, written: str, years: str | None = None) -> Value:
        """Read Thai and full-width digits as ASCII ones, and every dash, blanks beside it or not, as ``-``."""
        value = super().parse(written, years)
        return text.clean(text.fold_number(str(value))) if value else None


class TextList(Field):
    """Several texts in order, stored as a JSON array."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Split the text at line breaks, or a single line at ``;``."""
        parts = re.split(r"[\r\n]+", written) if "\n" in written else written.split(";")
        return self.store(parts)

    def is_same(self, one: Any, other: Any) -> bool:
        """Tell whether two lists are equal; of names, whether they are the same names however they are typed."""
        if one == other or not self.is_name:
            return bool(one == other)
        keys = [{text.match_key(part) for part in self.to_json(parts)} for parts in (one, other)]
        return keys[0] == keys[1]

    def contradicts(self, one: Any, other: Any) -> bool:
        """Tell whether two lists have nothing in common."""
        return set(self.to_json(one)).isdisjoint(self.to_json(other))

    @staticmethod
    def store(parts: Iterable[str]) -> Value:
        """Return the stored form of `parts`, without empty and repeated ones."""
        import json

        kept = dict.fromkeys(filter(None, map(text.clean, parts)))
        return json.dumps(list(kept), ensure_ascii=False) if kept else None

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Join the texts with ``;``, or by lines where a text contains a ``;`` itself."""
        parts = self.to_json(value)
        if any(";" in part for part in parts):
            return "\n".join(parts) + "\n"
        return "; ".join(parts)

    def holds(self, value: Any) -> bool:
        """Tell whether it is a JSON array of texts."""
        return bool(_load_texts(value))

    def to_json(self, value: Any) -> list[str]:
        """Return the texts as a list, an empty one for what is no list of texts."""
        return (_load_texts(value) or []) if value else []

    def to_cell(self, value: Any) -> str:
        """Return the texts as they are shown."""
        return self.show(value)


def _load_texts(value: str) -> list[str] | None:
    """Return the texts of a JSON array, None where it is none or has anything else in it."""
    import json

    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and all(isinstance(part, str) for part in found) else None


def _explain_count(number: str) -> str:
    """Return the sentence on a text that is no count: of one number with words around it, what to type."""
    digits = re.findall(r"[0-9]+", number.replace(",", ""))
    vague = "(?i)[<>~≈≥≤+]|ประมาณ|ราว|กว่า|เกิน|อย่างน้อย|ไม่น้อย|ขึ้นไป|เกือบ|about|over|more|least|approx|around"
    if len(digits) == 1 and re.search(vague, number):
        return _("'{text}' is not exact; write the number alone, such as {n}").replace("{n}", digits[0])
    return _("'{text}' is not a whole number; write it in digits")


class Count(Field):
    """A whole number, zero or more."""

    sql_type = "INTEGER"
    is_numeric = True
    most = 10**15
    may_name_unit = True
    """Whether the word for what is counted may stand behind the number."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Accept Thai digits, commas between thousands, and behind a count its word: ``20 คน``, ``1,234 ครั้ง``."""
        number = text.to_ascii_digits(text.clean(written))
        if self.may_name_unit:
            number = re.sub(
                r"(?<=[0-9])\s*(?:คน|ท่าน|ราย|รูป|ครั้ง|แห่ง|รุ่น|จังหวัด|ที่นั่ง|วัน|people|persons?|seats|days)$", "", number
            )
        if not number:
            return None
        if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]+", number):
            raise InvalidValue(_explain_count(number).format(text=shorten(written)))
        count = int(number.replace(",", "")) if len(number) <= 20 else self.most + 1
        if count > self.most:
            raise InvalidValue(_("'{text}' is too large").format(text=shorten(written)))
        return count

    def holds(self, value: Any) -> bool:
        """Tell whether it lies within what can be written."""
        return bool(0 <= value <= self.most)

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Write commas between thousands."""
        return "" if value is None else f"{value:,}"


class Number(Count):
    """A whole number that does not count, such as a position or a BE year."""

    may_name_unit = False

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Write the digits alone."""
        return "" if value is None else str(value)


class Money(Count):
    """An amount in baht, stored as whole satang."""

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Accept ``฿`` or ``บาท`` beside the amount, Thai digits, and commas between thousands."""
        amount = re.sub(
            r"^(฿|THB)|(บาท(ถ้วน)?|THB|\.-|฿)$", "", text.to_ascii_digits(text.clean(written)).strip()
        ).strip()
        if not text.clean(written):
            return None
        if not re.fullmatch(r"([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?", amount) or len(amount) > 20:
            raise InvalidValue(
                _("'{text}' is not an amount of money; write it in baht, like 12,500.50").format(text=shorten(written))
            )
        baht, _dot, satang = amount.replace(",", "").partition(".")
        if int(baht) >= self.most // 100:
            raise InvalidValue(_("'{text}' is too large").format(text=shorten(written)))
        return int(baht) * 100 + int(satang.ljust(2, "0") or 0)

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Write baht, with commas between thousands."""
        return "" if value is None else f"{value // 100:,}.{value % 100:02}"

    def to_json(self, value: Any) -> str | None:
        """Return baht as a decimal text: a float could not hold every amount."""
        return None if value is None else f"{value // 100}.{value % 100:02}"

    def to_cell(self, value: Any) -> str:
        """Return the decimal text."""
        return self.to_json(value) or ""


class Reference(Field):
    """A reference to another record: stored as its number, written as its code, number or name."""

    sql_type = "INTEGER"

    def __init__(self, *args: Any, to: str, parent: bool = False, **more: Any) -> None:
        """`to` names the kind; with ``parent=True`` the record belongs to that one."""
        super().__init__(*args, **more)
        self.to = to
        self.parent = parent

    @property
    def column(self) -> str:
        """The column that holds the number of the other record."""
        return f"{self.name}_id"

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Return the name of the other record, or of who is only written down and has none."""
        return value.name if isinstance(value, Ref) else super().show(value)

    def to_json(self, value: Any) -> Any:
        """Return number, code and name of the other record."""
        if isinstance(value, Ref):
            return {"id": value.id, "code": value.code, "name": value.name}
        return None if isinstance(value, str) else value

    def to_cell(self, value: Any) -> str:
        """Return the name of the other record."""
        return self.show(value)


def shorten(written: str, length: int = 40) -> str:
    """Cut a text so that it fits into a message."""
    cleaned = text.clean(written)
    return cleaned if len(cleaned) <= length else cleaned[: length - 1] + "…"
