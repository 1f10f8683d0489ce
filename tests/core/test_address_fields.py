"""E-mail addresses and codes, and what most of a column stand as: nothing is lost by not reading it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.core.address_fields import Email
from netreg.core.fields import Code, Text
from netreg.core.thai_fields import Phone

SIGNS = "aZ09ก.-+_@:,;' \t\u200b"


@pytest.mark.parametrize(
    "field", [Email("e", "อ", "E"), Phone("p", "ท", "P"), Code("c", "ร", "C")], ids=["email", "phone", "code"]
)
@given(
    written=st.text(SIGNS, max_size=12)
    | st.tuples(st.text(SIGNS, max_size=3), st.text(SIGNS, max_size=3)).map("@".join)
    | st.from_regex(r"0[0-9]{8,9}|[0-9a-z./_-]{1,6}|[a-zA-Z]{1,3}@[a-zA-Z.-]{1,4}\.[a-zA-Z.]{1,3}")
)
@example(written="m1@example.org")
@example(written="0812345678")
@example(written="1a")
def test_what_stands_is_what_a_field_reads_of_it(field: Email | Phone | Code, written: str) -> None:
    if field.get_plain_matcher()(written):
        assert field.parse(written) == written


@pytest.mark.parametrize(
    ("field", "written", "does"),
    [
        (Email("e", "อ", "E"), "m1.a_b@dept.example.ac.th", True),
        (Email("e", "อ", "E"), "m1@EXAMPLE.org", False),
        (Email("e", "อ", "E"), "", False),
        (Phone("p", "ท", "P"), "0812345678", True),
        (Phone("p", "ท", "P"), "081-234-5678", False),
        (Phone("p", "ท", "P"), "๐๘๑๒๓๔๕๖๗๘", False),
        (Code("c", "ร", "C"), "kku-1/ก", False),
        (Code("c", "ร", "C"), "6x/1.2_b-c", True),
        (Code("c", "ร", "C"), "123", False),
    ],
)
def test_most_addresses_numbers_and_codes_stand(field: Email | Phone | Code, written: str, does: bool) -> None:
    assert bool(field.get_plain_matcher()(written)) == does
    assert Text("t", "ข", "T").get_plain_matcher() is None
