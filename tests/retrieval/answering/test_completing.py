"""What a chat model was not asked to write stands below what it wrote; what was shown stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from corpus.access import ANONYMOUS
from corpus.models import Document
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.answerer import Answerer
from retrieval.answering.completing import completed
from retrieval.answering.evidence import PLAIN, Calibration, Model
from retrieval.answering.generated.generation import Generation
from retrieval.search.links import Links
from tests.builders import a_fiche, a_practice, an_article
from tests.conftest import World

NO_WEIGHTS = tuple(0.0 for _ in PLAIN.near.weights)
ALWAYS = Calibration(near=Model(50.0, NO_WEIGHTS), told=Model(50.0, NO_WEIGHTS), threshold=0.5)


@dataclass(frozen=True)
class Says:
    """A writer that says one sentence, with the number of the source in which it stands."""

    text: str
    description: str = "scripted"

    def write(self, messages: Sequence[tuple[str, str]]) -> Iterator[str]:
        before = messages[-1][1].split(self.text)[0]
        yield f"{self.text.rstrip('.')} [{re.findall(r'^.([0-9]+). ', before, re.MULTILINE)[-1]}]."


def written(world: World, question: str, text: str, *documents: Document) -> tuple[Answer, str]:
    """The answer, and what was told while it was written."""
    world.holds(*documents)
    links = Links("http://test")
    generation = Generation(Says(text), world.embedder, links)
    answerer = Answerer(
        world.catalogue, world.searcher, world.embedder, links, calibration=ALWAYS, generation=generation
    )
    told: list[str] = []
    return answerer.answer(question, ANONYMOUS, tell=told.append), "".join(told)


@pytest.mark.parametrize(
    ("question", "text", "document", "added"),
    [
        (
            "Comment marche la lecture des index chaque heure, et combien ça a coûté ?",
            "Les compteurs envoient un index chaque heure depuis 2019.",
            a_fiche(solution="Les compteurs envoient un index chaque heure depuis 2019."),
            "n'indique pas : budget",
        ),
        (
            "Comment organiser un budget participatif ?",
            "À Perwez, le budget participatif compte 50 000 euros depuis 2019.",
            a_practice(),
            "2. « Prévoir deux mois pour les idées. »",
        ),
        (
            "Que coûte la station d'après une autre source ?",
            "Une autre source parle de 40 000 euros.",
            a_practice(experiences="La station coûte 8 000 euros. Une autre source parle de 40 000 euros."),
            "- « La station coûte 8 000 euros. » [",
        ),
    ],
)
def test_what_stands_beside_quotes_stands_below_a_written_answer(
    world: World, question: str, text: str, document: Document, added: str
) -> None:
    answer, told = written(world, question, text, document)

    assert answer.mode == "generated"
    assert told
    assert answer.text.startswith(told)
    assert added in answer.text[len(told) :]
    assert [one.n for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(f"[{one.n}]" in answer.text for one in answer.citations)


def test_a_written_answer_that_leaves_a_field_open_is_partial(world: World) -> None:
    answer, _ = written(
        world,
        "Comment marche la lecture des index chaque heure, et combien ça a coûté ?",
        "Les compteurs envoient un index chaque heure depuis 2019.",
        a_fiche(solution="Les compteurs envoient un index chaque heure depuis 2019."),
    )

    assert answer.outcome is Outcome.PARTIAL


def test_a_written_answer_from_a_rule_of_another_time_says_so(lenient: World) -> None:
    article = an_article()
    lenient.holds(article)
    passages = lenient.catalogue.passages([article.id], ANONYMOUS)
    quoted = lenient.answerer.answer("En 2015, la commune relève-t-elle les compteurs d'eau ?", ANONYMOUS)
    generated = quoted.model_copy(update={"mode": "generated", "text": "La commune les relève [1]."})

    answer = completed(generated, article, [article], passages, Links("http://test"))

    assert answer.text.startswith("La commune les relève [1].\n\nDécret eau, article 4")
    assert "il ne s'appliquait pas encore à la date demandée (2015)" in answer.text
