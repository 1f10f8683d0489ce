"""Named tuples like those of :mod:`typing`, made in a third of the time: a start makes up to 150 of them.

`typing.NamedTuple` compiles the annotation of each field, and nothing reads what comes of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - it is handed on
else:
    from collections import namedtuple

    class _Maker(type):
        """The type of `NamedTuple`: what is derived from that is a tuple with names, and no more of it."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:  # noqa: ARG004
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024 - made in it
            for key, value in body.items():
                if key not in fields:
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
