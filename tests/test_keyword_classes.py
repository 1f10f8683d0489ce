"""Classes whose attributes are given by keyword."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.keyword_classes import keyword_class, replace_attributes

if TYPE_CHECKING:
    from collections.abc import Callable


def double(number: int) -> int:
    return 2 * number


@keyword_class
class Pair:
    """Two attributes, one with a value."""

    one: int
    compute: Callable[[int], int] = double

    @property
    def computed(self) -> int:
        """What the function says: it is no method."""
        return self.compute(self.one)


def test_attributes_are_given_by_keyword_or_have_their_value() -> None:
    pair = Pair(one=3)
    assert (pair.one, pair.computed, Pair(one=3, compute=abs).computed) == (3, 6, 3)
    assert pair != Pair(one=3), "each is itself"


def test_another_is_made_of_one() -> None:
    pair = Pair(one=3, compute=abs)
    assert vars(replace_attributes(pair, one=-4)) == {"one": -4, "compute": abs}
    assert pair.one == 3


def test_what_is_missing_or_unknown_is_refused() -> None:
    made: Any = Pair
    for given in ({}, {"one": 1, "other": 2}, {"compute": abs}):
        with pytest.raises(TypeError, match="Pair: missing"):
            made(**given)
    with pytest.raises(TypeError):
        made(1)
