"""How each shell is answered, by itself and in the shells that are installed."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg.cli.completion.shells import Candidate, Typed, format_candidates, read_typed, split_line

if TYPE_CHECKING:
    from tests.conftest import Netreg

BREAKS = " \t\n\"'><=;|&(:"
FOUND = (Candidate("ดร.สมมุติ ทดสอบ", "test"), Candidate("state:", is_open=True), Candidate("it's $5"))

LINES = {
    "netreg member sh": Typed(("netreg", "member"), "sh"),
    "netreg member ": Typed(("netreg", "member"), ""),
    "netreg show 'สมมุติ ท": Typed(("netreg", "show"), "สมมุติ ท", 0, "'"),
    'netreg show "a \\" b': Typed(("netreg", "show"), 'a " b', 0, '"'),
    "netreg show สมมุติ\\ ท": Typed(("netreg", "show"), "สมมุติ ท"),
    "netreg list kind:fa": Typed(("netreg", "list"), "kind:fa", 5),
    "netreg list --sort=": Typed(("netreg", "list"), "--sort=", 7),
    "netreg list a\\:b": Typed(("netreg", "list"), "a:b"),
    "netreg 'a b' \"\" c": Typed(("netreg", "a b", ""), "c"),
    "netreg a\\": Typed(("netreg",), "a"),
    "": Typed((), ""),
}


def test_lines_are_split_as_a_shell_does() -> None:
    """Quotation marks and backslashes; where bash begins what it replaces."""
    assert {line: split_line(line, BREAKS) for line in LINES} == LINES


def test_candidates_are_written_as_each_shell_reads_them() -> None:
    """Blanks and quotes for bash, colons and descriptions for zsh, descriptions for fish."""
    everything = Typed((), "")

    def say(shell: str, typed: Typed = everything) -> list[str]:
        return format_candidates(shell, typed, FOUND)

    assert say("bash") == ["ดร.สมมุติ\\ ทดสอบ", "state:", "it\\'s\\ \\$5"]
    assert say("bash", Typed((), "", 0, "'")) == ["ดร.สมมุติ ทดสอบ", "state:", "it'\\''s $5"]
    assert say("bash", Typed((), "", 0, '"'))[2] == "it's \\$5"
    assert say("bash", Typed((), "st", 1)) == ["tate:"]
    assert say("zsh") == ["ดร.สมมุติ ทดสอบ:test", " state\\:", "it's $5"]
    assert say("fish") == ["ดร.สมมุติ ทดสอบ\ttest", "state:", "it's $5"]
    assert read_typed("bash", ["netreg org show k", BREAKS]) == Typed(("org", "show"), "k")
    assert read_typed("zsh", ["org", "a b"]) == read_typed("fish", ["org", "a\\ b"]) == Typed(("org",), "a b")


@pytest.mark.usefixtures("in_english")
def test_scripts_and_wrong_shells(netreg: Netreg) -> None:
    """The script of each shell is printed without a register; another shell is refused."""
    assert netreg("completion", "bash").out.startswith("_netreg_completion() {")
    assert netreg("completion", "zsh").out.startswith("#compdef netreg\n")
    assert netreg("completion", "fish").out.startswith("function __netreg_complete\n")
    refused = netreg("completion", "csh")
    assert (refused.out, refused.code) == ("", 2)
    assert refused.err == "netreg: error: SHELL: unknown value 'csh'; expected one of: bash, zsh, fish\n"


@pytest.mark.process
def test_the_variable_alone_disturbs_nothing(register: Netreg) -> None:
    """Another word in it is none of ours; and an answer is quick and silent in a locale without UTF-8."""
    assert register("org", "list", "--format", "tsv", _NETREG_COMPLETE="nonsense").code == 0
    register("org", "add", "คณะตัวอย่าง", "--code", "sample")
    run = register("org", "show", "คณ", _NETREG_COMPLETE="complete_fish", LC_ALL="C")
    assert (run.out, run.err, run.code) == ("คณะตัวอย่าง\tsample\n", "", 0)


# --- in real shells --------------------------------------------------------------------------

START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(netreg completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -Uz compinit; compinit -D; eval "$(netreg completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "netreg completion fish | source"),
}
TYPED = {
    "netreg mem": "<netreg><member>",
    "netreg member show สมมุ": "<netreg><member><show><สมมุติ ทดสอบ>",
    'netreg member show "สมมุ': "<netreg><member><show><สมมุติ ทดสอบ>",
    "netreg member show 'สมมุ": "<netreg><member><show><สมมุติ ทดสอบ>",
    "netreg member show สมมุติ\\ ท": "<netreg><member><show><สมมุติ ทดสอบ>",
    "netreg agreement list state:in_f": "<netreg><agreement><list><state:in_force>",
    "netreg agreement list -state:dr": "<netreg><agreement><list><-state:draft>",
    "netreg agreement list --sort=signed_o": "<netreg><agreement><list><--sort=signed_on>",
}


@pytest.mark.stress
@pytest.mark.parametrize("shell", START)
def test_tab_completes_in_a_real_shell(shell: str, register: Netreg) -> None:
    """What is typed, Tab, and the words that the shell then makes of the line."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    register("member", "add", "สมมุติ ทดสอบ")
    environment = register.pinned | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
    }
    shown = _press_tab(shell, list(TYPED), environment)
    wrong = [f"{line}: {shown[line]}" for line, words in TYPED.items() if words not in shown[line]]
    assert not wrong, "\n".join(wrong)


def _press_tab(shell: str, lines: list[str], environment: dict[str, str]) -> dict[str, str]:
    """Return what a terminal shows after each line, Tab and a command that prints the words."""
    import fcntl
    import pty
    import struct
    import termios

    command, load = START[shell]
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
    shown = {}
    with subprocess.Popen(
        command,
        stdin=other,
        stdout=other,
        stderr=other,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no other thread runs
    ) as process:
        os.close(other)
        _read_for(main, 0.8)
        os.write(main, f"{load}\n".encode())
        _read_for(main, 1.5)
        for line in lines:
            os.write(main, f"{line}\t".encode())
            _read_for(main, 1.0)
            os.write(main, b"\x01printf '<%s>' \x05\n")
            shown[line] = _read_for(main, 0.5)
        process.kill()
    os.close(main)
    return shown


def _read_for(terminal: int, seconds: float) -> str:
    """Read for a while, and answer what a shell asks of its terminal."""
    read, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                read += (new := os.read(terminal, 65536))
            except OSError:
                break
            os.write(terminal, b"\x1b[1;1R" * new.count(b"\x1b[6n") + b"\x1b[?62c" * new.count(b"\x1b[c"))
    return read.decode(errors="replace")
