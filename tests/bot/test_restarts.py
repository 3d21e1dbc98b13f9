"""A process that dies in the middle of an answer: the next one ends it, with one answer or one apology."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from api.wiring import Passerelle
from bot.store import jobs as queue
from bot.store.jobs import Job, Jobs, Task
from bot.workers import DUTIES, Workers
from retrieval.state.database import StateDatabase
from tests.bot.scene import Scene, a_town, serving

QUESTION = "Combien de projets de mobilité ?"
ANSWER = "24 initiatives"


class Died(BaseException):
    """The process is killed here."""


def dies_at(scene: Scene, method: str, *, before: bool) -> None:
    """Do a job as far as a call, and stop existing there: what was claimed stays claimed."""
    job = scene.parts.jobs.claim()
    assert job is not None
    from bot.calls import Calls

    call = Calls._once

    def killed(self: Calls, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if name != method:
            return call(self, name, arguments)
        if not before:
            call(self, name, arguments)
        raise Died

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Calls, "_once", killed)
        with pytest.raises(Died):
            DUTIES[job.kind](job, scene.parts)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(
    "method", ["assistant.threads.setStatus", "users.info", "chat.startStream", "chat.stopStream"]
)
@pytest.mark.parametrize("where", ["channel", "direct"])
def test_a_restart_in_the_middle_ends_in_one_answer(
    passerelle: Passerelle, monkeypatch: pytest.MonkeyPatch, method: str, before: bool, where: str
) -> None:
    monkeypatch.setattr(queue, "LEASE_SECONDS", 0.0)
    with a_town(passerelle, start=False) as scene:
        asked = (
            scene.ana.mentions("#mobilite", QUESTION)
            if where == "channel"
            else scene.ana.writes_to_app(QUESTION)
        )
        scene.fake.wait_until(lambda: scene.parts.jobs.open() == 1, what="the question")
        scene.fake.settled()
        dies_at(scene, method, before=before)
        monkeypatch.setattr(queue, "LEASE_SECONDS", 20.0)
        scene.service.start()
        scene.settle()
        read = [scene.ana.screen(one) for one in scene.ana.answers_to(asked)]
        assert len([text for text in read if ANSWER in text]) == 1, scene.ana.reads()
        if (method, before) != ("chat.startStream", False):
            assert len(read) == 1
            assert scene.fake.unfinished() == []


def test_what_kills_every_process_is_apologised_for_once(
    passerelle: Passerelle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LEASE_SECONDS", 0.0)
    with a_town(passerelle, start=False) as scene:
        asked = scene.ana.writes_to_app(QUESTION)
        scene.fake.wait_until(lambda: scene.parts.jobs.open() == 1, what="the question")
        scene.fake.settled()
        for _ in range(queue.MOST_ATTEMPTS):
            dies_at(scene, "chat.stopStream", before=True)
        monkeypatch.setattr(queue, "LEASE_SECONDS", 20.0)
        scene.service.start()
        scene.settle()
        read = [scene.ana.screen(one) for one in scene.ana.answers_to(asked)]
        assert len(read) == 1
        assert "Je n'ai pas pu répondre" in read[0]
        assert scene.fake.unfinished() == []


def test_an_orderly_end_puts_back_what_waits_and_the_next_process_answers(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.service.stop()
        asked = scene.ana.writes_to_app(QUESTION)
        scene.fake.settled()
        with serving(scene.fake, scene.installation, passerelle) as service:
            scene.service = service
            scene.settle()
            assert ANSWER in scene.ana.screen(scene.ana.answers_to(asked)[0])


def test_an_error_of_ours_is_said_in_one_sentence(
    passerelle: Passerelle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a secret of the program")

    with a_town(passerelle) as scene:
        monkeypatch.setattr(type(passerelle.assistant), "ask", breaks)
        asked = scene.ana.writes_to_app(QUESTION)
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        assert "Je n'ai pas pu répondre" in scene.ana.screen(answered)
        assert not scene.ana.ever_saw("a secret of the program")
        scene.assert_tidy()


def a_task(number: int, team: str = "T1", lane: str = "") -> Task:
    return Task(team, "C1", f"{number}.0", "U1", "ask", lane or f"{team}:C1:{number}", f"{number:06}", "{}")


def test_many_threads_share_the_queue_and_nothing_is_done_twice(tmp_path: Path) -> None:
    jobs = Jobs(StateDatabase(f"sqlite:///{tmp_path / 'state.sqlite3'}"))
    for number in range(60):
        jobs.take_in(a_task(number, lane=f"lane {number % 7}"), [str(number)])
    done: list[Job] = []
    at_work: set[str] = set()
    lock = threading.Lock()

    def work() -> None:
        while (job := jobs.claim()) or jobs.open():
            if job is None:
                continue
            with lock:
                assert job.lane not in at_work, "one thing at a time in a thread"
                at_work.add(job.lane)
            with lock:
                done.append(job)
                at_work.discard(job.lane)
            jobs.done(job.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(job.id for job in done) == sorted({job.id for job in done})
    assert len(done) == 60
    for lane in {job.lane for job in done}:
        turns = [job.turn for job in done if job.lane == lane]
        assert turns == sorted(turns)


def test_a_claim_that_nobody_answers_for_is_taken_over(tmp_path: Path) -> None:
    at = [1_000.0]
    jobs = Jobs(StateDatabase(f"sqlite:///{tmp_path / 'state.sqlite3'}"), now=lambda: at[0])
    jobs.take_in(a_task(1), ["1"])
    first = jobs.claim()
    assert first is not None
    assert jobs.claim() is None
    at[0] += 15
    assert jobs.still_at_it(first.id)
    at[0] += 15
    assert jobs.claim() is None
    at[0] += 10
    again = jobs.claim()
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)


def test_a_workspace_that_has_to_wait_leaves_a_thread_to_the_others(tmp_path: Path) -> None:
    at = [1_000.0]
    jobs = Jobs(StateDatabase(f"sqlite:///{tmp_path / 'state.sqlite3'}"), now=lambda: at[0])
    for number, team in enumerate(("T1", "T1", "T1", "T2")):
        jobs.take_in(a_task(number, team=team), [str(number)])

    claimed = [jobs.claim(most=2) for _ in range(4)]
    assert [job.team if job else None for job in claimed] == ["T1", "T2", "T1", None]

    at[0] += queue.LEASE_SECONDS + 1  # their workers died: what they had in hand is nobody's
    again = [jobs.claim(most=2) for _ in range(2)]
    assert {job.team for job in again if job} == {"T1", "T2"}


def test_workers_end_when_they_are_told_to(passerelle: Passerelle) -> None:
    with a_town(passerelle, start=False) as scene:
        workers = Workers(scene.parts, threads=2)
        workers.start()
        workers.stop()
        assert not any(thread.is_alive() for thread in workers._threads)
