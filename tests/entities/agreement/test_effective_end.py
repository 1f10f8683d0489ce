"""The effective end of an agreement: one function chooses it, and nobody else compares what it chooses from."""

from __future__ import annotations

import ast
from pathlib import Path

import netreg

PACKAGE = Path(netreg.__file__).parent
CHOSEN_IN = "entities/agreement/derived_dates.py"
# Who may speak of the days that the effective end is chosen from, and for what.
SPEAKS_OF = {
    "final_on": {
        "entities/agreement/agreements.py": "the field and its checks",
        "entities/agreement/term_columns.py": "the day behind the words for a closing",
        "exchange/columns/said_states.py": "the state that an agreement would have open",
        "entities/agreement/periods.py": "the last tacit renewal, and whether it was closed",
        "entities/agreement/explanation.py": "the sentence about the closing",
        "exchange/ical/calendars.py": "whether it ever took effect",
        "cli/agreement/closing.py": "the commands that close",
        "cli/agreement/signing.py": "the day of the closing, in a refusal",
        "cli/agreement/lifecycle.py": "no decision on what is closed ahead",
        "store/agreements/dates.py": "since when an agreement was known",
        "store/writes/rules/agreements.py": "what a closing may not contradict",
        "store/writes/rules/signature_days.py": "a signature after the closing",
        "store/records/computed_columns.py": "the columns of a main agreement",
        "store/migrations/step_1_first_schema.py": "the column",
        "store/merging/chosen_values.py": "which of two merged ones is still in force",
    },
    "replaced_on": {"entities/agreement/explanation.py": "the sentence about the replacement"},
    "agreed": {"entities/agreement/decisions.py": "a decision goes on from the agreed end"},
}


# Who may add a term to a day, or to the first day of an agreement, and for what.
ADDS_TERMS = {
    "compute_term_end": {
        "thai/dates/terms.py": "the arithmetic",
        "entities/agreement/periods.py": "the periods",
        "entities/agreement/explanation.py": "the other way to count, beside the end that holds",
        "entities/meeting/action_items.py": "by when a meeting wants something done",
    },
    "compute_first_term_end": {
        "entities/agreement/periods.py": "the first period",
        "entities/agreement/derived_dates.py": "the end by the term, beside the end that holds",
        "entities/agreement/agreements.py": "a notice is shorter than the first period",
    },
}


def list_names(source: str) -> set[str]:
    """Return the attributes and the strings of a module that are whole names; none where it speaks of nothing here."""
    if not any(name in source for name in SPEAKS_OF):
        return set()
    nodes = list(ast.walk(ast.parse(source)))
    strings = {word for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
               for word in node.value.replace(",", " ").split()}  # fmt: skip
    return strings | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_nobody_else_computes_the_effective_end() -> None:
    found: dict[str, set[str]] = {name: set() for name in SPEAKS_OF}
    for path in PACKAGE.rglob("*.py"):
        where = str(path.relative_to(PACKAGE))
        names = list_names(path.read_text())
        for name in SPEAKS_OF.keys() & names:
            found[name].add(where)
    # In prose "agreed" is a word like any other; as an attribute it is meant.
    found["agreed"] = {where for where in found["agreed"] if ".agreed" in (PACKAGE / where).read_text()}
    assert {name: where - {CHOSEN_IN} for name, where in found.items()} == {
        name: set(allowed) for name, allowed in SPEAKS_OF.items()
    }


def test_the_last_period_is_asked_for_its_end_in_one_place() -> None:
    asking = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "periods[-1].last" in path.read_text() or "periods[-1])" in path.read_text()
    }
    assert asking == {CHOSEN_IN, "entities/agreement/periods.py"}


def test_nobody_else_adds_a_term_to_the_day_of_an_agreement() -> None:
    found: dict[str, set[str]] = {name: set() for name in ADDS_TERMS}
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text()
        for name in ADDS_TERMS:
            if f"{name}(" in source:
                found[name].add(str(path.relative_to(PACKAGE)))
    assert found == {name: set(allowed) for name, allowed in ADDS_TERMS.items()}
