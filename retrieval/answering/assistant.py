"""One question in a conversation: the same for HTTP, the page, the command line and Slack."""

from __future__ import annotations

import logging
from collections.abc import Callable

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Language
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.answerer import Answerer
from retrieval.answering.generated.generation import Tell, tell_nobody
from retrieval.answering.refusals import refusal_text
from retrieval.answering.unanswered import Unanswered
from retrieval.embedding.errors import EmbeddingError
from retrieval.errors import CatalogueError, IndexUnusable
from retrieval.query.dialogue import Said, follow_up, replay
from retrieval.query.understanding import clean, understand
from retrieval.query.utterance import FollowUp
from retrieval.state.conversations import Conversations, Turn

_TURNS_READ = 6  # a follow-up of follow-ups is still understood; more would only mislead
# Outcomes that show the nearest document instead of an answer: "it" is that one.
_NEAREST_SHOWN = (Outcome.WEAK_EVIDENCE, Outcome.NO_EVIDENCE)
_log = logging.getLogger(__name__)


class Assistant:
    """Answers and remembers, for a while, what was asked in each conversation."""

    def __init__(
        self,
        answerer: Answerer,
        conversations: Conversations,
        unanswered: Unanswered | None = None,
        *,
        begin: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Without `unanswered`, no question is kept beyond its conversation. `begin` starts to embed a question meanwhile."""
        self._answerer = answerer
        self._begin = begin
        self._conversations = conversations
        self._unanswered = unanswered

    def ask(
        self,
        question: str,
        caller: Caller,
        *,
        language: Language | None = None,
        filters: Filters | None = None,
        conversation_id: str | None = None,
        infer: bool = True,
        tell: Tell = tell_nobody,
    ) -> Answer:
        """The answer with its ids; `tell` as in `Answerer.answer`. A part that is down is an outcome, not an error; raises QueryTooLong."""
        self._begin(clean(question))
        try:
            meant = self._follow_up(question, conversation_id, caller)
            answer = self._answerer.answer(
                question,
                caller,
                language=language,
                filters=filters,
                infer=infer,
                follow_up=meant,
                tell=tell,
            )
        except (IndexUnusable, CatalogueError, EmbeddingError) as error:
            _log.error("a question could not be answered: %s", error)
            meant, answer = None, _unavailable(question, language)
        whole = _whole(meant, answer)
        remembered = self._remembered(question, whole, answer, caller, conversation_id)
        if self._unanswered is not None:
            self._unanswered.note(remembered, whole, filtered=filters is not None and not filters.is_empty)
        return remembered

    def _follow_up(self, question: str, conversation_id: str | None, caller: Caller) -> FollowUp | None:
        """What the question means in its conversation; None at its beginning, or where it stands alone."""
        if conversation_id is None:
            return None
        turns = self._conversations.turns(conversation_id, caller.name)[-_TURNS_READ:]
        previous = replay([Said(turn.question, turn.document_ids, turn.meant) for turn in turns])
        return follow_up(clean(question), previous) if previous is not None else None

    def forget(self, conversation_id: str, caller: Caller) -> int:
        """Forget one of the caller's conversations; returns how many questions it held."""
        return self._conversations.forget(conversation_id, caller.name)

    def _remembered(
        self, question: str, meant: str, answer: Answer, caller: Caller, conversation_id: str | None
    ) -> Answer:
        identifier = self._conversations.resume(conversation_id, caller.name)
        named = tuple(dict.fromkeys(citation.document_id for citation in answer.citations))
        if not named and answer.outcome in _NEAREST_SHOWN:
            named = tuple(one.document_id for one in answer.related[:1])
        turn = Turn(question[:2_000], answer.outcome.value, named, meant[:2_000], answer.language)
        answer_id = self._conversations.add(identifier, caller.name, turn)
        return answer.model_copy(update={"conversation_id": identifier, "answer_id": answer_id})


def _whole(meant: FollowUp | None, answer: Answer) -> str:
    """The question as it stands alone: with the words before it, unless it was answered as a topic of its own."""
    if meant is not None and meant.figure is not None:
        return meant.text
    return answer.query.text


def _unavailable(question: str, language: Language | None) -> Answer:
    query = understand(question, language=language, infer=False)
    text = refusal_text(Outcome.UNAVAILABLE, query.language)
    return Answer(outcome=Outcome.UNAVAILABLE, text=text, language=query.language, query=query)
