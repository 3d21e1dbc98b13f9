"""Where nothing is recorded under a theme, the fiches that speak of it all the same are named."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS, Visibility
from retrieval.answering.answer import Outcome
from tests.builders import a_fiche
from tests.conftest import World

UNDER_ENERGY = a_fiche(
    "dinant-led", title="Éclairage LED à Dinant", municipality="Dinant", domains=("energy",)
)
OF_WATER = a_fiche(
    "huy-eau", title="Compteurs d'eau à Huy", municipality="Huy", province="Liège", domains=("water",),
    need="Les compteurs fuyaient.", solution="Un réseau relève les index.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Combien de projets d'éclairage ?", "Ces fiches en parlent"),
        ("Hoeveel verlichtingsprojecten zijn er?", "Deze fiches spreken erover"),
        ("Wie viele Beleuchtungsprojekte gibt es?", "Diese Steckbriefe sprechen davon"),
        ("How many lighting projects are there?", "These sheets speak of it"),
    ],
)
def test_none_is_said_with_what_speaks_of_it(world: World, question: str, said: str) -> None:
    world.holds(UNDER_ENERGY, OF_WATER)

    answer = world.answerer.answer(question, ANONYMOUS)

    assert answer.outcome is Outcome.ANSWERED
    assert answer.figures is not None
    assert answer.figures.value == 0
    assert said in answer.text
    assert [one.document_id for one in answer.related] == ["dinant-led"]


def test_the_place_that_is_asked_about_still_holds(world: World) -> None:
    world.holds(UNDER_ENERGY, OF_WATER)

    answer = world.answerer.answer("Combien de projets d'éclairage à Huy ?", ANONYMOUS)

    assert "Éclairage LED à Dinant" not in answer.text


def test_what_the_caller_may_not_read_is_not_named(world: World) -> None:
    world.holds(a_fiche("secret", domains=("energy",), visibility=Visibility.NETWORK), OF_WATER)

    answer = world.answerer.answer("Combien de projets d'éclairage ?", ANONYMOUS)

    assert not answer.related
    assert "Ces fiches" not in answer.text


def test_a_figure_that_found_something_stands_alone(world: World) -> None:
    world.holds(UNDER_ENERGY, a_fiche("namur-lumiere"))

    answer = world.answerer.answer("Combien de projets d'éclairage ?", ANONYMOUS)

    assert answer.figures is not None
    assert answer.figures.value == 1
    assert "Ces fiches" not in answer.text
