"""Who asks how something is done gets the steps and pitfalls of a practice sheet, each a quote."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS, Visibility
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.guidance import Advice, advice_for, advising
from tests.builders import a_fiche, a_practice, a_record
from tests.conftest import World

STEPS = ["Adopter un règlement clair.", "Prévoir deux mois pour les idées.", "Publier le suivi."]
PITFALLS = ["Une enveloppe trop faible est le premier.", "Un vote sans étude préalable est le second."]

HOW = [
    "Comment organiser un budget participatif ?",
    "Par où commencer pour un budget participatif ?",
    "On s'y prend comment pour un budget participatif ?",
    "Hoe organiseren we een participatief budget?",
    "Welke stappen zijn er voor een participatief budget?",
    "Wie können wir einen Bürgerhaushalt einführen?",
    "Welche Schritte braucht ein Bürgerhaushalt?",
    "How do we organise a participatory budget?",
    "What are the steps of a participatory budget?",
]
WHAT_TO_AVOID = [
    "Quels pièges éviter avec un budget participatif ?",
    "À quoi faut-il faire attention avec un budget participatif ?",
    "Welke valkuilen heeft een participatief budget?",
    "Waarop moeten we letten bij een participatief budget?",
    "Welche Fallstricke hat ein Bürgerhaushalt?",
    "Worauf sollten wir bei einem Bürgerhaushalt achten?",
    "What are the pitfalls of a participatory budget?",
]
FACTS = [
    "Combien coûte un budget participatif ?",
    "Quand Perwez a-t-elle lancé son budget participatif ?",
    "Comment s'appelle le budget participatif de Perwez ?",
    "Hoeveel kost een participatief budget?",
    "Wie hoch ist der Bürgerhaushalt von Perwez?",
    "How much is the participatory budget of Perwez?",
    "Comment Perwez a-t-elle financé son budget participatif ?",
    "",
    "comment " * 2_000,
]


def advice(question: str, body: str | None = None) -> Advice | None:
    sheet = a_practice(body=body)
    return advice_for(question, sheet, a_record(sheet).passages)


class TestAdviceFor:
    @pytest.mark.parametrize("question", HOW)
    def test_how_gets_steps_and_pitfalls(self, question: str) -> None:
        found = advice(question)

        assert found is not None
        assert [one.text for one in found.steps] == STEPS
        assert [one.text for one in found.pitfalls] == PITFALLS

    @pytest.mark.parametrize("question", WHAT_TO_AVOID)
    def test_what_to_avoid_gets_the_pitfalls(self, question: str) -> None:
        found = advice(question)

        assert found is not None
        assert [one.text for one in found.sentences] == PITFALLS

    @pytest.mark.parametrize("question", FACTS)
    def test_a_fact_gets_none(self, question: str) -> None:
        assert advice(question) is None

    def test_beside_a_fact_the_other_part_still_asks_how(self) -> None:
        assert advice("Combien coûte un budget participatif, et comment organiser le vote ?") is not None

    def test_a_sheet_without_such_sections_has_none(self) -> None:
        assert advice(HOW[0], body="## Problème\n\nUn budget participatif mal cadré déçoit.") is None

    def test_sections_are_known_in_the_other_languages_and_need_no_list(self) -> None:
        found = advice(
            HOW[0], body="## Vorgehen\n\nErst fragen. Dann planen.\n\n## Valkuilen\n\n- Te snel gaan."
        )

        assert found is not None
        assert [one.text for one in found.sentences] == ["Erst fragen.", "Dann planen.", "Te snel gaan."]

    def test_a_fiche_gives_none(self) -> None:
        fiche = a_fiche()

        assert advice_for(HOW[0], fiche, a_record(fiche).passages) is None


class TestAdvising:
    def test_is_the_near_sheet_that_is_about_the_question(self) -> None:
        other, sheet = a_practice("bp-drones", title="Acheter un drone", problem="Des pilotes."), a_practice()

        assert advising(HOW[0], [a_fiche(), other, sheet], "fr", lambda word: 1) == sheet

    def test_is_none_where_none_is_about_it(self) -> None:
        assert (
            advising("Comment organiser un mariage champêtre ?", [a_practice()], "fr", lambda word: 1) is None
        )

    def test_is_none_for_a_fact(self) -> None:
        assert advising(FACTS[0], [a_practice()], "fr", lambda word: 1) is None


class TestAnswers:
    def ask(self, world: World, question: str) -> Answer:
        return world.answerer.answer(question, ANONYMOUS)

    def test_number_the_steps_and_cite_each(self, lenient: World) -> None:
        lenient.holds(a_practice(), a_fiche())

        answer = self.ask(lenient, HOW[0])

        assert answer.outcome is Outcome.ANSWERED
        for number, step in enumerate(STEPS, start=1):
            assert f"{number}. « {step} » [{number}]" in answer.text
        for pitfall in PITFALLS:
            assert f"- « {pitfall} » [" in answer.text
        assert [one.quote for one in answer.citations][:5] == STEPS + PITFALLS
        assert answer.text.count(STEPS[0]) == 1  # not quoted once more below

    def test_are_framed_in_the_language_of_the_question(self, lenient: World) -> None:
        lenient.holds(a_practice())

        for question, heading in ((HOW[3], "De stappen:"), (HOW[5], "Die Schritte:"), (HOW[7], "The steps:")):
            assert heading in self.ask(lenient, question).text

    def test_to_a_fact_show_no_steps(self, lenient: World) -> None:
        lenient.holds(a_practice())

        answer = self.ask(lenient, "Combien compte le budget participatif de Perwez ?")

        assert "Les étapes" not in answer.text  # one of them may be among the quoted sentences
        assert not all(step in answer.text for step in STEPS)

    def test_a_sheet_that_cannot_be_read_advises_nobody(self, lenient: World) -> None:
        secret = a_practice().model_copy(
            update={"visibility": Visibility.ORGANISATION, "organisation": "dinant"}
        )
        lenient.holds(secret, a_fiche())

        assert STEPS[0] not in self.ask(lenient, HOW[0]).text
