"""Rankings, amounts by group and comparisons as they are answered: ties, unknowns and absences are said."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS
from corpus.models import LANGUAGES, Language
from retrieval.answering.answer import Figures, MeasuredGroup, Outcome
from retrieval.answering.tables import table_of
from retrieval.search.links import Links
from tests.builders import a_fiche
from tests.conftest import World


@pytest.fixture
def held(world: World) -> World:
    """Six fiches: three of Namur, two of Liège, one of Mons; four budgets, two of them equal."""
    return world.holds(
        a_fiche("n1", title="Lampes de Namur", budget="900000", start_year=2018),
        a_fiche("n2", title="Vélos de Namur", budget="134729.08", subsidy="50000", start_year=2019),
        a_fiche("n3", title="Capteurs de Namur", start_year=2020),
        a_fiche("l1", title="Bornes de Liège", municipality="Liège", province="Liège", budget="400000"),
        a_fiche("l2", title="Données de Liège", municipality="Liège", province="Liège", budget="400000"),
        a_fiche("m1", title="Parkings de Mons", municipality="Mons", province="Hainaut", start_year=None),
    )


def _figures(world: World, question: str) -> Figures:
    answer = world.answerer.answer(question, ANONYMOUS)
    assert answer.figures is not None, answer.text
    return answer.figures


def _groups(figures: Figures) -> dict[str, MeasuredGroup]:
    assert isinstance(figures.value, tuple)
    return {group.value: group for group in figures.value if isinstance(group, MeasuredGroup)}


def test_the_first_ones_come_in_order_with_their_unknowns(held: World) -> None:
    answer = held.answerer.answer("Quels sont les trois projets les plus chers ?", ANONYMOUS)

    assert answer.figures is not None
    assert (answer.figures.operation, answer.figures.value, answer.figures.unit) == ("list", 3, None)
    assert answer.figures.document_ids == ("n1", "l1", "l2")
    assert answer.figures.unknown is not None
    assert set(answer.figures.unknown.document_ids) == {"n3", "m1"}
    assert answer.text.index("Lampes") < answer.text.index("Bornes")
    assert {one.document_id for one in answer.citations} == {"n1", "l1", "l2"}


def test_one_that_shares_the_last_place_is_listed_and_said(held: World) -> None:
    answer = held.answerer.answer("Les deux projets les plus chers", ANONYMOUS)

    assert answer.figures is not None
    assert answer.figures.document_ids == ("n1", "l1", "l2")
    assert "même valeur que la dernière" in answer.text


def test_where_fewer_are_known_those_are_all(held: World) -> None:
    figures = _figures(held, "Les 10 projets les moins chers")

    assert figures.document_ids == ("n2", "l1", "l2", "n1")


def test_where_no_value_is_known_nothing_is_ranked(held: World) -> None:
    answer = held.answerer.answer("Les trois projets les plus chers de la ville de Mons", ANONYMOUS)

    assert answer.outcome is Outcome.NO_EVIDENCE


def test_amounts_of_groups_are_exact_and_count_what_is_unknown(held: World) -> None:
    figures = _figures(held, "Budget par province")
    groups = _groups(figures)

    assert [*groups] == ["namur", "liege", "hainaut"]
    assert groups["namur"].count == 3
    assert groups["namur"].amounts[0].value == 1_034_729.08
    assert groups["namur"].amounts[0].known == 2
    assert groups["hainaut"].amounts[0].value is None
    assert (figures.operation, figures.field) == ("group", "province")
    assert figures.unknown is not None
    assert (figures.unknown.field, figures.unknown.count) == ("budget_eur", 2)


def test_means_of_groups_are_over_those_that_state_the_amount(held: World) -> None:
    groups = _groups(_figures(held, "Budget moyen par province"))

    assert groups["namur"].amounts[0].value == 517_364.54
    assert groups["liege"].amounts[0].value == 400_000


def test_a_comparison_tells_each_value_in_its_first_line(held: World) -> None:
    answer = held.answerer.answer(
        "La ville de Namur ou la ville de Mons, qui a le plus de projets ?", ANONYMOUS
    )

    assert answer.figures is not None
    assert [(one.value, one.count) for one in _groups(answer.figures).values()] == [
        ("92094", 3),
        ("53053", 1),
    ]
    assert "Namur **3**, Mons **1**" in answer.text.splitlines()[0]


def test_a_compared_value_of_which_there_is_nothing_is_shown_with_none(held: World) -> None:
    answer = held.answerer.answer("Compare Mons et Charleroi", ANONYMOUS)

    assert answer.figures is not None
    assert _groups(answer.figures)["52011"].count == 0
    assert "Charleroi **0**" in answer.text


def test_readings_of_a_comparison_are_shown_with_their_figures(held: World) -> None:
    held.holds(a_fiche("d1", title="Eau à Dinant", municipality="Dinant", province="Namur"))

    answer = held.answerer.answer("Namur ou Liège, qui a le plus de projets ?", ANONYMOUS)

    assert answer.outcome is Outcome.NEEDS_CLARIFICATION
    assert "Namur **3**, Liège **2**" in answer.text
    assert "Namur **4**, Liège **2**" in answer.text


def test_compared_amounts_are_those_of_the_field_asked(held: World) -> None:
    figures = _figures(held, "Compare le budget de la ville de Namur et de la ville de Liège")

    amounts = {value: group.amounts for value, group in _groups(figures).items()}
    assert amounts["92094"][0].value == 1_034_729.08
    assert amounts["62063"][0].value == 800_000
    assert [one.field for one in amounts["92094"]] == ["budget_eur"]


def test_a_table_has_a_column_an_amount(held: World) -> None:
    rows = [*table_of(_figures(held, "Budget par province"), {}, Links(), "fr")]

    assert rows[0] == ("", "province", "nombre de fiches", "budget (total)")
    assert rows[1] == ("namur", "Namur", "3", "1034729.08")
    assert rows[3][3] == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "question", ["Les deux projets les plus chers", "Budget par province", "Compare Mons et Charleroi"]
)
def test_each_is_said_in_the_readers_language(held: World, question: str, language: Language) -> None:
    texts = {one: held.answerer.answer(question, ANONYMOUS, language=one).text for one in LANGUAGES}

    assert "{" not in texts[language]
    assert len({text.splitlines()[0] for text in texts.values()}) == len(LANGUAGES)
