"""What a coordinator answered is offered to the catalogue: the form of a fiche opens with it, for those who may write one."""

from __future__ import annotations

from api.wiring import Passerelle
from tests.bot.network_scene import NetworkScene, a_network, reads

QUESTION = "Combien de projets de mobilité ?"


def an_answer(scene: NetworkScene) -> None:
    """ana asks, bea answers in #coordination."""
    room = scene.team.channel(
        "#coordination", scene.ana, scene.bea, scene.eli, scene.installation, private=True
    )
    former = scene.parts.choices.workspace(scene.team.id)
    scene.parts.choices.change_workspace(scene.team.id, former.model_copy(update={"coordinators": room.id}))
    asked = scene.ana.mentions("#mobilite", QUESTION)
    answered = scene.fake.answer(asked, scene.ana, seconds=15)
    scene.settle()
    scene.ana.clicks(answered, "Demander à un coordinateur")
    scene.settle()
    scene.bea.clicks(scene.card(scene.bea, "Question pour un coordinateur", "#coordination"), "Répondre")
    scene.fake.wait_until(lambda: scene.bea.modal, what="the form")
    scene.bea.submits({"Votre réponse": "Sept, dont une navette <!channel> à Jambes."})
    scene.settle()


def test_an_answer_becomes_the_beginning_of_a_fiche(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        an_answer(scene)
        done = scene.card(scene.bea, "Réponse donnée par", "#coordination")
        assert "une navette" in reads(scene.bea, done)
        scene.ana.clicks(done, "En faire une fiche")
        scene.fake.wait_until(lambda: scene.ana.modal, what="the form")
        form = reads(scene.ana, scene.ana.modal)  # type: ignore[arg-type]
        assert "Titre: Combien de projets de mobilité ?" in form
        assert "Sept, dont une navette" in form
        scene.assert_tidy()


def test_who_may_not_write_fiches_is_told_why(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        an_answer(scene)
        done = scene.card(scene.eli, "Réponse donnée par", "#coordination")
        scene.eli.clicks(done, "En faire une fiche")
        scene.settle()
        assert scene.eli.modal is None
        assert scene.eli.ever_saw("n'est lié à aucune personne du réseau")
        scene.assert_tidy()


def test_an_answer_is_offered_where_it_was_given_and_nowhere_else(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        an_answer(scene)
        done = scene.card(scene.bea, "Réponse donnée par", "#coordination")
        value = next(
            e["value"]
            for block in done.blocks
            if block["type"] == "actions"
            for e in block["elements"]
            if e["action_id"] == "offer_answer"
        )
        own = scene.fake.answer(scene.dora.mentions("#mobilite", QUESTION), scene.dora, seconds=15)
        scene.dora.forges_click(own, {"action_id": "offer_answer", "value": value})
        scene.settle()
        assert scene.dora.modal is None
        assert not scene.dora.ever_saw("une navette <!channel> à Jambes")
        scene.assert_tidy()
