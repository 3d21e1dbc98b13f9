"""Buttons below answers, commands, the shortcut, previews, coordinators and settings."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect

from api.wiring import Passerelle
from bot.duties import handover
from bot.store.choices import Workspace
from corpus.typography import bound
from tests.bot.scene import Scene, a_town
from tests.builders import a_fiche, a_record
from tests.databases import connected

QUESTION = "Combien de projets de mobilité à Liège depuis 2018 ?"


def an_answer(scene: Scene, question: str = QUESTION) -> tuple[Any, Any]:
    asked = scene.ana.mentions("#mobilite", question)
    answered = scene.fake.answer(asked, scene.ana, seconds=15)
    scene.settle()
    return asked, answered


def last(scene: Scene, person: Any = None) -> str:
    person = person or scene.ana
    return str(person.screen(person.messages("#mobilite")[-1]))


def test_a_filter_that_was_understood_can_be_taken_away(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked, answered = an_answer(scene)
        scene.ana.clicks(answered, "✕ commune\u00a0: Liège")
        scene.settle()
        again = scene.ana.screen(scene.ana.answers_to(asked)[-1])
        assert "9 initiatives" in again
        assert "commune" not in again.split("| titre")[0]
        assert "✕ domaine\u00a0: Mobilité" in again
        scene.assert_tidy()


def test_a_button_that_is_pressed_twice_at_once_was_pressed_once(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked, answered = an_answer(scene)
        presses = [scene.ana.begins_click(answered, "✕ commune\u00a0: Liège") for _ in range(2)]
        for press in presses:
            press.result(timeout=10)
        scene.settle()
        assert len(scene.ana.answers_to(asked)) == 2


def test_more_results_come_page_by_page_to_the_one_who_asks(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        bob = scene.team.person("bob")
        scene.channel.members.append(bob.id)
        _, answered = an_answer(scene, "Combien de projets de mobilité ?")
        scene.ana.clicks(answered, "Plus de résultats")
        scene.settle()
        first = last(scene)
        assert "Résultats 1 à 8 sur 24" in first
        scene.ana.clicks(scene.ana.messages("#mobilite")[-1], "Plus de résultats")
        scene.settle()
        assert "Résultats 9 à 16 sur 24" in last(scene)
        assert not bob.ever_saw("Résultats 1 à 8")
        scene.assert_tidy()


def test_a_table_comes_as_a_file(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked, answered = an_answer(scene)
        scene.ana.clicks(answered, "Tableau CSV")
        scene.settle()
        (file,) = scene.fake.slack.files.all.values()
        assert file.content is not None
        assert "Stationnement à Liège" in file.content.decode()
        assert scene.ana.answers_to(asked)[-1].files[0]["name"] == "passerelle.csv"


def test_a_table_that_cannot_be_sent_is_said(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        _, answered = an_answer(scene)
        scene.fake.faults.on_call("files.getUploadURLExternal", "missing_scope")
        scene.ana.clicks(answered, "Tableau CSV")
        scene.settle()
        assert "Le tableau n'a pas pu être envoyé" in last(scene)


def test_feedback_is_kept_asked_about_and_leaves_the_answer_as_it_is(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        _, answered = an_answer(scene)
        before = scene.ana.screen(answered)
        scene.ana.clicks(answered, "feedback", "positive")
        scene.settle()
        assert "Merci" in last(scene)
        scene.ana.clicks(answered, "feedback", "negative")
        scene.fake.wait_until(lambda: scene.ana.modal, what="the form")
        scene.ana.submits({"Qu'est-ce qui manque ou ne va pas\u00a0?": "Il manque Verviers"})
        scene.settle()
        assert scene.ana.screen(answered) == before
        (gap,) = passerelle.gaps.all("")
        assert gap.reasons == ("Il manque Verviers",)


def test_two_readers_of_one_answer_vote_apart_and_each_can_change(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        bob = scene.team.person("bob")
        scene.channel.members.append(bob.id)
        _, answered = an_answer(scene)
        says_why_not(scene, scene.ana, answered, "Il manque Verviers")
        says_why_not(scene, bob, answered, "Il manque Huy")
        assert votes(passerelle) == (0, 2)
        bob.clicks(answered, "feedback", "positive")
        scene.settle()
        assert votes(passerelle) == (1, 1)
        (gap,) = passerelle.gaps.all("")
        assert gap.reasons == ("Il manque Verviers",)

        scene.ana.clicks(answered, "feedback", "positive")
        scene.settle()

        assert votes(passerelle) == (2, 0)
        assert passerelle.gaps.all("") == []


def test_who_judged_is_stored_nowhere(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        bob = scene.team.person("bob")
        scene.channel.members.append(bob.id)
        _, answered = an_answer(scene)
        bob.clicks(answered, "feedback", "positive")
        bob.clicks(answered, "feedback", "positive")
        scene.settle()
        assert len([one for one in bob.messages("#mobilite") if "Merci" in bob.screen(one)]) == 1
        says_why_not(scene, bob, answered, "Il manque Huy")

        with connected(passerelle.settings.state_url) as state:
            tables = inspect(state).get_table_names()
            rows = {one: str(state.exec_driver_sql(f'SELECT * FROM "{one}"').all()) for one in tables}

        assert "Il manque Huy" in rows["feedback"]
        assert [one for one, content in rows.items() if bob.id in content] == []


def says_why_not(scene: Scene, person: Any, answered: Any, reason: str) -> None:
    person.clicks(answered, "feedback", "negative")
    scene.fake.wait_until(lambda: person.modal, what="the form")
    person.submits({"Qu'est-ce qui manque ou ne va pas\u00a0?": reason})
    scene.settle()


def votes(passerelle: Passerelle) -> tuple[int, int]:
    """For and against."""
    tally = passerelle.book.tally()
    return tally.helpful, tally.not_helpful


def test_a_form_that_does_not_open_costs_no_judgement(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        _, answered = an_answer(scene)
        scene.fake.faults.on_call("views.open", "expired_trigger_id")
        scene.ana.clicks(answered, "feedback", "negative")
        scene.settle()
        assert "votre avis est noté" in last(scene)


def test_a_question_goes_to_the_coordinators_and_its_answer_comes_back(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        clara, carl = scene.team.person("clara"), scene.team.person("carl")
        channel = scene.team.channel("#coordination", clara, carl, scene.installation, private=True)
        scene.parts.choices.change_workspace(scene.team.id, Workspace(coordinators=channel.id))
        asked, answered = an_answer(scene)
        scene.ana.clicks(answered, "Demander à un coordinateur")
        scene.settle()
        assert "transmise aux coordinateurs" in last(scene)
        scene.ana.clicks(answered, "Demander à un coordinateur")
        scene.settle()
        (request,) = [m for m in clara.messages("#coordination") if bound(QUESTION) in clara.screen(m)]
        assert "voir le fil" in clara.screen(request)

        clara.clicks(request, "Répondre")
        carl.clicks(request, "Répondre")
        scene.fake.wait_until(lambda: clara.modal and carl.modal, what="both forms")
        clara.submits({"Votre réponse": "Voyez <!channel> le service mobilité."})
        carl.submits({"Votre réponse": "Une autre réponse."})
        scene.settle()

        public = [scene.ana.screen(m) for m in scene.ana.answers_to(asked) if m.reader is None]
        assert (
            len([text for text in public if "service mobilité" in text or "Une autre réponse" in text]) == 1
        )
        (told,) = [m for m in clara.messages("#coordination") if bound(QUESTION) in clara.screen(m)]
        assert "Réponse donnée par" in clara.screen(told)
        scene.assert_tidy()


def test_a_question_that_waits_for_days_is_said_once_below_it(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        clara = scene.team.person("clara")
        room = scene.team.channel("#coordination", clara, scene.installation, private=True)
        scene.parts.choices.change_workspace(scene.team.id, Workspace(coordinators=room.id, language="nl"))
        _, answered = an_answer(scene)
        scene.ana.clicks(answered, "Demander à un coordinateur")
        scene.settle()
        handover.remind(scene.parts)
        assert len(clara.messages("#coordination")) == 1
        scene.parts.requests.__dict__["_now"] = lambda: scene.parts.now() + 4 * 86_400
        for _ in range(2):
            handover.remind(scene.parts)
        request, said = clara.messages("#coordination")
        assert said.root == request.ts
        assert said.text == "Deze vraag wacht nog altijd op een antwoord."


def test_without_coordinators_nothing_is_offered_and_a_forged_press_is_told(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        _, answered = an_answer(scene)
        assert "coordinateur" not in scene.ana.screen(answered)
        value = next(
            e["value"]
            for b in answered.blocks
            if b["type"] == "actions"
            for e in b["elements"]
            if e["action_id"] == "more"
        )
        scene.ana.forges_click(answered, {"action_id": "handover", "value": value})
        scene.settle()
        assert "Aucun coordinateur" in last(scene)


def test_settings_are_for_administrators(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.parts.choices.change_workspace(scene.team.id, Workspace(organisations=("namur",)))
        scene.ana.runs("/passerelle settings", "#mobilite")
        assert "Seuls les administrateurs" in last(scene)
        admin = scene.team.admin
        admin.runs("/passerelle settings", "#mobilite")
        scene.fake.wait_until(lambda: admin.modal, what="the form")
        admin.submits(
            {
                "Canal des coordinateurs": scene.channel.id,
                "Langue de ce canal": "nl",
                "Comportement": ["outsiders"],
            }
        )
        scene.settle()
        kept = scene.parts.choices.workspace(scene.team.id)
        assert kept == Workspace(
            coordinators=scene.channel.id, language="nl", outsiders=True, organisations=("namur",)
        )


def test_coordinators_are_written_to_in_the_language_of_their_channel(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        clara = scene.team.person("clara")
        room = scene.team.channel("#coordination", clara, scene.installation)
        scene.parts.choices.change_workspace(scene.team.id, Workspace(coordinators=room.id, language="de"))
        _, answered = an_answer(scene)
        scene.ana.clicks(answered, "Demander à un coordinateur")
        scene.settle()
        assert "Frage an einen Koordinator" in "\n".join(map(clara.screen, clara.messages("#coordination")))
        assert "transmise aux coordinateurs" in last(scene)


def test_what_is_chosen_in_a_list_opens_a_message_to_the_people_behind_it(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.ana.runs("/passerelle search stationnement", "#mobilite")
        scene.settle()
        found = scene.ana.messages("#mobilite")[-1]
        scene.ana.clicks(found, "contact", "Stationnement à Liège")
        scene.settle()
        assert scene.ana.ever_saw("n'est lié à aucune personne du réseau")
        scene.assert_tidy()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("", "/passerelle ask"),
        ("help", "/passerelle similar"),
        ("dance", "Je ne connais pas cette commande"),
        ("privacy", "pendant 7 jours"),
        ("language", "Choisissez"),
        ("language fr", "je vous parle en français"),
        ("ask", "Posez-moi une question"),
        ("search stationnement", "Stationnement à Liège"),
        ("referents mobilité", "Aucune université"),
        ("ask <!channel> Quel est le budget de Stationnement à Liège ?", "250\u202f000\u00a0€"),
    ],
)
def test_each_command_answers_its_user_alone(passerelle: Passerelle, command: str, expected: str) -> None:
    with a_town(passerelle) as scene:
        bob = scene.team.person("bob")
        scene.channel.members.append(bob.id)
        scene.ana.runs(f"/passerelle {command}".strip(), "#mobilite")
        scene.settle()
        assert expected in last(scene)
        assert bob.messages("#mobilite") == []
        scene.assert_tidy()


def test_who_knows_a_theme_is_told_with_the_fiches_that_say_so(passerelle: Passerelle) -> None:
    fiche = a_fiche("rues-calmes", title="Rues calmes", domains=("mobility",), partners=("imec", "Proximus"))
    passerelle.catalogue.writer.put([a_record(fiche)])
    with a_town(passerelle) as scene:
        scene.ana.runs("/passerelle referents mobiliteit", "#mobilite")
        scene.settle()
        assert "• imec – Rues calmes" in last(scene)
        assert "Proximus" not in last(scene)
        scene.ana.runs("/passerelle referents", "#mobilite")
        scene.settle()
        assert "Mobilité" in last(scene)
        scene.assert_tidy()


def test_the_shortcut_shows_similar_initiatives_to_its_user_and_keeps_nothing(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        bob = scene.team.person("bob")
        scene.channel.members.append(bob.id)
        said = bob.says("#mobilite", "Les automobilistes cherchent longtemps une place de stationnement.")
        scene.ana.uses_shortcut("similar", said)
        scene.settle()
        assert any(text in last(scene) for text in ("Stationnement à Liège", "Je n'ai rien trouvé"))
        assert len(bob.messages("#mobilite")) == 1
        assert passerelle.conversations.count() == 0


def test_an_address_of_a_document_becomes_a_card_and_of_a_secret_one_stays_an_address(
    passerelle: Passerelle,
) -> None:
    base = "https://fiches.test"
    with a_town(passerelle, public_url=base) as scene:
        shown = scene.ana.says("#mobilite", f"{base}/documents/liege-stationnement#p1")
        secret = scene.ana.says("#mobilite", f"{base}/documents/secret-projet")
        scene.settle()
        assert "Stationnement à Liège" in str(shown.attachments)
        assert secret.attachments == []


def test_opening_the_messages_suggests_questions(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.ana.opens_dm()
        scene.settle()
        assert len(scene.ana.prompts()) == 4


def test_a_thread_goes_on_without_a_mention_where_the_workspace_wants_it(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked, _ = an_answer(scene, "Combien de projets à Liège ?")
        scene.ana.says("#mobilite", "Et à Mons ?", thread=asked)
        scene.settle()
        assert len(scene.ana.answers_to(asked)) == 1
        scene.parts.choices.change_workspace(scene.team.id, Workspace(follow_ups=True))
        scene.ana.says("#mobilite", "Et à Namur ?", thread=asked)
        scene.settle()
        assert len(scene.ana.answers_to(asked)) == 2
        assert "Namur" in scene.ana.screen(scene.ana.answers_to(asked)[-1])
