"""Open questions: kept once a wording, without who asked, for their days; safe with several writers."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from retrieval.state import gaps as gaps_module
from retrieval.state.askings import Unmet
from retrieval.state.conversations import Conversations, Turn
from retrieval.state.errors import StateUnavailable
from retrieval.state.gaps import Counts, Gaps
from tests.databases import executed
from tests.retrieval.state.clock import DAY, Clock

SPACE = "space"


@pytest.fixture
def gaps(url: str, clock: Clock) -> Iterator[Gaps]:
    made = Gaps(url, days=30, now=clock)
    yield made
    made.close()


def unmet(text: str = "Qui a des ruches ?", *, outcome: str = "no_evidence", **more: object) -> Unmet:
    return Unmet(**{"text": text, "language": "fr", "outcome": outcome, **more})  # type: ignore[arg-type]


def texts(gaps: Gaps) -> list[str]:
    return [gap.text for gap in gaps.all(SPACE)]


def test_a_question_is_kept_with_its_language_day_outcome_count_and_vector(gaps: Gaps) -> None:
    vector = np.array([0.6, 0.8], np.float32)

    gaps.keep("a1", unmet(space=SPACE, vector=vector))
    gaps.keep("a2", unmet(outcome="weak_evidence"))

    [gap] = gaps.all(SPACE)
    assert (gap.text, gap.language, gap.count) == ("Qui a des ruches ?", "fr", 2)
    assert gap.outcomes == {"no_evidence": 1, "weak_evidence": 1}
    assert gap.first == gap.last == date(1970, 1, 12)
    assert gap.vector is not None
    np.testing.assert_array_equal(gap.vector, vector)


def test_one_wording_is_one_gap_whatever_its_capitals_and_last_signs(gaps: Gaps) -> None:
    for number, text in enumerate(("Qui a des ruches ?", "qui a  des RUCHES", "Qui a des ruches ?!")):
        gaps.keep(f"a{number}", unmet(text))
    gaps.keep("b", unmet(language="nl"))

    assert [(gap.language, gap.count) for gap in gaps.all(SPACE)] == [("fr", 3), ("nl", 1)]


def test_the_same_answer_counts_once(gaps: Gaps) -> None:
    gaps.keep("a1", unmet())
    gaps.keep("a1", unmet())

    assert gaps.all(SPACE)[0].count == 1


def test_a_gap_expires_with_its_last_asking(gaps: Gaps, clock: Clock) -> None:
    gaps.keep("a1", unmet())
    clock.time += 20 * DAY
    gaps.keep("a2", unmet())
    gaps.keep("b1", unmet("Autre chose ?"))

    clock.time += 15 * DAY
    assert [(gap.text, gap.count) for gap in gaps.all(SPACE)] == [
        ("Qui a des ruches ?", 1),
        ("Autre chose ?", 1),
    ]
    clock.time += 15 * DAY
    assert gaps.all(SPACE) == []
    assert gaps.counts() == Counts(0, 0)
    assert gaps.pending("now", 10) == []


def test_what_has_expired_leaves_the_disk(gaps: Gaps, clock: Clock, url: str) -> None:
    gaps.keep("a1", unmet("Une question très ancienne ?"))
    clock.time += 31 * DAY

    gaps.forget_expired()

    for name in ("gaps", "askings"):
        assert executed(url, f"SELECT count(*) FROM {name}") == [(0,)]


def test_of_no_days_nothing_is_kept(url: str) -> None:
    none = Gaps(url, days=0)
    none.keep("a1", unmet())

    assert not none.keeps
    assert none.all(SPACE) == []
    none.close()


def test_beyond_the_most_those_not_asked_for_longest_go(
    gaps: Gaps, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps_module, "MOST_GAPS", 3)
    for number in range(5):
        gaps.keep(f"a{number}", unmet(f"Question {number} ?"))
        clock.time += DAY
    gaps.keep("again", unmet("Question 2 ?"))
    gaps.keep("new", unmet("Question 5 ?"))

    assert texts(gaps) == ["Question 2 ?", "Question 4 ?", "Question 5 ?"]


@pytest.mark.parametrize("text", ["", "\ud800", "🚲", "'; DROP TABLE gaps; --", "é" * 500])
def test_any_text_can_be_kept(gaps: Gaps, text: str) -> None:
    gaps.keep("a1", unmet(text))

    assert texts(gaps) == [text.replace("\ud800", "?")]


def test_vectors_of_another_space_are_none_until_they_are_made_anew(gaps: Gaps) -> None:
    old = np.array([1.0, 0.0], np.float32)
    gaps.keep("a1", unmet(space="old", vector=old))
    gaps.keep("b1", unmet("Autre chose ?"))

    assert [gap.vector for gap in gaps.all(SPACE)] == [None, None]
    missing = gaps.without_vector(SPACE, 10)
    assert list(missing.values()) == ["Qui a des ruches ?", "Autre chose ?"]
    gaps.put_vectors(SPACE, {**dict.fromkeys(missing, old), 999: old})

    assert gaps.without_vector(SPACE, 10) == {}
    assert all(gap.vector is not None for gap in gaps.all(SPACE))


# -- asking again -----------------------------------------------------------------------------------


def test_an_open_gap_waits_until_it_was_asked_of_the_present_catalogue(gaps: Gaps) -> None:
    gaps.keep("a1", unmet())
    [waiting] = gaps.pending("catalogue:1", 10)

    gaps.asked_again(waiting.id, "catalogue:1", ())

    assert gaps.pending("catalogue:1", 10) == []
    assert [gap.id for gap in gaps.pending("catalogue:2", 10)] == [waiting.id]


def test_an_answered_gap_waits_no_more_until_it_is_asked_in_vain_or_its_documents_go(gaps: Gaps) -> None:
    gaps.keep("a1", unmet())
    [waiting] = gaps.pending("1", 10)
    gaps.asked_again(waiting.id, "1", ("sheet", "other"))

    assert gaps.pending("2", 10) == []
    assert gaps.answers() == {waiting.id: ("sheet", "other")}
    assert gaps.counts() == Counts(0, 1)
    gaps.reopen([waiting.id])
    assert len(gaps.pending("1", 10)) == 1
    gaps.asked_again(waiting.id, "1", ("sheet",))
    gaps.keep("a2", unmet())
    assert gaps.counts() == Counts(1, 0)


def test_the_latest_asked_wait_first_and_no_more_than_wanted(gaps: Gaps, clock: Clock) -> None:
    for number in range(5):
        gaps.keep(f"a{number}", unmet(f"Question {number} ?"))
        clock.time += DAY
    gaps.keep("again", unmet("Question 0 ?"))

    assert [gap.text for gap in gaps.pending("1", 3)] == ["Question 0 ?", "Question 4 ?", "Question 3 ?"]
    assert gaps.count_pending("1") == 5


# -- erasure and concurrency ------------------------------------------------------------------------


def test_a_forgotten_conversation_takes_its_open_questions_along(gaps: Gaps, url: str, clock: Clock) -> None:
    conversations = Conversations(url, now=clock)
    mine = conversations.add("c", "anna", Turn("Qui ?", "no_evidence", ()))
    shared = conversations.add("c", "anna", Turn("Quoi ?", "no_evidence", ()))
    gaps.keep(mine, unmet("Qui ?"))
    gaps.keep(shared, unmet("Quoi ?"))
    gaps.keep("of somebody else", unmet("Quoi ?"))

    assert conversations.forget("c", "berta") == 0
    assert len(texts(gaps)) == 2
    conversations.forget("c", "anna")
    conversations.close()

    assert [(gap.text, gap.count) for gap in gaps.all(SPACE)] == [("Quoi ?", 1)]


def _write(url: str, writer: int) -> None:
    own = Gaps(url, days=30)
    for number in range(20):
        own.keep(f"w{writer}-{number}", unmet(f"Question {number % 5} ?"))
    own.close()


def test_two_processes_write_and_nothing_is_lost_or_twice(url: str) -> None:
    Gaps(url).close()
    spawned = multiprocessing.get_context("spawn")
    writers = [spawned.Process(target=_write, args=(url, number)) for number in range(2)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)

    assert [one.exitcode for one in writers] == [0, 0]
    gaps = Gaps(url)
    assert [(gap.text, gap.count) for gap in gaps.all(SPACE)] == [(f"Question {n} ?", 8) for n in range(5)]
    gaps.close()


def test_many_threads_on_stores_of_their_own_open_and_write_at_once(empty_database_url: str) -> None:
    """The first of them makes the tables."""
    failures: list[Exception] = []

    def write(writer: int) -> None:
        try:
            _write(empty_database_url, writer)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    gaps = Gaps(empty_database_url)
    assert failures == []
    assert sum(gap.count for gap in gaps.all(SPACE)) == 120
    gaps.close()


def test_a_database_that_breaks_is_a_named_error_without_the_question(gaps: Gaps, url: str) -> None:
    executed(url, "DROP TABLE askings")

    for attempt in (
        lambda: gaps.keep("a", unmet("une question privée")),
        lambda: gaps.all(SPACE),
        gaps.counts,
        gaps.forget_expired,
        lambda: gaps.pending("1", 1),
    ):
        with pytest.raises(StateUnavailable) as caught:
            attempt()
        assert "privée" not in str(caught.value)
