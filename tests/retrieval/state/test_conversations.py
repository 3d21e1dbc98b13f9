"""Conversations: unguessable, the caller's own, forgotten after their days."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import CatalogueError
from retrieval.state.conversations import Conversations, Turn
from retrieval.state.errors import StateUnavailable
from tests.databases import executed

DAY = 86_400.0


class Clock:
    """A time that only passes when told to."""

    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(url: str, clock: Clock) -> Iterator[Conversations]:
    made = Conversations(url, days=7, now=clock)
    yield made
    made.close()


def a_turn(question: str = "Qui a des capteurs ?", documents: tuple[str, ...] = ("a", "b")) -> Turn:
    return Turn(question, "answered", documents)


def test_a_turn_is_remembered_as_it_was(conversations: Conversations) -> None:
    conversations.add("c", "anna", a_turn())

    assert conversations.turns("c", "anna") == (a_turn(),)


def test_turns_come_oldest_first_and_only_the_last_twenty(conversations: Conversations) -> None:
    for number in range(25):
        conversations.add("c", "anna", a_turn(f"question {number}", ()))

    assert [turn.question for turn in conversations.turns("c", "anna")] == [
        f"question {n}" for n in range(5, 25)
    ]


def test_a_new_conversation_gets_an_id_that_nobody_guesses(conversations: Conversations) -> None:
    made = {conversations.resume(None, "anna") for _ in range(100)}

    assert len(made) == 100
    assert all(len(identifier) >= 32 for identifier in made)


def test_answers_have_ids_of_their_own(conversations: Conversations) -> None:
    assert len({conversations.add("c", "anna", a_turn()) for _ in range(50)}) == 50


def test_a_conversation_is_resumed_by_its_owner_only(conversations: Conversations) -> None:
    conversations.add("c", "anna", a_turn())

    assert conversations.resume("c", "anna") == "c"
    assert conversations.resume("c", "berta") != "c"
    assert conversations.turns("c", "berta") == ()


@pytest.mark.parametrize("unknown", [None, "", "never made", "\x00", "' OR 1=1 --"])
def test_an_unknown_conversation_is_never_taken_over(
    conversations: Conversations, unknown: str | None
) -> None:
    assert conversations.resume(unknown, "anna") not in {unknown, None}


def test_a_conversation_expires_to_the_second(conversations: Conversations, clock: Clock) -> None:
    conversations.add("c", "anna", a_turn())

    clock.time += 7 * DAY
    assert conversations.resume("c", "anna") == "c"
    clock.time += 1
    assert conversations.turns("c", "anna") == ()
    assert conversations.resume("c", "anna") != "c"


def test_what_has_expired_leaves_the_disk_with_the_next_question(
    conversations: Conversations, clock: Clock
) -> None:
    conversations.add("c", "anna", a_turn())
    clock.time += 8 * DAY

    conversations.add("d", "berta", a_turn())

    assert conversations.count() == 1


def test_a_conversation_lives_on_in_its_later_turns(conversations: Conversations, clock: Clock) -> None:
    conversations.add("c", "anna", a_turn("first"))
    clock.time += 5 * DAY
    conversations.add("c", "anna", a_turn("second"))
    clock.time += 5 * DAY

    assert [turn.question for turn in conversations.turns("c", "anna")] == ["second"]


def test_the_owner_forgets_and_a_stranger_does_not(conversations: Conversations) -> None:
    conversations.add("c", "anna", a_turn())
    conversations.add("c", "anna", a_turn())

    assert conversations.forget("c", "berta") == 0
    assert conversations.forget("c", "anna") == 2
    assert conversations.forget("c", "anna") == 0


def test_without_an_owner_whoevers_conversation_is_forgotten(conversations: Conversations) -> None:
    conversations.add("c", "anna", a_turn())
    conversations.add("d", "anna", a_turn())

    assert conversations.forget("c", None) == 1
    assert conversations.count() == 1


@pytest.mark.parametrize(
    "question", ["", "\x00", "🚲", "\ud800 halb", "'; DROP TABLE turns; --", "é" * 2_000]
)
def test_any_question_can_be_kept(conversations: Conversations, question: str) -> None:
    conversations.add("c", "anna", a_turn(question, ()))

    [kept] = conversations.turns("c", "anna")
    assert kept.question == question.replace("\ud800", "?").replace("\x00", "?")
    assert kept.document_ids == ()


def test_conversations_outlive_the_process(url: str, clock: Clock) -> None:
    first = Conversations(url, now=clock)
    first.add("c", "anna", a_turn())
    first.close()

    second = Conversations(url, now=clock)
    assert second.turns("c", "anna") == (a_turn(),)
    second.close()


def test_many_write_at_once_and_nothing_is_lost(conversations: Conversations) -> None:
    failures: list[Exception] = []

    def write(owner: str) -> None:
        try:
            for _ in range(10):
                conversations.add(owner, owner, a_turn())
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(f"person {n}",)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert conversations.count() == 160


def test_a_database_that_breaks_is_a_named_error(conversations: Conversations, url: str) -> None:
    executed(url, "DROP TABLE turns")

    for attempt in (
        lambda: conversations.turns("c", "anna"),
        lambda: conversations.add("c", "anna", a_turn("une question privée")),
        lambda: conversations.forget("c", "anna"),
        lambda: conversations.count(),
    ):
        with pytest.raises(StateUnavailable) as caught:
            attempt()
        assert "privée" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_named_error(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    path.write_bytes(b"no database" * 1_000)

    with pytest.raises(CatalogueError):
        Conversations(f"sqlite:///{path}")
