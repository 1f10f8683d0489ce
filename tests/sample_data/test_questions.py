"""The questions that people of the five documents would ask, with the command and its whole answer.

``questions.tsv`` has twelve for each document. What the document itself does not say is in
``not_said``: the command that asks for it then shows that the register does not say it either.
In answers ``\\t`` and ``\\n`` stand for tabs and line ends; ``UPDATE_DOCS=1`` writes today's
answers, to be read against the documents.
"""

from __future__ import annotations

import csv
import os
import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

NOTHING_FOUND = 1
"""The exit code of a search that finds nothing."""
FILE = Path(__file__).parent / "questions.tsv"
DOCUMENTS = ("000", "001", "002", "003", "004")


def read_questions() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def escape(answer: str) -> str:
    return answer.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def test_every_question_is_answered_in_whole(demo: Callable[..., Run]) -> None:
    questions, wrong = read_questions(), []
    for question in questions:
        if not question["command"]:
            continue
        found = demo(*shlex.split(question["command"]))
        has_failed = found.code not in ((0, NOTHING_FOUND) if question["not_said"] else (0,))
        if has_failed or escape(found.out) != question["answer"]:
            wrong.append((question["command"], found.code, found.err or found.out))
            question["answer"] = escape(found.out)
    if os.environ.get("UPDATE_DOCS"):
        lines = ["\t".join(questions[0]), *("\t".join(question.values()) for question in questions)]
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert wrong == []


def test_each_document_is_asked_twelve_questions() -> None:
    questions = read_questions()
    assert Counter(question["document"] for question in questions) == dict.fromkeys(DOCUMENTS, 12)
    assert len({(question["document"], question["question"]) for question in questions}) == 60
    assert all(question["answer"] or question["not_said"] for question in questions)
