"""Wrong usage and the shape of every error: one line, what and where, what to type next, the exit code."""

from __future__ import annotations

import gc
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest

from netreg.cli import COMMANDS, build_program
from netreg.cli.framework import failures
from netreg.cli.framework.failures import run_guarded
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.errors import EXIT_CODES
from netreg.exchange.importing import import_file
from netreg.render.results import Message, RecordedMessage
from netreg.store import connections
from tests.in_process import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from tests.conftest import Netreg, Run

NO_DAY = "is not a valid date; write it like 5 ส.ค. 2564 or 2021-08-05"
USAGE = {
    "nope": "no such command 'nope'; see 'netreg --help'",
    "orgs list": "no such command 'orgs'; did you mean: netreg --db DB org list?",
    "merge a1 b1": "no such command 'merge'; see 'netreg member merge --help'",
    "unmerge b1": "no such command 'unmerge'; see 'netreg member unmerge --help'",
    "not-same a1 b1": "no such command 'not-same'; did you mean: netreg --db DB member not-same a1 b1?",
    "agrement list": "no such command 'agrement'; did you mean: netreg --db DB agreement list?",
    "org nope": "no such command 'nope'; see 'netreg org --help'",
    "--nope org list": "no such option: --nope; see 'netreg --help'",
    "org list --nope": "no such option: --nope; ask by a query, such as note:VALUE, or see 'netreg org list --help'",
    "org list --xyzzy": "no such option: --xyzzy; see 'netreg org list --help'",
    "org list --phone": "no such option: --phone; ask by a query, such as phone:VALUE, or see 'netreg org list --help'",
    "org list --โทรศัพท์": "no such option: --โทรศัพท์; "
    "ask by a query, such as โทรศัพท์:VALUE, or see 'netreg org list --help'",
    "agreement list --stat": "no such option: --stat; "
    "ask by a query, such as state:VALUE, or see 'netreg agreement list --help'",
    "activity list --budget": "no such option: --budget; "
    "ask by a query, such as amount:VALUE, or see 'netreg activity list --help'",
    "agreement list --of kku": "no such option: --of; did you mean: --party?",
    "view save x --of": "no such option: --of; see 'netreg view save --help'",
    "view save x title --of": "no such option: --of; see 'netreg view save --help'",
    "view save x agreement --state": "no such option: --state; "
    "ask by a query, such as state:VALUE, or see 'netreg view save --help'",
    "view save x 'meeting attendance' --ตำแหน่ง": "no such option: --ตำแหน่ง; "
    "ask by a query, such as ตำแหน่ง:VALUE, or see 'netreg view save --help'",
    "agreement forecast --xyzzy": "no such option: --xyzzy; see 'netreg agreement forecast --help'",
    "org add": "NAME is missing (Its name in Thai); see 'netreg org add --help'",
    "org show": "RECORD is missing (Its code, number or exact name); see 'netreg org show --help'",
    "org edit kku": "FIELD=VALUE... is missing; see 'netreg org edit --help'",
    "org show kku psu": "too many words: 'psu'; put a text with blanks in quotes; see 'netreg org show --help'",
    "org list --limit": "--limit needs a value; see 'netreg org list --help'",
    "--db": "--db needs a value; see 'netreg --help'",
    "org list --limit -1": "--limit: -1 is negative; see 'netreg org list --help'",
    "org list --format xml": "--format: unknown value 'xml'; expected one of: table, json, ndjson, csv, tsv, xlsx",
    "org list --columns name": "--columns: unknown field 'name' of org; did you mean: name_th, name_en?",
    "org list --columns id,provnce": "--columns: unknown field 'provnce' of org; did you mean: province, phone?",
    "org list --sort provnce": "--sort: unknown field 'provnce' of org; did you mean: province, phone?",
    "org list --as-of เมื่อไร": f"--as-of: 'เมื่อไร' {NO_DAY}",
    "--as-of เมื่อไร org list": f"--as-of: 'เมื่อไร' {NO_DAY}",
    "org list --as-of 29/02/2564": "--as-of: there is no day 29 in Feb 2564, which has 28 days",
    "org list --as-of 2569": "--as-of: '2569' is not a single day; write it like 31 Dec 2569",
    "org list --era ac": "--era: era cannot be 'ac'; expected one of: be, ce",
    "--era ac org list": "--era: era cannot be 'ac'; expected one of: be, ce",
    "--lang la org list": "--lang: lang เป็น 'la' ไม่ได้; ใช้ได้: th, en",
    "help nope": "unknown topic 'nope'; "
    "expected one of: import, query, cron, exit-codes, dates, records, fields, choices",
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("line", USAGE)
def test_wrong_usage(demo: Callable[..., Run], demo_file: Path, line: str) -> None:
    run = demo(*shlex.split(line))
    sentence = USAGE[line].replace(" DB ", f" {demo_file} ")
    assert (run.out, run.err, run.code) == ("", f"netreg: error: {sentence}\n", 2)


def test_wrong_usage_is_told_before_a_register_is_looked_for(netreg: Netreg) -> None:
    for line in ("org list --nope", "org list --columns nope", "org list --as-of x"):
        run = netreg(*line.split())
        assert (run.out, run.code) == ("", 2)


INJECTIONS = ("id; DROP TABLE organisation", "(SELECT 1)", "id DESC")


@pytest.mark.parametrize("option", ["--sort", "--columns"])
def test_no_sql_comes_in_by_an_option(demo: Callable[..., Run], demo_file: Path, option: str) -> None:
    before = demo_file.read_bytes()
    for text in INJECTIONS:
        run = demo("org", "list", option, text)
        assert (run.out, run.err.count("\n"), run.code) == ("", 1, 2)
    assert demo_file.read_bytes() == before


@pytest.mark.parametrize("written", ["' OR '1'='1", "1 OR 1=1", "%", "1; DROP TABLE organisation"])
def test_no_sql_comes_in_by_a_record(demo: Callable[..., Run], demo_file: Path, written: str) -> None:
    before = demo_file.read_bytes()
    run = demo("org", "show", written)
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 1)
    assert demo_file.read_bytes() == before


# --- every command there is ---------------------------------------------------------


def walk(group: LazyGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command and group under a group."""
    for name in group.entries:
        yield (*path, name)
        command = group.load_command(name)
        if isinstance(command, LazyGroup):
            yield from walk(command, (*path, name))


PATHS = sorted(walk(build_program()))
GROUPS = {path[:-1] for path in PATHS}
VERBS = [path for path in PATHS if path not in GROUPS]


def test_the_nouns_have_the_verbs_of_the_handbook() -> None:
    uniform = {"add", "list", "show", "edit", "remove", "import", "export"}
    for noun in ("org", "member", "agreement", "meeting"):
        assert uniform <= {path[1] for path in PATHS if path[0] == noun and len(path) > 1}
    own = {("org", "tree"), ("member", "post", "add"), ("member", "post", "end"), ("agreement", "party", "add")}
    assert own | {("agreement", "sign"), ("meeting", "attend")} <= set(PATHS)
    assert {"init", "demo", "date", "name", "config", "stats", "help"} <= set(COMMANDS)


def test_every_command_has_a_help_page_with_a_sentence_on_each_option() -> None:
    """In one process: there are some seventy commands."""
    lacking = []
    for path in VERBS:
        command = build_program().load_command(path[0])
        for name in path[1:]:
            assert isinstance(command, LazyGroup)
            command = command.load_command(name)
        lacking += [] if command.help else [" ".join(path)]
        lacking += [
            f"{' '.join(path)} {parameter.name}"
            for parameter in command.params
            if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
        ]
    assert lacking == []


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("path", [("org",), ("agreement", "party", "add")])
def test_help_pages(netreg: Netreg, path: tuple[str, ...]) -> None:
    pages = [netreg(*path, option) for option in ("--help", "-h")]
    assert pages[0] == pages[1]
    assert (pages[0].err, pages[0].code) == ("", 0)
    assert f"Usage: {' '.join(('netreg', *path))} " in pages[0].out
    assert list(netreg.folder.iterdir()) == []


@pytest.mark.usefixtures("in_english")
def test_the_help_of_a_shared_verb_says_what_it_does(netreg: Netreg) -> None:
    assert "Change fields: FIELD=VALUE; an empty value clears the field." in netreg("org", "edit", "--help").out
    assert "Import members from CSV, Excel or JSON files: all rows or none." in netreg("member", "import", "--help").out


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("path", [("org",), ("agreement", "party")])
def test_a_group_alone_shows_its_help_as_wrong_usage(netreg: Netreg, path: tuple[str, ...]) -> None:
    run = netreg(*path)
    assert run.code == 2
    assert "Usage: netreg" in run.out + run.err


def test_version(netreg: Netreg) -> None:
    runs = [netreg("--version"), netreg("-V"), netreg("org", "list", "--nope"), netreg("--version", "org")]
    assert runs[0] == runs[1] == runs[3]
    assert (runs[0].err, runs[0].code) == ("", 0)
    assert runs[0].out.startswith("netreg 0.")


@pytest.mark.usefixtures("in_english")
def test_help_lists_every_exit_code(netreg: Netreg) -> None:
    run = netreg("help", "exit-codes")
    assert run.out == "".join(f"{code:>4}  {meaning}\n" for code, meaning in EXIT_CODES.items())
    assert (run.err, run.code) == ("", 0)
    assert set(EXIT_CODES) == {0, 1, 2, 3, 10, 11, 65, 66, 70, 74, 75, 76, 77, 78, 129, 130, 143}


@pytest.mark.parametrize("topic", ["import", "query", "cron", "dates", "records"])
def test_help_on_a_topic(netreg: Netreg, topic: str) -> None:
    run = netreg("help", topic)
    assert (len(run.out.splitlines()) > 1, run.err, run.code) == (True, "", 0)


# --- faults and signals ----------------------------------------------------------------


def test_a_fault_of_the_program_is_one_line_without_anybodys_data(register: Netreg) -> None:
    """A register whose table was dropped by another tool."""
    with closing(sqlite3.connect(register.db)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DROP TABLE name_key")
    run = register("org", "show", "สมมติลับ")
    assert (run.out, run.err.count("\n")) == ("", 1)
    assert run.err.startswith("netreg: error: ")
    assert "สมมติลับ" not in run.err
    assert run.code in (70, 74)


def test_a_traceback_only_on_request(register: Netreg) -> None:
    with closing(sqlite3.connect(register.db)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DROP TABLE name_key")
    assert "Traceback" not in register("org", "show", "x").err


def test_a_busy_register_says_so(register: Netreg) -> None:
    """The wait is shortened by ending it from here: the lock is let go after a second."""
    code = (
        "import sqlite3, sys, time\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "print('locked', flush=True)\n"
        "time.sleep(1)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(register.db)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert register("org", "list", "--no-header").code == 0
        assert register("org", "add", "มหาวิทยาลัยทดสอบ").code == 0


@pytest.mark.parametrize(
    ("words", "sent", "code", "said"),
    [
        (("org", "add", "ทดสอบ"), signal.SIGTERM, 143, "netreg: error: ถูกสั่งให้หยุด ไม่ได้บันทึกสิ่งใด\n".encode()),
        (("news", "list"), signal.SIGINT, 130, "netreg: error: ถูกขัดจังหวะ ไม่ได้บันทึกสิ่งใด\n".encode()),
    ],
)
def test_a_signal_breaks_a_long_statement_off(
    register: Netreg, words: tuple[str, ...], sent: signal.Signals, code: int, said: bytes
) -> None:
    """A statement of hours ends within a second, and the register is as it was."""
    with closing(sqlite3.connect(register.db)) as db:
        db.executescript(
            f"""CREATE TABLE _n (n INTEGER);
            INSERT INTO _n SELECT value FROM json_each('{list(range(1000))}');
            CREATE VIEW _slow AS SELECT sum(a.n * b.n * c.n * d.n) AS n FROM _n a, _n b, _n c, _n d;
            CREATE TRIGGER _slowly AFTER INSERT ON organisation BEGIN SELECT n FROM _slow; END;
            ALTER TABLE news_item RENAME TO _news;
            CREATE VIEW news_item AS SELECT t.* FROM (SELECT 1) LEFT JOIN _news t WHERE (SELECT n FROM _slow) > 0;"""
        )
    before = register.db.read_bytes()
    with register.start(*words) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(sent)
        out, err = process.communicate(timeout=2)
    assert (out, err, process.returncode) == (b"", said, code)
    assert register.db.read_bytes() == before
    assert [path.name for path in register.folder.iterdir()] == ["register.db"]


def test_a_signal_is_heard_while_another_writer_is_waited_for(register: Netreg) -> None:
    with closing(sqlite3.connect(register.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with register.start("org", "add", "ทดสอบ") as process:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(1)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=2)
    assert (out, err, process.returncode) == (b"", "netreg: error: ถูกขัดจังหวะ ไม่ได้บันทึกสิ่งใด\n".encode(), 130)


def wait_until_read(pipe: IO[bytes]) -> None:
    """Wait until nothing of what was written into a pipe is left there."""
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    until = monotonic() + PATIENCE
    while int.from_bytes(fcntl.ioctl(pipe.fileno(), termios.FIONREAD, bytes(4)), sys.byteorder):
        assert monotonic() < until, "nothing reads it"
        sleep(0.01)


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_the_end_of_a_session_rolls_back(register: Netreg, name: str, code: int) -> None:
    """Told to end, or its terminal closed, while it waits for its input: nothing is written or left."""
    before = register.db.read_bytes()
    with register.start("org", "import", "-", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b"code,name_th\nn1,x\n")
        process.stdin.flush()
        wait_until_read(process.stdin)
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=10)
    assert (out, err, process.returncode) == (b"", "netreg: error: ถูกสั่งให้หยุด ไม่ได้บันทึกสิ่งใด\n".encode(), code)
    assert register.db.read_bytes() == before
    assert [path.name for path in register.folder.iterdir()] == ["register.db"]


# --- ended by a signal ------------------------------------------------------------------------------


SIGNALS = pytest.mark.parametrize(
    ("end", "word", "code"), [(KeyboardInterrupt(), "interrupted", 130), (SystemExit(143), "terminated", 143)]
)


def raising(end: BaseException) -> Callable[..., None]:
    def raise_it(*_arguments: object, **_more: object) -> None:
        raise end

    return raise_it


@SIGNALS
def test_a_command_that_is_ended_wrote_nothing(
    end: BaseException, word: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_guarded(raising(end)) == code
    assert capsys.readouterr().err == f"netreg: error: {word}; nothing was written\n"


@SIGNALS
def test_a_command_that_is_ended_while_it_tells_is_done(
    end: BaseException,
    word: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("netreg.cli.framework.failures.print_result", raising(end))
    assert run_guarded(lambda: Message(("added",))) == code
    assert capsys.readouterr().err == (
        f"netreg: error: {word}; the command was completed, only its output was cut short\n"
    )
    assert run_guarded(lambda: RecordedMessage(Message(("news",)), nullcontext)) == code
    assert capsys.readouterr().err == f"netreg: error: {word}; what was not shown will be shown by the next run\n"


@pytest.mark.usefixtures("in_english")
def test_a_command_that_is_ended_in_its_commit_is_done(register: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal comes while the file is synced, and is heard the moment after."""
    commit = connections._commit

    def commit_and_hear(connection: sqlite3.Connection, path: Path) -> None:
        commit(connection, path)
        os.kill(os.getpid(), signal.SIGTERM)

    with monkeypatch.context() as patch:
        patch.setattr(connections, "_commit", commit_and_hear)
        patch.setattr(failures, "_signals", [])  # or this process would remember it
        run = register("org", "add", "หน่วยสมมติ")
    assert (run.code, run.err) == (
        143, "netreg: error: terminated; the command was completed, only its output was cut short\n"
    )  # fmt: skip
    assert len(register("org", "list", "--json").data) == 1


@pytest.mark.parametrize(("end", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_an_import_that_is_ended_says_which_files_are_in(
    end: BaseException,
    code: int,
    register: Netreg,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = [register.folder / f"{name}.csv" for name in ("first", "second", "third")]
    for number, file in enumerate(files):
        file.write_text(f"name_th\nหน่วยสมมติ {number}\n", encoding="utf-8")
    take, taken = import_file.import_file, list[str]()

    def ended(*arguments: Any) -> Any:
        if len(taken) == 2:
            raise end
        taken.append(arguments[2].name)
        return take(*arguments)

    monkeypatch.setattr(import_file, "import_file", ended)
    monkeypatch.setenv("NETREG_DB", str(register.db))
    for more, said in (
        (
            (),
            (
                "interrupted; 2 of 3 files were imported; "
                "import the remaining files, or run 'netreg undo' to remove those already imported"
            ),
        ),
        (("--dry-run",), f"{'interrupted' if code == 130 else 'terminated'}; nothing was written"),
    ):
        taken.clear()
        assert build_program().main(["org", "import", *map(str, files), *more], standalone_mode=False) == code
        assert capsys.readouterr().err.splitlines()[-1] == f"netreg: error: {said}"
    gc.enable()
    assert register("org", "list", "--columns", "name_th", "--no-header").out == "หน่วยสมมติ 0\nหน่วยสมมติ 1\n"
    assert register("undo").code == 0
    assert register("org", "list", "--no-header").out == ""
