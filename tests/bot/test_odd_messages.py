"""Messages as people really write them, and machines that talk to machines: answered once, or not at all."""

from __future__ import annotations

import pytest

from api.wiring import Passerelle
from tests.bot.scene import a_town
from tests.bot.test_faults import ANSWER, QUESTION, answers_of
from tests.fake_slack.building import a_manifest

ODD = {
    "a link": ("https://example.org/plan", "réponse automatique"),
    "40,000 characters": ("mobilité " * 4_500, "trop longue"),
    "200 mentions": (f"{QUESTION} " + "<@U0000000002> " * 200, ANSWER),
    "signs without room": ("Combien\u200b de\u2060 projets de mobili\u200bté ?", ANSWER),
    "right to left": ("\u202eCombien de projets de mobilité ?\u202c", ANSWER),
    "code": (f"```\n{QUESTION}\n```", ANSWER),
    "a quotation": (f"&gt; {QUESTION}\n{QUESTION}", "réponse automatique"),
    "bold": (f"*{QUESTION}*", ANSWER),
    "a call to everybody": (f"<!channel> {QUESTION}", ANSWER),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_message_is_answered_once_and_calls_nobody(passerelle: Passerelle, name: str) -> None:
    written, expected = ODD[name]
    with a_town(passerelle) as scene:
        sent = f"<@{scene.installation.bot_user}> {written}"
        asked = scene.ana.says("#mobilite", sent, as_typed=False)
        scene.settle()
        read = [scene.ana.screen(one) for one in scene.ana.answers_to(asked)]
        assert len(read) == 1, scene.ana.reads()
        assert expected in read[0]
        # The message itself may call everybody; nothing of ours does.
        ours = [one for one in scene.fake.mass_mentions() if scene.ana.user.name not in one]
        assert name == "a call to everybody" or ours == []
        assert scene.fake.unfinished() == []


def test_four_languages_in_one_thread_are_each_answered_in_theirs(passerelle: Passerelle) -> None:
    questions = {
        "initiatives": "Combien de projets de mobilité à Liège ?",
        "initiatieven": "Hoeveel mobiliteitsprojecten zijn er in Charleroi?",
        "Initiativen": "Wie viele Projekte zur Mobilität gibt es in Charleroi?",
        "matching": "How many mobility projects are there in Charleroi?",
    }
    with a_town(passerelle) as scene:
        root = scene.ana.writes_to_app(next(iter(questions.values())))
        for question in list(questions.values())[1:]:
            scene.ana.says(scene.ana.dm(), question, thread=root)
        scene.settle()
        read = [scene.ana.screen(one) for one in scene.ana.answers_to(root)]
        assert len(read) == 4
        for said, text in zip(
            ("réponse automatique", "automatisch antwoord", "automatische Antwort", "automatic answer"),
            read,
            strict=True,
        ):
            assert said in text, text
        scene.assert_tidy()


def test_a_message_to_thread_and_channel_is_answered_once_in_the_thread(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        root = scene.ana.says("#mobilite", "Bonjour")
        scene.ana.mentions("#mobilite", QUESTION, thread=root, subtype="thread_broadcast")
        scene.settle()
        assert len(answers_of(scene, root)) == 1
        scene.assert_tidy()


@pytest.mark.parametrize("subtype", ["channel_join", "pinned_item", "something_new", "bot_message"])
def test_what_slack_reports_of_itself_is_no_question(passerelle: Passerelle, subtype: str) -> None:
    with a_town(passerelle) as scene:
        scene.ana.says(scene.ana.dm(), QUESTION, subtype=subtype)
        scene.settle()
        assert [one for one in scene.ana.messages(scene.ana.dm()) if one.bot_id] == []


def test_two_apps_in_one_channel_do_not_talk_to_each_other(passerelle: Passerelle) -> None:
    """Another app mentions ours, in a thread that goes on without mentions."""
    with a_town(passerelle) as scene:
        other = scene.team.admin.installs(a_manifest(name="autre", socket_mode=True))
        scene.fake.slack.directory.channels[scene.channel.id].members.append(other.bot_user)
        choices = scene.parts.choices
        choices.change_workspace(
            scene.team.id, choices.workspace(scene.team.id).model_copy(update={"follow_ups": True})
        )
        asked = scene.ana.mentions("#mobilite", QUESTION, app=scene.installation.app)
        scene.settle()
        bot = scene.fake.slack.directory.users[other.bot_user]
        with scene.fake.slack.lock:
            for words in (f"<@{scene.installation.bot_user}> {QUESTION}", QUESTION):
                scene.fake.slack.conversations.post(
                    scene.channel, bot, words, thread_ts=asked.ts, bot_id="B0000000099"
                )
        scene.settle()
        assert len(answers_of(scene, asked)) == 1, scene.ana.reads()


def test_our_own_answer_is_neither_previewed_nor_answered(passerelle: Passerelle) -> None:
    base = "https://fiches.test"
    with a_town(passerelle, public_url=base) as scene:
        asked = scene.ana.mentions(
            "#mobilite", f"Quel est le budget de Stationnement à Liège ? {base}/documents/x"
        )
        scene.settle()
        assert len(scene.ana.answers_to(asked)) == 1
        assert all(one.attachments == [] for one in scene.ana.answers_to(asked))
        scene.assert_tidy()


def test_the_shortcut_on_a_message_of_ours_shows_something_and_makes_no_loop(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.mentions("#mobilite", QUESTION)
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        before = len(scene.ana.messages("#mobilite"))
        scene.ana.uses_shortcut("similar", answered)
        scene.settle()
        assert len(scene.ana.messages("#mobilite")) == before + 1
        scene.assert_tidy()
