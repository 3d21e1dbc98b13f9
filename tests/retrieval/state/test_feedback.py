"""Judgements of answers: one vote each, of each voter the last one counts, nobody is named, and a reason opens the question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import inspect

from retrieval.state.askings import Unmet
from retrieval.state.conversations import Conversations, Turn
from retrieval.state.feedback import FeedbackBook, Judgement, Tally
from retrieval.state.gaps import Gaps
from tests.databases import connected, everything_in, executed
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


def test_two_voters_judge_apart_and_each_may_change_their_mind(book: FeedbackBook) -> None:
    book.give("a", judgement(True), None, by="anna")
    book.give("a", judgement(False, "Trop vieux"), UNMET, by="ben")
    book.give("a", judgement(False), None)
    assert book.tally() == Tally(helpful=1, not_helpful=2)

    book.give("a", judgement(False, "Mauvaise commune"), UNMET, by="anna")
    book.give("a", judgement(True), None, by="ben")

    assert book.of("a", by="anna") == judgement(False, "Mauvaise commune")
    assert book.of("a", by="ben") == judgement(True)
    assert book.of("a") == judgement(False)
    assert book.of("a", by="carl") is None
    assert book.tally() == Tally(helpful=1, not_helpful=2)


@pytest.mark.parametrize("other", ["ben", ""])
@pytest.mark.parametrize("back", [judgement(True), judgement(False)])
def test_a_question_is_open_as_long_as_one_voter_says_why(
    book: FeedbackBook, gaps: Gaps, other: str, back: Judgement
) -> None:
    book.give("a", judgement(False, "Trop vieux"), UNMET, by="anna")
    book.give("a", judgement(False, "Rien sur Jambes"), UNMET, by=other)
    [gap] = gaps.all("space")
    assert (gap.outcomes, sorted(gap.reasons)) == ({"not_helpful": 1}, ["Rien sur Jambes", "Trop vieux"])

    book.give("a", back, None, by="anna")
    [gap] = gaps.all("space")
    assert (gap.outcomes, gap.reasons) == ({"not_helpful": 1}, ("Rien sur Jambes",))
    assert gaps.pending("1", 1)[0].judged == {"sheet"}

    book.give("a", back, None, by=other)
    assert gaps.all("space") == []


def test_a_vote_for_an_answer_takes_no_other_back(book: FeedbackBook, gaps: Gaps) -> None:
    book.give("a", judgement(False, "Trop vieux"), UNMET, by="anna")

    book.give("a", judgement(True), None, by="ben")
    book.give("a", judgement(True), None)

    [gap] = gaps.all("space")
    assert gap.reasons == ("Trop vieux",)


def test_a_vote_that_expired_holds_no_question_open(book: FeedbackBook, gaps: Gaps, clock: Clock) -> None:
    book.give("a", judgement(False, "Trop vieux"), UNMET, by="anna")
    clock.time += 29 * DAY
    book.give("a", judgement(False, "Rien sur Jambes"), UNMET, by="ben")
    clock.time += 1 * DAY

    assert book.of("a", by="anna") is None
    assert book.tally() == Tally(helpful=0, not_helpful=1)
    book.give("a", judgement(True), None, by="ben")

    assert gaps.all("space") == []


def test_votes_of_one_person_cannot_be_linked_and_the_key_is_made_once(
    book: FeedbackBook, url: str, clock: Clock
) -> None:
    assert book.of("a", by="anna-of-namur") is None
    for answer in ("a", "b"):
        book.give(answer, judgement(True), None, by="anna-of-namur")
    with closing(FeedbackBook(url, days=30, now=clock)) as another_process:
        another_process.give("a", judgement(False), None, by="anna-of-namur")

    voters = [voter for (voter,) in executed(url, "SELECT voter FROM feedback ORDER BY answer_id")]

    assert len(set(voters)) == 2
    assert {len(voter) for voter in voters} == {64}
    assert executed(url, "SELECT count(*) FROM secret_keys") == [(1,)]
    assert b"anna-of-namur" not in everything_in(url)


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
        "feedback": ["answer_id", "voter", "day", "helpful", "reason", "outcome", "document_ids"],
        "gaps": ["id", "text", "language", "text_hash", "space", "vector", "answered_by", "asked_of"],
        "askings": ["answer_id", "gap_id", "day", "outcome"],
    }


def test_a_forgotten_conversation_takes_its_judgements_along(
    book: FeedbackBook, gaps: Gaps, url: str, clock: Clock
) -> None:
    conversations = Conversations(url, now=clock)
    answer_id = conversations.add("c", "anna", Turn("Qui ?", "answered", ("sheet",)))
    book.give(answer_id, judgement(False, "Une raison"), UNMET)
    book.give(answer_id, judgement(False, "Une autre"), UNMET, by="ben")

    conversations.forget("c", None)
    conversations.close()

    assert book.of(answer_id) is None
    assert executed(url, "SELECT count(*) FROM feedback") == [(0,)]
    assert gaps.all("space") == []
