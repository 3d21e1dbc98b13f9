"""What the grammar of questions about figures covers, one phenomenon a table, in four languages."""

from __future__ import annotations

import pytest

from retrieval.query.figures import FigureQuestion, read_figure_question


def _read(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    assert figure.unparsed == (), (question, figure.unparsed)
    return figure


def _filters(question: str) -> dict[str, object]:
    return _read(question).filters.without("kind").as_dict()


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons ?",
        "Pourriez-vous m'indiquer le nombre d'initiatives wallonnes ?",
        "Bonjour, combien la Wallonie compte-t-elle de projets ? Merci d'avance",
        "Projets en Wallonie : combien ?",
        "Hoeveel Waalse projecten zijn er?",
        "Kunt u mij zeggen wat het aantal projecten in het Waals Gewest is?",
        "Hoeveel van de projecten liggen in Wallonië?",
        "Wie viele wallonische Projekte gibt es?",
        "Wie viele Vorhaben sind in Wallonien verzeichnet?",
        "Ich wüsste gern die Anzahl der Projekte Walloniens.",
        "How many Walloon projects are there?",
        "Could you tell me the number of projects located in Wallonia, please?",
    ],
)
def test_one_count_is_asked_in_many_frames(question: str) -> None:
    assert _read(question).operation == "count"
    assert _filters(question) == {"region": ["wallonie"]}


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("Combien de projets en Wallonie, sauf Liège ville ?", None),
        ("Combien de projets en Belgique hors Bruxelles ?", ["region:region-de-bruxelles-capitale"]),
        ("Combien de projets belges ne sont pas situés en Flandre ?", ["region:flandre"]),
        ("Hoeveel Belgische projecten liggen niet in Vlaanderen?", ["region:flandre"]),
        ("Hoeveel Belgische projecten zijn er, Vlaanderen uitgezonderd?", ["region:flandre"]),
        ("Wie viele belgische Projekte gibt es außerhalb Flanderns?", ["region:flandre"]),
        ("Wie viele belgische Projekte, die LoRaWAN nicht nutzen, gibt es?", ["technology:LoRaWAN"]),
        ("How many Belgian projects are there, except in Flanders and Wallonia?",
         ["region:flandre", "region:wallonie"]),
        ("How many projects are abroad?", ["country:be"]),
    ],
)  # fmt: skip
def test_an_exclusion_reaches_the_conditions_it_names(question: str, excluded: list[str] | None) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    if excluded is not None:
        assert figure.filters.as_dict().get("exclude") == excluded
        assert figure.unparsed == ()


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("Combien de projets à moins de 20 km de Mons ?", "53053:20"),
        ("Hoeveel projecten liggen in een straal van 15 kilometer rond Gent?", "44021:15"),
        ("Wie viele Projekte gibt es im Umkreis von 10 km um Eupen?", "63023:10"),
        ("How many projects are within 30 km of Ghent?", "44021:30"),
    ],
)
def test_a_distance_is_measured_from_its_town(question: str, near: str) -> None:
    assert _filters(question) == {"near": [near]}


@pytest.mark.parametrize(
    ("question", "operation", "field"),
    [
        ("Quel projet wallon a le plus gros budget ?", "max", "budget_eur"),
        ("Quelle initiative a coûté le moins cher ?", "min", "budget_eur"),
        ("Quel projet a reçu le plus de subsides ?", "max", "subsidy_eur"),
        ("Welk project heeft het meest gekost?", "max", "budget_eur"),
        ("Wat is het oudste project?", "min", "start_year"),
        ("Welches Projekt erhielt den höchsten Zuschuss?", "max", "subsidy_eur"),
        ("Welches ist das jüngste Projekt?", "max", "start_year"),
        ("Which project is the most expensive?", "max", "budget_eur"),
        ("Hoeveel hebben alle projecten samen gekost?", "sum", "budget_eur"),
        ("Gesamtkosten aller Projekte", "sum", "budget_eur"),
        ("Durchschnittsbudget der Projekte", "mean", "budget_eur"),
        ("Wat is het gemiddelde subsidiebedrag van de projecten?", "mean", "subsidy_eur"),
    ],
)
def test_superlatives_sums_and_means(question: str, operation: str, field: str) -> None:
    figure = _read(question)

    assert (figure.operation, figure.field) == (operation, field)


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Dont le budget est inconnu, combien de projets ?", {"missing": ["budget_eur"]}),
        ("Hoeveel projecten hebben geen gekend startjaar?", {"missing": ["start_year"]}),
        ("Wie viele Projekte ohne bekanntes Budget gibt es?", {"missing": ["budget_eur"]}),
        ("How many projects have no known subsidy?", {"missing": ["subsidy_eur"]}),
        ("Combien de projets ont reçu un subside ?", {"known": ["subsidy_eur"]}),
        ("Hoeveel projecten verwerken geen persoonsgegevens?", {"personal_data": ["no"]}),
    ],
)
def test_fields_that_are_known_or_not(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Hoeveel Gentse projecten zijn er?", {"municipality": ["44021"]}),
        ("Hoeveel Henegouwse energieprojecten zijn er?", {"province": ["hainaut"], "domain": ["energy"]}),
        ("Wie viele österreichische Projekte gibt es?", {"country": ["at"]}),
        ("Wie viele Hamburger Energieprojekte gibt es?", {"municipality": ["hambourg"], "domain": ["energy"]}),
        ("Combien de projets hainuyers ?", {"province": ["hainaut"]}),
        ("Hoeveel Oost- of West-Vlaamse projecten zijn er?",
         {"province": ["flandre-occidentale", "flandre-orientale"]}),
    ],
)  # fmt: skip
def test_adjectives_of_places_and_compounds(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize("question", ["Combien de projts en Wallonnie ?", "Hoeveel projekten in Vlanderen?"])
def test_a_typing_error_is_forgiven_and_told(question: str) -> None:
    assert _read(question).operation == "count"


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets à Namur ou dans le domaine de l'eau ?",
        "Combien de projets se sont terminés en 2020 ?",
        "Quel pourcentage des projets est en Wallonie ?",
        "Wie viele Projekte liegen mehr als 20 km von Gent entfernt?",
        "Hoeveel ambitieuze projecten zijn er?",
    ],
)
def test_what_filters_cannot_say_is_not_computed(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Combien de projets Luxembourg ?", 3),
        ("Hoeveel Luikse projecten zijn er?", 2),
        ("How many projects are there in Namur?", 2),
        ("Quel est le plus grand projet ?", 2),
    ],
)
def test_what_has_several_readings_keeps_them(question: str, count: int) -> None:
    assert len(_read(question).readings) == count
