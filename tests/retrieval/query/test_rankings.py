"""Questions for the first so many: how many, of which field, and what is no ranking."""

from __future__ import annotations

import pytest

from retrieval.query.dialogue import Said, follow_up, replay
from retrieval.query.figures import FigureQuestion, read_figure_question


def _understood(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    assert figure.unparsed == (), (question, figure.unparsed)
    return figure


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Quels sont les trois projets les plus chers ?", 3),
        ("Les 5 projets les plus chers en Wallonie", 5),
        ("Cite-moi les dix plus gros budgets de la province de Liège", 10),
        ("Top 10 des budgets wallons", 10),
        ("Welke drie projecten zijn het duurst?", 3),
        ("Geef de vijf duurste projecten in Vlaanderen", 5),
        ("Welche drei Projekte sind die teuersten?", 3),
        ("Die fünf teuersten Projekte in Wallonien", 5),
        ("What are the three most expensive projects?", 3),
        ("Top 10 projects by budget", 10),
    ],
)
def test_the_dearest_are_as_many_as_are_asked(question: str, first: int) -> None:
    figure = _understood(question)

    assert (figure.operation, figure.field, figure.first) == ("max", "budget_eur", first)
    assert figure.corrections == ()


@pytest.mark.parametrize(
    ("question", "operation", "field"),
    [
        ("Top 5 des projets les plus subsidiés", "max", "subsidy_eur"),
        ("De vijf grootste subsidies in Vlaanderen", "max", "subsidy_eur"),
        ("Welche fünf Projekte haben die höchsten Zuschüsse erhalten?", "max", "subsidy_eur"),
        ("Which five Walloon projects received the most subsidies?", "max", "subsidy_eur"),
        ("Les cinq projets wallons les moins chers", "min", "budget_eur"),
        ("The five cheapest projects in Wallonia", "min", "budget_eur"),
        ("Les cinq derniers projets lancés à Mons", "max", "start_year"),
        ("Geef de 5 oudste projecten in Gent", "min", "start_year"),
        ("List the 5 most recent projects in Belgium", "max", "start_year"),
    ],
)
def test_they_are_ranked_by_what_is_asked(question: str, operation: str, field: str) -> None:
    figure = _understood(question)

    assert (figure.operation, figure.field, figure.first) == (operation, field, 5)


def test_two_of_them_are_not_answered_with_one() -> None:
    assert _understood("Quels sont les deux projets wallons les plus anciens ?").first == 2


def test_years_and_amounts_beside_a_ranking_are_conditions() -> None:
    figure = _understood("Les trois projets de moins de 100 000 € les plus récents depuis 2019")

    assert figure.first == 3
    assert figure.filters.year_from == 2019
    assert figure.filters.budget_max is not None


@pytest.mark.parametrize(
    "question",
    [
        "Les trois plus gros budgets cumulés",
        "Quelle est la moyenne des trois plus gros budgets ?",
        "Combien coûtent ensemble les trois projets les plus chers ?",
        "Les trois projets les plus chers et les plus récents",
        "De drie duurste en recentste projecten in Wallonië",
    ],
)
def test_what_is_computed_of_the_first_ones_is_not_answered_with_them(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    "question", ["Le projet wallon le plus cher", "Welk Vlaams project is het oudst?", "The dearest project"]
)
def test_without_a_number_the_first_is_asked(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert figure.first is None


def test_one_of_two_that_are_named_is_no_ranking() -> None:
    figure = read_figure_question("Des deux projets de Mons, lequel est le plus cher ?")

    assert figure is not None
    assert figure.first is None


@pytest.mark.parametrize(
    ("asked", "then", "first", "measure"),
    [
        ("Les trois projets les plus chers en Wallonie", "et en Flandre ?", 3, None),
        ("De drie duurste projecten in Wallonië", "en in Vlaanderen?", 3, None),
        ("Budget moyen par province en Wallonie", "et en Flandre ?", None, "mean"),
        ("Total budget by province in Wallonia", "and in Flanders?", None, "sum"),
    ],
)
def test_a_ranking_and_a_measure_go_on_with_another_place(
    asked: str, then: str, first: int | None, measure: str | None
) -> None:
    previous = replay([Said(asked)])
    assert previous is not None

    found = follow_up(then, previous)

    assert found is not None
    assert found.figure is not None
    assert found.figure.filters.region == ("flandre",)
    assert (found.figure.first, found.figure.measure) == (first, measure)
