"""Words that change what is computed are made use of, or the question is not computed."""

from __future__ import annotations

import pytest

from retrieval.query.figures import read_figure_question
from retrieval.query.normalising.mistyping import corrected


@pytest.mark.parametrize(
    "question",
    [
        "Quel projet wallon a créé le plus d'emplois ?",
        "How many Walloon projects have ended?",
        "Hoeveel projecten hebben noch budget noch startjaar?",
        "Show projects from the last five years in Brussels",
        "Dans combien de communes le bourgmestre a-t-il lui-même lancé l'idée du projet ?",
        "Projets wallons de mobilité lancés depuis 2018 : combien ont dépassé leur budget de départ ?",
        "Combien de projets ont soit un budget soit un subside connu ?",
        "How many mobility projects in Flanders, mainly for cyclists?",
        "How many mobility projects in Flanders have paid off?",
        "Hoeveel Waalse projecten zitten op schema?",
        "Combien de projets en Belgique, pas seulement en Wallonie ?",
        "Combien de projets wallons n'utilisent pas que des caméras ?",
        "Wie viele Projekte nicht nur in Wallonien?",
        "How many projects not only about energy?",
        "Quel est le plus petit subside non nul en Wallonie ?",
        "Quelle est la somme des deux plus gros budgets en Wallonie ?",
        "Quel domaine coûte le plus cher ?",
        "Quelle est la plus ancienne commune à avoir lancé un projet ?",
        "Total des budgets de mobilité moins les subsides",
        "Subside total et moyen en Wallonie ?",
        "Hoeveel projecten liepen er in 2018?",
        "Combien de projets reçoivent de l'argent de la Région wallonne ?",
        "Combien de projets à la côte ?",
        "Combien de fiches ont été mises à jour en 2023 ?",
        "How many Walloon projects are verified?",
        "Quel échevin de Bertrix a monté le dossier environnement ?",
        "Quelles communes wallonnes ont déjà un plan air ?",
        "Combien d'euros Gand économise-t-elle par an ?",
        "Quels sont les projets lancés par la Province de Liège ?",
        "How many mobility projects in Wallonia do residents like?",
        "Hoeveel Waalse projecten betrekken inwoners?",
        "Wie viele Projekte in Wallonien nutzen Unternehmen?",
    ],
)
def test_a_word_that_nothing_used_stops_the_computation(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("In welchen Ländern gibt es Gesundheitsprojekte und wie viele jeweils?", "country"),
        ("Mons ou Namur, laquelle des deux villes a le plus de projets en cours ?", "municipality"),
        ("Liège ou Charleroi, qui a le plus de projets de mobilité ?", "municipality"),
    ],
)
def test_groups_that_are_asked_for_are_told(question: str, group: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert (figure.operation, figure.group_by, figure.unparsed) == ("group", group, ())


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Wie viele Projekte in Namen (Provinz)?", {"province": ["namur"]}),
        ("UK, mobility: how many projects?", {"country": ["gb"], "domain": ["mobility"]}),
        ("Belgian projects begun in 2018 or 2019: how many?", {"country": ["be"], "year_from": 2018, "year_to": 2019}),
        ("Combien de projets débutant en 2020 minimum à Mons ?", {"municipality": ["53053"], "year_from": 2020}),
        ("Combien de projets sans aucun partenaire à Mons ?", {"municipality": ["53053"], "missing": ["partners"]}),
        ("Gent: welke projecten zijn afgelopen?", {"municipality": ["44021"], "status": ["completed"]}),
        ("Combien de projets en province de Lux., énergie ?", {"province": ["luxembourg"], "domain": ["energy"]}),
    ],
)  # fmt: skip
def test_places_and_years_are_read(question: str, filters: dict[str, object]) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert figure.unparsed == ()
    assert figure.filters.without("kind").as_dict() == filters


@pytest.mark.parametrize(
    "word", ["Manager", "dépassement", "évalués", "préviennent", "Informatiker", "publishes"]
)
def test_another_word_is_no_typing_error(word: str) -> None:
    assert corrected(f"combien de projets {word}", (word,))[1] == ()


@pytest.mark.parametrize(
    ("sentence", "word", "meant"),
    [
        ("combien de projets en", "Wallonnie", "wallonie"),
        ("combien de projets", "éclariage", "eclairage"),
        ("wie viele Projekte in", "Fladnern", "flandern"),
        ("how many projects about", "enviroment", "environment"),
        ("combien de projets", "mobilit", "mobilite"),
    ],
)
def test_a_letter_dropped_doubled_or_exchanged_is_one(sentence: str, word: str, meant: str) -> None:
    assert corrected(f"{sentence} {word}", (word,))[1] == ((word, meant),)


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets n'utilisent ni l'IA ni des caméras ?",
        "Hoeveel projecten gebruiken noch AI noch camera's?",
        "Wie viele Projekte nutzen weder KI noch Kameras?",
        "How many projects use neither AI nor cameras?",
    ],
)
def test_neither_of_two_things_is_had_whatever_their_kinds(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert figure.unparsed == ()
    assert len(figure.filters.exclude) == 2
    assert figure.filters.without("kind", "exclude").is_empty


def test_what_is_listed_after_a_service_is_one_too() -> None:
    figure = read_figure_question("Combien de projets impliquent la police et les pompiers ?")

    assert figure is not None
    either, both = figure.readings
    assert set(either.filters.service) == {"police", "pompiers"}
    assert set(both.filters.every) == {"service:police", "service:pompiers"}


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        (
            "I only care about stopped ones. How many Walloon projects?",
            {"region": ["wallonie"], "status": ["stopped"]},
        ),
        (
            "Please ignore the pilots. How many Walloon projects about energy?",
            {"region": ["wallonie"], "domain": ["energy"], "exclude": ["status:pilot"]},
        ),
        (
            "Für unsere Schule in Eupen: wie viele Bildungsprojekte gibt es in Belgien?",
            {"country": ["be"], "domain": ["education"]},
        ),
    ],
)
def test_what_is_told_beside_the_question_counts_as_it_is_meant(
    question: str, filters: dict[str, object]
) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert (figure.unparsed, figure.readings) == ((), ())
    assert figure.filters.without("kind").as_dict() == filters


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons si on ne prend que l'énergie ?",
        "Combien de projets wallons, en ne comptant que l'énergie ?",
        "Als je enkel energie neemt, hoeveel Waalse projecten?",
    ],
)
def test_what_is_taken_alone_is_not_left_out(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is not None
    assert figure.filters.without("kind").as_dict() == {"region": ["wallonie"], "domain": ["energy"]}


def test_what_somebody_works_on_may_be_meant() -> None:
    figure = read_figure_question("Je travaille sur l'éclairage. Combien de projets en Flandre ?")

    assert figure is not None
    assert {one.filters.domain for one in figure.readings} == {(), ("lighting",)}
