"""What no filter says stops a figure; what one says beside it does not."""

from __future__ import annotations

import pytest

from retrieval.query.figures import read_figure_question
from retrieval.query.requested import requested_field


@pytest.mark.parametrize(
    "question",
    [
        "Combien de communes wallonnes ont au moins deux projets ?",
        "Hoeveel gemeenten hebben meer dan één project?",
        "How many municipalities have more than one project?",
        "Combien de projets coûtent plus que celui de Mons ?",
        "Hoeveel projecten kosten evenveel als hun subsidie?",
        "Combien de projets ont été lancés la même année que celui de Mons ?",
        "Wie viele Projekte gibt es weniger in Namur als in Lüttich?",
        "Hoeveel projecten hadden een budget onder het gemiddelde?",
        "Quels projets sont portés par une intercommunale ?",
        "Hoeveel projecten werden geleid door een stad?",
        "How many projects got money from the Walloon Region?",
        "Which projects were funded by Flanders?",
        "Combien de projets soutenus par la Région ?",
        "Quelles communes n'ont pas de projet d'énergie ?",
        "Welke provincies hebben geen enkel project rond mobiliteit?",
        "Welke gemeente heeft het hoogste budget?",
        "How many citizens took part in projects in Ghent?",
        "How many sensors do Walloon projects use?",
        "Hoeveel projecten gebruiken alleen sensoren?",
        "How many projects are pilots that were stopped?",
        "Combien de bonnes pratiques et de projets sur le stationnement ?",
        "Combien de projets touchent plusieurs provinces ?",
        "Hoeveel projecten kregen een subsidie in 2021?",
    ],
)
def test_what_no_filter_says_stops_the_figure(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    ("question", "operation", "filters"),
    [
        ("Quels projets belges ne traitent aucune donnée personnelle ?", "list", {"personal_data": ("no",)}),
        (
            "Which project has the largest budget among those with a known subsidy?",
            "max",
            {"known": ("subsidy_eur",)},
        ),
        ("Budget moyen des projets ayant reçu un subside", "mean", {"known": ("subsidy_eur",)}),
        ("Wie hoch ist das Gesamtbudget der Projekte mit Zuschuss?", "sum", {"known": ("subsidy_eur",)}),
        (
            "Wie viele Projekte haben einen Zuschuss, aber kein bekanntes Budget?",
            "count",
            {"known": ("subsidy_eur",), "missing": ("budget_eur",)},
        ),
        ("Budget moyen des projets pilotes flamands ?", "mean", {"status": ("pilot",)}),
        ("Combien de projets plus récents que 2018 ?", "count", {"year_from": 2019, "year_to": None}),
        ("How many projects older than 2015?", "count", {"year_from": None, "year_to": 2014}),
        ("Hoeveel projecten geleid door Gent?", "count", {"municipality": ("44021",)}),
        ("How many projects run by the police?", "count", {"service": ("police",)}),
        ("Total subsidies received by Walloon projects?", "sum", {"region": ("wallonie",)}),
        ("Leaving Helsinki aside, how many Finnish initiatives?", "count", {"country": ("fi",)}),
        ("no. of Flemish water projects pls", "count", {"region": ("flandre",), "domain": ("water",)}),
        ("Quels projets citent Telraam parmi leurs partenaires ?", "list", {"partner": ("Telraam",)}),
        (
            "Pour un article : combien de projets flamands ?",
            "count",
            {"kind": ("initiative",), "region": ("flandre",)},
        ),
        ("Combien de fiches de bonnes pratiques contient la base ?", "count", {"kind": ("practice",)}),
        (
            "Nous sommes une start-up active dans le LoRaWAN. Combien de projets s'appuient sur cette technologie ?",
            "count",
            {"technology": ("LoRaWAN",), "domain": ()},
        ),
    ],
)
def test_what_stands_beside_is_kept(question: str, operation: str, filters: dict[str, object]) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert figure.unparsed == ()
    assert figure.operation == operation
    assert {name: getattr(figure.filters, name) for name in filters} == filters


def test_neither_amount_is_two_conditions() -> None:
    figure = read_figure_question("Wie viele Projekte haben weder Budget noch Zuschuss angegeben?")

    assert figure is not None
    assert set(figure.filters.missing) == {"budget_eur", "subsidy_eur"}


def test_several_names_of_towns_and_provinces_are_of_one_level() -> None:
    figure = read_figure_question("Hoeveel projecten in Gent, Antwerpen en Luik samen sinds 2015?")

    assert figure is not None
    assert figure.filters.municipality == ("44021", "11002", "62063")
    assert figure.readings == ()


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("Combien de projets par an depuis 2015 ?", "start_year"),
        ("Comment le nombre de projets a-t-il évolué au fil des ans en Wallonie ?", "start_year"),
        ("Hoe evolueerde het aantal projecten door de jaren heen?", "start_year"),
        ("Wie hat sich die Zahl der Projekte über die Jahre entwickelt?", "start_year"),
        ("How has the number of projects changed over the years in Flanders?", "start_year"),
        ("Which is more common in Spain, mobility or energy projects?", "domain"),
        ("Mobilität oder Energie, was überwiegt bei den spanischen Projekten?", "domain"),
        ("Wie verteilen sich die Projekte der Provinz Lüttich auf die Startjahre?", "start_year"),
        ("Province de Luxembourg : plutôt des projets en cours ou plutôt des projets planifiés ?", "status"),
    ],
)
def test_more_groups_are_read(question: str, group: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert (figure.group_by, figure.unparsed) == (group, ())


@pytest.mark.parametrize(
    ("question", "operation", "field"),
    [
        ("Le projet le moins subsidié de la province de Hainaut ?", "min", "subsidy_eur"),
        ("Welches deutsche Projekt hat die höchste Förderung erhalten?", "max", "subsidy_eur"),
        ("Dans le catalogue, quel projet a la date de fin la plus lointaine ?", "max", "end_year"),
    ],
)
def test_superlatives_are_over_their_own_field(question: str, operation: str, field: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert (figure.operation, figure.field, figure.unparsed) == (operation, field, ())


@pytest.mark.parametrize(
    "question",
    [
        "Onder welk programma valt het modderstroomproject van Zaventem?",
        "En quelle année a débuté le projet des sirènes qui parlent, à Limbourg ?",
    ],
)
def test_a_field_of_one_project_is_no_list(question: str) -> None:
    assert read_figure_question(question) is None


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Flobecq smart village : quel montant d'aide a été accordé ?", "subsidy_eur"),
        ("le Novachèque, ça a commencé quand ?", "start_year"),
        ("Wann ging das mit den RFID-Etiketten in Lucca los?", "start_year"),
        ("When did MK:Smart in Milton Keynes wrap up?", "end_year"),
        ("Stand der Dinge beim WLAN in Amel?", "status"),
        ("Wer steckt als Träger hinter Ostbelgien Leben 2040?", "lead"),
    ],
)
def test_fields_of_one_project_are_named_in_more_ways(question: str, field: str) -> None:
    assert requested_field(question) == field
