"""The language of the interface: labels in both, every sentence through one catalogue."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

import pytest

from netreg.config import DESCRIPTIONS
from netreg.errors import EXIT_CODES
from netreg.language import LANGUAGES, Label, _, get_language, ngettext, set_language
from tests.catalogues import PACKAGE, SOURCES, compile_catalogue, list_sentences, list_unsaid, read_entries
from tests.help_texts import list_help_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LABEL = Label("สมาชิก", "Member")
ENTRIES = {
    "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n",
    "one person": "คนหนึ่ง",
    "{n} row\0{n} rows": "{n} แถว",
}


@pytest.fixture(autouse=True)
def before() -> Iterator[None]:
    spoken = get_language()
    yield
    set_language(spoken)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Thai catalogue that knows two sentences."""
    file = tmp_path / "th" / "LC_MESSAGES" / "netreg.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compile_catalogue(ENTRIES))
    monkeypatch.setattr("netreg.language._CATALOGUES", tmp_path)


@pytest.mark.parametrize(("name", "shown"), [("th", "สมาชิก"), ("en", "Member")])
def test_a_label_speaks_the_language_of_the_interface(name: str, shown: str) -> None:
    set_language(name)
    assert get_language() == name
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


# --- the catalogues that netreg has -------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_catalogue_is_compiled_as_it_is_written(source: Path) -> None:
    made = compile_catalogue(read_entries(source))
    assert source.with_suffix(".mo").read_bytes() == made, "type: python -m tests.catalogues"


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_translation_has_the_figures_of_its_sentence(source: Path) -> None:
    """The same names in braces: one that is wanting, or not known, would be a figure lost, or a fault."""
    for sentence, translated in read_entries(source).items():
        one = sentence.partition("\0")[0]
        assert _names(translated) == _names(one), one
        assert translated or not sentence


def _names(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name}


def test_every_sentence_has_a_translation() -> None:
    """Those of the source, and those beside commands and options.

    What is missing is to be written into ``netreg/locale/th/LC_MESSAGES/netreg.po``, a blank line before
    each entry; then type: python -m tests.catalogues
    """
    (thai,) = (read_entries(source) for source in SOURCES if "/th/" in source.as_posix())
    said = {sentence for module in PACKAGE.rglob("*.py") for sentence in list_sentences(module)}
    tables = {*EXIT_CODES.values(), *DESCRIPTIONS.values()}
    assert sorted((said | tables | list_help_texts()) - thai.keys()) == []


def test_no_sentence_stands_outside_gettext() -> None:
    """Refusals, notes and questions are passed to gettext: no text of several words is given as it is."""
    assert (
        sorted(
            f"{module.relative_to(PACKAGE)}: {text}" for module in PACKAGE.rglob("*.py") for text in list_unsaid(module)
        )
        == []
    )


def test_the_thai_catalogue_speaks() -> None:
    set_language("th")
    assert (_("today"), ngettext("{n} day left", "{n} days left", 1)) == ("วันนี้", "อีก {n} วัน")
