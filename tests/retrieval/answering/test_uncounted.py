"""Numbers that no field can give, and the words that stand in the way."""

from __future__ import annotations

import pytest

from retrieval.answering.uncounted import uncounted, uncounted_text
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
    left = uncounted(read_figure_question(question), question)

    assert words in left
    assert words in uncounted_text(left, "en")


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons ?",
        "Quel est le budget du projet bleu de Namur ?",
        "Combien de temps peut-on garder les images ?",
        "Quels projets bleus y a-t-il ?",
    ],
)
def test_other_questions_are_left_to_the_passages(question: str) -> None:
    assert uncounted(read_figure_question(question), question) == ()
