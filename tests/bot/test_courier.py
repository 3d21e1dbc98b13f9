"""Notices reach their person once, whatever Slack does, and nobody else ever."""

from __future__ import annotations

from api.wiring import Passerelle
from bot.store.choices import Workspace
from corpus.access import ADMINISTRATOR
from corpus.fiche_life import Step
from tests.bot.network_scene import a_network, later, reads


def test_a_notice_whose_answer_got_lost_is_not_sent_twice(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.submitted(scene.ana, title="Première fiche")
        scene.card(scene.bea, "« Première fiche » vous est soumise")
        scene.card(scene.carl, "« Première fiche » vous est soumise")
        for _ in range(2):
            scene.fake.faults.on_call("chat.postMessage", "accepted_then_lost")
        scene.submitted(scene.ana, title="Deuxième fiche")
        scene.card(scene.bea, "« Deuxième fiche » vous est soumise")
        scene.card(scene.carl, "« Deuxième fiche » vous est soumise")
        later(passerelle.governance.outbox, 1)
        outbox = passerelle.governance.outbox
        mine = scene.caller(scene.bea).person or ""
        scene.fake.wait_until(
            lambda: all(one.delivered_at for one in outbox.of(mine)), 15, "the end of the outbox"
        )

        for who in (scene.bea, scene.carl):
            assert scene.direct(who).count("« Deuxième fiche » vous est soumise") == 1


def test_a_notice_that_slack_refuses_comes_later(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.fake.faults.on_call("chat.postMessage", "server_error")
        scene.fake.faults.on_call("chat.postMessage", "server_error")
        scene.submitted(scene.ana)
        outbox = passerelle.governance.outbox
        people = [scene.caller(who).person or "" for who in (scene.bea, scene.carl)]
        # Until they are put off: a clock that is turned before that would put them off from there.
        scene.fake.wait_until(lambda: not any(outbox.of(one) for one in people), 15, "both put off")
        later(outbox, 1)

        scene.card(scene.bea, "vous est soumise")
        scene.card(scene.carl, "vous est soumise")
        scene.assert_tidy()


def test_a_notice_that_something_overtook_is_not_told(passerelle: Passerelle) -> None:
    """A fiche that is published already waits for nobody."""
    with a_network(passerelle) as scene:
        scene.published(scene.ana, scene.bea)
        scene.card(scene.ana, "est publiée")
        scene.settle()
        assert "La relecture" not in scene.direct(scene.ana)
        assert "vous est soumise" not in scene.direct(scene.carl)


def test_what_may_no_longer_be_read_is_not_told(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        everything = scene.parts.choices.workspace(scene.team.id)
        scene.parts.choices.change_workspace(scene.team.id, Workspace())  # nobody is recognised for now
        fiche = scene.submitted(scene.ana)
        for who in (scene.bea, scene.carl):
            (role,) = passerelle.governance.directory.memberships(
                scene.caller(who).person or "", ADMINISTRATOR
            )
            passerelle.governance.directory.withdraw(role.person, role.id, ADMINISTRATOR)
        scene.parts.choices.change_workspace(scene.team.id, everything)
        later(passerelle.governance.outbox, 2)
        scene.draft(scene.ana)
        scene.settle()

        assert fiche.id
        assert "Éclairage" not in scene.direct(scene.bea)
        scene.assert_tidy()


def test_nobody_is_recognised_in_a_workspace_that_belongs_to_nobody(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.parts.choices.change_workspace(scene.team.id, Workspace())
        scene.submitted(scene.ana)
        scene.bea.opens_home()
        scene.settle()

        home = scene.bea.home()
        assert home is not None
        assert "n'est lié à aucune organisation" in reads(scene.bea, home)
        assert not scene.bea.ever_saw("Éclairage")
        scene.assert_tidy()


def test_a_withdrawn_fiche_is_told_with_its_reason(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.published(scene.ana, scene.bea)
        assert scene.card(scene.ana, "est publiée").text
        taken = passerelle.publishing.take(
            fiche.id, Step.WITHDRAW, fiche.version, scene.caller(scene.carl), reason="Projet arrêté."
        )

        assert not taken.in_catalogue
        assert "Projet arrêté." in reads(scene.ana, scene.card(scene.ana, "a été retirée"))
        scene.assert_tidy()
