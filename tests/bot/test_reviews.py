"""Review from Slack: whoever may decide is told, takes and decides by a click; the second one is told who was quicker."""

from __future__ import annotations

import pytest

from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.fiche_life import FicheState, Step
from tests.bot.network_scene import a_network

TITLE = "Éclairage à Namur"


def test_a_reviewer_takes_and_publishes_and_the_author_hears_of_each_step(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.submitted(scene.ana)
        asked = scene.card(scene.bea, "vous est soumise")
        scene.bea.clicks(asked, f"fiche_step:{Step.START_REVIEW}")
        scene.settle()
        scene.card(scene.ana, "La relecture de votre fiche")
        scene.bea.clicks(scene.card(scene.bea, "Dernière étape : Béa Lambert"), f"fiche_step:{Step.PUBLISH}")
        scene.settle()

        assert scene.fiche(TITLE).state is FicheState.PUBLISHED
        assert fiche.id in passerelle.catalogue.documents([fiche.id], scene.caller(scene.ana))
        scene.card(scene.ana, "est publiée")
        scene.assert_tidy()


def test_of_two_reviewers_the_second_is_told_who_was_quicker(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.submitted(scene.ana)
        cards = [(who, scene.card(who, "vous est soumise")) for who in (scene.bea, scene.carl)]
        pressed = [who.begins_click(shown, f"fiche_step:{Step.START_REVIEW}") for who, shown in cards]
        for one in pressed:
            one.result(timeout=10)
        scene.settle()

        read = {who.user.name: scene.direct(who) for who, _ in cards}
        late = [name for name, text in read.items() if "Déjà traité par" in text]
        assert len(late) == 1, read
        assert all("Dernière étape : " in text for text in read.values())
        assert scene.fiche(TITLE).version == 3
        scene.assert_tidy()


def test_asking_for_changes_needs_a_reason_and_the_author_reads_it(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.submitted(scene.ana)
        scene.bea.clicks(scene.card(scene.bea, "vous est soumise"), f"fiche_step:{Step.START_REVIEW}")
        shown = scene.card(scene.bea, "Dernière étape")
        scene.bea.clicks(shown, f"fiche_step:{Step.REQUEST_CHANGES}")
        scene.bea.submits({"reason": "Précisez le budget."})
        scene.settle()

        assert "Précisez le budget." in scene.ana.screen(
            scene.card(scene.ana, "Des changements sont demandés")
        )
        assert scene.fiche(TITLE).state is FicheState.DRAFT
        scene.assert_tidy()


def test_a_button_that_is_forged_or_no_longer_allowed_does_nothing(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.submitted(scene.ana)
        shown = scene.card(scene.bea, "vous est soumise")
        forged = {"action_id": f"fiche_step:{Step.START_REVIEW}", "value": f"{fiche.id}:{fiche.version}"}
        scene.dora.opens_home()
        scene.settle()
        home = scene.dora.home()
        assert home is not None
        scene.dora.forges_click(home, forged)
        directory = passerelle.governance.directory
        person = scene.caller(scene.bea).person or ""
        (role,) = directory.memberships(person, scene.caller(scene.bea))
        directory.withdraw(person, role.id, ADMINISTRATOR)
        scene.bea.clicks(shown, f"fiche_step:{Step.START_REVIEW}")
        scene.settle()

        assert scene.fiche(TITLE).state is FicheState.SUBMITTED
        assert "Éclairage" not in scene.direct(scene.dora)
        scene.assert_tidy()


def test_comments_reach_the_author(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.submitted(scene.ana)
        scene.bea.clicks(scene.card(scene.bea, "vous est soumise"), "fiche_comment")
        scene.bea.submits({"reason": "Belle idée. <!channel>"})
        scene.settle()

        assert "Belle idée." in scene.ana.screen(scene.card(scene.ana, "nouveau commentaire"))
        scene.assert_tidy()


@pytest.mark.parametrize(
    ("locale", "words"),
    [("fr-BE", "À relire"), ("nl-BE", "Na te lezen"), ("de-DE", "Zu prüfen"), ("en-GB", "To review")],
)
def test_the_home_tab_shows_the_queue_in_the_language_of_its_reader(
    passerelle: Passerelle, locale: str, words: str
) -> None:
    with a_network(passerelle, locale=locale) as scene:
        scene.submitted(scene.ana)
        scene.bea.opens_home()
        scene.ana.opens_home()
        scene.settle()

        home, own = scene.bea.home(), scene.ana.home()
        assert home is not None
        assert own is not None
        assert words in scene.bea.screen(home)
        assert TITLE in scene.bea.screen(home)
        assert TITLE in scene.ana.screen(own)
        assert words not in scene.ana.screen(own)
        scene.assert_tidy()


def test_a_reviewer_compares_a_fiche_with_what_they_may_read(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.published(scene.dora, scene.bea, title="Éclairage des rues à Namur")
        scene.submitted(scene.ana)
        scene.bea.clicks(scene.card(scene.bea, f"« {TITLE} » vous est soumise"), "fiche_compare")
        scene.settle()

        assert "Éclairage des rues à Namur" in scene.direct(scene.bea)
        scene.assert_tidy()
