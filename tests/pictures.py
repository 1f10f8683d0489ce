"""The pictures of the terminal in the documentation, made from the sample data: ``python -m tests.pictures``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH = 80
TODAY = "2026-11-21"
PICTURES = {
    "list": ("agreement", "list"),
    "stats": ("stats",),
    "timeline": ("agreement", "timeline"),
}


def draw_picture(name: str, db: Path) -> str:
    """Return the SVG of what a terminal shows of a command."""
    words = PICTURES[name]
    shown = subprocess.run(
        [sys.executable, "-m", "netreg", *words, "--format", "table"],
        env={
            "PATH": os.defpath,
            "NETREG_DB": str(db),
            "NETREG_TODAY": TODAY,
            "COLUMNS": str(WIDTH),
            "FORCE_COLOR": "1",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    console = Console(record=True, width=WIDTH, file=Path(os.devnull).open("w"), legacy_windows=False)  # noqa: SIM115
    console.print(Text(f"$ netreg {' '.join(words)}", style="bold"))
    console.print(_part_columns(Text.from_ansi(shown.rstrip())))
    picture = console.export_svg(title="netreg", theme=DEFAULT_TERMINAL_THEME, unique_id=f"netreg-{name}")
    console.file.close()
    # No font is fetched from elsewhere: readers use the one of their own.
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)


def _part_columns(shown: Text) -> Text:
    """Return the text with each column drawn at its own place: Thai letters of other fonts are of other widths."""
    for number, column in enumerate(re.finditer(r"\S+(?: \S+)*", shown.plain)):
        shown.stylize(Style(meta={"column": number}), *column.span())
    return shown


def draw_all() -> dict[str, str]:
    """Draw every picture of the sample data."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "demo.db"
        environment = {"PATH": os.defpath, "NETREG_TODAY": TODAY}
        subprocess.run(
            [sys.executable, "-m", "netreg", "demo", str(db)], env=environment, capture_output=True, check=True
        )
        return {name: draw_picture(name, db) for name in PICTURES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, picture in draw_all().items():
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
