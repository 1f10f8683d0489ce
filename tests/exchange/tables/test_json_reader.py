"""JSON as tables: what becomes of each kind of value, what is nested in what, what is refused."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.errors import UnusableInput, UsageError
from netreg.exchange.tables.json_reader import read_json
from netreg.exchange.tables.snapshot import MAX_JSON, Snapshot
from netreg.exchange.tables.source_tables import MAX_LINE, SourceFile, SourceRow


def opened(
    content: str | bytes, form: str = "json", *, encoding: str | None = None, sheet: str | None = None, size: int = 0
) -> SourceFile:
    content = content.encode() if isinstance(content, str) else content
    name = f"file.{form}"
    return read_json(
        Snapshot(name, io.BytesIO(content), "digest", size or len(content), form),
        sheets=[sheet] if sheet else (),
        encoding=encoding,
    )


def tables(found: SourceFile) -> dict[str, list[list[str]]]:
    return {source.name: [line.cells for line in source.rows()] for source in found.tables}


def by_line(objects: list[Any]) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in objects)


def main(objects: list[Any]) -> list[list[str]]:
    """The main table, which is the same in both forms."""
    found = tables(opened(json.dumps(objects, ensure_ascii=False)))
    assert found == tables(opened(by_line(objects), "ndjson"))
    return found[""]


VALUES: list[tuple[Any, str]] = [
    (None, ""),
    ("", ""),
    ("สมมติ", "สมมติ"),
    (" a\nb ", " a\nb "),
    ("=A1", "=A1"),
    ("'=A1", "'=A1"),
    (True, "yes"),
    (False, "no"),
    (0, "0"),
    (-7, "-7"),
    (2569, "2569"),
    (10**30, "1" + "0" * 30),
    (0.0, "0"),
    (-0.0, "0"),
    (12.0, "12"),
    (-2.5, "-2.5"),
    (0.1, "0.1"),
    (1e14, "100000000000000"),
    ([], ""),
    (["a"], "a"),
    (["a;b"], "a;b\n"),
    (["a", "b;c"], "a\nb;c"),
    (["a", None, 1, 2.0, True], "a\n1\n2\nyes"),
    ({"id": 5, "code": "kku", "name": "มข."}, "kku"),
    ({"id": 5, "code": None, "name": "มข."}, "มข."),
    ({"id": 5, "name": ""}, "#5"),
]


@pytest.mark.parametrize(("value", "cell"), VALUES, ids=lambda value: repr(value)[:20])
def test_what_becomes_of_a_value(value: Any, cell: str) -> None:
    assert main([{"a": value, "b": 1}]) == [["a", "b"], [cell, "1"]]


def test_a_number_of_any_length_is_its_digits() -> None:
    digits = "1" * (sys.get_int_max_str_digits() + 1)
    assert tables(opened(f'{{"a": {digits}, "b": -0}}'))[""] == [["a", "b"], [digits, "0"]]


def test_the_headings_are_the_keys_in_order_of_appearance() -> None:
    assert main([{"b": 1}, {"a": 2, "b": 3}, {}]) == [["b", "a"], ["1", ""], ["3", "2"], ["", ""]]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('[{"a": 1}, {"a": 2}]', [["a"], ["1"], ["2"]]),
        ('{"a": 1}', [["a"], ["1"]]),
        ('{"members": [{"a": 1}, {"a": 2}]}', [["a"], ["1"], ["2"]]),
        ('{"aliases": ["a", "b"]}', [["aliases"], ["a\nb"]]),
        ('\r\n[\r\n{"a": 1}\r\n]\r\n', [["a"], ["1"]]),
        ('[{"a": "\\u0e01\\ud83d\\ude00"}]', [["a"], ["ก😀"]]),
    ],
)
def test_the_shapes_of_a_document(content: str, rows: list[list[str]]) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert tables(opened(content.encode(encoding))) == {"": rows}


def test_foreign_letters_are_taken_as_json_is_unicode() -> None:
    assert main([{"name": "André"}]) == [["name"], ["André"]]


def test_what_is_said_of_the_encoding_counts() -> None:
    assert tables(opened('[{"a": "สมมติ"}]'.encode("cp874"), encoding="cp874"))[""][1] == ["สมมติ"]


NESTED = [
    {"code": "x", "parties": [{"org": "A", "signatories": [{"person": "1"}, {"person": "2"}]}, {"org": "B"}]},
    {"code": "y", "parties": [], "topics": ["t"]},
    {"code": "z", "parties": None, "signatories": [{"person": "9", "role": "r"}]},
    {"code": "w", "parties": [{"org": "C", "signatories": [{"person": "3"}]}]},
]
PARTIES = [SourceRow(0, ["org"]), SourceRow(1, ["A"], 1), SourceRow(2, ["B"], 1), SourceRow(3, ["C"], 4)]
SIGNATORIES = [SourceRow(0, ["person"]), SourceRow(1, ["1"], 1), SourceRow(2, ["2"], 1), SourceRow(3, ["3"], 3)]


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_collections_are_tables_of_their_own(form: str) -> None:
    found = opened(json.dumps(NESTED) if form == "json" else by_line(NESTED), form)
    assert found[:4] == (f"file.{form}", "digest", form, "utf-8")
    assert [(source.name, source.has_headings) for source in found.tables] == [
        ("", True),
        ("parties", True),
        ("parties/signatories", True),
        ("signatories", True),
    ]
    assert [list(source.rows()) for source in found.tables] == [
        [
            SourceRow(0, ["code", "topics"]),
            SourceRow(1, ["x", ""]),
            SourceRow(2, ["y", "t"]),
            SourceRow(3, ["z", ""]),
            SourceRow(4, ["w", ""]),
        ],
        PARTIES,
        SIGNATORIES,
        [SourceRow(0, ["person", "role"]), SourceRow(1, ["9", "r"], 3)],
    ]


def test_lines_are_numbered_as_in_the_file_and_own_by_that() -> None:
    found = opened('\n{"a": 1, "b": [{"c": 1}]}\r\n\r\n{"a": 2, "b": [{"c": 2}]}', "ndjson")
    assert [[*source.rows()][1:] for source in found.tables] == [
        [SourceRow(2, ["1"]), SourceRow(4, ["2"])],
        [SourceRow(1, ["1"], 2), SourceRow(2, ["2"], 4)],
    ]


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_the_rows_can_be_read_again_while_they_are_read(form: str) -> None:
    objects = [{"a": n, "b": [{"c": n}] * 2} for n in range(3000)]
    found = opened(json.dumps(objects) if form == "json" else by_line(objects), form)
    both = [list(source.rows()) for source in found.tables]
    assert [*zip(*(source.rows() for source in found.tables), strict=False)] == [*zip(*both, strict=False)]


def test_what_netreg_prints_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    from netreg.render.data_formats import dump_json

    objects = [{"id": 1, "name": "สมมติ \x1b", "tags": ["a;b"], "organisation": {"id": 2, "code": "k", "name": "n"}}]
    expected = {"": [["id", "name", "tags", "organisation"], ["1", "สมมติ \x1b", "a;b\n", "k"]]}
    assert tables(opened(dump_json(objects, "json"))) == expected
    assert tables(opened(dump_json(objects, "ndjson"), "ndjson")) == expected
    assert capsys.readouterr().out == ""


DEEP = sys.getrecursionlimit() + 100
COLLECTIONS = '{"a":[' * 20 + "{}" + "]}" * 20
REFUSED: list[tuple[str, str | bytes, str, str]] = [
    ("broken", '[{"a": 1},\n{"a" 2}]', "json", "file.json:2: not valid JSON at column 6 (Expecting ':' delimiter)"),
    ("cut short", '[{"a": 1},\n', "json", "file.json:2: not valid JSON"),
    (
        "objects on lines in a document",
        '{"a": 1}\n{"a": 2}\n',
        "json",
        "file.json:2: not valid JSON at column 1 (Extra data)",
    ),
    ("a line end in a text", '[{"a": "x\ny"}]', "json", "file.json:1: not valid JSON"),
    ("a broken line", '{"a": 1}\n\n{"a" 2}\n', "ndjson", "file.ndjson:3: not valid JSON at column 6"),
    ("two objects on a line", '{"a": 1}{"a": 2}\n', "ndjson", "file.ndjson:1: not valid JSON at column 9"),
    ("an array on a line", '{"a": 1}\n[1]\n', "ndjson", "file.ndjson:2: expected an object on this line"),
    ("a document on lines", '[\n{"a": 1}\n]\n', "ndjson", "file.ndjson:1: not valid JSON"),
    (
        "a key twice",
        '[\n{"a": {"id": 1}},\n{"a": "}",\n"b": {"id": 1}, "a": 3}]',
        "json",
        "file.json:3: the object that begins here has the key 'a' twice",
    ),
    (
        "a key twice within",
        '[{"a": "\\"{",\n"b": {"id": 1,\n"id": 2}}]',
        "json",
        "file.json:2: the object that begins here has the key 'id' twice",
    ),
    (
        "a key twice on a line",
        '{"a": 1}\n{"a": 1, "a": 1}',
        "ndjson",
        "file.ndjson:2: the object that begins here has the key 'a' twice",
    ),
    ("no number", '[\r\n{"a": NaN}]', "json", "file.json:2: 'a' is not a valid JSON number (nan)"),
    ("no number in a list", '[{"a": [1, -Infinity]}]', "json", "file.json:1: 'a' is not a valid JSON number (-inf)"),
    ("an endless number", '[{"a": 1e999}]', "json", "'a' is not a valid JSON number (inf)"),
    ("a number too large", '[{"a": 1e15}]', "json", "'a' is a number too large to be exact (1000000000000000.0)"),
    ("a number too small", '[{"a": -1234567890123456.7}]', "json", "'a' is a number too large to be exact"),
    (
        "half a character",
        '[{"a": "x\\ud800"}]',
        "json",
        "file.json:1: 'a' contains a character that is not valid in text: 'x\\ud800'",
    ),
    ("half a character in a list", '[{"a": ["\\udc00"]}]', "json", "file.json:1: 'a' contains a character"),
    ("half a character in a key", '[{"\\ud800": 1}]', "json", "file.json:1: '\\ud800' contains a character"),
    ("half a character in a reference", '[{"a": {"code": "\\ud800"}}]', "json", "file.json:1: 'code' contains a"),
    ("NUL", '[{"a": "\\u0000"}]', "json", "file.json:1: 'a' contains a character that is not valid in text: '\\x00'"),
    ("NUL itself", b'[{"a":\n"\0"}]', "json", "file.json:2: NUL character"),
    ("no reference", '[{"a": {"b": 1}}]', "json", "file.json:1: 'a' is an object without code, name or id"),
    ("an empty reference", '[{"a": {"code": "", "name": null}}]', "json", "'a' is an object without"),
    ("a list of lists", '[{"a": [[1]]}]', "json", "file.json:1: 'a' is a list of mixed types"),
    ("a list of both", '[{"a": [{"b": 1}, 1]}]', "json", "'a' is a list of mixed types"),
    (
        "a collection and a cell",
        '[{"a": [{"b": 1}]}, {"a": "x"}]',
        "json",
        "file.json: object 2: 'a' is a list of objects in some objects only",
    ),
    (
        "a cell and a collection",
        '{"a": "x"}\n{"a": [{"b": 1}]}',
        "ndjson",
        "file.ndjson:2: 'a' is a list of objects in some",
    ),
    ("an object with nothing in it", "[{}]", "json", "file.json is empty"),
    ("nothing in it", "[{}, {}]", "json", "file.json is empty"),
    ("an object with nothing in that", '{"members": [{}]}', "json", "file.json is empty"),
    ("no object", "{}", "json", "file.json is empty"),
    ("no objects", "[1, 2]", "json", "file.json: expected an array of objects"),
    ("some objects", '[{"a": 1}, null]', "json", "file.json: expected an array of objects"),
    ("a text", '"a"', "json", "file.json: expected an array of objects"),
    ("a number", "NaN", "json", "file.json: expected an array of objects"),
    ("nested too deeply", "[" * 100_000, "json", "file.json:1: nested too deeply"),
    (
        "nested too deeply on a line",
        '{"a": 1}\n' + '{"a":' * 100_000,
        "ndjson",
        "file.ndjson:2: nested too deeply",
    ),
    ("nested too deeply for tables", f"[{COLLECTIONS}]", "json", "file.json: object 1: nested too deeply"),
    ("not UTF-8", '[\n{"a": "สมมติ"}]'.encode("cp874"), "json", "file.json:2: not valid UTF-8"),
    (
        "a line too long",
        '{"a": 1}\n{"a": "' + "x" * MAX_LINE + '"}',
        "ndjson",
        "file.ndjson: line 2 is longer than a million characters",
    ),
]


@pytest.mark.parametrize(("content", "form", "sentence"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_what_is_refused(content: str | bytes, form: str, sentence: str) -> None:
    with pytest.raises(UnusableInput) as failure:
        opened(content, form)
    assert sentence in failure.value.sentence
    assert failure.value.advice
    assert failure.value.exit_code == 65


def test_a_document_that_is_too_large() -> None:
    with pytest.raises(UnusableInput, match="larger than 64 MiB") as failure:
        opened('[{"a": 1}]', size=MAX_JSON + 1)
    assert "NDJSON" in failure.value.advice
    assert opened('{"a": 1}', "ndjson", size=MAX_JSON + 1).tables


def test_json_has_no_sheets() -> None:
    with pytest.raises(UsageError, match="has no sheets"):
        opened("[]", sheet="1")


def test_many_lines_are_not_held_in_memory() -> None:
    import tracemalloc

    found = opened('{"a": "สมมติ", "b": [{"c": 1}, {"c": 2}]}\n' * 2000, "ndjson")
    tracemalloc.start()
    try:
        assert [sum(1 for _line in source.rows()) for source in found.tables] == [2001, 4001]
        assert tracemalloc.get_traced_memory()[1] < 1 << 19
    finally:
        tracemalloc.stop()


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
# Not one key alone: a single list is taken for the table itself.
OBJECT = st.fixed_dictionaries({"a": TEXT, "b": st.integers().map(str) | st.none()}, optional={"ค": TEXT})


@given(objects=st.lists(OBJECT, min_size=1, max_size=5))
@example(objects=[{"a": "\u2028\x85\x1c", "b": None}])
def test_texts_come_out_as_they_were(objects: list[dict[str, str | None]]) -> None:
    headings, *rows = main(objects)
    assert {"a", "b"} <= set(headings)
    assert [dict(zip(headings, row, strict=True)) for row in rows] == [
        {heading: item.get(heading) or "" for heading in headings} for item in objects
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXT | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "a", "b"]), inner, max_size=3),
    max_leaves=12,
)


@given(found=JSON)
def test_whatever_json_says_it_is_a_table_or_a_failure(found: Any) -> None:
    for form in ("json", "ndjson"):
        try:
            sources = opened(json.dumps(found), form).tables
        except UnusableInput:
            continue
        for source in sources:
            headings, *rows = source.rows()
            assert all(len(row.cells) == len(headings.cells) for row in rows)
            assert [row.number for row in rows] == sorted({row.number for row in rows})
