"""Named tuples like those of :mod:`typing`, made in an eighth of the time: a start makes up to 150 of them.

`typing.NamedTuple` compiles the annotation of each field, and nothing reads what comes of it;
`collections.namedtuple` compiles a constructor for each, and makes every method anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - it is handed on
else:
    from collections import _tuplegetter
    from functools import cache
    from types import CodeType, FunctionType

    @cache
    def _compile_constructor(count: int) -> CodeType:
        """Compile the constructor of a tuple of so many fields, whose names are put in for each kind of it."""
        names = "".join(f", f{place}" for place in range(count))
        return eval(f"lambda _cls{names}: _new(_cls, ({names[2:]}{',' * (count == 1)}))").__code__  # noqa: S307

    def _make(cls: type, values: Iterable[object]) -> tuple[object, ...]:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self: tuple[object, ...], /, **values: object) -> tuple[object, ...]:
        made = self._make(map(values.pop, self._fields, self))
        if values:
            raise ValueError(f"Got unexpected field names: {[*values]!r}")
        return made

    def _represent(self: tuple[object, ...]) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({shown})"

    def _as_dict(self: tuple[object, ...]) -> dict[str, object]:
        return dict(zip(self._fields, self, strict=True))

    def _get_new_arguments(self: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(self)

    _METHODS = {
        "__slots__": (),
        "_make": classmethod(_make),
        "_replace": _replace,
        "__replace__": _replace,
        "__repr__": _represent,
        "_asdict": _as_dict,
        "__getnewargs__": _get_new_arguments,
    }
    _GLOBALS = {"_new": tuple.__new__, "__builtins__": {}, "__name__": __name__}

    class _Maker(type):
        """The type of `NamedTuple`: what is derived from that is a tuple with names, and no more of it."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:  # noqa: ARG004
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            code = _compile_constructor(len(fields)).replace(
                co_varnames=("_cls", *fields), co_name="__new__", co_qualname=f"{name}.__new__"
            )
            return type(
                name,
                (tuple,),
                {
                    **_METHODS,
                    "__doc__": f"{name}({', '.join(fields)})",
                    **body,
                    "_fields": fields,
                    "_field_defaults": defaults,
                    "__match_args__": fields,
                    "__new__": FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values())),
                    **{field: _tuplegetter(place, None) for place, field in enumerate(fields)},
                },
            )

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
