"""The language of the interface: labels in both, every sentence through one catalogue."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from netreg.language import LANGUAGES, Label, _, language, ngettext, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LABEL = Label("สมาชิก", "Member")
ENTRIES = {
    "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n",
    "one person": "คนหนึ่ง",
    "{n} row\0{n} rows": "{n} แถว",
}


def compiled(entries: dict[str, str]) -> bytes:
    """A catalogue as GNU gettext compiles it (the format of ``.mo`` files)."""
    pairs = [(key.encode(), entries[key].encode()) for key in sorted(entries)]
    tables, texts, offset = [b"", b""], b"", 28 + 16 * len(pairs)
    for which in (0, 1):
        for pair in pairs:
            tables[which] += struct.pack("<II", len(pair[which]), offset + len(texts))
            texts += pair[which] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + tables[0] + tables[1] + texts


@pytest.fixture(autouse=True)
def before() -> Iterator[None]:
    spoken = language()
    yield
    set_language(spoken)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Thai catalogue that knows two sentences."""
    file = tmp_path / "th" / "LC_MESSAGES" / "netreg.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled(ENTRIES))
    monkeypatch.setattr("netreg.language._CATALOGUES", tmp_path)


@pytest.mark.parametrize(("name", "shown"), [("th", "สมาชิก"), ("en", "Member")])
def test_a_label_speaks_the_language_of_the_interface(name: str, shown: str) -> None:
    set_language(name)
    assert language() == name
    assert str(LABEL) == f"{LABEL}" == shown


@pytest.mark.parametrize("name", LANGUAGES)
def test_without_a_catalogue_a_sentence_is_itself(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netreg.language._CATALOGUES", tmp_path)
    set_language(name)
    assert _("one person") == "one person"
    assert _("") == ""
    assert [ngettext("{n} row", "{n} rows", count) for count in (0, 1, 2)] == ["{n} rows", "{n} row", "{n} rows"]


@pytest.mark.usefixtures("catalogue")
def test_a_catalogue_translates_what_it_knows() -> None:
    set_language("th")
    assert _("one person") == "คนหนึ่ง"
    assert _("another sentence") == "another sentence"
    assert [ngettext("{n} row", "{n} rows", count) for count in (1, 2)] == ["{n} แถว", "{n} แถว"]


@pytest.mark.usefixtures("catalogue")
def test_the_other_language_is_not_translated() -> None:
    set_language("th")
    set_language("en")
    assert _("one person") == "one person"
