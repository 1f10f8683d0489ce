"""Files of every form through the one door: their tables, what they are called, what is refused."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.errors import Failure, MissingFile, UnusableInput, UsageError
from netreg.exchange.tables import open_file

ROWS = [["ชื่อ", "คณะ"], ["สมมติ", "วิทยาศาสตร์"], ["ตัวอย่าง", "1"]]
CSV = "ชื่อ,คณะ\nสมมติ,วิทยาศาสตร์\nตัวอย่าง,1\n"
OBJECTS = ['{"ชื่อ": "สมมติ", "คณะ": "วิทยาศาสตร์"}', '{"ชื่อ": "ตัวอย่าง", "คณะ": 1}']

FORMS: list[tuple[str, bytes, str, str, bool]] = [
    ("csv", CSV.encode(), "csv", "utf-8", False),
    ("csv of Excel", CSV.replace("\n", "\r\n").encode("utf-8-sig"), "csv", "utf-8-sig", False),
    ("csv of semicolons", CSV.replace(",", ";").encode("cp874"), "csv", "cp874", False),
    ("tsv", CSV.replace(",", "\t").encode("utf-16"), "tsv", "utf-16", False),
    ("json", f"[{','.join(OBJECTS)}]".encode(), "json", "utf-8", True),
    ("json of one list", f'{{"members": [{",".join(OBJECTS)}]}}'.encode(), "json", "utf-8", True),
    ("ndjson", "\n".join(OBJECTS).encode(), "ndjson", "utf-8", True),
]


@pytest.mark.parametrize(
    ("content", "form", "encoding", "headed"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS]
)
def test_the_same_table_in_every_form(
    tmp_path: Path, content: bytes, form: str, encoding: str, *, headed: bool
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with open_file.open_file(path) as file:
        assert (file.name, file.format, file.encoding) == (str(path), form, encoding)
        (source,) = file.tables
        assert (source.name, source.has_headings) == ("", headed)
        for _again in range(2):
            assert [line.cells for line in source.rows()] == ROWS


def test_a_file_that_was_read_may_go(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(CSV, encoding="utf-8")
    with open_file.open_file(path) as file:
        path.unlink()
        assert [line.cells for line in file.tables[0].rows()] == ROWS


def test_the_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CSV.encode())))
    with open_file.open_file(Path("-")) as file:
        assert file.name == "standard input"
        assert [line.number for line in file.tables[0].rows()] == [1, 2, 3]


def test_what_the_user_says_of_the_encoding_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("name\nAndré\n".encode())
    with pytest.raises(UnusableInput, match="could be UTF-8"), open_file.open_file(path):
        pass
    with open_file.open_file(path, encoding="utf-8") as file:
        assert [line.cells for line in file.tables[0].rows()] == [["name"], ["André"]]


@pytest.mark.parametrize("content", [CSV, OBJECTS[0]])
def test_what_has_no_sheets(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="has no sheets"), open_file.open_file(path, sheets=["1"]):
        pass


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="no such file"), open_file.open_file(tmp_path / "nowhere.csv"):
        pass


@given(content=st.binary(max_size=80) | st.text('a,ก\n\r"\x85\u2028é[]{}:1<', max_size=20).map(str.encode))
@example(content=b"a\xc2\x85b\n")
@example(content=b"PK\x03\x04")
@example(content=b"[")
@example(content=b'{"":0}')
def test_whatever_the_file_holds_it_is_tables_or_a_failure(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    try:
        with open_file.open_file(path) as file:
            assert all(list(source.rows()) for source in file.tables)
    except Failure as failure:
        assert failure.exit_code == 65  # noqa: PT017


def test_nothing_heavy_is_loaded_for_what_is_not_read(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "file.csv").write_text("a\n")
    code = "import sys; from netreg.exchange.tables import open_file; from pathlib import Path\n"
    code += f"with open_file.open_file(Path({str(tmp_path / 'file.csv')!r})):"
    code += " print({'zipfile', 'json'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"set()\n"
