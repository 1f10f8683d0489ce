"""Wrapping: no Thai cluster is parted, no line is wider than it may be, nothing is lost."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from netreg.render.wrapping import fold_command, fold_sentence, share_width, split_clusters, wrap_text
from tests.conftest import examples

MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
FOLLOWING = "ะาำๅ"
LEADING = "เแโใไ"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("กำ", ["กำ"]),
        ("น้ำ", ["น้ำ"]),
        ("เก้า", ["เก้า"]),
        ("กข", ["ก", "ข"]),
        ("แม่น้ำ", ["แม่", "น้ำ"]),
        ("เกาะ", ["เกาะ"]),
        ("เเม่", ["เเม่"]),
        ("จะ", ["จะ"]),
        ("ที่", ["ที่"]),
        ("หนึ่ง", ["ห", "นึ่", "ง"]),
        ("abc", ["a", "b", "c"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("", []),
    ],
)
def test_what_must_not_be_parted(text: str, pieces: list[str]) -> None:
    assert split_clusters(text) == pieces


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("สั้น", 10, ["สั้น"]),
        ("one two three", 8, ["one two", "three"]),
        ("one two three", 13, ["one two three"]),
        ("one  two", 3, ["one", "two"]),
        ("one\ntwo three", 5, ["one", "two", "three"]),
        ("one\n\ntwo", 5, ["one", "", "two"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("ab-cdef", 4, ["ab-", "cdef"]),
        ("a --bc-de", 7, ["a", "--bc-de"]),  # an option stays whole
        ("add '--bc-de' to", 12, ["add", "'--bc-de' to"]),
        ("a-b --bc-d", 8, ["a-b", "--bc-d"]),
        ("ab cd [e-fg-h]", 10, ["ab cd", "[e-fg-h]"]),  # a code stays whole
        ("กำกำกำ", 4, ["กำกำ", "กำ"]),
        ("กำกำกำ", 5, ["กำกำ", "กำ"]),
        ("น้ำน้ำ", 3, ["น้ำ", "น้ำ"]),
        ("บันทึกข้อตกลงความร่วมมือระหว่างห้องสมุด", 22, ["บันทึกข้อตกลงความร่วมมือ", "ระหว่างห้องสมุด"]),
        ("1 ม.ค. บันทึกข้อตกลงความร่วมมือ", 18, ["1 ม.ค. บันทึกข้อตกลง", "ความร่วมมือ"]),  # it is longer than a line
        ("ฐานะที่ลงนาม", 8, ["ฐานะที่", "ลงนาม"]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
        ("a 漢字", 4, ["a", "漢字"]),
        ("a bเก้าสำหรับa    b", 10, ["a", "bเก้าสำหรับa", "   b"]),  # blanks behind a word take no room
    ],
)
def test_where_lines_break(text: str, width: int, lines: list[str]) -> None:
    assert wrap_text(text, width) == lines


SYLLABLES = [
    "กำ", "น้ำ", "เก้า", "แม่", "ที่", "โต๊ะ", "จะ", "ใหญ่", "ไม้", "เกาะ", "เรื่อง", "หนึ่ง", "ตัว", "เปรี๊ยะ",
    "ผัวะ", "เเม่", "พรหม", "ศิษย์", "ณ", "ฤๅ", "นํ้า", "๒๕๖๗", "ครู", "สำหรับ", "เสื้อ", "ขวด", "ก็", "เอ๊ะ",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map("".join)
THAI = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
ANY = st.text(st.sampled_from("กขำา่เแ ab-\u00a0\n漢\u0301ะ็ื1") | st.characters(codec="utf-8"), max_size=40)


@given(text=THAI, width=st.integers(4, 30))
@settings(deadline=None, max_examples=examples(120))
def test_no_cluster_is_parted(text: str, width: int) -> None:
    for line in wrap_text(text, width):
        assert line[0] not in MARKS + FOLLOWING, line
        assert line[-1] not in LEADING, line


@given(text=THAI | ANY, width=st.integers(4, 30))
@example(text="กำ๒๕๖๗เปรี๊ยะ", width=4)
@example(text="สำหรับ เอ๊ะกำ", width=4)
@settings(deadline=None, max_examples=examples(120))
def test_no_line_is_wider_than_it_may_be(text: str, width: int) -> None:
    odd = [piece for piece in split_clusters(text) if cell_len(piece) > width]
    for line in wrap_text(text, width):
        assert cell_len(line) <= width or any(piece in line for piece in odd)


@given(text=THAI | ANY, width=st.integers(4, 30))
@settings(deadline=None, max_examples=examples(120))
def test_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    assert "".join("".join(wrap_text(text, width)).split()) == "".join(text.split())


@given(text=THAI, width=st.integers(4, 30))
@settings(deadline=None, max_examples=examples(100))
def test_a_word_that_fits_on_a_line_is_not_parted(text: str, width: int) -> None:
    lines = wrap_text(text, width)
    for word in text.split():
        if cell_len(word) <= width:
            assert any(word in line for line in lines), (word, lines)


@given(text=ANY)
@settings(deadline=None, max_examples=examples(100))
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(split_clusters(text.replace("\n", ""))) == text.replace("\n", "")


# --- columns -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "least", "room", "expected"),
    [
        ([10, 20], [5, 5], 30, [10, 20]),
        ([10, 20], [5, 5], 25, [10, 15]),
        ([10, 20], [5, 5], 16, [8, 8]),
        ([10, 20], [10, 5], 16, [10, 6]),
        ([10, 20], [10, 20], 5, [10, 20]),
        ([30, 30, 4], [4, 4, 4], 34, [15, 15, 4]),
        ([], [], 10, []),
    ],
)
def test_the_widest_column_gives_way_first(wanted: list[int], least: list[int], room: int, expected: list[int]) -> None:
    assert sorted(share_width(wanted, least, room)) == sorted(expected)


COLUMNS = st.lists(
    st.tuples(st.integers(1, 60), st.integers(1, 60)).map(lambda pair: (max(pair), min(pair))), max_size=8
)


@given(columns=COLUMNS, room=st.integers(1, 200))
@settings(deadline=None, max_examples=examples(60))
def test_columns_fill_the_room_and_none_is_below_its_least(columns: list[tuple[int, int]], room: int) -> None:
    wanted, least = [w for w, _l in columns], [small for _w, small in columns]
    widths = share_width(wanted, least, room)
    assert all(low <= width <= high for low, width, high in zip(least, widths, wanted, strict=True))
    assert sum(widths) <= max(room, sum(least))
    assert sum(widths) >= min(room, sum(wanted))


COMMAND = "'netreg member export - --match ความร่วมมือ --headings names'"
SENTENCES = st.lists(
    st.sampled_from(
        (
            "ไม่มีสมาชิกที่มีอีเมลนี้ในทะเบียนของหน่วยงานต้นสังกัด;",
            "the register",
            "กำหนดการ",
            "'นายสมมุติ'",
            "(1),",
            COMMAND,
            f"{COMMAND};",
        )
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(SENTENCES, st.integers(20, 120))
@settings(max_examples=examples(100))
def test_a_sentence_is_folded_between_clusters_and_its_commands_stay_whole(sentence: str, width: int) -> None:
    lines = fold_sentence(sentence, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(sentence.split()), "nothing is lost"
    assert sum(line.count(COMMAND) for line in lines) == sentence.count(COMMAND)
    assert [cluster for line in lines for cluster in split_clusters(line) if cluster.strip()] == [
        cluster for cluster in split_clusters(sentence) if cluster.strip()
    ]
    assert all(cell_len(line) <= width or COMMAND in line for line in lines)


def test_what_follows_a_colon_to_the_end_is_a_command_to_copy() -> None:
    line = "netreg: error: this is no name of a file; type: netreg member export - kind:x 'a b' and:more"
    command = "netreg member export - kind:x 'a b' and:more"
    assert fold_sentence(line, 30).split("\n")[-1] == command
    assert fold_sentence("a \ue000 b " * 9, 30) == "a \ue000 b " * 9, "a text that has the marks is left alone"


def test_a_code_in_a_sentence_stays_whole() -> None:
    said = "there is no agreement 'x'; did you mean: kkn-library-mou?"
    assert fold_sentence(said, 50) == "there is no agreement 'x'; did you mean:\nkkn-library-mou?"


@pytest.mark.parametrize(
    ("command", "width", "lines"),
    [
        ("netreg due", 20, ["netreg due"]),
        ("netreg add 'one two' --on x", 18, ["netreg add \\", "    'one two' \\", "    --on x"]),
        ("netreg list 'a b'='c d'", 14, ["netreg list \\", "    'a b'='c d'"]),
    ],
)
def test_a_folded_command_may_be_copied(command: str, width: int, lines: list[str]) -> None:
    assert fold_command(command, width) == lines
    assert shlex.split("\n".join(lines).replace("\\\n", "")) == shlex.split(command)
