"""What the doctor says of the files of documents, and what it mends without losing any."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from netreg.store.doctor import examination, repair

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Office

ONE, TWO = b"%PDF- one", b"%PDF- two"


def list_findings(office: Office, *, full: bool = False) -> dict[str, bool]:
    """Return the ids of the findings, each with whether it can be repaired."""
    return {finding.id: finding.fixable for finding in examination.examine_register(office.path, full=full)}


def change_file(office: Office) -> None:
    office.file(ONE).chmod(0o600)
    office.file(ONE).write_bytes(b"%PDF- onE")
    office.file(ONE).chmod(0o400)


def add_foreign_file(office: Office) -> None:
    (office.folder / "mou.pdf").touch(mode=0o600)


def replace_by_link(office: Office) -> None:
    office.folder.rename(office.folder.with_name("moved"))
    office.folder.symlink_to("moved")


WRONG: list[tuple[Callable[[Office], object], dict[str, bool], dict[str, bool]]] = [
    (lambda _office: None, {}, {}),
    (lambda office: office.file(ONE).unlink(), {"file-missing": False}, {"file-missing": False}),
    (change_file, {}, {"file-changed": False}),
    (lambda office: office.folder.chmod(0o755), {"files-permissions": True}, {"files-permissions": True}),
    (lambda office: office.file(ONE).parent.chmod(0o711), {"files-permissions": True}, {"files-permissions": True}),
    (lambda office: office.file(ONE).chmod(0o444), {"files-permissions": True}, {"files-permissions": True}),
    (lambda office: office.orphan(TWO), {"files-unnamed": True}, {"files-unnamed": True}),
    (lambda office: office.orphan(TWO, hours=0.5), {}, {}),
    (add_foreign_file, {"files-strange": False}, {"files-strange": False}),
    (lambda office: (office.folder / ".DS_Store").touch(), {}, {}),
    (replace_by_link, {"files-folder": False}, {"files-folder": False}),
]


@pytest.mark.parametrize(("harm", "quick", "full"), WRONG)
def test_what_is_wrong(
    office: Office, harm: Callable[[Office], object], quick: dict[str, bool], full: dict[str, bool]
) -> None:
    office.attach(ONE)
    harm(office)
    assert list_findings(office) == quick
    assert list_findings(office, full=True) == full


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_what_can_be_mended_is_mended(office: Office, umask: int) -> None:
    old = os.umask(umask)
    try:
        office.attach(ONE)
        orphan = office.orphan(TWO)
        office.folder.chmod(0o777)
        office.file(ONE).chmod(0o666)
        repair.repair_register(office.path, examination.examine_register(office.path))
    finally:
        os.umask(old)
    assert list_findings(office, full=True) == {}
    assert not orphan.exists()
    assert stat.S_IMODE(office.file(ONE).stat().st_mode) == 0o400


def test_many_missing_files_are_not_all_told(office: Office) -> None:
    for number in range(13):
        office.attach(str(number).encode())
    for number in range(13):
        office.file(str(number).encode()).unlink()
    findings = examination.examine_register(office.path)
    assert [finding.id for finding in findings] == ["file-missing"] * 10 + ["files-more"]
    assert "3" in findings[-1].what
