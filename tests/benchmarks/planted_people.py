"""A register with people of invented names, among them near-duplicates of ten kinds, and look-alikes who are others."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities import BY_NAME
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

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
_THIRD_GIVEN_FIRST = (
    "จตุ jatu/chatu,ปรี pree/pri,มง mong,สาวิ savi/sawi,ฉวี chawee/chavi,ทิวา tiwa/thiva,ดุสิ dusi,"
    "นวล nuan/nual,บงกช bongkot/bongkoch,ปัท pat/pad,พนิ pani/phani,ยิ่ง ying,ระวี rawee/ravi,"
    "ละเอียด laiad/la-iat,วิภา wipa/vipha,สมพร somporn/somphon,อมร amorn/amon,อิสระ issara/isara,"
    "กุสุ kusu,ขนิษ kanit/khanit,จันทนา chantana/jantana,ชัชวา chatchawa/chatwa,ญาณิ yani,ดารา dara,"
    "ถนัด tanad/thanat"
)
_THIRD_GIVEN_LAST = (
    "มา ma,วัลย์ wan,ฤทธิ์ rit/rith,พจน์ pot/phot,ธร torn/thon,ชิต chit,เพ็ญ pen/phen,"
    "ขจร kajorn/khachon,สม som,ปราณี pranee/prani,ไล lai,รินทร์ rin,เดือน duan/duean,กุล kun/kul,"
    "หทัย hatai/hathai,ลิน lin,วรา wara/vara,ทอง tong/thong,นาค nak/nark,ปภา papa/prapa"
)
_THIRD_FAMILY = (
    "ไกร krai,เกษม kasem,ขำ kham/kum,จิต jit/chit,ฉาย chai/shai,โชค chok,ดาว dao,เทียน tian/thian,"
    "ธง thong/tong,นคร nakorn/nakhon,บำรุง bamrung/bumrung,ปัญญา panya,ผล pon/phon,"
    "พยัคฆ์ payak/phayak,มงคล mongkol/mongkhon,ยอด yod/yot,รุ่ง rung/roong,ลิ้ม lim,"
    "วิเศษ wiset/viset,แก่น kaen,สุวรรณ suwan/suvan,หาญ han/harn,อารีย์ aree/ari,เอื้อ uea/ua,"
    "แน่น naen,เนียม niam/neam,ศิลป์ sin/silp,กลาง klang/glang,โคตร khot/kot,ราช rat/raj,"
    "บุตร but/boot,ชื่น chuen"
)
_OTHER_GIVEN_FIRST = (
    "ธีร teera/thira,ภาณุ panu/phanu,ชุติ chuti/chuthi,เบญจ benja/bencha,ปวีณ paween/pawin,ฐิติ thiti/titi,กฤษ krit/grit,"
    "นิติ niti/nithi,สิริ siri,ทัศ tat/thas,อรุณ arun,อัจ at/aj,พิ pi/phi,มาลี malee/mali,วัชร watchara/wachara,"
    "ยุทธ yut/yuth,รุจิ ruji/ruchi,ลลิ lali,เสา sao,โสภา sopha/sopa,อุไร urai,เอก ek/ake,ไพ pai/phai,ชวน chuan,เฉลิม chalerm/"
    "chaloem,ถาวร tawon/thaworn,ผกา paka/phaka,เกศ ket/kes,จุฑา juta/chutha,หทัย hatai/hathai"
)
_OTHER_GIVEN_LAST = (
    "พัฒน์ pat/phat,วุฒิ wut/wuth,นันท์ nan,ภาพร paporn/phaphon,กร korn/kon,เมธ met/meth,วดี wadee/wadi,รดา rada,สิทธิ์ sit/sith,"
    "ณี nee/ni,กรณ์ korn/kon,พันธ์ pan/phan,ลดา lada,มล mon,วิชญ์ wit/wich,ยา ya,ชา cha,สรณ์ son/sorn,นาถ nat/nart,"
    "รักษ์ rak/rux,สันต์ san,โชติ chot/choti,บูรณ์ boon/bun,เทพ tep/thep,วิทย์ wit/vit,ศิษฏ์ sit"
)
_OTHER_FAMILY = (
    "ทวี tawee/thawi,สกุล sakul/sakun,โพธิ์ po/pho,ชื่น chuen,ตรี tree/tri,นิล nin,ภู phu/poo,เกตุ ket,อ่อน on,เขียว kiao/khiao,"
    "เรือง ruang/rueang,เพ็ง peng/pheng,สาย sai,โต to,ยิ้ม yim,พุฒ put/phut,ปาน pan,วัน wan,สม som,ดำ dam,ขาว kao/khao,"
    "ชู choo/chu,ยืน yuen,ไทย thai,หลวง luang,บัว bua,จีน jeen/chin,ช้าง chang,เดือน duean/duan,ฟ้า fa,ลาภ lap/lab,"
    "สังข์ sang,อุดม udom,เอี่ยม iam/eiam,กลิ่น klin,ถนอม thanom/tanom,รำ ram,แดง daeng/dang,แป้น paen"
)
_TITLES = ("นาย", "นางสาว", "ผศ. ดร.", "รศ. ดร.", "ดร.", "อ.")


class Named(NamedTuple):
    """A part of a name in Thai and in Latin letters, written in several ways perhaps, which ``/`` parts."""

    thai: str
    latin: str


Syllables = list[Named]


def _read_syllables(written: str) -> Syllables:
    return [Named(*one.split(" ")) for one in written.split(",")]


NAMES: tuple[tuple[Syllables, Syllables, Syllables], ...] = (
    (_read_syllables(_GIVEN_FIRST), _read_syllables(_GIVEN_LAST), _read_syllables(_FAMILY)),
    (_read_syllables(_OTHER_GIVEN_FIRST), _read_syllables(_OTHER_GIVEN_LAST), _read_syllables(_OTHER_FAMILY)),
    (_read_syllables(_THIRD_GIVEN_FIRST), _read_syllables(_THIRD_GIVEN_LAST), _read_syllables(_THIRD_FAMILY)),
)
"""Three sets of the parts of given and of family names; those of the latter are written in several ways.

The rules were made with the first two; the third was written afterwards, to see what they find of it.
"""
GIVEN_FIRST, GIVEN_LAST, FAMILY = NAMES[0]


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

    def __init__(self, db: sqlite3.Connection, seed: int = 1, names: int = 0) -> None:
        self.db, self.random = db, random.Random(seed)
        self.first, self.last, self.family = NAMES[names]
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
        """Make a name that nobody has, one that holds a sign if asked for, or one of those that ``/`` parts."""
        choose = self.random.choice
        while True:
            given = (choose(self.first), choose(self.last))
            family = (choose(self.family), choose(self.family), choose(self.family))
            parts = [
                Named("".join(p.thai for p in ps), "".join(choose(p.latin.split("/")) for p in ps).title())
                for ps in (given, family)
            ]
            key = (parts[0].thai, parts[1].thai)
            if key not in self.names and any(one in "".join(key) for one in holding.split("/")):
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
    if not letters:
        at = register.random.choice([at for at, letter in enumerate(name) if "ก" <= letter <= "ฮ"])
        return name[:at] + "ฎ" + name[at + 1 :]
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
    one = r.add_person("รุ่ง/ชื่น/กลิ่น")
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


def _another_given(r: Register, one: Person) -> str:
    """Make a given name that is not that of somebody, who has been chosen."""
    while (given := r.make_name()[0].thai) == one.values["given_name"]:
        pass
    return given


def _elsewhere(r: Register, one: Person) -> int:
    return r.random.choice([unit for unit in r.units if unit != one.unit])


OTHERS: dict[str, Callable[[Register], tuple[int, int]]] = {
    "family name alone": lambda r: _other(r, one := r.add_person(), given_name=_another_given(r, one)),
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
        r, one := r.add_person(email=f"office{len(r.names)}@example.org"), email=one.values["email"],
        given_name=_another_given(r, one),
        family_name=r.make_name()[1].thai,
    ),
}  # fmt: skip
"""Those that look alike and are two."""


def plant(db: sqlite3.Connection, people: int, of_each: int, seed: int = 1, names: int = 0) -> Planted:
    """Fill a register with people, and plant so many pairs of each kind among them."""
    register = Register(db, seed, names)
    for _count in range(people):
        register.add_person()
    return Planted(
        *(
            {kind: [make(register) for _count in range(of_each)] for kind, make in kinds.items()}
            for kinds in (SAME, OTHERS)
        )
    )


class Rate(NamedTuple):
    """How many pairs of a kind were planted and found, and how many others were found in the same way."""

    kind: str
    planted: int
    found: int
    false: int

    @property
    def recall(self) -> float:
        """The part of the planted pairs that was found."""
        return self.found / self.planted

    @property
    def precision(self) -> float:
        """The part of the pairs found in the way of this kind that were planted."""
        return self.found / (self.found + self.false) if self.found else 0.0


def rate_kinds(planted: Planted, ways: Mapping[tuple[int, int], str]) -> list[Rate]:
    """Rate what was found, by kind.

    `ways` gives the first reason of each pair that was found. A false one counts against every kind of which most
    pairs were found for the same reason.
    """
    true = {pair for pairs in planted.same.values() for pair in pairs}
    false = Counter(way for pair, way in ways.items() if pair not in true)
    rates = []
    for kind, pairs in planted.same.items():
        found = [ways[pair] for pair in pairs if pair in ways]
        most = Counter(found).most_common(1)[0][0] if found else ""
        rates.append(Rate(kind, len(pairs), len(found), false[most]))
    return rates


def count_found(planted: Planted, ways: Mapping[tuple[int, int], str]) -> tuple[int, int]:
    """Return how many of the planted pairs were found, and how many pairs besides."""
    true = {pair for pairs in planted.same.values() for pair in pairs}
    return len(ways.keys() & true), len(ways.keys() - true)


def describe_rates(planted: Planted, ways: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """Yield recall and precision of each kind, and how many of those who only look alike were taken for one."""
    for one in rate_kinds(planted, ways):
        yield f"{one.kind}: recall {one.recall:.1%} of {one.planted}, precision {one.precision:.1%}"
    for kind, pairs in planted.others.items():
        yield f"{kind}: {sum(pair in ways for pair in pairs)} of {len(pairs)} taken for one"
    found, false = count_found(planted, ways)
    yield f"planted and found {found}, not planted and found {false}"
