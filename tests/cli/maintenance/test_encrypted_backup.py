"""``netreg backup --encrypt-to`` and ``restore --identity``: a copy that leaves the machine."""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from netreg.store.output_gate import get_partial_prefix
from tests.cli.conftest import refused

if TYPE_CHECKING:
    from tests.conftest import Netreg

pyrage: Any = pytest.importorskip("pyrage")
pytestmark = pytest.mark.usefixtures("in_english")
# "x" encrypted with a passphrase: to make it takes ten seconds.
WITH_PASSPHRASE = bytes.fromhex(
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e2073637279707420334a5a5a6554504e546e36782b5261735963"
    "6a7235412031390a51474877444546367467686249676738306564424954666c4f66316272367a6c4d646c79514f3141524f"
    "340a2d2d2d20582b6c69477a3742742f706a52395377696e597557762f45523665567235434a5369634e30786f684e6c510a"
    "bab5ec7605c8dafdcd40e48a6ff5e0cf5b0bd9203ef1cd23fb7009d989d5de3704"
)


@pytest.fixture
def keys(netreg: Netreg) -> str:
    """Two identities, ``key.txt`` and ``other.txt``; the recipient of the first."""
    pairs = [pyrage.x25519.Identity.generate() for _name in range(2)]
    for name, pair in zip(("key.txt", "other.txt"), pairs, strict=True):
        (netreg.folder / name).write_text(f"# made by a test\n{pair}\n")
    return str(pairs[0].to_public())


def make_ssh_key(path: Path) -> str:
    """Make a key pair as ssh-keygen does; the private one is in the file."""
    key = ed25519.Ed25519PrivateKey.generate()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*form))
    public = (serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return key.public_key().public_bytes(*public).decode()


def list_files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_register_goes_and_comes_back_with_its_documents(filled: Netreg, keys: str) -> None:
    before, documents = list_files(filled.folder), list_files(filled.folder / "register.db.files")
    run = filled("backup", "copy.age", "--encrypt-to", keys, "--json")
    assert (run.code, run.data["encrypted_for"]) == (0, [keys]), run.err
    assert list_files(filled.folder) == before | {"copy.age"}
    copy = filled.folder / "copy.age"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert "SQLite format" not in copy.read_text("latin-1")
    assert filled("backup", "verify", "copy.age", "--identity", "key.txt").code == 0
    people = filled("member", "list").out
    shutil.rmtree(filled.folder / "register.db.files")
    filled.db.unlink()
    run = filled("restore", "copy.age", "--identity", "other.txt", "--identity", "key.txt")
    assert run.code == 0, run.err
    assert filled("member", "list").out == people
    assert filled("doctor", "--full").code == 0
    assert list_files(filled.folder / "register.db.files") == documents
    assert list_files(filled.folder) == before | {"copy.age"}


def test_for_several_in_a_file_and_by_cron(register: Netreg, keys: str) -> None:
    other = pyrage.x25519.Identity.from_str((register.folder / "other.txt").read_text().splitlines()[1]).to_public()
    (register.folder / "recipients.txt").write_text(
        f"# the office\n{other}\n\n{make_ssh_key(register.folder / 'ssh.key')}\n"
    )
    folder = register.folder / "backups"
    folder.mkdir()
    for day in ("20200101", "20200102", "20200103"):
        (folder / f"register.{day}T020000.000000Z.db.age").touch()
    words = ("--encrypt-to", keys, "--encrypt-to", "recipients.txt")
    run = register("backup", "--to", "backups", "--keep", "2d", *words, "--json")
    assert run.code == 0, run.err
    made = Path(run.data["file"])
    assert list_files(folder) == {made.name, "register.20200103T020000.000000Z.db.age"}
    assert made.name.endswith(".db.age")
    for identity in ("key.txt", "other.txt", "ssh.key"):
        assert register("backup", "verify", str(made), "--identity", identity).code == 0


def test_what_is_refused(register: Netreg, keys: str) -> None:
    folder = register.folder
    register("backup", "copy.age", "--encrypt-to", keys)
    register("backup", "plain.db")
    whole = (folder / "copy.age").read_bytes()
    (folder / "cut.age").write_bytes(whole[:-200])
    (folder / "head.age").write_bytes(whole[:60])
    (folder / "changed.age").write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    (folder / "table.csv").write_text("a,b\n")
    (folder / "passphrase.age").write_bytes(WITH_PASSPHRASE)
    for name, members in {"text": None, "other": {"../evil": b"x"}}.items():
        content = b"no archive" if members is None else make_archive(members)
        (folder / f"{name}.age").write_bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(keys)]))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    key = ("--identity", "key.txt")
    cases = {
        ("backup", "a.age", "--encrypt-to", "age1nonsense"): 2,
        ("backup", "a.age", "--encrypt-to", "ssh-ed25519 nonsense"): 2,
        ("backup", "a.age", "--encrypt-to", "key.txt"): 2,
        ("backup", "a.age", "--encrypt-to", "AGE-SECRET-KEY-1ABC"): 2,
        ("backup", "a.age", "--encrypt-to", "table.csv"): 2,
        ("backup", "a.age", "--encrypt-to", "none.txt"): 66,
        ("backup", "a.age", "--encrypt-to", "."): 66,
        ("backup", "a.age", "--encrypt-to", ""): 66,
        ("backup", "copy.age", "--encrypt-to", keys): 77,
        ("backup", "register.db-journal", "--encrypt-to", keys): 77,
        ("backup", "none/a.age", "--encrypt-to", keys): 66,
        ("backup", "--to", "none", "--encrypt-to", keys): 66,
        ("backup", "a.db", *key): 2,
        ("backup", "verify", "copy.age"): 2,
        ("restore", "copy.age", "--yes"): 2,
        ("restore", "copy.age", "--yes", "--identity", "other.txt"): 77,
        ("restore", "passphrase.age", "--yes", *key): 77,
        ("restore", "copy.age", "--yes", "--identity", "table.csv"): 65,
        ("restore", "copy.age", "--yes", "--identity", "none.txt"): 66,
        ("restore", "cut.age", "--yes", *key): 74,
        ("restore", "head.age", "--yes", *key): 74,
        ("restore", "changed.age", "--yes", *key): 74,
        ("restore", "text.age", "--yes", *key): 78,
        ("restore", "other.age", "--yes", *key): 78,
        ("restore", "plain.db", "--yes", *key): 2,
        ("restore", "table.csv", "--yes"): 78,
        ("restore", "none.age", "--yes", *key): 66,
        ("restore", "--salvage", "copy.age", *key): 2,
        ("restore", "--salvage", "copy.age"): 78,
    }
    wrong = []
    for words, code in cases.items():
        run = register(*words)
        if (run.code, run.out, run.err.count("\n")) != (code, "", 1):
            wrong.append(f"{words}: {run}")
    assert not wrong, "\n".join(wrong)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def make_archive(members: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    return written.getvalue()


def test_without_the_library_it_says_what_to_install(
    register: Netreg, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    assert "pip install pyrage" in refused(register("backup", "a.age", "--encrypt-to", keys), 1)


def test_a_document_that_is_missing_is_told(filled: Netreg, keys: str) -> None:
    shutil.rmtree(filled.folder / "register.db.files")
    run = filled("backup", "copy.age", "--encrypt-to", keys)
    assert (run.code, "without the files" in run.out) == (1, True)
    assert filled("backup", "verify", "copy.age", "--identity", "key.txt").code == 74


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_plain_bytes_are_in_the_folder_of_the_register_alone_and_private(
    filled: Netreg, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, int] = {}
    opened = os.open

    def watch(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        handle = opened(path, flags, mode, **more)
        if flags & os.O_CREAT and not Path(os.fsdecode(path)).is_dir():
            seen[os.fsdecode(path)] = os.fstat(handle).st_mode & 0o777
        return handle

    (filled.folder / "stick").mkdir()
    monkeypatch.setattr(os, "open", watch)
    before = os.umask(0)
    try:
        filled("backup", "stick/copy.age", "--encrypt-to", keys)
        filled("restore", "stick/copy.age", "--identity", "key.txt", "--yes")
    finally:
        os.umask(before)
    plain = {Path(name) for name in seen if get_partial_prefix() in name and "stick" not in name}
    assert plain, seen
    assert {path.parent for path in plain} <= {filled.folder, filled.folder / "register.db.files"} | {
        path.parent for path in plain if path.parent.name.startswith(get_partial_prefix())
    }
    assert {mode & 0o077 for mode in seen.values()} == {0}, seen
