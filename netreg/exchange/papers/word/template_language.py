"""The language of templates: fields, and conditions on them; nothing that runs long, or that grows."""

from __future__ import annotations

from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from netreg.language import _

_WORDS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.Not,
    nodes.And, nodes.Or, nodes.Compare, nodes.Operand,
)  # fmt: skip
"""What Jinja calls the words of a template that this reads."""


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja without loops, macros, arithmetic, functions and filters: the texts of a paper need none of them.

    A template that somebody sent can so neither run for hours nor fill the memory.
    """

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template.

        Raises:
            TemplateSyntaxError: for what is neither a field nor a condition.
        """
        parsed = super()._parse(source, name, filename)
        for node in _iterate_nodes(parsed):
            if not isinstance(node, _WORDS):
                word = type(node).__name__.lower()
                raise TemplateSyntaxError(
                    _("'{word}' is neither a field nor a condition").format(word=word), getattr(node, "lineno", 0) or 0
                )
        return parsed


def _iterate_nodes(node: nodes.Node) -> Any:
    """Yield a node and all below it, without recursion: brackets may stand within brackets without end."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.iter_child_nodes())


def find_half_field(line: str) -> str:
    """Return a line on which a field does not end, or ends and does not begin; else an empty text.

    Jinja would take what stands between it and the next field on another line for the text of one.
    """
    for opening, closing in (("{{", "}}"), ("{%", "%}")):
        if line.count(opening) != line.count(closing):
            return line.strip()[:40]
    return ""
