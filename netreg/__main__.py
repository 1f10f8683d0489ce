"""The program's start: what must be known before Typer is loaded."""

from __future__ import annotations

import gc
import sys

from netreg import __version__


def main() -> None:
    """Run netreg on the command line's arguments and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"netreg {__version__}")
        return
    # Modules are made to stay: looking for garbage among them takes a tenth of a start.
    gc.disable()
    from netreg.cli import run

    gc.freeze()
    gc.enable()
    run(sys.argv[1:])


if __name__ == "__main__":
    main()
