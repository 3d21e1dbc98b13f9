"""The corpus holds no question by which answers are measured: what is asked of it must be new to it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from ingest.sources.markdown import MarkdownSource
from retrieval.evaluation.questions import read_questions
from retrieval.query.folding import fold

_QUESTIONS = Path(__file__).parents[1] / "questions"
# Questions that sheets leave open, written beside those that they answer; nothing is measured with them.
_BESIDE_THE_CORPUS = {"tuned-unanswered.jsonl"}


def _plain(text: str) -> str:
    """Without case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def _questions_of_the_corpus() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    source = MarkdownSource.shipped()
    for item in source.items():
        document = source.parse(item, item.read())
        for some in (document.questions, *(one.questions for one in document.asked)):
            for text in some.texts():
                found[_plain(text)].add(document.id)
    return found


def test_no_question_that_is_measured_with_stands_in_the_corpus() -> None:
    corpus = _questions_of_the_corpus()
    measured = [
        (path.name, question.id, _plain(text))
        for path in sorted(_QUESTIONS.glob("*.jsonl"))
        if path.name not in _BESIDE_THE_CORPUS
        for question in read_questions(path)
        for text in question.asked
    ]

    assert len(corpus) > 10_000
    assert len(measured) > 2_000
    assert [(name, number, corpus[text]) for name, number, text in measured if text in corpus] == []
