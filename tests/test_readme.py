"""The README: every command in it works, in the order in which it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg.errors import EXIT_CODES

if TYPE_CHECKING:
    from tests.conftest import Netreg

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
NEEDS_A_SHELL = re.compile(r"[|<>$;&*?`~\[#]")
COMMANDS = [line[2:] for block in BLOCKS for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture
def shell_environment(netreg: Netreg) -> dict[str, str]:
    programs = str(Path(sys.executable).parent)
    return {**netreg.pinned, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def test_every_command_works_in_order(netreg: Netreg, shell_environment: dict[str, str]) -> None:
    for command in COMMANDS:
        if command.startswith("netreg ") and not NEEDS_A_SHELL.search(command):
            run = netreg(*shlex.split(command)[1:], **shell_environment)
            assert run.code == 0, f"{command}\n{run.err}"
            continue
        done = subprocess.run(
            ["bash", "-c", command],  # noqa: S607 - the shell that the README speaks to
            cwd=netreg.folder,
            env=shell_environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 30


def test_the_exit_codes_are_those_of_the_program() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+?) \|$", README, re.MULTILINE))
    assert {int(code): meaning.replace("`", "") for code, meaning in table.items()} == EXIT_CODES
