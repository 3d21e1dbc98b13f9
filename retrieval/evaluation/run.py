"""Running the questions: search and ask each one as users do, and judge what comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.access import Caller
from corpus.models import Kind
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.assistant import Assistant
from retrieval.catalogue.catalogue import Catalogue
from retrieval.evaluation.metrics import Exactness, figure_exactness, holds, overlap
from retrieval.evaluation.questions import EvaluationQuestion
from retrieval.query.understanding import understand
from retrieval.search.search import Searcher

_GIVEN = frozenset({Outcome.ANSWERED, Outcome.PARTIAL})
_MARK = re.compile(r"\[(\d{1,3})\]")
_PARITY_DEPTH = 5


@dataclass(frozen=True)
class Judged:
    """One question with what the product made of it."""

    question: EvaluationQuestion
    about: Kind | None  # the kind of the first expected document
    ranked: tuple[str, ...]
    answer: Answer
    refused: bool
    exactness: Exactness | None
    facts: float | None  # share of the needed facts that the answer holds
    cited_expected: bool
    citations_hold: bool
    harmless: bool
    parity: float | None = None  # overlap of the first five with those of the same question in French

    @property
    def right(self) -> bool:
        """Whether the answer is right in all that the question states."""
        if self.question.outcomes and self.answer.outcome.value not in self.question.outcomes:
            return False
        if self.question.figure is not None and self.question.figure.value is not None:
            return self.exactness == "exact"
        if self.refused:
            return not self.question.facts
        return self.facts in (None, 1.0) and (self.cited_expected or not self.question.expected)


@dataclass(frozen=True)
class Evaluated:
    """The parts that an evaluation asks: those of production."""

    searcher: Searcher
    assistant: Assistant
    catalogue: Catalogue
    caller: Caller

    def judge(self, question: EvaluationQuestion) -> Judged:
        """Search and ask one question; of a dialogue, all turns, the last of which is judged."""
        result = self.searcher.search(understand(question.asked[-1]), self.caller, limit=10, facets=False)
        answer = self._asked(question)
        kinds = self.catalogue.documents(question.expected[:1], self.caller)
        return Judged(
            question=question,
            about=next((document.kind for document in kinds.values()), None),
            ranked=tuple(hit.document.id for hit in result.hits),
            answer=answer,
            refused=answer.outcome not in _GIVEN,
            exactness=figure_exactness(answer.figures, question.figure) if question.figure else None,
            facts=_share_of_facts(answer, question.facts) if question.facts else None,
            cited_expected=bool(_documents_of(answer) & set(question.expected)),
            citations_hold=self._citations_hold(answer),
            harmless=not any(holds(answer.text, words) for words in question.forbidden),
        )

    def _asked(self, question: EvaluationQuestion) -> Answer:
        conversation: str | None = None
        for text in question.asked:
            answer = self.assistant.ask(text, self.caller, conversation_id=conversation)
            conversation = answer.conversation_id
        return answer

    def _citations_hold(self, answer: Answer) -> bool:
        """Whether each mark has its citation and each quote stands in a passage that the caller may read."""
        numbers = {citation.n for citation in answer.citations}
        if {int(mark) for mark in _MARK.findall(answer.text)} - numbers:
            return False
        passages = self.catalogue.passages(_documents_of(answer), self.caller)
        return all(
            any(citation.quote in passage.text for passage in passages.get(citation.document_id, ()))
            for citation in answer.citations
        )


def run(
    questions: Sequence[EvaluationQuestion],
    evaluated: Evaluated,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> list[Judged]:
    """Judge every question."""
    judged = []
    for number, question in enumerate(questions, start=1):
        judged.append(evaluated.judge(question))
        progress(number)
    return _with_parity(judged)


def _documents_of(answer: Answer) -> set[str]:
    return {citation.document_id for citation in answer.citations}


def _share_of_facts(answer: Answer, facts: Sequence[str]) -> float:
    return sum(holds(answer.text, fact) for fact in facts) / len(facts)


def _with_parity(judged: Sequence[Judged]) -> list[Judged]:
    """Each question of a parity group beside the French one of its group."""
    french = {
        one.question.parity: one.ranked
        for one in judged
        if one.question.parity and one.question.language == "fr"
    }
    return [
        replace(one, parity=overlap(one.ranked, french[one.question.parity], _PARITY_DEPTH))
        if one.question.parity in french and one.question.language != "fr"
        else one
        for one in judged
    ]
