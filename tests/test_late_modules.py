"""Modules that are loaded when something in them is first asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from netreg import late_modules

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with modules of its own, none of which is loaded before or after."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "modules", {**sys.modules})
    return tmp_path


def test_a_module_is_loaded_when_something_in_it_is_first_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "late_one.py").write_text("import sys\nloads = [*sys.loaded_late, __name__]\nsys.loaded_late = loads\n")
    monkeypatch.setattr(sys, "loaded_late", [], raising=False)
    monkeypatch.setattr(late_modules, "MODULES", {"late_one": "sys", "late_other": "sys", "json": "sys"})
    late_modules.put_off_modules()
    for _again in range(2):
        late = import_module("late_one")
        assert type(late) is late_modules.LateModule
        assert (late.__name__, late.__file__) == ("late_one", str(folder / "late_one.py"))
    assert vars(sys)["loaded_late"] == []
    assert late.loads == ["late_one"] == vars(sys)["loaded_late"]
    assert type(late) is ModuleType
    with pytest.raises(AttributeError, match="'late_one' has no attribute 'nothing'"):
        _ = late.nothing
    assert "late_other" not in sys.modules, "there is none"
    assert type(sys.modules["json"]) is ModuleType, "it was loaded before"


def test_a_module_that_lacks_a_part_is_not_put_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "late_one.py").write_text("import _no_such_part\n")
    monkeypatch.setattr(late_modules, "MODULES", {"late_one": "_no_such_part"})
    late_modules.put_off_modules()
    with pytest.raises(ImportError, match="_no_such_part"):
        import_module("late_one")


def test_a_part_that_fails_says_so_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "late_one.py").write_text("import _no_such_part\n")
    monkeypatch.setattr(late_modules, "MODULES", {"late_one": "sys"})
    late_modules.put_off_modules()
    for _again in range(2):
        with pytest.raises(ImportError, match="_no_such_part"):
            _ = import_module("late_one").anything


def test_every_module_is_one_that_is_there() -> None:
    for name in late_modules.MODULES:
        assert import_module(name).__spec__ is not None
