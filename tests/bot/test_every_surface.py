"""Each surface in each language: what people read there is their language's, and no word of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.wiring import Passerelle
from bot.duties import arrivals
from corpus.filters import Filters
from corpus.following import Cadence, Wish
from corpus.models import LANGUAGES, Language
from corpus.text import translate
from tests.bot.network_scene import NetworkScene, a_network, later
from tests.bot.test_members import alerted, arrives

LOCALES: dict[Language, str] = {"fr": "fr-BE", "nl": "nl-BE", "de": "de-DE", "en": "en-GB"}
Surface = Callable[[NetworkScene, Passerelle], str]


def in_channel(scene: NetworkScene) -> str:
    scene.settle()
    return scene.ana.screen(scene.ana.messages("#mobilite")[-1])


def in_front(scene: NetworkScene) -> str:
    scene.fake.wait_until(lambda: scene.ana.modal, what="the form")
    assert scene.ana.modal is not None
    return scene.ana.screen(scene.ana.modal)


def the_form_of_a_fiche(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.runs("/passerelle submit", "#mobilite")
    return in_front(scene)


def the_shortcut(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.uses_shortcut("similar", scene.ana.says("#mobilite", "zzzz qqqq"))
    return in_channel(scene)


def a_search(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.runs("/passerelle search capteurs", "#mobilite")
    return in_channel(scene)


def watching(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.runs("/passerelle watch navette", "#mobilite")
    return in_channel(scene)


def watching_nothing(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.runs("/passerelle watch", "#mobilite")
    return in_channel(scene)


def referents(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.runs("/passerelle referents mobilité", "#mobilite")
    return in_channel(scene)


def privacy(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.runs("/passerelle privacy", "#mobilite")
    return in_channel(scene)


def getting_in_touch(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.runs("/passerelle contact liege-stationnement", "#mobilite")
    return in_front(scene)


def settings(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.ana.user.is_admin = True
    scene.ana.runs("/passerelle settings", "#mobilite")
    return in_front(scene)


def a_digest(scene: NetworkScene, parts: Passerelle) -> str:
    wish = Wish(filters=Filters.parse({"domain": ["lighting"]}), cadence=Cadence.DAILY)
    parts.watching.begin(wish, scene.caller(scene.ana))
    arrives(parts, "lampes", title="Lampes douces", domains=("lighting",))
    parts.watching.run()
    later(parts.governance.watches, 2)
    parts.watching.run()
    later(parts.governance.outbox, 3)
    return scene.ana.screen(scene.card(scene.ana, "Lampes douces"))


def a_pair(scene: NetworkScene, parts: Passerelle) -> str:
    alerted(scene, parts)
    return scene.bea.screen(scene.card(scene.bea, "Lampes à détection"))


def what_waits_for_review(scene: NetworkScene, _parts: Passerelle) -> str:
    scene.submitted(scene.ana)
    return scene.bea.screen(scene.card(scene.bea, "Éclairage à Namur"))


SURFACES: dict[Surface, str] = {
    the_form_of_a_fiche: "Besoin, solution, résultats",
    the_shortcut: "Je n'ai rien trouvé.",
    a_search: "Plus de résultats",
    watching: "au plus une fois par jour",
    watching_nothing: "Vous ne suivez rien. Essayez\u00a0: `/passerelle watch préviens-moi quand une commune de ma taille lance une navette`",
    referents: "Aucune université, aucun centre et aucun organisme de formation n'est partenaire d'une fiche de ce thème.",
    privacy: "Dans un canal, je ne montre que ce que tous ses membres peuvent lire.",
    getting_in_touch: "Votre message",
    settings: "Langue des réponses dans ce canal-ci",
    a_digest: "Arrêter",
    a_pair: "Même initiative",
    what_waits_for_review: "Prendre en charge",
}


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_surface_speaks_the_language_of_its_reader(
    passerelle: Passerelle, language: Language, surface: Surface
) -> None:
    with a_network(passerelle, locale=LOCALES[language]) as scene:
        arrivals.alert(scene.parts)
        read = surface(scene, passerelle)
        expected, french = translate(language, SURFACES[surface]), SURFACES[surface]
        assert expected in read, read
        assert language == "fr" or expected != french
        assert language == "fr" or french not in read
        scene.assert_tidy()
