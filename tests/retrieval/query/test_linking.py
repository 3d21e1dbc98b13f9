"""Words that nothing knows inside the question: verbs that only link are forgiven, what may narrow is not."""

from __future__ import annotations

import pytest

from retrieval.query.figures import FigureQuestion, read_figure_question


def _read(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    assert figure.unparsed == (), (question, figure.unparsed)
    return figure


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Combien de projets qui bichonnent leurs drones ?", "technology"),
        ("Quels projets wallons où l'on bidouille des drones ?", "technology"),
        ("Combien de projets wallons brandissent des données personnelles ?", "personal_data"),
        ("Hoeveel projecten die drones loslaten zijn er?", "technology"),
        ("Welche Projekte, die Drohnen losschicken, gibt es?", "technology"),
        ("How many projects that wield drones are there?", "technology"),
        ("Tout ce cirque WiFi4EU, combien de projets ?", "programme"),
    ],
)
def test_a_verb_between_projects_and_a_condition_adds_nothing(question: str, name: str) -> None:
    assert name in _read(question).filters.as_dict()


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets de drones violets ?",
        "Combien de projets encensés en Flandre ?",
        "Combien de projets wallons qui périclitent ?",
        "Combien de projets wallons évitent les caméras ?",
        "Hoeveel Waalse projecten vervangen camera's?",
        "Wie viele Projekte ersetzen Kameras?",
        "Wie viele himmelblaue Projekte mit Drohnen gibt es?",
        "How many solar-powered projects are there in Spain?",
    ],
)
def test_a_quality_or_a_contrary_stops_the_figure(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Tourisme, province de Namur, y en a combien ?", "count"),
        ("Luftqualität, Finnland und Italien zusammen: wie viele Beispiele?", "count"),
        ("nbre de proj. eau en prov. de Hainaut ?", "count"),
        ("Total des projets wallons qui touchent soit à l'eau soit aux déchets", "count"),
        ("Parmi les projets wallons, lesquels utilisent des drones ?", "list"),
        ("What has been funded through Horizon 2020 in Finland?", "list"),
        ("Toon eens wat er in Mechelen loopt", "list"),
        ("Ceux qui sont en phase pilote, j'en voudrais les noms", "list"),
        ("Le plus petit subside accordé en Hainaut, c'était combien et pour qui ?", "min"),
        ("Qui détient le record du plus petit budget en Flandre ?", "min"),
        ("Un projet subsidié du Hainaut touche combien en moyenne ?", "mean"),
        ("Gib mir die drei Länder mit den meisten Projekten", "group"),
        ("Could you break the Danish projects down by status?", "group"),
    ],
)
def test_short_and_spoken_requests_are_read(question: str, operation: str) -> None:
    assert _read(question).operation == operation


@pytest.mark.parametrize(
    "question",
    [
        "Combien de caméras à Namur ?",
        "An wie vielen Stellen hängen Kameras in Brügge?",
        "How many cases of rabies in Ghent?",
    ],
)
def test_other_things_than_projects_are_not_counted(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("Des projets à vingt millions d'euros de budget ou davantage, vous en avez combien ?", 20_000_000),
        ("Hoeveel projecten kregen minstens tweehonderdvijftigduizend euro subsidie?", 250_000),
        ("Combien de projets à partir d'un million de budget ?", 1_000_000),
    ],
)
def test_numbers_in_words_are_amounts(question: str, least: int) -> None:
    filters = _read(question).filters

    assert least in (filters.budget_min, filters.subsidy_min)
