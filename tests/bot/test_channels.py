"""Channels of which administrators chose something of their own; and what one person saw, shown to all."""

from __future__ import annotations

from typing import Any

import pytest

from api.wiring import Passerelle
from bot.store.choices import InChannel
from tests.bot.scene import Scene, a_town, belongs_to_the_secret_organisation

QUESTION = "Combien de projets ?"


def chosen(scene: Scene, **choice: Any) -> None:
    """What an administrator chose for #mobilite."""
    choices = scene.parts.choices
    former = choices.workspace(scene.team.id)
    here = InChannel.model_validate(choice)
    choices.change_workspace(scene.team.id, former.with_channel(scene.channel.id, here))


def with_bob(scene: Scene) -> Any:
    bob = scene.team.person("bob")
    scene.channel.members.append(bob.id)
    return bob


def test_settings_of_a_channel_are_chosen_in_it_and_stay_its_own(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        admin = scene.team.admin
        other = scene.team.channel("#eau", admin, scene.installation)
        scene.channel.members.append(admin.id)
        admin.runs("/passerelle settings", "#mobilite")
        scene.fake.wait_until(lambda: admin.modal, what="the form")
        admin.submits({"Dans ce canal-ci": "privately", "Langue des réponses dans ce canal-ci": "de"})
        scene.settle()
        kept = scene.parts.choices.workspace(scene.team.id)
        assert kept.channel(scene.channel.id) == InChannel(answers="privately", language="de")
        assert kept.channel(other.id) == InChannel()

        admin.runs("/passerelle settings", "#mobilite")
        scene.fake.wait_until(lambda: admin.modal, what="the form")
        admin.submits({"Dans ce canal-ci": "as_workspace", "Langue des réponses dans ce canal-ci": "any"})
        scene.settle()
        assert scene.parts.choices.workspace(scene.team.id).channels == {}


def test_in_direct_messages_there_is_no_channel_to_choose_for(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        admin = scene.team.admin
        admin.runs("/passerelle settings", admin.dm())
        scene.fake.wait_until(lambda: admin.modal, what="the form")
        assert "Dans ce canal-ci" not in admin.screen(admin.modal)


def test_where_it_is_not_to_answer_it_is_silent_and_the_asker_is_told_why(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        bob = with_bob(scene)
        chosen(scene, answers="never")
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        (told,) = [one for one in scene.ana.messages("#mobilite") if one.bot_id]
        assert told.reader == scene.ana.id
        assert "c'est le choix de vos administrateurs" in scene.ana.screen(told)
        assert bob.answers_to(asked) == []
        scene.assert_tidy()


def test_where_answers_are_private_only_the_asker_reads_and_may_show_everyone(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        belongs_to_the_secret_organisation(scene)
        gast = scene.team.guest("gast", scene.channel)
        chosen(scene, answers="privately")
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        (mine,) = [one for one in scene.ana.messages("#mobilite") if one.bot_id]
        assert mine.reader == scene.ana.id
        assert "27 initiatives" in scene.ana.screen(mine)
        assert gast.answers_to(asked) == []

        scene.ana.clicks(mine, "Montrer à tous")
        scene.settle()
        (shown,) = gast.answers_to(asked)
        assert "25 initiatives" in gast.screen(shown)
        assert not gast.ever_saw("27 initiatives")
        assert not gast.ever_saw("Projet secret")
        scene.assert_tidy()


def test_the_language_of_a_channel_goes_before_that_of_the_question(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        chosen(scene, language="nl")
        asked = scene.ana.mentions("#mobilite", "Combien de projets de mobilité à Liège ?")
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        read = scene.ana.screen(answered)
        assert "automatisch antwoord" in read
        assert "Zoeken in" in read
        scene.assert_tidy()


@pytest.mark.parametrize("answers", ["mentions", "as_workspace"])
def test_a_channel_may_want_mentions_though_the_workspace_goes_on_without(
    passerelle: Passerelle, answers: str
) -> None:
    with a_town(passerelle) as scene:
        choices = scene.parts.choices
        choices.change_workspace(
            scene.team.id, choices.workspace(scene.team.id).model_copy(update={"follow_ups": True})
        )
        chosen(scene, answers=answers)
        asked = scene.ana.mentions("#mobilite", "Combien de projets à Liège ?")
        scene.settle()
        scene.ana.says("#mobilite", "Et à Namur ?", thread=asked)
        scene.settle()
        assert len(scene.ana.answers_to(asked)) == (1 if answers == "mentions" else 2)
        scene.assert_tidy()


def test_an_answer_to_a_command_is_shown_to_everyone_once_in_a_thread_of_its_own(
    passerelle: Passerelle,
) -> None:
    with a_town(passerelle) as scene:
        bob = with_bob(scene)
        scene.ana.runs(f"/passerelle ask {QUESTION}", "#mobilite")
        scene.settle()
        mine = scene.ana.messages("#mobilite")[-1]
        for _ in range(2):
            scene.ana.clicks(mine, "Montrer à tous")
            scene.settle()
        root, answered = bob.messages("#mobilite")
        assert bob.screen(root) == "@ana demande\u00a0:\nCombien de projets\u00a0?"
        assert answered.root == root.ts
        assert "25 initiatives" in bob.screen(answered)
        scene.assert_tidy()


def test_what_cannot_be_shown_there_is_said(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        bob = with_bob(scene)
        scene.ana.runs(f"/passerelle ask {QUESTION}", "#mobilite")
        scene.settle()
        mine = scene.ana.messages("#mobilite")[-1]
        scene.fake.faults.on_call("chat.postMessage", "not_in_channel")
        scene.ana.clicks(mine, "Montrer à tous")
        scene.settle()
        assert bob.messages("#mobilite") == []
        assert "Je ne peux pas écrire dans ce canal" in scene.ana.messages(scene.ana.dm())[-1].text
        scene.assert_tidy()
