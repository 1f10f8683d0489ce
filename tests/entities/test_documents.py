"""Documents: what a file is taken for, and the names it can be given anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.entities import BY_NAME, DOCUMENT
from netreg.entities.documents import (
    DEFAULT_KINDS,
    KINDS,
    MEDIA_TYPES,
    OWNERS,
    SIGNED_KINDS,
    UNKNOWN_TYPE,
    detect_media_type,
    get_extension,
    guess_media_type,
    make_portable_name,
)

TYPES = [
    ("mou.pdf", b"%PDF-1.7\n", "application/pdf"),
    ("mou.PDF", b"%PDF-1.7\n", "application/pdf"),
    ("mou", b"%PDF-1.4\n", "application/pdf"),
    ("mou.pdf", b"\n\n  %PDF-1.4\n", "application/pdf"),
    ("mou.pdf", b"<html>please sign in", UNKNOWN_TYPE),
    ("mou.pdf", b"x" * 1024 + b"%PDF-1.4", UNKNOWN_TYPE),
    ("photo.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
    ("photo.png", b"\xff\xd8\xff\xe0", "image/jpeg"),
    ("photo.png", b"\x89PNG\r\n\x1a\n", "image/png"),
    ("scan.tif", b"II*\x00", "image/tiff"),
    ("scan.tiff", b"MM\x00*", "image/tiff"),
    ("scan.tiff", b"", UNKNOWN_TYPE),
    ("minutes.docx", b"PK\x03\x04", MEDIA_TYPES["docx"]),
    ("minutes.doc", b"\xd0\xcf\x11\xe0", "application/msword"),
    ("notes.txt", "บันทึก".encode(), "text/plain"),
    ("setup.exe", b"MZ", UNKNOWN_TYPE),
    ("page.html", b"<html>", UNKNOWN_TYPE),
    (".pdf", b"x", UNKNOWN_TYPE),
    ("", b"", UNKNOWN_TYPE),
]


@pytest.mark.parametrize(("name", "head", "expected"), TYPES)
def test_the_media_type_is_what_the_content_tells(name: str, head: bytes, expected: str) -> None:
    assert detect_media_type(name, head) == expected


def test_a_name_promises_a_type() -> None:
    assert guess_media_type("หนังสือ.PDF") == "application/pdf"
    assert guess_media_type("หนังสือ") == UNKNOWN_TYPE
    assert get_extension("a.tar.gz") == "gz"
    assert get_extension(".hidden") == ""


NAMES = [
    ("mou.pdf", "mou.pdf"),
    ("บันทึกข้อตกลง ฉบับลงนาม.pdf", "บันทึกข้อตกลง ฉบับลงนาม.pdf"),
    ("../../etc/passwd", "_.._etc_passwd"),
    ("..\\..\\boot.ini", "_.._boot.ini"),
    ("/etc/passwd", "_etc_passwd"),
    ("C:\\mou.pdf", "C_mou.pdf"),
    ("a\nb\tc.pdf", "a_b_c.pdf"),
    ("a\x00b.pdf", "a_b.pdf"),
    ("a\x1b[31mb.pdf", "a_[31mb.pdf"),
    ("CON", "_CON"),
    ("con.pdf", "_con.pdf"),
    ("LPT1.tar.pdf", "_LPT1.tar.pdf"),
    ("console.pdf", "console.pdf"),
    ("..", "document"),
    ("", "document"),
    ("  ", "document"),
    ("mou.pdf. . ", "mou.pdf"),
    ('a"b<c>d|e?f*g.pdf', "a_b_c_d_e_f_g.pdf"),
    ("ก" * 300 + ".pdf", "ก" * 65 + ".pdf"),
    ("x." + "y" * 300, "x." + "y" * 198),
    ("z" * 199 + ". " + "z" * 99, "z" * 199),
    ("a ..pdf", "a.pdf"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names_that_any_system_can_give(name: str, expected: str) -> None:
    assert make_portable_name(name) == expected


@given(st.text(max_size=400))
def test_a_portable_name_is_one_and_stays_as_it_is(name: str) -> None:
    found = make_portable_name(name)
    assert 0 < len(found.encode("utf-8", "surrogatepass")) <= 201
    assert not set(found) & set('/\\:*?"<>|\0\n')
    assert found.strip(" .") == found
    assert make_portable_name(found) == found


def test_whose_it_can_be() -> None:
    assert {owner.to for owner in OWNERS} <= set(BY_NAME)
    assert set(DEFAULT_KINDS) <= {owner.name for owner in OWNERS}
    assert {*DEFAULT_KINDS.values(), *SIGNED_KINDS} <= set(KINDS)
    for owner in OWNERS:
        assert owner.name == owner.to, "the verbs find a document's owner by the kind's name"
        assert "documents" in {related.collection for related in BY_NAME[owner.to].related_records}


PROBLEMS = [
    ({}, ["title", "file_name", "size", "media_type", "sha256"]),
    ({"title": "ก", "file_name": "ก.pdf", "size": 1, "media_type": "x", "sha256": "0"}, ["agreement"]),
    ({"title": "ก", "file_name": "ก.pdf", "size": 1, "media_type": "x", "sha256": "0", "meeting": 1}, []),
    ({"title": "ก", "file_name": "ก.pdf", "size": 1, "media_type": "x", "sha256": "0", "agreement": 1}, []),
]


@pytest.mark.parametrize(("values", "fields"), PROBLEMS)
def test_it_belongs_to_something(values: dict[str, object], fields: list[str]) -> None:
    assert [problem.field for problem in DOCUMENT.find_problems(DOCUMENT.make_blank_row() | values)] == fields


def test_it_is_asked_for_by_title_file_and_number() -> None:
    row = DOCUMENT.make_blank_row() | {"title": "ฉบับลงนาม", "file_name": "mou.pdf", "document_no": "อว 1/2567"}
    assert list(DOCUMENT.names(row)) == ["ฉบับลงนาม", "mou.pdf", "อว 1/2567"]
