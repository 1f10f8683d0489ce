"""The types of field for Internet addresses."""

from __future__ import annotations

import pytest

from netreg.core.address_fields import Url
from netreg.errors import InvalidValue

CELLS = {
    "www.a.example.th": ("www.a.example.th", ""),
    "www.a.example.th, www.b.example.th": ("www.a.example.th", "www.b.example.th"),
    "https://a.example.th / https://b.example.th": ("https://a.example.th", "https://b.example.th"),
    "https://a.example.th/x?y=1;https://b.example.th": ("https://a.example.th/x?y=1", "https://b.example.th"),
    "www.a.example.th และ www.b.example.th": ("www.a.example.th", "www.b.example.th"),
    "เว็บไซต์: www.a.example.th (ภาษาไทย)": ("www.a.example.th", ""),
}
"""A cell, its first address, and the other one."""


def test_the_first_of_several_web_addresses_is_kept() -> None:
    url = Url("website", "เว็บไซต์", "Website")
    read = {cell: (value := url.parse_first(cell), url.find_remark(cell, value) or "") for cell in CELLS}
    assert {cell: (value, remark.rpartition(" ")[2]) for cell, (value, remark) in read.items()} == CELLS
    for cell in ("เฟซบุ๊ก ทดสอบ", "www.a.example.th ดูที่หน้าแรก"):
        with pytest.raises(InvalidValue):
            url.parse_first(cell)
