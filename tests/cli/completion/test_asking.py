"""``NOUN add`` alone on a terminal: asked for, checked, and printed in one line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from netreg.cli.completion import asking

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program believe that somebody sits there."""
    monkeypatch.setattr(asking, "can_ask", lambda words: words[-1:] == ["add"])


@pytest.mark.usefixtures("at_terminal")
def test_each_answer_is_checked_before_the_next_question(register: Netreg) -> None:
    """A needed one that is left out, a choice that is none, a record that is not there; then the same in one line."""
    register("org", "add", "มหาวิทยาลัยทดสอบ", "--code", "uni")
    answers = ["", "คณะ ลองดู", "nonsense", "faculty", *[""] * 30]
    run = register("org", "add", stdin="\n".join(answers) + "\n")

    assert run.code == 0, run.err
    assert ": this is needed\n" in run.err
    assert "'nonsense' is not a valid choice" in run.err
    assert "The same in one line: netreg org add 'คณะ ลองดู' --kind faculty\n" in run.err
    assert register("org", "show", "คณะ ลองดู", "--json").data["kind"] == "faculty"


@pytest.mark.usefixtures("at_terminal")
def test_an_end_of_the_input_writes_nothing(register: Netreg) -> None:
    """As Ctrl-C does."""
    run = register("org", "add", stdin="คณะลองดู\n")
    assert (run.code, register("org", "list", "--no-header").out) == (130, "")


def test_without_a_terminal_nothing_is_asked(register: Netreg) -> None:
    """The usage is told at once."""
    run = register("org", "add", stdin="คณะลองดู\n")
    assert (run.out, run.code) == ("", 2)


@pytest.mark.process
def test_somebody_at_a_terminal_is_asked(register: Netreg) -> None:
    """Field by field, checked at once, with what comes near and the choices; then the same in one line."""
    register("org", "add", "หอสมุดสมมติ", "--code", "lib-1")
    register("org", "add", "คณะสมมติ", "--code", "fac-1")
    answers = "|นายสมมติ ลองถาม|lib-x|lib-1|หัวหน้า|มมม||32/1/2569|1/1/2569|-|x@|x@example.org"
    told, code = _answer(register, ("member", "add"), answers.split("|"))
    assert code == 0, told
    for said in ("ต้องระบุข้อมูลนี้", "หมายถึง lib-1", "รักษาการ (acting)", "ไม่มีวันที่ 32", "'x@' ไม่ใช่ที่อยู่อีเมล"):
        assert said in told, said
    line = "netreg member add 'นายสมมติ ลองถาม' --org lib-1 --position 'หัวหน้า' --since 1/1/2569 --email x@example.org"
    assert f"คำสั่งเดียวกันในบรรทัดเดียว: {line}" in told
    shown = register("member", "show", "x@example.org", "--json").data
    assert (shown["posts"][0]["position"], shown["posts"][0]["since"]) == ("หัวหน้า", "2026-01-01")

    told, code = _answer(register, ("agreement", "add"), ["บันทึกสมมติ", "memo", "mou", "5/8/2569", *[""] * 10, "fac-1"])
    assert code == 0, told
    assert "คำสั่งเดียวกันในบรรทัดเดียว: netreg agreement add 'บันทึกสมมติ' --kind mou --signed 5/8/2569" in told
    assert "'memo' ไม่อยู่ในตัวเลือก; ใช้ได้: บันทึกความเข้าใจ (mou)" in told


@pytest.mark.process
def test_ctrl_c_at_a_terminal_leaves_nothing(register: Netreg) -> None:
    """Nor does the message stand behind the question."""
    told, code = _answer(register, ("member", "add"), ["นายสมมติ ลองถาม", "\x03"])
    assert code == 130
    assert "\nnetreg: error: ถูกขัดจังหวะ ไม่ได้บันทึกสิ่งใด\n" in told.replace("\r", "")
    assert register("member", "list", "--all", "--no-header").out == ""


def _answer(register: Netreg, words: tuple[str, ...], answers: list[str]) -> tuple[str, int]:
    """Type an answer to each question, Enter to those that are left; return what the terminal showed."""
    import fcntl
    import pty
    import termios

    main, other = pty.openpty()
    process = register.start(
        *words, stdin=other, stdout=other, stderr=other, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(other, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(other)
    told, left = b"", iter(answers)
    try:
        while True:
            told += os.read(main, 65536)
            if told.endswith(b": "):
                answer = next(left, "")
                os.write(main, answer.encode() if answer == "\x03" else f"{answer}\n".encode())
    except OSError:  # the terminal is hung up when the program ends
        pass
    os.close(main)
    return told.decode(), process.wait(timeout=30)
