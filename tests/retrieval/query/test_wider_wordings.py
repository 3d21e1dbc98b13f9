"""Questions as people write them: what stands beside the question, bare lists of conditions, ends, years pointed back to."""

from __future__ import annotations

import pytest

from retrieval.query.figures import FigureQuestion, read_figure_question


def _figure(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    assert figure.unparsed == (), (question, figure.unparsed)
    assert figure.readings == (), question
    return figure


def _filters(question: str) -> dict[str, object]:
    return _figure(question).filters.without("kind").as_dict()


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("J'ai vu Gand en 2018. Depuis cette année-là (comprise), combien de projets d'eau en Flandre ?", {"year_from": 2018}),
        ("In 2018 zag ik Gent. Na dat jaar, hoeveel waterprojecten in Vlaanderen?", {"year_from": 2019}),
        ("Wir zogen 2018 um. Seit jenem Jahr: wie viele Wasserprojekte in Flandern?", {"year_from": 2018}),
        ("We moved in 2018. Before that year, how many water projects in Flanders?", {"year_to": 2017}),
    ],
)  # fmt: skip
def test_a_bound_on_a_year_that_was_told(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == {"region": ["flandre"], "domain": ["water"], **filters}


@pytest.mark.parametrize(
    "question",
    [
        "Pour combien de projets flamands ne sait-on pas si des données personnelles sont traitées ?",
        "Bei wie vielen flämischen Projekten weiß man nicht, ob personenbezogene Daten verarbeitet werden?",
    ],
)
def test_data_of_which_nobody_knows(question: str) -> None:
    assert _filters(question) == {"region": ["flandre"], "personal_data": ["unknown"]}


def test_what_a_project_does_without() -> None:
    assert _filters("Combien de projets flamands se passent de données personnelles ?") == {
        "region": ["flandre"],
        "personal_data": ["no"],
    }


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Which Spanish project finished first?", "min"),
        ("Quel projet espagnol s'est terminé en dernier ?", "max"),
        ("Welches spanische Projekt endete zuletzt?", "max"),
        ("Which Spanish project has the earliest end year on record?", "min"),
    ],
)
def test_in_which_order_projects_ended(question: str, operation: str) -> None:
    figure = _figure(question)

    assert (figure.operation, figure.field) == (operation, "end_year")
    assert "status" not in figure.filters.as_dict()


def test_the_oldest_of_the_completed_is_by_its_start() -> None:
    figure = _figure("Quel est le plus ancien projet terminé en Espagne ?")

    assert (figure.operation, figure.field) == ("min", "start_year")
    assert figure.filters.status == ("completed",)


@pytest.mark.parametrize(
    "question",
    [
        "Flandre : ceux qui sont terminés plus ceux qui ont été arrêtés, ça fait combien en tout ?",
        "Terminés et arrêtés pris ensemble, ça fait combien de projets en Flandre ?",
    ],
)
def test_what_is_added_up_is_one_count(question: str) -> None:
    figure = _figure(question)

    assert figure.operation == "count"
    assert set(figure.filters.status) == {"completed", "stopped"}


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Safety, Liège province, still at the planning stage. Which ones would that be?", "list"),
        ("Sécurité, province de Liège, encore planifiés. Les noms svp.", "list"),
        ("Safety, Liège province, planned. How many tick all three boxes?", "count"),
    ],
)
def test_conditions_first_and_then_only_the_ask(question: str, operation: str) -> None:
    figure = _figure(question)

    assert figure.operation == operation
    assert _filters(question) == {"province": ["liege"], "domain": ["safety"], "status": ["planned"]}


_WATER_IN_FLANDERS: dict[str, object] = {"region": ["flandre"], "domain": ["water"]}


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Wasserprojekte gibt es in Flandern? Der Kämmerer ist neugierig.",
        "Combien de projets d'eau en Flandre ? Une simple ligne suffira.",
        "Drei Krüge waren es, mehr nicht. Wie viele Wasserprojekte gibt es in Flandern?",
        "Na de overstromingen wil de burgemeester cijfers. Hoeveel waterprojecten in Vlaanderen?",
        "Médecin généraliste à Ciney, je m'interroge : combien de projets d'eau en Flandre ?",
        "Wir im Rathaus von Eupen fragen uns: Wie viele Wasserprojekte gibt es in Flandern?",
        "Ik woon in Hasselt, maar ik wil weten hoeveel waterprojecten er in Vlaanderen zijn.",
        "Gand, Bruges et ainsi de suite : combien de projets d'eau en Flandre ?",
        "Il me faut cela pour 16 h : combien de projets d'eau en Flandre ?",
        "Notre échevin fête ses dix ans. Combien de projets d'eau en Flandre ?",
    ],
)
def test_statements_beside_a_question_that_says_its_topic_add_nothing(question: str) -> None:
    assert _filters(question) == _WATER_IN_FLANDERS


@pytest.mark.parametrize(
    "question",
    [
        "Les trottoirs chauffants font l'actualité. Combien de projets en Flandre ?",
        "Combien de projets d'eau en Flandre ? Uniquement les rurales.",
        "Combien de projets d'eau en Flandre ? Ils doivent être gratuits.",
        "Il s'agit de patinoires. Combien de projets d'eau en Flandre ?",
        "Combien de projets lancés depuis le covid en Flandre ?",
        "Soucoupes volantes : combien de projets flamands ?",
        "Seules les communes rurales m'intéressent. Combien de projets d'eau en Flandre ?",
    ],
)
def test_what_may_narrow_still_stops_the_figure(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed, question


@pytest.mark.parametrize(
    "question",
    [
        "En enlevant ceux qui sont rangés dans la participation citoyenne, combien de projets flamands en gouvernance ?",
        "Sans la participation citoyenne, combien de projets flamands de gouvernance ?",
    ],
)
def test_an_exclusion_before_the_question_is_kept_whatever_its_words(question: str) -> None:
    assert _filters(question) == {
        "region": ["flandre"],
        "domain": ["governance"],
        "exclude": ["domain:citizen-participation"],
    }


def test_a_list_of_exclusions_stays_one_list() -> None:
    question = "Un vendeur me parle du LoRaWAN. Si on laisse de côté la Belgique et la France, combien de projets l'utilisent ?"

    assert _filters(question) == {"technology": ["LoRaWAN"], "exclude": ["country:be", "country:fr"]}


def test_chez_nous_names_the_place_that_is_asked_about() -> None:
    assert _filters("Chez nous à Ciney, combien de projets ?") == {"municipality": ["91030"]}


def test_the_level_beside_a_place_counts_no_towns() -> None:
    figure = _figure("Namur ville : donnez-moi les projets d'eau.")

    assert (figure.operation, figure.unit) == ("list", "documents")
    assert figure.filters.municipality == ("92094",)
