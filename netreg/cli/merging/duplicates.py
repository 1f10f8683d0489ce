"""``netreg duplicates``: records that are perhaps the same, and what was said of such."""

from __future__ import annotations

from netreg.cli.framework import generic_verbs
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.entities import FORMER_KEY, NOT_SAME

GROUP = LazyGroup(
    name="duplicates",
    help="Records that are perhaps the same, and what was said of such.",
    entries={
        "not-same": generic_verbs.build_noun_entry(NOT_SAME, {}, "Pairs of records that are not the same."),
        "former-key": generic_verbs.build_noun_entry(FORMER_KEY, {}, "Codes and numbers of merged records."),
    },
    no_args_is_help=True,
    rich_markup_mode="rich",
)
