"""What is kept of a question that found no answer, or whose answer did not help."""

from __future__ import annotations

import logging
import re

from corpus.models import Language
from corpus.personal_data import without_personal_data
from retrieval.answering.answer import Answer, Outcome
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.query.folding import fold
from retrieval.query.scope import is_about_the_assistant, is_order, is_small_talk, is_task, says_nothing
from retrieval.state.askings import Unmet
from retrieval.state.errors import StateUnavailable
from retrieval.state.gaps import Gaps

OPEN_OUTCOMES = frozenset({Outcome.NO_EVIDENCE, Outcome.WEAK_EVIDENCE})
_MOST_CHARACTERS = 500  # a longer text is a letter, not a question that others ask too
_MOST_READ = 2_000  # enough for that even where much is taken out
# Nobody asks a catalogue that way: marks of chat formats and programs, encoded text, the assistant's secrets, orders
# about the form of its answer. Beyond those that `query.scope` refuses; a text that slips through is only words on a page.
_TO_THE_ASSISTANT = re.compile(
    r"<\|?/?\w|\|>|\[/?inst\]|\{\s*\"|```|(?:^|\s)(?:#{1,6}|-{3,}|={3,})\s|\b(?:system|assistant|user)\s*:"
    r"|\bbase ?64\b"
    r"|\badmin\w*[ -](?:token|password|passwor[dt]|wachtwoord|mot de passe)|\b(?:jeton|mot de passe|token|password) (?:d'|de l'|of the )?admin"
    r"|\b(?:obeis|obeissez|obey|gehorche|gehoorzaam|missachte|misachte)\b"
    r"|\b(?:rien d'autre|niets anders|sonst nichts|nothing else|ausschliesslich .{0,30} aus|your whole answer|wis de fiche)\b"
)
_ENCODED = re.compile(r"\b(?=[A-Za-z+/]*\d)(?=[a-z\d+/]*[A-Z])[A-Za-z\d+/]{24,}")
_log = logging.getLogger(__name__)


class Unanswered:
    """Keeps the questions that the catalogue leaves open."""

    def __init__(self, gaps: Gaps, vectors: QuestionVectors) -> None:
        self._gaps = gaps
        self._vectors = vectors

    def note(self, answer: Answer, question: str, *, filtered: bool) -> None:
        """Keep the question of an answer, as it stands alone, if it was left open; a failure is logged only.

        A question under filters of the asker is not kept: the catalogue may answer it beyond them.
        """
        if answer.outcome not in OPEN_OUTCOMES or filtered:
            return
        unmet = self.unmet(question, answer.language, answer.outcome)
        if unmet is None:
            return
        try:
            self._gaps.keep(answer.answer_id, unmet)
        except StateUnavailable as error:
            _log.warning("an open question was not kept: %s", error)

    def unmet(self, text: str, language: Language, outcome: str) -> Unmet | None:
        """What is kept of a question; None where it is none to the catalogue, or nothing is kept.

        Its vector is the one that the search made, if that is still at hand and of the same words.
        """
        if not self._gaps.keeps or not _is_question(text):
            return None
        kept = without_personal_data(_beginning(text))
        kept = kept if len(kept) <= _MOST_CHARACTERS else f"{kept[: _MOST_CHARACTERS - 1].rstrip()}…"
        vector = self._vectors.remembered(text) if kept == text else None
        space = self._vectors.space if vector is not None else None
        return Unmet(kept, language, outcome, space, vector)


def _beginning(text: str) -> str:
    """As much as may be needed, without half a word at its end: no pattern would know half an address."""
    return text if len(text) <= _MOST_READ else text[:_MOST_READ].rpartition(" ")[0]


def _is_question(text: str) -> bool:
    """Whether it asks the catalogue something, instead of commanding or greeting the assistant."""
    foreign = (says_nothing, is_order, is_task, is_small_talk, is_about_the_assistant)
    if any(one(text) for one in foreign):
        return False
    return not (_TO_THE_ASSISTANT.search(fold(text)) or _ENCODED.search(text))
