"""Several values of one facet: either, each of them, or a question back."""

from __future__ import annotations

import pytest

from retrieval.query.figures import FigureQuestion, read_figure_question


def _read(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None
    assert figure.unparsed == ()
    return figure


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons mêlent mobilité et énergie ?",
        "Combien de projets wallons traitent de mobilité et aussi d'énergie ?",
        "Combien de projets wallons touchent à la fois à la mobilité et à l'énergie ?",
        "Hoeveel Waalse projecten combineren mobiliteit en energie?",
        "Hoeveel Waalse projecten gaan over mobiliteit én energie?",
        "Wie viele wallonische Projekte verbinden Mobilität und Energie?",
        "How many Walloon projects combine mobility and energy?",
        "How many Walloon projects deal with both mobility and energy?",
    ],
)
def test_each_project_must_have_them_all(question: str) -> None:
    figure = _read(question)

    assert set(figure.filters.every) == {"domain:mobility", "domain:energy"}
    assert figure.filters.domain == ()
    assert figure.readings == ()


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons de mobilité ou d'énergie ?",
        "Combien de projets wallons de mobilité et d'énergie au total ?",
        "Combien de projets wallons de mobilité et ceux d'énergie ?",
        "Hoeveel Waalse mobiliteits- en energieprojecten?",
        "Wie viele wallonische Projekte zu Mobilität und Energie zusammengenommen?",
    ],
)
def test_one_of_them_is_enough(question: str) -> None:
    figure = _read(question)

    assert set(figure.filters.domain) == {"mobility", "energy"}
    assert figure.filters.every == ()
    assert figure.readings == ()


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons utilisent des drones et des caméras ?",
        "Hoeveel Waalse projecten gebruiken drones en camera's?",
        "Wie viele wallonische Projekte nutzen Drohnen und Kameras?",
        "How many Walloon projects use drones and cameras?",
    ],
)
def test_where_either_may_be_meant_both_are_read(question: str) -> None:
    either, all_of_them = _read(question).readings

    assert len(either.filters.technology) == 2
    assert len(all_of_them.filters.every) == 2
