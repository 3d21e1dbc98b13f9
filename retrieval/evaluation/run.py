"""Running the questions: search and ask each one, and judge what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.access import Caller
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.answerer import Answerer
from retrieval.catalogue.catalogue import Catalogue
from retrieval.evaluation.metrics import Exactness, figure_exactness, holds
from retrieval.evaluation.questions import EvaluationQuestion
from retrieval.query.understanding import understand
from retrieval.search.search import Searcher

_GIVEN = frozenset({Outcome.ANSWERED, Outcome.PARTIAL})


@dataclass(frozen=True)
class Judged:
    """One question with what the product made of it."""

    question: EvaluationQuestion
    ranked: tuple[str, ...]
    answer: Answer
    refused: bool
    exactness: Exactness | None
    facts: float | None  # share of the needed facts that the answer holds
    cited_expected: bool
    verbatim: bool


def run(
    questions: Sequence[EvaluationQuestion],
    searcher: Searcher,
    answerer: Answerer,
    catalogue: Catalogue,
    caller: Caller,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> list[Judged]:
    """Search and ask every question."""
    judged = []
    for number, question in enumerate(questions, start=1):
        result = searcher.search(understand(question.question), caller, limit=10, facets=False)
        answer = answerer.answer(question.question, caller)
        ranked = tuple(hit.document.id for hit in result.hits)
        judged.append(_judge(question, ranked, answer, catalogue, caller))
        progress(number)
    return judged


def _judge(
    question: EvaluationQuestion,
    ranked: tuple[str, ...],
    answer: Answer,
    catalogue: Catalogue,
    caller: Caller,
) -> Judged:
    cited = {citation.document_id for citation in answer.citations}
    return Judged(
        question=question,
        ranked=ranked,
        answer=answer,
        refused=answer.outcome not in _GIVEN,
        exactness=figure_exactness(answer.figures, question.figure) if question.figure else None,
        facts=_share_of_facts(answer, question.facts) if question.facts else None,
        cited_expected=bool(cited & set(question.expected)),
        verbatim=_verbatim(answer, catalogue, caller),
    )


def _share_of_facts(answer: Answer, facts: Sequence[str]) -> float:
    return sum(holds(answer.text, fact) for fact in facts) / len(facts)


def _verbatim(answer: Answer, catalogue: Catalogue, caller: Caller) -> bool:
    """Whether every quote stands in a passage that the caller may read."""
    passages = catalogue.passages({citation.document_id for citation in answer.citations}, caller)
    return all(
        any(citation.quote in passage.text for passage in passages.get(citation.document_id, ()))
        for citation in answer.citations
    )
