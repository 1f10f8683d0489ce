"""The documentation: its commands work in the order in which they stand, and the outputs it shows are those of today.

``UPDATE_DOCS=1 pytest -n0 tests/test_docs.py`` writes the outputs of today into the pages.
"""

from __future__ import annotations

import ast
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

import pytest

from netreg.cli import COMMANDS
from netreg.config import DESCRIPTIONS
from netreg.errors import EXIT_CODES
from netreg.store.checks import register
from tests.in_process import run_with_streams

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Netreg

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "docs/guide.md", "docs/reference.md", "docs/เริ่มต้น.md")
EXAMPLE = "docs/souvenirs.diff"
DEVELOPERS_PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md")
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```)", re.MULTILINE | re.DOTALL)
BLOCK_OF_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
NEEDS_A_SHELL = re.compile(r"[|<>$;&*?`~\[#]")
STYLING = re.compile(r"\x1b\[[0-9;]*m")
WIDTH = 80


class Step(NamedTuple):
    """A command of a page, and the output shown below it, if any is."""

    command: str
    output: str


def read_page(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def read_steps(block: str) -> Iterator[Step]:
    """Yield the commands of one block, each with the lines between it and the next."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, output = part.split("\n", 1)
        yield Step(command, output)


@pytest.fixture
def shell_environment(netreg: Netreg) -> dict[str, str]:
    programs = str(Path(sys.executable).parent)
    return {**netreg.pinned, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def run_in_shell(command: str, folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 - the shell that the pages speak to
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"


def run_on_terminal(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Return what a terminal shows, without styles and trailing blanks; only what says so may fail."""
    terminal, side = pty.openpty()
    settings = environment | {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb"}
    parts: list[bytes] = []
    reader = Thread(target=_read_terminal, args=(terminal, parts))
    reader.start()
    with open(side, "wb", 0) as shown_on:  # noqa: PTH123 - a descriptor
        if is_plain(command):
            code = run_with_streams(shlex.split(command), shown_on, shown_on, folder=folder, environment=settings)
        else:
            code = subprocess.run(
                ["bash", "-c", command],  # noqa: S607 - the shell that the pages speak to
                cwd=folder,
                env=settings,
                stdin=subprocess.DEVNULL,
                stdout=shown_on,
                stderr=shown_on,
                check=False,
            ).returncode
    reader.join()
    os.close(terminal)
    output = b"".join(parts)
    # a progress bar, which a slow machine shows, takes its line back
    kept = output.decode().replace("\r\n", "\n").replace("\n\r\x1b[1A\x1b[2K", "")
    lines = STYLING.sub("", kept).splitlines()
    shown = "".join(f"{line.rstrip()}\n" for line in lines)
    assert (code in (0, 3)) == ("netreg: error:" not in shown), f"{command}\n{shown}"
    return shown


def _read_terminal(terminal: int, parts: list[bytes]) -> None:
    with suppress(OSError):  # Linux says EIO where the other side has closed
        while part := os.read(terminal, 65536):
            parts.append(part)


def is_plain(command: str) -> bool:
    """Tell whether it is a command of netreg alone, for which no shell is needed."""
    return command.startswith("netreg ") and not NEEDS_A_SHELL.search(command)


def is_shown(actual: str, shown: str) -> bool:
    """Tell whether the output is the one shown, where a line of ``…`` stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*".join(parts), actual) is not None


@pytest.mark.parametrize("page", PAGES)
def test_every_command_works_and_answers_as_shown(netreg: Netreg, shell_environment: dict[str, str], page: str) -> None:
    text = read_page(page)
    for block in BLOCK.findall(text):
        for command, output in read_steps(block):
            if output:
                actual = run_on_terminal(command, netreg.folder, shell_environment)
                if os.environ.get("UPDATE_DOCS") and not is_shown(actual, output):
                    text = text.replace(f"$ {command}\n{output}", f"$ {command}\n{actual}")
                else:
                    assert is_shown(actual, output), f"{command}\n{actual}"
            elif is_plain(command):
                run = netreg(*shlex.split(command)[1:], **shell_environment)
                assert run.code == 0, f"{command}\n{run.err}"
            else:
                run_in_shell(command, netreg.folder, shell_environment)
    if os.environ.get("UPDATE_DOCS"):
        (ROOT / page).write_text(text, encoding="utf-8")


def test_there_are_commands() -> None:
    counts = [len([step for block in BLOCK.findall(read_page(page)) for step in read_steps(block)]) for page in PAGES]
    assert counts[0] >= 10
    assert counts[1] > 150


def test_what_the_demonstration_says_to_type_next_works(netreg: Netreg, shell_environment: dict[str, str]) -> None:
    run = netreg("demo")
    lines = run.out.partition("คำสั่งถัดไปที่ลองได้:\n")[2].splitlines()
    assert len(lines) > 5
    for line in lines:
        if is_plain(line):
            run = netreg(*shlex.split(line)[1:], **shell_environment)
            assert run.code == 0, f"{line}\n{run.err}"
        else:
            run_in_shell(line, netreg.folder, shell_environment)


def read_rows(page: str, heading: str) -> dict[str, str]:
    """Return the second cell of each row of the tables under a heading by its first, without backticks."""
    section = re.split(rf"^#+ {re.escape(heading)}\n", read_page(page), flags=re.MULTILINE)[1]
    section = re.split(r"^#", section, flags=re.MULTILINE)[0]
    rows = [[cell.strip().replace("`", "") for cell in line.split(" | ")] for line in section.splitlines()]
    return {row[0].removeprefix("| "): row[1].removesuffix(" |") for row in rows if len(row) > 1}


def test_the_exit_codes_are_those_of_the_program() -> None:
    table = read_rows("docs/reference.md", "Exit codes")
    assert {int(code): meaning for code, meaning in table.items() if code.isdigit()} == EXIT_CODES


def test_every_setting_is_explained() -> None:
    assert set(DESCRIPTIONS) <= set(read_rows("docs/reference.md", "Settings"))


def test_every_variable_of_the_environment_is_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "netreg").rglob("*.py"))
    assert set(re.findall(r"\bNETREG_[A-Z_]+", sources)) <= set(read_rows("docs/reference.md", "Settings"))


def test_every_check_is_explained() -> None:
    known = set(read_rows("docs/reference.md", "Flags and findings")) - {"flag", "check", "|---|---|"}
    assert known == set(register.list_checks())


def test_every_finding_of_doctor_is_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "netreg/store/doctor").glob("*.py"))
    explained = read_rows("docs/reference.md", "What doctor finds")
    found = dict(re.findall(r'Finding\(\s*"([a-z-]+)",\s*"([a-z]+)"', sources))
    assert found.items() <= explained.items()
    assert [
        name for name, severity in explained.items() if severity in found.values() and f'"{name}"' not in sources
    ] == []


def test_every_command_is_named() -> None:
    text = "".join(read_page(page) for page in PAGES)
    assert [name for name in COMMANDS if f"netreg {name}" not in text] == []


def read_anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of a page, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", ["CHANGELOG.md", "sample_data/README.md", *PAGES, *DEVELOPERS_PAGES])
def test_every_link_leads_somewhere(page: str) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", read_page(page)):
        path = (ROOT / page).parent / target if target else ROOT / page
        assert path.exists(), f"{page}: {target}"
        assert not anchor or anchor in read_anchors(path), f"{page}: {target}#{anchor}"


# --- what developers' pages name ---------------------------------------------------------

CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PATH = re.compile(r"[\w.*-]*/[\w./*-]+|[\w-]+\.(?:py|md|toml|lock|po|html|txt)")
DOTTED = re.compile(r"[a-z_]+(?:\.[A-Za-z_]+)+")
NAME = re.compile(r"(?!NETREG_)_?[A-Z]\w+|[a-z]+_\w+")


@cache
def read_modules() -> dict[str, set[str]]:
    """Return the names that each module of netreg defines, by its dotted name; ``Class.attribute`` too."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): set(find_names(path))
        for path in (ROOT / "netreg").rglob("*.py")
    }


def find_names(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for name in names_of(node):
            yield name
            if isinstance(node, ast.ClassDef):
                yield from (f"{name}.{attribute}" for inner in node.body for attribute in names_of(inner))


def names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def is_name(name: str) -> bool:
    """Tell whether some module defines a name, given with its module (``checked_writes.add_record``) or alone."""
    for module, names in read_modules().items():
        parts = f"netreg.{name}".split(".")
        if name in names or any(name == known.partition(".")[2] for known in names):
            return True
        for at in range(1, len(parts)):
            if f".{module}".endswith("." + ".".join(parts[1:at])) and ".".join(parts[at:]) in names:
                return True
    return any(f".{module}".endswith(f".{name}") for module in read_modules())


def is_there(path: str) -> bool:
    in_example = f"+++ b/{path}\n" in read_page(EXAMPLE)
    return in_example or any(next(folder.glob(path), None) is not None for folder in (ROOT, ROOT / "netreg"))


@pytest.mark.parametrize("page", DEVELOPERS_PAGES)
def test_every_path_and_name_exists(page: str) -> None:
    codes = CODE.findall(BLOCK_OF_CODE.sub("", read_page(page)))
    paths = [code for code in codes if PATH.fullmatch(code)]
    names = [code for code in codes if code not in paths and (DOTTED.fullmatch(code) or NAME.fullmatch(code))]
    assert [path for path in paths if not is_there(path)] == []
    assert [name for name in names if not is_name(name)] == []


@pytest.mark.parametrize("page", DEVELOPERS_PAGES)
def test_every_name_is_where_it_is_said_to_be(page: str) -> None:
    said = re.findall(r"`([\w.]+)` (?:in|of) `netreg/([\w/]+)\.py`", read_page(page))
    assert said
    for name, path in said:
        module = f"netreg.{path}".replace("/", ".").removesuffix(".__init__")
        assert name.removeprefix(f"{module.rpartition('.')[2]}.") in read_modules()[module], f"{name} in {path}"


def test_the_architecture_names_every_folder() -> None:
    page = read_page("ARCHITECTURE.md")
    folders = {path.parent.relative_to(ROOT / "netreg").as_posix() for path in (ROOT / "netreg").rglob("__init__.py")}
    assert [folder for folder in folders - {".", "cli", "exchange", "store"} if f"`{folder}`" not in page] == []


# --- the worked example of a kind --------------------------------------------------------


def test_the_worked_example_applies_and_works(register: Netreg, shell_environment: dict[str, str]) -> None:
    assert register("meeting", "add", "ประชุมทดสอบ", "--on", "5 ส.ค. 2568", "--code", "meet-1").code == 0
    assert register("member", "add", "นายทดสอบ หนึ่ง").code == 0
    if "netreg.entities.meeting.souvenirs" in read_modules():
        pytest.skip("the example has been applied")
    run_in_shell(f"cd {ROOT} && git apply --check {EXAMPLE}", register.folder, shell_environment)
    shutil.copytree(ROOT / "netreg", register.folder / "netreg")
    run_in_shell(f"git apply --include='netreg/*' {ROOT / EXAMPLE}", register.folder, shell_environment)
    commands = re.findall(r"^netreg (meeting souvenir .*)", read_page("CONTRIBUTING.md"), re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        run_in_shell(f"{sys.executable} -m netreg {command}", register.folder, shell_environment)
    written = register.folder.joinpath("souvenirs.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [line.rpartition(",")[0] for line in written] == ["meet-1,ผ้าไหม,2,นายทดสอบ หนึ่ง,,"]


def test_the_cost_of_the_worked_example_is_as_stated() -> None:
    added: dict[str, int] = {}
    for line in read_page(EXAMPLE).splitlines():
        if line.startswith("+++ "):
            path = line.removeprefix("+++ b/")
        elif line.startswith("+"):
            added[path] = added.get(path, 0) + 1
    table = read_rows("CONTRIBUTING.md", "Add a kind of record")
    assert {path: int(table[path]) for path in added} == added
    assert f"It takes {sum(added.values())} lines" in read_page("CONTRIBUTING.md")
