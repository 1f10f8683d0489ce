"""Provinces and regions as people write them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import InvalidValue
from netreg.thai.places import (
    REGIONS4,
    REGIONS6,
    find_province,
    find_region,
    find_region_of_province,
    list_provinces,
    suggest_provinces,
)
from netreg.thai.provinces import PROVINCES, Province


@pytest.mark.parametrize("province", PROVINCES, ids=lambda province: province.name_en)
def test_every_province_is_found_by_everything_it_is_called(province: Province) -> None:
    thai, english, short_thai, short_english, code = province[:5]
    spellings = (
        thai,
        f"จ.{thai}",
        f"จ. {thai}",
        f"จังหวัด{thai}",
        f"จังหวัด {thai}",
        f"จ.{short_thai}.",
        english,
        english.upper(),
        english.replace(" ", "").lower(),
        f"{english} Province",
        short_thai,
        f"{short_thai}.",
        short_english,
        short_english.lower(),
        code,
        code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    )
    assert {find_province(spelling) for spelling in spellings} == {province}


@pytest.mark.parametrize("column", range(5))
def test_no_two_provinces_share_a_name_or_code(column: int) -> None:
    assert len({province[column].casefold() for province in PROVINCES}) == 77


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("กรุงเทพ", "กรุงเทพมหานคร"),
        ("กรุงเทพฯ", "กรุงเทพมหานคร"),
        ("กทม.", "กรุงเทพมหานคร"),
        ("ก.ท.ม.", "กรุงเทพมหานคร"),
        ("bangkok", "กรุงเทพมหานคร"),
        ("อยุธยา", "พระนครศรีอยุธยา"),
        ("จ.อยุธยา", "พระนครศรีอยุธยา"),
        ("Ayutthaya Province", "พระนครศรีอยุธยา"),
        ("โคราช", "นครราชสีมา"),
        ("Khonkaen", "ขอนแก่น"),
        ("ขอน\u00a0เเก่น", "ขอนแก่น"),
        ("หนองบัวลําภู", "หนองบัวลำภู"),
        ("Chonburi", "ชลบุรี"),
        ("Changwat Loei", "เลย"),
    ],
)
def test_other_names_of_a_province(text: str, name: str) -> None:
    found = find_province(text)
    assert found
    assert found.name_th == name


ADDRESSES = {
    "ขอนแก่น": (
        *("จว.ขอนแก่น", "จว. ขอนแก่น", "อ.เมือง จ.ขอนแก่น", "ต.ในเมือง อ.เมือง จ.ขอนแก่น 40002", "ขอนแก่น 40002"),
        *("อำเภอเมือง จังหวัดขอนแก่น 40002", "1 ถ.สมมติ อ.เมือง ขอนแก่น", "Muang, Khon Kaen 40002", "Khon Kaen, Thailand"),
    ),
    "กรุงเทพมหานคร": ("กทม.", "กรุงเทพฯ 10400", "เขตสมมติ กรุงเทพมหานคร 10330", "แขวงสมมติ เขตสมมติ กทม."),
    "อุบลราชธานี": ("อุบลฯ", "อุบล", "จ.อุบลฯ"),
    "อุดรธานี": ("อุดรฯ", "อุดร"),
    "สุราษฎร์ธานี": ("สุราษฎร์ฯ", "สุราษฎร์"),
    "สุพรรณบุรี": ("สุพรรณ", "สุพรรณฯ"),
    "นครราชสีมา": ("โคราช", "อ.เมือง จ.โคราช"),
}


def test_a_province_at_the_end_of_an_address() -> None:
    found = {name: tuple(text for text in texts if find_province(text)) for name, texts in ADDRESSES.items()}
    assert found == ADDRESSES
    for name, texts in ADDRESSES.items():
        assert {(find_province(text) or PROVINCES[0]).name_th for text in texts} == {name}
    assert [find_province(text) for text in ("จ.ขอนแก่น จ.เลย", "อ.เมือง", "40002", "อ.ขอนแก่นน้อย")] == [None] * 4


def test_parts_of_regions() -> None:
    texts = ("Isan", "Northeastern Thailand", "ภาคใต้ตอนล่าง", "Lower South", "ภาคเหนือตอนบน", "ชายแดนใต้", "ภาคอีสานตอนล่าง")
    assert [find_region(text, 4) for text in texts] == [
        *("ภาคตะวันออกเฉียงเหนือ", "ภาคตะวันออกเฉียงเหนือ", "ภาคใต้", "ภาคใต้", "ภาคเหนือ", "ภาคใต้"),
        "ภาคตะวันออกเฉียงเหนือ",
    ]


@pytest.mark.parametrize("text", ["", "จังหวัด", "จ.", "ขอนแกน", "ภาคใต้", "99", "ประเทศไทย", "Khon"])
def test_what_is_no_province_is_not_guessed(text: str) -> None:
    assert find_province(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ขอนแกน", "ขอนแก่น"),
        ("จังหวัดขอนแกน", "ขอนแก่น"),
        ("จ.นครศรีธรรมราข", "นครศรีธรรมราช"),
        ("Kon Kaen", "Khon Kaen"),
    ],
)
def test_nearest_provinces(text: str, name: str) -> None:
    assert suggest_provinces(text)[0] == name


def test_regions_are_counted_as_in_the_gazetteer() -> None:
    four = Counter(province.region4 for province in PROVINCES)
    assert four == {"ภาคเหนือ": 17, "ภาคตะวันออกเฉียงเหนือ": 20, "ภาคกลาง": 26, "ภาคใต้": 14}
    six = Counter(province.region6 for province in PROVINCES)
    assert six == {
        "ภาคเหนือ": 9,
        "ภาคตะวันออกเฉียงเหนือ": 20,
        "ภาคกลาง": 22,
        "ภาคตะวันออก": 7,
        "ภาคตะวันตก": 5,
        "ภาคใต้": 14,
    }


@pytest.mark.parametrize(
    ("province", "six", "four"),
    [
        ("ขอนแก่น", "ภาคตะวันออกเฉียงเหนือ", "ภาคตะวันออกเฉียงเหนือ"),
        ("จ.ชลบุรี", "ภาคตะวันออก", "ภาคกลาง"),
        ("ตาก", "ภาคตะวันตก", "ภาคเหนือ"),
        ("Songkhla", "ภาคใต้", "ภาคใต้"),
    ],
)
def test_region(province: str, six: str, four: str) -> None:
    assert (find_region_of_province(province, 6), find_region_of_province(province, 4)) == (six, four)


def test_region_of_no_province() -> None:
    with pytest.raises(InvalidValue, match="unknown province 'ขอนแกน'"):
        find_region_of_province("ขอนแกน", 6)


@pytest.mark.parametrize(
    "text", ["ภาคตะวันออกเฉียงเหนือ", "ตะวันออกเฉียงเหนือ", "ภาคอีสาน", "Northeast", "northeastern region"]
)
def test_the_northeast_has_twenty_provinces(text: str) -> None:
    assert len(list_provinces(text, 6)) == len(list_provinces(text, 4)) == 20


@pytest.mark.parametrize("scheme", [4, 6])
def test_regions_part_the_country(scheme: int) -> None:
    regions = {4: REGIONS4, 6: REGIONS6}[scheme]
    found = [province for name in regions for province in list_provinces(name, scheme)]
    assert Counter(found) == Counter(PROVINCES)
    assert [find_region(english, scheme) for english in regions.values()] == list(regions)


def test_a_region_of_the_other_scheme_has_no_provinces() -> None:
    assert list_provinces("ภาคตะวันตก", 4) == ()
    assert find_region("ขอนแก่น", 6) is None


@given(st.text())
def test_any_text_is_a_province_or_none(text: str) -> None:
    found = find_province(text)
    assert found is None or found in PROVINCES
