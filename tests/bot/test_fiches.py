"""A fiche is written, compared and sent to the review queue from Slack; what was typed is never lost."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from api.wiring import Passerelle
from bot.choosing import choices
from corpus.access import ADMINISTRATOR, Role
from corpus.fiche_life import FicheState
from corpus.models import LANGUAGES
from tests.bot.network_scene import NetworkScene, a_network, reads
from tests.network import BODY

TRANSPORTS = pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])
TITLE = "Éclairage adaptatif à Jambes"
NEAR = "Éclairage adaptatif des rues à Jambes"


def choose(scene: NetworkScene, field: str, typed: str) -> dict[str, object]:
    """The first option that ana is offered for what she types."""
    assert scene.ana.modal is not None
    return scene.ana.types_in_select(scene.ana.modal, field, typed)[0]


def second_step(scene: NetworkScene, **values: object) -> str:
    """Fill the first step and wait for the second; returns what ana reads there."""
    themes = [choose(scene, "domains", "éclai")]
    scene.ana.submits({"title": TITLE, "body": BODY, "municipality": "Namur", "domains": themes, **values})
    scene.settle()
    assert scene.ana.modal is not None
    return reads(scene.ana, scene.ana.modal)


@TRANSPORTS
def test_a_fiche_goes_from_the_form_to_the_review_queue(passerelle: Passerelle, socket_mode: bool) -> None:
    with a_network(passerelle, socket_mode=socket_mode) as scene:
        scene.ana.runs("/passerelle submit", "#mobilite")
        read = second_step(scene, start_year="2025", budget_eur="12 500,50")
        assert scene.fiche(TITLE).state is FicheState.DRAFT
        near = "Aucune initiative" not in read
        scene.ana.submits({"exit": "go_on", "because": "Autre quartier."} if near else {})
        scene.assert_tidy()

        fiche = scene.fiche(TITLE)
        assert fiche.state is FicheState.SUBMITTED
        assert fiche.draft.municipality == ("Namur",)
        assert fiche.draft.domains == ("lighting",)
        assert fiche.draft.budget_eur == Decimal("12500.50")
        assert "envoyée en relecture" in scene.direct(scene.ana)


def test_a_form_that_is_closed_leaves_a_draft_to_take_up_again(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.ana.runs("/passerelle submit", "#mobilite")
        form = scene.ana.modal
        assert form is not None
        scene.ana.clicks(form, "fiche_title", TITLE)
        scene.ana.clicks(form, "fiche_body", BODY)
        scene.ana.closes()
        scene.settle()
        kept = scene.card(scene.ana, f"Votre brouillon « {TITLE} » est gardé")
        scene.ana.clicks(kept, "fiche_resume")

        assert scene.fiche(TITLE).state is FicheState.DRAFT
        assert scene.ana.modal is not None
        assert TITLE in reads(scene.ana, scene.ana.modal)
        scene.assert_tidy()


def test_what_has_no_title_yet_waits_in_the_form(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.ana.runs("/passerelle submit", "#mobilite")
        assert scene.ana.modal is not None
        scene.ana.clicks(scene.ana.modal, "fiche_body", "Des bancs qui parlent.")
        scene.ana.closes()
        scene.settle()
        scene.ana.runs("/passerelle submit", "#mobilite")

        assert scene.ana.modal is not None
        read = reads(scene.ana, scene.ana.modal)
        assert "Voici la fiche que vous aviez commencée." in read
        assert "Des bancs qui parlent." in read
        assert scene.fiches() == []
        scene.assert_tidy()


def test_what_does_not_fit_is_said_below_its_field_and_nothing_is_saved(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.ana.runs("/passerelle submit", "#mobilite")
        scene.ana.submits({"title": TITLE, "body": BODY, "budget_eur": "beaucoup"})
        assert scene.ana.modal is not None
        assert set(scene.ana.modal.errors) == {"budget_eur"}
        scene.ana.submits({"budget_eur": "12000", "start_year": "1066"})
        assert scene.ana.modal is not None

        assert set(scene.ana.modal.errors) == {"start_year"}
        assert scene.fiches() == []
        scene.assert_tidy()


def test_a_message_becomes_the_beginning_of_a_fiche(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        said = scene.ana.says("#mobilite", f"{TITLE}\nOn y va ? @eli")
        scene.ana.uses_shortcut("fiche_from_message", said)

        assert scene.ana.modal is not None
        read = reads(scene.ana, scene.ana.modal)
        assert TITLE in read
        assert "On y va ?" in read
        assert scene.eli.id not in read
        scene.assert_tidy()


@pytest.mark.parametrize(
    ("who", "why"), [("eli", "lié à aucune personne"), ("dora", "réservé aux contributeurs")]
)
def test_who_may_not_write_a_fiche_is_told_why(passerelle: Passerelle, who: str, why: str) -> None:
    with a_network(passerelle) as scene:
        person = getattr(scene, who)
        directory = passerelle.governance.directory
        dora = scene.caller(scene.dora).person or ""
        (role,) = directory.memberships(dora, ADMINISTRATOR)
        directory.withdraw(dora, role.id, ADMINISTRATOR)
        directory.grant(dora, "dinant", Role.READER, ADMINISTRATOR)
        person.runs("/passerelle submit", "#mobilite")
        scene.settle()

        assert person.modal is None
        assert person.ever_saw(why)
        scene.assert_tidy()


def test_look_alikes_are_shown_with_reasons_and_the_reason_to_go_on_is_kept(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.published(scene.dora, scene.bea, title=NEAR, start_year=2025)
        scene.ana.runs("/passerelle submit", "#mobilite")
        read = second_step(scene, start_year="2025")
        assert NEAR in read
        assert "En commun" in read
        scene.ana.submits({"exit": "go_on"})
        assert scene.ana.modal is not None
        assert set(scene.ana.modal.errors) == {"because"}
        scene.ana.submits({"because": "Nos rues sont piétonnes."})
        scene.settle()

        asked = scene.card(scene.bea, f"« {TITLE} » vous est soumise")
        assert "Nos rues sont piétonnes." in scene.bea.screen(asked)
        scene.assert_tidy()


def test_a_look_alike_of_another_organisation_only_is_not_shown(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        hidden = {"title": f"Secret. {NEAR}", "start_year": 2025, "visibility": "organisation"}
        scene.published(scene.dora, scene.bea, **hidden)
        scene.ana.runs("/passerelle submit", "#mobilite")
        second_step(scene, start_year="2025")

        assert not scene.ana.ever_saw("Secret.")
        scene.assert_tidy()


def test_joining_passes_a_message_on_and_keeps_the_draft(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.published(scene.dora, scene.bea, title=NEAR, start_year=2025)
        scene.ana.runs("/passerelle submit", "#mobilite")
        second_step(scene, start_year="2025")
        which = next(
            block["element"]["options"]
            for block in scene.ana.modal.content["blocks"]  # type: ignore[union-attr]
            if block.get("block_id") == "which"
        )
        chosen = next(one for one in which if NEAR[:20] in one["text"]["text"])
        scene.ana.submits({"exit": "join", "which": chosen, "because": "Pouvons-nous vous rejoindre ?"})
        scene.settle()

        asked = scene.card(scene.dora, "Pouvons-nous vous rejoindre ?")
        assert "Ana Peeters, Ville de Namur" in scene.dora.screen(asked)
        assert "@namur.be" not in scene.direct(scene.dora)
        assert scene.fiche(TITLE).state is FicheState.DRAFT
        scene.assert_tidy()


@pytest.mark.parametrize("field", ["municipality", "domains", "technologies"])
def test_options_are_offered_at_once_from_what_is_in_memory(field: str) -> None:
    """Slack asks at each letter and shows nothing meanwhile."""
    choices(field, "", "fr")
    took = []
    for typed in ("l", "li", "liè", "luik", "4000", "zzz", "capteurs"):
        for language in LANGUAGES:
            began = time.perf_counter()
            assert len(choices(field, typed, language)) <= 100
            took.append(time.perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 0.05
    assert max(took) < 0.3


@pytest.mark.parametrize(
    ("locale", "label", "found"),
    [("fr-BE", "Commune", "Liège"), ("nl-BE", "Gemeente", "Luik"), ("de-DE", "Gemeinde", "Lüttich")],
)
def test_the_form_and_its_choices_speak_the_language_of_their_reader(
    passerelle: Passerelle, locale: str, label: str, found: str
) -> None:
    with a_network(passerelle, locale=locale) as scene:
        scene.ana.runs("/passerelle submit", "#mobilite")
        assert scene.ana.modal is not None
        offered = scene.ana.types_in_select(scene.ana.modal, "municipality", "Luik")

        assert label in reads(scene.ana, scene.ana.modal)
        assert found in [one["text"]["text"] for one in offered]
        scene.assert_tidy()
