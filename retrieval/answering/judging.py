"""A reader's judgement of an answer: helpful or not, and why."""

from __future__ import annotations

from corpus.access import ANONYMOUS, Caller
from corpus.models import LANGUAGES
from corpus.personal_data import without_personal_data
from retrieval.answering.answer import Outcome
from retrieval.answering.unanswered import Unanswered
from retrieval.query.language import detect_language
from retrieval.query.understanding import clean
from retrieval.state.askings import NOT_HELPFUL, Unmet
from retrieval.state.conversations import Conversations, Turn
from retrieval.state.errors import UnknownAnswer
from retrieval.state.feedback import FeedbackBook, Judgement

MOST_CHARACTERS = 1_000  # of a reason
_ASSERTED = frozenset({Outcome.ANSWERED, Outcome.PARTIAL})


class Judging:
    """Takes judgements of answers whose conversation is still remembered."""

    def __init__(self, conversations: Conversations, book: FeedbackBook, unanswered: Unanswered) -> None:
        self._conversations = conversations
        self._book = book
        self._unanswered = unanswered

    def judge(self, answer_id: str, caller: Caller, *, helpful: bool, reason: str = "") -> Judgement:
        """Keep what the caller thinks of an answer, in place of what they thought before; returns what is kept.

        Anonymous callers cannot be told apart: what the last of them said counts. An answer that did not help, with a reason, puts its question among the open ones. Raises UnknownAnswer,
        StateUnavailable.
        """
        turn = self._turn(answer_id)
        judgement = Judgement(
            helpful=helpful,
            reason=without_personal_data(reason)[:MOST_CHARACTERS],
            outcome=turn.outcome,
            document_ids=turn.document_ids,
        )
        self._book.give(answer_id, judgement, self._unmet(turn, judgement), by=_identity(caller))
        return judgement

    def judgement(self, answer_id: str, caller: Caller) -> Judgement | None:
        """What the caller thought of an answer; None where they did not say. Raises UnknownAnswer, StateUnavailable."""
        self._turn(answer_id)
        return self._book.of(answer_id, by=_identity(caller))

    def _turn(self, answer_id: str) -> Turn:
        turn = self._conversations.turn(answer_id)
        if turn is None:
            raise UnknownAnswer
        return turn

    def _unmet(self, turn: Turn, judgement: Judgement) -> Unmet | None:
        if judgement.helpful or not judgement.reason or turn.outcome not in _ASSERTED:
            return None
        text = clean(turn.meant or turn.question)
        spoken = next((one for one in LANGUAGES if one == turn.language), None)
        return self._unanswered.unmet(text, spoken or detect_language(text).language, NOT_HELPFUL)


def _identity(caller: Caller) -> str:
    return "" if caller == ANONYMOUS else caller.name
