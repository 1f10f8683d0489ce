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

_SEAL = "meetings.accepted_minutes"
_MODULES = {
    "activity": ("target_results", "kept_names", "birth_days"),
    "organisation": ("signature_days",),
    "agreement": ("agreements", "kept_names", "signature_days", "former_names"),
    "party": ("signed_agreements", "former_names"),
    "signatory": ("kept_names", "signed_agreements", "signature_days", "former_names"),
    "witness": ("kept_names", "signed_agreements"),
    "decision": ("succession",),
    "step": ("steps",),
    "meeting": ("meetings.numbers", "meetings.states", "kept_names", "birth_days", _SEAL),
    "invitation": (_SEAL,),
    "agenda_item": ("meetings.agenda_items", _SEAL),
    "attendance": ("meetings.attendance", "kept_names", "birth_days", _SEAL),
    "head_count": (_SEAL,),
    "opinion": ("meetings.agenda_items", "meetings.followed_up", "meetings.opinions", "kept_names", _SEAL),
    "action_item": ("meetings.agenda_items", "meetings.followed_up", "meetings.action_items", _SEAL),
    "cohort": ("kept_names", "birth_days"),
    "session": ("kept_names",),
    "enrolment": ("kept_names", "certificates", "birth_days"),
    "credit": ("kept_names",),
    "involvement": ("kept_names", "birth_days"),
    "former_name": ("former_names",),
    "former_organisation_name": ("former_names",),
    "person": ("graduations", "birth_days"),
    "post": ("posts", "birth_days"),
    "membership": ("double_seats", "birth_days"),
    "saved_view": ("lists.saved_views",),
}
"""Each kind that has rules, and the modules that state one each as ``RULE``."""


def find_rules(*kinds: str) -> Iterator[WriteRule]:
    """Yield the rules that hold for records of these kinds, each once."""
    for module in dict.fromkeys(module for kind in kinds for module in _MODULES.get(kind, ())):
        yield import_module(f"netreg.store.writes.rules.{module}").RULE


def find_import_rules(task: TableImport) -> Iterator[WriteRule]:
    """Yield the rules that hold for the rows of a file."""
    return find_rules(task.entity.name, *([task.child.name] if task.child else []))
