"""Numbers that no field can give, and the words that stand in the way."""

from __future__ import annotations

import pytest

from retrieval.answering.uncounted import asked_of_several, uncounted_text
from retrieval.query.figures import read_figure_question


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Combien de projets wallons ont été portés par un échevin socialiste ?", "socialiste"),
        ("Hoeveel Waalse projecten hebben blauwe sensoren?", "blauwe"),
        ("What is the average budget of blue projects?", "blue"),
    ],
)
def test_the_words_that_no_field_holds_are_named(question: str, words: str) -> None:
    asked = asked_of_several(read_figure_question(question), question)

    assert asked is not None
    assert asked.number
    assert words in asked.words
    assert words in uncounted_text(asked.words, "en")


def test_other_things_than_records_are_counted_by_nobody() -> None:
    question = "How many of the sensors in the Flemish projects were made in China?"

    asked = asked_of_several(read_figure_question(question), question)

    assert asked is not None
    assert asked.number


def test_a_list_of_several_is_no_number() -> None:
    question = "Quels projets wallons ont des capteurs bleus ?"

    asked = asked_of_several(read_figure_question(question), question)

    assert asked is not None
    assert not asked.number


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons ?",
        "Quel est le budget du projet bleu de Namur ?",
        "Combien de temps peut-on garder les images ?",
    ],
)
def test_other_questions_are_left_to_the_passages(question: str) -> None:
    assert asked_of_several(read_figure_question(question), question) is None
