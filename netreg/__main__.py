"""The entry point, which loads as little as possible before Typer."""

from __future__ import annotations

import gc
import os
import sys

from netreg import __version__

_MANY = 50_000
"""The objects that a command may make before garbage is looked for: modules are still loaded then, and few are left."""


def main() -> None:
    """Run netreg on the arguments of the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"netreg {__version__}")
        return
    # Modules stay loaded: looking for garbage among them would take a tenth of the start.
    gc.disable()
    from netreg.late_modules import put_off_modules

    put_off_modules()
    from netreg.cli import run

    gc.freeze()
    gc.set_threshold(_MANY)
    gc.enable()
    try:
        run(sys.argv[1:])
    except SystemExit as end:
        _leave(end)


def _leave(end: SystemExit) -> None:
    """Exit with its code, once everything is written: to take a program apart takes a tenth of a short command.

    Where something cannot be written, Python says so in its own way.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        raise end from None
    if not isinstance(end.code, int):
        raise end
    os._exit(end.code)


if __name__ == "__main__":
    main()
