"""Members follow things, are brought together and decide on pairs, each within their rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.wiring import Passerelle
from bot.duties import arrivals, relaying
from bot.store.choices import Workspace
from corpus.access import ADMINISTRATOR
from corpus.filters import Filters
from corpus.following import Cadence, Wish
from tests.bot.network_scene import NetworkScene, a_network, later, reads
from tests.builders import a_fiche, a_record


def arrives(passerelle: Passerelle, identifier: str, **values: object) -> None:
    """A fiche comes into the catalogue."""
    passerelle.catalogue.writer.put([a_record(a_fiche(identifier, **values))])  # type: ignore[arg-type]
    passerelle.ingester.publish()


# -- following ----------------------------------------------------------------------------------------


def test_a_watch_is_begun_listed_and_stopped(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.ana.runs("/passerelle watch préviens-moi quand une commune lance une navette", "#mobilite")
        scene.settle()
        assert "Je vous préviens pour : « une commune lance une navette »." in reads(
            scene.ana, scene.ana.messages("#mobilite")[-1]
        )
        scene.ana.runs("/passerelle watch", "#mobilite")
        scene.settle()
        listed = scene.ana.messages("#mobilite")[-1]
        assert "au plus une fois par jour · rien entre 20 h et 8 h" in reads(scene.ana, listed)
        scene.ana.clicks(listed, "watch:weekly")
        scene.settle()
        watches = passerelle.governance.watches
        (watch,) = watches.page(scene.caller(scene.ana)).items
        assert watch.wish.cadence is Cadence.WEEKLY
        scene.ana.clicks(listed, "watch:stop")
        scene.settle()

        assert watches.page(scene.caller(scene.ana)).total == 0
        assert scene.dora.messages("#mobilite") == []
        scene.assert_tidy()


def test_nobody_stops_what_another_follows(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        ana = scene.caller(scene.ana)
        watch = passerelle.watching.begin(Wish(filters=Filters.parse({"domain": ["lighting"]})), ana)
        scene.dora.opens_home()
        scene.settle()
        home = scene.dora.home()
        assert home is not None
        scene.dora.forges_click(home, {"action_id": "watch:stop", "value": watch.id})
        scene.settle()

        assert passerelle.governance.watches.page(ana).total == 1
        scene.assert_tidy()


def test_a_digest_comes_once_and_one_click_stops_it(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        ana = scene.caller(scene.ana)
        watch = passerelle.watching.begin(Wish(filters=Filters.parse({"domain": ["lighting"]})), ana)
        arrives(passerelle, "lampes", title="Lampes douces", domains=("lighting",))
        passerelle.watching.run()
        watches = passerelle.governance.watches
        later(watches, 2)
        passerelle.watching.run()
        later(passerelle.governance.outbox, 3)
        digest = scene.card(scene.ana, "Lampes douces")
        scene.ana.clicks(digest, "watch:stop")
        scene.settle()

        assert watches.page(ana).total == 0
        assert watch.id
        assert scene.direct(scene.ana).count("Lampes douces") == 1
        scene.assert_tidy()


# -- getting in touch ---------------------------------------------------------------------------------


def test_a_message_is_passed_on_and_answered_without_addresses(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.published(scene.dora, scene.bea, title="Navette à Dinant", municipality="Dinant")
        scene.ana.runs(f"/passerelle contact http://127.0.0.1:8000/documents/{fiche.id}", "#mobilite")
        scene.ana.submits({"words": "Comment avez-vous trouvé le chauffeur ?"})
        scene.settle()
        scene.dora.clicks(scene.card(scene.dora, "trouvé le chauffeur"), "relay_answer")
        scene.dora.submits({"words": "Par le TEC."})
        scene.settle()

        answer = scene.ana.screen(scene.card(scene.ana, "Par le TEC."))
        assert "Dora Martin, Ville de Dinant vous répond" in answer
        assert "Répondu par Dora Martin" in scene.direct(scene.dora)
        for who in (scene.ana, scene.dora):
            assert not any(who.ever_saw(sign) for sign in ("ana@", "dora@"))
        scene.assert_tidy()


def test_without_anybody_behind_a_fiche_a_coordinator_is_asked(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        arrives(passerelle, "ecrans", title="Écrans à Namur", municipality="Namur")
        scene.ana.runs("/passerelle contact ecrans", "#mobilite")
        scene.ana.submits({"words": "Qui peut m'aider ?"})
        scene.settle()

        assert "transmis à un coordinateur" in scene.direct(scene.ana)
        scene.card(scene.bea, "Qui peut m'aider")
        scene.assert_tidy()


def test_where_nobody_answers_for_a_fiche_its_reader_is_told(passerelle: Passerelle) -> None:
    """Liège lies in no remit of this network."""
    with a_network(passerelle) as scene:
        scene.ana.runs("/passerelle contact liege-stationnement", "#mobilite")
        scene.ana.submits({"words": "Qui peut m'aider ?"})
        scene.settle()

        assert "Personne ne peut recevoir votre message" in scene.direct(scene.ana)
        scene.assert_tidy()


def test_what_an_organisation_leaves_unanswered_goes_to_a_coordinator(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.published(scene.dora, scene.bea, title="Navette à Dinant", municipality="Dinant")
        scene.ana.runs(f"/passerelle contact {fiche.id}", "#mobilite")
        scene.ana.submits({"words": "Bonjour ?"})
        scene.settle()
        scene.parts.work.relays.__dict__["_now"] = lambda: scene.parts.now() + 8 * 86_400
        relaying.remind(scene.parts)
        scene.card(scene.bea, "Bonjour ?")

        assert "transmis à un coordinateur" in scene.direct(scene.ana)
        scene.assert_tidy()


def test_a_document_that_one_may_not_read_has_nobody_to_write_to(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.ana.runs("/passerelle contact secret-projet", "#mobilite")
        scene.settle()

        assert scene.ana.modal is None
        assert scene.ana.ever_saw("Ce document n'existe pas, ou vous ne pouvez pas le lire.")
        scene.assert_tidy()


# -- pairs --------------------------------------------------------------------------------------------


def alerted(scene: NetworkScene, passerelle: Passerelle) -> None:
    """A fiche arrives that is another one under another name, and coordinators are told."""
    arrivals.alert(scene.parts)
    same = {"municipality": "Namur", "domains": ("lighting",), "start_year": 2024}
    need = "Les rues du centre restaient sombres le soir et les habitants s'en plaignaient."
    arrives(passerelle, "lampes-a", title="Lampes à détection au centre", need=need, **same)
    arrives(passerelle, "lampes-b", title="Lampes à détection au centre", need=need, **same)
    arrivals.alert(scene.parts)


def test_of_two_coordinators_who_decide_at_once_the_second_reads_the_decision_of_the_first(
    passerelle: Passerelle,
) -> None:
    with a_network(passerelle) as scene:
        room = scene.team.channel("#coordination", scene.bea, scene.carl, scene.installation)
        former = scene.parts.choices.workspace(scene.team.id)
        changed: Workspace = former.model_copy(update={"coordinators": room.id})
        scene.parts.choices.change_workspace(scene.team.id, changed)
        alerted(scene, passerelle)
        shown = scene.card(scene.bea, "Lampes", "#coordination")
        assert "Lampes à détection" in scene.bea.screen(shown)
        for who in (scene.bea, scene.carl):
            who.clicks(shown, "pair:duplicate" if who is scene.bea else "pair:distinct")
        scene.bea.submits({"reason": "Même rue, même marché."})
        scene.settle()
        scene.carl.submits({"reason": "Autre rue."})
        scene.settle()

        told = scene.direct(scene.carl)
        assert "Déjà tranché par Béa Lambert : même initiative. Motif : Même rue, même marché." in told
        card = scene.carl.screen(shown)
        assert "Tranché par Béa Lambert" in card
        (decision,) = passerelle.pairs.history(("lampes-a", "lampes-b"), ADMINISTRATOR)
        assert decision.reason == "Même rue, même marché."
        scene.assert_tidy()


def test_coordinators_may_ask_the_people_of_a_fiche_before_they_decide(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        arrivals.alert(scene.parts)
        same = {"need": "Les rues du centre restaient sombres.", "start_year": 2025}
        for name in ("A", "B"):
            scene.published(scene.dora, scene.bea, title=f"Lampes à détection {name}")
        arrivals.alert(scene.parts)
        assert same
        shown = scene.card(scene.bea, "Lampes à détection A")
        scene.bea.clicks(shown, "contact", "Lampes à détection B")
        scene.bea.submits({"words": "Est-ce le même marché ?"})
        scene.settle()

        scene.card(scene.dora, "Est-ce le même marché")
        scene.assert_tidy()


def test_pairs_that_wait_are_listed_for_a_coordinator(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        alerted(scene, passerelle)
        scene.bea.opens_home()
        scene.settle()
        home = scene.bea.home()
        assert home is not None
        scene.bea.clicks(home, "home_pairs")
        scene.settle()
        assert scene.direct(scene.bea).count("Lampes à détection au centre") >= 2
        scene.assert_tidy()


def test_a_pair_that_not_everybody_in_the_coordinators_channel_may_read_goes_to_those_who_may(
    passerelle: Passerelle,
) -> None:
    with a_network(passerelle) as scene:
        room = scene.team.channel("#coordination", scene.bea, scene.eli, scene.installation, private=True)
        former = scene.parts.choices.workspace(scene.team.id)
        scene.parts.choices.change_workspace(
            scene.team.id, former.model_copy(update={"coordinators": room.id})
        )
        arrivals.alert(scene.parts)
        for name in ("A", "B"):
            scene.published(scene.dora, scene.bea, title=f"Lampes à détection {name}", visibility="network")
        arrivals.alert(scene.parts)
        scene.card(scene.bea, "décrit peut-être une initiative déjà connue")
        assert not scene.eli.ever_saw("Lampes à détection")
        scene.assert_tidy()


def test_who_is_no_coordinator_cannot_decide(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        alerted(scene, passerelle)
        scene.ana.opens_home()
        scene.settle()
        home = scene.ana.home()
        assert home is not None
        scene.ana.forges_click(home, {"action_id": "pair:distinct", "value": "lampes-a~lampes-b"})
        scene.settle()

        assert scene.ana.modal is None
        assert "Décider est réservé aux coordinateurs." in scene.direct(scene.ana)
        scene.assert_tidy()


def test_on_monday_morning_the_coordinators_channel_reads_the_figures_once(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        room = scene.team.channel("#coordination", scene.bea, scene.carl, scene.installation)
        former = scene.parts.choices.workspace(scene.team.id)
        changed = former.model_copy(update={"coordinators": room.id, "language": "de"})
        scene.parts.choices.change_workspace(scene.team.id, changed)
        monday = datetime(2027, 1, 4, 7, tzinfo=UTC)  # eight in Brussels
        for hours in (-1.5, 0, 3, 24):
            then = (monday + timedelta(hours=hours)).timestamp()
            arrivals.weekly(replace(scene.parts, now=lambda then=then: then))
        (figures,) = scene.bea.messages("#coordination")
        assert "Das Portfolio in Zahlen" in reads(scene.bea, figures)
        assert "25 Initiativen" in reads(scene.bea, figures)


def test_a_coordinator_reads_the_figures_of_what_they_answer_for(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.bea.opens_home()
        scene.settle()
        home = scene.bea.home()
        assert home is not None
        scene.bea.clicks(home, "home_portfolio")
        scene.settle()

        assert "Le portefeuille en chiffres" in scene.direct(scene.bea)
        scene.assert_tidy()
