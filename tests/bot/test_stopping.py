"""A stop that really stops: the model is no longer listened to, and what was written stays, marked."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from api.wiring import Passerelle
from retrieval.answering.answer import Answer
from retrieval.answering.generated.generation import Tell
from tests.bot.scene import a_town


class Slow:
    """An assistant that tells its answer word by word, and says how far it came."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.told = 0
        self.ended = threading.Event()
        self.words = 400
        self.silence = 0.0

    def ask(self, question: str, caller: Any, *, tell: Tell, **more: Any) -> Answer:
        try:
            time.sleep(self.silence)
            for number in range(self.words):
                tell(f"mot{number} dit lentement ")
                self.told = number
                time.sleep(0.03)
            answer: Answer = self._real.ask(question, caller, **more)
            return answer
        finally:
            self.ended.set()


@pytest.mark.parametrize("works", [True, False], ids=["stream ends", "stream is dead"])
def test_stop_ends_the_writing_and_says_so(passerelle: Passerelle, works: bool) -> None:
    slow = Slow(passerelle.assistant)
    with a_town(replace(passerelle, assistant=slow)) as scene:
        scene.fake.streams.stop_after_press_works = works
        asked = scene.ana.writes_to_app("Raconte")
        scene.fake.wait_until(
            lambda: any("mot5" in scene.ana.screen(m) for m in scene.ana.answers_to(asked)),
            20,
            "the first words",
        )
        scene.ana.presses_stop(asked)
        scene.settle()
        assert slow.ended.wait(5)
        assert slow.told < slow.words - 1
        (answered,) = scene.ana.answers_to(asked)
        read = scene.ana.screen(answered)
        assert "mot5" in read
        assert "Interrompu à votre demande" in read
        scene.assert_tidy()


def test_stop_is_heard_while_the_model_is_silent(passerelle: Passerelle) -> None:
    slow = Slow(passerelle.assistant)
    slow.silence = 6.0
    with a_town(replace(passerelle, assistant=slow)) as scene:
        asked = scene.ana.writes_to_app("Raconte")
        scene.fake.answer(asked, scene.ana, seconds=15)
        began = time.monotonic()
        scene.ana.presses_stop(asked)
        scene.settle()
        assert time.monotonic() - began < 5
        assert "Interrompu" in scene.ana.screen(scene.ana.answers_to(asked)[0])
        scene.assert_tidy()


def test_a_question_that_is_deleted_meanwhile_takes_the_half_answer_along(passerelle: Passerelle) -> None:
    slow = Slow(passerelle.assistant)
    with a_town(replace(passerelle, assistant=slow)) as scene:
        asked = scene.ana.writes_to_app("Raconte")
        scene.fake.answer(asked, scene.ana, seconds=15)
        scene.ana.deletes(asked)
        scene.settle()
        assert slow.told < slow.words - 1
        assert [m for m in scene.ana.messages(scene.ana.dm()) if m.bot_id] == []


def test_a_stream_that_dies_of_age_is_completed(passerelle: Passerelle) -> None:
    slow = Slow(passerelle.assistant)
    slow.words = 40
    with a_town(replace(passerelle, assistant=slow)) as scene:
        scene.fake.streams.longest = 0.5
        asked = scene.ana.writes_to_app("Combien de projets de mobilité ?")
        scene.settle()
        (answered,) = scene.ana.answers_to(asked)
        assert "24 initiatives" in scene.ana.screen(answered)
        scene.assert_tidy()


def test_a_message_that_is_too_long_goes_on_in_another(passerelle: Passerelle) -> None:
    class Long:
        def ask(self, *given: Any, **more: Any) -> Answer:
            answer = passerelle.assistant.ask(*given, **{k: v for k, v in more.items() if k != "tell"})
            return answer.model_copy(
                update={"text": "\n\n".join(f"Paragraphe {n}. " + "mot " * 100 for n in range(50))}
            )

    with a_town(replace(passerelle, assistant=Long())) as scene:
        asked = scene.ana.writes_to_app("Tout ?")
        scene.settle()
        read = "".join(scene.ana.screen(m) for m in scene.ana.answers_to(asked))
        assert all(f"Paragraphe {n}." in read for n in range(50))
        assert len(scene.ana.answers_to(asked)) == 3
        scene.assert_tidy()
