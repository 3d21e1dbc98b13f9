"""Judgements of answers: the last one counts, nobody is named, and a reason opens the question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from retrieval.state.askings import Unmet
from retrieval.state.conversations import Conversations, Turn
from retrieval.state.feedback import FeedbackBook, Judgement, Tally
from retrieval.state.gaps import Gaps
from tests.databases import connected, executed
from tests.retrieval.state.clock import DAY, Clock

UNMET = Unmet("Qui a des ruches ?", "fr", "not_helpful")


@pytest.fixture
def book(url: str, clock: Clock) -> Iterator[FeedbackBook]:
    made = FeedbackBook(url, days=30, now=clock)
    yield made
    made.close()


@pytest.fixture
def gaps(url: str, clock: Clock) -> Iterator[Gaps]:
    made = Gaps(url, days=30, now=clock)
    yield made
    made.close()


def judgement(helpful: bool, reason: str = "") -> Judgement:
    return Judgement(helpful, reason, "answered", ("sheet",))


def test_a_judgement_is_kept_as_it_was_and_the_last_one_counts(book: FeedbackBook) -> None:
    book.give("a", judgement(True), None)
    book.give("a", judgement(False, "Trop vieux"), UNMET)
    book.give("b", judgement(True), None)

    assert book.of("a") == judgement(False, "Trop vieux")
    assert book.of("c") is None
    assert book.tally() == Tally(helpful=1, not_helpful=1)


def test_a_reason_opens_the_question_and_a_change_of_mind_closes_it(book: FeedbackBook, gaps: Gaps) -> None:
    book.give("a", judgement(False, "Trop vieux"), UNMET)
    [gap] = gaps.all("space")
    assert (gap.outcomes, gap.reasons) == ({"not_helpful": 1}, ("Trop vieux",))
    assert gaps.pending("1", 1)[0].judged == {"sheet"}

    book.give("a", judgement(True), None)

    assert gaps.all("space") == []


def test_a_reason_joins_a_question_that_was_open_already(book: FeedbackBook, gaps: Gaps) -> None:
    gaps.keep("a", Unmet("Qui a des ruches ?", "fr", "weak_evidence"))

    book.give("a", judgement(False, "Rien ne répond"), None)

    [gap] = gaps.all("space")
    assert (gap.outcomes, gap.reasons) == ({"weak_evidence": 1}, ("Rien ne répond",))


def test_judgements_expire(book: FeedbackBook, clock: Clock, url: str) -> None:
    book.give("a", judgement(False, "Une raison"), UNMET)
    clock.time += 30 * DAY

    assert book.of("a") is None
    assert book.tally() == Tally(0, 0)
    book.give("b", judgement(True), None)
    assert executed(url, "SELECT count(*) FROM feedback") == [(1,)]


def test_nothing_is_stored_that_names_who_judged(book: FeedbackBook, url: str) -> None:
    book.give("a", judgement(False, "Une raison"), UNMET)

    with connected(url) as connection:
        columns = {
            table: [column["name"] for column in inspect(connection).get_columns(table)]
            for table in ("feedback", "gaps", "askings")
        }
    assert columns == {
        "feedback": ["answer_id", "day", "helpful", "reason", "outcome", "document_ids"],
        "gaps": ["id", "text", "language", "text_hash", "space", "vector", "answered_by", "asked_of"],
        "askings": ["answer_id", "gap_id", "day", "outcome"],
    }


def test_a_forgotten_conversation_takes_its_judgements_along(
    book: FeedbackBook, gaps: Gaps, url: str, clock: Clock
) -> None:
    conversations = Conversations(url, now=clock)
    answer_id = conversations.add("c", "anna", Turn("Qui ?", "answered", ("sheet",)))
    book.give(answer_id, judgement(False, "Une raison"), UNMET)

    conversations.forget("c", None)
    conversations.close()

    assert book.of(answer_id) is None
    assert gaps.all("space") == []
