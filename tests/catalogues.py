"""The catalogues of sentences: read as a translator writes them (``.po``), compiled as the program reads them.

Run as a program, it compiles them all: ``python -m tests.catalogues``.
"""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from netreg import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "netreg"
SOURCES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/netreg.po"))


def read_entries(source: Path) -> dict[str, str]:
    """Read a ``.po`` file: each sentence, or its singular, a NUL and its plural, with the translation."""
    entries: dict[str, str] = {}
    text = source.read_text(encoding="utf-8")
    for block in re.sub(r"^((?:msgstr|\").*\n)(?=#|msgid )", r"\1\n", text, flags=re.MULTILINE).split("\n\n"):
        strings = {
            word: "".join(ast.literal_eval(line) for line in lines.split("\n") if line)
            for word, lines in re.findall(r'^(msg\S+) ((?:".*"\n?)+)', block, re.MULTILINE)
        }
        key = "\0".join(strings[word] for word in ("msgid", "msgid_plural") if word in strings)
        entries[key] = strings.get("msgstr", strings.get("msgstr[0]", ""))
    return entries


def compile_catalogue(entries: dict[str, str]) -> bytes:
    """Compile a catalogue as GNU gettext does (the format of ``.mo`` files)."""
    pairs = [(key.encode(), entries[key].encode()) for key in sorted(entries)]
    tables, texts, offset = [b"", b""], b"", 28 + 16 * len(pairs)
    for which in (0, 1):
        for pair in pairs:
            tables[which] += struct.pack("<II", len(pair[which]), offset + len(texts))
            texts += pair[which] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + tables[0] + tables[1] + texts


def list_sentences(module: Path) -> Iterator[str]:
    """Yield every sentence a module passes to gettext, as a catalogue has it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        function = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and function in _SAYING:
            texts = node.args[: _SAYING[function]]
            if all(isinstance(text, ast.Constant) for text in texts):  # others are listed where they are written
                yield "\0".join(ast.literal_eval(text) for text in texts)


_SAYING = {"_": 1, "find_language": 1, "name_within": 1, "ngettext": 2}
"""The functions that take sentences, and how many."""


def list_unsaid(module: Path) -> Iterator[str]:
    """Yield every text of several words that is told as it stands: not passed to gettext."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in _TELLING or name in _FAILURES:
                yield from filter(_is_sentence, (_read_text(text) for text in _list_texts(node)))


def _list_texts(call: ast.Call) -> Iterator[ast.expr]:
    for text in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield from text.elts if isinstance(text, ast.Tuple | ast.List) else (text,)


def _read_text(node: ast.expr) -> str:
    """Return the text of a literal, of one with values in it the parts between them."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_sentence(text: str) -> bool:
    return re.search(r"[A-Za-z]{2,} +[a-z]{2,}", text.replace("netreg: error:", "")) is not None


_TELLING = {"Message", "Problem", "print", "InvalidValue"}
_FAILURES = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}


if __name__ == "__main__":
    for source in SOURCES:
        source.with_suffix(".mo").write_bytes(compile_catalogue(read_entries(source)))
