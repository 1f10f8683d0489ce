"""Options that many commands share: those that go together come as one value."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pytest
import typer

from netreg.cli.framework import command_builder, options
from netreg.cli.framework.session import Session
from netreg.config import Settings
from netreg.render.results import View


class Together(NamedTuple):
    """Options that go together."""

    first: Annotated[str | None, typer.Option("--first", help="One of them.")] = None
    number: Annotated[int, typer.Option("--number", metavar="N", help="Another.")] = 2
    last: Annotated[list[str] | None, typer.Option("--last")] = None


@options.add_view_options
def tell(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    together: Together,
    own: options.RecordOptions,
) -> Any:
    """Tell what was given."""
    return name, together, own, session.as_of


def told(*words: str) -> Any:
    session = Session(Settings(), Path("register.db"), date(2026, 11, 26), View())
    return command_builder.build_command(tell, "tell").main([*words], obj=session, standalone_mode=False)


DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("x",), ("x", Together(), options.RecordOptions(), DAY)),
        (("x", "--first", "a", "--number", "3"), ("x", Together("a", 3), options.RecordOptions(), DAY)),
        (("--last", "a", "x", "--last", "b"), ("x", Together(last=["a", "b"]), options.RecordOptions(), DAY)),
        (("x", "--code", "c", "--note", "n"), ("x", Together(), options.RecordOptions("c", "n"), DAY)),
        (
            ("x", "--source", "s", "--as-of", "2563-07-01"),
            ("x", Together(), options.RecordOptions(source="s"), date(2020, 7, 1)),
        ),
    ],
)
def test_what_goes_together_comes_as_one_value(words: tuple[str, ...], given: tuple[Any, ...]) -> None:
    assert told(*words) == given
    assert type(told(*words)[1]) is Together


def test_each_is_an_option_with_its_own_help() -> None:
    shown = {
        one.name: (one.opts, getattr(one, "help", None)) for one in command_builder.build_command(tell, "tell").params
    }
    assert shown["first"] == (["--first"], "One of them.")
    assert shown["number"] == (["--number"], "Another.")
    assert not {"together", "own", "session"} & shown.keys()
