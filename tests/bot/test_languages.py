"""Each surface in each language; and the logs of whole scenes as each reader sees them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.wiring import Passerelle
from corpus.models import LANGUAGES, Language
from tests.bot.scene import Scene, a_town, belongs_to_the_secret_organisation

LOCALES: dict[Language, str] = {"fr": "fr-BE", "nl": "nl-NL", "de": "de-DE", "en": "en-GB"}
QUESTIONS: dict[Language, str] = {
    "fr": "Combien de projets de mobilité à Liège ?",
    "nl": "Hoeveel mobiliteitsprojecten in Charleroi sinds 2015?",
    "de": "Wie viele Projekte zur Mobilität gibt es in Charleroi seit 2015?",
    "en": "How many mobility projects in Charleroi since 2015?",
}
HELPFUL: dict[Language, str] = {"fr": "Utile", "nl": "Nuttig", "de": "Hilfreich", "en": "Helpful"}
AUTOMATIC: dict[Language, str] = {
    "fr": "réponse automatique",
    "nl": "automatisch antwoord",
    "de": "automatische Antwort",
    "en": "automatic answer",
}
HELP: dict[Language, str] = {"fr": "cette aide", "nl": "deze hulp", "de": "diese Hilfe", "en": "this help"}
NOTHING: dict[Language, str] = {"fr": "Je ne lis", "nl": "Ik lees", "de": "Ich lese", "en": "I read"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("surface", ["mention", "direct", "command"])
def test_each_surface_answers_in_the_language_of_the_asker(
    passerelle: Passerelle, language: Language, surface: str
) -> None:
    with a_town(passerelle) as scene:
        person = scene.team.person("lou", locale=LOCALES[language])
        scene.channel.members.append(person.id)
        question = QUESTIONS[language]
        if surface == "mention":
            asked = person.mentions("#mobilite", question)
            answered = scene.fake.answer(asked, person, seconds=15)
            scene.settle()
        elif surface == "direct":
            asked = person.writes_to_app(question)
            answered = scene.fake.answer(asked, person, seconds=15)
            scene.settle()
        else:
            person.runs(f"/passerelle ask {question}", "#mobilite")
            scene.settle()
            answered = person.messages("#mobilite")[-1]
        read = person.screen(answered)
        assert HELPFUL[language] in read
        assert AUTOMATIC[language] in read
        scene.assert_tidy()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_answer_is_said_in_the_language_of_the_reader(
    passerelle: Passerelle, language: Language
) -> None:
    with a_town(passerelle) as scene:
        person = scene.team.person("lou", locale=LOCALES[language])
        scene.channel.members.append(person.id)
        person.runs("/passerelle help", "#mobilite")
        person.attaches(person.dm(), "plan.pdf")
        person.opens_dm()
        scene.settle()
        assert person.ever_saw(HELP[language])
        assert person.ever_saw(NOTHING[language])
        assert len(person.prompts()) == 4


def test_ones_own_choice_goes_before_that_of_slack(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.ana.runs("/passerelle language nl", "#mobilite")
        assert "in het Nederlands" in scene.ana.messages("#mobilite")[-1].text
        scene.ana.runs("/passerelle help", "#mobilite")
        assert HELP["nl"] in scene.ana.messages("#mobilite")[-1].text
        scene.ana.runs("/passerelle language auto", "#mobilite")
        scene.ana.runs("/passerelle help", "#mobilite")
        assert HELP["fr"] in scene.ana.messages("#mobilite")[-1].text


def recorded(scene: Scene, name: str, **readers: object) -> None:
    """Write down what each reader saw, where a folder for it is named."""
    folder = os.environ.get("RECORDED_SCENES")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    for who, person in readers.items():
        (Path(folder) / f"{name}-{who}.txt").write_text(person.reads() + "\n", encoding="utf-8")  # type: ignore[attr-defined]


def test_a_french_question_in_a_channel_with_a_guest(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        belongs_to_the_secret_organisation(scene)
        gast = scene.team.guest("gast", scene.channel)
        asked = scene.ana.mentions("#mobilite", "Combien de projets ?")
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        scene.ana.clicks(answered, "Voir avec mes droits")
        scene.settle()
        recorded(scene, "guest", ana=scene.ana, gast=gast)
        assert gast.ever_saw("25 initiatives")
        assert scene.ana.ever_saw("27 initiatives")
        assert not gast.ever_saw("27 initiatives")
        scene.assert_tidy()


def test_a_dutch_question_and_its_follow_up_in_direct_messages(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        jan = scene.team.person("jan", locale="nl-NL")
        asked = jan.writes_to_app("Hoeveel mobiliteitsprojecten sinds 2015?")
        scene.fake.answer(asked, jan, seconds=15)
        scene.settle()
        jan.says(jan.dm(), "En in Charleroi?", thread=asked)
        scene.settle()
        recorded(scene, "dutch", jan=jan)
        last = jan.screen(jan.answers_to(asked)[-1])
        assert "Charleroi" in last
        assert "initiatieven" in last
        scene.assert_tidy()


def test_a_workspace_that_leaves(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.writes_to_app("Combien de projets ?")
        scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        scene.team.admin.uninstalls()
        scene.fake.settled()
        (receipt,) = scene.parts.leaving.receipts()
        recorded(scene, "leaving", ana=scene.ana)
        assert receipt.erased["turns of conversations"] == 1
