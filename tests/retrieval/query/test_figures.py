"""Questions about figures are read whole, or not at all."""

from __future__ import annotations

import pytest

from retrieval.query.figures import read_figure_question


@pytest.mark.parametrize(
    ("question", "operation", "filters"),
    [
        (
            "Combien de projets de mobilité sont en cours en Wallonie ?",
            "count",
            {"region": ["wallonie"], "domain": ["mobility"], "status": ["ongoing"]},
        ),
        ("Quels projets utilisent LoRaWAN ?", "list", {"technology": ["LoRaWAN"]}),
        ("Quel est le budget moyen des projets d'énergie ?", "mean", {"domain": ["energy"]}),
        ("Welke projecten in West-Vlaanderen zijn afgerond?", "list",
         {"province": ["flandre-occidentale"], "status": ["completed"]}),
        ("Wie viele Projekte zum Thema Wasser gibt es in der Wallonie?", "count",
         {"region": ["wallonie"], "domain": ["water"]}),
        ("How many initiatives started between 2018 and 2020?", "count", {"year_from": 2018, "year_to": 2020}),
        ("Combien de fiches n'ont pas de budget connu ?", "count", {"missing": ["budget_eur"]}),
        ("Quels projets ont reçu plus de 100 000 € de subside ?", "list", {"subsidy_min": 100000.01}),
        ("Combien de projets traitent des données personnelles ?", "count", {"personal_data": ["yes"]}),
    ],
)  # fmt: skip
def test_operation_and_conditions_are_read(question: str, operation: str, filters: dict[str, object]) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert figure.operation == operation
    assert figure.filters.without("kind").as_dict() == filters
    assert figure.unparsed == ()


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Combien de projets d'éclairage violet à Namur ?", "violet"),
        ("Hoeveel blauwe projecten zijn er in Gent?", "blauwe"),
        ("How many award-winning projects are there in Belgium?", "winning"),
    ],
)
def test_a_word_that_nothing_explains_is_named(question: str, left: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert left in figure.unparsed


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("Quelle province a le plus de projets ?", "province"),
        ("Projecten per domein in Vlaanderen", "domain"),
        ("Which country has the most projects?", "country"),
        ("Plus de projets d'énergie ou de déchets ?", "domain"),
    ],
)
def test_groups_and_comparisons_are_read(question: str, group: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert (figure.operation, figure.group_by) == ("group", group)


@pytest.mark.parametrize("question", ["Comment choisir un réseau de capteurs ?", "", "Namur", "x" * 5000])
def test_other_questions_ask_for_no_figure(question: str) -> None:
    assert read_figure_question(question) is None


def test_a_town_in_a_place_does_not_make_towns_the_unit() -> None:
    projects = read_figure_question("Dans la commune de Liège, combien de projets ?")
    towns = read_figure_question("Combien de communes ont un projet d'éclairage ?")

    assert projects is not None
    assert projects.unit == "documents"
    assert towns is not None
    assert towns.unit == "municipality"
