"""The rules of each noun that need the register itself: each stated once, for single writes and imports.

The module of a rule is loaded when a record of its kind is written.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.table_import import TableImport
    from netreg.store.writes.rules.rule import WriteRule

_MODULES = {
    "agreement": "agreements",
    "party": "signed_agreements",
    "signatory": "signed_agreements",
    "witness": "signed_agreements",
    "decision": "succession",
    "step": "steps",
    "enrolment": "certificates",
    "former_name": "former_names",
    "former_organisation_name": "former_names",
    "person": "graduations",
    "post": "posts",
    "membership": "double_seats",
}
"""Each kind that has a rule, and the module that states it as ``RULE``."""


def find_rules(*kinds: str) -> Iterator[WriteRule]:
    """Yield the rules that hold for records of these kinds, each once."""
    for module in dict.fromkeys(_MODULES[kind] for kind in kinds if kind in _MODULES):
        yield import_module(f"netreg.store.writes.rules.{module}").RULE


def find_import_rules(task: TableImport) -> Iterator[WriteRule]:
    """Yield the rules that hold for the rows of a file."""
    return find_rules(task.entity.name, *([task.child.name] if task.child else []))
