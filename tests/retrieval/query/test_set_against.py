"""What is set against something else, asked of groups or set aside by a pronoun is read as it is meant, or not at all."""

from __future__ import annotations

import pytest

from corpus.filters import Filters
from retrieval.query.figures import FigureQuestion, read_figure_question


def _understood(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    assert figure.unparsed == (), (question, figure.unparsed)
    return figure


@pytest.mark.parametrize(
    ("question", "field", "group", "measure"),
    [
        ("À combien se montent les budgets wallons connus par année de lancement ?", "budget_eur", "start_year", "sum"),
        ("Par programme, quel montant de subsides a-t-on obtenu à Liège ?", "subsidy_eur", "programme", "sum"),
        ("Quel total de subsides connus pour chacune des provinces wallonnes ?", "subsidy_eur", "province", "sum"),
        ("Average known budget per Belgian region, please.", "budget_eur", "region", "mean"),
        ("Combien d'euros de budget par province en Wallonie ?", "budget_eur", "province", "sum"),
        ("Gent of Leuven, wie kreeg de meeste subsidies?", "subsidy_eur", "municipality", "sum"),
        ("La province de Hainaut et celle de Namur, laquelle a mis le plus d'argent sur la table ?", "budget_eur", "province", "sum"),
        ("Budget moyen d'un projet en cours vs celui d'un projet planifié en Hainaut ?", "budget_eur", "status", "mean"),
        ("By country, how much subsidy is on record? Largest first.", "subsidy_eur", "country", "sum"),
    ],
)  # fmt: skip
def test_amounts_are_those_of_the_groups_that_are_named(
    question: str, field: str, group: str, measure: str
) -> None:
    figure = _understood(question)

    assert (figure.operation, figure.field, figure.group_by, figure.measure) == (
        "group",
        field,
        group,
        measure,
    )


def test_two_years_are_set_against_each_other() -> None:
    figure = _understood("2018 versus 2019: in which of the two did more Flemish projects start?")

    assert (figure.operation, figure.group_by) == ("group", "start_year")
    assert (figure.filters.year_from, figure.filters.year_to) == (2018, 2019)


@pytest.mark.parametrize(
    "question",
    [
        "Quels projets ont un subside connu mais pas de budget total ?",
        "Welke projecten hebben een subsidie maar geen gekend totaalbudget?",
        "Welche Projekte, deren Zuschuss bekannt ist, aber das Gesamtbudget nicht?",
        "List projects where the grant is known but the total budget isn't.",
    ],
)
def test_one_field_is_known_and_the_other_is_not(question: str) -> None:
    filters = _understood(question).filters

    assert (filters.known, filters.missing) == (("subsidy_eur",), ("budget_eur",))


def test_neither_field_is_known() -> None:
    filters = _understood("Quels projets wallons n'ont ni budget total ni subside connu ?").filters

    assert (filters.known, set(filters.missing)) == ((), {"budget_eur", "subsidy_eur"})


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets sans aucune donnée personnelle ?",
        "Hoeveel projecten zonder enige persoonsgegevens?",
        "How many projects without any personal data?",
    ],
)
def test_a_denial_in_two_words_denies_once(question: str) -> None:
    assert _understood(question).filters.personal_data == ("no",)


@pytest.mark.parametrize(
    "question",
    [
        "J'ai déjà tout sur la mobilité, laissez-la de côté. Combien de projets en Wallonie ?",
        "Mobility, ignore it. How many Walloon projects?",
        "De mobiliteit, laat die weg. Hoeveel Waalse projecten?",
        "Ich weiß alles über Mobilität, lassen Sie das weg. Wie viele Projekte gibt es in der Wallonie?",
    ],
)
def test_what_a_pronoun_sets_aside_is_excluded(question: str) -> None:
    filters = _understood(question).filters

    assert (filters.exclude, filters.domain) == (("domain:mobility",), ())


def test_neighbours_that_are_named_are_where_they_are() -> None:
    figure = _understood(
        "Chez nos voisins français, j'aimerais voir du modeste. Les trois initiatives au plus petit budget ?"
    )

    assert (figure.operation, figure.first, figure.filters.country) == ("min", 3, ("fr",))


def test_a_year_in_the_name_of_a_programme_is_no_beginning() -> None:
    filters = _understood("Combien de projets Territoire intelligent 2019 à Mons ?").filters

    assert (filters.year_from, filters.year_to) == (None, None)


def test_a_number_is_no_typing_error() -> None:
    figure = _understood("Whole portfolio, biggest subsidies: top three?")

    assert (figure.operation, figure.field, figure.first, figure.corrections) == ("max", "subsidy_eur", 3, ())


def test_projects_of_towns_are_projects() -> None:
    figure = _understood("Which towns' projects were funded by WiFi4EU?")

    assert (figure.operation, figure.unit) == ("list", "documents")


def test_bounds_that_were_told_are_pointed_at() -> None:
    figure = _understood(
        "Nous avons entre 50 000 et 150 000 euros. Quels projets belges ont un budget dans cette fourchette ?"
    )

    assert figure.filters.merged(Filters()).budget_max == 150_000


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons ont été attribués sans appel d'offres ?",
        "Chez nos voisins, combien de projets ?",
        "J'ai vu le projet de Mons, oubliez-le. Combien de projets en Hainaut ?",
        "Wie viele größere Projekte gibt es in Gent?",
        "Welche Projekte haben eine höhere Förderung?",
        "Which Flemish towns started more projects in 2018 or 2019?",
        "Hoeveel projecten startten er per jaar in Wallonië, en met welk budget?",
        "Budget par province wallonne et par région",
        "Combien de communes par province ont un projet ?",
        "Qui a le plus de projets d'eau et d'énergie ?",
        "Qui a été le plus généreux, le FEDER ou l'appel Territoire intelligent 2019 ?",
    ],
)
def test_what_no_field_tells_stops_the_figure(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed
