"""A register with people of invented names, among them near-duplicates of ten kinds, and look-alikes who are others."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities import BY_NAME
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

_GIVEN_FIRST = (
    "สม som,วิ wi,ประ pra,กิต kit,ณัฐ nat,สุ su,ปิยะ piya,ธน tana,พร porn,ชล chon,นภา napa,จิรา jira,รัตน์ rat,อนุ anu,"
    "ศิริ siri,วร wora,พงศ์ pong,กมล kamon,มนัส manat,ทวี tawee,บุญ boon,แก้ว kaew,แสง saeng,น้ำ nam,เพ็ญ pen,ขวัญ kwan,"
    "ดวง duang,เกียรติ kiat,ภัทร pat,ยุพา yupa"
)
_GIVEN_LAST = (
    "ชาย chai,ศรี sri,พร porn,ชัย chai,วรรณ wan,มาศ mat,นุช nut,รัตน์ rat,ศักดิ์ sak,พล pon,ดา da,กานต์ kan,ทิพย์ tip,นี nee,"
    "วัฒน์ wat,เดช det,ลักษณ์ lak,จันทร์ chan,ฝน fon,ฤดี ruedee,ธิดา tida,ชนก chanok,ภรณ์ porn,ใจ jai,หญิง ying,สุดา suda"
)
_FAMILY = (
    "แก้ว kaew,ทอง tong,ศรี sri,วงศ์ wong,สุข suk,รุ่ง rung,เจริญ charoen,ใจ jai,มั่น man,คง kong,พันธ์ pan,บุญ boon,ชัย chai,"
    "แสง saeng,ดี dee,ไพร prai,กุล kun,รักษ์ rak,สิงห์ sing,หอม hom,คำ kam,นำ num,ลำ lam,ธรรม tam,ทรัพย์ sap,มณี manee,เพชร pet,"
    "พิมพ์ pim,กล้า kla,ใหญ่ yai,งาม ngam,สว่าง sawang,อินทร์ in,จันทร์ chan,ขวัญ kwan,เมือง mueang,สมบัติ sombat,ประเสริฐ prasert"
)
_TITLES = ("นาย", "นางสาว", "ผศ. ดร.", "รศ. ดร.", "ดร.", "อ.")


class Named(NamedTuple):
    """A part of a name in Thai and in Latin letters."""

    thai: str
    latin: str


def _read_syllables(written: str) -> list[Named]:
    return [Named(*one.split(" ")) for one in written.split(",")]


GIVEN_FIRST, GIVEN_LAST, FAMILY = map(_read_syllables, (_GIVEN_FIRST, _GIVEN_LAST, _FAMILY))


class Planted(NamedTuple):
    """The pairs that are one person, by kind, and those that are two; each the older record first."""

    same: dict[str, list[tuple[int, int]]]
    others: dict[str, list[tuple[int, int]]]


class Person(NamedTuple):
    """Somebody as stored, with the name in Latin letters and the unit."""

    number: int
    values: dict[str, Any]
    latin: tuple[str, str]
    unit: int


class Register:
    """A register that is filled with people, each in one of forty faculties."""

    def __init__(self, db: sqlite3.Connection, seed: int = 1) -> None:
        self.db, self.random = db, random.Random(seed)
        self.units: list[int] = []
        self.short: dict[int, int] = {}
        self.names: set[tuple[str, str]] = set()
        top = self._add("organisation", name_th="มหาวิทยาลัยสมมุตินาม")
        for place in range(40):
            name, short = f"คณะทดลองที่ {place + 1}ก", f"คทล.{place + 1}"
            unit = self._add("organisation", name_th=name, parent=top, abbreviation=f'["{short}"]')
            self.units.append(unit)
            self.short[unit] = self._add("organisation", name_th=short)

    def _add(self, kind: str, **values: Any) -> int:
        return records.insert_record(self.db, BY_NAME[kind], values)

    def make_name(self, holding: str = "") -> tuple[Named, Named]:
        """Make a name that nobody has, one that holds a sign if asked for."""
        choose = self.random.choice
        while True:
            given = (choose(GIVEN_FIRST), choose(GIVEN_LAST))
            family = (choose(FAMILY), choose(FAMILY), choose(FAMILY))
            parts = [Named("".join(p.thai for p in ps), "".join(p.latin for p in ps).title()) for ps in (given, family)]
            key = (parts[0].thai, parts[1].thai)
            if key not in self.names and holding in "".join(key):
                self.names.add(key)
                return parts[0], parts[1]

    def add_person(self, holding: str = "", **values: Any) -> Person:
        """Add somebody new."""
        given, family = self.make_name(holding)
        number = len(self.names)
        own: dict[str, Any] = {
            "titles": self.random.choice(_TITLES),
            "given_name": given.thai,
            "family_name": family.thai,
        }
        if self.random.random() < 0.6:
            own["email"] = f"p{number}@example.org"
        if self.random.random() < 0.5:
            own["phone"] = f"08{number:08d}"
        if self.random.random() < 0.3:
            draw = self.random.randint
            own["birth_date"] = f"{draw(1950, 2000)}-{draw(1, 12):02d}-{draw(1, 28):02d}"
        return self.put(own | values, self.random.choice(self.units), (given.latin, family.latin))

    def put(self, values: dict[str, Any], unit: int, latin: tuple[str, str] = ("", "")) -> Person:
        """Add somebody with these values and a post in a unit."""
        number = self._add("person", **values)
        self._add("post", person=number, organisation=unit, position="อาจารย์")
        return Person(number, values, latin, unit)

    def add_twin(self, one: Person, unit: int | None = None, **values: Any) -> tuple[int, int]:
        """Add somebody again, under another spelling: from another list, which knows the unit, or the e-mail too."""
        own = {part: one.values[part] for part in ("titles", "given_name", "family_name")}
        if self.random.random() < 0.3 and "email" in one.values:
            own["email"] = one.values["email"]
        return one.number, self.put(own | values, unit or one.unit).number


def _swap_marks(name: str) -> str:
    """Put a tone mark before the vowel sign that it stands behind."""
    for at in range(len(name) - 1):
        if name[at] in "ัิีึืุู" and name[at + 1] in "่้๊๋":
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name


def _mistype(register: Register, name: str) -> str:
    """Replace, leave out or double one letter within a name."""
    letters = [at for at, letter in enumerate(name) if "ก" <= letter <= "ฮ" and at and "ก" <= name[at - 1] <= "ฮ"]
    letters = letters or [len(name) - 1]
    at = register.random.choice(letters)
    return register.random.choice(
        (name[:at] + "ฎ" + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + name[at:][0] + name[at:])
    )


def _put_blanks(register: Register, given: str, family: str) -> tuple[str, str | None]:
    """Put a blank, a no-break space or a zero-width one within a name, or leave out the one between."""
    sign = register.random.choice((" ", "\u00a0", "\u200b", "\ufeff", ""))
    if not sign:
        return f"{given}{family}", None
    at = register.random.randrange(1, len(family))
    while "\u0e30" <= family[at] <= "\u0e4e" or "เ" <= family[at - 1] <= "ไ":
        at = 1 if at + 1 >= len(family) else at + 1
    return given, family[:at] + sign + family[at:]


def _plant_titles(r: Register) -> tuple[int, int]:
    one = r.add_person(titles="รศ. ดร.")
    return r.add_twin(one, titles=r.random.choice((None, "รองศาสตราจารย์ ดร.", "รองศาสตราจารย์", "ดร.")))


def _plant_marks(r: Register) -> tuple[int, int]:
    one = r.add_person("รุ่ง")
    return r.add_twin(
        one, family_name=_swap_marks(one.values["family_name"]), given_name=_swap_marks(one.values["given_name"])
    )


def _plant_am(r: Register) -> tuple[int, int]:
    one = r.add_person("ำ")
    given, family = (one.values[part].replace("ำ", "ํา") for part in ("given_name", "family_name"))
    return r.add_twin(one, given_name=given, family_name=family)


def _plant_ae(r: Register) -> tuple[int, int]:
    one = r.add_person("แ")
    given, family = (one.values[part].replace("แ", "เเ") for part in ("given_name", "family_name"))
    return r.add_twin(one, given_name=given, family_name=family)


def _plant_letter(r: Register) -> tuple[int, int]:
    one = r.add_person()
    given, family = one.values["given_name"], one.values["family_name"]
    if r.random.random() < 0.5:
        return r.add_twin(one, given_name=_mistype(r, given))
    return r.add_twin(one, family_name=_mistype(r, family))


def _plant_blanks(r: Register) -> tuple[int, int]:
    one = r.add_person()
    given, family = _put_blanks(r, one.values["given_name"], one.values["family_name"])
    return r.add_twin(one, given_name=given, family_name=family)


def _plant_former(r: Register) -> tuple[int, int]:
    one, old = r.add_person(titles="นาง"), r.make_name()[1].thai
    records.insert_record(
        r.db, BY_NAME["former_name"],
        {"person": one.number, "given_name": one.values["given_name"], "family_name": old, "until": "2015"},
    )  # fmt: skip
    return r.add_twin(one, family_name=old, titles="นางสาว")


def _plant_latin(r: Register) -> tuple[int, int]:
    one = r.add_person()
    return r.add_twin(one, titles=None, given_name=one.latin[0], family_name=one.latin[1])


def _plant_unit(r: Register) -> tuple[int, int]:
    one = r.add_person()
    return r.add_twin(one, r.short[one.unit])


def _plant_swapped(r: Register) -> tuple[int, int]:
    one = r.add_person()
    return r.add_twin(one, given_name=one.values["family_name"], family_name=one.values["given_name"])


SAME: dict[str, Callable[[Register], tuple[int, int]]] = {
    "titles": _plant_titles,
    "marks in another order": _plant_marks,
    "ํา for ำ": _plant_am,
    "เเ for แ": _plant_ae,
    "one letter wrong": _plant_letter,
    "blanks": _plant_blanks,
    "former family name": _plant_former,
    "Latin for Thai": _plant_latin,
    "unit by its abbreviation": _plant_unit,
    "swapped": _plant_swapped,
}


def _other(r: Register, one: Person, unit: int | None = None, **values: Any) -> tuple[int, int]:
    own = {part: one.values[part] for part in ("titles", "given_name", "family_name")}
    return one.number, r.put(own | values, unit or one.unit).number


def _elsewhere(r: Register, one: Person) -> int:
    return r.random.choice([unit for unit in r.units if unit != one.unit])


OTHERS: dict[str, Callable[[Register], tuple[int, int]]] = {
    "family name alone": lambda r: _other(r, r.add_person(), given_name=r.make_name()[0].thai),
    "given name alone": lambda r: _other(r, r.add_person(), family_name=r.make_name()[1].thai),
    "title alone": lambda r: (r.add_person(titles="ดร.").number, r.add_person(titles="ดร.").number),
    "born on another day": lambda r: _other(r, r.add_person(birth_date="1970-01-01"), birth_date="1985-05-05"),
    "another staff number": lambda r: _other(
        r, r.add_person(external_key=f"a-{len(r.names)}"), external_key=f"b-{len(r.names)}"
    ),
    "elsewhere, with another e-mail": lambda r: _other(
        r, one := r.add_person(email=f"n{len(r.names)}@example.org"), _elsewhere(r, one),
        email=f"m{len(r.names)}@example.net",
    ),
    "one letter and another day of birth": lambda r: _other(
        r, one := r.add_person(birth_date="1960-02-02"), birth_date="1990-02-02",
        given_name=_mistype(r, one.values["given_name"]),
    ),
    "one letter, elsewhere": lambda r: _other(
        r, one := r.add_person(), _elsewhere(r, one), given_name=_mistype(r, one.values["given_name"])
    ),
    "two letters": lambda r: _other(
        r, one := r.add_person(), family_name=one.values["family_name"][:-1] + "ฌฬ",
    ),
    "the e-mail of an office": lambda r: _other(
        r, r.add_person(email="office@example.org"), email="office@example.org", given_name=r.make_name()[0].thai,
        family_name=r.make_name()[1].thai,
    ),
}  # fmt: skip
"""Those that look alike and are two."""


def plant(db: sqlite3.Connection, people: int, of_each: int, seed: int = 1) -> Planted:
    """Fill a register with people, and plant so many pairs of each kind among them."""
    register = Register(db, seed)
    for _count in range(people):
        register.add_person()
    return Planted(
        *(
            {kind: [make(register) for _count in range(of_each)] for kind, make in kinds.items()}
            for kinds in (SAME, OTHERS)
        )
    )


def describe_rates(planted: Planted, found: set[tuple[int, int]]) -> Iterator[str]:
    """Yield how many of each kind were found, and how many of those found were none."""
    for kind, pairs in planted.same.items():
        yield f"{kind}: {sum(pair in found for pair in pairs)} of {len(pairs)} found"
    for kind, pairs in planted.others.items():
        yield f"{kind}: {sum(pair in found for pair in pairs)} of {len(pairs)} taken for one"
    true = {pair for pairs in planted.same.values() for pair in pairs}
    yield f"found in all {len(found)}, planted {len(true)}, not planted {len(found - true)}"
