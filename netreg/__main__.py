"""The entry point, which loads as little as possible before Typer."""

from __future__ import annotations

import gc
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
    from netreg.cli import run

    gc.freeze()
    gc.set_threshold(_MANY)
    gc.enable()
    run(sys.argv[1:])


if __name__ == "__main__":
    main()
