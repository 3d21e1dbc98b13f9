"""What a document is found by, and where each text of it stands."""

from __future__ import annotations

from corpus.models import Asked, LocalizedList
from ingest.passages import passages_of
from ingest.recipe import entries_of
from retrieval.catalogue.records import NewEntry
from tests.builders import a_fiche, asked_in_french

NEED = "Les rues restaient sombres le soir."
SOLUTION = "La ville a posé des lampes LED qui baissent après minuit."
COST = "Le projet a coûté 50 000 euros."


def asked_entries(*asked: Asked) -> list[NewEntry]:
    document = a_fiche(need=NEED, solution=SOLUTION, cost=COST, asked=asked)
    return [one for one in entries_of(document, passages_of(document)) if one.role == "asked"]


def test_a_question_is_kept_in_each_language_with_the_passage_that_answers_it() -> None:
    asked = Asked(
        sentences=(SOLUTION,),
        questions=LocalizedList(fr=("Quand baissent-elles ?",), nl=("Wanneer dimmen ze?", "Hoe laat?")),
    )

    entries = asked_entries(asked)

    assert [(one.language, one.text) for one in entries] == [
        ("fr", "Quand baissent-elles ?"),
        ("nl", "Wanneer dimmen ze?"),
        ("nl", "Hoe laat?"),
    ]
    assert {one.passage_id for one in entries} == {"namur-eclairage:2"}


def test_the_first_of_several_sentences_says_which_passage() -> None:
    entries = asked_entries(asked_in_french("Quoi, et à quel prix ?", COST, SOLUTION))

    assert [one.passage_id for one in entries] == ["namur-eclairage:3"]


def test_a_sentence_that_was_changed_since_leaves_its_question_without_a_passage() -> None:
    entries = asked_entries(asked_in_french("Quand ?", "La ville a posé des lampes LED."))

    assert [(one.text, one.passage_id) for one in entries] == [("Quand ?", None)]


def test_a_question_of_two_passages_stands_for_both_and_once_for_each() -> None:
    entries = asked_entries(
        asked_in_french("Pourquoi ?", NEED),
        asked_in_french("Pourquoi ?", COST),
        asked_in_french("Pourquoi ?", NEED),
    )

    assert [one.passage_id for one in entries] == ["namur-eclairage:1", "namur-eclairage:3"]


def test_questions_that_are_shown_stay_of_their_own_role() -> None:
    document = a_fiche(solution=SOLUTION, asked=(asked_in_french("Quand ?", SOLUTION),))

    roles = {one.text: one.role for one in entries_of(document, passages_of(document))}

    assert roles["Quand ?"] == "asked"
    assert {roles[text] for text in document.questions.texts()} == {"question"}
