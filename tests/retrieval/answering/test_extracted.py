"""Which sentences answer: what people ask of them counts, and how many of which document are shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.models import Document
from retrieval.answering.asked import parts_of
from retrieval.answering.citations import sentences_of
from retrieval.answering.extracted import Evidence, Extractor, asked_of, candidates_of, choose
from retrieval.answering.traits import NOBODY_ASKS, TRAITS, Candidate, Matrix, Nearness, Question, traits_of
from retrieval.search.results import Hit, Score
from tests.builders import a_fiche, a_record, asked_in_french
from tests.conftest import World
from tests.retrieval.embedding.maps import a_map

NEED = "Les rues restaient sombres le soir."
SOLUTION = "La ville a posé des lampes LED qui baissent après minuit."
COST = "Le projet a coûté 50 000 euros."


def candidates(*documents: Document) -> list[Candidate]:
    """All sentences of some documents, the first of which was found first."""
    records = [a_record(document) for document in documents]
    nothing = Score(*(0.0,) * 8)
    hits = [Hit(one.document, nothing, one.passages[0], "", ()) for one in records]
    return candidates_of(hits, {one.document.id: one.passages for one in records})


def a_sheet(name: str = "a", *asked: tuple[str, tuple[str, ...]]) -> Document:
    """A fiche of three sentences, with questions and the sentences that answer each."""
    return a_fiche(
        name,
        need=NEED,
        solution=SOLUTION,
        cost=COST,
        asked=tuple(asked_in_french(question, *sentences) for question, sentences in asked),
    )


class TestAskedOf:
    def test_tells_which_candidates_answer_each_question(self) -> None:
        found = candidates(a_sheet("a", ("Quand ?", (SOLUTION,)), ("Quoi, à quel prix ?", (COST, SOLUTION))))

        assert [one.sentence.text for one in found] == [NEED, SOLUTION, COST]
        assert asked_of(found) == {"Quand ?": [1], "Quoi, à quel prix ?": [2, 1]}

    def test_a_sentence_answers_for_its_own_document_only(self) -> None:
        found = candidates(a_sheet("a"), a_sheet("b", ("Quand ?", (SOLUTION,))))

        assert asked_of(found) == {"Quand ?": [4]}

    def test_a_question_that_two_documents_answer_has_candidates_in_both(self) -> None:
        question = ("Quand ?", (SOLUTION,))

        assert asked_of(candidates(a_sheet("a", question), a_sheet("b", question))) == {"Quand ?": [1, 4]}

    def test_a_sentence_that_was_changed_since_answers_nothing(self) -> None:
        assert asked_of(candidates(a_sheet("a", ("Quand ?", ("La ville a posé des lampes.",))))) == {
            "Quand ?": []
        }

    def test_nothing_is_asked_of_nothing(self) -> None:
        assert asked_of([]) == {}


class TestNearness:
    def test_is_that_of_the_nearest_question_that_a_sentence_answers(self, world: World) -> None:
        question = "À quelle heure la lumière baisse-t-elle ?"
        found = candidates(a_sheet("a", ("Qui paie ?", (SOLUTION,)), (question, (SOLUTION, COST))))

        nearness = Extractor(world.catalogue, world.embedder).nearness(question, found)

        assert (
            nearness.sentence.shape == nearness.asked.shape == nearness.answering.shape == (3, 2)
        )  # the question, and itself as its part
        assert nearness.asked[:, 0] == pytest.approx([NOBODY_ASKS, 1.0, 1.0], abs=1e-6)

    def test_a_sentence_of_which_nobody_asks_is_as_near_as_can_be_told_apart(self, world: World) -> None:
        found = candidates(a_sheet("a"))

        nearness = Extractor(world.catalogue, world.embedder).nearness("Quand ?", found)

        assert (nearness.asked == NOBODY_ASKS).all()

    def test_what_is_asked_of_a_sentence_brings_it_forward(self, world: World) -> None:
        question = "Quelle est l'heure à laquelle ça diminue ?"
        extractor = Extractor(world.catalogue, world.embedder)

        def score_of_the_solution(document: Document) -> float:
            hits = [one.hit for one in candidates(document)[:1]]
            found = extractor.sentences(
                question, hits, {document.id: a_record(document).passages}, lambda word: 1
            )
            scores = {one.sentence.text: one.score for one in found}
            return scores[SOLUTION] - max(scores[NEED], scores[COST])

        plain = score_of_the_solution(a_sheet("a"))
        asked = score_of_the_solution(a_sheet("a", (question, (SOLUTION,)), ("Qui paie ?", (NEED, COST))))

        assert asked > plain


class TestSentenceMap:
    def test_moves_the_question_before_it_meets_sentences(self, world: World) -> None:
        found, moving = candidates(a_sheet("a")), a_map()

        plain = Extractor(world.catalogue, world.embedder).nearness("Quand ?", found)
        mapped = Extractor(world.catalogue, world.embedder, sentence_map=moving).nearness("Quand ?", found)

        vectors = world.embedder.embed_passages([NEED, SOLUTION, COST])
        asked = moving.moved(world.embedder.embed_queries(["Quand ?"]))[0]
        assert mapped.answering[:, 0] == pytest.approx(np.stack(vectors) @ asked, abs=1e-5)
        assert (plain.answering == plain.sentence).all()
        assert (mapped.sentence == plain.sentence).all()  # what people read in a score stays

    def test_of_another_embedder_moves_nothing(self, world: World) -> None:
        foreign = a_map("fedcba9876543210")

        nearness = Extractor(world.catalogue, world.embedder, sentence_map=foreign).nearness(
            "Quand ?", candidates(a_sheet("a"))
        )

        assert (nearness.answering == nearness.sentence).all()

    def test_the_probe_of_answers_reads_the_nearest_sentence_of_the_best_document(self, world: World) -> None:
        moving, found = a_map(), candidates(a_sheet("a"), a_sheet("b"))
        some = [
            Evidence(one.hit.document, one.sentence, score, 0.0, NOBODY_ASKS, answering)
            for one, score, answering in zip(
                found, (2.0, 1.0, 0.0, *[-5.0] * 3), (0.1, 0.3, 0.2, *[0.9] * 3), strict=True
            )
        ]

        read = Extractor(world.catalogue, world.embedder, sentence_map=moving).pair("Quand ?", some)

        question = world.embedder.embed_queries(["Quand ?"])
        sentence = np.stack(world.embedder.embed_passages([SOLUTION]))[0]
        expected = np.concatenate([question[0], sentence, moving.moved(question)[0] * sentence])
        assert read == pytest.approx(expected, abs=1e-5)


def asked_traits(found: Sequence[Candidate], *asked: Sequence[float]) -> dict[str, list[float]]:
    """The columns that come from what people ask, given the cosines of the whole question and of its parts."""
    table: Matrix = np.array(asked)
    nearness = Nearness(np.zeros_like(table), table, np.zeros_like(table))
    question = Question.read("Quand la lumière baisse-t-elle ?", lambda word: 1)
    rows = traits_of(question, found, nearness)
    assert rows.shape == (len(found), len(TRAITS))
    return {name: rows[:, place].round(6).tolist() for place, name in enumerate(TRAITS)}


class TestAskedTraits:
    def test_are_told_under_the_best_of_all_and_of_the_document(self) -> None:
        found = candidates(a_sheet("a"), a_sheet("b"))

        columns = asked_traits(
            found, (0.9, 0.9), (0.85, 0.85), (0.7, 0.7), (0.8, 0.8), (0.75, 0.75), (0.65, 0.65)
        )

        assert columns["asked"] == [0.0, -0.05, -0.2, -0.1, -0.15, -0.25]
        assert columns["asked_in_document"] == [0.0, -0.05, -0.2, 0.0, -0.05, -0.15]
        assert columns["never_asked"] == [0.0] * 6

    def test_of_several_parts_the_one_that_is_nearest_counts(self) -> None:
        found = candidates(a_sheet("a"))

        columns = asked_traits(found, (0.8, 0.9, 0.6), (0.8, 0.7, 0.8), (0.8, 0.8, 0.7))

        assert columns["asked"] == [0.0, 0.0, 0.0]
        assert columns["asked_part"] == [0.0, 0.0, -0.1]

    def test_a_sentence_of_which_nobody_asks_is_far_and_says_so(self) -> None:
        never = (NOBODY_ASKS, NOBODY_ASKS)
        found = candidates(a_sheet("a"), a_sheet("b"))

        columns = asked_traits(found, (0.9, 0.9), never, (0.2, 0.2), never, never, never)

        assert columns["never_asked"] == [0.0, 1.0, 0.0, 1.0, 1.0, 1.0]
        for name in ("asked", "asked_in_document", "asked_part", "asked_part_in_document"):
            assert columns[name] == [0.0, *[-0.3] * 5], name  # none is farther than one of which nobody asks


LINES = {
    "a": "Alpha bravo charlie.|Delta écho foxtrot.|Golf hôtel india.|Juliette kilo lima.|Mike november oscar."
    "|Papa québec roméo.|Sierra tango uniforme.|Victor whisky xylophone.|Yankee zoulou zéro.|Un deux trois.",
    "b": "Anton berta cäsar.|Dora emil friedrich.|Gustav heinrich ida.|Julius konrad ludwig.",
    "c": "Rouge orange jaune.|Vert bleu indigo.",
}
ONE_PART = "Quand la lumière baisse-t-elle ?"
TWO_PARTS = "Quand la lumière baisse-t-elle, et combien le projet a-t-il coûté ?"
THREE_PARTS = "Quand la lumière baisse-t-elle, combien le projet a-t-il coûté, et qui a posé les lampes ?"


def evidence(**scores: float) -> list[Evidence]:
    """All lines of some documents; the sentences of one document score alike."""
    found = []
    for name, score in scores.items():
        document = a_fiche(name, need="\n".join(f"- {line}" for line in LINES[name].split("|")))
        passage = a_record(document).passages[0]
        found += [Evidence(document, one, score, 0.8, NOBODY_ASKS, 0.8) for one in sentences_of(passage)]
    return sorted(found, key=lambda one: -one.score)


def shown(question: str, some: Sequence[Evidence]) -> dict[str, int]:
    """How many sentences of each document are shown, in the order in which documents come."""
    counts: dict[str, int] = {}
    for one in choose(question, some):
        counts[one.document.id] = counts.get(one.document.id, 0) + 1
    return counts


class TestChoose:
    def test_the_questions_have_as_many_parts_as_they_say(self) -> None:
        assert [len(parts_of(one)) for one in (ONE_PART, TWO_PARTS, THREE_PARTS)] == [1, 2, 3]

    @pytest.mark.parametrize(("question", "most"), [(ONE_PART, 3), (TWO_PARTS, 6), (THREE_PARTS, 9)])
    def test_more_is_shown_where_more_is_asked(self, question: str, most: int) -> None:
        assert shown(question, evidence(a=1.0)) == {"a": most}

    def test_a_far_second_document_is_not_quoted(self) -> None:
        assert shown(ONE_PART, evidence(a=1.0, b=0.0)) == {"a": 3}
        assert shown(TWO_PARTS, evidence(a=1.0, b=-1.0)) == {"a": 6}

    def test_a_near_second_document_is_quoted_after_the_first(self) -> None:
        assert shown(ONE_PART, evidence(a=1.0, b=0.8)) == {"a": 2, "b": 1}

    def test_where_several_things_are_asked_the_second_need_not_be_so_near(self) -> None:
        """They often stand in two documents: e^-1 of the odds are enough, which for one part are not."""
        some = evidence(a=1.0, b=0.0)

        assert shown(TWO_PARTS, some) == {"a": 4, "b": 2}
        assert shown(THREE_PARTS, some) == {"a": 7, "b": 2}

    def test_a_third_document_is_never_quoted(self) -> None:
        assert shown(TWO_PARTS, evidence(a=1.0, b=0.9, c=0.95)) == {"a": 4, "b": 2}

    def test_who_else_does_it_is_told_by_one_sentence_of_each(self) -> None:
        assert shown("Quelles communes le font ?", evidence(a=1.0, b=0.0, c=-1.0)) == {"a": 1, "b": 1, "c": 1}

    def test_the_best_sentences_of_a_document_come_first(self) -> None:
        some = [*evidence(a=1.0)[3:], *evidence(a=0.5)[:3]]

        chosen = choose(ONE_PART, some)

        assert chosen == some[:3]

    def test_without_a_sentence_nothing_is_shown(self) -> None:
        assert choose(ONE_PART, []) == []
