"""In which encoding a file is written: what is told, what must be said, what was garbled before."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.errors import Failure, UnusableInput, UsageError
from netreg.exchange.tables import encodings
from netreg.exchange.tables.encodings import (
    ENCODINGS,
    decode_pieces,
    determine_encoding,
    find_garbled,
    number_lines,
    open_text,
)
from netreg.exchange.tables.source_tables import MAX_LINE

ROOT = Path(__file__).parents[3]
THAI = "ชื่อ,คณะ\nสมมติ ตัวอย่าง,วิทยาศาสตร์\n"
# What Windows makes of the bytes that its code pages leave undefined: the control character of that number.
WINDOWS = {
    codec: {chr(byte): bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(256)}
    for codec in ("cp874", "cp1252", "latin-1", "iso8859_11")
}


def misread(text: str, codec: str) -> str:
    """The text as it is when its UTF-8 was taken for another encoding."""
    return "".join(WINDOWS[codec][chr(byte)] for byte in text.encode())


def decided(content: bytes, encoding: str | None = None, *, unicode: bool = False) -> str:
    return determine_encoding("file.csv", io.BytesIO(content), encoding, unicode=unicode)


TOLD: list[tuple[str, bytes, str]] = [
    ("ASCII", b"a,b\n", "utf-8"),
    ("Thai", THAI.encode(), "utf-8"),
    ("Thai with a mark", THAI.encode("utf-8-sig"), "utf-8-sig"),
    ("foreign letters with a mark", "André".encode("utf-8-sig"), "utf-8-sig"),
    ("foreign letters beside Thai", "ชื่อ\nAndré\n".encode(), "utf-8"),
    ("signs that are no letters", "a – b\n•\n".encode(), "utf-8"),
    ("letters that cp874 cannot have written", "Łódź\n".encode(), "utf-8"),
    ("UTF-16", THAI.encode("utf-16"), "utf-16"),
    ("UTF-16 the other way", b"\xfe\xff" + THAI.encode("utf-16-be"), "utf-16"),
    ("UTF-16 without a mark", THAI.encode("utf-16-le"), "utf-16-le"),
    ("UTF-16 without a mark, the other way", THAI.encode("utf-16-be"), "utf-16-be"),
    ("UTF-16 of ASCII without a mark", "a,b\n1,2\n".encode("utf-16-le"), "utf-16-le"),
    ("UTF-16 without a mark, long", (THAI * 500).encode("utf-16-le"), "utf-16-le"),
    ("cp874", THAI.encode("cp874"), "cp874"),
    ("cp874 with quotes", "“สมมติ”…\n".encode("cp874"), "cp874"),
    ("a letter in cp874", "a,b\nก,1\n".encode("cp874"), "cp874"),
    ("cp874 far down", b"a,b\n" * 400_000 + THAI.encode("cp874"), "cp874"),
]


@pytest.mark.parametrize(("content", "codec"), [case[1:] for case in TOLD], ids=[case[0] for case in TOLD])
def test_what_is_told_by_the_bytes(content: bytes, codec: str) -> None:
    assert decided(content) == codec
    content.decode(codec)


SAID: list[tuple[str, bytes, str, str]] = [
    ("UTF-8", "André\n".encode(), "utf-8", "utf-8"),
    ("UTF-8 in capitals", "André\n".encode(), "UTF_8", "utf-8"),
    ("UTF-8 with a mark", THAI.encode("utf-8-sig"), "utf-8", "utf-8-sig"),
    ("cp874 that is valid UTF-8", "รฉ\n".encode("cp874"), "cp874", "cp874"),
    ("cp874 that does not look Thai", b"Andr\xe9\n", "cp874", "cp874"),
    ("UTF-16", THAI.encode("utf-16"), "utf-16", "utf-16"),
    ("UTF-16 without a mark", THAI.encode("utf-16-be"), "utf-16", "utf-16-be"),
    ("UTF-16 of Thai alone", "สมมติ".encode("utf-16-le"), "utf-16", "utf-16-le"),
    ("TIS-620", THAI.encode("cp874"), "TIS-620", "cp874"),
    ("ISO 8859-11", THAI.encode("cp874"), "iso-8859-11", "cp874"),
    ("Windows-874", THAI.encode("cp874"), "windows-874", "cp874"),
]


@pytest.mark.parametrize(("content", "encoding", "codec"), [case[1:] for case in SAID], ids=[c[0] for c in SAID])
def test_what_the_user_says_settles_it(content: bytes, encoding: str, codec: str) -> None:
    assert decided(content, encoding) == codec
    content.decode(codec)


@pytest.mark.parametrize("encoding", ["", "latin-1", "utf-32", "utf-8-sig", "hex"])
def test_an_encoding_that_there_is_not(encoding: str) -> None:
    with pytest.raises(UsageError, match="unknown encoding") as failure:
        decided(b"a\n", encoding)
    assert all(name in failure.value.advice for name in ENCODINGS)


MIXED = "ชื่อ\nสมมติ\n".encode() + "ตัวอย่าง\n".encode("cp874") + "นามสกุล\n".encode()
REFUSED: list[tuple[str, bytes, str | None, str, str]] = [
    (
        "both readings",
        "name\nAndré\n".encode(),
        None,
        "file.csv: the text could be UTF-8 ('André') or cp874 ('Andrรฉ')",
        "--encoding cp874",
    ),
    (
        "Western",
        b"name\nAndr\xe9\n",
        None,
        "file.csv:2: neither valid UTF-8 nor Thai text in cp874 ('Andr้')",
        "--encoding cp874",
    ),
    ("Western capitals", b"name\n\xc9COLE\n", None, "file.csv:2: neither valid UTF-8 nor Thai", "--encoding cp874"),
    ("neither", b"a\n1\nxy\xff\n", None, "file.csv:3: byte 3 (0xFF) is not valid in UTF-8 or cp874", "CSV UTF-8"),
    ("neither, among UTF-8", THAI.encode() + b"ab\xff\n", None, "file.csv:3: byte 3 (0xFF) is not valid", "CSV UTF-8"),
    (
        "neither, within UTF-8",
        THAI.encode() + "กข".encode() + b"\xff\n",
        None,
        "file.csv:3: byte 7 (0xFF) is not valid in",
        "CSV",
    ),
    (
        "neither, among cp874",
        THAI.encode("cp874") + "กข".encode("cp874") + b"\xdb\n",
        None,
        "file.csv:3: byte 3 (0xDB) is not valid in",
        "CSV",
    ),
    ("neither, old line ends", b"a\r1\rxy\xff\r", None, "file.csv:3: byte 3 (0xFF)", "CSV"),
    (
        "a line of cp874 among UTF-8",
        MIXED,
        None,
        "file.csv:3: this line is cp874 ('ตัวอย่าง'), other lines are UTF-8",
        "one encoding",
    ),
    (
        "cp874 first, then UTF-8",
        "กา\n".encode("cp874") + (THAI * 2).encode(),
        None,
        "file.csv:1: this line is cp874",
        "one encoding",
    ),
    (
        "a line of UTF-8 among cp874",
        (THAI * 2).encode("cp874") + "สมมติ\n".encode(),
        None,
        "file.csv:5: this line is UTF-8",
        "one encoding",
    ),
    (
        "the same, of letters that fit both",
        (THAI * 2).encode("cp874") + "สมส\n".encode(),
        None,
        "file.csv:5: this line is UTF-8 ('สมส')",
        "one encoding",
    ),
    ("UTF-8 cut short", "กา".encode()[:-1], None, "file.csv:1: byte", "CSV UTF-8"),
    ("NUL", b"a,b\n1,\x002\n", None, "file.csv:2: NUL character", "CSV UTF-8"),
    ("NUL in UTF-16", "a,b\n1,\0\n".encode("utf-16"), None, "file.csv:2: NUL character", "CSV UTF-8"),
    ("UTF-16 cut short", THAI.encode("utf-16-le")[:-1], None, "file.csv:2: not valid UTF-16-LE", "CSV UTF-8"),
    (
        "not the UTF-8 it is said to be",
        THAI.encode("cp874"),
        "utf-8",
        "file.csv:1: not valid UTF-8",
        "--encoding",
    ),
    (
        "the same, further down",
        b"a\n" + THAI.encode("cp874"),
        "utf-8",
        "file.csv:2: not valid UTF-8",
        "--encoding",
    ),
    ("not the cp874 it is said to be", b"a\n\xff\n", "tis-620", "file.csv:2: not valid CP874", "--encoding"),
    ("not the UTF-16 it is said to be", THAI.encode(), "utf-16", "file.csv:1: not valid UTF-16", "--encoding"),
    (
        "a mark that says otherwise",
        THAI.encode("utf-8-sig"),
        "cp874",
        "file.csv:1: the file begins with a utf-8",
        "leave --encoding",
    ),
    ("another mark that says otherwise", THAI.encode("utf-16"), "utf-8", "a utf-16 byte order mark", "leave"),
    (
        "UTF-8 read as cp874",
        "สมส\n".encode(),
        "cp874",
        "'สมส' reads as 'เธชเธกเธช' in cp874",
        "leave --encoding out",
    ),
]


@pytest.mark.parametrize(
    ("content", "encoding", "sentence", "advice"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_refused(content: bytes, encoding: str | None, sentence: str, advice: str) -> None:
    with pytest.raises(UnusableInput) as failure:
        decided(content, encoding)
    assert sentence in failure.value.sentence
    assert advice in failure.value.advice


def test_json_is_unicode_by_itself() -> None:
    assert decided("André".encode(), unicode=True) == "utf-8"
    with pytest.raises(UnusableInput, match=r"file\.csv:2: not valid UTF-8"):
        decided(b"[\n" + THAI.encode("cp874"), unicode=True)


def test_what_was_said_counts_for_json_too() -> None:
    assert decided(THAI.encode("cp874"), "cp874", unicode=True) == "cp874"


GARBLED = [("เธชเธกเธกเธ•เธด", "สมมติ"), ("à¸ªà¸¡à¸¡à¸•à¸´", "สมมติ")]


@pytest.mark.parametrize(("piece", "meant"), GARBLED)
def test_garbled_text_is_named_with_what_it_was(piece: str, meant: str) -> None:
    with pytest.raises(UnusableInput) as failure:
        decided(f"ชื่อ,x\n{'ก,1' * 9}\nก,{piece}\n".encode())
    assert f"file.csv:3: '{piece}' should be '{meant}'" in failure.value.sentence
    assert "original" in failure.value.advice


def test_a_file_that_is_garbled_throughout_is_not_taken_for_foreign() -> None:
    for codec in WINDOWS:
        with pytest.raises(UnusableInput, match="saved in the wrong encoding"):
            decided(misread(THAI, codec).encode())


@pytest.mark.parametrize("codec", WINDOWS)
@given(text=st.text(st.sampled_from("กขคงสมหญิงะาำิเแโไ็่้์ๆ๐๙ฯ"), min_size=3, max_size=30))
def test_thai_that_was_misread_is_recognised(codec: str, text: str) -> None:
    found = find_garbled(f"a {misread(text, codec)} b")
    assert found is not None
    assert found[1] == text[:10]


def test_a_piece_is_found_wherever_the_text_is_parted() -> None:
    lines = (b"x" * 9999 + b"\n") * 104
    for pad in range(encodings._CHUNK - len(lines) - 40, encodings._CHUNK - len(lines) + 4, 7):
        with pytest.raises(UnusableInput, match=r"csv:105: .*'สมม'"):
            decided(lines + b"x" * pad + misread("สมม", "cp874").encode())


ORDINARY = [
    "เธอ",
    "เนื้อ",
    "เน้น",
    "เธียร",
    "เธอเธอเธอ",
    "เนเนเน",
    "เนตเนตเนต",
    "เธค เธก เธช",
    "เธคเธก",
    "Ca à ¸ 1",
    "à¸ªà¸¡",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_not_garbled(text: str) -> None:
    assert find_garbled(text) is None


def thai_files() -> list[Path]:
    return [*(ROOT / "sample_data").glob("*.csv"), *(ROOT / "netreg").rglob("*.py")]


def test_the_thai_of_the_samples_passes() -> None:
    words: set[str] = set()
    for path in thai_files():
        text = path.read_text(encoding="utf-8")
        assert find_garbled(text) is None, path
        words.update(re.findall("[ก-๛]+", text))
    assert len(words) > 500
    assert find_garbled("".join(sorted(words))) is None


def test_the_thai_of_the_samples_is_recognised_once_garbled() -> None:
    for path in (ROOT / "sample_data").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        with pytest.raises(UnusableInput, match="saved in the wrong encoding"):
            decided(misread(text, "cp874").encode())
        assert decided(text.replace("é", "e").encode("cp874", "ignore")) == "cp874"


@given(content=st.binary(max_size=60) | st.text("aก,é\n\r\0\x85\u2028เธ", max_size=20).map(str.encode))
@example(content=b"a\xc2\x85b\n")
@example(content=b"\xff\xfe\x00")
@example(content=b"\xd8\x00")
def test_whatever_is_decided_the_text_can_be_read(content: bytes) -> None:
    for encoding in (None, *ENCODINGS):
        try:
            codec = decided(content, encoding)
        except Failure as failure:
            assert failure.exit_code == 65  # noqa: PT017
        else:
            assert "\0" not in content.decode(codec)


def test_readers_of_one_file_do_not_disturb_each_other() -> None:
    file = io.BytesIO("".join(f"แถว {n}\r\n" for n in range(30_000)).encode())
    one, other = open_text(file, "utf-8"), open_text(file, "utf-8")
    for first, second in zip(one, other, strict=True):
        assert first == second
    assert not file.closed


def test_line_ends_stay_as_they_are() -> None:
    assert list(open_text(io.BytesIO(b"a\rb\r\nc\nd\xc2\x85e"), "utf-8")) == ["a\r", "b\r\n", "c\n", "d\x85e"]


def test_pieces_are_the_whole_text() -> None:
    text = "กขค\n" * 300_000
    for codec in ("utf-8", "utf-16", "cp874"):
        assert "".join(decode_pieces(io.BytesIO(text.encode(codec)), codec)) == text


def test_a_line_that_is_too_long_comes_in_parts_of_the_same_number() -> None:
    file = io.BytesIO(b"a\n" + b"x" * (MAX_LINE * 2) + b"\n" + b"y" * MAX_LINE + b"\r\nb")
    found = [(number, len(line)) for number, line in number_lines(file, "utf-8")]
    assert found == [(1, 2), (2, MAX_LINE + 2), (2, MAX_LINE - 1), (3, MAX_LINE + 2), (4, 1)]


def test_the_old_code_page_taken_for_latin_is_recognised() -> None:
    line = "ชื่อ-สกุล,หน่วยงาน".encode("cp874").decode("latin-1")
    with pytest.raises(UnusableInput, match="f:1: 'ª×èÍ' should be 'ชื่อ'"):
        encodings.refuse_thai_as_latin("f", [line])
    encodings.refuse_thai_as_latin("f", ["André,Łódź,naïve,Ñandú", "ชื่อ,คณะ", "à la carte"])
