"""The architecture: which layer may know which, what is written where, and how names and sentences are formed.

Each rule is one test that lists all who break it.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PACKAGE = Path(__file__).parent.parent / "netreg"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each layer and the layers it may import; every layer may import itself and the ground.
GROUND = {"errors", "language", "named_tuples", "keyword_classes"}
ALLOWED: dict[str, set[str]] = {
    "language": set(),
    "errors": set(),
    "named_tuples": set(),
    "keyword_classes": set(),
    "thai": set(),
    "core": {"thai"},
    "entities": {"core", "thai"},
    "store": {"entities", "core", "thai"},
    "exchange": {"store", "entities", "core", "thai"},
    "render": {"entities", "core", "thai"},
    "config": {"core", "thai"},
    "cli": {"exchange", "store", "render", "entities", "core", "thai", "config", "__init__"},
    "late_modules": set(),
    "__main__": {"cli", "late_modules", "__init__"},
    "__init__": set(),
}
# Libraries that belong to one layer alone.
HOME = {"sqlite3": "store", "sqlite_utils": "store", "rich": "render", "typer": "cli"}
FORBIDDEN = {"click": "Typer carries its own; its exceptions are not this one's"}
SQL = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "PRAGMA ")
MOST_MODULES = 14
"""How many modules a folder may have; one more is a reason to part it by subject."""


class Import(NamedTuple):
    """One name that a module imports, and whether only a type checker does."""

    name: str
    typing_only: bool


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def shown(path: Path) -> str:
    return str(path.relative_to(PACKAGE.parent))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(tree(path)))


@cache
def imports(path: Path) -> list[Import]:
    """Every name imported anywhere in the file, inside of functions too."""
    typing_only = {
        inner
        for node in nodes(path)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node in typing_only) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            found += [Import(f"{node.module}.{alias.name}", node in typing_only) for alias in node.names]
    return found


def assert_none(offenders: Iterable[str]) -> None:
    """Fail with all of the offenders, a line each."""
    __tracebackhide__ = True
    found = list(offenders)
    assert not found, "\n".join(["", *found])


# --- layers ---------------------------------------------------------------------------------


def test_arrows_point_down_only() -> None:
    def target(name: str) -> str:
        below = name.split(".")[1] if "." in name else "__init__"
        return below if below in ALLOWED else "__init__"

    assert {layer(path) for path in MODULES} <= set(ALLOWED)
    assert_none(
        f"{shown(path)} must not know {one.name}"
        for path in MODULES
        for one in imports(path)
        if one.name.startswith("netreg") and target(one.name) not in ALLOWED[layer(path)] | GROUND | {layer(path)}
    )


def test_each_library_stays_at_home() -> None:
    def is_abroad(path: Path, one: Import) -> bool:
        library = one.name.split(".")[0]
        at_home = one.typing_only or HOME.get(library, layer(path)) == layer(path)
        return library in FORBIDDEN or not at_home

    assert_none(f"{shown(path)}: {one.name}" for path in MODULES for one in imports(path) if is_abroad(path, one))


def test_sql_is_written_in_the_store_only() -> None:
    assert_none(
        f"{shown(path)}:{node.lineno}"
        for path in MODULES
        if layer(path) != "store"
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(SQL)
    )


# --- circles --------------------------------------------------------------------------------


def circles(arrows: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """The sets of nodes that reach each other (Tarjan's strongly connected components)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: list[str] = []

    def visit(node: str) -> Iterator[list[str]]:
        number[node] = lowest[node] = len(number)
        open_nodes.append(node)
        for other in sorted(arrows.get(node, ())):
            if other not in number:
                yield from visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in open_nodes:
                lowest[node] = min(lowest[node], number[other])
        if lowest[node] == number[node]:
            at = open_nodes.index(node)
            component = sorted(open_nodes[at:])
            del open_nodes[at:]
            if len(component) > 1:
                yield component

    for node in sorted(arrows):
        if node not in number:
            yield from visit(node)


@cache
def module_arrows() -> dict[str, set[str]]:
    """Which module imports which: when it is loaded, when it runs, or for its types alone."""
    names = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in MODULES}
    by_name = {name.removesuffix(".__init__"): path for name, path in names.items()}

    def module(name: str) -> str:
        return name if name in by_name else name.rpartition(".")[0]

    return {
        name: {module(one.name) for one in imports(path) if module(one.name) in by_name} - {name}
        for name, path in by_name.items()
    }


def test_no_module_imports_itself_in_a_circle() -> None:
    assert_none(" <-> ".join(circle) for circle in circles(module_arrows()))


def test_no_subpackage_imports_itself_in_a_circle() -> None:
    def subpackage(module: str) -> str:
        return ".".join(module.split(".")[:3])

    arrows = defaultdict[str, set[str]](set)
    for module, others in module_arrows().items():
        arrows[subpackage(module)] |= {subpackage(other) for other in others}
    assert_none(" <-> ".join(circle) for circle in circles(arrows))


def test_circles_are_found() -> None:
    arrows = {"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": {"e", "d"}, "e": {"f"}, "f": {"e"}}
    assert list(circles(arrows)) == [["e", "f"], ["a", "b", "c"]]


# --- folders, names and sentences -----------------------------------------------------------


def test_no_folder_is_crowded() -> None:
    modules = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert_none(f"{shown(folder)}: {count}" for folder, count in modules.items() if count > MOST_MODULES)


def test_every_module_opens_with_a_sentence() -> None:
    def opens_well(path: Path) -> bool:
        first, _, rest = (ast.get_docstring(tree(path)) or "").partition("\n")
        return bool(first) and (bool(rest) or first.endswith((".", ":", ",", ";")))

    assert_none(shown(path) for path in MODULES if not opens_well(path))


def test_no_two_public_classes_have_one_name() -> None:
    homes = defaultdict[str, list[str]](list)
    for path in MODULES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(shown(path))
    assert_none(f"{name}: {', '.join(paths)}" for name, paths in homes.items() if len(paths) > 1)


def test_docstrings_say_what_is_done() -> None:
    """ "Return …", "Tell whether …" or a noun phrase: not "What …", not "Whether …"."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    assert_none(
        f"{shown(path)}:{getattr(node, 'lineno', 1)}"
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, described) and (ast.get_docstring(node) or "").startswith(("What ", "Whether "))
    )
