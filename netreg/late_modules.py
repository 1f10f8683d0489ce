"""Modules that Typer and the standard library name at their top and few commands need: loaded when first asked.

They take a twentieth of a start. `importlib.util.LazyLoader` is no help: a second ``import`` of its modules loads them.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType

MODULES = {
    "subprocess": "_posixsubprocess",
    "lzma": "_lzma",
    "bz2": "_bz2",
    "linecache": "tokenize",
    "ipaddress": "functools",
    "shellingham": "os",
}
"""Each, and what it cannot be loaded without: whoever can do without the module is to hear at once that it fails."""


class LateModule(ModuleType):
    """A module whose code runs when something in it is first asked for; from then on it is like any other."""

    def __getattr__(self, name: str) -> object:
        """Load the module, which had nothing by this name yet, and return what it has now."""
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__class__ = ModuleType  # type: ignore[assignment] # before its code runs, which may ask for parts of it
        try:
            self.__spec__.loader.exec_module(self)
        except BaseException:
            self.__class__ = LateModule
            raise
        return getattr(self, name)


def put_off_modules() -> None:
    """Put off the loading of modules that nobody has loaded yet."""
    for name, needed in MODULES.items():
        spec = find_spec(name) if name not in sys.modules and (needed in sys.modules or find_spec(needed)) else None
        if spec is not None:
            late = module_from_spec(spec)
            late.__class__ = LateModule
            sys.modules[name] = late
