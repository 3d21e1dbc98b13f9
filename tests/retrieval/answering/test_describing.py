"""Who asks what something is, by its name, gets the opening of its sheet."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS
from retrieval.answering.answer import Outcome
from retrieval.answering.describing import asks_what, names
from tests.builders import a_fiche
from tests.conftest import World

OPENING = "Le Villachèque est un bon d'achat numérique."
SHEET = a_fiche(
    "villacheque",
    title="Villachèque, bon d'achat de trois villages",
    need=f"{OPENING} Trois villages le vendent depuis 2021.",
    solution="Les commerçants l'acceptent avec un simple téléphone.",
)


@pytest.mark.parametrize(
    "question",
    [
        "C'est quoi le Villachèque ?",
        "Parlez-moi du Villachèque",
        "Comment fonctionne le Villachèque ?",
        "Wat is de Villachèque?",
        "Hoe werkt Villachèque precies?",
        "Was ist Villachèque?",
        "Worum geht es beim Villachèque?",
        "What is the Villachèque?",
        "Tell me about the Villachèque",
    ],
)
def test_a_name_is_enough(strict: World, question: str) -> None:
    strict.holds(SHEET, a_fiche())

    answer = strict.answerer.answer(question, ANONYMOUS)

    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].quote.startswith(OPENING)
    assert {one.document_id for one in answer.citations} == {"villacheque"}


@pytest.mark.parametrize(
    "question",
    [
        "Combien d'habitants se sont plaints du Villachèque ?",  # asks for something in particular
        "C'est quoi un passeport biométrique ?",  # names no sheet
        "Wat is de openingstijd van het zwembad?",
    ],
)
def test_without_its_name_or_with_more_asked_evidence_decides(strict: World, question: str) -> None:
    strict.holds(SHEET, a_fiche())

    assert strict.answerer.answer(question, ANONYMOUS).outcome is Outcome.WEAK_EVIDENCE


def test_a_name_counts_by_its_rare_words() -> None:
    def frequency(word: str) -> int:
        return 3 if word.lower().startswith("villach") else 4_000

    assert names("C'est quoi le Villachèque des villages ?", SHEET, frequency)
    assert not names("C'est quoi le budget participatif des villages ?", SHEET, frequency)
    assert not names("", SHEET, frequency)


def test_a_question_for_a_figure_does_not_ask_what_something_is() -> None:
    assert not asks_what("Combien de villages vendent le Villachèque ?")
