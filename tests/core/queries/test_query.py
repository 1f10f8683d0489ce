"""The query language: what is read as what, and how what cannot be read is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.core.queries.query import All, Either, FieldTerm, Node, Not, Word, format_query, parse_query
from netreg.core.queries.query_error import QueryError


def term(name: str, value: str, sign: str = ":", until: str = "") -> FieldTerm:
    return FieldTerm(name, sign, value, until)


READ = {
    "": None,
    "  ": None,
    "ทดสอบ": Word("ทดสอบ"),
    "state:in_force": term("state", "in_force"),
    "state:in_force party:kku-lib end:<2570 -purpose:วิจัย": All(
        (
            term("state", "in_force"),
            term("party", "kku-lib"),
            term("end", "2570", "<"),
            Not(term("purpose", "วิจัย")),
        )
    ),
    "end:2563..2565": term("end", "2563", "..", "2565"),
    "end:2563..": term("end", "2563", ".."),
    "end:..2565": term("end", "", "..", "2565"),
    "end:≥2565": term("end", "2565", ">="),
    "วันที่ลงนาม:'1 ม.ค. 2563'..\"5 ก.พ. 2564\"": term("วันที่ลงนาม", "1 ม.ค. 2563", "..", "5 ก.พ. 2564"),
    '"ผลที่ได้ (จำนวน)":>3': term("ผลที่ได้ (จำนวน)", "3", ">"),
    "a or b c": Either((Word("a"), All((Word("b"), Word("c"))))),
    "a หรือ -(b | c)": Either((Word("a"), Not(Either((Word("b"), Word("c")))))),
    "a and b และ c": All((Word("a"), Word("b"), Word("c"))),
    "a not b ไม่ใช่ (c หรือ d)": All((Word("a"), Not(Word("b")), Not(Either((Word("c"), Word("d")))))),
    "code:=a-b": term("code", "a-b", "="),
    '"not" name:=not': All((Word("not"), term("name", "not", "="))),
    '"or" "a:b"': All((Word("or"), Word("a:b"))),
    "O'Test MOU(2)": All((Word("O'Test"), Word("MOU(2)"))),
    r'"ก \"ข\" \\"': Word('ก "ข" \\'),
    "รอ...": Word("รอ..."),
    "code:a-b": term("code", "a-b"),
    "มี：ค่า": term("มี", "ค่า"),
    "title:«ก ข» „ค ง“": All((term("title", "ก ข"), Word("ค ง"))),
}

REFUSED = {
    "state:": ("  state:\n       ^", "write missing:state"),
    "end: <2570": ("  end: <2570\n     ^", "write end:<2570"),
    "end<2570": ("  end<2570\n  ^^^^^^^^", 'write end:<2570, or "end<2570" to search for the text'),
    "ที่ตั้ง=กข": ("  ที่ตั้ง=กข\n  ^^^^^^", 'write ที่ตั้ง:กข, or "ที่ตั้ง=กข" to search for the text'),
    "a (b": ("  a (b\n    ^", "write a (b)"),
    "a b)": ("  a b)\n     ^", "write a b"),
    "()": ("  ()\n  ^^", ""),
    "ก้ or": ("  ก้ or\n    ^^", "write ก้"),
    "or a": ("  or a\n  ^^", "write a"),
    "a or or b": ("  a or or b\n       ^^", "write a or b"),
    "-": ("  -\n  ^", 'write "-"'),
    "a or not": ("  a or not\n       ^^^", 'write "not"'),
    "a - b": ("  a - b\n    ^", "write a -b"),
    ":x": ("  :x\n  ^", "write x"),
    'title:"ก ข': ('  title:"ก ข\n        ^', 'write title:"ก ข"'),
    "end:<2563..2565": ("  end:<2563..2565\n      ^^^^^^^^^^^", "write end:<2563"),
    "end:..": ("  end:..\n      ^^", "write missing:end"),
    '""': ('  ""\n  ^^', ""),
    "missing:": ("  missing:\n         ^", "write missing:note"),
    "ไม่มี: อีเมล": ("  ไม่มี: อีเมล\n     ^", "write ไม่มี:อีเมล"),
    "ก้" * 50 + " (" + " ข" * 50: ("  …" + "ก้" * 15 + " (" + " ข" * 22 + "…\n" + " " * 19 + "^", None),
    "(" * 60: (None, ""),
    " ".join("a" * 101): (None, ""),
}


def test_queries_are_read_as_what_they_say() -> None:
    wrong = {text: parse_query(text) for text, tree in READ.items() if parse_query(text) != tree}
    assert wrong == {}


def test_what_cannot_be_read_is_shown_with_the_nearest_right_form() -> None:
    wrong = []
    for text, (shown, advice) in REFUSED.items():
        with pytest.raises(QueryError) as caught:
            parse_query(text)
        found = "\n".join(caught.value.details)
        if (shown is not None and found != shown) or (advice is not None and caught.value.advice != advice):
            wrong.append((text, found, str(caught.value)))
    assert wrong == []


texts = st.text(min_size=1, max_size=8).filter(lambda text: text.strip() == text and text.strip())
values = texts
terms = st.one_of(
    st.builds(FieldTerm, texts, st.sampled_from([":", "=", "<", "<=", ">", ">="]), values),
    st.builds(lambda name, one, other: FieldTerm(name, "..", one, other), texts, values, values),
    st.builds(lambda name, one: FieldTerm(name, "..", one), texts, values),
    st.builds(lambda name, one: FieldTerm(name, "..", "", one), texts, values),
)
trees = st.recursive(
    st.one_of(st.builds(Word, texts), terms),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: Either(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


@given(trees)
def test_what_is_written_is_read_as_the_same_tree(tree: Node) -> None:
    assert parse_query(format_query(tree)) == tree


@given(st.text(alphabet="ab:ก้<>=-()\"' .|\\หรือor"))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse_query(text)
    except QueryError:
        return
    assert tree is None or parse_query(format_query(tree)) == tree
