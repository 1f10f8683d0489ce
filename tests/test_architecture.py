"""The layers: who may know whom, and where SQL, Rich and Typer may be written."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "netreg"
GROUND = {"errors", "language"}

# Each layer and the layers it may import; every layer may import itself and the ground.
ALLOWED: dict[str, set[str]] = {
    "language": set(),
    "errors": set(),
    "thai": set(),
    "core": {"thai"},
    "entities": {"core", "thai"},
    "store": {"entities", "core", "thai"},
    "exchange": {"store", "entities", "core", "thai"},
    "render": {"entities", "core", "thai"},
    "config": {"core", "thai"},
    "cli": {"exchange", "store", "render", "entities", "core", "thai", "config", "__init__"},
    "__main__": {"cli", "__init__"},
    "__init__": set(),
}
# Libraries that belong to one layer alone.
HOME = {
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "rich": {"render"},
    "typer": {"cli"},
}
FORBIDDEN = {"click": "Typer carries its own; its exceptions are not this one's"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All of a file, the module itself first."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module imported anywhere in the file, and whether it is for type checking only."""
    typing_only = {
        id(inner)
        for node in nodes(path)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in typing_only) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield from ((f"{node.module}.{alias.name}", id(node) in typing_only) for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_arrows_point_down_only(path: Path) -> None:
    own = layer(path)
    for name, _typing in imports(path):
        if name.startswith("netreg"):
            target = name.split(".")[1] if "." in name else "__init__"
            target = target if target in ALLOWED else "__init__"
            assert target in ALLOWED[own] | GROUND | {own}, f"{own} must not know {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_stays_at_home(path: Path) -> None:
    for name, typing in imports(path):
        library = name.split(".")[0]
        assert library not in FORBIDDEN, FORBIDDEN.get(library)
        if library in HOME and not typing:
            assert layer(path) in HOME[library], f"{library} belongs to {HOME[library]}"


@pytest.mark.parametrize("path", [p for p in MODULES if layer(p) != "store"], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_sql_is_written_in_the_store_only(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not node.value.startswith(("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "PRAGMA "))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    module = nodes(path)[0]
    assert isinstance(module, ast.Module)
    sentence = ast.get_docstring(module)
    assert sentence
    assert sentence.split("\n")[0].endswith((".", ":", ",", ";")) or "\n" in sentence


def test_every_layer_is_known() -> None:
    assert {layer(path) for path in MODULES} <= set(ALLOWED)
    assert sys.version_info >= (3, 11)
