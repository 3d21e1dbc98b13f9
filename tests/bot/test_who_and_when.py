"""People who left, work in two towns or share a channel that changes; forms that are sent twice, or too late."""

from __future__ import annotations

from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.fiche_life import FicheState, Step
from tests.api.world import SECRET_ORGANISATION
from tests.bot.many import for_many, settle
from tests.bot.network_scene import a_network, later, reads
from tests.bot.scene import a_town
from tests.fake_slack import FakeSlack
from tests.network import BODY, an_organisation

QUESTION = "Combien de projets ?"


def test_a_reviewer_whose_account_is_closed_is_told_nothing_and_decides_nothing(
    passerelle: Passerelle,
) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.submitted(scene.ana)
        shown = scene.card(scene.bea, "vous est soumise")
        scene.team.admin.deactivates_user(scene.bea)
        scene.settle()
        scene.bea.forges_click(
            shown, {"action_id": f"fiche_step:{Step.START_REVIEW}", "value": f"{fiche.id}:{fiche.version}"}
        )
        second = scene.submitted(scene.ana, title="Deuxième fiche")
        scene.card(scene.carl, "« Deuxième fiche » vous est soumise")
        scene.settle()
        assert scene.fiche("Éclairage à Namur").state is FicheState.SUBMITTED
        assert not scene.bea.ever_saw("Deuxième fiche")
        assert second.id


def test_somebody_with_accounts_in_two_towns_reads_in_each_what_that_town_may(passerelle: Passerelle) -> None:
    an_organisation(passerelle.governance, SECRET_ORGANISATION, email_domains=("namur.test",))
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        counts = {}
        for name, organisations in (("Namur", (SECRET_ORGANISATION,)), ("Ailleurs", ())):
            town = fake.workspace(name)
            town.admin.installs_from(f"{address}/slack/install")
            choices = service.parts.choices
            choices.change_workspace(
                town.id, choices.workspace(town.id).model_copy(update={"organisations": organisations})
            )
            ana = town.person("ana", email="ana@namur.test")
            asked = ana.writes_to_app(QUESTION)
            settle(fake, service.parts)
            counts[name] = ana.screen(ana.answers_to(asked)[0])
        assert "27 initiatives" in counts["Namur"]
        assert "25 initiatives" in counts["Ailleurs"]


def test_a_channel_that_was_opened_to_all_since_the_question_reads_what_is_public(
    passerelle: Passerelle,
) -> None:
    an_organisation(passerelle.governance, SECRET_ORGANISATION, email_domains=("namur.test",))
    with a_town(passerelle, start=False) as scene:
        choices = scene.parts.choices
        choices.change_workspace(
            scene.team.id,
            choices.workspace(scene.team.id).model_copy(update={"organisations": (SECRET_ORGANISATION,)}),
        )
        scene.team.admin.user.email = "admin@namur.test"
        room = scene.team.channel("#equipe", scene.ana, scene.installation, private=True)
        asked = scene.ana.mentions("#equipe", QUESTION)
        scene.fake.wait_until(lambda: scene.parts.jobs.open() == 1, what="the question")
        scene.team.admin.converts_to_public(room)
        scene.fake.settled()
        scene.service.start()
        scene.settle()
        assert "25 initiatives" in scene.ana.screen(scene.ana.answers_to(asked)[0])
        assert not scene.ana.ever_saw("Projet secret")


def test_a_form_that_is_sent_twice_is_one_fiche(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        for step in ("view_submission", "view_submission"):
            scene.fake.faults.on_delivery(step, "parallel")
        scene.ana.runs("/passerelle submit", "#mobilite")
        scene.ana.submits({"title": "Bancs", "body": BODY, "municipality": "Namur"})
        scene.settle()
        assert scene.ana.modal is not None
        near = "Votre choix" in reads(scene.ana, scene.ana.modal)
        scene.ana.submits({"exit": "go_on", "because": "Autre quartier."} if near else {})
        scene.settle()
        assert [one.title for one in scene.fiches()] == ["Bancs"]
        assert scene.fiche("Bancs").state is FicheState.SUBMITTED
        assert scene.direct(scene.ana).count("est envoyée en relecture") == 1
        scene.assert_tidy()


def test_a_fiche_that_changed_while_its_form_was_open_is_not_overwritten(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.draft(scene.ana, title="Bancs")
        scene.ana.opens_home()
        scene.settle()
        home = scene.ana.home()
        assert home is not None
        scene.ana.clicks(home, "fiche_resume")
        draft = fiche.draft.model_copy(update={"title": "Bancs publics"})
        scene.parts.work.governance.submissions.save(fiche.id, draft, fiche.version, scene.caller(scene.ana))
        scene.ana.submits({"title": "Bancs privés", "body": BODY})
        scene.settle()
        assert scene.ana.modal is not None
        assert "modifiée entre-temps" in reads(scene.ana, scene.ana.modal)
        assert [one.title for one in scene.fiches()] == ["Bancs publics"]
        scene.assert_tidy()


def test_replicating_keeps_the_draft_and_shows_the_way_to_the_people_of_the_other(
    passerelle: Passerelle,
) -> None:
    near = "Éclairage adaptatif des rues à Jambes"
    with a_network(passerelle) as scene:
        scene.published(scene.dora, scene.bea, title=near, start_year=2025)
        scene.ana.runs("/passerelle submit", "#mobilite")
        assert scene.ana.modal is not None
        theme = scene.ana.types_in_select(scene.ana.modal, "domains", "éclai")[0]
        values = {"title": "Éclairage adaptatif à Jambes", "body": BODY, "municipality": "Namur"}
        scene.ana.submits({**values, "domains": [theme], "start_year": "2025"})
        scene.settle()
        scene.ana.submits({"exit": "replicate"})
        scene.settle()
        told = scene.card(scene.ana, "Partez de cette initiative")
        scene.ana.clicks(told, "contact")
        scene.ana.submits({"words": "Quel luminaire ?"})
        scene.settle()
        scene.card(scene.dora, "Quel luminaire")
        assert scene.fiche("Éclairage adaptatif à Jambes").state is FicheState.DRAFT
        scene.assert_tidy()


def test_owners_are_asked_whether_an_old_fiche_still_holds_and_confirm_by_a_click(
    passerelle: Passerelle,
) -> None:
    with a_network(passerelle) as scene:
        fiche = scene.published(scene.ana, scene.bea)
        scene.card(scene.ana, "est publiée")
        later(passerelle.freshness, 400)
        passerelle.freshness.ask()
        later(passerelle.governance.outbox, 401)
        asked = scene.card(scene.ana, "est-elle encore exacte")
        scene.ana.clicks(asked, f"fiche_step:{Step.CONFIRM}")
        scene.settle()
        versions, _ = passerelle.governance.submissions.history(fiche.id, ADMINISTRATOR)
        assert versions[-1].step is Step.CONFIRM
        scene.assert_tidy()


def test_a_language_is_chosen_in_the_home_tab_and_given_back(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.ana.opens_home()
        scene.settle()
        home = scene.ana.home()
        assert home is not None
        assert "Vous pouvez lire 26 documents du catalogue, dont 26 initiatives." in reads(scene.ana, home)
        for choice, words in (
            ("Deutsch", "Steckbriefe meiner Organisation"),
            ("Slack", "Fiches de mon organisation"),
        ):
            shown = scene.ana.home()
            assert shown is not None
            scene.ana.clicks(shown, "home_language", _option(scene.ana.screen(shown), choice))
            scene.settle()
            again = scene.ana.home()
            assert again is not None
            assert words in reads(scene.ana, again)
        scene.assert_tidy()


def _option(screen: str, wanted: str) -> str:
    """The words of an option, of which the first is Slack's own language however it is called."""
    options = next(line for line in screen.splitlines() if "( ) Deutsch" in line).split("( ) ")
    return options[1].strip() if wanted == "Slack" else wanted
