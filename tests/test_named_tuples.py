"""Named tuples of netreg's own: the same as those of typing, whatever is asked of them."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any, get_type_hints

import pytest

from netreg.named_tuples import NamedTuple


class Own(NamedTuple):
    """A pair with a default."""

    one: int
    other: str | None = None

    @property
    def shown(self) -> str:
        """Both, in words."""
        return f"{self.one} {self.other}"

    @classmethod
    def make(cls, one: int) -> Own:
        return cls(one)


class Theirs(typing.NamedTuple):
    """A pair with a default."""

    one: int
    other: str | None = None

    @property
    def shown(self) -> str:
        """Both, in words."""
        return f"{self.one} {self.other}"


def test_a_named_tuple_is_what_one_of_typing_is() -> None:
    for kind in (Own, Theirs):
        made: Any = kind
        one = made(1)
        assert one == made(one=1, other=None) == (1, None), kind
        assert (one.shown, one._replace(other="b").shown) == ("1 None", "1 b"), kind
        assert repr(one) == f"{made.__name__}(one=1, other=None)"
        assert (made._make([1, "b"]), one._asdict()) == ((1, "b"), {"one": 1, "other": None}), kind
        assert copy.copy(one) == one, kind
        assert pickle.loads(pickle.dumps(one)) == one, kind  # noqa: S301 - written on this line
        assert get_type_hints(made) == {"one": int, "other": str | None}, kind
    assert Own.make(2) == Own(2)
    for name in ("_fields", "_field_defaults", "__match_args__", "__slots__", "__doc__", "__module__", "__bases__"):
        assert getattr(Own, name) == getattr(Theirs, name), name


@pytest.mark.parametrize("kind", [Own, Theirs])
def test_a_named_tuple_refuses_what_one_of_typing_refuses(kind: Any) -> None:
    with pytest.raises(TypeError):
        kind()
    with pytest.raises(TypeError):
        kind(1, two=2)
    with pytest.raises((TypeError, ValueError)):
        kind(1)._replace(two=2)
    with pytest.raises(TypeError):
        kind._make([1])
