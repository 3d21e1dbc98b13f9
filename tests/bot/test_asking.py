"""Questions and their answers, on each surface and by both transports."""

from __future__ import annotations

import pytest

from api.wiring import Passerelle
from tests.bot.scene import a_town

TRANSPORTS = pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])


@TRANSPORTS
def test_a_mention_is_answered_once_in_its_thread_with_sources(
    passerelle: Passerelle, socket_mode: bool
) -> None:
    with a_town(passerelle, socket_mode=socket_mode) as scene:
        asked = scene.ana.mentions("#mobilite", "Combien de projets de mobilité ?")
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.assert_tidy()

        read = scene.ana.screen(answered)
        assert "24" in read
        assert "Projet de capteurs" in read
        assert len(scene.ana.answers_to(asked)) == 1


@TRANSPORTS
def test_a_direct_message_is_answered_in_its_own_thread(passerelle: Passerelle, socket_mode: bool) -> None:
    with a_town(passerelle, socket_mode=socket_mode) as scene:
        asked = scene.ana.writes_to_app("Hoeveel projecten zijn er in Luik?")
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.assert_tidy()

        assert answered.thread_ts == asked.ts
        print(scene.ana.reads())
        assert len(scene.ana.answers_to(asked)) == 1


def test_a_command_is_answered_to_the_one_who_typed_it(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        bob = scene.team.person("bob")
        scene.channel.members.append(bob.id)
        scene.ana.runs("/passerelle ask Combien de projets de mobilité ?", "#mobilite")
        scene.settle()

        assert "24" in scene.ana.screen(scene.ana.messages("#mobilite")[-1])
        assert bob.messages("#mobilite") == []
        scene.assert_tidy()
