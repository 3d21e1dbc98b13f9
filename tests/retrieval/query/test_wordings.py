"""Wordings of questions about figures that are read as their plain form, one class a table, in four languages."""

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


_IN_WALLONIA: dict[str, object] = {"region": ["wallonie"]}


@pytest.mark.parametrize(
    "question",
    [
        "Je prépare une intervention pour jeudi. Combien de projets wallons recensez-vous ?",
        "Combien de projets wallons ? C'est pour mon mémoire de fin d'études.",
        "Notre DPO demande le nombre de projets wallons.",
        "Ik bereid een raadsvraag voor: hoeveel Waalse projecten zijn er?",
        "Voor ons congres, hoeveel Waalse projecten zijn er?",
        "Ich brauche für unseren Vortrag eine Zahl: Wie viele wallonische Projekte gibt es?",
        "My supervisor wants a number: how many Walloon projects are there?",
        "We sell smart water meters in Ghent. How many Walloon projects are there?",
    ],
)
def test_what_tells_of_the_asker_narrows_nothing(question: str) -> None:
    assert _filters(question) == _IN_WALLONIA


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Et l'Italie ? Combien de projets là-bas ?", {"country": ["it"]}),
        ("Ich wohne in Eupen. Wie viele Projekte gibt es dort?", {"municipality": ["63023"]}),
        ("Ik zoek een Franse stad om mee te praten: hoeveel projecten zijn er ginder?", {"country": ["fr"]}),
    ],
)
def test_a_word_that_points_back_keeps_what_was_told(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize(
    "question",
    [
        "Je m'intéresse aux trottoirs chauffants. Combien de projets en Wallonie ?",
        "J'écris un article sur les trottoirs chauffants. Combien de projets en Wallonie ?",
        "Les trottoirs chauffants sont à la mode. Combien de projets en Wallonie ?",
        "Combien de projets dans ma commune ?",
        "Hoeveel projecten zijn er bij onze buren?",
        "How many projects started last year?",
        "Combien de petits projets en Wallonie ?",
        "Combien de projets dans les communes de plus de 20 000 habitants ?",
        "Combien de projets wallons étaient en cours en 2020 ?",
        "Quelle est la somme des budgets et des subsides en Wallonie ?",
        "Combien de projets par an en moyenne ?",
        "How many cases of fly-tipping were there in Kortrijk?",
    ],
)
def test_what_may_be_a_condition_stops_the_figure(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Combien de projets avec 10 mio € ou plus de budget ?", {"budget_min": 10_000_000}),
        ("Hoeveel projecten kregen 2 mln euro of meer subsidie?", {"subsidy_min": 2_000_000}),
        ("Combien de projets à tout petit budget, disons max 50 k€ ?", {"budget_max": 50_000}),
        ("Quels projets ont coûté moins de cinquante mille euros ?", {"budget_max": 49_999.99}),
        ("Combien de projets dont le budget dépasse les 2 millions d'euros ?", {"budget_min": 2_000_000.01}),
        ("Welche Projekte erhielten mindestens zweihunderttausend Euro Zuschuss?", {"subsidy_min": 200_000}),
        ("Quels projets ont un budget de 18 000 € ?", {"budget_min": 18_000, "budget_max": 18_000}),
        ("Combien de projets lancés en 2018 ou après ?", {"year_from": 2018}),
        ("How many projects were launched in 2020 or later?", {"year_from": 2020}),
        ("Wie viele Projekte begannen nicht vor 2019?", {"year_from": 2019}),
        ("How many projects with a budget over EUR 1m are there?", {"budget_min": 1_000_000.01}),
        ("How many projects started after 2015 and before 2020?", {"year_from": 2016, "year_to": 2019}),
        ("How many projects date from the 2010s?", {"year_from": 2010, "year_to": 2019}),
        ("Combien de projets à moins de vingt kilomètres de Mons ?", {"near": ["53053:20"]}),
        ("How many projects are within 10 miles of Mons?", {"near": ["53053:16.093"]}),
    ],
)  # fmt: skip
def test_bounds_are_read_as_they_are_written(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Combien de projets wallons n'ont pas encore démarré ?", {**_IN_WALLONIA, "status": ["planned"]}),
        ("Combien de projets wallons sont tombés à l'eau ?", {**_IN_WALLONIA, "status": ["stopped"]}),
        ("Hoeveel Waalse projecten zijn er nu lopende?", {**_IN_WALLONIA, "status": ["ongoing"]}),
        ("Wie viele wallonische Projekte sind im Betrieb?", {**_IN_WALLONIA, "status": ["operational"]}),
        ("How many Walloon projects were shelved?", {**_IN_WALLONIA, "status": ["stopped"]}),
    ],
)
def test_a_status_has_many_words(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("La Wallonie mise à part, combien de projets d'eau en Belgique ?", ["region:wallonie"]),
        ("Hoeveel projecten, Wallonië niet meegerekend, gaan over water?", ["region:wallonie"]),
        ("Combien de projets ni wallons ni flamands en Belgique ?", ["region:wallonie", "region:flandre"]),
    ],
)
def test_an_exclusion_stops_where_it_ends(question: str, excluded: list[str]) -> None:
    assert _filters(question)["exclude"] == excluded
    assert _filters(question).keys() & {"domain", "country"}


@pytest.mark.parametrize(
    ("question", "group", "filters"),
    [
        ("Welk land, België inbegrepen, telt de meeste projecten over afval?", "country", {"domain": ["waste"]}),
        ("Aufteilung der deutschen Projekte nach Stand (Pilot, laufend usw.)?", "status", {"country": ["de"]}),
        ("Combien de projets bruxellois et wallons, respectivement ?", "region",
         {"region": ["region-de-bruxelles-capitale", "wallonie"]}),
        ("Données personnelles oui, non ou on ne sait pas : comment se répartissent les projets wallons ?",
         "personal_data", _IN_WALLONIA),
    ],
)  # fmt: skip
def test_groups_take_examples_and_inclusions_for_what_they_are(
    question: str, group: str, filters: dict[str, object]
) -> None:
    assert _read(question).group_by == group
    assert _filters(question) == filters


@pytest.mark.parametrize(
    "question",
    [
        "Können Sie mir alle dänischen Projekte nennen?",
        "Est-ce qu'il existe des projets danois ? Si oui, lesquels ?",
        "Qu'avez-vous comme projets danois ?",
        "Could you pull up every Danish project?",
        "Il me faudrait tous les projets danois.",
    ],
)
def test_a_list_is_asked_in_many_frames(question: str) -> None:
    assert _read(question).operation == "list"
    assert _filters(question) == {"country": ["dk"]}


@pytest.mark.parametrize(
    ("question", "operation", "field"),
    [
        ("Quel projet français a commencé avant tous les autres ?", "min", "start_year"),
        ("Welches estnische Projekt gibt es schon am längsten?", "min", "start_year"),
        ("Quel projet flamand a démarré en dernier ?", "max", "start_year"),
        ("Wie kreeg in Nederland de dikste subsidie?", "max", "subsidy_eur"),
        ("Tel de budgetten van alle Waalse dossiers eens op.", "sum", "budget_eur"),
        ("How much cash in total went into the Finnish projects, budget-wise?", "sum", "budget_eur"),
    ],
)
def test_colloquial_superlatives_and_sums(question: str, operation: str, field: str) -> None:
    figure = _read(question)

    assert (figure.operation, figure.field) == (operation, field)


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Counting only those where budget and subsidy are both on record, how many projects is that?",
         {"known": ["budget_eur", "subsidy_eur"]}),
        ("Bei wie vielen Projekten weiß man nicht, was sie gekostet haben?", {"missing": ["budget_eur"]}),
        ("Combien de dossiers ont décroché un subside dont on connaît le montant ?", {"known": ["subsidy_eur"]}),
        ("In hoeveel gevallen is het budget onbekend?", {"missing": ["budget_eur"]}),
    ],
)  # fmt: skip
def test_known_and_unknown_in_other_words(question: str, filters: dict[str, object]) -> None:
    assert {name: sorted(value) for name, value in _filters(question).items()} == filters  # type: ignore[call-overload]


def test_a_named_technology_stands_for_its_general_term() -> None:
    assert _filters("Welche Projekte nutzen die Anwendung BE-Alert?") == {"technology": ["BE-Alert"]}


@pytest.mark.parametrize(
    ("question", "operation", "unit"),
    [
        ("How many different technologies are used in Flemish projects?", "count", "technology"),
        ("Combien de provinces wallonnes ont un projet de drone ?", "count", "province"),
        ("Which domains do the Walloon projects cover?", "list", "domain"),
    ],
)
def test_distinct_values_are_the_unit_where_they_are_asked(question: str, operation: str, unit: str) -> None:
    figure = _read(question)

    assert (figure.operation, figure.unit) == (operation, unit)


def test_a_single_value_of_the_group_is_no_condition() -> None:
    figure = read_figure_question("In welchem Land gibt es nach Belgien die meisten Projekte?")

    assert figure is not None
    assert figure.unparsed


def test_two_errors_at_the_head_of_a_word_make_it_another() -> None:
    figure = read_figure_question("In wie viele Teilprojekte sollten wir es aufteilen?")

    assert figure is None or figure.unparsed
