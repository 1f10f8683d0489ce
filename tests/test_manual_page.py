"""The manual page is that of today."""

from __future__ import annotations

import re

from netreg.cli import COMMANDS
from tests.manual_page import PAGE, build_page


def test_the_manual_page_is_made_from_the_texts_of_the_program() -> None:
    """``python -m tests.manual_page`` writes it anew."""
    page = build_page()
    assert PAGE.read_text(encoding="utf-8") == page
    assert set(re.findall(r"^\.B netreg (\S+)$", page, re.MULTILINE)) == {name.replace("-", "\\-") for name in COMMANDS}
