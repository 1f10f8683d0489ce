"""The catalogues of sentences: read as a translator writes them (``.po``), compiled as the program reads them.

Run by itself it compiles them all anew: ``python -m tests.catalogues``.
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


def entries(source: Path) -> dict[str, str]:
    """What a ``.po`` file translates: each sentence, or its singular, a NUL and its plural, with the translation."""
    found: dict[str, str] = {}
    for block in source.read_text(encoding="utf-8").split("\n\n"):
        said = {
            word: "".join(ast.literal_eval(line) for line in lines.split("\n") if line)
            for word, lines in re.findall(r'^(msg\S+) ((?:".*"\n?)+)', block, re.MULTILINE)
        }
        key = "\0".join(said[word] for word in ("msgid", "msgid_plural") if word in said)
        found[key] = said.get("msgstr", said.get("msgstr[0]", ""))
    return found


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


def told(module: Path) -> Iterator[str]:
    """Every sentence that a module tells through gettext, as a catalogue has it; not those that refuse something."""
    yield from _told(ast.parse(module.read_text(encoding="utf-8")))


def _told(node: ast.AST) -> Iterator[str]:
    called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if isinstance(node, ast.Raise) or called in _REFUSALS:
        return
    if isinstance(node, ast.Call) and called in ("_", "ngettext"):
        texts = node.args[: 1 if called == "_" else 2]
        yield "\0".join(ast.literal_eval(text) for text in texts)
    for inner in ast.iter_child_nodes(node):
        yield from _told(inner)


_REFUSALS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}


if __name__ == "__main__":
    for source in SOURCES:
        source.with_suffix(".mo").write_bytes(compiled(entries(source)))
