"""Gives up, for a while, the powers of root over what belongs to somebody else."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STRANGER = 65534
VERSION_3 = 0x20080522
"""Of the header that capget(2) and capset(2) read."""
GET_SECUREBITS, SET_SECUREBITS, NO_SETUID_FIXUP = 27, 28, 4
"""So that access(2), which asks for the real user, does not give root its powers back (capabilities(7))."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    """Two words of bits: the capabilities numbered 0 to 31, those from 32 on."""

    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def without_powers() -> Iterator[None]:
    """Be a user like others: as root, without the capabilities that let root write everything (Linux alone)."""
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("root writes everything here")
    libc = ctypes.CDLL(None, use_errno=True)
    header, capabilities = _Header(VERSION_3, 0), (_Capabilities * 2)()
    assert libc.capget(ctypes.byref(header), capabilities) == 0
    kept = [word.effective for word in capabilities]
    bits = libc.prctl(GET_SECUREBITS, 0, 0, 0, 0)
    assert libc.prctl(SET_SECUREBITS, bits | NO_SETUID_FIXUP, 0, 0, 0) == 0
    for word in capabilities:
        word.effective = 0
    assert libc.capset(ctypes.byref(header), capabilities) == 0
    try:
        yield
    finally:
        for word, effective in zip(capabilities, kept, strict=True):
            word.effective = effective
        assert libc.capset(ctypes.byref(header), capabilities) == 0
        assert libc.prctl(SET_SECUREBITS, bits, 0, 0, 0) == 0


def give_away(path: Path, mode: int) -> None:
    """Give a file these permissions and, where we may, to somebody else."""
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, STRANGER, STRANGER)


def take_back(path: Path) -> None:
    """Own a folder again, so that it can be cleared away."""
    if os.geteuid() == 0:
        os.chown(path, 0, 0)
    path.chmod(0o700)
