"""Amounts by group and comparisons: of which field, over which values, and what is left to the passages."""

from __future__ import annotations

import pytest

from retrieval.query.figures import FigureQuestion, read_figure_question


def _understood(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    assert figure.unparsed == (), (question, figure.unparsed)
    assert figure.operation == "group", question
    return figure


@pytest.mark.parametrize(
    "question",
    [
        "Budget par province",
        "Quel est le budget total par province ?",
        "Totaal budget per provincie",
        "Gesamtbudget pro Provinz",
        "Total budget by province",
        "Répartition du budget des projets par province",
        "Quelle province a le budget total le plus élevé ?",
    ],
)
def test_budgets_are_added_up_by_province(question: str) -> None:
    figure = _understood(question)

    assert (figure.field, figure.group_by, figure.measure) == ("budget_eur", "province", "sum")


@pytest.mark.parametrize(
    ("question", "field", "group", "measure"),
    [
        ("Somme des subsides par domaine en Wallonie", "subsidy_eur", "domain", "sum"),
        ("Hoeveel subsidie per provincie?", "subsidy_eur", "province", "sum"),
        ("Welke gemeente kreeg de meeste subsidies?", "subsidy_eur", "municipality", "sum"),
        ("Budget moyen par région", "budget_eur", "region", "mean"),
        ("Quel domaine a le budget moyen le plus élevé ?", "budget_eur", "domain", "mean"),
        ("Gemiddelde subsidie per domein", "subsidy_eur", "domain", "mean"),
        ("Durchschnittliches Budget pro Land", "budget_eur", "country", "mean"),
        ("Average subsidy per domain in Wallonia", "subsidy_eur", "domain", "mean"),
        ("Total des subsides par année de début", "subsidy_eur", "start_year", "sum"),
    ],
)
def test_the_amount_the_group_and_the_measure_are_those_asked(
    question: str, field: str, group: str, measure: str
) -> None:
    figure = _understood(question)

    assert (figure.field, figure.group_by, figure.measure) == (field, group, measure)


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets par province ont un budget de plus de 100 000 € ?",
        "Combien de projets avec un budget connu par province ?",
        "Répartition par domaine des projets avec un subside",
    ],
)
def test_projects_are_counted_where_an_amount_only_bounds_them(question: str) -> None:
    assert _understood(question).measure is None


@pytest.mark.parametrize(
    "question",
    [
        "Quelle commune a le plus gros budget ?",  # of one project, or of all together
        "Le plus gros budget par province",
        "Le budget total le plus faible par province",
        "Total et moyenne des budgets par province",
        "Budget et subside par province",
        "Nombre de projets et budget par province",
        "Quel est le projet le plus cher par province ?",
        "Combien de projets par province et par domaine ?",
        "Budget moyen par an",
        "Total des subsides par année",  # paid in it, or of what began in it
        "Combien coûte une caméra par commune ?",
        "Prix moyen d'un capteur par commune",
        "Combien d'argent la redevance rapporte-t-elle chaque année ?",
        "Compare le projet de Mons avec celui de Charleroi",
    ],
)
def test_what_may_mean_something_else_is_not_computed(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    "question",
    [
        "Compare Mons et Charleroi",
        "Mons ou Charleroi, qui a le plus de projets ?",
        "Vergelijk Bergen en Charleroi",
        "Vergleiche Mons und Charleroi",
        "Compare Mons and Charleroi",
        "Who has more projects, Mons or Charleroi?",
        "Mons vs Charleroi",
    ],
)
def test_two_towns_are_set_against_each_other(question: str) -> None:
    figure = _understood(question)

    assert figure.group_by == "municipality"
    assert set(figure.filters.municipality) == {"53053", "52011"}


@pytest.mark.parametrize(
    "question",
    [
        "Compare Namur et Liège",
        "Namur ou Liège, qui a le plus de projets ?",
        "Wer hat mehr Projekte, Namur oder Lüttich?",
        "Comparez le budget de Namur et de Liège",
    ],
)
def test_names_of_towns_and_provinces_are_compared_at_each_level(question: str) -> None:
    readings = _understood(question).readings

    assert [one.group_by for one in readings] == ["municipality", "province"]
    assert readings[0].filters.municipality == ("92094", "62063")
    assert readings[1].filters.province == ("namur", "liege")


def test_beside_a_town_the_other_name_is_one_of_a_town() -> None:
    figure = _understood("Namur ou Charleroi, qui a le plus de projets ?")

    assert set(figure.filters.municipality) == {"92094", "52011"}


def test_subsidies_of_two_regions_are_compared_as_amounts() -> None:
    figure = _understood("Qui a reçu le plus de subsides, la Flandre ou la Wallonie ?")

    assert (figure.group_by, figure.field, figure.measure) == ("region", "subsidy_eur", "sum")
    assert set(figure.filters.region) == {"flandre", "wallonie"}


def test_themes_and_other_conditions_beside_a_comparison_are_kept() -> None:
    figure = _understood("Bruxelles ou la Wallonie, qui a le plus de projets de mobilité ?")

    assert figure.group_by == "region"
    assert figure.filters.domain == ("mobility",)
